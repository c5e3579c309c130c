"""Checks of services against the body that is asked, the person who is told, and the services they follow or go with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Officer
from minorcare.kinds.bodies import Body
from minorcare.kinds.services import AT_WORK, Asking, Service
from minorcare.label import Label
from minorcare.query import F
from minorcare.rules.checks import Check, Look
from minorcare.rules.linkage_settings import LinkageSettings
from minorcare.rules.responsibility import in_office


def asked_of_a_body_in_use(record: Record, look: Look) -> Iterable[Problem]:
    """Nothing is asked of a body that is no longer there, and the account that answers is the one of the body.

    What was asked stays asked where the directory has changed since.
    """
    service = cast("Service", record)
    answers = F.answerer.is_empty if service.answerer is None else F.answerer == service.answerer
    asked = (F.id == service.id) & (F.department == service.department) & answers
    if service.status != "requested" or look.ids(Service, asked):
        return
    if not look.ids(Body, (F.code == service.department) & F.ended.is_empty):
        yield _NO_BODY
        return
    if service.asking is Asking.OF_US:
        return
    account = F.account.is_empty if service.answerer is None else F.account == service.answerer
    if not look.ids(Body, (F.code == service.department) & account):
        yield _OTHER_ACCOUNT


def told_to_somebody(settings: LinkageSettings) -> Check:
    """Who is told when nobody answers is in office, and in a role that sees the child, when they are named."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:
        service = cast("Service", record)
        named = (F.id == service.id) & (F.escalates_to == service.escalates_to)
        if service.status != "requested" or look.ids(Service, named):
            return
        fitting = F.role.is_in(settings.may_chase) & in_office()
        if not look.ids(Officer, (F.account == service.escalates_to) & fitting):
            yield _NOBODY

    return Check(Service, examine)


def not_asked_twice(record: Record, look: Look) -> Iterable[Problem]:
    """One body is asked for one kind of service for a child once at a time: the family tells it once."""
    service = cast("Service", record)
    if service.status not in AT_WORK:
        return
    same = (F.minor == service.minor) & (F.department == service.department) & (F.category == service.category)
    if any(other != service.id for other in look.ids(Service, same & F.status.is_in(AT_WORK))):
        yield _TWICE


def follows_one_declined(record: Record, look: Look) -> Iterable[Problem]:
    """A service follows one of the same child that was declined; one that was asked elsewhere is followed by another."""
    service = cast("Service", record)
    if service.follows is not None:
        before = (F.id == service.follows) & (F.minor == service.minor)
        if not look.ids(Service, before & F.status.is_in(("declined", "asked_elsewhere"))):
            yield _NOT_DECLINED
    if service.status == "asked_elsewhere" and not look.ids(Service, F.follows == service.id):
        yield _NOT_FOLLOWED
    if service.joint_with is not None:
        case = (F.id == service.joint_with) & (F.minor == service.minor)
        if service.joint_with == service.id or not look.ids(Service, case):
            yield _OTHER_CASE


def service_checks(settings: LinkageSettings) -> tuple[Check, ...]:
    """The checks of this module under *settings*."""
    return (
        Check(Service, asked_of_a_body_in_use),
        told_to_somebody(settings),
        Check(Service, not_asked_twice),
        Check(Service, follows_one_declined),
    )


_NO_BODY = Problem(
    at="department",
    said=Label("不在联动单位目录中，或已停用", en="is no body in the directory that is asked"),
    remedy=Label("从联动单位目录中另选", en="choose another body from the directory"),
    code="reference",
)
_OTHER_ACCOUNT = Problem(
    at="answerer",
    said=Label("与目录中这个单位的账号不符", en="is not what the directory says of this body"),
    remedy=Label(
        "填目录中的账号；目录中没有账号的留空",
        en="give the account in the directory; leave it empty where there is none",
    ),
    code="person",
)
_NOBODY = Problem(
    at="escalates_to",
    said=Label("不是在岗的、能看到孩子的人", en="is nobody in office who sees the child"),
    remedy=Label("填站长或儿童督导员的账号", en="give the account of the station head or a child supervisor"),
    code="person",
)
_TWICE = Problem(
    at="department",
    said=Label("已为这个孩子请这个单位办理同类服务", en="has been asked for the same for this child already"),
    remedy=Label("在已有的那条上继续", en="go on with the one that is there"),
    code="taken",
)
_NOT_DECLINED = Problem(
    at="follows",
    said=Label("不是这个孩子未被受理的服务", en="is no service of this child that was declined"),
    remedy=Label("填未受理的那条，或留空", en="name the one that was declined, or leave it empty"),
    code="reference",
)
_NOT_FOLLOWED = Problem(
    at="status",
    said=Label("还没有转请其他单位", en="cannot be: nobody else has been asked yet"),
    remedy=Label("先登记转请的服务；不再需要的，撤回并写明原因", en="ask another body first, or revoke it and say why"),
    code="reference",
)
_OTHER_CASE = Problem(
    at="joint_with",
    said=Label("不是这个孩子的另一项服务", en="is no other service of this child"),
    remedy=Label("选这个孩子的另一项服务，或留空", en="choose another service of this child, or leave it empty"),
    code="reference",
)
