"""Two offices that differ only in what an actor may not see give that actor the same answers, byte for byte."""

from datetime import date

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.access import Actor
from minorcare.declare import Id
from minorcare.errors import MinorcareError
from minorcare.kinds import (
    Circumstance,
    Duplicate,
    Evidence,
    Household,
    Member,
    Minor,
    MisbehaviourAct,
    Reporter,
    RestrictedCircumstance,
    RiskTag,
)
from minorcare.label import Label
from minorcare.query import F, Query, Tally, check, exists
from minorcare.testing import OFFICE

DAY = date(2026, 11, 24)
ONE, TWO, THREE = f"{OFFICE}001", f"{OFFICE}002", f"{OFFICE}003"
LIAISON = Actor(name="liaison", role="community_liaison", areas=(TWO,))
ACTORS = (
    LIAISON,
    Actor(name="grid", role="grid_worker", areas=(TWO,)),
    Actor(name="clerk", role="community_liaison", areas=(f"{TWO}/1/",)),
    Actor(name="volunteer", role="volunteer", areas=(TWO,)),
)
KINDS = (
    "minor",
    "household",
    "member",
    "circumstance",
    "restricted_circumstance",
    "misbehaviour_act",
    "risk_tag",
    "duplicate",
    "due",
)
TALLIES = (
    Tally("a", "minor", by=("sex",), label=Label("a")),
    Tally("b", "risk_tag", by=("risk", "status"), label=Label("b")),
    Tally("c", "risk_tag", by=("rule",), where=~F.evidence.is_empty, label=Label("c")),
    Tally("d", "minor", by=("area.community",), where=exists(MisbehaviourAct), label=Label("d")),
)


def shared():
    """What both offices hold alike: two families in the actor's community, and tags of both levels."""
    for n in (1, 2):
        yield Household(id=Id(f"home-{n}"), code=f"H{n}", area=TWO)
        yield Minor(
            id=Id(f"child-{n}"), name="张三", sex="1", birth_date=date(2012, 1, n), area=TWO, household=Id(f"home-{n}")
        )
        yield Member(id=Id(f"parent-{n}"), household=Id(f"home-{n}"), name="张大", relation="51")
        yield Circumstance(id=Id(f"told-{n}"), member=Id(f"parent-{n}"), type="divorced", source="community")
        yield RiskTag(id=Id(f"seen-{n}"), minor=Id(f"child-{n}"), risk="difficulty", found=DAY)


def secretly(choice):
    """What the actor may not see: other communities, restricted kinds, tags above its ceiling, the vault."""
    yield Household(id=Id("far"), code="H9", area=choice["far"])
    yield Minor(
        id=Id("child-far"),
        name=choice["name"],
        sex="2",
        birth_date=choice["born"],
        area=choice["far"],
        household=Id("far"),
        note=choice["text"],
    )
    yield Member(id=Id("parent-far"), household=Id("far"), name=choice["name"], relation="52", phone=choice["phone"])
    for n in (1, 2):
        yield RiskTag(
            id=Id(f"hidden-{n}"),
            minor=Id(f"child-{n}"),
            level="restricted",
            risk=choice["risk"],
            rule=choice["rule"],
            rule_version=choice["version"],
            evidence=choice["evidence"],
            found=choice["found"],
            reason=choice["text"],
        )
    for n in range(choice["acts"]):  # last: file numbers are given in order, and these take as many as there are
        yield MisbehaviourAct(
            id=Id(f"act-{n}"), minor=Id("child-1"), act=choice["act"], happened=date(2020, 1, 1), source="school"
        )
        yield RestrictedCircumstance(
            id=Id(f"kept-{n}"), member=Id("parent-1"), type="in_custody", ended=date(2020, 1, 1), source="police"
        )
        yield Duplicate(id=Id(f"twin-{n}"), minor=Id("child-1"), other=Id("child-2"))


