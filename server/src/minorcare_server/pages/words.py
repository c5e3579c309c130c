"""Values as people read them: codes by their labels, areas and officers by their names, days as days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from minorcare.calendar import CHINA, age_on
from minorcare.declare import LEVELS, Field, Kind
from minorcare.desk import Desk
from minorcare.desk.why import LEVEL_WORDS
from minorcare.kinds.officers import SYSTEM
from minorcare.label import Label
from minorcare.query import F
from minorcare.query.words import enum_label
from minorcare.store.protocol import Row
from minorcare.surfaces.front import Front
from minorcare_server.asking import Asked
from minorcare_server.contexts import Tag

_YES, _NO = Label("是", en="yes"), Label("否", en="no")
_AGE, _ITEMS = Label("{n} 岁", en="{n}"), Label("{n} 项", en="{n}")
_SYSTEM = Label("系统", en="system")
_FILE = Label("档案 {n}", en="File {n}")
_UNITS = {
    "minutes": Label("分钟", en="minutes"),
    "times": Label("次", en="times"),
    "years": Label("岁", en="years"),
    "days": Label("天", en="days"),
    "persons": Label("人", en="persons"),
}
"""What numbers count, as people say it; a unit that is not among them is shown as it is declared."""
_LEVEL = "|".join(LEVELS)
MOST, MOST_TITLE = 400, 40
"""Names looked up at once; characters of what a record is called, of which English needs twice as many."""


class Words:
    """What one reader is shown. Names are looked up through their own desk, once a page."""

    def __init__(self, desk: Desk, asked: Asked) -> None:
        self.desk, self.asked, self.lang = desk, asked, asked.lang
        self._areas: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._people: dict[str, str] = {}

    def say(self, label: Label, **values: object) -> str:
        """A text in the reader's language."""
        return (label.fill(**values) if values else label).in_(self.lang)

    def listed(self, texts: Iterable[str], mark: str = "") -> str:
        """Texts in a row, as the language joins them."""
        return (mark or ("、" if self.lang == "zh" else ", ")).join(texts)

    def dotted(self, *texts: str) -> str:
        """Short facts in a row; empty ones are left out."""
        return ("·" if self.lang == "zh" else " · ").join(filter(None, texts))

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return "：" if self.lang == "zh" else ": "

    def learn(self, rows: Iterable[Row]) -> None:
        """Look up the areas and the children that *rows* name, all at once."""
        rows = tuple(rows)
        places, posts = self.asked.front.places, self.asked.front.posts
        by_kind: dict[str, set[str]] = {}
        codes, accounts = {row.area for row in rows if row.area}, set()
        for row in rows:
            for field in row.kind.fields:
                value = row.values[field.name]
                if not isinstance(value, str) or field.name in row.masked:
                    continue
                if field.ref:
                    by_kind.setdefault(self.desk.catalog.target(field).name, set()).add(value)
                elif field.name in places.held_by:
                    codes.add(value)
                elif field.name in posts.held_by:
                    accounts.add(value)
        self.learn_areas(codes)
        self.learn_people(accounts)
        for kind, ids in by_kind.items():
            self.learn_names(kind, ids)

    def learn_areas(self, codes: Iterable[str]) -> None:
        """Look up the names of areas and of what they lie in."""
        places, wanted = self.asked.front.places, {part for code in codes for part in _nested(code)}
        wanted -= set(self._areas)
        if not wanted or not self.desk.may_read(places.kind):
            return
        found = self.desk.find(places.kind, getattr(F, places.code).is_in(tuple(sorted(wanted)[:MOST])), limit=MOST)
        self._areas |= {row.values[places.code]: row.values[places.name] for row in found.rows}

    def area(self, code: str | None) -> str:
        """An area by the narrowest name that is known."""
        return "".join(self.area_parts(code))

    def area_parts(self, code: str | None) -> tuple[str, str]:
        """The community, and what is narrower: ``柳荫社区`` and ``2网格3栋``."""
        if not code:
            return "", ""
        names = [self._areas[part] for part in _nested(code) if part in self._areas]
        if not names:
            return code, ""
        return names[0], names[-1].removeprefix(names[0]) if len(names) > 1 else ""

    def learn_people(self, accounts: Iterable[str]) -> None:
        """Look up the names of officers."""
        posts, wanted = self.asked.front.posts, tuple(sorted(set(accounts) - set(self._people)))[:MOST]
        if not wanted:
            return
        self._people |= {account: self._signed(account) for account in wanted}
        if self.desk.may_read(posts.kind):
            found = self.desk.find(posts.kind, getattr(F, posts.account).is_in(wanted), limit=MOST).rows
            self._people |= {row.values[posts.account]: str(row.values[posts.name]) for row in found}

    def person(self, account: str) -> str:
        """An officer by name; rules and the system as they sign."""
        self.learn_people((account,))
        return self._people[account]

    def _signed(self, account: str) -> str:
        return self.say(_SYSTEM) if account == SYSTEM else account

    def title(self, row: Row) -> str:
        """What a record is called: what it is searched by, or its key, or its kind and file number."""
        for field in title_fields(self.asked.front, row.kind):
            if text := self.text(field, row.values[field.name], masked=field.name in row.masked):
                most = MOST_TITLE if self.lang == "zh" else 2 * MOST_TITLE
                return text if len(text) <= most else f"{text[:most]}…"
        return f"{self.say(row.kind.label)} {row.no}"

    def text(self, field: Field, value: Any, *, masked: bool = False) -> str:
        """A value of *field*; a masked one is what is shown of it."""
        if value is None or value == ():
            return ""
        if masked:
            return str(value)
        catalog = self.desk.catalog
        match field.type.name:
            case "code":
                return self.say(catalog.codes[field.facts.codes or ""].label_of(value))
            case "codes":
                listed = catalog.codes[field.facts.codes or ""]
                return ("、" if self.lang == "zh" else ", ").join(self.say(listed.label_of(each)) for each in value)
            case "values":
                return self.say(_ITEMS, n=len(value))
            case "bool":
                return self.say(_YES if value else _NO)
            case "ref":
                return str(self._names.get((catalog.target(field).name, value), value))
            case "enum":
                return self.say(enum_label(value)) if isinstance(value, Enum) else str(value)
            case _:
                return self._plain(field, value)

    def path(self, row: Row, path: str) -> str:
        """What stands at *path* of a row: a field, an age, the file number, the area."""
        name, _, function = path.partition(".")
        if name == "no":
            return self.say(_FILE, n=row.no)
        if name not in row.kind.by_name:
            return self.area(row.area)
        value, masked = row.values[name], name in row.masked
        if function == "age":
            return self.say(_AGE, n=age_on(value, self.desk.day)) if isinstance(value, date) and not masked else ""
        return self.text(row.kind.by_name[name], value, masked=masked)

    def state(self, row: Row) -> Tag | None:
        """The state of a record; open ones stand out."""
        field, cycle = row.kind.state, row.kind.lifecycle
        if field is None or cycle is None or field.name in row.masked:
            return None
        value = row.values[field.name]
        tone = "" if value not in cycle.open else "yellow" if value == cycle.first else "blue"
        return Tag(label=self.say(cycle.label_of(value)), tone=tone)  # type: ignore[arg-type]

    def unit(self, field: Field) -> str:
        """What a number of this field counts."""
        unit = field.facts.unit or ""
        return self.say(_UNITS[unit]) if unit in _UNITS else unit

    def href(self, kind: Kind, id: str) -> str:
        """Where a record is shown: a child on its own page."""
        if kind.name == self.asked.front.roster.kind:
            return f"{self.asked.root}/child/{id}"
        return f"{self.asked.root}/records/{kind.name}/{id}"

    def learn_names(self, kind: str, ids: set[str]) -> None:
        """Look up what records are called."""
        if not self.desk.may_read(kind):
            return
        for row in self.desk.find(kind, F.id.is_in(tuple(sorted(ids)[:MOST])), limit=MOST).rows:
            self._names[kind, row.id] = self.title(row)

    def named(self, kind: str, id: str) -> str:
        """What a record is called that was looked up before; nothing, if it is not there for this reader."""
        return self._names.get((kind, id), "")

    def _plain(self, field: Field, value: Any) -> str:
        if isinstance(value, datetime):
            return value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        if isinstance(value, date | Decimal):
            return str(value)
        text = str(value)
        if field.name in self.asked.front.posts.held_by:
            return self.person(text)
        if field.type.name == "state" and field.structure is not None:
            return self.say(field.structure.label_of(text))  # type: ignore[union-attr]
        if field.name == self.asked.front.tags.names and text in self.desk.catalog.risks:
            return self.say(self.desk.catalog.risks[text].label)
        if text in self._areas:
            return self.area(text)
        if is_level(field):
            return self.say(LEVEL_WORDS[text])  # type: ignore[index]
        return f"{text} {self.unit(field)}" if field.facts.unit else text


