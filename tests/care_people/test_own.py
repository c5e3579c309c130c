"""A guarantor sees the child in their care, answers, goes there and says what was found; and sees nothing once it is over."""

from datetime import date, timedelta

import pytest

from minorcare.declare import Id
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.kinds import Due, Guarantee, Household, Minor, Officer, RiskTag, Task, Visit
from minorcare.label import Label
from minorcare.query import F, Tally, exists
from minorcare.testing import OFFICE, desk_as
from minorcare.work import answers, responsibility, tasks, visits
from minorcare.work.worklist import worklist

TODAY = date(2026, 11, 24)
FOUND = {"seen": True, "cares_now": "mother", "state": "fine"}
OWN = (Minor, Household, Guarantee, Visit)


@pytest.fixture
def child(supervisor, care):
    """A child in the care of *committee_a*: the id of the guarantee."""
    care.confirmed(supervisor, "child-07")
    responsibility.assign(supervisor, "child-07", "committee_a")
    return responsibility.held_by(supervisor, "child-07").id


@pytest.fixture
def guard(registry, child):  # noqa: ARG001 - who has nobody sees nobody
    """The desk of who answers for the child."""
    return desk_as(registry, "committee_a")


def ids(desk, *kinds):
    return [[row.id for row in desk.find(kind).rows] for kind in kinds or OWN]


def visit(desk, minor="child-07", officer="committee_a", **more):
    """The id of a visit just planned."""
    made = Visit(minor=Id(minor), type="home", officer=officer, planned=TODAY, **more)
    desk.save(made)
    return made.id


class TestSees:
    """Name, age, area and where they live; nothing of why, and nobody else."""

    def test_the_child_and_where_it_lives(self, guard, child):
        """At level personal, the address of the household, no number, no note; one child, one household, one guarantee."""
        assert [["child-07"], ["home-5"], [child], []] == ids(guard)
        row, home = guard.get(Minor, "child-07"), guard.get(Household, "home-5")

        assert ("阿卜杜·热合曼", "1", date(2011, 9, 9)) == tuple(row.values[n] for n in ("name", "sex", "birth_date"))
        assert {"resident_id", "phone", "note", "registered_at"} == set(row.masked)
        assert [None] * 4 == [row.values[n] for n in ("resident_id", "phone", "note", "registered_at")]
        assert ("测试路5号", ()) == (home.values["address"], home.masked)
        assert "child-07" == guard.get(Guarantee, child).values["minor"]

    def test_no_other_kind_is_there(self, guard):
        """No tag, no circumstance, no plan, no member, nor anything else about a child, nor who else sees it."""
        mine = {kind.__kind__.name for kind in (*OWN, Task, Due)}
        for kind in guard.catalog.kinds.values():
            if kind.name in mine or kind.vault or not (kind.about or "area" in kind.by_name) or kind.owner:
                continue
            with pytest.raises(Refused):
                guard.find(kind.name)
        for ask in (guard.why_visible, guard.who_looked):
            with pytest.raises(Refused):
                ask("child-07")
        with pytest.raises(Refused):
            guard.find(Minor, exists(RiskTag))
        with pytest.raises(Invalid):
            guard.find(Minor, F.note.is_empty)
        with pytest.raises(Refused):
            guard.reveal(Minor, "child-07", "resident_id")

    def test_another_s_child_is_absent(self, registry, supervisor, guard, care):
        """By id, by list, by name and by figure; as absent as one that never was."""
        care.confirmed(supervisor, "child-08")
        responsibility.assign(supervisor, "child-08", "committee_b")
        told = []
        for id_ in ("child-08", "nobody"):
            with pytest.raises(NotFound) as refused:
                guard.get(Minor, id_)
            told.append(refused.value.in_("zh"))
        assert 1 == len(set(told))
        assert () == guard.find(Minor, F.matches("李")).rows
        assert [1] == [cell.records for cell in guard.tally(Tally("t", Minor, label=Label("t")))]
        assert [["child-08"]] == ids(desk_as(registry, "committee_b"), Minor)

    def test_who_has_nobody_sees_nobody(self, registry, child):  # noqa: ARG002 - somebody else's
        """Neither a guarantor without a child, nor a grid worker, a volunteer or a leader posted where it lives."""
        assert [[], [], [], []] == ids(desk_as(registry, "committee_c"))
        for account in ("grid", "volunteer"):
            desk = desk_as(registry, account)
            assert [[], []] == ids(desk, Guarantee, Visit)
            for kind in (Minor, Household):
                with pytest.raises(Refused):
                    desk.find(kind)


