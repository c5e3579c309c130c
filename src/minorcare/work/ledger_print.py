"""A ledger on paper: a page of HTML by itself, without a script or anything from elsewhere. The same data make the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from minorcare.label import Label
from minorcare.work.figures import Heading, Table, change
from minorcare.work.forms import TOTAL, Column
from minorcare.work.ledger_data import Frozen

_PERIOD = Label("统计期 {begins} 至 {ends}　截止 {cut_off}", en="Period {begins} to {ends}, cut-off {cut_off}")
_UNIT, _AREA = Label("填报单位（盖章）", en="Unit (stamp)"), Label("范围", en="Area")
_PREPARED, _REVIEWED = Label("填报人", en="Prepared by"), Label("审核人", en="Reviewed by")
_SIGNED, _DATE = Label("单位负责人", en="Signed by"), Label("日期", en="Date")
_TOTAL, _ROW = Label("合计", en="Total"), Label("区域或分组", en="Row")
_BEFORE, _CHANGE = Label("上期", en="Before"), Label("增减", en="Change")
_HIDDEN = Label(
    "— 表示小于 {below} 或为保护小数而不显示的数", en="—: below {below}, or not shown so that small numbers stay hidden"
)
_EXACT = Label("内部使用，含小数，不得外传", en="For the office alone: it holds small numbers")
_RULE, _CITES = Label("勾稽关系", en="Equations"), Label("依据", en="Rests on")
_SOURCE = Label("上期数取自已上报的台账", en="The period before is taken from the ledger that was sent")
_COUNTED = Label("上期数按当时的登记统计", en="The period before is counted as it was recorded then")
_REPEATS = Label("与已上报的台账相同", en="As in the ledger that was sent")
_ANCHOR, _MARK = Label("留痕存证", en="Anchor"), Label("数据校验值", en="Fingerprint")
_STYLE = (
    "body{font-family:serif}table{border-collapse:collapse}td,th{border:1px solid #000;padding:2px 6px;text-align:left}"
    "td.n{text-align:right}code{word-break:break-all}@page{size:A4 landscape}"
)


def as_html(frozen: Frozen, table: Table, before: Table, *, below: int, mark: str, lang: str = "zh") -> str:
    """*frozen* printed as *table* and *before* show it, in which counts below *below* are hidden (0: none are)."""
    form = table.form
    title = escape(form.label.in_(lang))
    said = _PERIOD.fill(begins=table.period.begins, ends=table.period.ends, cut_off=table.recorded).in_(lang)
    return (
        f'<!doctype html><html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p>{escape(said)}</p>"
        f"<p>{_pair(_UNIT, '', lang)}　{_pair(_AREA, frozen.area_name, lang)}</p>"
        f"<table><thead>{''.join(_head(table, lang))}</thead><tbody>{''.join(_body(table, before, lang))}</tbody></table>"
        f"{''.join(_foot(frozen, table, below, mark, lang))}</body></html>"
    )


def headings(table: Table, lang: str) -> list[str]:
    """The headings of a flat list: the row, and for each column the number, the one before and the change."""
    names = [_ROW.in_(lang)]
    for column in table.columns:
        name = column.label.in_(lang)
        names += [name, f"{name} {_BEFORE.in_(lang)}", f"{name} {_CHANGE.in_(lang)}"]
    return names


def lines(table: Table, before: Table, lang: str) -> Iterator[list[str | int | None]]:
    """The rows of the same list, the total last."""
    for row in (*table.rows, Heading(name=TOTAL, label=_TOTAL)):
        cells: list[str | int | None] = [row.label.in_(lang)]
        for column in table.columns:
            cells += _three(table, before, row, column)
        yield cells


def remarks(frozen: Frozen, table: Table, below: int, mark: str, lang: str) -> list[str]:
    """What stands below the table, line by line."""
    found = [_HIDDEN.fill(below=below).in_(lang) if below else _EXACT.in_(lang)]
    found.append((_SOURCE if frozen.source != "recorded" else _COUNTED).in_(lang))
    names = {column.name: column.label.in_(lang) for column in table.columns}
    found += [_line(_REPEATS, f"{names[name]} ({id})", lang) for name, id in frozen.repeats.items()]
    found += [_line(_RULE, equation.text, lang) for equation in table.form.equations]
    found.append(_line(_CITES, table.form.cites, lang))
    found.append(_line(_ANCHOR, frozen.anchor, lang))
    found.append(_line(_MARK, mark, lang))
    return found


def _head(table: Table, lang: str) -> Iterator[str]:
    yield f'<tr><th rowspan="2">{escape(_ROW.in_(lang))}</th>'
    yield "".join(f'<th colspan="3">{escape(column.label.in_(lang))}</th>' for column in table.columns)
    now = Label("本期", en="Now").in_(lang)
    three = f"<th>{now}</th><th>{_BEFORE.in_(lang)}</th><th>{_CHANGE.in_(lang)}</th>"
    yield f"</tr><tr>{three * len(table.columns)}</tr>"


def _body(table: Table, before: Table, lang: str) -> Iterator[str]:
    for name, *numbers in lines(table, before, lang):
        cells = "".join(f'<td class="n">{"—" if number is None else number}</td>' for number in numbers)
        yield f"<tr><th>{escape(str(name))}</th>{cells}</tr>"


def _foot(frozen: Frozen, table: Table, below: int, mark: str, lang: str) -> Iterator[str]:
    people = ((_PREPARED, frozen.prepared_by), (_REVIEWED, ""), (_SIGNED, ""), (_DATE, ""))
    yield f"<p>{'　'.join(_pair(label, text, lang) for label, text in people)}</p>"
    yield "".join(f"<p><code>{escape(text)}</code></p>" for text in remarks(frozen, table, below, mark, lang))


def _three(table: Table, before: Table, row: Heading, column: Column) -> Iterable[int | None]:
    now, then = table.cells[row.name, column.name], before.cells.get((row.name, column.name))
    return now, then, change(now, then)


def _line(label: Label, text: str, lang: str) -> str:
    return f"{label.in_(lang)}: {text}" if lang == "en" else f"{label.zh}：{text}"


def _pair(label: Label, text: str, lang: str) -> str:
    return f"{escape(_line(label, text, lang))}{'' if text else '________'}"