def is_open(row: Row) -> bool:
    """Whether a record is in a state that is not final: its deadlines stand."""
    cycle, state = row.kind.lifecycle, row.kind.state
    return cycle is None or state is None or row.values[state.name] in cycle.open


def is_level(field: Field) -> bool:
    """Whether a text says how far something may be seen."""
    return field.facts.pattern == _LEVEL


def title_fields(front: Front, kind: Kind) -> tuple[Field, ...]:
    """The fields that name a record, best first: what it is searched by, its key, or the first that says what it is."""
    if called := dict(front.titles).get(kind.name):
        return (kind.by_name[called],)
    keys = tuple(kind.by_name[name] for name in kind.key if not kind.by_name[name].facts.secret)
    named = tuple(f for f in kind.fields if f.name == "name")
    said = tuple(f for f in kind.fields if f.required and _says_what(front, kind, f))
    return (*kind.searchable, *named, *keys, *said[:1])


def _says_what(front: Front, kind: Kind, field: Field) -> bool:
    """Whether a field says what a record is: not where it lies, who has to do with it, or who told of it."""
    if (
        field.type.name not in ("code", "codes", "text")
        or field.facts.secret
        or field.ref
        or field.name == kind.level_by
    ):
        return False
    return not (field.name in (*front.posts.held_by, *front.places.held_by) or field.facts.codes == front.tags.sources)


def _nested(code: str) -> tuple[str, ...]:
    """An area and what it lies in, below the street: ``…002``, ``…002/07/``."""
    community, *rest = code.rstrip("/").split("/")
    parts = [community]
    for each in rest:
        parts.append(f"{parts[-1].rstrip('/')}/{each}/")
    return tuple(parts)
