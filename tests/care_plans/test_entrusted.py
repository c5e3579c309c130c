"""Entrusted care and orders to parents: who may not care, who may not order, and clocks that run by the week."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.declare import Id
from minorcare.errors import Invalid, Refused
from minorcare.kinds import EducationOrder, EducationSession, EntrustedCare, Member, WeeklyContact
from minorcare.kinds.codelists import load_codes
from minorcare.kinds.entrusted import BARRED
from minorcare.query import F
from minorcare.rules.care_checks import MAY_ORDER
from minorcare.work.entrusted import attended, contacted, next_session, standing

ISSUERS = [item.value for codes in load_codes() if codes.name == "order_issuer" for item in codes.items]


def order(id_="order-1", **values):
    known = {
        "type": "guidance",
        "issuer": "court",
        "document": "（2026）云0111民令1号",
        "received": date(2026, 9, 1),
        "times": 1,
        "per": "month",
        "minutes": 40,
        "ends": date(2027, 2, 28),
        "officer": "supervisor",
    }
    return EducationOrder(id=Id(id_), minor=Id("child-03"), **{**known, **values})


def due(desk, id_):
    return {row.values["which"]: row.values["day"] for row in desk.find("due", F.record == id_).rows}


# --- entrusted care ---


@pytest.mark.parametrize("question", BARRED)
def test_a_barred_carer_is_refused(liaison, made, question):
    """Each of the four items of art. 22 by itself; nobody is barred who answers no to all."""
    with pytest.raises(Invalid) as caught:
        liaison.save(made.care(**{question: True}))

    assert [(question, "barred")] == made.problems(caught)
    assert "第二十二条" in caught.value.in_("zh")
    liaison.save(made.care())


def test_every_question_is_answered():
    """None has an answer by default: each must be asked."""
    assert {True} == {EntrustedCare.__kind__.by_name[name].required for name in BARRED}


def test_a_carer_is_on_file_or_named(liaison, made):
    """By the record of a household member, or by name; neither is refused."""
    with pytest.raises(Invalid) as caught:
        liaison.save(made.care(carer_name=None))
    assert [("carer_name", "required")] == made.problems(caught)
    home = liaison.get("minor", made.CHILD).values["household"]
    liaison.save(Member(id=Id("gran"), household=home, name="曾奶奶", relation="61"))
    liaison.save(made.care(carer_name=None, carer=Id("gran"), phone="１３９ 0000 0001"))

    assert "…0001" != liaison.get(EntrustedCare, "care-1").values["carer_name"]


def test_both_are_told_in_writing(liaison, made):
    """The day by which notice is missing stays on the list until school and community have been told, and then goes."""
    liaison.save(made.care(notice_by=date(2026, 11, 30), told_school=date(2026, 11, 2)))
    assert date(2026, 11, 30) == due(liaison, "care-1")["notice_by"]

    liaison.change(EntrustedCare, "care-1", base=1, told_community=date(2026, 11, 3))

    assert {"contact_by"} == set(due(liaison, "care-1"))


def test_a_contact_moves_the_next_one_on_by_a_week(liaison, made):
    """From the day they spoke; a call at which the child was not there moves nothing; an older call moves nothing back."""
    liaison.save(made.care(began=date(2026, 11, 10)))
    assert date(2026, 11, 17) == due(liaison, "care-1")["contact_by"]
    contacted(liaison, "care-1", base=1, way="video", parent="52", with_child=True)
    assert date(2026, 12, 1) == due(liaison, "care-1")["contact_by"]
    contacted(liaison, "care-1", base=2, way="phone", parent="52", with_child=False, with_carer=True)
    older = {"way": "phone", "parent": "51", "with_child": True, "day": date(2026, 11, 16)}
    first = contacted(liaison, "care-1", base=2, key="once", **older)

    assert first == contacted(liaison, "care-1", base=2, key="once", **older)
    assert date(2026, 12, 1) == due(liaison, "care-1")["contact_by"]
    assert 3 == len(liaison.find(WeeklyContact).rows)


def test_a_contact_is_of_the_child_in_care(liaison, made):
    """Another child's care is refused."""
    liaison.save(made.care())
    wrong = WeeklyContact(
        minor=Id("child-04"), care=Id("care-1"), day=date(2026, 11, 20), way="phone", parent="52", with_child=True
    )
    with pytest.raises(Invalid) as caught:
        liaison.save(wrong)

    assert [("care", "reference")] == made.problems(caught)


