"""What an office sets about plans and assessments, and the instruments that follow from it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import attrs

from minorcare.kinds.instruments import Instrument, load_instruments, read_instrument


@attrs.frozen(kw_only=True)
class PlanSettings:
    """What an office sets about plans. All of it is local policy.

    Attributes:
        review_months: Months between two reviews.
        follow_up_from: Months after the end from which somebody looks again (three to twelve in the standard of Shanghai's stations, 2025).
        follow_up_to: Months after the end by which somebody looks again.
    """

    review_months: int = attrs.field(default=3, validator=attrs.validators.ge(1))
    follow_up_from: int = attrs.field(default=3, validator=attrs.validators.ge(0))
    follow_up_to: int = attrs.field(default=12, validator=attrs.validators.ge(1))

    def __attrs_post_init__(self) -> None:
        if self.follow_up_from > self.follow_up_to:
            raise ValueError(f"follow_up_from must not be more than follow_up_to, which is {self.follow_up_to}")


@attrs.frozen(kw_only=True)
class AssessmentSettings:
    """What an office sets about assessments.

    Attributes:
        files: Files of instruments of its own; one of the same name and version as a shipped one takes its place.
    """

    files: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        instruments(self)  # a file that is wrong is found at start-up


@cache
def instruments(settings: AssessmentSettings) -> tuple[Instrument, ...]:
    """The instruments that an office uses: its own, and those that ship.

    Raises:
        DeclarationError: a file is wrong.
    """
    own = tuple(read_instrument(Path(file)) for file in settings.files)
    taken = {(each.name, each.version) for each in own}
    return (*own, *(each for each in load_instruments() if (each.name, each.version) not in taken))
