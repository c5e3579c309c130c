"""What is told of a child rests on a duty of the body, on consent as the child's age asks it, on an emergency or on a case."""

from datetime import date, timedelta

import pytest

from minorcare import Invalid, Refused
from minorcare.declare import Id
from minorcare.desk import Transition
from minorcare.kinds import Body, Consent, Service
from minorcare.rules.sharing import lapsed, open_gate
from minorcare.testing import OFFICE, desk_as
from minorcare.work import consents, packages, services
from minorcare.work.tick import tick

DAY = date(2026, 11, 24)
YOUNG, OLD = "child-12", "child-03"  # thirteen until 12 December 2026, and fifteen
LAST_YOUNG, FIRST_OLD = date(2026, 12, 12), date(2026, 12, 13)


@pytest.fixture(autouse=True)
def volunteers(head):
    """A body without a statutory duty, which may be told three things at most."""
    body = Body(
        code="student_team",
        type="social_worker",
        name="高校志愿者团队",
        duty="课业陪伴",
        basis="《困境儿童个人信息保护工作办法》",
        statutory=False,
        may_get=("name", "school", "guardian_phone"),
    )
    head.save(body)


@pytest.fixture
def ask(supervisor):
    """Asks for company with homework; gives the id of the service."""

    def asked(minor=YOUNG, code="student_team", **values):
        said = {
            "category": "education_aid",
            "request": "每周陪伴一次",
            "basis": "guardian_consent",
            "shared": ("name",),
            "share_until": date(2026, 12, 20),
            **values,
        }
        return services.ask(supervisor, minor, department=code, **said).value[0][1]

    return asked


@pytest.fixture
def agree(supervisor):
    """Records a consent; gives its id."""

    def agreed(minor=YOUNG, desk=supervisor, **values):
        made = consent(minor, **values)
        desk.save(made)
        return made.id

    return agreed


def consent(minor=YOUNG, **values):
    said = {"guardian": "测试家长"} if minor == YOUNG else {"child_agreed": True, "guardian_told": DAY}
    told = {
        "department": "student_team",
        "matter": "课业陪伴",
        "shared": ("name", "school"),
        "given": DAY,
        "expires": date(2027, 1, 31),
    }
    return Consent(minor=Id(minor), **{**told, **said, **values})


def gate(desk, service):
    return consents.shares(desk, service)


class TestConsent:
    """Who agrees, by the age on the day it is given."""

    @pytest.mark.parametrize(
        ("day", "values", "at"),
        [
            (LAST_YOUNG, {"guardian": "母亲"}, []),
            (LAST_YOUNG, {"guardian": None, "child_agreed": True, "guardian_told": LAST_YOUNG}, ["guardian"]),
            (FIRST_OLD, {"guardian": "母亲"}, ["child_agreed", "guardian_told"]),
            (FIRST_OLD, {"guardian": None, "child_agreed": True}, ["guardian_told"]),
            (FIRST_OLD, {"guardian": None, "guardian_told": FIRST_OLD}, ["child_agreed"]),
            (FIRST_OLD, {"guardian": None, "child_agreed": True, "guardian_told": FIRST_OLD}, []),
            (FIRST_OLD, {"guardian": "母亲", "cannot_express": True}, []),
            (FIRST_OLD, {"guardian": None, "cannot_express": True}, ["guardian"]),
            (LAST_YOUNG, {"guardian": "母亲", "cannot_express": True, "child_agreed": True}, ["child_agreed"]),
        ],
    )
    def test_by_age(self, registry, supervisor, day, values, at):
        """Up to the fourteenth birthday a guardian; from the day after it the child, and a guardian is told."""
        registry.clock.on(day)
        made = consent(given=day, **values)
        if not at:
            supervisor.save(made)
            return
        with pytest.raises(Invalid) as refused:
            supervisor.save(made)
        assert at == [problem.at for problem in refused.value.problems]

    @pytest.mark.parametrize(
        ("values", "at"),
        [
            ({"department": "nobody"}, "department"),
            ({"shared": ()}, "shared"),
            ({"matter": " "}, "matter"),
            ({"expires": date(2026, 11, 23)}, "expires"),
        ],
    )
    def test_it_names_whom_what_why_and_until_when(self, supervisor, values, at):
        """A body of the directory, at least one thing, a purpose, a last day: without one of them it is no consent."""
        with pytest.raises(Invalid) as refused:
            supervisor.save(consent(**values))
        assert at in [problem.at for problem in refused.value.problems]


