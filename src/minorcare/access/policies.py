"""What a plugin may do to access: take away."""

from __future__ import annotations

import attrs

from minorcare.query import Filter, kind_name


@attrs.frozen
class Narrowing:
    """Rows of a kind that stay visible, for everybody who saw them before: a scope that is ANDed to every other."""

    kind: str = attrs.field(converter=kind_name)
    where: Filter
