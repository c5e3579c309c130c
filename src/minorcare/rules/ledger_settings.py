"""What an office sets about its returns and ledgers: the section ``[settings.minorcare.ledgers]`` of ``minorcare.toml``."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class LedgerSettings:
    """What an office sets about its returns and ledgers. No national text names any of these numbers.

    Attributes:
        print_below: On print-outs, counts below this are hidden; never less than what a reader's own role hides.
        submit_days: Days after the end of its period within which a ledger is to be sent (relief returns: the fifth of the next month).
        answer_working_days: Working days within which an answer from above is looked for, after a ledger was sent.
    """

    print_below: int = 10
    submit_days: int = 5
    answer_working_days: int = 10
