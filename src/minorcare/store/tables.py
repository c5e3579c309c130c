"""From a kind to its table: one real column a scalar field, what the store keeps beside them, and the indexes that keep the speed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal

import attrs
import orjson

from minorcare.catalog import Catalog
from minorcare.declare import Field, Kind

Sort = Literal["plain", "hint", "blind", "list"]
_INTEGER = ("int", "decimal", "bool")

_IN_ALL, _OF_ONE = 1_000_000, 2
"""Rows of a city's table; of one child, one household, one number."""
_TYPICAL = {"office": 3000, "kind": 1000, "value": 300, "since": 100, "area": 30, "who": 30, "day": 20, "batch": 10}
_TYPICAL |= {"term": 5, "id": 1, "seq": 1, "no": 1}

DERIVED_TABLES: Mapping[str, str] = {"journal": "journal_read", "seen": "seen_read"}
"""Derived kinds that are read through an SQL view of another table."""


@attrs.frozen(kw_only=True)
class Column:
    """One column of a kind's table and what of a version's body it holds."""

    name: str
    sql: str
    field: Field
    sort: Sort


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Table:
    """The table of one kind."""

    kind: Kind
    name: str
    columns: tuple[Column, ...]
    own_area: bool
    has_area: bool
    lists: tuple[Field, ...]

    @property
    def kept(self) -> tuple[str, ...]:
        """The columns the store keeps, in order."""
        base = ("office", "id", "version", "since", "no")
        return (*base, "area") if self.has_area and not self.own_area else base

    @property
    def names(self) -> tuple[str, ...]:
        """All column names, in the order :meth:`cells` fills them."""
        return (*self.kept, *(column.name for column in self.columns))

    @cached_property
    def insert(self) -> str:
        """The statement that writes a row, whatever order the columns came in."""
        listed = ", ".join(map(quoted, self.names))
        return f"INSERT OR REPLACE INTO {quoted(self.name)} ({listed}) VALUES ({','.join('?' * len(self.names))})"

    @cached_property
    def standing(self) -> str:
        """The statement that asks for version, number, area and since of the row with an office and an id."""
        area = "area" if self.has_area else "NULL"
        return f"SELECT version, no, {area}, since FROM {quoted(self.name)} WHERE office=? AND id=?"

    @cached_property
    def delete(self) -> str:
        """The statement that takes away the row with an office and an id."""
        return f"DELETE FROM {quoted(self.name)} WHERE office=? AND id=?"

    @cached_property
    def _held(self) -> tuple[str, ...]:
        return tuple(column.field.name for column in self.columns)

    @cached_property
    def _turned(self) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
        """The places of the cells that do not hold what the body holds, and what turns the one into the other."""
        return tuple((place, _TURNED[c.sort]) for place, c in enumerate(self.columns) if c.sort != "plain")

    def cells(self, kept: tuple[Any, ...], body: Mapping[str, Any]) -> tuple[Any, ...]:
        """The row of a version's body; *kept* are the values of :attr:`kept`. SQLite writes booleans as 0 and 1."""
        cells = list(map(body.get, self._held))
        for place, turned in self._turned:
            if cells[place] is not None:
                cells[place] = turned(cells[place])
        return (*kept, *cells)

    def list_name(self, field: Field) -> str:
        """The table that holds the single values of a many-valued field."""
        return f"{self.name}__{field.name}__list"


_TURNED: Mapping[Sort, Callable[[Any], Any]] = {
    "hint": itemgetter(2),
    "blind": itemgetter(1),
    "list": lambda items: orjson.dumps(items, option=orjson.OPT_SORT_KEYS).decode() if items else None,
}


