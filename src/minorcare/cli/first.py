"""What a new registry begins with: asked for, and checked before anything is made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import attrs
import click

from minorcare.cli.calls import PASSWORD
from minorcare.cli.output import Output
from minorcare.errors import Invalid, Problem
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.catalog import Catalog
    from minorcare.declare import Record

_ENDINGS = {"street": ("街道",), "township": ("镇", "乡")}
_FIRST_TOWNSHIP = 100  # the last three digits of a code: streets 001 to 099, towns and townships above


@attrs.frozen(kw_only=True)
class Answers:
    """What is known of a new office so far; an empty text is still to be asked."""

    code: str = ""
    sort: Literal["", "street", "township"] = ""
    name: str = ""
    communities: tuple[tuple[str, str], ...] = ()
    officer: str = ""
    officer_name: str = ""
    role: str = "station_head"
    password: str = attrs.field(default="", repr=False)

    @classmethod
    def given(cls, **options: Any) -> Answers:
        """What the options say."""
        pairs = tuple(pair.partition("=") for pair in options.pop("communities"))
        communities = tuple((code.strip(), name.strip()) for code, _, name in pairs)
        return cls(communities=communities, **{name: value or "" for name, value in options.items()})

    def records(self) -> tuple[Record, ...]:
        """The records a registry begins with."""
        from minorcare.kinds import Area, AreaLevel, Officer

        name = (
            self.name
            if self.name.endswith(_ENDINGS[self.sort or "street"])
            else self.name + _ENDINGS[self.sort or "street"][0]
        )
        return (
            Area(code=self.code, name=name, level=AreaLevel.STREET),
            *(Area(code=code, name=name, level=AreaLevel.COMMUNITY) for code, name in self.communities),
            Officer(account=self.officer, name=self.officer_name, role=self.role, posted_to=self.code),
        )


def ask(out: Output, answers: Answers, catalog: Catalog) -> Answers:
    """Ask for what is missing.

    Raises:
        Invalid: everything that is wrong with the answers, all at once.
    """
    complete = answers.code and answers.name and answers.officer and answers.officer_name
    answers = _about_street(out, answers)
    if not answers.communities and not complete:
        answers = attrs.evolve(answers, communities=tuple(_communities(out)))
    answers = _about_officer(out, answers)
    if found := [*_problems(answers, catalog)]:
        raise Invalid(found)
    return answers


def _about_street(out: Output, answers: Answers) -> Answers:
    code = answers.code or _prompt(out, Label("街道代码（9 位）", en="Street code (nine digits)"))
    likely = "township" if code[6:].isdecimal() and int(code[6:]) >= _FIRST_TOWNSHIP else "street"
    sort: Any = answers.sort
    if not sort and answers.name:
        sort = likely  # the code says it; whoever answers by options is not stopped for it
    if not sort:
        choices = click.Choice(["street", "township"])
        sort = _prompt(out, Label("类型（street 街道，township 乡镇）", en="Type"), default=likely, type=choices)
    return attrs.evolve(answers, code=code, sort=sort, name=answers.name or _prompt(out, Label("名称", en="Name")))


def _communities(out: Output) -> Iterator[tuple[str, str]]:
    asked = Label(
        "社区代码（12 位）和名称，空格分开；直接回车结束", en="Community code (twelve digits) and name; Enter ends"
    )
    while line := _prompt(out, asked, default="", show_default=False):
        code, _, name = line.strip().partition(" ")
        yield code, name.strip()


def _about_officer(out: Output, answers: Answers) -> Answers:
    officer = answers.officer or _prompt(
        out, Label("首位工作人员的账号（小写拼音）", en="Account of the first officer (lower case)")
    )
    name = answers.officer_name or _prompt(out, Label("姓名", en="Name of the officer"))
    password = os.environ.get(PASSWORD) or _prompt(
        out,
        Label("密码（至少 12 个字符）", en="Password (at least 12 characters)"),
        hide_input=True,
        confirmation_prompt=True,
    )
    return attrs.evolve(answers, officer=officer, officer_name=name, password=password)


def _prompt(out: Output, label: Label, **more: Any) -> str:
    answer: str = click.prompt(out.text(label), err=True, **more)
    return answer


def _problems(answers: Answers, catalog: Catalog) -> Iterator[Problem]:
    from minorcare.calendar import day_of, system_clock
    from minorcare.declare.checks import problems
    from minorcare.store.accounts import password_problem

    day = day_of(system_clock())
    if not (answers.code.isdecimal() and len(answers.code) == 9):
        yield _problem(
            "code", "不是 9 位街道代码", "is no nine-digit street code", "例如 530111004", "such as 530111004"
        )
    for record in answers.records():
        kind = record.__kind__
        found = problems(kind, kind.values(record), codes=catalog.codes, day=day) or record.check()
        yield from (problem.under(kind.name) for problem in found)
    for code, _ in answers.communities:
        if not code.startswith(answers.code) or len(code) != 12:
            yield _problem(
                "community",
                "不在这个街道",
                "does not lie in this street",
                "12 位，前 9 位是街道代码",
                "give twelve digits, the first nine those of the street",
            )
    codes = [code for code, _ in answers.communities]
    if len(set(codes)) < len(codes):
        yield _problem("community", "写了两次", "is given twice", "每个社区写一次", "give each community once")
    if problem := password_problem(answers.password):
        yield problem


def _problem(at: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Problem:
    return Problem(at=at, said=Label(zh, en=en), remedy=Label(remedy_zh, en=remedy_en))
