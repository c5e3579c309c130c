"""Asked again under its key, nothing is there twice: a line that broke is no reason to ask a body twice."""

from datetime import date

from minorcare.declare import Id
from minorcare.kinds import HarmReport, Mediation, Minor, Service, ServicePackage, StreetPath
from minorcare.kinds.mediation import Party
from minorcare.query import F
from minorcare.testing import OFFICE
from minorcare.work import mediation, packages, services, street_path

DAY = date(2026, 11, 24)


def twice(act):
    """The receipts of doing it twice are one."""
    first, again = act(), act()
    assert first.value == again.value
    return first.value


def test_a_service_and_its_package(supervisor):
    """Asked, put on paper, declined and asked elsewhere, each twice: one of each, and one number."""
    said = {"category": "legal_aid", "request": "请办理", "basis": "statutory_duty", "shared": ("name",)}
    [(_, first, _)] = twice(lambda: services.ask(supervisor, "child-03", department="justice_office", key="a", **said))
    twice(lambda: packages.prepare(supervisor, first, key="b"))
    twice(lambda: services.decline(supervisor, first, why_declined="不归我们", base=1, key="c"))
    where = {"department": "civil_affairs", "base": 2, "key": "d"}
    twice(lambda: services.ask_elsewhere(supervisor, first, **where))

    assert 2 == len(supervisor.find(Service).rows)
    assert ["2026-0001"] == [row.values["number"] for row in supervisor.find(ServicePackage).rows]


def test_a_nameless_child(supervisor):
    """Taken in twice by a phone without signal, it is one child on one way."""
    before = len(supervisor.find(Minor, limit=100).rows)
    said = {"area": f"{OFFICE}002", "found": DAY, "source": "police", "age": 7, "key": "k"}
    twice(lambda: street_path.take_in(supervisor, **said))

    assert before + 1 == len(supervisor.find(Minor, limit=100).rows)
    assert 1 == len(supervisor.find(StreetPath).rows)


def test_a_mediation_or_the_report_instead(supervisor):
    """Begun twice it is one; reported twice it is one report."""
    two = (Party(name="甲", role="guardian"), Party(name="乙", role="neighbour"))
    said = {"matter": "噪声", "parties": two, "mediator": "周"}
    for minor, signs in (("child-03", ()), ("child-04", ("violence",))):
        begun = {mediation.begin(supervisor, minor, signs=signs, key=f"k-{minor}", **said) for _ in range(2)}
        assert 1 == len(begun)

    assert 1 == len(supervisor.find(Mediation).rows)
    assert 1 == len(supervisor.find(HarmReport, F.minor == Id("child-04")).rows)