class TestTheGate:
    """Before anything is told."""

    def test_without_consent_a_body_without_a_duty_is_told_nothing(self, ask, linkage):
        """Neither on a duty, which it has not, nor on a consent that nobody gave."""
        for values, problem in (
            ({"basis": "statutory_duty"}, ("basis", "basis")),
            ({"basis": "court_or_case", "document": "云0111号"}, ("basis", "basis")),
            ({}, ("consent", "required")),
        ):
            with pytest.raises(Invalid) as refused:
                ask(**values)
            assert [problem] == linkage.said(refused)

    def test_what_names_nobody_needs_none(self, supervisor, ask):
        """Asking without telling who the child is shares nothing."""
        service = ask(basis="statutory_duty", shared=(), share_until=None)
        assert not gate(supervisor, service)

    @pytest.mark.parametrize(("minor", "basis"), [(YOUNG, "guardian_consent"), (OLD, "child_and_guardian")])
    def test_with_consent_it_is_open(self, supervisor, ask, agree, minor, basis):
        """For what was agreed to, up to its end."""
        service = ask(minor, basis=basis, consent=agree(minor), shared=("name", "school"))
        assert gate(supervisor, service)

    @pytest.mark.parametrize(
        ("values", "problem"),
        [
            ({"shared": ("name", "guardian_phone")}, ("shared[1]", "consent")),
            ({"shared": ("name", "address")}, ("shared[1]", "sharing")),
            ({"share_until": date(2027, 2, 1)}, ("share_until", "range")),
            ({"minor": OLD}, ("consent", "reference")),
        ],
    )
    def test_no_further_than_was_agreed(self, ask, agree, linkage, values, problem):
        """Neither a thing more, nor a day longer, nor for another child; nor what such a body is never told."""
        with pytest.raises(Invalid) as refused:
            ask(**{"consent": agree(), **values})
        assert problem in linkage.said(refused)

    def test_a_consent_to_one_body_opens_no_other(self, head, ask, agree, linkage):
        """Consent names who is told."""
        head.save(
            Body(
                code="reading_club",
                type="social_worker",
                name="读书会",
                duty="阅读",
                basis="约定",
                statutory=False,
                may_get=("name",),
            )
        )
        with pytest.raises(Invalid) as refused:
            ask(code="reading_club", consent=agree())
        assert [("consent", "reference")] == linkage.said(refused)

    def test_a_body_with_a_duty_is_told_without(self, supervisor, ask):
        """Up to what it may be told: a school hears name and school, and no resident ID."""
        service = ask(code="school", basis="statutory_duty", shared=("name", "school"))
        assert gate(supervisor, service)
        with pytest.raises(Invalid) as refused:
            ask(OLD, code="school", basis="statutory_duty", shared=("name", "resident_id"))
        assert ["shared[1]"] == [problem.at for problem in refused.value.problems]

    def test_a_case_has_its_document(self, ask, linkage):
        """Told for a case, it names the document."""
        with pytest.raises(Invalid) as refused:
            ask(code="procuratorate", basis="court_or_case")
        assert [("document", "required")] == linkage.said(refused)
        ask(code="procuratorate", basis="court_or_case", document="盘检未保〔2026〕3号")

    @pytest.mark.parametrize(("days", "refused"), [(7, False), (8, True)])
    def test_an_emergency_ends(self, ask, days, refused):
        """Anybody may be told in an emergency, for seven days and not for eight."""
        if not refused:
            ask(basis="emergency", share_until=DAY + timedelta(days))
            return
        with pytest.raises(Invalid):
            ask(basis="emergency", share_until=DAY + timedelta(days))

    def test_the_gate_shuts_after_its_last_day(self, registry, supervisor, ask):
        """Open on the last day, shut on the next, without anybody writing anything."""
        service = ask(code="school", basis="statutory_duty")
        for day, opened in ((date(2026, 12, 20), True), (date(2026, 12, 21), False)):
            registry.clock.on(day)
            assert opened is gate(supervisor, service)

    def test_what_is_over_is_shut(self, supervisor, ask):
        """Declined, revoked or done: the body may use nothing any more."""
        service = ask(code="school", basis="statutory_duty")
        services.revoke(supervisor, service, why_revoked="不再需要", base=1)
        assert not gate(supervisor, service)


