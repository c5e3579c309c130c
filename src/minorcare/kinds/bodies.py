"""The bodies a street works with (部门联动): what each is for, on which article, how soon it answers, and what it may be told at most."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from minorcare.declare import Label, Record, field, kind
from minorcare.kinds.areas import STAFF

CODE = r"[a-z][a-z0-9_]{1,39}"
"""What the code of a body looks like. Records about a child name a body by it, not by reference: a code is hidden where the record
is above somebody's level, and so is of whom something was asked."""


@kind(
    "body",
    label=Label("联动单位", en="Body"),
    key=("code",),
    roles=STAFF,
    cites="《未成年人保护法》第九条、第十条、第八十一条",
)
class Body(Record):
    """A department, an organisation or a school that can be asked for something. It names no child: everybody here reads it."""

    code: str = field(
        label=Label("单位代码", en="Code"),
        pattern=CODE,
        max_length=40,
        unique=True,
        sensitivity="open",
        example="justice_office",
    )
    type: str = field(label=Label("单位类别", en="What it is"), codes="department", sensitivity="open")
    name: str = field(label=Label("单位名称", en="Name"), max_length=60, sensitivity="open", example="司法所")
    duty: str = field(label=Label("职责", en="What it is for"), max_length=500, sensitivity="open")
    basis: str = field(
        label=Label("法律依据", en="Legal basis"),
        max_length=200,
        sensitivity="open",
        example="《未成年人保护法》第一百零四条",
    )
    answer_days: int = field(
        default=5,
        label=Label("答复期限", en="Answers within"),
        help=Label("工作日；按与该单位的约定填写", en="Working days, as agreed with the body"),
        unit="working days",
        min=0,
        max=60,
        sensitivity="open",
    )
    statutory: bool = field(
        default=True,
        label=Label("依法履职的机关、单位", en="Acts under a statutory duty"),
        help=Label(
            "志愿组织、社会组织填否：向其提供信息要先取得同意",
            en="No for volunteers and other organisations: they are told nothing without consent",
        ),
        sensitivity="open",
    )
    may_get: tuple[str, ...] = field(
        default=(),
        label=Label("最多可提供的信息", en="What it may be told at most"),
        codes="shared_field",
        sensitivity="open",
    )
    account: str | None = field(
        default=None,
        label=Label("系统账号", en="Account"),
        help=Label("没有账号的留空，用纸质函件", en="Left empty, it is asked on paper"),
        max_length=40,
        sensitivity="open",
    )
    contact: str | None = field(
        default=None,
        label=Label("办公电话", en="Office number"),
        help=Label("对外公开的办公电话，不填个人手机", en="The public number of the office, nobody's own"),
        max_length=40,
        sensitivity="open",
    )
    ended: date | None = field(default=None, label=Label("停用日期", en="No longer asked since"), sensitivity="open")


@cache
def shipped_bodies() -> tuple[Body, ...]:
    """The directory as it ships (``directory.toml``): each code is one of the list ``department``. Ids are not fixed."""
    raw = tomllib.loads(files("minorcare").joinpath("kinds", "directory.toml").read_text(encoding="utf-8"))
    return tuple(Body(type=row["code"], **{**row, "may_get": tuple(row["may_get"])}) for row in raw["bodies"])
