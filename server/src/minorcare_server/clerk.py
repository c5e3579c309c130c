"""Short questions, several at a time: those that come in the same turn of the event loop share a snapshot and a commit.

They are read on the loop itself. Handing one to a thread and back takes longer than reading it; what does take long is broken off
and asked in a thread after all. The disk is waited for in a thread: no answer leaves before the entry that tells of it is durable.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar, cast

import attrs

from minorcare.errors import TooLong
from minorcare.store.protocol import Noted, Store
from minorcare_server.threads import Pool

T = TypeVar("T")
Work = Callable[[list[Noted] | None], T]
"""Reads, and gathers the entries that tell of it."""
AT_ONCE = 2
"""Groups under way: while one waits for the disk, the next is read."""
MOST = 16
"""Questions in a group, so that the loop gets round to other things."""


@attrs.define(eq=False)
class _Asked:
    work: Work[Any]
    done: asyncio.Future[Any]
    noted: list[Noted] = attrs.field(factory=list)
    answer: Any = None
    error: Exception | None = None


def recorded(store: Store, work: Work[T]) -> T:
    """What *work* reads, once the entries that tell of it are durable. What it raises is told of too."""
    noted: list[Noted] = []
    try:
        return work(noted)
    finally:
        if noted:
            store.note(*noted)


class Clerk:
    """Takes short questions from the event loop to the store, a group at a time."""

    def __init__(self, store: Store, pool: Pool, seconds: float) -> None:
        """*seconds* is how long a question may take before it is broken off, so that it holds nobody up."""
        self._store, self._pool, self._seconds = store, pool, seconds
        self._waiting: list[_Asked] = []
        self._under_way = 0

    def ask(self, work: Work[T]) -> asyncio.Future[T]:
        """What *work* reads, once the entries that tell of it are durable.

        Raises:
            TooLong: it takes too long to be asked together with others.
        """
        loop = asyncio.get_running_loop()
        asked = _Asked(work, loop.create_future())
        self._waiting.append(asked)
        if len(self._waiting) == 1:
            loop.call_soon(self._begin)  # not at once: what else is asked in this turn of the loop comes with it
        return cast("asyncio.Future[T]", asked.done)

    def _begin(self) -> None:
        if not self._waiting or self._under_way == AT_ONCE:
            return
        group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        self._under_way += 1
        try:
            with self._store.snapshot():
                for asked in group:
                    self._read(asked)
        except Exception as error:  # noqa: BLE001 -- they go to whoever asked
            for asked in group:
                asked.error = error
        self._pool.start(partial(self._note, group)).add_done_callback(partial(self._end, group))

    def _read(self, asked: _Asked) -> None:
        try:
            with self._store.brief(self._seconds):
                asked.answer = asked.work(asked.noted)
        except TooLong as error:
            asked.error = error
            asked.noted.clear()  # nothing was told; whoever asks it again tells of it then
        except Exception as error:  # noqa: BLE001 -- it goes to whoever asked
            asked.error = error

    def _note(self, group: Sequence[_Asked]) -> None:
        """In a thread."""
        told = [each for asked in group for each in asked.noted]
        try:
            if told:
                self._store.note(*told)
        except Exception as error:  # noqa: BLE001 -- it goes to whoever asked
            if len(group) == 1:
                group[0].error = error
            else:  # nobody fails for what another could not write
                for asked in group:
                    self._note([asked])

    def _end(self, group: Sequence[_Asked], answered: asyncio.Future[None]) -> None:
        self._under_way -= 1
        broken = answered.exception()
        for asked in group:
            error = broken or asked.error
            if asked.done.done():  # whoever asked has gone
                continue
            if error is None:
                asked.done.set_result(asked.answer)
            else:
                asked.done.set_exception(error)
        if self._waiting:
            asyncio.get_running_loop().call_soon(self._begin)
