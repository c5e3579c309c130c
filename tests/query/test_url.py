"""The URL form of a query."""

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.calendar import days
from minorcare.errors import Invalid
from minorcare.query import Compare, F, Given, Path, Query, exists, today
from minorcare.query.url import format, parse  # noqa: A004


def read(town, *pairs, kind="child", **options):
    return parse(pairs, town.kinds[kind], town.kinds, town.codes, **options)


def complaints(town, *pairs, kind="child"):
    with pytest.raises(Invalid) as caught:
        read(town, *pairs, kind=kind)
    return [problem.in_("en") for problem in caught.value.problems]


@given(st.data())
def test_what_is_written_is_read_back(town, data):
    """`parse(format(query))` is the query, whatever its values hold."""
    kind = data.draw(st.sampled_from([kind for kind in town.kinds.values() if not kind.vault]))
    query = data.draw(town.url_queries(kind))

    pairs = format(query, kind, town.kinds, secrets=True)

    assert query == parse(pairs, kind, town.kinds, town.codes, secrets=True)


@pytest.mark.parametrize(
    ("key", "text", "asked"),
    [
        ("sex", "1", F.sex == "1"),
        ("sex__ne", "1", F.sex != "1"),
        ("sex__in", "1,2", F.sex.is_in(["1", "2"])),
        ("name__in", r"a\,b,c\\", F.name.is_in(["a,b", "c\\"])),
        ("birth_date__lte", "2012-01-01", F.birth_date <= date(2012, 1, 1)),
        ("birth_date.age__gte", "6", F.birth_date.age >= 6),
        ("area.community", "530111004002", F.area.community == "530111004002"),
        ("area__within", "530111004", F.area.within("530111004")),
        ("household.address", "x=1&y", F.household.address == "x=1&y"),
        ("height__lt", "120.5", F.height < Decimal("120.5")),
        ("boards", "true", F.boards == True),  # noqa: E712
        ("seen_at__gt", "2026-11-24T08:00:00+08:00", F.seen_at > datetime(2026, 11, 24, tzinfo=UTC)),
        ("school__empty", "true", F.school.is_empty),
        ("school__empty", "false", ~F.school.is_empty),
        ("needs__contains", "meals", F.needs.contains("meals")),
        ("name__matches", "zhang", F.name.matches("zhang")),
        ("q", "zhangsan", F.matches("zhangsan")),
        ("no", "12", F.no == 12),
    ],
)
def test_each_condition_has_one_form(town, key, text, asked):
    """A path, two underscores and an operator; no operator means equal."""
    query = Query(kind="child", where=asked)

    assert query == read(town, (key, text))
    assert [(key, text)] == format(query, town.child, town.kinds) or key == "seen_at__gt"


def test_an_enum_is_written_by_its_value(town):
    """As in the API."""
    assert Query(kind="child", where=F.mood == town.Mood.LOW) == read(town, ("mood", "low"))


def test_conditions_add_up_and_the_page_is_read(town):
    """A repeated key is one more condition."""
    query = read(
        town,
        ("birth_date__gte", "2010-01-01"),
        ("birth_date__gte", "2011-01-01"),
        ("order", "-birth_date,no"),
        ("limit", "20"),
        ("after", "x"),
    )

    assert (F.birth_date >= date(2010, 1, 1)) & (F.birth_date >= date(2011, 1, 1)) == query.where
    assert (("-birth_date", "no"), 20, "x") == (query.order, query.limit, query.after)


