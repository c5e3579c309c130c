"""Where paths lead."""

import pytest

from minorcare.query import Path, PathError, about_link, has_area, resolve, shared_link


def names(kinds):
    return [kind.name for kind in kinds]


def test_a_field_of_the_kind_itself(town):
    """One name touches one kind."""
    found = resolve(Path(("birth_date",)), town.child, town.kinds)

    assert ["child"] == names(found.kinds)
    assert ("birth_date", "date", None) == (found.column, found.type.name, found.function)
    assert found.field is town.child.by_name["birth_date"]


def test_references_are_followed_by_class_and_by_name(town):
    """Every kind on the way is told, because a reader must be allowed to see each of them."""
    found = resolve(Path(("child", "household", "address")), town.visit, town.kinds)

    assert ["visit", "child", "household"] == names(found.kinds)
    assert ["child", "household"] == [field.name for field in found.refs]
    assert "address" == found.column
    assert town.household is found.kind


@pytest.mark.parametrize(("column", "type_"), [("id", "ref"), ("no", "int"), ("since", "datetime"), ("version", "int")])
def test_columns_of_the_store_are_there_for_every_kind(town, column, type_):
    """They are no fields, and can be asked all the same."""
    for kind in town.kinds.values():
        found = resolve(Path((column,)), kind, town.kinds)

        assert (None, column, type_) == (found.field, found.column, found.type.name)


@pytest.mark.parametrize(
    ("name", "has"), [("child", True), ("visit", True), ("member", True), ("officer", False), ("errand", False)]
)
def test_area_is_own_or_that_of_the_record_it_is_about(town, name, has):
    """`area` goes with kinds that lie somewhere."""
    assert has == has_area(town.kinds[name], town.kinds)
    if has:
        assert "text" == resolve(Path(("area",)), town.kinds[name], town.kinds).type.name
    else:
        with pytest.raises(PathError, match="no field 'area'"):
            resolve(Path(("area",)), town.kinds[name], town.kinds)


def test_functions_change_the_type(town):
    """An age is a number, a community a text."""
    assert "int" == resolve(Path(("child", "birth_date"), "age"), town.visit, town.kinds).type.name
    assert "text" == resolve(Path(("area",), "community"), town.visit, town.kinds).type.name


def test_an_unknown_field_lists_those_there_are(town):
    """Sorted, the likeliest first."""
    with pytest.raises(PathError) as caught:
        resolve(Path(("child", "birthdate")), town.visit, town.kinds)

    assert str(caught.value) == (
        "child has no field 'birthdate'; did you mean 'birth_date'? its fields: area, birth_date, boards, height, household, "
        "id, mood, name, needs, no, resident_id, school, seen_at, sex, siblings, since, version"
    )


@pytest.mark.parametrize(
    ("path", "said", "remedy"),
    [
        (Path(("birth_date", "year")), "no reference", "birth_date.age"),
        (Path(("area", "name")), "no reference", "area.community"),
        (Path(("name", "length")), "no reference", "end the path at name"),
        (Path(("name",), "age"), "is not a date", "leave .age out"),
        (Path(("name",), "community"), "is not an area", "leave .community out"),
        (Path(()), "no field is named", "birth_date"),
        (Path((), "age"), "no field is named", "birth_date"),
    ],
)
def test_a_path_that_leads_nowhere_says_what_to_write(town, path, said, remedy):
    """What is wrong, and the remedy."""
    with pytest.raises(PathError) as caught:
        resolve(path, town.child, town.kinds)

    assert said in caught.value.said.in_("en")
    assert remedy in caught.value.remedy.in_("en")


def test_no_path_leads_into_a_vault(town):
    """Its very columns would be an oracle."""
    with pytest.raises(PathError, match="is a vault"):
        resolve(Path(("sealed", "id")), town.errand, town.kinds)


def test_a_target_that_is_not_there_is_named(town):
    """A plugin may be missing."""
    with pytest.raises(PathError, match="leads to child, which no plugin brings"):
        resolve(Path(("child", "name")), town.visit, {"visit": town.visit})


def test_a_link_is_found_where_there_is_one(town):
    """`exists(Visit)` from a child needs no `via`."""
    assert "child" == about_link(town.child, town.visit, None).name
    assert "taker" == about_link(town.officer, town.errand, "taker").name


@pytest.mark.parametrize(
    ("kind", "other", "via", "said"),
    [
        ("officer", "errand", None, "choose by via=…: giver, taker"),
        ("officer", "errand", "child", "choose via from: giver, taker"),
        ("officer", "visit", None, "no field of visit names officer"),
        ("child", "member", None, 'say on="…"'),
    ],
)
def test_a_missing_or_ambiguous_link_names_the_candidates(town, kind, other, via, said):
    """Nobody has to read the declaration of the other kind."""
    with pytest.raises(PathError) as caught:
        about_link(town.kinds[kind], town.kinds[other], via)

    assert said in str(caught.value)


def test_two_kinds_may_share_a_reference(town):
    """Members and children of one household."""
    assert ["household", "household"] == [field.name for field in shared_link(town.child, town.member, "household")]


@pytest.mark.parametrize(
    ("other", "on", "said"),
    [
        ("member", "name", "choose on from: household"),
        ("visit", "household", "they share no reference"),
        ("errand", "sealed", "they share no"),
    ],
)
def test_a_reference_they_do_not_share_is_refused(town, other, on, said):
    """And what they share is listed."""
    with pytest.raises(PathError) as caught:
        shared_link(town.child, town.kinds[other], on)

    assert said in str(caught.value)
