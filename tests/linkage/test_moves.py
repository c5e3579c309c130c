"""A child with services, consents, a way home and acts on file moves to another office, or turns out to be two records of one."""

from datetime import date

import pytest

from minorcare.declare import Id
from minorcare.kinds import (
    Area,
    AreaLevel,
    Consent,
    HarmReport,
    Mediation,
    Minor,
    Officer,
    OfficialAct,
    Service,
    ServicePackage,
    StreetPath,
)
from minorcare.kinds.acts import Manner
from minorcare.kinds.mediation import Party
from minorcare.kinds.whereabouts import StreetStep
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as
from minorcare.work import consents, harm, mediation, packages, services, street_path, transfer
from minorcare.work.merge import merge

DAY = date(2026, 11, 24)
OTHER = "530111005"
ABOUT = (Consent, Service, ServicePackage, StreetPath, Mediation, OfficialAct)


def history(desk, minor):
    """One of everything, and two services of which one follows the other."""
    consent = Consent(
        minor=Id(minor), department="school", matter="陪伴", shared=("name",), given=DAY, expires=date(2026, 12, 31),
        guardian="监护人", cannot_express=True,
    )  # fmt: skip
    desk.save(consent)
    said = {"category": "education_aid", "request": "陪伴", "basis": "guardian_consent"}
    first = services.ask(
        desk, minor, department="school", consent=consent.id, shared=("name",), share_until=DAY, **said
    ).value[0][1]
    packages.prepare(desk, first)
    second = services.ask(desk, minor, department="civil_affairs", **{**said, "basis": "statutory_duty"}).value[0][1]
    services.decline(desk, second, why_declined="不归我们", base=1)
    services.ask_elsewhere(desk, second, department="womens_federation", base=2)
    path = street_path.take_in(desk, area="", minor=minor, found=DAY, source="police").value[-1][1]
    street_path.move(desk, path, "safe", StreetStep(step="made_safe", done=DAY, by="community"), base=1)
    two = (Party(name="甲", role="guardian"), Party(name="乙", role="neighbour"))
    mediation.begin(desk, minor, matter="噪声", parties=two, mediator="周")
    for issuer, act, manner, document in (
        ("court", "revoke_guardianship", Manner.RECEIVED, "民特1号"),
        ("community", "admonish_guardian", Manner.ISSUED, None),
    ):
        desk.save(OfficialAct(minor=Id(minor), act=act, issuer=issuer, manner=manner, document=document, done=DAY))


def counts(desk, minor):
    return {kind.__kind__.name: len(desk.find(kind, F.minor == minor).rows) for kind in ABOUT}


def test_two_records_become_one_and_two_again(registry, head):
    """Everything follows the one that stays, in one batch; undone, it is back where it was, every letter of it."""
    history(head, "child-03")
    whole = counts(head, "child-03")
    keep = Minor(name="曾子单", sex="1", birth_date=date(2010, 11, 24), area=f"{OFFICE}002")
    head.save(keep)
    before = {kind: head.find(kind, limit=100).rows for kind in ABOUT}
    merge(head, keep=keep.id, drop="child-03", reason="同名同生日", key="merged")
    assert whole == counts(head, keep.id)
    assert {0} == set(counts(head, "child-03").values())

    head.undo("merged")
    assert whole == counts(head, "child-03")
    after = {kind: head.find(kind, limit=100).rows for kind in ABOUT}
    for kind in ABOUT:
        assert sorted((row.id, sorted(map(str, row.values.items()))) for row in before[kind]) == sorted(
            (row.id, sorted(map(str, row.values.items()))) for row in after[kind]
        )
    assert [] == list(registry.store.verify())


@pytest.fixture
def neighbour(registry):
    """The office next door, without a directory and without anybody of ours."""
    registry.open_office(OTHER)
    registry.found(
        OTHER,
        Area(code=OTHER, name="邻街道", level=AreaLevel.STREET),
        Area(code=f"{OTHER}001", name="邻社区", level=AreaLevel.COMMUNITY),
        Officer(account="neighbour", name="邻站长", role="station_head", posted_to=OTHER),
    )
    return desk_as(registry, "neighbour", office=OTHER)


def test_what_is_asked_here_stays_here(registry, head, neighbour):
    """The way home and what others decided go along, in their states; what was asked, told, mediated or done here is this office's."""
    history(head, "child-03")
    harm.report(head, HarmReport(minor=Id("child-03"), situations=("R9",)))
    moved = transfer.send(head, "child-03", to=OTHER, reason="moved_home", moved_on=DAY)
    transfer.deliver(registry.system_desk(OTHER))
    new = transfer.accept(neighbour, moved, area=f"{OTHER}001")

    arrived = counts(neighbour, new)
    assert {"street_path": 1, "official_act": 1} == {name: count for name, count in arrived.items() if count}
    [act] = neighbour.find(OfficialAct).rows
    [path] = neighbour.find(StreetPath).rows
    assert ("revoke_guardianship", "safe", "neighbour") == (
        act.values["act"],
        path.values["status"],
        path.values["officer"],
    )
    assert consents.shares(head, "nothing") is False


@pytest.mark.parametrize("to", ["found", "at_station", "left"])
def test_a_way_arrives_where_it_stood(registry, head, neighbour, to):
    """At its beginning, at the station, at its end: it stands there as it stood here."""
    child, path = (
        one[1]
        for one in street_path.take_in(head, area=f"{OFFICE}002", found=DAY, source="police", age=8).value
        if one[0] in ("minor", "street_path")
    )
    done = {"done": DAY, "by": "community"}
    if to == "at_station":
        street_path.move(head, path, "safe", StreetStep(step="made_safe", **done), base=1)
        steps = (StreetStep(step="treated", **done), StreetStep(step="relief_station", **done))
        street_path.move(head, path, "at_station", *steps, base=2, escorts="两人", received_by="赵")
    elif to == "left":
        street_path.left(head, path, why_left="离开", done=DAY, base=1)
    moved = transfer.send(head, child, to=OTHER, reason="moved_home", moved_on=DAY)
    transfer.deliver(registry.system_desk(OTHER))
    transfer.accept(neighbour, moved, area=f"{OTHER}001")

    [row] = neighbour.find(StreetPath).rows
    assert to == row.values["status"]
