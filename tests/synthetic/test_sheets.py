"""The sheets: read back as an import reads them, they say what is true of the street."""

import json
from datetime import date
from pathlib import Path

import pytest

from minorcare.kinds import Area, Household, Member, Minor, codelists
from minorcare.label import Label
from minorcare.rules.shipped import RISKS
from minorcare.surfaces import layouts, sheet_rows, sheets
from minorcare.surfaces.targets import Target
from minorcare.synthetic import BROKEN, RESTRICTED, ROSTER, TRUTH, load_settings, make
from minorcare.synthetic import sheets as written

ROOT = Path(__file__).parents[2]
DAY = date(2026, 12, 1)
FILES = (ROSTER, RESTRICTED, BROKEN, TRUTH)
ROW = (
    Target(name="minor", kind=Minor.__kind__, link={"household": "household"}),
    Target(
        name="household",
        kind=Household.__kind__,
        derived={"area": lambda records: records["minor"].get("area", "000000000")},
    ),
    *(
        Target(
            name=name,
            kind=Member.__kind__,
            label=Label(zh, en=name),
            constants=constants,
            link={"household": "household"},
        )
        for name, zh, constants in (
            ("father", "父亲", {"relation": "51"}),
            ("mother", "母亲", {"relation": "52"}),
            ("guardian", "监护人", {}),
        )
    ),
)


