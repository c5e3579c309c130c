"""Whole statements: get, page, ids, tally. Each is compiled once for an actor's views and a question, and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal

import attrs

from minorcare.access import View, trusted
from minorcare.declare import Field, Kind
from minorcare.query import Filter, Tally, about_link
from minorcare.query.tree import EVERYTHING, Compare, Given, Path, all_of
from minorcare.rules.evidence import Source as Way
from minorcare.store.sources import Binder, Binding, Source
from minorcare.store.sql import Compiler
from minorcare.store.tables import Table, quoted

Form = Literal["rows", "json", "ids"]
Views = Callable[[Kind], View]
BETWEEN = "\x1e"
"""Stands between the rows of a JSON page: within JSON it is always escaped."""
MOST_ARMS = 64
"""Above this many leaf areas a page scans the range and sorts: it is a small part of one office either way."""
_LOWEST = -(2**63)
_PAIRS = 60


@attrs.frozen(kw_only=True, eq=False)
class Statement:
    """SQL, what binds its parameters, and what is needed to read its rows and to make a cursor.

    Attributes:
        keys: How many columns a page is ordered by.
        placed: The members of a row's JSON that are those columns; empty if they are written beside it.
        places: Where in a row those columns stand.
    """

    sql: str
    binders: tuple[Binder, ...]
    source: Source
    kinds: frozenset[str]
    keys: int = 0
    placed: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    bound_to: str = ""

    def arguments(self, binding: Binding) -> list[Any]:
        """The parameters, in order."""
        return [binder(binding) for binder in self.binders]


class Statements:
    """Makes and keeps the statements of one catalog."""

    def __init__(
        self,
        tables: Mapping[str, Table],
        blind: Callable[[str, str, str], str],
        search: Callable[[str], tuple[str, ...]],
    ) -> None:
        self.tables = tables
        self._blind, self._search = blind, search
        self.get = lru_cache(512)(self._get)
        self.shown = lru_cache(512)(self._shown)
        self.page = lru_cache(2048)(self._page)
        self.ids = lru_cache(2048)(self._ids)
        self.tally = lru_cache(512)(self._tally)
        self.columns = lru_cache(512)(self._columns)
        self.versions = lru_cache(64)(self._versions)
        self.findings = lru_cache(256)(self._findings)
        self.pairs = lru_cache(512)(self._pairs)

    def compiler(self, views: Views) -> Compiler:
        """A fresh compiler for an actor's views."""
        return Compiler(self.tables, views, self._blind, self._search)

    def _get(self, kind: Kind, views: Views) -> Statement:
        return self._one(kind, views, lambda compiler, source: ", ".join(_row(compiler, source)))

    def _shown(self, kind: Kind, views: Views) -> Statement:
        return self._one(kind, views, lambda *_: "1")

    def _one(self, kind: Kind, views: Views, picked: Callable[[Compiler, Source], str]) -> Statement:
        """Something of the record given as ``id``."""
        compiler = self.compiler(views)
        source = compiler.source(kind, shape="point")
        wanted = compiler.bind(lambda binding: binding.given["id"])
        where = source.where(f"{source.alias}.id={wanted}")
        sql = compiler.statement(f"SELECT {picked(compiler, source)} FROM {source.from_} WHERE {where}")
        return Statement(sql=sql, binders=tuple(compiler.binders), source=source, kinds=compiler.touched)

    def _ids(self, kind: Kind, where: Filter, views: Views, shape: Literal["set", "point"]) -> Statement:
        compiler = self.compiler(views)
        source = compiler.source(kind, shape=shape)
        condition = compiler.filter(source, where, shape)
        sql = compiler.statement(f"SELECT {source.alias}.id FROM {source.from_} WHERE {source.where(condition)}")
        return Statement(sql=sql, binders=tuple(compiler.binders), source=source, kinds=compiler.touched)

    def _columns(self, kind: Kind, names: tuple[str, ...], where: Filter) -> Statement:
        compiler = self.compiler(trusted)
        source = compiler.source(kind, shape="point")
        condition = compiler.filter(source, where, "set")
        picked = ", ".join(compiler.column(source, name, "select") for name in names)
        sql = compiler.statement(f"SELECT {picked} FROM {source.from_} WHERE {source.where(condition)}")
        return Statement(sql=sql, binders=tuple(compiler.binders), source=source, kinds=compiler.touched)

    def _versions(self, asked: tuple[tuple[Kind, Filter], ...]) -> Statement:
        compiler, parts = self.compiler(trusted), []
        for kind, where in asked:
            source = compiler.source(kind, shape="point")
            condition = compiler.filter(source, where, "set")
            parts.append(
                f"SELECT {source.alias}.id, {source.alias}.version FROM {source.from_} WHERE {source.where(condition)}"
            )
        sql = compiler.statement(" UNION ALL ".join(parts))
        return Statement(sql=sql, binders=tuple(compiler.binders), source=source, kinds=compiler.touched)

    def _findings(self, wheres: tuple[Filter, ...], shape: Literal["set", "point"]) -> Statement:
        """Filters on ``minor``, all in one statement: the number of each and the ids for which it holds."""
        compiler = self.compiler(trusted)
        minor = self.tables["minor"].kind
        parts = []
        for number, where in enumerate(wheres):
            source = compiler.source(minor, shape=shape)
            asked = [compiler.filter(source, with_id(EVERYTHING), shape)] if shape == "point" else []
            condition = compiler.filter(source, where, shape)
            parts.append(
                f"SELECT {number}, {source.alias}.id FROM {source.from_} WHERE {source.where(*asked, condition)}"
            )
        sql = compiler.statement(" UNION ALL ".join(parts))
        return Statement(sql=sql, binders=tuple(compiler.binders), source=source, kinds=compiler.touched)

    def _pairs(self, way: Way) -> Statement:
        """A child and a record of its evidence, hop by hop, of the children given as ``ids``."""
        compiler = self.compiler(trusted)
        first = here = compiler.source(self.tables["minor"].kind, shape="point")
        joins = []
        for hop in way.hops:
            there = compiler.source(self.tables[hop.kind].kind, shape="point")
            link = quoted(hop.on or about_link(here.kind, there.kind, hop.via).name)
            mine = f"{here.alias}.{link}" if hop.on else f"{here.alias}.id"
            condition = compiler.filter(there, hop.where, "point")
            joins.append(f"JOIN {there.from_} ON {there.where(f'{there.alias}.{link}={mine}', condition)}")
            here = there
        asked = compiler.filter(first, with_id(way.also), "point")
        sql = f"SELECT DISTINCT {first.alias}.id, {here.alias}.id FROM {first.from_} {' '.join(joins)} WHERE {first.where(asked)} ORDER BY 1, 2"
        sql = compiler.statement(sql)
        return Statement(sql=sql, binders=tuple(compiler.binders), source=here, kinds=compiler.touched)

    def _page(
        self,
        kind: Kind,
        where: Filter,
        order: tuple[str, ...],
        views: Views,
        form: Form,
        arms: int | None,
        *,
        follows: bool,
    ) -> Statement:
        """*arms* is the number of leaf areas the page is merged from, ``None`` for the view's own condition."""
        compiler = self.compiler(views)
        source = compiler.source(kind, areas=arms is None, shape="set")
        keys = _keys(compiler, source, order or ("-since",))
        placed = _placed(order or ("-since",))
        columns, places = _with_keys(compiler, source, keys, form)
        condition = compiler.filter(source, where, "set")
        after = [_after(compiler, keys)] if follows else []
        head = f"SELECT {', '.join(columns)} FROM {source.from_} WHERE "
        leaves = [None] if arms is None else [_leaf(compiler, n) for n in range(arms)]
        selects = [
            head + source.where(*([f"{source.alias}.area={leaf}"] if leaf else []), condition, *after)
            for leaf in leaves
        ]
        sides = zip(places, keys, strict=True)
        ordered = ", ".join(f"{n + 1}{' DESC' if descending else ''}" for n, (_, descending) in sides)
        limit = compiler.bind(lambda binding: binding.given["limit"])
        sql = f"{' UNION ALL '.join(selects)} ORDER BY {ordered} LIMIT {limit}"
        if form == "json":
            sql = _in_one(sql, 0 if placed else len(keys))
        sql = compiler.statement(sql)
        bound_to = sha256(repr((kind.name, where, order, views(kind))).encode()).hexdigest()[:16]
        return Statement(
            sql=sql,
            binders=tuple(compiler.binders),
            source=source,
            kinds=compiler.touched,
            keys=len(keys),
            placed=placed,
            places=places,
            bound_to=bound_to,
        )

    def _tally(self, tally: Tally, kind: Kind, minor: str | None, views: Views) -> Statement:
        compiler = self.compiler(views)
        source = compiler.source(kind, shape="set")
        by = [compiler.value(source, path_of(name)) for name in tally.by]
        persons = f"count(DISTINCT {source.alias}.{quoted(minor)})" if minor else "NULL"
        picked = ", ".join([*by, "count(*)", persons])
        condition = compiler.filter(source, tally.where, "set")
        sql = f"SELECT {picked} FROM {source.from_} WHERE {source.where(condition)}"
        if by:
            numbered = ", ".join(str(n + 1) for n in range(len(by)))
            sql += f" GROUP BY {numbered} ORDER BY {numbered}"
        sql = compiler.statement(sql)
        return Statement(sql=sql, binders=tuple(compiler.binders), source=source, kinds=compiler.touched, keys=len(by))


