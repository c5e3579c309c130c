"""A package as a page of HTML for the printer: no script, nothing from elsewhere, no day but those of the package itself."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import attrs

from minorcare.label import Label
from minorcare.work.told import Told

_TITLE = Label("未成年人保护工作联动函 〔{number}〕号", en="Letter on the protection of a minor, no. {number}")
_TERMS = Label(
    "以上信息只用于办理本函所述事项，按期删除或退回，不得转给他人，不得公开（《个人信息保护法》第六条、第二十一条）。",
    en="To be used for this matter only, deleted or returned by the day above, passed on to nobody, never published.",
)
_SLIP = Label("回执（请签收后退回）", en="Receipt (please sign and return)")
_ANSWERS = (
    Label("□ 已收到　□ 受理　□ 不受理，原因：", en="□ received  □ accepted  □ declined, because:"),
    Label("签收人：　　　　　　联系电话：　　　　　　日期：", en="Received by:            Phone:            Day:"),
)
_STYLE = "td,th{border:1px solid #000;padding:3px 8px;text-align:left}table{border-collapse:collapse;width:100%}"


@attrs.frozen(kw_only=True)
class Letter:
    """What stands in a package.

    ``about`` are its own lines (to whom, from whom, on what ground, until when), ``told`` what it says of the child.
    """

    number: str
    about: tuple[Told, ...]
    request: str
    told: tuple[Told, ...]


def as_html(letter: Letter, *, lang: str) -> str:
    """The page. The same letter gives the same bytes."""
    title = escape(_TITLE.fill(number=letter.number).in_(lang))
    slip = "".join(f"<p>{escape(line.in_(lang))}</p>" for line in _ANSWERS)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>{_rows(letter.about, lang)}<p>{escape(letter.request)}</p>"
        f"{_rows(letter.told, lang)}<p>{escape(_TERMS.in_(lang))}</p><hr><h2>{escape(_SLIP.in_(lang))} {escape(letter.number)}</h2>"
        f"{slip}</body></html>\n"
    )


def _rows(pairs: Iterable[Told], lang: str) -> str:
    rows = "".join(f"<tr><th>{escape(a.in_(lang))}</th><td>{escape(b.in_(lang))}</td></tr>" for a, b in pairs)
    return f"<table>{rows}</table>" if rows else ""
