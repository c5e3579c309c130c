"""How the documentation is built: Sphinx, pages in Markdown, the Furo theme."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

sys.path.insert(0, str(Path(__file__).parent))

from tables import MARK, put_in

project = "minorcare"
author = "The minorcare authors"
copyright = "The minorcare authors"
release = version_of("minorcare")
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

autodoc_member_order = "bysource"
autodoc_typehints = "description"

html_theme = "furo"
html_title = "minorcare"


def setup(app: Sphinx) -> None:
    """Tables are put in when a page is read; such a page is read on every build, for its catalog may have changed."""
    app.connect("source-read", _with_tables)
    app.connect("env-get-outdated", _pages_with_tables)


def _with_tables(_app: Sphinx, _name: str, source: list[str]) -> None:
    source[0] = put_in(source[0])


def _pages_with_tables(_app: Sphinx, env: BuildEnvironment, *_changes: set[str]) -> list[str]:
    return [name for name in env.found_docs if MARK.search(Path(env.doc2path(name)).read_text("utf-8"))]
