"""Settings are read into the plugin's own class, and whatever is wrong with them is said before anything starts."""

from types import ModuleType

import attrs
import pytest

from minorcare.errors import DeclarationError
from minorcare.hooks import hookimpl
from minorcare.plugins import Config, load_catalog


@attrs.frozen(kw_only=True)
class Settings:
    """What a plugin lets an office choose."""

    days: int = 3
    url: str
    strict: bool = False


@pytest.fixture
def ponds():
    """A plugin that notes the settings it is given."""
    module = ModuleType("ponds")
    module.given = []

    @hookimpl
    def register_settings():
        return Settings

    @hookimpl
    def register_rules(settings):
        module.given.append(settings)
        return []

    module.register_settings, module.register_rules = register_settings, register_rules
    return module


def with_section(**section):
    return Config(sections={"ponds": section})


def test_settings_arrive_typed(ponds, monkeypatch):
    """Values from the file, defaults, and secrets from the environment."""
    monkeypatch.setenv("PONDS_URL", "https://example.org")
    load_catalog(with_section(days=5, url={"env": "PONDS_URL"}), ponds)
    assert [Settings(days=5, url="https://example.org")] == ponds.given


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"url": "x", "days": "5"}, ["days must be int, not str"]),
        ({"url": "x", "days": True}, ["days must be int, not bool"]),
        ({"url": 5, "dayz": 1}, ["url must be str, not int", "unknown 'dayz'", "known: days, strict, url"]),
        ({"days": 5}, ["url is missing"]),
        ({"url": {"env": "NOWHERE"}}, ["environment variable NOWHERE", "set it"]),
    ],
)
def test_wrong_settings_are_named(ponds, section, words):
    """The section, every name and what is wrong with it, all at once."""
    with pytest.raises(DeclarationError) as caught:
        load_catalog(with_section(**section), ponds)
    assert [] == [word for word in ["[settings.ponds]", *words] if word not in str(caught.value)]


def test_a_section_of_nobody_is_refused(ponds):
    """A mistyped plugin name, and settings of a plugin that has none; a plugin left out may keep its section."""
    with pytest.raises(DeclarationError, match=r"settings\.pond\].*no plugin that is enabled"):
        load_catalog(Config(sections={"pond": {}, "ponds": {"url": "x"}}), ponds)
    with pytest.raises(DeclarationError, match="without settings"):
        load_catalog(with_section(url="x"), ModuleType("ponds"))
    load_catalog(Config(sections={"ponds": {"url": 1}}, without=("ponds",)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plugins = 'ponds'", "no list of names"),
        ("settings = 3", "no table of tables"),
        ("plugin = ['ponds']", "unknown entries plugin"),
        ("plugins = [", "is no TOML"),
    ],
)
def test_a_wrong_file_is_named(tmp_path, text, words):
    """The file, what is wrong with it, and what to write."""
    (tmp_path / "minorcare.toml").write_text(text, "utf-8")
    with pytest.raises(DeclarationError, match=words):
        Config.read(tmp_path / "minorcare.toml")


def test_settings_change_what_is_found(quiet):
    """The core's own rules take settings by the same hook as everybody's."""
    found = [
        load_catalog(Config(sections={"minorcare": {"away_months": n}})).rules["both_parents_away"].when for n in (3, 6)
    ]
    assert found[0] != found[1] == quiet.catalog.rules["both_parents_away"].when


@attrs.frozen(kw_only=True)
class Nets:
    """A part of what a plugin lets an office choose."""

    metres: tuple[int, ...] = (3,)


@attrs.frozen(kw_only=True)
class Parted:
    """Settings with a table inside."""

    nets: Nets = Nets()


def parted(name):
    module = ModuleType(name)
    module.register_settings = hookimpl(specname="register_settings")(lambda: Parted)
    return module


def test_a_table_inside_a_section_is_found_by_its_class():
    """It is read into the class that the field names; a wrong value is named with its table."""
    catalog = load_catalog(Config(sections={"lakes": {"nets": {"metres": [4, 5]}}}), parted("lakes"))

    assert (4, 5) == catalog.settings(Nets).metres == catalog.settings(Parted).nets.metres
    with pytest.raises(DeclarationError, match=r"\[settings\.lakes\.nets\] metres must be a list of int, not list"):
        load_catalog(Config(sections={"lakes": {"nets": {"metres": ["4"]}}}), parted("lakes"))


def test_a_class_is_of_one_section():
    """Two plugins with one settings class would answer for each other."""
    with pytest.raises(DeclarationError, match=r"plugin 'rivers'.*Parted is there already"):
        load_catalog(Config(), parted("lakes"), parted("rivers"))
