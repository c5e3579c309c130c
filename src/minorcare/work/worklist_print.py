"""The work list on paper: plain text for a printer, or a page of HTML. Masked names only: a sheet is left lying about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from minorcare.label import Label
from minorcare.work.worklist import Item, counted

_TITLE = Label("工作清单 {day}", en="Work list, {day}")
_HEADINGS = (
    Label("期限", en="Due"),
    Label("逾期", en="Overdue"),
    Label("事项", en="What"),
    Label("缘由", en="Why"),
    Label("档案号", en="File no."),
    Label("孩子", en="Child"),
    Label("区域", en="Area"),
    Label("办结", en="Done"),
)
_DAYS = Label("{n} 天", en="{n} days")
_NOTHING = Label("没有到期事项", en="nothing is due")
_SUM = Label("逾期 {overdue} 件，今日 {today} 件", en="{overdue} overdue, {today} today")
_BOX = "□"


def as_text(items: Sequence[Item], *, day: date, lang: str, account: str) -> str:
    """One line a deadline, each with a box to tick."""
    lines = [f"{_TITLE.fill(day=day).in_(lang)}  {account}", _sum(items, day, lang), ""]
    lines += [f"{_BOX} {'  '.join(cell for cell in row if cell)}" for row in _cells(items, lang)]
    if not items:
        lines.append(_NOTHING.in_(lang))
    return "\n".join(lines) + "\n"


def as_html(items: Sequence[Item], *, day: date, lang: str, account: str) -> str:
    """A page by itself, without a script or anything from elsewhere."""
    title = escape(f"{_TITLE.fill(day=day).in_(lang)} {account}")
    head = "".join(f"<th>{escape(each.in_(lang))}</th>" for each in _HEADINGS)
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}<td>{_BOX}</td></tr>" for row in _cells(items, lang)
    )
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if items else _NOTHING.in_(lang)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8"><title>{title}</title>'
        "<style>table{border-collapse:collapse}td,th{border:1px solid #000;padding:2px 6px;text-align:left}</style></head>"
        f"<body><h1>{title}</h1><p>{escape(_sum(items, day, lang))}</p>{body}</body></html>\n"
    )


def _cells(items: Iterable[Item], lang: str) -> Iterable[tuple[str, ...]]:
    for item in items:
        yield (
            item.due.isoformat(),
            _DAYS.fill(n=item.overdue).in_(lang) if item.overdue else "",
            item.what.in_(lang),
            item.why.in_(lang),
            "" if item.no is None else str(item.no),
            item.name or "",
            item.area or "",
        )


def _sum(items: Sequence[Item], day: date, lang: str) -> str:
    found = counted((item.due for item in items), day)
    return _SUM.fill(overdue=found.overdue, today=found.today).in_(lang)
