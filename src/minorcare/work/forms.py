"""Forms of returns (报表): what stands in their columns and rows, which equations hold between columns, and for which periods.

A form is data, one TOML file beside this module in ``returns``. A column is a kind, a condition in the form that URLs have
(``status=confirmed&found__lte={ends}``) and what is counted of it; ``{begins}`` and ``{ends}`` stand for the period. Rows are the
communities, or conditions on children, of which the first that holds counts; a last row takes whoever fits none. So rows never
overlap, and their sum is the total.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal
from urllib.parse import parse_qsl

import attrs

from minorcare.calendar import months
from minorcare.catalog import Catalog
from minorcare.declare import LEVELS, Sensitivity
from minorcare.label import Label
from minorcare.query import Filter, all_of
from minorcare.query.tree import And, Compare, Not, Or
from minorcare.query.tree import Path as Way
from minorcare.query.url import parse
from minorcare.rules.definitions import SchemeGroup

Counted = Literal["minors", "records"]
PERIODS: Mapping[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""The periods of returns, and how many months each has."""
TOTAL, REST = "total", "rest"
"""The rows that every table has: the whole, and what fits no other row."""

_TERM = re.compile(r"([+-]?)\s*([a-z][a-z0-9_]*)\s*")


@attrs.frozen(kw_only=True)
class Period:
    """The days a return is about, both included."""

    begins: date
    ends: date

    @property
    def before(self) -> Period:
        """The period of the same length that ends the day before."""
        ends = self.begins - timedelta(days=1)
        length = (self.ends.year - self.begins.year) * 12 + self.ends.month - self.begins.month + 1
        return Period(begins=self.begins - months(length), ends=ends)


@attrs.frozen(kw_only=True)
class Column:
    """One column: which records of a kind are counted, or how many children they are about.

    ``level`` is how sensitive it is to know the figure; ``optional`` columns are left out where no plugin brings the kind. ``same``
    names a column of another form (``monthly.visits_done``): a ledger is filled from it where that one was sent for the same period.
    """

    name: str
    label: Label
    kind: str
    where: str = ""
    count: Counted = "records"
    level: Sensitivity = "sensitive"
    optional: bool = False
    same: str = ""

    def asked(self, period: Period, catalog: Catalog) -> Filter:
        """The condition on the records of its kind in one period.

        Raises:
            Invalid: the kind has no such fields, values or states.
        """
        text = self.where.replace("{begins}", period.begins.isoformat()).replace("{ends}", period.ends.isoformat())
        pairs = parse_qsl(text, keep_blank_values=True)
        return parse(pairs, catalog.kind(self.kind), catalog.kinds, catalog.codes).where


@attrs.frozen(kw_only=True)
class RowCondition:
    """One row: children for whom a condition holds, in the form that URLs have."""

    name: str
    label: Label
    where: str


@attrs.frozen(kw_only=True)
class Equation:
    """An equality between columns that holds in every row (勾稽关系): ``planned = done + missed``. The terms add up to nought."""

    text: str
    terms: tuple[tuple[str, int], ...]

    @classmethod
    def read(cls, text: str) -> Equation:
        """The equation written like ``a = b + c - d``.

        Raises:
            ValueError: it is written otherwise, or a column stands in it twice.
        """
        left, sign, right = text.partition("=")
        if not sign or "=" in right:
            raise ValueError("one = is needed")
        terms: dict[str, int] = {}
        for side, turn in ((left, 1), (right, -1)):
            for name, coefficient in _terms(side):
                if name in terms:
                    raise ValueError(f"{name} stands twice")
                terms[name] = turn * coefficient
        return cls(text=text.strip(), terms=tuple(terms.items()))


