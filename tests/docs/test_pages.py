"""What is written for people is checked like code: samples run, commands exist, links lead somewhere, both languages say as much."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from minorcare.access import ROLES
from minorcare.cli import main
from minorcare.plugins import Config, load_catalog
from minorcare.synthetic import load_settings

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "examples/**/*.md", "server/*.md", "plugins/**/*.md")
    for page in ROOT.glob(pattern)
    if not {"_build", ".pytest_cache", ".venv"} & set(page.parts)
)
CODE = {path: path.read_text("utf-8") for path in sorted(ROOT.glob("examples/**/*.py"))}
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TARGETS = set(re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)[1].split())


def named(page):
    return page.relative_to(ROOT).as_posix()


def blocks(page, *languages):
    return [text for language, text in BLOCK.findall(page.read_text("utf-8")) if language in languages]


def shell_lines(page):
    """The commands in shell blocks, and those that a sentence mentions."""
    for block in blocks(page, "console", "sh", "bash", "shell"):
        for line in block.splitlines():
            if line.startswith("$ "):
                yield line[2:]
    yield from re.findall(r"`(minorcare [a-z][^`]*)`", BLOCK.sub("", page.read_text("utf-8")))


each_page = pytest.mark.parametrize("page", PAGES, ids=named)


@each_page
def test_python_stands_in_an_example_that_is_run(page):
    """No sample is typed into a page: it is part of a file in examples/, all of which tests run."""
    assert [] == [
        text for text in blocks(page, "python", "py") if not any(text.strip() in code for code in CODE.values())
    ]


@each_page
def test_shell_lines_can_be_called(page):
    """Every command, argument and option that a page shows exists."""
    assert {} == {line: fault for line in shell_lines(page) if (fault := fault_of(line))}


def fault_of(line):
    program, *words = shlex.split(line, comments=True)
    if program == "minorcare":
        return _fault_of_ours(words)
    if program == "make":
        return "" if set(words) <= TARGETS else "no such target"
    if program in ("python", ".venv/bin/python"):
        files = [word for word in words if "/" in word and not word.startswith("/")]
        return "" if all((ROOT / file).exists() for file in files) else "no such file"
    return "a program that nobody checks"


def _fault_of_ours(words):
    command, ctx = main, click.Context(main, info_name="minorcare")
    while isinstance(command, click.Group) and words:
        name, *words = words
        found = command.get_command(ctx, name)
        if found is None:
            return f"no command {name}"
        command, ctx = found, click.Context(found, info_name=name, parent=ctx)
    try:
        given, rest, _ = command.make_parser(ctx).parse_args(list(words))
    except click.UsageError as error:
        return error.format_message()
    if isinstance(command, click.Group):
        return ""
    wrong = [p.name for p in command.params if isinstance(p.type, click.Choice) and not _chosen(p, given.get(p.name))]
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    missing = [p.name for p in arguments if words and not isinstance(given.get(p.name), str | tuple)]
    return f"too much: {rest}" if rest else f"wrong: {wrong}" if wrong else f"missing: {missing}" if missing else ""


def _chosen(parameter, value):
    return not isinstance(value, str) or value in parameter.type.choices


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("minorcare import roster.xlsx --dry-run", ""),
        ("minorcare imports roster.xlsx", "no command imports"),
        ("minorcare import roster.xlsx --sheets x", "No such option"),
        ("minorcare init --type village", "wrong: ['sort']"),
        ("minorcare undo-import --as wang", "missing: ['id']"),
        ("make everything", "no such target"),
        ("curl example.org", "a program that nobody checks"),
    ],
)
def test_wrong_lines_are_seen(line, fault):
    """The check above sees what is wrong with a line."""
    assert fault_of(line).startswith(fault)
    assert bool(fault) == bool(fault_of(line))


@each_page
def test_links_lead_somewhere(page):
    """Every link and picture within the repository is there, and every heading it names."""
    text = BLOCK.sub("", page.read_text("utf-8"))

    assert [] == [
        link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not link.startswith("http") and not _leads(page, link)
    ]


def _leads(page, link):
    path, _, heading = link.partition("#")
    target = page.parent / path if path else page
    if not target.exists():
        return False
    headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE) if heading else []
    return not heading or heading in {
        re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in headings
    }


@pytest.mark.parametrize("folder", ["", "examples/jinma"])
def test_both_languages_say_as_much(folder):
    """The Chinese and the English page have the same sections, lists, tables, samples and commands."""
    en, zh = (ROOT / folder / name for name in ("README.md", "README.zh-CN.md"))

    assert outline(en) == outline(zh)
    assert blocks(en, "python") == blocks(zh, "python")
    assert [line.split("#")[0] for line in shell_lines(en)] == [line.split("#")[0] for line in shell_lines(zh)]


def outline(page):
    """What stands in a page, line by line, without its words."""
    text = BLOCK.sub(r"```\1", page.read_text("utf-8"))
    return re.findall(r"^(#+ |- |\| |```\w+|<!--.*|!\[)", text, re.MULTILINE)


def test_readme_opens_with_the_two_commands():
    """Whoever comes here sees at once how to look at it and how to test it."""
    for name in ("README.md", "README.zh-CN.md"):
        first = blocks(ROOT / name, "console")[0]

        assert ["make demo", "make test"] == [line[2:].split("#")[0].strip() for line in first.splitlines()]


def test_readme_counts_right():
    """The figures in the README are those of the code."""
    en, zh = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")

    assert 3147 == load_settings("jinma").minors
    assert "3,147 children" in en
    assert "3147 名孩子" in zh
    assert 15 == len(ROLES)
    assert "fifteen roles" in en
    assert "十五种岗位" in zh
    catalog = load_catalog(Config(folder=ROOT / "docs"))
    assert (12, 16) == (len(catalog.risks), len(catalog.rules))
    assert "Twelve risks and sixteen rules" in changes
    assert "sixteen rules" in en
    assert "十六条规则" in zh


def test_documentation_builds_without_a_warning(tmp_path):
    """Sphinx has nothing to complain about: every page is in a table of contents, every included file and part is there."""
    build = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", tmp_path / "trees"]
    done = subprocess.run([*build, ROOT / "docs", tmp_path / "html"], capture_output=True, text=True, check=False)

    assert ("", 0) == (done.stderr, done.returncode)
