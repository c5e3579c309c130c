"""A synthetic street: sheets as an office would keep them, with everything that is true of them written down.

Nobody in it exists. It shows the program without a real child, and tells whether an import and a screening find what is there.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import orjson

from minorcare.synthetic import broken, sheets
from minorcare.synthetic.posts import officers
from minorcare.synthetic.settings import SHIPPED, Settings, load_settings
from minorcare.synthetic.street import Street, build
from minorcare.synthetic.truth import truth
from minorcare.synthetic.year import Year, enter, year_of

__all__ = [
    "BROKEN",
    "RESTRICTED",
    "ROSTER",
    "SHIPPED",
    "TRUTH",
    "Settings",
    "Street",
    "Year",
    "build",
    "enter",
    "load_settings",
    "make",
    "officers",
    "truth",
    "year_of",
]

ROSTER, RESTRICTED, BROKEN, TRUTH = "roster.xlsx", "restricted.xlsx", "roster-bad.xlsx", "truth.json"


def make(settings: Settings, seed: int, day: date, folder: str | Path) -> Street:
    """Make a street and write its sheets and its truth into a folder, which is made if it is not there.

    The same settings, seed and day give the same files, byte for byte.

    Raises:
        OSError: the folder cannot be written to.
    """
    street = build(settings, seed, day)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    title = f"{settings.name}未成年人名册（演示数据，人物、号码、地址均为虚构）"
    areas = [
        {
            column: sheets.cell_of(type(area).__kind__, column.field, getattr(area, column.field))
            for column in sheets.AREAS
        }
        for area in street.areas
    ]
    sheets.write_book(
        folder / ROSTER,
        day,
        [("区域", sheets.AREAS, areas, ""), (sheets.ROSTER_SHEET, sheets.ROSTER, sheets.roster_rows(street), title)],
    )
    facts = [
        (sheets.facts_sheet(kind), columns, sheets.fact_rows(street, kind), "")
        for kind, columns in sheets.FACTS.items()
    ]
    sheets.write_book(folder / RESTRICTED, day, facts)
    bad = [each.row for each in broken.rows(street)]
    sheets.write_book(folder / BROKEN, day, [(sheets.ROSTER_SHEET, sheets.ROSTER, bad, title)])
    (folder / TRUTH).write_bytes(orjson.dumps(truth(street), option=orjson.OPT_INDENT_2) + b"\n")
    return street