class TestEnds:
    """The rows leave the moment the guarantee does."""

    @pytest.fixture
    def left(self, guard):
        """Looks through the desk that was open all the while, and on days before."""

        def look():
            assert [[], [], [], []] == ids(guard)
            for kind in OWN:
                assert () == guard.at(TODAY).find(kind).rows
            for kind, id_ in ((Minor, "child-07"), (Household, "home-5")):
                for ask in (guard.get, guard.history):
                    with pytest.raises(NotFound):
                        ask(kind, id_)

        return look

    def test_with_a_hand_over(self, registry, supervisor, guard, left):
        """The next one sees the child from then on, and the one before does not, nor what they once saw of it."""
        visit(supervisor)
        assert 1 == len(guard.find(Visit).rows)
        responsibility.hand_over(supervisor, "committee_a", "committee_b")
        left()
        assert [["child-07"], ["home-5"]] == ids(desk_as(registry, "committee_b"), Minor, Household)

    def test_with_its_end(self, supervisor, child, care, left):
        """A child that needs nobody any more is nobody's."""
        care.ended(supervisor, supervisor.find(RiskTag, (F.minor == "child-07") & (F.status == "confirmed")).rows[0].id)
        responsibility.release(supervisor, child, base=1)
        left()

    def test_when_it_is_taken_out_of_force(self, supervisor, child, care, left):
        """A guarantee entered by mistake, for a child that needs none, opens nothing once it is voided."""
        care.ended(supervisor, supervisor.find(RiskTag, (F.minor == "child-07") & (F.status == "confirmed")).rows[0].id)
        supervisor.void(Guarantee, child, base=1, reason="登记错误")
        left()

    def test_who_declined_keeps_the_child_until_somebody_takes_over(self, supervisor, guard, child, left):
        """There is never nobody."""
        guard.transition(Guarantee, child, "declined", base=1, why_declined="与该户有亲属关系")
        assert ["child-07"] == ids(guard, Minor)[0]
        assert "与该户有亲属关系" == supervisor.get(Guarantee, child).values["why_declined"]
        responsibility.assign(supervisor, "child-07", "committee_b")
        left()


class TestAnswers:
    """From the own work list, by the id that stands there."""

    def test_the_list_gives_what_to_answer_with(self, supervisor, guard, child):
        """Kind, id, file number and masked name; of what is due to somebody who may not open it, the day alone."""
        supervisor.save(Task(minor=Id("child-05"), title="invite", owner="committee_a", given=TODAY, due=TODAY))
        other, mine = worklist(guard)

        assert ("guarantee", child, guard.get(Minor, "child-07").no, "阿**") == (mine.kind, mine.id, mine.no, mine.name)
        assert (None, None, None, None) == (other.kind, other.id, other.no, other.name)
        answers.answer(guard, mine.id, accepts=True)

    def test_accepting_is_a_move_of_their_own(self, supervisor, guard, child):
        """It says who and when, and takes it off the list; nothing else of the guarantee is theirs to move or change."""
        for attempt in (
            lambda: guard.transition(Guarantee, child, "ended", base=1, why_ended="other"),
            lambda: guard.change(Guarantee, child, base=1, officer="committee_b"),
            lambda: guard.void(Guarantee, child, base=1, reason="x"),
        ):
            with pytest.raises(Refused):
                attempt()
        for value in ({"accept_by": date(2027, 1, 1)}, {"officer": "committee_b"}, {"minor": Id("child-08")}):
            with pytest.raises(Invalid) as told:
                guard.transition(Guarantee, child, "accepted", base=1, **value)
            assert [*value] == [problem.at for problem in told.value.problems]
            assert 1 == supervisor.get(Guarantee, child).version
        guard.transition(Guarantee, child, "accepted", base=1)

        row = supervisor.get(Guarantee, child)
        assert ("accepted", "committee_a", TODAY) == tuple(row.values[n] for n in ("status", "accepted_by", "accepted"))
        assert () == guard.find(Due).rows

    def test_nobody_accepts_for_another(self, registry, supervisor, child):
        """Not who stands in, who sees the guarantee; and not a colleague, for whom it is absent."""
        responsibility.deputise(supervisor, "committee_a", "committee_b", began=TODAY, last=TODAY)
        with pytest.raises(Invalid):
            desk_as(registry, "committee_b").transition(Guarantee, child, "accepted", base=1)
        with pytest.raises(NotFound):
            desk_as(registry, "committee_c").transition(Guarantee, child, "accepted", base=1)


