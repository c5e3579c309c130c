"""The list on a page as a file: what a reader sees of it, field by field."""

from __future__ import annotations

from minorcare.desk import Desk
from minorcare_server.api.exports import TYPES, Wanted, file_of, may_export
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import NoSuchPage
from minorcare_server.pages.questions import question


def export(desk: Desk, asked: Asked) -> Answer:
    """All records that the address asks for, with the fields the reader sees."""
    kind = asked.kind(desk)
    may_export(desk, asked)
    format = dict(asked.pairs).get("format", "")
    if format not in TYPES:
        raise NoSuchPage
    query = question(desk, asked, kind, without=("format",)).query
    hidden = desk.views(kind).hidden
    fields = tuple(field for field in kind.fields if field.name not in hidden and field.type.name != "values")
    return file_of(desk, asked, Wanted(kind=kind, query=query, fields=fields, format=format))
