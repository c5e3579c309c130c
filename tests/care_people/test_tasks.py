"""A grid is asked to do something at a family's, does it and says so, and never learns why, nor whether it was about anything."""

from datetime import date, timedelta

import pytest

from minorcare.declare import Id
from minorcare.errors import Invalid, MinorcareError, NotFound, Refused
from minorcare.kinds import Due, Guarantee, GuaranteeAnswer, Household, Minor, Officer, RiskTag, Task, TaskReport
from minorcare.label import Label
from minorcare.query import F, Query, Tally
from minorcare.rules.responsibility import ResponsibilitySettings
from minorcare.rules.task_checks import as_long_as_every_other
from minorcare.testing import OFFICE, desk_as
from minorcare.work import answers, responsibility, tasks

TODAY = date(2026, 11, 24)
GRID = f"{OFFICE}002/07/"
KINDS = ("minor", "household", "member", "risk_tag", "guarantee", "deputy", "task", "task_report", "guarantee_answer")


@pytest.fixture
def grid(registry):
    """A grid worker of the seventh grid of the second community."""
    return desk_as(registry, "grid")


@pytest.fixture
def system(registry):
    """The desk at which time works."""
    return registry.system_desk(OFFICE)


def codes(told):
    return sorted((problem.at, problem.code) for problem in told.value.problems)


def given(desk, minor="child-04", title="see_family", owner="grid"):
    """The id of a task just given."""
    ((_, id_, _),) = tasks.give(desk, minor, title, owner).value
    return id_


class TestNeutral:
    """Nothing of a task depends on why it was given."""

    def test_tasks_of_different_reasons_are_equal_but_for_ids(self, supervisor, grid, care):
        """A child with a recorded act, one in difficulty, one like any other: the same task but for the place, the same line on the list."""
        care.confirmed(supervisor, "child-04", "misbehaviour")
        care.confirmed(supervisor, "child-10", "difficulty")
        made = [supervisor.get(Task, given(supervisor, minor)) for minor in ("child-04", "child-10", "child-05")]

        told = [dict(row.values) | {"minor": None, "address": None} for row in made]
        assert told[0] == told[1] == told[2]
        assert TODAY + timedelta(7) == told[0]["due"]
        lines = grid.find(Due, order=("id",)).rows
        assert 3 == len(lines)
        first, *others = [(dict(line.values), line.masked, line.area, line.version) for line in lines]
        assert [first, first] == others

    def test_a_task_has_no_place_for_a_reason(self, supervisor):
        """No text but accounts and the address, nothing above open but that, no reference but to the child and the task before."""
        kind = supervisor.catalog.kind(Task)
        texts = [field.name for field in kind.fields if field.type.name == "text"]

        assert ["owner", "address", "reported_by"] == texts
        assert ["address"] == [field.name for field in kind.fields if field.sensitivity != "open"]
        assert {"minor", "task"} == {supervisor.catalog.target(field).name for field in kind.references}

    def test_its_address_is_that_of_the_household_and_no_place_for_words(self, supervisor):
        """A task given says where; another text is refused as an address, and one on file may stay when the family moves."""
        id_ = given(supervisor)
        assert "测试路3号" == supervisor.get(Task, id_).values["address"]
        for wrong in ("父亲在戒毒", "测试路1号"):
            with pytest.raises(Invalid) as told:
                supervisor.save(task(TODAY + timedelta(7), "grid").but(address=wrong))
            assert [("address", "address")] == codes(told)
        supervisor.save(task(TODAY + timedelta(7), "grid").but(address="测试路3号"))
        supervisor.change(Household, "home-3", base=1, address="新路8号")
        supervisor.change(Task, id_, base=1, title="invite")

    def test_the_code_lists_tell_no_reason(self, supervisor):
        """Neither titles nor results name a risk, a group or a measure."""
        words = [item.label for name in ("task_title", "task_result") for item in supervisor.catalog.codes[name].items]
        risks = [risk.label for risk in supervisor.catalog.risks.values()]
        for label in words:
            assert not [risk.zh for risk in risks if risk.zh[:2] in label.zh]

    def test_every_task_of_a_grid_has_the_same_days(self, supervisor):
        """A shorter or longer time is refused for a grid; a task of the community may have any."""
        for days, owner in ((6, "grid"), (8, "grid_head")):
            with pytest.raises(Invalid) as told:
                supervisor.save(task(TODAY + timedelta(days), owner))
            assert [("due", "range")] == codes(told)
        supervisor.save(task(TODAY + timedelta(7), "grid"))
        supervisor.save(task(TODAY + timedelta(1), None))
        supervisor.save(task(TODAY, "liaison_two"))

    def test_another_number_of_days_leaves_old_tasks_alone(self, supervisor):
        """A task given under the old number can still be changed; a new one has the new number."""
        id_ = given(supervisor)
        examine = as_long_as_every_other(ResponsibilitySettings(task_days=10)).examine
        old = supervisor.get(Task, id_).record()

        class Look:
            def ids(self, kind, where):
                return tuple(row.id for row in supervisor.find(kind, where).rows)

        assert [] == list(examine(old.but(title="invite"), Look()))
        assert ["due"] == [problem.at for problem in examine(old.but(id=Id("new")), Look())]

    def test_it_is_given_to_somebody_of_the_grid(self, supervisor):
        """Not to another grid's, not to a liaison, not to nobody, not to who has left."""
        for owner in ("grid_two", "liaison_two", "nobody", "committee_a"):
            with pytest.raises(Invalid) as told:
                given(supervisor, owner=owner)
            assert [("owner", "person")] == codes(told)
        for owner in ("grid", "grid_head"):
            given(supervisor, owner=owner)
        with pytest.raises(Invalid) as told:
            supervisor.save(task(TODAY, "nobody"))
        assert [("owner", "person")] == codes(told)


