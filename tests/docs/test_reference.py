"""The reference says what the source says, no less and no more."""

import inspect
import re
import runpy
import sys
from pathlib import Path

import attrs
import click
import pytest

from minorcare import hooks
from minorcare.cli import main
from minorcare.plugins import Config, load_catalog
from minorcare.plugins.reading import tables_of
from minorcare.plugins.sections import CoreSettings
from minorcare.registry import Registry
from minorcare.surfaces.openapi import document
from minorcare.testing import registry_in
from minorcare_server import create_app

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS))  # as conf.py does
TABLES = runpy.run_path(str(DOCS / "tables.py"))
REFERENCE = {page.stem: TABLES["put_in"](page.read_text("utf-8")) for page in sorted(DOCS.glob("reference/*.md"))}
CATALOG = load_catalog(Config(folder=DOCS))
TABLES_OF_THE_CORE = [*tables_of(CATALOG.settings(CoreSettings), "settings.minorcare")]


def sections(text):
    """The parts of a page below its second-level headings."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_table_is_shown():
    """No table is made that no page asks for."""
    asked = {name for page in DOCS.glob("**/*.md") for name in TABLES["MARK"].findall(page.read_text("utf-8"))}

    assert set(TABLES["TABLES"]) == asked


def test_hooks_page_has_the_exact_signatures():
    """Every hook stands there with its arguments, their types and what it returns, and no other does."""
    specs = [
        function for _, function in inspect.getmembers(hooks, inspect.isfunction) if hasattr(function, "minorcare_spec")
    ]
    written = {f"`{each.__name__}{inspect.signature(each)}`".replace("'", "") for each in specs}

    assert written == set(sections(REFERENCE["hooks"]))


@pytest.mark.parametrize("hook", sorted(sections(REFERENCE["hooks"])))
def test_hook_is_explained(hook):
    """The page says of each hook what its own docstring says first."""
    function = getattr(hooks, hook.strip("`").partition("(")[0])
    first = inspect.getdoc(function).split(".")[0].replace("``", "`")

    assert first in sections(REFERENCE["hooks"])[hook].replace("\n", " ")


@pytest.mark.parametrize("name", CATALOG.kinds)
def test_kinds_page_has_every_field_and_its_level(name):
    """Each kind of the catalog has its section, and in it each field with its label, its type and its level."""
    kind = CATALOG.kinds[name]
    ((_, section),) = [
        part for part in sections(REFERENCE["kinds"]).items() if part[0].startswith(f"`{name}`: {kind.label.zh}")
    ]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines() if line.startswith("| `")]

    assert [(f"`{f.name}`", f"{f.label.zh} {f.label.in_('en')}", f.sensitivity) for f in kind.fields] == [
        (row[0], row[1], row[3]) for row in rows
    ]
    assert [f.required for f in kind.fields] == ["required" in row[4] for row in rows]


@pytest.mark.parametrize("name", CATALOG.codes)
def test_codes_page_has_every_code(name):
    """Each list has its section with its source and all its codes."""
    (section,) = [text for heading, text in sections(REFERENCE["codes"]).items() if heading.startswith(f"`{name}`:")]

    assert CATALOG.codes[name].source in section
    assert [f"`{item.value}`" for item in CATALOG.codes[name].items] == re.findall(
        r"^\| (`[^|]+`) ", section, re.MULTILINE
    )


def test_rules_page_cites_every_source():
    """No risk and no rule stands there without the text it rests on."""
    page = sections(REFERENCE["rules"])

    assert all(f"`{risk.name}`" in page["Risks"] and risk.cites in page["Risks"] for risk in CATALOG.risks.values())
    assert all(
        f"`{rule.signature}`" in page["Rules"] and rule.cites in page["Rules"] for rule in CATALOG.rules.values()
    )
    assert all(f"`{name}`" in page["Reports"] for name in CATALOG.reports)


@pytest.mark.parametrize(("table", "made"), TABLES_OF_THE_CORE, ids=[table for table, _ in TABLES_OF_THE_CORE])
def test_settings_page_has_every_setting(table, made):
    """Each table of `minorcare.toml` stands there with each of its names, what it means and what ships."""
    ((section,),) = [
        re.findall(rf"^### `\[{table}\]`\n(.+?)(?=^###? |\Z)", REFERENCE["settings"], re.MULTILINE | re.DOTALL)
    ]
    rows = {
        line.split("`")[1]: [cell.strip() for cell in line.split(" | ")]
        for line in section.splitlines()
        if "| `" in line
    }
    known = {
        field.name
        for field in attrs.fields(type(made))
        if field.init and not attrs.has(type(getattr(made, field.name)))
    }

    assert known == set(rows)
    assert [] == [name for name, cells in rows.items() if len(cells) < 4 or len(cells[3]) < 9]


def leaves(command=main, words=("minorcare",)):
    """Every command of click's tree that has no commands of its own."""
    if not isinstance(command, click.Group):
        yield " ".join(words), command
        return
    ctx = click.Context(command)
    for name in command.list_commands(ctx):
        yield from leaves(command.get_command(ctx, name), (*words, name))


