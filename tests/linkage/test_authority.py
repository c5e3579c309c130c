"""Nobody does by the register what the law does not give them: every act against every body, by a table made by hand."""

import csv
from datetime import date
from pathlib import Path

import pytest

from minorcare import Invalid
from minorcare.declare import Id
from minorcare.errors import DeclarationError
from minorcare.kinds import OfficialAct
from minorcare.kinds.acts import OF_THE_OFFICE, Manner, powers
from minorcare.kinds.codelists import load_codes
from minorcare.plugins import Config, load_catalog
from minorcare.rules.authority_checks import who_may
from minorcare.rules.authority_settings import AuthoritySettings
from minorcare.testing import desk_as, registry_in, street

TABLE = list(csv.DictReader(Path(__file__).with_name("authority.csv").read_text(encoding="utf-8").splitlines()))
BODIES = [name for name in TABLE[0] if name not in ("act", "town")]
CASES = [(row["act"], body, row[body] == "y") for row in TABLE for body in BODIES]
DAY = date(2026, 11, 24)


def an_act(act, issuer, **values):
    manner = Manner.ISSUED if issuer in OF_THE_OFFICE else Manner.RECEIVED
    said = {"manner": manner, "document": "文〔2026〕1号", "done": DAY, **values}
    return OfficialAct(minor=Id("child-03"), act=act, issuer=issuer, **said)


def codes(name):
    return [item.value for each in load_codes() if each.name == name for item in each.items]


def test_the_table_is_whole():
    """It has every act of the list and every body of the list, and the file beside the kinds no other."""
    assert codes("official_act") == [row["act"] for row in TABLE] == list(powers())
    assert set(codes("deciding_body")) == set(BODIES)
    assert all("《" in power.cites and power.ask.zh and power.ask.en for power in powers().values())


@pytest.fixture(scope="module")
def recording(templates, tools, tmp_path_factory):
    """A desk that records acts of a child; each is another record."""
    registry = tools.copied(templates.full, tmp_path_factory.mktemp("acts"))
    yield desk_as(registry, "supervisor", purpose="case")
    registry.close()


@pytest.mark.parametrize(("act", "issuer", "may"), CASES)
def test_each_act_by_each_body(recording, act, issuer, may):
    """Who may, may; who may not is told whose it is, by which article, and what to do instead."""
    if may:
        recording.save(an_act(act, issuer))
        return
    with pytest.raises(Invalid) as refused:
        recording.save(an_act(act, issuer))
    [problem] = refused.value.problems
    assert ("issuer", "authority") == (problem.at, problem.code)
    assert powers()[act].cites in problem.said.zh
    assert powers()[act].cites in problem.said.en
    labels = {item.value: item.label for each in load_codes() if each.name == "deciding_body" for item in each.items}
    assert all(labels[body].zh in problem.said.zh for body in powers()[act].may)
    assert problem.remedy == powers()[act].ask


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["act"])
def test_what_a_town_may(row):
    """A town may order the return to school; a street may not, unless it was given to it in writing; nothing else differs."""
    assert ("street" in who_may(row["act"], AuthoritySettings(town=True))) is (row["town"] == "y")
    assert ("street" in who_may(row["act"], AuthoritySettings())) is (row["street"] == "y")


def office(tmp_path, **authority):
    config = Config(folder=tmp_path, sections={"minorcare": {"authority": authority}})
    registry = registry_in(tmp_path, config=config)
    street(registry)
    return registry


def test_an_office_that_is_a_town(tmp_path):
    """It orders the return itself."""
    registry = office(tmp_path, town=True)
    desk_as(registry, "supervisor").save(an_act("order_return", "street", document=None))
    registry.close()


def test_what_was_delegated_has_its_document(tmp_path, linkage):
    """A street to which it was delegated does it, by a document each time, and nothing beyond."""
    registry = office(tmp_path, delegated=["order_return"], delegation="盘教委〔2026〕5号")
    desk = desk_as(registry, "supervisor")
    desk.save(an_act("order_return", "street"))
    with pytest.raises(Invalid) as refused:
        desk.save(an_act("order_return", "street", document=" "))
    assert [("document", "required")] == linkage.said(refused)
    with pytest.raises(Invalid) as refused:
        desk.save(an_act("order_guidance", "street"))
    assert [("issuer", "authority")] == linkage.said(refused)
    registry.close()


@pytest.mark.parametrize(
    "authority",
    [
        {"delegated": ["order_return"]},
        {"delegated": ["order_return"], "delegation": " "},
        {"delegated": ["order_guidance"], "delegation": "文1号"},
        {"delegated": ["nothing"], "delegation": "文1号"},
    ],
)
def test_a_delegation_that_cannot_be_stops_the_start(tmp_path, authority):
    """Without its document, or of what a street can never do."""
    with pytest.raises(DeclarationError):
        load_catalog(Config(folder=tmp_path, sections={"minorcare": {"authority": authority}}))


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"issuer": "police", "manner": Manner.ISSUED}, ("manner", "authority")),
        ({"issuer": "community", "manner": Manner.RECEIVED}, ("manner", "invalid")),
        ({"issuer": "police", "manner": Manner.RECEIVED, "document": None}, ("document", "required")),
    ],
)
def test_done_here_or_received(recording, linkage, values, problem):
    """Another body's act is received, with its document; the office's own is not."""
    with pytest.raises(Invalid) as refused:
        recording.save(an_act("stop_misbehaviour", **values))
    assert [problem] == linkage.said(refused)


def test_a_restricted_act_shows_its_structure_only(registry, supervisor):
    """Who may not read the reason learns neither the act nor who did it."""
    made = an_act("corrective_measures", "police", level="restricted")
    supervisor.save(made)

    row = desk_as(registry, "liaison_two").get(OfficialAct, made.id)
    assert {"act", "issuer", "manner", "document", "content"} <= set(row.masked)
