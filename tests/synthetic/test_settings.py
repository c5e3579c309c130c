"""Settings of a street, and who works in it."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from minorcare.access.roles import ROLES
from minorcare.errors import Invalid
from minorcare.synthetic import SHIPPED, load_settings, officers

TOWNSHIP = files("minorcare.synthetic").joinpath("streets", "township.toml").read_text(encoding="utf-8")
EXAMPLE = Path(__file__).parents[2] / "examples" / "jinma" / "settings.toml"


def refused(tmp_path, text):
    path = tmp_path / "street.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        load_settings(path)
    return {problem.at for problem in caught.value.problems}


def test_shipped_streets_differ():
    """Another code, another scheme, other counts: what holds for both does not rest on the one."""
    one, other = map(load_settings, SHIPPED)

    assert one.code != other.code
    assert one.scheme != other.scheme
    assert one.planted != other.planted


def test_settings_are_read_from_a_path(tmp_path):
    """An office's own file is read like a shipped one."""
    path = tmp_path / "street.toml"
    path.write_text(TOWNSHIP, encoding="utf-8")

    assert load_settings("township") == load_settings(path)


def test_the_example_holds_the_shipped_settings():
    """The copy in examples/jinma/ is the file in the package."""
    shipped = files("minorcare.synthetic").joinpath("streets", "jinma.toml").read_text(encoding="utf-8")

    assert shipped == EXAMPLE.read_text(encoding="utf-8")


def test_every_problem_is_said_at_once(tmp_path):
    """A missing value, an unknown one and one of the wrong type are told together."""
    text = TOWNSHIP.replace("minors = 412\n", "").replace("grids = 3", 'grids = "three"', 1)

    assert {"minors", "colour", "communities[0].grids"} == refused(tmp_path, 'colour = "red"\n' + text)


@pytest.mark.parametrize(
    ("pattern", "instead", "at"),
    [
        ('id_area = "990199"', 'id_area = "530102"', "id_area"),
        ('phone_stem = "08510"', 'phone_stem = "1"', "phone_stem"),
        ("minors = 412", "minors = 40", "planted"),
        ("disability_difficulty = 2", "disability_difficulty = 6", "both"),
        ('code = "530199101002"', 'code = "530199101001"', "communities[0].code"),
        ('code = "530199101"', 'code = "5301991"', "code"),
        ("buildings = 3", "buildings = 0", "communities[0]"),
        ("seed = 7", "seed = -7", "seed"),
    ],
)
def test_contradictions_are_refused(tmp_path, pattern, instead, at):
    """A street that cannot be made, or might name somebody who exists, is refused with the address of the value."""
    assert at in refused(tmp_path, TOWNSHIP.replace(pattern, instead, 1))


def test_a_file_that_is_no_toml_is_refused(tmp_path):
    """With a remedy, not a traceback."""
    assert {"street.toml"} == refused(tmp_path, "name = ")


def test_an_unknown_street_is_refused(tmp_path):
    """Neither a shipped name nor a file."""
    with pytest.raises(Invalid, match="jinma or township"):
        load_settings(tmp_path / "nowhere.toml")


def test_figures_of_the_source_stand_in_no_module():
    """The number of minors is in the settings file alone."""
    package = files("minorcare.synthetic")

    assert [] == [
        file.name for file in package.iterdir() if file.name.endswith(".py") and "3147" in file.read_text("utf-8")
    ]


def test_every_role_has_its_user():
    """Demo users are named as their roles, and each community has a liaison of its own."""
    settings = load_settings("jinma")
    accounts = {officer.account: officer for officer in officers(settings)}

    assert {role.name for role in ROLES} <= set(accounts)
    assert [officer.role for name, officer in accounts.items() if name in {role.name for role in ROLES}] == [
        name for name in accounts if name in {role.name for role in ROLES}
    ]
    liaisons = [officer for name, officer in accounts.items() if re.fullmatch(r"community_liaison_\d\d", name)]
    assert [community.code for community in settings.communities] == [officer.posted_to for officer in liaisons]
    assert accounts["community_liaison"].posted_to == accounts["community_liaison_01"].posted_to
    assert {True} == {officer.posted_to.startswith(settings.code[:6]) for officer in accounts.values()}
