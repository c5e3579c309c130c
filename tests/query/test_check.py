"""What can be asked, and what is said when it cannot."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.calendar import days
from minorcare.declare import Label
from minorcare.query import (
    EVERYTHING,
    Compare,
    F,
    Given,
    Path,
    Query,
    Tally,
    by_faults,
    exists,
    faults,
    operators,
    order_faults,
    problems,
    resolve,
    today,
)


def said_of(town, asked, kind="child"):
    return faults(asked, town.kinds[kind], town.kinds, town.codes)


@given(st.data())
def test_whatever_the_operators_of_a_field_allow_passes(town, data):
    """The rules agree with themselves: the test world asks only what `operators` lists."""
    kind = data.draw(st.sampled_from([kind for kind in town.kinds.values() if not kind.vault]))

    assert () == said_of(town, data.draw(town.filters(kind)), kind.name)


@given(st.data())
def test_whatever_they_do_not_allow_is_refused(town, data):
    """And nothing else: every other operator of a field is a fault that lists those it has."""
    kind = data.draw(st.sampled_from([kind for kind in town.kinds.values() if not kind.vault]))
    path = data.draw(st.sampled_from(town.paths_of(kind)))
    known = operators(resolve(path, kind, town.kinds))
    op = data.draw(st.sampled_from([op for op in town.ops if op not in known]))

    (fault,) = said_of(town, Compare(path, op, Given("x")), kind.name)

    assert fault.startswith(f"{path}: ")
    assert fault.endswith(f"choose from {', '.join(known)}")


@pytest.mark.parametrize(
    "asked",
    [
        F.birth_date <= today() - days(30),
        F.seen_at >= today(),
        F.seen_at < datetime(2026, 9, 1, tzinfo=UTC),
        F.height > Decimal("120.5"),
        F.height > 120,
        F.birth_date < Given("day"),
        F.id == F.id,
        F.siblings == F.no,
        F.birth_date.age >= Given("age"),
        F.resident_id == "530111201203054321",
        F.resident_id.is_in(Given("ids")),
        F.needs.contains("meals"),
        F.area.within("530111004002/07/"),
        F.matches("zhang"),
        F.name.matches("zhang"),
        exists("member", F.away == True, on="household"),  # noqa: E712
        exists("visit", F.visited_on < F.due),
        EVERYTHING,
    ],
)
def test_right_questions_have_no_faults(town, asked):
    """Retired codes may be asked for: records that hold them stay readable."""
    assert () == said_of(town, asked)


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (F.birthdate == 1, "birthdate: child has no field 'birthdate'; did you mean 'birth_date'? its fields: area, "),
        (F.birth_date == "2012-01-01", "birth_date: this is not a date; give a date, such as 2026-09-01"),
        (F.birth_date == datetime(2012, 1, 1, tzinfo=UTC), "birth_date: this is not a date; "),
        (F.seen_at > date(2026, 1, 1), "seen_at: this is not an instant; "),
        (F.seen_at > datetime(2026, 1, 1), "seen_at: this is not an instant; "),  # noqa: DTZ001
        (F.seen_at == today(), "seen_at: an instant does not equal a day; use lt, lte, gt or gte"),
        (F.siblings == True, "siblings: this is not a whole number; "),  # noqa: E712
        (F.siblings == 2**63, "siblings: this is not a whole number; "),
        (F.siblings > today(), "siblings: the value is of the wrong type; compare today() with dates only"),
        (F.boards == 1, "boards: this is not true or false; "),
        (F.height == Decimal("120.55"), "height: it has too many decimal places; give at most 1 decimal places"),
        (F.height == Decimal("1e999999"), "height: this is no number; "),
        (F.height == Decimal("NaN"), "height: this is no number; "),
        (F.sex == "3", "sex: there is no such code in sex; choose from: 1, 2"),
        (F.sex < "2", "sex: it is a code and has no order, so lt does not go with it; choose from eq, ne, in, empty"),
        (F.sex.contains("1"), "sex: contains does not go with a code; choose from eq, ne, in, empty"),
        (
            F.needs.contains("studdy"),
            "needs: there is no such code in need; did you mean 'study'? choose from: meals, study",
        ),
        (F.needs == "study", "needs: eq does not go with a list of codes; choose from contains, empty"),
        (F.mood == "calm", "mood: there is no such choice; give a member of Mood: calm, low"),
        (F.name == "", "name: no value is given; ask whether it is empty"),
        (F.name == "a\0", "name: this is not a text; "),
        (F.name == 1, "name: this is not a text; "),
        (F.name < "z", "name: it is a text and has no order, so lt does not go with it; "),
        (F.school.matches("one"), "school: matches goes with searchable fields only; "),
        (F.school.within("530111"), "school: within goes with areas only; "),
        (F.area.within("530111004002/07"), "area: this is no area code; "),
        (F.area.within("53011"), "area: this is no area code; "),
        (F.area.community == "530111004", "area.community: this is no area code; give the 12 digits of a community"),
        (F.birth_date.age >= 150, "birth_date.age: this is no age; give whole years from 0 to 149"),
        (F.birth_date.age >= -1, "birth_date.age: this is no age; "),
        (F.name.age >= 6, "name.age: name is not a date, so it has no age; "),
        (
            F.resident_id != "1",
            "resident_id: it is kept encrypted, so ne cannot be asked of it; choose from eq, in, empty",
        ),
        (F.resident_id == F.name, "resident_id: what is kept encrypted cannot be compared with a field; "),
        (
            F.birth_date.age >= F.siblings,
            "birth_date.age: an age cannot be compared with a field; compare it with a number",
        ),
        (F.name == F.birth_date, "name: birth_date on its right is of another type; "),
        (F.household == F.id, "household: id on its right is of another type; "),
        (F.name.matches("x") & Compare(Path(("name",)), "matches", Path(("school",))), "name: matches takes no field "),
        (F.siblings.is_in([]), "siblings: no value is given; "),
        (
            F.siblings == (1, 2),
            "siblings: the value is of the wrong type; in takes several values, any other operator one",
        ),
        (F.siblings.is_in([1, "2"]), "siblings: this is not a whole number; "),
        (Compare(Path(("name",)), "empty", False), "name: the value is of the wrong type; negate it: ~F.x.is_empty"),
        (exists("visits"), "exists(visits): there is no kind 'visits'; did you mean 'visit'? kinds: child, "),
        (exists("member"), "exists(member): no field of member names child; where both name the same record, say on="),
        (exists("visit", via="due"), "exists(visit): 'due' of visit does not name child; choose via from: child"),
        (exists("visit", on="household"), "exists(visit): child and visit do not share 'household'; "),
        (exists("visit", via="child", on="child"), "exists(visit): both via and on are given; give one of them"),
        (exists("visit", F.status == "don"), "exists(visit).status: there is no such state; did you mean 'done'? "),
        (
            exists("visit", F.visited_on > F.birth_date),
            "exists(visit).visited_on: birth_date belongs to the child outside, ",
        ),
        (
            exists("sealed_file"),
            "exists(sealed_file): sealed_file is a vault, and no question may touch it; leave it out",
        ),
    ],
)
def test_a_wrong_question_names_the_field_what_is_wrong_and_the_remedy(town, asked, fault):
    """One fault each, addressed by its path."""
    (found,) = said_of(town, asked)

    assert found.startswith(fault)


def test_all_faults_come_at_once(town):
    """However deep they lie."""
    asked = (F.a == 1) & ~((F.b == 1) | exists("visit", (F.c == 1) & exists("sealed_file")))

    assert ["a", "b", "exists(visit).c", "exists(visit).exists(sealed_file)"] == [
        problem.at for problem in problems(asked, town.child, town.kinds, town.codes)
    ]


def test_nothing_is_asked_of_a_vault(town):
    """Not even of the vault's own fields."""
    (fault,) = said_of(town, F.child == "a", "sealed_file")

    assert "sealed_file is a vault" in fault


