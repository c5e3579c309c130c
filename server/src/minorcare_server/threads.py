"""The threads in which desks are asked. The event loop itself asks the database only what takes no time (``clerk``)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from aiohttp import web

T = TypeVar("T")
READERS = 8
"""Threads. More of them than cores: what most of them wait for is the disk, and those that wait together are written together."""


class Pool:
    """A thread pool that lives as long as its application runs."""

    def __init__(self, readers: int = READERS) -> None:
        self._readers = readers
        self._executor: ThreadPoolExecutor | None = None

    def start(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """*work*, begun in one of the threads."""
        if self._executor is None:
            raise RuntimeError("the application is not running")
        return asyncio.get_running_loop().run_in_executor(self._executor, work)

    async def run(self, work: Callable[[], T]) -> T:
        """What *work* returns or raises, in one of the threads."""
        return await self.start(work)

    async def living(self, _: web.Application) -> AsyncIterator[None]:
        """For ``cleanup_ctx``: started with the application, and emptied before it goes."""
        self._executor = ThreadPoolExecutor(self._readers, thread_name_prefix="minorcare")
        yield
        executor, self._executor = self._executor, None
        await asyncio.to_thread(executor.shutdown)
