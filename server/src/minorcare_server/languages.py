"""In which language somebody is answered: Chinese, unless English is asked for."""

from __future__ import annotations

from aiohttp import web

from minorcare.label import LANGUAGES

DEFAULT = LANGUAGES[0]
COOKIE = "minorcare_lang"


def spoken(header: str) -> str:
    """The language that an ``Accept-Language`` header likes best, of those there are."""
    if not header:
        return DEFAULT
    liked: list[tuple[float, str]] = []
    for part in header[:200].split(","):
        tag, _, weight = part.strip().partition(";")
        name = tag.strip().partition("-")[0].casefold()
        if name in LANGUAGES:
            liked.append((_weight(weight), name))
    best = max(liked, key=lambda each: each[0], default=(0.0, DEFAULT))
    return best[1] if best[0] > 0 else DEFAULT


def of_page(request: web.Request) -> str:
    """The language of a page: as just chosen, as chosen before, or as the browser says."""
    for chosen in (request.query.get("lang"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return spoken(request.headers.get("Accept-Language", ""))


def of_api(request: web.Request) -> str:
    """The language of an answer to a program."""
    return spoken(request.headers.get("Accept-Language", ""))


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0
