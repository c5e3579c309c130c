"""What a command is given as JSON besides its arguments: read as the API reads the body of the same act."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from minorcare.cli.shape import option
from minorcare.label import Label

if TYPE_CHECKING:
    from minorcare.surfaces.office_acts import Parts

C = TypeVar("C", bound=Callable[..., Any])


def values(said: Label) -> Callable[[C], C]:
    """The option ``--values``; *said* names what stands in it."""
    file = Label(
        f"JSON 文件，UTF-8；- 为标准输入。{said.zh}", en=f"File of JSON, UTF-8; - is standard input. {said.en}"
    )
    return option("--values", required=True, type=click.File("rb"), said=file)


def sent(parts: Parts, file: IO[bytes], **named: str) -> dict[str, Any]:
    """What the file says, and what the arguments name.

    Raises:
        Invalid: everything that is wrong with it.
    """
    from minorcare.surfaces.converters import loads
    from minorcare.surfaces.office_acts import typed

    data = loads(file.read())
    return typed(parts, {**data, **named} if isinstance(data, dict) else data)
