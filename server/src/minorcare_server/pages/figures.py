"""Figures for those who see no single child: counted through their own desk, small cells hidden."""

from __future__ import annotations

from collections.abc import Iterator

from minorcare.access import ceiling
from minorcare.access.view import no_higher
from minorcare.desk import Desk
from minorcare.errors import Invalid, Refused
from minorcare.label import Label
from minorcare.query import Count, Tally
from minorcare.rules import Risk
from minorcare.work.reports import Groups, groups, report
from minorcare.work.reports import Words as Cells
from minorcare_server import contexts as c
from minorcare_server.pages.words import Words

_GROUP, _PERSONS, _CONFIRMED, _OPEN = (
    Label("群体", en="Group"),
    Label("人数", en="Persons"),
    Label("已确认", en="Confirmed"),
    Label("待核实", en="To verify"),
)
_UNDER, _NONE, _TOTAL = Label("少于 {n}", en="under {n}"), Label("—", en="—"), Label("人数", en="Persons")
_RESTRICTED = Label("限阅", en="Restricted")
_SMALL = Label("少于 {n} 人的不显示具体数字", en="numbers under {n} are not shown")


def schemes(desk: Desk) -> Iterator[Groups]:
    """The groups an office reports, counted now, where the reader may count them."""
    for name in desk.catalog.schemes:
        try:
            yield groups(desk, name)
        except (Refused, Invalid):
            return


def tables(desk: Desk, words: Words) -> Iterator[c.Table]:
    """Every scheme and every report, as tables."""
    note = words.say(_SMALL, n=desk.role.small_cells) if desk.role.small_cells else ""
    for found in schemes(desk):
        rows = []
        for group in found.groups:
            numbers = (group.persons, group.confirmed, group.suggested)
            told = (
                tuple(number(desk, words, each) for each in numbers)
                if may_count(desk, words, group.risk)
                else (words.say(_RESTRICTED),) * 3
            )
            rows.append((words.say(group.label), *told))
        headings = tuple(words.say(each) for each in (_GROUP, _PERSONS, _CONFIRMED, _OPEN))
        yield c.Table(title=words.say(found.scheme.label), note=note, headings=headings, rows=tuple(rows))
    for name in desk.catalog.reports:
        try:
            tally, counts = report(desk, name)
        except (Refused, Invalid):
            continue
        again = tally.kind == words.asked.front.tags.kind and tally.by[:1] == (
            words.asked.front.tags.names,
        )  # as in the scheme above
        if counts and len(tally.by) in (1, 2) and not again:
            yield _table(desk, words, tally, counts, note)


def _table(desk: Desk, words: Words, tally: Tally, counts: tuple[Count, ...], note: str) -> c.Table:
    cells = Cells(desk, tally)
    shown = {
        count.key: number(
            desk, words, count.minors if count.minors is not None or count.records is None else count.records
        )
        for count in counts
    }
    firsts = list(dict.fromkeys(count.key[0] for count in counts))
    head = words.say(cells.heading(0))
    if len(tally.by) == 1:
        single = tuple((words.say(cells.of(0, first)), shown[first,]) for first in firsts)
        return c.Table(title=words.say(tally.label), note=note, headings=(head, words.say(_TOTAL)), rows=single)
    seconds = list(dict.fromkeys(count.key[1] for count in counts))
    rows = tuple(
        (words.say(cells.of(0, first)), *(shown.get((first, second), words.say(_NONE)) for second in seconds))
        for first in firsts
    )
    return c.Table(
        title=words.say(tally.label),
        note=note,
        headings=(head, *(_called(words, cells, each) for each in seconds)),
        rows=rows,
    )


def _called(words: Words, cells: Cells, value: str | int | None) -> str:
    return words.say(_RESTRICTED if value is None else cells.of(1, value))


def may_count(desk: Desk, words: Words, risk: Risk) -> bool:
    """Whether the reader may count the children in a risk."""
    level = ceiling(desk.actor, desk.role, desk.catalog.kind(words.asked.front.tags.kind), figures=True)
    return no_higher(risk.sensitivity, level)


def number(desk: Desk, words: Words, count: int | None) -> str:
    """A number, or that it is too small to be shown, or not for this reader."""
    if count is not None:
        return f"{count:,}"
    return words.say(_UNDER, n=desk.role.small_cells) if desk.role.small_cells else words.say(_NONE)
