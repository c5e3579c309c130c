"""What is true of a year on its day, as plain JSON: a part of ``truth.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from minorcare.desk import Save
from minorcare.kinds import Minor, Plan, Visit
from minorcare.synthetic.year import Year
from minorcare.synthetic.year.diary import Late


def told(year: Year, keys: Mapping[str, str]) -> dict[str, Any]:
    """Everything that is amiss on the day; *keys* says by a child's or a household's id how it is named."""
    records = [act.record for batch in year.batches for act in batch.acts if isinstance(act, Save)]
    late = sorted(year.late, key=lambda one: (one.day, one.kind, one.about or ""))
    return {
        "focus": sum(child.focus for child in year.children),
        "looked_after": len(year.children),
        "records": dict(sorted(Counter(type(record).__kind__.name for record in records).items())),
        "unassigned": [keys[child.minor.id] for child in year.unassigned],
        "overdue_visits": _of(late, Visit.__kind__.name, keys),
        "past_review": _of(late, Plan.__kind__.name, keys),
        "census": {"round": year.round.record.name, "households": len(year.round.found)},
        "unaccounted": sorted(keys[home] for home in year.round.unaccounted),
        "entered_twice": [
            {"way": pair.way, "first": _entry(pair.first), "again": _entry(pair.again)} for pair in year.twice
        ],
        "vacant": [{"area": post.posted_to, "post": post.post} for post in year.vacant],
        "overdue": [_late(one, keys) for one in late],
    }


def _of(late: list[Late], kind: str, keys: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"child": keys[one.about or ""], "day": one.day.isoformat(), "officer": one.who}
        for one in late
        if one.kind == kind
    ]


def _late(one: Late, keys: Mapping[str, str]) -> dict[str, Any]:
    about = keys[one.about] if one.about else None
    return {"kind": one.kind, "which": one.which, "day": one.day.isoformat(), "who": one.who, "about": about}


def _entry(minor: Minor) -> dict[str, Any]:
    return {"name": minor.name, "birth_date": minor.birth_date.isoformat(), "area": minor.area}
