"""Importing: what a preview says, what a commit writes, and that undoing it leaves the office as it was."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from types import ModuleType

import attrs
import orjson
import pytest

from minorcare.desk import Change, Save
from minorcare.errors import Conflict, Invalid, NotFound
from minorcare.hooks import hookimpl
from minorcare.kinds import (
    Area,
    AreaLevel,
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Household,
    Member,
    Minor,
    MisbehaviourAct,
    Officer,
    RestrictedCircumstance,
    RiskTag,
)
from minorcare.kinds.resident_id import checksum
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules import Risk, Rule
from minorcare.surfaces.layouts import Layout
from minorcare.surfaces.sheets import Workbook
from minorcare.synthetic import BROKEN, RESTRICTED, ROSTER, TRUTH
from minorcare.testing import OFFICE, desk_as, registry_in
from minorcare.work import imports

ROOT = Path(__file__).parents[2]
JINMA, HAND_MADE = ROOT / "examples" / "jinma", ROOT / "tests" / "data" / "sheets"
COUNTED = ("good", "bad", "duplicate", "unchanged")
FACTS = (Circumstance, RestrictedCircumstance, DisabilityCard, DifficultyRecognition, MisbehaviourAct)


def counted(shown):
    return tuple(getattr(shown.counts, name) for name in COUNTED)


def tables(registry, *, chain=False):
    """Every row of every table; without *chain* those that hold what is in force: kinds, terms, due rows, lists."""
    with closing(sqlite3.connect(registry.store.path)) as conn:
        names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        # what is never taken back: the chain itself, file numbers, keys, replay keys
        kept = () if chain else ("journal", "version", "batch", "file", "key", "seen", "seen_up_to")
        found = {name: conn.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if name not in kept}
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def corrected(book, sheet, changes):
    """A workbook in which a person has corrected cells of one sheet."""
    return Workbook(sheets=tuple(each.but(changes) if each.name == sheet else each for each in book.sheets))


def the_supervisor(registry):
    """A desk that imports into whatever office the registry has."""
    (office,) = registry.store.offices()
    return desk_as(registry, "child_supervisor", office=office, purpose="import")


def a_rule_about_children_alone():
    """A plugin whose one rule needs no other record than the child's."""
    risk = Risk("nursery.no_school", label=Label("未入学", en="No school"), cites="示例")
    rule = Rule(
        "nursery.school_empty",
        version=1,
        suggests=risk,
        when=F.school.is_empty,
        because=Label("没有学校", en="No school"),
    )
    plugin = ModuleType("nursery")
    plugin.register_rules = hookimpl(lambda: [risk, rule])
    plugin.register_rules.__name__ = "register_rules"
    return plugin


@pytest.fixture
def town(tmp_path):
    """An office with three communities and nobody in them."""
    registry = registry_in(tmp_path)
    communities = enumerate(("柳荫社区", "北苑社区", "桂园社区"), start=1)
    registry.found(
        OFFICE,
        *(Area(code=f"{OFFICE}00{number}", name=name, level=AreaLevel.COMMUNITY) for number, name in communities),
        Officer(account="child_supervisor", name="督导员", role="child_supervisor", posted_to=OFFICE),
        Officer(account="liaison", name="联络员", role="community_liaison", posted_to=f"{OFFICE}001"),
    )
    yield registry
    registry.close()


@pytest.fixture
def desk(town):
    """The desk of who imports."""
    return the_supervisor(town)


@pytest.fixture(scope="session")
def sheets():
    """The three sheets made by hand, read once."""
    return {name: imports.read(HAND_MADE / name) for name in ("street.xlsx", "community.xls", "school.csv")}


SCHOOL = {"居住社区": ("minor", "area")}
"""What a person says of the one heading of the school's list that is not understood."""


