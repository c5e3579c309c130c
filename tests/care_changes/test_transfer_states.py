"""What has a state arrives in it, and what people decide arrives undecided."""

from datetime import UTC, date, datetime

import pytest

from minorcare import Id, Label, Lifecycle, Minor, Record, field, kind, ref, state
from minorcare.desk import Save, Transition
from minorcare.errors import Problem
from minorcare.kinds import Attention, Intervention, LifeEvent, Plan, PlanMeasure, PlanReview, Visit
from minorcare.kinds.plans import PlanGoal, PlanProblem
from minorcare.query import F
from minorcare.testing import desk_as
from minorcare.work.arriving import path, way
from minorcare.work.transfer import accept, deliver, finish, send

TODAY, CHILD = date(2026, 11, 24), Id("child-03")
ROUND = Lifecycle(draft="open dropped", open="closed draft", closed="open")


@kind("round", label=Label("轮次", en="Round"))
class Round(Record):
    """Something that is opened by somebody, and may have a result only once it is closed."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    by: str | None = field(default=None, label=Label("经办", en="By"), max_length=40, sensitivity="open")
    result: str | None = field(default=None, label=Label("结果", en="Result"), max_length=40, sensitivity="open")
    status: str = state(ROUND, label=Label("状态", en="Status"))

    def entering(self, state: str, *, day: date, actor: str) -> Record:  # noqa: ARG002
        return self.but(by=actor) if state == "open" else self

    def check(self) -> tuple[Problem, ...]:
        wrong = (self.status == "closed") != (self.result is not None)
        said = Label("不符", en="does not fit")
        return (Problem(at="result", said=said, remedy=said),) if wrong else ()


ROUND_KIND = Round.__kind__


def round_in(status, **values):
    return {"id": Id("r"), "office": "", "minor": CHILD, "by": "li", "result": None, **values, "status": status}


@pytest.mark.parametrize(
    ("start", "end", "moves"),
    [
        ("draft", "draft", ()),
        ("draft", "closed", ("open", "closed")),
        ("draft", "dropped", ("dropped",)),
        ("closed", "dropped", ("open", "draft", "dropped")),
        ("dropped", "open", None),
    ],
)
def test_the_shortest_way_between_two_states(start, end, moves):
    """As few moves as there can be; none where none lead there."""
    assert moves == path(ROUND, start, end)


def test_a_record_comes_to_be_by_its_moves():
    """Saved in its first state without what belongs to its last, moved on, and given back what the moves filled in."""
    found = way(ROUND_KIND, round_in("closed", result="好"), day=TODAY, actor="wang")

    assert ("draft", None) == (found.first.status, found.first.result)
    assert [("open", {}), ("closed", {"result": "好"})] == [(to, dict(values)) for to, values in found.moves]
    assert {"by": "li"} == found.after


@pytest.mark.parametrize("values", [round_in("open", result="好"), round_in("closed"), round_in("draft", result="好")])
def test_what_is_not_sound_does_not_come_to_be(values):
    """A record that its own kind refuses travels nowhere."""
    assert None is way(ROUND_KIND, values)


def states(desk, cls):
    return sorted(row.values["status"] for row in desk.find(cls).rows)


def moved(registry, head, neighbours):
    made = send(head, CHILD, to=neighbours.office, reason="moved_home", moved_on=TODAY)
    deliver(neighbours.system)
    new = accept(neighbours.head, made, area=neighbours.area)
    assert "completed" == finish(head, made, receiver=neighbours.system)
    assert [] == list(registry.store.verify())
    return new


def plan(**more):
    problem = PlanProblem(area="schooling", said="常缺课")
    goal = PlanGoal(said="按时到校", measure="月缺课不超过两天", day=date(2027, 1, 31))
    return Plan(minor=CHILD, problems=(problem,), goals=(goal,), child_view="想踢球", officer="supervisor", **more)


def test_visits_and_events_arrive_as_they_were(registry, head, neighbours):
    """Done, missed and planned; verified and told: with their days and whoever did it."""
    asked = {"seen": True, "cares_now": _first(registry, "cares_now"), "state": _first(registry, "visit_state")}
    type_ = _first(registry, "visit_type")
    visits = [Visit(minor=CHILD, type=type_, planned=TODAY, officer="supervisor") for _ in range(3)]
    event = LifeEvent(
        minor=CHILD,
        type=_first(registry, "life_event_type"),
        source="community",
        found=datetime(2026, 11, 1, tzinfo=UTC),
    )
    head.apply(*map(Save, (*visits, event)))
    head.apply(
        Transition(Visit, visits[0].id, "done", 1, {"happened": date(2026, 11, 3), **asked}),
        Transition(
            Visit, visits[1].id, "missed", 1, {"not_met": _first(registry, "not_met"), "planned": date(2026, 12, 1)}
        ),
        Transition(LifeEvent, event.id, "verified", 1, {"verified": datetime(2026, 11, 2, tzinfo=UTC)}),
    )
    moved(registry, head, neighbours)

    assert ["done", "missed", "planned"] == states(neighbours.head, Visit)
    (done,) = neighbours.head.find(Visit, F.status == "done").rows
    (missed,) = neighbours.head.find(Visit, F.status == "missed").rows
    assert (date(2026, 11, 3), "supervisor") == (done.values["happened"], done.values["officer"])
    assert (date(2026, 12, 1), 1, None) == tuple(missed.values[n] for n in ("planned", "tries", "officer"))
    (arrived,) = neighbours.head.find(LifeEvent).rows
    assert ("verified", "head", 1440) == tuple(arrived.values[n] for n in ("status", "verified_by", "verify_minutes"))
    assert () == head.find(Visit, F.minor == CHILD).rows


def test_a_plan_in_force_is_approved_anew(registry, head, neighbours):
    """It arrives as a draft with problems, goals and views; its measures and reviews with it; a closed one as closed."""
    supervisor, one, old = desk_as(registry, "supervisor"), plan(), plan()
    head.apply(Save(one), Save(old))
    head.apply(Transition(Plan, one.id, "submitted", 1))
    supervisor.apply(Transition(Plan, one.id, "active", 2, {"review": date(2027, 2, 1)}))
    closing = next(
        i.value for i in registry.catalog.codes["plan_closing"].items if i.value not in ("goals_met", "referred")
    )
    head.apply(Transition(Plan, old.id, "closed", 1, {"closing": closing, "closed": date(2026, 10, 1)}))
    measure = PlanMeasure(
        minor=CHILD,
        plan=one.id,
        said="每周辅导",
        provider="学校",
        began=TODAY,
        legal_basis="《未成年人保护法》第九十九条",
    )
    head.apply(Save(measure), Save(PlanReview(minor=CHILD, plan=one.id, day=date(2027, 2, 1), officer="supervisor")))
    moved(registry, head, neighbours)

    assert ["closed", "draft"] == states(neighbours.head, Plan)
    (draft,) = neighbours.head.find(Plan, F.status == "draft").rows
    assert ("想踢球", None, None) == tuple(draft.values[n] for n in ("child_view", "approver", "officer"))
    (closed,) = neighbours.head.find(Plan, F.status == "closed").rows
    assert date(2026, 10, 1) == closed.values["closed"]
    assert [draft.id] == [row.values["plan"] for row in neighbours.head.find(PlanMeasure).rows]
    assert [draft.id] == [row.values["plan"] for row in neighbours.head.find(PlanReview).rows]


def test_a_plan_revised_meanwhile_is_revised_there(head, neighbours):
    """What the sender adds to a plan after the child was taken in goes along; a state this office gave it itself stands."""
    one = plan()
    head.save(one)
    made = send(head, CHILD, to=neighbours.office, reason="moved_home", moved_on=TODAY)
    deliver(neighbours.system)
    accept(neighbours.head, made, area=neighbours.area)
    (arrived,) = neighbours.head.find(Plan).rows
    head.change(Plan, one.id, base=1, partners="学校")
    finish(head, made, receiver=neighbours.system)
    accept(neighbours.head, made, area=neighbours.area)

    assert ("学校", "draft") == tuple(neighbours.head.get(Plan, arrived.id).values[n] for n in ("partners", "status"))
    assert "completed" == finish(head, made, receiver=neighbours.system)


def test_grades_and_levels_are_for_the_new_office(registry, head, neighbours):
    """A grade in force arrives to be checked against its document, a level that was set as a proposal."""
    grade = Intervention(
        minor=CHILD,
        grade="1",
        deciding_body="community",
        basis="《预防未成年人犯罪法》第三十条",
        began=date(2026, 10, 2),
        review=date(2027, 1, 1),
    )
    body = next(each.value for each in registry.catalog.codes["deciding_body"].items)
    level = Attention(minor=CHILD, level="focus", reasons=(_first(registry, "attention_reason"),), proposed=TODAY)
    head.apply(Save(grade.but(deciding_body=_body(registry) or body)), Save(level))
    head.apply(
        Transition(Intervention, grade.id, "active", 1),
        Transition(Attention, level.id, "set", 1, {"expires": date(2027, 2, 1)}),
    )
    moved(registry, head, neighbours)

    (arrived,) = neighbours.head.find(Intervention).rows
    assert ("noted", None, date(2026, 10, 2)) == tuple(arrived.values[n] for n in ("status", "checked_by", "began"))
    (arrived,) = neighbours.head.find(Attention).rows
    assert ("proposed", "focus", None) == tuple(arrived.values[n] for n in ("status", "level", "decided_by"))


def _first(registry, codes):
    return registry.catalog.codes[codes].items[0].value


def _body(_):
    from minorcare.kinds.authority import authorities

    return authorities()["1"].bodies[0]
