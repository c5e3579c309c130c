"""Whether journal and records of one office are as they were written, asked by whoever oversees it."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from minorcare.desk import Desk
from minorcare.desk.reads import refused
from minorcare.errors import Invalid, Problem
from minorcare.journal import Anchor, Fault, Head
from minorcare.label import Label
from minorcare.store.keys import Keys, has_signed
from minorcare.work.noting import note


@attrs.frozen(kw_only=True)
class Verified:
    """What was found, and where the chain stands."""

    head: Head
    faults: tuple[Fault, ...]


def verified(desk: Desk, anchors: Iterable[Anchor] = ()) -> Verified:
    """Everything in the office that is not as it was written. Reads all of it once; shows no value of a record; is in the journal.

    Args:
        desk: Of somebody who reads the journal.
        anchors: Lines kept elsewhere; those of other offices are left out. Only they show that the end was cut off.

    Raises:
        Refused: the actor does not read the journal.
    """
    if not desk.may_read("journal"):
        raise refused(desk.catalog.kind("journal"))
    note(desk, "verify")
    own = tuple(anchor for anchor in anchors if anchor.office == desk.office)
    faults = tuple(fault for fault in desk.store.verify(own) if fault.office == desk.office)
    return Verified(head=desk.store.heads()[desk.office], faults=faults)


def read_anchors(keys: Keys, lines: Iterable[tuple[str, str]]) -> tuple[Anchor, ...]:
    """The anchors in lines, each given with its address; empty lines are none.

    Raises:
        Invalid: a line is no anchor, or this registry did not sign it. Every such line is named.
    """
    found: list[Anchor] = []
    problems: list[Problem] = []
    own = keys.public_key_text()
    for at, line in lines:
        if not line.strip():
            continue
        try:
            anchor = Anchor.parse(line)
        except Invalid as error:
            problems += (problem.under(at) for problem in error.problems)
            continue
        if not (anchor.signature and has_signed(own, anchor.statement(), anchor.signature)):
            problems.append(attrs.evolve(_FOREIGN, at=at))
        found.append(anchor)
    if problems:
        raise Invalid(problems)
    return tuple(found)


_FOREIGN = Problem(
    at="",
    said=Label("签名不是这个登记库的", en="is not signed by this registry"),
    remedy=Label("核对是否拿错了存证或数据库", en="check whether anchor and database belong together"),
    code="anchor",
)
