"""Rosters are made of what is on file, as far as whoever takes them may see it."""

import io
import json
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from minorcare.declare import Id
from minorcare.errors import DeclarationError, Invalid, Refused
from minorcare.journal import Anchor
from minorcare.journal.packing import unpack
from minorcare.kinds import Benefit, Minor, Paper, RiskTag
from minorcare.query import F, check
from minorcare.testing import desk_as
from minorcare.work import benefits
from minorcare.work.rosters import FAMILY, as_html, as_xlsx, fill, read_roster, rosters


@pytest.fixture
def confirmed(head):
    """Every suggestion of the kit's street is confirmed by a person."""
    for row in head.find(RiskTag, F.status == "suggested").rows:
        head.transition(RiskTag, row.id, "confirmed", base=row.version, review=date(2026, 12, 20))


def cell(filled, name, heading):
    (row,) = [row for row in filled.rows if row[0] == name]
    return row[filled.headings.index(heading)]


def test_every_shipped_roster_asks_what_is_there(registry):
    """Conditions can be asked, and each column is a field of a kind that is about the child or its household."""
    catalog = registry.catalog

    assert {"left_behind", "difficulty", "welfare_system"} == rosters().keys()
    for roster in rosters().values():
        assert () == check.faults(roster.whom(catalog), catalog.kinds["minor"], catalog.kinds, catalog.codes)
        for column in roster.columns:
            kind = catalog.kind("member" if column.of in FAMILY else column.of)

            assert column.field in kind.by_name, column
            assert kind.name in ("member", "household") or kind.name in catalog.about_minor


@pytest.mark.usefixtures("confirmed")
def test_roster_is_gathered_from_what_is_on_file(head):
    """Child, household, father, mother and guardians; labels, not codes; numbers by their last four."""
    filled = fill(head, "left_behind")

    assert ["陈小禾", "陈小米", "曾子单"] == [row[0] for row in filled.rows]
    assert "女" == cell(filled, "陈小禾", "性别")
    assert "JM-01" == cell(filled, "陈小禾", "户编号")
    assert ("测试家长1f", "测试家长1m") == (cell(filled, "陈小禾", "父亲姓名"), cell(filled, "陈小禾", "母亲姓名"))
    assert "父亲、母亲" == cell(filled, "陈小禾", "与孩子关系")
    assert ("…0001", None) == (cell(filled, "陈小禾", "父亲电话"), cell(filled, "陈小米", "公民身份号码"))


@pytest.mark.usefixtures("confirmed")
def test_numbers_are_written_out_on_demand_each_an_entry(head):
    """Every number that is written out was revealed, and the journal says so."""
    before = len(head.find("journal", F.action == "reveal", limit=500).rows)
    filled = fill(head, "left_behind", secrets=True)
    numbers = [text for row in filled.rows for one in row if isinstance(one, str) for text in one.split("、")]
    clear = [text for text in numbers if text.isalnum() and text[:11].isdigit() and len(text) in (11, 18)]

    assert "13700000001" == cell(filled, "陈小禾", "父亲电话")
    assert len(clear) == len(head.find("journal", F.action == "reveal", limit=500).rows) - before
    assert [] == [text for text in numbers if text.startswith("…")]


@pytest.mark.usefixtures("confirmed")
def test_roster_ends_where_the_reader_does(head, registry):
    """A liaison lists her own community, without a tag above her level; an area narrows it; who takes nothing out is refused."""
    one, two = desk_as(registry, "liaison_one"), desk_as(registry, "liaison_two")

    assert ["陈小禾", "陈小米"] == [row[0] for row in fill(one, "left_behind").rows]
    assert () == fill(two, "left_behind").rows  # what the tag of 曾子单 rests on is restricted
    assert ["陈小禾", "陈小米"] == [row[0] for row in fill(head, "left_behind", area=f"{head.office}001").rows]
    for account in ("leader", "volunteer", "auditor"):
        with pytest.raises(Refused):
            fill(desk_as(registry, account), "left_behind")


@pytest.mark.usefixtures("confirmed")
def test_value_above_the_level_is_a_block(head, registry):
    """A benefit that tells of the parents is ▇ to a liaison, and named to the head."""
    benefits.open_application(head, "child-01", "de_facto_allowance")
    liaison = desk_as(registry, "liaison_one")

    assert "▇" == cell(fill(liaison, "left_behind"), "陈小禾", "享受保障")
    assert "事实无人抚养儿童基本生活补贴" == cell(fill(head, "left_behind"), "陈小禾", "享受保障")


@pytest.mark.usefixtures("confirmed")
def test_leaving_is_in_the_journal_with_the_children(head):
    """An export with its roster and the file numbers, and the head of the chain on the paper."""
    filled = fill(head, "difficulty")
    (entry,) = [row.values for row in head.find("journal", F.action == "export", limit=50).rows]
    detail = json.loads(entry["detail"])
    child = head.get(Minor, "child-09")

    assert ("minor", "difficulty", [child.no]) == (entry["what"], detail["form"], list(unpack(detail["numbers"])))
    assert head.office == Anchor.parse(filled.remarks[-1].partition("：")[2]).office


@pytest.mark.usefixtures("confirmed")
def test_sheet_to_type_in_has_the_number_that_system_gave(head):
    """Children whose papers are complete, with the external id once it is known; suggestions are not on it."""
    made = Benefit(id=Id("b-1"), minor=Id("child-09"), policy="difficulty_assistance")
    head.save(made)
    assert () == fill(head, "welfare_system").rows
    benefits.apply_for(head, "b-1", base=1)
    for type_ in ("household_register", "guardian_identity", "income_statement"):
        head.save(paper(type_, head.day))
    benefits.complete(head, "b-1", base=2)
    benefits.enter(head, "b-1", base=3, external_id="530111-77")

    assert "530111-77" == cell(fill(head, "welfare_system"), "张珊", "系统编号")


def paper(type_, day):
    return Paper(minor=Id("child-09"), type=type_, received=day)


@pytest.mark.usefixtures("confirmed")
def test_files_hold_the_same_rows(head):
    """The workbook and the page, with what is in a name escaped."""
    child = head.get(Minor, "child-09")
    head.change(Minor, child.id, base=child.version, school="<b>中学")
    filled = fill(head, "difficulty")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(filled))).get_sheet_by_index(0).to_python()

    assert list(filled.headings) == sheet[1]
    assert ["张珊", "女"] == sheet[2][:2]
    page = as_html(filled).decode()
    assert "&lt;b&gt;中学" in page
    assert "<b>" not in page


def test_unknown_and_wrong_rosters_are_refused(head, tmp_path):
    """With those there are, and with the place in the file."""
    with pytest.raises(Invalid) as caught:
        fill(head, "everybody")
    file = tmp_path / "other.toml"
    file.write_text(
        'name="x"\nzh="甲"\nen="A"\nversion=1\ncites="-"\nconditions=[{kind="minor",where=""}]\ncolumns=[{}]\n'
    )

    assert "left_behind" in caught.value.problems[0].remedy.in_("en")
    with pytest.raises(DeclarationError, match=r"other\.toml"):
        read_roster(file)
