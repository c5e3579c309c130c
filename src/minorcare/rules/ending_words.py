"""The words for what ends a tag, made from the declarations of kinds and fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from minorcare.calendar import reached_on
from minorcare.declare import Codes, Field, Kind
from minorcare.label import Label
from minorcare.query import Compare, World, resolve
from minorcare.query.paths import PathError, target_name
from minorcare.query.tree import Today
from minorcare.rules.findings import RESTRICTED_BASIS

_NO_NAMES = frozenset({"fact_source"})
"""Code lists that say where a fact comes from, not what it is."""


@attrs.frozen(kw_only=True)
class Speaker:
    """Says what would have to happen to a record, in both languages."""

    kinds: Mapping[str, Kind]
    codes: Mapping[str, Codes]

    @property
    def restricted(self) -> Label:
        """Of a record that the reader may not read: not which, not when."""
        return Label(f"{RESTRICTED_BASIS.zh}不再成立", en=f"the {RESTRICTED_BASIS.in_('en')} no longer holds")

    def birthday(self, age: int, birth: Any) -> tuple[Label, date | None]:
        """A child reaches an age, on the day after the birthday."""
        first = reached_on(birth, age) if isinstance(birth, date) else None
        on = f"（{first}）" if first else ""
        return Label(f"年满 {age} 周岁{on}", en=f"the child is {age}{f' ({first})' if first else ''}"), first

    def passed(self, asked: Compare, kind: Kind, record: Mapping[str, Any], world: World) -> Label:
        """A recorded day lies in the past, or so many months back."""
        what, field = self.record(kind, record, world), self._field(asked, kind)
        value = record[asked.left.names[0]]
        shift = asked.right.shift if isinstance(asked.right, Today) else None
        if shift is None or (shift.months, shift.days) == (0, 0):
            return Label(
                f"{what.zh}的“{field.zh}”（{value}）已过",
                en=f"the {field.in_('en')} ({value}) of the {what.in_('en')} is past",
            )
        span = (-shift).words()
        return Label(
            f"{what.zh}的“{field.zh}”（{value}）已满 {span.zh}",
            en=f"{span.in_('en')} have passed since the {field.in_('en')} ({value}) of the {what.in_('en')}",
        )

    def filled(self, asked: Compare, kind: Kind, record: Mapping[str, Any], world: World) -> Label:
        """The last day of a period is recorded."""
        what, field = self.record(kind, record, world), self._field(asked, kind)
        return Label(
            f"{what.zh}填写“{field.zh}”后的第二天",
            en=f"the day after the {field.in_('en')} of the {what.in_('en')}, once it is recorded",
        )

    def voided(self, kind: Kind, record: Mapping[str, Any], world: World) -> Label:
        """A record without an end is taken out of force."""
        what = self.record(kind, record, world)
        return Label(f"{what.zh}作废", en=f"the {what.in_('en')} is taken out of force")

    def appears(self, kind: Kind) -> Label:
        """A record comes that says otherwise."""
        label = kind.label
        return Label(f"登记的{label.zh}使条件不再成立", en=f"a {_small(label)} is recorded by which it no longer holds")

    def changes(self, asked: Compare, kind: Kind) -> Label:
        """A value of the child, or of its household, is another one."""
        field = self._field(asked, kind)
        return Label(f"“{field.zh}”改变", en=f"the {field.in_('en')} changes")

    def record(self, kind: Kind, record: Mapping[str, Any], world: World) -> Label:
        """A record by what it is, and of whom: 父亲的成员情况（外出务工）."""
        zh, en = kind.label.zh, _small(kind.label)
        if code := self._code(kind, record):
            zh, en = f"{zh}（{code.zh}）", f"{en} ({code.in_('en')})"
        if whose := self._whose(kind, record, world):
            zh, en = f"{whose.zh}的{zh}", f"{en} of the {_small(whose)}"
        return Label(zh, en=en)

    def _whose(self, kind: Kind, record: Mapping[str, Any], world: World) -> Label | None:
        about = kind.about
        if about is None or about.ref is None:
            return None
        target = self.kinds[target_name(about.ref)]
        owner = world.named(about, record.get(about.name))
        return self._code(target, owner) if owner is not None and target.about is not None else None

    def _code(self, kind: Kind, record: Mapping[str, Any]) -> Label | None:
        for field in kind.fields:
            if field.facts.codes is None or field.facts.codes in _NO_NAMES or not field.required:
                continue
            value = record.get(field.name)
            values = value if isinstance(value, tuple) else (value,)
            words = [self._word(field.facts.codes, one) for one in values if one is not None]
            if words:
                return Label("、".join(word.zh for word in words), en=", ".join(word.in_("en") for word in words))
        return None

    def _word(self, codes: str, value: Any) -> Label:
        return self.codes[codes].label_of(value) if codes in self.codes else Label(str(value), en=str(value))

    def _field(self, asked: Compare, kind: Kind) -> Label:
        try:
            found: Field | None = resolve(asked.left, kind, self.kinds).field
        except PathError:
            found = None
        label = found.label if found else Label(str(asked.left), en=str(asked.left))
        return Label(label.zh, en=_small(label))


def _small(label: Label) -> str:
    text = label.in_("en")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
