"""The way of a child found on the street: safe, a doctor first, identity by the police, relief, the family, home, looked after there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from minorcare.declare import Id, Label, Lifecycle, Record, deadline, field, kind, ref, state, wording
from minorcare.errors import Problem
from minorcare.kinds.families import Minor
from minorcare.kinds.whereabouts import StreetFinding, StreetStep

PATH = Lifecycle(
    {
        "found": Label("已发现", en="found"),
        "safe": Label("已保护", en="safe"),
        "at_station": Label("在救助站", en="at the relief station"),
        "tracing": Label("寻亲中", en="family being traced"),
        "handed_over": Label("已交接", en="handed over"),
        "followed_up": Label("已回访", en="followed up"),
        "left": Label("自行离开", en="left"),
    },
    found="safe left",
    safe="at_station handed_over left",
    at_station="tracing handed_over left",
    tracing="handed_over left",
    handed_over="followed_up",
)
POLICE_STEPS = ("identified", "statement", "photographs", "prints", "dna", "enquiry_letter")
"""What the police do and keep: here stands that it was done, on which day, by them, and nothing of what it brought to light."""


@kind(
    "street_path",
    label=Label("流浪救助进程", en="Way of a street child"),
    cites="《未成年人保护法》第九十二条；国办发〔2011〕39号；《预防未成年人犯罪法》第三十六条",
)
class StreetPath(Record):
    """What has been done for a child found on the street, step by step. Nobody is sent on before a doctor has seen who needs one.

    Nothing here is shown to anybody by a picture, and no step holds what it found: statements, prints and samples are the police's.
    """

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="sensitive")
    finding: Id = ref(StreetFinding, label=Label("发现记录", en="Found as recorded"))
    status: str = state(PATH, label=Label("状态", en="Status"))
    found: date = field(label=Label("发现日期", en="Found on"), max="today")
    officer: str = field(label=Label("经办人账号", en="Responsible"), max_length=40, sensitivity="open")
    next_by: date | None = deadline(default=None, who="officer", label=Label("下一步期限", en="Next step by"))
    needs_doctor: bool | None = field(
        default=None,
        label=Label("需要就医", en="Needs a doctor"),
        help=Label("不清楚的留空，按需要就医办理", en="Left empty where nobody knows: then a doctor sees the child"),
    )
    identified: bool = field(default=False, label=Label("身份已核实", en="Identity established"))
    identify_by: date | None = deadline(
        default=None,
        who="officer",
        label=Label("身份核实期限", en="Identity by"),
        help=Label(
            "查不清身份的，由公安采集血样入库", en="Where nobody knows who it is, the police enter a DNA sample"
        ),
    )
    steps: tuple[StreetStep, ...] = field(default=(), label=Label("已做步骤", en="Steps taken"))
    escorts: str | None = field(default=None, label=Label("护送人", en="Escorted by"), max_length=80)
    received_by: str | None = field(default=None, label=Label("救助站接收人", en="Received by"), max_length=60)
    receipt_no: str | None = field(default=None, label=Label("救助站回执号", en="Receipt number"), max_length=40)
    handed_to: str | None = field(default=None, label=Label("交给谁", en="Handed to"), max_length=80)
    proof: str | None = field(
        default=None,
        label=Label("核实监护关系的依据", en="How guardianship was proved"),
        help=Label("证件名称和核实单位，不抄号码", en="Which paper and who checked it; no number is copied"),
        max_length=200,
    )
    why_left: str | None = field(default=None, label=Label("离开的情况", en="How it left"), max_length=300)

    def taken(self, step: str) -> date | None:
        """The day on which *step* (a code of ``street_step``) was first taken; ``None`` where it was not."""
        return min((one.done for one in self.steps if one.step == step), default=None)

    def check(self) -> tuple[Problem, ...]:
        return (*_states(self), *_steps(self), *_order(self))


_NEEDED = {
    "found": ("next_by",),
    "safe": ("next_by",),
    "at_station": ("next_by", "escorts", "received_by"),
    "tracing": ("next_by",),
    "handed_over": ("next_by", "handed_to", "proof"),
    "left": ("why_left",),
}
_RESTS_ON = {
    "safe": ("made_safe",),
    "at_station": ("made_safe", "relief_station"),
    "tracing": ("made_safe", "relief_station", "tracing"),
    "followed_up": ("follow_up",),
    "left": ("search_asked",),
}
"""The fields and the steps without which a child has not come so far."""


def _states(path: StreetPath) -> Iterator[Problem]:
    for name in _NEEDED.get(path.status, ()):
        value = getattr(path, name)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield wording.required(name)
    for step in _RESTS_ON.get(path.status, ()):
        if path.taken(step) is None:
            yield _missing(step)
    if path.status == "handed_over":
        if not path.identified:
            yield _NOT_IDENTIFIED
        if path.taken("handed_over") is None and path.taken("origin") is None:
            yield _missing("handed_over")
    elif path.status in ("at_station", "tracing") and not path.identified and path.identify_by is None:
        yield wording.required("identify_by")


def _steps(path: StreetPath) -> Iterator[Problem]:
    for place, step in enumerate(path.steps):
        if step.done < path.found:
            yield Problem(
                at=f"steps[{place}].done",
                said=Label("早于发现日期", en="lies before the day of finding"),
                remedy=Label("核对两个日期", en="check both dates"),
                code="range",
            )
        if step.step in POLICE_STEPS and step.by != "police":
            yield Problem(
                at=f"steps[{place}].by",
                said=Label("只能由公安机关办理", en="is done by the police alone"),
                remedy=Label("填公安机关；别的单位不采集、不保存", en="give the police; nobody else takes or keeps it"),
                code="authority",
            )
    if path.identified and path.taken("identified") is None:
        yield _missing("identified")


def _order(path: StreetPath) -> Iterator[Problem]:
    """A doctor first, then the relief station or the way home (先救治后救助)."""
    onward = [day for step in _ONWARD if (day := path.taken(step)) is not None]
    if not onward or path.needs_doctor is False:
        return
    treated = path.taken("treated")
    if treated is None or treated > min(onward):
        yield Problem(
            at="steps",
            said=Label(
                "先救治后救助：送走前还没有就医", en="shows no doctor before the child was sent on: care comes first"
            ),
            remedy=Label(
                "登记就医；确实不需要的，在“需要就医”填否", en="record it, or say that the child needs no doctor"
            ),
            code="order",
        )


def _missing(step: str) -> Problem:
    return Problem(
        at="steps",
        said=Label(f"没有这一步：{_SAID[step].zh}", en=f"does not hold this step: {_SAID[step].en}"),
        remedy=Label("做了再登记：哪天、谁做的", en="enter it once it is done: on which day, by whom"),
        code="required",
    )


_ONWARD = ("relief_station", "handed_over", "origin")
_SAID = {
    "made_safe": Label("先行保护", en="made safe"),
    "relief_station": Label("送救助站", en="taken to the relief station"),
    "tracing": Label("寻亲", en="family traced"),
    "handed_over": Label("交监护人或移交流出地", en="handed to the guardian or to the place of origin"),
    "follow_up": Label("返家回访", en="visited after the return"),
    "search_asked": Label("离开后报警查找", en="police asked to search"),
    "identified": Label("公安核实身份", en="identity established by the police"),
}
_NOT_IDENTIFIED = Problem(
    at="identified",
    said=Label("身份还没有核实，不能交接", en="is not so: nobody is handed over before it is known who they are"),
    remedy=Label("由公安机关核实身份后再交接", en="the police establish the identity first"),
    code="required",
)
