"""A rule of one's own, with a setting: children of school age for whom no school is on file."""

import attrs

from minorcare import F, Label, Risk, Rule, hookimpl, months


# -- settings
@attrs.frozen(kw_only=True)
class Settings:
    """From which age a child should be at school; six, or seven where the office says so (义务教育法第十一条)."""

    from_age: int = 6


@hookimpl
def register_settings() -> type[Settings]:
    return Settings


# -- risk
OUT_OF_SCHOOL = Risk(
    "enrolment.out_of_school",
    label=Label("可能未入学", en="Perhaps not at school"),
    cites="《义务教育法》第十一条",
    age_from=6,
    age_under=16,
    review=months(1),
)


# -- rule
@hookimpl
def register_rules(settings: Settings) -> list[Risk | Rule]:
    without = F.schooling.is_empty | F.schooling.is_in(("not_yet", "dropped_out", "unknown"))
    rule = Rule(
        "enrolment.no_school",
        version=1,
        suggests=OUT_OF_SCHOOL,
        when=(F.birth_date.age >= settings.from_age) & without,
        because=Label("到了入学年龄，没有在校记录", en="Of school age, and no school is on file"),
        cites="《义务教育法》第十一条",
    )
    return [OUT_OF_SCHOOL, rule]