def task(due, owner):
    return Task(minor=Id("child-04"), title="see_family", owner=owner, given=TODAY, due=due)


class TestNothingLeaks:
    """What a grid worker can ask, and what comes back."""

    def test_the_own_task_is_seen_and_nothing_of_the_child(self, registry, supervisor, grid):
        """What, where and by when; never whose it is, neither by list, by id, by history nor by figure; and not another's."""
        id_ = given(supervisor)
        (line,) = grid.find(Due).rows

        assert {"day": TODAY + timedelta(7), "who": "grid", "area": GRID} == {
            name: value for name, value in line.values.items() if value is not None
        }
        assert f"task:{id_}:due" == line.id
        (own,) = grid.find(Task).rows
        told = {name: value for name, value in own.values.items() if value is not None}
        assert {"title", "owner", "address", "given", "due", "status"} == set(told)
        assert "minor" in own.masked
        for kind in set(KINDS) - {"task", "guarantee"}:
            asked = (
                lambda kind=kind: grid.find(kind),
                lambda kind=kind: grid.find_json(Query(kind=kind)),
                lambda kind=kind: grid.get(kind, id_),
                lambda kind=kind: grid.history(kind, id_),
                lambda kind=kind: grid.tally(Tally("t", kind, label=Label("t", en="t"))),
                lambda kind=kind: grid.at(TODAY).find(kind),
            )
            for ask in asked:
                with pytest.raises(Refused):
                    ask()
        for account in ("grid_two", "grid_head", "volunteer"):
            other = desk_as(registry, account)
            assert () == other.find(Due).rows == other.find(Task).rows == other.find(Guarantee).rows
            with pytest.raises(NotFound):
                other.get(Task, id_)

    def test_two_offices_that_differ_in_the_reason_answer_alike(self, streets):
        """The same task for another reason, byte for byte the same answers to whoever does it, before and after the report."""
        answered = []
        for risk in ("misbehaviour", "difficulty"):
            registry = streets()
            supervisor, grid = desk_as(registry, "supervisor"), desk_as(registry, "grid")
            supervisor.save(
                RiskTag(
                    id=Id("why"),
                    minor=Id("child-05"),
                    risk=risk,
                    level="restricted" if risk == "misbehaviour" else "sensitive",
                    found=TODAY,
                )
            )
            supervisor.transition(RiskTag, "why", "confirmed", base=1, review=date(2027, 1, 1))
            supervisor.save(task(TODAY + timedelta(7), "grid").but(id=Id("errand"), minor=Id("child-05")))
            said = [everything(grid)]
            grid.save(TaskReport(id=Id("done"), area=GRID, task="errand", result="as_usual"))
            said.append(everything(grid))
            answers.take_reports(registry.system_desk(OFFICE))
            said.append(everything(grid))
            answered.append(said)
        assert answered[0] == answered[1]
        assert () == answered[0][2][0]

    def test_a_report_on_anything_is_answered_alike(self, supervisor, grid, system):
        """Own, another's, a child's, none at all: the same receipt; what was not theirs to say is refused unseen and changes nothing."""
        mine, theirs = given(supervisor), given(supervisor, owner="grid_head")
        shapes = set()
        for place, about in enumerate((mine, theirs, "child-04", "nobody", "why-not")):
            receipt = grid.save(TaskReport(id=Id(f"r{place}"), area=GRID, task=about, result="as_usual"))
            shapes.add(repr(receipt.value).replace(f"r{place}", "r"))
        assert 1 == len(shapes)

        done = answers.take_reports(system)

        assert (1, 4, 0) == (done.taken, done.refused, done.left)
        assert ["done", "open"] == [supervisor.get(Task, id_).values["status"] for id_ in (mine, theirs)]
        assert ["taken", *["refused"] * 4] == [
            supervisor.get(TaskReport, f"r{place}").values["status"] for place in range(5)
        ]
        with pytest.raises(Refused):
            grid.get(TaskReport, "r0")
        assert answers.Taken() == answers.take_reports(system)

    def test_a_wrong_report_is_refused_without_a_word_of_anything_on_file(self, grid):
        """The problems name the choices of the form, and are the same for a task that is there and one that is not."""
        told = []
        for about in ("nobody", "child-04"):
            with pytest.raises(Invalid) as refused:
                grid.save(TaskReport(area=f"{OFFICE}009", task=about, result="gone"))
            told.append([problem.in_("zh") for problem in refused.value.problems])
        assert told[0] == told[1]
        for attempt in (
            lambda: grid.change(TaskReport, "r", base=1, result="moved"),
            lambda: grid.save(TaskReport(id=Id("r"), area=GRID, task="t", result="moved"), base=1),
            lambda: grid.transition(Task, "t", "done", base=1, result="as_usual"),
            lambda: grid.save(task(TODAY + timedelta(7), "grid")),
        ):
            with pytest.raises(Refused):
                attempt()

    def test_the_journal_says_who_sent_and_no_more(self, registry, supervisor, grid):
        """An entry holds kind and id, as of every other record, and no result."""
        id_ = given(supervisor)
        answers.report(grid, id_, "wants_contact")
        entries = desk_as(registry, "auditor", purpose="audit").find("journal", F.what == "task_report").rows
        assert [("grid", "create", None)] == [
            (e.values["actor"], e.values["action"], e.values["detail"] or None) for e in entries
        ]


