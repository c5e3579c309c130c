"""A child moves away and is called back, another is here twice: by the library, by the command and by the API, with the same answers."""

import shutil
from datetime import date

import attrs
import pytest

from minorcare.desk import Save
from minorcare.kinds import AgeGate, Area, AreaLevel, Duplicate, Lead, Minor, Officer, RiskTag
from minorcare.plugins import Config
from minorcare.registry import Registry
from minorcare.testing import OFFICE, SetClock, desk_as, registry_in
from minorcare.work import leads

from .care_story import AREAS, GRID, OFFICERS, ON_FILE, WILLOW
from .route_ways import OTHER, TwoOffices, by_api, by_command, by_library
from .ways import CommandLine, NotDone

PLACE = f"{OTHER}001"
SECOND = (
    Area(id="other", code=OTHER, name="邻街道", level=AreaLevel.STREET),
    Area(id="place", code=PLACE, name="邻社区", level=AreaLevel.COMMUNITY),
    Officer(id="n-head", account="neighbour", name="邻站长", role="station_head", posted_to=OTHER),
    Officer(id="n-liaison", account="neighbour_liaison", name="邻联络", role="community_liaison", posted_to=PLACE),
)
TWINS = (
    Minor(id="zeng-two", name="曾子丹", sex="1", birth_date=date(2012, 8, 9), area=WILLOW),
    Duplicate(id="twins", minor="zeng-two", other="zeng"),
    RiskTag(id="tag", minor="zeng", risk="misbehaviour", level="restricted", found=date(2026, 11, 20)),
    AgeGate(id="gate", minor="chen", gate="12", on=date(2026, 12, 5), due=date(2026, 12, 5)),
)
OUT = {"to": OTHER, "reason": "moved_home", "moved_on": "2026-11-20"}


@attrs.frozen
class Step:
    """Somebody does something; *code* and *at* are of the refusal, *shows* what the answer holds among other things."""

    who: str
    act: str
    args: tuple = ()
    sent: dict = attrs.field(factory=dict)
    code: str = ""
    at: tuple = ()
    shows: object = None


def step(who, act, *args, code="", at=(), shows=None, **sent):
    return Step(who, act, args, sent, code, at, shows)


def moving(direction, status):
    return {"direction": direction, "status": status}


MERGER = "the merger"  # its id differs from way to way
STORY = (
    # --- out, and called back ---
    step("liaison", "out", "chen", code="refused", **OUT),
    step("auditor", "pending", code="refused"),
    step("head", "out", "chen", code="invalid", at=("reason", "moved_on"), to=OTHER, moved_on="soon"),
    step("head", "out", "chen", code="invalid", at=("fast",), **OUT, fast="yes"),
    step("head", "out", "chen", code="invalid", at=("to",), **{**OUT, "to": "530111999"}),
    step("head", "out", "nobody", code="not-found", **OUT),
    step("head", "out", "chen", **OUT, id="move-1", shows=moving("out", "pending")),
    step("head", "out", "chen", **OUT, id="move-1", shows=moving("out", "pending")),
    step("head", "pending", shows=[moving("out", "pending")]),
    step("neighbour", "pending", shows=[moving("in", "pending")]),
    step("neighbour", "cancel", "move-1", code="not-found", note="是别人的"),
    step("liaison", "cancel", "move-1", code="refused", note="不搬了"),
    step("head", "cancel", "move-1", code="invalid", at=("note",), note=" "),
    step("head", "cancel", "move-1", note="不搬了", shows=moving("out", "declined")),
    step("head", "cancel", "move-1", note="不搬了", shows=moving("out", "declined")),
    step("neighbour", "pending", shows=[]),
    step("neighbour", "in", "move-1", code="invalid", at=("status",), area=PLACE),
    # --- out, and sent back ---
    step("supervisor", "out", "chen", **OUT, id="move-2", shows=moving("out", "pending")),
    step("neighbour", "decline", "move-2", code="invalid", at=("note",)),
    step("neighbour", "decline", "move-2", note="没有这户", shows=moving("in", "declined")),
    step("head", "pending", shows=[]),
    # --- out, and in ---
    step("head", "out", "chen", **OUT, id="move-3", shows=moving("out", "pending")),
    step("neighbour_liaison", "in", "move-3", code="refused", area=PLACE),
    step("neighbour", "in", "nothing", code="not-found", area=PLACE),
    step("neighbour", "in", "move-3", code="invalid", at=("area",), address="新家"),
    step("neighbour", "in", "move-3", area=PLACE, address="新家", shows=moving("in", "completed")),
    step("head", "cancel", "move-3", code="invalid", at=("status",), note="太晚"),
    step("head", "pending", shows=[]),
    # --- the rules, and what ends what they found ---
    step("auditor", "screen", code="refused"),
    step("grid", "screen", code="refused"),
    step("head", "screen", shows={"suggested": 0}),
    step("head", "endings", "nothing", code="not-found"),
    step("auditor", "endings", "tag", code="refused"),
    step("liaison", "endings", "tag", code="masked"),
    step("head", "endings", "tag", shows=[{"day": "2037-08-10"}]),
    # --- one child on file twice ---
    step("liaison", "duplicates", code="refused"),
    step("head", "duplicates", shows=[{"alike": ["sex", "birth_date", "area"]}]),
    step("liaison_north", "merge", "zeng", "zeng-two", code="not-found", reason="同一人"),
    step("head", "merge", "zeng", "zeng", code="invalid", at=("drop",), reason="同一人"),
    step("head", "merge", "zeng", "zeng-two", code="invalid", at=("reason",)),
    step("leader", "merge", "zeng", "zeng-two", code="refused", reason="同一人"),
    step("head", "merge", "zeng", "zeng-two", reason="同一人", shows=MERGER),
    step("head", "duplicates", shows=[]),
    step("liaison_north", "undo_merge", MERGER, code="not-found"),
    step("head", "undo_merge", MERGER, shows={"kept": []}),
    step("head", "duplicates", shows=[{"alike": ["sex", "birth_date", "area"]}]),
    step("head", "undo_merge", "another", code="not-found"),
    # --- what people are told ---
    step("grid", "told_back", shows=[{"id": "lead-1", "handled": False}]),
    step("wang", "told_back", shows=[]),
    step("grid", "age_gates", code="refused"),
)


