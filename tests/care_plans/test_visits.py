"""Visits: what is asked, what follows in the same batch, and that nobody is lost sight of."""

from datetime import date, timedelta

import pytest

from minorcare.desk import Restore, Save, Transition
from minorcare.errors import Conflict, Invalid, NotFound
from minorcare.kinds import Minor, Task, Visit
from minorcare.kinds.codelists import load_codes
from minorcare.kinds.visits import AREA_STATES, CARE_AREAS, VisitProblem
from minorcare.query import F
from minorcare.rules.office import OfficeSettings
from minorcare.surfaces.converters import from_json, to_json
from minorcare.testing import desk_as, with_settings
from minorcare.work import visits
from minorcare.work.cadence import VisitSettings
from minorcare.work.reports import report
from minorcare.work.urgent import WORDS, advice
from minorcare.work.visit_changes import Change, changes, changes_since

TODAY = date(2026, 11, 24)
CODES = {codes.name: [item.value for item in codes.items] for codes in load_codes()}


def due(desk, id_):
    return [(row.values["day"], row.values["who"]) for row in desk.find("due", F.record == id_).rows]


def open_visits(desk, minor):
    return desk.find(Visit, (F.minor == minor) & F.status.is_in(("planned", "missed"))).rows


def test_three_answers_are_all_that_is_asked(liaison, made):
    """Seen, who cares now and the overall state; the day is today unless another is given. Everything else may stay empty."""
    liaison.save(made.planned(TODAY))
    with pytest.raises(Invalid) as told:
        liaison.transition(Visit, "visit-1", "done", base=1)
    assert [(name, "required") for name in ("cares_now", "seen", "state")] == made.problems(told)

    answered = {"seen": True, "cares_now": "mother", "state": "fine"}
    liaison.transition(Visit, "visit-1", "done", base=1, **answered, no_next="no_pace")

    values = liaison.get(Visit, "visit-1").values
    assert (TODAY, "liaison_two") == (values["happened"], values["officer"])
    assert {None} == {values[area] for area in CARE_AREAS}


def test_a_planned_visit_stands_on_the_work_list_until_it_is_done(liaison, made):
    """With its day and whose it is; gone when done."""
    liaison.save(made.planned(date(2026, 12, 1)))
    assert [(date(2026, 12, 1), "liaison_two")] == due(liaison, "visit-1")

    visits.done(liaison, "visit-1", base=1, **made.done())

    assert [] == due(liaison, "visit-1")


def test_a_missed_visit_stays_on_the_list_for_the_day_of_the_next_try(liaison, made):
    """With a reason and a later day; without either it is refused; it may be missed again, and done in the end."""
    liaison.save(made.planned(date(2026, 11, 23)))
    for values, told in (
        ({}, [("not_met", "required"), ("planned", "required")]),
        ({"not_met": "nobody_home"}, [("planned", "required")]),
        ({"not_met": "nobody_home", "planned": TODAY}, [("planned", "required")]),
        ({"planned": date(2026, 11, 26)}, [("not_met", "required")]),
    ):
        with pytest.raises(Invalid) as caught:
            liaison.transition(Visit, "visit-1", "missed", base=1, **values)
        assert told == made.problems(caught)

    visits.missed(liaison, "visit-1", base=1, not_met="nobody_home", retry=date(2026, 11, 25))
    assert [(date(2026, 11, 25), "liaison_two")] == due(liaison, "visit-1")
    visits.missed(liaison, "visit-1", base=2, not_met="refused", retry=date(2026, 11, 27), note="门口答话")
    values = liaison.get(Visit, "visit-1").values
    assert (2, TODAY, "refused", date(2026, 11, 27)) == tuple(
        values[name] for name in ("tries", "missed_on", "not_met", "planned")
    )
    visits.done(liaison, "visit-1", base=3, **made.done())
    assert "done" == liaison.get(Visit, "visit-1").values["status"]


def test_a_visit_is_cancelled_with_a_reason(liaison, made):
    """A visit that is no longer needed says why."""
    liaison.save(made.planned(TODAY))
    with pytest.raises(Invalid):
        liaison.transition(Visit, "visit-1", "cancelled", base=1)
    liaison.transition(Visit, "visit-1", "cancelled", base=1, not_met="moved")

    assert [] == due(liaison, "visit-1")


