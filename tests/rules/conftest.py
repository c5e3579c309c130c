"""Small streets for the tests of rules: a few ids, a few values, so that everything meets everything."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import strategies as st

from minorcare import kinds as core
from minorcare.calendar import days, months
from minorcare.declare import Id, Label, Record, field, kind, ref
from minorcare.query import F, Not, World, all_of, any_of, exists, holds, today
from minorcare.query.tree import Compare, Path
from minorcare.rules.shipped import RuleSettings, rules

TODAY = date(2026, 11, 24)


@kind("visit", label=Label("走访", en="Visit"))
class Visit(Record):
    """A fact about a child that names others too."""

    minor: Id = ref(core.Minor, about=True, label=Label("孩子", en="Child"))
    member: Id | None = ref(core.Member, default=None, label=Label("见到", en="Met"))
    household: Id | None = ref(core.Household, default=None, label=Label("家庭户", en="Household"))
    happened: date = field(label=Label("日期", en="Day"))
    urgent: bool = field(default=False, label=Label("急", en="Urgent"))


CLASSES = (
    core.Minor,
    core.Household,
    core.Member,
    core.Circumstance,
    core.RestrictedCircumstance,
    core.DisabilityCard,
    core.DisabilityAssessment,
    core.DifficultyRecognition,
    core.MisbehaviourAct,
    core.SeriousAct,
    core.ResidencePeriod,
    core.SchoolingGap,
    core.Employment,
    core.StreetFinding,
    core.Duplicate,
    core.RiskTag,
    Visit,
)
KINDS = {cls.__kind__.name: cls.__kind__ for cls in CLASSES}
CHANGING = ("minor", "household", "member", "circumstance", "visit")
IDS = {name: [f"{name[:2]}{n}" for n in (1, 2)] for name in CHANGING}

DAYS = st.sampled_from([TODAY - timedelta(days=n) for n in (0, 1, 100, 400)])
AREAS = st.sampled_from(["530111004002", "530111004002/07/", "530111004003"])
WORDS = st.sampled_from(["a", "b"])


def one_of(name):
    return st.sampled_from(IDS[name])


# Without checks of references: a record that has been voided is still named by others.
RECORDS = {
    "household": st.fixed_dictionaries({"area": AREAS, "residence": st.none() | WORDS, "address": st.none() | WORDS}),
    "minor": st.fixed_dictionaries(
        {
            "name": WORDS,
            "birth_date": st.sampled_from([date(2008, 11, 24), date(2010, 11, 23), date(2020, 1, 1)]),
            "school": st.none() | WORDS,
            "area": AREAS,
            "household": st.none() | one_of("household"),
        }
    ),
    "member": st.fixed_dictionaries(
        {
            "household": one_of("household"),
            "name": WORDS,
            "relation": st.sampled_from(["51", "52"]),
            "guardian": st.booleans(),
            "joined": st.none() | DAYS,
            "left": st.none() | DAYS,
        }
    ),
    "circumstance": st.fixed_dictionaries({"member": one_of("member"), "type": WORDS, "began": st.none() | DAYS}),
    "visit": st.fixed_dictionaries(
        {
            "minor": one_of("minor"),
            "member": st.none() | one_of("member"),
            "household": st.none() | one_of("household"),
            "happened": DAYS,
            "urgent": st.booleans(),
        }
    ),
}
WORLDS = st.fixed_dictionaries(
    {name: st.dictionaries(one_of(name), records, min_size=1) for name, records in RECORDS.items()}
)

# Conditions that follow a reference to a record which may itself be evidence.
CROSSING = {
    "circumstance": [F.member.relation == "51", F.member.household.residence == "a", F.area.within("530111004002")],
    "visit": [F.member.relation == "51", F.member.joined < F.happened, F.minor.household.address == "a"],
}
PLAIN = {
    "minor": [
        F.birth_date.age < 18,
        F.birth_date.age >= 16,
        F.school == "a",
        F.school.is_empty,
        F.household.is_empty,
        F.household.residence == "a",
        F.household.address == F.school,
        F.household.area.within("530111004002"),
        F.household.area == F.area,
        F.area.community == "530111004003",
        F.version >= 2,
        Compare(Path(()), "matches", "a"),
    ],
    "member": [
        F.relation == "52",
        F.guardian == True,  # noqa: E712 - a filter, not a test
        F.left >= F.joined,
        F.joined <= today() - days(1),
        F.household.residence == "a",
        F.area.within("530111004002/07/"),
        F.household.id == "ho1",
        F.name.matches("b"),
    ],
    "circumstance": [F.type == "a", F.began <= today() - months(6), F.began.is_empty, F.version >= 2],
    "visit": [
        F.happened >= today() - months(6),
        F.urgent != True,  # noqa: E712 - a filter, not a test
        F.household.area.within("530111004003"),
        F.minor == "mi1",
    ],
}
LINKS = {
    "minor": [
        ("visit", {"via": "minor"}),
        ("member", {"on": "household"}),
        ("visit", {"on": "household"}),
        ("minor", {"on": "household"}),
    ],
    "member": [("circumstance", {}), ("visit", {}), ("minor", {"on": "household"}), ("visit", {"on": "household"})],
    "circumstance": [("visit", {"on": "member"}), ("circumstance", {"on": "member"})],
    "visit": [("visit", {"on": "minor"}), ("circumstance", {"on": "member"}), ("member", {"on": "household"})],
}


@st.composite
def questions(draw, kind="minor", depth=3, *, negated=True, crossing=True):
    """A filter on *kind*, at most *depth* deep. Without *negated* and *crossing* only evidence can make it true."""
    plain = st.sampled_from(PLAIN[kind] + (CROSSING.get(kind, []) if crossing else []))
    if depth == 0 or (depth < 3 and draw(st.booleans())):
        return draw(plain)
    shape = draw(st.sampled_from(["and", "or", "exists", "exists", "exists"] + ["not"] * negated))
    inner = {"negated": negated, "crossing": crossing}
    if shape == "not":
        return Not(draw(questions(kind, depth - 1, **inner)))
    if shape == "exists":
        other, link = draw(st.sampled_from(LINKS[kind]))
        return exists(other, draw(questions(other, depth - 1, **inner)), **link)
    parts = [draw(questions(kind, depth - 1, **inner)) for _ in range(2)]
    return all_of(*parts) if shape == "and" else any_of(*parts)


def world_of(records):
    """The records in force, each with its id and, where the test says nothing else, in its first version."""
    whole = {
        name: {id_: {"id": id_, "version": 1, **values} for id_, values in of.items()} for name, of in records.items()
    }
    return World(kinds=KINDS, records=whole, terms=lambda name: [name.casefold()] if name else [])


@pytest.fixture(scope="session")
def street():
    """Kinds, strategies and the day of the tests, in one hand."""
    return SimpleNamespace(
        today=TODAY,
        kinds=KINDS,
        changing=CHANGING,
        ids=IDS,
        records=RECORDS,
        worlds=WORLDS,
        questions=questions,
        plain=PLAIN,
        crossing=CROSSING,
        links=LINKS,
        world_of=world_of,
    )


@pytest.fixture
def found(street):
    """Asks which shipped rules find the one child of a small street."""

    def ask(facts=None, parents=(), *, birth=date(2016, 5, 1), day=TODAY, settings=None, child=None, home=None):
        own = {"birth_date": birth, "household": "h", **(child or {})}
        records = {"minor": {"c": own}, "member": {}, "household": {"h": home or {}}}
        for number, (relation, circumstances) in enumerate(parents):
            member = {"household": "h", "relation": relation, **circumstances.get("member", {})}
            records["member"][f"p{number}"] = member
            for name in ("circumstance", "restricted_circumstance"):
                for values in circumstances.get(name, ()):
                    of_kind = records.setdefault(name, {})
                    of_kind[f"x{len(of_kind)}"] = {"member": f"p{number}", **values}
        for name, values in (facts or {}).items():
            records[name] = {"f": {"minor": "c", **values}}
        world = street.world_of(records)
        known = rules(settings or RuleSettings())
        asked = world.records["minor"]["c"]
        return {rule.name for rule in known if holds(rule.where, street.kinds["minor"], asked, world, day)}

    return ask
