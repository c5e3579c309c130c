"""Pages outside the door: there for everybody, whatever else has failed. They ask for no sign-in and touch neither journal nor disk."""

from __future__ import annotations

from aiohttp import web

from minorcare.catalog import Catalog
from minorcare.declare import Field, Kind
from minorcare.rules.office import OfficeSettings
from minorcare_server import languages
from minorcare_server.asking import FRONT, REGISTRY
from minorcare_server.contexts import Emergency, PaperForm, PaperLine, PaperPart, PhoneLine
from minorcare_server.errors import NoSuchPage
from minorcare_server.shells import outside


async def emergency(request: web.Request) -> web.StreamResponse:
    """Whom to call."""
    lang, front = languages.of_page(request), request.app[FRONT]
    page = Emergency(
        office=_office(request).name,
        duty=_duty(request, lang),
        lines=tuple(PhoneLine(label=each.in_(lang), number=call) for each, call in front.lines),
    )
    return outside(request, page)


async def paper(request: web.Request) -> web.StreamResponse:
    """The form to print, with a line for each thing that the record has a field for."""
    lang, form, catalog = languages.of_page(request), request.app[FRONT].paper, request.app[REGISTRY].catalog
    if form is None:
        raise NoSuchPage
    kind = catalog.kind(form.kind)
    label, other, names = form.apart
    page = PaperForm(
        title=kind.label.in_(lang),
        office=_office(request).name,
        duty=_duty(request, lang),
        parts=tuple(
            PaperPart(label=each.in_(lang), lines=_lines(catalog, kind, fields, lang)) for each, fields in form.parts
        ),
        apart=PaperPart(label=label.in_(lang), lines=_lines(catalog, catalog.kind(other), names, lang)),
    )
    return outside(request, page)


def _office(request: web.Request) -> OfficeSettings:
    """What the office says of itself: read when the server started."""
    return request.app[REGISTRY].catalog.settings(OfficeSettings)


def _duty(request: web.Request, lang: str) -> PhoneLine:
    label, _ = request.app[FRONT].duty
    return PhoneLine(label=label.in_(lang), number=_office(request).duty)


def _lines(catalog: Catalog, kind: Kind, names: tuple[str, ...], lang: str) -> tuple[PaperLine, ...]:
    fields = (kind.by_name[name] for name in names)
    return tuple(PaperLine(label=field.label.in_(lang), choices=_choices(catalog, field, lang)) for field in fields)


def _choices(catalog: Catalog, field: Field, lang: str) -> tuple[str, ...]:
    """What can be ticked: the codes of a field that holds some."""
    found = catalog.codes.get(field.facts.codes or "")
    return tuple(item.label.in_(lang) for item in found.items if item.retired is None) if found else ()