class TestWithdrawal:
    """It stops sharing at once, whatever stands in the way."""

    def test_at_once(self, supervisor, ask, agree, linkage):
        """The gate is shut, the service says since when, and whoever asked has it on the list the same day."""
        given = agree()
        service = ask(consent=given)
        package = packages.prepare(supervisor, service).value[0][1]
        consents.withdraw(supervisor, given, base=1, withdrawn_by="母亲")

        assert not gate(supervisor, service)
        assert DAY == supervisor.get(Service, service).values["share_stopped"]
        assert ("act_by", DAY, "supervisor") in linkage.due(supervisor, service)
        with pytest.raises(Refused):
            packages.printed(supervisor, package)

    def test_at_the_door_too(self, registry, supervisor, ask, agree):
        """Withdrawn by a form or the API, nothing but the consent is written, and the gate is shut; time writes the rest."""
        given = agree()
        service = ask(consent=given)
        supervisor.apply(Transition(Consent, given, "withdrawn", 1))
        assert not gate(supervisor, service)
        assert supervisor.get(Service, service).values["share_stopped"] is None

        assert 1 == tick(registry.system_desk(OFFICE)).steps["sharing"]
        assert 0 == tick(registry.system_desk(OFFICE)).steps["sharing"]
        assert DAY == supervisor.get(Service, service).values["share_stopped"]

    def test_nothing_is_shared_anew(self, supervisor, ask, agree, linkage):
        """A withdrawn consent opens no other service, and a service cannot go on sharing by it."""
        given = agree()
        service = ask(consent=given)
        supervisor.transition(Consent, given, "withdrawn", base=1)
        with pytest.raises(Invalid) as refused:
            ask(consent=given, category="other")
        assert [("consent", "consent")] == linkage.said(refused)
        with pytest.raises(Invalid) as refused:
            services.accept(supervisor, service, base=1)
        assert [("consent", "consent")] == linkage.said(refused)
        supervisor.change(Service, service, base=1, share_stopped=DAY)
        services.accept(supervisor, service, base=2)

    def test_other_services_go_on(self, supervisor, ask, agree):
        """What rests on another consent or on a duty is not touched."""
        given, other = agree(), agree(OLD)
        first = ask(consent=given)
        by_other = ask(OLD, basis="child_and_guardian", consent=other)
        by_duty = ask(code="school", basis="statutory_duty")
        consents.withdraw(supervisor, given, base=1)

        assert [False, True, True] == [gate(supervisor, each) for each in (first, by_other, by_duty)]

    def test_it_stands_when_the_person_named_has_left(self, registry, head, ask, agree):
        """A service that cannot be changed for another reason does not hold up a withdrawal."""
        given = agree()
        service = ask(consent=given, escalates_to="supervisor")
        head.change("officer", "post-supervisor", base=1, ended=DAY)
        registry.clock.on(date(2026, 11, 25))
        desk = desk_as(registry, "liaison_two")
        consents.withdraw(desk, given, base=1)

        assert not gate(desk, service)


class TestTime:
    """What was enough may not be enough later."""

    def test_at_fourteen_the_child_is_asked(self, registry, supervisor, ask, agree, linkage):
        """A guardian's consent carries up to the fourteenth birthday; from the day after it nothing is shared by it any more."""
        service = ask(consent=agree())
        registry.clock.on(LAST_YOUNG)
        assert gate(supervisor, service)
        registry.clock.on(FIRST_OLD)
        assert not gate(supervisor, service)

        assert 1 == consents.stop_lapsed(registry.system_desk(OFFICE))
        assert ("act_by", FIRST_OLD, "supervisor") in linkage.due(supervisor, service)

    def test_who_cannot_express_itself_stays_spoken_for(self, registry, supervisor, ask, agree):
        """There a guardian's consent carries beyond fourteen."""
        service = ask(consent=agree(cannot_express=True))
        registry.clock.on(FIRST_OLD)
        assert gate(supervisor, service)

    def test_a_consent_ends(self, registry, supervisor, ask, agree):
        """On its last day it holds, on the next it does not."""
        service = ask(consent=agree(expires=date(2026, 12, 1)), share_until=date(2026, 12, 1))
        for day, opened in ((date(2026, 12, 1), True), (date(2026, 12, 2), False)):
            registry.clock.on(day)
            assert opened is gate(supervisor, service)

    def test_open_and_lapsed_never_overlap(self, registry, supervisor, ask, agree):
        """On no day is one service both, whatever it rests on."""
        ask(consent=agree())
        ask(
            OLD,
            basis="child_and_guardian",
            consent=agree(OLD, expires=date(2026, 12, 5)),
            share_until=date(2026, 12, 5),
        )
        ask(code="school", basis="statutory_duty")
        seen = set()
        for ahead in range(0, 40, 3):
            registry.clock.on(DAY + timedelta(ahead))
            both = [row.id for row in supervisor.find(Service, open_gate() & lapsed()).rows]
            seen |= {row.id for row in supervisor.find(Service, lapsed()).rows}
            assert [] == both
        assert 2 == len(seen)

    def test_a_lapsed_consent_does_not_hold_up_the_clock(self, registry, supervisor, ask, agree):
        """A service whose consent ran out and that nobody answered stops sharing and is escalated in the same tick."""
        service = ask(consent=agree(expires=date(2026, 11, 25)), share_until=date(2026, 11, 25))
        registry.clock.on(date(2026, 12, 20))
        tick(registry.system_desk(OFFICE))
        kept = supervisor.get(Service, service).values

        assert kept["share_stopped"] is not None
        assert kept["escalated"] is not None
