"""Bodies without an account are asked on paper: a numbered package that says what is shared and no more, and its receipt."""

from datetime import date

import pytest

from minorcare import Invalid, NotFound, Refused
from minorcare.declare import Id
from minorcare.kinds import Household, Service, ServicePackage
from minorcare.query import F
from minorcare.testing import desk_as
from minorcare.work import packages, services
from minorcare.work.told import told

DAY, NEXT = date(2026, 11, 24), date(2026, 11, 25)
CHILD = "child-01"


@pytest.fixture
def asked(supervisor):
    """Asks the justice office for a child; gives the id of the service."""

    def ask(minor=CHILD, code="justice_office", shared=("name", "birth_date"), **values):
        said = {"category": "legal_aid", "request": "请帮助申请<法律>援助", "basis": "statutory_duty", **values}
        return services.ask(supervisor, minor, department=code, shared=shared, **said).value[0][1]

    return ask


@pytest.fixture
def prepared(supervisor, asked):
    """Makes the package of such a service."""

    def prepare(**values):
        return packages.prepare(supervisor, asked(**values)).value[0][1]

    return prepare


def number(desk, package):
    return desk.get(ServicePackage, package).values["number"]


class TestItsCourse:
    """Prepared, handed over, received; or cancelled."""

    def test_from_preparing_to_receipt(self, registry, supervisor, prepared, linkage):
        """At each step one day stands on the list of whoever made it, and after the receipt none."""
        package = prepared()
        steps = [linkage.due(supervisor, package)]
        registry.clock.on(NEXT)
        packages.hand_over(supervisor, package, how="in_person", base=1)
        steps.append(linkage.due(supervisor, package))
        packages.receive(supervisor, package, received_by="司法所 周干事", receipt_no="收字12", base=2)
        steps.append(linkage.due(supervisor, package))

        assert [
            [("send_by", NEXT, "supervisor")],
            [("receipt_by", date(2026, 11, 30), "supervisor")],
            [],
        ] == steps
        kept = supervisor.get(ServicePackage, package).values
        assert ("2026-0001", DAY, NEXT, NEXT, "收字12") == tuple(
            kept[name] for name in ("number", "made", "sent", "received", "receipt_no")
        )

    @pytest.mark.parametrize(
        ("move", "values", "at"),
        [
            ("handed_over", {"receipt_by": NEXT}, ["how"]),
            ("handed_over", {"receipt_by": NEXT, "how": "letter", "sent": date(2026, 11, 23)}, ["sent"]),
            ("received", {"received_by": "周干事"}, ["status"]),
            ("cancelled", {}, ["why_cancelled"]),
        ],
    )
    def test_what_a_step_rests_on(self, supervisor, prepared, move, values, at):
        """Handed over in some way and not before it was made, received after that, cancelled with a reason."""
        package = prepared()
        with pytest.raises(Invalid) as refused:
            supervisor.transition(ServicePackage, package, move, base=1, **values)
        assert at == [problem.at for problem in refused.value.problems]

    def test_numbers_go_up_by_year(self, registry, supervisor, asked):
        """The next one, over all packages and whoever sees them; a cancelled one keeps its number; a new year begins anew."""
        liaison = desk_as(registry, "liaison_one")
        made = [packages.prepare(liaison, asked("child-01")).value[0][1]]
        other = desk_as(registry, "liaison_two")
        service = asked("child-03")
        made.append(packages.prepare(other, service).value[0][1])
        packages.cancel(other, made[1], why_cancelled="写错了", base=1)
        made.append(packages.prepare(other, service).value[0][1])
        registry.clock.on(date(2027, 1, 4))
        made.append(packages.prepare(supervisor, asked("child-04")).value[0][1])

        assert ["2026-0001", "2026-0002", "2026-0003", "2027-0001"] == [number(supervisor, each) for each in made]

    def test_one_letter_for_a_service(self, supervisor, asked, linkage):
        """A body is not asked twice by two letters."""
        service = asked()
        packages.prepare(supervisor, service)
        with pytest.raises(Invalid) as refused:
            packages.prepare(supervisor, service)
        assert [("service", "taken")] == linkage.said(refused)

    def test_who_was_asked_by_nobody_yet(self, supervisor, asked):
        """Listed until it is handed over: neither a service of a body with an account nor one that was sent."""
        signs_in, on_paper, waiting = asked("child-01", "police_station"), asked("child-02"), asked("child-03")
        assert {on_paper, waiting} == {row.id for row in packages.unsent(supervisor)}
        package = packages.prepare(supervisor, on_paper).value[0][1]
        assert {on_paper, waiting} == {row.id for row in packages.unsent(supervisor)}
        packages.hand_over(supervisor, package, how="letter", base=1)

        assert {waiting} == {row.id for row in packages.unsent(supervisor)}
        assert "requested" == supervisor.get(Service, signs_in).values["status"]


