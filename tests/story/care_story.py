"""Three children of one street, step by step: who does what on which day, and what they are shown or refused."""

from datetime import date

import attrs

from minorcare.kinds import Area, AreaLevel, Circumstance, Household, Member, Minor, Officer
from minorcare.kinds.plans import PlanGoal, PlanProblem
from minorcare.kinds.visits import VisitProblem
from minorcare.testing import OFFICE

from .care_verbs import the

WILLOW, NORTH = f"{OFFICE}001", f"{OFFICE}002"
GRID = f"{WILLOW}/01/"
POSTS = {
    "head": ("station_head", OFFICE),
    "supervisor": ("child_supervisor", OFFICE),
    "liaison": ("community_liaison", WILLOW),
    "liaison_north": ("community_liaison", NORTH),
    "grid": ("grid_worker", GRID),
    "wang": ("guarantor", WILLOW),
    "zhao": ("guarantor", WILLOW),
    "school": ("school", OFFICE),
    "volunteer": ("volunteer", WILLOW),
    "leader": ("leader", OFFICE),
    "auditor": ("auditor", OFFICE),
}
AREAS = (
    Area(id="area-willow", code=WILLOW, name="柳荫社区", level=AreaLevel.COMMUNITY),
    Area(id="area-north", code=NORTH, name="北苑社区", level=AreaLevel.COMMUNITY),
    Area(id="area-grid", code=GRID, name="柳荫1网格", level=AreaLevel.GRID),
)
OFFICERS = tuple(
    Officer(id=f"post-{account.replace('_', '-')}", account=account, name=account, role=role, posted_to=area)
    for account, (role, area) in POSTS.items()
)
ON_FILE = (
    Household(id="home-chen", code="LY-01", area=GRID),
    Minor(id="chen", name="陈小禾", sex="2", birth_date=date(2015, 3, 4), area=GRID, household="home-chen"),
    Member(id="chen-father", household="home-chen", name="陈建国", relation="51", guardian=True),
    Member(id="chen-mother", household="home-chen", name="李梅", relation="52", guardian=True),
    Circumstance(member="chen-father", type="works_away", began=date(2026, 1, 5), source="community"),
    Household(id="home-zeng", code="LY-02", area=WILLOW),
    Minor(id="zeng", name="曾子单", sex="1", birth_date=date(2012, 8, 9), area=WILLOW, household="home-zeng"),
    Member(id="zeng-father", household="home-zeng", name="曾大山", relation="51", guardian=True),
)
"""Two of the three children. The third is not on file when the story begins."""


@attrs.frozen(kw_only=True)
class Step:
    """Somebody does something on a day, and is shown something or refused."""

    day: date
    who: str
    verb: str
    args: tuple
    values: dict
    code: str = ""
    at: tuple = ()
    rows: tuple | None = None

    def refused(self, code, *at):
        """It is refused: with this code, and problems at these places."""
        return attrs.evolve(self, code=code, at=at)

    def shows(self, *rows):
        """It shows these rows, of which only the values that matter are named."""
        return attrs.evolve(self, rows=rows)

    def __str__(self):
        what = [a.kind if hasattr(a, "kind") else str(a)[:20] for a in self.args]
        return "-".join([f"{self.day:%m%d}", self.who, self.verb, *what, *([self.code] if self.code else [])])


def on(year, month, day):
    """The steps of a day: ``on(2026, 11, 24)("grid", "send_lead", …)``."""

    def does(who, verb, *args, **values):
        return Step(day=date(year, month, day), who=who, verb=verb, args=args, values=values)

    return does


nov24, nov25, nov26, nov27, nov30 = (on(2026, 11, n) for n in (24, 25, 26, 27, 30))
dec1, dec2, dec9, dec11, dec14, dec23, dec31 = (on(2026, 12, n) for n in (1, 2, 9, 11, 14, 23, 31))
jan5, jan6, jan8 = (on(2027, 1, n) for n in (5, 6, 8))
mar2, mar11, mar12 = (on(2027, 3, n) for n in (2, 11, 12))
jun11, jun14 = (on(2027, 6, n) for n in (11, 14))