class TestPreview:
    """What is said before anything is written."""

    @pytest.mark.parametrize(
        ("name", "corrections", "counts", "places"),
        [
            ("street.xlsx", None, (3, 3, 1, 0), {"花名册!G7", "花名册!C8", "花名册!F8", "花名册!D9", "花名册!F10"}),
            ("community.xls", None, (2, 1, 0, 0), {"北苑社区!D5", "北苑社区!G5", "北苑社区!L5"}),
            ("school.csv", SCHOOL, (2, 2, 0, 0), {"CSV!D3", "CSV!K5"}),
        ],
    )
    def test_rows_are_counted(self, desk, sheets, name, corrections, counts, places):
        """A preview says how many rows are good, bad, there twice and on file already, and where each problem is."""
        shown = imports.preview(desk, sheets[name], Minor, corrections=corrections)

        assert counts == counted(shown)
        assert places == {problem.at for problem in shown.problems}

    def test_a_heading_that_is_not_understood_is_asked_for(self, desk, sheets):
        """Without the column of areas no row can be read; the preview says which column is missing, and nothing is imported."""
        shown = imports.preview(desk, sheets["school.csv"], Minor)

        assert ["sheet.missing"] == [problem.code for problem in shown.problems]
        with pytest.raises(Invalid, match="Child area"):
            imports.commit(desk, shown, only_good=True)

    def test_the_demo_street_is_read_whole(self, jinma_folder):
        """Every row of the demo street's sheets is good."""
        counts = orjson.loads((jinma_folder / "counts.json").read_bytes())

        assert {"区域": 469, "名册": 3147} == {name: counts.pop(name) for name in ("区域", "名册")}
        assert {"成员情况": 127, "限阅情况": 19, "残疾人证": 10, "困境认定": 7, "不良行为记录": 5} == counts

    def test_every_planted_problem_is_reported_at_its_cell(self, jinma):
        """Each broken cell of the broken roster is named by row and column, with its code and what to do."""
        truth = orjson.loads((JINMA / TRUTH).read_bytes())

        shown = imports.preview(the_supervisor(jinma), imports.read(JINMA / BROKEN), Minor)

        by_cell = {problem.at: problem for problem in shown.problems}
        assert len(truth["bad"]) == 33
        for planted in truth["bad"]:
            found = by_cell[f"{planted['sheet']}!{planted['cell']}"]
            assert (planted["code"], planted["row"]) == (found.code, found.row)
            assert planted["heading"].split()[-1] in found.heading
            assert planted["remedy_contains"] in found.remedy.zh
        bad_rows = {row.number for row in shown.parsed.rows if row.status == "bad"}
        assert {planted["row"] for planted in truth["bad"]} == bad_rows
        assert (len(truth["good"]), 33, 2, 1) == counted(shown)
        twice = {row.number for row in shown.parsed.having("duplicate")}
        assert {each["row"] for each in truth["duplicates"] if "same_as_row" in each} == twice
        assert {each["row"] for each in truth["duplicates"] if "same_as" in each} == set(shown.unchanged)

    def test_no_problem_repeats_a_value(self, jinma):
        """What is said of a cell holds neither a whole number of anybody nor a name."""
        book = imports.read(JINMA / BROKEN)

        shown = imports.preview(the_supervisor(jinma), book, Minor)

        said = "\n".join(problem.in_(lang) for problem in shown.problems for lang in ("zh", "en"))
        numbers = {
            str(cell) for row in book.sheets[0].rows for cell in row if isinstance(cell, str) and len(cell) >= 15
        }
        names = {book.sheets[0].cell(row.number, 6) for row in shown.parsed.rows}
        assert not {number for number in numbers if number in said}
        assert not {name for name in names if isinstance(name, str) and len(name) > 1 and name in said}


