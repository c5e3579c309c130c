"""What is installed, and what becomes of a kind. Neither shows a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from minorcare.cli.calls import Call, operating
from minorcare.cli.shape import Command, argument
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.work.explain import Explained

_MARKS = {
    "required": Label("必填", en="required"),
    "about": Label("归属", en="says whose"),
    "secret": Label("加密", en="secret"),
    "searchable": Label("可搜索", en="searchable"),
    "identifying": Label("可识别个人", en="identifying"),
    "unique": Label("不重复", en="unique"),
    "deadline": Label("期限", en="deadline"),
}
_LEVELS = {
    "open": Label("公开", en="open"),
    "personal": Label("个人", en="personal"),
    "sensitive": Label("敏感", en="sensitive"),
    "restricted": Label("限阅", en="restricted"),
}
_YES, _NO, _NONE = Label("是", en="yes"), Label("否", en="no"), Label("无", en="none")
_NAMED = (Label("名字", en="Name"), Label("名称", en="Label"))


@click.command(
    "plugins",
    cls=Command,
    said=Label("列出已安装和已启用的插件", en="List the plugins installed and enabled"),
    more=Label(
        "不会导入任何插件，所以插件坏了也能运行。", en="Imports none of them, so that it works when one is broken."
    ),
)
@operating()
def plugins(call: Call) -> None:
    """List them."""
    from minorcare.plugins import installed

    found = installed(call.config)
    headings = [
        Label("插件", en="Plugin"),
        Label("版本", en="Version"),
        Label("位置", en="Where"),
        Label("已启用", en="Enabled"),
    ]
    if found:
        rows = [[p.name, p.version, p.where, call.out.text(_YES if p.enabled else _NO)] for p in found]
        call.out.table(headings, rows)
    else:
        call.out.say(Label("没有安装插件", en="no plugins are installed"))
    call.out.json(
        {"plugins": [{"name": p.name, "version": p.version, "where": p.where, "enabled": p.enabled} for p in found]}
    )


@click.command(
    "explain",
    cls=Command,
    said=Label("说明一种记录从哪里来、用在哪里", en="Say what becomes of a kind"),
    more=Label(
        "来自哪个插件、哪个文件，对应的表、字段和级别、接口、筛选、规则、报表，以及谁能看到。不读取任何记录。",
        en="Plugin, file, table, fields and their levels, routes, filters, rules, reports, and who may see it. Reads no record.",
    ),
)
@argument("kind", said=Label("记录类型，例如 minor", en="A kind, such as minor"))
@operating()
def explain(call: Call, kind: str) -> None:
    """Explain it."""
    from minorcare.plugins import load_catalog
    from minorcare.work.explain import explain as explained

    found = explained(load_catalog(call.config), kind)
    call.out.json(_as_json(call, found))
    if not call.out.as_json:
        _show(call, found)


def _as_json(call: Call, found: Explained) -> dict[str, Any]:
    text = call.out.text
    return {
        "kind": found.kind.name,
        "label": text(found.kind.label),
        "plugin": found.plugin,
        "place": found.place,
        "table": found.table,
        "fields": [
            {
                "name": f.name,
                "label": text(f.label),
                "type": f.type,
                "sensitivity": f.sensitivity,
                "marks": list(f.marks),
            }
            for f in found.fields
        ],
        "routes": [f"{method} {path}" for method, path in found.routes],
        "filters": {name: list(operators) for name, operators in found.filters},
        "rules": [
            {"rule": rule.name, "suggests": rule.suggests.name, "reads": list(fields)} for rule, fields in found.rules
        ],
        "reports": list(found.reports),
        "roles": [
            {"role": r.role.name, "rows": text(r.rows), "writes": r.writes, "masked": list(r.masked)}
            for r in found.roles
        ],
    }


def _show(call: Call, found: Explained) -> None:
    out, text = call.out, call.out.text
    none = text(_NONE)
    out.say(Label(f"{found.kind.label.zh}（{found.kind.name}）", en=f"{found.kind.name}: {found.kind.label.in_('en')}"))
    out.say(Label(f"插件 {found.plugin}，{found.place}", en=f"plugin {found.plugin}, {found.place}"))
    out.say(Label(f"表 {found.table or '（加密库）'}", en=f"table {found.table or '(vault)'}"))
    _show_fields(call, found)
    sections = (
        (Label("接口", en="Routes"), [f"{method} {path}" for method, path in found.routes]),
        (Label("筛选", en="Filters"), [f"{name}: {' '.join(operators)}" for name, operators in found.filters]),
        (Label("读取它的规则", en="Rules that read it"), [_rule(call, rule, fields) for rule, fields in found.rules]),
        (Label("报表", en="Reports"), list(found.reports)),
    )
    for heading, lines in sections:
        out.lines([f"{text(heading)}:", *(f"  {line}" for line in lines or [none])])
    _show_roles(call, found)


def _show_fields(call: Call, found: Explained) -> None:
    text = call.out.text
    comma = text(Label("、", en=", "))
    rows = [
        [f.name, text(f.label), f.type, text(_LEVELS[f.sensitivity]), comma.join(text(_MARKS[m]) for m in f.marks)]
        for f in found.fields
    ]
    headings = [*_NAMED, Label("类型", en="Type"), Label("级别", en="Level"), Label("说明", en="Notes")]
    call.out.table(headings, rows, title=Label("字段", en="Fields"))


def _show_roles(call: Call, found: Explained) -> None:
    text = call.out.text
    rows = [
        [
            r.role.name,
            text(r.role.label),
            text(r.rows),
            text(_YES if r.writes else _NO),
            ", ".join(r.masked) or text(_NONE),
        ]
        for r in found.roles
    ]
    headings = [*_NAMED, Label("范围", en="Rows"), Label("填写", en="Writes"), Label("遮盖的字段", en="Masked")]
    call.out.table(headings, rows, title=Label("谁能看到", en="Who may see it"))


def _rule(call: Call, rule: Any, fields: tuple[str, ...]) -> str:
    return f"{rule.signature} → {call.out.text(rule.suggests.label)} ({', '.join(fields)})"
