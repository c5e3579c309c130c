"""Tables of the commands, read from the command line itself."""

# ruff: noqa: INP001 - read by conf.py, no part of a package
from __future__ import annotations

from collections.abc import Iterator

import click
from markup import as_table

from minorcare.cli import main
from minorcare.cli.shape import Argument, Command, Group, Option


def commands() -> str:
    """Every command with its arguments and the options it has besides those of every command."""
    return "\n\n".join(_command(words, command) for words, command in leaves())


def leaves() -> Iterator[tuple[str, Command]]:
    """Every command that does something, by the words that call it."""
    ctx = click.Context(main, info_name="minorcare")
    for name in main.list_commands(ctx):
        found = main.get_command(ctx, name)
        for words, command in [(name, found)] if not isinstance(found, Group) else _within(name, found):
            assert isinstance(command, Command)
            yield words, command


def _within(name: str, group: Group) -> Iterator[tuple[str, click.Command]]:
    for each, command in sorted(group.commands.items()):
        yield f"{name} {each}", command


def _command(words: str, command: Command) -> str:
    usage = " ".join(
        ["minorcare", words, *(p.human_readable_name.upper() for p in command.params if isinstance(p, Argument))]
    )
    acts = any("--as" in p.opts for p in command.params)
    more = f" {_sentence(command.more.in_('en'))}" if command.more else ""
    said = f"{_sentence(command.said.in_('en'))}{more}" + (" Acts as somebody, at a desk." if acts else "")
    rows = [[f"`{_names(p)}`", p.said.zh, p.said.in_("en"), _default(p)] for p in _own(command)]
    shown = as_table(("Argument or option", "说明", "Meaning", "Default"), rows) if rows else ""
    return f"## `{usage}`\n\n{_sentence(command.said.zh, '。')} {said}\n\n{shown}"


def _own(command: Command) -> Iterator[Argument | Option]:
    """What the page does not explain once for all commands."""
    names = {name for parameter in command.params for name in parameter.opts}
    shared = {"--db", "--config", "--without", "--format", "--lang"}
    shared |= {"--as", "--purpose", "--office"} if "--as" in names else set()
    for parameter in command.params:
        if isinstance(parameter, Argument | Option) and not shared & {*parameter.opts}:
            yield parameter


def shared() -> str:
    """The options of every command, and of those that act as somebody."""
    (every,) = (command for words, command in leaves() if words == "tick")
    (acting,) = (command for words, command in leaves() if words == "screen")
    rows = [
        [
            f"`{_names(p)}`",
            p.said.zh,
            p.said.in_("en"),
            "every command" if p.name in {q.name for q in every.params} else "acts as somebody",
        ]
        for p in acting.params
        if isinstance(p, Option)
    ]
    return as_table(("Option", "说明", "Meaning", "Where"), rows)


def _names(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.human_readable_name.upper()
    names = ", ".join(parameter.opts)
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return names
    return f"{names} {parameter.make_metavar(click.Context(main))}"


def _default(parameter: click.Parameter) -> str:
    default = parameter.default
    shown = default is not None and getattr(parameter, "show_default", False)
    return f"`{default}`" if shown else ""


def _sentence(text: str, end: str = ".") -> str:
    return text if text.endswith(end) else text + end
