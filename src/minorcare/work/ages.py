"""Who reaches an age at which the law treats a child otherwise, told some time ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from minorcare.calendar import latest_birth, reached_on
from minorcare.declare import Id
from minorcare.desk import Act, Change, Desk, Save, Void
from minorcare.kinds import AgeGate, Minor
from minorcare.label import Label
from minorcare.query import F, Given, exists
from minorcare.work.import_plan import every


@attrs.frozen(kw_only=True)
class Gate:
    """An age in full years, what it changes, and where that is written."""

    age: int
    means: Label
    cites: str


GATES: tuple[Gate, ...] = (
    Gate(
        age=6,
        means=Label(
            "年满六周岁应当入学接受义务教育；条件不具备的地区可推迟到七周岁",
            en="Must enter school; where conditions are lacking, at seven",
        ),
        cites="《义务教育法》第十一条",
    ),
    Gate(
        age=8,
        means=Label(
            "成为限制民事行为能力人；处理其抚养、监护事项应当听取本人意愿；不再适用不满八周岁不得离人看护的规定",
            en="Has limited capacity; is heard on custody; may be left for a while without somebody at its side",
        ),
        cites="《民法典》第十九条；《未成年人保护法》第二十一条、第一百零七条",
    ),
    Gate(
        age=12,
        means=Label(
            "对故意杀人、故意伤害等造成严重后果的犯罪，经最高人民检察院核准追诉的，应当负刑事责任",
            en="Answers for killing and the gravest harm, if the Supreme Procuratorate approves",
        ),
        cites="《刑法》第十七条第三款",
    ),
    Gate(
        age=14,
        means=Label(
            "对八类严重犯罪应当负刑事责任；违反治安管理的应当处罚，依法从轻或减轻；处理个人信息改为征得本人同意并告知监护人",
            en="Answers for eight grave crimes and for public-order offences; consents to the use of personal data itself",
        ),
        cites="《刑法》第十七条第二款；《治安管理处罚法》第十二条；《个人信息保护法》第三十一条",
    ),
    Gate(
        age=16,
        means=Label(
            "应当负刑事责任；可以依法就业；不再属于留守、流动儿童；以自己劳动收入为主要生活来源的，视为完全民事行为能力人",
            en="Answers for every crime; may work; is no longer a left-behind or migrant child; is of full capacity if self-supporting",
        ),
        cites="《刑法》第十七条第一款；《民法典》第十八条；《未成年人保护法》第六十一条；国发〔2016〕13号",
    ),
    Gate(
        age=18,
        means=Label(
            "成年，只退出未成年人名册；在校生的救助和到二十五周岁的分组继续，不因此停止",
            en="Comes of age: leaves the minors' register and nothing else; benefits of pupils and groups up to 25 go on",
        ),
        cites="《未成年人保护法》第二条；《民法典》第十七条；民发〔2019〕62号",
    ),
    Gate(
        age=25,
        means=Label("超出重点青少年的年龄范围，退出有关分组", en="Leaves the groups of young people, which end at 25"),
        cites="重点青少年群体工作口径（六至二十五周岁）",
    ),
)
"""The gates, from the youngest on."""
_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class AgeSettings:
    """What an office sets about ages.

    Attributes:
        days_ahead: Days before an age is reached from which it is noted.
        days_late: Days for which an age that nobody noted in time is noted after all.
    """

    days_ahead: int = attrs.field(default=30, validator=attrs.validators.ge(0))
    days_late: int = attrs.field(default=30, validator=attrs.validators.ge(0))


@attrs.frozen(kw_only=True)
class Coming:
    """A child reaches a gate on a day."""

    minor: Id
    gate: Gate
    on: date


def coming(desk: Desk) -> Iterator[Coming]:
    """Who reaches which gate from *days_late* ago to *days_ahead* from now and has no note of it yet, gate by gate.

    Raises:
        Refused: the actor does not see children.
        Invalid: the actor does not see their dates of birth.
    """
    settings = desk.settings(AgeSettings)
    first, last = desk.day - timedelta(days=settings.days_late), desk.day + timedelta(days=settings.days_ahead)
    for gate in GATES:
        reaches = (F.birth_date > Given("after")) & (F.birth_date <= Given("by"))
        unnoted = ~exists(AgeGate, F.gate == str(gate.age))
        given = {"after": latest_birth(gate.age, first - _DAY), "by": latest_birth(gate.age, last)}
        for row in every(desk, Minor, reaches & unnoted, given):
            yield Coming(minor=Id(row.id), gate=gate, on=reached_on(row.values["birth_date"], gate.age))


def note_gates(desk: Desk) -> int:
    """Note, as the system, every gate that is coming, once a child and gate; and follow dates of birth that were corrected.

    How many notes were written. Done again on the same day, none.
    """
    acts: list[Act] = [*_corrected(desk)]
    acts += (Save(AgeGate(minor=each.minor, gate=str(each.gate.age), on=each.on, due=each.on)) for each in coming(desk))
    if acts:
        desk.apply(*acts)
    return len(acts)


def gate_of(value: str) -> Gate | None:
    """The gate with this code of the list ``age_gate``."""
    return next((gate for gate in GATES if str(gate.age) == value), None)


def _corrected(desk: Desk) -> Iterator[Act]:
    """Open notes whose day is another since the date of birth was corrected; those too far off are made anew in time."""
    open_ = list(every(desk, AgeGate, F.status == "open"))
    asked = sorted({row.values["minor"] for row in open_})
    born = {row.id: row.values["birth_date"] for row in every(desk, Minor, F.id.is_in(Given("ids")), {"ids": asked})}
    latest = desk.day + timedelta(days=desk.settings(AgeSettings).days_ahead)
    for row in open_:
        on = reached_on(born[row.values["minor"]], int(row.values["gate"]))
        if on == row.values["on"]:
            continue
        if on > latest:
            yield Void(AgeGate, row.id, row.version, "date of birth corrected")
        else:
            yield Change(AgeGate, row.id, row.version, {"on": on, "due": on})
