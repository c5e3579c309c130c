"""The front of a street office: everything it names is there, and every work function takes what its form asks for."""

from inspect import Parameter, signature
from pathlib import Path
from pkgutil import resolve_name

import pytest

from minorcare.catalog import CORE
from minorcare.plugins import Config, load_catalog
from minorcare.surfaces.front_forms import Filled, filled_for
from minorcare.surfaces.street import STREET

CATALOG = load_catalog(Config(folder=Path()))
KINDS = CATALOG.kinds
FORMS = {f"{form.kind}:{form.name}": form for form in (*STREET.forms, *(report.form for report in STREET.reports))} | {
    f"report:{report.form.kind}": report.form for report in STREET.reports
}
MOVES = {f"{kind}:{n}": (kind, ask) for kind, asks in STREET.moves for n, ask in enumerate(asks)}
PLACEHOLDERS = {"me", "today", "week", "now", "area", "record"}


def fields_of(kind, by):
    """The fields that a form of a kind may name: its own, and those that its work function borrows."""
    borrowed = KINDS[by.borrows].by_name if by and by.borrows else {}
    return {**borrowed, **KINDS[kind].by_name}


def takes(path):
    """The names of the parameters of a work function, and whether it takes any other."""
    parameters = signature(resolve_name(path)).parameters.values()
    return {each.name for each in parameters}, any(each.kind is Parameter.VAR_KEYWORD for each in parameters)


def needs(path):
    """What a work function cannot be called without, beside the desk and what it is done to."""
    _, _, *rest = signature(resolve_name(path)).parameters.values()
    any_ = (Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL)
    return {each.name for each in rest if each.default is Parameter.empty and each.kind not in any_}


@pytest.mark.parametrize("name", FORMS)
def test_form_asks_for_fields_that_there_are(name):
    """Each form names fields of its kind, or of the kind it borrows from, and none twice; what must be said is asked."""
    form = FORMS[name]
    known = fields_of(form.kind, form.by)

    assert set() == {*form.fields, *form.must, *(form.changed or ())} - set(known)
    assert len(form.fields) == len(set(form.fields))
    assert set(form.must) <= set(form.fields)
    assert {each.field for each in form.filled} <= set(known)


@pytest.mark.parametrize("name", FORMS)
def test_form_without_a_work_function_makes_a_whole_record(name):
    """Where the record itself is saved, everything it requires is asked for or filled in."""
    form = FORMS[name]
    if form.by and form.by.of:
        return
    required = {field.name for field in KINDS[form.kind].fields if field.required}

    assert required <= {*form.fields, *(each.field for each in form.filled)}


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.by])
def test_work_function_of_a_form_takes_what_is_asked(name):
    """The work function is there, takes every field asked for by the name it has for it, and is given all it needs."""
    form = FORMS[name]
    names, open_ = takes(form.by.path)
    if not form.by.of:
        assert needs(form.by.path) <= {"settings", "key"}
        return
    given = set(form.by.keywords(dict.fromkeys((*form.fields, *(each.field for each in form.filled)))))
    sure = {field for field in form.fields if fields_of(form.kind, form.by)[field].required} | set(form.must)
    said = set(form.by.keywords(dict.fromkeys(sure)))

    assert open_ or given <= names
    assert needs(form.by.path) <= {*said, "base", "key"}


@pytest.mark.parametrize("name", MOVES)
def test_move_leads_to_a_state_and_asks_for_fields_that_there_are(name):
    """Each move goes to a state of its kind, by a way that the lifecycle has, and names fields that there are."""
    kind, ask = MOVES[name]
    cycle, known = KINDS[kind].lifecycle, fields_of(kind, ask.by)

    assert ask.to in cycle.states
    assert ask.stays or any(ask.to in targets for targets in cycle.moves.values())
    assert set(ask.asks) <= set(known)
    assert len(ask.asks) == len(set(ask.asks))
    assert not (ask.bulk and ask.fields), "several are moved with one press"
    assert {name for name, _ in ask.when} <= set(KINDS[kind].by_name)


