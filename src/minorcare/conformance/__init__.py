"""The rules that every store and every plugin keeps, as checks that can be run. The docstring of a check is the rule.

In a test of a store or a plugin::

    @pytest.mark.parametrize("check", store_checks, ids=lambda check: check.__name__)
    def test_store(check, place):
        check(place)

    @pytest.mark.parametrize("check", plugin_checks, ids=lambda check: check.__name__)
    def test_plugin(check):
        check(my_plugin)
"""

from __future__ import annotations

from minorcare.conformance.places import Place
from minorcare.conformance.plugins import plugin_checks
from minorcare.conformance.reading import reading_checks
from minorcare.conformance.writing import writing_checks

__all__ = ["Place", "plugin_checks", "store_checks"]

store_checks = (*writing_checks, *reading_checks)
"""Each takes a :class:`Place`, an empty office of its own, and raises AssertionError if the rule is broken."""