LEAD_CHEN, CHEN, CHENS_TAG = the("lead", "lead-chen"), the("minor", "chen"), the("risk_tag", minor="chen")
CHENS_VISIT, CHENS_PLAN = the("visit", minor="chen", status="planned"), the("plan", "plan-chen")
GOAL = PlanGoal(said="晚上有大人在家", measure="连续四周每晚有大人", day=date(2027, 3, 1))
EASIER_GOAL, GOAL_REACHED = attrs.evolve(GOAL, measure="每周一晚"), attrs.evolve(GOAL, reached=date(2027, 3, 1))
ZENGS_GOAL = PlanGoal(said="按时上学", measure="一个月缺课不超过一天", day=date(2027, 3, 1))
ANOTHER_GOAL = PlanGoal(said="有人说话", measure="每周见一次心理老师", day=date(2027, 6, 1))
WARM = PlanGoal(said="冬天穿得暖", measure="有两套冬衣", day=date(2027, 1, 31))

LEFT_ALONE = (
    # a grid worker sees a child alone in the evening, says so, and that is all that she will see of it
    nov24("grid", "send_lead", id="lead-chen", area=GRID, observed=("child_alone",), words="晚上一个人在家",
          seen_on=date(2026, 11, 23), source="grid"),
    nov24("grid", "get", LEAD_CHEN).refused("refused"),
    nov24("grid", "find", "lead").refused("refused"),
    nov24("grid", "get", CHEN).refused("refused"),
    nov24("grid", "move", LEAD_CHEN, "dismissed", reason="认识这家人").refused("refused"),
    nov24("liaison_north", "get", LEAD_CHEN).refused("not-found"),
    nov24("liaison_north", "get", CHEN).refused("not-found"),
    nov24("liaison_north", "find", "lead").shows(),
    nov24("liaison_north", "move", LEAD_CHEN, "linked", minor="chen").refused("not-found"),
    nov24("auditor", "get", CHEN).refused("refused"),
    nov24("auditor", "get", LEAD_CHEN).refused("refused"),
    nov24("leader", "find", "minor").refused("refused"),
    # the liaison knows whom it is about; the sender is told that it was handled
    nov24("liaison", "find", "lead", status="received").shows({"id": "lead-chen", "sent_by": "grid", "deal_by": "2026-11-26"}),
    nov24("liaison", "move", LEAD_CHEN, "linked").refused("invalid", "minor"),
    nov24("liaison", "link", "lead-chen", "chen", tell_by=date(2026, 11, 26)),
    nov24("liaison", "move", LEAD_CHEN, "dismissed", reason="重复").refused("invalid", "status"),
    # what she hears at the door makes a rule suggest something; only a person confirms it, with a day of review
    nov25("liaison", "create", "circumstance", id="chen-mother-away", member="chen-mother", type="works_away",
          began=date(2026, 5, 6), source="household"),
    nov25("liaison", "find", "risk_tag", minor="chen").shows({"risk": "left_behind", "status": "suggested", "decided_by": None}),
    nov25("liaison_north", "move", CHENS_TAG, "confirmed", review=date(2027, 2, 24)).refused("not-found"),
    nov25("grid", "move", CHENS_TAG, "confirmed", review=date(2027, 2, 24)).refused("refused"),
    nov25("liaison", "move", CHENS_TAG, "confirmed").refused("invalid", "review"),
    nov25("liaison", "confirm", CHENS_TAG, review=date(2027, 2, 25)),
    nov25("liaison", "move", CHENS_TAG, "confirmed", base=1, review=date(2027, 3, 25)).refused("conflict"),
    nov25("supervisor", "set_level", "chen", "focus", reason="两个大人都不在身边", expires=date(2027, 2, 25)),
    # one person answers for her, and says so himself
    nov25("liaison", "assign", "chen", "grid", accept_by=date(2026, 11, 30)).refused("invalid", "officer"),
    nov25("liaison", "assign", "chen", "wang", accept_by=date(2026, 11, 30)),
    nov25("liaison", "create", "guarantee", minor="chen", officer="zhao", began=date(2026, 11, 25), reason="first",
          accept_by=date(2026, 11, 30)).refused("invalid", "minor"),
    nov25("supervisor", "move", the("guarantee", minor="chen"), "accepted").refused("invalid", "accepted_by"),
    nov25("zhao", "get", the("guarantee", minor="chen")).refused("not-found"),
    nov25("zhao", "worklist").shows(),
    nov26("zhao", "create", "guarantee_answer", id="not-his", area=WILLOW, guarantee=the("guarantee", minor="chen"), accepts=True),
    nov26("wang", "worklist").shows(*[{"due": "2026-11-30", "kind": "guarantee", "mine": True}] * 2),
    nov26("wang", "find", "minor", id="chen").shows({"id": "chen", "phone": None, "note": None}),
    nov26("zhao", "get", CHEN).refused("not-found"),
    nov26("wang", "find", "risk_tag").refused("refused"),
    nov26("wang", "answer", the("guarantee", minor="chen"), accepts=True),
    nov26("supervisor", "take_answers", replace_by=date(2026, 12, 1)),
    nov26("liaison", "find", "guarantee", minor="chen").shows({"officer": "wang", "status": "accepted", "accepted_by": "wang"}),
    nov26("supervisor", "find", "guarantee_answer", id="not-his").shows({"status": "refused"}),
    nov26("wang", "worklist").shows({"due": "2026-11-30", "kind": "guarantee", "mine": True}),
    # the first visit, within the fortnight that her level asks for; what was found becomes a task, and the next visit is planned
    nov26("liaison", "plan_visit", "chen", planned=date(2026, 12, 9)),
    dec9("liaison", "find", "visit", minor="chen").shows({"status": "planned", "planned": "2026-12-09", "officer": "liaison"}),
    dec9("liaison", "move", CHENS_VISIT, "done", seen=True, state="watch").refused("invalid", "cares_now"),
    dec9("liaison_north", "move", CHENS_VISIT, "done", seen=True, state="watch", cares_now="nobody").refused("not-found"),
    dec9("liaison", "visited", CHENS_VISIT, seen=True, alone=True, cares_now="grandparents", state="watch", schooling="concern",
         problems=(VisitProblem(area="schooling", said="作业没人辅导"),), then=date(2026, 12, 23), tasks_by=date(2026, 12, 16)),
    dec9("liaison", "find", "task", minor="chen").shows({"title": "contact_family", "owner": None, "due": "2026-12-16"}),
    # one plan: in her own words, handed in by one person and approved by another
    dec11("liaison", "create", "plan", id="plan-chen", minor="chen", officer="liaison",
          problems=(PlanProblem(area="guardianship", said="晚上一个人在家", source="lead"),), goals=(GOAL,)),
    dec11("liaison", "submit", "plan-chen").refused("invalid", "child_view"),
    dec11("liaison", "change", CHENS_PLAN, child_view="想让妈妈回来过年"),
    dec11("liaison", "change", CHENS_PLAN, base=1, child_view="没意见").refused("conflict"),
    dec11("liaison", "submit", "plan-chen"),
    dec11("liaison", "approve", "plan-chen", review=date(2027, 3, 11)).refused("invalid", "approver"),
    dec11("wang", "approve", "plan-chen", review=date(2027, 3, 11)).refused("refused"),
    dec14("supervisor", "approve", "plan-chen", review=date(2027, 3, 14)),
    dec14("liaison", "change", CHENS_PLAN, goals=(EASIER_GOAL,)).refused("invalid", "goals"),
    dec14("liaison", "move", the("task", minor="chen"), "done", result="as_usual"),
    dec14("liaison", "create", "plan_measure", id="measure-chen", minor="chen", plan="plan-chen", said="邻居晚上陪伴",
          provider="社区儿童之家", began=date(2026, 12, 14), legal_basis="《未成年人保护法》第四十三条"),
    dec23("liaison", "visited", CHENS_VISIT, seen=True, cares_now="mother", state="fine", then=date(2027, 1, 6)),
    # three months later: what is overdue, the review, the end, and somebody looks again
    mar11("liaison", "worklist").shows(
        {"due": "2027-01-06", "kind": "visit", "mine": True},
        {"due": "2027-02-05", "kind": "visit", "mine": True},
        {"due": "2027-02-25", "mine": False},  # her level of attention, and the review of her tag
        {"due": "2027-02-25", "mine": False},
        {"due": "2027-02-28", "kind": "risk_tag", "mine": False},
        {"due": "2027-03-14", "kind": "plan", "mine": True},
        {"due": "2027-04-08", "kind": "plan", "mine": True},
        {"due": "2027-05-25", "kind": "risk_tag", "mine": False},
        {"due": "2027-06-01", "kind": "attention", "mine": False},
    ),
    mar11("liaison", "hold_review", "plan-chen", result="may_close", review=date(2027, 6, 11)),
    mar12("liaison", "change", CHENS_PLAN, goals=(GOAL_REACHED,)),
    mar12("liaison", "move", CHENS_PLAN, "closed", closing="goals_met").refused("invalid", "follow_up"),
    mar12("liaison", "close", "plan-chen", closing="goals_met", outcome="妈妈回来了", follow_up=date(2027, 6, 12)),
    mar12("liaison", "release", the("guarantee", minor="chen")).refused("invalid", "status"),
    mar12("liaison", "change", the("circumstance", "chen-mother-away"), ended=date(2027, 2, 1)),
    mar12("liaison", "find", "risk_tag", minor="chen").shows({"status": "confirmed", "basis_gone": "2027-03-12"}),
    mar12("liaison", "move", CHENS_TAG, "ended", reason="妈妈回来了"),
    mar12("supervisor", "move", the("attention", minor="chen"), "ended"),
    mar12("liaison", "release", the("guarantee", minor="chen")),
    jun11("liaison", "move", CHENS_PLAN, "followed"),
    jun11("liaison", "get", CHENS_PLAN).shows({"status": "followed", "followed": "2027-06-11", "follow_up": None, "author": "liaison"}),
    jun11("grid", "get", LEAD_CHEN).refused("refused"),
)  # fmt: skip
"""Chen Xiaohe, eleven: both parents work away."""

