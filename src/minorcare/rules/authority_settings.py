"""What powers an office has: those of a street, or those of a town, and what was delegated to it in writing."""

from __future__ import annotations

import attrs

from minorcare.kinds.acts import powers


@attrs.frozen(kw_only=True)
class AuthoritySettings:
    """What powers this office has.

    Attributes:
        town: Whether it is a town government (乡镇人民政府), to which the law gives more than to a street office (街道办事处).
        delegated: Acts that were delegated to it in writing (codes of ``official_act`` that a town may do).
        delegation: The document by which they were delegated; needed where there are any.
    """

    town: bool = False
    delegated: tuple[str, ...] = ()
    delegation: str = ""

    def __attrs_post_init__(self) -> None:
        may = sorted(power.act for power in powers().values() if power.town)
        if odd := sorted(set(self.delegated) - set(may)):
            raise ValueError(
                f"delegated names {', '.join(odd)}, which cannot be delegated to a street; use {', '.join(may)}"
            )
        if self.delegated and not self.delegation.strip():
            raise ValueError("delegated needs the document: write delegation = …")