class TestNothingIsWritten:
    """By looking, by rehearsing, by failing."""

    @pytest.mark.parametrize("name", ["street.xlsx", "community.xls", "school.csv"])
    def test_by_a_preview_or_a_rehearsal(self, town, desk, sheets, name):
        """All tables of the file but the journal hold the same after a preview and a rehearsal, byte for byte."""
        before = tables(town, chain=True)

        shown = imports.preview(desk, sheets[name], Minor, corrections=SCHOOL if name == "school.csv" else None)
        imports.rehearse(desk, shown)

        after = tables(town, chain=True)
        entries = [row for row in after.pop("journal") if row not in before["journal"]]
        del before["journal"]
        assert before == after
        assert {"list", "search"} >= {entry[7] for entry in entries}

    def test_by_a_commit_with_bad_rows(self, town, desk, sheets):
        """A sheet with bad rows is refused whole, unless its good rows are asked for."""
        shown = imports.preview(desk, sheets["street.xlsx"], Minor)
        before = tables(town, chain=True)

        with pytest.raises(Invalid) as refused:
            imports.commit(desk, shown)

        assert {problem.at for problem in shown.problems} == {problem.at for problem in refused.value.problems}
        assert before == tables(town, chain=True)

    def test_by_a_commit_that_fails_halfway(self, town, desk, sheets):
        """When writing finds what reading could not, the cell is named and no row of the sheet is kept."""
        shown = imports.preview(desk, sheets["community.xls"], Minor)
        desk.save(Household(code="JM-02-0002", area=f"{OFFICE}001"))  # in between, somebody else takes the number
        before = tables(town)

        with pytest.raises(Invalid) as refused:
            imports.commit(desk, shown, only_good=True)

        assert [("北苑社区!K4", "taken")] == [(problem.at, problem.code) for problem in refused.value.problems]
        assert before == tables(town)  # the journal alone has one more entry: that it was refused
        assert ["北苑社区!K4"] == [
            problem.at for problem in imports.rehearse(desk, shown).problems if problem.code == "taken"
        ]


