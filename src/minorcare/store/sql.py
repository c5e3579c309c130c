"""From a filter to SQL.

One tree compiles to the shape its caller needs (measured, see docs/architecture): *set* for whole offices, where a condition on
other records becomes ``IN (SELECT …)`` so that the selective side drives; *point* for one record, where it becomes a correlated
``EXISTS``. Below a negation it is always ``EXISTS``. A filter only touches the outer row by its references, which makes both equal.
What becomes of several ``IN`` is said in :mod:`minorcare.store.sets`.

:meth:`Compiler.source` is the only way a table enters a statement and :meth:`Compiler.column` the only way a column does, so an
actor's scope and ceiling hold at every kind a filter touches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from minorcare.access import View, trusted
from minorcare.calendar import days, end_of_day, stamp
from minorcare.declare import Field, Kind
from minorcare.errors import Invalid, Refused
from minorcare.label import Label
from minorcare.query import Filter
from minorcare.query.paths import about_link, resolve, shared_link
from minorcare.query.tree import EVERYTHING, And, Compare, Exists, Given, Not, Or, Path, Today
from minorcare.store.sets import Among, Condition, Sets, every, merged, some
from minorcare.store.sources import LAST, Binder, Binding, Shape, Source, Use, born_by, hidden, joined, listed, moved
from minorcare.store.tables import Table, quoted

_FEW = 16
_SQL_OPS = {"eq": "=", "ne": "IS NOT", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


class Compiler:
    """Compiles one statement. Parameters are numbered in the order they are first used; ``?1`` is the office."""

    def __init__(
        self,
        tables: Mapping[str, Table],
        views: Callable[[Kind], View],
        blind: Callable[[str, str, str], str],
        search: Callable[[str], tuple[str, ...]],
    ) -> None:
        self._tables, self._views, self._blind, self._search = tables, views, blind, search
        self._kinds = {name: table.kind for name, table in tables.items()}
        self._aliases = 0
        self._touched: set[str] = set()
        self.binders: list[Binder] = [lambda binding: binding.office]
        self._shared: dict[object, str] = {}
        self._sets = Sets()

    @property
    def touched(self) -> frozenset[str]:
        """The kinds whose tables the statement reads."""
        return frozenset(self._touched)

    def bind(self, binder: Binder) -> str:
        """The placeholder of one more parameter."""
        self.binders.append(binder)
        return f"?{len(self.binders)}"

    def _once(self, what: object, binder: Binder) -> str:
        """The placeholder of a parameter that many conditions share: the rules of an office ask about the same few days."""
        if what not in self._shared:
            self._shared[what] = self.bind(binder)
        return self._shared[what]

    def literal(self, value: Any) -> str:
        """The placeholder of a fixed value."""
        return self.bind(lambda _: value)

    def arguments(self, binding: Binding) -> list[Any]:
        """The parameters of the statement, in order."""
        return [binder(binding) for binder in self.binders]

    def statement(self, sql: str) -> str:
        """*sql* behind the sets that its conditions ask for."""
        return self._sets.before(sql)

    def source(self, kind: Kind, *, areas: bool = True, shape: Shape = "set") -> Source:
        """A table, bounded to what the actor sees of it.

        Raises:
            Refused: the actor sees nothing of this kind.
        """
        view = self._views(kind)
        if not view.readable:
            raise Refused(
                Label(
                    f"您的岗位看不到{kind.label.zh}",
                    en=f"your role does not show {(kind.label.en or kind.name).lower()}",
                )
            )
        self._aliases += 1
        self._touched.add(kind.name)
        found = Source(alias=f"t{self._aliases}", kind=kind, table=self._tables[kind.name], view=view, conditions=())
        conditions = [f"{found.alias}.office=?1"]
        if areas and view.areas is not None:
            conditions += self.areas(found)
        found = attrs.evolve(found, conditions=tuple(conditions))
        if view.where == EVERYTHING:
            return found
        # a scope is the office's own condition, not the actor's question: it compiles trusted, through sources of its own
        scope = self._trusted().filter(attrs.evolve(found, view=trusted(kind)), view.where, shape)
        return attrs.evolve(found, conditions=(*conditions, scope))

    def areas(self, source: Source) -> list[str]:
        """The condition that a row lies in the view's areas."""
        ranges = [self._within(f"{source.alias}.area", self.literal(area)) for area in source.view.areas or ()]
        return [joined(" OR ", ranges, "0")]

    def column(self, source: Source, name: str, use: Use = "filter") -> str:
        """A column as the actor may use it.

        Raises:
            Invalid: filtering or sorting by what the actor may not see, which would tell it all the same.
        """
        if name in source.table.kept or (
            name == "area" and source.table.own_area and source.view.how("area") == "clear"
        ):
            return f"{source.alias}.{name}"
        field = source.kind.by_name[name]
        how = source.view.how(name)
        plain = f"{source.alias}.{quoted(name)}"
        if how == "clear":
            return self._levelled(source, field, plain)
        if how == "hint":  # compared by its blind index, shown by its last four
            own = plain if use == "select" else f"{source.alias}.{quoted(name + '__blind')}"
            return self._levelled(source, field, own)
        if use != "select":
            raise Invalid([hidden(name, field)])
        return f"substr({plain},1,1)||'**'" if how == "mask" else "NULL"

    def _levelled(self, source: Source, field: Field, column: str) -> str:
        levels = source.view.masked_levels
        level_by = source.kind.level_by
        if not levels or not level_by or field.name == level_by or field.structure is not None:
            return column
        listed = ",".join(f"'{level}'" for level in levels)  # names of levels, fixed in code
        return f"CASE WHEN {source.alias}.{quoted(level_by)} IN ({listed}) THEN NULL ELSE {column} END"

    def filter(self, source: Source, where: Filter, shape: Shape) -> str:
        """*where* as a condition on *source*."""
        return str(self._condition(source, where, shape))

    def _condition(self, source: Source, where: Filter, shape: Shape) -> Condition:
        match where:
            case And(parts):
                return every(self._condition(source, part, shape) for part in parts)
            case Or(parts):
                return some(self._condition(source, part, shape) for part in merged(parts))
            case Not(part):
                return f"({self.filter(source, part, 'point')}) IS NOT TRUE"
            case Compare():
                return self._compare(source, where, shape)
            case Exists():
                return self._exists(source, where, shape)
        raise TypeError(f"{where!r} is no filter")

    def _exists(self, source: Source, where: Exists, shape: Shape) -> Condition:
        other = self._kinds[where.kind]
        if where.on:
            own, theirs = shared_link(source.kind, other, where.on)
            mine = self.column(source, own.name)
        else:
            theirs = about_link(source.kind, other, where.via)
            mine = f"{source.alias}.id"
        return self._linked(mine, other, theirs.name, where.where, shape)

    def _linked(self, mine: str, other: Kind, name: str, where: Filter, shape: Shape) -> Condition:
        """There is a record of *other* in whose field *name* stands what stands in *mine*, and for which *where* holds."""
        if shape == "set":
            # a scope sees more than the actor does, so its sets are others
            asked = self._views, other.name, name, where
            return Among(mine, f"SELECT v FROM {self._sets.name(asked, lambda: self._set(other, name, where))}")
        inner = self.source(other, shape=shape)
        link = self.column(inner, name)
        condition = self.filter(inner, where, shape)
        return f"EXISTS (SELECT 1 FROM {inner.from_} WHERE {inner.where(f'{link}={mine}', condition)})"

    def _set(self, kind: Kind, name: str, where: Filter) -> str:
        """What stands in the field *name* of the records for which *where* holds."""
        inner = self.source(kind)
        link = self.column(inner, name)
        condition = self.filter(inner, where, "set")
        return f"SELECT {link} AS v FROM {inner.from_} WHERE {inner.where(condition)}"

    def _behind(self, source: Source, where: Compare, shape: Shape) -> Condition:
        if where.op == "ne":  # without a record behind the reference nothing is equal, so this is true
            return f"({self._behind(source, attrs.evolve(where, op='eq'), 'point')}) IS NOT TRUE"
        if where.op == "empty":
            return f"{self.value(source, where.left)} IS {'NULL' if where.right else 'NOT NULL'}"
        step, *rest = where.left.names
        there = attrs.evolve(where, left=Path(tuple(rest), where.left.function))
        return self._linked(self.column(source, step), self._target(source.kind.by_name[step]), "id", there, shape)

    def _target(self, field: Field) -> Kind:
        assert field.ref is not None
        target = field.ref.target
        return self._kinds[target if isinstance(target, str) else target.__kind__.name]  # type: ignore[attr-defined]

    def value(self, source: Source, path: Path) -> str:
        """The value at the end of a path, as an expression; empty where a reference is."""
        if len(path.names) == 1:
            return self._applied(self.column(source, path.names[0]), path)
        field = source.kind.by_name[path.names[0]]
        inner = self.source(self._target(field), shape="point")
        value = self.value(inner, Path(path.names[1:], path.function))
        mine = self.column(source, field.name)
        return f"(SELECT {value} FROM {inner.from_} WHERE {inner.where(f'{inner.alias}.id={mine}')})"

    def _applied(self, column: str, path: Path) -> str:
        if path.function == "community":
            return f"CASE WHEN length({column})>=12 THEN substr({column},1,12) END"
        if path.function != "age":
            return column
        day = self.bind(lambda binding: binding.day.isoformat())  # reached on the day after the birthday
        return f"(substr({day},1,4)-substr({column},1,4)-(substr({column},6)>=substr({day},6))+({column}={day}))"

    def _compare(self, source: Source, where: Compare, shape: Shape) -> Condition:
        if where.op == "matches" and len(where.left.names) <= 1:
            return self._matches(source, where)
        if isinstance(where.right, Path):
            return f"{self.value(source, where.left)} {_SQL_OPS[where.op]} {self.value(source, where.right)}"
        if len(where.left.names) > 1:
            return self._behind(source, where, shape)
        name = where.left.names[0]
        field = source.kind.by_name.get(name)
        if field is not None and field.facts.secret:
            return self._secret(source, field, where)
        column = self.column(source, name)
        if where.op == "empty":
            column = column if where.left.function == "age" else self._applied(column, where.left)
            return f"{column} IS NULL" if where.right else f"{column} IS NOT NULL"
        if where.left.function == "age":
            return self._age(column, where)
        if where.op == "contains":
            return self._contains(source, field, column, where)
        if where.op == "within":
            return self._within(column, self._value(where, source))
        if where.op == "in":
            return f"{self._applied(column, where.left)} IN ({self._listed(where, source)})"
        return f"{self._applied(column, where.left)} {_SQL_OPS[where.op]} {self._value(where, source)}"

    def _listed(self, where: Compare, source: Source) -> str:
        """The values of a list: one by one where it is short and fixed, which SQLite looks up faster than a JSON text."""
        right = where.right
        if isinstance(right, tuple) and len(right) <= _FEW:
            return ",".join(self._value(attrs.evolve(where, op="eq", right=one), source) for one in right)
        return f"SELECT value FROM json_each({self._value(where, source)})"

    def _value(self, where: Compare, source: Source) -> str:
        found = resolve(where.left, source.kind, self._kinds)

        def written(value: Any) -> Any:
            if isinstance(value, datetime):  # of what the store keeps too, which is no field
                return stamp(value)
            if found.type.name == "decimal":
                value = Decimal(value)
            plain = (
                found.field.to_json(value) if found.field and found.function is None and not found.field.many else value
            )
            return int(plain) if isinstance(plain, bool) else plain

        right = where.right
        if isinstance(right, Today):
            if found.type.name == "datetime":  # the first instant of that day in China
                return self.bind(lambda binding: stamp(end_of_day(binding.day + right.shift - days(1))))
            return self._once(right, lambda binding: moved(binding.day, right.shift))
        many = where.op == "in"
        if isinstance(right, Given):
            return self.bind(
                lambda b: listed(map(written, b.given[right.name])) if many else written(b.given[right.name])
            )
        return self.literal(listed(map(written, right)) if many else written(right))  # type: ignore[arg-type]

    @staticmethod
    def _within(column: str, area: str) -> str:
        return f"({column}>={area} AND {column}<{area}||'{LAST}')"

    def _age(self, column: str, where: Compare) -> str:
        """Ages are bounds on the date, so that an index on it serves: who is six or more was born on or before a day."""
        right = where.right

        def born(more: int) -> str:
            def bound(binding: Binding) -> str:
                age = binding.given[right.name] if isinstance(right, Given) else right
                return born_by(int(age) + more, binding.day)  # type: ignore[arg-type]

            return self._once((right, more), bound)

        match where.op:
            case "gte":
                return f"{column}<={born(0)}"
            case "gt":
                return f"{column}<={born(1)}"
            case "lt":
                return f"{column}>{born(0)}"
            case "lte":
                return f"{column}>{born(1)}"
            case "in":
                pairs = self.bind(
                    lambda b: listed(_years(b.given[right.name] if isinstance(right, Given) else right, b.day))
                )
                inside = f"{column}>json_extract(value,'$[0]') AND {column}<=json_extract(value,'$[1]')"
                return f"EXISTS (SELECT 1 FROM json_each({pairs}) WHERE {inside})"
            case "ne":
                return f"({column}<={born(0)} AND {column}>{born(1)}) IS NOT TRUE"
            case _:
                return f"({column}<={born(0)} AND {column}>{born(1)})"

    def _contains(self, source: Source, field: Field | None, column: str, where: Compare) -> str:
        if field is None or not field.many:
            return f"instr({column},{self._value(where, source)})>0"
        listed = quoted(source.table.list_name(field))
        held = f"{source.alias}.id IN (SELECT id FROM {listed} WHERE office=?1 AND value={self._value(where, source)})"
        return held if column.startswith(source.alias) else f"({column} IS NOT NULL AND {held})"

    def _secret(self, source: Source, field: Field, where: Compare) -> str:
        column = self.column(source, field.name)
        right = where.right
        if where.op == "empty":
            return f"{column} IS NULL" if right else f"{column} IS NOT NULL"

        def blinded(value: Any) -> str:
            return self._blind(source.kind.name, field.name, str(value))

        def given(binding: Binding) -> Any:
            return binding.given[right.name] if isinstance(right, Given) else right

        if where.op == "in":
            return f"{column} IN (SELECT value FROM json_each({self.bind(lambda b: listed(map(blinded, given(b))))}))"
        return f"{column}{' IS NOT ' if where.op == 'ne' else '='}{self.bind(lambda b: blinded(given(b)))}"

    def _matches(self, source: Source, where: Compare) -> str:
        asked = where.left.names or tuple(f.name for f in source.kind.searchable)
        for name in asked:
            self.column(source, name)  # whoever may not see the name may not search it
        fields = ",".join(self.literal(f"{source.kind.name}.{name}") for name in asked)
        text = where.right
        if isinstance(text, Given):
            return self._matches_given(source, fields, text)
        words = self._search(str(text))
        if not words:
            return "0"
        found = []
        for word in words:
            first, last = self.literal(word), self.literal(word + LAST)
            found.append(
                f"{source.alias}.id IN (SELECT id FROM term WHERE office=?1 AND term>={first} AND term<{last} AND field IN ({fields}))"
            )
        return joined(" AND ", found, "0")

    def _matches_given(self, source: Source, fields: str, text: Given) -> str:
        """The same where the words are not known yet: there is some word, and none that begins no term."""
        words = self.bind(lambda binding: listed(self._search(str(binding.given[text.name]))))
        begun = f"term>=w.value AND term<w.value||'{LAST}'"
        found = f"SELECT 1 FROM term WHERE office=?1 AND {begun} AND field IN ({fields}) AND id={source.alias}.id"
        return (
            f"(json_array_length({words})>0 AND NOT EXISTS"
            f" (SELECT 1 FROM json_each({words}) w WHERE NOT EXISTS ({found})))"
        )

    def _trusted(self) -> Compiler:
        twin = Compiler(self._tables, trusted, self._blind, self._search)
        twin.binders, twin._touched, twin._shared, twin._sets = self.binders, self._touched, self._shared, self._sets
        twin._aliases = self._aliases = self._aliases + 100  # aliases of scopes never meet those of the question
        return twin


def _years(ages: Any, day: date) -> list[tuple[str, str]]:
    """For each age, the day after which and the day by which whoever has it was born."""
    return [(born_by(age + 1, day), born_by(age, day)) for age in ages]
