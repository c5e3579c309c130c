"""The directory of bodies: entered once, kept by the office from then on."""

from __future__ import annotations

from typing import Any

from minorcare.declare import new_id
from minorcare.desk import Desk, Save
from minorcare.errors import NotFound
from minorcare.kinds.bodies import Body, shipped_bodies
from minorcare.query import F, Given
from minorcare.store.protocol import Receipt, Row
from minorcare.work.import_plan import every


def enter_directory(desk: Desk, *, key: str | None = None) -> Receipt[Any] | None:
    """Enter the bodies that ship and are not on file yet; what the office has changed stays. ``None`` where nothing was missing.

    Raises:
        Refused: the actor does not administer the office.
    """
    known = {row.values["code"] for row in every(desk, Body)}
    missing = [body for body in shipped_bodies() if body.code not in known]
    return desk.apply(*(Save(body.but(id=new_id())) for body in missing), key=key) if missing else None


def body_of(desk: Desk, code: str) -> Row:
    """The body with this code, as the directory has it.

    Raises:
        NotFound: there is none, or it is no longer asked.
    """
    rows = desk.find(Body, (F.code == Given("code")) & F.ended.is_empty, limit=1, given={"code": code}).rows
    if not rows:
        raise NotFound(Body.__kind__.name)
    return rows[0]