def path_of(name: str) -> Path:
    """The path written as ``minor.birth_date`` or ``area.community``."""
    *names, last = name.split(".")
    if last in ("age", "community") and names:
        return Path(tuple(names), "age" if last == "age" else "community")
    return Path((*names, last))


def with_id(where: Filter) -> Filter:
    """*where*, asked of the records given as ``ids``."""
    listed = Compare(Path(("id",)), "in", Given("ids"))
    return listed if where == EVERYTHING else all_of(listed, where)


def _leaf(compiler: Compiler, number: int) -> str:
    return compiler.bind(lambda binding: binding.given["leaves"][number])


def _keys(compiler: Compiler, source: Source, order: Sequence[str]) -> list[tuple[str, bool]]:
    keys: list[tuple[str, bool]] = []
    for name in order:
        descending, plain = name.startswith("-"), name.lstrip("-")
        column = compiler.column(source, plain, "order")
        field = source.kind.by_name.get(plain)
        # empty cells have a place of their own, or a page would lose them; masked by the row's own level counts as empty
        always = plain != "area" if field is None else field.required
        if not always or column.startswith("CASE"):
            empty = str(_LOWEST) if field and field.type.name in ("int", "decimal", "bool") else "''"
            column = f"coalesce({column},{empty})"
        keys.append((column, descending))
    return [*keys, (f"{source.alias}.id", keys[-1][1])]


