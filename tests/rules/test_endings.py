"""What would end a tag, read from the rule: which record, which birthday, on which day; and never more than the reader may know."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from minorcare.calendar import years
from minorcare.declare import Id
from minorcare.kinds import Circumstance, DisabilityCard, Evidence, RiskTag, SchoolingGap
from minorcare.kinds.codelists import load_codes
from minorcare.query import F, World, holds
from minorcare.rules.endings import ways_out
from minorcare.rules.evidence import sources
from minorcare.rules.shipped import RuleSettings, rules
from minorcare.testing import desk_as
from minorcare.work.endings import what_ends

from .worlds import TODAY, streets

CODES = {codes.name: codes for codes in load_codes()}
RULES = {rule.name: rule for rule in rules(RuleSettings())}
DAY = timedelta(days=1)
CHILD = {"id": "c", "household": "h", "birth_date": date(2016, 5, 1), "schooling": None}


@pytest.fixture
def ends(street):
    """Asks what would end a tag of a rule that rests on some records; ``None`` for one the reader may not read."""

    def ask(rule, child=None, day=TODAY, **records):
        known = {
            Evidence(kind=kind, id=f"{kind}-{n}"): one for kind, some in records.items() for n, one in enumerate(some)
        }
        whole = {**CHILD, **(child or {})}
        return ways_out(RULES[rule], whole, known, kinds=street.kinds, codes=CODES, day=day)

    return ask


def said(ways):
    return [(way.words.zh, way.words.in_("en"), way.day) for way in ways]


def test_a_card_with_a_last_day(ends):
    """The day after the card's last day, or the day after the eighteenth birthday, whichever comes first."""
    card = {"minor": "c", "type": "1", "level": "2", "issued": date(2024, 1, 1), "valid_until": date(2027, 3, 1)}

    assert [
        (
            "残疾人证（视力残疾）的“有效期至”（2027-03-01）已过",
            "the valid until (2027-03-01) of the disability card (Visual) is past",
            date(2027, 3, 2),
        ),
        ("年满 18 周岁（2034-05-02）", "the child is 18 (2034-05-02)", date(2034, 5, 2)),
    ] == said(ends("disability_card", disability_card=[card]))


def test_a_card_without_a_last_day(ends):
    """An open end is said as what has to be recorded; the known day comes first."""
    first, second = said(ends("disability_card", disability_card=[{"minor": "c", "type": "1", "valid_until": None}]))

    assert date(2034, 5, 2) == first[2]
    assert ("残疾人证（视力残疾）填写“有效期至”后的第二天", None) == (second[0], second[2])
    assert "the day after the valid until of the disability card (Visual), once it is recorded" == second[1]


def test_a_certificate_for_ever(ends):
    """ "Until 9999" is no day on which anything ends."""
    ways = ends("disability_card", disability_card=[{"minor": "c", "type": "1", "valid_until": date(9999, 12, 31)}])

    assert [date(2034, 5, 2), None] == [way.day for way in ways]


def test_two_cards_must_both_end(ends):
    """Where two records each make it true, one of them ending ends nothing."""
    cards = [{"minor": "c", "type": "1", "valid_until": date(2027, 3, day)} for day in (1, 9)]

    first, *_ = ends("disability_card", disability_card=cards)

    assert (2, date(2027, 3, 10)) == (len(first.endings), first.day)
    assert "，且" in first.words.zh
    assert ", and " in first.words.in_("en")


def test_either_parent_coming_home(ends):
    """Both parents away: the return of one is enough, and it is said whose."""
    parents = [{"household": "h", "relation": code} for code in ("51", "52")]
    away = [
        {"member": f"member-{n}", "type": "works_away", "began": date(2025, 1, 1), "ended": end}
        for n, end in enumerate((None, date(2026, 12, 31)))
    ]

    ways = ends("both_parents_away", member=parents, circumstance=away)

    assert [
        ("母亲的成员情况（外出务工）的“结束日期”（2026-12-31）已过", date(2027, 1, 1)),
        ("年满 16 周岁（2032-05-02）", date(2032, 5, 2)),
    ] == [(way.words.zh, way.day) for way in ways if way.day]
    assert "父亲的成员情况（外出务工）填写“结束日期”后的第二天" in [way.words.zh for way in ways]
    assert "the until (2026-12-31) of the circumstance (Works away from home) of the mother is past" in [way.words.in_("en") for way in ways]  # fmt: skip


