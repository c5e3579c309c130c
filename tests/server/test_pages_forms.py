"""Forms made from declarations: filled in once, kept when something is wrong, taken back when it was a mistake."""

import re
import uuid

from minorcare.query import F

HEAD, LIAISON = "station_head", "community_liaison"
MINE, OTHERS = "530111004001", "530111004002"


def key():
    return str(uuid.uuid4())


async def test_a_fact_is_added_from_the_childs_page(visit, desk, child):
    """The form knows whose record it is by the file number, and leads back to the child."""
    page = await visit(HEAD)
    html = (await page(f"/records/disability_card/new?minor={child.id}")).html
    assert f'value="{child.no}"' in html
    assert "填档案号" in html
    form = {
        "key": key(),
        "minor": str(child.no),
        "type": "1",
        "level": "2",
        "source": re.search(r'id="f-source".*?<option value="(\w+)"', html, re.DOTALL)[1],
    }

    done = await page("/records/disability_card/new", form)

    assert (303, f"/child/{child.id}?notice=saved") == (done.status, done.headers["Location"])
    assert 1 == len(desk(HEAD).find("disability_card", (F.minor == child.id) & (F.level == "2")).rows)


async def test_another_record_is_named_by_what_people_know(visit, desk, child, foreign):
    """A household by its number, a child by its file number; what lies elsewhere is not found."""
    page, home = await visit(LIAISON), desk(LIAISON).get("household", child.values["household"])
    form = {
        "key": key(),
        "name": "新孩子",
        "sex": "1",
        "birth_date": "2020-01-01",
        "area": MINE,
        "household": home.values["code"],
    }
    done = await page("/records/minor/new", form)
    theirs = desk(HEAD).get("household", foreign.values["household"])
    wrong = await page("/records/minor/new", form | {"key": key(), "household": theirs.values["code"]})

    assert 303 == done.status
    assert home.id == desk(LIAISON).get("minor", form["key"]).values["household"]
    assert 422 == wrong.status
    assert "没有找到这个家庭户" in wrong.html
    assert 'value="新孩子"' in wrong.html


async def test_what_was_saved_can_be_taken_back(visit, desk, child):
    """For a minute after saving, one press brings the record back to what it was; the address holds no more than that it was saved."""
    page = await visit(LIAISON)
    before = child.values["grade"]
    saved = await page(f"/records/minor/{child.id}/edit", {"key": key(), "base": "1", "grade": "九年级"})
    html = (await page(saved.headers["Location"])).html
    undo = re.search(r'action="(/undo/[\w-]+)"', html)[1]

    done = await page(undo, {}, headers={"Referer": f"http://127.0.0.1/child/{child.id}?notice=saved"})

    assert f"/child/{child.id}?notice=saved" == saved.headers["Location"]
    assert (303, f"/child/{child.id}?notice=undone") == (done.status, done.headers["Location"])
    assert (before, 3) == (
        desk(LIAISON).get("minor", child.id).values["grade"],
        desk(LIAISON).get("minor", child.id).version,
    )


async def test_nobody_takes_back_what_they_do_not_see(visit, desk, foreign):
    """The key of somebody else's work takes nothing back."""
    mark = key()
    desk(HEAD).change("minor", foreign.id, base=1, grade="一年级", key=mark)

    assert 404 == (await (await visit(LIAISON))(f"/undo/{mark}", {})).status


async def test_both_changes_of_different_fields_are_kept(visit, desk, child):
    """Of two who changed different fields, the second is shown the own change only, and the first one's stays."""
    page = await visit(LIAISON)
    old = {name: str(child.values[name] or "") for name in ("grade", "school", "name")}
    desk(HEAD).change("minor", child.id, base=1, grade="四年级")
    second = await page(f"/records/minor/{child.id}/edit", {"key": key(), "base": "1", **old, "school": "青禾小学"})
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', second.html)) | {"school": "青禾小学"}
    await page(f"/records/minor/{child.id}/edit", form)

    values = desk(HEAD).get("minor", child.id).values
    assert 409 == second.status
    assert 'name="grade"' not in second.html
    assert ("四年级", "青禾小学") == (values["grade"], values["school"])


async def test_boxes_that_may_be_ticked_several_times(visit, desk, child):
    """Several codes are kept; none ticked empties the field, which a required one refuses."""
    page, mark = await visit(HEAD), key()
    desk_ = desk(HEAD)
    codes = [item.value for item in desk_.catalog.codes["difficulty_type"].items[:3]]
    source = desk_.catalog.codes["fact_source"].items[0].value
    form = [
        ("key", mark),
        ("minor", str(child.no)),
        ("recognised", "2026-01-01"),
        ("source", source),
        ("types", ""),
        ("types", codes[0]),
        ("types", codes[2]),
    ]
    made = await page("/records/difficulty_recognition/new", form)
    emptied = await page(f"/records/difficulty_recognition/{mark}/edit", [("key", key()), ("base", "1"), ("types", "")])

    assert 303 == made.status
    assert (codes[0], codes[2]) == desk_.get("difficulty_recognition", mark).values["types"]
    assert 422 == emptied.status


async def test_voiding_says_why(visit, desk, child):
    """Without a reason nothing is taken out of force."""
    page = await visit(HEAD)
    answer = await page(f"/records/minor/{child.id}/void", {"base": "1", "reason": "  "})

    assert 422 == answer.status
    assert "没有填写" in answer.html
    assert desk(HEAD).get("minor", child.id)


async def test_what_is_above_the_reader_is_neither_shown_nor_lost(visit, desk, child):
    """A form of a reader who does not see a field shows that it is there, does not send it, and leaves it as it is."""
    page = await visit(LIAISON)
    tag = desk(HEAD).find("member", F.household == child.values["household"], limit=1).rows[0]
    html = (await page(f"/records/member/{tag.id}/edit")).html

    number = desk(HEAD).reveal("member", tag.id, "resident_id")
    assert number is None or number not in html
    assert number is None or f"…{number[-4:]}" in html


async def test_a_kind_that_rules_make_has_no_form_button(visit):
    """Nobody is offered to add a tag like any other record."""
    page = await visit(HEAD)

    assert 'href="/records/risk_tag/new"' not in (await page("/records/risk_tag")).html
    assert 'href="/records/officer/new"' in (await page("/records/officer")).html
