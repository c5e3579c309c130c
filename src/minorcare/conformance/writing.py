"""What a store does with what is written."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from minorcare.access import Actor
from minorcare.conformance.places import Place, child, entries, found, home
from minorcare.declare import Id
from minorcare.desk import Change, Restore, Save, Void
from minorcare.errors import Conflict, Invalid, MinorcareError, NotFound
from minorcare.kinds import Household, Member, Minor
from minorcare.query import F
from minorcare.testing import OFFICE
from minorcare.testing.streets import AREAS, number

WRITERS, EACH = 8, 12


def refuses(error: type[MinorcareError], act: Callable[[], object]) -> MinorcareError:
    """The error of this type that *act* raises."""
    try:
        act()
    except error as caught:
        return caught
    raise AssertionError(f"{error.__name__} was not raised")


def what_was_saved_is_read(place: Place) -> None:
    """A record that was acknowledged is read back with the same values, in version 1, by the next call of anybody."""
    place.areas()
    record = child(1, resident_id=number(date(2012, 1, 1), "1", 3), school="一小", birth_date_estimated=True)
    place.desk().save(record)
    row = place.desk().get(Minor, record.id)
    wanted = {
        **Minor.__kind__.values(record),
        "resident_id": f"…{record.resident_id[-4:]}" if record.resident_id else None,
    }
    assert row.version == 1
    assert {**row.values, "id": row.id, "office": OFFICE} == {**wanted, "office": OFFICE}
    assert place.desk().reveal(Minor, record.id, "resident_id") == record.resident_id


def change_makes_a_version(place: Place) -> None:
    """A change makes the next version, keeps what it does not name, and leaves the version before in the history."""
    place.areas()
    desk = place.desk()
    desk.save(child(1, school="一小", grade="三"))
    desk.change(Minor, "child-01", base=1, school="二小")
    assert desk.get(Minor, "child-01").values["grade"] == "三"
    history = desk.history(Minor, "child-01")
    assert [(v.version, v.values["school"], v.action) for v in history] == [
        (2, "二小", "change"),
        (1, "一小", "create"),
    ]
    assert history[0].changed == ("school",)


def same_key_is_done_once(place: Place) -> None:
    """The same key with the same acts returns the first receipt, word for word, and writes nothing."""
    place.areas()
    first = place.desk().save(child(1), key="k")
    place.desk().save(child(2))
    before = place.dump()
    assert place.desk().save(child(1), key="k") == first
    assert place.dump() == before


def same_key_with_other_content_conflicts(place: Place) -> None:
    """The same key with other acts is a conflict and writes nothing, even where they differ in a secret only."""
    place.areas()
    place.desk().save(child(1, phone="13900000001"), key="k")
    before = place.dump()
    for other in (child(2, phone="13900000001"), child(1, phone="13900000002"), child(1)):
        refuses(Conflict, lambda other=other: place.desk().save(other, key="k"))  # type: ignore[misc]
    refuses(Conflict, lambda: place.desk().change(Minor, "child-01", base=1, school="一小", key="k"))
    assert place.dump() == before


def stale_base_conflicts(place: Place) -> None:
    """Whoever writes on a version that is no longer in force, or creates what is there, is told so and writes nothing."""
    place.areas()
    desk = place.desk()
    desk.save(child(1))
    desk.change(Minor, "child-01", base=1, school="一小")
    before = place.dump()
    refuses(Conflict, lambda: desk.change(Minor, "child-01", base=1, school="二小"))
    refuses(Conflict, lambda: desk.save(child(1), base=1))
    refuses(Conflict, lambda: desk.void(Minor, "child-01", base=1, reason="x"))
    refuses(Conflict, lambda: desk.save(child(1)))
    assert place.dump() == before


def unique_holds_among_records_in_force(place: Place) -> None:
    """A unique value is held by one record in force: refused while it is taken, also within a batch, and free once voided."""
    place.areas()
    desk = place.desk()
    desk.save(home(1, code="H1"))
    refuses(Invalid, lambda: desk.save(home(2, code="H1")))
    refuses(Invalid, lambda: desk.apply(Save(home(3, code="H3")), Save(home(4, code="H3"))))
    taken = number(date(2012, 1, 1), "1", 3)
    desk.save(child(1, resident_id=taken))
    refuses(Invalid, lambda: desk.save(child(2, resident_id=taken)))
    desk.void(Minor, "child-01", base=1, reason="x")
    desk.save(child(2, resident_id=taken))
    assert found(desk, F.resident_id == taken) == {"child-02"}


def references_lead_to_records_in_force(place: Place) -> None:
    """A reference names a record in force, of the office or made earlier in the batch; what is named is not taken out of force."""
    place.areas()
    desk = place.desk()
    refuses(Invalid, lambda: desk.save(child(1, household="nobody")))
    desk.apply(Save(home(1)), Save(child(1, household="home-01")))
    refuses(Invalid, lambda: desk.void(Household, "home-01", base=1, reason="x"))
    desk.apply(Void(Minor, "child-01", 1, "x"), Void(Household, "home-01", 1, "x"))
    refuses(Invalid, lambda: desk.save(child(2, household="home-01")))


def failing_batch_leaves_nothing(place: Place) -> None:
    """Of a batch one of whose acts fails, nothing is kept: no record, number, key or version. What was refused is one entry of a read."""
    place.areas()
    desk = place.desk()
    desk.save(child(1))
    before = place.dump()
    good = (
        Save(home(1)),
        Save(child(2, phone="13900000001", household="home-01")),
        Change(Minor, "child-01", 1, {"school": "一"}),
    )
    refuses(Conflict, lambda: desk.apply(*good, Change(Minor, "child-01", 9, {"school": "二"})))
    assert place.dump() == before
    store = place.registry.store
    seq = store.heads()[OFFICE].seq
    refuses(Invalid, lambda: desk.apply(*good, Save(child(3, sex="none"))))
    refuses(NotFound, lambda: desk.apply(*good, Change(Minor, "nobody", 1, {})))
    assert store.heads()[OFFICE].seq == seq + 2
    assert not store.changes(OFFICE, seq)
    assert [row.id for row in desk.find(Minor).rows] == ["child-01"]
    assert not desk.find(Household).rows
    desk.save(child(2))  # its number is the next one, as if nothing had been tried
    assert desk.get(Minor, "child-02").no == desk.get(Minor, "child-01").no + 1


def all_problems_come_at_once(place: Place) -> None:
    """Every problem of every act of a batch is reported, each with its address."""
    place.areas()
    bad = (Save(child(1, sex="none", name="")), Save(child(2, area="530111999")))
    error = refuses(Invalid, lambda: place.desk().apply(*bad))
    assert isinstance(error, Invalid)
    assert {problem.at for problem in error.problems} == {"[0].sex", "[0].name", "[1].area"}


def voided_is_out_of_force(place: Place) -> None:
    """A voided record is found by nothing, keeps its history, may not be made anew, and comes back by restoring a version."""
    place.areas()
    desk = place.desk()
    desk.save(child(1, school="一小"))
    desk.void(Minor, "child-01", base=1, reason="登记错了")
    refuses(NotFound, lambda: desk.get(Minor, "child-01"))
    assert found(desk) == found(desk, F.matches("张三")) == set()
    refuses(Conflict, lambda: desk.save(child(1)))
    desk.apply(Restore(Minor, "child-01", 0, 1))
    assert desk.get(Minor, "child-01").values["school"] == "一小"
    assert [v.action for v in desk.history(Minor, "child-01")] == ["restore", "void", "create"]
    assert found(desk, F.matches("zs")) == {"child-01"}
    assert list(place.registry.store.verify()) == []


def numbers_are_given_once_and_without_gaps(place: Place) -> None:
    """File numbers run from 1 without a gap, whatever fails; a record that comes back has the number it had."""
    place.areas()
    desk = place.desk()
    first = max(row.no for row in desk.find("area", limit=500).rows)
    for n in range(1, 6):
        refuses(Invalid, lambda n=n: desk.apply(Save(child(n)), Save(child(50, sex="x"))))  # type: ignore[misc]
        desk.save(child(n))
    desk.void(Minor, "child-02", base=1, reason="x")
    desk.save(home(1))
    desk.apply(Restore(Minor, "child-02", 0, 1))
    numbers = [desk.get(Minor, f"child-0{n}").no for n in range(1, 6)] + [desk.get("household", "home-01").no]
    assert numbers == list(range(first + 1, first + 7))


def area_moves_with_the_child(place: Place) -> None:
    """What is about a record moves with it, at every distance, at once and for every reader."""
    place.areas()
    desk, there = place.desk(), place.desk(_liaison(AREAS[6]))
    desk.apply(Save(home(1)), Save(Member(id=Id("m"), household=Id("home-01"), name="张大", relation="51")))
    assert found(there, kind="member") == set()
    desk.change(Household, "home-01", base=1, area=AREAS[6])
    assert found(there, kind="member") == {"m"}
    assert there.get(Member, "m").area == AREAS[6]
    assert there.get(Member, "m").version == 1
    assert list(place.registry.store.verify()) == []


def writers_are_serial(place: Place) -> None:
    """However many write at once, entries are numbered in commit order without a gap, times never run back, nothing is lost."""
    place.areas()
    receipts: list[Any] = []
    errors: list[BaseException] = []

    def write(writer: int) -> None:
        desk = place.desk()
        try:
            for n in range(EACH):
                one = writer * EACH + n
                receipts.append(desk.save(child(one), key=f"key-{one}"))
                desk.get(Minor, f"child-{one:02}")  # its own write, and an entry among those of the others
        except BaseException as error:  # noqa: BLE001 - handed to the thread that asked
            errors.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len({receipt.seq for receipt in receipts}) == WRITERS * EACH
    _is_one_chain(place, WRITERS * EACH)


_PROGRAM = """
import sys
from datetime import date
from minorcare.conformance.places import HEAD, child
from minorcare.plugins import Config
from minorcare.registry import Registry
from minorcare.testing import OFFICE
url, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
registry = Registry.open(url, config=Config())
desk = registry.desk(HEAD, office=OFFICE, purpose="visit")
for n in range(first, first + count):
    desk.save(child(n), key=f"key-{n}")
