"""Rosters (花名册、登记表): lists of children with what a form asks of them, gathered from the records on file, not typed again.

A roster is data, one TOML file in ``lists``: whom it lists (conditions as URLs have them) and its columns. A column names where a value
stands: in the child's record (``minor``), the household, the father, the mother, the guardian, or a kind about the child, of which all
records on file are written into one cell.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import attrs

from minorcare.calendar import stamp
from minorcare.catalog import Catalog
from minorcare.declare import Kind
from minorcare.desk import Desk
from minorcare.errors import DeclarationError, Invalid, Problem, Refused
from minorcare.kinds import Household, Member, Minor
from minorcare.label import Label
from minorcare.query import F, Filter, Given, all_of, exists
from minorcare.query.url import parse
from minorcare.rules.tables import expect, label, parsed
from minorcare.store.protocol import Row
from minorcare.surfaces.cells import write_cell
from minorcare.surfaces.writing import Written, write_xlsx
from minorcare.work.import_plan import every

FAMILY: Mapping[str, tuple[str, ...]] = {"father": ("51", "57"), "mother": ("52", "58"), "guardian": ()}
"""Members of the household by their relation (GB/T 4761); the guardian is whoever is marked as one."""
_CHUNK = 200
_HEAD = {"name": str, "zh": str, "en": str, "version": int, "cites": str, "conditions": list, "columns": list}
_COLUMN = {"zh": str, "en": str, "of": str, "field": str}
_HIDDEN = "▇"


@attrs.frozen(kw_only=True)
class RosterColumn:
    """One column: a field of the child, of somebody of the household, or of a kind about the child."""

    label: Label
    of: str
    field: str


@attrs.frozen(kw_only=True)
class Roster:
    """One form of list. ``conditions`` are pairs of a kind and a condition in URL form; all hold of whoever is listed."""

    name: str
    label: Label
    version: int
    cites: str
    conditions: tuple[tuple[str, str], ...]
    columns: tuple[RosterColumn, ...]

    def whom(self, catalog: Catalog) -> Filter:
        """The children listed.

        Raises:
            Invalid: a condition asks what cannot be asked.
        """
        parts = []
        for kind, text in self.conditions:
            where = parse(parse_qsl(text), catalog.kind(kind), catalog.kinds, catalog.codes).where
            parts.append(where if kind == "minor" else exists(kind, where))
        return all_of(*parts)


@attrs.frozen(kw_only=True)
class Filled:
    """A roster filled in: headings, a row for each child, and what stands below."""

    roster: Roster
    headings: tuple[str, ...]
    rows: tuple[tuple[Written, ...], ...] = attrs.field(repr=False)
    remarks: tuple[str, ...]


@cache
def rosters() -> Mapping[str, Roster]:
    """The rosters that ship, by name."""
    folder = files("minorcare").joinpath("work", "lists")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {roster.name: roster for roster in map(read_roster, found)}


def read_roster(file: Traversable | Path) -> Roster:
    """One roster from a file.

    Raises:
        DeclarationError: naming the file, the column, and everything that is wrong with it.
    """
    raw = expect(parsed(file), _HEAD, {}, file.name)
    if raw["name"] != file.name.removesuffix(".toml"):
        raise DeclarationError("the file is not named like the roster", remedy="rename it", where=file.name)
    columns = []
    for number, one in enumerate(raw["columns"], start=1):
        table = expect(one, _COLUMN, {}, f"{file.name}, column {number}")
        columns.append(RosterColumn(label=label(table), of=table["of"], field=table["field"]))
    conditions = tuple((str(one["kind"]), str(one["where"])) for one in raw["conditions"])
    return Roster(
        name=raw["name"],
        label=label(raw),
        version=raw["version"],
        cites=raw["cites"],
        conditions=conditions,
        columns=tuple(columns),
    )


def fill(desk: Desk, name: str, *, area: str | None = None, secrets: bool = False, lang: str = "zh") -> Filled:
    """A roster of the children the actor sees, with what they may see of each; what lies above their level is ▇.

    Taking it is an entry of the journal before it leaves, with the children on it. With *secrets* numbers are written out, each of
    them a reveal of its own; else the last four stand there.

    Raises:
        Invalid: there is no such roster.
        Refused: the actor's role takes no lists out.
    """
    roster = rosters().get(name)
    if roster is None:
        raise Invalid([_unknown()])
    if not desk.role.exports:
        raise Refused(Label("您的岗位不能导出", en="your role does not take lists out"))
    where = roster.whom(desk.catalog)
    children = list(every(desk, Minor, where & F.area.within(area) if area else where))
    gathered = Gathered(desk, roster, children, secrets=secrets, lang=lang)
    rows = tuple(gathered.row(child) for child in children)
    desk.exported(Minor, children, form=roster.name)
    head = next(one for one in desk.store.anchors(stamp(desk.clock())) if one.office == desk.office)
    remarks = (
        Label(f"{desk.account}，{desk.day}，{len(rows)} 人", en=f"{desk.account}, {desk.day}, {len(rows)} children"),
        Label(f"依据：{roster.cites}", en=f"Rests on: {roster.cites}"),
        Label(f"留痕存证：{head}", en=f"Anchor: {head}"),
    )
    return Filled(
        roster=roster,
        headings=tuple(column.label.in_(lang) for column in roster.columns),
        rows=rows,
        remarks=tuple(one.in_(lang) for one in remarks),
    )


class Gathered:
    """What is on file about some children, as the columns of a roster ask for it."""

    def __init__(self, desk: Desk, roster: Roster, children: Sequence[Row], *, secrets: bool, lang: str) -> None:
        """Read what the columns name, some hundred children at a time; of kinds the actor does not read, nothing."""
        self._desk, self._roster, self._secrets, self._lang = desk, roster, secrets, lang
        asked = {column.of for column in roster.columns}
        homes = [home for child in children if (home := child.values["household"])]
        self._homes = {row.id: row for row in self._read(Household, "id", homes if "household" in asked else ())}
        family = homes if asked & FAMILY.keys() else ()
        self._members = _by(self._read(Member, "household", family), "household")
        self._facts: dict[str, dict[str, list[Row]]] = {}
        for kind in sorted(asked - FAMILY.keys() - {"minor", "household"}):
            field = desk.catalog.about_minor[kind]
            assert field is not None
            rows = self._read(kind, field.name, [child.id for child in children])
            self._facts[kind] = _by(rows, field.name)

    def row(self, child: Row) -> tuple[Written, ...]:
        """The cells of one child."""
        return tuple(self._cell(child, column) for column in self._roster.columns)

    def _cell(self, child: Row, column: RosterColumn) -> Written:
        cells = [self._written(row, column.field) for row in self._of(child, column.of)]
        known = [cell for cell in cells if cell not in (None, "")]
        if column.of not in FAMILY:  # two members may have one number, and each is written
            known = list(dict.fromkeys(known))
        return known[0] if len(known) == 1 else "、".join(map(str, known)) or None

    def _of(self, child: Row, of: str) -> Iterable[Row]:
        home = child.values["household"]
        if of == "minor":
            return (child,)
        if of == "household":
            return (self._homes[home],) if home in self._homes else ()
        if of in FAMILY:
            members = self._members.get(home or "", [])
            return [one for one in members if one.values["left"] is None and _is(one, of)]
        return self._facts[of].get(child.id, ())

    def _written(self, row: Row, name: str) -> Written:
        field, value = row.kind.by_name[name], row.values[name]
        if self._desk.views(row.kind).how(name) == "hint":  # a secret, to whoever may see it
            clear = self._secrets and value is not None
            return self._desk.reveal(row.kind.name, row.id, name) if clear else value
        if name in row.masked:
            return value if isinstance(value, str) else _HIDDEN
        if field is row.kind.state and row.kind.lifecycle:
            return row.kind.lifecycle.label_of(value).in_(self._lang)
        return write_cell(field, value, self._desk.catalog.codes, self._lang)

    def _read(self, kind: Any, field: str, ids: Sequence[str]) -> Iterator[Row]:
        found: Kind = self._desk.catalog.kind(kind)
        asked = getattr(F, field).is_in(Given("ids"))
        wanted = sorted(set(ids)) if self._desk.may_read(found.name) else []
        for start in range(0, len(wanted), _CHUNK):
            yield from every(self._desk, found.name, asked, {"ids": wanted[start : start + _CHUNK]})


def as_xlsx(filled: Filled) -> bytes:
    """The roster as a workbook; every cell that names somebody stays text."""
    out = io.BytesIO()
    write_xlsx(
        out,
        filled.headings,
        filled.rows,
        text_columns=range(1, len(filled.headings) + 1),
        title=filled.roster.label.zh,
        footer=filled.remarks,
    )
    return out.getvalue()


def as_html(filled: Filled, lang: str = "zh") -> bytes:
    """The roster on paper: a page by itself, without a script or anything from elsewhere."""
    title = escape(filled.roster.label.in_(lang))
    head = "".join(f"<th>{escape(text)}</th>" for text in filled.headings)
    texts = (["" if cell is None else escape(str(cell)) for cell in row] for row in filled.rows)
    rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in texts)
    foot = "".join(f"<p>{escape(text)}</p>" for text in filled.remarks)
    page = (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8"><title>{title}</title>'
        "<style>table{border-collapse:collapse}td,th{border:1px solid #000;padding:2px 6px;text-align:left}"
        f"@page{{size:A4 landscape}}</style></head><body><h1>{title}</h1><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>{foot}</body></html>"
    )
    return page.encode()


def _is(member: Row, of: str) -> bool:
    return bool(member.values["guardian"]) if of == "guardian" else member.values["relation"] in FAMILY[of]


def _by(rows: Iterable[Row], field: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.values[field], []).append(row)
    return found


def _unknown() -> Problem:
    known = ", ".join(rosters())
    return Problem(
        at="roster",
        said=Label("没有这个名册", en="there is no such roster"),
        remedy=Label(f"从中选择：{known}", en=f"choose from: {known}"),
        code="unknown",
    )
