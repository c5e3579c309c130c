"""The year before the day of a synthetic street: who noticed what, who answers for whom, who went where, and what was left undone.

All of it follows from the street and its seed. It is entered through desks, by the officers whose work it is, on the day: what has a
date of its own keeps it, and what the program stamps (set, approved, told on) bears the day, as where an office enters its papers.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import attrs

from minorcare.calendar import age_on
from minorcare.declare import Record
from minorcare.desk import Desk, Save
from minorcare.kinds import DutyPost
from minorcare.synthetic.posts import LIAISON, of_community
from minorcare.synthetic.street import Street
from minorcare.synthetic.year import rounds
from minorcare.synthetic.year.answering import SUPERVISOR, attention, guarantees
from minorcare.synthetic.year.asking import Asked, services
from minorcare.synthetic.year.calls import visits
from minorcare.synthetic.year.diary import Batch, Diary, Late
from minorcare.synthetic.year.duties import HEAD, duties, instruction
from minorcare.synthetic.year.helping import plans
from minorcare.synthetic.year.known import known, named_by, renamed
from minorcare.synthetic.year.noticing import events, hazards, leads, tasks
from minorcare.synthetic.year.reporting import Reported, reports
from minorcare.synthetic.year.rounds import Round, round_of
from minorcare.synthetic.year.twice import Twice, twice
from minorcare.synthetic.year.watched import Watched, watched
from minorcare.work.chasing import chase

__all__ = ["Year", "enter", "year_of"]


@attrs.frozen(kw_only=True)
class Year:
    """A year: what is entered by whom, and what is true of it on the day.

    Attributes:
        children: Everybody who is looked after.
        unassigned: The focus children among them for whom nobody answers.
        twice: Who was entered twice.
        vacant: Posts that nobody holds.
        asked: The services asked of other bodies.
        reported: The harm reports.
        late: Every deadline that has passed.
    """

    street: Street
    batches: tuple[Batch, ...]
    round: Round
    children: tuple[Watched, ...]
    unassigned: tuple[Watched, ...]
    twice: tuple[Twice, ...]
    vacant: tuple[DutyPost, ...]
    asked: Asked
    reported: Reported
    late: tuple[Late, ...]


def year_of(street: Street) -> Year | None:
    """The year of a street: the same for the same street. ``None`` where its settings ask for none."""
    settings, care = street.settings, street.settings.care
    if care is None:
        return None
    diary = Diary(day=street.day, rng=random.Random(f"{street.seed} care"))  # noqa: S311 -- repeatable, not secret
    children = watched(street, care, diary.rng)
    unassigned = tuple(diary.rng.sample([child for child in children if child.focus], care.amiss.unassigned))
    vacant = duties(diary, settings)
    # of a child not yet a year old, nothing is told that may lie before its birth
    older = [child for child in children if age_on(child.minor.birth_date, street.day) > 0]
    leads(diary, street, older, care.leads)
    found_twice = twice(diary, settings, care.amiss)
    attention(diary, children)
    guarantees(diary, children, {child.minor.id for child in unassigned})
    events(diary, older, care.events)
    hazards(diary, older, care.hazards)
    tasks(diary, street, settings)
    visits(diary, children, care.visits, care.amiss.overdue_visits)
    plans(diary, [child for child in children if child.focus], care.plans, care.amiss.late_reviews)
    instruction(diary)
    round = round_of(diary, street, settings, care.census_grids, care.amiss.unaccounted)
    asked = services(diary, street, older, care)
    reported = reports(diary, older, care)
    return Year(
        street=street,
        batches=diary.batches(),
        round=round,
        children=children,
        unassigned=unassigned,
        twice=found_twice,
        vacant=vacant,
        asked=asked,
        reported=reported,
        late=tuple(diary.late),
    )


def enter(year: Year, desk_of: Callable[[str, str], Desk]) -> int:
    """Enter a year into a registry whose roster is on file and whose tags are confirmed; how many records were written.

    Args:
        year: The year.
        desk_of: Gives the desk of an account, for a purpose.

    Raises:
        NotFound: somebody of the street is not on file.
        Refused, Invalid: as desks do.
    """
    ids = known(desk_of(SUPERVISOR, "case"), year.street, _named(year))
    written = 0
    for batch in year.batches:
        desk_of(batch.account, batch.purpose).apply(*(renamed(act, ids) for act in batch.acts))
        written += len(records(batch))
    chase(desk_of(SUPERVISOR, "service"))
    settings = year.street.settings
    liaison = of_community(settings, LIAISON, settings.communities[0].code)
    return written + rounds.walk(year.round, desk_of(HEAD, "census"), desk_of(liaison, "census"), ids)


def records(batch: Batch) -> tuple[Record, ...]:
    """What a batch puts on file; the vault has no list, and what lies in it is not counted."""
    saved = (act.record for act in batch.acts if isinstance(act, Save))
    return tuple(record for record in saved if not type(record).__kind__.vault)


def _named(year: Year) -> set[str]:
    """The children and households of the street that the year names."""
    acts = (act for batch in year.batches for act in batch.acts)
    return {*year.round.found, *(id for act in acts for id in named_by(act).values())}