class TestCommit:
    """What an import writes, and what the same sheet does a second time."""

    def test_a_corrected_sheet_is_imported(self, town, desk, sheets):
        """Cells are corrected in the preview, and the whole sheet goes in as one batch."""
        fixed = corrected(
            sheets["street.xlsx"],
            "花名册",
            {"G7": None, "C8": "柳荫社区", "F8": "2013-02-28", "F10": "2012-05-06", "A9": None}
            | {f"{c}9": None for c in "BCDEFGHIJKLMNOPQR"},
        )

        shown = imports.preview(desk, fixed, Minor)
        done = imports.commit(desk, shown)

        assert (6, 0, 0, 0) == counted(shown)
        rows = {row.values["name"]: row for row in desk.find(Minor).rows}
        assert {"丁小满", "丁小雪", "乔一", "石可", "白露", "买买提·艾力"} == set(rows)
        assert rows["丁小满"].values["household"] == rows["丁小雪"].values["household"]
        assert date(2012, 3, 4) == rows["丁小满"].values["birth_date"]
        assert ["丁大川", "沈月"] == sorted(
            row.values["name"] for row in desk.find(Member, F.household == rows["丁小满"].values["household"]).rows
        )
        assert done.records == len(shown.acts)
        assert [] == list(town.store.verify())

    def test_only_the_good_rows_of_a_sheet(self, desk, sheets):
        """Bad rows stay behind, and so does the second row of the same child."""
        imports.commit(desk, imports.preview(desk, sheets["street.xlsx"], Minor), only_good=True)

        assert {"丁小满", "丁小雪", "乔一"} == {row.values["name"] for row in desk.find(Minor).rows}

    @pytest.mark.parametrize("name", ["street.xlsx", "community.xls", "school.csv"])
    def test_the_same_sheet_again_changes_nothing(self, desk, sheets, name):
        """What is on file is recognised: children and parents by number, and those who have none by household, name and birthday."""
        corrections = SCHOOL if name == "school.csv" else None
        first = imports.preview(desk, sheets[name], Minor, corrections=corrections)
        imports.commit(desk, first, only_good=True)

        again = imports.preview(desk, sheets[name], Minor, corrections=corrections)

        assert () == again.acts
        assert attrs.evolve(first.counts, good=0, unchanged=first.counts.good) == again.counts

    def test_a_whole_street_again_changes_nothing(self, township, township_folder):
        """Every sheet of a street, imported a second time, holds only what is on file."""
        desk = the_supervisor(township)
        (office,) = township.store.offices()
        head = desk_as(township, "station_head", office=office, purpose="import")
        roster, facts = imports.read(township_folder / ROSTER), imports.read(township_folder / RESTRICTED)

        shown = [
            imports.preview(by, book, kind, sheet=sheet)
            for by, book, sheet, kind in (
                (head, roster, "区域", Area),
                (desk, roster, "名册", Minor),
                *((desk, facts, kind.__kind__.label.zh, kind) for kind in FACTS),
            )
        ]

        assert [()] * 7 == [each.acts for each in shown]
        assert orjson.loads((township_folder / "counts.json").read_bytes()) == {
            each.match.sheet: each.counts.unchanged for each in shown
        }

    def test_a_changed_cell_is_one_change(self, desk, sheets):
        """A sheet that differs in one cell writes one record, and of it one field."""
        imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)
        changed = corrected(sheets["community.xls"], "北苑社区", {"M4": "普通高中"})

        shown = imports.preview(desk, changed, Minor)
        imports.commit(desk, shown, only_good=True)

        (act,) = shown.acts
        assert isinstance(act, Change)
        assert ("minor", ["schooling"]) == (act.kind, list(act.values))
        (row,) = desk.find(Minor, F.name == "纪元").rows
        assert ("schooling",) == desk.history(Minor, row.id)[0].changed
        assert (1, 1, 0, 1) == counted(shown)

    def test_a_number_that_was_missing_is_added(self, desk, sheets):
        """A child known without a number is the same child when the number comes."""
        book = corrected(sheets["community.xls"], "北苑社区", {"C4": None})
        imports.commit(desk, imports.preview(desk, book, Minor), only_good=True)

        shown = imports.preview(desk, sheets["community.xls"], Minor)

        assert [["resident_id"]] == [list(act.values) for act in shown.acts]

    def test_children_with_different_numbers_are_two(self, desk, sheets):
        """One name and birthday in one household are two children if each has a number of its own."""
        imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)
        other = "99000020110610135"
        book = corrected(sheets["community.xls"], "北苑社区", {"C4": other + checksum(other)})

        shown = imports.preview(desk, book, Minor)

        assert [Minor] == [type(act.record) for act in shown.acts if isinstance(act, Save)]

    def test_the_same_key_twice_is_harmless(self, town, desk, sheets):
        """An import whose answer was lost is sent again and done once."""
        shown = imports.preview(desk, sheets["community.xls"], Minor)
        key = "7b3f1c52-6c0e-4a55-9d5f-0f6a2f4f7f01"

        first = imports.commit(desk, shown, key=key, only_good=True)
        held = tables(town, chain=True)
        second = imports.commit(desk, shown, key=key, only_good=True)

        assert first == second
        assert held == tables(town, chain=True)

    def test_a_key_stands_for_one_sheet(self, desk, sheets):
        """Another sheet under a key that is used is a conflict, not a second import."""
        key = "7b3f1c52-6c0e-4a55-9d5f-0f6a2f4f7f02"
        imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), key=key, only_good=True)

        with pytest.raises(Conflict):
            imports.commit(desk, imports.preview(desk, sheets["street.xlsx"], Minor), key=key, only_good=True)

    def test_children_of_a_household_whose_first_row_is_bad_share_it(self, desk, sheets):
        """The rows below a bad one are one household all the same."""
        book = corrected(
            sheets["community.xls"],
            "北苑社区",
            {
                "M3": "不知道",
                "J4": "北苑小区3栋",
                "K4": "JM-02-0001",
                "K5": "JM-02-0001",
                "J5": "北苑小区3栋",
                "D5": "2019-12-01",
                "E5": "男",
            }
            | {"L5": "北苑社区", "F5": None, "G5": None, "H5": None},
        )

        shown = imports.preview(desk, book, Minor)
        imports.commit(desk, shown, only_good=True)

        assert (2, 1, 0, 0) == counted(shown)
        assert ["JM-02-0001"] == [row.values["code"] for row in desk.find(Household).rows]


