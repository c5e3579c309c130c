"""Benefits: who may be entitled, which papers are missing, and each step from the application to the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from minorcare.cli.calls import Acting, acting
from minorcare.cli.forms import DAY
from minorcare.cli.shape import Command, Group, argument, option
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.desk import Desk

_ID = Label("待遇记录的编号", en="The id of the benefit")
_MINOR, _POLICY = Label("孩子的编号", en="The id of the child"), Label("待遇代码", en="The benefit: a code")
_WHY = Label("原因", en="Why")
Option = Callable[..., Any]


@click.group(
    "benefit", cls=Group, said=Label("保障待遇：申请、时限、材料", en="Benefits: applications, clocks, papers")
)
def benefit() -> None:
    """What children may be entitled to."""


@benefit.command("list", cls=Command, said=Label("列出待办理的待遇", en="List the benefits not decided yet"))
@acting(purpose="service")
def list_(call: Acting) -> None:
    """Suggested, applied for, on their way."""
    from minorcare.kinds import Benefit
    from minorcare.kinds.benefits import UNDECIDED
    from minorcare.query import F

    with call.desk() as desk:
        rows = desk.find(Benefit, F.status.is_in(UNDECIDED), limit=500).rows
        policies = desk.catalog.codes["benefit_policy"]
    lifecycle = Benefit.__kind__.lifecycle
    assert lifecycle is not None
    found = [{"id": r.id, **{n: r.values[n] for n in ("minor", "policy", "status")}} for r in rows]
    call.out.json({"benefits": found})
    call.out.table(
        [
            Label("待遇", en="Benefit"),
            Label("状态", en="Status"),
            Label("档案号", en="File no."),
            Label("编号", en="Id"),
        ],
        [
            [
                None if r.values["policy"] is None else call.out.text(policies.label_of(r.values["policy"])),
                call.out.text(lifecycle.label_of(r.values["status"])),
                r.no,
                r.id,
            ]
            for r in rows
        ],
    )


@benefit.command(
    "papers",
    cls=Command,
    said=Label("还缺哪些材料", en="Which papers are still missing"),
    more=Label("有过的、仍有效的不再要。", en="What is on file and good is not asked for again."),
)
@argument("minor", said=_MINOR)
@argument("policy", said=_POLICY)
@acting(purpose="service")
def papers(call: Acting, minor: str, policy: str) -> None:
    """List them."""
    from minorcare.work.benefits import missing_papers

    with call.desk() as desk:
        found = missing_papers(desk, minor, policy)
        names = desk.catalog.codes["paper_type"]
    call.out.json({"missing": list(found)})
    call.out.lines([f"{one} {call.out.text(names.label_of(one))}" for one in found])
    if not found:
        call.out.say(Label("材料齐全", en="nothing is missing"))


@benefit.command("open", cls=Command, said=Label("家庭主动申请", en="A family applies of its own accord"))
@argument("minor", said=_MINOR)
@argument("policy", said=_POLICY)
@acting(purpose="service")
def open_(call: Acting, minor: str, policy: str) -> None:
    """Open an application."""
    from minorcare.work.benefits import open_application

    with call.desk() as desk:
        made = open_application(desk, minor, policy)
        asked = desk.get("benefit", made).values["asked_papers"]
    call.out.say(Label(f"已受理申请：{made}", en=f"applied for: {made}"))
    call.out.json({"id": made, "asked_papers": list(asked)})


def _step(name: str, function: str, said: Label, *options: Option) -> None:
    """One step of a benefit, as a command."""

    @acting(purpose="service")
    def run(call: Acting, id: str, **given: Any) -> None:
        from minorcare.work import benefits

        known = {key: value.date() if hasattr(value, "date") else value for key, value in given.items()}
        with call.desk() as desk:
            version = desk.get("benefit", id).version
            getattr(benefits, function)(desk, id, base=version, **{k: v for k, v in known.items() if v is not None})
            _tell(call, desk, id)

    run.__doc__ = said.in_("en")
    for add in reversed(options):
        run = add(run)
    benefit.command(name, cls=Command, said=said)(argument("id", said=_ID)(run))


def _tell(call: Acting, desk: Desk, id: str) -> None:
    from minorcare.kinds.benefits import BENEFIT, CLOCKS

    values = desk.get("benefit", id).values
    state, clock = BENEFIT.label_of(values["status"]), CLOCKS.get(values["status"])
    by = None if clock is None else values[clock]
    call.out.say(Label(f"现在的状态：{state.zh}", en=f"it is now: {state.in_('en')}"))
    if by is not None:
        call.out.say(Label(f"下一步期限：{by}", en=f"next step by {by}"))
    call.out.json({"id": id, "status": values["status"], "by": by})


_DECIDED = option("--decided", type=DAY, said=Label("认定日期；不写则为今天", en="Decided on; today if left out"))

_step("apply", "apply_for", Label("按建议申请", en="Apply, as was suggested"))
_step(
    "dismiss",
    "dismiss",
    Label("核实后不申请", en="Looked into, and not applied for"),
    option("--why", required=True, said=_WHY),
)
_step("complete", "complete", Label("材料齐全", en="Every paper is there"))
_step(
    "enter",
    "enter",
    Label("已录入全国系统", en="Entered in the national system"),
    option("--external-id", said=Label("全国系统编号", en="The number that system gave")),
)
_step(
    "send-up",
    "send_up",
    Label("提出意见并上报", en="Give the street's opinion and send it up"),
    option("--opinion", required=True, said=Label("街道意见", en="The opinion")),
)
_step(
    "granted",
    "granted",
    Label("登记已认定", en="Note that it was granted"),
    option("--document", required=True, said=Label("认定文号", en="The document of the decision")),
    _DECIDED,
)
_step(
    "refused",
    "refused",
    Label("登记未通过", en="Note that it was refused"),
    option("--why", required=True, said=_WHY),
    _DECIDED,
)
_step("told", "told", Label("已告知家庭", en="The family knows"))
_step(
    "end",
    "end",
    Label("停止：条件已消失", en="End it: its cause is gone"),
    option("--cause-ended", type=DAY, required=True, said=Label("条件消失日期", en="The day its cause ended")),
    option("--why", required=True, said=_WHY),
)
