"""A change is noticed by every rule it can matter to, and by no other child: screening on save is screening everything."""

from datetime import date, timedelta
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.desk import Change, Restore, Save, Transition, Void
from minorcare.errors import MinorcareError
from minorcare.hooks import hookimpl
from minorcare.kinds import Circumstance, Member
from minorcare.label import Label
from minorcare.plugins import Config
from minorcare.query import F, Query, any_of, exists
from minorcare.registry import Registry
from minorcare.rules import Risk, Rule
from minorcare.testing import OFFICE, SetClock, desk_as
from minorcare.testing.strategies import records, values

WATCHED = (
    "minor",
    "household",
    "member",
    "circumstance",
    "restricted_circumstance",
    "disability_card",
    "misbehaviour_act",
)


def _rule(name, when, **more):
    risk = Risk(f"odd.{name}", label=Label(name, en=name), cites="test", **more)
    return risk, Rule(f"odd.{name}", version=1, suggests=risk, when=when, because=Label(name, en=name))


def _odd():
    """Rules that read what the shipped ones do not: negations, references, ages, areas, a second way to the same risk."""
    none = _rule("unguarded", ~exists(Member, F.guardian == True, on="household"))  # noqa: E712
    home = _rule("moved", F.household.area.within(f"{OFFICE}002") & ~(F.area.within(f"{OFFICE}002")))
    told = _rule(
        "told",
        exists(Member, exists(Circumstance, F.member.relation == "51"), on="household"),
        age_from=6,
        age_under=14,
    )
    name = _rule("named", any_of(F.matches("zs"), F.school.is_empty & F.household.is_empty))
    twin = Rule("odd.told_too", version=2, suggests=told[0], when=F.grade == "一", because=Label("x", en="x"))
    return [one for pair in (none, home, told, name) for one in pair] + [twin]


@pytest.fixture(scope="session")
def odd():
    module = ModuleType("odd")

    @hookimpl
    def register_rules():
        return _odd()

    module.register_rules = register_rules
    return module


@pytest.fixture
def screened(odd, templates, tmp_path):
    """Gives registries of the street of the kit with those rules too, screened once."""
    import shutil

    opened = []

    def make():
        folder = tmp_path / f"screened-{len(opened)}"
        folder.mkdir()
        for end in ("", ".keys"):
            shutil.copy(f"{templates.full}{end}", folder / f"street.db{end}")
        config = Config(folder=folder)
        opened.append(Registry.open(folder / "street.db", config=config, plugins=(odd,), clock=SetClock()))
        desk_as(opened[-1], "supervisor").screen()
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def standing(desk, kind):
    """The rows there are, by what is the same in every run: a tag that a rule wrote has an id of its own each time."""
    rows = desk.find(Query(kind=kind, limit=500)).rows
    if kind == "risk_tag":
        return {f"{r.values['minor']} {r.values['risk']} {r.values['status']} {r.no}": r for r in rows}
    return {row.id: row for row in rows}


@st.composite
def acts(draw, registry, desk):
    """Something a person might do to the street as it stands."""
    kind = registry.catalog.kind(draw(st.sampled_from((*WATCHED, "risk_tag"))))
    there = standing(desk, kind.name)
    if kind.name == "risk_tag":
        if not there:
            return None
        row = there[draw(st.sampled_from(sorted(there)))]
        to = draw(st.sampled_from(["confirmed", "dismissed", "ended"]))
        said = {"review": date(2026, 12, 24)} if to == "confirmed" else {"reason": "核实过"}
        return Transition("risk_tag", row.id, to, row.version, said)
    ids = {name: sorted(standing(desk, name)) for name in ("household", "minor", "member")}
    what = draw(st.sampled_from(["new", "change", "change", "change", "void", "restore"]))
    if what == "new" or not there:
        return Save(draw(records(kind, registry.catalog.codes, ids, id=f"new-{len(there)}-{draw(st.integers(0, 99))}")))
    row = there[draw(st.sampled_from(sorted(there)))]
    if what == "void":
        return Void(kind.name, row.id, row.version, "test")
    if what == "restore":
        return Restore(kind.name, row.id, row.version, draw(st.integers(1, row.version)))
    field = draw(st.sampled_from([f for f in kind.fields if not f.facts.secret and f.name != "code"]))
    return Change(kind.name, row.id, row.version, {field.name: draw(values(field, registry.catalog.codes, ids))})


@settings(max_examples=12)
@given(data=st.data())
def test_screening_on_save_leaves_nothing_to_screen(screened, data):
    """After any change, run over the whole office, the rules find what has been written already."""
    registry = screened()
    desk = desk_as(registry, "supervisor")
    for _ in range(10):
        if data.draw(st.integers(0, 5), label="night") == 5:
            registry.clock.forward(timedelta(days=data.draw(st.integers(1, 200), label="days")))
            desk.screen()  # what time alone brings is found at night
        some = [
            act
            for act in (data.draw(acts(registry, desk), label="act") for _ in range(data.draw(st.integers(1, 2))))
            if act
        ]
        key = f"key-{data.draw(st.integers(0, 10**9))}"
        try:
            if some:
                desk.apply(*some, key=key)
        except MinorcareError:
            continue
        assert 0 == desk.screen().changed
        made_or_changed = some and not any(isinstance(act, Void) for act in some)
        if made_or_changed and data.draw(st.integers(0, 3), label="undo") == 3:
            desk.undo(key)
            assert 0 == desk.screen().changed
    assert [] == list(registry.store.verify())