def test_what_contradicts_itself_is_refused(liaison, made):
    """Nobody was spoken to alone who was not seen; the next visit comes after this one; no visit is done tomorrow."""
    liaison.save(made.planned(TODAY))
    for values, told in (
        ({"seen": False, "alone": True}, [("alone", "invalid")]),
        ({"next": TODAY}, [("next", "invalid")]),
        ({"happened": TODAY + timedelta(1)}, [("happened", "range")]),
        ({"urgent": ("none",)}, [("urgent[0]", "code")]),
        ({"problems": (VisitProblem(area="money", said="x"),)}, [("problems[0].area", "code")]),
    ):
        with pytest.raises(Invalid) as caught:
            liaison.transition(Visit, "visit-1", "done", base=1, **{**made.done(), **values})
        assert told == made.problems(caught)
    spoken = made.done(alone=True, next=TODAY + timedelta(1), no_next="other")
    liaison.transition(Visit, "visit-1", "done", base=1, **spoken)


def test_after_a_visit_comes_another(liaison, made):
    """A visit is done when the next one is planned, in whatever order, or when somebody says why there is none."""
    liaison.apply(Save(made.planned(TODAY)), Save(made.planned(TODAY, "visit-2")))
    act = Transition(Visit, "visit-1", "done", 1, made.done())
    liaison.transition(Visit, "visit-2", "cancelled", base=1, not_met="not_needed")
    with pytest.raises(Invalid) as told:
        liaison.apply(act)
    assert [("no_next", "required")] == made.problems(told)

    liaison.apply(act, Save(made.planned(TODAY + timedelta(9), "visit-3")))
    liaison.transition(Visit, "visit-3", "cancelled", base=1, not_met="not_needed")
    liaison.change(Visit, "visit-1", base=2, note="补记")  # what is done stays done

    liaison.save(made.planned(TODAY, "visit-4"))
    with pytest.raises(Invalid):
        liaison.transition(Visit, "visit-4", "done", base=1, **made.done(no_next="nobody"))
    liaison.transition(Visit, "visit-4", "done", base=1, **made.done(no_next="moved"))


def test_where_nothing_asks_for_visits_the_visit_says_so(liaison, made):
    """The function that plans the next one leaves no gap: it gives the reason, and keeps the one that a person gave."""
    liaison.save(made.planned(TODAY))
    visits.done(liaison, "visit-1", base=1, **made.done())
    visits.met(liaison, made.CHILD, **made.done(no_next="moved"))

    assert ["moved", "no_pace"] == sorted(row.values["no_next"] for row in liaison.find(Visit).rows)


def test_the_next_visit_is_planned_in_the_same_batch(liaison, made):
    """By the pace of the child, for the same officer; undone together with the visit."""
    made.level_set(liaison, "focus")
    liaison.save(made.planned(TODAY))

    receipt = visits.done(liaison, "visit-1", base=1, key="done-1", **made.done())

    assert ["visit", "visit"] == [kind for kind, _, _ in receipt.value]
    (row,) = open_visits(liaison, made.CHILD)
    assert (date(2026, 12, 8), "liaison_two", "home") == tuple(row.values[n] for n in ("planned", "officer", "type"))
    liaison.undo("done-1")
    assert [("visit-1", "planned")] == [(r.id, r.values["status"]) for r in open_visits(liaison, made.CHILD)]


def test_all_or_nothing(liaison, made):
    """Where the visit is refused, no next one is planned."""
    made.level_set(liaison, "focus")
    liaison.save(made.planned(TODAY))
    with pytest.raises(Invalid):
        visits.done(liaison, "visit-1", base=1, seen=True)
    with pytest.raises(Conflict):
        visits.done(liaison, "visit-1", base=9, **made.done())

    assert ["visit-1"] == [row.id for row in open_visits(liaison, made.CHILD)]


def test_the_same_sent_twice_is_written_once(liaison, made):
    """A phone that got no answer sends again: one visit, one next visit, one task."""
    made.level_set(liaison, "focus")
    liaison.save(made.planned(TODAY))
    found = made.done(problems=(VisitProblem(area="health", said="牙疼"),))

    first = visits.done(liaison, "visit-1", base=1, key="twice", **found)
    again = visits.done(liaison, "visit-1", base=1, key="twice", **found)

    assert first == again
    assert 1 == len(open_visits(liaison, made.CHILD))
    assert 1 == len(liaison.find(Task).rows)


def test_no_second_visit_is_planned(liaison, made):
    """Where one is planned already, none is added."""
    made.level_set(liaison, "focus")
    liaison.apply(*[Save(made.planned(TODAY, id_)) for id_ in ("visit-1", "visit-2")])
    visits.done(liaison, "visit-1", base=1, **made.done())

    assert ["visit-2"] == [row.id for row in open_visits(liaison, made.CHILD)]
    assert visits.plan(liaison, made.CHILD, officer="liaison_two") is None


