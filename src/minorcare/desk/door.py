"""The door: everything that is read or written goes through a desk."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import attrs

from minorcare.declare import Record
from minorcare.desk.acts import Act, Change, Save, Transition, Void, content_of, content_of_question
from minorcare.desk.applying import Application
from minorcare.desk.reads import Reads, refused
from minorcare.desk.refusing import REFUSALS, refusal
from minorcare.desk.screening import Screened, screen
from minorcare.desk.touched import Touched
from minorcare.desk.undoing import Undone, undo
from minorcare.desk.withholding import addressed, in_the_systems_name, unsigned
from minorcare.errors import NotFound, Refused
from minorcare.label import Label
from minorcare.rules import Rule
from minorcare.store.protocol import Note, Receipt, Tx

T = TypeVar("T")
_READ_ONLY = Label("历史视图只能查看", en="a desk at a past day only reads")


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Desk(Reads):
    """A registry bound to an actor, an office, a purpose and a clock. There is no way in but this one.

    Reads are in the journal before their answer leaves; writes are checked, written and screened in one transaction.
    """

    def settings(self, cls: type[T]) -> T:
        """What this office has set: ``desk.settings(VisitSettings)`` is its section of ``minorcare.toml``, by the class it is read into.

        Raises:
            DeclarationError: no plugin that is enabled has such settings.
        """
        return self.catalog.settings(cls)

    def apply(
        self, *acts: Act, key: str | None = None, note: Note | None = None, asked: tuple[Any, ...] | None = None
    ) -> Receipt[Any]:
        """The one unit of work: all acts or none, checked, written, journalled and screened in one transaction.

        *key* is the caller's replay key: the same key with the same acts returns the first receipt. *note* is one more entry
        of the same transaction, such as that of an import. Where the acts follow from what stands, *asked* says what the caller
        wanted, and the key is held against that: asked again, the answer is the first one, though the acts would be others.

        Raises:
            Invalid: every problem of every act; with more than one act, addresses begin with the act's number.
            Refused, NotFound, Conflict: see each.
        """
        if self.past:
            raise Refused(_READ_ONLY)
        if (unnamed := unsigned(self, acts)) is not None:
            with addressed(acts):
                return attrs.evolve(self, **in_the_systems_name(self.actor, self.role)).apply(
                    *unnamed, key=key, note=note, asked=asked
                )

        def work(tx: Tx) -> list[tuple[str, str, int]]:
            touched = Touched(tx, self, acts)
            before = touched.children()
            written = Application(tx=tx, context=self).run(acts)
            minors = sorted(before | touched.children())
            screen(tx, self.catalog, self.office, touched.rules(), self.day, minors)
            if note is not None:
                tx.note(note)
            return written

        content = content_of(acts) if asked is None else content_of_question(asked)
        return self._work(work, key, content, acts=acts)

    def rehearse(self, *acts: Act) -> None:
        """Do everything :meth:`apply` would, and undo it: raises what it would raise, writes nothing."""
        if (unnamed := unsigned(self, acts)) is not None:
            with addressed(acts):
                attrs.evolve(self, **in_the_systems_name(self.actor, self.role)).rehearse(*unnamed)
            return

        def work(tx: Tx) -> None:
            Application(tx=tx, context=self).run(acts)
            raise _RehearsedError

        try:
            self._work(work, None, "rehearse", acts=acts, asked="rehearse")
        except _RehearsedError:
            return

    def undo(self, key: str) -> Undone:
        """Undo a unit of work: void what it made, restore what it changed, and list what has been changed since.

        Raises:
            NotFound: no such batch, or one of which the actor sees nothing, or nothing but rows of their own.
        """
        if self.role.scope == "own":
            raise NotFound("batch")
        return Undone(**self._work(lambda tx: undo(tx, self, key), f"undo:{key}", key, asked="undo").value)

    def save(self, record: Record, *, base: int = 0, key: str | None = None) -> Receipt[Any]:
        """Write a whole record: new, or in place of version *base*."""
        return self.apply(Save(record, base), key=key)

    def change(
        self, kind: type[Record] | str, id: str, *, base: int, key: str | None = None, **values: Any
    ) -> Receipt[Any]:
        """Change some values of a record whose version is *base*."""
        return self.apply(Change(kind, id, base, values), key=key)

    def transition(
        self, kind: type[Record] | str, id: str, to: str, *, base: int, key: str | None = None, **values: Any
    ) -> Receipt[Any]:
        """Move a record to another state."""
        return self.apply(Transition(kind, id, to, base, values), key=key)

    def void(
        self, kind: type[Record] | str, id: str, *, base: int, reason: str, key: str | None = None
    ) -> Receipt[Any]:
        """Take a record out of force, with a reason."""
        return self.apply(Void(kind, id, base, reason), key=key)

    def screen(self, rules: Sequence[Rule] | None = None) -> Screened:
        """Run the rules over the whole office and write what they find as suggestions.

        Given *rules*, every rule that suggests one of their risks runs.
        """
        if not self.may_write("risk_tag"):
            raise refused(self.catalog.kind("risk_tag"))
        everything = tuple(self.catalog.rules.values())
        risks = {rule.suggests.name for rule in (everything if rules is None else rules)}
        # whether a tag has a basis is judged by all rules of its risk together
        chosen = tuple(rule for rule in everything if rule.suggests.name in risks)

        def work(tx: Tx) -> dict[str, int]:
            done = attrs.asdict(screen(tx, self.catalog, self.office, chosen, self.day))
            tx.note(Note(action="screen", detail=done))
            return done

        return Screened(**self._work(work, None, "screen").value)

    def _work(
        self,
        fn: Callable[[Any], T],
        key: str | None,
        content: str,
        *,
        acts: Sequence[Act] = (),
        asked: str = "write",
    ) -> Receipt[T]:
        try:
            return self.store.work(self.office, self._batch(key or str(uuid.uuid4()), content), fn)
        except REFUSALS as error:
            self._note(refusal(self.catalog, asked, acts, error))
            raise


class _RehearsedError(Exception):
    """Raised to roll a rehearsal back."""
