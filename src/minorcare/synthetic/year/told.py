"""What is true of a year on its day, as plain JSON: a part of ``truth.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from minorcare.kinds import Minor, Plan, Service, Visit
from minorcare.synthetic.year import Year, records
from minorcare.synthetic.year.asking import Asked, Dated
from minorcare.synthetic.year.diary import Late
from minorcare.synthetic.year.reporting import Reported


def told(year: Year, keys: Mapping[str, str]) -> dict[str, Any]:
    """Everything that is amiss on the day; *keys* says by a child's or a household's id how it is named."""
    made = [record for batch in year.batches for record in records(batch)]
    late = sorted(year.late, key=lambda one: (one.day, one.kind, one.about or ""))
    return {
        "focus": sum(child.focus for child in year.children),
        "looked_after": len(year.children),
        "records": dict(sorted(Counter(type(record).__kind__.name for record in made).items())),
        "unassigned": [keys[child.minor.id] for child in year.unassigned],
        "overdue_visits": _of(late, Visit.__kind__.name, keys),
        "past_review": _of(late, Plan.__kind__.name, keys),
        **_asked(year.asked, keys),
        **_reported(year.reported, keys),
        "census": {"round": year.round.record.name, "households": len(year.round.found)},
        "unaccounted": sorted(keys[home] for home in year.round.unaccounted),
        "entered_twice": [
            {"way": pair.way, "first": _entry(pair.first), "again": _entry(pair.again)} for pair in year.twice
        ],
        "vacant": [{"area": post.posted_to, "post": post.post} for post in year.vacant],
        "overdue": [_late(one, keys) for one in late],
    }


def _asked(asked: Asked, keys: Mapping[str, str]) -> dict[str, Any]:
    """The services: what came of them, and which are amiss."""

    def child(one: Service) -> str:
        return keys[one.minor]

    def due(each: Dated) -> dict[str, Any]:
        one = each.service
        return {
            "child": child(one),
            "category": one.category,
            "department": one.department,
            "day": _iso(one.respond_by),
        }

    return {
        "outcomes": [
            {
                "child": child(each.service),
                "category": each.service.category,
                "outcome": each.outcome,
                "day": _iso(each.day),
            }
            for each in asked.done
        ],
        "asked_elsewhere": [
            {"child": child(one), "declined_by": one.department, "asked_of": other.department}
            for one, other in asked.elsewhere
        ],
        "unanswered": [
            {**due(each), "told": each.service.escalates_to, "told_on": _iso(each.day)} for each in asked.unanswered
        ],
        "unfinished": [
            {"child": child(each.service), "day": _iso(each.day), "officer": each.service.officer}
            for each in asked.unfinished
        ],
    }


def _reported(reported: Reported, keys: Mapping[str, str]) -> dict[str, Any]:
    """The harm reports. Who made them stands nowhere."""
    return {
        "reports_told": [{"child": keys[one.minor or ""], "minutes": minutes} for one, minutes in reported.told],
        "untold": [keys[one.minor or ""] for one in reported.untold],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


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
