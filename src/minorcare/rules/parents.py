"""What rules ask about a child's parents: who counts as one, who is away, who cannot raise a child, who is lost."""

from __future__ import annotations

from minorcare.calendar import months
from minorcare.kinds import Circumstance, Member, RestrictedCircumstance
from minorcare.kinds.circumstances import LESSER_LEVELS, MIND, SEVERE_LEVELS
from minorcare.query import F, Filter, any_of, exists, today
from minorcare.rules.settings import RuleSettings

FATHER, MOTHER = ("51", "57"), ("52", "58")
"""GB/T 4761-2008: father, step- or adoptive father; mother, step- or adoptive mother."""
BY_MARRIAGE = ("57", "58")
ANY_PARENT = ("50", "51", "52", "57", "58", "59")
"""Those and 父母, 其他父母关系: where it is not said which of the two somebody is."""
CUSTODY = ("in_custody", "compulsory_detox", "liberty_restricted")
"""服刑在押、强制隔离戒毒、被执行其他限制人身自由的措施 (民发〔2019〕62号)."""
COURT_PAPERS = ("court", "document")
"""Where a declaration of 失踪 comes from: the court, or its document."""


def in_force(first: str = "began", last: str = "ended") -> Filter:
    """The period between two fields has begun and not ended; an open side counts as in force."""
    begin, end = getattr(F, first), getattr(F, last)
    return any_of(begin.is_empty, begin <= today()) & any_of(end.is_empty, end >= today())


def parent(relations: tuple[str, ...], condition: Filter) -> Filter:
    """The child's household has, today, a member of one of these relations for whom *condition* holds."""
    return exists(Member, F.relation.is_in(relations) & in_force("joined", "left") & condition, on="household")


def legal_parent(relations: tuple[str, ...], condition: Filter) -> Filter:
    """A parent by law of one of these relations for whom *condition* holds.

    Whoever moves out stays a father or a mother; a step- or adoptive parent counts while they belong to the household.
    """
    kin = tuple(code for code in relations if code not in BY_MARRIAGE)
    married_in = tuple(code for code in relations if code in BY_MARRIAGE)
    counts = any_of(F.relation.is_in(kin), F.relation.is_in(married_in) & in_force("joined", "left"))
    return exists(Member, counts & condition, on="household")


def since(months_ago: int) -> Filter:
    """A period that began so many full months ago, on a known day, and has not ended."""
    return (F.began <= today() - months(months_ago)) & any_of(F.ended.is_empty, F.ended >= today())


def away(settings: RuleSettings) -> Filter:
    """A parent who has worked away long enough (a filter on ``member``)."""
    return exists(Circumstance, (F.type == "works_away") & since(settings.away_months))


def unable(settings: RuleSettings) -> Filter:
    """A parent without the ability to look after a child in the sense of 国发〔2016〕13号, which names no list."""
    return any_of(
        exists(Circumstance, F.type.is_in(("missing", "deceased", "severely_disabled", "seriously_ill")) & in_force()),
        exists(Circumstance, (F.type == "lost_contact") & since(settings.custody_months)),
        exists(RestrictedCircumstance, F.type.is_in(("custody_revoked", "deported", "drug_dependence")) & in_force()),
        exists(RestrictedCircumstance, since(settings.custody_months)),
    )


def lost() -> Filter:
    """A parent who is dead, or declared missing by a court (民发〔2019〕62号: 死亡或失踪)."""
    dead = (F.type == "deceased") & any_of(F.began.is_empty, F.began <= today())
    declared = (F.type == "missing") & F.source.is_in(COURT_PAPERS) & in_force()
    return exists(Circumstance, any_of(dead, declared))


def cannot_raise(settings: RuleSettings) -> Filter:
    """A parent in the set of 民发〔2019〕62号, as 民发〔2020〕125号 widened it (a filter on ``member``).

    Severely disabled (level 1 or 2, or 3 or 4 if intellectual or mental), seriously ill, out of contact for six full months, held for
    six months or more (by the term, or by the time that has passed), guardianship revoked, or sent abroad.
    """
    severe = any_of(
        F.disability_level.is_in(SEVERE_LEVELS),
        F.disability_level.is_in(LESSER_LEVELS) & F.disability_type.is_in(MIND),
    )
    held_for = any_of(F.term_months >= settings.custody_months, F.began <= today() - months(settings.custody_months))
    return any_of(
        exists(
            Circumstance,
            any_of(
                (F.type == "severely_disabled") & severe & in_force(),
                (F.type == "seriously_ill") & in_force(),
                (F.type == "lost_contact") & since(settings.custody_months),
            ),
        ),
        exists(
            RestrictedCircumstance,
            any_of(
                F.type.is_in(CUSTODY) & held_for & in_force(),
                F.type.is_in(("custody_revoked", "deported")) & in_force(),
            ),
        ),
    )
