"""Consent: who agreed that what is told to whom, for what and until when, as the law asks by the child's age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

from minorcare.declare import Id, Label, Lifecycle, Record, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds.bodies import CODE
from minorcare.kinds.families import Minor, ordered

CONSENT = Lifecycle(
    {"given": Label("有效", en="given"), "withdrawn": Label("已撤回", en="withdrawn")},
    given="withdrawn",
)


@kind(
    "consent",
    label=Label("同意记录", en="Consent"),
    cites="《个人信息保护法》第十三条至第十五条、第二十九条、第三十一条；《困境儿童个人信息保护工作办法》（2025）",
)
class Consent(Record):
    """Agreement that one body is told certain things for one purpose until a day. Without an end there is none.

    Under fourteen a guardian agrees; from fourteen on the child does, and a guardian is told plainly; a child who cannot express
    itself is spoken for by a guardian at any age. Whoever agreed may withdraw at any time, and nothing is asked of them for it.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    status: str = state(CONSENT, label=Label("状态", en="Status"))
    department: str = field(
        label=Label("接收单位代码", en="May be told"),
        help=Label("联动单位目录中的代码", en="Its code in the directory of bodies"),
        pattern=CODE,
        max_length=40,
    )
    matter: str = field(label=Label("用途", en="For what"), max_length=300)
    shared: tuple[str, ...] = field(label=Label("同意提供的信息", en="What may be shared"), codes="shared_field")
    given: date = field(label=Label("同意日期", en="Given on"), max="today")
    expires: date = field(label=Label("有效期至", en="Until"))
    guardian: str | None = field(
        default=None, label=Label("同意的监护人", en="Guardian who agrees"), max_length=60, sensitivity="sensitive"
    )
    child_agreed: bool = field(default=False, label=Label("孩子本人同意", en="The child agrees"))
    guardian_told: date | None = field(default=None, label=Label("告知监护人日期", en="Guardian told on"), max="today")
    cannot_express: bool = field(
        default=False,
        label=Label("孩子无法表达意愿", en="The child cannot express itself"),
        help=Label("须由监护人同意，不论年龄", en="A guardian agrees then, at any age"),
    )
    withdrawn: date | None = field(default=None, label=Label("撤回日期", en="Withdrawn on"), max="today")
    withdrawn_by: str | None = field(default=None, label=Label("撤回人", en="Withdrawn by"), max_length=60)

    def entering(self, state: str, *, day: date, actor: str) -> Self:  # noqa: ARG002 - there is one move
        return self.but(withdrawn=self.withdrawn or day)

    def check(self) -> tuple[Problem, ...]:
        return (*ordered(self.given, self.expires, at="expires"), *_said(self))


def _said(consent: Consent) -> Iterator[Problem]:
    if not consent.matter.strip():
        yield wording.required("matter")
    if consent.cannot_express and consent.child_agreed:
        yield Problem(
            at="child_agreed",
            said=Label("与“无法表达意愿”矛盾", en="cannot be: the child cannot express itself"),
            remedy=Label("核对这两项", en="check both"),
        )
    if consent.cannot_express and not (consent.guardian or "").strip():
        yield wording.required("guardian")
