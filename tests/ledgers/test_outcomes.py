"""What the yearly account tells of services: children who were traced, escorted, helped on to university, counselled."""

from datetime import date

import pytest

from minorcare.declare import Id
from minorcare.kinds import RiskTag
from minorcare.testing import desk_as
from minorcare.work import ledgers, services
from minorcare.work.bodies import enter_directory
from minorcare.work.figures import figures
from minorcare.work.ledger_reading import behind, reprint


@pytest.fixture
def helped(head):
    """Four children helped, one of them by two services, and one who waits."""
    enter_directory(head)
    for minor, category, outcome, department in (
        ("child-01", "family_tracing", "reunited", "police_station"),
        ("child-02", "relief_escort", "escorted", "relief_station"),
        ("child-05", "education_aid", "university", "education_bureau"),
        ("child-07", "counselling", "helped", "justice_office"),
        ("child-07", "legal_aid", "helped", "justice_office"),
        ("child-08", "family_tracing", None, "police_station"),
        ("child-08", "relief_escort", "not_wanted", "relief_station"),
    ):
        said = {"department": department, "category": category, "request": "请协助", "basis": "statutory_duty"}
        service = services.ask(head, minor, **said).value[0][1]
        if outcome:
            services.accept(head, service, base=1)
            services.finish(head, service, outcome=outcome, base=2)


OUTCOMES = ("family_tracing", "relief_escort", "university", "counselling", "legal_aid")


@pytest.mark.usefixtures("helped")
def test_outcomes_are_counted_by_child(head, leader):
    """Each who was helped counts once in each column; who waits or did not want it does not. A leader sees none so small."""
    total = {name: figures(head, "six_focuses").cells["total", name] for name in OUTCOMES}
    shown = figures(leader, "six_focuses").cells

    assert dict.fromkeys(OUTCOMES, 1) == total
    assert {None} == {shown["total", name] for name in OUTCOMES}


@pytest.mark.usefixtures("helped")
def test_frozen_account_opens_whom_it_tells_of(head, registry):
    """Next year the ledger says the same, and each number opens its child."""
    made = ledgers.prepare(head, "six_focuses", day=head.day)
    before = reprint(head, made)
    registry.clock.on(date(2027, 3, 1))
    later = desk_as(registry, "head")

    assert ["child-05"] == [row.id for row in behind(later, made, "total", "university").rows]
    assert before == reprint(later, made)
    assert 0 == figures(later, "six_focuses").cells["total", "university"]


def test_part_of_a_number_is_no_number(registry, head):
    """Where some tags are above a liaison's level, the column has no number for them; where none is, it has."""
    liaison, other = (desk_as(registry, f"liaison_{n}") for n in ("one", "two"))
    head.save(RiskTag(id=Id("tag-x"), minor=Id("child-02"), risk="disability", level="restricted", found=head.day))

    assert figures(liaison, "six_focuses").cells["total", "disability"] is None
    assert figures(other, "six_focuses").cells["total", "disability"] is None
    assert 2 == figures(head, "six_focuses").cells["total", "disability"]
    assert 3 == figures(liaison, "six_focuses").cells["total", "minors"]
