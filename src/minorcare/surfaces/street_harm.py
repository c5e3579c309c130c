"""Mandatory reports on the pages of a street office: what is asked, which moves there are, who stands behind, what is printed."""

from __future__ import annotations

from minorcare.label import Label
from minorcare.surfaces.front_forms import Ask, By, Filled, Form, Report
from minorcare.surfaces.front_parts import Behind, Paper

_WORK = "minorcare.work"
_SAID = (
    "words",
    "child",
    "place",
    "safe_now",
    "situations",
    "found_at",
    "condition",
    "suspect",
    "guardian",
    "protection",
)
_CALLED = ("authority", "channel", "told_at", "told_person")
HARM_FORMS = (
    Form(
        kind="harm_report",
        fields=("minor", *_SAID, "evidence", "area", *_CALLED),
        filled=(Filled(field="found_at", value="{now}"),),
        changed=("minor", *_SAID[1:], "evidence", "area", "also_told", "supplements"),
        by=By(path=f"{_WORK}.harm:report"),
    ),
)
HARM_REPORTS = (
    Report(
        form=Form(
            kind="harm_report",
            fields=(*_SAID, *_CALLED[:3]),
            filled=(Filled(field="found_at", value="{now}"),),
            by=By(path=f"{_WORK}.harm:report"),
        ),
        label=Label("强制报告", en="Report harm"),
        lead=Label(
            "先打 110。下面写一样就能提交，别的以后再补；不追问孩子，不先调查。您的姓名只有接收人能看到。",
            en="Call 110 first. One answer below is enough, the rest can follow; the child is not questioned and nothing is looked "
            "into first. Your name is shown to the receiver alone.",
        ),
        thanks=Label(
            "未保站已收到。还没打 110 的，现在就打；有结果会告诉您。",
            en="The station has it. If 110 has not been called, call now; you will be told what came of it.",
        ),
        icon="alert",
        phones=True,
    ),
)
HARM_MOVES = (
    Ask(
        to="told",
        label=Label("已报警", en="Police told"),
        fields=("authority", "channel", "told_at"),
        may=("told_person",),
        filled=(
            Filled(field="authority", value="police_110"),
            Filled(field="channel", value="call_110"),
            Filled(field="told_at", value="{now}"),
        ),
        by=By(path=f"{_WORK}.harm:tell"),
    ),
    Ask(
        to="received",
        label=Label("登记回执", en="Receipt"),
        fields=("receipt",),
        by=By(path=f"{_WORK}.harm:receive"),
    ),
    Ask(
        to="concluded",
        label=Label("登记结果", en="Result"),
        fields=("result",),
        by=By(path=f"{_WORK}.harm:conclude"),
    ),
    Ask(
        to="answered",
        label=Label("已告知报告人", en="Reporter told"),
        fields=("result_told_how",),
        by=By(path=f"{_WORK}.harm:tell_back", named=(("result_told_how", "how"),), borrows="reporter"),
    ),
)
BEHIND = Behind(
    kind="harm_report",
    holds="reporter",
    label=Label("报告人", en="Who reported"),
    lead=Label(
        "只有接收人能打开这一页；每次打开都留痕。", en="The receiver alone opens this page; each time is recorded."
    ),
    fields=("name", "unit", "phone", "told"),
    account="account",
    row="minorcare.work.harm:reporter_row",
    say="minorcare.work.harm:say_who",
)
PAPER = Paper(
    kind="harm_report",
    parts=(
        (Label("孩子", en="The child"), ("child", "guardian", "safe_now", "condition")),
        (Label("情况", en="What it is about"), ("situations", "found_at", "place", "words", "suspect")),
        (Label("已经做的", en="What was done"), ("protection", "evidence")),
        (Label("报警", en="Police"), ("authority", "channel", "told_at", "told_person", "also_told", "receipt")),
        (Label("结果", en="Result"), ("result", "concluded_on", "told_back_on")),
    ),
    apart=(
        Label("报告人（由接收人单独保管）", en="Who reports (kept by the receiver, apart)"),
        "reporter",
        ("name", "unit", "phone", "receiver"),
    ),
)