def test_a_day_agreed_with_the_family_holds_within_the_pace(liaison, made):
    """An earlier day is taken, a Sunday too; one beyond the pace is not."""
    made.level_set(liaison, "focus")
    for id_, agreed, planned in (
        ("visit-1", date(2026, 11, 29), date(2026, 11, 29)),
        ("visit-2", date(2026, 12, 20), date(2026, 12, 8)),
    ):
        liaison.save(made.planned(TODAY, id_))
        visits.done(liaison, id_, base=1, **made.done(next=agreed))
        (row,) = open_visits(liaison, made.CHILD)
        assert planned == row.values["planned"]
        liaison.transition(Visit, row.id, "cancelled", base=1, not_met="not_needed")


def test_where_nothing_asks_only_an_agreed_day_is_planned(liaison, made):
    """A child without level and tag is visited again if somebody agreed on a day, and not else."""
    liaison.apply(*[Save(made.planned(TODAY, id_)) for id_ in ("visit-1",)])
    visits.done(liaison, "visit-1", base=1, **made.done())
    assert () == open_visits(liaison, made.CHILD)
    liaison.save(made.planned(TODAY, "visit-2", type="chance"))
    visits.done(liaison, "visit-2", base=1, **made.done(next=date(2026, 12, 6)))

    assert [date(2026, 12, 6)] == [row.values["planned"] for row in open_visits(liaison, made.CHILD)]


def test_problems_become_neutral_tasks(head, made):
    """One for each who goes on, whatever was found; none for what was settled on the spot. No word of the problem is in a task."""
    head.save(made.planned(TODAY))
    found = (
        VisitProblem(area="safety", said="窗户没有护栏", owner="liaison_two"),
        VisitProblem(area="mind", said="夜里害怕", owner="liaison_two"),
        VisitProblem(area="health", said="缺一针疫苗"),
        VisitProblem(area="living", said="没有棉被", done="当场送到"),
    )
    visits.done(head, "visit-1", base=1, **made.done(problems=found))

    tasks = [row.record() for row in head.find(Task).rows]
    assert {"liaison_two", None} == {task.owner for task in tasks}
    assert 2 == len(tasks)
    assert {("contact_family", TODAY, date(2026, 12, 1))} == {(task.title, task.given, task.due) for task in tasks}


def test_what_the_actor_may_not_know_does_not_set_the_pace(head, liaison, made):
    """A restricted tag asks of a liaison no more than any other tag that may not be named, even if the office set it a short pace."""
    made.tagged(head, "misbehaviour")
    settings = VisitSettings(risks={"misbehaviour": {"days": 10}})

    theirs = visits.due_next(with_settings(liaison, settings), made.CHILD)
    mine = visits.due_next(with_settings(head, settings), made.CHILD)

    assert (None, date(2027, 2, 24)) == (theirs.pace.risk, theirs.day)
    assert ("misbehaviour", date(2026, 12, 4)) == (mine.pace.risk, mine.day)


def test_the_shortest_of_level_and_tags_counts(head, made):
    """Whichever asks for the earlier visit."""
    made.tagged(head, "difficulty")
    assert ("difficulty", date(2027, 2, 24)) == _asked(head, made)
    made.level_set(head, "watch")
    assert ("watch", date(2026, 12, 24)) == _asked(head, made)


def test_a_first_visit_is_planned_from_the_day_the_reason_was_confirmed(head, made):
    """Within the pace from that day; later, on the next working day."""
    made.level_set(head, "urgent")
    visits.plan(head, made.CHILD, officer="liaison_two")

    assert [date(2026, 12, 1)] == [row.values["planned"] for row in open_visits(head, made.CHILD)]


