"""What the pages of a street office ask: of new records, and of who only reports."""

from __future__ import annotations

from minorcare.label import Label
from minorcare.surfaces.front_forms import By, Filled, Form, Report
from minorcare.surfaces.street_harm import HARM_FORMS, HARM_REPORTS
from minorcare.surfaces.street_linkage import LINKAGE_FORMS

_WORK = "minorcare.work"
_GRID = ("grid_leader", "grid_worker", "building_head")
_AREAS = ("guardianship", "living", "schooling", "health", "mind", "safety", "online", "contacts")
FOUND = ("seen", "alone", "cares_now", "state", "urgent", *_AREAS, "problems", "visitors", "note", "next", "no_next")
"""What a visit may find: three answers are asked for, the rest may be given."""
ANSWERED = ("seen", "cares_now", "state")
"""The three."""

_SEEN = Form(
    kind="lead",
    fields=("area", "address", "observed", "words", "seen_on", "source", "contact"),
    filled=(Filled(field="seen_on", value="{today}"),),
    changed=("area", "address", "observed", "words", "contact"),
    by=By(path=f"{_WORK}.leads:take_down"),
)
_VISITS = (
    Form(
        kind="visit",
        label=Label("计划走访", en="Plan a visit"),
        fields=("minor", "type", "planned", "officer"),
        must=("planned",),
        filled=(Filled(field="officer", value="{me}"),),
        changed=("type", "planned", "officer", "happened", *FOUND, "not_met"),
    ),
    Form(
        kind="visit",
        name="met",
        label=Label("记一次走访", en="Record a visit"),
        fields=("minor", "type", "happened", *FOUND),
        must=ANSWERED,
        filled=(Filled(field="happened", value="{today}"),),
        by=By(path=f"{_WORK}.visits:met", of="minor"),
    ),
)
_PLAN = (
    "level",
    "officer",
    "partners",
    "problems",
    "goals",
    "child_view",
    "unheard",
    "guardian_view",
    "guardian_signed",
)
_MEASURE = ("level", "said", "reach", "provider", "officer", "times", "per", "began", "ends", "legal_basis")
_PLANS = (
    Form(
        kind="plan",
        fields=("minor", *_PLAN),
        filled=(Filled(field="officer", value="{me}"),),
        changed=(*_PLAN, "review"),
    ),
    Form(
        kind="plan_measure",
        fields=("minor", "plan", *_MEASURE),
        filled=(Filled(field="officer", value="{me}"), Filled(field="began", value="{today}")),
        changed=(*_MEASURE, "result"),
    ),
    Form(
        kind="plan_review",
        name="held",
        label=Label("记一次评估", en="Record a review"),
        fields=("plan", "result", "held", "findings", "child_view", "review"),
        filled=(Filled(field="held", value="{today}"),),
        must=("result",),
        by=By(path=f"{_WORK}.plans:hold_review", of="plan", borrows="plan"),
    ),
    Form(
        kind="plan_review",
        name="planned",
        label=Label("安排评估", en="Plan a review"),
        fields=("minor", "plan", "level", "day", "officer"),
        filled=(Filled(field="officer", value="{me}"),),
        changed=("level", "day", "officer", "held", "result", "findings", "child_view"),
    ),
)
_ASSESSED = ("level", "reason", "methods", "assessors", "assessed", "officer")
_CARER = ("carer", "carer_name", "relation", "phone", "address", "reason")
_BARRED = ("harmed_others", "bad_habits", "shirked_care", "otherwise_unfit")
_CARE = (
    *_CARER,
    *_BARRED,
    "child_view",
    "began",
    "planned_end",
    "told_school",
    "told_community",
    "officer",
    "notice_by",
)
_ORDER = ("guardian", "times", "per", "minutes", "officer", "ends")
_CARED = (
    Form(
        kind="assessment",
        fields=("minor", "instrument", *_ASSESSED),
        filled=(Filled(field="assessed", value="{today}"), Filled(field="officer", value="{me}")),
        changed=(
            *_ASSESSED,
            *("answers", "valid_until", "child_view", "guardian_view", "objection", "objected", "objection_reply"),
        ),
    ),
    Form(
        kind="entrusted_care",
        fields=("minor", *_CARE),
        filled=(Filled(field="officer", value="{me}"),),
        changed=(*_CARE, "contact_by"),
    ),
    Form(
        kind="weekly_contact",
        fields=("care", "day", "way", "parent", "with_child", "with_carer", "note"),
        filled=(Filled(field="day", value="{today}"),),
        by=By(path=f"{_WORK}.entrusted:contacted", of="care"),
    ),
    Form(
        kind="education_order",
        fields=("minor", "type", "issuer", "issuer_name", "document", "issued", "received", *_ORDER),
        filled=(Filled(field="officer", value="{me}"),),
        changed=(*_ORDER, "next_session"),
    ),
    Form(
        kind="education_session",
        fields=("education_order", "day", "minutes", "attended", "provider", "note"),
        filled=(Filled(field="day", value="{today}"),),
        by=By(path=f"{_WORK}.entrusted:attended", of="education_order"),
    ),
)
_FOUND = (
    _SEEN,
    Form(
        kind="life_event",
        fields=("minor", "type", "found", "source", "happened", "words"),
        filled=(Filled(field="found", value="{now}"),),
        changed=("type", "source", "happened", "words", "told", "act_by", "result"),
        by=By(path=f"{_WORK}.events:report"),
    ),
    Form(
        kind="household_hazard",
        fields=("household", "type", "found", "source", "words", "measures", "due"),
        filled=(Filled(field="found", value="{today}"), Filled(field="due", value="{week}")),
        changed=("type", "words", "measures", "due", "recheck"),
        by=By(path=f"{_WORK}.hazards:report"),
    ),
    Form(
        kind="attention",
        label=Label("确定关注等级", en="Set a level of attention"),
        fields=("minor", "level", "reason"),
        must=("reason",),
        changed=("reason", "expires"),
        by=By(path=f"{_WORK}.attention:set_by_hand", of="minor"),
    ),
    Form(
        kind="intervention",
        fields=("minor", "grade", "deciding_body", "basis", "document", "began", "review", "measures"),
        changed=("basis", "document", "review", "measures"),
    ),
    Form(kind="schooling_gap", fields=("minor", "began", "reason", "source", "ask_by", "ended")),
    Form(kind="census_round", fields=("name", "areas", "begins", "ends")),
)
_ASKED = ("addressee", "text", "due")
_INSTRUCT = By(path=f"{_WORK}.instructions:instruct", of="addressee")
_PEOPLE = (
    Form(
        kind="guarantee",
        label=Label("确定包保人", en="Name a guarantor"),
        fields=("minor", "officer", "reason"),
        filled=(Filled(field="reason", value="first"),),
        changed=("accept_by", "replace_by"),
        by=By(path=f"{_WORK}.responsibility:assign", of="minor"),
    ),
    Form(
        kind="deputy",
        fields=("officer", "stands_in", "began", "last"),
        changed=("stands_in", "began", "last"),
        by=By(path=f"{_WORK}.responsibility:deputise", of="officer"),
    ),
    Form(
        kind="task",
        fields=("minor", "title", "owner", "due"),
        filled=(Filled(field="given", value="{today}"), Filled(field="due", value="{week}")),
        changed=("owner", "due"),
    ),
    Form(
        kind="instruction",
        fields=("given_by", *_ASKED),
        must=("due",),
        changed=("text", "due"),
        by=_INSTRUCT,
    ),
    Form(
        kind="transfer",
        label=Label("迁出到另一街道", en="Move to another office"),
        fields=("minor", "other_office", "reason", "moved_on"),
        filled=(Filled(field="moved_on", value="{today}"),),
        must=("minor",),
        changed=("note",),
        by=By(path=f"{_WORK}.transfer:send", of="minor", named=(("other_office", "to"),)),
    ),
)
FORMS = (*HARM_FORMS, *_VISITS, *_PLANS, *_CARED, *_FOUND, *_PEOPLE, *LINKAGE_FORMS)
"""What is asked of new records. Who decided, when, and whatever else a move or a work function fills in is asked of nobody."""

