"""Short questions asked together: each gets its own answer or its own error, and none leaves before its entry is durable."""

import asyncio
import sqlite3
from datetime import timedelta

import pytest

from minorcare.errors import NotFound, Refused, TooLong
from minorcare.kinds import Minor, Officer
from minorcare.query import F, Query
from minorcare.store.protocol import Batch, Note, Noted
from minorcare_server.clerk import MOST, Clerk, recorded
from minorcare_server.threads import Pool

from .conftest import HEAD, LIAISON, OFFICE

PATIENCE = 5.0
"""Seconds: no question of a test takes as long on the slowest machine."""


@pytest.fixture
async def pool():
    pool = Pool()
    living = pool.living(None)
    await anext(living)
    yield pool
    await anext(living, None)


@pytest.fixture
def clerk(registry, pool):
    return Clerk(registry.store, pool, PATIENCE)


def desk(registry, later):
    actor = registry.actor(HEAD, office=OFFICE)
    return registry.desk(actor, office=OFFICE, purpose="visit", later=later)


def entries(registry):
    """Action, kind and id of every entry, as another process sees them."""
    with sqlite3.connect(registry.store.path) as conn:
        return conn.execute("SELECT action, kind, id FROM journal ORDER BY seq").fetchall()


def some(registry, count):
    return [row.id for row in desk(registry, []).find(Minor, limit=count).rows]


def getting(registry, id):
    """The question for one child."""
    return lambda later: desk(registry, later).get(Minor, id)


async def test_an_answer_leaves_after_its_entry_and_never_before(registry, clerk):
    """When a question is answered, another process can read in the journal that it was."""
    ids = some(registry, 5)
    before = len(entries(registry))
    rows = await asyncio.gather(*(clerk.ask(getting(registry, id)) for id in ids))
    assert ids == [row.id for row in rows]
    assert [("get", "minor", id) for id in ids] == entries(registry)[before:]


async def test_what_is_asked_in_one_turn_is_committed_once(registry, clerk):
    """Many entries cost one wait for the disk."""
    commits = []
    registry.store.database.conn.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
    ids = some(registry, MOST)
    await asyncio.gather(*(clerk.ask(getting(registry, id)) for id in ids))
    assert 1 == len(commits)


async def test_more_than_a_group_are_all_answered(registry, clerk):
    """However many are asked at once."""
    (id,) = some(registry, 1)
    asked = [clerk.ask(getting(registry, id)) for _ in range(5 * MOST + 1)]
    assert {id} == {row.id for row in await asyncio.gather(*asked)}


async def test_a_refusal_is_an_entry_too_and_hurts_nobody_else(registry, clerk):
    """One asks for what is not there; it learns that, the journal too, and the other gets its answer."""
    (id,) = some(registry, 1)
    before = len(entries(registry))
    wrong = clerk.ask(getting(registry, "absent"))
    right = clerk.ask(getting(registry, id))
    with pytest.raises(NotFound):
        await wrong
    assert id == (await right).id
    assert [("refuse", "minor", None), ("get", "minor", id)] == entries(registry)[before:]


async def test_an_entry_that_cannot_be_written_keeps_its_own_answer_back_alone(registry, clerk):
    """An answer whose entry is refused does not leave; those beside it do, with their entries."""
    (id,) = some(registry, 1)
    before = len(entries(registry))

    def unwritable(later):
        batch = Batch(key=None, content="", actor="a\x1fb", via="api", purpose="visit", at="2026-11-24T01:12:00.000Z")
        later.append(Noted(office=OFFICE, batch=batch, notes=(Note(action="get"),)))
        return "what was read"

    wrong, right = clerk.ask(unwritable), clerk.ask(getting(registry, id))
    with pytest.raises(ValueError, match="actor"):
        await wrong
    assert id == (await right).id
    assert [("get", "minor", id)] == entries(registry)[before:]


async def test_what_takes_too_long_is_broken_off_without_an_entry(registry, pool):
    """A question beyond its time raises TooLong; asked in a thread, it is answered and told of once."""
    before = len(entries(registry))

    def work(later):
        found = desk(registry, later).find_json(Query(kind=Minor, limit=1))
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<300000) SELECT count(*) FROM n"
        registry.store.reader().conn.execute(numbers).fetchone()
        return found

    with pytest.raises(TooLong):
        await Clerk(registry.store, pool, 0.0).ask(work)
    assert before == len(entries(registry))
    found = await pool.run(lambda: recorded(registry.store, work))
    assert 1 == len(found.numbers)
    assert [("list", "minor", None)] == entries(registry)[before:]


async def test_those_asked_together_see_one_state(registry, clerk):
    """What is written between two questions of a group is seen by neither."""
    (id,) = some(registry, 1)

    def written(later):
        row = desk(registry, later).get(Minor, id)
        with sqlite3.connect(registry.store.path) as conn:
            conn.execute("UPDATE minor SET grade='x' WHERE id=?", (id,))
        return row.values["grade"]

    first = clerk.ask(written)
    second = clerk.ask(lambda later: desk(registry, later).get(Minor, id).values["grade"])
    assert await first == await second
    assert "x" == await clerk.ask(lambda later: desk(registry, later).get(Minor, id).values["grade"])


async def test_who_asks_is_looked_up_once_a_group(registry, clerk):
    """Questions of one turn see one state of the file, so the post of whoever asks them is read once for all."""
    ids = some(registry, 5)
    asked = []
    registry.store.reader().conn.set_trace_callback(lambda sql: asked.append(sql) if '"officer"' in sql else None)
    await asyncio.gather(*(clerk.ask(getting(registry, id)) for id in ids))
    assert 1 == len(asked)


async def test_a_post_that_ends_is_gone_in_the_next_turn(registry, clerk):
    """Who has left office is refused at once, whatever was known of it a moment before."""

    def asked(later):
        actor = registry.actor(LIAISON, office=OFFICE)
        return registry.desk(actor, office=OFFICE, purpose="visit", later=later).find(Minor, limit=1).rows[0].id

    assert await clerk.ask(asked)
    head = desk(registry, None)
    (row,) = head.find(Officer, F.account == LIAISON).rows
    head.change(Officer, row.id, base=row.version, ended=head.day - timedelta(days=1))
    with pytest.raises(Refused):
        await clerk.ask(asked)