@pytest.mark.parametrize(
    ("happened", "last"),
    [(date(2026, 11, 24), date(2027, 11, 25)), (date(2024, 2, 29), date(2025, 3, 1)), (date(2026, 2, 28), date(2027, 3, 1))],
)  # fmt: skip
def test_an_act_grows_old(ends, happened, last):
    """Twelve months after the act, counted as the rule counts them."""
    first, *_ = ends("misbehaviour_recorded", day=happened, misbehaviour_act=[{"minor": "c", "act": "B01", "happened": happened}])  # fmt: skip

    assert last == first.day
    assert f"不良行为记录（吸烟、饮酒）的“发生日期”（{happened}）已满 1 年" == first.words.zh
    assert "1 year have passed since the happened on" in first.words.in_("en")


@pytest.mark.parametrize(
    ("birth", "schooling", "words"),
    [
        (TODAY - years(15), "senior", ["年满 25 周岁（2036-11-25）", "年满 18 周岁（2029-11-25），且“就学情况”改变"]),
        (TODAY - years(19), "higher", ["年满 25 周岁（2032-11-25）", "“就学情况”改变"]),
        (TODAY - years(15), None, ["年满 18 周岁（2029-11-25）"]),
    ],
)
def test_a_pupil_goes_on(ends, birth, schooling, words):
    """A pupil's benefit ends at twenty-five, or with school once the child is eighteen; without school at eighteen."""
    told = ends(
        "recognised_orphan",
        {"birth_date": birth, "schooling": schooling},
        difficulty_recognition=[{"minor": "c", "types": ("orphan",), "recognised": date(2026, 1, 1)}],
    )

    assert words == [way.words.zh for way in told if "困境认定" not in way.words.zh]


def test_what_is_denied_is_said_as_what_may_come(ends):
    """A young person out of school at seventeen: back at school, another reason, work, or twenty-five."""
    ways = ends("out_of_school_and_work", {"birth_date": TODAY - years(17)}, schooling_gap=[{"minor": "c", "began": date(2025, 1, 1), "ended": None, "reason": "unwilling"}])  # fmt: skip

    assert {
        "年满 25 周岁（2034-11-25）",
        "不在校情况填写“返校日期”后的第二天",
        "“不在校原因”改变",
        "登记的就业情况使条件不再成立",
    } == {way.words.zh for way in ways}


def test_moving_house_ends_a_migrants_tag(ends):
    """What stands with the household, such as where it is registered, is said as a change."""
    ways = ends(
        "came_with_a_parent",
        residence_period=[{"minor": "c", "began": date(2025, 1, 1)}],
        member=[{"household": "h", "relation": "52"}],
    )

    assert "“居住类型”改变" in {way.words.zh for way in ways}
    assert "the residence changes" in {way.words.in_("en") for way in ways}


def test_a_death_does_not_end(ends):
    """What has no end of its own counts until it is taken out of force."""
    parents = [{"household": "h", "relation": code} for code in ("51", "52")]
    dead = [{"member": f"member-{n}", "type": "deceased", "began": None, "ended": None} for n in (0, 1)]

    words = {way.words.zh for way in ends("both_parents_lost", member=parents, circumstance=dead)}

    assert {"父亲的成员情况（死亡）作废", "母亲的成员情况（死亡）作废"} <= words


def test_a_hidden_record_stays_hidden(ends):
    """Of a record that the reader may not read neither kind nor day is said; what may be read is said as ever."""
    member = [{"household": "h", "relation": "52"}]

    ways = ends("drug_affected_parent", member=member, restricted_circumstance=[None])

    assert ("限阅依据不再成立", "the restricted basis no longer holds", None) in said(ways)
    assert not [way for way in ways if "限阅情况" in way.words.zh or "detox" in way.words.in_("en")]


def test_what_is_masked_is_no_day(street):
    """A reader who does not see the date of birth learns the age and not the day; of a period, that it may end."""
    child = {key: value for key, value in CHILD.items() if key != "birth_date"}
    known = {Evidence(kind="disability_card", id="x"): {"minor": "c", "type": "1"}}

    ways = ways_out(RULES["disability_card"], child, known, kinds=street.kinds, codes=CODES, day=TODAY)

    assert {("年满 18 周岁", None), ("残疾人证（视力残疾）填写“有效期至”后的第二天", None)} == {
        (way.words.zh, way.day) for way in ways
    }


# --- against the rules themselves ---


