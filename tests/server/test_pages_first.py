"""The first page: each role lands on its own work, and sees no more than its desk shows."""

import re
from datetime import timedelta

import attrs
import pytest

from minorcare.query import F

HEAD, LIAISON, AUDITOR, LEADER = "station_head", "community_liaison", "auditor", "leader"


def heading(html):
    return re.sub("<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1]).strip()


@pytest.fixture
def tags(desk):
    return desk(HEAD).find("risk_tag", F.status == "suggested", order=("id",), limit=500).rows


async def test_suggestions_are_shown_with_their_reason(visit, desk, tags):
    """Who may decide is shown what was found, whose it is and why."""
    page = await (await visit(HEAD))("/")

    child = desk(HEAD).get("minor", tags[0].values["minor"])
    assert "今天要做什么" == heading(page.html)
    assert "待核实的提示" in page.html
    assert "<small>条</small>" in page.html
    assert child.values["name"] in page.html or len(tags) > 6
    assert "依据" in page.html


async def test_what_is_late_comes_first(visit, desk, tags):
    """A review that is past stands above everything else, with how late it is and one button."""
    now = desk(HEAD)
    earlier = attrs.evolve(now, clock=lambda: now.clock() - timedelta(days=30))
    earlier.transition("risk_tag", tags[0].id, "confirmed", base=1, review=now.day - timedelta(days=2))

    page = await (await visit(HEAD))("/")

    todo = page.html[page.html.index('id="h-todo"') :]
    assert todo.index("逾期 2 天") < todo.index("待核实的提示")
    assert f'href="/child/{tags[0].values["minor"]}#f-risk_tag-{tags[0].id}"' in todo


async def test_tiles_open_the_list_they_count(visit):
    """The number of a tile is the number of records of the list behind it."""
    page = await visit(HEAD)
    tiles = re.findall(r'<a class="tile[^"]*" href="([^"]+)">.*?<span class="v">([\d,]+)', (await page("/")).html)

    assert 4 == len(tiles)
    for href, number in tiles:
        listed = (await page(href)).html
        assert re.search(rf"符合 {number} [条人]|共 {number} [条人]", listed) or number == "0", (href, number)


async def test_groups_lead_to_the_children_in_them(visit, desk):
    """Each group of the side column opens the roster of its children."""
    page = await visit(HEAD)
    risk = desk(HEAD).find("risk_tag", limit=1).rows[0].values["risk"]
    children = {
        row.values["minor"]
        for row in desk(HEAD)
        .find("risk_tag", (F.risk == risk) & F.status.is_in(("suggested", "confirmed")), limit=500)
        .rows
    }

    assert f'href="/roster?group={risk}"' in (await page("/")).html
    assert children == set(
        re.findall(r'<th scope="row"><a href="/child/([\w-]+)"', (await page(f"/roster?group={risk}")).html)
    )


async def test_leaders_see_sums_and_no_child(visit, desk):
    """A leader lands on figures, the small ones hidden; no name and no way to one."""
    page = await visit(LEADER)
    html = (await page("/")).html

    names = [row.values["name"] for row in desk(HEAD).find("minor", limit=100).rows]
    assert "当前数字" == heading(html)
    assert "少于 5" in html
    assert not [name for name in names if name in html]
    assert "/child/" not in html
    assert 'href="/roster' not in html
    assert 403 == (await page("/roster")).status


async def test_auditors_see_the_journal_by_file_numbers(visit, desk, child):
    """An auditor lands on the journal: who did what, and to which files, never to whom."""
    desk(LIAISON).find("minor", F.id == child.id)
    html = (await (await visit(AUDITOR))("/")).html

    assert "留痕" == heading(html)
    assert f"档案 {child.no}" in html
    assert "在名单中看到" in html
    assert child.values["name"] not in html


@pytest.mark.parametrize("account", ["grid_worker", "guarantor", "department", "volunteer"])
async def test_those_with_tasks_alone_are_told_nothing_else(visit, account, desk):
    """Who only gets tasks sees an empty list of work, and neither names nor reasons."""
    page = await (await visit(account))("/")

    names = [row.values["name"] for row in desk(HEAD).find("minor", limit=100).rows]
    assert "今天没有要办的事" in page.html
    assert not [name for name in names if name in page.html]
    assert "留守" not in page.html
