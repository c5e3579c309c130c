"""What time alone does: everything that falls due in an office without anybody writing anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import attrs

from minorcare.desk import Desk, Screened
from minorcare.errors import MinorcareError
from minorcare.label import Label
from minorcare.work import (
    ages,
    answers,
    attention,
    benefits,
    chasing,
    consents,
    duplicates,
    feed,
    harm_visits,
    transfer,
)

At = Callable[[str], Desk]
"""Opens the system's desk at another office."""


@attrs.frozen(kw_only=True)
class Step:
    """One thing that time does in one office. ``run`` says how many records it wrote or moved on: done again, none."""

    name: str
    label: Label
    run: Callable[[Desk], int]


@attrs.frozen(kw_only=True)
class StepAcross:
    """As :class:`Step`, for what needs a look at other offices."""

    name: str
    label: Label
    run: Callable[[Desk, At], int]


def _reports(desk: Desk) -> int:
    return answers.take_reports(desk).done


def _answers(desk: Desk) -> int:
    return answers.take_answers(desk).done


def _levels(desk: Desk) -> int:
    return attention.propose(desk).total


def _services(desk: Desk) -> int:
    return chasing.chase(desk).done


STEPS: tuple[Step, ...] = (
    Step(name="age_gates", label=Label("年龄节点", en="Age gates"), run=ages.note_gates),
    Step(name="duplicates", label=Label("疑似重复", en="Possible duplicates"), run=duplicates.propose),
    Step(name="reports", label=Label("任务回报", en="Reports on tasks"), run=_reports),
    Step(name="answers", label=Label("包保答复", en="Answers of guarantors"), run=_answers),
    Step(name="harm_reports", label=Label("补开强制报告", en="Harm reports opened"), run=harm_visits.open_missing),
    Step(name="attention", label=Label("关注等级建议", en="Levels proposed"), run=_levels),
    Step(name="benefits", label=Label("可享受的待遇", en="Benefits suggested"), run=benefits.suggest),
    Step(name="sharing", label=Label("同意失效后停止共享", en="Sharing stopped"), run=consents.stop_lapsed),
    Step(name="services", label=Label("服务催办和上报", en="Services chased"), run=_services),
    Step(name="parcels", label=Label("过期交接包", en="Parcels forgotten"), run=transfer.sweep),
    Step(name="feeds", label=Label("过期日历订阅", en="Feeds expired"), run=feed.sweep),
)
"""What is done in each office, in this order, after screening."""

ACROSS: tuple[StepAcross, ...] = (
    StepAcross(name="transfers", label=Label("迁移交接", en="Transfers"), run=transfer.carry_on),
    StepAcross(
        name="foreign_matches", label=Label("跨街道核对", en="Matches elsewhere"), run=duplicates.review_elsewhere
    ),
)
"""What is done in each office with a view to the others."""


@attrs.frozen(kw_only=True)
class Ticked(Screened):
    """What the screening wrote, and by name what each further step did."""

    steps: Mapping[str, int] = attrs.field(factory=dict)


def tick(
    desk: Desk, *, at: At | None = None, steps: tuple[Step, ...] = STEPS, across: tuple[StepAcross, ...] = ACROSS
) -> Ticked:
    """Everything that falls due in one office by *desk*'s day; done twice on a day, the second changes nothing.

    Birthdays, months away, expiring cards: rules find and lose children without any record changing, so an office is screened
    daily. A confirmed tag that age has overtaken becomes a task for a person. One step that fails stops no other.

    Args:
        desk: The system's (``registry.system_desk``).
        at: Opens the system's desk at another office; without it nothing is done across offices.
        steps: What is done here.
        across: What is done with a view to other offices.

    Raises:
        MinorcareError: of the first step that failed, once all have run.
    """
    done: dict[str, int] = {}
    failed: list[MinorcareError] = []
    screened = desk.screen()
    runs: list[tuple[str, Callable[[], int]]] = [(step.name, partial(step.run, desk)) for step in steps]
    if at is not None:
        runs += [(step.name, partial(step.run, desk, at)) for step in across]
    for name, run in runs:
        try:
            done[name] = run()
        except MinorcareError as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return Ticked(**attrs.asdict(screened), steps=done)
