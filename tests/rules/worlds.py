"""Families drawn at random around every edge of the shipped rules, as records that could be on file."""

from datetime import date, timedelta

from hypothesis import strategies as st

from minorcare import kinds as core
from minorcare.declare import Id

TODAY = date(2026, 11, 24)
PAST = [TODAY - timedelta(days=n) for n in (0, 1, 183, 184, 185, 364, 365, 366, 500)]
AHEAD = [TODAY + timedelta(days=n) for n in (-400, -1, 0, 1, 30, 200)]
BIRTHS = [date(TODAY.year - age, 11, day) for age in (3, 6, 10, 15, 16, 17, 18, 20, 25) for day in (23, 24, 25)]
BIRTHS = [min(birth, TODAY) for birth in BIRTHS] + [date(2008, 2, 29)]

began, maybe_began = st.sampled_from(PAST), st.none() | st.sampled_from(PAST)
ended = st.none() | st.sampled_from(AHEAD)


def periods(first="began", last="ended", *, known=False):
    """A period whose end does not lie before its beginning, as the kinds ask."""
    days = st.tuples(began if known else maybe_began, ended)
    sound = days.filter(lambda both: None in both or both[0] <= both[1])
    return sound.map(lambda both: {first: both[0], last: both[1]})


CIRCUMSTANCES = st.one_of(
    st.sampled_from(["works_away", "lost_contact", "missing", "deceased", "seriously_ill", "divorced"]).map(
        lambda type_: {"type": type_}
    ),
    st.sampled_from([("4", "2"), ("5", "4"), ("6", "3"), (None, "1"), (None, None), ("1", None)]).map(
        lambda of: {"type": "severely_disabled", "disability_type": of[0], "disability_level": of[1]}
    ),
)
SOURCES = st.sampled_from(["court", "document", "community"])
RESTRICTED = st.sampled_from(
    ["in_custody", "compulsory_detox", "liberty_restricted", "drug_dependence", "custody_revoked", "deported"]
)
TERMS = st.sampled_from([None, None, 5, 6])
RELATIONS = st.sampled_from(["51", "52", "51", "52", "57", "58", "59", "61"])
SCHOOLING = st.sampled_from([None, "senior", "higher", "out_of_school"])
RESIDENCE = st.sampled_from(["local", "other_province", "same_county", "same_city"])


@st.composite
def streets(draw, families=1, area="530111004002"):
    """Households with children, those who live with them, and what is told of each: records in the order of writing."""
    made = []
    for number in range(draw(st.integers(1, families))):
        home = Id(f"h{number}")
        made.append(core.Household(id=home, code=f"H-{number}", area=area, residence=draw(RESIDENCE)))
        for child in range(draw(st.integers(1, 2))):
            made += _child(draw, Id(f"c{number}-{child}"), home, area)
        if draw(st.booleans()):
            made += _couple(draw, number, home)
        for member in range(draw(st.integers(0, 2))):
            made += _member(draw, Id(f"m{number}-{member}"), home)
    return made


def _child(draw, id_, home, area):
    birth, schooling = draw(st.sampled_from(BIRTHS)), draw(SCHOOLING)
    yield core.Minor(id=id_, name="甲", sex="1", birth_date=birth, schooling=schooling, household=home, area=area)
    for place, make in enumerate(draw(st.lists(st.sampled_from(FACTS), max_size=3, unique=True))):
        yield make(draw, Id(f"{id_}-f{place}"), id_)


TROUBLES = (
    "works_away",
    "works_away",
    "lost_contact",
    "missing",
    "deceased",
    "seriously_ill",
    "in_custody",
    "deported",
)
LONG_AGO = st.sampled_from([TODAY - timedelta(days=n) for n in (183, 184, 185, 300)])


def _couple(draw, number, home):
    """A father and a mother with one trouble each, for most of a year: what few random families have."""
    for relation in ("51", "52"):
        id_, type_ = Id(f"p{number}-{relation}"), draw(st.sampled_from(TROUBLES))
        yield core.Member(id=id_, household=home, name="丙", relation=relation)
        period = {"began": draw(LONG_AGO), "ended": draw(ended.filter(lambda day: day is None or day >= TODAY))}
        if type_ in ("in_custody", "deported"):
            yield core.RestrictedCircumstance(id=Id(f"{id_}-x"), member=id_, type=type_, source="household", **period)
        else:
            yield core.Circumstance(id=Id(f"{id_}-x"), member=id_, type=type_, source=draw(SOURCES), **period)


def _member(draw, id_, home):
    period = draw(st.just({"joined": None, "left": None}) | periods("joined", "left"))
    yield core.Member(id=id_, household=home, name="乙", relation=draw(RELATIONS), **period)
    for place in range(draw(st.integers(0, 2))):
        own, period = Id(f"{id_}-x{place}"), draw(periods())
        if draw(st.booleans()):
            yield core.Circumstance(id=own, member=id_, source=draw(SOURCES), **draw(CIRCUMSTANCES), **period)
        else:
            term = draw(TERMS)
            yield core.RestrictedCircumstance(id=own, member=id_, source="household", type=draw(RESTRICTED), term_months=term, **period)  # fmt: skip


def _card(draw, id_, child):
    return core.DisabilityCard(id=id_, minor=child, type="1", level="1", source="self", **draw(periods("issued", "valid_until")))  # fmt: skip


def _assessment(draw, id_, child):
    period = draw(periods("assessed", "valid_until", known=True))
    return core.DisabilityAssessment(id=id_, minor=child, type="5", source="hospital", **period)


def _recognition(draw, id_, child):
    types = draw(st.sampled_from([("orphan",), ("poverty", "de_facto_unsupported"), ("poverty",)]))
    period = draw(periods("recognised", "ended", known=True))
    return core.DifficultyRecognition(id=id_, minor=child, types=types, source="civil_affairs", **period)


def _act(draw, id_, child):
    return core.MisbehaviourAct(id=id_, minor=child, act="B01", happened=draw(began), source="school")


def _serious(draw, id_, child):
    return core.SeriousAct(id=id_, minor=child, act="S03", happened=draw(began), source="police", document="1号")


def _here(draw, id_, child):
    return core.ResidencePeriod(id=id_, minor=child, source="self", **draw(periods(known=True)))


def _gap(draw, id_, child):
    reason = draw(st.sampled_from(["not_known", "unwilling", "medical_leave"]))
    return core.SchoolingGap(id=id_, minor=child, reason=reason, source="school", ask_by=TODAY, **draw(periods(known=True)))  # fmt: skip


def _work(draw, id_, child):
    return core.Employment(id=id_, minor=child, source="self", **draw(periods(known=True)))


def _street(draw, id_, child):
    return core.StreetFinding(id=id_, minor=child, source="police", **draw(periods("found", "ended", known=True)))


FACTS = (_card, _assessment, _recognition, _act, _serious, _here, _gap, _work, _street)