def test_overdue_finds_each_child_once_and_invents_none(registry, head, made):
    """A planned day that has passed, a pace that has run out, both, and neither; the longest overdue first."""
    registry.clock.on(date(2026, 9, 1))
    made.level_set(head, "urgent", minor="child-01", id_="l1")
    made.level_set(head, "general", minor="child-02", id_="l2")
    made.level_set(head, "focus", minor="child-04", id_="l4")
    made.tagged(head, "difficulty", minor="child-05", id_="t5")
    for minor, planned in (("child-04", date(2026, 9, 10)), ("child-06", date(2026, 9, 18))):
        head.save(Visit(id=f"v-{minor}", minor=minor, type="home", planned=planned, officer="supervisor"))

    def found():
        return [(each.minor, each.day, each.visit) for each in visits.overdue(head)]

    assert [] == found()
    registry.clock.on(date(2026, 9, 8))  # the week ends today
    assert [] == found()
    registry.clock.on(date(2026, 9, 9))
    assert [("child-01", date(2026, 9, 8), None)] == found()
    registry.clock.on(date(2026, 9, 19))
    assert [
        ("child-01", date(2026, 9, 8), None),
        ("child-04", date(2026, 9, 10), "v-child-04"),
        ("child-06", date(2026, 9, 18), "v-child-06"),
    ] == found()
    visits.done(head, "v-child-04", base=1, **made.done())
    assert ["child-01", "child-06"] == [each.minor for each in visits.overdue(head)]
    registry.clock.on(date(2026, 12, 2))
    assert {"child-01", "child-02", "child-04", "child-05", "child-06"} == {each.minor for each in visits.overdue(head)}


@pytest.mark.parametrize(
    ("last", "due_", "first_overdue"),
    [
        (date(2026, 9, 23), date(2026, 9, 30), date(2026, 10, 1)),
        (date(2026, 9, 24), date(2026, 10, 8), date(2026, 10, 9)),
        (date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 9)),
        (date(2026, 10, 3), date(2026, 10, 10), date(2026, 10, 11)),
        (date(2026, 10, 4), date(2026, 10, 12), date(2026, 10, 13)),
    ],
)
def test_nobody_is_overdue_for_the_holidays(registry, head, made, last, due_, first_overdue):
    """A week that ends within National Day is over on 8 October; one that ends on the make-up Saturday, on that day."""
    registry.clock.on(last)
    made.level_set(head, "urgent")
    registry.clock.on(due_)
    assert () == visits.overdue(head)

    registry.clock.on(first_overdue)

    assert [due_] == [each.day for each in visits.overdue(head)]


def test_a_visit_long_ago_does_not_make_a_new_reason_overdue(registry, head, made):
    """The pace of a tag begins on the day it is confirmed."""
    registry.clock.on(date(2026, 1, 5))
    head.save(made.planned(date(2026, 1, 5)))
    visits.done(head, "visit-1", base=1, **made.done())
    registry.clock.on(TODAY)
    made.level_set(head, "urgent")

    assert () == visits.overdue(head)
    assert date(2026, 12, 1) == visits.due_next(head, made.CHILD).day


def test_the_lists_of_a_liaison_end_at_the_own_community(registry, head, made):
    """Who is overdue elsewhere is not told."""
    registry.clock.on(date(2026, 9, 1))
    for minor in ("child-01", "child-03"):
        made.level_set(head, "urgent", minor=minor, id_=f"l-{minor}")
    registry.clock.on(TODAY)

    assert ["child-03"] == [each.minor for each in visits.overdue(desk_as(registry, "liaison_two"))]
    with pytest.raises(NotFound):
        desk_as(registry, "liaison_two").get(Minor, "child-01")


def test_urgent_signs_show_whom_to_call_at_once(head):
    """110 first and the duty phone always; a doctor where one is needed; nothing where nothing is urgent."""
    assert set(CODES["urgent_sign"]) == set(WORDS)
    for sign in CODES["urgent_sign"]:
        told = advice((sign,), duty="0871-12345")
        numbers = [call.number for call in told.calls]
        assert ("110", "0871-12345") == (numbers[0], numbers[-1])
        assert "110" in told.text.zh
        assert "0871-12345" in told.text.in_("en")
        assert WORDS[sign].zh in told.text.zh
        assert "第十一条" in told.text.zh
    assert "120" in [call.number for call in advice(("injured",), duty="1").calls]
    assert "120" not in [call.number for call in advice(("missing",), duty="1").calls]
    assert advice((), duty="1") is None
    assert advice((), cares_now="grandparents", duty="1") is None
    assert WORDS["uncared"] in advice((), cares_now="nobody", duty="1").steps
    assert "110" == advice(("a sign of a later list",), duty="1").calls[0].number
    row = {"urgent": ("violence",), "cares_now": "mother"}
    assert "777" in visits.urgent(with_settings(head, OfficeSettings(duty="777")), row).text.zh


