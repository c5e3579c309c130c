"""Inputs of forms: which one suits a field, what stands in it, and what it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

import attrs

from minorcare.declare import Field, Kind
from minorcare.declare.inner import inner_fields
from minorcare.label import Label
from minorcare_server import contexts as c
from minorcare_server.pages.options import Options, choices
from minorcare_server.pages.questionnaires import Asking, asking_of
from minorcare_server.pages.references import how_named
from minorcare_server.pages.words import Words, is_level

Control = Literal["text", "long", "date", "datetime", "number", "choice", "pick", "many", "flag", "secret", "rows"]
LONG, FREE_ROWS = 120, 2
"""Characters from which a text gets several lines; empty rows below those that hold something."""
_NAMED = Label("填{how}", en="give the {how}")
_LEVEL = Label("内容只有少数人可以看的，选“限阅”", en="Restricted, where it says what only a few may know")


@attrs.frozen
class Inputs:
    """The inputs of one form.

    Attributes:
        kind: Whose fields they are.
        child: The child that the record is about, if that is known: its other records are then offered by name.
        least: How many rows a field shows at least.
        values: What is on record, if anything is.
    """

    words: Words
    kind: Kind
    child: str = ""
    least: Mapping[str, int] = attrs.field(factory=dict)
    values: Mapping[str, Any] = attrs.field(factory=dict)
    _offered: dict[int, Options] = attrs.field(factory=dict, init=False, repr=False)

    def of(
        self,
        field: Field,
        value: Any,
        *,
        masked: bool = False,
        mask: str = "",
        must: bool = False,
    ) -> c.Field:
        """The input of one field. *must*: it has to be filled in here, whatever the declaration says."""
        if field.type.name == "values" and not masked:
            return self._rows(field, value or (), must=must or field.required)
        made = self._input(field, "" if masked else value)
        if masked or field.facts.secret:
            made = attrs.evolve(made, value=mask)
        return attrs.evolve(made, masked=masked, required=must or field.required)

    def options(self, field: Field) -> Options:
        """What a field offers to choose from; nothing where something is typed."""
        if field.facts.secret:
            return []
        if id(field) not in self._offered:  # asked once, however many rows have such an input
            found = choices(self.words.desk, self.words, field, kind=self.kind, child=self.child)
            self._offered[id(field)] = found
        return self._offered[id(field)]

    def is_chosen(self, field: Field) -> bool:
        """Whether a reference is chosen from a list rather than typed."""
        return field.ref is not None and bool(self.child) and bool(self.options(field))

    def _rows(self, field: Field, rows: Sequence[Mapping[str, str]], *, must: bool) -> c.Field:
        inner = inner_fields(field.type.python)
        if asking := asking_of(self.words.asked.front, self.kind, field, self.values):
            return self._answers(field, asking, rows, must=must)
        shown = max(len(rows) + FREE_ROWS, self.least.get(field.name, 0))
        blank: Mapping[str, str] = {}
        made = []
        for n in range(shown):
            row, name = rows[n] if n < len(rows) else blank, f"{field.name}[{n}]"
            fields = [self._input(each, row.get(each.name, ""), within=name) for each in inner]
            made.append(c.FieldRow(name=name, fields=tuple(fields)))
        return c.Field(
            name=field.name,
            label=self.words.say(field.label),
            control="rows",
            rows=tuple(made),
            required=must,
            hint=self._hint(field),
        )

    def _answers(self, field: Field, asking: Asking, rows: Sequence[Mapping[str, str]], *, must: bool) -> c.Field:
        """The items of a questionnaire, each with its scale."""
        say, made, under = self.words.say, [], ""
        for n, item, row in asking.rows(rows):
            fields = []
            for part in inner_fields(field.type.python):
                one = self._input(part, row.get(part.name, ""), within=f"{field.name}[{n}]")
                if item and part.name == asking.front.part:
                    one = attrs.evolve(one, control="hidden")
                elif part.name == asking.front.answer:
                    options = [
                        c.Option(value=v, label=say(label), selected=v == one.value) for v, label in asking.scale
                    ]
                    one = attrs.evolve(one, control="choice", options=tuple(options))
                elif one.control == "long":
                    one = attrs.evolve(one, control="text")
                fields.append(one)
            above = " · ".join(say(each) for each in item.under) if item else ""
            made.append(
                c.FieldRow(
                    name=f"{field.name}[{n}]",
                    label=say(item.label) if item else "",
                    heading=above if above != under else "",
                    fields=tuple(fields),
                )
            )
            under = above
        return c.Field(
            name=field.name, label=say(field.label), control="rows", rows=tuple(made), required=must, fixed=True
        )

    def _input(self, field: Field, value: Any, *, within: str = "") -> c.Field:
        facts, offered = field.facts, self.options(field)
        control = control_of(field, offered)
        if within and control == "flag":
            control = "choice"  # what has been ticked cannot be unticked, and a row goes by emptying it
        chosen = {value} if isinstance(value, str) else set(value)
        options = [
            c.Option(value=each, label=label, selected=each in chosen)
            for each, label in (offered if control in ("choice", "many") else ())
        ]
        if control == "choice" and isinstance(value, str) and value and not any(each.selected for each in options):
            if field.name in self.words.asked.front.places.held_by:
                self.words.learn_areas((value,))
            options.append(c.Option(value=value, label=self.words.text(field, value), selected=True))
        desk = self.words.desk
        return c.Field(
            name=f"{within}.{field.name}" if within else field.name,
            label=self.words.say(field.label),
            control=control,
            value=value if isinstance(value, str) else "",
            options=tuple(options),
            required=field.required,
            hint=self._hint(field, typed=control == "text"),
            unit=self.words.unit(field),
            example=facts.example if isinstance(facts.example, str) and control in ("text", "long") else "",
            max_length=facts.max_length,
            min=_bound(desk.day, facts.min),
            max=_bound(desk.day, facts.max),
        )

    def _hint(self, field: Field, *, typed: bool = True) -> str:
        if is_level(field):
            return self.words.say(_LEVEL)
        if field.facts.help:
            return self.words.say(field.facts.help)
        named = field.ref and typed
        return self.words.say(_NAMED.fill(how=how_named(self.words.desk, field))) if named else ""


def control_of(field: Field, offered: Options) -> Control:
    """Which input suits a field that offers these choices."""
    if field.facts.secret:
        return "secret"
    match field.type.name:
        case "bool":
            return "flag"
        case "date":
            return "date"
        case "datetime":
            return "datetime"
        case "int" | "decimal":
            return "number"
        case "code" | "enum":
            return "choice"
        case "codes":
            return "many"
        case "values":
            return "rows"
        case _ if offered:
            return "choice"
        case _:
            return "long" if (field.facts.max_length or 0) > LONG else "text"


def _bound(day: date, bound: object) -> str:
    if bound == "today":
        return day.isoformat()
    if isinstance(bound, datetime):
        return bound.date().isoformat()
    return bound.isoformat() if isinstance(bound, date) else "" if bound is None else str(bound)