class TestWhatItSays:
    """What is shared, and nothing beside it."""

    def test_only_what_is_shared(self, supervisor, prepared):
        """Name and day of birth are there; address, school, guardians, file number and areas are not."""
        html = packages.printed(supervisor, prepared()).html

        assert not [word for word in ("陈小禾", "2015-03-04", "2026-0001", "司法所") if word not in html]
        assert not [word for word in ("测试路", "测试小学", "测试家长", "530111", "留守", CHILD) if word in html]

    def test_every_piece_can_be_told(self, supervisor):
        """Each code of the list says something of a child of whom it is on file, and that it is not where it is not."""
        codes = [item.value for item in supervisor.catalog.codes["shared_field"].items]
        full = dict(zip(codes, told(supervisor, "child-01", codes, situation="随祖父母"), strict=True))
        bare = dict(zip(codes, told(supervisor, "child-09", codes), strict=True))

        assert ("女", "测试0社区", "测试路1号", "测试家长1f、测试家长1m") == tuple(
            full[name][1].zh for name in ("sex", "community", "address", "guardians")
        )
        assert 18 == len(full["resident_id"][1].zh)
        assert "13700000001、13700000001" == full["guardian_phone"][1].zh
        assert "随祖父母" == full["situation"][1].zh
        assert {"未登记"} == {bare[name][1].zh for name in ("resident_id", "address", "guardians", "situation")}

    def test_what_one_does_not_see_is_not_told(self, registry, prepared):
        """A liaison of another community prints nothing."""
        package = prepared()
        with pytest.raises(NotFound):
            packages.printed(desk_as(registry, "liaison_two"), package)

    def test_numbers_in_clear_are_in_the_journal(self, registry, supervisor, prepared):
        """Printing a resident ID is a look at it."""
        package = prepared(shared=("name", "resident_id"))
        before = _reveals(registry)
        packages.printed(supervisor, package)

        assert before + 1 == _reveals(registry)

    def test_it_says_so_when_it_says_something_else(self, supervisor, prepared):
        """A reprint gives the same bytes; once the register has changed, it is told."""
        package = prepared(shared=("name", "address"))
        first = packages.printed(supervisor, package)
        assert first == packages.printed(supervisor, package)
        assert first.as_made
        supervisor.change(Household, "home-1", base=1, address="测试路100号")

        again = packages.printed(supervisor, package)
        assert not again.as_made
        assert "测试路100号" in again.html

    def test_nothing_in_it_is_markup(self, supervisor, prepared):
        """What people wrote is text, and the page takes nothing from elsewhere."""
        html = packages.printed(supervisor, prepared()).html

        assert "请帮助申请&lt;法律&gt;援助" in html
        assert not [word for word in ("<script", "http:", "https:", "src=") if word in html]

    def test_in_english_too(self, supervisor, prepared):
        """Headings follow the reader; what is on file stands as it is."""
        package = prepared()
        page = packages.printed(supervisor, package, lang="en")

        assert "Please answer by" in page.html
        assert page.as_made

    def test_what_is_no_longer_shared_is_not_printed(self, supervisor, asked):
        """From the moment sharing stops, or the package is cancelled, nobody prints it again."""
        service = asked()
        package = packages.prepare(supervisor, service).value[0][1]
        supervisor.change(Service, service, base=1, share_stopped=DAY)
        with pytest.raises(Refused):
            packages.printed(supervisor, package)
        packages.cancel(supervisor, package, why_cancelled="停止共享", base=1)
        with pytest.raises(Refused):
            packages.printed(supervisor, package)

    def test_a_package_holds_no_more_than_its_service(self, supervisor, asked, linkage):
        """Asked for at the door with a piece more, for another child or another body: refused."""
        service = asked()
        made = ServicePackage(
            minor=Id(CHILD),
            service=Id(service),
            department="justice_office",
            number="2026-0009",
            made=DAY,
            officer="supervisor",
            shared=("name", "address"),
            share_until=NEXT,
            fingerprint="0",
            send_by=NEXT,
        )
        few = made.but(shared=("name",))
        wrong = (
            (("shared[1]", "sharing"), made),
            (("service", "reference"), few.but(minor=Id("child-02"))),
            (("service", "reference"), few.but(department="school")),
        )
        for problem, record in wrong:
            with pytest.raises(Invalid) as refused:
                supervisor.save(record)
            assert [problem] == linkage.said(refused)
        supervisor.save(few)

    def test_a_family_situation_that_is_shared_is_written_down(self, asked, linkage):
        """It is said in words for this body, never read out of the register."""
        with pytest.raises(Invalid) as refused:
            asked(shared=("name", "situation"))
        assert [("situation", "required")] == linkage.said(refused)


def _reveals(registry):
    rows = desk_as(registry, "head").find("journal", F.action == "reveal", limit=500).rows
    return len(rows)
