"""Rows of one sheet that speak of the same child, household or person."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.surfaces.targets import Target

if TYPE_CHECKING:
    from minorcare.surfaces.sheet_rows import Parsed, ParsedRow

BIRTH = "birth_date"
"""With the name, it tells most children apart."""


def compared(rows: Sequence[ParsedRow], parsed: Parsed) -> tuple[ParsedRow, ...]:
    """The rows, each told which other rows are about the same child and where a shared record stood first."""
    first, *others = parsed.match.targets
    found = _shared(rows, sorted(others, key=lambda target: len(target.link)), parsed)
    twins = _twins(found, first)
    return tuple(
        attrs.evolve(row, twins=twins[row.number], notes=(*row.notes, _twice(row, twins[row.number], first, parsed)))
        if row.number in twins
        else row
        for row in found
    )


def _twins(rows: Iterable[ParsedRow], target: Target) -> dict[int, tuple[int, ...]]:
    """For each row that is not alone, the numbers of the others about the same child."""
    sure = [(f.name,) for f in target.kind.fields if f.facts.identifying or f.facts.unique]
    named = next((f.name for f in target.kind.fields if f.facts.searchable), None)
    likely = [(named, BIRTH)] if named and BIRTH in target.kind.by_name else []
    alike: dict[int, set[int]] = {}
    for names in (*sure, *likely):
        for group in _grouped(rows, target, names):
            for row in group:
                others = (o for o in group if o is not row and (names in sure or not _told_apart(row, o, target, sure)))
                alike.setdefault(row.number, set()).update(other.number for other in others)
    return {number: tuple(sorted(others)) for number, others in alike.items() if others}


def _grouped(rows: Iterable[ParsedRow], target: Target, names: tuple[str, ...]) -> list[list[ParsedRow]]:
    groups: dict[Hashable, list[ParsedRow]] = {}
    for row in rows:
        identity = _identity(row, target.name, names)
        if identity:
            groups.setdefault(identity, []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def _identity(row: ParsedRow, target: str, names: tuple[str, ...]) -> tuple[Any, ...] | None:
    """The values of these fields, none of them missing. A link counts as the row in which its record stood first."""
    values = row.records.get(target, {})
    if any(name not in values for name in names):
        return None
    return tuple(_home(row, values[name]) for name in names)


def _home(row: ParsedRow, value: Any) -> Any:
    linked = getattr(value, "target", None)
    return (linked, row.same.get(linked, row.number)) if isinstance(linked, str) else value


def _told_apart(one: ParsedRow, other: ParsedRow, target: Target, sure: Iterable[tuple[str, ...]]) -> bool:
    """Whether both have a number and these differ: two children may share name and birthday."""
    pairs = [(_identity(one, target.name, names), _identity(other, target.name, names)) for names in sure]
    return any(mine and theirs and mine != theirs for mine, theirs in pairs)


def _twice(row: ParsedRow, others: tuple[int, ...], target: Target, parsed: Parsed) -> Any:
    numbers = {"rows": "、".join(map(str, others))}
    named = next((f.name for f in target.kind.fields if f.facts.searchable), target.kind.fields[0].name)
    problem = Problem(
        at=named,
        said=Label("与第 {rows} 行像是同一个孩子", en="seems to be the same child as row {rows}").fill(**numbers),
        remedy=Label(
            "请只保留一行；确是两个孩子的，补上各自的证件号码",
            en="keep one of the rows; for two children, give the number of each",
        ),
        code="sheet.twice",
    )
    return parsed.placed(row.number, target.name, problem)


def _shared(rows: Sequence[ParsedRow], targets: Iterable[Target], parsed: Parsed) -> list[ParsedRow]:
    """The rows, with ``same`` filled in, and a problem where a record that stood before is said to be otherwise."""
    done = list(rows)
    for target in targets:
        first: dict[Hashable, ParsedRow] = {}
        for index, row in enumerate(done):
            identities = [
                (names, found) for names in target.identities if (found := _identity(row, target.name, names))
            ]
            before = next((first[identity] for identity in identities if identity in first), None)
            if before is None:
                first |= dict.fromkeys(identities, row)
                continue
            first |= {identity: before for identity in identities if identity not in first}
            differs = _differences(before.records[target.name], row.records[target.name], before, row)
            problems = [parsed.placed(row.number, target.name, _differs(name, before.number)) for name in differs]
            done[index] = attrs.evolve(
                row, same={**row.same, target.name: before.number}, problems=(*row.problems, *problems)
            )
    return done


def _differences(old: Mapping[str, Any], new: Mapping[str, Any], before: ParsedRow, row: ParsedRow) -> list[str]:
    return [name for name in new if name in old and _home(before, old[name]) != _home(row, new[name])]


def _differs(name: str, number: int) -> Problem:
    return Problem(
        at=name,
        said=Label(
            "与第 {row} 行对同一户（人）写的不一样", en="differs from what row {row} says of the same record"
        ).fill(row=number),
        remedy=Label(
            "请核对后改成一致；其实是两户（人）的，请改编号", en="make them agree, or give each its own number"
        ),
        code="sheet.differs",
    )
