"""The counts of a settings file: how much of everything there is in a street, and in the year before its day."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class Planted:
    """How many children carry each risk. A child may carry two, see :class:`Both`."""

    misbehaviour: int
    disability: int
    difficulty: int
    drug_affected: int
    left_behind: int


@attrs.frozen(kw_only=True)
class Both:
    """How many of the planted children carry two risks."""

    disability_difficulty: int
    left_behind_difficulty: int


@attrs.frozen(kw_only=True)
class Decoys:
    """How many households look as if a child in them carried a risk, by the reason why none does.

    ``turned_eighteen`` counts rows beside the minors: grown up, with a disability card still valid.
    """

    over_sixteen: int
    one_parent_away: int
    back_home: int
    away_too_short: int
    away_undated: int
    other_recovered: int
    kin_away: int
    kin_unable: int
    card_expired: int
    parent_disabled: int
    recognition_ended: int
    act_too_old: int
    kin_dependent: int
    detox_ended: int
    parent_in_custody: int
    stepfather_left: int
    turned_eighteen: int


@attrs.frozen(kw_only=True)
class Written:
    """How many children have a cell that is good although it does not look it, by what is odd about it."""

    lower_x: int
    full_width: int
    spaced: int
    text_dates: int
    padded_names: int
    coded_sex: int


@attrs.frozen(kw_only=True)
class Amiss:
    """What is wrong on the day, by how often: planted, and written down as true.

    Attributes:
        overdue_visits: Visits whose day has passed.
        late_reviews: Plans in force whose day of review has passed.
        unassigned: Focus children for whom nobody answers.
        unaccounted: Households of the census that nobody has been to, or has to go to again.
        unanswered: Services whose body has not answered in time.
        unfinished: Services past the day on which somebody was to look again.
        untold: Harm reports of which the police have not been told.
        same_number, same_name, same_sound: Young people entered twice, by the way in which that shows.
    """

    overdue_visits: int
    late_reviews: int
    unassigned: int
    unaccounted: int
    unanswered: int
    unfinished: int
    untold: int
    same_number: int
    same_name: int
    same_sound: int


@attrs.frozen(kw_only=True)
class Services:
    """What other bodies were asked for in the year, and what came of it.

    Attributes:
        reunited: Children back with their family.
        escorted: Children escorted to the relief station.
        university: Young people helped on to university.
        counselled: Children with counselling and legal aid at once.
        asked_elsewhere: Services that one body declined and another took on.
        waiting: Services whose answer is not due yet.
        reports_told: Harm reports of which the police were told at once.
    """

    reunited: int
    escorted: int
    university: int
    counselled: int
    asked_elsewhere: int
    waiting: int
    reports_told: int


@attrs.frozen(kw_only=True)
class Care:
    """What a year of care has left on file.

    Attributes:
        noticed: Children without a tag whom somebody noticed, so that they are looked after for a while.
        visits: How many past visits of a child are on file at most.
        leads, events, hazards, plans: How many of each there were.
        census_grids: How many grids of the first community a census round goes through.
        services: What other bodies were asked for.
    """

    noticed: int
    visits: int
    leads: int
    events: int
    hazards: int
    plans: int
    census_grids: int
    services: Services
    amiss: Amiss
