"""What both sides of a transfer look up, and what an office sets about transfers."""

from __future__ import annotations

from typing import cast

import attrs

from minorcare.desk import Desk
from minorcare.errors import NotFound
from minorcare.kinds import Direction, Transfer
from minorcare.query import F
from minorcare.store.parcels import Parcels, SideTables
from minorcare.store.protocol import Row


@attrs.frozen(kw_only=True)
class TransferSettings:
    """What an office sets about transfers.

    Attributes:
        answer_days: Working days within which the receiving office answers.
        kept_days: Days for which a parcel is kept, sealed, once its transfer is completed.
    """

    answer_days: int = attrs.field(default=5, validator=attrs.validators.ge(1))
    kept_days: int = attrs.field(default=30, validator=attrs.validators.ge(1))


def parcels(desk: Desk) -> Parcels:
    """The parcels of the store behind a desk."""
    # every store has side tables; its protocol names only what records need
    return Parcels(store=cast("SideTables", desk.store), clock=desk.clock)


def found(desk: Desk, transfer: str) -> Row | None:
    """This office's side of a transfer, if it is on file."""
    rows = desk.find(Transfer, F.id == transfer, limit=1).rows
    return rows[0] if rows else None


def side(desk: Desk, transfer: str, direction: Direction) -> Row:
    """This office's side of a transfer that goes this way.

    Raises:
        NotFound: there is none.
    """
    row = found(desk, transfer)
    if row is None or row.values["direction"] is not direction:
        raise NotFound("transfer")
    return row