class TestLayouts:
    """The mapping of columns, kept for the next sheet of a form."""

    def test_a_kept_layout_fits_a_sheet_with_moved_columns(self, desk, sheets):
        """What was said of a heading once is known for the next sheet, wherever its column stands."""
        kept = imports.preview(desk, sheets["school.csv"], Minor, corrections=SCHOOL).layout.to_json()
        page = sheets["school.csv"].sheets[0]
        moved = attrs.evolve(page, rows=tuple((*row[1:10], row[0], *row[10:]) for row in page.rows))

        shown = imports.preview(
            desk, Workbook(sheets=(moved,)), Minor, layout=Layout.from_json(orjson.loads(orjson.dumps(kept)))
        )
        imports.commit(desk, shown, only_good=True)

        assert {"罗一鸣", "段雨"} == {row.values["name"] for row in desk.find(Minor).rows}

    def test_a_column_that_is_gone_is_named(self, desk, sheets):
        """A sheet that lacks a column of the layout is refused, with the column's name."""
        layout = imports.preview(desk, sheets["school.csv"], Minor, corrections=SCHOOL).layout
        page = sheets["school.csv"].sheets[0]
        less = attrs.evolve(page, rows=tuple(row[:8] for row in page.rows))

        with pytest.raises(Invalid) as refused:
            imports.preview(desk, Workbook(sheets=(less,)), Minor, layout=layout)

        assert {"居住社区", "户编号"} == {
            problem.said.zh.removeprefix("缺少一列：") for problem in refused.value.problems
        }


class TestScope:
    """Whoever imports does so through a desk: what is not theirs is neither matched nor written."""

    def test_rows_of_another_community_are_refused_at_their_cells(self, town, sheets):
        """The liaison of one community cannot bring in children of another; each row's area is named."""
        liaison = desk_as(town, "liaison", purpose="import")
        shown = imports.preview(liaison, sheets["community.xls"], Minor)
        before = tables(town)

        with pytest.raises(Invalid) as refused:
            imports.commit(liaison, shown, only_good=True)

        assert {"北苑社区!L3", "北苑社区!L4"} <= {problem.at for problem in refused.value.problems}
        assert {3, 4} == {problem.row for problem in refused.value.problems}
        assert before == tables(town)
        assert {"北苑社区!L3", "北苑社区!L4"} <= {problem.at for problem in imports.rehearse(liaison, shown).problems}

    def test_what_is_on_file_elsewhere_is_not_mentioned(self, town, desk, sheets):
        """Preview, rehearsal and refusal read the same whether the child is on file in a foreign community or not."""
        liaison = desk_as(town, "liaison", purpose="import")

        def told():
            shown = imports.rehearse(liaison, imports.preview(liaison, sheets["community.xls"], Minor))
            return shown.counts, [
                (problem.at, problem.code, problem.said, problem.remedy) for problem in shown.problems
            ]

        before = told()
        for name in ("顾盼", "纪元"):
            row = next(r for r in sheets["community.xls"].sheets[0].rows if name in r)
            sex, birth = ("2", date(2016, 2, 29)) if name == "顾盼" else ("1", date(2011, 6, 10))
            desk.save(Minor(name=name, sex=sex, birth_date=birth, resident_id=str(row[2]), area=f"{OFFICE}002"))

        assert before == told()

    def test_the_batch_of_another_is_not_undone(self, town, desk, sheets):
        """Who sees nothing of an import cannot undo it, nor learn that it was."""
        done = imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)
        liaison = desk_as(town, "liaison", purpose="import")

        with pytest.raises(NotFound):
            liaison.undo(done.id)


