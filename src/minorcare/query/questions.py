"""What is asked of a store: a page of records, or counts."""

from __future__ import annotations

import attrs

from minorcare.label import Label
from minorcare.query.tree import EVERYTHING, Filter, kind_name

MAX_LIMIT = 500


@attrs.frozen(kw_only=True)
class Query:
    """A page of records of one kind.

    ``order`` names fields, ``-`` before one turns it round; the id settles ties. ``after`` is the cursor of the page before. At
    most :data:`MAX_LIMIT` records a page.
    """

    kind: str = attrs.field(converter=kind_name)
    where: Filter = EVERYTHING
    order: tuple[str, ...] = ()
    after: str | None = None
    limit: int = 50


@attrs.frozen
class Tally:
    """Counts of records (and, where they are about children, of children), by the values of some fields.

    ``by`` holds paths such as ``"status"``, ``"area.community"``, ``"minor.sex"``.
    """

    name: str
    kind: str = attrs.field(converter=kind_name)
    by: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    where: Filter = attrs.field(default=EVERYTHING, kw_only=True)
    label: Label = attrs.field(kw_only=True)


@attrs.frozen(kw_only=True)
class Count:
    """One cell of a tally: the values it stands for, how many records, and how many children they are about.

    A count too small to be shown to this actor is ``None``.
    """

    key: tuple[str | int | None, ...]
    records: int | None
    minors: int | None