CHOICES = st.fixed_dictionaries(
    {
        "far": st.sampled_from([ONE, THREE]),
        "name": st.sampled_from(["张三", "李四", "王"]),
        "born": st.sampled_from([date(2009, 1, 1), date(2012, 1, 1), date(2024, 1, 1)]),
        "text": st.sampled_from([None, "甲", "乙"]),
        "phone": st.sampled_from([None, "13900000001"]),
        "risk": st.sampled_from(["misbehaviour", "drug_affected", "difficulty"]),
        "rule": st.sampled_from([None, "misbehaviour_recorded", "zzz"]),
        "version": st.sampled_from([None, 1, 2]),
        "evidence": st.sampled_from([(), (Evidence(kind="misbehaviour_act", id="act-0"),)]),
        "found": st.sampled_from([date(2026, 1, 1), DAY]),
        "acts": st.integers(0, 2),
        "act": st.sampled_from(["B01", "B09"]),
    }
)


def answered(ask):
    """An answer as text, errors in full: a refusal that differs tells as much as a value."""
    try:
        return ask()
    except MinorcareError as error:
        return type(error).__name__, error.in_("zh")


def rows(page):
    return [(r.id, r.no, r.version, r.area, r.since, r.masked, r.values) for r in page.rows], page.next is None


def paged(desk, query):
    found, after = [], None
    while True:
        import attrs

        page = desk.find(attrs.evolve(query, after=after))
        found.append(rows(page))
        after = page.next
        if after is None:
            return found


def asked(desk, query):
    yield lambda: paged(desk, query)
    yield lambda: desk.find_json(query).body
    yield lambda: desk.find_json(query).numbers
    yield lambda: [rows(desk.at(day).find(query)) for day in (DAY, date(2026, 11, 23))]
    yield lambda: orjson.loads(desk.at(DAY).find_json(query).body)
    yield from (
        lambda t=t: desk.tally(t) for t in (*TALLIES, Tally("e", query.kind, where=query.where, label=Label("e")))
    )
    yield from (lambda t=t: desk.at(DAY).tally(t) for t in TALLIES)
    for id_ in ("child-1", "child-far", "hidden-1", "act-0", "kept-0", "twin-0", "told", "nobody"):
        yield lambda id_=id_: (row := desk.get(query.kind, id_)).values | {"masked": row.masked, "no": row.no}
        yield lambda id_=id_: desk.history(query.kind, id_)
        yield lambda id_=id_: desk.reveal(query.kind, id_, "phone")
    yield lambda: desk.get(Reporter, "told")


@settings(max_examples=40)
@given(data=st.data())
def test_no_answer_depends_on_what_is_hidden(fresh, questions, data):
    """Filters, orders, pages, counts, histories, past days and refusals are the same whatever is hidden."""
    two = []
    for side in ("one", "other"):
        registry = fresh()
        registry.found(OFFICE, *shared())
        choice = data.draw(CHOICES, label=side)
        registry.found(OFFICE, *secretly(choice))
        head = registry.desk(Actor(name="head", role="station_head", areas=(OFFICE,)), office=OFFICE, purpose="case")
        head.save(Reporter(id=Id("told"), told=choice["name"]))
        two.append(registry)
    for _ in range(6):
        actor = data.draw(st.sampled_from(ACTORS), label="actor")
        kind = two[0].catalog.kind(data.draw(st.sampled_from(KINDS), label="kind"))
        where = data.draw(questions(kind.name) if kind.name != "due" else st.just(F.day >= DAY), label="filter")
        names = [
            n for n in (*kind.by_name, "since", "no") if not check.order_problems((n,), kind, two[0].catalog.kinds)
        ]
        order = data.draw(
            st.lists(
                st.sampled_from([s + n for n in names for s in ("", "-")]),
                max_size=2,
                unique_by=lambda n: n.lstrip("-"),
            )
        )
        query = Query(kind=kind.name, where=where, order=tuple(order), limit=data.draw(st.integers(1, 3)))
        one, other = (
            [answered(ask) for ask in asked(r.desk(actor, office=OFFICE, purpose="visit"), query)] for r in two
        )
        assert one == other
