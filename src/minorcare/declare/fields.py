"""Field specifiers: what a kind says about each of its values, and nothing about how it is shown."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar, overload

import attrs

from minorcare.declare.lifecycle import Lifecycle
from minorcare.label import Label

T = TypeVar("T")
Sensitivity = Literal["open", "personal", "sensitive", "restricted"]
LEVELS: tuple[Sensitivity, ...] = ("open", "personal", "sensitive", "restricted")
"""From what anyone in the office may see to what a named few may."""

Bound = int | Decimal | date | datetime | Literal["today"] | None


@attrs.frozen(kw_only=True)
class Facts:
    """What :func:`field` states of a value. Facts of the domain only: no widget, no column width."""

    label: Label
    help: Label | None = None
    aliases: tuple[str, ...] = ()
    codes: str | None = None
    unit: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    min: Bound = None
    max: Bound = None
    pattern: str | None = None
    places: int | None = None
    sensitivity: Sensitivity = "sensitive"
    secret: bool = False
    searchable: bool = False
    identifying: bool = False
    unique: bool = False
    area: bool = False
    example: object = None


@attrs.frozen(kw_only=True)
class RefTo:
    """A field that names another record: its kind, and whether it says whose record this is."""

    target: type | str
    about: bool = False


@attrs.frozen(kw_only=True)
class Due:
    """A field that holds a deadline, counted from another field of the same record."""

    days: int | None = None
    working_days: int | None = None
    after: str | None = None
    who: str | None = None


Structure = RefTo | Due | Lifecycle | None
FACTS, STRUCTURE = "minorcare.facts", "minorcare.structure"


def _specifier(default: Any, facts: Facts, structure: Structure = None, *, init: bool = True) -> Any:
    # a record may end up in a traceback or a log: only what everybody may see is printed
    return attrs.field(
        default=default, init=init, repr=facts.sensitivity == "open", metadata={FACTS: facts, STRUCTURE: structure}
    )


@overload
def field(
    *,
    default: T,
    label: Label,
    help: Label | None = None,
    aliases: tuple[str, ...] = (),
    codes: str | None = None,
    unit: str | None = None,
    min_length: int | None = None,
    max_length: int | None = None,
    min: Bound = None,
    max: Bound = None,
    pattern: str | None = None,
    places: int | None = None,
    sensitivity: Sensitivity = "sensitive",
    secret: bool = False,
    searchable: bool = False,
    identifying: bool = False,
    unique: bool = False,
    area: bool = False,
    example: object = None,
) -> T: ...
@overload
def field(
    *,
    label: Label,
    help: Label | None = None,
    aliases: tuple[str, ...] = (),
    codes: str | None = None,
    unit: str | None = None,
    min_length: int | None = None,
    max_length: int | None = None,
    min: Bound = None,
    max: Bound = None,
    pattern: str | None = None,
    places: int | None = None,
    sensitivity: Sensitivity = "sensitive",
    secret: bool = False,
    searchable: bool = False,
    identifying: bool = False,
    unique: bool = False,
    area: bool = False,
    example: object = None,
) -> Any: ...
def field(*, default: Any = attrs.NOTHING, label: Label, **facts: Any) -> Any:
    """A value of a record.

    Args:
        default: What the value is when nobody says; without it, and without ``None`` in the type, the field is required.
        label, help, example: For people; the example is used in import templates and documents.
        aliases: Other column headings under which spreadsheets carry it.
        codes: Name of the code list its values come from.
        unit: What a number counts, such as ``"minutes"``.
        min_length, max_length: Of a text, in characters.
        min, max: Of a number or date; ``"today"`` for a date that may not lie in the future (or the past).
        pattern: A regular expression the whole text must match.
        places: Decimal places of a :class:`~decimal.Decimal`, stored scaled.
        sensitivity: ``open < personal < sensitive < restricted``; undeclared is ``sensitive``.
        secret: Kept encrypted; shown by its last four characters; clear text only by ``desk.reveal``.
        searchable: Found by name, pinyin and initials.
        identifying: Answers alike whether taken or free, so that nobody learns who is on file.
        unique: At most one record in force per office holds it.
        area: The code of an area, or of a part of one: it moves along where areas get other codes. A field named ``area`` does anyway.
    """
    return _specifier(default, Facts(label=label, **facts))


@overload
def ref(
    target: type | str,
    *,
    default: T,
    label: Label,
    help: Label | None = None,
    aliases: tuple[str, ...] = (),
    about: bool = False,
    unique: bool = False,
    sensitivity: Sensitivity = "open",
) -> T: ...
@overload
def ref(
    target: type | str,
    *,
    label: Label,
    help: Label | None = None,
    aliases: tuple[str, ...] = (),
    about: bool = False,
    unique: bool = False,
    sensitivity: Sensitivity = "open",
) -> Any: ...
def ref(
    target: type | str,
    *,
    default: Any = attrs.NOTHING,
    label: Label,
    help: Label | None = None,
    aliases: tuple[str, ...] = (),
    about: bool = False,
    unique: bool = False,
    sensitivity: Sensitivity = "open",
) -> Any:
    """The id of another record of the same office.

    With ``about=True`` it says whose record this is: row scope, the child's page, sealing and who-looked follow it.
    Name the target by string where kinds refer to each other.
    """
    facts = Facts(label=label, help=help, aliases=aliases, unique=unique, sensitivity=sensitivity)
    return _specifier(default, facts, RefTo(target=target, about=about))


@overload
def deadline(
    *,
    default: T,
    label: Label,
    days: int | None = None,
    working_days: int | None = None,
    after: str | None = None,
    who: str | None = None,
    help: Label | None = None,
    aliases: tuple[str, ...] = (),
) -> T: ...
@overload
def deadline(
    *,
    label: Label,
    days: int | None = None,
    working_days: int | None = None,
    after: str | None = None,
    who: str | None = None,
    help: Label | None = None,
    aliases: tuple[str, ...] = (),
) -> Any: ...
def deadline(
    *,
    default: Any = attrs.NOTHING,
    label: Label,
    days: int | None = None,
    working_days: int | None = None,
    after: str | None = None,
    who: str | None = None,
    help: Label | None = None,
    aliases: tuple[str, ...] = (),
) -> Any:
    """A day by which something must be done; it stands on the work list while the record's state is open.

    Left empty, it is filled on saving: *days* (or *working_days* on the Chinese calendar) after the date field *after*.
    *who* names the field that holds the responsible officer.
    """
    facts = Facts(label=label, help=help, aliases=aliases, sensitivity="open")
    return _specifier(default, facts, Due(days=days, working_days=working_days, after=after, who=who))


def state(lifecycle: Lifecycle, *, label: Label, help: Label | None = None, init: Literal[False] = False) -> Any:
    """Where a record stands. Not an argument of the class: it starts in the first state and only ``transition`` moves it."""
    return _specifier(lifecycle.first, Facts(label=label, help=help, sensitivity="open"), lifecycle, init=init)
