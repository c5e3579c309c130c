"""Who may import whom. The arrows of docs/architecture point one way, and this is where one that runs back is caught."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1] / "src" / "minorcare"

# Lowest first. A part imports from lower levels and from itself, never from a neighbour on its own level.
LEVELS = (
    {"label"},
    {"errors"},
    {"declare"},
    {"hooks", "journal"},
    {"calendar"},
    {"query"},
    {"kinds"},
    {"rules", "access"},
    {"catalog"},
    {"store", "surfaces"},
    {"desk"},
    {"work"},
    {"plugins"},
    {"registry"},
    {"synthetic"},
    {"testing"},
    {"conformance"},
    {"cli"},
)
LEVEL = {part: number for number, level in enumerate(LEVELS) for part in level}

# `from minorcare import Kind` is how the world outside imports it. Inside, only the parts that show the world how do.
FRONT = "minorcare"
MAY_USE_FRONT = {FRONT, "synthetic", "testing", "conformance", "cli"}

# The one exception. A hook's signature names what plugins bring, so `hooks` may see the parts above it under TYPE_CHECKING,
# where nothing is loaded. For every other part such an import counts like any other.
MAY_SEE_TYPES_ABOVE = {"hooks"}

ONLY_IMPORTERS = {
    "pluggy": {"hooks", "plugins"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
}
PURE = {"label", "errors", "declare", "journal", "calendar", "query"}
IMPURE = {"aiohttp", "cattrs", "sqlite3", "sqlite_utils"}

MOST_LINES = 400


class Import(NamedTuple):
    """One import statement's target, and where it stands."""

    module: str
    target: str
    line: int
    within: str  # the function it stands in; empty at the top of a module
    for_types: bool  # whether it stands under TYPE_CHECKING

    @property
    def part(self) -> str:
        return part_of(self.module)

    @property
    def library(self) -> str:
        return self.target.split(".")[0]

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def part_of(module: str) -> str:
    """The part of the house that a module belongs to: `store` for `minorcare.store.sqlite`."""
    names = module.split(".")
    return names[1] if len(names) > 1 else FRONT


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        names = ("minorcare", *path.relative_to(PACKAGE).with_suffix("").parts)
        found[".".join(names).removesuffix(".__init__")] = path
    return found


MODULES = modules()


def imports_in(source: str, module: str, *, is_package: bool) -> Iterator[Import]:
    """Every import of a module: at the top, within functions, and under TYPE_CHECKING."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {id(node): function.name for function in functions for node in ast.walk(function)}
    checks = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" == ast.unparse(node.test)]
    typed = {id(node) for check in checks for statement in check.body for node in ast.walk(statement)}
    for node in ast.walk(tree):
        where = (inside.get(id(node), ""), id(node) in typed)
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, *where)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.split(".") if is_package else module.split(".")[:-1]
                parents = parents[: len(parents) - node.level + 1]
                base = ".".join([*parents, base]).rstrip(".")
            for alias in node.names:
                # `from minorcare import query` imports a part, `from minorcare.query import F` a name in one.
                target = f"{base}.{alias.name}"
                is_part = base == FRONT and part_of(target) in PARTS
                yield Import(module, target if is_part else base, node.lineno, *where)


PARTS = {part_of(module) for module in MODULES} | set(LEVEL)
IMPORTS = list(
    dict.fromkeys(
        found
        for module, path in MODULES.items()
        for found in imports_in(path.read_text("utf-8"), module, is_package=path.name == "__init__.py")
    )
)


def runs_back(found: Import) -> bool:
    if found.library != FRONT or found.part == FRONT:
        return False
    if found.for_types and found.part in MAY_SEE_TYPES_ABOVE:
        return False
    target = part_of(found.target)
    if target == FRONT:
        return found.part not in MAY_USE_FRONT
    return target != found.part and LEVEL[target] >= LEVEL[found.part]


def test_every_part_has_a_level():
    """A new part is given its place among the others before it is written."""
    assert set() == PARTS - set(LEVEL) - {FRONT, "__main__"}


def test_no_arrow_runs_back():
    """A part knows only what lies below it."""
    assert [] == [str(found) for found in IMPORTS if runs_back(found)]


def test_costly_libraries_have_one_importer():
    """Plugins are collected in one place, and statements are run in one place."""
    assert [] == [str(found) for found in IMPORTS if found.part not in ONLY_IMPORTERS.get(found.library, {found.part})]


def test_declarations_and_questions_are_pure():
    """What a kind is and what is asked of it can be said without a database or a converter."""
    assert [] == [str(found) for found in IMPORTS if found.part in PURE and found.library in IMPURE]


def test_library_does_not_know_the_server():
    """Only the command that starts the server names it, and only when it is run."""
    assert [] == [
        str(found)
        for found in IMPORTS
        if found.library == "minorcare_server" and not (found.part == "cli" and "serve" in found.within)
    ]


def test_modules_are_named_by_meaning():
    """A module called `utils` says nothing about what is in it."""
    assert [] == [module for module in MODULES if module.split(".")[-1].strip("_") in {"utils", "util", "helpers"}]


def test_modules_are_short():
    """A module that has grown past its meaning is split."""
    assert [] == [
        f"{module} has {lines} lines"
        for module, path in MODULES.items()
        if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    ]


def test_importing_is_cheap():
    """A plugin can import minorcare without waiting for a database library, a converter or a server."""
    program = f"import minorcare, sys; print(*sorted({IMPURE!r} & set(sys.modules)))"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "" == answer.stdout.strip()


def test_relative_imports_are_resolved():
    """The reader of imports sees through dots, or the tests above would pass for the wrong reason."""
    source = "from . import a\nfrom ..query import F\nfrom minorcare import store\ndef late():\n    import pluggy\n"

    found = list(imports_in(source, "minorcare.kinds.people", is_package=False))

    assert ["minorcare.kinds", "minorcare.query", "minorcare.store", "pluggy"] == [each.target for each in found]
    assert ["", "", "", "late"] == [each.within for each in found]


def test_an_arrow_that_runs_back_is_seen():
    """As above: the rule itself is tried on one import that breaks it and one that keeps it."""
    back, forth = imports_in(
        "from minorcare.desk import Desk\nfrom minorcare.label import Label\n", "minorcare.query.tree", is_package=False
    )

    assert runs_back(back)
    assert not runs_back(forth)


def test_only_hooks_may_name_types_above():
    """The exception holds for one part, and only where nothing is loaded."""
    source = "if TYPE_CHECKING:\n    from minorcare.rules import Rule\nelse:\n    from minorcare.rules import Risk\n"

    def verdicts(module):
        return [runs_back(found) for found in imports_in(source, module, is_package=False)]

    assert [False, True] == verdicts("minorcare.hooks")
    assert [True, True] == verdicts("minorcare.declare.kind")
