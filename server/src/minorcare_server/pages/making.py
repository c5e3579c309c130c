"""A record about to be made: what its form asks, what is filled in, and by which work function it is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs

from minorcare.declare import Field, Kind
from minorcare.desk import Desk, Save
from minorcare.surfaces.converters import from_json
from minorcare.surfaces.front import Front
from minorcare.surfaces.front_forms import Form, filled_for
from minorcare_server.errors import Malformed
from minorcare_server.pages.acting import call, filling, made_by, must_say, takes, typed
from minorcare_server.pages.fields import Given, gathered, text_of, written
from minorcare_server.pages.questionnaires import keys_of
from minorcare_server.pages.references import found_refs
from minorcare_server.pages.words import is_level

OF_THE_FORM = ("key", "base", "more")
FORM, MORE_ROWS = "form", 3
"""What an address calls the form of a kind that has several; rows that the button for more of them adds."""


@attrs.frozen(kw_only=True)
class Making:
    """A record about to be made: its kind, and the form that asks for it (none: everything is asked)."""

    kind: Kind
    form: Form | None = None

    def fields(self, desk: Desk, *, changing: bool = False) -> tuple[Field, ...]:
        """What is asked, in order."""
        if self.form is None:
            return tuple(f for f in fields_of(self.kind) if f.name != self.kind.level_by or is_level(f))
        names = self.form.fields
        if changing and self.form.changed is not None:
            names = self.form.changed
        borrows = self.form.by.borrows if self.form.by else ""
        other = desk.catalog.kind(borrows).by_name if borrows else {}
        known = {**other, **self.kind.by_name}
        return tuple(known[name] for name in names)

    @property
    def must(self) -> tuple[str, ...]:
        """What has to be filled in, whatever the declaration says."""
        return self.form.must if self.form else ()

    def gathered(self, front: Front, sent: Sequence[tuple[str, str]]) -> Given:
        """What a form sent. One that sends what was not asked is none of ours.

        Raises:
            Malformed: it does.
        """
        given = gathered(self.kind, [each for each in sent if each[0] not in OF_THE_FORM], keys_of(front, self.kind))
        if self.form is not None and not given.keys() <= set(self.form.fields):
            raise Malformed([])
        return given

    def filled(self, desk: Desk, *, asked: bool, record: str = "", area: str = "") -> Given:
        """What stands in the inputs from the beginning (*asked*), or is filled in without an input."""
        if self.form is None:
            return {}
        templates = filled_for(self.form.filled, desk.role.name)
        wanted = {name: text for name, text in templates.items() if (name in self.form.fields) is asked}
        return {name: filling(desk, text, record=record, area=area) for name, text in wanted.items()}


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """What a form may ask for: everything but the state."""
    return tuple(field for field in kind.fields if field is not kind.state)


def made(desk: Desk, making: Making, given: Given, key: str, *, record: str = "") -> tuple[str, Mapping[str, Any]]:
    """Make a record of what a form sent: its id, and what was typed.

    Raises:
        Invalid: with everything that is wrong.
    """
    kind, form = making.kind, making.form
    given = making.filled(desk, asked=False, record=record) | given
    if form is not None and form.by is not None and form.by.of:
        must_say((form.by.of, *form.must), given)
        values = typed(desk, kind, form.by, given, changing=False, readable=named(desk, kind))
        first, base = values[form.by.of], None
        if takes(form.by.path, "base"):
            base = desk.get(desk.catalog.target(kind.by_name[form.by.of]).name, first).version
        return made_by(call(desk, form.by, first, values, base=base, key=key), kind) or "", values
    must_say(making.must, given)
    data = written(kind, found_refs(desk, kind, given), changing=False)
    values = from_json(kind, data | {"id": key}, readable=named(desk, kind))
    whole = kind.build(values)
    if form is not None and form.by is not None:
        call(desk, form.by, whole, {}, key=key)
    else:
        desk.apply(Save(whole), key=key)
    return key, values


def texts_of(kind: Kind, values: Mapping[str, Any], masked: Collection[str]) -> Given:
    """What inputs hold of a record, as far as its reader sees it."""
    return {field.name: text_of(field, values[field.name]) for field in fields_of(kind) if field.name not in masked}


def named(desk: Desk, kind: Kind) -> frozenset[str] | None:
    """The fields that a form may name; ``None``: all, for who does not read such records."""
    return frozenset(kind.by_name) - frozenset(desk.views(kind).hidden) if desk.may_write(kind) else None
