"""How the documentation is built: Sphinx, pages in Markdown, the Furo theme."""

from importlib.metadata import version as version_of

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
