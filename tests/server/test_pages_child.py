"""The page of a child: everything that is known, as far as this reader may know it, and why."""

import re

import pytest

from minorcare.kinds import DisabilityCard
from minorcare.query import F

HEAD, LIAISON = "station_head", "community_liaison"
MINE = "530111004001"


@pytest.fixture
def carried(desk):
    """A tag by its risk, with its child."""

    def find(risk):
        return next(
            row for row in desk(HEAD).find("risk_tag", order=("id",), limit=500).rows if row.values["risk"] == risk
        )

    return find


def part(html, name):
    found = html[html.index(f'id="{name}"') :]
    return found[: found.index("</section>")]


async def test_a_tag_says_what_it_rests_on(visit, carried):
    """Each reason names its rule, the record it rests on with day and source, its citation, and what a person may decide."""
    tag = carried("left_behind")
    page = await (await visit(HEAD))(f"/child/{tag.values['minor']}")

    why = part(page.html, "why")
    assert "父母" in why
    assert "待核实" in why
    assert "依据：" in why
    assert "第 1 版" in why
    assert re.search(r'<a href="/records/(circumstance|member)/[\w-]+">', why)
    assert f"/records/risk_tag/{tag.id}/transition" in why
    assert ">确认<" in why
    assert ">不成立<" in why


async def test_the_reason_is_filled_through_the_readers_view(visit, desk, carried):
    """Where the reader may not read what a tag rests on, it says "restricted basis", and shows neither what nor of whom."""
    tag = carried("drug_affected")
    child = desk(HEAD).get("minor", tag.values["minor"])
    liaison = next(
        row.values["account"]
        for row in desk(HEAD).find("officer", F.role == LIAISON, limit=100).rows
        if child.area.startswith(row.values["posted_to"])
    )
    mine = part((await (await visit(liaison))(f"/child/{child.id}")).html, "why")
    theirs = part((await (await visit(HEAD))(f"/child/{child.id}")).html, "why")

    assert "限阅依据" in mine
    assert "restricted_circumstance" not in mine
    assert f"/records/risk_tag/{tag.id}/transition" not in mine
    assert "限阅情况" in theirs
    assert "/records/restricted_circumstance/" in theirs


async def test_deciding_is_a_persons_and_is_remembered(visit, carried):
    """Confirmed, the reason names who confirmed it, when, and by when it is reviewed; the timeline tells it too."""
    tag = carried("left_behind")
    page, child = await visit(HEAD), f"/child/{tag.values['minor']}"
    offered = re.search(r'name="review" value="([\d-]+)"', (await page(child)).html)[1]
    done = await page(
        f"/records/risk_tag/{tag.id}/transition",
        {"to": "confirmed", "base": "1", "review": offered, "back": f"{child}#why"},
    )

    html = (await page(done.headers["Location"])).html
    assert 303 == done.status
    assert "已办理" in html
    assert "由未保站站长确认" in part(html, "why")
    assert "前复评" in part(html, "why")
    assert "已确认" in part(html, "timeline")
    assert "复核期限" in part(html, "matters")


async def test_a_review_is_done_by_keeping_or_by_ending(visit, desk, carried):
    """A confirmed tag is kept until another day of review, or ended with a reason; nothing else."""
    tag, review = carried("left_behind"), desk(HEAD).day
    desk(HEAD).transition("risk_tag", tag.id, "confirmed", base=1, review=review)
    page, child = await visit(HEAD), f"/child/{tag.values['minor']}"
    why = part((await page(child)).html, "why")
    later = re.search(r'name="review" value="([\d-]+)"', why)[1]
    done = await page(
        f"/records/risk_tag/{tag.id}/transition", {"to": "confirmed", "base": "2", "review": later, "back": child}
    )

    kept = desk(HEAD).get("risk_tag", tag.id).values
    assert ">复评，保留<" in why
    assert ">解除<" in why
    assert ">不成立<" not in why
    assert 303 == done.status
    assert ("confirmed", later) == (kept["status"], kept["review"].isoformat())
    assert later > review.isoformat()


