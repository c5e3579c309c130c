"""What surrounds a page: who is signed in, the menu, and the way to the other language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from aiohttp import web

from minorcare.calendar import day_of
from minorcare.catalog import CORE
from minorcare.declare import Label
from minorcare.desk import Desk
from minorcare.label import LANGUAGES
from minorcare.query import F
from minorcare.surfaces.front import Entry
from minorcare_server import languages
from minorcare_server.asking import REGISTRY, Answer, Asked, over_https, root_of
from minorcare_server.contexts import Link, LinkGroup, Notice, Page, Shell, User
from minorcare_server.templating import environment, render

HTML = "text/html"
MOST_TABS = 4
NOTICES = {
    "saved": Label("已保存", en="Saved"),
    "moved": Label("已办理", en="Done"),
    "done": Label("已办理", en="Done"),
    "undone": Label("已撤回", en="Taken back"),
    "void": Label("已作废，历史仍保留", en="Taken out of force; its history is kept"),
}
"""What the last action did, by the word that stands in the address after it."""
UNDO, UNDO_SECONDS, UNDONE = "minorcare_undo", 60, ("saved", "moved")
"""The cookie that holds the key of what was done last, for how long, and what can be taken back by it."""
_KEY = re.compile(r"[0-9a-f-]{36}")
_ANSWERS = ("reveal", "transition", "void", "fix", "load", "columns")
templates = lru_cache(16)(environment)


def outside(
    request: web.Request, page: Page, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """A page for somebody who has not signed in, or of whom it is not asked."""
    lang, registry = languages.of_page(request), request.app[REGISTRY]
    shell = Shell(
        today=day_of(registry.clock()),
        other_language=_other_language(request.rel_url.raw_path, request.query.items(), lang),
        demo=registry.demo,
    )
    html = render(templates(lang, root_of(request.app)), shell, page)
    return web.Response(text=html, status=status, content_type=HTML, headers=headers)


def inside(desk: Desk, asked: Asked, page: Page, *, status: int = 200) -> Answer:
    """A page for whoever sits at the desk."""
    said = NOTICES.get(asked.query.get("notice", ""))
    groups = [_group(desk, asked, each) for each in asked.front.menu]
    menu = tuple(group for group in (*groups[:1], _plugins(desk, asked), *groups[1:]) if group.links)
    links = [link for group in menu for link in group.links]
    shell = Shell(
        today=desk.day,
        user=_user(desk, asked),
        menu=menu,
        tabs=tuple(links[:MOST_TABS]),
        other_language=_other_language(asked.here, asked.query.items(), asked.lang),
        search=f"{asked.root}/roster" if desk.may_read(asked.front.roster.kind) else "",
        notice=Notice(text=said.in_(asked.lang), undo=_undo(asked)) if said else None,
        demo=asked.registry.demo,
    )
    html = render(templates(asked.lang, asked.root), shell, page)
    return Answer(body=html.encode(), status=status, type=HTML)


def remember_language(request: web.Request, response: web.StreamResponse) -> None:
    """The language chosen in an address holds for the pages after it."""
    chosen = request.query.get("lang")
    if chosen in LANGUAGES and request.cookies.get(languages.COOKIE) != chosen and not response.prepared:
        response.set_cookie(
            languages.COOKIE,
            chosen,
            path=f"{root_of(request.app)}/",
            max_age=31_536_000,
            httponly=True,
            secure=over_https(request),
            samesite="Lax",
        )


def _undo(asked: Asked) -> str:
    """Where the form posts to that takes back what was just done, as long as it can be."""
    key = SimpleCookie(asked.headers.get("Cookie", "")).get(UNDO)
    return (
        f"{asked.root}/undo/{key.value}"
        if key and asked.query.get("notice") in UNDONE and _KEY.fullmatch(key.value)
        else ""
    )


def _user(desk: Desk, asked: Asked) -> User:
    posts, places = asked.front.posts, asked.front.places
    name, office = desk.account, desk.office
    if desk.may_read(posts.kind):
        rows = desk.find(posts.kind, getattr(F, posts.account) == desk.account, limit=1).rows
        name = rows[0].values[posts.name] if rows else name
    if desk.may_read(places.kind):
        rows = desk.find(places.kind, getattr(F, places.code) == desk.office, limit=1).rows
        office = rows[0].values[places.name] if rows else office
    return User(name=name, role=asked.say(desk.role.label), office=office)


def _group(desk: Desk, asked: Asked, group: tuple[Label | None, tuple[Entry, ...]]) -> LinkGroup:
    label, entries = group
    links = []
    for entry in entries:
        if entry.kind and not desk.may_read(entry.kind):
            continue
        if entry.reports and (not desk.may_report(entry.reports) or desk.may_read(entry.reports)):
            continue
        href = f"{asked.root}/{entry.path}"
        text = entry.label or desk.catalog.kind(entry.kind).label
        links.append(Link(label=asked.say(text), href=href, icon=entry.icon, current=asked.here == href))
    return LinkGroup(label=asked.say(label) if label else "", links=tuple(links))


def _plugins(desk: Desk, asked: Asked) -> LinkGroup:
    """The lists of what plugins brought."""
    links = []
    for kind in desk.catalog.kinds.values():
        if desk.catalog.plugin_of("kind", kind.name) != CORE and not kind.vault and desk.may_read(kind.name):
            href = f"{asked.root}/records/{kind.name}"
            links.append(Link(label=asked.say(kind.label), href=href, icon="plug", current=asked.here == href))
    return LinkGroup(label=asked.say(asked.front.plugins), links=tuple(links))


def _other_language(here: str, pairs: object, lang: str) -> str:
    other = next(each for each in LANGUAGES if each != lang)
    kept = [(name, value) for name, value in pairs if name not in ("lang", "notice")]  # type: ignore[attr-defined]
    page, _, last = here.rpartition("/")
    return f"{page if last in _ANSWERS else here}?{urlencode([*kept, ('lang', other)])}"