def hear(do, way, each, kept):
    """What came of a step: an answer, or what was told in both languages."""
    args = tuple(kept.get(arg, arg) for arg in each.args)
    told = []
    for way.lang in ("zh", "en"):
        try:
            found = do(each.who, each.act, *args, **each.sent)
        except NotDone as refused:
            told.append(refused.told)
            continue
        if each.shows == MERGER:
            kept[MERGER] = found
        return found
    return tuple(told)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    clock = SetClock()
    registry = registry_in(folder, clock=clock)
    registry.found(OFFICE, *AREAS, *OFFICERS)
    registry.open_office(OTHER)
    registry.found(OTHER, *SECOND)
    desk_as(registry, "head", purpose="import").apply(*map(Save, (*ON_FILE, *TWINS)))
    seen = Lead(id="lead-1", area=GRID, observed=("child_alone",), seen_on=date(2026, 11, 23), source="grid")
    leads.send(desk_as(registry, "grid"), seen)
    registry.close()
    return folder / "street.db"


def opened(begun, folder):
    for end in ("", ".keys"):
        shutil.copy(f"{begun}{end}", folder / f"street.db{end}")
    return Registry.open(folder / "street.db", config=Config(folder=folder), clock=SetClock())


@attrs.define
class AtDesks:
    """A holder of the language, as the other two are."""

    registry: Registry
    lang: str = "zh"

    def close(self):
        self.registry.close()


WAYS = {
    "library": (AtDesks, by_library),
    "command": (CommandLine, by_command),
    "api": (TwoOffices, by_api),
}


@pytest.fixture(scope="module")
def heard(begun, tmp_path_factory):
    """By way, what was heard at each step, and the register at the end."""
    found, open_ways = {}, []
    for name, (cls, verbs) in WAYS.items():
        way = cls(opened(begun, tmp_path_factory.mktemp(name)))
        open_ways.append(way)
        do, kept = verbs(way), {}
        found[name] = way, [hear(do, way, each, kept) for each in STORY]
    yield found
    for way in open_ways:
        way.close()


def holds(found, want):
    """Whether an answer holds what the story tells of it."""
    if isinstance(want, list):
        return len(found) == len(want) and all(map(holds, found, want))
    if isinstance(want, dict):
        return all(holds(found[name], value) for name, value in want.items())
    return list(found) == want if isinstance(found, tuple) else found == want


@pytest.mark.parametrize("way", WAYS)
def test_the_story_is_as_it_is_told(heard, way):
    """Each step is answered, or refused at the places the story names."""
    wrong = []
    for each, found in zip(STORY, heard[way][1], strict=True):
        if each.code:
            refused = isinstance(found, tuple) and found and hasattr(found[0], "code")
            places = tuple(one[0] for one in found[0].said if isinstance(one, tuple)) if refused else None
            if not refused or (found[0].code, places) != (each.code, each.at):
                wrong.append((each, found))
        elif each.shows not in (None, MERGER) and not holds(found, each.shows):
            wrong.append((each, found))

    assert not wrong, "\n".join(map(str, wrong))


def test_refusals_are_the_same_on_every_way(heard):
    """One code, one wording, in both languages, at the same places."""
    told = {name: steps for name, (_, steps) in heard.items()}
    unlike = [
        (each, told["library"][n], told["command"][n], told["api"][n])
        for n, each in enumerate(STORY)
        if each.code and not told["library"][n] == told["command"][n] == told["api"][n]
    ]

    assert [] == unlike


def test_the_registers_end_alike(heard, tools):
    """The same records are in force in both offices, whichever way they came about; each verifies."""
    worlds = {}
    for name, (way, _) in heard.items():
        worlds[name] = [
            (office, kind, sorted(values["status"] for values in rows.values() if "status" in values), len(rows))
            for office in (OFFICE, OTHER)
            for kind, rows in tools.world_of(way.registry, office).records.items()
        ]
        assert [] == list(way.registry.store.verify())

    assert worlds["library"] == worlds["command"] == worlds["api"]


def test_age_gates_say_what_the_law_says(begun, tmp_path):
    """Each with the child, what changes, and where that is written."""
    registry = opened(begun, tmp_path)
    found = by_library(AtDesks(registry))("head", "age_gates")

    assert [("陈小禾", "2026-12-05")] == [(each["name"], each["note"]["on"]) for each in found]
    assert "追诉" in found[0]["means"]
    assert "《刑法》第十七条第三款" == found[0]["cites"]
    registry.close()


@pytest.mark.parametrize(("days", "count"), [(10, 0), (11, 1)])
def test_age_gates_of_so_many_days(begun, tmp_path, days, count):
    """The last of the days counts."""
    way = CommandLine(opened(begun, tmp_path))

    found = way.run("head", "age-gates", "--days", str(days), "--office", OFFICE)["items"]

    assert count == len(found)
    way.close()