def everything(desk):
    """All that this desk gets to read, and the words with which it is refused."""
    rows = desk.find(Due, order=("day",)).rows
    seen = tuple((r.id, r.no, r.version, r.area, r.since, r.masked, dict(r.values)) for r in rows)
    told = [desk.find_json(Query(kind="due")).body]
    for kind in KINDS:
        for ask in (desk.find, lambda kind: desk.get(kind, "child-05"), lambda kind: desk.get(kind, "errand")):
            try:
                ask(kind)
            except MinorcareError as error:
                told.append(error.in_("zh"))
    return seen, told


class TestReported:
    """From the work list of who did it to the task."""

    def test_a_report_ends_the_task(self, supervisor, grid, system):
        """Reported by the line on the own list; once taken, result, day and person stand on the task and the line is gone."""
        id_ = given(supervisor)
        answers.report(grid, id_, "as_usual")
        assert 1 == len(grid.find(Due).rows)

        assert (1, 0) == (answers.take_reports(system).taken, answers.take_reports(system).taken)

        row = supervisor.get(Task, id_)
        assert ("done", "as_usual", TODAY, "grid") == tuple(
            row.values[name] for name in ("status", "result", "reported", "reported_by")
        )
        assert () == grid.find(Due).rows

    def test_only_the_own_list_can_be_reported_from(self, registry, supervisor):
        """Another's task, one that is done, and none at all are absent alike."""
        id_ = given(supervisor)
        said = set()
        for account, about in (("grid_head", id_), ("grid", "nobody"), ("volunteer", id_)):
            with pytest.raises(NotFound) as told:
                answers.report(desk_as(registry, account), about, "as_usual")
            said.add(told.value.in_("zh"))
        assert 1 == len(said)

    @pytest.mark.parametrize(
        ("result", "days"), [("as_usual", None), ("nobody_home", 3), ("moved", 3), ("wants_contact", 3), ("urgent", 0)]
    )
    def test_what_needs_it_becomes_a_task_of_the_community(self, registry, supervisor, grid, system, result, days):
        """Everything as usual ends it; anything else is followed up in three days, what is urgent today, on the liaison's list."""
        id_ = given(supervisor)
        answers.report(grid, id_, result)
        answers.take_reports(system)

        liaison = desk_as(registry, "liaison_two")
        lines = [row.values["day"] for row in liaison.find(Due, F.what == "task").rows]
        assert ([] if days is None else [TODAY + timedelta(days)]) == lines
        followed = liaison.find(Task, F.follows == id_).rows
        assert (0 if days is None else 1) == len(followed)
        assert () == grid.find(Due).rows

    def test_nobody_reports_for_another(self, registry, supervisor, system):
        """Not even a colleague who knows the id; but who stands in that day does, and not the day after."""
        first, second = given(supervisor), given(supervisor)
        colleague = desk_as(registry, "grid_head")
        colleague.save(TaskReport(area=GRID, task=first, result="as_usual"))
        assert (0, 1) == (answers.take_reports(system).taken, count(supervisor, "refused"))

        responsibility.deputise(supervisor, "grid", "grid_head", began=TODAY, last=TODAY)
        colleague.save(TaskReport(area=GRID, task=first, result="as_usual"))
        registry.clock.forward(timedelta(1))
        colleague.save(TaskReport(area=GRID, task=second, result="as_usual"))

        assert 1 == answers.take_reports(system).taken
        row = supervisor.get(Task, first)
        assert ("grid_head", TODAY) == (row.values["reported_by"], row.values["reported"])
        assert "open" == supervisor.get(Task, second).values["status"]

    def test_a_second_report_comes_too_late(self, supervisor, grid, system):
        """What is done stays as it was said first."""
        id_ = given(supervisor)
        answers.report(grid, id_, "as_usual")
        grid.save(TaskReport(area=GRID, task=id_, result="urgent"))
        done = answers.take_reports(system)
        assert (1, 1) == (done.taken, done.refused)
        assert "as_usual" == supervisor.get(Task, id_).values["result"]

    def test_a_liaison_takes_the_reports_of_the_own_community(self, registry, supervisor, grid):
        """What is of another community's task is left to who sees it."""
        id_ = given(supervisor)
        answers.report(grid, id_, "as_usual")
        assert answers.Taken() == answers.take_reports(desk_as(registry, "liaison_one"))
        assert 1 == answers.take_reports(desk_as(registry, "liaison_two")).taken

    def test_who_reads_the_task_ends_or_cancels_it(self, registry, supervisor):
        """With a result, or without its being done."""
        one, other = given(supervisor), given(supervisor)
        liaison = desk_as(registry, "liaison_two")
        with pytest.raises(Invalid):
            liaison.transition(Task, one, "done", base=1)
        tasks.finish(liaison, one, "as_usual", base=1)
        tasks.cancel(liaison, other, base=1)
        assert ("liaison_two", None) == tuple(supervisor.get(Task, id_).values["reported_by"] for id_ in (one, other))