@attrs.frozen(kw_only=True)
class Form:
    """One form of return. ``rows`` is empty where its rows are the communities.

    With ``scheme``, each group of that scheme has a column behind the first: the children with an open tag of it.
    """

    name: str
    label: Label
    version: int
    period: str
    cites: str
    columns: tuple[Column, ...]
    rows: tuple[RowCondition, ...] = ()
    equations: tuple[Equation, ...] = ()
    scheme: str | None = None

    @property
    def level(self) -> Sensitivity:
        """The level of its most sensitive column."""
        return max((column.level for column in self.columns), key=LEVELS.index)

    def period_at(self, day: date) -> Period:
        """The period that *day* lies in."""
        length = PERIODS[self.period]
        first = day.replace(month=(day.month - 1) // length * length + 1, day=1)
        return Period(begins=first, ends=first + months(length) - timedelta(days=1))

    def fitted(self, catalog: Catalog) -> Form:
        """The form as it can be counted here: optional columns whose kind nobody brings are left out, and equations with them."""
        first, *others = (one for one in self.columns if not one.optional or one.kind in catalog.kinds)
        columns = (first, *self._groups(catalog), *others)
        names = {column.name for column in columns}
        equations = tuple(one for one in self.equations if all(name in names for name, _ in one.terms))
        return attrs.evolve(self, columns=columns, equations=equations)

    def _groups(self, catalog: Catalog) -> Iterator[Column]:
        scheme = catalog.schemes.get(self.scheme or "")
        if scheme is None:
            return
        ages = f"minor.birth_date.age__gte={scheme.age_from}"
        if scheme.age_under is not None:
            ages += f"&minor.birth_date.age__lt={scheme.age_under}"
        alone = (SchemeGroup(name=r, label=catalog.risks[r].label, risks=(r,)) for r in scheme.risks)
        for group in scheme.groups or alone:
            yield Column(
                name=group.name,
                label=group.label,
                kind="risk_tag",
                where=f"status__in=suggested,confirmed&risk__in={','.join(group.risks)}&{ages}",
                count="minors",
                level=max((catalog.risks[risk].sensitivity for risk in group.risks), key=LEVELS.index),
            )

    def row_filters(self, catalog: Catalog, period: Period) -> Iterator[tuple[str, Label, Filter]]:
        """Name, label and condition on ``minor`` of each row, apart from one another; the rest at the end."""
        before: tuple[Filter, ...] = ()
        for row in self.rows:
            found = Column(name=row.name, label=row.label, kind="minor", where=row.where).asked(period, catalog)
            yield row.name, row.label, all_of(found, *before)
            before = (*before, ~found)
        yield REST, Label("其他", en="Others"), all_of(*before)


def sums(left: Iterable[tuple[str, int]], counts: Mapping[str, int]) -> int:
    """What the terms of an equation add up to; nought if it holds."""
    return sum(coefficient * counts[name] for name, coefficient in left)


def about_minor(catalog: Catalog, kind: str) -> str | None:
    """The field by which records of *kind* name a child; ``None`` for the child's own record and for what is about no child."""
    field = catalog.about_minor.get(kind)
    return None if field is None else field.name


def behind(asked: Filter, name: str) -> Filter:
    """A condition on children, asked of what names a child by the field *name*."""
    match asked:
        case Compare(left, op, right):
            other = _way(name, right) if isinstance(right, Way) else right
            return Compare(_way(name, left), op, other)
        case And(parts):
            return And(tuple(behind(part, name) for part in parts))
        case Or(parts):
            return Or(tuple(behind(part, name) for part in parts))
        case Not(part):
            return Not(behind(part, name))
        case _:
            raise TypeError("a row's condition looks at the child alone")


def _way(name: str, path: Way) -> Way:
    return Way((name, *path.names), path.function)


def _terms(side: str) -> Iterator[tuple[str, int]]:
    rest, first = side.strip(), True
    while rest:
        found = _TERM.match(rest)
        if found is None or (not found[1] and not first):
            raise ValueError("terms are names joined by + or -")
        yield found[2], -1 if found[1] == "-" else 1
        rest, first = rest[found.end() :], False
    if first:
        raise ValueError("a side is empty")
