"""How long something may wait in this office: what an office sets of a deadline that a kind declares."""

from __future__ import annotations

import attrs

from minorcare.query import kind_name


@attrs.frozen
class Wait:
    """The deadline *field* of a new record falls due as many working days ahead as the setting *days* says.

    ``Wait(Lead, "deal_by", LeadSettings, "triage_working_days")``. It holds at the door, whoever enters the record and by whatever
    way; a day given with the record counts where it comes no later.
    """

    kind: str = attrs.field(converter=kind_name)
    field: str
    settings: type
    days: str