registry.close()
"""


def processes_are_serial(place: Place) -> None:
    """The same holds for two processes on one store."""
    place.areas()
    command = [sys.executable, "-c", _PROGRAM, place.url]
    others = [subprocess.Popen([*command, str(first), "20"], stderr=subprocess.PIPE, text=True) for first in (20, 40)]  # noqa: S603
    for n in range(20):
        place.desk().save(child(n), key=f"key-{n}")
    assert [other.communicate()[1] for other in others] == ["", ""]
    _is_one_chain(place, 60)


def _is_one_chain(place: Place, children: int) -> None:
    assert len(found(place.desk())) == children
    rows = entries(place)
    assert [row.values["entry"] for row in rows] == list(range(len(rows)))
    times = [row.values["happened"] for row in rows]
    assert times == sorted(times)
    numbers = sorted(row.no for kind in ("minor", "area") for row in place.desk().find(kind, limit=500).rows)
    assert numbers == list(range(1, len(numbers) + 1))
    assert list(place.registry.store.verify()) == []


def _liaison(area: str) -> Actor:
    return Actor(name="liaison", role="community_liaison", areas=(area,))


writing_checks: tuple[Callable[[Place], None], ...] = (
    what_was_saved_is_read,
    change_makes_a_version,
    same_key_is_done_once,
    same_key_with_other_content_conflicts,
    stale_base_conflicts,
    unique_holds_among_records_in_force,
    references_lead_to_records_in_force,
    failing_batch_leaves_nothing,
    all_problems_come_at_once,
    voided_is_out_of_force,
    numbers_are_given_once_and_without_gaps,
    area_moves_with_the_child,
    writers_are_serial,
    processes_are_serial,
)
