"""What screening finds of streets it was never made for: exactly what was planted, whatever the seed."""

from collections import defaultdict
from itertools import islice

import orjson
import pytest

from minorcare.desk import Change, Save
from minorcare.kinds import (
    Area,
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Household,
    Member,
    Minor,
    MisbehaviourAct,
    RestrictedCircumstance,
    RiskTag,
)
from minorcare.plugins import Config
from minorcare.query import F
from minorcare.registry import Registry
from minorcare.synthetic import RESTRICTED, ROSTER, TRUTH, build, load_settings, make, officers, truth
from minorcare.testing import SetClock, desk_as, registry_in
from minorcare.work import imports

FACTS = (Circumstance, RestrictedCircumstance, DisabilityCard, DifficultyRecognition, MisbehaviourAct)
LAST_DAY = {
    "circumstance": "ended",
    "restricted_circumstance": "ended",
    "disability_card": "valid_until",
    "difficulty_recognition": "ended",
    "misbehaviour_act": "happened",
}
TOWNSHIP, JINMA = range(9_001, 9_021), (9_101,)


def by_sheet(settings, seed, folder):
    """A registry whose sheets were written and imported, and the truth that was written beside them."""
    make(settings, seed, settings.day, folder)
    registry = new(settings, folder)
    head, supervisor = (desk_of(registry, account) for account in ("station_head", "child_supervisor"))
    roster, facts = imports.read(folder / ROSTER), imports.read(folder / RESTRICTED)
    for desk, book, kind, sheet in (
        (head, roster, Area, "区域"),
        (supervisor, roster, Minor, "名册"),
        *((supervisor, facts, kind, kind.__kind__.label.zh) for kind in FACTS),
    ):
        imports.commit(desk, imports.preview(desk, book, kind, sheet=sheet))
    return registry, orjson.loads((folder / TRUTH).read_bytes())


def by_record(settings, seed, folder):
    """A registry into which the street's records were saved, and the truth about them."""
    street = build(settings, seed, settings.day)
    registry = new(settings, folder)
    desk_of(registry, "station_head").apply(*map(Save, street.records(Area)))
    kinds = (Household, Minor, Member, *FACTS)
    desk_of(registry, "child_supervisor").apply(*(Save(record) for kind in kinds for record in street.records(kind)))
    return registry, orjson.loads(orjson.dumps(truth(street)))


def new(settings, folder):
    clock = SetClock()
    clock.on(settings.day)
    registry = registry_in(folder, clock=clock, office=settings.code)
    registry.found(settings.code, *officers(settings))
    return registry


def desk_of(registry, account):
    (office,) = registry.store.offices()
    return desk_as(registry, account, office=office, purpose="screening")


def keys_of(desk, true):
    """The key that the truth names a child by, for those whom it names; anybody else goes by the id."""
    wanted = {child for children in true["tags"].values() for child in children}
    numbered = desk.find_secrets(Minor, "resident_id", sorted(key for key in wanted if "/" not in key))
    keys = {row.id: key for key, row in numbered.items()}
    for household, name in (key.split("/") for key in wanted if "/" in key):
        (row,) = desk.find(Minor, (F.household.code == household) & (F.name == name)).rows
        keys[row.id] = f"{household}/{name}"
    return keys


def tagged(desk, keys):
    """The children with an open suggestion, by risk."""
    found = defaultdict(list)
    for row in imports.every(desk, RiskTag, F.status == "suggested"):
        found[row.values["risk"]].append(keys.get(row.values["minor"], row.values["minor"]))
    return {risk: sorted(children) for risk, children in found.items()}


def told(told_truth):
    return {risk: sorted(children) for risk, children in told_truth["tags"].items() if children}


@pytest.mark.parametrize(
    ("street", "seed", "way"),
    [
        *(("township", seed, by_sheet if seed % 4 == 0 else by_record) for seed in TOWNSHIP),
        *(("jinma", seed, by_record) for seed in JINMA),
    ],
)
def test_screening_finds_exactly_what_was_planted(street, seed, way, tmp_path):
    """Each risk is suggested for those children who carry it and for nobody else; looking again, now or later, writes nothing."""
    registry, true = way(load_settings(street), seed, tmp_path)
    desk = desk_of(registry, "child_supervisor")

    first = desk.screen()  # saving has screened already
    again = desk.screen()

    keys = keys_of(desk, true)
    found = tagged(desk, keys)
    assert (0, 0) == (first.changed, again.changed)
    assert told(true) == found
    assert true["persons"] == len({child for children in found.values() for child in children})
    registry.close()

    reopened = Registry.open(tmp_path / "street.db", config=Config(folder=tmp_path), clock=registry.clock)
    assert found == tagged(desk_of(reopened, "child_supervisor"), keys)
    assert [] == list(reopened.store.verify())
    reopened.close()


@pytest.mark.parametrize("seed", [9_201, 9_202])
def test_ending_a_fact_takes_its_risk_from_its_children_alone(seed, tmp_path):
    """What a tag rests on is what it is withdrawn with: that risk of those children, and nothing else of anybody."""
    settings = load_settings("township")
    registry, true = by_record(settings, seed, tmp_path)
    street = build(settings, seed, settings.day)
    desk = desk_of(registry, "child_supervisor")
    keys = keys_of(desk, true)
    left = {risk: set(children) for risk, children in told(true).items()}
    facts = {kind.__kind__.label.zh: street.records(kind) for kind in FACTS}
    rests_on = true["rests_on"]

    for planted in islice(rests_on, 0, len(rests_on), 3):
        record = facts[planted["sheet"]][planted["row"] - 2]
        kind = type(record).__kind__
        if kind.name == "misbehaviour_act":
            desk.void(kind.name, record.id, base=1, reason="登记错了人")
        else:
            yesterday = (
                desk.day.replace(day=desk.day.day - 1) if desk.day.day > 1 else desk.day.replace(month=10, day=31)
            )
            desk.apply(Change(kind.name, record.id, 1, {LAST_DAY[kind.name]: yesterday}))
        left[planted["risk"]] -= set(planted["children"])

        assert {risk: sorted(children) for risk, children in left.items() if children} == tagged(desk, keys)
    assert 0 == desk.screen().changed
    registry.close()


def test_time_alone_takes_nothing_from_the_planted_within_a_year(township, township_folder):
    """What was planted holds for a year: a street that nobody touches is screened alike on its last day."""
    true = orjson.loads((township_folder / TRUTH).read_bytes())
    before = desk_of(township, "child_supervisor")
    keys = keys_of(before, true)
    assert told(true) == tagged(before, keys)

    township.clock.on(load_settings("township").day.replace(year=2027))
    later = desk_of(township, "child_supervisor")

    assert 0 == later.screen().changed
    assert told(true) == tagged(later, keys)


def test_the_demo_street_has_the_published_counts(jinma):
    """The demo street's sheets give the figures of its account: 1, 7, 3, 9 and 41, for 59 persons."""
    desk = desk_of(jinma, "child_supervisor")

    counts = {count.key[0]: count.minors for count in desk.tally(jinma.catalog.reports["groups"])}

    assert {"misbehaviour": 1, "disability": 7, "difficulty": 3, "drug_affected": 9, "left_behind": 41} == counts
    assert 59 == len({row.values["minor"] for row in imports.every(desk, RiskTag)})
    assert 0 == desk.screen().changed
