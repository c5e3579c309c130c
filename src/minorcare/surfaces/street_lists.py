"""The columns of lists of a street office, and which of its kinds belong together."""

from __future__ import annotations

from minorcare.label import Label
from minorcare.surfaces.front_forms import Shelf
from minorcare.surfaces.front_parts import Column
from minorcare.surfaces.street_linkage import LINKAGE_LISTS

_CHILD = Column(paths=("minor",), label=Label("孩子", en="Child"))
_AREA = Column(paths=("area",), label=Label("社区 / 网格", en="Area"), phone="whole")
_STATUS = Column(paths=("status",), label=Label("状态", en="Status"), phone="right")


def _day(name: str, label: Label, *, spare: bool = False) -> Column:
    return Column(paths=(name,), label=label, phone="labelled", sort=name, spare=spare)


def _said(name: str, label: Label, *, spare: bool = False) -> Column:
    return Column(paths=(name,), label=label, phone="labelled", spare=spare)


LISTS: tuple[tuple[str, tuple[Column, ...]], ...] = (
    (
        "risk_tag",
        (
            _CHILD,
            _said("risk", Label("风险", en="Risk")),
            _STATUS,
            _AREA,
            _day("found", Label("发现日期", en="Found"), spare=True),
            Column(paths=("decided_by",), label=Label("认定人", en="Decided by"), phone="hidden", spare=True),
            _day("review", Label("复核期限", en="Review by")),
        ),
    ),
    (
        "due",
        (
            Column(label=Label("事项", en="What"), shows="what"),
            Column(paths=("minor",), label=Label("孩子", en="Child"), phone="labelled"),
            _AREA,
            _said("who", Label("责任人", en="Who"), spare=True),
            _day("day", Label("期限", en="Due")),
        ),
    ),
    (
        "lead",
        (
            _said("observed", Label("看到了什么", en="What was seen")),
            _STATUS,
            _AREA,
            _said("address", Label("地点", en="Address"), spare=True),
            _said("source", Label("来自", en="From"), spare=True),
            _day("seen_on", Label("发现日期", en="Seen on")),
            _day("deal_by", Label("办理期限", en="Deal with it by")),
        ),
    ),
    (
        "harm_report",
        (
            _CHILD,
            _said("situations", Label("情形", en="Situation")),
            _STATUS,
            _AREA,
            _said("place", Label("地点", en="Place"), spare=True),
            _day("found_at", Label("发现", en="Found")),
            _day("told_at", Label("报警", en="Police told"), spare=True),
            _said("tell_minutes", Label("发现到报警", en="Until told"), spare=True),
            _day("tell_by", Label("尚未报警", en="Police not yet told")),
        ),
    ),
    (
        "visit",
        (
            _CHILD,
            _said("type", Label("方式", en="Kind")),
            _STATUS,
            _AREA,
            _said("officer", Label("责任人", en="Whose"), spare=True),
            _said("state", Label("总体状况", en="Overall"), spare=True),
            _day("planned", Label("计划", en="Planned")),
            _day("happened", Label("走访", en="Visited")),
        ),
    ),
    (
        "plan",
        (
            _CHILD,
            _STATUS,
            _AREA,
            _said("officer", Label("责任人", en="Responsible")),
            _said("approver", Label("审核人", en="Approved by"), spare=True),
            _day("approved", Label("生效", en="In force since"), spare=True),
            _day("review", Label("下次评估", en="Review by")),
        ),
    ),
    (
        "guarantee",
        (
            _CHILD,
            _said("officer", Label("包保人", en="Guarantor")),
            _STATUS,
            _AREA,
            _day("began", Label("开始", en="From")),
            _day("accept_by", Label("接受期限", en="Accept by"), spare=True),
            _day("ended", Label("结束", en="Until"), spare=True),
        ),
    ),
    (
        "attention",
        (
            _CHILD,
            _said("level", Label("等级", en="Level")),
            _STATUS,
            _AREA,
            _said("reasons", Label("理由", en="Reasons"), spare=True),
            _said("decided_by", Label("确定人", en="Decided by"), spare=True),
            _day("expires", Label("到期", en="Runs out on")),
        ),
    ),
    (
        "life_event",
        (
            _CHILD,
            _said("type", Label("变故或事故", en="What happened")),
            _STATUS,
            _AREA,
            _said("verify_minutes", Label("发现到核实", en="Until verified"), spare=True),
            _said("tell_minutes", Label("发现到联动", en="Until told"), spare=True),
            _day("act_by", Label("下一步", en="Next step by")),
        ),
    ),
    (
        "household_hazard",
        (
            _said("type", Label("隐患", en="Hazard")),
            _STATUS,
            _AREA,
            _said("household", Label("家庭户", en="Household")),
            _day("due", Label("整改期限", en="To be lowered by")),
            _day("recheck", Label("复查期限", en="Look again by")),
        ),
    ),
    (
        "census_result",
        (
            _said("household", Label("家庭户", en="Household")),
            _STATUS,
            _AREA,
            _said("round", Label("轮次", en="Round"), spare=True),
            _said("expected_persons", Label("登记人数", en="On file")),
            _said("expected_minors", Label("登记未成年人", en="Children")),
            _day("visited", Label("上门", en="Visited"), spare=True),
            _day("revisit", Label("再次上门", en="Again by")),
        ),
    ),
    (
        "task",
        (
            _CHILD,
            _said("title", Label("事项", en="What")),
            _STATUS,
            _AREA,
            _said("owner", Label("承办人", en="Given to")),
            _said("result", Label("结果", en="Result"), spare=True),
            _day("due", Label("期限", en="Due")),
        ),
    ),
    (
        "instruction",
        (
            _said("text", Label("批示内容", en="What is asked")),
            _STATUS,
            _said("addressee", Label("承办人", en="To")),
            _said("given_by", Label("批示人", en="From"), spare=True),
            _day("given", Label("批示日期", en="Given on"), spare=True),
            _day("due", Label("答复期限", en="Answer by")),
            _said("reply", Label("答复", en="Reply"), spare=True),
        ),
    ),
    *LINKAGE_LISTS,
)
"""Of the lists that people open every day; the others are made from the declaration."""