def count(desk, status):
    return len(desk.find(TaskReport, F.status == status).rows)


class TestAnswered:
    """A member of the two committees who sees no child says yes or no."""

    @pytest.fixture
    def asked(self, supervisor, care):
        """The id of a guarantee that a member has been asked to accept."""
        care.confirmed(supervisor, "child-09")
        responsibility.assign(supervisor, "child-09", "committee_c")
        return responsibility.held_by(supervisor, "child-09").id

    def test_yes(self, registry, supervisor, system, asked):
        """The line on the own list is answered, the guarantee accepted on that day by that person."""
        member = desk_as(registry, "committee_c")
        (line,) = member.find(Due).rows
        assert f"guarantee:{asked}:accept_by" == line.id

        answers.answer(member, asked, accepts=True)
        registry.clock.forward(timedelta(1))
        assert 1 == answers.take_answers(system).taken

        row = supervisor.get(Guarantee, asked)
        assert ("accepted", "committee_c", TODAY) == tuple(
            row.values[name] for name in ("status", "accepted_by", "accepted")
        )
        assert () == desk_as(registry, "committee_c").find(Due).rows
        assert "accepted" == desk_as(registry, "committee_c").get(Guarantee, asked).values["status"]

    def test_no_with_a_reason(self, registry, supervisor, system, asked):
        """Without one it is not sent; with one the office looks for somebody else, and may still be told yes."""
        member = desk_as(registry, "committee_c")
        with pytest.raises(Invalid) as told:
            answers.answer(member, asked, accepts=False)
        assert [("why", "required")] == codes(told)
        answers.answer(member, asked, accepts=False, why="与该户有亲属关系")
        answers.take_answers(system)

        row = supervisor.get(Guarantee, asked)
        assert ("declined", "与该户有亲属关系", date(2026, 11, 27)) == tuple(
            row.values[name] for name in ("status", "why_declined", "replace_by")
        )
        assert () == responsibility.unassigned(supervisor)
        member.save(GuaranteeAnswer(area=OFFICE, guarantee=asked, accepts=True))
        answers.take_answers(system)
        assert "accepted" == supervisor.get(Guarantee, asked).values["status"]

    def test_nobody_answers_for_another(self, registry, supervisor, system, asked):
        """Neither another member, nor who stands in, nor a grid worker, who may not send one at all."""
        responsibility.deputise(supervisor, "committee_c", "committee_b", began=TODAY, last=TODAY)
        other = desk_as(registry, "committee_b")
        with pytest.raises(NotFound):
            answers.answer(other, asked, accepts=True)
        other.save(GuaranteeAnswer(area=OFFICE, guarantee=asked, accepts=True))
        with pytest.raises(Refused):
            desk_as(registry, "grid").save(GuaranteeAnswer(area=OFFICE, guarantee=asked, accepts=True))

        assert (0, 1) == ((done := answers.take_answers(system)).taken, done.refused)
        assert "assigned" == supervisor.get(Guarantee, asked).values["status"]

    def test_an_answer_after_a_hand_over_comes_too_late(self, registry, supervisor, system, asked):
        """Who no longer has the child has nothing to accept."""
        member = desk_as(registry, "committee_c")
        answers.answer(member, asked, accepts=True)
        responsibility.hand_over(supervisor, "committee_c", "committee_b")
        assert 1 == answers.take_answers(system).refused
        assert "assigned" == responsibility.holder(supervisor, "child-09").status

    def test_what_cannot_be_applied_holds_up_nothing(self, registry, supervisor, head, system, care, asked):
        """An answer of somebody whose post is gone is left, and the next one is taken."""
        care.confirmed(supervisor, "child-10")
        responsibility.assign(supervisor, "child-10", "committee_a")
        other = responsibility.held_by(supervisor, "child-10").id
        answers.answer(desk_as(registry, "committee_c"), asked, accepts=True)
        answers.answer(desk_as(registry, "committee_a"), other, accepts=True)
        head.change(Officer, "post-committee_c", base=1, began=TODAY + timedelta(1))  # entered wrongly: not there yet

        done = answers.take_answers(system)

        assert (1, 0, 1) == (done.taken, done.refused, done.left)
        assert ["assigned", "accepted"] == [supervisor.get(Guarantee, id_).values["status"] for id_ in (asked, other)]


class TestWhoseGrid:
    """That a grid has tasks of its own children only."""

    def test_a_task_outside_the_grid_is_refused_however_it_is_given(self, supervisor):
        """A grid worker of another grid is refused at the door; a task given before the child moved away goes on."""
        supervisor.save(task(TODAY + timedelta(7), "grid"))
        with pytest.raises(Invalid) as told:
            supervisor.save(task(TODAY + timedelta(7), "grid_two"))
        assert [("owner", "person")] == codes(told)

        [row] = supervisor.find(Task).rows
        child = supervisor.get(Minor, row.values["minor"])
        supervisor.change(Minor, child.id, base=child.version, area=f"{OFFICE}002/1/", household=None)
        supervisor.change(Task, row.id, base=row.version, title="invite")
        supervisor.change(Task, row.id, base=row.version + 1, owner="grid_two")
