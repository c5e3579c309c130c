"""The checks for plugins pass a plugin that keeps the rules, and each refuses one that breaks its rule."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import ModuleType

import attrs
import pytest

from minorcare.conformance import plugin_checks
from minorcare.conformance.plugins import (
    every_field_has_a_level,
    every_kind_has_readers,
    hooks_take_no_defaults,
    names_begin_with_the_plugin,
    sheets_can_be_filled_in,
    texts_are_complete,
)
from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.hooks import hookimpl
from minorcare.kinds import Minor
from minorcare.plugins import core
from minorcare.query import F, Tally, exists
from minorcare.rules import Risk, Rule
from minorcare.testing import OFFICE, desk_as, registry_in, street

CASE = Lifecycle({"found": Label("已发现", en="found"), "closed": Label("已办结", en="closed")}, found="closed")


def say(zh, en):
    return Label(zh, en=en)


class Water(Enum):
    """What sort of water."""

    POND = "pond"
    RIVER = "river"

    @property
    def label(self):
        return {"pond": say("池塘", "Pond"), "river": say("河", "River")}[self.value]


@attrs.frozen(kw_only=True)
class Depth:
    """One sounding."""

    at: str
    metres: int


@kind("ponds.sighting", label=say("险情", "Sighting"))
class Sighting(Record):
    """Every value type there is."""

    minor: Id = ref(Minor, about=True, label=say("孩子", "Child"))
    place: str = field(label=say("水域", "Place"), max_length=80, sensitivity="open", searchable=True)
    seen: date = field(label=say("发现日期", "Seen on"), sensitivity="personal")
    at_time: datetime | None = field(default=None, label=say("时间", "At"))
    deep: Decimal | None = field(default=None, label=say("水深", "Depth"), places=2, unit="m")
    people: int | None = field(default=None, label=say("人数", "People"))
    fenced: bool = field(default=False, label=say("有护栏", "Fenced"))
    water: Water | None = field(default=None, label=say("水体", "Water"))
    source: str | None = field(default=None, label=say("来源", "Source"), codes="fact_source")
    reasons: tuple[str, ...] = field(default=(), label=say("原因", "Reasons"), codes="difficulty_type")
    depths: tuple[Depth, ...] = field(default=(), label=say("测深", "Soundings"))
    phone: str | None = field(default=None, label=say("电话", "Phone"), secret=True)
    due: date | None = deadline(days=3, after="seen", default=None, label=say("回访期限", "Call back by"))
    status: str = state(CASE, label=say("状态", "Status"))


NEAR = Risk("ponds.near", label=say("涉水风险", "Water risk"), cites="《未成年人保护法》第十八条")


def plugin(**hooks):
    """A plugin ``ponds`` whose hooks return these lists."""
    module = ModuleType("ponds")
    for name, items in {"register_kinds": [Sighting], **hooks}.items():
        setattr(module, name, hookimpl(giving(items)))
    return module


def giving(items):
    def hook():
        return items

    return hook


GOOD = plugin(
    register_rules=[
        NEAR,
        Rule(
            "ponds.open",
            version=1,
            suggests=NEAR,
            when=exists(Sighting, F.status != "closed"),
            because=say("在{place}", "At {place}"),
        ),
    ],
    register_reports=[Tally("ponds.by_place", Sighting, by=("place",), label=say("按水域", "By place"))],
)


@pytest.mark.parametrize("check", plugin_checks, ids=lambda check: check.__name__)
def test_a_good_plugin_passes(check):
    """One kind with every type of value, a risk, a rule and a report."""
    check(GOOD)


@pytest.mark.parametrize(
    "check", [c for c in plugin_checks if c is not names_begin_with_the_plugin], ids=lambda check: check.__name__
)
def test_the_core_passes_what_is_asked_of_others(check):
    """What minorcare itself brings keeps the same rules; only its names have no prefix."""
    check(core)


@kind("ponds.bare", label=Label("裸", en=""))
class Bare(Record):
    """No English, no reader, a secret for everybody, two columns of one name."""

    one: str = field(label=say("列", "Column"), sensitivity="open", secret=True)
    two: str = field(label=say("列", "Column"))


@pytest.mark.parametrize(
    "check",
    [texts_are_complete, every_field_has_a_level, every_kind_has_readers, sheets_can_be_filled_in],
    ids=lambda c: c.__name__,
)
def test_a_bad_kind_is_refused(check):
    """Each rule it breaks is told by the check of that rule."""
    with pytest.raises(AssertionError):
        check(plugin(register_kinds=[Bare]))


def test_bad_names_and_defaults_are_refused():
    """A report without the prefix loads, and the check tells; so does a default."""
    with pytest.raises(AssertionError):
        names_begin_with_the_plugin(plugin(register_reports=[Tally("by_place", Sighting, label=say("x", "x"))]))
    bad = ModuleType("ponds")

    @hookimpl
    def register_rules(settings=None):
        return [settings]

    bad.register_rules = register_rules
    with pytest.raises(AssertionError):
        hooks_take_no_defaults(bad)


def test_a_plugin_of_every_type_lives_in_a_registry(tmp_path):
    """Its rule suggests, its deadline is due, its numbers compare: decimals, whole ones beside them, instants."""
    registry = registry_in(tmp_path, GOOD)
    street(registry)
    desk = desk_as(registry, "head")
    one = Sighting(
        minor="child-01",
        place="水库",
        seen=date(2026, 11, 20),
        at_time=datetime(2026, 11, 20, 3, tzinfo=UTC),
        deep=Decimal("2.50"),
        depths=(Depth(at="岸边", metres=1),),
    )
    desk.save(one)
    (due,) = [row for row in desk.find("due").rows if row.values["what"] == "ponds.sighting"]
    assert (date(2026, 11, 23), "child-01") == (due.values["day"], due.values["minor"])
    (tag,) = desk.find("risk_tag", F.risk == "ponds.near").rows
    assert "ponds.open" == tag.values["rule"]
    for asked in (F.deep > 2, F.deep == Decimal("2.5"), F.deep < 3, F.deep.is_in((Decimal(1), Decimal("2.50"))), F.place.matches("sk"),
                  F.at_time < datetime(2026, 11, 20, 4, tzinfo=UTC), F.minor.name.matches("cxh"), F.since >= datetime(2026, 11, 24, 4, tzinfo=UTC)):  # fmt: skip
        assert [one.id] == [row.id for row in desk.find(Sighting, asked).rows], asked
        assert [] == list(desk.find(Sighting, ~asked).rows), asked
    row = desk.get(Sighting, one.id)
    assert one.depths == row.values["depths"]
    desk.transition(Sighting, one.id, "closed", base=1)
    assert [] == [row for row in desk.find("due").rows if row.values["what"] == "ponds.sighting"]
    assert "withdrawn" == desk.get("risk_tag", tag.id).values["status"]
    assert [] == list(registry.store.verify())
    assert OFFICE == row.office
    registry.close()
