"""A small town of its own: seven kinds, their code lists, and strategies for whatever can be asked of them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import SimpleNamespace
from typing import get_args

import pytest
from hypothesis import strategies as st

from minorcare.calendar import Span
from minorcare.declare import Code, Codes, Id, Label, Lifecycle, Record, deadline, field, kind, ref, state
from minorcare.query import Compare, Exists, Not, Op, Path, Query, Today, World, all_of, any_of, operators, resolve
from minorcare.query.paths import links, target_name

VISIT = Lifecycle({"planned": Label("待走访", en="To do"), "done": Label("已走访", en="Done")}, planned="done", done="")
OPS = get_args(Op)
DAY = date(2026, 11, 24)


class Mood(Enum):
    CALM = "calm"
    LOW = "low"

    @property
    def label(self):
        return {"calm": Label("平静", en="Calm"), "low": Label("低落", en="Low")}[self.value]


@kind("household", label=Label("家庭", en="Household"))
class Household(Record):
    address: str = field(label=Label("住址", en="Address"))
    area: str = field(label=Label("区域", en="Area"))


@kind("child", label=Label("孩子", en="Child"))
class Child(Record):
    name: str = field(label=Label("姓名", en="Name"), searchable=True)
    birth_date: date | None = field(label=Label("出生日期", en="Birth date"))
    area: str | None = field(label=Label("区域", en="Area"))
    sex: str | None = field(label=Label("性别", en="Sex"), codes="sex")
    needs: tuple[str, ...] = field(default=(), label=Label("需求", en="Needs"), codes="need")
    household: Id | None = ref("household", label=Label("家庭", en="Household"))
    resident_id: str | None = field(label=Label("身份证号", en="ID number"), secret=True)
    height: Decimal | None = field(label=Label("身高", en="Height"), places=1)
    siblings: int | None = field(label=Label("兄弟姐妹", en="Siblings"))
    boards: bool | None = field(label=Label("住校", en="Boards"))
    mood: Mood | None = field(label=Label("心情", en="Mood"))
    seen_at: datetime | None = field(label=Label("最近见到", en="Last seen"))
    school: str | None = field(label=Label("学校", en="School"))


@kind("member", label=Label("家庭成员", en="Member"))
class Member(Record):
    household: Id = ref(Household, about=True, label=Label("家庭", en="Household"))
    name: str = field(label=Label("姓名", en="Name"))
    away: bool = field(label=Label("外出", en="Away"))


@kind("officer", label=Label("工作人员", en="Officer"))
class Officer(Record):
    account: str = field(label=Label("账号", en="Account"))


@kind("visit", label=Label("走访记录", en="Visit"))
class Visit(Record):
    child: Id = ref(Child, about=True, label=Label("孩子", en="Child"))
    visited_on: date | None = field(label=Label("走访日期", en="Visited on"))
    due: date | None = deadline(default=None, days=30, after="visited_on", label=Label("期限", en="Due"))
    status: str = state(VISIT, label=Label("状态", en="Status"))


@kind("errand", label=Label("事项", en="Errand"))
class Errand(Record):
    giver: Id = ref("officer", label=Label("交办人", en="Giver"))
    taker: Id | None = ref("officer", label=Label("承办人", en="Taker"))
    sealed: Id | None = ref("sealed_file", label=Label("密件", en="Sealed file"))


@kind("sealed_file", label=Label("密件", en="Sealed file"), vault=True)
class SealedFile(Record):
    child: Id = ref(Child, about=True, label=Label("孩子", en="Child"))


def _codes(name: str, label: Label, *items: Code) -> Codes:
    return Codes(name=name, label=label, items=items, version="1", source="test", dated=date(2026, 1, 1))


KINDS = {each.__kind__.name: each.__kind__ for each in (Household, Child, Member, Officer, Visit, Errand, SealedFile)}
CODES = {
    "sex": _codes(
        "sex",
        Label("性别", en="Sex"),
        Code(value="1", label=Label("男", en="Male")),
        Code(value="2", label=Label("女", en="Female")),
    ),
    "need": _codes(
        "need",
        Label("需求", en="Needs"),
        Code(value="study", label=Label("学业辅导", en="Help with study")),
        Code(value="meals", label=Label("就餐", en="Meals"), retired=date(2025, 1, 1)),
    ),
}


def terms(name):
    """The suffixes of a name, in lower case."""
    return [name.casefold()[start:] for start in range(len(name))]


_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=6)
_DATES = st.dates(date(2005, 1, 1), date(2027, 1, 1))
_IDS = st.sampled_from(["a", "b", "c", "d"])
_AREAS = st.sampled_from(
    ["530111", "530111004", "530111004001", "530111004002", "530111004002/07/", "530111004002/07/3/"]
)
_BY_TYPE = {
    "text": _TEXTS,
    "int": st.integers(0, 5) | st.integers(-(2**63) + 1, 2**63 - 1),
    "decimal": st.decimals(-1000, 1000, places=1),
    "bool": st.booleans(),
    "date": _DATES,
    "datetime": st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 28), timezones=st.just(UTC)),  # noqa: DTZ001
    "ref": _IDS,
    "state": st.sampled_from(VISIT.states),
    "enum": st.sampled_from(Mood),
}


def values_for(found):
    """Values that may stand on the right of a comparison, one at a time."""
    if found.function == "age":
        return st.integers(0, 18)
    if found.function == "community":
        return st.sampled_from(["530111004001", "530111004002"])
    if found.column == "area":
        return _AREAS
    if found.type.name in ("code", "codes"):
        return st.sampled_from([item.value for item in CODES[found.codes].items])
    return _BY_TYPE[found.type.name]


def paths_of(kind, depth=2):
    """Every path of *kind* that can be asked, following up to *depth* references."""
    own = [each.name for each in kind.fields]
    found = [Path((name,)) for name in (*own, "id", "no", "since", "version")]
    if "area" not in own and kind.name in ("visit", "member"):
        found.append(Path(("area",)))
    for path in tuple(found):
        if resolve(path, kind, KINDS).type.name == "date":
            found.append(Path(path.names, "age"))
        if path.names == ("area",):
            found.append(Path(path.names, "community"))
    for each in kind.fields:
        target = KINDS[target_name(each.ref)] if each.ref else None
        if target and not target.vault and depth:
            found += [Path((each.name, *path.names), path.function) for path in paths_of(target, depth - 1)]
    return found


@st.composite
def compares(draw, kind, right=("value", "today"), paths=None, ops=OPS):
    """A comparison of *kind* that can be asked: of one of *paths*, by one of *ops*."""
    known = {path: operators(resolve(path, kind, KINDS)) for path in paths or paths_of(kind)}
    path, op = draw(st.sampled_from([(path, op) for path, some in known.items() for op in some if op in ops]))
    found = resolve(path, kind, KINDS)
    if op == "empty":
        return Compare(path, op, True)
    if op == "in":
        return Compare(path, op, tuple(draw(st.lists(values_for(found), min_size=1, max_size=3))))
    ordered = op in ("lt", "lte", "gt", "gte")
    if "today" in right and found.type.name in ("date", "datetime") and ordered and draw(st.booleans()):
        return Compare(path, op, Today(Span(days=draw(st.integers(-60, 60)))))
    return Compare(path, op, draw(values_for(found)))


def filters(kind, depth=2):
    """A filter of *kind* that can be asked, ``exists`` included."""
    if not depth:
        return compares(kind)
    inner = st.lists(filters(kind, depth - 1), max_size=3)
    choices = [
        compares(kind),
        inner.map(lambda parts: all_of(*parts)),
        inner.map(lambda parts: any_of(*parts)),
        filters(kind, depth - 1).map(Not),
    ]
    for other in KINDS.values():
        choices += [
            filters(other, depth - 1).map(
                lambda where, other=other, link=link: Exists(other.name, where, via=link.name)
            )
            for link in links(kind, other)
            if not other.vault
        ]
    if kind.name == "child":
        choices.append(filters(KINDS["member"], depth - 1).map(lambda where: Exists("member", where, on="household")))
    return st.one_of(choices)


@st.composite
def records(draw, kind, id_):
    """Typed values of one record; whatever may be empty is at times."""
    found = {"id": id_, "no": draw(st.integers(1, 5)), "version": 1, "since": draw(_BY_TYPE["datetime"])}
    for each in kind.fields:
        if each.many:
            found[each.name] = tuple(draw(st.lists(st.sampled_from(["study", "meals"]), max_size=2, unique=True)))
            continue
        some = values_for(resolve(Path((each.name,)), kind, KINDS))
        found[each.name] = draw(st.none() | some if each.type.optional else some)
    return found


@st.composite
def worlds(draw):
    """A few records of every kind that has a table."""
    made = {
        name: {id_: draw(records(kind, id_)) for id_ in draw(st.lists(_IDS, unique=True, max_size=3))}
        for name, kind in KINDS.items()
        if not kind.vault
    }
    return World(kinds=KINDS, records=made, terms=terms)


@st.composite
def url_queries(draw, kind):
    """A query that has a URL form."""
    parts = draw(st.lists(compares(kind, right=("value",)), max_size=4))
    parts = [Not(part) if part.op == "empty" and draw(st.booleans()) else part for part in parts]
    if kind.searchable and draw(st.booleans()):
        parts.append(Compare(Path(()), "matches", draw(_TEXTS)))
    order = draw(st.lists(st.sampled_from(["since", "-no", "id"]), max_size=3, unique=True))
    after = draw(st.none() | _TEXTS)
    return Query(kind=kind.name, where=all_of(*parts), order=tuple(order), after=after, limit=draw(st.integers(1, 500)))


@pytest.fixture(scope="session")
def town():
    """The kinds by name and by class, their codes, a day, and the strategies."""
    return SimpleNamespace(
        kinds=KINDS,
        codes=CODES,
        day=DAY,
        Mood=Mood,
        VISIT=VISIT,
        **{cls.__name__: cls for cls in (Household, Child, Member, Officer, Visit, Errand, SealedFile)},
        **KINDS,
        terms=terms,
        ops=OPS,
        paths_of=paths_of,
        compares=compares,
        filters=filters,
        worlds=worlds,
        url_queries=url_queries,
    )
