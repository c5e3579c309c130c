"""Importing on pages: four steps, nothing written before the last, and all of it taken back."""

import io
import re
import uuid
from pathlib import Path

import aiohttp
import openpyxl
import pytest

from minorcare.query import F

HEAD, LIAISON, WORKER, LEADER = "station_head", "community_liaison", "child_supervisor", "leader"
BAD = Path(__file__).parents[2] / "examples" / "jinma" / "roster-bad.xlsx"
NAMED = Path(__file__).parents[2] / "examples" / "jinma" / "roster.xlsx"


def sheet(rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def counts(html):
    return [int(n.replace(",", "")) for n in re.findall(r'<span class="v">([\d,]+)<small>行', html)]


@pytest.fixture
async def upload(visit):
    async def send(account, data, name="roster.xlsx", kind="minor"):
        page = await visit(account)
        form = aiohttp.FormData()
        form.add_field("kind", kind)
        form.add_field("file", data, filename=name, content_type="application/octet-stream")
        return page, await page("/import", form)

    return send


@pytest.fixture
async def checked(upload):
    """The bad roster of the example, at its third step."""
    page, answer = await upload(WORKER, BAD.read_bytes(), BAD.name)
    return page, answer.headers["Location"]


async def test_nothing_is_written_before_the_last_step(checked, desk):
    """The preview counts rows and shows each problem in its cell; the office is as it was."""
    page, here = checked
    before = len(desk(HEAD).find("minor", limit=500).rows)
    html = (await page(here)).html

    good, bad, double, same = counts(html)
    assert good
    assert bad
    assert double
    assert 44 == good + bad + double + same
    assert bad <= html.count('aria-invalid="true"')
    assert "第 4 行" in html
    assert "还没有写入任何数据" in html
    assert before == len(desk(HEAD).find("minor", limit=500).rows)


async def test_one_press_settles_what_is_alike(checked):
    """What the ID numbers tell is filled in for all rows at once."""
    page, here = checked
    html = (await page(here)).html
    name, number = re.search(r'value="(number-I)">(\d+) 处都照身份证号填写', html).groups()

    done = await page(f"{here}/fix", {"alike": name})

    after = counts((await page(here)).html)
    assert (303, f"{here}#rows") == (done.status, done.headers["Location"])
    assert counts(html)[1] - int(number) == after[1]
    assert counts(html)[0] + int(number) == after[0]


async def test_a_cell_is_put_right_where_it_is_seen(checked):
    """A corrected cell is checked again at once; the row is marked as put right, and its other cells stay as they were."""
    page, here = checked
    cell = re.search(r'name="(B\d+)"', (await page(here)).html)
    await page(f"{here}/fix", {cell[1]: "桐花社区"})

    html = (await page(here)).html
    row = html[html.index(f"第 {cell[1][1:]} 行") :]
    assert "已修正" in row[: row.index("</tr>")]


async def test_rows_are_left_out_or_chosen(checked):
    """A row may be left out; of two about one child the later may be used instead."""
    page, here = checked
    html = (await page(here)).html
    bad = re.search(r'name="row:(\d+)"', html)[1]
    double, earlier = re.search(r'name="row:(\d+)"[^>]*>(?:(?!</select>).)*value="use-(\d+)"', html, re.DOTALL).groups()
    await page(f"{here}/fix", {f"row:{bad}": "leave", f"row:{double}": f"use-{earlier}"})

    after = (await page(f"{here}?show=all")).html
    assert f"第 {bad} 行" not in after
    assert f"第 {earlier} 行" not in after
    assert counts(html)[2] - 1 == counts(after)[2]


async def test_good_rows_are_loaded_once_and_taken_back(checked, desk):
    """Loading twice writes once; the rest is left to fix; taking back leaves the office as it was."""
    page, here = checked
    before = {row.id: row.version for row in desk(HEAD).find("minor", limit=500).rows}
    html = (await page(here)).html
    key, good = re.search(r'name="key" value="([^"]+)"', html)[1], counts(html)[0]
    first = await page(f"{here}/load", {"key": key})
    second = await page(f"{here}/load", {"key": key})
    loaded = {row.id for row in desk(HEAD).find("minor", limit=500).rows}
    done = (await page(first.headers["Location"])).html

    assert first.headers["Location"] == second.headers["Location"] == f"{here}?done={key}"
    assert good == len(loaded - set(before))
    assert "导入完成" in done
    assert "留待修正" in done
    undo = re.search(r'action="(/import/batch/[^"]+)"', done)[1]
    back = await page(undo, {})
    assert "/import?notice=undone" == back.headers["Location"]
    assert before == {row.id: row.version for row in desk(HEAD).find("minor", limit=500).rows}
    assert "已撤回" in (await page("/import")).html
    assert "无变化" in (await page(here)).html


async def test_problem_rows_are_taken_away_as_a_sheet(checked):
    """The rows still wrong come as a sheet, with what is wrong beside each."""
    page, here = checked
    answer = await page(f"{here}/problems.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(await answer.read())).active.iter_rows(values_only=True))

    assert "要改什么" == rows[0][0]
    assert counts((await page(here)).html)[1] + counts((await page(here)).html)[2] == len(rows) - 1
    assert all(row[0] for row in rows[1:])


async def test_columns_are_matched_by_a_person(upload):
    """Headings that say too little are asked about; what was said is used."""
    rows = [["大名", "男女", "出生日期", "社区"], ["白晓满", "女", "2019-03-01", "桐花社区"]]
    page, answer = await upload(WORKER, sheet(rows))
    here = answer.headers["Location"]
    html = (await page(here)).html
    assert "对应列" in html
    assert "column_of" not in html
    assert 'name="column-1"' in html

    still = await page(f"{here}/columns", {"column-1": "minor.name"})
    done = await page(
        f"{here}/columns",
        {"column-1": "minor.name", "column-2": "minor.sex", "column-3": "minor.birth_date", "column-4": "minor.area"},
    )

    assert 422 == still.status
    assert 303 == done.status
    assert [1, 0, 0, 0] == counts((await page(here)).html)


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "roster.xlsx"), (b"no sheet", "roster.xlsx"), (b"x", "roster.exe"), (b"x", "")]
)
async def test_what_is_no_sheet_is_refused_with_its_remedy(upload, data, name):
    """The first step says what is wrong with the file, and keeps what was chosen."""
    _, answer = await upload(WORKER, data, name)

    assert 422 == answer.status
    assert 'role="alert"' in answer.html
    assert 'value="minor" selected' in answer.html


