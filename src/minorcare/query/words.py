"""A filter said in words: ``状态 是 待核实，且 年龄 不小于 6`` / ``status is to verify, and age is at least 6``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

import attrs

from minorcare.calendar import CHINA, Span
from minorcare.declare import Codes, Kind, Lifecycle
from minorcare.label import Label
from minorcare.query.paths import PathError, Resolved, links, resolve
from minorcare.query.tree import And, Compare, Exists, Filter, Given, Not, Or, Path, Today

_HINT = 4  # of a secret, no more than its last four characters may be shown

_STORE = {
    "id": Label("编号", en="Id"),
    "no": Label("档案号", en="File number"),
    "since": Label("最近更改时间", en="Last changed"),
    "version": Label("版本", en="Version"),
    "area": Label("所在区域", en="Area"),
}
_AGE = Label("年龄", en="age")
_COMMUNITY = Label("所在社区", en="community")

_OPS = {
    "eq": Label("{left} 是 {right}", en="{left} is {right}"),
    "ne": Label("{left} 不是 {right}", en="{left} is not {right}"),
    "lt": Label("{left} 小于 {right}", en="{left} is less than {right}"),
    "lte": Label("{left} 不大于 {right}", en="{left} is at most {right}"),
    "gt": Label("{left} 大于 {right}", en="{left} is more than {right}"),
    "gte": Label("{left} 不小于 {right}", en="{left} is at least {right}"),
    "in": Label("{left} 是 {right}", en="{left} is {right}"),
    "empty": Label("{left} 没有填写", en="{left} is not filled in"),
    "contains": Label("{left} 含有 {right}", en="{left} contains {right}"),
    "within": Label("{left} 在 {right} 之内", en="{left} lies within {right}"),
    "matches": Label("{left} 像 {right}", en="{left} is like {right}"),
}
_TIMES = {
    "lt": Label("{left} 早于 {right}", en="{left} is before {right}"),
    "lte": Label("{left} 不晚于 {right}", en="{left} is no later than {right}"),
    "gt": Label("{left} 晚于 {right}", en="{left} is after {right}"),
    "gte": Label("{left} 不早于 {right}", en="{left} is no earlier than {right}"),
}
_FLAGS = {
    "eq": Label("{left} 为 {right}", en="{left} is {right}"),
    "ne": Label("{left} 不为 {right}", en="{left} is not {right}"),
}
_BY_TYPE = {"date": _TIMES, "datetime": _TIMES, "bool": _FLAGS}
_FILLED = Label("{left} 已填写", en="{left} is filled in")
_SOUGHT = Label("姓名等 像 {right}", en="its name is like {right}")
_GIVEN = Label("〔{name}〕", en="[{name}]")
_QUOTED = Label("“{text}”", en="“{text}”")
_BRACKETS = Label("（{inner}）", en="({inner})")
_NOT = Label("并非（{inner}）", en="not ({inner})")
_AND, _OR = Label("，且 ", en=", and "), Label("，或 ", en=", or ")
_ALL, _NONE = Label("不限", en="everything"), Label("一条也不要", en="nothing")
_ONE_OF = Label(" 或 ", en=" or ")
_YES, _NO = Label("是", en="yes"), Label("否", en="no")
_OF = Label("的", en="’s ")
_LINKED = Label("以本记录为 {link} 的 {kind}", en="{kind} that names this as {link}")
_SHARED = Label("同一 {link} 的 {kind}", en="{kind} with the same {link}")
_THERE_IS = Label("有 {what}", en="there is a {what}")
_THERE_IS_AN = Label("有 {what}", en="there is an {what}")
_THERE_IS_NO = Label("没有 {what}", en="there is no {what}")
_TODAY = Label("今天", en="today")
_BEFORE, _AFTER = Label("今天起 {span}前", en="{span} before today"), Label("今天起 {span}后", en="{span} after today")


def say(asked: Filter, kind: Kind, kinds: Mapping[str, Kind], codes: Mapping[str, Codes], lang: str) -> str:
    """What *asked* selects among records of *kind*, for people, in *lang* (``"zh"`` or ``"en"``).

    Words come from the declarations. A secret is shown by its last four characters; a path that leads nowhere is said as it is
    written.
    """
    return _Speaker(kinds=kinds, codes=codes, lang=lang).say(asked, kind)


@attrs.frozen(kw_only=True)
class _Speaker:
    kinds: Mapping[str, Kind]
    codes: Mapping[str, Codes]
    lang: str

    def fill(self, label: Label, /, **words: str) -> str:
        return label.in_(self.lang).format_map(words)

    def low(self, label: Label) -> str:
        """A label within a sentence: English ones begin small, but for abbreviations."""
        text = label.in_(self.lang)
        return text if self.lang != "en" or text[1:2].isupper() else text[:1].lower() + text[1:]

    def say(self, asked: Filter, kind: Kind, *, inside: bool = False) -> str:
        match asked:
            case And(parts) | Or(parts):
                if not parts:
                    return (_ALL if isinstance(asked, And) else _NONE).in_(self.lang)
                joint = (_AND if isinstance(asked, And) else _OR).in_(self.lang)
                text = joint.join(self.say(part, kind, inside=True) for part in parts)
                return self.fill(_BRACKETS, inner=text) if inside else text
            case Not(Exists() as part):
                return self.exists(part, kind, there_is=False)
            case Not(Compare(_, "empty", True) as part):
                return self.fill(_FILLED, left=self.path(part.left, kind))
            case Not(part):
                return self.fill(_NOT, inner=self.say(part, kind))
            case Exists():
                return self.exists(asked, kind)
            case Compare():
                return self.compare(asked, kind)
        raise TypeError(f"{type(asked).__name__} is no filter of minorcare")

    def exists(self, asked: Exists, kind: Kind, *, there_is: bool = True) -> str:
        other = self.kinds.get(asked.kind)
        if other is None:
            what = asked.kind
        else:
            what = self.low(other.label)
            if asked.on is not None:
                what = self.fill(_SHARED, kind=what, link=self.path(Path((asked.on,)), kind))
            elif asked.via is not None and len(links(kind, other)) > 1:
                what = self.fill(_LINKED, kind=what, link=self.path(Path((asked.via,)), other))
            if asked.where != And():
                gap = " " if self.lang == "en" else ""
                what += gap + self.fill(_BRACKETS, inner=self.say(asked.where, other))
        vowel = self.lang == "en" and what[:1].lower() in "aeiou"
        return self.fill((_THERE_IS_AN if vowel else _THERE_IS) if there_is else _THERE_IS_NO, what=what)

    def compare(self, asked: Compare, kind: Kind) -> str:
        if not asked.left.names:
            return self.fill(_SOUGHT, right=self.fill(_QUOTED, text=str(asked.right)))
        try:
            found = resolve(asked.left, kind, self.kinds)
        except PathError:
            found = None
        own = _BY_TYPE.get(found.type.name, {}) if found else {}
        text = own.get(asked.op) or _OPS[asked.op]
        return self.fill(text, left=self.path(asked.left, kind), right=self.right(asked, found, kind))

    def path(self, path: Path, kind: Kind) -> str:
        try:
            found = resolve(path, kind, self.kinds)
        except PathError:
            return str(path)
        steps = [self.low(step.label) for step in found.refs]
        return _OF.in_(self.lang).join([*steps, self.end(found)])

    def end(self, found: Resolved) -> str:
        name = self.low(found.field.label if found.field else _STORE[found.column])
        if found.function == "community":
            return _COMMUNITY.in_(self.lang)
        if found.function is None:
            return name
        if found.column == "birth_date":
            return _AGE.in_(self.lang)
        return self.fill(Label("{name}至今的整年数", en="full years since {name}"), name=name)

    def right(self, asked: Compare, found: Resolved | None, kind: Kind) -> str:
        match asked.right:
            case Path():
                return self.path(asked.right, kind)
            case Given(name):
                return self.fill(_GIVEN, name=name)
            case Today(shift):
                return self.today(shift)
            case tuple():
                return _ONE_OF.in_(self.lang).join(self.value(item, found) for item in asked.right)
            case value:
                return self.value(value, found)

    def today(self, shift: Span) -> str:
        if shift == Span():
            return _TODAY.in_(self.lang)
        before = shift.months < 0 or (shift.months == 0 and shift.days < 0)
        span = (-shift if before else shift).words().in_(self.lang)
        return self.fill(_BEFORE if before else _AFTER, span=span)

    def value(self, value: object, found: Resolved | None) -> str:
        if found is not None and found.secret:
            text = str(value)
            return "…" + (text[-_HINT:] if len(text) > _HINT else "")
        match value:
            case bool():
                return (_YES if value else _NO).in_(self.lang)
            case Enum():
                return self.low(enum_label(value))
            case datetime():
                local = value.astimezone(CHINA)
                return f"{self.day(local.date())} {local:%H:%M}"
            case date():
                return self.day(value)
            case str():
                return self.word(value, found)
            case _:
                return str(value)

    def word(self, value: str, found: Resolved | None) -> str:
        field = found.field if found else None
        if field is not None and isinstance(field.structure, Lifecycle):
            return self.low(field.structure.label_of(value))
        if found is not None and found.codes in self.codes and found.codes is not None:
            return self.codes[found.codes].label_of(value).in_(self.lang)
        plain = found is not None and (found.column == "area" or found.type.name == "ref")
        return value if plain else self.fill(_QUOTED, text=value)

    def day(self, day: date) -> str:
        return day.isoformat() if self.lang == "en" else f"{day.year}年{day.month}月{day.day}日"


def enum_label(member: Enum) -> Label:
    """What people call a member of an enum: its ``label`` if it has one, else its name."""
    own = getattr(member, "label", None)
    name = member.name.lower().replace("_", " ")
    return own if isinstance(own, Label) else Label(name, en=name)
