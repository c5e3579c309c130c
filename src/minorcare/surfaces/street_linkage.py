"""What the pages ask about services, packages, consent, the way of a street child and mediation."""

from __future__ import annotations

from minorcare.label import Label
from minorcare.surfaces.front_forms import Ask, By, Filled, Form
from minorcare.surfaces.front_parts import Column

_WORK = "minorcare.work"
_TODAY, _ME = "{today}", "{me}"
_ASKED = ("department", "category", "request", "basis", "shared", "consent", "document", "situation", "level")
_GIVEN = ("given", "expires", "guardian", "child_agreed", "guardian_told", "cannot_express")

LINKAGE_FORMS = (
    Form(
        kind="service",
        label=Label("请部门办理", en="Ask a body"),
        fields=("minor", *_ASKED),
        changed=(*_ASKED[2:], "share_until", "share_stopped", "act_by", "provider"),
        by=By(path=f"{_WORK}.services:ask", of="minor"),
    ),
    Form(
        kind="service_package",
        label=Label("制作函件", en="Make a package"),
        fields=("service",),
        changed=(),
        by=By(path=f"{_WORK}.packages:prepare", of="service"),
    ),
    Form(
        kind="consent",
        fields=("minor", "department", "matter", "shared", *_GIVEN),
        filled=(Filled(field="given", value=_TODAY),),
        changed=("guardian_told",),
    ),
    Form(
        kind="mediation",
        fields=("minor", "signs", "matter", "parties", "mediator", "department", "service", "meet_by", "level"),
        must=("meet_by",),
        filled=(
            Filled(field="opened", value=_TODAY),
            Filled(field="officer", value=_ME),
            Filled(field="meet_by", value="{week}"),
        ),
        changed=("signs", "matter", "parties", "mediator", "meet_by", "child_view", "unheard", "follow_by", "level"),
    ),
)
"""Who answers, by when, and who is told if nobody does, follow from the directory and are asked of nobody."""

LINKAGE_MOVES = (
    (
        "service",
        (
            Ask(
                to="accepted",
                label=Label("对方已受理", en="Accepted"),
                may=("replied_by", "act_by"),
                by=By(path=f"{_WORK}.services:accept"),
            ),
            Ask(
                to="declined",
                label=Label("对方未受理", en="Declined"),
                fields=("why_declined",),
                may=("replied_by",),
                by=By(path=f"{_WORK}.services:decline"),
            ),
            Ask(
                to="asked_elsewhere",
                label=Label("转请其他单位", en="Ask elsewhere"),
                fields=("department",),
                by=By(path=f"{_WORK}.services:ask_elsewhere"),
            ),
            Ask(
                to="under_way",
                label=Label("开始办理", en="Under way"),
                may=("provider",),
                by=By(path=f"{_WORK}.services:begin"),
            ),
            Ask(
                to="done",
                label=Label("办结", en="Done"),
                fields=("outcome",),
                may=("result",),
                by=By(path=f"{_WORK}.services:finish"),
            ),
            Ask(
                to="revoked",
                label=Label("撤回", en="Revoke"),
                fields=("why_revoked",),
                by=By(path=f"{_WORK}.services:revoke"),
            ),
        ),
    ),
    (
        "service_package",
        (
            Ask(
                to="handed_over",
                label=Label("已送出", en="Handed over"),
                fields=("how",),
                by=By(path=f"{_WORK}.packages:hand_over"),
            ),
            Ask(
                to="received",
                label=Label("登记回执", en="Receipt"),
                fields=("received_by",),
                may=("received", "receipt_no"),
                by=By(path=f"{_WORK}.packages:receive"),
            ),
            Ask(
                to="cancelled",
                label=Label("作废", en="Cancel"),
                fields=("why_cancelled",),
                by=By(path=f"{_WORK}.packages:cancel"),
            ),
        ),
    ),
    (
        "consent",
        (
            Ask(
                to="withdrawn",
                label=Label("撤回同意", en="Withdraw"),
                may=("withdrawn_by",),
                by=By(path=f"{_WORK}.consents:withdraw"),
            ),
        ),
    ),
    (
        "mediation",
        (
            Ask(
                to="agreed",
                label=Label("达成协议", en="Agreed"),
                fields=("agreement",),
                may=("child_view", "unheard", "follow_by"),
                by=By(path=f"{_WORK}.mediation:agree"),
            ),
            Ask(to="failed", label=Label("未达成", en="Failed"), fields=("why_ended",)),
            Ask(to="stopped", label=Label("停止", en="Stop"), fields=("why_ended",)),
            Ask(to="followed_up", label=Label("已回访", en="Followed up"), fields=("holds",)),
        ),
    ),
)
"""The same work as everywhere: a button never does less than a command."""


def _said(name: str, label: Label, *, spare: bool = False) -> Column:
    return Column(paths=(name,), label=label, phone="labelled", spare=spare)


def _day(name: str, label: Label, *, spare: bool = False) -> Column:
    return Column(paths=(name,), label=label, phone="labelled", sort=name, spare=spare)


_FIRST = (
    Column(paths=("minor",), label=Label("孩子", en="Child")),
    Column(paths=("status",), label=Label("状态", en="Status"), phone="right"),
    Column(paths=("area",), label=Label("社区 / 网格", en="Area"), phone="whole"),
)
LINKAGE_LISTS = (
    (
        "service",
        (
            *_FIRST,
            _said("category", Label("服务", en="Service")),
            _said("department", Label("单位", en="Body")),
            _day("respond_by", Label("答复期限", en="Answer by")),
            _day("act_by", Label("下一步", en="Next step by")),
            _said("officer", Label("经办人", en="Responsible"), spare=True),
            _said("outcome", Label("结果", en="Outcome"), spare=True),
        ),
    ),
    (
        "body",
        (
            _said("name", Label("单位", en="Body")),
            _said("code", Label("代码", en="Code")),
            _said("duty", Label("职责", en="What it is for")),
            _said("answer_days", Label("答复期限（工作日）", en="Answers within (working days)")),
            _said("contact", Label("电话", en="Phone")),
            _said("basis", Label("依据", en="Legal basis"), spare=True),
        ),
    ),
)
"""The two that people open every day; the others are made from the declaration."""
