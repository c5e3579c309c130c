"""假期爱心托管：谁来了，谁接走。Holiday care: a day of a child ends with a named adult."""

from datetime import date

from minorcare import Id, Label, Lifecycle, Minor, Problem, Record, deadline, field, hookimpl, kind, ref, state

STAY = Lifecycle({"here": Label("在托管点", en="here"), "left": Label("已接走", en="picked up")}, here="left")


@kind(
    "holidaycare.stay",
    label=Label("托管签到", en="Holiday care stay"),
    cites="《未成年人保护法》第四十一条、第六十二条",
)
class Stay(Record):
    """One day of one child in holiday care. Whoever has not been signed out stands on the work list."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    place: str = field(label=Label("托管点", en="Place"), max_length=60, sensitivity="open", example="柳荫社区儿童之家")
    day: date = field(label=Label("日期", en="Day"), max="today", sensitivity="personal")
    allergies: str | None = field(default=None, label=Label("过敏与用药", en="Allergies and medicines"), max_length=200)
    fetched_by: str | None = field(default=None, label=Label("接走的人", en="Fetched by"), max_length=60)
    sign_out: date | None = deadline(days=0, after="day", default=None, label=Label("签退期限", en="Sign out by"))
    status: str = state(STAY, label=Label("状态", en="Status"))

    def check(self) -> tuple[Problem, ...]:
        if self.status != "left" or self.fetched_by:
            return ()
        said, remedy = Label("没有填写", en="is missing"), Label("写明谁接走了孩子", en="say who fetched the child")
        return (Problem(at="fetched_by", said=said, remedy=remedy, code="required"),)


@hookimpl
def register_kinds() -> list[type[Record]]:
    return [Stay]
