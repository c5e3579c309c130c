"""A plugin that is broken, missing or clashing stops the start, in words: who, which hook, what, and how to start without it."""

import sys
from textwrap import dedent
from types import ModuleType

import attrs
import pytest

from minorcare.errors import DeclarationError
from minorcare.hooks import hookimpl
from minorcare.plugins import Config, installed, load_catalog

HEAD = """
    from minorcare import F, Id, Label, Minor, Record, Risk, Rule, Tally, exists, field, hookimpl, kind, ref
    L = Label("看", en="See")
"""
SIGHTING = (
    HEAD
    + """
    @kind("ponds.sighting", label=L)
    class Sighting(Record):
        minor: Id = ref(Minor, about=True, label=L)
        place: str = field(label=L, sensitivity="open")

    @hookimpl
    def register_kinds():
        return [Sighting]
"""
)


@pytest.fixture
def folder(tmp_path):
    """Writes one-file plugins, and the configuration that enables them."""

    def write(text, name="ponds.py", **more):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(dedent(text), "utf-8")
        return Config(plugins=(name,), folder=tmp_path, **more)

    yield write
    for name in [name for name in sys.modules if name.startswith("minorcare_local_")]:
        del sys.modules[name]


def refused(config, *more):
    with pytest.raises(DeclarationError) as caught:
        load_catalog(config, *more)
    return str(caught.value)


def rule(when, because="为何"):
    return (
        SIGHTING
        + f"""
    R = Risk("ponds.near", label=L, cites="x")

    @hookimpl
    def register_rules():
        return [R, Rule("ponds.open", version=1, suggests=R, when={when}, because=Label("{because}", en="{because}"))]
"""
    )


