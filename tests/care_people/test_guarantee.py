"""Every focus child has one named person: named, accepted, declined, handed over, and never two and never nobody."""

from datetime import date, timedelta

import pytest

from minorcare.declare import Id
from minorcare.desk import Change, Restore, Save, Transition
from minorcare.errors import Conflict, Invalid, Refused
from minorcare.kinds import Attention, Due, Guarantee, Minor, Officer, RiskTag
from minorcare.query import F
from minorcare.rules.responsibility import ResponsibilitySettings
from minorcare.testing import OFFICE, desk_as, with_settings
from minorcare.work import responsibility as work

TODAY = date(2026, 11, 24)


def codes(told):
    return sorted((problem.at, problem.code) for problem in told.value.problems)


def ids(rows):
    return sorted(row.id for row in rows)


def guarantee(minor, officer="committee_a", **more):
    values = {"began": TODAY, "reason": "first", "accept_by": TODAY} | more
    return Guarantee(minor=Id(minor), officer=officer, **values)


class TestWhoNeedsOne:
    """Focus children, and those among them with nobody."""

    def test_a_suggestion_makes_nobody_a_focus_child(self, supervisor, care):
        """Only a confirmed tag does, and it does until it ends."""
        assert () == work.unassigned(supervisor)

        tag = care.confirmed(supervisor, "child-09")
        assert ["child-09"] == ids(work.unassigned(supervisor))

        care.ended(supervisor, tag)
        assert () == work.unassigned(supervisor)

    def test_close_attention_makes_a_focus_child_and_watching_does_not(self, supervisor):
        """The levels 重点 and 紧急 count once a person has set them; 一般 and 关注 do not, nor does a proposal."""
        for place, level in enumerate(("general", "watch", "focus", "urgent"), 1):
            for minor, to in ((f"child-{place:02}", "set"), (f"child-{place + 4:02}", None)):
                one = Attention(minor=Id(minor), level=level, reasons=("tag",), proposed=TODAY)
                supervisor.save(one)
                if to:
                    supervisor.transition(Attention, one.id, to, base=1, expires=date(2027, 1, 1))

        assert ["child-03", "child-04"] == ids(work.unassigned(supervisor))

    def test_groups_served_by_measures_for_all_are_no_focus(self, supervisor, care):
        """Which risks make nobody a focus child is the office's to set."""
        care.confirmed(supervisor, "child-09")
        care.confirmed(supervisor, "child-10", "disability")
        local = with_settings(supervisor, ResponsibilitySettings(not_focus=("disability",)))

        assert ["child-09", "child-10"] == ids(work.unassigned(supervisor))
        assert ["child-09"] == ids(work.unassigned(local))

    def test_who_may_not_read_the_reason_finds_the_same_children(self, registry, supervisor, care):
        """A tag above the ceiling counts for a liaison too, who sees that it is there; another community's child does not."""
        care.confirmed(supervisor, "child-03", "misbehaviour")
        care.confirmed(supervisor, "child-01", "misbehaviour")
        liaison = desk_as(registry, "liaison_two")

        assert ["child-03"] == ids(work.unassigned(liaison))
        assert ["child-01", "child-03"] == ids(work.unassigned(supervisor))

    def test_who_sees_no_child_is_refused(self, registry):
        """The list is not for those who count only, or who see their own tasks only."""
        for account in ("leader", "grid", "committee_a", "auditor", "volunteer"):
            with pytest.raises(Refused):
                work.unassigned(desk_as(registry, account))

    def test_a_named_person_who_is_gone_is_nobody(self, supervisor, head, care):
        """However the post came to be empty, the child is on the list again."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_c")
        assert () == work.unassigned(supervisor)

        head.change(Officer, "post-committee_c", base=1, began=TODAY + timedelta(1))  # entered wrongly: not there yet

        assert ["child-09"] == ids(work.unassigned(supervisor))

    def test_figures_agree_with_the_list(self, registry, supervisor, care):
        """Who counts without reading counts the same children, by community; few of them are not told apart from none."""
        for place in (1, 2, 3, 4, 5, 9):
            care.confirmed(supervisor, f"child-{place:02}")
        work.assign(supervisor, "child-03", "committee_a")
        counted = {
            name: {count.key[0]: count.minors for count in supervisor.tally(supervisor.catalog.reports[name])}
            for name in ("focus_children", "focus_unassigned")
        }

        assert {f"{OFFICE}001": 3, care.TWO: 3} == counted["focus_children"]
        assert {f"{OFFICE}001": 3, care.TWO: 2} == counted["focus_unassigned"]
        assert 5 == len(work.unassigned(supervisor))
        leader = desk_as(registry, "leader")
        assert {None} == {count.minors for count in leader.tally(leader.catalog.reports["focus_unassigned"])}

    def test_a_child_that_needs_nobody_any_more_is_told(self, supervisor, care):
        """A guarantee outlives its reason until a person releases it."""
        tag = care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        assert () == work.no_longer_needed(supervisor)

        care.ended(supervisor, tag)

        (row,) = work.no_longer_needed(supervisor)
        work.release(supervisor, row.id, base=row.version)
        assert () == work.no_longer_needed(supervisor)
        assert work.holder(supervisor, "child-09") is None


class TestNaming:
    """One person, in office, who accepts."""

    def test_naming_begins_with_a_deadline_to_accept(self, supervisor, care):
        """Three working days from today, on the named person's work list; accepting takes it off."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")

        (due,) = supervisor.find(Due, F.who == "committee_a").rows
        assert (date(2026, 11, 27), "accept_by") == (due.values["day"], due.values["which"])
        found = work.holder(supervisor, "child-09")
        assert ("committee_a", "committee_a", "assigned") == (found.named, found.acting, found.status)

        work.accept(supervisor, found.guarantee, base=1, by="committee_a")
        row = supervisor.get(Guarantee, found.guarantee)
        assert ("accepted", TODAY, "committee_a") == tuple(
            row.values[name] for name in ("status", "accepted", "accepted_by")
        )
        assert () == supervisor.find(Due, F.who == "committee_a").rows

    def test_nobody_accepts_for_another(self, supervisor, care):
        """An acceptance is that of the named person; who enters it says so, and does not put themselves there."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        (row,) = care.of(supervisor, "child-09")
        for attempt in (
            lambda: work.accept(supervisor, row.id, base=1),
            lambda: work.accept(supervisor, row.id, base=1, by="committee_b"),
            lambda: supervisor.transition(Guarantee, row.id, "accepted", base=1),
        ):
            with pytest.raises(Invalid) as told:
                attempt()
            assert [("accepted_by", "person")] == codes(told)

    def test_a_liaison_named_for_a_child_accepts_at_the_own_desk(self, registry, supervisor, care):
        """Who reads the record answers on it, and the journal and the record name the same person."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "liaison_one")
        liaison = desk_as(registry, "liaison_one")
        (row,) = care.of(liaison, "child-09")

        work.accept(liaison, row.id, base=1)

        assert "liaison_one" == liaison.get(Guarantee, row.id).values["accepted_by"]

    def test_declining_needs_a_reason_and_leaves_nobody_alone(self, supervisor, care):
        """The child stays with who declined until somebody takes over, and the office has a deadline for that."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        (row,) = care.of(supervisor, "child-09")
        with pytest.raises(Invalid) as told:
            work.decline(supervisor, row.id, base=1, why="")
        assert [("why_declined", "required")] == codes(told)

        work.decline(supervisor, row.id, base=1, why="是孩子的舅舅")
        assert "committee_a" == work.holder(supervisor, "child-09").named
        assert () == work.unassigned(supervisor)
        (due,) = supervisor.find(Due, F.what == "guarantee").rows
        assert (date(2026, 11, 27), "replace_by", None) == tuple(due.values[n] for n in ("day", "which", "who"))

        work.assign(supervisor, "child-09", "committee_b", reason="declined")
        assert "committee_b" == work.holder(supervisor, "child-09").named
        assert ["accept_by"] == [due.values["which"] for due in supervisor.find(Due, F.what == "guarantee").rows]

    def test_only_somebody_in_office_who_can_is_named(self, supervisor, head, care):
        """Neither an unknown account, nor a grid worker, nor somebody who has left; somebody who leaves tomorrow still is."""
        care.confirmed(supervisor, "child-09")
        head.change(Officer, "post-committee_c", base=1, ended=TODAY - timedelta(1))
        for account in ("nobody", "grid", "committee_c"):
            with pytest.raises(Invalid) as told:
                work.assign(supervisor, "child-09", account)
            assert [("officer", "person")] == codes(told)
        head.change(Officer, "post-committee_b", base=1, ended=TODAY)
        work.assign(supervisor, "child-09", "committee_b")

    def test_naming_the_same_person_again_is_told(self, supervisor, care):
        """It would be a new line in the trail that says nothing."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        with pytest.raises(Invalid):
            work.assign(supervisor, "child-09", "committee_a")
        with pytest.raises(Invalid):
            work.hand_over(supervisor, "committee_a", "committee_a")

    def test_a_liaison_names_for_the_own_community_only(self, registry, supervisor, care):
        """Another community's child is not there for a liaison."""
        care.confirmed(supervisor, "child-01")
        care.confirmed(supervisor, "child-03")
        liaison = desk_as(registry, "liaison_two")
        work.assign(liaison, "child-03", "committee_a")
        with pytest.raises(Invalid) as told:
            work.assign(liaison, "child-01", "committee_a")
        assert [("minor", "reference")] == codes(told)


