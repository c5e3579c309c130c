"""The streets of `tests/streets.py`."""

import runpy
from pathlib import Path

_STREETS = runpy.run_path(str(Path(__file__).parents[1] / "streets.py"))
once, jinma_folder, jinma = (_STREETS[name] for name in ("once", "jinma_folder", "jinma"))
township_folder, township = (_STREETS[name] for name in ("township_folder", "township"))