def test_a_search_where_nothing_is_searchable_names_what_is(town):
    """Visits are found by the name of the child."""
    (fault,) = said_of(town, F.matches("zhang"), "visit")

    assert "q: visit has no searchable field; filter by another field, such as child.name__matches" == fault


@given(st.data())
def test_no_message_repeats_a_value(town, data):
    """A message may end up in a log; what was asked for may be a name."""
    value = "张三丰"
    path = data.draw(st.sampled_from(town.paths_of(town.child)))
    op = data.draw(st.sampled_from(town.ops))

    for problem in problems(Compare(path, op, value), town.child, town.kinds, town.codes):
        assert value not in problem.in_("zh") + problem.in_("en")


@given(st.data())
def test_every_problem_is_said_in_both_languages(town, data):
    """People at a street office read Chinese, whoever wrote the rule may not."""
    path = data.draw(st.sampled_from(town.paths_of(town.child)))
    op = data.draw(st.sampled_from(town.ops))

    for problem in problems(Compare(path, op, object()), town.child, town.kinds, town.codes):
        assert problem.said.zh
        assert problem.remedy.zh
        assert problem.said.en
        assert problem.remedy.en


def test_an_order_names_own_fields_once(town):
    """A page is cut by them, so each holds one value that can be read."""
    assert () == order_faults(("-birth_date", "name", "since"), town.child, town.kinds)
    assert 5 == len(
        order_faults(("-nme", "needs", "resident_id", "household.area", "no", "no"), town.child, town.kinds)
    )
    assert (
        "order: child has no field 'nme'; did you mean 'name'? " in order_faults(("-nme",), town.child, town.kinds)[0]
    )


def test_a_tally_counts_by_paths_that_give_one_value(town):
    """References and functions included."""
    assert () == by_faults(("status", "child.sex", "area.community", "child.birth_date.age"), town.visit, town.kinds)
    assert 3 == len(by_faults(("child.needs", "child.resident_id", "child.sexx"), town.visit, town.kinds))


def test_queries_and_tallies_are_checked_whole(town):
    """Filter, order, size and groups."""
    query = Query(kind="child", where=F.a == 1, order=("b",), limit=501)
    tally = Tally("t", "child", by=("b",), where=F.a == 1, label=Label("x"))

    assert ["a", "order", "limit"] == [problem.at for problem in problems(query, town.child, town.kinds, town.codes)]
    assert ["a", "by"] == [problem.at for problem in problems(tally, town.child, town.kinds, town.codes)]
    assert "limit: this is no size of a page; give a number from 1 to 500" in said_of(town, query)
