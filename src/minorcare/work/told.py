"""What is told of a child to a body: the fields that a service shares, and nothing beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from minorcare.desk import Desk
from minorcare.kinds import Area, DisabilityCard, Household, Member, Minor
from minorcare.label import Label
from minorcare.query import F, Given
from minorcare.store.protocol import Row

Told = tuple[Label, Label]
"""What a piece is called, and what it says."""
NOT_ON_FILE = Label("未登记", en="not on file")


def told(desk: Desk, minor: str, shared: Iterable[str], *, situation: str | None = None) -> tuple[Told, ...]:
    """The pieces named by *shared* (codes of ``shared_field``), in their order. Clear numbers are revealed, each in the journal.

    Raises:
        NotFound: the actor does not see the child.
        Refused: the actor may not see a number in clear.
    """
    codes, child = desk.catalog.codes["shared_field"], desk.get(Minor, minor)
    found = []
    for name in shared:
        said = Label(situation, en=situation) if name == "situation" and situation else _SAYS[name](desk, child)
        found.append((codes.label_of(name), said or NOT_ON_FILE))
    return tuple(found)


def _plain(name: str) -> Callable[[Desk, Row], Label | None]:
    def says(desk: Desk, child: Row) -> Label | None:  # noqa: ARG001 - one signature for every piece
        return _word(child.values[name])

    return says


def _word(value: object) -> Label | None:
    return None if value in (None, "") else Label(f"{value}", en=f"{value}")


def _birth(desk: Desk, child: Row) -> Label | None:  # noqa: ARG001 - as above
    day = child.values["birth_date"]
    return Label(f"约 {day}", en=f"about {day}") if child.values["birth_date_estimated"] else _word(day)


def _sex(desk: Desk, child: Row) -> Label | None:
    return desk.catalog.codes["sex"].label_of(child.values["sex"])


def _number(desk: Desk, child: Row) -> Label | None:
    return _word(desk.reveal(Minor, child.id, "resident_id")) if child.values["resident_id"] else None


def _community(desk: Desk, child: Row) -> Label | None:
    code = child.values["area"][:12]
    rows = desk.find(Area, F.code == Given("code"), limit=1, given={"code": code}).rows
    return _word(rows[0].values["name"]) if rows else None


def _address(desk: Desk, child: Row) -> Label | None:
    home = child.values["household"]
    return _word(desk.get(Household, home).values["address"]) if home else None


def _school(desk: Desk, child: Row) -> Label | None:  # noqa: ARG001 - as above
    return _word(" ".join(part for part in (child.values["school"], child.values["grade"]) if part))


def _guardians(desk: Desk, child: Row) -> tuple[Row, ...]:
    home = child.values["household"]
    if not home:
        return ()
    where = (F.household == Given("home")) & (F.guardian == True) & F.left.is_empty  # noqa: E712
    return desk.find(Member, where, order=("id",), given={"home": home}).rows


def _guardian_names(desk: Desk, child: Row) -> Label | None:
    return _word("、".join(row.values["name"] for row in _guardians(desk, child)))


def _guardian_phones(desk: Desk, child: Row) -> Label | None:
    phones = (desk.reveal(Member, row.id, "phone") for row in _guardians(desk, child) if row.values["phone"])
    return _word("、".join(phone for phone in phones if phone))


def _health(desk: Desk, child: Row) -> Label | None:
    cards = desk.find(DisabilityCard, F.minor == Given("minor"), order=("id",), given={"minor": child.id}).rows
    kinds, levels = desk.catalog.codes["disability_type"], desk.catalog.codes["disability_level"]
    pairs = [(kinds.label_of(row.values["type"]), levels.label_of(row.values["level"])) for row in cards]
    zh, en = (" ".join(f"{a.in_(lang)}{b.in_(lang)}" for a, b in pairs) for lang in ("zh", "en"))
    return Label(zh, en=en) if pairs else None


_SAYS: Mapping[str, Callable[[Desk, Row], Any]] = {
    "name": _plain("name"),
    "sex": _sex,
    "birth_date": _birth,
    "resident_id": _number,
    "community": _community,
    "address": _address,
    "guardians": _guardian_names,
    "guardian_phone": _guardian_phones,
    "school": _school,
    "health": _health,
    "situation": lambda desk, child: None,  # noqa: ARG005 - said by the service, or not at all
}
