"""The forms that come with minorcare, as data beside this module in ``returns``, one file a form; an office's own are read alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

from minorcare.catalog import Catalog
from minorcare.declare import LEVELS, Sensitivity
from minorcare.errors import DeclarationError, Invalid, Problem
from minorcare.label import Label
from minorcare.rules.tables import expect, label, parsed
from minorcare.work.forms import PERIODS, REST, TOTAL, Column, Counted, Equation, Form, RowCondition

_HEAD = {"name": str, "zh": str, "en": str, "version": int, "period": str, "cites": str, "columns": list}
_COLUMN = {"name": str, "zh": str, "en": str, "kind": str}
_COLUMN_MORE = {"where": str, "count": str, "level": str, "optional": bool, "same": str}
_ROW = {"name": str, "zh": str, "en": str, "where": str}
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@cache
def shipped() -> Mapping[str, Form]:
    """The forms that ship, by name."""
    folder = files("minorcare").joinpath("work", "returns")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {form.name: form for form in map(read_form, found)}


def form_of(catalog: Catalog, name: str) -> Form:
    """The form of this name, as it can be counted here.

    Raises:
        Invalid: there is none.
    """
    found = shipped().get(name)
    if found is None:
        known = ", ".join(shipped())
        remedy = Label(f"从中选择：{known}", en=f"choose from: {known}")
        said = Label("没有这个报表", en="there is no such report")
        raise Invalid([Problem(at="report", said=said, remedy=remedy, code="unknown")])
    return found.fitted(catalog)


def read_form(file: Traversable | Path) -> Form:
    """One form from a file.

    Raises:
        DeclarationError: naming the file, the column or row, and everything that is wrong with it.
    """
    raw = expect(parsed(file), _HEAD, {"rows": list, "equations": list, "scheme": str}, file.name)
    columns = tuple(_column(one, f"{file.name}, column {n}") for n, one in enumerate(raw["columns"], start=1))
    rows = tuple(_row(one, f"{file.name}, row {n}") for n, one in enumerate(raw.get("rows", ()), start=1))
    made = Form(
        name=raw["name"],
        label=label(raw),
        version=raw["version"],
        period=raw["period"],
        cites=raw["cites"],
        columns=columns,
        rows=rows,
        equations=tuple(_equation(text, file.name) for text in raw.get("equations", ())),
        scheme=raw.get("scheme"),
    )
    if faults := tuple(_faults(made, file.name)):
        raise DeclarationError("; ".join(faults), remedy="correct the file", where=file.name)
    return made


def _column(raw: object, where: str) -> Column:
    table: Mapping[str, Any] = expect(raw, _COLUMN, _COLUMN_MORE, where)
    if table.get("count", "records") not in ("minors", "records"):
        raise DeclarationError("count is neither minors nor records", remedy="correct it", where=where)
    if table.get("level", "sensitive") not in LEVELS:
        raise DeclarationError("level is none", remedy=f"use {', '.join(LEVELS)}", where=where)
    return Column(
        name=table["name"],
        label=label(table),
        kind=table["kind"],
        where=table.get("where", ""),
        count=cast("Counted", table.get("count", "records")),
        level=cast("Sensitivity", table.get("level", "sensitive")),
        optional=table.get("optional", False),
        same=table.get("same", ""),
    )


def _row(raw: object, where: str) -> RowCondition:
    table: Mapping[str, Any] = expect(raw, _ROW, {}, where)
    return RowCondition(name=table["name"], label=label(table), where=table["where"])


def _equation(text: object, where: str) -> Equation:
    try:
        return Equation.read(str(text))
    except ValueError as error:
        raise DeclarationError(f"equation {text!r}: {error}", remedy="write a = b + c", where=where) from error


def _faults(made: Form, file: str) -> Iterator[str]:
    columns, rows = [column.name for column in made.columns], [row.name for row in made.rows]
    if made.name != file.removesuffix(".toml"):
        yield "the file is not named like the form"
    if made.period not in PERIODS:
        yield f"period is none of {', '.join(PERIODS)}"
    for names in (columns, rows):
        yield from (f"{name!r} is no name" for name in names if not _NAME.fullmatch(name))
        yield from (f"{name!r} stands twice" for name in sorted({n for n in names if names.count(n) > 1}))
    yield from (f"{name!r} is a row that every form has" for name in rows if name in (TOTAL, REST))
    for equation in made.equations:
        yield from (f"equation {equation.text!r}: {n!r} is no column" for n, _ in equation.terms if n not in columns)
