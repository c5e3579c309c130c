"""Why a child is on the list: its tags, what they rest on, and what a person may decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from minorcare.declare import LEVELS
from minorcare.desk import Desk
from minorcare.errors import NotFound, Refused
from minorcare.query import F
from minorcare.rules import Rule
from minorcare.rules.findings import RESTRICTED_BASIS, because_fields, fill_because
from minorcare.store.protocol import Row
from minorcare_server import contexts as c
from minorcare_server.pages.around import first_day, source_of, summary
from minorcare_server.pages.moves import moves
from minorcare_server.pages.words import Words

_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")


def reasons(desk: Desk, words: Words, child: Row) -> Iterator[c.Reason]:
    """The tags that stand, suggested ones too."""
    front = words.asked.front.tags
    if not desk.may_read(front.kind):
        return
    kind = desk.catalog.kind(front.kind)
    state = kind.state.name if kind.state else ""
    where = (getattr(F, front.about) == child.id) & getattr(F, state).is_in(front.standing)
    rows = desk.find(front.kind, where, limit=50).rows
    words.learn(rows)
    for row in rows:
        yield _reason(desk, words, row, suggested=row.values[state] == front.suggested)


def why_suggested(desk: Desk, words: Words, row: Row) -> str:
    """The reason of one tag, as far as this reader may know it."""
    front = words.asked.front.tags
    if front.names in row.masked or front.rule in row.masked:
        return ""
    rule = desk.catalog.rules.get(row.values[front.rule] or "")
    listed = () if front.evidence in row.masked else row.values[front.evidence] or ()
    return _because(words, rule, [_evidence(desk, words, each.kind, each.id) for each in listed[:1]]) if rule else ""


def _reason(desk: Desk, words: Words, row: Row, *, suggested: bool) -> c.Reason:
    front, values = words.asked.front.tags, row.values
    restricted = front.names in row.masked
    risk = None if restricted else desk.catalog.risks.get(values[front.names])
    rule = None if front.rule in row.masked else desk.catalog.rules.get(values[front.rule] or "")
    listed = () if front.evidence in row.masked else values[front.evidence] or ()
    evidence = [_evidence(desk, words, each.kind, each.id) for each in listed]
    writes = desk.may_write(row.kind) and not restricted
    level = values[front.level]
    return c.Reason(
        record=f"{row.kind.name}/{row.id}",
        version=row.version,
        because=_because(words, rule, evidence) if rule else words.say(risk.label) if risk else "",
        tags=(c.Tag(label=words.say(risk.label), tone="orange"),) if risk else (),
        suggested=suggested,
        restricted=restricted or level == LEVELS[-1],
        evidence=tuple(each for _, each in evidence),
        rule=_name_of(words, rule) if rule else "",
        rule_version=str(values[front.rule_version] or rule.version) if rule else "",
        cites=(rule.cites if rule and rule.cites else risk.cites) if risk else "",
        confirmed_by=words.person(values[front.decided_by]) if values[front.decided_by] and not suggested else "",
        confirmed_on=_day(values, front.decided) if not suggested else None,
        review_by=_day(values, front.review),
        basis_gone=values[front.basis_gone] is not None,
        moves=moves(desk, words, row) if writes else (),
    )


def _evidence(desk: Desk, words: Words, kind_name: str, id: str) -> tuple[Row | None, c.Evidence]:
    """A record a tag rests on, if the reader may see it."""
    kind = desk.catalog.kinds.get(kind_name)
    if kind is None or not desk.may_read(kind_name):
        return None, c.Evidence(text="", restricted=True)
    try:
        row = desk.get(kind_name, id)
    except (NotFound, Refused):
        return None, c.Evidence(text="", restricted=True)
    words.learn((row,))
    what = "" if kind.name == words.asked.front.people.kind else words.say(kind.label)
    text = f"{what} {summary(words, row)}".strip()
    return row, c.Evidence(text=text, day=first_day(row), source=source_of(words, row), href=words.href(kind, id))


def _because(words: Words, rule: Rule, evidence: list[tuple[Row | None, c.Evidence]]) -> str:
    """The rule's reason, filled through the reader's view of the first record it rests on."""
    row = evidence[0][0] if evidence else None
    if row is None:
        plain = not evidence and not because_fields(rule)
        return words.say(rule.because if plain else RESTRICTED_BASIS)
    told = {
        name: words.text(row.kind.by_name[name], row.values[name])
        for name in because_fields(rule)
        if name in row.kind.by_name
    }
    shown = {name: text or None for name, text in told.items() if name not in row.masked}
    return words.say(fill_because(rule, shown, masked=row.masked))


def _name_of(words: Words, rule: Rule) -> str:
    """What a rule is called: its reason, without what it fills in."""
    blank = rule.because.fill(**dict.fromkeys(because_fields(rule), "")).in_(words.lang)
    return _BRACKETS.sub("", blank).strip()


def _day(values: Mapping[str, Any], name: str) -> date | None:
    found = values[name]
    return found if isinstance(found, date) else None
