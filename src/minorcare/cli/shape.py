"""The shape of every command: loaded when it is called, spoken in two languages, and each failure a sentence."""

from __future__ import annotations

import copy
import importlib
import locale
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click
import click.exceptions

from minorcare.errors import Invalid, MinorcareError, Problem
from minorcare.label import LANGUAGES, Label

F = TypeVar("F", bound=Callable[..., Any])
DEBUG = "MINORCARE_DEBUG"
"""The environment variable under which an unforeseen error shows where it came from."""

_NO_COMMAND: Any = getattr(click.exceptions, "NoSuchCommand", ())  # before click 8.5 it has no class of its own

_USAGE, _ARGUMENTS = Label("用法：", en="Usage: "), Label("参数", en="Arguments")
_OPTIONS, _COMMANDS = Label("选项", en="Options"), Label("命令", en="Commands")
_HELP = Label("显示这份说明", en="Show this message and exit")
_SEE = Label("请看 {path} --help", en="see {path} --help")
_UNFORESEEN = Label(
    "出了没有料到的错误（{what}，{where}）；没有保存任何内容。设置 MINORCARE_DEBUG=1 再运行，可以看到详情",
    en="an unforeseen error ({what} at {where}); what was under way was not saved. Set MINORCARE_DEBUG=1 to see the details",
)
_UNREADABLE = Label(
    "文件读写不了（{why}）；请检查路径和权限",
    en="a file cannot be read or written ({why}); check its path and who may use it",
)
_STOPPED = Label("已中止", en="stopped")


def language(args: Sequence[str] = ()) -> str:
    """The language people are spoken to in: that of ``--lang``, else of the locale; ``"zh"`` or ``"en"``."""
    asked = _asked(args, "--lang")
    if asked in LANGUAGES:
        return asked
    found = next((text for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (text := os.environ.get(name))), None)
    text = found or locale.getlocale()[0] or ""
    return "zh" if text.lower().startswith(("zh", "chinese")) else "en"


