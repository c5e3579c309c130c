"""What every command needs: the database, the configuration, and who asks for what."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from minorcare.cli.output import Output
from minorcare.cli.shape import lang_of, option
from minorcare.errors import Invalid, Problem, Refused
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.access import Actor
    from minorcare.desk import Desk
    from minorcare.plugins import Config
    from minorcare.registry import Registry

PASSWORD, TOKEN = "MINORCARE_PASSWORD", "MINORCARE_TOKEN"
DEMO_ACCOUNT, DEMO_PURPOSE = "child_supervisor", "check"
_WRONG = Label("账号或密码不对", en="the account or the password is wrong")


@attrs.frozen(kw_only=True)
class Call:
    """One call of a command."""

    db: str
    config_file: Path | None
    without: tuple[str, ...]
    out: Output

    @property
    def config(self) -> Config:
        """The configuration asked for."""
        from minorcare.plugins import Config

        return Config.read(self.config_file, without=self.without)

    @contextmanager
    def registry(self) -> Iterator[Registry]:
        """The registry, open for as long as the block runs."""
        from minorcare.registry import Registry

        registry = Registry.open(self.db, config=self.config)
        try:
            yield registry
        finally:
            registry.close()


@attrs.frozen(kw_only=True)
class Acting(Call):
    """A call that reads or writes records: by somebody, for a purpose, on one office."""

    account: str | None
    purpose: str | None
    asked_office: str | None

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The desk of whoever signed in."""
        with self.signed_in() as (registry, actor, office):
            yield self.desk_of(registry, actor, office)

    @contextmanager
    def signed_in(self) -> Iterator[tuple[Registry, Actor, str]]:
        """The registry, who signed in, and the office they work on.

        Raises:
            Refused: nobody did, or the account, password or token is wrong.
        """
        with self.registry() as registry:
            account, office = self._who(registry)
            yield registry, registry.actor(account, office=office), office

    def desk_of(self, registry: Registry, actor: Actor, office: str) -> Desk:
        """The desk of *actor*."""
        purpose = self.purpose or (DEMO_PURPOSE if registry.demo else None)
        if purpose is None:
            raise _missing(
                "--purpose", Label("请写明用途，例如 --purpose visit", en="say what for, such as --purpose visit")
            )
        return registry.desk(actor, office=office, purpose=purpose, via="cli")

    def _who(self, registry: Registry) -> tuple[str, str]:
        if registry.demo:
            return self.account or DEMO_ACCOUNT, office_of(registry, self.asked_office)
        from minorcare.store.accounts import Accounts

        accounts = Accounts(registry.store, registry.clock)
        token = os.environ.get(TOKEN)
        if token:
            found = accounts.by_token(token)
            if found is None or self.account not in (None, found[1]) or self.asked_office not in (None, found[0]):
                raise Refused(_WRONG)
            office, account = found
        else:
            if self.account is None:
                raise _missing("--as", Label("请用 --as 写明账号", en="say who you are by --as"))
            office, account = office_of(registry, self.asked_office), self.account
            right = accounts.check_password(office, account, self._password())
            self._known(registry, account, office, right=right)
        registry.note(office, account, "sign_in", via="cli")
        return account, office

    def _known(self, registry: Registry, account: str, office: str, *, right: bool) -> None:
        """Whether it is an officer's account and the right password; a wrong one is written down."""
        try:
            registry.actor(account, office=office)
        except Refused:
            raise Refused(_WRONG) from None  # what was typed is not written down: it may be a password
        if not right:
            registry.note(office, account, "refuse", via="cli", asked="sign_in")
            raise Refused(_WRONG)

    def _password(self) -> str:
        if PASSWORD in os.environ:
            return os.environ[PASSWORD]
        if not sys.stdin.isatty():
            raise Refused(
                Label(
                    f"没有给出密码；请设置环境变量 {PASSWORD} 或 {TOKEN}",
                    en=f"no password was given; set {PASSWORD} or {TOKEN}",
                )
            )
        asked: str = click.prompt(self.out.text(Label("密码", en="Password")), hide_input=True, err=True)
        return asked