def evidence_of(street, rule, world, child):
    """The records that a rule's finding rests on, joined hop by hop as a store does."""
    found = {}
    for source in sources(rule.where, street.kinds):
        minor = world.records["minor"][child]
        if not holds(source.also, street.kinds["minor"], minor, world, TODAY):
            continue
        places = [minor]
        for hop in source.hops:
            near, far = ("id", hop.via) if hop.via else (hop.on, hop.on)
            kind = street.kinds[hop.kind]
            places = [
                one
                for place in places
                for one in world.records[hop.kind].values()
                if place.get(near) is not None
                and place[near] == one.get(far)
                and holds(hop.where, kind, one, world, TODAY)
            ]
        found |= {(source.kind, one["id"]): one for one in places}
    return found


@settings(max_examples=400)
@given(data=st.data())
def test_the_days_are_those_on_which_the_rule_stops(street, data):
    """By what a tag rests on, its rule holds until the first day named, and not on any day named."""
    raw = {name: {} for name in street.kinds}
    for record in data.draw(streets()):
        kind = type(record).__kind__
        raw[kind.name][record.id] = kind.values(record)
    world, minor = street.world_of(raw), street.kinds["minor"]
    hits = [
        (rule, child)
        for rule in RULES.values()
        for child, values in raw["minor"].items()
        if holds(rule.where, minor, values, world, TODAY)
    ]
    assume(hits)
    rule, child = data.draw(st.sampled_from(hits))
    known = evidence_of(street, rule, world, child)
    kept = {"minor": {child: raw["minor"][child]}, "household": raw["household"]}
    for (kind, id_), values in known.items():
        kept.setdefault(kind, {})[id_] = values
    alone = World(kinds=street.kinds, records=kept, terms=lambda _: ())

    def stands(day):
        return holds(rule.where, minor, kept["minor"][child], alone, day)

    ways = ways_out(
        rule,
        kept["minor"][child],
        {Evidence(kind=kind, id=id_): values for (kind, id_), values in known.items()},
        kinds=street.kinds,
        codes=CODES,
        day=TODAY,
    )
    days = [way.day for way in ways if way.day is not None]

    assert days, "age ends every tag"
    assert days == sorted(days)
    assert all(day > TODAY for day in days)
    assert not [day for day in days if stands(day)]
    assert all(stands(TODAY + (days[0] - DAY - TODAY) * n // 7) for n in range(8))


# --- at a desk ---


def test_at_a_desk_each_sees_their_own(registry):
    """The supervisor learns when detox ends, the liaison that a restricted basis may end; a foreign tag is not there."""
    supervisor, liaison = desk_as(registry, "supervisor"), desk_as(registry, "liaison_one")
    (tag,) = supervisor.find(RiskTag, (F.risk == "left_behind") & (F.minor == "child-03")).rows
    kept = supervisor.get("restricted_circumstance", "kept-1")
    supervisor.change("restricted_circumstance", "kept-1", base=kept.version, ended=date(2026, 12, 31))

    whole = what_ends(supervisor, tag.id)

    assert date(2026, 11, 25) == whole[0].day  # sixteen, the day after the birthday
    assert "母亲的限阅情况（强制隔离戒毒）的“结束日期”（2026-12-31）已过" in [way.words.zh for way in whole]
    (plain,) = supervisor.find(RiskTag, (F.risk == "left_behind") & (F.minor == "child-01")).rows
    assert not [way for way in what_ends(liaison, plain.id) if "限阅" in way.words.zh]


def test_a_tag_of_a_persons_own_ends_by_age(registry):
    """No rule found it, so no rule ends it: a birthday does, and a person may."""
    desk = desk_as(registry, "supervisor")
    tag = RiskTag(minor=Id("child-01"), risk="disability", found=date(2026, 11, 1))
    desk.save(tag)

    assert [("年满 18 周岁（2033-03-05）", date(2033, 3, 5))] == [
        (way.words.zh, way.day) for way in what_ends(desk, tag.id)
    ]


def test_the_day_named_is_the_day_it_ends(registry):
    """A night before the day named the suggestion stands, the night after it is withdrawn."""
    desk = desk_as(registry, "supervisor")
    card = desk.get(DisabilityCard, "card-1")
    desk.change(DisabilityCard, "card-1", base=card.version, valid_until=date(2026, 12, 24))
    (tag,) = desk.find(RiskTag, F.risk == "disability").rows
    (day, *_) = [way.day for way in what_ends(desk, tag.id)]

    for when, status in ((day - DAY, "suggested"), (day, "withdrawn")):
        registry.clock.on(when)
        later = desk_as(registry, "supervisor")
        later.screen()
        assert (when, status) == (when, later.get(RiskTag, tag.id).values["status"])


def test_kinds_named_here_are_there():
    """The words above are those of declarations."""
    assert ("成员情况", "不在校情况") == (Circumstance.__kind__.label.zh, SchoolingGap.__kind__.label.zh)
