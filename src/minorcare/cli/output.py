"""What a command answers with: a sentence, a table or JSON; and progress while it works."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import attrs
import click

from minorcare.label import Label

Cell = str | int | None
_WIDE = 160  # columns where no terminal says how many there are


@attrs.frozen(kw_only=True)
class Output:
    """Where answers go. Standard output holds the answer alone; progress and remarks go to standard error."""

    lang: str
    as_json: bool

    def text(self, label: Label) -> str:
        """A label in the language spoken."""
        return label.in_(self.lang)

    def say(self, label: Label) -> None:
        """A sentence, which JSON does without."""
        if not self.as_json:
            click.echo(self.text(label))

    def lines(self, lines: Sequence[str]) -> None:
        """Plain lines, which JSON does without."""
        if not self.as_json:
            for line in lines:
                click.echo(line)

    def remark(self, label: Label) -> None:
        """A sentence beside the answer."""
        click.echo(self.text(label), err=True)

    def json(self, value: Any) -> None:
        """The answer, where JSON was asked for."""
        if self.as_json:
            import orjson

            click.echo(orjson.dumps(value))

    def table(self, headings: Sequence[Label], rows: Sequence[Sequence[Cell]], *, title: Label | None = None) -> None:
        """A table, which JSON does without. An absent cell is a dash."""
        if self.as_json:
            return
        from rich.console import Console
        from rich.table import Table

        made = Table(title=None if title is None else self.text(title), title_justify="left")
        for number, heading in enumerate(headings):
            figures = bool(rows) and all(row[number] is None or isinstance(row[number], int) for row in rows)
            made.add_column(self.text(heading), justify="right" if figures else "left", overflow="fold")
        for row in rows:
            made.add_row(*("—" if cell is None else str(cell) for cell in row))
        # no markup: a name in square brackets is a name
        Console(markup=False, highlight=False, emoji=False, width=None if sys.stdout.isatty() else _WIDE).print(made)

    @contextmanager
    def working(self, label: Label, total: int | None = None) -> Iterator[Callable[[int], None]]:
        """A progress bar for as long as the block runs, on a terminal only. Yields what moves it on by so many steps."""
        if self.as_json or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(self.text(label), total=total)
            yield lambda steps: progress.update(task, advance=steps)
