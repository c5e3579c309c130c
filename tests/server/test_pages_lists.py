"""Lists on pages: searched, filtered, sorted, paged, taken out; every kind has one."""

import re

import pytest

from minorcare.kinds.names import terms
from minorcare.query import F

HEAD, LIAISON, AUDITOR = "station_head", "community_liaison", "auditor"
MINE, OTHERS = "530111004001", "530111004002"


def shown(html):
    return re.findall(r'<th scope="row"><a href="/child/([\w-]+)', html)


async def test_children_are_found_by_initials_and_by_file_number(visit, child):
    """Three letters or a number in the search box find a child."""
    page = await visit(LIAISON)
    initials = min((each for each in terms(child.values["name"]) if each.isascii()), key=len)

    for text in (child.values["name"], initials, str(child.no)):
        assert child.id in shown((await page("/roster", params={"q": text})).html), text
    assert [child.id] == shown((await page("/roster", params={"q": str(child.no)})).html)


async def test_a_search_without_result_says_so(visit):
    """Nothing found: the page says so and offers to clear what was asked."""
    page = await (await visit(LIAISON))("/roster?q=zzzz")

    assert "没有符合条件的" in page.html
    assert "清空条件" in page.html


async def test_what_is_applied_can_be_taken_away(visit):
    """Each filter in force is a chip whose link leads to the list without it; order and tab stay."""
    page = await (await visit(HEAD))(f"/roster?area__within={MINE}&schooling=primary&order=name")

    chips = re.findall(r'<a class="chip" href="([^"]+)"', page.html)
    assert ["/roster?schooling=primary&order=name", f"/roster?area__within={MINE}&order=name"] == chips


async def test_pages_follow_each_other(visit, desk):
    """Page after page shows every child once, and each says which rows it holds."""
    page, address, found, ranges = await visit(HEAD), "/roster?limit=5&order=birth_date", [], []
    while address:
        html = (await page(address)).html
        found += shown(html)
        ranges.append(re.search(r"第 (\d+)–(\d+) 人", html).groups())
        following = re.search(r'rel="next" href="([^"]+)"', html)
        address = following[1] if following else ""

    rows = desk(HEAD).find("minor", order=("birth_date",), limit=500).rows
    assert [row.id for row in rows] == found
    assert ("1", "5") == ranges[0]
    assert str(len(rows)) == ranges[-1][1]


async def test_headings_sort_and_turn_round(visit):
    """A heading leads to the list sorted by it, pressed again to the other way round; it says which way it is."""
    page = await visit(HEAD)

    assert 'href="/roster?order=name"' in (await page("/roster")).html
    html = (await page("/roster?order=name")).html
    assert 'aria-sort="ascending"' in html
    assert 'href="/roster?order=-name"' in html


async def test_what_was_asked_wrongly_is_said(visit):
    """A filter that is not there is an error with its remedy, and no list."""
    page = await (await visit(HEAD))("/roster?nothing=1")

    assert 422 == page.status
    assert "nothing" in page.html


@pytest.mark.parametrize("format", ["xlsx", "csv"])
async def test_a_list_is_taken_out_as_it_was_filtered(visit, desk, format):
    """The export holds the rows of the list, tags and all; it is in the journal as an export, with its purpose."""
    page = await visit(HEAD)
    group = desk(HEAD).find("risk_tag", limit=1).rows[0].values["risk"]

    answer = await page(f"/records/minor/export?group={group}&format={format}")

    entry = desk(AUDITOR).find("journal", F.action == "export", order=("-entry",), limit=1).rows[0]
    assert 200 == answer.status
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ("export", HEAD) == (entry.values["why"], entry.values["actor"])
    if format == "csv":
        assert len(shown((await page(f"/roster?group={group}")).html)) == (await answer.text()).count("\n") - 1


async def test_nobody_takes_out_what_their_role_does_not(visit):
    """A leader has no export, and asking for one is refused."""
    assert 403 == (await (await visit("leader"))("/records/minor/export?format=xlsx")).status


@pytest.mark.parametrize("account", [HEAD, LIAISON, AUDITOR, "data_protection_officer", "child_supervisor"])
async def test_every_kind_that_is_read_has_a_list_and_a_page(visit, desk, registry, account):
    """Whatever kind a desk reads, its list opens, and so does the page of each record on it."""
    page = await visit(account)
    for kind in registry.catalog.kinds.values():
        if kind.vault or not desk(account).may_read(kind.name):
            continue
        answer = await page(f"/records/{kind.name}")
        assert 200 == answer.status, kind.name
        for href in re.findall(r'<th scope="row"><a href="([^"#]+)', answer.html)[:2]:
            assert 200 == (await page(href)).status, href


async def test_a_liaison_may_filter_by_what_a_liaison_sees(visit):
    """Groups above the reader's level are not offered."""
    mine = (await (await visit(LIAISON))("/roster")).html
    theirs = (await (await visit(HEAD))("/roster")).html

    assert 'value="misbehaviour"' in theirs
    assert 'value="misbehaviour"' not in mine
    assert OTHERS in theirs
    assert OTHERS not in mine
