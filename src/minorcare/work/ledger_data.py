"""What a ledger holds, as text that can be read again: its table, the one before, where that came from, and who froze it when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
import orjson

from minorcare.journal import canonical
from minorcare.label import Label
from minorcare.work.figures import Heading, Table, rows_of
from minorcare.work.forms import Column, Equation, Form, Period

FORMAT = 1


@attrs.frozen(kw_only=True)
class Frozen:
    """A ledger's data. ``source`` says where the period before is from: ``ledger:ID``, or ``recorded`` where it was counted anew.

    ``repeats`` are the columns that were taken from a ledger sent before, with its id.
    """

    table: Table
    before: Table
    source: str
    area_name: str
    anchor: str
    prepared_by: str
    at: str
    ids: str
    """SHA-256 over the ids behind the cells."""
    repeats: Mapping[str, str] = attrs.field(factory=dict)


def to_text(frozen: Frozen) -> str:
    """The data as JSON in its one written form: the same data are the same bytes."""
    held = {
        "format": FORMAT,
        "table": _table(frozen.table),
        "before": _table(frozen.before),
        **{
            name: getattr(frozen, name)
            for name in ("source", "area_name", "anchor", "prepared_by", "at", "ids", "repeats")
        },
    }
    return canonical(held).decode()


def from_text(text: str) -> Frozen:
    """The data that :func:`to_text` wrote.

    Raises:
        ValueError: it is something else, or of a newer minorcare.
    """
    raw = orjson.loads(text)
    if raw.get("format") != FORMAT:
        raise ValueError("no ledger, or one of a newer minorcare")
    told = {name: raw[name] for name in ("source", "area_name", "anchor", "prepared_by", "at", "ids", "repeats")}
    return Frozen(table=_as_table(raw["table"]), before=_as_table(raw["before"]), **told)


def _table(table: Table) -> dict[str, Any]:
    form = table.form
    return {
        "form": {
            "name": form.name,
            "version": form.version,
            "period": form.period,
            "cites": form.cites,
            **_words(form.label),
            "columns": [
                {
                    "name": column.name,
                    **_words(column.label),
                    "kind": column.kind,
                    "where": column.where,
                    "count": column.count,
                    "level": column.level,
                }
                for column in form.columns
            ],
            "equations": [equation.text for equation in form.equations],
        },
        "begins": table.period.begins.isoformat(),
        "ends": table.period.ends.isoformat(),
        "area": table.area,
        "recorded": table.recorded.isoformat(),
        "rows": [{"name": row.name, **_words(row.label)} for row in table.rows],
        "cells": [[table.cells[row, column.name] for column in form.columns] for row in rows_of(table)],
    }


def _as_table(raw: Mapping[str, Any]) -> Table:
    form = raw["form"]
    columns = tuple(
        Column(**{name: each[name] for name in ("name", "kind", "where", "count", "level")}, label=_label(each))
        for each in form["columns"]
    )
    rows = tuple(Heading(name=each["name"], label=_label(each)) for each in raw["rows"])
    made = Form(
        **{name: form[name] for name in ("name", "version", "period", "cites")},
        label=_label(form),
        columns=columns,
        equations=tuple(Equation.read(text) for text in form["equations"]),
    )
    table = Table(
        form=made,
        period=Period(begins=date.fromisoformat(raw["begins"]), ends=date.fromisoformat(raw["ends"])),
        area=raw["area"],
        recorded=date.fromisoformat(raw["recorded"]),
        rows=rows,
        cells={},
    )
    cells = {
        (row, column.name): number
        for row, numbers in zip(rows_of(table), raw["cells"], strict=True)
        for column, number in zip(columns, numbers, strict=True)
    }
    return attrs.evolve(table, cells=cells)


def _words(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.in_("en")}


def _label(raw: Mapping[str, Any]) -> Label:
    return Label(raw["zh"], en=raw["en"])
