"""What goes wrong, said with an address and a remedy.

Every error a person may meet carries :class:`~minorcare.label.Label` texts; ``str(error)`` is English, for tracebacks and logs.
None of them repeats a value of a record: a message may end up where the value must not.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from minorcare.label import Label


@attrs.frozen(kw_only=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    ``at`` is an address a machine can follow: a field (``birth_date``), a path (``members[2].relation``) or a cell
    (``Sheet1!C7``).
    """

    at: str
    said: Label
    remedy: Label
    code: str = "invalid"

    def in_(self, lang: str) -> str:
        """One sentence: ``absent_since: 2027-01-01 lies in the future; give the first day the child was missing``."""
        colon, semicolon = (": ", "; ") if lang == "en" else ("：", "；")
        at = f"{self.at}{colon}" if self.at else ""
        return f"{at}{self.said.in_(lang)}{semicolon}{self.remedy.in_(lang)}"

    def under(self, prefix: str) -> Problem:
        """The same problem, seen from one level further out."""
        joint = "" if not self.at or self.at.startswith("[") else "."
        return attrs.evolve(self, at=f"{prefix}{joint}{self.at}")


class MinorcareError(Exception):
    """Anything minorcare refuses or cannot do."""

    said: Label

    def __init__(self, said: Label) -> None:
        self.said = said
        super().__init__(said.in_("en"))

    def in_(self, lang: str) -> str:
        """The whole message in one language."""
        return self.said.in_(lang)


class DeclarationError(MinorcareError):
    """A kind, rule, report or plugin is declared wrongly. Raised at start-up, never later."""

    def __init__(self, message: str, *, remedy: str, where: str = "") -> None:
        """*where* names file, kind and field; *remedy* says what to write instead."""
        self.where, self.remedy = where, remedy
        text = f"{where}: {message}; {remedy}" if where else f"{message}; {remedy}"
        super().__init__(Label(text, en=text))


class Invalid(MinorcareError):
    """The input is wrong: every :class:`Problem` at once, nothing written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            Label(
                "\n".join(problem.in_("zh") for problem in self.problems),
                en="\n".join(problem.in_("en") for problem in self.problems),
            )
        )


class Refused(MinorcareError):
    """The actor may not do this, or the state of the record does not allow it."""


class NotFound(MinorcareError):
    """No such record, for this actor: absent, foreign, sealed and erased read alike."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            Label(
                f"没有这条记录（{kind}）；请核对编号，或向站长申请权限",
                en=f"no such {kind}; check the id, or ask the station head for access",
            )
        )


class Masked(MinorcareError):
    """A record was asked for whole, but some of its values are above the actor's ceiling."""

    def __init__(self, fields: Iterable[str]) -> None:
        self.fields = tuple(fields)
        names = ", ".join(self.fields)
        super().__init__(
            Label(
                f"以下字段被遮盖：{names}；请用 row.values 读取可见部分，或申请查看",
                en=f"masked: {names}; read row.values for what may be seen, or ask for access",
            )
        )


class Conflict(MinorcareError):
    """Somebody else changed the record, or the same replay key came with other content."""


class Unavailable(MinorcareError):
    """The store cannot answer now; the same call may be repeated."""


class TooLong(MinorcareError):
    """A question took longer than its asker could wait (``store.brief``); asked elsewhere, it will be answered."""

    def __init__(self) -> None:
        super().__init__(Label("查询时间过长", en="the question takes too long"))


CHANGED = Label(
    "别人刚刚改过这条记录；请对照两个版本后再保存",
    en="somebody else has changed this record; compare both versions and save again",
)
"""What is said wherever a record is no longer as its writer saw it."""
