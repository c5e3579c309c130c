"""Which moves a person may make on the pages of a street office, and what is asked with each."""

from __future__ import annotations

from minorcare.label import Label
from minorcare.surfaces.front_forms import Ask, By, Filled
from minorcare.surfaces.street_forms import ANSWERED, FOUND
from minorcare.surfaces.street_harm import HARM_MOVES
from minorcare.surfaces.street_linkage import LINKAGE_MOVES

_WORK = "minorcare.work"
_IN_FORCE, _IN = (("status", ("active",)),), (("direction", ("in",)),)

_TAGS = (
    Ask(to="confirmed", label=Label("确认", en="Confirm"), fields=("review",)),
    Ask(to="dismissed", label=Label("不成立", en="Dismiss"), fields=("reason",)),
    Ask(to="confirmed", label=Label("复评，保留", en="Reviewed, keep"), fields=("review",), stays=True),
    Ask(to="ended", label=Label("解除", en="End"), fields=("reason",)),
)
_LEADS = (
    Ask(
        to="linked",
        label=Label("关联到孩子", en="Link to a child"),
        fields=("minor",),
        by=By(path=f"{_WORK}.leads:link"),
    ),
    Ask(
        to="opened",
        label=Label("立案", en="Open"),
        may=("minor", "household"),
        by=By(path=f"{_WORK}.leads:open_for"),
    ),
    Ask(
        to="dismissed",
        label=Label("不成立", en="Dismiss"),
        fields=("reason",),
        by=By(path=f"{_WORK}.leads:dismiss"),
    ),
    Ask(to="told_back", label=Label("已反馈", en="Told back"), fields=("told_how",)),
)
_EVENTS = (
    Ask(
        to="verified",
        label=Label("核实", en="Verified"),
        fields=("verified",),
        filled=(Filled(field="verified", value="{now}"),),
        by=By(path=f"{_WORK}.events:verify", named=(("verified", "at"),)),
    ),
    Ask(
        to="told",
        label=Label("已告知部门", en="Departments told"),
        fields=("told",),
        may=("act_by",),
        filled=(Filled(field="act_by", value="{week}"),),
    ),
    Ask(
        to="closed",
        label=Label("办结", en="Close"),
        fields=("result",),
        by=By(path=f"{_WORK}.events:close"),
    ),
)
_HAZARDS = (
    Ask(to="lowered", label=Label("已降低", en="Lowered"), may=("measures",)),
    Ask(to="transferred", label=Label("移交", en="Transfer"), fields=("transferred_to",)),
    Ask(to="closed", label=Label("复查：已消除", en="Looked again: gone")),
    Ask(
        to="open",
        label=Label("复查：还在", en="Looked again: still there"),
        fields=("due",),
        filled=(Filled(field="due", value="{week}"),),
    ),
)
_ATTENTION = (
    Ask(
        to="set",
        label=Label("确定", en="Set"),
        may=("level", "reason"),
        by=By(path=f"{_WORK}.attention:set_level"),
    ),
    Ask(
        to="declined",
        label=Label("不采纳", en="Decline"),
        fields=("reason",),
        by=By(path=f"{_WORK}.attention:decline"),
    ),
    Ask(to="ended", label=Label("结束", en="End"), may=("reason",)),
)
_ROUNDS = (
    Ask(to="running", label=Label("启动", en="Start"), by=By(path=f"{_WORK}.census:start")),
    Ask(to="signed_off", label=Label("签字", en="Sign off"), by=By(path=f"{_WORK}.census:sign_off")),
)
_RESULTS = (
    Ask(
        to="checked",
        label=Label("与登记一致", en="Unchanged"),
        filled=(Filled(field="unchanged", value="true"), Filled(field="seen_persons", value="{expected_persons}")),
        bulk=True,
    ),
    Ask(
        to="checked",
        label=Label("核查过，有变化", en="Checked, changed"),
        fields=("seen_persons",),
        may=("note",),
    ),
    Ask(
        to="absent",
        label=Label("无人在家", en="Absent"),
        may=("note",),
        filled=(Filled(field="to", value="absent"),),
        by=By(path=f"{_WORK}.census:answer"),
    ),
    Ask(to="refused", label=Label("拒绝", en="Refused"), may=("note",)),
    Ask(to="moved", label=Label("已搬走", en="Moved away"), may=("note",)),
)
_GUARANTEES = (
    Ask(
        to="accepted",
        label=Label("接受", en="Accept"),
        may=("accepted_by",),
        filled=(Filled(field="accepted_by", value="{officer}"),),
    ),
    Ask(
        to="declined",
        label=Label("谢绝", en="Decline"),
        fields=("why_declined",),
        by=By(path=f"{_WORK}.responsibility:decline", named=(("why_declined", "why"),)),
    ),
    Ask(to="ended", label=Label("结束", en="End"), fields=("why_ended",), may=("ended",)),
)
_TASKS = (
    Ask(to="done", label=Label("已办", en="Done"), fields=("result",)),
    Ask(to="cancelled", label=Label("取消", en="Cancel")),
)
_INSTRUCTIONS = (
    Ask(to="answered", label=Label("答复", en="Answer"), fields=("reply",)),
    Ask(to="closed", label=Label("办结", en="Close")),
)
_VISITS = (
    Ask(
        to="done",
        label=Label("记走访", en="Record the visit"),
        fields=("happened", *ANSWERED),
        may=tuple(name for name in FOUND if name not in ANSWERED),
        filled=(Filled(field="happened", value="{today}"),),
        by=By(path=f"{_WORK}.visits:done"),
    ),
    Ask(
        to="missed",
        label=Label("未见到", en="Missed"),
        fields=("not_met", "planned"),
        may=("note",),
    ),
    Ask(to="cancelled", label=Label("取消", en="Cancel"), fields=("not_met",), may=("note",)),
)
_PLANS = (
    Ask(
        to="submitted",
        label=Label("提交审核", en="Hand in"),
        when=(("status", ("draft",)),),
        by=By(path=f"{_WORK}.plans:submit"),
    ),
    Ask(
        to="active",
        label=Label("同意执行", en="Approve"),
        may=("review", "remark"),
        by=By(path=f"{_WORK}.plans:approve"),
    ),
    Ask(
        to="draft",
        label=Label("退回修改", en="Send back"),
        fields=("remark",),
        by=By(path=f"{_WORK}.plans:send_back"),
    ),
    Ask(
        to="submitted",
        label=Label("修订，重新提交", en="Revise and hand in"),
        may=("problems", "goals", "child_view", "unheard", "guardian_view"),
        when=_IN_FORCE,
        by=By(path=f"{_WORK}.plans:revise"),
    ),
    Ask(
        to="closed",
        label=Label("结案", en="Close"),
        fields=("closing",),
        may=("outcome", "follow_up"),
        by=By(path=f"{_WORK}.plans:close"),
    ),
    Ask(to="followed", label=Label("已回访", en="Followed up"), may=("followed", "outcome")),
)
_REVIEWS = (
    Ask(
        to="held",
        label=Label("记评估", en="Record the review"),
        fields=("result",),
        may=("held", "findings", "child_view", "review"),
        filled=(Filled(field="held", value="{today}"),),
        by=By(path=f"{_WORK}.plans:hold_review", of="plan", borrows="plan"),
    ),
    Ask(to="cancelled", label=Label("取消", en="Cancel")),
)
_ASSESSMENTS = (
    Ask(to="scored", label=Label("计分", en="Score"), by=By(path=f"{_WORK}.assessments:score")),
    Ask(
        to="confirmed",
        label=Label("定级", en="Grade"),
        fields=("human_grade",),
        may=("differs_because", "valid_until"),
    ),
    Ask(to="draft", label=Label("退回重评", en="Assess again")),
    Ask(to="ended", label=Label("失效", en="No longer holds")),
)
_LATER = (
    ("plan_measure", (
        Ask(to="finished", label=Label("已完成", en="Finished"), may=("result",)),
        Ask(to="stopped", label=Label("停止", en="Stop"), may=("result",)),
    )),
    ("entrusted_care", (Ask(to="ended", label=Label("结束委托", en="End"), may=("ended",)),)),
    ("education_order", (
        Ask(to="completed", label=Label("已完成", en="Completed"), may=("ended",)),
        Ask(to="withdrawn", label=Label("已撤销", en="Withdrawn"), may=("ended",)),
    )),
    ("intervention", (
        Ask(
            to="active",
            label=Label("核对文书，生效", en="Checked, in force"),
            fields=("review",),
            filled=(Filled(field="review", value="{review}"),),
        ),
        Ask(to="dropped", label=Label("撤销登记", en="Drop"), may=("reason",)),
        Ask(to="ended", label=Label("结束", en="End"), may=("ended", "reason")),
    )),
    ("schooling_gap", (Ask(to="answered", label=Label("已问清", en="Found out"), may=("reason", "ended")),)),
    ("age_gate", (Ask(to="done", label=Label("已处理", en="Done"), may=("note",)),)),
    ("duplicate", (
        Ask(
            to="same",
            label=Label("是同一人，合并", en="The same: merge"),
            fields=("reason",),
            filled=(Filled(field="drop", value="{minor}"),),
            by=By(path=f"{_WORK}.merge:merge", of="other", borrows="risk_tag"),
        ),
        Ask(to="different", label=Label("不是同一人", en="Different")),
    )),
    ("transfer", (
        Ask(
            to="accepted",
            label=Label("接收", en="Accept"),
            fields=("area",),
            may=("address",),
            when=_IN,
            by=By(path=f"{_WORK}.transfer:accept", borrows="household"),
        ),
        Ask(
            to="declined",
            label=Label("退回", en="Decline"),
            fields=("note",),
            when=_IN,
            by=By(path=f"{_WORK}.transfer:decline"),
        ),
    )),
)  # fmt: skip
MOVES: tuple[tuple[str, tuple[Ask, ...]], ...] = (
    ("risk_tag", _TAGS),
    ("lead", _LEADS),
    ("harm_report", HARM_MOVES),
    ("life_event", _EVENTS),
    ("household_hazard", _HAZARDS),
    ("attention", _ATTENTION),
    ("census_round", _ROUNDS),
    ("census_result", _RESULTS),
    ("guarantee", _GUARANTEES),
    ("guarantee_answer", ()),
    ("task", _TASKS),
    ("task_report", ()),
    ("instruction", _INSTRUCTIONS),
    ("visit", _VISITS),
    ("plan", _PLANS),
    ("plan_review", _REVIEWS),
    ("assessment", _ASSESSMENTS),
    *LINKAGE_MOVES,
    *_LATER,
)
"""By kind. What is sent by those who only report is taken by the work itself, and moved by nobody."""
