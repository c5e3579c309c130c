"""The first page: each role lands on its own work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Literal

from minorcare.desk import Desk
from minorcare.errors import Invalid, Refused
from minorcare.label import Label
from minorcare.query import F, Query, Tally
from minorcare.query.url import parse
from minorcare.store.protocol import Row
from minorcare.surfaces.front import Tile as Counted
from minorcare.surfaces.front import most_urgent
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.pages.figures import number, schemes, tables
from minorcare_server.pages.first_cards import cards
from minorcare_server.pages.lists import listing
from minorcare_server.pages.questions import address
from minorcare_server.pages.reasons import why_suggested
from minorcare_server.pages.reporting import link_to, open_reports
from minorcare_server.pages.tasks import Tasks
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside

When = Literal["late", "today", "week", "later"]
MOST_TASKS = 500
SHOWN: dict[str, int] = {"late": 10, "verify": 6, "today": 10, "week": 6, "later": 3}
_OPEN, _SEE = Label("去办", en="Open"), Label("看依据", en="Evidence")
_ALERT = Label("新提示：{what}", en="New alert: {what}")
_INSTEAD = Label("替{who}办", en="for {who}")
_ALL, _TO_VERIFY = Label("全部", en="All"), Label("待核实 {n}", en="{n} to verify")
_FIGURES = Label("当前数字", en="Figures")
_RECORD, _IMPORT, _NEW = (
    Label("打开名册", en="Open the roster"),
    Label("导入表格", en="Import a sheet"),
    Label("新增一人", en="Add a child"),
)


def today(desk: Desk, asked: Asked) -> Answer:
    """Work for those who have some, figures for those who count, the journal for those who look after it."""
    front = asked.front
    if not desk.may_read(front.work.kind):
        if desk.figures(desk.catalog.kind(front.roster.kind)).readable:
            return _numbers(desk, asked)
        if desk.may_read(front.journal.kind):
            return listing(desk, asked, desk.catalog.kind(front.journal.kind))
    return _work(desk, asked)


def _work(desk: Desk, asked: Asked) -> Answer:
    words, work = Words(desk, asked), asked.front.work
    due = _due(desk, asked)
    tasks = Tasks(words, due)
    suggested = _suggested(desk, asked)
    words.learn(suggested)
    verify = c.TaskGroup(
        name="verify",
        total=_total(desk, asked, len(suggested)),
        tasks=tuple(_alert(desk, words, row) for row in suggested),
        more=_suggestions(desk, asked),
    )
    by_when = {when: [row for row in due if _when(tasks, row) == when] for when in ("late", "today", "week", "later")}
    later = [day for row in by_when["later"] if (day := tasks.day(row))]
    everything = f"{asked.root}/records/{work.kind}"
    page = c.Today(
        place=_place(desk, words),
        actions=_actions(desk, asked),
        tiles=tuple(_tiles(desk, words)),
        groups=(*(_group(tasks, when, rows, everything) for when, rows in by_when.items()), verify),  # type: ignore[arg-type]
        total=len(due) + verify.total,
        all_href=everything,
        next_day=min(later, default=None),
        roster=desk.may_read(asked.front.roster.kind),
        cards=tuple(cards(desk, words)),
    )
    return inside(desk, asked, page)


def _numbers(desk: Desk, asked: Asked) -> Answer:
    """For leaders and superiors: sums, and no child."""
    words = Words(desk, asked)
    tiles = [
        c.Tile(label=words.say(tile.label), number=found, unit=words.say(tile.unit), href="#table1", tone="brand")
        for tile in asked.front.tiles
        if tile.kind == asked.front.roster.kind and (found := _counted(desk, tile))
    ]
    for scheme in schemes(desk):
        for group in scheme.groups:
            if group.persons is not None:
                unit = words.say(Label("人", en=""))
                note = words.say(_TO_VERIFY, n=number(desk, words, group.suggested)) if group.suggested else ""
                tiles.append(
                    c.Tile(
                        label=words.say(group.risk.label), number=group.persons, unit=unit, note=note, href="#table1"
                    )
                )
    page = c.Today(
        title=words.say(_FIGURES),
        place=_place(desk, words),
        actions=_actions(desk, asked),
        tiles=tuple(tiles[:4]),
        tables=tuple(tables(desk, words)),
        todo=False,
    )
    return inside(desk, asked, page)


def _place(desk: Desk, words: Words) -> str:
    words.learn_areas(desk.actor.areas)
    return words.listed(text for area in desk.actor.areas if (text := words.area(area)) != area)


def _due(desk: Desk, asked: Asked) -> tuple[Row, ...]:
    work = asked.front.work
    if not desk.may_read(work.kind):
        return ()
    asking = Query(kind=work.kind, order=(work.day,), limit=MOST_TASKS)
    return desk.find(most_urgent(work, asking, desk.account, also=_stands_in_for(desk, asked))).rows


def _stands_in_for(desk: Desk, asked: Asked) -> tuple[str, ...]:
    """The officers whose work is this reader's today, because they are away."""
    away = asked.front.away
    if away is None or not desk.may_read(away.kind):
        return ()
    now = (getattr(F, away.began) <= desk.day) & (getattr(F, away.last) >= desk.day)
    rows = desk.find(away.kind, (getattr(F, away.stands_in) == desk.account) & now).rows
    return tuple(row.values[away.officer] for row in rows)


