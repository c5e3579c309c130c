"""A batch asks once for many, and writes many at a time: nothing of that may show."""

import shutil
import sqlite3
from datetime import date
from types import ModuleType

import attrs
import orjson
import pytest

from minorcare.access.policies import Narrowing
from minorcare.declare import Id, Label, Record, field, kind, ref
from minorcare.desk import Change, Save, Transition, Void
from minorcare.errors import Conflict, Invalid, Problem
from minorcare.hooks import hookimpl
from minorcare.kinds import Area, AreaLevel, DifficultyRecognition, Household, Member, Minor, Reporter, RiskTag
from minorcare.plugins import Config
from minorcare.query import F
from minorcare.registry import Registry
from minorcare.rules.checks import Check
from minorcare.rules.reach import Index
from minorcare.testing import OFFICE, SetClock, desk_as, registry_in, street

TWO, FOREIGN = f"{OFFICE}002", f"{OFFICE}003"
BIRTH = date(2015, 1, 1)


def places(error):
    return sorted((problem.at, problem.code) for problem in error.value.problems)


def home(id_, area=TWO, code=None):
    return Household(id=Id(id_), code=code or id_, area=area)


def child(id_, area=TWO, name="王小明", **more):
    return Minor(id=Id(id_), name=name, sex="1", birth_date=BIRTH, area=area, **more)


ACTS = (
    Save(home("h1")),
    Save(home("h2", area=FOREIGN)),
    Save(child("m1", household=Id("h1"), phone="13800138000")),
    Save(Member(id=Id("p1"), household=Id("h1"), name="王大明", relation="51", phone="13700000001")),
    Save(DifficultyRecognition(id=Id("d1"), minor=Id("m1"), types=("poverty",), recognised=BIRTH, source="household")),
    Save(RiskTag(id=Id("t1"), minor=Id("m1"), risk="left_behind", found=date(2026, 11, 24))),
    Transition(RiskTag, "t1", "confirmed", 1, {"review": date(2027, 1, 1)}),
    Change(Minor, "m1", 1, {"name": "王明", "phone": "13900139000"}),
    Change(Household, "h1", 1, {"area": FOREIGN}),
    Save(Member(id=Id("p2"), household=Id("h1"), name="王二", relation="52")),
    Change(DifficultyRecognition, "d1", 1, {"types": ("orphan", "poverty")}),
    Save(child("m2", name="李明", household=Id("h2"))),
    Void(Minor, "m2", 1, "x"),
    Change(RiskTag, "t1", 2, {"review": date(2027, 2, 1)}),
    Save(home("h3")),
    Void(Household, "h3", 1, "x"),
    Save(Reporter(id=Id("r1"), told="x")),
)


TABLES = ("household", "minor", "member", "risk_tag", "difficulty_recognition", "difficulty_recognition__types__list")
BESIDE = ("term", "file", "due")
RANDOM = {"salt", "digest", "batch", "prev", "hash"}


def contents(registry):
    """What the file holds, but for what is random in it."""
    conn = sqlite3.connect(registry.store.path)
    found = {}
    for name in (*TABLES, *BESIDE, "version", "journal"):
        cursor = conn.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2, 3')
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
        found[name] = [{k: _unsealed(v) for k, v in row.items() if k not in RANDOM} for row in rows]
    conn.close()
    return found


def _unsealed(cell):
    """A body without its ciphertexts, of which each is another."""
    if not isinstance(cell, str) or not cell.startswith("{"):
        return cell
    return {k: v[1:] if k in ("phone", "resident_id") else v for k, v in orjson.loads(cell).items()}


@pytest.fixture
def alike(templates, tmp_path):
    """Two registries on copies of one file."""
    opened = []
    for name in ("one.db", "other.db"):
        for end in ("", ".keys"):
            shutil.copy(f"{templates.full}{end}", tmp_path / f"{name}{end}")
        opened.append(Registry.open(tmp_path / name, config=Config(folder=tmp_path), clock=SetClock()))
    yield opened
    for registry in opened:
        registry.close()


def without_rules(registry):
    desk = desk_as(registry, "head")
    return attrs.evolve(desk, index=Index.of((), desk.catalog.kinds))


def test_a_batch_does_what_its_acts_do_one_by_one(alike):
    """Every table, version and entry is the same, and the file verifies."""
    together, apart = alike
    without_rules(together).apply(*ACTS)
    for act in ACTS:
        without_rules(apart).apply(act)
    assert contents(together) == contents(apart)
    assert [] == [*together.store.verify(), *apart.store.verify()]