async def test_a_waiting_sheet_is_its_authors(checked, visit):
    """Nobody else opens it, not even the head of the station."""
    _, here = checked
    page = await visit(HEAD)

    assert [404, 404, 404] == [
        (await page(here)).status,
        (await page(f"{here}/fix", {})).status,
        (await page(f"{here}/load", {"key": str(uuid.uuid4())})).status,
    ]


async def test_a_batch_is_taken_back_by_who_imported_it(checked, visit):
    """A colleague does not undo it."""
    page, here = checked
    key = re.search(r'name="key" value="([^"]+)"', (await page(here)).html)[1]
    await page(f"{here}/load", {"key": key})

    assert 404 == (await (await visit(LIAISON))(f"/import/batch/{key}/undo", {})).status


async def test_rows_of_other_places_are_shown_as_bad(upload, desk):
    """A liaison's sheet with a child of the next community loads the others only."""
    rows = [
        ["姓名", "性别", "出生日期", "社区"],
        ["白晓满", "女", "2019-03-01", "桐花社区"],
        ["罗小川", "男", "2018-03-01", "柳荫社区"],
    ]
    page, answer = await upload(LIAISON, sheet(rows))
    here = answer.headers["Location"]
    html = (await page(here)).html
    await page(f"{here}/load", {"key": re.search(r'name="key" value="([^"]+)"', html)[1]})

    assert [1, 1, 0, 0] == counts(html)
    assert 1 == len(desk(HEAD).find("minor", F.name == "白晓满").rows)
    assert not desk(HEAD).find("minor", F.name == "罗小川").rows


async def test_who_writes_nothing_imports_nothing(visit):
    """A leader finds no import."""
    assert 403 == (await (await visit(LEADER))("/import")).status


async def test_templates_hold_the_headings_that_are_understood(visit):
    """The empty sheet of a kind names its fields; what is kept in the vault has none."""
    page = await visit(WORKER)
    answer = await page("/import/template/minor.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(await answer.read()))

    assert 200 == answer.status
    assert {"姓名*", "出生日期*"} <= {cell.value for cell in book.worksheets[0][1]}
    assert 404 == (await page("/import/template/reporter.xlsx")).status
