"""A census round in progress: who has been to which household, and which are left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from minorcare.declare import Id
from minorcare.desk import Act, Desk, Transition
from minorcare.kinds import CensusResult, CensusRound
from minorcare.kinds.census import ScopeArea
from minorcare.query import F
from minorcare.store.protocol import Row
from minorcare.synthetic.settings import Settings
from minorcare.synthetic.street import Street
from minorcare.synthetic.year.diary import Diary
from minorcare.work import census
from minorcare.work.import_plan import every

_SEASONS = ("冬", "春", "夏", "秋")
_ODD = ("refused", "moved", "recounted", "absent")
"""What was found at a household besides that nothing has changed; one of each."""


@attrs.frozen(kw_only=True)
class Round:
    """The round, and by household what came of it so far: ``unchanged``, or one of the others.

    ``unaccounted`` are the households that nobody has been to (``expected``) or has to go to again (``again``).
    """

    record: CensusRound
    day: date
    found: Mapping[str, str]
    revisits: Mapping[str, date]

    @property
    def unaccounted(self) -> tuple[str, ...]:
        """The households without an answer."""
        return tuple(home for home, what in self.found.items() if what in ("expected", "again"))


def round_of(diary: Diary, street: Street, settings: Settings, grids: int, unaccounted: int) -> Round:
    """A round through some grids of the first community; where there are fewer households, fewer are left."""
    first = settings.communities[0]
    areas = tuple(f"{first.code}/{grid:02}/" for grid in range(1, grids + 1))
    homes = [f.household.id for f in street.families if f.household.area.startswith(areas)]
    diary.rng.shuffle(homes)
    left = homes[: min(unaccounted, len(homes) // 2)]
    found = {str(home): "again" if number % 2 else "expected" for number, home in enumerate(left)}
    odd = zip(homes[len(left) :], _ODD, strict=False)
    found |= {str(home): what for home, what in odd}
    found |= {str(home): "unchanged" for home in homes if home not in found}
    revisits = {home: diary.ahead(1, 6) for home, what in found.items() if what == "again"}
    for home, day in revisits.items():
        diary.due(CensusResult, "revisit", day, about=Id(home))
    record = CensusRound(
        id=diary.id(CensusRound),
        name=f"{diary.day.year}年{_SEASONS[diary.day.month % 12 // 3]}季入户排查（{first.name}）",
        areas=tuple(ScopeArea(area=area) for area in areas),
        begins=diary.ago(10, 14),
        ends=diary.due(CensusRound, "ends", diary.ahead(6, 10)),
    )
    return Round(record=record, day=diary.day, found=found, revisits=revisits)


def walk(made: Round, head: Desk, liaison: Desk, homes: Mapping[str, str]) -> int:
    """Start the round, and enter what the liaison found; how many records were written.

    Args:
        made: The round.
        head: Who plans and starts it.
        liaison: Who has been to the households.
        homes: By its id in the street, the id under which a household is on file.
    """
    head.save(made.record)
    census.start(head, made.record.id, base=1)
    street = {there: here for here, there in homes.items()}
    rows = {street[row.values["household"]]: row for row in every(liaison, CensusResult, F.round == made.record.id)}
    census.unchanged(
        liaison,
        [row for home, row in rows.items() if made.found[home] == "unchanged"],
        on=made.day - timedelta(2),
    )
    acts = [act for home, row in rows.items() for act in _acts(made, home, row, liaison.account)]
    if acts:
        liaison.apply(*acts)
    return len(rows) + 1


def _acts(made: Round, home: str, row: Row, by: str) -> Iterator[Act]:
    visit: dict[str, Any] = {"visited": made.day - timedelta(1), "visited_by": by}
    match made.found[home]:
        case "again":
            yield _answer(row, "absent", {**visit, "revisit": made.revisits[home]})
        case "absent":
            yield _answer(row, "absent", {**visit, "revisit": made.day})
            yield Transition(CensusResult, row.id, "absent", row.version + 1, {**visit, "revisit": None})
        case "recounted":
            yield _answer(row, "checked", {**visit, "seen_persons": row.values["expected_persons"] + 1})
        case "refused" | "moved" as what:
            yield _answer(row, what, visit)
        case _:
            return


def _answer(row: Row, to: str, values: Mapping[str, Any]) -> Act:
    return Transition(CensusResult, row.id, to, row.version, values)