def test_care_ends(liaison, made):
    """Its clocks stop; it does not end before it began."""
    liaison.save(made.care())
    with pytest.raises(Invalid):
        liaison.transition(EntrustedCare, "care-1", "ended", base=1, ended=date(2026, 10, 31))
    liaison.transition(EntrustedCare, "care-1", "ended", base=1)

    assert {} == due(liaison, "care-1")
    assert date(2026, 11, 24) == liaison.get(EntrustedCare, "care-1").values["ended"]


# --- orders to parents ---


@pytest.mark.parametrize("issuer", ISSUERS)
def test_only_three_bodies_order_parents(head, made, issuer):
    """Court, procuratorate and police may (JJF 49); street, community and all others are refused, whatever the paper is called."""
    if issuer in MAY_ORDER:
        head.save(order(issuer=issuer))
        return
    with pytest.raises(Invalid) as caught:
        head.save(order(issuer=issuer))

    assert [("issuer", "authority")] == made.problems(caught)
    assert "第四十九条" in caught.value.in_("zh")


def test_three_bodies_and_no_more():
    """The street and the community are among those refused."""
    assert {"court", "procuratorate", "police"} == set(MAY_ORDER)
    assert {"street", "community", "school"} <= set(ISSUERS) - set(MAY_ORDER)


def test_that_there_is_an_order_is_restricted(head, liaison, supervisor):
    """A liaison does not learn of one, on no list; a supervisor does."""
    head.save(order())

    with pytest.raises(Refused):
        liaison.find(EducationOrder)
    assert () == liaison.find("due", F.record == "order-1").rows
    assert {"ends"} == set(due(supervisor, "order-1"))


def test_an_order_ends_after_it_was_received(head, made):
    """And was received no earlier than it was issued."""
    for values, told in (
        ({"ends": date(2026, 8, 31)}, [("ends", "invalid")]),
        ({"issued": date(2026, 9, 2)}, [("received", "invalid")]),
        ({"minutes": 0}, [("minutes", "range")]),
    ):
        with pytest.raises(Invalid) as caught:
            head.save(order(**values))
        assert told == made.problems(caught)
    head.save(order(issued=date(2026, 9, 1), ends=date(2026, 9, 1)))


def test_a_session_sets_the_day_of_the_next(supervisor):
    """One a month: a month after the last, never after the order ends; when it ends, its clocks stop."""
    supervisor.save(order())
    attended(supervisor, "order-1", base=1, day=date(2026, 10, 9), minutes=45, attended=True, provider="家庭教育指导站")
    assert date(2026, 11, 9) == due(supervisor, "order-1")["next_session"]
    attended(supervisor, "order-1", base=2, minutes=45, attended=False)
    assert 2 == len(supervisor.find(EducationSession).rows)

    supervisor.transition(EducationOrder, "order-1", "completed", base=3)

    assert {} == due(supervisor, "order-1")


def test_the_next_session_is_spread_over_the_period():
    """Twice a month is every two weeks or so; once is once; nothing is due after the end."""
    assert date(2026, 10, 16) == next_session(order(times=2), date(2026, 10, 1))
    assert date(2027, 2, 28) == next_session(order(), date(2027, 2, 20))
    assert next_session(order(), date(2027, 2, 28)) is None
    assert next_session(order(per="once"), date(2026, 10, 1)) is None


def test_what_was_ordered_is_held_against_what_was_held():
    """A session that was too short, or to which nobody came, does not count."""
    sessions = [
        _session(date(2026, 9, 10), 40),
        _session(date(2026, 10, 10), 39),
        _session(date(2026, 11, 10), 60, came=False),
    ]
    found = standing(order(), sessions, date(2026, 11, 24))

    assert [0, 1, 1] == [period.missing for period in found]
    assert (date(2026, 9, 1), date(2026, 9, 30)) == (found[0].first, found[0].last)


@given(
    st.sampled_from(["week", "month", "quarter", "term", "year", "once"]),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 700),
    st.lists(st.integers(0, 700), max_size=5),
)
def test_periods_cover_an_order_without_gap_or_overlap(per, received, length, days):
    """From the day it was received to its end; every session counts once."""
    ends = received + timedelta(length)
    made = order(per=per, received=received, ends=ends)
    sessions = [_session(received + timedelta(n), 60) for n in days]
    found = standing(made, sessions, ends)

    assert (received, ends) == (found[0].first, found[-1].last)
    assert all(one.last + timedelta(1) == other.first for one, other in pairwise(found))
    assert sum(period.came for period in found) == sum(n <= length for n in days)


def _session(day, minutes, *, came=True):
    return EducationSession(
        minor=Id("child-03"), education_order=Id("order-1"), day=day, minutes=minutes, attended=came
    )
