"""What an office says of itself."""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class OfficeSettings:
    """What an office says of itself.

    Attributes:
        duty: The number of the duty phone, shown beside 110; 12345 is the line of every city that passes calls on.
        name: What the office is called, above the emergency page and on the paper form.
    """

    duty: str = "12345"
    name: str = ""
