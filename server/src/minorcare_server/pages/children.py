"""One child: who it is, with whom it lives, why it is on the list, what is open, what happened, who looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from minorcare.desk import Desk
from minorcare.label import Label
from minorcare.query import F
from minorcare.store.protocol import Row
from minorcare.surfaces.front import ACTIONS
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.pages.around import adults_of, cards, people, told_of, work_of
from minorcare_server.pages.questions import address
from minorcare_server.pages.reasons import reasons
from minorcare_server.pages.records import Revealed, facts_of, purposes, revealing
from minorcare_server.pages.shelves import addable, home_of
from minorcare_server.pages.tasks import Tasks
from minorcare_server.pages.timeline import MOST_EVENTS, timeline
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside

MOST_LOOKS, ASKED_LOOKS = 8, 200
MOST_DUE, MOST_MATTERS = 50, 8
_EDIT, _ADD = Label("修改", en="Change"), Label("补充记录", en="Add a record")
_VISIBLE, _YOU = Label("谁看得到，凭什么", en="Who can see this, and why"), Label("您", en="You")
_AND_MORE = Label("等 {n} 项", en="and {n} more")


def child(desk: Desk, asked: Asked) -> Answer:
    """The page of a child."""
    return _page(desk, asked, {})


def reveal(desk: Desk, asked: Asked) -> Answer:
    """The same page with one secret in clear: for a minute, where the browser keeps to it."""
    at, text = revealing(desk, asked)
    return _page(desk, asked, {at: text})


def _page(desk: Desk, asked: Asked, revealed: Revealed) -> Answer:
    front, words = asked.front.roster, Words(desk, asked)
    kind = desk.catalog.kind(front.kind)
    row = desk.get(kind.name, asked.path["id"])
    words.learn((row,))
    adults = adults_of(desk, words, row)
    home = home_of(asked, row)
    at_home = told_of(
        desk, words, desk.catalog.target(kind.by_name[asked.front.people.via]).name, (home,) if home else ()
    )
    told = (*told_of(desk, words, kind.name, (row.id,)), *at_home)
    of_adults = told_of(desk, words, asked.front.people.kind, tuple(each.id for each in adults))
    why = tuple(reasons(desk, words, row))
    due = _due(desk, asked, row)
    tasks = Tasks(words, due)
    events = timeline(desk, words, row, (*told, *of_adults))
    shown = events if asked.query.get("all") else events[:MOST_EVENTS]
    looks = _looks(desk, words, row)
    add = f"{asked.root}/child/{row.id}/add"
    groups = tuple(addable(desk, asked, row.id, home))
    edit = f"{asked.root}/records/{kind.name}/{row.id}/edit" if desk.may_write(kind) else ""
    page = c.Child(
        id=row.id,
        name=words.text(kind.by_name[front.name], row.values[front.name], masked=front.name in row.masked),
        about=tuple(filter(None, (words.path(row, path) for path in front.about))),
        level=_level(words, told),
        tags=tuple(tag for each in why if not each.suggested for tag in each.tags),
        lines=tuple(filter(None, (words.path(row, path) for path in front.lines))),
        due=tasks.day(due[0]) if due else None,
        due_label=tasks.what(due[0]) if due else "",
        trail=(c.Link(label=words.say(front.label), href=f"{asked.root}/roster"),),
        actions=_actions(words, edit, add if groups else ""),
        facts=_identity(words, row, revealed),
        edit=edit,
        purposes=purposes(desk, asked),
        people=tuple(people(desk, words, row, adults, of_adults)),
        cards=(*cards(desk, words, row, (*told, *of_adults), adults), _visible(desk, words, row)),
        reasons=why,
        matters=tuple(_matter(tasks, each) for each in due[:MOST_MATTERS]),
        matter_total=len(due),
        more_matters=address(f"{asked.root}/records/{asked.front.work.kind}", ((asked.front.work.about, row.id),))
        if len(due) > MOST_MATTERS
        else "",
        work=tuple(work_of(desk, words, row, told)),
        adding=add if groups else "",
        addable=groups,
        events=shown,
        event_total=len(events),
        more_events=f"{asked.root}/child/{row.id}?all=1#timeline" if len(shown) < len(events) else "",
        looks=looks[:MOST_LOOKS],
        look_total=len(looks),
        looks_shown=desk.may_read(asked.front.looks.kind),
    )
    answer = inside(desk, asked, page)
    if revealed and "HX-Request" not in asked.headers:  # with a script the value alone is taken away
        return Answer(body=answer.body, type=answer.type, headers={"Refresh": f"60; url={asked.root}/child/{row.id}"})
    return answer


def _identity(words: Words, row: Row, revealed: Revealed) -> tuple[c.Fact, ...]:
    front = words.asked.front
    without = (front.roster.name, front.people.via, *(path for path in front.roster.about if path in row.kind.by_name))
    flags = tuple(f.name for f in row.kind.fields if row.values[f.name] is False)  # only what is so is worth a line
    return tuple(facts_of(words, row, revealed, without=(*without, *flags)))


def _actions(words: Words, edit: str, add: str) -> tuple[c.Link, ...]:
    adding = (c.Link(label=words.say(_ADD), href=add, icon="plus", primary=True),) if add else ()
    return (*adding, *((c.Link(label=words.say(_EDIT), href=edit, icon="edit", desktop=True),) if edit else ()))


def _level(words: Words, told: Sequence[Row]) -> c.Level | None:
    """How closely the child is looked after, as far as the reader knows."""
    front = words.asked.front.levels
    for row in told:
        if front is None or row.kind.name != front.kind or row.kind.state is None or front.level in row.masked:
            continue
        level = row.values[front.level]
        if row.values[row.kind.state.name] == front.standing and level in front.ranks:
            return c.Level(rank=front.ranks.index(level) + 1, label=words.path(row, front.level))
    return None


def _visible(desk: Desk, words: Words, row: Row) -> c.Card:
    """Everybody who sees this child, and through what."""
    sights = desk.why_visible(row.id)
    words.learn_people(each.account for each in sights)
    by_reason: dict[str, list[str]] = {}
    for each in sights:
        name = words.say(_YOU) if each.account == desk.account else words.person(each.account)
        by_reason.setdefault(each.through.in_(words.lang), []).append(name)
    facts = [c.Fact(label=words.listed(names), text=reason) for reason, names in by_reason.items()]
    return c.Card(title=words.say(_VISIBLE), facts=tuple(facts))


def _due(desk: Desk, asked: Asked, row: Row) -> tuple[Row, ...]:
    work = asked.front.work
    if not desk.may_read(work.kind):
        return ()
    return desk.find(work.kind, getattr(F, work.about) == row.id, order=(work.day,), limit=MOST_DUE).rows


def _matter(tasks: Tasks, row: Row) -> c.Matter:
    what, why, who = tasks.what(row), tasks.why(row), tasks.given_to(row)
    return c.Matter(what=what, why=why, who=who, href=tasks.href(row), day=tasks.day(row))


def _looks(desk: Desk, words: Words, row: Row) -> tuple[c.Look, ...]:
    """Who looked, one line for what one person did for one purpose within a few minutes."""
    front = words.asked.front.looks
    if not desk.may_read(front.kind):
        return ()
    found = desk.who_looked(row.id, limit=ASKED_LOOKS).rows
    words.learn_people(str(each.values[front.actor]) for each in found)
    visits: list[list[Row]] = []
    for each in found:
        if visits and _is_same_visit(front.actor, front.why, front.happened, visits[-1][-1], each):
            visits[-1].append(each)
        else:
            visits.append([each])
    return tuple(_look(words, visit) for visit in visits)


def _is_same_visit(actor: str, why: str, happened: str, later: Row, earlier: Row) -> bool:
    one, other = later.values, earlier.values
    near = one[happened] - other[happened] < timedelta(minutes=5)
    return bool(one[actor] == other[actor] and one[why] == other[why] and near)


def _look(words: Words, visit: Sequence[Row]) -> c.Look:
    front, codes = words.asked.front.looks, words.desk.catalog.codes
    values, why = visit[0].values, visit[0].kind.by_name[front.why]
    actions = dict.fromkeys(str(each.values[front.action]) for each in visit)
    # what says most comes first: a number in clear, then the file, then a list
    ranked = sorted(actions, key=lambda name: list(_RANK).index(name) if name in _RANK else len(_RANK))
    at = values[front.happened]
    return c.Look(
        at=at if isinstance(at, datetime) else datetime.fromisoformat(str(at)),
        who=words.person(str(values[front.actor])),
        purpose=words.say(codes[why.facts.codes or ""].label_of(str(values[front.why]))),
        what=words.listed(words.say(ACTIONS.get(name, Label(name))) for name in ranked[:2]),
    )


_RANK = ("reveal", "export", "get", "history", "search", "list")