def test_each_area_is_held_against_the_last_visit_that_looked_at_it(liaison, made):
    """Better, worse, unchanged or looked at for the first time; what was not looked at is not said to be anything."""
    assert list(AREA_STATES) == CODES["area_state"]
    assert list(CARE_AREAS) == CODES["care_area"]
    for n, (day, found) in enumerate(
        (
            (date(2026, 9, 1), {"health": "good", "mind": "fair"}),
            (date(2026, 10, 12), {"health": "concern", "living": "fair"}),
            (date(2026, 11, 20), {"health": "fair", "mind": "fair", "living": "danger", "online": "good"}),
        )
    ):
        liaison.save(made.planned(day, f"visit-{n}"))
        liaison.transition(Visit, f"visit-{n}", "done", base=1, **made.done(happened=day, no_next="other", **found))

    assert {"health": Change.FIRST, "mind": Change.FIRST} == changes_since(liaison, "visit-0")
    assert {"health": Change.WORSE, "living": Change.FIRST} == changes_since(liaison, "visit-1")
    assert {
        "health": Change.BETTER,
        "mind": Change.SAME,
        "living": Change.WORSE,
        "online": Change.FIRST,
    } == changes_since(liaison, "visit-2")
    liaison.save(made.planned(TODAY, "visit-9"))
    assert {} == changes_since(liaison, "visit-9")
    assert all(each.label.zh and each.label.en for each in Change)
    nothing = dict.fromkeys(CARE_AREAS)
    assert {} == changes(nothing, [nothing])


def test_a_visit_holds_no_picture_place_or_score():
    """No field of a visit is a photo, a position or a number of points."""
    words = {word for field in Visit.__kind__.fields for word in field.name.split("_")}

    assert set() == words & {"photo", "picture", "image", "gps", "lat", "lon", "location", "score", "points"}


def test_an_earlier_version_of_a_visit_comes_back_whole(liaison, made):
    """Undoing a miss brings the planned day back."""
    liaison.save(made.planned(date(2026, 11, 20)))
    visits.missed(liaison, "visit-1", base=1, not_met="away", retry=date(2026, 12, 1))
    liaison.apply(Restore(Visit, "visit-1", 2, 1))

    assert [(date(2026, 11, 20), "liaison_two")] == due(liaison, "visit-1")


def _asked(desk, made):
    found = visits.due_next(desk, made.CHILD)
    return found.pace.level or found.pace.risk, found.day


def test_a_child_met_by_chance_is_a_visit(liaison, made):
    """Done in one batch, with what follows; what was planned stays planned; sent twice it is written once."""
    made.level_set(liaison, "focus")
    liaison.save(made.planned(date(2026, 11, 30)))
    for _ in range(2):
        visits.met(liaison, made.CHILD, key="street", **made.done(state="watch"))

    rows = liaison.find(Visit, F.type == "chance").rows
    assert [("done", TODAY, "liaison_two", "watch")] == [
        tuple(row.values[name] for name in ("status", "happened", "officer", "state")) for row in rows
    ]
    assert ["visit-1"] == [row.id for row in open_visits(liaison, made.CHILD)]
    visits.done(liaison, "visit-1", base=1, **made.done())
    visits.met(liaison, made.CHILD, **made.done())

    assert [date(2026, 12, 8)] == [row.values["planned"] for row in open_visits(liaison, made.CHILD)]


def test_figures_count_visits_by_community(head, made):
    """Planned and done apart."""
    head.save(made.planned(TODAY))
    visits.met(head, made.CHILD, **made.done())
    _, counts = report(head, "visits_by_community")

    assert {("530111004002", "planned"): 1, ("530111004002", "done"): 1} == {each.key: each.records for each in counts}


def test_a_visit_is_read_from_json(liaison):
    """Problems and urgent signs as an API or a form sends them."""
    sent = {
        "minor": "child-03",
        "type": "home",
        "planned": "2026-11-24",
        "problems": [{"area": "safety", "said": "窗户没有护栏", "owner": "liaison_two"}],
        "urgent": ["unsafe_place"],
        "visitors": [{"name": "liaison_two"}, {"name": "王老师", "unit": "测试中学"}],
    }
    record = Visit(**from_json(Visit.__kind__, sent))
    liaison.save(record)

    shown = to_json(Visit.__kind__, liaison.get(Visit, record.id).values, ())
    assert {name: shown[name] for name in sent} == sent


def test_a_visit_entered_late_does_not_turn_the_clock_back(liaison, made):
    """The next visit follows the last one on file, in whichever order they were entered."""
    made.level_set(liaison, "focus")
    liaison.apply(*[Save(made.planned(TODAY, id_)) for id_ in ("visit-1", "visit-2")])
    visits.done(liaison, "visit-1", base=1, **made.done(happened=date(2026, 11, 24)))
    visits.done(liaison, "visit-2", base=1, **made.done(happened=date(2026, 11, 2)))

    assert [date(2026, 12, 8)] == [row.values["planned"] for row in open_visits(liaison, made.CHILD)]
