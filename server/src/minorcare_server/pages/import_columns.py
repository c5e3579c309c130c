"""Which column of a waiting sheet stands for which field."""

from __future__ import annotations

import re

from minorcare.desk import Desk
from minorcare.label import Label
from minorcare.surfaces.sheets import letters
from minorcare.surfaces.targets import heading_for
from minorcare.work.families import targets_for
from minorcare_server import contexts as c
from minorcare_server.asking import Asked
from minorcare_server.pages.import_sheets import Stage, last_four, written, wrong_of

_LONG_NUMBER = re.compile(r"[0-9][0-9 -]{5,}[0-9Xx]")
_LEAVE_COLUMN = Label("不导入这一列", en="Leave this column out")


def columns_page(desk: Desk, asked: Asked, stage: Stage) -> c.Import:
    """Which column stands for which field."""
    match, sheet = stage.shown.match, stage.shown.parsed.sheet
    targets = targets_for(desk.catalog, desk.catalog.kind(stage.shown.kind))
    choices = [
        (f"{target.name}.{field.name}", asked.say(heading_for(target, field, alone=target is targets[0])))
        for target in targets
        for field in target.columns
    ]
    found = []
    for heading in match.headings:
        column = match.columns.get(heading.column)
        chosen = f"{column.target}.{column.field}" if column else ""
        options = [c.Option(value="", label=asked.say(_LEAVE_COLUMN), selected=not chosen)]
        options += [c.Option(value=value, label=label, selected=value == chosen) for value, label in choices]
        below = (sheet.cell(row, heading.column) for row in range(match.last + 1, len(sheet.rows) + 1))
        example = next((written(cell) for cell in below if cell not in (None, "")), "")
        found.append(
            c.ColumnMatch(
                name=f"column-{heading.column}",
                letter=letters(heading.column),
                heading=heading.text,
                example=_LONG_NUMBER.sub(lambda number: last_four(number[0]), example)[:40],
                options=tuple(options),
            )
        )
    return c.Import(
        step="columns",
        staging=stage.staged.id,
        file=stage.staged.name,
        sheet=match.sheet,
        row_total=len(stage.shown.parsed.rows) or max(0, len(sheet.rows) - match.last),
        columns=tuple(found),
        wrong=tuple(wrong_of(asked, each) for each in match.problems),
    )
