"""Reading: the statements of an actor's question, run on one connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import orjson

from minorcare.catalog import Catalog
from minorcare.declare import Kind
from minorcare.errors import Invalid, Problem
from minorcare.label import Label
from minorcare.query import Count, Filter, Query, Tally
from minorcare.store.keys import Keys
from minorcare.store.protocol import BESIDE, JsonPage, Page, Row
from minorcare.store.sources import LAST, Binding
from minorcare.store.statements import BETWEEN, MOST_ARMS, Form, Statement, Statements, Views, levelled
from minorcare.store.tables import quoted

_BETWEEN = BETWEEN.encode()


@attrs.frozen(kw_only=True, eq=False)
class Reader:
    """One connection, and the statements to ask it with. Used for the live file and for a replayed day alike.

    *moment* is the same as long as one state of the file is seen, as in a snapshot.
    """

    conn: sqlite3.Connection
    catalog: Catalog
    statements: Statements
    keys: Keys
    prepare: Callable[[frozenset[str]], None] | None = None
    moment: object | None = None

    def get(self, office: str, kind: Kind, id: str, views: Views, day: date) -> Row | None:
        """One record, if the view shows it."""
        statement = self.statements.get(kind, views)
        found = self._run(statement, Binding(office=office, day=day, given={"id": id})).fetchone()
        return None if found is None else _rows(statement, office, [found])[0]

    def shows(self, office: str, kind: Kind, id: str, views: Views, day: date) -> bool:
        """Whether the record is among the rows the view shows."""
        statement = self.statements.shown(kind, views)
        return self._run(statement, Binding(office=office, day=day, given={"id": id})).fetchone() is not None

    def find(self, office: str, query: Query, views: Views, day: date, given: Mapping[str, Any] | None = None) -> Page:
        """A page of rows."""
        statement, rows = self._page(office, query, views, day, "rows", given)
        shown, following = _rows(statement, office, rows[: query.limit]), None
        if len(rows) > query.limit:
            last = rows[query.limit - 1]
            following = self._sealed(statement, [last[place] for place in statement.places])
        return Page(rows=shown, next=following)

    def find_json(self, office: str, query: Query, views: Views, day: date) -> JsonPage:
        """A page as the bytes of a JSON array."""
        statement, [(rows, listed, keys)] = self._page(office, query, views, day, "json", None)
        if rows is None:
            return JsonPage(body=b"[]", numbers=(), next=None)
        numbers, following = orjson.loads(f"[{listed}]"), None
        if len(numbers) > query.limit:  # the one more that was asked for says that there are more, and is not shown
            rows, numbers = rows[: rows.rindex(_BETWEEN)], numbers[:-1]
            following = self._sealed(statement, _last(statement, rows, keys))
        return JsonPage(body=b"[" + rows.replace(_BETWEEN, b",") + b"]", numbers=tuple(numbers), next=following)

    def ids(
        self,
        office: str,
        kind: Kind,
        where: Filter,
        views: Views,
        day: date,
        given: Mapping[str, Any] | None = None,
        *,
        point: bool = False,
    ) -> tuple[str, ...]:
        """The ids of all records for which *where* holds. *point*: asked of a few records, given as ``ids``."""
        statement = self.statements.ids(kind, where, views, "point" if point else "set")
        return tuple([row[0] for row in self._run(statement, Binding(office=office, day=day, given=given or {}))])

    def versions(
        self, office: str, asked: tuple[tuple[Kind, Filter], ...], day: date, given: Mapping[str, Any]
    ) -> list[tuple[str, int]]:
        """Id and version of all records in force that are asked for; trusted."""
        statement = self.statements.versions(asked)
        return self._run(statement, Binding(office=office, day=day, given=given)).fetchall()

    def tally(self, office: str, tally: Tally, views: Views, day: date) -> tuple[Count, ...]:
        """Counts of records and, where they are about children, of children."""
        kind = self.catalog.kind(tally.kind)
        about = self.catalog.about_minor.get(kind.name, False)
        minor = None if about is False else "id" if about is None else about.name  # type: ignore[union-attr]
        statement = self.statements.tally(tally, kind, minor, views)
        rows = self._run(statement, Binding(office=office, day=day)).fetchall()
        return tuple(Count(key=row[: statement.keys], records=row[-2], minors=row[-1]) for row in rows)

    def _page(
        self, office: str, query: Query, views: Views, day: date, form: Form, given: Mapping[str, Any] | None
    ) -> tuple[Statement, list[Any]]:
        kind = self.catalog.kind(query.kind)
        leaves = self._leaves(office, kind, views)
        arms = None if leaves is None or len(leaves) > MOST_ARMS else len(leaves)
        if arms == 0:
            arms, leaves = 1, [""]
        statement = self.statements.page(
            kind, query.where, query.order, views, form, arms, follows=query.after is not None
        )
        bound = {**(given or {}), "limit": query.limit + 1, "leaves": leaves}
        if query.after is not None:
            bound["after"] = self._opened(statement, query.after)
        return statement, self._run(statement, Binding(office=office, day=day, given=bound)).fetchall()

    def _leaves(self, office: str, kind: Kind, views: Views) -> list[str] | None:
        """The areas in use below the view's, found by hopping along the index from one to the next."""
        view = views(kind)
        if view.areas is None:
            return None
        if self.prepare:
            self.prepare(frozenset((kind.name,)))
        table = quoted(self.statements.tables[kind.name].name)
        found: list[str] = []
        hop = (
            f"WITH RECURSIVE leaf(a) AS (SELECT min(area) FROM {table} WHERE office=?1 AND area>=?2 AND area<?3 UNION ALL"
            f" SELECT (SELECT min(area) FROM {table} WHERE office=?1 AND area>leaf.a AND area<?3) FROM leaf WHERE leaf.a IS NOT NULL)"
            " SELECT a FROM leaf WHERE a IS NOT NULL"
        )
        for area in view.areas:
            found += [row[0] for row in self.conn.execute(hop, (office, area, area + LAST))]
        return found

    def _sealed(self, statement: Statement, position: Sequence[Any]) -> str:
        return self.keys.seal_cursor([statement.bound_to, *position])

    def _opened(self, statement: Statement, cursor: str) -> list[Any]:
        values: list[Any]
        bound_to, *values = self.keys.open_cursor(cursor)
        if bound_to != statement.bound_to or len(values) != statement.keys:
            raise Invalid(
                [
                    Problem(
                        at="after",
                        said=Label("翻页标记不属于这个查询", en="belongs to another question"),
                        remedy=Label("从第一页重新查询", en="start again from the first page"),
                        code="cursor",
                    )
                ]
            )
        return values

    def _run(self, statement: Statement, binding: Binding) -> sqlite3.Cursor:
        if self.prepare:
            self.prepare(statement.kinds)
        return self.conn.execute(statement.sql, statement.arguments(binding))


def _last(statement: Statement, rows: bytes, keys: str | None) -> list[Any]:
    """The keys of the last of *rows*."""
    if keys is not None:
        found: list[Any] = orjson.loads(keys.split(BETWEEN)[-2])
        return found
    row = orjson.loads(rows[rows.rfind(_BETWEEN) + 1 :])
    return [row[name] for name in statement.placed]


def _rows(statement: Statement, office: str, found: Sequence[Any]) -> tuple[Row, ...]:
    kind, always = statement.source.kind, statement.source.view.masked
    above, place = tuple(sorted({*always, *levelled(kind)})), BESIDE.index("above")
    return tuple([Row(kind, office, above if one[place] else always, one) for one in found])