def _suggested(desk: Desk, asked: Asked) -> tuple[Row, ...]:
    front = asked.front.tags
    kind = desk.catalog.kind(front.kind)
    if not desk.may_write(kind) or kind.state is None:
        return ()
    where = getattr(F, kind.state.name) == front.suggested
    return desk.find(front.kind, where, order=(f"-{front.found}",), limit=SHOWN["verify"]).rows


def _total(desk: Desk, asked: Asked, at_least: int) -> int:
    front = asked.front.tags
    kind = desk.catalog.kind(front.kind)
    if not at_least or kind.state is None:
        return at_least
    counts = desk.tally(Tally("verify", front.kind, where=getattr(F, kind.state.name) == front.suggested, label=_ALL))
    return max(at_least, (counts[0].records or 0) if counts else 0)


def _suggestions(desk: Desk, asked: Asked) -> str:
    front = asked.front.tags
    state = desk.catalog.kind(front.kind).state
    return address(f"{asked.root}/records/{front.kind}", ((state.name, front.suggested),)) if state else ""


def _when(tasks: Tasks, row: Row) -> When:
    day, now = tasks.day(row), tasks.words.desk.day
    if day is None or day < now:
        return "late"
    if day == now:
        return "today"
    return "week" if day <= now + timedelta(days=7) else "later"


def _group(tasks: Tasks, name: When, rows: Sequence[Row], everything: str) -> c.TaskGroup:
    most = SHOWN[name]
    more = everything if len(rows) > most else ""
    return c.TaskGroup(name=name, total=len(rows), tasks=tuple(_task(tasks, row) for row in rows[:most]), more=more)


def _task(tasks: Tasks, row: Row) -> c.Task:
    words, href, day = tasks.words, tasks.href(row), tasks.day(row)
    answer = link_to(words.desk, words.asked, row)
    for_whom = row.values[words.asked.front.work.who]
    instead = words.say(_INSTEAD, who=words.person(for_whom)) if for_whom and for_whom != words.desk.account else ""
    return c.Task(
        what=tasks.what(row),
        who=tasks.who(row),
        href=answer.href if answer else href,
        reason=words.dotted(tasks.why(row), words.area(row.area), instead),
        day=day,
        action=answer or c.Link(label=words.say(_OPEN), href=href, primary=bool(day and day < words.desk.day)),
    )


def _alert(desk: Desk, words: Words, row: Row) -> c.Task:
    front = words.asked.front.tags
    child = words.href(desk.catalog.kind(words.asked.front.roster.kind), row.values[front.about])
    restricted = front.names in row.masked
    what = words.say(row.kind.label) if restricted else words.path(row, front.names)
    because = why_suggested(desk, words, row)
    href = f"{child}#f-{row.kind.name}-{row.id}"
    colon = "；" if words.lang == "zh" else "; "
    return c.Task(
        what=words.say(_ALERT, what=what),
        who=words.text(row.kind.by_name[front.about], row.values[front.about]),
        href=href,
        restricted=restricted,
        reason=words.listed(filter(None, (because, words.area(row.area))), colon),
        icon="warn",
        action=c.Link(label=words.say(_SEE), href=href),
    )


def _tiles(desk: Desk, words: Words) -> Iterator[c.Tile]:
    """Numbers, each the list it counts."""
    front = words.asked.front
    for tile in front.tiles:
        if not desk.may_read(tile.kind):
            continue
        found = _counted(desk, tile)
        if found is None or (tile.rare and not found):
            continue
        here = (
            f"{words.asked.root}/roster"
            if tile.kind == front.roster.kind
            else f"{words.asked.root}/records/{tile.kind}"
        )
        yield c.Tile(
            label=words.say(tile.label),
            number=found,
            unit=words.say(tile.unit),
            note=words.say(tile.note) if tile.note else "",
            href=address(here, _pairs(desk, tile)),
            tone=tile.tone if found or tile.tone != "red" else "",  # type: ignore[arg-type]
        )


def _pairs(desk: Desk, tile: Counted) -> tuple[tuple[str, str], ...]:
    days = {"today": desk.day.isoformat(), "week": (desk.day + timedelta(days=7)).isoformat()}
    return tuple((name, value.format_map(days)) for name, value in tile.pairs)


def _counted(desk: Desk, tile: Counted) -> int | None:
    kind = desk.catalog.kind(tile.kind)
    where = parse(_pairs(desk, tile), kind, desk.catalog.kinds, desk.catalog.codes).where
    try:
        counts = desk.tally(Tally("tile", tile.kind, where=where, label=tile.label))
    except (Refused, Invalid):
        return None
    return counts[0].records if counts else 0


def _actions(desk: Desk, asked: Asked) -> tuple[c.Link, ...]:
    kind = asked.front.roster.kind
    sends = tuple(_reports(desk, asked))
    if not desk.may_read(kind):
        return sends
    found = [c.Link(label=asked.say(_RECORD), href=f"{asked.root}/roster", icon="list", primary=True)]
    if desk.may_write(kind):
        found.append(c.Link(label=asked.say(_NEW), href=f"{asked.root}/records/{kind}/new", icon="plus", desktop=True))
        found.append(c.Link(label=asked.say(_IMPORT), href=f"{asked.root}/import", icon="up", desktop=True))
    return (*found, *sends)


def _reports(desk: Desk, asked: Asked) -> Iterator[c.Link]:
    """What this reader may send without reading such records."""
    for n, report in enumerate(open_reports(desk, asked)):
        href = f"{asked.root}/report/{report.form.kind}"
        yield c.Link(label=asked.say(report.label), href=href, icon=report.icon, primary=not n)
