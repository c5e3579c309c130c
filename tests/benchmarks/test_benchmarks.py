"""The benchmarks, run once at their smallest size: no figure of theirs is judged here."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = 60


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Every line of a run over two streets cut short. Each was timed only after both sides had given the same rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        patch.setattr("benchmarks.measure.MOST_TIMES", 1)
        from benchmarks.__main__ import run

        made = list(run(tmp_path_factory.mktemp("benchmarks"), sizes=(1, 2), most=ROWS, http=False))
    for name in [name for name in sys.modules if name.partition(".")[0] == "benchmarks"]:
        del sys.modules[name]
    return made


def test_every_duty_is_measured(results):
    """Reads with and without their entry, writes, imports, screening, verifying: each stands in the table."""
    names = {result.name for result in results}
    assert names >= {
        "get",
        "get, journalled",
        "page of 50, rows",
        "page of 50, rows, journalled",
        "page of 50, JSON",
        "page of 50, JSON, journalled",
        "search by pinyin",
        "work list",
        "save",
        "save, all shipped rules",
        "import, a record",
        "screening an office, shipped rules",
        "screening an office, 20 rules",
        "verifying chain and versions",
        "verifying the file",
    }


def test_a_grown_file_is_held_against_the_first(results):
    """What may not grow with the file is compared with its own time on the smaller one."""
    grown = [result for result in results if "grown from" in result.name]
    assert {1.5} == {result.budget for result in grown}
    assert {"get", "work list"} <= {result.name.partition(":")[0] for result in grown}


def test_a_line_says_whether_it_is_within_its_budget(results):
    """Every line has two times, a ratio, and a word where it has a budget; as JSON too."""
    from_json = json.loads(json.dumps([result.as_json() for result in results]))
    for result, told in zip(results, from_json, strict=True):
        assert min(result.ours, result.hand) > 0
        assert told["ok"] is (None if result.budget is None else result.ratio <= result.budget)
        assert told["ratio"] == round(result.ratio, 3)


def test_a_rate_may_not_fall_below_its_budget(results):
    """Where the budget is a floor, the ratio is that of rates, and a slower one is over budget."""
    slow = type(results[0])(name="pages", children=1, ours=200.0, hand=100.0, budget=0.67, at_least=True)
    assert (0.5, False) == (slow.ratio, slow.ok)
