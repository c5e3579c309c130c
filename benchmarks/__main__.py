"""``python -m benchmarks``: prints the table; ``--quick`` in under a minute, ``--million`` with a city."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import duties, towns
from benchmarks.measure import Result, machine, table

FLAT = ("get", "page of 50, rows", "page of 50, JSON", "search by pinyin", "work list")
"""What may not grow with the file."""


def run(folder: Path, *, sizes: tuple[int, ...], most: int | None = None, http: bool = True) -> Iterator[Result]:
    """Every line, as it is known.

    Args:
        folder: Where files are made.
        sizes: Numbers of streets in a file, growing.
        most: So many rows of the roster instead of all.
        http: Whether to start the servers too.
    """
    with duties.importing(_new(folder, "import"), most) as found:
        yield from (duty.measured(max(1, duty.each // 3)) for duty in found)
    town = towns.settled(towns.founded(_new(folder, "town")), most)
    first: dict[str, Result] = {}
    had = 1
    for size in sizes:
        if size > had:
            town = towns.grown(town, size)
        had = size
        with duties.reading(town, _new(folder, f"beside-{size}")) as found:
            for duty in found:
                result = duty.measured(town.children)
                yield result
                yield from _growth(first, result)
    with duties.saving(town, _new(folder, "saved")) as found:
        yield from (duty.measured(town.children) for duty in found)
    if http:
        from benchmarks import pages

        yield pages.measured(town, _new(folder, "http"))
    town.registry.close()


def _growth(first: dict[str, Result], result: Result) -> Iterator[Result]:
    small = first.setdefault(result.name, result)
    if small is not result and result.name in FLAT:
        note = f"by hand {result.hand / small.hand:.2f}"
        yield Result(
            name=f"{result.name}: grown from {small.children:,}",
            children=result.children,
            ours=result.ours,
            hand=small.ours,
            budget=1.5,
            note=note,
        )


def _new(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made


def main() -> None:
    """Run and print."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="one street only")
    asked.add_argument("--million", action="store_true", help="a city of 495 streets too: needs 15 GB and half an hour")
    asked.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    asked.add_argument("--folder", type=Path, help="where to make the files (removed afterwards)")
    given = asked.parse_args()
    sizes = (1,) if given.quick else (1, 33, 495) if given.million else (1, 33)
    results = []
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for result in run(Path(folder), sizes=sizes):
            results.append(result)
            print(table([result]).splitlines()[-1], flush=True)
    print(f"\n{table(results)}\n{machine()}")
    if given.json:
        told = {"machine": machine(), "results": [result.as_json() for result in results]}
        given.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
