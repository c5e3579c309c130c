"""Whoever asks, however they ask: rows in scope only, and no value above the ceiling."""

from datetime import date

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.errors import Invalid, Refused
from minorcare.label import Label
from minorcare.query import EVERYTHING, Query, Tally, holds
from minorcare.testing import OFFICE
from minorcare.testing.strategies import actors

DAY = date(2026, 11, 24)
KINDS = (
    "minor",
    "household",
    "member",
    "circumstance",
    "restricted_circumstance",
    "risk_tag",
    "misbehaviour_act",
    "officer",
)


def desk_of(registry, actor):
    return registry.desk(actor, office=OFFICE, purpose="visit")


def whatever(desk, kind, where=EVERYTHING):
    """All rows through every reading method, each as (id, cells by name as text, masked names)."""
    rows = desk.find(kind.name, where, limit=500).rows
    yield from ((row.id, row.values, row.masked) for row in rows)
    yield from ((r.id, r.values, r.masked) for r in (desk.get(kind.name, row.id) for row in rows[:3]))
    for made in orjson.loads(desk.find_json(Query(kind=kind.name, where=where, limit=500)).body):
        yield made["id"], {n: made.get(n) for n in kind.by_name}, tuple(made["masked"])
    for row in rows[:3]:
        yield from ((row.id, version.values, version.masked) for version in desk.history(kind.name, row.id))
    if kind.name != "officer":
        yield from ((row.id, row.values, row.masked) for row in desk.at(DAY).find(kind.name, where, limit=500).rows)


def shows(value, clear):
    """Whether what is shown gives *clear* away, the first character and the last four of a secret set aside."""
    return value not in (None, (), []) and clear not in (None, ()) and str(clear) in str(value)


@settings(max_examples=500)
@given(actor=actors(kinds=KINDS), name=st.sampled_from(KINDS))
def test_only_rows_in_scope_and_only_values_below_the_ceiling(quiet, tools, access, actor, name):
    """find, get, find_json, history and at(day) agree with what role, posts and grants say record by record."""
    world, kind = tools.world_of(quiet), quiet.catalog.kind(name)
    oracle, desk = access.Oracle(world, actor), desk_of(quiet, actor)
    records = world.records[name]
    visible = {id_ for id_, values in records.items() if oracle.level(kind, values) is not None}
    if not desk.may_read(name):
        with pytest.raises(Refused):
            desk.find(name)
        assert actor.grants or not visible
        return
    seen = set()
    for id_, values, masked in whatever(desk, kind):
        seen.add(id_)
        assert id_ in visible
        for field in kind.fields:
            clear = records[id_][field.name]
            if field.facts.secret:
                assert not shows(values[field.name], clear)
            if not oracle.cell(kind, records[id_], field.name):
                assert field.name in masked
                assert not shows(values[field.name], clear) or (field.facts.searchable and len(clear) == 1)
    if not actor.grants:
        assert visible == seen


@settings(max_examples=500)
@given(data=st.data(), actor=actors(grants=0))
def test_a_question_is_answered_within_scope_or_not_at_all(quiet, questions, tools, access, data, actor):
    """A filter finds what it would find if nothing existed but what the actor sees; naming anything else is refused."""
    name = data.draw(st.sampled_from(KINDS))
    asked = data.draw(questions(name))
    world, kind, desk = tools.world_of(quiet), quiet.catalog.kind(name), desk_of(quiet, actor)
    oracle = access.Oracle(world, actor)
    reads = list(access.touched(asked, kind, world.kinds))
    unseen = [k.name for k, _ in [(kind, ""), *reads] if not desk.may_read(k.name)]
    above = [(k.name, f) for k, f in reads if f in k.by_name and desk.may_read(k.name) and f in desk.views(k).hidden]
    try:
        found = {row.id for row in desk.find(name, asked, limit=500).rows}
    except (Refused, Invalid):
        assert unseen or above
        return
    assert not unseen
    assert not above
    narrowed = {
        k: {i: shown(oracle, world.kinds[k], v) for i, v in some.items() if oracle.level(world.kinds[k], v) is not None}
        for k, some in world.records.items()
    }
    import attrs

    seen = attrs.evolve(world, records=narrowed)
    assert found == {i for i, v in narrowed[name].items() if holds(asked, kind, v, seen, DAY)}
    if name != "officer":
        assert desk.tally(Tally("t", name, where=asked, label=Label("t")))[0].records in (len(found), None)


def shown(oracle, kind, values):
    """The values as the actor may use them: nothing where a row is above the ceiling by its own level."""
    empty = {
        f.name for f in kind.fields if kind.level_by and not oracle.cell(kind, values, f.name) and f.structure is None
    }
    return {**values, **{n: () if kind.by_name[n].many else None for n in empty}, "area": oracle.area(kind, values)}