WRONG = {
    "import": ("import nothing_of_the_kind\n", ["'ponds'", "does not import", "ModuleNotFoundError", "--without ponds"]),
    "syntax": ("def (:\n", ["'ponds'", "does not import", "SyntaxError", "--without ponds"]),
    "unknown hook": (HEAD + "    @hookimpl\n    def register_magic():\n        return []\n", ["'ponds'", "register_magic", "no hook"]),
    "default": (HEAD + "    @hookimpl\n    def register_rules(settings=None):\n        return []\n", ["'ponds'", "register_rules", "settings", "default"]),
    "argument": (HEAD + "    @hookimpl\n    def register_kinds(settings):\n        return []\n", ["'ponds'", "register_kinds", "settings"]),
    "breaks": (HEAD + "    @hookimpl\n    def register_kinds():\n        yield 1 / 0\n", ["'ponds'", "register_kinds failed", "ZeroDivisionError"]),
    "no list": (SIGHTING.replace("[Sighting]", "Sighting"), ["'ponds'", "register_kinds failed", "TypeError"]),
    "no kind": (HEAD + "    class Plain(Record):\n        pass\n    @hookimpl\n    def register_kinds():\n        return [Plain]\n", ["'ponds'", "register_kinds", "Plain", "@kind"]),
    "subclass": (SIGHTING + "    class Sub(Sighting):\n        pass\n    @hookimpl\n    def register_kinds():\n        return [Sub]\n", ["'ponds'", "Sub", "@kind"]),
    "thing": (HEAD + "    @hookimpl\n    def register_rules():\n        return [42]\n", ["'ponds'", "register_rules", "int"]),
    "prefix": (SIGHTING.replace("ponds.sighting", "sighting"), ["'ponds'", "register_kinds", "'sighting'", "'ponds.sighting'"]),
    "other prefix": (SIGHTING.replace("ponds.sighting", "lakes.sighting"), ["'ponds'", "'lakes.sighting'", "'ponds.sighting'"]),
    "ref": (SIGHTING.replace("ref(Minor", 'ref("fish"'), ["'ponds'", "register_kinds", "ponds.sighting", "'minor'", "'fish'"]),
    "vault": (SIGHTING.replace("ref(Minor", 'ref("reporter"'), ["'ponds'", "'reporter'", "vault"]),
    "codes": (SIGHTING.replace('label=L, sensitivity="open"', 'label=L, codes="fish"'), ["'ponds'", "'place'", "'fish'", "known: "]),
    "field": (rule('exists(Sighting, F.plaice == "x")'), ["'ponds'", "register_rules", "ponds.open", "plaice", "place"]),
    "state": (rule('F.schooling == "nowhere"'), ["'ponds'", "ponds.open", "schooling"]),
    "outer": (rule("exists(Sighting, F.place == F.school)"), ["'ponds'", "ponds.open", "school"]),
    "because": (rule("exists(Sighting)", "在{plaice}"), ["'ponds'", "ponds.open", "plaice", "place"]),
    "no risk": (rule("exists(Sighting)").replace("[R, Rule", "[Rule"), ["'ponds'", "ponds.open", "ponds.near"]),
    "report": (SIGHTING + '    @hookimpl\n    def register_reports():\n        return [Tally("ponds.by", Sighting, by=("plaice",), label=L)]\n', ["'ponds'", "register_reports", "ponds.by", "plaice"]),
    "twice": (SIGHTING.replace("[Sighting]", "[Sighting, Sighting]"), ["'ponds'", "ponds.sighting", "already brought by plugin 'ponds'"]),
    "declaration": (SIGHTING.replace("place: str", "place: list"), ["ponds.sighting", "place", "list", "use one of"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named(folder, case):
    """Plugin, hook, what, and what to write instead or how to start without it."""
    text, words = WRONG[case]
    said = refused(folder(text))
    assert [] == [word for word in words if word not in said], said
    assert "without" in said or "correct" in said


@pytest.mark.parametrize("case", WRONG)
def test_a_broken_plugin_can_be_left_out(folder, case):
    """``--without NAME`` starts, whatever is wrong with the plugin: it is not even imported."""
    config = attrs.evolve(folder(WRONG[case][0]), without=("ponds",))
    assert set(load_catalog(Config()).kinds) == set(load_catalog(config).kinds)


def test_a_good_plugin_is_loaded(folder):
    """What it brings is in the catalog, under its name, and its origin is known."""
    catalog = load_catalog(folder(rule("exists(Sighting)", "在{place}")))
    assert "ponds" == catalog.plugin_of("kind", "ponds.sighting") == catalog.plugin_of("rule", "ponds.open")
    assert "minorcare" == catalog.plugin_of("kind", "minor")


def test_what_is_not_there_is_named(tmp_path):
    """A file or a distribution that is missing, and a file whose name is no plugin name."""
    for name, words in (
        ("ponds.py", "there is no file ponds.py"),
        ("ponds", "is not installed"),
        ("Big-Ponds.py", "is no plugin name"),
    ):
        said = refused(Config(plugins=(name,), folder=tmp_path))
        assert words in said
        assert "--without" in said


def test_two_plugins_do_not_share_a_name(folder, tmp_path):
    """The second is not taken for the first: neither from another folder nor given directly."""
    folder(SIGHTING, "a/ponds.py")
    folder(SIGHTING, "b/ponds.py")
    assert "named twice" in refused(Config(plugins=("a/ponds.py", "b/ponds.py"), folder=tmp_path))
    assert "named twice" in refused(Config(plugins=("a/ponds.py",), folder=tmp_path), ModuleType("ponds"))


def test_two_plugins_do_not_bring_one_name():
    """Names without a prefix (code lists, roles, reports) clash across plugins, and both are named."""
    other = ModuleType("lakes")

    @hookimpl
    def register_reports():
        from minorcare import Label, Minor, Tally

        return [Tally("minors_by_sex", Minor, label=Label("x"))]

    other.register_reports = register_reports
    said = refused(Config(), other)
    assert "plugin 'lakes', register_reports: report 'minors_by_sex' is already brought by plugin 'minorcare'" in said


def test_an_object_is_a_plugin_as_a_module_is():
    """What is true of a module is true of any object that implements hooks: an unknown hook is refused."""

    class ponds:  # noqa: N801 - its name is the plugin's
        @hookimpl
        def register_magic(self):
            return []

    assert "register_magic" in refused(Config(), ponds())


def test_installed_imports_nothing(folder, tmp_path, monkeypatch):
    """Plugins are listed, by entry point and by path, without running a line of them."""
    site = tmp_path / "site"
    (site / "minorcare_bomb-1.2.dist-info").mkdir(parents=True)
    (site / "minorcare_bomb.py").write_text("raise SystemExit('imported')\n")
    (site / "minorcare_bomb-1.2.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: minorcare-bomb\nVersion: 1.2\n"
    )
    (site / "minorcare_bomb-1.2.dist-info" / "entry_points.txt").write_text("[minorcare]\nbomb = minorcare_bomb\n")
    monkeypatch.syspath_prepend(str(site))
    config = folder("raise SystemExit('imported')\n")
    listed = {one.name: (one.version, one.where, one.enabled) for one in installed(config)}
    assert ("1.2", "minorcare_bomb", False) == listed["bomb"]
    assert ("-", "ponds.py", True) == listed["ponds"]
    assert "minorcare_bomb" not in sys.modules
