"""Mandatory reports: one value is enough, red until the police are told, added to and never taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from minorcare import Invalid, NotFound, Refused
from minorcare.declare import Id
from minorcare.desk import Save
from minorcare.kinds import Area, AreaLevel, HarmReport, Household, Officer, Supplement
from minorcare.kinds.harm import SAID
from minorcare.query import F
from minorcare.testing import NOON, OFFICE, desk_as
from minorcare.work import harm, merge, transfer

DAY, NEXT = date(2026, 11, 24), "530111005"
ONE_VALUE = {
    "minor": Id("child-04"),
    "child": "穿红衣的女孩，五六岁",
    "situations": ("R4",),
    "words": "夜里有哭声",
    "found_at": NOON,
    "place": "测试路3号",
    "guardian": "祖母",
    "condition": "手臂有伤",
    "suspect": "不清楚",
    "safe_now": "unknown",
}


def codes(refused):
    """Where and what: of several acts, the value alone."""
    return sorted((problem.at.removeprefix("[0]."), problem.code) for problem in refused.value.problems)


def noted(desk, **more):
    made = HarmReport(**({"words": "夜里有哭声"} | more))
    harm.report(desk, made)
    return made.id


def due(desk, id_):
    return {row.values["which"]: row.values["day"] for row in desk.find("due", F.record == id_).rows}


def test_each_value_that_may_be_said_first_is_tried():
    """The list of values that are enough by themselves is the one that is tested here."""
    assert set(SAID) == set(ONE_VALUE)


@pytest.mark.parametrize("name", ONE_VALUE)
@pytest.mark.parametrize("account", ["liaison_two", "head"])
def test_one_value_is_enough(registry, head, account, name):
    """Whatever is known goes out as it is: nothing else is asked of who sends it, and nothing of who takes it down."""
    made = HarmReport(**{name: ONE_VALUE[name]})

    harm.report(desk_as(registry, account), made)

    kept = head.get(HarmReport, made.id).values
    assert (ONE_VALUE[name], "noted", NOON) == (kept[name], kept["status"], kept["noted_at"])


@pytest.mark.parametrize("name", ONE_VALUE)
def test_the_door_asks_no_more_than_the_work_function(liaison, head, name):
    """The same by a plain save, which is what the API and a form without a work function do."""
    made = HarmReport(**{name: ONE_VALUE[name]})

    liaison.save(made)

    assert ONE_VALUE[name] == head.get(HarmReport, made.id).values[name]


@pytest.mark.parametrize("nothing", [{}, {"protection": "已送医"}])
def test_nothing_at_all_is_no_report(liaison, nothing):
    """Something must be said of the child, the place or what was seen."""
    with pytest.raises(Invalid) as refused:
        harm.report(liaison, HarmReport(**nothing))

    assert [("words", "required")] == codes(refused)


@pytest.mark.parametrize(
    "account", ["grid", "liaison_one", "liaison_two", "liaison_grid", "leader", "volunteer", "supervisor", "head"]
)
def test_whoever_works_here_may_report(registry, head, account):
    """Reporting asks for no right to read, and not for the area where it happened."""
    assert head.get(HarmReport, noted(desk_as(registry, account))).values["words"]


@pytest.mark.parametrize("account", ["liaison_two", "grid", "leader", "auditor", "volunteer", "protection", "superior"])
def test_reports_are_for_two_roles(registry, account):
    """To everybody else there is no such record, nor a line on the work list; not to who sent it either."""
    desk = desk_as(registry, account)
    before = [row.values for row in desk.find("due").rows] if desk.may_read("due") else []
    id_ = noted(desk_as(registry, "liaison_two"), minor=Id("child-04"))

    for ask in (
        lambda: desk.get(HarmReport, id_),
        lambda: desk.find(HarmReport),
        lambda: desk.history(HarmReport, id_),
    ):
        with pytest.raises((Refused, NotFound)):
            ask()
    assert before == ([row.values for row in desk.find("due").rows] if desk.may_read("due") else [])


def test_saving_is_not_telling(registry, head, supervisor, liaison):
    """It is due on the day it is noted, stays so whatever is saved, and ends with the police being told; the minutes run till then."""
    id_ = noted(liaison)
    assert {"tell_by": DAY} == due(head, id_) == due(supervisor, id_)

    registry.clock.forward(timedelta(minutes=59, seconds=59))
    assert [59] == [each.minutes for each in harm.untold(head)]
    harm.supplement(supervisor, id_, "又听到一次", base=1)
    registry.clock.forward(timedelta(seconds=1))
    assert [(id_, 60)] == [(each.id, each.minutes) for each in harm.untold(head)]
    registry.clock.forward(timedelta(days=1))
    assert {"tell_by": DAY} == due(head, id_)
    assert harm.urgent(head, head.get(HarmReport, id_).values)

    harm.tell(head, id_, base=2)

    assert () == harm.untold(head)
    assert {"answer_by": date(2026, 11, 28)} == due(head, id_)
    kept = head.get(HarmReport, id_).values
    assert harm.urgent(head, kept) is None
    assert ("police_110", "call_110", "head", 1500) == tuple(
        kept[name] for name in ("authority", "channel", "told_by", "tell_minutes")
    )


def test_the_longest_waiting_stands_first(registry, head, liaison):
    """Found an hour before it was noted counts from when it was found."""
    first = noted(liaison)
    early = noted(liaison, found_at=NOON - timedelta(minutes=61))
    registry.clock.forward(timedelta(minutes=2))
    last = noted(head)

    assert [(early, 63), (first, 2), (last, 0)] == [(each.id, each.minutes) for each in harm.untold(head)]


@pytest.mark.parametrize("missing", ["authority", "channel", "told_at"])
def test_told_says_whom_how_and_when(head, missing):
    """Which police, how and at which minute; who took the call may be unknown."""
    id_ = noted(head)
    values = {"authority": "police_station", "channel": "phone", "told_at": NOON}

    with pytest.raises(Invalid) as refused:
        head.transition(HarmReport, id_, "told", base=1, **(values | {missing: None}))
    head.transition(HarmReport, id_, "told", base=1, **values)

    assert [(missing, "required")] == codes(refused)
    assert "told" == head.get(HarmReport, id_).values["status"]


@pytest.mark.parametrize(("minutes", "sound"), [(-1, False), (0, True), (1, True)])
def test_nobody_is_told_before_it_was_found(head, minutes, sound):
    """A time before the finding is a mistake; the very minute is not."""
    id_ = noted(head, found_at=NOON - timedelta(hours=1))
    told = NOON - timedelta(hours=1) + timedelta(minutes=minutes)

    if sound:
        harm.tell(head, id_, base=1, told_at=told)
        assert minutes == head.get(HarmReport, id_).values["tell_minutes"]
    else:
        with pytest.raises(Invalid) as refused:
            harm.tell(head, id_, base=1, told_at=told)
        assert [("told_at", "invalid")] == codes(refused)


def test_called_first_and_written_down_afterwards(head, liaison):
    """A receiver's report that says whom they called is told as it is noted; a reporter's word is written down, and stays red."""
    called = {"authority": "police_110", "channel": "call_110", "told_at": NOON - timedelta(minutes=5)}

    own, sent = noted(head, **called), noted(liaison, **called)

    assert ["told", "noted"] == [head.get(HarmReport, each).values["status"] for each in (own, sent)]
    assert [sent] == [each.id for each in harm.untold(head)]


def test_its_whole_course(registry, head, liaison):
    """Receipt, result, and the reporter told: each with the day by which the next is due, and at the end nothing is."""
    id_ = noted(liaison)
    harm.tell(head, id_, base=1)

    harm.receive(head, id_, receipt="盘公受字〔2026〕1号", base=2)
    assert {"answer_by": date(2026, 11, 27)} == due(head, id_)
    registry.clock.forward(timedelta(days=2))
    harm.conclude(head, id_, result="已立案", base=3)
    assert {"tell_back_by": date(2026, 11, 29)} == due(head, id_)
    harm.tell_back(head, id_, how="phone", base=4)

    kept = head.get(HarmReport, id_).values
    assert ("answered", DAY, date(2026, 11, 26), date(2026, 11, 26)) == tuple(
        kept[name] for name in ("status", "received_on", "concluded_on", "told_back_on")
    )
    assert {} == due(head, id_)
    assert ("phone", date(2026, 11, 26)) == tuple(
        harm.reporter_row(head, id_).values[name] for name in ("result_told_how", "result_told")
    )


@pytest.mark.parametrize(
    ("to", "at"), [("received", "status"), ("concluded", "status"), ("answered", "status"), ("told", "authority")]
)
def test_no_step_is_passed_over(head, to, at):
    """From a report of which nobody was told, no way leads to its result."""
    id_ = noted(head)

    with pytest.raises(Invalid) as refused:
        head.transition(HarmReport, id_, to, base=1, receipt="1", result="已处理")

    assert at in [name for name, _ in codes(refused)]


@pytest.mark.parametrize("step", ["receive", "conclude"])
def test_a_step_says_what_it_is_about(head, step):
    """No receipt without its number, and no result without words."""
    id_ = noted(head)
    harm.tell(head, id_, base=1)
    name = {"receive": "receipt", "conclude": "result"}[step]

    with pytest.raises(Invalid) as refused:
        getattr(harm, step)(head, id_, base=2, **{name: " "})

    assert name in [at for at, _ in codes(refused)]


# --- never taken back ---


def test_a_report_is_never_taken_out_of_force(registry, head, liaison):
    """Its receiver does not take a report back; undoing what made it, or a supplement, leaves it as it is and undoes the rest."""
    id_, key = noted(liaison, minor=Id("child-04")), "0d5d7a32-3d0c-4d0e-9c8f-0d8d5ac1c0de"
    other = HarmReport(words="又一次")
    head.apply(Save(other), Save(Household(id=Id("home-99"), code="H99", area=f"{OFFICE}001")), key=key)

    with pytest.raises(Invalid) as voided:
        head.void(HarmReport, id_, base=1, reason="误报")
    harm.supplement(head, other.id, "补充", base=1, key="2f0f0a52-0b52-4f4e-8f6b-4a1d5a5f9f10")

    undone = head.undo(key)
    added = head.undo("2f0f0a52-0b52-4f4e-8f6b-4a1d5a5f9f10")

    assert [("", "kept")] == codes(voided)
    assert ((("harm_report", other.id),), 1) == (undone.kept, undone.voided)
    assert ((("harm_report", other.id),), 0) == (added.kept, added.restored)
    assert [1, 2] == [head.get(HarmReport, each).version for each in (id_, other.id)]
    with pytest.raises(NotFound):
        head.get(Household, "home-99")
    assert [] == list(registry.store.verify())


@pytest.mark.parametrize("name", [name for name in ONE_VALUE if name != "minor"])
def test_what_was_said_is_not_unsaid(head, liaison, name):
    """A value once given is not emptied, by a change or in a whole record; the record beside it is as it was."""
    made = HarmReport(**ONE_VALUE)
    harm.report(liaison, made)
    empty = () if name == "situations" else None

    with pytest.raises(Invalid) as changed:
        head.change(HarmReport, made.id, base=1, **{name: empty})
    with pytest.raises(Invalid) as saved:
        head.save(made.but(**{name: empty}), base=1)

    assert [(name, "kept")] == codes(changed) == codes(saved)


def test_the_first_words_stay_as_they_were_said(head, liaison):
    """They are not put differently afterwards: what is new is added, with its minute, and additions stay too."""
    id_ = noted(liaison)
    with pytest.raises(Invalid) as refused:
        head.change(HarmReport, id_, base=1, words="夜里没有哭声")
    assert [("words", "kept")] == codes(refused)

    harm.supplement(head, id_, "邻居又说看到伤", base=1, condition="手臂有伤")
    harm.supplement(head, id_, "已送医", base=2, condition="手臂骨折")

    kept = head.get(HarmReport, id_).values
    assert ["邻居又说看到伤", "已送医"] == [each.words for each in kept["supplements"]]
    assert ("夜里有哭声", "手臂骨折") == (kept["words"], kept["condition"])
    for fewer in ((), kept["supplements"][1:], (Supplement(at=NOON, words="别的"), kept["supplements"][1])):
        with pytest.raises(Invalid) as refused:
            head.change(HarmReport, id_, base=3, supplements=fewer)
        assert [("supplements", "kept")] == codes(refused)


def test_situations_are_added_and_none_is_dropped(head, liaison):
    """Another situation may join; one that was reported stays, in whatever order."""
    id_ = noted(liaison, situations=("R4", "R6"))

    with pytest.raises(Invalid) as refused:
        head.change(HarmReport, id_, base=1, situations=("R4", "R9"))
    head.change(HarmReport, id_, base=1, situations=("R9", "R6", "R4"))

    assert [("situations", "kept")] == codes(refused)
    assert {"R4", "R6", "R9"} == set(head.get(HarmReport, id_).values["situations"])


def test_it_is_added_to_after_its_end(head, liaison):
    """What comes to light later belongs to the report, also once the reporter has been told."""
    id_ = noted(liaison)
    harm.tell(head, id_, base=1)
    harm.conclude(head, id_, result="未发现侵害", base=2)
    harm.tell_back(head, id_, how="not_reachable", base=3)

    harm.supplement(head, id_, "孩子另行说明", base=4)

    assert {} == due(head, id_)
    assert ["孩子另行说明"] == [each.words for each in head.get(HarmReport, id_).values["supplements"]]


def test_another_child_may_be_named(head, liaison):
    """A report of a child nobody knew is linked, and linked anew if it was another; who looks at it looked at that child."""
    id_ = noted(liaison)
    harm.relink(head, id_, minor="child-04", base=1)
    harm.relink(head, id_, minor="child-05", base=2)

    assert "child-05" == head.get(HarmReport, id_).values["minor"]
    assert [id_] == [row.id for row in head.find(HarmReport, F.minor == "child-05").rows]
    assert "head" in [row.values["actor"] for row in head.who_looked("child-05").rows]
    with pytest.raises(Invalid) as refused:
        harm.relink(head, id_, minor="nobody", base=3)
    assert [("minor", "reference")] == codes(refused)


@pytest.mark.parametrize("more", [{}, {"words": "夜里有哭声"}])
def test_a_child_moves_away_and_its_report_stays(registry, head, more):
    """What was reported here stays on file here, whatever it said beside the child; it does not travel, and holds up no move."""
    registry.open_office(NEXT)
    registry.found(
        NEXT,
        Area(code=f"{NEXT}001", name="测试邻社区", level=AreaLevel.COMMUNITY),
        Officer(account="neighbour", name="测试邻站长", role="station_head", posted_to=NEXT),
    )
    there, system = desk_as(registry, "neighbour", office=NEXT), registry.system_desk(NEXT)
    made = HarmReport(minor=Id("child-03"), **more)
    harm.report(head, made)

    moving = transfer.send(head, "child-03", to=NEXT, reason="moved_home", moved_on=DAY)
    transfer.deliver(system)
    transfer.accept(there, moving, area=f"{NEXT}001")
    transfer.finish(registry.system_desk(OFFICE), moving, receiver=system)

    kept = head.get(HarmReport, made.id)
    assert (None, "noted", more.get("words")) == tuple(kept.values[name] for name in ("minor", "status", "words"))
    assert {"tell_by": DAY} == due(head, made.id)
    assert () == there.find(HarmReport).rows
    assert "child-03" in [version.values["minor"] for version in head.history(HarmReport, made.id)]


def test_of_a_child_found_twice_the_report_goes_on(head):
    """Merged, its reports are those of the child that stays; with the merge undone, they are again those of the other."""
    made, key = HarmReport(minor=Id("child-10"), words="x"), "1f0f0a52-0b52-4f4e-8f6b-4a1d5a5f9f11"
    harm.report(head, made)

    merge.merge(head, "child-11", "child-10", reason="同一人", key=key)
    merged = head.get(HarmReport, made.id).values["minor"]
    head.undo(key)

    assert ("child-11", "child-10") == (merged, head.get(HarmReport, made.id).values["minor"])


def test_undoing_takes_no_step_back(head, liaison):
    """That the police were told, and what came of it, is not undone like a slip of the pen."""
    id_ = noted(liaison)
    harm.tell(head, id_, base=1, key="3f0f0a52-0b52-4f4e-8f6b-4a1d5a5f9f12")

    undone = head.undo("3f0f0a52-0b52-4f4e-8f6b-4a1d5a5f9f12")

    assert (("harm_report", id_),) == undone.kept
    assert "told" == head.get(HarmReport, id_).values["status"]


def test_who_may_not_see_a_child_names_none(registry, head):
    """A child of another community and one who does not exist get one answer; described in words, the report goes out."""
    grid = desk_as(registry, "grid")
    answers = []
    for child in ("child-01", "nobody"):
        with pytest.raises(Invalid) as refused:
            noted(grid, minor=Id(child))
        answers.append(codes(refused))

    assert [("minor", "reference")] == answers[0] == answers[1]
    assert head.get(HarmReport, noted(grid, child="二楼的男孩")).values["child"]


def test_it_lies_where_the_child_does(head, liaison):
    """With a child on file the area is the child's; without one it is nowhere, and the station sees it all the same."""
    linked, unknown = noted(liaison, minor=Id("child-04")), noted(liaison)

    rows = {row.id: row.area for row in head.find(HarmReport).rows}

    assert f"{OFFICE}002/07/3/" == rows[linked] or rows[linked].startswith(f"{OFFICE}002")
    assert rows[unknown] is None


def test_what_comes_later_is_not_the_senders_to_send(liaison, head):
    """A receipt, a result or a day of telling that comes along with a new report is not kept."""
    made = HarmReport(words="x", receipt="1", result="已处理", told_back_on=DAY, told_by="head", concluded_on=DAY)

    liaison.save(made)

    kept = head.get(HarmReport, made.id).values
    assert [None] * 5 == [kept[n] for n in ("receipt", "result", "told_back_on", "told_by", "concluded_on")]


def test_a_time_ahead_is_no_time(liaison):
    """What was found tomorrow was not found."""
    with pytest.raises(Invalid) as refused:
        noted(liaison, found_at=datetime(2026, 11, 26, tzinfo=UTC))

    assert [("found_at", "range")] == codes(refused)