def test_commands_page_has_every_command():
    """Each command of click's tree has its section, with its arguments, and there is none besides."""
    wanted = {
        " ".join([words, *(p.human_readable_name.upper() for p in command.params if isinstance(p, click.Argument))])
        for words, command in leaves()
    }

    assert {"Options of every command", *(f"`{usage}`" for usage in wanted)} == set(sections(REFERENCE["commands"]))


@pytest.mark.parametrize(("words", "command"), [pytest.param(*leaf, id=leaf[0]) for leaf in leaves()])
def test_commands_page_has_every_option(words, command):
    """Each option stands in its command's section or among those of every command."""
    page = sections(REFERENCE["commands"])
    ((_, own),) = [part for part in page.items() if re.fullmatch(rf"`{words}( [A-Z_]+)*`", part[0])]
    listed = set(re.findall(r"^\| `(--[a-z-]+)", own + page["Options of every command"], re.MULTILINE))
    wanted = {name for p in command.params if isinstance(p, click.Option) for name in p.opts if name.startswith("--")}

    assert set() == wanted - listed
    assert set() == set(re.findall(r"^\| `(--[a-z-]+)", own, re.MULTILINE)) - wanted


def test_api_page_has_every_operation():
    """Each operation of the OpenAPI document stands there, those on records once for all kinds."""
    described = document(CATALOG.kinds, CATALOG.codes, title="minorcare", version="1")["paths"]
    written = set(re.findall(r"^\| ([A-Z]+) \| `([^`]+)`", REFERENCE["api"], re.MULTILINE))

    assert {(method.upper(), _any_kind(path)) for path, methods in described.items() for method in methods} == written


def _any_kind(path):
    return re.sub(r"/records/[a-z_.]+", "/records/<kind>", path)


def test_server_serves_what_the_api_page_says(tmp_path):
    """Whatever the page shows has a route, and no route is left out."""
    registry: Registry = registry_in(tmp_path)
    app = create_app(registry)
    registry.close()
    routes = {
        (route.method, route.resource.canonical.replace("{kind}", "<kind>"))
        for route in app.router.routes()
        if route.method not in ("HEAD", "OPTIONS") and route.resource.canonical.startswith(("/api/", "/healthz"))
    }
    written = set(re.findall(r"^\| ([A-Z]+) \| `([^`]+)`", REFERENCE["api"], re.MULTILINE))

    assert routes == written


def test_library_page_names_what_a_desk_can_do():
    """Each public method of a desk stands there, or is for those who write surfaces."""
    from minorcare.desk import Desk

    named = set(re.findall(r"\w+", re.search(r"door\.Desk\n\s+:members: (.+)", REFERENCE["library"])[1]))
    public = {name for name, one in inspect.getmembers(Desk, inspect.isfunction) if not name.startswith("_")}

    assert {"exported", "find_secrets", "holds", "may_report"} == public - named
    assert set() == named - public


@pytest.mark.parametrize("page", sorted(DOCS.glob("decisions/0*.md")), ids=lambda page: page.stem)
def test_decision_is_one_page(page):
    """A decision says what was decided, what else was considered and what follows, in at most forty lines."""
    text = page.read_text("utf-8")

    assert len(text.splitlines()) <= 40
    assert ["Context", "Decision", "Considered", "Consequences"] == re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert f"# {int(page.name[:4])}. " == text[: text.index(" ", 2) + 1]


def test_journal_page_names_every_action():
    """Whatever an entry's action may be is on the page by which others write a verifier."""
    package = Path(hooks.__file__).parent
    sources = "\n".join(
        path.read_text("utf-8")
        for path in package.glob("**/*.py")
        if path.parent.name not in ("testing", "conformance", "surfaces")
    )
    used = set(re.findall(r'action="([a-z_]+)"', sources)) | set(
        re.findall(r'\.note\(\s*[\w.]+, [\w.]+, "([a-z_]+)"', sources)
    )
    (listed,) = re.findall(
        r"^Actions: `([^`]+)`", (DOCS / "architecture" / "journal.md").read_text("utf-8"), re.MULTILINE
    )

    assert {"create", "sign_in", "anchor"} <= used
    assert set() == used - set(listed.split())
