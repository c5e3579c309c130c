"""What the law does not allow is refused alike by the library, by the API and by the command, in the same places."""

import json

import pytest
from click.testing import CliRunner

from minorcare import Invalid
from minorcare.cli import main
from minorcare.kinds import Body
from minorcare.surfaces.converters import from_json
from minorcare.testing import OFFICE, desk_as
from minorcare_server import Signed, create_app

# days long past, since the command goes by the clock on the wall
ASKED = {
    "minor": "child-03", "category": "other", "department": "student_team", "asked": "2026-01-05", "officer": "head",
    "request": "陪伴", "basis": "statutory_duty", "shared": ["name"], "share_until": "2026-02-05", "respond_by": "2026-01-06",
    "escalates_to": "head",
}  # fmt: skip
MEDIATED = {
    "minor": "child-03", "matter": "打人", "mediator": "周", "opened": "2026-01-05", "officer": "head", "meet_by": "2026-01-06",
    "parties": [{"name": "甲", "role": "guardian"}, {"name": "乙", "role": "neighbour"}],
}  # fmt: skip
ACT = {"minor": "child-03", "act": "order_return", "done": "2026-01-05", "document": "文1号"}
PATH = {
    "minor": "child-03", "finding": "found-1", "found": "2026-01-05", "officer": "head", "next_by": "2026-01-05",
    "steps": [{"step": "dna", "done": "2026-01-05", "by": "community"}],
}  # fmt: skip
CONSENT = {
    "minor": "child-06", "department": "student_team", "matter": "陪伴", "shared": ["name"], "given": "2026-01-05",
    "expires": "2026-02-05", "child_agreed": True,
}  # fmt: skip
CASES = [
    ("service", ASKED, [("basis", "basis")]),
    ("service", ASKED | {"basis": "guardian_consent"}, [("consent", "required")]),
    ("service", ASKED | {"department": "nobody"}, [("basis", "basis"), ("department", "reference"), ("shared[0]", "sharing")]),
    ("mediation", MEDIATED | {"signs": ["violence"]}, [("signs", "harm")]),
    ("mediation", MEDIATED | {"parties": MEDIATED["parties"][:1]}, [("parties", "required")]),
    ("official_act", ACT | {"issuer": "street", "manner": "issued"}, [("issuer", "authority")]),
    ("official_act", ACT | {"issuer": "education_bureau", "manner": "issued"}, [("manner", "authority")]),
    ("street_path", PATH, [("finding", "reference"), ("steps[0].by", "authority")]),
    ("consent", CONSENT, [("guardian", "required")]),
]  # fmt: skip


@pytest.fixture
def registry(registry, head):
    """With a team of volunteers, which is told nothing without consent."""
    team = Body(
        code="student_team", type="social_worker", name="志愿者团队", duty="陪伴", basis="约定", statutory=False, may_get=("name",)
    )  # fmt: skip
    head.save(team)
    return registry


def said(problems):
    return sorted((problem["at"], problem["code"]) for problem in problems)


def by_library(registry, kind, values):
    desk = desk_as(registry, "head", purpose="case")
    found = desk.catalog.kind(kind)
    with pytest.raises(Invalid) as refused:
        desk.save(found.build(from_json(found, values)))
    return sorted((problem.at, problem.code) for problem in refused.value.problems)


async def by_api(registry, aiohttp_client, kind, values):
    class ByName:
        async def actor(self, request):  # noqa: ARG002 - one person
            return Signed(account="head", office=OFFICE)

    client = await aiohttp_client(create_app(registry, ByName()))
    answer = await client.post(
        f"/api/v1/records/{kind}", json=values, headers={"Authorization": "Bearer head", "X-Purpose": "case"}
    )
    assert 422 == answer.status, await answer.text()
    return said((await answer.json())["problems"])


def by_command(registry, kind, values):
    args = ["record", "create", kind, "--values", "-", "--purpose", "case", "--format", "json"]
    env = {"MINORCARE_PASSWORD": None, "MINORCARE_TOKEN": None}
    where = ["--db", str(registry.store.path), "--as", "head"]
    done = CliRunner().invoke(main, [*args, *where], input=json.dumps(values), env=env)
    assert 1 == done.exit_code, done.output
    return said(json.loads(done.stderr)["problems"])


@pytest.mark.parametrize(("kind", "values", "problems"), CASES)
async def test_refused_alike(registry, aiohttp_client, kind, values, problems):
    """Each by all three ways, with the same addresses and codes."""
    assert problems == by_library(registry, kind, values)
    assert problems == await by_api(registry, aiohttp_client, kind, values)
    assert problems == by_command(registry, kind, values)