class TestOneAndNeverNobody:
    """What the checks hold, whoever writes and whatever way."""

    def test_a_child_has_no_two(self, supervisor, care):
        """A second guarantee is refused, alone, in a batch, by bringing an old one back, or by taking over what is taken over."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        work.assign(supervisor, "child-09", "committee_b")
        old, _ = care.of(supervisor, "child-09")
        for attempt in (
            lambda: supervisor.save(guarantee("child-09")),
            lambda: supervisor.apply(Save(guarantee("child-09")), Save(guarantee("child-10"))),
            lambda: supervisor.save(guarantee("child-09", takes_over=Id(old.id))),
            lambda: supervisor.apply(Restore(Guarantee, old.id, old.version, 1)),
        ):
            with pytest.raises(Invalid) as told:
                attempt()
            assert "taken" in {code for _, code in codes(told)}
        assert "committee_b" == work.holder(supervisor, "child-09").named

    def test_what_takes_over_has_taken_over(self, supervisor, care):
        """Even where the old one is not closed, the child has one person: the new one."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        (old,) = care.of(supervisor, "child-09")

        supervisor.save(guarantee("child-09", "committee_b", takes_over=Id(old.id)))

        assert "committee_b" == work.holder(supervisor, "child-09").named
        supervisor.transition(Guarantee, old.id, "ended", base=1, why_ended="handed_over")
        assert "committee_b" == work.holder(supervisor, "child-09").named

    def test_a_guarantee_takes_over_from_this_child_and_from_before(self, supervisor, care):
        """Neither from another child, nor from one that began later, nor from itself."""
        for minor in ("child-09", "child-10"):
            care.confirmed(supervisor, minor)
            work.assign(supervisor, minor, "committee_a")
        (mine,), (other,) = care.of(supervisor, "child-09"), care.of(supervisor, "child-10")
        for new in (
            guarantee("child-09", "committee_b", takes_over=Id(other.id)),
            guarantee("child-09", "committee_b", takes_over=Id(mine.id), began=TODAY - timedelta(1)),
        ):
            with pytest.raises(Invalid) as told:
                supervisor.save(new)
            assert ("takes_over", "reference") in codes(told)
        with pytest.raises(Invalid):
            supervisor.change(Guarantee, mine.id, base=1, takes_over=Id(mine.id))

    def test_a_focus_child_is_not_left(self, supervisor, care):
        """Its guarantee ends by a hand-over only; once the child is no focus child, it just ends."""
        tag = care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        (row,) = care.of(supervisor, "child-09")
        with pytest.raises(Invalid) as told:
            work.release(supervisor, row.id, base=1)
        assert [("status", "in_use")] == codes(told)

        care.ended(supervisor, tag)
        work.release(supervisor, row.id, base=1)
        assert "ended" == supervisor.get(Guarantee, row.id).values["status"]

    def test_an_ended_one_can_be_corrected_when_the_child_needs_one_again(self, supervisor, care):
        """What ended long ago is no gap: another one is in force."""
        tag = care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        (row,) = care.of(supervisor, "child-09")
        care.ended(supervisor, tag)
        work.release(supervisor, row.id, base=1)
        care.confirmed(supervisor, "child-09", "disability")
        work.assign(supervisor, "child-09", "committee_b")

        supervisor.change(Guarantee, row.id, base=2, why_ended="other")

    def test_an_answer_is_not_put_off(self, registry, supervisor, care):
        """Three working days to accept and three to replace, neither in the past; time going on changes nothing."""
        care.confirmed(supervisor, "child-09")
        for day in (TODAY - timedelta(1), date(2026, 11, 30)):
            with pytest.raises(Invalid) as told:
                supervisor.save(guarantee("child-09", accept_by=day))
            assert [("accept_by", "range")] == codes(told)
        one = guarantee("child-09", accept_by=date(2026, 11, 27))
        supervisor.save(one)
        said = {"why_declined": "是亲戚"}
        with pytest.raises(Invalid) as told:
            supervisor.transition(Guarantee, one.id, "declined", base=1, **said, replace_by=date(2026, 11, 30))
        assert [("replace_by", "range")] == codes(told)
        supervisor.transition(Guarantee, one.id, "declined", base=1, **said, replace_by=date(2026, 11, 27))
        registry.clock.forward(timedelta(30))
        supervisor.change(Guarantee, one.id, base=2, reason="other")

    def test_no_day_belongs_to_two(self, registry, supervisor, care):
        """The last day of one is the first of the next; neither a gap nor an overlap is let in between them."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        (old,) = care.of(supervisor, "child-09")
        registry.clock.forward(timedelta(10))
        day = TODAY + timedelta(5)
        soon = supervisor.day + timedelta(1)
        new = guarantee("child-09", "committee_b", takes_over=Id(old.id), began=day, accept_by=soon)
        supervisor.save(new)
        for wrong in (day - timedelta(1), day + timedelta(1)):
            with pytest.raises(Invalid) as told:
                supervisor.transition(Guarantee, old.id, "ended", base=1, why_ended="handed_over", ended=wrong)
            assert ("ended", "range") in codes(told)
        supervisor.transition(Guarantee, old.id, "ended", base=1, why_ended="handed_over", ended=day)
        with pytest.raises(Invalid) as told:
            supervisor.change(Guarantee, new.id, base=1, began=day - timedelta(1))
        assert {("began", "range")} == set(codes(told))

    def test_nobody_leaves_office_with_children(self, supervisor, head, care):
        """Leaving, and moving to a role that cannot answer for a child, wait for the hand-over."""
        care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        for change, at in (({"ended": TODAY}, "ended"), ({"role": "volunteer"}, "role")):
            with pytest.raises(Invalid) as told:
                head.change(Officer, "post-committee_a", base=1, **change)
            assert [(at, "in_use")] == codes(told)
        head.change(Officer, "post-committee_a", base=1, name="改名")

        work.hand_over(supervisor, "committee_a", "committee_b")

        head.change(Officer, "post-committee_a", base=2, ended=TODAY)

    def test_a_state_is_not_changed_by_a_date(self, supervisor, care):
        """A guarantee that stands has no last day, and one that ended says why."""
        tag = care.confirmed(supervisor, "child-09")
        work.assign(supervisor, "child-09", "committee_a")
        (row,) = care.of(supervisor, "child-09")
        with pytest.raises(Invalid) as told:
            supervisor.change(Guarantee, row.id, base=1, ended=TODAY)
        assert ("ended", "state") in codes(told)
        care.ended(supervisor, tag)
        with pytest.raises(Invalid) as told:
            supervisor.transition(Guarantee, row.id, "ended", base=1)
        assert [("why_ended", "required")] == codes(told)


class TestHandOver:
    """All children of one person to another, in one act."""

    @pytest.fixture
    def forty(self, registry, supervisor, care):
        """Forty focus children of one person, over three communities, named a month ago."""
        places = (f"{OFFICE}001", f"{care.TWO}/07/", f"{OFFICE}003")
        children = [Id(f"focus-{n:02}") for n in range(40)]
        supervisor.apply(
            *(
                Save(Minor(id=id_, name=f"孩子{n}", sex="1", birth_date=date(2014, 1, 1), area=places[n % 3]))
                for n, id_ in enumerate(children)
            )
        )
        supervisor.apply(
            *(
                Save(RiskTag(id=Id(f"tag-{n}"), minor=id_, risk="difficulty", found=supervisor.day))
                for n, id_ in enumerate(children)
            )
        )
        supervisor.apply(
            *(Transition(RiskTag, f"tag-{n}", "confirmed", 1, {"review": date(2027, 1, 1)}) for n in range(40))
        )
        supervisor.apply(*(Save(guarantee(id_)) for id_ in children))
        registry.clock.forward(timedelta(30))
        return children

    def test_forty_children_are_never_without_somebody(self, supervisor, forty):
        """At every entry of the journal and on every day, before, during and after, each has exactly one."""
        receipt = work.hand_over(supervisor, "committee_a", "committee_b", key="forty")

        assert 80 == len(receipt.value)
        assert () == work.unassigned(supervisor)
        assert {"committee_b"} == {work.holder(supervisor, child).named for child in forty}
        counted = after_each_entry(supervisor)
        assert 40 + 80 == len(counted)
        for standing in counted:
            assert {1} == set(standing.values())
        assert set(forty) == set(counted[-1])
        one_a_day(supervisor, forty)

    def test_the_trail_says_who_from_when(self, supervisor, forty):
        """The old one ends on the day on which the new one begins."""
        work.hand_over(supervisor, "committee_a", "committee_b")
        first, second = work.trail(supervisor, forty[0])

        assert ("committee_a", TODAY, TODAY + timedelta(30)) == (first.officer, first.began, first.ended)
        assert ("committee_b", TODAY + timedelta(30), None) == (second.officer, second.began, second.ended)
        assert ("first", "handover") == (first.reason, second.reason)

    def test_all_or_none(self, supervisor, forty):
        """One child that somebody else has just changed, or a taker who cannot, and nothing has moved."""
        with pytest.raises(Invalid) as told:
            work.hand_over(supervisor, "committee_a", "grid")
        assert {"person"} == {problem.code for problem in told.value.problems}
        assert 40 == len(told.value.problems)
        with pytest.raises(Invalid):
            work.hand_over(supervisor, "committee_a", "committee_b", day=TODAY - timedelta(1))
        with pytest.raises(Invalid):
            work.hand_over(supervisor, "committee_a", "committee_b", day=TODAY + timedelta(31))
        assert {"committee_a"} == {work.holder(supervisor, child).named for child in forty}

    def test_one_child_that_began_later_holds_up_all(self, supervisor, forty):
        """A day that suits thirty-nine of forty moves none, and the problem names the act of the one."""
        work.assign(supervisor, forty[7], "committee_b")
        work.assign(supervisor, forty[7], "committee_a")
        with pytest.raises(Invalid) as told:
            work.hand_over(supervisor, "committee_a", "committee_b", day=TODAY + timedelta(20))
        assert {"takes_over", "began"} == {problem.at.split(".")[-1] for problem in told.value.problems}
        assert 1 == len({problem.at.split(".")[0] for problem in told.value.problems})
        assert {"committee_a"} == {work.holder(supervisor, child).named for child in forty}

    def test_somebody_elses_change_moves_nothing(self, supervisor, forty):
        """What was read has changed by the time it is written: the whole act is refused."""
        acts = []
        for child in forty:
            held = work.held_by(supervisor, child)
            acts += work.succession(guarantee(child, "committee_b", began=supervisor.day, takes_over=Id(held.id)), held)
        work.assign(supervisor, forty[7], "committee_c")
        with pytest.raises((Conflict, Invalid)):
            supervisor.apply(*acts)
        named = [work.holder(supervisor, child).named for child in forty]
        assert (39, 1) == (named.count("committee_a"), named.count("committee_c"))

    def test_it_can_be_undone_in_one_act(self, supervisor, forty):
        """The old person is there again, and nobody is without one."""
        work.hand_over(supervisor, "committee_a", "committee_b", key="forty")
        supervisor.undo("forty")
        assert {"committee_a"} == {work.holder(supervisor, child).named for child in forty}
        assert () == work.unassigned(supervisor)

    @pytest.mark.usefixtures("forty")
    def test_nothing_to_hand_over_is_told(self, supervisor):
        """A second time, or for somebody without children, there is nothing, and it is said."""
        work.hand_over(supervisor, "committee_a", "committee_b")
        with pytest.raises(Invalid) as told:
            work.hand_over(supervisor, "committee_a", "committee_b")
        assert [("giver", "nothing")] == codes(told)

    @pytest.mark.usefixtures("forty")
    def test_a_liaison_hands_over_what_it_sees(self, registry, supervisor, head):
        """The rest stays where it was, and the giver cannot leave before it is handed over too."""
        liaison = desk_as(registry, "liaison_two")
        receipt = work.hand_over(liaison, "committee_a", "committee_b")

        assert 2 * 13 == len(receipt.value)
        assert () == work.unassigned(supervisor)
        with pytest.raises(Invalid):
            head.change(Officer, "post-committee_a", base=1, ended=head.day)

    def test_it_may_be_entered_later(self, supervisor, forty):
        """Entered today, valid from an earlier day: as of that day one person each, as recorded then the old one."""
        day = TODAY + timedelta(20)
        work.hand_over(supervisor, "committee_a", "committee_b", day=day)
        first, second = work.trail(supervisor, forty[0])
        assert (day, day) == (first.ended, second.began)
        assert "committee_a" == work.holder(supervisor.at(day), forty[0]).named


def after_each_entry(desk):
    """For each entry of the journal that writes a guarantee, how many persons each child has after it."""
    versions = {}
    for row in (row for page in pages(desk, Guarantee) for row in page):
        for version in desk.history(Guarantee, row.id):
            versions[version.seq] = (row.id, version.values)
    standing, counted = {}, []
    for seq in sorted(versions):
        id_, values = versions[seq]
        standing[id_] = values
        counted.append(count(standing))
    return counted


def count(standing):
    """In plain Python: not ended, and named by no other as taken over."""
    over = {values["takes_over"] for values in standing.values()}
    found = {values["minor"]: 0 for values in standing.values()}
    for id_, values in standing.items():
        found[values["minor"]] += values["status"] != "ended" and id_ not in over
    return found


def one_a_day(desk, children):
    """On every day since the first, each child lies in exactly one stretch of its trail."""
    for child in children:
        trail = work.trail(desk, child)
        day = trail[0].began
        while day <= desk.day:
            assert 1 == sum(one.began <= day and (one.ended is None or day < one.ended) for one in trail)
            day += timedelta(1)


def pages(desk, kind):
    after = None
    while True:
        page = desk.find(kind, order=("id",), after=after, limit=500)
        yield page.rows
        after = page.next
        if after is None:
            return


def test_every_refused_attempt_wrote_nothing(registry, supervisor, care):
    """Checks leave no trace of what they refuse, and the file verifies."""
    care.confirmed(supervisor, "child-09")
    work.assign(supervisor, "child-09", "committee_a")
    (row,) = care.of(supervisor, "child-09")
    with pytest.raises(Invalid):
        supervisor.apply(
            Change(Guarantee, row.id, 1, {"officer": "committee_b"}), Save(guarantee("child-09", "committee_c"))
        )
    assert ("committee_a", 1) == (work.holder(supervisor, "child-09").named, supervisor.get(Guarantee, row.id).version)
    assert [] == list(registry.store.verify())