def test_no_pairs_ask_for_everything(town):
    """The first page of the kind."""
    assert Query(kind="child") == read(town)
    assert [] == format(Query(kind="child"), town.child, town.kinds)


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("birthdate", "1", "birthdate: child has no field 'birthdate'; did you mean 'birth_date'? its fields: area, "),
        ("sex__is", "1", "sex__is: there is no such operator; "),
        ("sex__", "1", "sex__: there is no such operator; "),
        ("sex__lt", "1", "sex__lt: it is a code and has no order, "),
        ("sex", "9", "sex: there is no such code in sex; choose from: 1, 2"),
        ("mood", "lo", "mood: there is no such choice; did you mean 'low'? "),
        ("birth_date", "2012-1-1", "birth_date: this is not a date; give a date, such as 2026-09-01"),
        ("birth_date", "20120101", "birth_date: this is not a date; "),
        ("birth_date.age", "x", "birth_date.age: this is not a whole number; "),
        ("birth_date.age", "999", "birth_date.age: this is no age; "),
        ("seen_at__gt", "2026-11-24T08:00:00", "seen_at__gt: this is not an instant; "),
        ("siblings", "1" * 30, "siblings: this is not a whole number; "),
        ("height", "x", "height: this is not a decimal number; "),
        ("height", "1e999999", "height: this is no number; "),
        ("boards", "1", "boards: this is not true or false; give true or false"),
        ("school__empty", "yes", "school__empty: this is not true or false; "),
        ("school", "", "school: no value is given; give one, or leave it out"),
        ("siblings__in", "1,,2", "siblings__in: this is not a whole number; "),
        ("limit", "0", "limit: this is no size of a page; give a number from 1 to 500"),
        ("limit", "501", "limit: this is no size of a page; "),
        ("limit", "ten", "limit: this is no size of a page; "),
        ("order", "-nme", "order: child has no field 'nme'; did you mean 'name'? "),
        ("resident_id", "530111201203054321", "resident_id: a secret has no place in a URL; send it in the body"),
        ("household.no.x", "1", "household.no.x: no is no reference"),
    ],
)
def test_a_wrong_pair_is_refused_at_its_key(town, key, text, said):
    """With a remedy, and without its value."""
    (found,) = complaints(town, (key, text))

    assert found.startswith(said)


def test_all_problems_come_at_once(town):
    """One for each wrong pair."""
    assert 4 == len(complaints(town, ("a", "1"), ("sex", "9"), ("limit", "0"), ("order", "b")))


def test_a_page_is_said_once(town):
    """Two limits contradict each other."""
    assert ["limit: it is given twice; give it once"] == complaints(town, ("limit", "1"), ("limit", "2"))


def test_a_vault_is_not_asked(town):
    """Not by any key, nor by none."""
    for pairs in ([], [("child", "a"), ("limit", "0")]):
        (found,) = complaints(town, *pairs, kind="sealed_file")
        assert "is a vault" in found


@given(st.text(max_size=10), st.text(max_size=10))
def test_any_pair_is_read_or_refused(town, key, text):
    """Nothing else is raised, whatever stands in the URL."""
    with suppress(Invalid):
        read(town, (key, text))


@given(st.data(), st.text(max_size=10))
def test_any_value_is_read_or_refused(town, data, text):
    """As above, with keys that exist."""
    path = data.draw(st.sampled_from(town.paths_of(town.child)))
    op = data.draw(st.sampled_from(town.ops))
    with suppress(Invalid):
        read(town, (f"{path}__{op}", text))


@pytest.mark.parametrize(
    "asked",
    [
        (F.no == 1) | (F.no == 2),
        ~(F.no == 1),
        exists("visit"),
        F.birth_date > today() - days(30),
        F.name == F.school,
        F.name == Given("x"),
        (F.no == 1) & ((F.no == 1) | (F.no == 2)),
        Compare(Path(("no",)), "in", ()),
    ],
)
def test_what_a_url_cannot_say_is_saved_as_a_list(town, asked):
    """The remedy says so."""
    with pytest.raises(Invalid, match=r"save it as a list"):
        format(Query(kind="child", where=asked), town.child, town.kinds)


def test_a_secret_is_not_written_into_a_url(town):
    """It would stay in histories and logs; that it is missing may be asked."""
    with pytest.raises(Invalid, match="send it in the body"):
        format(Query(kind="child", where=F.resident_id == "1"), town.child, town.kinds)

    assert [("resident_id__empty", "true")] == format(
        Query(kind="child", where=F.resident_id.is_empty), town.child, town.kinds
    )
    assert (F.resident_id == "1") == read(town, ("resident_id", "1"), secrets=True).where