REPORTS = (
    *HARM_REPORTS,
    Report(
        form=Form(
            kind="lead",
            fields=("observed", "area", "address", "words", "seen_on", "source"),
            filled=(
                Filled(field="seen_on", value="{today}"),
                Filled(field="area", value="{area}"),
                Filled(field="source", value="grid", roles=_GRID),
                Filled(field="source", value="community", roles=("guarantor",)),
                Filled(field="source", value="school", roles=("school",)),
                Filled(field="source", value="social_worker", roles=("volunteer",)),
            ),
            by=By(path=f"{_WORK}.leads:send"),
        ),
        label=Label("报线索", en="Report what you saw"),
        lead=Label(
            "只写看到、听到的，不用判断原因。一分钟就够。",
            en="What you saw or heard, and no guess at why. A minute is enough.",
        ),
        thanks=Label(
            "未保站会尽快研判；办理后，下面的清单会显示“已处理”。",
            en="The station looks into it soon; once it is dealt with, the list below says so.",
        ),
        icon="flag",
        told=f"{_WORK}.leads:told_back",
        phones=True,
    ),
    Report(
        form=Form(
            kind="task_report",
            fields=("result",),
            filled=(Filled(field="task", value="{record}"),),
            by=By(path=f"{_WORK}.answers:report", of="task"),
        ),
        label=Label("任务回报", en="How the task went"),
        lead=Label("选一个结果就行。", en="One answer is all."),
        thanks=Label("核对后，这一项会从您的待办中移走。", en="It leaves your list once it has been looked at."),
        icon="check",
        answers=("task", "due"),
        phones=True,
    ),
    Report(
        form=Form(
            kind="guarantee_answer",
            fields=("accepts", "why"),
            filled=(Filled(field="guarantee", value="{record}"),),
            by=By(path=f"{_WORK}.answers:answer", of="guarantee"),
        ),
        label=Label("包保答复", en="Answer: stand by a child"),
        lead=Label(
            "社区请您包保一个孩子。接受或谢绝；谢绝的写明理由。",
            en="You are asked to answer for a child. Accept or decline; say why if you decline.",
        ),
        thanks=Label("核对后，这一项会从您的待办中移走。", en="It leaves your list once it has been looked at."),
        icon="check",
        answers=("guarantee", "accept_by"),
    ),
    Report(
        form=Form(kind="instruction", fields=_ASKED, must=("due",), by=_INSTRUCT),
        label=Label("写批示", en="Give an instruction"),
        lead=Label(
            "写明要办的事和答复期限；不写孩子的姓名、住址和号码。", en="The matter and the day; no child is named."
        ),
        thanks=Label(
            "已列入承办人的待办；答复后可在“批示督办”里看到。", en="It is on their work list; the reply comes with it."
        ),
        icon="edit",
    ),
)
"""The pages of those who send what they do not read; a leader reads instructions, and writes them here."""
