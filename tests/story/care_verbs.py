"""What people do in care: each verb once by the work functions of the library, and once by the acts that every surface has."""

from datetime import datetime

import attrs

from minorcare.calendar import CHINA
from minorcare.kinds import Lead
from minorcare.work import answers, attention, leads, plans, responsibility, tags, visits


@attrs.frozen
class The:
    """A record that the story speaks of: by its id, or by what it is."""

    kind: str
    id: str = ""
    where: dict = attrs.field(factory=dict)


def the(kind, id="", **where):
    return The(kind, id, where)


@attrs.frozen
class ByActs:
    """Verbs made of what the command and the API have: find, get, create, change, move."""

    way: object

    def get(self, who, it):
        return self.way.get(who, it.kind, self.told(it)["id"])

    def find(self, who, kind, **where):
        return self.way.find(
            who, kind, **{n: self.told(v)["id"] if isinstance(v, The) else v for n, v in where.items()}
        )

    def create(self, who, kind, **values):
        self.way.create(who, kind, **{n: self.told(v)["id"] if isinstance(v, The) else v for n, v in values.items()})

    def change(self, who, it, *, base=None, **values):
        row = self.told(it)
        self.way.change(who, it.kind, row["id"], base or row["version"], **values)

    def move(self, who, it, to, *, base=None, **values):
        row = self.told(it)
        self.way.move(who, it.kind, row["id"], to, base or row["version"], **values)

    def history(self, who, kind, id):
        return self.way.history(who, kind, id)

    def worklist(self, who):
        return self.way.worklist(who)

    def told(self, it):
        """The one record that the story speaks of here."""
        (row,) = self.way.known(it.kind, **({"id": it.id} if it.id else it.where))
        return row

    # --- leads ---

    def send_lead(self, who, **seen):
        self.create(who, "lead", sent_by=who, **seen)

    def link(self, who, lead, minor, *, tell_by):
        self._triage(who, lead, "linked", minor=minor, deal_by=tell_by)

    def open_for(self, who, lead, *records, minor, tell_by):
        for record in records:
            kind = record.__kind__
            given = {n: v for n, v in kind.values(record).items() if n != "office" and v is not None}
            self.way.create(who, kind.name, **given)
        self._triage(who, lead, "opened", minor=minor, deal_by=tell_by)

    def _triage(self, who, lead, to, **values):
        base = self.way.get(who, "lead", lead)["version"]
        self.way.move(who, "lead", lead, to, base, **values)
        self.way.move(who, "lead", lead, "told_back", base + 1, told_how="own_list")

    # --- tags and levels ---

    def confirm(self, who, tag, *, review):
        self.move(who, tag, "confirmed", review=review)

    def set_level(self, who, minor, level, *, reason, expires):
        made = {"minor": minor, "level": level, "reasons": ("judgement",), "reason": reason, "proposed": self.way.day}
        self.way.create(who, "attention", id=f"level-{minor}", **made)
        self.way.move(who, "attention", f"level-{minor}", "set", 1, expires=expires, reason=reason, level=level)

    # --- people ---

    def assign(self, who, minor, officer, *, accept_by, reason="first"):
        held = self.way.find(who, "guarantee", minor=minor, status__ne="ended")
        new = {"minor": minor, "officer": officer, "began": self.way.day, "reason": reason, "accept_by": accept_by}
        self.way.create(who, "guarantee", **new, takes_over=held[0]["id"] if held else None)
        for old in held:
            ended = {"why_ended": "handed_over", "ended": self.way.day}
            self.way.move(who, "guarantee", old["id"], "ended", old["version"], **ended)

    def answer(self, who, guarantee, *, accepts, why=None):
        line = self._on_own_list(who, guarantee, "accept_by")
        given = {"guarantee": line["id"].split(":")[1], "accepts": accepts, "why": why}
        self.way.create(who, "guarantee_answer", area=line["area"], **given)

    def take_answers(self, who, *, replace_by):
        for sent, by, on in self._sent(who, "guarantee_answer"):
            (held,) = self.way.find(who, "guarantee", id=sent["guarantee"])
            theirs = by == held["officer"] and held["status"] == "assigned"
            if theirs and sent["accepts"]:
                values = {"accepted": on, "accepted_by": by}
                self.way.move(who, "guarantee", held["id"], "accepted", held["version"], **values)
            elif theirs:
                values = {"declined": on, "why_declined": sent["why"], "replace_by": replace_by}
                self.way.move(who, "guarantee", held["id"], "declined", held["version"], **values)
            self.way.move(who, "guarantee_answer", sent["id"], "taken" if theirs else "refused", sent["version"])

    # --- visits and tasks ---

    def plan_visit(self, who, minor, *, planned):
        self.way.create(who, "visit", minor=minor, type="home", planned=planned, officer=who)

    def visited(self, who, visit, *, then, tasks_by=None, **found):
        row = self.told(visit)
        self.plan_visit(who, row["minor"], planned=then)
        self.way.move(who, "visit", row["id"], "done", row["version"], **found)
        self._left(who, row["minor"], tasks_by, found)

    def met(self, who, minor, *, then, **found):
        self.plan_visit(who, minor, planned=then)
        self.way.create(who, "visit", id=f"met-{minor}", minor=minor, type="chance", officer=who)
        self.way.move(who, "visit", f"met-{minor}", "done", 1, **found)

    def _left(self, who, minor, tasks_by, found):
        left = dict.fromkeys(each.owner for each in found.get("problems", ()) if each.done is None)
        for owner in left:
            given = {"title": "contact_family", "owner": owner, "given": self.way.day, "due": tasks_by}
            self.way.create(who, "task", minor=minor, **given)

    def report(self, who, task, result):
        line = self._on_own_list(who, task, "due")
        self.way.create(who, "task_report", area=line["area"], task=line["id"].split(":")[1], result=result)

    def take_reports(self, who):
        for sent, by, on in self._sent(who, "task_report"):
            (task,) = self.way.find(who, "task", id=sent["task"])
            said = {"result": sent["result"], "reported": on, "reported_by": by}
            self.way.move(who, "task", task["id"], "done", task["version"], **said)
            self.way.move(who, "task_report", sent["id"], "taken", sent["version"])

    # --- plans ---

    def submit(self, who, plan):
        self.move(who, the("plan", plan), "submitted")

    def approve(self, who, plan, *, review):
        self.move(who, the("plan", plan), "active", review=review)

    def revise(self, who, plan, **values):
        self.move(who, the("plan", plan), "submitted", **values)

    def hold_review(self, who, plan, *, result, review):
        row = self.way.get(who, "plan", plan)
        made = {"minor": row["minor"], "plan": plan, "level": row["level"], "day": self.way.day}
        self.way.create(who, "plan_review", id=f"review-{plan}", **made)
        self.way.move(who, "plan_review", f"review-{plan}", "held", 1, result=result)
        self.way.change(who, "plan", plan, row["version"], review=review)

    def close(self, who, plan, *, closing, outcome, follow_up):
        for measure in self.way.find(who, "plan_measure", plan=plan, status="running"):
            self.way.move(who, "plan_measure", measure["id"], "finished", measure["version"])
        self.move(who, the("plan", plan), "closed", closing=closing, outcome=outcome, follow_up=follow_up)

    def release(self, who, guarantee):
        self.move(who, guarantee, "ended", why_ended="no_longer_focus", ended=self.way.day)

    # --- what the verbs share ---

    def _on_own_list(self, who, it, which):
        """The line of the own work list for a record that its owner does not read: its day, its area, and which it is."""
        (line,) = self.way.find(who, "due", id=f"{it.kind}:{self.told(it)['id']}:{which}")
        return line

    def _sent(self, who, kind):
        """What was sent and waits, with who sent it and on which day, by its history."""
        for sent in self.way.find(who, kind, status="sent", order="id"):
            first = self.way.history(who, kind, sent["id"])[-1]
            yield sent, first["actor"], datetime.fromisoformat(first["at"]).astimezone(CHINA).date()


