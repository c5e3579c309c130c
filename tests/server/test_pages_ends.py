"""What would end a tag, on its own page: the ways that its reader may know, and none of a tag that has ended."""

from datetime import date

import pytest

from minorcare.desk import Save
from minorcare.kinds import Circumstance, Household, Member, Minor
from minorcare.query import F

HEAD, LIAISON = "station_head", "community_liaison"
MINE = "530111004001"
TITLE = "什么情况下会结束"


@pytest.fixture
def tag(desk):
    """A boy of fourteen, left behind by both parents: a rule has suggested it."""
    home = Household(id="ends-home", code="ENDS-1", area=MINE)
    boy = Minor(id="ends-boy", name="单试", sex="1", birth_date=date(2012, 8, 9), area=MINE, household=home.id)
    parents = [Member(household=home.id, name=f"家长{n}", relation=n, guardian=True) for n in ("51", "52")]
    away = [Circumstance(member=p.id, type="works_away", began=date(2026, 1, 5), source="community") for p in parents]
    desk(HEAD).apply(*map(Save, (home, boy, *parents, *away)))
    (found,) = desk(HEAD).find("risk_tag", (F.minor == boy.id) & (F.risk == "left_behind")).rows
    return found


async def test_the_page_of_a_tag_says_what_would_end_it(visit, tag):
    """A birthday with its day, and a parent who is back; any one is enough, and a person ends it."""
    page = await (await visit(HEAD))(f"/records/risk_tag/{tag.id}")

    assert TITLE in page.html
    part = page.html.partition('id="ends"')[2].partition("</section>")[0]
    assert "年满 16 周岁（2028-08-10）" in part
    assert "由人结束" in part
    assert 1 < part.count("<li>")


async def test_the_childs_page_leads_there(visit, tag):
    """From the reason it is on the list."""
    page = await (await visit(HEAD))("/child/ends-boy")

    assert f'/records/risk_tag/{tag.id}#ends"' in page.html


async def test_in_english_too(visit, tag):
    """Words and dates."""
    browser = await visit(HEAD)
    page = await browser(f"/records/risk_tag/{tag.id}?lang=en")

    assert "What would end it" in page.html
    assert "the child is 16 (2028-08-10)" in page.html


async def test_what_has_ended_ends_no_more(visit, desk, tag):
    """Nothing is said of a tag that does not stand."""
    desk(HEAD).transition("risk_tag", tag.id, "dismissed", base=tag.version, reason="父亲在家")

    page = await (await visit(HEAD))(f"/records/risk_tag/{tag.id}")

    assert 200 == page.status
    assert TITLE not in page.html


async def test_nothing_is_said_of_what_the_reader_may_not_know(visit, desk):
    """A restricted tag has a page for a liaison, without its name and without what would end it."""
    rows = desk(HEAD).find("risk_tag", (F.level == "restricted") & F.area.within(MINE), limit=1).rows
    if not rows:
        made = Minor(id="ends-girl", name="单二", sex="2", birth_date=date(2012, 8, 9), area=MINE)
        tag = (
            desk(HEAD)
            .catalog.kind("risk_tag")
            .cls(minor=made.id, risk="misbehaviour", level="restricted", found=date(2026, 11, 20))
        )
        desk(HEAD).apply(Save(made), Save(tag))
        rows = (desk(HEAD).get("risk_tag", tag.id),)

    page = await (await visit(LIAISON))(f"/records/risk_tag/{rows[0].id}")

    assert 200 == page.status
    assert TITLE not in page.html


@pytest.mark.usefixtures("tag")
async def test_a_record_of_another_kind_has_no_such_part(visit):
    """Only tags end by rules."""
    page = await (await visit(HEAD))("/records/minor/ends-boy")

    assert 200 == page.status
    assert TITLE not in page.html
