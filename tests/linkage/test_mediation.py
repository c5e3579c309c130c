"""Conflicts are mediated; harm is reported. Where a child may have been harmed, no way leads to a mediation."""

from datetime import date, timedelta

import pytest

from minorcare import Invalid
from minorcare.declare import Id
from minorcare.kinds import HarmReport, Mediation, Visit
from minorcare.kinds.mediation import Party
from minorcare.query import F
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.testing import desk_as
from minorcare.work import harm, mediation, services

DAY, CHILD = date(2026, 11, 24), "child-03"
TWO = (Party(name="张", role="guardian"), Party(name="测试小学", role="school"))
SIGN_DAYS = LinkageSettings().sign_days


@pytest.fixture
def liaison(registry):
    """Who mediates in the second community, and reads no harm report."""
    return desk_as(registry, "liaison_two", purpose="case")


def begin(desk, minor=CHILD, **values):
    said = {"matter": "课间碰撞的医药费", "parties": TWO, "mediator": "调解员 周", **values}
    return mediation.begin(desk, minor, **said)


def visited(desk, minor=CHILD, urgent=("violence",), happened=DAY, **values):
    """A visit at which somebody saw a sign of harm, kept as it stands: what opens from it is another's test."""
    made = Visit(minor=Id(minor), type="home", officer="liaison_two", happened=happened, urgent=urgent, **values)
    desk.save(made)
    return made.id


def report(desk, minor=CHILD):
    made = HarmReport(id=Id(f"harm-{minor}"), minor=Id(minor), situations=("R4",))
    harm.report(desk, made)
    return made.id


class TestItsCourse:
    """Begun, agreed with the child heard, looked at again."""

    def test_from_the_conflict_to_its_end(self, liaison, linkage):
        """A day to mediate, thirty days to see whether it holds, and then nothing."""
        begun = begin(liaison).mediation
        steps = [linkage.due(liaison, begun)]
        mediation.agree(liaison, begun, agreement="各担一半", child_view="想和好", base=1)
        steps.append(linkage.due(liaison, begun))
        liaison.transition(Mediation, begun, "followed_up", base=2, holds=True)
        steps.append(linkage.due(liaison, begun))

        assert [
            [("meet_by", date(2026, 12, 8), "liaison_two")],
            [("follow_by", date(2026, 12, 24), "liaison_two")],
            [],
        ] == steps

    @pytest.mark.parametrize(
        ("to", "values", "at"),
        [
            ("agreed", {"agreement": "和好", "follow_by": DAY}, ["child_view"]),
            ("agreed", {"follow_by": DAY, "unheard": "too_young"}, ["agreement"]),
            ("agreed", {"agreement": "和好", "unheard": "too_young"}, ["follow_by"]),
            ("failed", {}, ["why_ended"]),
            ("stopped", {"why_ended": " "}, ["why_ended"]),
            ("followed_up", {"holds": True}, ["status"]),
        ],
    )
    def test_what_a_step_rests_on(self, liaison, to, values, at):
        """Agreed with what was agreed, the child's view and a day to look again; ended with a reason."""
        begun = begin(liaison).mediation
        with pytest.raises(Invalid) as refused:
            liaison.transition(Mediation, begun, to, base=1, **values)
        assert at == [problem.at for problem in refused.value.problems]

    @pytest.mark.parametrize("parties", [(), TWO[:1], (TWO[0], TWO[0])])
    def test_it_takes_two(self, liaison, parties):
        """One party is at odds with nobody, and named twice it is still one."""
        with pytest.raises(Invalid) as refused:
            begin(liaison, parties=parties)
        assert {"parties"} == {problem.at for problem in refused.value.problems}

    def test_as_it_was_asked(self, liaison, linkage):
        """A mediation names the service that asked for one for this child, and no other."""

        def ask(category, minor=CHILD):
            said = {"category": category, "request": "请调解", "basis": "statutory_duty"}
            return Id(services.ask(liaison, minor, department="justice_office", **said).value[0][1])

        asked, other, elsewhere = ask("mediation"), ask("legal_aid"), ask("mediation", "child-04")
        for wrong in (other, elsewhere):
            with pytest.raises(Invalid) as refused:
                begin(liaison, service=wrong)
            assert [("service", "reference")] == linkage.said(refused)
        begin(liaison, service=asked)


