"""What the journal says of a write that was refused: that it was, what was asked and why not; nothing of what was in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from minorcare.catalog import Catalog
from minorcare.desk.acts import Act, kind_of
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.store.protocol import Note

REFUSALS = (Refused, NotFound, Invalid)
"""What counts as one. That somebody else was faster, or that the store cannot write now, is none."""


def refusal(catalog: Catalog, asked: str, acts: Sequence[Act], error: Exception) -> Note:
    """The entry. It names no record: an id that was made up by whoever asked may say anything.

    Of the problems it keeps the codes; their addresses and words are for whoever asked.
    """
    names = {kind_of(act) for act in acts}
    shown = {catalog.kinds[name].refused_as if name in catalog.kinds else name for name in names}
    detail: dict[str, Any] = {"asked": asked}
    if isinstance(error, Invalid):
        detail["problems"] = sorted({problem.code for problem in error.problems})
    return Note(action="refuse", kind=shown.pop() if len(shown) == 1 else None, detail=detail)
