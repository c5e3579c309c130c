"""Measures for everybody (大水漫灌): what is offered to the children of an area and an age, and when it took place."""

from __future__ import annotations

from datetime import date

from minorcare.declare import Id, Label, Record, field, kind, ref
from minorcare.errors import Problem
from minorcare.kinds.areas import STAFF, Area
from minorcare.kinds.families import ordered

OLDEST = 17
"""The last full year of a minor."""
_AREA = Area.__kind__.by_name["code"].facts.pattern


@kind(
    "universal_measure",
    label=Label("普惠措施", en="Universal measure"),
    key=("name",),
    roles=STAFF,
    cites="《未成年人保护法》第四十三条、第八十二条；《预防未成年人犯罪法》第二章",
)
class UniversalMeasure(Record):
    """Something offered to all children of an area and of some ages, in a period. It names nobody, so the whole office reads it."""

    name: str = field(label=Label("名称", en="Name"), max_length=60, sensitivity="open")
    topic: str = field(label=Label("主题", en="Topic"), codes="measure_topic", sensitivity="open")
    covers: str = field(
        label=Label("覆盖区域", en="For the area"),
        aliases=("区域",),
        pattern=_AREA,
        max_length=40,
        sensitivity="open",
        area=True,
    )
    from_age: int = field(
        default=0, label=Label("起始年龄", en="From age"), unit="years", min=0, max=OLDEST, sensitivity="open"
    )
    to_age: int = field(
        default=OLDEST, label=Label("截止年龄", en="To age"), unit="years", min=0, max=OLDEST, sensitivity="open"
    )
    begins: date = field(label=Label("开始日期", en="Begins"), sensitivity="open")
    ends: date | None = field(default=None, label=Label("结束日期", en="Ends"), sensitivity="open")
    provider: str | None = field(
        default=None, label=Label("提供方", en="Provider"), codes="department", sensitivity="open"
    )

    def check(self) -> tuple[Problem, ...]:
        return (*ordered(self.begins, self.ends, at="ends"), *_ages(self.from_age, self.to_age))


@kind(
    "measure_delivery",
    label=Label("措施实施", en="Delivery of a measure"),
    roles=STAFF,
    cites="《未成年人保护法》第四十三条、第八十二条",
)
class MeasureDelivery(Record):
    """A measure took place: the children of which area and which ages it was there for, and how many came. No names."""

    measure: Id = ref(UniversalMeasure, label=Label("措施", en="Measure"))
    day: date = field(label=Label("日期", en="Day"), max="today", sensitivity="open")
    covers: str = field(
        label=Label("覆盖区域", en="For the area"),
        aliases=("区域",),
        pattern=_AREA,
        max_length=40,
        sensitivity="open",
        area=True,
    )
    from_age: int = field(
        default=0, label=Label("起始年龄", en="From age"), unit="years", min=0, max=OLDEST, sensitivity="open"
    )
    to_age: int = field(
        default=OLDEST, label=Label("截止年龄", en="To age"), unit="years", min=0, max=OLDEST, sensitivity="open"
    )
    count: int | None = field(default=None, label=Label("到场人数", en="How many came"), min=0, sensitivity="open")
    note: str | None = field(default=None, label=Label("说明", en="Note"), max_length=200, sensitivity="open")

    def check(self) -> tuple[Problem, ...]:
        return _ages(self.from_age, self.to_age)


def _ages(first: int, last: int) -> tuple[Problem, ...]:
    if first <= last:
        return ()
    return (
        Problem(
            at="to_age",
            said=Label("小于起始年龄", en="is below the first age"),
            remedy=Label("核对两个年龄", en="check both ages"),
        ),
    )
