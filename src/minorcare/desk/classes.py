"""What a count may be divided by, for whoever sees figures and no list: classes of people, and nothing that names one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minorcare.catalog import Catalog
from minorcare.declare import Kind
from minorcare.declare.lifecycle import Lifecycle
from minorcare.errors import Problem
from minorcare.label import Label
from minorcare.query.check import parse_path
from minorcare.query.paths import Resolved, resolve

_CLASSES = ("code", "codes", "enum", "bool")


def finer(by: Iterable[str], kind: Kind, catalog: Catalog) -> Iterator[Problem]:
    """The paths of *by* whose values could name somebody: the head of a count is shown however small the count is."""
    for path in by:
        if not _is_class(resolve(parse_path(path), kind, catalog.kinds), catalog):
            yield Problem(
                at="by",
                said=Label(f"不能按 {path} 分组：它会指出个人", en=f"{path} would name people"),
                remedy=Label("按代码、状态、社区或年龄分组", en="divide by a code, a state, a community or an age"),
                code="by",
            )


def _is_class(end: Resolved, catalog: Catalog) -> bool:
    if end.function is not None or end.column == "area":
        return True
    if end.field is None:
        return False
    if end.field.ref:  # a census round is a class; a child, a household and whatever is about one is not
        return end.target not in catalog.with_area
    return end.type.name in _CLASSES or isinstance(end.field.structure, Lifecycle)
