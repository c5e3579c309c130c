"""A row in its written form: as lists have it, for the command line and the API alike."""

from __future__ import annotations

from typing import Any

from minorcare.store.protocol import Row
from minorcare.surfaces.converters import to_json


def written(row: Row) -> dict[str, Any]:
    """One record, with what the store keeps beside it."""
    kept = {"id": row.id, "no": row.no, "version": row.version, "since": row.since, "area": row.area}
    return kept | to_json(row.kind, row.values, row.masked)