class TestVisits:
    """What a guarantor finds is said and not read."""

    def test_a_planned_one_is_recorded(self, supervisor, guard):
        """With what was found, words and urgent signs too; afterwards they see that it is done, and none of it."""
        id_ = visit(supervisor, note="父亲在戒毒")
        assert {"note", "seen", "state"} <= set(guard.get(Visit, id_).masked)
        visits.done(guard, id_, base=1, **FOUND, note="一切如常")

        assert ("done", "committee_a", "一切如常", True) == tuple(
            supervisor.get(Visit, id_).values[n] for n in ("status", "officer", "note", "seen")
        )
        row = guard.get(Visit, id_)
        assert ("done", None, None) == tuple(row.values[n] for n in ("status", "note", "seen"))
        assert all("父亲" not in repr(version.values) for version in guard.history(Visit, id_))

    def test_one_by_chance_and_the_next_with_it(self, supervisor, guard):
        """A visit of the own child is theirs to enter, and the next one where a day was agreed."""
        visits.met(guard, "child-07", **FOUND, next=TODAY + timedelta(7))
        rows = sorted(supervisor.find(Visit, F.minor == "child-07").rows, key=lambda row: row.values["status"])
        assert [("done", "committee_a"), ("planned", "committee_a")] == [
            (row.values["status"], row.values["officer"]) for row in rows
        ]

    def test_a_missed_one_stays_on_the_list(self, supervisor, guard):
        """With the day of the next try."""
        id_ = visit(supervisor)
        visits.missed(guard, id_, base=1, not_met="nobody_home", retry=TODAY + timedelta(2))
        assert [TODAY + timedelta(2)] == [
            row.values["day"] for row in guard.find(Due, F.id.is_in((f"visit:{id_}:planned",))).rows
        ]

    def test_what_is_not_theirs_is_refused(self, supervisor, guard):
        """A visit to another child, in another's name, of another officer; and what only the office says of a visit."""
        for minor in ("child-08", "nobody"):
            with pytest.raises(Invalid) as told:
                visit(guard, minor)
            assert ["minor"] == [problem.at for problem in told.value.problems]
        with pytest.raises(Invalid) as told:
            visit(guard, officer="supervisor")
        assert ["officer"] == [problem.at for problem in told.value.problems]
        theirs, mine = visit(supervisor, officer="supervisor"), visit(supervisor)
        with pytest.raises(NotFound):
            guard.transition(Visit, theirs, "done", base=1, **FOUND)
        with pytest.raises(Invalid) as told:
            guard.transition(Visit, mine, "done", base=1, **FOUND, tries=9, officer="supervisor")
        assert ["officer", "tries"] == [problem.at for problem in told.value.problems]
        with pytest.raises(Refused):
            guard.change(Visit, mine, base=1, planned=TODAY)

    def test_nothing_of_theirs_is_undone_by_key(self, supervisor, guard):
        """Whoever reads only rows of their own undoes no batch, not even one of theirs."""
        id_ = visit(supervisor)
        guard.transition(Visit, id_, "done", base=1, key="mine", **FOUND)
        with pytest.raises(NotFound):
            guard.undo("mine")
        assert "done" == supervisor.get(Visit, id_).values["status"]