ZENGS_TAG, ZENGS_PLAN, ZENGS_GUARANTEE = (
    the("risk_tag", minor="zeng"),
    the("plan", "plan-zeng"),
    the("guarantee", minor="zeng"),
)

FATHER_AWAY = (
    # the school sees him outside in school hours; another community's liaison cannot find out who he is
    nov24("school", "send_lead", id="lead-zeng", area=WILLOW, observed=("out_in_school_hours",), seen_on=date(2026, 11, 24),
          source="school"),
    nov24("school", "find", "minor").refused("refused"),
    nov24("liaison_north", "create", "lead", id="lead-north", area=NORTH, observed=("hungry",), seen_on=date(2026, 11, 24),
          source="neighbour"),
    nov24("liaison_north", "move", the("lead", "lead-north"), "linked", minor="zeng").refused("invalid", "minor"),
    nov24("liaison_north", "move", the("lead", "lead-north"), "linked", minor="nobody").refused("invalid", "minor"),
    nov24("supervisor", "link", "lead-zeng", "zeng", tell_by=date(2026, 11, 26)),
    # what only a few may know: the liaison sees that there is a tag, and neither names nor decides it
    nov25("liaison", "create", "restricted_circumstance", member="zeng-father", type="compulsory_detox", source="police")
    .refused("refused"),
    nov25("supervisor", "create", "restricted_circumstance", id="zeng-kept", member="zeng-father", type="compulsory_detox",
          began=date(2026, 3, 1), source="police"),
    nov25("liaison", "find", "restricted_circumstance").refused("refused"),
    nov25("liaison", "find", "risk_tag", minor="zeng").shows({"status": "suggested", "level": "restricted", "risk": None}),
    nov25("liaison", "move", ZENGS_TAG, "confirmed", review=date(2027, 5, 25)).refused("invalid", "decided", "decided_by"),
    nov25("supervisor", "confirm", ZENGS_TAG, review=date(2027, 5, 25)),
    # the first who is asked to answer for him declines, and the child is his until another takes over
    nov25("supervisor", "assign", "zeng", "wang", accept_by=date(2026, 11, 30)),
    nov26("wang", "answer", ZENGS_GUARANTEE, accepts=False).refused("invalid", "why"),
    nov26("wang", "answer", ZENGS_GUARANTEE, accepts=False, why="是亲戚"),
    nov26("supervisor", "take_answers", replace_by=date(2026, 12, 1)),
    nov26("supervisor", "find", "guarantee", minor="zeng").shows({"officer": "wang", "status": "declined", "replace_by": "2026-12-01"}),
    nov26("wang", "worklist").shows(),
    nov26("supervisor", "move", ZENGS_GUARANTEE, "ended", why_ended="other").refused("invalid", "status"),
    nov27("supervisor", "assign", "zeng", "zhao", reason="declined", accept_by=date(2026, 12, 2)),
    nov27("supervisor", "find", "guarantee", minor="zeng", order="-began").shows(
        {"officer": "zhao", "status": "assigned"}, {"officer": "wang", "status": "ended", "ended": "2026-11-27"},
    ),
    nov27("zhao", "answer", the("guarantee", minor="zeng", officer="zhao"), accepts=True),
    nov27("supervisor", "take_answers", replace_by=date(2026, 12, 2)),
    nov27("head", "change", the("officer", "post-zhao"), ended=date(2026, 11, 30)).refused("invalid", "ended"),
    # met by chance, and a plan that is read by those who may know why
    dec2("supervisor", "met", "zeng", seen=True, alone=True, cares_now="mother", state="watch", then=date(2027, 3, 2)),
    dec2("supervisor", "create", "plan", id="plan-zeng", minor="zeng", level="restricted", officer="supervisor",
         problems=(PlanProblem(area="mind", said="爸爸的事在班里传开了"),), goals=(ZENGS_GOAL,), child_view="不想同学知道"),
    dec2("liaison", "get", ZENGS_PLAN).shows({"status": "draft", "level": "restricted", "goals": None, "child_view": None}),
    dec2("liaison", "change", ZENGS_PLAN, partners="学校").refused("invalid", "partners"),
    dec2("supervisor", "submit", "plan-zeng"),
    dec2("supervisor", "approve", "plan-zeng", review=date(2027, 3, 2)).refused("invalid", "approver"),
    dec2("head", "approve", "plan-zeng", review=date(2027, 3, 2)),
    dec2("supervisor", "create", "plan_measure", minor="zeng", plan="plan-zeng", said="心理辅导", provider="学校", began=date(2026, 12, 2),
         legal_basis="《未成年人保护法》第九十九条").refused("invalid", "level"),
    mar2("supervisor", "visited", the("visit", minor="zeng", status="planned"), seen=True, cares_now="mother", state="fine",
         then=date(2027, 6, 2)),
    # the review asks for another goal: handed in again, and approved again
    mar2("supervisor", "hold_review", "plan-zeng", result="revise", review=date(2027, 6, 2)),
    mar2("supervisor", "revise", "plan-zeng", goals=(ZENGS_GOAL, ANOTHER_GOAL)),
    mar2("supervisor", "approve", "plan-zeng", review=date(2027, 6, 2)).refused("invalid", "approver"),
    mar2("head", "approve", "plan-zeng", review=date(2027, 6, 2)),
    mar12("supervisor", "close", "plan-zeng", closing="referred", outcome="学校心理老师接手", follow_up=date(2027, 6, 12)),
    jun11("supervisor", "move", ZENGS_PLAN, "followed"),
    jun11("liaison", "get", ZENGS_PLAN).shows({"status": "followed", "closing": None, "outcome": None}),
)  # fmt: skip
"""Zeng Zidan, fourteen: his father is in compulsory treatment, which is for few to know."""

