"""From what rules found and what children carry to what has to be written: the difference, and nothing but the difference.

No decision here confirms, dismisses or ends a tag: those are a person's acts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from string import Formatter
from typing import TypeVar

import attrs

from minorcare.declare import Kind
from minorcare.kinds import TAG, Evidence
from minorcare.label import LANGUAGES, Label
from minorcare.query import PathError
from minorcare.rules.definitions import Rule
from minorcare.rules.evidence import sources

RESTRICTED_BASIS = Label("限阅依据", en="restricted basis")
NOT_RECORDED = Label("未填", en="not recorded")
MASKED = "▇"


@attrs.frozen(kw_only=True)
class Hit:
    """A rule holds for a child today, by this evidence."""

    minor: str
    risk: str
    rule: str
    rule_version: int
    evidence: tuple[Evidence, ...] = ()


@attrs.frozen(kw_only=True)
class Held:
    """A risk tag as it stands. ``rule`` is empty where a person entered it.

    ``gone`` is the day on which it was last found without a basis, if a person was told so and the basis has not come back.
    """

    id: str
    version: int
    minor: str
    risk: str
    status: str
    rule: str | None = None
    rule_version: int | None = None
    evidence: tuple[Evidence, ...] = ()
    decided: date | None = None
    gone: date | None = None


@attrs.frozen(kw_only=True)
class Suggest:
    """Write a new tag, to be verified by a person."""

    minor: str
    risk: str
    rule: str
    rule_version: int
    evidence: tuple[Evidence, ...]
    found: date


@attrs.frozen(kw_only=True)
class AddEvidence:
    """Write a new version of an open tag: its whole evidence, the rule now named; ``gone`` is cleared, the status stays.

    Also where only the rule named has changed, because the first no longer holds and another does.
    """

    tag: Held
    rule: str | None
    rule_version: int | None
    evidence: tuple[Evidence, ...]


@attrs.frozen(kw_only=True)
class Withdraw:
    """Withdraw a suggestion: no rule holds any more."""

    tag: Held


@attrs.frozen(kw_only=True)
class BasisGone:
    """Give a person the task to look at a confirmed tag that no rule supports any more; ``gone`` of the tag is *day* from then on."""

    tag: Held
    day: date


Decision = Suggest | AddEvidence | Withdraw | BasisGone

_Finding = tuple[str, str]
_F = TypeVar("_F", Hit, Held)


def decide(hits: Iterable[Hit], tags: Iterable[Held], *, day: date) -> tuple[Decision, ...]:
    """What has to be written on *day* so that the tags say what the rules found. Once it is written, deciding again gives nothing.

    A tag among *tags* without a hit counts as one whose basis is gone. So *tags* are those, of every status, of exactly the
    children and risks that were screened, and *hits* come from every rule of these risks
    (:meth:`~minorcare.rules.reach.Index.rules_for` never gives half of them). The first hit of a child and risk names the rule.
    """
    found, held = _by_finding(hits), _by_finding(tags)
    keys = dict.fromkeys((*found, *held))
    return tuple(d for key in keys for d in _decide(found.get(key, []), held.get(key, []), day))


def because_fields(rule: Rule) -> tuple[str, ...]:
    """The fields that the ``because`` of *rule* names, in either language."""
    texts = [rule.because.in_(lang) for lang in LANGUAGES]
    return tuple(dict.fromkeys(name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None))


def because_faults(rule: Rule, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """What is wrong with the ``because`` of *rule*, in English: it may name fields of the first ``exists``, plainly."""
    try:
        names = because_fields(rule)
    except ValueError:
        return ("because has a brace without its partner; write {field}, or {{ and }} for braces",)
    try:
        found = sources(rule.where, kinds)
    except (KeyError, PathError):
        return ()  # a filter that does not fit the kinds is a fault of its own
    known = sorted(kinds[found[0].kind].by_name) if found else []
    of = (
        f"{found[0].kind}, its first exists; its fields: {', '.join(known)}"
        if found
        else "any record: it has no exists"
    )
    plain = [text for lang in LANGUAGES for text in Formatter().parse(rule.because.in_(lang)) if text[2] or text[3]]
    faults = [f"because names {name!r}, which is no field of {of}" for name in names if name not in known]
    return (*faults, *(f"because formats {name!r}; write {{{name}}} only" for _, name, _, _ in plain))


def fill_because(rule: Rule, values: Mapping[str, object] | None, *, masked: Collection[str] = ()) -> Label:
    """Why *rule* found a child, as far as this reader may know.

    Args:
        rule: The rule that the tag names.
        values: Of the first evidence record, in the words for people (a :class:`~minorcare.label.Label` for a code) and as this
            reader's view shows them; ``None`` where the reader may not read the record or it is not there: both read alike.
        masked: The fields that the view does not show in clear.
    """
    if values is None:
        return RESTRICTED_BASIS
    return rule.because.fill(**{name: _said(name, values, masked) for name in because_fields(rule)})


def _said(name: str, values: Mapping[str, object], masked: Collection[str]) -> object:
    value = values.get(name)
    if value is None or value == ():
        return MASKED if name in masked or name not in values else NOT_RECORDED
    if isinstance(value, tuple):
        each = [item if isinstance(item, Label) else Label(str(item)) for item in value]
        return Label("、".join(item.zh for item in each), en=", ".join(item.in_("en") for item in each))
    return value


def _by_finding(items: Iterable[_F]) -> dict[_Finding, list[_F]]:
    found: dict[_Finding, list[_F]] = {}
    for item in items:
        found.setdefault((item.minor, item.risk), []).append(item)
    return found


def _decide(hits: list[Hit], tags: list[Held], day: date) -> Iterator[Decision]:
    # there is one open tag, unless two children turned out to be one: then the confirmed one, or the older, goes on
    standing = sorted(
        (tag for tag in tags if tag.status in TAG.open), key=lambda tag: (tag.status != "confirmed", tag.id)
    )
    if not hits:
        for tag in standing:
            yield from _without_basis(tag, day)
    elif standing:
        yield from _with_basis(standing[0], hits)
    else:
        yield from _afresh(hits, [tag for tag in tags if tag.status in ("dismissed", "ended")], day)


def _without_basis(tag: Held, day: date) -> Iterator[Decision]:
    if tag.rule is None:
        return  # a person's own finding needs no rule
    if tag.status == "suggested":
        yield Withdraw(tag=tag)
    elif tag.gone is None:
        yield BasisGone(tag=tag, day=day)


def _with_basis(tag: Held, hits: list[Hit]) -> Iterator[Decision]:
    evidence = _union(tag.evidence, *(hit.evidence for hit in hits))
    # a tag that a person entered never gets a rule: it would be withdrawn with it
    named = None if tag.rule is None else next((hit for hit in hits if hit.rule == tag.rule), hits[0])
    rule, version = (named.rule, named.rule_version) if named else (None, None)
    if evidence != tag.evidence or rule != tag.rule or tag.gone is not None:
        yield AddEvidence(tag=tag, rule=rule, rule_version=version, evidence=evidence)


def _afresh(hits: list[Hit], closed: list[Held], day: date) -> Iterator[Decision]:
    evidence = _union(*(hit.evidence for hit in hits))
    judged = _union(*(tag.evidence for tag in closed))
    if closed and set(evidence) <= set(judged):
        return  # a person has judged all of this before
    first = hits[0]
    yield Suggest(
        minor=first.minor,
        risk=first.risk,
        rule=first.rule,
        rule_version=first.rule_version,
        evidence=evidence,
        found=day,
    )


def _union(*parts: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(one for part in parts for one in part))
