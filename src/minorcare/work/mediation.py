"""Mediation: begun, agreed, looked at again; and reported instead where there is a sign of harm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from minorcare.calendar import days
from minorcare.declare import Id, new_id
from minorcare.desk import Desk, Save
from minorcare.kinds import HarmReport
from minorcare.kinds.mediation import Mediation, Party
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.store.protocol import Receipt
from minorcare.work import harm
from minorcare.work.harm_visits import SITUATIONS
from minorcare.work.unpacking import derived


@attrs.frozen(kw_only=True)
class Begun:
    """What came of asking for a mediation: its id, or that of the harm report that was opened instead."""

    mediation: Id | None = None
    harm_report: Id | None = None


def begin(
    desk: Desk,
    minor: str,
    *,
    matter: str,
    parties: tuple[Party, ...],
    mediator: str,
    signs: tuple[str, ...] = (),
    key: str | None = None,
    **values: Any,
) -> Begun:
    """Begin a mediation; where there is any sign of harm, the harm report is opened instead and nothing is mediated.

    Args:
        matter: What the parties are at odds about.
        signs: Codes of ``urgent_sign``, as whoever begins it sees them.
        values: Any other field of the mediation by name.

    Raises:
        Invalid: fewer than two parties, or the child may have been harmed as far as is on file.
        Refused: the actor writes no mediations, or makes no reports.
    """
    if signs:
        return Begun(harm_report=report_instead(desk, minor, signs, words=matter, key=key))
    said = {"meet_by": desk.day + days(desk.settings(LinkageSettings).mediate_days), **values}
    made = Mediation(
        id=derived(key, minor, "mediation") if key else new_id(),
        minor=Id(minor),
        matter=matter,
        parties=parties,
        mediator=mediator,
        opened=desk.day,
        officer=desk.account,
        **said,
    )
    return Begun(mediation=Id(desk.apply(Save(made), key=key).value[0][1]))


def agree(
    desk: Desk,
    mediation: str,
    *,
    agreement: str,
    base: int,
    child_view: str | None = None,
    unheard: str | None = None,
    follow_by: date | None = None,
    key: str | None = None,
) -> Receipt[Any]:
    """Write down what was agreed, and what the child says to it; somebody looks again whether it is kept.

    Raises:
        Invalid: nothing was agreed, the child was not heard and nobody says why, or harm has come to light.
    """
    again = follow_by or desk.day + days(desk.settings(LinkageSettings).kept_days)
    said = {"agreement": agreement, "child_view": child_view, "unheard": unheard, "follow_by": again}
    return desk.transition(Mediation, mediation, "agreed", base=base, key=key, **said)


def stop_and_report(desk: Desk, mediation: str, signs: tuple[str, ...], *, base: int) -> Id:
    """Stop a mediation in which harm came to light, and report it: the report first, then the rest. Gives the report's id.

    Raises:
        ValueError: no sign is named.
    """
    if not signs:
        raise ValueError("no sign of harm is named")
    minor = desk.get(Mediation, mediation).values["minor"]
    made = report_instead(desk, minor, signs, words="调解中发现")
    desk.transition(Mediation, mediation, "stopped", base=base, signs=signs, why_ended="发现侵害迹象，已报告")
    return made


def report_instead(desk: Desk, minor: str, signs: Iterable[str], *, words: str, key: str | None = None) -> Id:
    """Open the harm report that goes with these signs; gives its id. Who reports stays with the receiver."""
    situations = tuple(dict.fromkeys(SITUATIONS.get(sign, "R9") for sign in signs))
    id = derived(key, minor, "harm_report") if key else new_id()
    made = HarmReport(id=id, minor=Id(minor), situations=situations, words=words)
    harm.report(desk, made, key=key)
    return made.id