@kind("twins.card", label=Label("卡", en="Card"))
class Card(Record):
    """What nobody tidies: two numbers, one kept secret."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    secret: str | None = field(default=None, label=Label("密号", en="Secret number"), secret=True, unique=True)
    plain: str | None = field(default=None, label=Label("号", en="Number"), unique=True)


def same_name(record, look):
    """Nobody has the name of another child: found by the words of names."""
    if any(other != record.id for other in look.ids(Minor, F.name.matches(record.name))):
        yield Problem(at="name", said=Label("重名", en="is the name of another"), remedy=Label("改", en="change it"))


@pytest.fixture
def twins(tmp_path):
    """The street of the kit, with cards, and children who have a name and a school that are not hidden."""
    module = ModuleType("twins")
    module.register_kinds = hookimpl(lambda: [Card], specname="register_kinds")
    module.register_checks = hookimpl(lambda: [Check(Minor, same_name)], specname="register_checks")
    module.register_policies = hookimpl(lambda: [Narrowing(Minor, F.school != "密")], specname="register_policies")
    registry = registry_in(tmp_path)
    street(registry)  # before there is the check: two of its names begin alike
    registry.close()
    at = {"config": Config(folder=tmp_path), "clock": SetClock(), "plugins": (module,), "migrate": True}
    registry = Registry.open(registry.store.path, **at)
    yield desk_as(registry, "head")
    registry.close()


@pytest.mark.parametrize(
    ("field", "first", "second", "taken"),
    [
        ("secret", "AB 123", "AB 123", True),
        ("secret", "AB 123", "ab123", True),
        ("secret", "ab123", "AB 123", True),
        ("plain", "x1", "x1", True),
        ("plain", "x1", "X1", False),
        ("plain", "X1", "x 1", False),
    ],
)
def test_a_value_is_taken_once_in_a_batch(twins, field, first, second, taken):
    """Whether two values are the same does not hang on whether one was on file before the batch."""
    cards = [Card(id=Id(f"c{n}"), minor=Id("child-01"), **{field: text}) for n, text in enumerate((first, second))]
    if taken:
        with pytest.raises(Invalid) as told:
            twins.apply(*map(Save, cards))
        assert [(f"[1].{field}", "taken")] == places(told)
        twins.apply(Save(cards[0]), Save(home("h")))
        with pytest.raises(Invalid) as told:
            twins.apply(Save(home("h4")), Save(cards[1]))
        assert [(f"[1].{field}", "taken")] == places(told)
    else:
        twins.apply(*map(Save, cards))
        assert 2 == len(twins.find(Card).rows)


def test_values_are_asked_for_only_if_they_are_sound(head):
    """What is no text, or none that can be kept, is a problem of its act and not of the question asked ahead."""
    broken = (
        home("h1", code="\ud800"),
        home("h2", code=7),
        home("h4", area=5),
        child("m1", area=b"x"),
    )
    with pytest.raises(Invalid) as told:
        head.rehearse(*map(Save, broken))
    assert {f"[{n}]" for n in range(4)} == {at.partition(".")[0] for at, _ in places(told)}


def test_an_act_finds_what_those_before_it_wrote(twins):
    """Names of this very batch are found by a check, as those on file are; and not any more once they are changed."""
    with pytest.raises(Invalid) as told:
        twins.apply(Save(child("m1")), Save(child("m2")), Save(child("m3", name="张三")))
    assert [("[1].name", "invalid"), ("[2].name", "invalid")] == places(told)
    twins.apply(Save(child("m1")), Change(Minor, "m1", 1, {"name": "周游"}), Save(child("m2")))
    assert {"m1"} == {row.id for row in twins.find(Minor, F.name.matches("zhouyou")).rows}


def test_each_record_in_a_foreign_area_is_told(liaison):
    """That one record of an area was seen, or not, says the right thing of the next."""
    with pytest.raises(Invalid) as told:
        liaison.apply(
            *(Save(home("h1")), Save(home("h2", area=FOREIGN)), Save(home("h3", area=FOREIGN)), Save(home("h4"))),
            *(Save(child("m1", area=FOREIGN)), Save(child("m2")), Save(child("m3", area=f"{TWO}/07/"))),
            Save(Member(household=Id("h1"), name="王大明", relation="51")),
        )
    assert [("[1].area", "invalid"), ("[2].area", "invalid"), ("[4].area", "invalid")] == places(told)


def test_what_a_plugin_hides_is_told_for_each_record(twins):
    """That one record of an area was seen says nothing of the next where more than the area decides."""
    with pytest.raises(Invalid) as told:
        twins.apply(
            Save(child("m1", name="甲", school="一小")),
            Save(child("m2", name="乙", school="密")),
            Save(child("m3", name="丙", school="一小")),
        )
    assert [("[1].area", "invalid")] == places(told)


def test_what_moves_within_a_batch_is_looked_at_again(liaison, head):
    """Whoever moves a household out of their own area writes nothing about it any more, in the same batch either."""
    kept = (Save(home("h1")), Save(Member(id=Id("p1"), household=Id("h1"), name="王大明", relation="51")))
    with pytest.raises(Invalid) as told:
        liaison.apply(*kept, Change(Household, "h1", 1, {"area": FOREIGN}))
    assert [("[2].area", "invalid")] == places(told)
    moved = Save(Member(id=Id("p2"), household=Id("h1"), name="王二", relation="52"))
    head.apply(*kept, Change(Household, "h1", 1, {"area": FOREIGN}), moved)
    assert {FOREIGN} == {head.get(Member, id_).area for id_ in ("p1", "p2")}


def test_an_area_is_known_from_its_act_on(head):
    """Records may lie in an area that their batch enters first; not in one that it enters later."""
    area = Area(code=f"{OFFICE}004", name="测试四社区", level=AreaLevel.COMMUNITY)
    head.apply(Save(area), Save(home("h1", area=area.code)))
    other = Area(code=f"{OFFICE}005", name="测试五社区", level=AreaLevel.COMMUNITY)
    with pytest.raises(Invalid) as told:
        head.apply(Save(home("h2", area=other.code)), Save(other), Save(home("h3", area=other.code)))
    assert [("[0].area", "area")] == places(told)


def test_an_id_is_used_once(head):
    """Making a record twice in a batch, or anew what was voided, is a conflict."""
    for acts in (
        (Save(home("h1")), Save(home("h1", code="x"))),
        (Save(home("h1")), Save(home("home-1", code="x"))),
        (Save(home("h1")), Void(Household, "h1", 1, "x"), Save(home("h1"))),
    ):
        with pytest.raises(Conflict):
            head.apply(*acts)
    assert not head.find(Household, F.id == "h1").rows