SHELVES = (
    Shelf(
        label=Label("关爱工作", en="Care"),
        kinds=("plan", "visit", "guarantee", "attention", "task", "life_event", "plan_measure", "plan_review"),
        main=True,
    ),
    Shelf(
        label=Label("评估与照护", en="Assessment and care"),
        kinds=("assessment", "entrusted_care", "weekly_contact", "education_order", "education_session"),
        main=True,
    ),
    Shelf(label=Label("保障待遇", en="Benefits"), kinds=("benefit", "paper"), main=True),
    Shelf(label=Label("强制报告", en="Harm reports"), kinds=("harm_report",), main=True),
    Shelf(
        label=Label("部门联动", en="Linkage"),
        kinds=("service", "service_package", "consent", "street_path", "mediation", "official_act", "body"),
    ),
    Shelf(label=Label("台账", en="Ledgers"), kinds=("ledger", "ledger_slip", "ledger_sheet")),
    Shelf(
        label=Label("家庭与线索", en="Family and leads"),
        kinds=("household", "member", "lead", "household_hazard", "census_result"),
    ),
    Shelf(
        label=Label("事实", en="Facts"),
        kinds=(
            *("risk_tag", "circumstance", "restricted_circumstance", "difficulty_recognition"),
            *("disability_card", "disability_assessment", "schooling_gap", "residence_period", "employment"),
            *("street_finding", "misbehaviour_act", "serious_act", "intervention"),
        ),
    ),
    Shelf(
        label=Label("变动", en="Changes"),
        kinds=("transfer", "age_gate", "duplicate", "foreign_match"),
    ),
    Shelf(
        label=Label("工作安排", en="Organisation"),
        kinds=(
            *("census_round", "universal_measure", "measure_delivery", "instruction", "deputy", "duty_post"),
            *("task_report", "guarantee_answer"),
        ),
    ),
    Shelf(label=Label("管理", en="Admin"), kinds=("minor", "due", "officer", "grant", "area", "journal", "seen")),
)
"""What is open comes first, then what is known, then what the office is made of."""
