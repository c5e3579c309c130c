"""Taking records out of force."""

from datetime import date

import pytest

from minorcare import Invalid, NotFound
from minorcare.desk import Save, Void
from minorcare.kinds import DisabilityCard, Household, Minor, RiskTag
from minorcare.query import F


@pytest.fixture
def child(head):
    """A child with a household and a disability card, which suggests a tag."""
    home = Household(code="V-1", area="530111004002")
    minor = Minor(name="单小满", sex="1", birth_date=date(2016, 5, 1), area="530111004002", household=home.id)
    card = DisabilityCard(minor=minor.id, type="1", level="2", issued=date(2025, 1, 1), source="household")
    head.apply(Save(home), Save(minor), Save(card))
    return home, minor, card


def test_a_record_that_others_name_stays(head, child):
    """A child with a recorded fact is not taken out of force: the fact would be about nobody."""
    _, minor, _ = child

    with pytest.raises(Invalid) as refused:
        head.void(Minor, minor.id, base=1, reason="entered twice")

    assert ["named"] == [problem.code for problem in refused.value.problems]
    assert minor.id == head.get(Minor, minor.id).id


def test_what_names_it_goes_first(head, child):
    """Facts, then the child, then the household leave in one batch; what a rule suggested goes with its child."""
    home, minor, card = child

    head.apply(
        Void(DisabilityCard, card.id, 1, "wrong"),
        Void(Minor, minor.id, 1, "wrong"),
        Void(Household, home.id, 1, "wrong"),
    )

    assert () == head.find(RiskTag, F.minor == minor.id).rows
    for kind, one in ((DisabilityCard, card), (Minor, minor), (Household, home)):
        with pytest.raises(NotFound):
            head.get(kind, one.id)
    assert [] == list(head.store.verify())


def test_undoing_a_void_brings_the_record_back(head, child):
    """What was taken out of force by mistake stands again as it was, under its own file number."""
    _, _, card = child
    before = head.get(DisabilityCard, card.id)
    head.apply(Void(DisabilityCard, card.id, 1, "wrong"), key="01a20caa-0000-7000-8000-000000000001")

    head.undo("01a20caa-0000-7000-8000-000000000001")

    after = head.get(DisabilityCard, card.id)
    assert (before.values, before.no) == (after.values, after.no)
    assert ["suggested"] == [row.values["status"] for row in head.find(RiskTag, F.minor == card.minor).rows]
    assert [] == list(head.store.verify())


def test_nobody_undoes_what_is_not_theirs(head, liaison, child):
    """A liaison of another community brings nothing back."""
    _, _, card = child
    head.apply(Void(DisabilityCard, card.id, 1, "wrong"), key="01a20caa-0000-7000-8000-000000000002")
    foreign = Minor(name="别人", sex="1", birth_date=date(2016, 5, 1), area="530111004001")
    head.apply(Save(foreign))
    head.apply(Void(Minor, foreign.id, 1, "wrong"), key="01a20caa-0000-7000-8000-000000000003")

    with pytest.raises(NotFound):
        liaison.undo("01a20caa-0000-7000-8000-000000000003")
