"""Officers, their passwords and the tokens of their programs."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from minorcare.cli.calls import Acting, Call, acting, office_of, operating
from minorcare.cli.shape import Command, Group, argument, option
from minorcare.errors import Invalid, NotFound, Problem, Refused
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.access import Actor
    from minorcare.desk import Desk
    from minorcare.registry import Registry
    from minorcare.store.accounts import Accounts

NEW_PASSWORD = "MINORCARE_NEW_PASSWORD"  # noqa: S105 - the name of an environment variable
_ACCOUNT = Label("账号", en="Account")


@click.group("user", cls=Group, said=Label("人员账号、密码和令牌", en="Officers, passwords and tokens"))
def user() -> None:
    """Who may sign in."""


@user.command(
    "add",
    cls=Command,
    said=Label("登记一名工作人员", en="Enter an officer"),
    more=Label(
        f"密码取自 {NEW_PASSWORD}，或在终端询问；都没有就不设，之后再设。",
        en=f"The password comes from {NEW_PASSWORD} or is asked for on a terminal; without either, none is set.",
    ),
)
@argument("account", said=_ACCOUNT)
@option("--name", required=True, said=Label("姓名", en="Name"))
@option("--role", required=True, said=Label("岗位", en="Role"))
@option("--area", required=True, metavar="CODE", said=Label("负责区域的代码", en="Code of the area the post covers"))
@acting(purpose="administration")
def add(call: Acting, account: str, name: str, role: str, area: str) -> None:
    """Save the officer, and give the account a password."""
    from minorcare.kinds import Officer

    with call.signed_in() as (registry, actor, office):
        desk = call.desk_of(registry, actor, office)
        _must_be_here(desk, area)
        password = _new_password(call, required=False)
        officer = Officer(account=account, name=name, role=role, posted_to=area)
        desk.save(officer)
        if password is not None:
            _accounts(registry).set_password(office, account, password)
            registry.note(office, actor.name, "grant", via="cli", whose=account, what="password")
    call.out.say(Label(f"已登记 {account}", en=f"{account} entered"))
    if password is None:
        call.out.remark(
            Label(
                f"还没有密码；请运行 minorcare user password {account}",
                en=f"no password yet; run `minorcare user password {account}`",
            )
        )
    call.out.json({"account": account, "id": officer.id, "password": password is not None})


@user.command(
    "password",
    cls=Command,
    said=Label("设置密码", en="Set a password"),
    more=Label(
        f"自己的，或由站长为他人设置。新密码取自 {NEW_PASSWORD} 或终端；该账号的会话随即失效。",
        en=f"One's own, or another's by the station head. Taken from {NEW_PASSWORD} or asked for; the account's sessions end.",
    ),
)
@argument("account", said=_ACCOUNT)
@acting(purpose="administration")
def password(call: Acting, account: str) -> None:
    """Set it."""
    with call.signed_in() as (registry, actor, office):
        _may_manage(call.desk_of(registry, actor, office), actor, account)
        _accounts(registry).set_password(office, account, str(_new_password(call)))
        registry.note(office, actor.name, "grant", via="cli", whose=account, what="password")
    call.out.say(Label("密码已设置", en="password set"))
    call.out.json({"account": account, "password": True})


@user.command(
    "reset",
    cls=Command,
    said=Label(
        "忘记密码时，由系统维护人员重设", en="Set a password by whoever runs this computer, when it was forgotten"
    ),
    more=Label(
        "不需要登录，但写入留痕，站长和审计员看得到。",
        en="Needs no sign-in, and stands in the journal, where the station head and the auditor see it.",
    ),
)
@argument("account", said=_ACCOUNT)
@option("--office", "asked", metavar="CODE", said=Label("街道代码", en="Street code"))
@operating()
def reset(call: Call, account: str, asked: str | None) -> None:
    """Set it as the system."""
    from minorcare.kinds.officers import SYSTEM

    with call.registry() as registry:
        office = office_of(registry, asked)
        try:
            registry.actor(account, office=office)
        except Refused:
            raise NotFound("officer") from None
        registry.note(office, SYSTEM, "grant", via="cli", whose=account, what="reset")
        _accounts(registry).set_password(office, account, str(_new_password(call)))
    call.out.say(Label("密码已重设", en="password set"))
    call.out.json({"account": account, "password": True})


@user.command(
    "token",
    cls=Command,
    said=Label("发一个令牌，供程序使用", en="Issue a token for a program"),
    more=Label("只显示这一次，请立即保存。", en="Shown this once: keep it now."),
)
@argument("account", said=_ACCOUNT)
@option("--label", required=True, said=Label("给哪个程序用", en="Which program it is for"))
@option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    said=Label("最后一天；不写则 90 天", en="Its last day; 90 days if left out"),
)
@acting(purpose="administration")
def token(call: Acting, account: str, label: str, expires: datetime | None) -> None:
    """Issue it."""
    from minorcare.calendar import day_of

    with call.signed_in() as (registry, actor, office):
        _may_manage(call.desk_of(registry, actor, office), actor, account)
        last = expires.date() if expires else day_of(registry.clock()) + timedelta(days=90)
        made = _accounts(registry).new_token(office, account, label=label, expires=last)
        registry.note(office, actor.name, "grant", via="cli", whose=account, what="token")
    call.out.lines([made])
    call.out.remark(Label(f"有效期至 {last}；只显示这一次", en=f"good until {last}; shown this once"))
    call.out.json({"account": account, "token": made, "expires": last.isoformat()})


@user.command("tokens", cls=Command, said=Label("列出令牌", en="List tokens"))
@argument("account", said=_ACCOUNT)
@acting(purpose="administration")
def tokens(call: Acting, account: str) -> None:
    """List them, without what they are."""
    with call.signed_in() as (registry, actor, office):
        _may_manage(call.desk_of(registry, actor, office), actor, account)
        found = _accounts(registry).tokens(office, account)
    headings = [
        Label("编号", en="Id"),
        Label("用途", en="For"),
        Label("发出", en="Made"),
        Label("有效期至", en="Until"),
    ]
    call.out.table(headings, [[t.id, t.label, t.made, t.expires.isoformat()] for t in found])
    listed = [{"id": t.id, "label": t.label, "made": t.made, "expires": t.expires.isoformat()} for t in found]
    call.out.json({"tokens": listed})


@user.command("revoke", cls=Command, said=Label("作废一个令牌", en="Revoke a token"))
@argument("account", said=_ACCOUNT)
@argument("id", said=Label("令牌编号", en="Id of the token"))
@acting(purpose="administration")
def revoke(call: Acting, account: str, id: str) -> None:
    """Make it worthless."""
    with call.signed_in() as (registry, actor, office):
        _may_manage(call.desk_of(registry, actor, office), actor, account)
        if not _accounts(registry).revoke_token(office, account, id):
            raise NotFound("token")
        registry.note(office, actor.name, "grant", via="cli", whose=account, what="revoke")
    call.out.say(Label("令牌已作废", en="token revoked"))
    call.out.json({"account": account, "revoked": id})


def _accounts(registry: Registry) -> Accounts:
    from minorcare.store.accounts import Accounts

    return Accounts(registry.store, registry.clock)


def _must_be_here(desk: Desk, area: str) -> None:
    """Whether a post can cover *area*: the office, what it lies in, or an area entered in it."""
    from minorcare.kinds import Area
    from minorcare.query import F

    if desk.office.startswith(area) or desk.find(Area, F.code == area, limit=1).rows:
        return
    said = Label("没有这个区域代码", en="is no area of this street")
    remedy = Label("先登记这个区域，或核对代码", en="enter that area first, or check the code")
    raise Invalid([Problem(at="area", said=said, remedy=remedy, code="area")])


def _may_manage(desk: Desk, actor: Actor, account: str) -> None:
    """Whether the actor may set the password or tokens of *account*, and there is such an officer."""
    from minorcare.kinds import Officer
    from minorcare.query import F

    if account == actor.name:
        return
    if not desk.may_write(Officer):
        raise Refused(
            Label(
                "只能管理自己的账号；他人的请站长办理", en="you may manage your own account only; ask the station head"
            )
        )
    if not desk.find(Officer, F.account == account, limit=1).rows:
        raise NotFound("officer")


def _new_password(call: Call, *, required: bool = True) -> str | None:
    if NEW_PASSWORD in os.environ:
        return os.environ[NEW_PASSWORD]
    if not sys.stdin.isatty():
        if required:
            raise Refused(
                Label(
                    f"没有给出新密码；请设置环境变量 {NEW_PASSWORD}",
                    en=f"no new password was given; set {NEW_PASSWORD}",
                )
            )
        return None
    asked: str = click.prompt(
        call.out.text(Label("新密码（至少 12 个字符）", en="New password (at least 12 characters)")),
        hide_input=True,
        confirmation_prompt=True,
        err=True,
    )
    return asked
