"""Two records turn out to be one child: what is about the one becomes about the other, in one batch that can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from minorcare.declare import LEVELS
from minorcare.desk import Act, Change, Desk, Void
from minorcare.errors import Invalid, Problem
from minorcare.kinds import Evidence, Guarantee, Minor, RiskTag
from minorcare.kinds.attention import ATTENTION_LEVELS
from minorcare.label import Label
from minorcare.query import F, Given
from minorcare.store.protocol import Receipt, Row
from minorcare.work.anew import state_of
from minorcare.work.import_plan import every
from minorcare.work.one_guarantor import answering
from minorcare.work.referring import naming

Key = tuple[str, str]
_NUMBER = "resident_id"
ONE_EACH: Mapping[str, tuple[str, ...]] = {
    "risk_tag": ("risk",),
    "attention": ("status",),
    "age_gate": ("gate",),
    "duplicate": ("minor", "other"),
}
"""Of which a child has one each, told apart by these fields: where both children have it, one goes."""
_WHILE_OPEN = ("risk_tag", "attention")


def merge(desk: Desk, keep: str, drop: str, *, reason: str, key: str | None = None) -> Receipt[Any]:
    """Make one child of two: *keep* stays, everything that names *drop* names it instead, and *drop* is taken out of force.

    Empty values of the one that stays are filled from the other. Of what a child has one each (an open tag of a risk, a level of
    attention, the note of an age) the one on which a person has decided stays, else that of *keep*; a tag with the evidence of
    both, and of two levels the higher. Of those who answered for either on the same days the one who has accepted stays.
    ``desk.undo(key)`` takes all of it back.

    Args:
        desk: Of a person who sees both.
        keep: The id that stays.
        drop: The id that goes.
        reason: Why they are one; kept in the journal.
        key: The replay key, by which it is undone.

    Raises:
        NotFound: the actor does not see one of them.
        Invalid: they are the same record, hold two resident IDs, no reason is given, something stands in the way (two active
            plans), or a record names the second that the actor does not see.
        Refused: the actor does not write children.
    """
    problems = [*((_ITSELF,) if keep == drop else ()), *(() if reason.strip() else (_NO_REASON,))]
    if problems:
        raise Invalid(problems)
    stays, goes = desk.get(Minor, keep), desk.get(Minor, drop)
    if _two_numbers(desk, stays, goes):
        raise Invalid([_TWO_NUMBERS])
    merging = _Merging(desk=desk, keep=stays, drop=goes, reason=reason)
    merging.move()
    return desk.apply(*merging.acts(), key=key)


@attrs.define(kw_only=True)
class _Merging:
    """One act a record: undone in one step, it then stands as it stood."""

    desk: Desk
    keep: Row
    drop: Row
    reason: str
    _changes: dict[Key, tuple[Row, dict[str, Any]]] = attrs.field(factory=dict, init=False)
    _voids: dict[Key, Void] = attrs.field(factory=dict, init=False)
    _late: set[Key] = attrs.field(factory=set, init=False)

    def move(self) -> None:
        """Everything that names the one that goes."""
        for field, row in naming(self.desk, self.drop.kind, self.drop.id):
            self._change(row, **{field.name: self.keep.id})
        for row, values in tuple(self._changes.values()):
            told = {**row.values, **values}
            if (row.kind.name, row.id) in self._voids:
                continue
            if row.kind.name == "duplicate" and told["minor"] == told["other"]:
                self._void(row)
            elif row.kind.name in ONE_EACH or _single(row):
                self._one_of_two(row)
        if self.desk.may_read(Guarantee):
            self._guarantees()
        for tag in every(self.desk, RiskTag, F.minor.is_in(Given("ids")), {"ids": [self.keep.id, self.drop.id]}):
            self._evidence(tag)

    def acts(self) -> Iterator[Act]:
        """First what names a record that goes, then those that make room, then what takes their place, and the child last."""
        rival = {
            key for key, (row, _) in self._changes.items() if row.kind.name in ONE_EACH or _single(row)
        } | self._late
        changes = {key: Change(*key, row.version, values) for key, (row, values) in self._changes.items()}
        yield from (change for key, change in changes.items() if key not in rival)
        yield from self._voids.values()
        yield from (change for key, change in changes.items() if key in rival)
        yield Void(Minor, self.drop.id, self.drop.version, self.reason)
        filled = self._filled()
        if filled:
            yield Change(Minor, self.keep.id, self.keep.version, filled)

    def _change(self, row: Row, **values: Any) -> None:
        key = (row.kind.name, row.id)
        if key not in self._voids:
            self._changes.setdefault(key, (row, {}))[1].update(values)

    def _void(self, row: Row) -> None:
        key = (row.kind.name, row.id)
        self._changes.pop(key, None)
        self._voids[key] = Void(*key, row.version, self.reason)

    def _guarantees(self) -> None:
        """Of those who answered for the two on the same days one stays, with whom it took over from; the others go."""
        mine, theirs = (
            tuple(every(self.desk, Guarantee, F.minor == Given("id"), {"id": child.id}))
            for child in (self.keep, self.drop)
        )
        found = answering(mine, theirs)
        for row in (*found.stays, *found.goes):  # first to last: whoever took over comes after the one before
            moved = self._changes.pop((row.kind.name, row.id), None)
            if moved is not None:
                self._changes[row.kind.name, row.id] = moved
        self._late |= {(row.kind.name, row.id) for row in found.stays}  # room is made for them first
        gone = {row.id for row in found.outdone}
        for row in found.goes:
            if row.values["takes_over"] in gone and row.id not in gone:
                self._change(row, takes_over=None)
        for row in reversed(found.outdone):
            self._void(row)

    def _one_of_two(self, moved: Row) -> None:
        """Where the child that stays has such a record too, the better founded of the two goes on."""
        _, changed = self._changes.get((moved.kind.name, moved.id), (moved, {}))
        same = {**moved.values, **changed}
        for other in self._twins(moved, same):
            loser, winner = (other, moved) if _rank(moved) > _rank(other) else (moved, other)
            for field, row in naming(self.desk, loser.kind, loser.id):
                self._change(row, **{field.name: winner.id})
            if moved.kind.name == "risk_tag":
                levels = (winner.values["level"], loser.values["level"])
                self._change(winner, evidence=_united(winner, loser), level=max(levels, key=LEVELS.index))
            self._void(loser)

    def _twins(self, moved: Row, same: Mapping[str, Any]) -> Iterator[Row]:
        kind = moved.kind
        if not _counts(moved):
            return
        if kind.name == "duplicate":
            pairs = every(self.desk, kind.name, F.minor.is_in(Given("ids")), {"ids": [same["minor"], same["other"]]})
            wanted = {same["minor"], same["other"]}
            yield from (
                row for row in pairs if row.id != moved.id and {row.values["minor"], row.values["other"]} == wanted
            )
            return
        names = ONE_EACH.get(kind.name, ())
        about = kind.about.name if kind.about else ""
        for row in every(self.desk, kind.name, getattr(F, about) == Given("id"), {"id": self.keep.id}):
            if row.id == moved.id or {*names} & {*row.masked, *moved.masked}:
                continue  # what is above the ceiling is not compared; if they are alike, the desk refuses
            if _counts(row) and all(row.values[name] == same[name] for name in names):
                yield row

    def _evidence(self, tag: Row) -> None:
        """A tag that rests on the record that goes rests on the one that stays."""
        changed = self._changes.get(("risk_tag", tag.id), (tag, {}))[1]
        evidence: tuple[Evidence, ...] = changed.get("evidence", tag.values["evidence"]) or ()
        if Evidence(kind="minor", id=self.drop.id) in evidence:
            own = {
                attrs.evolve(e, id=self.keep.id) if (e.kind, e.id) == ("minor", self.drop.id) else e: None
                for e in evidence
            }
            self._change(tag, evidence=tuple(own))

    def _filled(self) -> dict[str, Any]:
        """What the child that stays lacks and the other has."""
        here, there = self.keep.values, self.drop.values
        filled = {
            field.name: there[field.name]
            for field in self.keep.kind.fields
            if here[field.name] in (None, "")
            and there[field.name] not in (None, "")
            and field.name not in {*self.keep.masked, *self.drop.masked}
        }
        for field in self.keep.kind.secrets:
            if here[field.name] is None and there[field.name] is not None:
                filled[field.name] = self.desk.reveal(Minor, self.drop.id, field.name)
        return filled


def _two_numbers(desk: Desk, keep: Row, drop: Row) -> bool:
    """Whether both hold a resident ID, and not the same."""
    if not keep.values[_NUMBER] or not drop.values[_NUMBER]:
        return False
    number = desk.reveal(Minor, drop.id, _NUMBER)
    return number is not None and not desk.holds(Minor, keep.id, _NUMBER, number)


def _single(row: Row) -> bool:
    """Whether a record is the only one of its kind a child may have."""
    return row.kind.about is not None and row.kind.about.facts.unique


def _counts(row: Row) -> bool:
    """Whether a record is one of those of which a child has one."""
    life = row.kind.lifecycle
    return row.kind.name not in _WHILE_OPEN or life is None or state_of(row) in life.open


def _rank(row: Row) -> tuple[bool, int]:
    """Which of two goes on: the one a person has decided on, and of two levels of attention the higher."""
    decided = row.kind.state is not None and state_of(row) != row.kind.state.default
    close = row.kind.name == "attention" and row.values["level"] in ATTENTION_LEVELS
    return decided, ATTENTION_LEVELS.index(row.values["level"]) if close else 0


def _united(winner: Row, loser: Row) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys((*winner.values["evidence"], *loser.values["evidence"])))


_ITSELF = Problem(
    at="drop",
    said=Label("和要保留的是同一条登记", en="is the very record that is to stay"),
    remedy=Label("选择另一条登记", en="choose the other record"),
    code="same",
)
_TWO_NUMBERS = Problem(
    at="drop",
    said=Label("两条登记的公民身份号码不同，不是同一个孩子", en="holds another resident ID: these are two children"),
    remedy=Label("如有一条录错，先改正号码", en="if one was mistyped, correct it first"),
    code="different",
)
_NO_REASON = Problem(
    at="reason",
    said=Label("没有填写", en="is missing"),
    remedy=Label("写明凭什么认定是同一个孩子", en="say why they are one child"),
    code="required",
)
