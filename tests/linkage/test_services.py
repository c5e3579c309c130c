"""Services: asked of a body in time, accepted or declined, asked elsewhere, done; every step on somebody's list."""

from datetime import date

import pytest

from minorcare import Conflict, Invalid, NotFound, Refused
from minorcare.declare import Id
from minorcare.kinds import Officer, Service
from minorcare.kinds.services import Asking
from minorcare.testing import desk_as
from minorcare.work import services

CHILD, OTHER = "child-03", "child-04"
DAY = date(2026, 11, 24)  # a Tuesday


@pytest.fixture
def asking():
    """Asks for counselling; gives the id of the service."""

    def ask(desk, code="justice_office", minor=CHILD, **values):
        said = {"category": "counselling", "request": "请安排心理老师与孩子谈一次", "basis": "statutory_duty", **values}
        receipt = services.ask(desk, minor, department=code, **said)
        return receipt.value[0][1]

    return ask


def shown(desk, service, *names):
    values = desk.get(Service, service).values
    return tuple(values[name] for name in names)


class TestAsking:
    """Who answers, by when, and who is told follow from the directory and the settings."""

    def test_by_the_directory(self, supervisor, asking, linkage):
        """Three working days for the justice office, from Tuesday to Friday; no account, so the day is on nobody's own list."""
        service = asking(supervisor)

        assert ("supervisor", None, "head", "requested") == shown(
            supervisor, service, "officer", "answerer", "escalates_to", "status"
        )
        assert [("respond_by", date(2026, 11, 27), None)] == linkage.due(supervisor, service)

    def test_a_body_that_signs_in_has_it_on_its_list(self, registry, supervisor, asking, linkage):
        """The police have a day to answer, and see the day and nothing of the child."""
        service = asking(supervisor, "police_station", category="identity_check")
        assert [("respond_by", date(2026, 11, 25), "police")] == linkage.due(supervisor, service)

        [row] = desk_as(registry, "police").find("due").rows
        assert (date(2026, 11, 25), "police") == (row.values["day"], row.values["who"])
        assert {"what", "record", "minor"} <= set(row.masked)

    @pytest.mark.parametrize(
        ("values", "problem"),
        [
            ({"escalates_to": "liaison_two"}, ("escalates_to", "person")),
            ({"escalates_to": "nobody"}, ("escalates_to", "person")),
            ({"answerer": "police"}, ("answerer", "person")),
            ({"respond_by": date(2026, 11, 23)}, ("respond_by", "range")),
            ({"request": "   "}, ("request", "required")),
            ({"basis": "because"}, ("basis", "code")),
        ],
    )
    def test_what_cannot_be(self, supervisor, asking, linkage, values, problem):
        """Told to who does not see the child, answered by another body's account, due before it is asked, for nothing."""
        with pytest.raises(Invalid) as told:
            asking(supervisor, **values)
        assert [problem] == linkage.said(told)

    def test_an_account_is_not_passed_over(self, supervisor, linkage):
        """Asked at the door without the account of the body, it would wait on nobody's list: refused."""
        service = Service(
            minor=Id(CHILD),
            category="identity_check",
            department="police_station",
            asked=DAY,
            officer="supervisor",
            request="请核实身份",
            basis="statutory_duty",
            respond_by=DAY,
            escalates_to="head",
        )
        with pytest.raises(Invalid) as told:
            supervisor.save(service)
        assert [("answerer", "person")] == linkage.said(told)
        supervisor.save(service.but(answerer="police"))

    def test_a_day_is_asked_for_at_the_door(self, supervisor, linkage):
        """No service is without a day by which it is answered."""
        service = Service(
            minor=Id(CHILD),
            category="counselling",
            department="school",
            asked=DAY,
            officer="supervisor",
            request="请关注",
            basis="statutory_duty",
            escalates_to="head",
        )
        with pytest.raises(Invalid) as told:
            supervisor.save(service)
        assert [("respond_by", "required")] == linkage.said(told)

    def test_not_twice(self, supervisor, asking, linkage):
        """One body is asked for one kind of service for a child at a time; another kind, child or body is another matter."""
        service = asking(supervisor)
        with pytest.raises(Invalid) as told:
            asking(supervisor)
        assert [("department", "taken")] == linkage.said(told)
        for values in ({"category": "legal_aid"}, {"minor": OTHER}, {"code": "womens_federation"}):
            asking(supervisor, **values)
        services.revoke(supervisor, service, why_revoked="写错了", base=1)
        asking(supervisor)

    def test_a_body_that_ended_is_not_asked(self, head, asking, linkage):
        """Nor does what is under way there stop."""
        before = asking(head)
        head.change("body", linkage.body(head, "justice_office"), base=1, ended=DAY)
        with pytest.raises(NotFound):
            asking(head, minor=OTHER)
        services.accept(head, before, base=1)

    def test_of_a_child_one_does_not_see(self, registry, asking, linkage):
        """A liaison of another community names a child that is not there, as far as they learn."""
        with pytest.raises(Invalid) as told:
            asking(desk_as(registry, "liaison_one"))
        assert [("minor", "reference")] == linkage.said(told)

    def test_nobody_to_tell(self, head, asking, linkage):
        """Where the station has no head, somebody is named."""
        post = head.find(Officer, limit=500).rows
        [row] = [row for row in post if row.values["account"] == "head"]
        head.change(Officer, row.id, base=row.version, ended=date(2026, 11, 23))
        with pytest.raises(Invalid) as told:
            asking(head)
        assert [("escalates_to", "required")] == linkage.said(told)
        asking(head, escalates_to="supervisor")