class TestUndo:
    """A batch is taken back whole."""

    @pytest.mark.parametrize("name", ["street.xlsx", "community.xls", "school.csv"])
    def test_new_records_are_gone(self, town, desk, sheets, name):
        """Kinds, search terms, work list and lists are as they were before, byte for byte."""
        before = tables(town)
        shown = imports.preview(desk, sheets[name], Minor, corrections=SCHOOL if name == "school.csv" else None)
        done = imports.commit(desk, shown, only_good=True)
        assert before != tables(town)

        undone = desk.undo(done.id)

        assert (len(shown.acts), 0, ()) == (undone.voided, undone.restored, undone.kept)
        assert before == tables(town)
        assert [] == list(town.store.verify())

    def test_the_good_rows_of_the_broken_roster_are_gone(self, jinma):
        """Undone beside three thousand children, an import takes nothing of theirs along."""
        desk = the_supervisor(jinma)
        before = tables(jinma)
        shown = imports.preview(desk, imports.read(JINMA / BROKEN), Minor)

        done = imports.commit(desk, shown, only_good=True)
        undone = desk.undo(done.id)

        assert (done.records, ()) == (undone.voided, undone.kept)
        assert before == tables(jinma)

    def test_changed_records_are_as_before(self, desk, sheets):
        """What an import changed is brought back as a new version with the old values."""
        imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)
        (row,) = desk.find(Minor, F.name == "纪元").rows
        changed = corrected(sheets["community.xls"], "北苑社区", {"M4": "普通高中", "J4": "北苑小区9栋"})
        done = imports.commit(desk, imports.preview(desk, changed, Minor), only_good=True)

        undone = desk.undo(done.id)

        assert (0, 2, ()) == (undone.voided, undone.restored, undone.kept)
        after = desk.get(Minor, row.id)
        assert (row.values, row.version + 2, row.no) == (after.values, after.version, after.no)
        assert () == imports.preview(desk, sheets["community.xls"], Minor).acts

    def test_what_was_changed_since_is_kept_and_listed(self, desk, sheets):
        """Somebody's later work is not lost: the record stays, and what it rests on stays with it."""
        done = imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)
        (row,) = desk.find(Minor, F.name == "纪元").rows
        desk.change(Minor, row.id, base=1, school="北苑中学")

        undone = desk.undo(done.id)

        household = row.values["household"]
        assert {("minor", row.id), ("household", household)} == set(undone.kept)
        assert "北苑中学" == desk.get(Minor, row.id).values["school"]
        assert ["纪元"] == [each.values["name"] for each in desk.find(Minor).rows]
        assert "JM-02-0002" == desk.get(Household, household).values["code"]

    def test_suggestions_go_with_their_child(self, town, desk, sheets):
        """A suggestion that no person has decided on does not keep a child on file."""
        before = tables(town)
        roster = imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)
        (row,) = desk.find(Minor, F.name == "纪元").rows
        held = tables(town)
        told = desk.save(DisabilityCard(minor=row.id, type="1", level="2", source="household"), key="told")
        assert ["suggested"] == [tag.values["status"] for tag in desk.find(RiskTag).rows]

        desk.undo("told")
        assert held == tables(town)
        assert told.value
        undone = desk.undo(roster.id)

        assert () == undone.kept
        assert before == tables(town)
        assert [] == list(town.store.verify())

    def test_what_the_sheet_itself_suggested_goes_with_it(self, tmp_path, sheets):
        """Tags that were suggested by the very import are taken out of force with its children."""
        registry = registry_in(tmp_path, a_rule_about_children_alone())
        registry.found(
            OFFICE,
            Area(code=f"{OFFICE}002", name="北苑社区", level=AreaLevel.COMMUNITY),
            Officer(account="child_supervisor", name="督导员", role="child_supervisor", posted_to=OFFICE),
        )
        desk = the_supervisor(registry)
        before = tables(registry)
        done = imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)
        assert ["suggested", "suggested"] == [tag.values["status"] for tag in desk.find(RiskTag).rows]

        undone = desk.undo(done.id)

        assert (done.records + 2, ()) == (undone.voided, undone.kept)
        assert before == tables(registry)
        assert [] == list(registry.store.verify())
        registry.close()

    def test_a_fact_told_since_keeps_its_child(self, desk, sheets):
        """What somebody recorded about an imported child is not left hanging: the child stays, and so does its household."""
        roster = imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)
        (row,) = desk.find(Minor, F.name == "纪元").rows
        card = DisabilityCard(minor=row.id, type="1", level="2", source="household")
        desk.save(card)

        undone = desk.undo(roster.id)

        assert {("minor", row.id), ("household", row.values["household"])} == set(undone.kept)
        assert ["suggested"] == [tag.values["status"] for tag in desk.find(RiskTag).rows]
        assert "2" == desk.get(DisabilityCard, card.id).values["level"]

    def test_a_confirmed_tag_keeps_its_child(self, town, desk, sheets):
        """What a person has decided about a child is not undone by taking a sheet back."""
        roster = imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)
        (row,) = desk.find(Minor, F.name == "纪元").rows
        desk.save(DisabilityCard(minor=row.id, type="1", level="2", source="household"), key="told")
        (tag,) = desk.find(RiskTag).rows
        desk.transition(RiskTag, tag.id, "confirmed", base=tag.version, review=date(2027, 5, 1))

        facts = desk.undo("told")
        undone = desk.undo(roster.id)

        assert [("risk_tag", tag.id)] == list(facts.kept)
        assert ("minor", row.id) in undone.kept
        kept = desk.get(RiskTag, tag.id)
        assert "confirmed" == kept.values["status"]
        assert desk.day == kept.values["basis_gone"]
        assert {"纪元"} == {each.values["name"] for each in desk.find(Minor).rows}
        assert [] == list(town.store.verify())

    def test_undoing_twice_is_harmless(self, town, desk, sheets):
        """The second time the first answer comes back."""
        done = imports.commit(desk, imports.preview(desk, sheets["community.xls"], Minor), only_good=True)

        first = desk.undo(done.id)
        held = tables(town)

        assert first == desk.undo(done.id)
        assert held == tables(town)

    def test_an_undone_sheet_can_be_imported_again(self, desk, sheets):
        """Numbers that were given back are free."""
        shown = imports.preview(desk, sheets["community.xls"], Minor)
        desk.undo(imports.commit(desk, shown, only_good=True).id)

        again = imports.preview(desk, sheets["community.xls"], Minor)
        imports.commit(desk, again, only_good=True)

        assert shown.counts == again.counts
        assert 2 == len(desk.find(Minor).rows)


