"""The figures that ship about visits, plans and assessments. A machine grade is counted nowhere."""

from __future__ import annotations

from minorcare.kinds import Assessment, Plan, Visit
from minorcare.label import Label
from minorcare.query import F, Tally

PLAN_TALLIES = (
    Tally(
        "visits_by_community",
        Visit,
        by=("area.community", "status"),
        label=Label("各社区走访", en="Visits by community"),
    ),
    Tally(
        "plans_by_community",
        Plan,
        by=("area.community", "status"),
        label=Label("各社区一人一策", en="Plans by community"),
    ),
    Tally(
        "plan_closings",
        Plan,
        by=("closing",),
        where=F.status.is_in(("closed", "followed")),
        label=Label("结案理由", en="Why plans were closed"),
    ),
    Tally(
        "assessment_grades",
        Assessment,
        by=("human_grade",),
        where=F.status == "confirmed",
        label=Label("评估定级", en="Grades of assessments"),
    ),
)
