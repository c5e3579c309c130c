"""The page of somebody who sends what they do not read: a few questions, a receipt, and what became of earlier ones."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import attrs

from minorcare.desk import Desk
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.label import Label
from minorcare.query import F, Given
from minorcare.rules.office import OfficeSettings
from minorcare.store.protocol import Row
from minorcare.surfaces.front_forms import Report
from minorcare_server import contexts as c
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import NoSuchPage
from minorcare_server.pages.acting import function
from minorcare_server.pages.fields import Given as Typed
from minorcare_server.pages.fields import rows_shown
from minorcare_server.pages.inputs import Inputs
from minorcare_server.pages.making import MORE_ROWS, Making, made
from minorcare_server.pages.questions import address
from minorcare_server.pages.sent import form_of, key_of, wrongs
from minorcare_server.pages.tasks import Tasks
from minorcare_server.pages.words import Words
from minorcare_server.shells import inside

LINE, SENT = "line", "sent"
"""What an address calls the line of the work list that is answered, and what has just been sent."""
MOST_SENT, MOST_PICKS, DIGITS = 20, 8, 8
_NOT_YOURS = Label("您的岗位不报送{what}", en="your role does not report this: {what}")


def ask(desk: Desk, asked: Asked) -> Answer:
    """The questions; after they were answered, the receipt."""
    report, line = _report(desk, asked)
    making = Making(kind=asked.kind(desk), form=report.form)
    if sent := asked.query.get(SENT):
        return _page(desk, asked, report, making, line, {}, key="", sent=sent)
    given = making.filled(desk, asked=True, record=_record(line))
    return _page(desk, asked, report, making, line, given, key=str(uuid.uuid4()))


def send(desk: Desk, asked: Asked) -> Answer:
    """The answers. Sent twice, they make one record."""
    report, line = _report(desk, asked)
    making, sent = Making(kind=asked.kind(desk), form=report.form), form_of(asked)
    plain, key = dict(sent), key_of(dict(sent))
    given = making.gathered(asked.front, sent)
    if more := plain.get("more"):
        least = {more: rows_shown(sent, more) + MORE_ROWS}
        return _page(desk, asked, report, making, line, given, key=key, least=least)
    try:
        id, _ = made(desk, making, _where(desk, asked, report, given), key, record=_record(line))
    except Invalid as error:
        wrong = wrongs(asked, making.kind, error)
        return _page(desk, asked, report, making, line, given, key=key, wrong=wrong)
    return Answer.see(address(f"{asked.root}/report/{making.kind.name}", ((SENT, id),)))


def _report(desk: Desk, asked: Asked) -> tuple[Report, Row | None]:
    """The page of an address, and the line of the own work list that it answers.

    Raises:
        NotFound: there is no such line, or it is somebody else's.
    """
    kind, front = asked.kind(desk), asked.front
    report = next((each for each in front.reports if each.form.kind == kind.name), None)
    if report is None:
        raise NoSuchPage
    if not desk.may_report(kind):
        raise Refused(_NOT_YOURS.fill(what=kind.label))
    if report.answers is None or asked.query.get(SENT):
        return report, None
    named, mine = {"id": asked.query.get(LINE, "")}, getattr(F, front.work.who) == desk.account
    rows = desk.find(front.work.kind, (F.id == Given("id")) & mine, limit=1, given=named).rows
    if not rows or answering(asked, rows[0]) is not report:
        raise NotFound(front.work.kind)
    return report, rows[0]


def answering(asked: Asked, line: Row) -> Report | None:
    """The page on which a line of the work list is answered. Its id says what it is a line of."""
    what, _, which = _parts(line)
    return next((each for each in asked.front.reports if each.answers == (what, which)), None)


def link_to(desk: Desk, asked: Asked, line: Row) -> c.Link | None:
    """The way to the page on which this reader answers a line of the work list."""
    report = answering(asked, line)
    if report is None or not desk.may_report(report.form.kind) or desk.may_read(report.form.kind):
        return None
    href = address(f"{asked.root}/report/{report.form.kind}", ((LINE, line.id),))
    return c.Link(label=asked.say(report.label), href=href, primary=True)


def open_reports(desk: Desk, asked: Asked) -> tuple[Report, ...]:
    """What this reader may send at any time."""
    return tuple(
        each
        for each in asked.front.reports
        if each.answers is None and desk.may_report(each.form.kind) and not desk.may_write(each.form.kind)
    )


def _page(
    desk: Desk,
    asked: Asked,
    report: Report,
    making: Making,
    line: Row | None,
    given: Typed,
    *,
    key: str,
    sent: str = "",
    least: Mapping[str, int] | None = None,
    wrong: tuple[c.Wrong, ...] = (),
) -> Answer:
    words, here = Words(desk, asked), f"{asked.root}/report/{making.kind.name}"
    inputs, (duty, _) = Inputs(words, making.kind, least=least or {}), asked.front.duty
    told = _told(desk, report) if report.told else ()
    arrived = sent if sent and (not report.told or any(each.id == sent for each in told)) else ""
    fields = [] if arrived else [field for field in making.fields(desk) if not _is_given(asked, inputs, field)]
    page = c.ReportPage(
        title=words.say(report.label),
        lead=words.say(report.lead) if not arrived else "",
        place=_place(words, line) if line else "",
        phones=(c.PhoneLine(label=words.say(duty), number=desk.settings(OfficeSettings).duty),)
        if report.phones and not arrived
        else (),
        action=address(here, ((LINE, line.id),)) if line else here,
        cancel=f"{asked.root}/",
        key=key,
        fields=tuple(
            _large(inputs.of(field, given.get(field.name, ""), must=field.name in making.must)) for field in fields
        ),
        wrong=wrong,
        receipt=c.Receipt(number=_number(arrived), said=words.say(report.thanks)) if arrived else None,
        again=c.Link(label=words.say(report.label), href=here) if arrived and report.answers is None else None,
        told=bool(report.told),
        sent=tuple(
            c.Sent(number=_number(each.id), day=each.seen_on, state=words.say(each.state), done=each.handled)
            for each in told
        ),
    )
    return inside(desk, asked, page, status=422 if wrong else 200)


def _large(field: c.Field) -> c.Field:
    """A few choices are laid out, so that one tap answers."""
    few = field.control == "choice" and field.required and 1 < len(field.options) <= MOST_PICKS
    return attrs.evolve(field, control="pick") if few else field


def _told(desk: Desk, report: Report) -> tuple[Any, ...]:
    found: tuple[Any, ...] = function(report.told)(desk, limit=MOST_SENT)
    return found


def _where(desk: Desk, asked: Asked, report: Report, given: Typed) -> Typed:
    """Where it was, said by the post of who sends it and may choose no area."""
    filled = Making(kind=asked.kind(desk), form=report.form).filled(desk, asked=True)
    places = asked.front.places.held_by
    return {**{name: value for name, value in filled.items() if name in places}, **given}


def _is_given(asked: Asked, inputs: Inputs, field: Any) -> bool:
    """Whether a place is not asked for, because there is none to choose from."""
    return field.name in asked.front.places.held_by and len(inputs.options(field)) < 2


def _place(words: Words, line: Row) -> str:
    words.learn((line,))
    day = Tasks(words, ()).day(line)
    return words.dotted(words.area(line.area), day.isoformat() if day else "")


def _parts(line: Row) -> tuple[str, str, str]:
    what, _, rest = line.id.partition(":")
    record, _, which = rest.rpartition(":")
    return what, record, which


def _record(line: Row | None) -> str:
    return _parts(line)[1] if line is not None else ""


def _number(id: str) -> str:
    """A number that can be said on the phone."""
    return id.replace("-", "")[-DIGITS:].upper()