class TestAnswering:
    """Accepted, declined, asked elsewhere, under way, done, revoked."""

    def test_a_service_to_its_end(self, registry, supervisor, asking, linkage):
        """Asked, declined, asked elsewhere, accepted, under way, done: at each step exactly one day stands on a list."""
        first = asking(supervisor)
        steps = [linkage.due(supervisor, first)]
        services.decline(supervisor, first, why_declined="没有心理老师", base=1)
        steps.append(linkage.due(supervisor, first))
        where = "womens_federation"
        second = services.ask_elsewhere(supervisor, first, department=where, base=2).value[0][1]
        steps.append((linkage.due(supervisor, first), linkage.due(supervisor, second)))
        services.accept(supervisor, second, base=1, replied_by="妇联李主任", act_by=date(2026, 12, 8))
        steps.append(linkage.due(supervisor, second))
        services.begin(supervisor, second, base=2, provider="王老师")
        steps.append(linkage.due(supervisor, second))
        services.finish(supervisor, second, outcome="helped", result="谈了三次", base=3)
        steps.append(linkage.due(supervisor, second))

        assert [
            [("respond_by", date(2026, 11, 27), None)],
            [("act_by", DAY, "supervisor")],
            ([], [("respond_by", date(2026, 12, 1), None)]),
            [("act_by", date(2026, 12, 8), "supervisor")],
            [("act_by", date(2026, 12, 8), "supervisor")],
            [],
        ] == steps
        assert ("asked_elsewhere", "没有心理老师", "supervisor") == shown(
            supervisor, first, "status", "why_declined", "noted_by"
        )
        assert ("done", first, "请安排心理老师与孩子谈一次", "counselling", DAY) == shown(
            supervisor, second, "status", "follows", "request", "category", "done"
        )
        assert [] == list(registry.store.verify())

    def test_done_in_one_go(self, supervisor, asking):
        """What was accepted and done on the same day needs no step in between; asked again under its key, it is done once."""
        service = asking(supervisor)
        services.accept(supervisor, service, base=1)
        for _ in range(2):
            services.finish(supervisor, service, outcome="partly", base=2, key="k")

        assert ("done", DAY, "partly") == shown(supervisor, service, "status", "began", "outcome")

    @pytest.mark.parametrize(
        ("move", "values", "at"),
        [
            ("declined", {"act_by": DAY}, "why_declined"),
            ("accepted", {}, "act_by"),
            ("revoked", {}, "why_revoked"),
            ("revoked", {"why_revoked": "  "}, "why_revoked"),
            ("done", {"outcome": "helped"}, "status"),
            ("asked_elsewhere", {}, "status"),
        ],
    )
    def test_what_a_step_rests_on(self, supervisor, asking, move, values, at):
        """Declined and revoked with a reason, accepted with a next day, done only after it was accepted: at the door too."""
        service = asking(supervisor)
        with pytest.raises(Invalid) as told:
            supervisor.transition(Service, service, move, base=1, **values)
        assert [at] == [problem.at for problem in told.value.problems]

    def test_asked_elsewhere_means_that_somebody_was_asked(self, supervisor, asking, linkage):
        """Nobody closes what was declined by saying so; a service of another child, or one not declined, is not followed."""
        service = asking(supervisor)
        with pytest.raises(Invalid) as told:
            asking(supervisor, "school", follows=Id(service))
        assert [("follows", "reference")] == linkage.said(told)
        services.decline(supervisor, service, why_declined="不归我们", base=1)
        with pytest.raises(Invalid) as told:
            supervisor.transition(Service, service, "asked_elsewhere", base=2)
        assert [("status", "reference")] == linkage.said(told)
        with pytest.raises(Invalid) as told:
            asking(supervisor, "school", minor=OTHER, follows=Id(service))
        assert [("follows", "reference")] == linkage.said(told)

    def test_asking_elsewhere_is_one_act(self, supervisor, asking):
        """If the first has changed meanwhile, nobody else was asked."""
        service = asking(supervisor)
        services.decline(supervisor, service, why_declined="不归我们", base=1)
        where = "school"
        with pytest.raises(Conflict):
            services.ask_elsewhere(supervisor, service, department=where, base=1)
        assert [service] == [row.id for row in supervisor.find(Service).rows]

    def test_joint_services(self, supervisor, asking, linkage):
        """Counselling and legal aid for one child are of one case; the services of two children are not."""
        first = asking(supervisor)
        second = asking(supervisor, category="legal_aid", joint_with=Id(first))
        assert (first,) == shown(supervisor, second, "joint_with")
        with pytest.raises(Invalid) as told:
            asking(supervisor, minor=OTHER, joint_with=Id(first))
        assert [("joint_with", "reference")] == linkage.said(told)

    def test_a_body_asks_us(self, supervisor, linkage):
        """What a body sends for a child stands here too, with our own day to answer."""
        service = services.ask(
            supervisor,
            CHILD,
            department="procuratorate",
            category="home_education",
            request="请安排家庭教育指导",
            basis="court_or_case",
            asking=Asking.OF_US,
            answerer="supervisor",
        ).value[0][1]
        assert [("respond_by", date(2026, 12, 3), "supervisor")] == linkage.due(supervisor, service)


