"""Turns a page's context into HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from minorcare_server.contexts import Page, Shell
from minorcare_server.filters import filters
from minorcare_server.texts import Texts

STATIC = Path(__file__).parent / "static"
POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
"""The Content-Security-Policy of every page."""


@cache
def fingerprint(name: str) -> str:
    """A few digits of a static file's hash: its address changes with its content, so it may be kept for a year."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]


def environment(lang: str, root: str = "") -> Environment:
    """The templates in one language. *root* is the prefix the application is mounted under, without a slash at its end."""

    def static(name: str) -> str:
        return f"{root}/static/{name}?v={fingerprint(name)}"

    made = Environment(
        loader=PackageLoader("minorcare_server"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(filters(lang))
    globals_: Mapping[str, Any] = {"t": Texts(lang), "lang": lang, "root": root, "static": static}
    made.globals.update(globals_)
    return made


def render(templates: Environment, shell: Shell, page: Page) -> str:
    """The whole page. An htmx request gets the same one and takes the part it wants (``hx-select``)."""
    return templates.get_template(page.template).render(shell=shell, page=page)