def office_of(registry: Registry, asked: str | None) -> str:
    """The office named by ``--office``, or the only one there is.

    Raises:
        Invalid: it is not kept here, or there are several and none is named.
    """
    kept = registry.store.offices()
    if asked is None and len(kept) == 1:
        return kept[0]
    if asked in kept:
        return asked
    known = ", ".join(kept)
    said = (
        Label("没有写明是哪个街道", en="several offices are kept here")
        if asked is None
        else Label("这里没有这个街道", en="is not kept here")
    )
    raise Invalid(
        [
            Problem(
                at="--office", said=said, remedy=Label(f"从中选择：{known}", en=f"choose from: {known}"), code="office"
            )
        ]
    )


def operating(db: str = "minorcare.db") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives a command the options of every command, and hands them over as one :class:`Call`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        @click.pass_context
        def run(ctx: click.Context, /, **given: Any) -> Any:
            return function(Call(**_common(ctx, given)), **given)

        return _with(run, (_db(db), *_COMMON))

    return decorate


def acting(purpose: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives a command the options of one that acts, and hands them over as :class:`Acting`. *purpose* is what it is for anyway."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        @click.pass_context
        def run(ctx: click.Context, /, **given: Any) -> Any:
            common = _common(ctx, given)
            who, asked, office = given.pop("acts_as"), given.pop("purpose"), given.pop("at_office")
            return function(Acting(**common, account=who, purpose=asked or purpose, asked_office=office), **given)

        return _with(run, (*_ACTING, _db("minorcare.db"), *_COMMON))

    return decorate


def _common(ctx: click.Context, given: dict[str, Any]) -> dict[str, Any]:
    lang = given.pop("lang") or lang_of(ctx)
    config: str | None = given.pop("config")
    return {
        "db": given.pop("db"),
        "config_file": None if config is None else Path(config),
        "without": given.pop("without"),
        "out": Output(lang=lang, as_json=given.pop("format") == "json"),
    }


def _with(run: Callable[..., Any], options: tuple[Callable[..., Any], ...]) -> Callable[..., Any]:
    for add in reversed(options):
        run = add(run)
    return run


def _db(default: str) -> Callable[..., Any]:
    return option("--db", metavar="URL", default=default, show_default=True, said=Label("数据库", en="Database"))


_COMMON: tuple[Callable[..., Any], ...] = (
    option(
        "--config",
        metavar="FILE",
        said=Label(
            "配置文件；不写则用当前文件夹的 minorcare.toml", en="Configuration; minorcare.toml here if left out"
        ),
    ),
    option(
        "--without",
        metavar="NAME",
        multiple=True,
        said=Label("不启用这个插件（可重复）", en="Start without this plugin (repeatable)"),
    ),
    option(
        "--format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        said=Label("输出格式", en="How to answer"),
    ),
    option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        said=Label("语言；不写则按系统设置", en="Language; that of the system if left out"),
    ),
)
_ACTING: tuple[Callable[..., Any], ...] = (
    option(
        "--as",
        "acts_as",
        metavar="NAME",
        said=Label(
            f"账号；密码另行询问，或取自 {PASSWORD}、{TOKEN}",
            en=f"Account; the password is asked for, or taken from {PASSWORD} or {TOKEN}",
        ),
    ),
    option("--purpose", metavar="CODE", said=Label("用途代码，写入留痕", en="What for: a code, kept in the journal")),
    option(
        "--office",
        "at_office",
        metavar="CODE",
        said=Label("街道代码；只有一个街道时不用写", en="Street code; not needed where there is one"),
    ),
)


def _missing(at: str, remedy: Label) -> Invalid:
    return Invalid([Problem(at=at, said=Label("没有填写", en="is missing"), remedy=remedy, code="required")])
