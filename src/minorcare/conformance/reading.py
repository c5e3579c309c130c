"""What a store answers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from minorcare.access import Actor
from minorcare.calendar import age_on
from minorcare.conformance.places import Place, child, found, home, pages
from minorcare.conformance.writing import refuses
from minorcare.declare import Id
from minorcare.desk import Desk, Save
from minorcare.errors import Invalid, Refused
from minorcare.kinds import DifficultyRecognition, DisabilityCard, Member, Minor
from minorcare.query import F, Query, check, exists
from minorcare.testing import OFFICE
from minorcare.testing.streets import AREAS


def pages_are_complete(place: Place) -> None:
    """Whatever the order, its direction and its empty cells, every record that stays is on exactly one page, new ones or not."""
    place.areas()
    desk = place.desk()
    schools = ("一小", None, "二小", "一小", None)
    desk.apply(
        *(
            Save(child(n, school=schools[n % 5], birth_date=date(2010 + n % 3, 1, 1), area=AREAS[n % 7]))
            for n in range(13)
        )
    )
    there, more = found(desk), itertools.count(20)
    kind = Minor.__kind__
    names = [*kind.by_name, "since", "no", "version", "id"]
    for name in (n for n in names if not check.order_problems((n,), kind, place.registry.catalog.kinds)):
        for order in ((name,), (f"-{name}",), (f"-{name}", "birth_date")[: 1 if name == "birth_date" else 2]):
            new = iter([next(more)])
            asked = Query(kind="minor", order=order, limit=5)
            got = list(pages(desk, asked, lambda new=new: _add(desk, new)))  # type: ignore[misc]
            assert sorted(n for n in got if n in there) == sorted(there), order
            assert len(got) == len(set(got)), order


def _add(desk: Desk, new: Iterator[int]) -> None:
    for n in itertools.islice(new, 1):
        desk.save(child(n, school="三小"))


def pages_belong_to_their_question(place: Place) -> None:
    """A cursor continues the question that made it, and no other; anything else is refused as no place in a list."""
    place.areas()
    desk = place.desk()
    desk.apply(*(Save(child(n)) for n in range(3)))
    cursor = desk.find("minor", limit=1).next
    assert cursor is not None
    others = (("minor", ("name",), cursor), ("household", (), cursor), ("minor", (), cursor[:-2]), ("minor", (), "x"))
    for kind, order, after in others:
        refuses(Invalid, lambda k=kind, o=order, a=after: desk.find(k, order=o, after=a))  # type: ignore[misc]


def scope_is_a_prefix_of_areas(place: Place) -> None:
    """An actor sees the areas posted to and all below, and none whose number merely begins alike: grid 1 is not grid 10."""
    place.areas()
    place.desk().apply(*(Save(child(n, area=area)) for n, area in enumerate(AREAS)))
    for area in (OFFICE, *AREAS):
        liaison = place.desk(Actor(name="liaison", role="community_liaison", areas=(area,)))
        inside = {f"child-{n:02}" for n, other in enumerate(AREAS) if other.startswith(area)}
        assert found(liaison) == inside
        assert found(place.desk(), F.area.within(area)) == inside
        assert len(list(pages(liaison, Query(kind="minor", limit=2)))) == len(inside)


def filters_mean_what_they_say(place: Place) -> None:
    """contains, within, in, empty, references, exists and not; a comparison with an empty value is false, and ~f its opposite."""
    place.areas()
    desk = place.desk()
    desk.apply(
        Save(home(1, address="柳荫路1号")),
        Save(child(1, household="home-01", school="柳荫小学")),
        Save(child(2, sex="2", school="一小")),
        Save(Member(id=Id("m"), household=Id("home-01"), name="张大", relation="51", guardian=True)),
        Save(
            DifficultyRecognition(
                id=Id("d"),
                minor=Id("child-02"),
                types=("poverty", "disability"),
                recognised=date(2025, 1, 1),
                source="court",
            )
        ),
    )
    one, two, both = {"child-01"}, {"child-02"}, {"child-01", "child-02"}
    for asked, wanted in (
        (F.school.contains("柳荫"), one),
        (F.sex.is_in(("2", "9")), two),
        (F.household.is_empty, two),
        (F.household.address.contains("柳荫路"), one),
        (F.household.code != "H01", two),
        (F.household.code == "H02", set()),
        (exists(Member, F.guardian == True, on="household"), one),  # noqa: E712
        (exists(DifficultyRecognition, F.types.contains("poverty")), two),
        (exists(DifficultyRecognition, F.types.contains("orphan")), set()),
        (F.grade.is_empty, both),
    ):
        assert found(desk, asked) == wanted, asked
        assert found(desk, ~asked) == both - wanted, asked


def ages_change_on_the_day_after_the_birthday(place: Place) -> None:
    """Ages are full years by law, the day after the birthday, 29 February included; filters ask for the day of the question."""
    place.areas()
    births = [date(2012, 2, 28), date(2012, 2, 29), date(2012, 3, 1), date(2010, 11, 24), date(2026, 11, 23)]
    desk = place.desk()
    desk.apply(*(Save(child(n, birth_date=birth)) for n, birth in enumerate(births)))
    for day in (
        date(2027, 2, 28),
        date(2027, 3, 1),
        date(2027, 3, 2),
        date(2028, 2, 29),
        date(2026, 11, 24),
        date(2026, 11, 25),
    ):
        place.clock.on(day)
        for age in (0, 14, 15, 16):
            exactly = {f"child-{n:02}" for n, birth in enumerate(births) if age_on(birth, day) == age}
            more = {f"child-{n:02}" for n, birth in enumerate(births) if age_on(birth, day) >= age}
            assert found(desk, F.birth_date.age == age) == exactly, (day, age)
            assert found(desk, F.birth_date.age >= age) == more, (day, age)


def names_are_found_as_people_type_them(place: Place) -> None:
    """A name is found by its characters from any place on, by pinyin and by initials, in every reading it may have."""
    place.areas()
    desk = place.desk()
    names = ("张三", "曾小单", "解思", "李四", "阿卜杜·热合曼")
    desk.apply(*(Save(child(n, name=name)) for n, name in enumerate(names)))
    for typed, wanted in (
        ("张", "张三"), ("张三", "张三"), ("zhangsan", "张三"), ("zs", "张三"), ("三", "张三"), ("ZhangSan", "张三"), ("张san", "张三"),
        ("zeng", "曾小单"), ("ceng", "曾小单"), ("shan", "曾小单"), ("dan", "曾小单"), ("zxs", "曾小单"),
        ("xie", "解思"), ("jiesi", "解思"), ("热合曼", "阿卜杜·热合曼"),
    ):  # fmt: skip
        rows = desk.find(Minor, F.matches(typed)).rows
        assert [row.values["name"] for row in rows] == [wanted], typed
    assert found(desk, F.matches("王")) == found(desk, F.matches(" ")) == set()
    desk.change(Minor, "child-00", base=1, name="王三")
    assert found(desk, F.matches("zhangsan")) == set()
    assert found(desk, F.matches("ws")) == {"child-00"}


def the_past_answers_as_it_did(place: Place) -> None:
    """A past day is answered from the versions in force at its end, whatever has been changed, moved or voided since."""
    place.areas()
    desk = place.desk()
    days = [date(2026, 11, 24) + timedelta(days=n) for n in range(4)]
    told = {}
    steps: tuple[Callable[[], object], ...] = (
        lambda: desk.apply(Save(child(1, school="一小")), Save(child(2, name="李四"))),
        lambda: desk.change(Minor, "child-01", base=1, school="二小", area=AREAS[6]),
        lambda: desk.apply(
            Save(DisabilityCard(id=Id("c"), minor=Id("child-01"), type="1", level="1", source="school"))
        ),
        lambda: desk.change(Minor, "child-02", base=1, name="王五"),
    )

    def answers(then: Desk) -> list[object]:
        asked = (
            F.school == "一小",
            F.matches("ls"),
            F.area.within(AREAS[6]),
            exists(DisabilityCard),
            F.birth_date.age >= 14,
        )
        return [sorted(found(then, one)) for one in asked]

    for day, step in zip(days, steps, strict=True):
        place.clock.on(day)
        step()
        told[day] = answers(desk)
    place.clock.on(date(2027, 6, 1))
    assert {day: answers(desk.at(day)) for day in days} == told
    refuses(Refused, lambda: desk.at(days[0]).save(child(9)))
    assert found(desk.at(date(2026, 11, 23))) == set()


reading_checks: tuple[Callable[[Place], None], ...] = (
    pages_are_complete,
    pages_belong_to_their_question,
    scope_is_a_prefix_of_areas,
    filters_mean_what_they_say,
    ages_change_on_the_day_after_the_birthday,
    names_are_found_as_people_type_them,
    the_past_answers_as_it_did,
)
