"""How the command speaks: two languages, help that loads nothing, failures as sentences."""

import json
import subprocess
import sys

import click
import pytest

from minorcare.cli import main
from minorcare.cli.shape import Argument, Option

from .conftest import run

COSTLY = {"sqlite3", "sqlite_utils", "cattrs", "orjson", "rich", "argon2", "aiohttp", "minorcare.registry"}
COMMON = {"--db", "--config", "--format", "--lang"}
ACTING = {"find", "load", "screen", "import", "undo-import", "tally", "report groups", "user add", "user password"} | {
    "user token",
    "user tokens",
    "user revoke",
    "worklist",
    "record list",
    "record get",
    "record history",
    "record create",
    "record change",
    "record transition",
    "transfer out",
    "transfer in",
    "transfer decline",
    "transfer cancel",
    "transfer pending",
    "duplicates",
    "merge",
    "undo-merge",
    "told-back",
    "age-gates",
    "endings",
    "calendar subscribe",
    "calendar list",
    "calendar revoke",
    "benefit apply",
    "benefit complete",
    "benefit dismiss",
    "benefit end",
    "benefit enter",
    "benefit granted",
    "benefit list",
    "benefit open",
    "benefit papers",
    "benefit refused",
    "benefit send-up",
    "benefit told",
    "ledger accept",
    "ledger amend",
    "ledger behind",
    "ledger drop",
    "ledger list",
    "ledger prepare",
    "ledger print",
    "ledger return",
    "ledger review",
    "ledger show",
    "ledger submit",
    "report monthly",
    "report roster",
    "report six_focuses",
}


def walk(command, path=()):
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    ctx = click.Context(command)
    for name in command.list_commands(ctx):
        yield from walk(command.get_command(ctx, name), (*path, name))


COMMANDS = dict(walk(main))


def test_every_command_the_plan_names_is_there():
    """What the office was promised can be called."""
    assert set(COMMANDS) >= {
        *(
            "demo",
            "init",
            "migrate",
            "serve",
            "import",
            "load",
            "undo-import",
            "screen",
            "tally",
            "report groups",
            "find",
        ),
        *(
            "explain",
            "plugins",
            "user add",
            "user token",
            "journal verify",
            "journal anchor",
            "tick",
            "backup",
            "restore",
        ),
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_the_common_options(name):
    """Database, configuration, format and language are said the same way everywhere."""
    options = {opt for param in COMMANDS[name].params for opt in param.opts}

    assert set() == COMMON - options


def test_commands_that_touch_records_say_who_and_what_for():
    """Whatever shows or changes a record is done as somebody, for a purpose; nothing else asks who."""
    asking = {
        name
        for name, command in COMMANDS.items()
        if {"--as", "--purpose"} <= {o for p in command.params for o in p.opts}
    }

    assert ACTING == asking


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_is_in_both_languages(name):
    """Commands, options and arguments are described in Chinese and in English."""
    command = COMMANDS[name]
    labels = [command.said, *(p.said for p in command.params if isinstance(p, Option | Argument))]

    assert all(label.en for label in labels)
    assert all(any("\u4e00" <= char <= "\u9fff" for char in label.zh) for label in labels)
    assert [] == [p.name for p in command.params if not isinstance(p, Option | Argument)]


@pytest.mark.parametrize("name", COMMANDS)
def test_no_secret_is_an_argument(name):
    """Passwords and tokens come by prompt or environment: arguments are seen by everybody on the computer."""
    secret = [
        p.name
        for p in COMMANDS[name].params
        if isinstance(p, click.Option) and ("password" in p.name or p.name == "token")
    ]

    assert [] == secret


@pytest.mark.parametrize(("locale", "expected"), [("zh_CN.UTF-8", "用法"), ("en_GB.UTF-8", "Usage"), ("C", "Usage")])
def test_the_locale_chooses_the_language(locale, expected):
    """Chinese where the system speaks it, English elsewhere."""
    assert run("--help", env={"LC_ALL": locale}).output.startswith(expected)


@pytest.mark.parametrize(
    "place", [("--lang", "zh", "find", "--help"), ("find", "--lang=zh", "--help"), ("find", "--help", "--lang", "zh")]
)
def test_the_language_can_be_asked_for_anywhere(place):
    """``--lang`` holds wherever it stands, before or after the command."""
    assert "按姓名查找孩子" in run(*place).output


def test_help_loads_no_database():
    """``minorcare --help`` answers at once: nothing costly is imported for it."""
    program = f"""
import sys
from minorcare.cli import main
try:
    main(["--help"])
except SystemExit as done:
    print(done.code, *sorted({COSTLY!r} & set(sys.modules)))
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "0" == answer.stdout.splitlines()[-1]


def test_the_installed_command_runs():
    """The entry point is there, says its version, and exits as programs do."""
    command = [sys.executable, "-c", "from minorcare.cli import main; main()"]

    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    wrong = subprocess.run([*command, "nonsense"], capture_output=True, text=True, check=False)

    assert (0, "minorcare 0") == (done.returncode, done.stdout[:11])
    assert (2, "") == (wrong.returncode, wrong.stdout)


@pytest.mark.parametrize(
    ("args", "zh"),
    [
        (("nonsense",), "没有命令 nonsense"),
        (("find",), "缺少 NAME"),
        (("find", "x", "--nonsense"), "没有选项 --nonsense"),
        (("serve", "--port", "-1"), "--port 的写法不对"),
        (("find", "a", "b"), "命令写法不对"),
    ],
)
def test_a_wrong_call_is_said_in_the_language(args, zh):
    """A call that cannot be understood exits 2, says what is wrong with it and where the right one is written."""
    chinese, english = run(*args, env={"LC_ALL": "zh_CN.UTF-8"}), run(*args)

    assert (2, 2) == (chinese.exit_code, english.exit_code)
    assert chinese.stderr.startswith(zh)
    assert "--help" in english.stderr


def test_errors_are_json_where_json_is_asked_for(tmp_path):
    """A program that reads JSON gets JSON when it fails, too, on standard error."""
    refused = run("screen", "--db", str(tmp_path / "none.db"), "--format", "json")
    called_wrongly = run("find", "--format=json")

    assert (1, 2, "") == (refused.exit_code, called_wrongly.exit_code, refused.stdout)
    told = {"error": "there is no database none.db; run `minorcare init`", "code": "unavailable", "problems": []}
    assert told == json.loads(refused.stderr)
    assert "NAME" in json.loads(called_wrongly.stderr)["error"]
    assert "usage" == json.loads(called_wrongly.stderr)["code"]


def test_a_file_that_cannot_be_written_is_a_sentence(office, tmp_path):
    """What the system refuses is told without a traceback."""
    result = office.run("backup", str(tmp_path / "no" / "such" / "folder.db"))

    assert (1, 1) == (result.exit_code, len(result.stderr.splitlines()))
    assert "No such file or directory" in result.stderr


def test_a_broken_configuration_is_a_sentence(office):
    """A configuration with an error stops the command and names the file."""
    office.db.with_name("minorcare.toml").write_text("plugins = 3 =", encoding="utf-8")

    result = office.run("screen", by="supervisor")

    assert 1 == result.exit_code
    assert "minorcare.toml" in result.stderr
