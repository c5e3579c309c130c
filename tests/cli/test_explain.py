"""What becomes of a kind, and which plugins there are."""

import json

import pytest

from .conftest import run

PLUGIN = """
from datetime import date
from minorcare import F, Id, Label, Lifecycle, Minor, Record, Risk, Rule, Tally, deadline, exists, field, hookimpl, kind, months, ref, state

CASE = Lifecycle(found="closed", closed="")

@kind("pond.sighting", label=Label("涉水险情", en="Water hazard sighting"))
class Sighting(Record):
    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    place: str = field(label=Label("水域", en="Place"), max_length=80, sensitivity="restricted")
    status: str = state(CASE, label=Label("状态", en="Status"))

NEAR = Risk("pond.near", label=Label("涉水风险", en="Water risk"), cites="x", review=months(3))

@hookimpl
def register_kinds():
    return [Sighting]

@hookimpl
def register_rules():
    return [NEAR, Rule("pond.open", version=1, suggests=NEAR, when=exists(Sighting, F.status != "closed"), because=Label("有", en="Yes"))]

@hookimpl
def register_reports():
    return [Tally("pond.by_status", Sighting, by=("status",), label=Label("按状态", en="By status"))]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pond.py").write_text(PLUGIN, encoding="utf-8")
    (tmp_path / "minorcare.toml").write_text('plugins = ["pond.py"]\n', encoding="utf-8")
    return tmp_path


def explained(kind):
    result = run("explain", kind, "--format", "json")
    assert 0 == result.exit_code, result.stderr
    return json.loads(result.stdout)


def test_a_local_kind_is_explained(folder):
    """Where it is declared, its table, routes, filters, rules and reports: a newcomer finds all of it in one place."""
    found = explained("pond.sighting")

    assert ("pond", "pond__sighting", ["pond.by_status"]) == (found["plugin"], found["table"], found["reports"])
    assert f"{folder / 'pond.py'}:7" == found["place"]
    assert "POST /api/v1/records/pond.sighting/{id}/transition" in found["routes"]
    assert {"minor", "place", "status", "area"} <= set(found["filters"])
    assert [{"rule": "pond.open", "suggests": "pond.near", "reads": ["minor", "status"]}] == found["rules"]


@pytest.mark.usefixtures("folder")
def test_who_may_see_a_kind_is_told():
    """Each role with its rows, whether it writes, and what it does not see; who sees nothing is not listed."""
    roles = {role["role"]: role for role in explained("pond.sighting")["roles"]}

    assert ("own areas", ["place"]) == (roles["community_liaison"]["rows"], roles["community_liaison"]["masked"])
    assert [] == roles["child_supervisor"]["masked"]
    assert "leader" not in roles


@pytest.mark.usefixtures("folder")
def test_levels_and_marks_are_told():
    """Every field with its type, its level and what else is so of it."""
    fields = {field["name"]: field for field in explained("minor")["fields"]}

    assert ("sensitive", ["secret", "identifying", "unique"]) == (
        fields["resident_id"]["sensitivity"],
        fields["resident_id"]["marks"],
    )
    assert "code sex" == fields["sex"]["type"]
    assert ["required", "searchable"] == fields["name"]["marks"]


@pytest.mark.parametrize("kind", ["minor", "risk_tag", "due", "journal", "reporter", "officer"])
@pytest.mark.usefixtures("folder")
def test_every_kind_of_the_core_is_explained_for_people(kind):
    """In words too, in either language, the vault included."""
    for lang in ("zh", "en"):
        result = run("explain", kind, "--lang", lang)

        assert 0 == result.exit_code, result.stderr
        assert kind in result.stdout


@pytest.mark.usefixtures("folder")
def test_a_vault_kind_has_no_table_and_no_route():
    """What the law can seal is asked for nowhere."""
    found = explained("reporter")

    assert (None, [], {}, []) == (found["table"], found["routes"], found["filters"], found["roles"])


@pytest.mark.usefixtures("folder")
def test_an_unknown_kind_lists_the_known():
    """A typing mistake is answered with what there is."""
    result = run("explain", "mnor")

    assert 1 == result.exit_code
    assert "pond.sighting" in result.stderr


def test_plugins_are_listed_without_importing_them(folder):
    """The list still works when a plugin is broken: that is when it is needed."""
    (folder / "pond.py").write_text("raise SystemExit('imported')", encoding="utf-8")

    result = run("plugins", "--format", "json")

    assert 0 == result.exit_code
    assert {"name": "pond", "version": "-", "where": "pond.py", "enabled": True} in json.loads(result.stdout)["plugins"]


def test_a_broken_plugin_is_named_and_can_be_left_out(folder):
    """The error says which plugin, and how to start without it."""
    (folder / "pond.py").write_text("import nothing_of_that_name", encoding="utf-8")

    broken, without = run("explain", "minor"), run("explain", "minor", "--without", "pond")

    assert (1, 0) == (broken.exit_code, without.exit_code)
    assert "--without pond" in broken.stderr
