"""The server knows no kind, risk, rule or role by name: what stands where is said in the library."""

import ast
from pathlib import Path

import minorcare_server
from minorcare.plugins import Config, load_catalog

SOURCES = sorted(Path(minorcare_server.__file__).parent.rglob("*.py"))
TEMPLATES = sorted(Path(minorcare_server.__file__).parent.glob("templates/*.html"))
OTHERWISE = {
    "area": "the column that every record in an area has",
    "body": "the inner part of a card, as style sheets call it",
    "seen": "a line of the paper form",
    "due": "the filter of templates that says how late something is, and what a column shows",
    "duplicate": "the state of a row of a sheet",
    "journal": "an address of the API",
    "school": "an icon",
    "grant": "an action",
    "plan": "how a table of the visual target looks",
}
"""Words that name a kind or role too, and what they are here."""


def names():
    catalog = load_catalog(Config(folder=Path()))
    return {*catalog.kinds, *catalog.risks, *catalog.rules, *catalog.roles, *catalog.schemes} - set(OTHERWISE)


def test_no_name_of_the_catalog_stands_in_code():
    """No string of the server is the name of a kind, risk, rule, role or scheme."""
    known = names()
    found = [
        f"{path.name}:{node.lineno} {node.value}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in known
    ]

    assert [] == found


def test_no_name_of_the_catalog_stands_in_a_template():
    """No template compares with such a name."""
    known = names()
    found = [
        f"{path.name} {name}"
        for path in TEMPLATES
        for name in known
        for quote in "\"'"
        if f"{quote}{name}{quote}" in path.read_text("utf-8")
    ]

    assert [] == found
