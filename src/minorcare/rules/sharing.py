"""The gate: what a body is told rests on a duty of its own, on consent, on an emergency or on a case, or it is told nothing.

Sources: 《个人信息保护法》 articles 13, 28 to 31, 34 and 35; 《困境儿童个人信息保护工作办法》 (2025): under fourteen the guardian agrees,
from fourteen on the child does and the guardian is told, who cannot express itself is spoken for; volunteers and organisations are
told the least that will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any, cast

from minorcare.calendar import latest_birth
from minorcare.declare import Record
from minorcare.errors import Problem
from minorcare.kinds import Minor
from minorcare.kinds.bodies import Body
from minorcare.kinds.services import AT_WORK, Service
from minorcare.kinds.sharing import Consent
from minorcare.label import Label
from minorcare.query import F, Filter, any_of, today
from minorcare.rules.checks import Check, Look
from minorcare.rules.linkage_settings import LinkageSettings

CONSENT_AGE = 14
"""From this age on a child agrees itself (2025 办法; 《个人信息保护法》第三十一条). Reached on the day after the birthday."""
BY_CONSENT = ("guardian_consent", "child_and_guardian")
OF_DUTY = ("statutory_duty", "court_or_case")


@cache
def in_force() -> Filter:
    """The consents that hold on the day asked about, a filter on ``consent``: not withdrawn, not expired, enough at the child's age.

    A guardian's consent given before the child was fourteen is not enough afterwards: then the child is asked itself.
    """
    return _holding(F)


@cache
def open_gate() -> Filter:
    """The services whose body may use what it was told on the day asked about, a filter on ``service``.

    It asks the consent itself, so that a withdrawal holds from the very moment, whatever else is still to be written.
    """
    standing = F.status.is_in(AT_WORK) & F.share_stopped.is_empty & (F.share_until >= today()) & ~F.shared.is_empty
    return standing & any_of(~F.basis.is_in(BY_CONSENT), _holding(F.consent))


@cache
def lapsed() -> Filter:
    """The services that share by a consent that no longer holds, a filter on ``service``."""
    standing = F.status.is_in(AT_WORK) & F.share_stopped.is_empty & ~F.shared.is_empty
    return standing & F.basis.is_in(BY_CONSENT) & ~_holding(F.consent)


def _holding(consent: Any) -> Filter:
    """Whether a consent holds; *consent* is where its fields are. Whose it is, the record asked about says too."""
    of_age = F.minor.birth_date.age >= CONSENT_AGE
    spoken_for = ~consent.guardian.is_empty & any_of(consent.cannot_express == True, ~of_age)  # noqa: E712
    itself = (consent.child_agreed == True) & ~consent.guardian_told.is_empty & of_age  # noqa: E712
    found: Filter = (consent.status == "given") & (consent.expires >= today()) & any_of(spoken_for, itself)
    return found


def shared_lawfully(record: Record, look: Look) -> Iterable[Problem]:
    """What a service shares has a basis that is open to this body, ends on a day, and goes no further than the body may be told.

    Asked as long as something is shared. Whoever stops sharing, or ends the service, is asked nothing.
    """
    service = cast("Service", record)
    if not service.sharing:
        return
    yield from _no_more_than_the_body_may(service, look)
    statutory = bool(look.ids(Body, (F.code == service.department) & (F.statutory == True)))  # noqa: E712
    if service.basis in OF_DUTY and not statutory:
        yield _NO_DUTY
    if service.basis == "court_or_case" and not service.document:
        yield _NO_DOCUMENT
    if service.basis in BY_CONSENT:
        yield from _by_consent(service, look)


def _no_more_than_the_body_may(service: Service, look: Look) -> Iterator[Problem]:
    for place, name in enumerate(service.shared):
        if not look.ids(Body, (F.code == service.department) & F.may_get.contains(name)):
            yield Problem(
                at=f"shared[{place}]",
                said=Label("超出这个单位最多可提供的信息", en="is more than this body may be told"),
                remedy=Label(
                    "去掉这一项；确有需要的，由站长在目录中写明",
                    en="leave it out; the station head says otherwise in the directory",
                ),
                code="sharing",
            )


def _by_consent(service: Service, look: Look) -> Iterator[Problem]:
    if service.consent is None:
        yield _NO_CONSENT
        return
    mine = (F.id == service.consent) & (F.minor == service.minor) & (F.department == service.department)
    if not look.ids(Consent, mine):
        yield _OTHER_CONSENT
        return
    if not look.ids(Consent, mine & in_force()):
        yield _NOT_IN_FORCE
    for place, name in enumerate(service.shared):
        if not look.ids(Consent, mine & F.shared.contains(name)):
            yield Problem(
                at=f"shared[{place}]",
                said=Label("不在同意的范围内", en="is not what was agreed to"),
                remedy=Label("去掉这一项，或另行征得同意", en="leave it out, or ask for consent to it"),
                code="consent",
            )
    if service.share_until is not None and not look.ids(Consent, mine & (F.expires >= service.share_until)):
        yield _TOO_LONG


def agreed_by_whom_it_takes(record: Record, look: Look) -> Iterable[Problem]:
    """A consent is given by whom it takes on the day it is given: the guardian under fourteen, the child from fourteen on."""
    consent = cast("Consent", record)
    if consent.status != "given" or consent.cannot_express:
        return
    if not look.ids(Minor, (F.id == consent.minor) & _reached(consent)):
        if not (consent.guardian or "").strip():
            yield _GUARDIAN
        return
    if not consent.child_agreed:
        yield _CHILD
    if consent.guardian_told is None:
        yield _TOLD


def _reached(consent: Consent) -> Filter:
    found: Filter = F.birth_date <= latest_birth(CONSENT_AGE, consent.given)
    return found


def for_a_body_of_the_directory(record: Record, look: Look) -> Iterable[Problem]:
    """Consent names a body that there is, and nothing that the body may not be told anyway."""
    consent = cast("Consent", record)
    if consent.status == "given" and not look.ids(Body, F.code == consent.department):
        yield Problem(
            at="department",
            said=Label("不在联动单位目录中", en="is no body in the directory"),
            remedy=Label("填目录中的代码", en="give a code of the directory"),
            code="reference",
        )


def emergencies_end(settings: LinkageSettings) -> Check:
    """What is told in an emergency is told for the emergency: it ends after the days set."""

    def examine(record: Record, look: Look) -> Iterator[Problem]:  # noqa: ARG001 - the service says it all
        service = cast("Service", record)
        last = service.asked + timedelta(settings.emergency_days)
        if service.sharing and service.basis == "emergency" and service.share_until and service.share_until > last:
            yield Problem(
                at="share_until",
                said=Label(
                    f"紧急情况下提供的信息最多使用 {settings.emergency_days} 天",
                    en=f"lies too far off: what is told in an emergency is used for {settings.emergency_days} days at most",
                ),
                remedy=Label("改早，或写明别的依据", en="give an earlier day, or another basis"),
                code="range",
            )

    return Check(Service, examine)


def sharing_checks(settings: LinkageSettings) -> tuple[Check, ...]:
    """The checks of this module under *settings*."""
    return (
        Check(Service, shared_lawfully),
        emergencies_end(settings),
        Check(Consent, agreed_by_whom_it_takes),
        Check(Consent, for_a_body_of_the_directory),
    )


_NO_DUTY = Problem(
    at="basis",
    said=Label(
        "这个单位没有法定职责，须先取得同意（《个人信息保护法》第十三条）",
        en="is not open to a body without a statutory duty: it is told nothing without consent (PIPL art. 13)",
    ),
    remedy=Label(
        "不满十四周岁征得监护人同意，满十四周岁征得本人同意并告知监护人",
        en="ask the guardian under fourteen; from fourteen on ask the child and tell the guardian",
    ),
    code="basis",
)
_NO_DOCUMENT = Problem(
    at="document",
    said=Label("没有填写文书号", en="is missing: a case has its document"),
    remedy=Label(
        "填写法院、检察院或办案机关的文书号", en="give the document of the court, the procuratorate or the police"
    ),
    code="required",
)
_NO_CONSENT = Problem(
    at="consent",
    said=Label("没有填写同意记录", en="is missing"),
    remedy=Label("先登记同意，再提供信息", en="record the consent first, then share"),
    code="required",
)
_OTHER_CONSENT = Problem(
    at="consent",
    said=Label("不是这个孩子对这个单位的同意", en="is no consent of this child to this body"),
    remedy=Label("选对应的同意记录", en="choose the consent that fits"),
    code="reference",
)
_NOT_IN_FORCE = Problem(
    at="consent",
    said=Label(
        "已撤回、已到期，或孩子满十四周岁后未经本人同意",
        en="does not hold: withdrawn, expired, or the child is fourteen by now and has not agreed itself",
    ),
    remedy=Label("填写停止共享日期，或重新征得同意", en="say since when nothing is shared, or ask for consent anew"),
    code="consent",
)
_TOO_LONG = Problem(
    at="share_until",
    said=Label("晚于同意的有效期", en="lies after the end of the consent"),
    remedy=Label("不晚于同意的有效期", en="give a day up to that end"),
    code="range",
)
_GUARDIAN = Problem(
    at="guardian",
    said=Label("不满十四周岁，须由监护人同意", en="is missing: under fourteen a guardian agrees"),
    remedy=Label("填写同意的监护人", en="name the guardian who agrees"),
    code="required",
)
_CHILD = Problem(
    at="child_agreed",
    said=Label("已满十四周岁，须由本人同意", en="is missing: from fourteen on the child agrees itself"),
    remedy=Label(
        "征得孩子本人同意；无法表达意愿的，由监护人同意", en="ask the child; a guardian agrees where it cannot"
    ),
    code="required",
)
_TOLD = Problem(
    at="guardian_told",
    said=Label("已满十四周岁，须明确告知监护人", en="is missing: a guardian is told plainly"),
    remedy=Label("填写告知监护人的日期", en="say on which day a guardian was told"),
    code="required",
)