@pytest.mark.parametrize("name", [name for name, (_, ask) in MOVES.items() if ask.by])
def test_work_function_of_a_move_takes_what_is_asked(name):
    """The work function is there, takes what is asked for and filled in, and is given all it needs."""
    _, ask = MOVES[name]
    names, open_ = takes(ask.by.path)
    given = set(ask.by.keywords(dict.fromkeys((*ask.asks, *(each.field for each in ask.filled)))))

    assert open_ or given <= names
    said = set(ask.by.keywords(dict.fromkeys((*ask.fields, *(each.field for each in ask.filled)))))
    assert needs(ask.by.path) <= {*said, "base", "key"}


def test_what_is_filled_in_stands_for_something():
    """A placeholder is one of those that there are, or a field of the record."""
    for kind, filled in (
        *((form.kind, each) for form in FORMS.values() for each in form.filled),
        *((kind, each) for kind, ask in MOVES.values() for each in ask.filled),
    ):
        if filled.value.startswith("{"):
            assert filled.value.strip("{}") in PLACEHOLDERS | set(KINDS[kind].by_name), (kind, filled)
        assert set(filled.roles) <= set(CATALOG.roles)


def test_the_first_that_holds_for_a_role_is_filled_in():
    """One value may hold for some roles and another for the rest."""
    filled = (Filled(field="a", value="1", roles=("x",)), Filled(field="a", value="2"), Filled(field="b", value="3"))

    assert {"a": "1", "b": "3"} == filled_for(filled, "x")
    assert {"a": "2", "b": "3"} == filled_for(filled, "y")


def test_every_kind_stands_on_one_shelf():
    """No kind of the core is left out of the list of all records, and none is there twice."""
    shelved = [name for shelf in STREET.shelves for name in shelf.kinds]
    core = {name for name, kind in KINDS.items() if not kind.vault and CATALOG.plugin_of("kind", name) == CORE}

    assert len(shelved) == len(set(shelved))
    assert core == set(shelved)


def test_lists_show_fields_that_there_are():
    """Each column of a list names a field of its kind, or the area that records have."""
    for kind, columns in STREET.lists:
        named = {path.partition(".")[0] for column in columns for path in column.paths}
        assert named <= {*KINDS[kind].by_name, "area", "no"}, kind
        assert {column.sort for column in columns if column.sort} <= set(KINDS[kind].by_name), kind


def test_officers_are_chosen_in_fields_that_hold_one():
    """Wherever somebody is chosen, the field is one of those that hold an account, and the roles are roles."""
    posts = STREET.posts
    for at, roles in posts.chosen:
        kind, _, field = at.rpartition(".")
        assert field in posts.held_by
        assert not kind or field in KINDS[kind].by_name
        assert set(roles) <= set(CATALOG.roles)


def test_reports_are_for_roles_that_report():
    """Each page of its own is for a kind that some role may report; what it answers is a deadline of a kind."""
    reported = {name for role in CATALOG.roles.values() for name in role.reports}
    for report in STREET.reports:
        assert report.form.kind in reported
        if report.answers:
            kind, which = report.answers
            assert which in {field.name for field in KINDS[kind].deadlines}
        if report.told:
            assert callable(resolve_name(report.told))


def test_everything_else_that_is_named_is_there():
    """Titles, untold fields, menu, tiles, kinds apart, levels, who is away, what is urgent, questionnaires."""
    assert all(field in KINDS[kind].by_name for kind, field in STREET.titles)
    assert all(each.partition(".")[2] in KINDS[each.partition(".")[0]].by_name for each in STREET.untold)
    assert {entry.kind for _, entries in STREET.menu for entry in entries if entry.kind} <= set(KINDS)
    assert {tile.kind for tile in STREET.tiles} | set(STREET.apart) <= set(KINDS)
    levels, away = STREET.levels, STREET.away
    assert set(levels.ranks) == {item.value for item in CATALOG.codes["attention_level"].items}
    assert levels.standing in KINDS[levels.kind].lifecycle.states
    assert {away.officer, away.stands_in, away.began, away.last} <= set(KINDS[away.kind].by_name)
    assert all(callable(resolve_name(each.advice)) and each.kind in KINDS for each in STREET.urgent)
    for each in STREET.questionnaires:
        assert {each.field, each.name, each.version} <= set(KINDS[each.kind].by_name)
        assert resolve_name(each.known)()
