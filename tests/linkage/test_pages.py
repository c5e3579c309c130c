"""The pages made from the kinds: a service is asked, answered and put on paper by people who press buttons."""

import uuid

import pytest

from minorcare.kinds import Minor, Service, ServicePackage
from minorcare_server import create_app

OWN = {"Sec-Fetch-Site": "same-origin"}
CHILD = "child-03"


@pytest.fixture
async def press(registry, aiohttp_client):
    """A browser without script in which the station head has signed in: gives the status of what is sent, and the page."""
    client = await aiohttp_client(create_app(registry))
    await client.post("/sign-in", data={"demo": "head"}, headers=OWN, allow_redirects=False)

    async def send(path, data=None):
        if data is None:
            answer = await client.get(path)
        else:
            answer = await client.post(path, data=data, headers=OWN, allow_redirects=False)
        return answer.status, await answer.text()

    return send


def form(desk, **values):
    number = str(desk.get(Minor, CHILD).no)
    told = {"key": str(uuid.uuid4()), "minor": number, "department": "justice_office", "category": "legal_aid"}
    return {**told, "request": "请办理", "basis": "statutory_duty", "level": "sensitive", **values}


async def test_a_service_is_asked_and_answered(press, head):
    """What the form does not ask follows from the directory; each move is a button with what it needs."""
    status, html = await press("/records/service/new")
    assert 200 == status
    assert 'name="escalates_to"' not in html
    assert 'name="respond_by"' not in html

    status, html = await press("/records/service/new", form(head))
    assert 303 == status, html
    [row] = head.find(Service).rows
    assert ("head", "head", "requested") == tuple(row.values[name] for name in ("officer", "escalates_to", "status"))

    move = f"/records/service/{row.id}/transition"
    status, html = await press(move, {"to": "declined", "base": "1", "why_declined": ""})
    assert 422 == status
    status, _ = await press(move, {"to": "accepted", "base": "1", "replied_by": "周干事"})
    assert 303 == status
    assert ("accepted", "周干事") == tuple(head.get(Service, row.id).values[name] for name in ("status", "replied_by"))
    assert "周干事" in (await press(f"/records/service/{row.id}"))[1]


async def test_what_may_not_be_shared_is_said_at_its_field(press, head):
    """The school is told no resident ID: the form says so and keeps what was typed."""
    sent = form(head, department="school", shared="resident_id")
    status, html = await press("/records/service/new", sent)

    assert 422 == status
    assert "超出这个单位最多可提供的信息" in html
    assert "请办理" in html
    assert () == head.find(Service).rows


async def test_a_package_is_made_by_a_button(press, head):
    """From the service, with a number nobody types."""
    await press("/records/service/new", form(head))
    [row] = head.find(Service).rows
    status, html = await press("/records/service_package/new", {"key": str(uuid.uuid4()), "service": row.id})

    assert 303 == status, html
    [package] = head.find(ServicePackage).rows
    assert package.values["number"].endswith("-0001")


@pytest.mark.parametrize(
    "kind", ["body", "service", "service_package", "consent", "street_path", "mediation", "official_act"]
)
async def test_every_kind_has_its_list_and_its_form(press, kind):
    """None of them is without a page."""
    assert 200 == (await press(f"/records/{kind}"))[0]
    assert 200 == (await press(f"/records/{kind}/new"))[0]