def _asked(args: Sequence[str], option: str) -> str:
    """The value given to an option wherever it stands: an error may come before the options are read."""
    for place, word in enumerate(args):
        if word == option and place + 1 < len(args):
            return args[place + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return ""


def lang_of(ctx: click.Context) -> str:
    """The language of a running command."""
    return ctx.obj if isinstance(ctx.obj, str) else language()


class Option(click.Option):
    """An option described by a label."""

    def __init__(self, *args: Any, said: Label, **more: Any) -> None:
        """*said* is its help."""
        self.said = said
        super().__init__(*args, **more)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names and help, in the language of *ctx*."""
        twin = copy.copy(self)
        twin.help = self.said.in_(lang_of(ctx))
        return click.Option.get_help_record(twin, ctx)


class Argument(click.Argument):
    """An argument described by a label."""

    def __init__(self, *args: Any, said: Label, **more: Any) -> None:
        """*said* is its help."""
        self.said = said
        super().__init__(*args, **more)


def option(*names: str, said: Label, **more: Any) -> Callable[[F], F]:
    """An option, described by *said*."""
    return click.option(*names, cls=Option, said=said, **more)


def argument(name: str, *, said: Label, **more: Any) -> Callable[[F], F]:
    """An argument, described by *said*."""
    return click.argument(name, cls=Argument, said=said, **more)


class _Spoken(click.Command):
    """A command whose help is a label."""

    def __init__(self, *args: Any, said: Label, more: Label | None = None, **rest: Any) -> None:
        """*said* is one line, *more* what is shown below it."""
        self.said, self.more = said, more
        super().__init__(*args, **rest)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_USAGE.in_(lang_of(ctx)))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for label in (self.said, self.more):
            if label is not None:
                formatter.write_paragraph()
                with formatter.indentation():
                    formatter.write_text(label.in_(lang_of(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = lang_of(ctx)
        arguments = [(p.human_readable_name, p.said.in_(lang)) for p in self.params if isinstance(p, Argument)]
        others = [p for p in self.get_params(ctx) if not isinstance(p, Argument)]
        options = [record for p in others if (record := p.get_help_record(ctx)) is not None]
        for heading, records in ((_ARGUMENTS, arguments), (_OPTIONS, options)):
            if records:
                with formatter.section(heading.in_(lang)):
                    formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _HELP.in_(lang_of(ctx))
        return found


class Command(_Spoken):
    """A command without commands of its own."""


class Group(_Spoken, click.Group):
    """A command with commands, each loaded when it is called.

    ``lazy`` gives for each the module it stands in, below ``minorcare.cli``, and its one line of help.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, Label]] | None = None, **rest: Any) -> None:
        """See the class."""
        self.lazy = dict(lazy or {})
        super().__init__(*args, **rest)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [*self.lazy, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.lazy:
            module = importlib.import_module(f"minorcare.cli.{self.lazy[cmd_name][0]}")
            command: click.Command = getattr(module, _attribute(cmd_name))
            return command
        return super().get_command(ctx, cmd_name)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        lang = lang_of(ctx)
        rows = [(name, self._line(name).in_(lang)) for name in self.list_commands(ctx)]
        with formatter.section(_COMMANDS.in_(lang)):
            formatter.write_dl(rows)

    def _line(self, name: str) -> Label:
        if name in self.lazy:
            return self.lazy[name][1]
        command = self.commands[name]
        return command.said if isinstance(command, _Spoken) else Label(command.help or "")


def _attribute(command: str) -> str:
    """What the function of a command is called in its module."""
    return "import_" if command == "import" else command.replace("-", "_")


class Program(Group):
    """The command itself. Whatever goes wrong leaves it as a sentence, or as JSON where that was asked for.

    Exit codes: 0 done, 1 refused or not possible, 2 called wrongly.
    """

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run with the arguments given (those of the process if none are), and leave by ``SystemExit``."""
        asked: Sequence[str] | None = args[0] if args else extra.pop("args", None)
        given = list(sys.argv[1:] if asked is None else asked)
        lang, as_json = language(given), _asked(given, "--format") == "json"
        extra |= {"standalone_mode": False, "obj": lang, "prog_name": "minorcare"}
        try:
            code = super().main(given, **extra)
        except (click.exceptions.UsageError, click.ClickException) as error:
            _tell(_usage(error, lang), "usage", as_json=as_json)
            code = error.exit_code
        except MinorcareError as error:
            found = error.problems if isinstance(error, Invalid) else ()
            _tell(error.in_(lang), _code(error), found, as_json=as_json, lang=lang)
            code = 1
        except click.exceptions.Abort:
            _tell(_STOPPED.in_(lang), "stopped", as_json=as_json)
            code = 1
        except OSError as error:
            why = error.strerror or type(error).__name__
            _tell(_UNREADABLE.fill(why=why).in_(lang), "file", as_json=as_json)
            code = 1
        except Exception as error:  # noqa: BLE001 - whatever it is, a person is told in a sentence
            if os.environ.get(DEBUG):
                traceback.print_exc()
            _tell(_unforeseen(error).in_(lang), "failure", as_json=as_json)
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


def _tell(message: str, code: str, problems: Sequence[Problem] = (), *, as_json: bool, lang: str = "zh") -> None:
    if as_json:
        import orjson

        found = [{"at": p.at, "said": p.said.in_(lang), "remedy": p.remedy.in_(lang), "code": p.code} for p in problems]
        click.echo(orjson.dumps({"error": message, "code": code, "problems": found}), err=True)
    else:
        click.echo(message, err=True)


def _code(error: MinorcareError) -> str:
    """What a program calls an error, as the API does: ``not-found``."""
    return re.sub("(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()


def _unforeseen(error: Exception) -> Label:
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119 - a name, not a path
    return _UNFORESEEN.fill(what=type(error).__name__, where=where)  # not its text: that may hold a value


def _usage(error: click.ClickException, lang: str) -> str:
    """A call that cannot be understood, and where the right one is written."""
    if not isinstance(error, click.exceptions.UsageError):
        return error.format_message()
    ctx = error.ctx
    see = _SEE.fill(path=ctx.command_path if ctx else "minorcare").in_(lang)
    if lang == "en":
        return f"{error.format_message()} ({see})"
    return f"{_in_chinese(error)}；{see}"


def _in_chinese(error: click.exceptions.UsageError) -> str:
    if isinstance(error, _NO_COMMAND):
        return f"没有命令 {error.command_name}"
    match error:
        case click.MissingParameter():
            return f"缺少 {_name(error)}"
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.BadParameter():
            return f"{_name(error)} 的写法不对（{error.message}）"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 的用法不对"
        case _:
            return f"命令写法不对（{error.format_message()}）"


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return ""
    return error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name