class ByWork(ByActs):
    """The same verbs by the library's own functions, which know the office's days: what the story says of them is not needed."""

    def at(self, who, work, *args, **values):
        return self.way.asked(lambda desk: work(desk, *args, **values), who)

    def base(self, kind, id):
        return self.told(the(kind, id))["version"]

    def send_lead(self, who, **seen):
        self.at(who, leads.send, Lead(**seen))

    def link(self, who, lead, minor, *, tell_by):  # noqa: ARG002
        self.at(who, leads.link, lead, minor=minor, base=self.base("lead", lead))

    def open_for(self, who, lead, *records, minor, tell_by):  # noqa: ARG002
        self.at(who, leads.open_for, lead, *records, minor=minor, base=self.base("lead", lead))

    def confirm(self, who, tag, *, review):  # noqa: ARG002
        row = self.told(tag)
        self.at(who, tags.confirm, row["id"], base=row["version"])

    def set_level(self, who, minor, level, *, reason, expires):  # noqa: ARG002
        self.at(who, attention.set_by_hand, minor, level, reason=reason)

    def assign(self, who, minor, officer, *, accept_by, reason="first"):  # noqa: ARG002
        self.at(who, responsibility.assign, minor, officer, reason=reason)

    def answer(self, who, guarantee, *, accepts, why=None):
        self.at(who, answers.answer, self.told(guarantee)["id"], accepts=accepts, why=why)

    def take_answers(self, who, *, replace_by):  # noqa: ARG002
        self.at(who, answers.take_answers)

    def plan_visit(self, who, minor, *, planned):  # noqa: ARG002
        self.at(who, visits.plan, minor, officer=who)

    def visited(self, who, visit, *, then, tasks_by=None, **found):  # noqa: ARG002
        row = self.told(visit)
        self.at(who, visits.done, row["id"], base=row["version"], **found)

    def met(self, who, minor, *, then, **found):  # noqa: ARG002
        self.at(who, visits.met, minor, **found)

    def report(self, who, task, result):
        self.at(who, answers.report, self.told(task)["id"], result)

    def take_reports(self, who):
        self.at(who, answers.take_reports)

    def submit(self, who, plan):
        self.at(who, plans.submit, plan, base=self.base("plan", plan))

    def approve(self, who, plan, *, review):  # noqa: ARG002
        self.at(who, plans.approve, plan, base=self.base("plan", plan))

    def revise(self, who, plan, **values):
        self.at(who, plans.revise, plan, base=self.base("plan", plan), **values)

    def hold_review(self, who, plan, *, result, review):  # noqa: ARG002
        self.at(who, plans.hold_review, plan, base=self.base("plan", plan), result=result)

    def close(self, who, plan, *, closing, outcome, follow_up):  # noqa: ARG002
        self.at(who, plans.close, plan, base=self.base("plan", plan), closing=closing, outcome=outcome)

    def release(self, who, guarantee):
        row = self.told(guarantee)
        self.at(who, responsibility.release, row["id"], base=row["version"])
