"""What is true of a street, for whoever checks what was made of its sheets: ``truth.json``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from minorcare.kinds import Minor
from minorcare.surfaces.sheets import letters
from minorcare.synthetic import broken
from minorcare.synthetic.broken import BrokenRow
from minorcare.synthetic.sheets import FACTS, ODD, ROSTER, ROSTER_SHEET, TITLE_ROWS, Column, facts_sheet
from minorcare.synthetic.street import Street
from minorcare.synthetic.year import year_of
from minorcare.synthetic.year.told import told


def key(minor: Minor, household: str) -> str:
    """How a child is named: by the resident ID, without one by household and name: ``JM-02-0137/陈小禾``."""
    return minor.resident_id or f"{household}/{minor.name}"


def truth(street: Street) -> dict[str, Any]:
    """Everything that was planted, as plain JSON; ``examples/jinma/README.md`` says what each key means."""
    keys = {str(minor.id): key(minor, family.household.code) for family in street.families for minor in family.minors}
    tags = {risk: [keys[minor.id] for minor in minors] for risk, minors in street.risks().items()}
    decoys = [
        {"story": family.story, "lacks": family.lacks, "children": [keys[minor.id] for minor in family.minors]}
        for family in street.families
        if family.lacks
    ]
    rows = broken.rows(street)
    return {
        "street": street.settings.name,
        "code": street.settings.code,
        "seed": street.seed,
        "day": street.day.isoformat(),
        "minors": street.settings.minors,
        "rows": len(street.children),
        "households": len(street.families),
        "members": sum(len(family.members) for family in street.families),
        "communities": dict(sorted(Counter(minor.area[:12] for minor in street.children).items())),
        "facts": {facts_sheet(kind): sum(isinstance(f.record, kind) for f in street.facts) for kind in FACTS},
        "counts": {risk: len(children) for risk, children in tags.items()},
        "persons": len({child for children in tags.values() for child in children}),
        "tags": tags,
        "rests_on": list(_rests_on(street, keys)),
        "decoys": decoys,
        "odd": list(_odd(street)),
        "good": [row for row, each in enumerate(rows, start=TITLE_ROWS + 1) if not each.fault and not each.repeats],
        "bad": list(_bad(rows)),
        "duplicates": list(_duplicates(rows)),
        **_care(street, keys),
    }


def _care(street: Street, keys: dict[str, str]) -> dict[str, Any]:
    """What the year has left, where there was one."""
    year = year_of(street)
    homes = {str(family.household.id): family.household.code for family in street.families}
    return {} if year is None else {"care": told(year, keys | homes)}


def _rests_on(street: Street, keys: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The facts on which a tag rests: to end one takes this risk from these children, and nothing else from anybody."""
    for kind in FACTS:
        facts = [fact for fact in street.facts if isinstance(fact.record, kind)]
        for row, fact in enumerate(facts, start=2):
            if fact.risk:
                yield {
                    "sheet": facts_sheet(kind),
                    "row": row,
                    "who": fact.who.resident_id,
                    "risk": fact.risk,
                    "children": [keys[minor.id] for minor in fact.children],
                }


def _odd(street: Street) -> Iterator[dict[str, Any]]:
    """The cells of the roster that are right although they do not look it, and the value that they mean."""
    for row, minor in enumerate(street.children, start=TITLE_ROWS + 1):
        if what := street.odd.get(minor.id):
            column, _ = ODD[what]
            field = Minor.__kind__.by_name[column.field]
            yield {**_place(row, column), "what": what, "means": field.to_json(getattr(minor, column.field))}


def _bad(rows: list[BrokenRow]) -> Iterator[dict[str, Any]]:
    for row, each in enumerate(rows, start=TITLE_ROWS + 1):
        if fault := each.fault:
            shown = broken.column_of(fault.shown_at or fault.heading, fault.group)
            yield {**_place(row, shown), "code": fault.code, "remedy_contains": fault.remedy}


def _duplicates(rows: list[BrokenRow]) -> Iterator[dict[str, Any]]:
    number = broken.column_of("身份证号", "孩子")
    for row, each in enumerate(rows, start=TITLE_ROWS + 1):
        if each.repeats == "row":
            same = (
                before
                for before, other in enumerate(rows, start=TITLE_ROWS + 1)
                if other.row[number] == each.row[number]
            )
            yield {"sheet": ROSTER_SHEET, "row": row, "same_as_row": next(same), "child": each.row[number]}
        elif each.repeats:
            yield {"sheet": ROSTER_SHEET, "row": row, "same_as": "roster.xlsx", "child": each.row[number]}


def _place(row: int, column: Column) -> dict[str, Any]:
    heading = f"{column.group} {column.heading}".strip()
    return {"sheet": ROSTER_SHEET, "cell": f"{letters(ROSTER.index(column) + 1)}{row}", "row": row, "heading": heading}
