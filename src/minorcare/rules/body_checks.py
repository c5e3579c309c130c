"""Checks of the directory of bodies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Officer
from minorcare.kinds.bodies import Body
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look
from minorcare.rules.responsibility import in_office

ANSWERING = ("department", "school")
"""The roles under which a body signs in."""


def account_of_a_body(record: Record, look: Look) -> Iterable[Problem]:
    """Who answers for a body signs in under a role of bodies: a member of the office would read what is asked of others."""
    body = cast("Body", record)
    if body.account is None or body.ended is not None:
        return
    if not look.ids(Officer, (F.account == body.account) & F.role.is_in(ANSWERING) & in_office()):
        yield Problem(
            at="account",
            said=Label("不是在用的部门或学校账号", en="is no account of a department or a school in office"),
            remedy=Label("核对账号；没有账号的留空，用纸质函件", en="check it, or leave it empty and ask on paper"),
            code="person",
        )


BODY_CHECKS = (Check(Body, account_of_a_body),)