class TestHarmIsNotMediated:
    """The harm report comes first."""

    def test_a_sign_opens_the_report_instead(self, registry, supervisor, liaison):
        """Whoever sees a sign has reported, and there is no mediation."""
        begun = begin(liaison, signs=("violence", "uncared"))

        assert begun.mediation is None
        assert () == liaison.find(Mediation).rows
        kept = supervisor.get(HarmReport, begun.harm_report).values
        assert (CHILD, {"R4", "R6"}) == (kept["minor"], set(kept["situations"]))
        assert [] == list(registry.store.verify())

    def test_at_the_door_too(self, liaison, linkage):
        """A form or the API with a sign is refused, with whom to call."""
        made = Mediation(
            minor=Id(CHILD), matter="打人", signs=("violence",), parties=TWO, opened=DAY,
            mediator="周", officer="liaison_two", meet_by=DAY,
        )  # fmt: skip
        with pytest.raises(Invalid) as refused:
            liaison.save(made)
        assert [("signs", "harm")] == linkage.said(refused)
        assert "110" in refused.value.problems[0].remedy.zh

    def test_an_open_report_rules_it_out(self, supervisor, liaison, linkage):
        """Until its result is known; another child's report is another matter."""
        reported = report(supervisor)
        for _ in ("noted", "told"):
            with pytest.raises(Invalid) as refused:
                begin(liaison)
            assert [("minor", "harm")] == linkage.said(refused)
            begin(liaison, "child-04")
            if supervisor.get(HarmReport, reported).values["status"] == "noted":
                harm.tell(supervisor, reported, base=supervisor.get(HarmReport, reported).version)
        _conclude(supervisor, reported)

        assert begin(liaison).mediation

    def test_so_does_asking_somebody_else_to(self, supervisor, liaison, linkage):
        """A body is not asked to mediate either; for counselling it is."""
        report(supervisor)
        said = {"department": "justice_office", "request": "请调解", "basis": "statutory_duty"}
        with pytest.raises(Invalid) as refused:
            services.ask(liaison, CHILD, category="mediation", **said)
        assert [("minor", "harm")] == linkage.said(refused)
        services.ask(liaison, CHILD, category="counselling", **said)

    @pytest.mark.parametrize(
        ("urgent", "ago", "refused"),
        [
            (("violence",), 0, True),
            (("violence",), SIGN_DAYS, True),
            (("violence",), SIGN_DAYS + 1, False),
            ((), 0, False),
        ],
    )
    def test_a_sign_seen_on_a_visit_rules_it_out(self, liaison, linkage, urgent, ago, refused):
        """For the days set, and not for one day more; a visit without a sign rules out nothing."""
        visited(liaison, urgent=urgent, happened=DAY - timedelta(ago))
        if not refused:
            assert begin(liaison).mediation
            return
        with pytest.raises(Invalid) as told:
            begin(liaison)
        assert [("minor", "harm")] == linkage.said(told)

    def test_a_sign_whose_report_has_its_result_no_longer_does(self, supervisor, liaison):
        """What the police have looked into is no open sign."""
        visited(liaison)
        reported = report(supervisor)
        harm.tell(supervisor, reported, base=1)
        _conclude(supervisor, reported)

        assert begin(liaison).mediation

    def test_the_same_words_for_a_report_and_a_sign(self, supervisor, liaison):
        """Who mediates learns that it cannot be now, and not from what."""
        report(supervisor)
        visited(liaison, "child-04")
        said = []
        for minor in (CHILD, "child-04"):
            with pytest.raises(Invalid) as refused:
                begin(liaison, minor)
            said.append(refused.value.problems)

        assert said[0] == said[1]

    def test_one_that_is_under_way_stops(self, supervisor, liaison, linkage):
        """Harm that comes to light ends it: no agreement is written over it, and stopping is not refused."""
        begun = begin(liaison).mediation
        reported = mediation.stop_and_report(liaison, begun, ("sexual_harm",), base=1)

        assert "stopped" == liaison.get(Mediation, begun).values["status"]
        assert [reported] == [row.id for row in supervisor.find(HarmReport, F.minor == CHILD).rows]
        assert [] == linkage.due(liaison, begun)

    def test_no_agreement_over_a_report(self, supervisor, liaison, linkage):
        """What began before the report is not agreed after it."""
        begun = begin(liaison).mediation
        report(supervisor)
        with pytest.raises(Invalid) as refused:
            mediation.agree(liaison, begun, agreement="赔偿了事", child_view="怕", base=1)
        assert [("minor", "harm")] == linkage.said(refused)
        liaison.transition(Mediation, begun, "stopped", base=1, why_ended="不宜调解")


def _conclude(desk, reported):
    harm.conclude(desk, reported, result="已立案处理", base=desk.get(HarmReport, reported).version)
