"""What the forms of a front ask: of a new record, of a move, and of who only reports. Plain data, as the rest of a front.

Work functions are named by their dotted path (``minorcare.work.visits:done``): a front imports nothing that stands above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from minorcare.label import Label


@attrs.frozen(kw_only=True)
class By:
    """The work function by which something is done, where more belongs to it than the record itself.

    It is called with the desk, what it is done to, and what the form asks for as keywords; with ``base`` and ``key`` if it takes
    them.

    Attributes:
        path: Its dotted path.
        of: The field that says what it is done to (a child, a plan, an account); without it, the record itself.
        named: Fields that the function calls otherwise.
        borrows: A kind whose fields are asked where the record's own kind has none of that name.
    """

    path: str
    of: str = ""
    named: tuple[tuple[str, str], ...] = ()
    borrows: str = ""

    def keywords(self, values: Mapping[str, object]) -> dict[str, object]:
        """The *values* of fields by the names that the function has for them, without what it is done to."""
        names = dict(self.named)
        return {names.get(name, name): value for name, value in values.items() if name != self.of}


@attrs.frozen(kw_only=True)
class Filled:
    """What stands in a field until somebody writes something else, or is filled in where it is not asked.

    ``{me}``, ``{today}``, ``{week}``, ``{now}`` and ``{area}`` (where the actor is posted) stand for what they say, ``{record}`` for
    what a line of the work list is about, and any other name for that field of the record at hand. ``roles``: for these only.
    """

    field: str
    value: str
    roles: tuple[str, ...] = ()


def filled_for(filled: Iterable[Filled], role: str) -> dict[str, str]:
    """What holds for somebody in *role*, by field: the first that says so."""
    found: dict[str, str] = {}
    for each in filled:
        if not each.roles or role in each.roles:
            found.setdefault(each.field, each.value)
    return found


@attrs.frozen(kw_only=True)
class Form:
    """What is asked of a new record, in this order. What is not asked is filled in by the work, or by the moves after it.

    A kind may have several: one for each way in which such a record comes about.

    Attributes:
        name: What the address calls it; the first one of a kind needs none.
        label: What it is called, where that is not the kind's own name.
        must: Fields that must be filled in here, whatever the declaration says.
        changed: What may be changed afterwards; the same, if not said.
        by: The work function that is called; without one the record is saved as it is.
    """

    kind: str
    fields: tuple[str, ...]
    name: str = ""
    label: Label | None = None
    must: tuple[str, ...] = ()
    filled: tuple[Filled, ...] = ()
    changed: tuple[str, ...] | None = None
    by: By | None = None


@attrs.frozen(kw_only=True)
class Ask:
    """A move a person may make: where to, what its button says, and which fields it asks for.

    Attributes:
        fields: What must be filled in.
        may: What may be, beside it; it stands there as it is on record.
        filled: What is written without being asked.
        when: The move is offered while the record holds one of these values in these fields.
        stays: It changes these fields of a record that is in that state already: reviewed, and kept.
        bulk: Several records of a list can be moved at once.
    """

    to: str
    label: Label
    fields: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    filled: tuple[Filled, ...] = ()
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stays: bool = False
    bulk: bool = False
    by: By | None = None

    @property
    def asks(self) -> tuple[str, ...]:
        """Everything it has an input for."""
        return (*self.fields, *self.may)


@attrs.frozen(kw_only=True)
class Report:
    """A page with a few questions for who sends such records and reads none.

    Attributes:
        form: What is asked.
        label: What the page and the way to it are called.
        lead: What it is for, in a sentence.
        thanks: What happens next: said on the receipt.
        answers: Kind and deadline of the lines of the own work list that it answers; it is offered at those and nowhere else.
        told: The dotted path of the function that says what became of what somebody has sent: ``(desk, *, limit)``, to records
            with ``id``, ``seen_on`` and ``state``.
        phones: Whether the page begins with whom to call.
    """

    form: Form
    label: Label
    lead: Label
    thanks: Label
    icon: str = "send"
    answers: tuple[str, str] | None = None
    told: str = ""
    phones: bool = False


@attrs.frozen(kw_only=True)
class Questionnaire:
    """A field of *kind* whose rows answer the items of a questionnaire, which the record names: they are asked item by item.

    Attributes:
        field, part, answer: The field, the part of a row that names an item, and the part that answers it.
        name, version: The fields that say which questionnaire it is.
        known: The dotted path of the function that gives all of them, each with ``name``, ``version``, ``items`` (``code``,
            ``label``, ``under``) and ``scale`` (``value``, ``label``).
    """

    kind: str
    field: str
    part: str
    answer: str
    name: str
    version: str
    known: str


@attrs.frozen(kw_only=True)
class Shelf:
    """Kinds that belong together: on a child's page, in the list of all records, where a record is added.

    ``main`` ones stand in the middle of a child's page, the others beside it.
    """

    label: Label
    kinds: tuple[str, ...]
    main: bool = False
