"""What to do at once when a visit finds something that may not wait: words and numbers, from codes alone. Pure; needs no desk."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs

from minorcare.label import Label

POLICE, AMBULANCE, FIRE = "110", "120", "119"
_NEEDS_DOCTOR = frozenset({"injured", "self_harm", "sexual_harm"})
_NEEDS_RESCUE = frozenset({"unsafe_place"})

WORDS: Mapping[str, Label] = {
    "violence": Label(
        "让孩子先离开施暴的人，不要让他们单独在一起；伤处不要自行清洗、拍照外传。",
        en="Take the child away from whoever does it and do not leave them alone together; do not wash injuries or share pictures.",
    ),
    "sexual_harm": Label(
        "不要追问细节，不要让孩子洗澡换衣；由警方和医生询问、取证。",
        en="Do not ask for details, do not let the child wash or change; the police and a doctor ask and secure evidence.",
    ),
    "injured": Label(
        "先救治，再说别的；在医生到来前陪着孩子。", en="Help first; stay with the child until the doctor is there."
    ),
    "self_harm": Label(
        "不要离开孩子，收好刀具、药品，关好门窗；不争论、不责备，听孩子说。",
        en="Stay with the child, put knives and medicine away, close the windows; do not argue or blame, listen.",
    ),
    "uncared": Label(
        "留人陪护孩子，联系监护人；联系不上的，请警方和民政安排临时照料。",
        en="Somebody stays with the child; call the guardians, and if they cannot be reached the police and civil affairs see to care.",
    ),
    "missing": Label(
        "马上报警，不用等二十四小时；说清衣着、去向、同行的人，找近照交给警方。",
        en="Tell the police now, there is nothing to wait for: clothes, direction, company, and a picture for the police.",
    ),
    "trafficked": Label(
        "不要惊动带孩子的人，记住特征和去向，由警方核实身份。",
        en="Do not alarm whoever has the child; keep looks and direction in mind and let the police find out who it is.",
    ),
    "exploited": Label(
        "不要当场与组织者冲突，等警方到场；孩子由警方护送。",
        en="Do not confront those behind it; wait for the police, who take the child along.",
    ),
    "unsafe_place": Label(
        "带孩子离开危险的地方，再处理火、电、燃气、水、高处的危险。",
        en="Bring the child away first, then see to fire, electricity, gas, water or height.",
    ),
    "other_harm": Label("先保证孩子安全，留人陪着。", en="Make the child safe first; somebody stays."),
}
"""What to do for each code of the list ``urgent_sign``."""

REPORT = Label(
    "立即报告：有侵害、疑似侵害或其他危险，居委会和工作人员必须马上报告，不要先调查，不用等批准（《未成年人保护法》第十一条）。",
    en="Report at once: harm, what looks like harm, or other danger must be reported immediately, without looking into it first "
    "and without anybody's leave (Law on the Protection of Minors, art. 11).",
)

UNTOLD = Label(
    "还没有登记报警。现在就打 110，再回来登记：打给了谁、几点几分、谁接的。",
    en="The police have not been told. Call 110 now, then write down here whom you reached, at which minute, and who took it.",
)


@attrs.frozen(kw_only=True)
class Call:
    """Whom to call."""

    label: Label
    number: str


@attrs.frozen(kw_only=True)
class Advice:
    """Whom to call, in this order, and what to do until they come."""

    calls: tuple[Call, ...]
    steps: tuple[Label, ...]

    @property
    def text(self) -> Label:
        """All of it as one text."""
        zh = "、".join(f"{call.label.zh} {call.number}" for call in self.calls)
        en = ", ".join(f"{call.label.in_('en')} {call.number}" for call in self.calls)
        return Label(
            "\n".join((f"现在就拨打：{zh}。", *(step.zh for step in self.steps))),
            en="\n".join((f"Call now: {en}.", *(step.in_("en") for step in self.steps))),
        )


def advice(signs: Collection[str], *, cares_now: str | None = None, duty: str) -> Advice | None:
    """What to do at once; ``None`` where nothing is urgent.

    Args:
        signs: Codes of the list ``urgent_sign``. One that is unknown here still means 110.
        cares_now: Who looks after the child now: nobody is urgent by itself.
        duty: The number of the duty phone.
    """
    found = list(dict.fromkeys((*signs, *(("uncared",) if cares_now == "nobody" else ()))))
    if not found:
        return None
    doctor, rescue = _NEEDS_DOCTOR & set(found), _NEEDS_RESCUE & set(found)
    calls = (
        Call(label=Label("报警", en="Police"), number=POLICE),
        *((Call(label=Label("急救", en="Ambulance"), number=AMBULANCE),) if doctor else ()),
        *((Call(label=Label("火警和救援", en="Fire and rescue"), number=FIRE),) if rescue else ()),
        Call(label=Label("值班电话", en="Duty phone"), number=duty),
    )
    steps = dict.fromkeys(WORDS.get(sign, WORDS["other_harm"]) for sign in found)
    return Advice(calls=calls, steps=(*steps, REPORT))


def untold_advice(duty: str) -> Advice:
    """What to do while the police have not been told that a child is harmed."""
    calls = (
        Call(label=Label("报警", en="Police"), number=POLICE),
        Call(label=Label("值班电话", en="Duty phone"), number=duty),
    )
    return Advice(calls=calls, steps=(UNTOLD, REPORT))