class TestStandsIn:
    """For some days the work of another is one's own."""

    def test_on_these_days_and_no_others(self, registry, supervisor, child):  # noqa: ARG002 - whose it is
        """Not the day before, from the first to the last, not the day after; and it takes nothing from the named person."""
        first, last = TODAY + timedelta(1), TODAY + timedelta(2)
        responsibility.deputise(supervisor, "committee_a", "committee_b", began=first, last=last)
        seen = []
        for _ in range(4):
            seen.append(ids(desk_as(registry, "committee_b"), Minor)[0])
            assert ["child-07"] == ids(desk_as(registry, "committee_a"), Minor)[0]
            registry.clock.forward(timedelta(1))
        assert [[], ["child-07"], ["child-07"], []] == seen

    def test_it_ends_with_the_entry(self, registry, supervisor, child):  # noqa: ARG002
        """A stand-in entered by mistake sees nothing at the next request."""
        responsibility.deputise(supervisor, "committee_a", "committee_b", began=TODAY, last=TODAY)
        assert ["child-07"] == ids(desk_as(registry, "committee_b"), Minor)[0]
        (row,) = supervisor.find("deputy").rows
        supervisor.void("deputy", row.id, base=1, reason="登记错误")
        assert [] == ids(desk_as(registry, "committee_b"), Minor)[0]

    def test_the_work_list_and_the_visits_are_theirs(self, registry, supervisor, child):
        """Both stand on the list of who stands in, and the visit is recorded by them; it stays the named person's."""
        id_ = visit(supervisor)
        responsibility.deputise(supervisor, "committee_a", "committee_b", began=TODAY, last=TODAY)
        friend = desk_as(registry, "committee_b")
        assert [("visit", id_, False), ("guarantee", child, False)] == [
            (item.kind, item.id, item.mine) for item in worklist(friend)
        ]
        friend.transition(Visit, id_, "done", base=1, **FOUND)
        assert "committee_a" == supervisor.get(Visit, id_).values["officer"]

    def test_a_grid_worker_in_place_of_a_guarantor_sees_no_child(self, registry, supervisor, child):
        """The role says how far one sees, whoever one stands in for: the row, and not whose it is."""
        responsibility.deputise(supervisor, "committee_a", "grid", began=TODAY, last=TODAY)
        grid = desk_as(registry, "grid")
        (row,) = grid.find(Guarantee).rows
        assert (child, None) == (row.id, row.values["minor"])
        for ask in (lambda: grid.find(Minor), lambda: grid.get(Minor, "child-07")):
            with pytest.raises(Refused):
                ask()
        with pytest.raises(Invalid):
            grid.find(Guarantee, F.minor == "child-07")

    def test_a_role_with_an_area_is_left_as_it_is(self, registry, supervisor, child):  # noqa: ARG002
        """A liaison who stands in sees the own community, and no child of another."""
        responsibility.deputise(supervisor, "committee_a", "liaison_one", began=TODAY, last=TODAY)
        with pytest.raises(NotFound):
            desk_as(registry, "liaison_one").get(Minor, "child-07")


class TestGrid:
    """What, where and by when."""

    def test_a_task_that_is_done_is_gone(self, registry, supervisor):
        """It stands among the own rows as long as it is open; how it went is reported, and not moved."""
        ((_, id_, _),) = tasks.give(supervisor, "child-04", "see_family", "grid").value
        grid = desk_as(registry, "grid")
        (item,) = worklist(grid)
        assert ("task", id_, None, None) == (item.kind, item.id, item.no, item.name)
        with pytest.raises(Refused):
            grid.transition(Task, id_, "done", base=1, result="as_usual")
        answers.report(grid, item.id, "as_usual")
        answers.take_reports(registry.system_desk(OFFICE))
        assert ((), ()) == (grid.find(Task).rows, grid.at(TODAY).find(Task).rows)

    def test_a_past_day_shows_the_own_task_as_it_was(self, registry, supervisor):
        """Without the child, as today; and none before it was given."""
        ((_, id_, _),) = tasks.give(supervisor, "child-04", "see_family", "grid").value
        registry.clock.forward(timedelta(3))
        grid = desk_as(registry, "grid")
        assert [id_] == [row.id for row in grid.at(TODAY).find(Task).rows]
        assert () == grid.at(TODAY - timedelta(1)).find(Task).rows


def test_a_grant_lifts_and_opens_as_it_says(registry, supervisor, head, child):  # noqa: ARG001
    """Everywhere: more of the own child, and nobody else. For an area: what it opens, and own rows of other kinds as before."""
    grant = {"officer": "committee_a", "approver": "head", "reason": "个案", "expires": TODAY}
    granted = registry.catalog.kind("grant").cls
    head.save(granted(ceiling="sensitive", covers="minor", **grant))
    (row,) = desk_as(registry, "committee_a").find(Minor).rows
    assert ("child-07", {"resident_id", "phone"}) == (row.id, set(row.masked))
    assert row.values["resident_id"].startswith("…")

    head.save(granted(ceiling="personal", covers="minor", within_area=f"{OFFICE}003", **grant))
    desk = desk_as(registry, "committee_a")
    assert {f"{OFFICE}003"} == {row.area for row in desk.find(Minor).rows}
    assert [child] == ids(desk, Guarantee)[0]


def test_an_officer_of_another_role_has_no_rows_of_their_own(registry, supervisor, head, child):
    """Whoever is no guarantor any more sees neither child nor guarantee, whatever still bears their account."""
    responsibility.hand_over(supervisor, "committee_a", "committee_b")
    old = visit(supervisor)
    head.change(Officer, "post-committee_a", base=1, role="auditor")
    desk = desk_as(registry, "committee_a", purpose="audit")
    for kind in OWN:
        with pytest.raises(Refused):
            desk.get(kind, old if kind is Visit else child)