class TestFiles:
    """What is no sheet at all."""

    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (b"%PDF-1.7 ...", "roster.xlsx", "sheet.foreign"),
            (b"", "roster.xlsx", "sheet.empty"),
            (b"a,b\n1,2\n", "roster.docx", "sheet.extension"),
            (b"PK\x03\x04 no archive", "roster.xlsx", "sheet.broken"),
            (b"a,b\n1,2\n", "roster.xlsx", "sheet.text_as_workbook"),
        ],
    )
    def test_a_file_that_is_no_spreadsheet_is_said_to_be_none(self, content, name, code):
        """The reason comes with what to do instead, in both languages."""
        with pytest.raises(Invalid) as refused:
            imports.read(content, name)

        (problem,) = refused.value.problems
        assert code == problem.code
        assert problem.remedy.zh
        assert problem.remedy.en

    def test_a_sheet_that_is_not_there(self, desk, sheets):
        """An unknown sheet is answered with those there are."""
        with pytest.raises(Invalid) as refused:
            imports.preview(desk, sheets["street.xlsx"], Minor, sheet="名单")

        assert "花名册" in refused.value.problems[0].remedy.zh

    @pytest.mark.parametrize("correction", [{"没有这列": ("minor", "area")}, {"班级": ("minor", "colour")}])
    def test_a_correction_that_names_nothing(self, desk, sheets, correction):
        """A heading or field that is not there is answered with the headings there are."""
        with pytest.raises(Invalid) as refused:
            imports.preview(desk, sheets["school.csv"], Minor, corrections=correction)

        assert "居住社区" in refused.value.problems[0].remedy.zh

    def test_a_hidden_sheet_is_not_imported(self, desk, sheets):
        """What a person does not see in the workbook is not taken from it."""
        with pytest.raises(Invalid):
            imports.preview(desk, sheets["street.xlsx"], Minor, sheet="Sheet2")

    def test_sheets_are_known_by_their_kind(self, desk):
        """The sheets of a workbook are found by name or by form, those that are referred to first."""

        assert (("区域", "area"), ("名册", "minor")) == imports.sheets_by_kind(desk, imports.read(JINMA / ROSTER))
        assert [kind.__kind__.name for kind in FACTS] == [
            kind for _, kind in imports.sheets_by_kind(desk, imports.read(JINMA / RESTRICTED))
        ]

    def test_a_fact_about_nobody_on_file_is_refused_at_its_cell(self, desk):
        """A fact names its person by number; a number that is on file for nobody is a problem of that cell."""

        shown = imports.preview(desk, imports.read(JINMA / RESTRICTED), DisabilityCard, sheet="残疾人证")

        assert (0, 10, 0, 0) == counted(shown)
        assert {f"残疾人证!A{row}" for row in range(2, 12)} == {problem.at for problem in shown.problems}
        assert {"reference"} == {problem.code for problem in shown.problems}
