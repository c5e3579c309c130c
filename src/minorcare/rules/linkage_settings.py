"""What an office sets about services and about who is told when nobody answers. All of it is local: no national text has a number."""

from __future__ import annotations

import attrs

_COUNT = attrs.validators.ge(0)


@attrs.frozen(kw_only=True)
class LinkageSettings:
    """What an office sets about services asked of other bodies.

    Attributes:
        remind_days: Days before the day of the answer from which whoever asked is told to remind the body.
        escalate_working_days: Working days after the day of the answer on which the named person gets it.
        finish_days: Days from accepting until somebody looks again.
        share_days: Days for which a body may use what it is told, where nobody says otherwise.
        emergency_days: Days for which it may use at most what it is told in an emergency.
        send_working_days: Working days in which a package on paper is handed over.
        receipt_working_days: Working days from then until its receipt is asked for.
        identify_days: Days in which the police establish who a child found on the street is (a month, with a DNA sample after that).
        station_days: Days after which somebody asks how it stands with a child at the relief station.
        follow_months: Months from the way home until somebody looks again.
        mediate_days: Days in which a mediation takes place.
        kept_days: Days from an agreement until somebody looks whether it is kept.
        sign_days: Days for which a sign of harm seen on a visit rules out a mediation, until a report has its result.
        escalates_to: The account that is told, where nobody else is named; empty: the station head.
        may_chase: Roles whose holders can be told: who is told sees the child.
    """

    remind_days: int = attrs.field(default=1, validator=_COUNT)
    escalate_working_days: int = attrs.field(default=1, validator=_COUNT)
    finish_days: int = attrs.field(default=30, validator=_COUNT)
    share_days: int = attrs.field(default=90, validator=_COUNT)
    emergency_days: int = attrs.field(default=7, validator=_COUNT)
    send_working_days: int = attrs.field(default=1, validator=_COUNT)
    receipt_working_days: int = attrs.field(default=3, validator=_COUNT)
    identify_days: int = attrs.field(default=30, validator=_COUNT)
    station_days: int = attrs.field(default=10, validator=_COUNT)
    follow_months: int = attrs.field(default=3, validator=_COUNT)
    mediate_days: int = attrs.field(default=14, validator=_COUNT)
    kept_days: int = attrs.field(default=30, validator=_COUNT)
    sign_days: int = attrs.field(default=180, validator=_COUNT)
    escalates_to: str = ""
    may_chase: tuple[str, ...] = ("station_head", "child_supervisor")