def table_of(kind: Kind, catalog: Catalog) -> Table:
    """The table a kind is kept in."""
    columns: list[Column] = []
    for field in kind.fields:
        if field.facts.secret:
            columns.append(Column(name=field.name, sql="TEXT", field=field, sort="hint"))
            columns.append(Column(name=f"{field.name}__blind", sql="TEXT", field=field, sort="blind"))
        else:
            sql = "INTEGER" if field.type.name in _INTEGER else "TEXT"
            columns.append(Column(name=field.name, sql=sql, field=field, sort="list" if field.many else "plain"))
    return Table(
        kind=kind,
        name=DERIVED_TABLES.get(kind.name, kind.table),
        columns=tuple(columns),
        own_area="area" in kind.by_name,
        has_area=kind.name in catalog.with_area,
        lists=tuple(f for f in kind.fields if f.type.name == "codes"),
    )


def create(table: Table) -> tuple[str, ...]:
    """The statements that make the table and its indexes.

    STRICT and WITHOUT ROWID, clustered by office: an office's rows lie together however they were written.
    """
    own = [
        "office TEXT NOT NULL",
        "id TEXT NOT NULL",
        "version INTEGER NOT NULL",
        "since TEXT NOT NULL",
        "no INTEGER NOT NULL",
    ]
    if table.has_area and not table.own_area:
        own.append("area TEXT")
    own += [f"{quoted(column.name)} {column.sql}" for column in table.columns]
    made = [f"CREATE TABLE {quoted(table.name)} ({', '.join(own)}, PRIMARY KEY (office, id)) STRICT, WITHOUT ROWID"]
    made += [f"CREATE INDEX {quoted(name)} ON {quoted(table.name)} ({columns})" for name, columns in indexes(table)]
    made += [list_table(table, field) for field in table.lists]
    return tuple(made)


def list_table(table: Table, field: Field) -> str:
    """The statement that makes the table of a many-valued field's single values."""
    return (
        f"CREATE TABLE {quoted(table.list_name(field))} (office TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,"
        " PRIMARY KEY (office, value, id)) STRICT, WITHOUT ROWID"
    )


def indexes(table: Table) -> tuple[tuple[str, str], ...]:
    """Name and columns of every index: by time, by area and time, by each reference, by each blind index and unique field."""
    found = {f"{table.name}__since": "office, since, id"}
    if table.has_area:
        found[f"{table.name}__area"] = "office, area, since, id"
    for column in table.columns:
        if column.sort == "blind" or column.field.ref or (column.field.facts.unique and column.sort == "plain"):
            found[f"{table.name}__{column.name}"] = f"office, {quoted(column.name)}"
    if table.kind.name == "due":
        found["due__who"] = "office, who, day, id"
        found["due__day"] = "office, day, id"
        found["due__area_day"] = "office, area, day, id"
        found["due__record"] = "office, record"
    return tuple(found.items())


def keys(table: Table) -> tuple[tuple[str, str, str], ...]:
    """Table, name and columns of every index and primary key that :func:`create` makes."""
    lists = (table.list_name(field) for field in table.lists)
    return (
        (table.name, table.name, "office, id"),
        *((table.name, name, columns) for name, columns in indexes(table)),
        *((name, name, "office, value, id") for name in lists),
    )


def statistics(found: Iterable[tuple[str, str, str]], *, small: str) -> tuple[str, ...]:
    """The statements that tell the planner how many rows each of these :func:`keys` finds.

    Left to itself it takes an office for ten rows, and reads it whole where an index finds two. The figures are fixed, where
    ANALYZE would count: a plan must not change with what the file happens to hold. *small* is a table of few rows.
    """
    told = [
        f"INSERT INTO sqlite_stat1 VALUES ('{table}','{key}','{_figures(columns)}')" for table, key, columns in found
    ]
    # the first makes the table that holds the figures, the last has them read
    return (f"ANALYZE {quoted(small)}", *told, "ANALYZE sqlite_schema")


def _figures(columns: str) -> str:
    """How many rows there are, and with each further column how many of them remain."""
    figures = [_IN_ALL]
    for name in columns.replace('"', "").split(", "):
        figures.append(min(figures[-1], _TYPICAL.get(name, _OF_ONE)))
    return " ".join(map(str, figures))


def quoted(name: str) -> str:
    """An identifier for SQL. Names are checked at declaration; quoting keeps words like ``order`` or ``left`` harmless."""
    return f'"{name}"'
