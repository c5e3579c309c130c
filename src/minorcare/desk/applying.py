"""Applying acts inside one transaction: checks, state, access, write. All problems of a batch come back at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from minorcare.declare import Due, Id, Kind, Record, wording
from minorcare.declare.checks import problems as value_problems
from minorcare.desk import owning
from minorcare.desk.acts import Act, Change, Restore, Save, Transition, Void, id_of, kind_of
from minorcare.desk.afterwards import Afterwards
from minorcare.desk.checking import Checking, Context
from minorcare.desk.lookups import Lookups
from minorcare.desk.named import is_open_suggestion, naming, voiding
from minorcare.errors import CHANGED, Conflict, Invalid, NotFound, Problem, Refused
from minorcare.kinds import Duplicate, Minor
from minorcare.label import Label
from minorcare.store.protocol import Put, Stored, Tx
from minorcare.store.statements import levelled


@attrs.define(kw_only=True, eq=False)
class Application:
    """The acts of one batch being applied."""

    tx: Tx
    context: Context
    problems: list[Problem] = attrs.field(factory=list)
    written: list[tuple[str, str, int]] = attrs.field(factory=list)
    _before: int = 0
    _lookups: Lookups = attrs.field(init=False)
    _checking: Checking = attrs.field(init=False)
    _afterwards: Afterwards = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        context = self.context
        self._lookups = Lookups(tx=self.tx, catalog=context.catalog, views=context.views, day=context.day)
        self._checking = Checking(lookups=self._lookups, context=context)
        self._afterwards = Afterwards(tx=self.tx, checking=self._checking)

    def run(self, acts: tuple[Act, ...]) -> list[tuple[str, str, int]]:
        """Apply all; kind, id and new version of each record.

        Raises:
            Invalid: with every problem of every act.
            Refused, NotFound, Conflict: at the first act that is.
        """
        with self.tx.together():
            if len(acts) > 1:
                self._lookups.ahead(act.record for act in acts if isinstance(act, Save) and not act.base)
            for number, act in enumerate(acts):
                self._act(act, "" if len(acts) == 1 else f"[{number}]")
            if not self.problems:
                self.problems += self._afterwards.problems()
            if self.problems:
                raise Invalid(self.problems)
        return self.written

    def _act(self, act: Act, at: str) -> None:
        kind, id = self.context.catalog.kind(kind_of(act)), id_of(act)
        self.may(kind, new=isinstance(act, Save) and not act.base, to=act.to if isinstance(act, Transition) else None)
        if id in self._checking.failed:  # it has its problems already
            return
        before = self._before = len(self.problems)
        self._afterwards.at = at
        self._one(kind, act)
        if len(self.problems) > before:
            self._checking.failed.add(id)
            if at:
                self.problems[before:] = [p.under(at) for p in self.problems[before:]]

    def may(self, kind: Kind, *, new: bool = False, to: str | None = None) -> None:
        """Refuse what the actor's role does not write: in a record of its own, it may move it *to* another state."""
        if self.context.may_write(kind) or (new and self.context.may_report(kind)):
            return
        if to is not None and self.context.may_move(kind, to):
            return
        name = kind.label
        raise Refused(
            Label(f"您的岗位不能填写{name.zh}", en=f"your role does not write {(name.en or kind.name).lower()}")
        )

    def _one(self, kind: Kind, act: Act) -> None:
        if kind.vault:
            self._seal(kind, act)
            return
        match act:
            case Save(record, 0):
                self._create(kind, record)
            case Save(record, base):
                old = self._held(kind, record.id, base)
                self._follow(kind, old, record, base, "change", set(kind.by_name))
            case Change(_, id, base, values):
                old = self._held(kind, id, base)
                known = self._known(kind, values)
                self._follow(kind, old, old.record.but(**known), base, "change", set(known))
            case Transition():
                self._transition(kind, act)
            case Void(_, id, base, reason):
                self._void(kind, self._held(kind, id, base), reason)
            case Restore():
                self._restore(kind, act)

    def _void(self, kind: Kind, old: Stored, reason: str) -> None:
        if not reason.strip():
            self.problems.append(wording.required("reason"))
        named = naming(self.tx, self.context, kind, old.record.id)
        if any(not is_open_suggestion(record) for _, record in named):
            self._problem(
                "",
                "还有别的记录指向它",
                "is named by other records",
                "先作废或改正那些记录",
                "void or change those first",
                "named",
            )
        if len(self.problems) > self._before:
            return
        for other, stored in named:  # what rules suggested goes with what it was about
            self._put(voiding(other.name, stored, reason))
        self._put(voiding(kind.name, old, reason))
        self._afterwards.gone(kind, old.record)

    def _seal(self, kind: Kind, act: Act) -> None:
        if not isinstance(act, Save):
            raise Refused(Label("保险库里的记录只能整条保存", en="a vault record is saved whole"))
        record = self._filled(kind, act.record)
        self.problems += value_problems(
            kind, kind.values(record), codes=self.context.catalog.codes, day=self._lookups.day
        )
        self.problems += record.check()
        if len(self.problems) == self._before:
            self.written.append(("vault", record.id, self.tx.seal(kind, record, act.base)))

    def _create(self, kind: Kind, record: Record) -> None:
        if kind.state and getattr(record, kind.state.name) != kind.state.default:
            self._problem(
                kind.state.name, "新建的记录从第一个状态开始", "a new record starts in the first state", *_BY_TRANSITION
            )
            return
        if kind.state:
            record = record.entering(kind.state.default, day=self._lookups.day, actor=self.context.account)
        filled, view = self._filled(kind, self._in_time(kind, record)), self.context.views(kind)
        if view.owner is not None or not self.context.may_report(kind):
            self._above(owning.above(kind, view, kind.values(filled)))
        self.problems += self._checking.problems(kind, filled, None)
        if not self._clean(kind, filled):
            return
        self._put(Put(kind=kind.name, id=record.id, record=filled, base=0, action="create"))
        self._afterwards.entered(kind, record.id)
        self._sees_after(kind, filled)
        self._duplicates(kind, filled)

    def _follow(self, kind: Kind, old: Stored, record: Record, base: int, action: str, names: set[str]) -> None:
        filled = self._filled(kind, record)
        changed = {n for n in names if getattr(filled, n) != getattr(old.record, n)}
        if kind.state and action == "change" and kind.state.name in changed:
            self._problem(kind.state.name, "状态不能直接修改", "a state is not changed like a value", *_BY_TRANSITION)
        above = sorted(changed & self._hidden(kind, old.record)) if self.context.views(kind).owner is None else []
        self._above(above)
        if not above:  # what else is wrong with it may tell what it is
            self.problems += self._checking.problems(kind, filled, changed)
        if self._clean(kind, filled):
            self._put(Put(kind=kind.name, id=record.id, record=filled, base=base, action=action))
            if action == "transition":
                self._afterwards.entered(kind, record.id)
            if self.context.views(kind).owner is None:  # what is done may leave its owner's list
                self._sees_after(kind, filled)

    def _hidden(self, kind: Kind, record: Record) -> set[str]:
        """What the actor does not see of *record* as it stands. Nobody lowers the level of what is above their ceiling."""
        view = self.context.views(kind)
        if kind.level_by and getattr(record, kind.level_by) in view.masked_levels:
            return {*view.hidden, *levelled(kind), kind.level_by}
        return set(view.hidden)

    def _transition(self, kind: Kind, act: Transition) -> None:
        old = self._held(kind, act.id, act.base)
        if kind.state is None or kind.lifecycle is None:
            raise Refused(Label(f"{kind.label.zh}没有状态", en=f"{kind.name} has no state"))
        now = getattr(old.record, kind.state.name)
        if not kind.lifecycle.allows(now, act.to):
            allowed = kind.lifecycle.moves.get(now, ())
            names = [kind.lifecycle.label_of(s) for s in allowed]
            said = Label(
                f"不能从“{kind.lifecycle.label_of(now).zh}”变为“{kind.lifecycle.label_of(act.to).zh}”",
                en=f"cannot go from {now} to {act.to}",
            )
            zh, en = "、".join(n.zh for n in names) or "（已是终态）", ", ".join(allowed) or "nothing (it is final)"
            self.problems.append(
                Problem(
                    at=kind.state.name,
                    said=said,
                    remedy=Label(f"可以变为：{zh}", en=f"it may go to: {en}"),
                    code="state",
                )
            )
            return
        known, view = self._known(kind, act.values), self.context.views(kind)
        self._above(owning.not_theirs(view, known))
        theirs = owning.whole(kind, view, known)
        moved = kind.build({**kind.values(old.record), **theirs, kind.state.name: act.to})
        entered = moved.entering(act.to, day=self._lookups.day, actor=self.context.account)
        self._follow(kind, old, entered, act.base, "transition", set(kind.by_name))

    def _restore(self, kind: Kind, act: Restore) -> None:
        now = self._held(kind, act.id, act.base).record if act.base else None
        record = self.tx.version(kind, act.id, act.version)
        for one in (now, record):
            if one is not None and kind.level_by and kind.level_by in self._hidden(kind, one):
                self._above((kind.level_by,))
        self.problems += self._checking.problems(kind, record, set())
        if self._clean(kind, record):
            self._put(Put(kind=kind.name, id=act.id, record=record, base=act.base, action="restore"))
            self._afterwards.entered(kind, act.id)
            self._sees_after(kind, record)

    def _held(self, kind: Kind, id: str, base: int) -> Stored:
        if not self._lookups.sees(kind, id):
            raise NotFound(kind.name)
        stored = self.tx.load(kind, id)
        if stored is None:
            raise NotFound(kind.name)
        if stored.version != base:
            raise Conflict(CHANGED)
        return stored

    def _sees_after(self, kind: Kind, record: Record) -> None:
        owner = self.context.views(kind).owner
        if (owner is None and self.context.may_report(kind)) or self._lookups.sees_written(kind, record):
            return
        if owner is not None:
            self._problem(
                owner.field, "不是您的账号", "is not your account", "填您自己的账号", "give your own", "person"
            )
            return
        # the same words whether the area is foreign or does not exist
        self._problem(
            "area",
            "不在您负责的区域",
            "is not in an area you are posted to",
            "改为您负责的区域",
            "choose an area of your own",
        )

    def _filled(self, kind: Kind, record: Record) -> Record:
        """With its office, its values in their one form, and the deadlines that count from other fields."""
        tidy = record.tidy()
        values = {**kind.values(tidy), "office": self.context.office}
        for field in kind.deadlines:
            if field.due and values[field.name] is None:
                values[field.name] = self._counted(field.due, values)
        return kind.build(values)

    def _in_time(self, kind: Kind, record: Record) -> Record:
        """A new record with the deadlines that this office sets: an earlier day stays, a later one is not the sender's to give."""
        waits = self.context.catalog.waiting(kind) if kind.deadlines else {}
        last = {name: self.context.calendar.add_working_days(self._lookups.day, n) for name, n in waits.items()}
        return record.but(**{name: min(getattr(record, name) or day, day) for name, day in last.items()})

    def _counted(self, due: Due, values: Mapping[str, Any]) -> date | None:
        first = values[due.after] if due.after else self._lookups.day
        if not isinstance(first, date) or (due.days is None and due.working_days is None):
            return None
        if due.working_days is not None:
            return self.context.calendar.add_working_days(first, due.working_days)
        return date.fromordinal(first.toordinal() + (due.days or 0))

    def _duplicates(self, kind: Kind, record: Record) -> None:
        """Tell those who may see both, and nobody else, that a number is on file already."""
        for other in self._checking.unseen_twins.pop(record.id, ()):
            if kind is Minor.__kind__:
                note = Duplicate(office=self.context.office, minor=record.id, other=Id(other))
                self.tx.put(
                    Put(kind="duplicate", id=note.id, record=note, base=0, action="create", via="check:duplicate")
                )

    def _known(self, kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
        for name in values:
            if name not in kind.by_name:
                fields = ", ".join(sorted(kind.by_name))
                self._problem(name, "没有这个字段", "is no field", f"可用的字段：{fields}", f"its fields: {fields}")
        return {name: value for name, value in values.items() if name in kind.by_name}

    def _above(self, names: Iterable[str]) -> None:
        for name in names:
            self._problem(
                name,
                "超出您的查看级别，不能填写",
                "is above your ceiling",
                "去掉这一项，或申请权限",
                "leave it out, or ask for access",
                "masked",
            )

    def _problem(self, at: str, zh: str, en: str, remedy_zh: str, remedy_en: str, code: str = "invalid") -> None:
        self.problems.append(Problem(at=at, said=Label(zh, en=en), remedy=Label(remedy_zh, en=remedy_en), code=code))

    def _clean(self, kind: Kind, record: Record) -> bool:
        """Whether this act can be written. Others of the batch may have failed: what only writing shows of this one is wanted."""
        if len(self.problems) > self._before:
            return False
        if any(getattr(record, field.name) in self._checking.failed for field in kind.references):
            self._checking.failed.add(
                record.id
            )  # it names a record that will not be there: nothing more can be said of it
            return False
        return True

    def _put(self, put: Put) -> None:
        if put.base:
            self._lookups.forget_sights()
        self.written.append((put.kind, put.id, self.tx.put(put)))


_BY_TRANSITION = ("用“变更状态”来做", "use a transition")
