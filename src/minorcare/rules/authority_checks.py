"""The guard of official acts: nobody does by this register what the law does not give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds.acts import OfficialAct, powers
from minorcare.kinds.codelists import load_codes
from minorcare.label import Label
from minorcare.rules.authority_settings import AuthoritySettings
from minorcare.rules.checks import Check, Look


def who_may(act: str, settings: AuthoritySettings) -> tuple[str, ...]:
    """The bodies (codes of ``deciding_body``) that may do *act* (a code of ``official_act``), this office under *settings* too.

    Raises:
        KeyError: there is no such act.
    """
    power = powers()[act]
    own = power.town and (settings.town or act in settings.delegated)
    return (*power.may, "street") if own else power.may


def may_not(act: str, issuer: str, settings: AuthoritySettings) -> Problem | None:
    """Why *issuer* may not do *act*: whose it is, by which article, and what to do instead. ``None`` where it may."""
    may = who_may(act, settings)
    if issuer in may:
        return None
    acts, bodies = _labels()["official_act"], _labels()["deciding_body"]
    power, named = powers()[act], _named(bodies, may)
    return Problem(
        at="issuer",
        said=Label(
            f"{bodies[issuer].zh}无权“{acts[act].zh}”，有权的是{named.zh}（{power.cites}）",
            en=f"may not do this ({acts[act].en}): it is for {named.en} ({power.cites})",
        ),
        remedy=power.ask,
        code="authority",
    )


def within_its_powers(settings: AuthoritySettings) -> Check:
    """An act is done by a body that may, whether this office did it or received it: what nobody may do is no such act."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:  # noqa: ARG001 - the table says it all
        one = cast("OfficialAct", record)
        problem = may_not(one.act, one.issuer, settings)
        if problem is not None:
            yield problem
        elif one.issuer not in powers()[one.act].may and not settings.town and not (one.document or "").strip():
            yield _NO_DELEGATION

    return Check(OfficialAct, examine)


def authority_checks(settings: AuthoritySettings) -> tuple[Check, ...]:
    """The checks of this module under *settings*."""
    return (within_its_powers(settings),)


def _named(bodies: Mapping[str, Label], may: tuple[str, ...]) -> Label:
    found = [bodies[each] for each in may]
    return Label("、".join(each.zh for each in found), en=", ".join(each.in_("en") for each in found))


_NO_DELEGATION = Problem(
    at="document",
    said=Label("受委托作出的没有填写文书号", en="is missing: what is done by delegation has its document"),
    remedy=Label("填写委托文书号和本文书号", en="give the document of the delegation and of the act"),
    code="required",
)


@cache
def _labels() -> Mapping[str, Mapping[str, Label]]:
    return {codes.name: {item.value: item.label for item in codes.items} for codes in load_codes()}
