"""From a lead to the last look: three children, told by the library, by the command and by the API, with one outcome."""

import shutil
from collections import Counter
from datetime import date

import attrs
import pytest

from minorcare.desk import Save
from minorcare.errors import Invalid
from minorcare.kinds import RiskTag
from minorcare.query import F
from minorcare.testing import OFFICE, SetClock, desk_as, registry_in
from minorcare.work import leads

from .care_story import AREAS, OFFICERS, ON_FILE, STORY
from .care_verbs import ByActs, ByWork
from .ways import Api, CommandLine, Library, NotDone, opened

WAYS = {"library": (Library, ByWork), "command": (CommandLine, ByActs), "api": (Api, ByActs)}
VIA = {"library": "library", "command": "cli", "api": "api"}
"""What the journal calls each."""


@attrs.frozen
class Heard:
    """What came of a step: rows shown, or what was told, in both languages."""

    rows: list | None = None
    zh: object = None
    en: object = None


def hear(way, verbs, step):
    """Take one step. What is refused is asked again in English."""
    way.registry.clock.on(step.day)
    found = {}
    for lang in ("zh", "en"):
        way.lang = lang
        try:
            shown = getattr(verbs, step.verb)(step.who, *step.args, **step.values)
        except NotDone as refused:
            found[lang] = refused.told
            if not step.code:
                break
        else:
            return Heard(shown if isinstance(shown, list) else [shown] if shown else None)
    return Heard(None, found.get("zh"), found.get("en"))


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The street before the story: a closed file, to be copied."""
    folder = tmp_path_factory.mktemp("begun")
    clock = SetClock()
    clock.on(STORY[0].day)
    registry = registry_in(folder, clock=clock)
    registry.found(OFFICE, *AREAS, *OFFICERS)
    desk_as(registry, "head", purpose="import").apply(*map(Save, ON_FILE))
    registry.close()
    return folder / "street.db"


def copied(begun, folder):
    for end in ("", ".keys"):
        shutil.copy(f"{begun}{end}", folder / f"street.db{end}")
    return folder / "street.db"


@pytest.fixture(scope="module")
def told(begun, tmp_path_factory):
    """By way, the register at the end of the story, and what was heard at each step."""
    found, open_ways = {}, []
    for name, (cls, verbs) in WAYS.items():
        folder = tmp_path_factory.mktemp(name)
        way = opened(cls, copied(begun, folder), SetClock())
        open_ways.append(way)
        found[name] = way, [hear(way, verbs(way), step) for step in STORY]
    yield found
    for way in open_ways:
        way.close()


def wrong(step, heard):
    """What is not as the story tells it."""
    if step.code:
        places = tuple(each[0] for each in heard.zh.said if isinstance(each, tuple)) if heard.zh else ()
        return [] if heard.zh and (heard.zh.code, places) == (step.code, step.at) else [(str(step), heard)]
    if heard.zh:
        return [(str(step), heard.zh)]
    if step.rows is None:
        return []
    shown = [{n: row.get(n) for n in want} for want, row in zip(step.rows, heard.rows or (), strict=False)]
    return [] if len(step.rows) == len(heard.rows or ()) and shown == list(step.rows) else [(str(step), heard.rows)]


@pytest.fixture(scope="module")
def facts(told, tools):
    """By way, every record in force at the end: each by its kind and how many of the kind were made before it."""
    found = {}
    for name, (way, _) in told.items():
        names = aliases(way.registry)
        records = tools.world_of(way.registry).records
        found[name] = {
            kind: {names[id_]: plain(values, names) for id_, values in rows.items()} for kind, rows in records.items()
        }
    return found


def writes(registry):
    """The entries of the journal that wrote something, in their order."""
    return registry.store.changes(OFFICE, -1, limit=10_000)


def aliases(registry):
    """What each record is called where its id is not to matter: ``visit 2`` is the second visit that was made."""
    made = [(entry.kind, entry.id) for entry in writes(registry) if entry.version == 1]
    kinds = [kind for kind, _ in made]
    return {id_: f"{kind} {kinds[:place].count(kind) + 1}" for place, (kind, id_) in enumerate(made)}


def alike(row):
    """A row without what each way numbers for itself; of what is masked, nothing is nothing however it is written."""
    kept = {n: v for n, v in row.items() if n not in ("no", "version", "entry", "via")}
    masked = sorted(row.get("masked", ()))
    return kept | {n: kept[n] or None for n in masked} | {"masked": masked}


def plain(value, names):
    """A value without ids and without the instant of its writing."""
    match value:
        case dict():
            return {n: plain(v, names) for n, v in value.items() if n not in ("id", "since")}
        case tuple() | list():
            return [plain(each, names) for each in value]
        case str():
            return names.get(value, value)
        case _ if attrs.has(type(value)):
            return plain(attrs.asdict(value), names)
        case _:
            return value


@pytest.mark.parametrize("name", WAYS)
def test_it_goes_as_it_is_told(told, name):
    """Every step is done, shown or refused as the story says."""
    _, heard = told[name]

    assert [] == [each for step, one in zip(STORY, heard, strict=True) for each in wrong(step, one)]


@pytest.mark.parametrize("place", [pytest.param(n, id=str(step)) for n, step in enumerate(STORY) if step.code])
def test_a_refusal_says_the_same_by_every_way(told, place):
    """Code, places and words are the same in Chinese and in English, whether a program, a command or a server tells them."""
    heard = [heard[place] for _, heard in told.values()]

    assert heard[0].zh
    assert heard[0].zh != heard[0].en
    assert [heard[0]] * 3 == heard


@pytest.mark.parametrize(
    "place", [pytest.param(n, id=str(step)) for n, step in enumerate(STORY) if step.rows is not None]
)
def test_what_is_shown_is_the_same_by_every_way(told, place):
    """The same rows, value by value, with the same values masked."""
    shown = []
    for way, heard in told.values():
        names = aliases(way.registry)
        shown.append([alike(plain(row, names)) for row in heard[place].rows])

    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize("name", WAYS)
def test_it_goes_the_same_way(told, name):
    """Which records were written, by whom and in which order does not depend on the way."""

    def order(way):
        names = aliases(way.registry)
        return [(entry.actor, entry.action, names[entry.id], entry.version) for entry in writes(way.registry)]

    assert order(told["library"][0]) == order(told[name][0])


@pytest.mark.parametrize("name", WAYS)
def test_the_three_registers_tell_the_same(facts, name):
    """Every record, its state, its days and its deadlines: what the library reckons is what the others were told."""
    assert facts["library"].keys() == facts[name].keys()
    for kind, rows in facts["library"].items():
        assert rows == facts[name][kind]
    told_of = {kind for kind, rows in facts[name].items() if rows}
    assert {"lead", "risk_tag", "attention", "guarantee", "visit", "task", "plan", "plan_review"} <= told_of


@pytest.mark.parametrize("name", WAYS)
def test_the_journal_verifies(told, name):
    """Nothing was changed behind the program's back, and every entry says by which way it came."""
    way, _ = told[name]
    entries = desk_as(way.registry, "auditor", purpose="audit").find("journal", F.actor == "liaison", limit=500).rows

    assert [] == list(way.registry.store.verify())
    assert {VIA[name]} == {
        row.values["via"] for row in entries if ":" not in row.values["via"]
    }  # rules sign for themselves
    if name == "command":
        assert [] == way.run(None, "journal", "verify")["faults"]