class TestReaders:
    """What names a reason about a child is for few."""

    def test_a_restricted_service_shows_its_structure_only(self, registry, supervisor, asking):
        """A liaison learns that there is a service and its state, and neither body, kind nor request."""
        service = asking(supervisor, level="restricted")
        row = desk_as(registry, "liaison_two").get(Service, service)

        assert {"department", "category", "request", "basis", "shared"} <= set(row.masked)
        assert "requested" == row.values["status"]

    @pytest.mark.parametrize("account", ["grid", "volunteer", "police", "primary", "leader", "auditor"])
    def test_nobody_else_reads_it(self, registry, supervisor, asking, account):
        """Neither who asks nothing here nor the body itself, as long as nothing is opened to it."""
        service = asking(supervisor, "police_station")
        with pytest.raises((Refused, NotFound)):
            desk_as(registry, account).get(Service, service)

    def test_the_unanswered_are_listed(self, registry, supervisor, asking):
        """Those whose day is over, the longest first; neither one that is due today nor one that was answered."""
        late, answered, waiting = (asking(supervisor, code) for code in ("relief_station", "school", "tobacco"))
        services.accept(supervisor, answered, base=1)
        registry.clock.on(date(2026, 11, 25))
        assert () == services.unanswered(supervisor)
        registry.clock.on(date(2026, 12, 4))
        assert [late, waiting] == [row.id for row in services.unanswered(supervisor)]