@pytest.fixture(scope="module", params=["jinma", "township"])
def folder(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    make(load_settings(request.param), 5, DAY, folder)
    return folder


@pytest.fixture(scope="module")
def truth(folder):
    return json.loads((folder / TRUTH).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def areas(folder):
    sheet = sheets.read(folder / ROSTER).sheets[0]
    return {row.records["area"]["name"]: row.records["area"]["code"] for row in parsed(sheet, only(Area), {}).rows}


@pytest.fixture(scope="module")
def roster(folder, areas):
    return parsed(sheets.read(folder / ROSTER).sheets[1], ROW, areas)


@pytest.fixture(scope="module")
def bad(folder, areas):
    return parsed(sheets.read(folder / BROKEN).sheets[0], ROW, areas)


def parsed(sheet, targets, areas):
    codes = {each.name: each for each in codelists.load_codes()}
    return sheet_rows.rows(sheet, layouts.detect(sheet, targets), codes=codes, areas=areas, day=DAY)


def only(kind):
    return (Target(name=kind.__kind__.name, kind=kind.__kind__),)


def test_headings_are_words_of_the_kinds():
    """Every heading is the label or an alias of the field it stands for, a remark in brackets aside."""
    columns = [*written.ROSTER, *written.AREAS, *(column for each in written.FACTS.values() for column in each)]

    for column in columns:
        if column.kind:
            field = column.kind.__kind__.by_name[column.field]
            assert column.heading.split("（")[0] in (field.label.zh, *field.facts.aliases)


def test_no_sheet_has_a_column_of_tags():
    """A tag is found, not imported."""
    headings = {column.heading for column in written.ROSTER}
    headings |= {column.heading for each in written.FACTS.values() for column in each}

    assert not headings & {risk.label.zh for risk in RISKS}


def test_every_row_of_the_roster_is_good(roster, truth):
    """All children are read, with every column but the running number understood for certain."""
    assert ["序号"] == [heading.text for heading in roster.match.unmatched]
    assert () == roster.match.unsure
    assert {"good"} == {row.status for row in roster.rows}
    assert truth["rows"] == len(roster.rows)
    assert {"minor", "household"} <= set(roster.rows[0].records)


def test_roster_holds_the_members(roster, truth):
    """Each grown-up and each household is told once, however many siblings have a row."""
    own = [[name for name in row.records if name not in row.same] for row in roster.rows]

    assert truth["households"] == sum("household" in names for names in own)
    assert truth["members"] == sum(name in ("father", "mother", "guardian") for names in own for name in names)


def test_odd_cells_are_read(roster, truth):
    """Lower-case x, full-width digits, dates as text, padded names: each means what it is said to mean."""
    kinds = {row.number: row.records["minor"] for row in roster.rows}

    for odd in truth["odd"]:
        column = sheets.place(odd["cell"])[1]
        field = Minor.__kind__.by_name[roster.match.columns[column].field]
        assert odd["means"] == field.to_json(kinds[odd["row"]][field.name]), odd


def test_odd_cells_look_odd(folder, truth):
    """What stands in such a cell is not what it means."""
    sheet = sheets.read(folder / ROSTER).sheets[1]

    assert [] == [odd for odd in truth["odd"] if sheet.cell(*sheets.place(odd["cell"])) == odd["means"]]


def test_every_fault_is_found_at_its_cell(bad, truth):
    """Each broken cell has the problem that is said, with a remedy; no other row has one."""
    found = {(p.at.split("!")[1], p.code): p for row in bad.rows for p in row.problems}
    said = {(fault["cell"], fault["code"]): fault for fault in truth["bad"]}

    assert said.keys() == found.keys()
    assert [] == [at for at, fault in said.items() if fault["remedy_contains"] not in found[at].remedy.zh]
    assert [] == [at for at, fault in said.items() if fault["heading"].split()[-1] not in found[at].heading]


def test_good_rows_of_the_broken_roster_are_good(bad, truth):
    """They, and the repeating rows, are all that can be imported."""
    rows = {*truth["good"], *(each["row"] for each in truth["duplicates"])}

    assert rows == {row.number for row in bad.rows if not row.problems}


def test_repeated_children_are_seen(bad, truth):
    """A row that repeats another is told which."""
    twins = {row.number: row.twins for row in bad.rows}

    for each in truth["duplicates"]:
        assert twins[each["row"]] == ((each["same_as_row"],) if "same_as_row" in each else ())


def test_repeated_children_are_on_the_roster(roster, truth):
    """What is said to repeat the roster is on it."""
    numbers = {row.records["minor"].get("resident_id") for row in roster.rows}

    assert {each["child"] for each in truth["duplicates"] if "same_as" in each} <= numbers


def test_facts_are_read(folder, roster, areas, truth):
    """Every recorded fact is read, and names somebody on the roster by number."""
    numbers = {values.get("resident_id") for row in roster.rows for values in row.records.values()}
    book = sheets.read(folder / RESTRICTED)

    assert list(truth["facts"]) == [sheet.name for sheet in book.sheets]
    for sheet, kind in zip(book.sheets, written.FACTS, strict=True):
        facts = parsed(sheet, only(kind), areas)
        about = written.FACTS[kind][0].field
        assert truth["facts"][sheet.name] == len(facts.rows)
        assert {"good"} == {row.status for row in facts.rows}
        assert {row.records[kind.__kind__.name][about].text for row in facts.rows} <= numbers


def test_truth_names_the_rows_of_facts(folder, truth):
    """The row on which a tag is said to rest is the row of that person."""
    book = {sheet.name: sheet for sheet in sheets.read(folder / RESTRICTED).sheets}

    assert [] == [each for each in truth["rests_on"] if book[each["sheet"]].cell(each["row"], 1) != each["who"]]


def test_truth_names_children_of_the_roster(roster, truth):
    """By resident ID; who has none, by household and name."""
    keys = {
        row.records["minor"].get("resident_id") or f"{row.records['household']['code']}/{row.records['minor']['name']}"
        for row in roster.rows
    }

    assert {child for children in truth["tags"].values() for child in children} <= keys
    assert any("/" in child for child in truth["tags"]["left_behind"])


def test_same_seed_same_bytes(folder, tmp_path):
    """Made a second time, every file is the same."""
    name = "jinma" if (folder / ROSTER).stat().st_size > 200_000 else "township"

    make(load_settings(name), 5, DAY, tmp_path)

    assert [] == [file for file in FILES if (folder / file).read_bytes() != (tmp_path / file).read_bytes()]


def test_shipped_sheets_are_those_of_the_shipped_seed(tmp_path):
    """examples/jinma/ holds what the settings make, cell by cell (the packing differs between versions of zlib)."""
    settings, shipped = load_settings("jinma"), ROOT / "examples" / "jinma"

    make(settings, settings.seed, settings.day, tmp_path)

    assert (shipped / TRUTH).read_bytes() == (tmp_path / TRUTH).read_bytes()
    for file in (ROSTER, RESTRICTED, BROKEN):
        assert sheets.read(shipped / file) == sheets.read(tmp_path / file)


def test_shipped_sheets_are_small():
    """All of them together stay below a megabyte and a half."""
    shipped = ROOT / "examples" / "jinma"

    assert 1_500_000 > sum((shipped / file).stat().st_size for file in FILES)