@pytest.mark.parametrize("minor", ["chen", "zeng", "zhou"])
@pytest.mark.parametrize("name", WAYS)
def test_who_looked_knows_every_look(told, name, minor):
    """Whoever was shown anything about a child is in its list, as often as it was; whoever was refused is not.

    Wang answers for a child, and somebody of the grid has tasks: they see rows of their own.
    """
    way, _ = told[name]
    looks = Counter((who, how) for who, how, whom in way.looks if whom == minor)

    rows = desk_as(way.registry, "head").who_looked(minor, limit=500).rows
    seen = Counter((row.values["actor"], row.values["action"]) for row in rows)

    assert looks
    assert looks <= seen
    assert {who for who, _ in seen} <= {"liaison", "supervisor", "head", "wang", "grid"}


@pytest.mark.parametrize("name", WAYS)
def test_every_sender_learns_that_it_was_handled(told, name):
    """The day they saw it, and that it was handled: no child, no outcome, whichever way they sent it by."""
    way, _ = told[name]

    heard = {
        who: [(str(sent.seen_on), sent.handled) for sent in leads.told_back(desk_as(way.registry, who))]
        for who in ("grid", "school", "volunteer", "zhao")
    }

    assert {
        "grid": [("2026-11-23", True)],
        "school": [("2026-11-24", True)],
        "volunteer": [("2026-11-25", True)],
        "zhao": [],
    } == heard


@pytest.mark.parametrize("name", WAYS)
def test_nobody_is_the_system(told, name):
    """No way lets anybody in as the system, which is the one that may not decide."""
    way, _ = told[name]

    with pytest.raises(NotDone) as refused:
        way.get("system", "minor", "chen")

    assert ("sign-in" if name == "api" else "refused") == refused.value.told.code


def test_the_system_confirms_no_tag(begun, tmp_path):
    """What it suggests it may take back; that a tag holds is for a person to say."""
    way = opened(Library, copied(begun, tmp_path), SetClock())
    tag = RiskTag(minor="chen", risk="left_behind", found=way.day)
    desk_as(way.registry, "supervisor").save(tag)

    with pytest.raises(Invalid) as refused:
        way.registry.system_desk(OFFICE).transition(RiskTag, tag.id, "confirmed", base=1, review=date(2027, 2, 24))

    assert [("decided_by", "person")] == [(each.at, each.code) for each in refused.value.problems]
    way.close()