async def test_dismissing_asks_why(visit, carried):
    """Without a reason nothing is dismissed, and the page says which field is missing."""
    tag = carried("left_behind")
    form = {"to": "dismissed", "base": "1", "reason": " ", "back": "/"}
    answer = await (await visit(HEAD))(f"/records/risk_tag/{tag.id}/transition", form)

    assert 422 == answer.status
    assert "没有填写" in answer.html


async def test_who_decides_second_is_told(visit, desk, carried):
    """A decision on a version that is no longer the newest is not made, and there is a way back."""
    tag = carried("left_behind")
    desk(HEAD).transition("risk_tag", tag.id, "confirmed", base=1, review=desk(HEAD).day)
    form = {"to": "dismissed", "base": "1", "reason": "已返家", "back": f"/child/{tag.values['minor']}"}
    answer = await (await visit(HEAD))(f"/records/risk_tag/{tag.id}/transition", form)

    assert 409 == answer.status
    assert "别人刚改过" in answer.html
    assert f'href="/child/{tag.values["minor"]}"' in answer.html
    assert "confirmed" == desk(HEAD).get("risk_tag", tag.id).values["status"]


async def test_household_and_what_is_told_of_it(visit, desk, carried):
    """The page shows who lives with the child, what each is to it, and what is on record about them."""
    child = desk(HEAD).get("minor", carried("left_behind").values["minor"])
    adults = desk(HEAD).find("member", F.household == child.values["household"]).rows
    html = (await (await visit(HEAD))(f"/child/{child.id}")).html

    household = part(html, "people1")
    assert "本人" in household
    assert all(each.values["name"] in household for each in adults)
    assert "外出务工" in household


async def test_every_kind_about_a_child_has_its_card(visit, desk, child):
    """A fact of any kind stands on the page, and can be added from it."""
    card = DisabilityCard(
        minor=child.id, type="1", level="1", source=next(iter(desk(HEAD).catalog.codes["fact_source"].items)).value
    )
    desk(HEAD).save(card)
    html = (await (await visit(HEAD))(f"/child/{child.id}")).html

    assert f'href="/records/disability_card/{card.id}"' in html
    assert f'href="/records/disability_card/new?minor={child.id}"' in html


async def test_who_looked_and_who_may(visit, desk, child):
    """Looks are told with who, what and what for, one line for one visit; and everybody who may look, and why."""
    desk(LIAISON, "visit").get("minor", child.id)
    desk(LIAISON, "visit").history("minor", child.id)
    html = (await (await visit(HEAD))(f"/child/{child.id}")).html

    looked = part(html, "looked")
    assert 1 == looked.count("社区联络员")
    assert "打开档案" in looked
    assert "用途：" in looked
    assert "儿童督导员" in html
    assert "可见到" in html


async def test_who_looked_is_for_overseers(visit, child):
    """A liaison is not told who else looked."""
    html = (await (await visit(LIAISON))(f"/child/{child.id}")).html

    assert 'id="looked"' not in html
    assert "谁看过 " not in html


async def test_a_number_in_clear_goes_away(visit, desk, child):
    """Without a script the whole page is loaded anew after a minute; with one, the value alone."""
    form = {"record": f"minor/{child.id}", "field": "resident_id", "purpose": "visit"}
    page = await visit(LIAISON)
    plain = await page(f"/child/{child.id}/reveal", form)
    scripted = await page(f"/child/{child.id}/reveal", form, headers={"HX-Request": "true"})

    assert f"60; url=/child/{child.id}" == plain.headers["Refresh"]
    assert "Refresh" not in scripted.headers
    assert "load delay:60s" in scripted.html
    assert desk(HEAD).reveal("minor", child.id, "resident_id") in plain.html


async def test_language(visit, carried):
    """In English the page is English but for what people typed."""
    page = await visit(HEAD)
    html = (await page(f"/child/{carried('left_behind').values['minor']}?lang=en")).html

    why = part(html, "why")
    assert "Both parents work away" in why
    assert "Evidence" in why
    assert "待核实" not in why