def _after(compiler: Compiler, keys: Sequence[tuple[str, bool]]) -> str:
    """Strictly behind the last row of the page before, whatever the directions: ``k0 <= ? AND (k0 < ? OR (k0 = ? AND …))``."""
    places = [compiler.bind(lambda binding, n=n: binding.given["after"][n]) for n in range(len(keys))]  # type: ignore[misc]
    condition = ""
    for (column, descending), place in reversed(list(zip(keys, places, strict=True))):
        past = f"{column}{'<' if descending else '>'}{place}"
        condition = f"({past} OR ({column}={place} AND {condition}))" if condition else past
    column, descending = keys[0]
    return f"{column}{'<=' if descending else '>='}{places[0]} AND {condition}"


def _with_keys(
    compiler: Compiler, source: Source, keys: Sequence[tuple[str, bool]], form: Form
) -> tuple[list[str], tuple[int, ...]]:
    """The columns of a page's row, and where in it its keys stand: each column is fetched once."""
    ordered = [expression for expression, _ in keys]
    if form == "json":
        named = [f"{expression} AS k{n}" for n, expression in enumerate(ordered)]
        return [*named, f"{source.alias}.no AS n", f"{_json(compiler, source)} AS j"], tuple(range(len(keys)))
    columns = _row(compiler, source)
    columns += [expression for expression in ordered if expression not in columns]
    return columns, tuple(columns.index(expression) for expression in ordered)


