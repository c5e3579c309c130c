"""Questions: filters, queries and tallies, checked, said in words, written as URLs, evaluated. Pure: no SQL, no store."""

from minorcare.query.check import by_faults, faults, order_faults, problems
from minorcare.query.evaluate import World, holds
from minorcare.query.fits import operators
from minorcare.query.paths import PathError, Resolved, about_link, has_area, resolve, shared_link
from minorcare.query.questions import MAX_LIMIT, Count, Query, Tally
from minorcare.query.terms import F, Term
from minorcare.query.tree import (
    EVERYTHING,
    NOTHING,
    And,
    Compare,
    Exists,
    Filter,
    Given,
    Not,
    Op,
    Or,
    Path,
    Scalar,
    Today,
    Value,
    all_of,
    any_of,
    exists,
    kind_name,
    today,
)
from minorcare.query.words import say

__all__ = [
    "EVERYTHING",
    "MAX_LIMIT",
    "NOTHING",
    "And",
    "Compare",
    "Count",
    "Exists",
    "F",
    "Filter",
    "Given",
    "Not",
    "Op",
    "Or",
    "Path",
    "PathError",
    "Query",
    "Resolved",
    "Scalar",
    "Tally",
    "Term",
    "Today",
    "Value",
    "World",
    "about_link",
    "all_of",
    "any_of",
    "by_faults",
    "exists",
    "faults",
    "has_area",
    "holds",
    "kind_name",
    "operators",
    "order_faults",
    "problems",
    "resolve",
    "say",
    "shared_link",
    "today",
]