ZHOUS_TAG, ZHOUS_PLAN, ZHOUS_VISIT = (
    the("risk_tag", minor="zhou"),
    the("plan", "plan-zhou"),
    the("visit", minor="zhou", status__ne="done"),
)
ZHOUS_TASK = the("task", minor="zhou")
HOME = Household(id="home-zhou", code="LY-03", area=GRID)
ZHOU = Minor(id="zhou", name="周晴", sex="2", birth_date=date(2018, 5, 6), area=GRID, household="home-zhou")
MOTHER = Member(id="zhou-mother", household="home-zhou", name="吴川", relation="52", guardian=True, responsible=True)

MOVED_IN = (
    # a family nobody knows yet: the lead opens their record
    nov25("volunteer", "send_lead", id="lead-zhou", area=WILLOW, observed=("moved_in", "unsuitable_clothes"),
          seen_on=date(2026, 11, 25), source="neighbour", contact="13900001234"),
    nov25("volunteer", "get", the("lead", "lead-zhou")).refused("refused"),
    nov26("liaison_north", "create", "household", code="LY-03", area=WILLOW).refused("invalid", "area"),
    nov26("liaison", "move", the("lead", "lead-zhou"), "opened").refused("invalid", "minor"),
    nov26("liaison", "open_for", "lead-zhou", HOME, ZHOU, MOTHER, minor="zhou", tell_by=date(2026, 11, 30)),
    nov26("liaison", "find", "lead", id="lead-zhou").shows({"status": "told_back", "outcome": "opened", "told_how": "own_list"}),
    # civil affairs has recognised her; whoever doubts a tag says why
    nov30("liaison", "create", "difficulty_recognition", id="zhou-recognised", minor="zhou", types=("poverty",),
          recognised=date(2026, 11, 20), source="civil_affairs"),
    nov30("liaison", "find", "risk_tag", minor="zhou").shows({"risk": "difficulty", "status": "suggested"}),
    nov30("liaison", "confirm", ZHOUS_TAG, review=date(2027, 2, 28)),
    nov30("liaison", "assign", "zhou", "zhao", accept_by=date(2026, 12, 3)),
    dec1("zhao", "answer", the("guarantee", minor="zhou"), accepts=True),
    dec1("liaison", "take_answers", replace_by=date(2026, 12, 4)),
    dec1("supervisor", "set_level", "zhou", "watch", reason="刚搬来", expires=date(2027, 6, 1)),
    # nobody at home: tried again; then a task for the grid, which learns neither why nor about whom
    dec1("liaison", "plan_visit", "zhou", planned=date(2026, 12, 31)),
    dec31("liaison", "move", ZHOUS_VISIT, "missed", not_met="nobody_home").refused("invalid", "planned"),
    dec31("liaison", "move", ZHOUS_VISIT, "missed", not_met="nobody_home", planned=date(2027, 1, 5)),
    jan5("liaison", "visited", ZHOUS_VISIT, seen=True, cares_now="mother", state="watch", living="concern",
         problems=(VisitProblem(area="living", said="冬衣不够", owner="grid"), VisitProblem(area="health", said="咳嗽", done="带去看了")),
         then=date(2027, 2, 5), tasks_by=date(2027, 1, 12)),
    jan5("grid", "worklist").shows({"due": "2027-01-12", "kind": "task", "no": None, "name": None, "mine": True}),
    jan5("grid", "find", "task").shows({"minor": None, "title": "contact_family", "status": "open"}),
    jan5("grid", "move", ZHOUS_TASK, "done", result="as_usual").refused("refused"),
    jan6("grid", "report", ZHOUS_TASK, "as_usual"),
    jan6("liaison", "take_reports"),
    jan6("liaison", "find", "task", minor="zhou").shows({"status": "done", "reported_by": "grid", "result": "as_usual"}),
    jan6("grid", "worklist").shows(),
    # the plan of a child too young to be asked
    jan8("liaison", "create", "plan", id="plan-zhou", minor="zhou", officer="liaison",
         problems=(PlanProblem(area="living", said="冬衣不够", source="visit"),), goals=(WARM,), unheard="did_not_want"),
    jan8("liaison", "submit", "plan-zhou"),
    jan8("liaison", "move", ZHOUS_PLAN, "active", review=date(2027, 4, 8)).refused("invalid", "approver"),
    jan8("supervisor", "move", ZHOUS_PLAN, "active", author="liaison_north", review=date(2027, 4, 8)).refused("invalid", "author"),
    jan8("supervisor", "approve", "plan-zhou", review=date(2027, 4, 8)),
    jan8("liaison", "create", "plan", id="plan-second", minor="zhou", problems=(PlanProblem(area="mind", said="认生"),),
         goals=(WARM,), child_view="没有"),
    jan8("liaison", "submit", "plan-second"),
    jan8("supervisor", "approve", "plan-second", review=date(2027, 4, 8)).refused("invalid", "minor"),
    mar11("liaison", "hold_review", "plan-zhou", result="on_track", review=date(2027, 6, 11)),
    mar12("liaison", "close", "plan-zhou", closing="goals_met", outcome="社区送了冬衣", follow_up=date(2027, 6, 12)),
    jun11("liaison", "move", ZHOUS_PLAN, "followed"),
    jun11("liaison_north", "get", ZHOUS_PLAN).refused("not-found"),
)  # fmt: skip
"""Zhou Qing, eight: new in the street, and poor."""

AFTERWARDS = (
    jun14("auditor", "find", "journal", action="refuse", actor="grid", limit="1").shows({"actor": "grid", "what": "lead"}),
    jun14("auditor", "find", "minor").refused("refused"),
    jun14("auditor", "history", "minor", "chen").refused("refused"),
    jun14("supervisor", "find", "seen", minor="chen", limit="1").shows({"minor": "chen"}),
    jun14("liaison", "find", "seen", minor="chen").refused("refused"),
    jun14("liaison", "find", "journal").refused("refused"),
)  # fmt: skip
"""Who may know what was done, and who may not."""

STORY = tuple(sorted((*LEFT_ALONE, *FATHER_AWAY, *MOVED_IN, *AFTERWARDS), key=lambda step: step.day))