def _row(compiler: Compiler, source: Source) -> list[str]:
    area = f"{source.alias}.area" if source.table.has_area else "NULL"
    kept = [f"{source.alias}.{name}" for name in ("id", "version", "since", "no")]
    level = _level(source)
    return [*kept, area, level, *(compiler.column(source, f.name, "select") for f in source.kind.fields)]


def _level(source: Source) -> str:
    """Whether the row is above the actor's ceiling by its own level."""
    view, level_by = source.view, source.kind.level_by
    if not view.masked_levels or not level_by:
        return "0"
    listed = ",".join(f"'{level}'" for level in view.masked_levels)
    return f"({source.alias}.{quoted(level_by)} IN ({listed}))"


def levelled(kind: Kind) -> tuple[str, ...]:
    """The fields that a row above the actor's ceiling does not show."""
    return (
        tuple(f.name for f in kind.fields if f.structure is None and f.name != kind.level_by) if kind.level_by else ()
    )


def _json(compiler: Compiler, source: Source) -> str:
    """A row as JSON text. A function takes so many arguments and no more, so a long row is put together in turns."""
    kept = ("id", "no", "version", "since") if source.table.own_area else ("id", "no", "version", "since", "area")
    pairs = [(name, f"{source.alias}.{name}" if name in source.table.kept else "NULL") for name in kept]
    pairs += [
        (field.name, _typed(source, field, compiler.column(source, field.name, "select")))
        for field in source.kind.fields
    ]
    always = source.view.masked
    some = sorted({*always, *levelled(source.kind)})
    pairs.append(("masked", f"json(CASE WHEN {_level(source)} THEN '{_names(some)}' ELSE '{_names(always)}' END)"))
    first, *others = (pairs[n : n + _PAIRS] for n in range(0, len(pairs), _PAIRS))
    text = "json_object(" + ",".join(f"'{name}',{value}" for name, value in first) + ")"
    for more in others:
        text = f"json_insert({text}," + ",".join(f"'$.{name}',{value}" for name, value in more) + ")"
    return text


def _placed(order: Sequence[str]) -> tuple[str, ...]:
    """The members of a row's JSON that hold the keys of *order*, if all do: what the store keeps is shown as it is, to everybody."""
    names = (*(name.lstrip("-") for name in order), "id")
    return names if set(names) <= {"id", "no", "version", "since"} else ()


def _in_one(rows: str, keys: int) -> str:
    """All *rows* in one: their JSON, their numbers, their keys. For each row, a step of SQLite would let go of the interpreter."""
    mark = f"char({ord(BETWEEN)})"
    listed = ",".join(f"k{n}" for n in range(keys))
    kept = f"group_concat(json_array({listed}),{mark})" if keys else "NULL"
    return f"SELECT CAST(group_concat(j,{mark}) AS BLOB), group_concat(n), {kept} FROM ({rows})"


def _typed(source: Source, field: Field, column: str) -> str:
    """A column as what JSON has for it: SQLite has neither booleans nor lists."""
    if field.type.name == "bool":
        return f"CASE {column} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END"
    if field.many:
        return f"json(coalesce({column}, {_empty(source, field)}))"
    return column


def _empty(source: Source, field: Field) -> str:
    """What a list without a cell is: empty, or unknown to this actor. A masked one that read as empty would be a lie."""
    if field.type.optional or field.name in source.view.masked:
        return "'null'"
    if field.name in levelled(source.kind):
        return f"CASE WHEN {_level(source)} THEN 'null' ELSE '[]' END"
    return "'[]'"


def _names(names: Sequence[str]) -> str:
    return "[" + ",".join(f'"{name}"' for name in names) + "]"
