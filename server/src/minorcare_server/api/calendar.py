"""The calendar of how much is to be done: its subscriptions, and the address that calendar programs poll.

The address takes no sign-in but the key in its query (which no log of ours keeps), and answers everybody else alike: with the page
for an address that is not there. Whoever guesses learns neither whether there are feeds nor whether a key was good once.
"""

from __future__ import annotations

import attrs
from aiohttp import web

from minorcare.desk import Desk
from minorcare.errors import Refused
from minorcare.registry import Registry
from minorcare.store.feeds import PREFIX, Feeds
from minorcare.surfaces.office_acts import SUBSCRIBE, typed
from minorcare.work import feed
from minorcare.work import subscriptions as own
from minorcare_server.api.parameters import only
from minorcare_server.api.records import json_of
from minorcare_server.asking import POOL, REGISTRY, Answer, Asked, over_https, root_of
from minorcare_server.errors import NoSuchPage

PATH = "/calendar.ics"
KEY, MOST = "key", 100
_TYPE, _PURPOSE = "text/calendar", "check"


async def poll(request: web.Request) -> web.StreamResponse:
    """The calendar that a key opens. The read is in the journal before the answer leaves."""
    key, registry = request.query.get(KEY, ""), request.app[REGISTRY]
    link = f"{'https' if over_https(request) else request.scheme}://{request.host}{root_of(request.app)}/"
    text = await request.app[POOL].run(lambda: _polled(registry, key, link))
    return Answer(body=text.encode(), type=_TYPE).response()


def _polled(registry: Registry, key: str, link: str) -> str:
    if not key.startswith(PREFIX) or len(key) > MOST:  # what cannot be one is not looked up: anybody may ask
        raise NoSuchPage
    found = Feeds(store=registry.store, clock=registry.clock).by_token(key)
    if found is None:
        raise NoSuchPage
    office, account = found
    try:
        actor = registry.actor(account, office=office)
        return feed.poll(registry.desk(actor, office=office, purpose=_PURPOSE, via=feed.VIA), link=link)
    except Refused:  # feeds are off now, or the post has ended
        raise NoSuchPage from None


def subscribe(desk: Desk, asked: Asked) -> Answer:
    """A key for the caller's own calendar, shown this once, and the address that takes it."""
    key = own.subscribe(desk, **typed(SUBSCRIBE, json_of(asked)))
    return Answer.json({"key": key, "path": f"{asked.root}{PATH}?{KEY}={key}"}, status=201)


def subscriptions(desk: Desk, asked: Asked) -> Answer:
    """The caller's own, without their keys."""
    only(asked, ())
    items = [attrs.asdict(each) for each in own.subscriptions(desk)]
    return Answer.json({"items": items, "next": None})


def revoke(desk: Desk, asked: Asked) -> Answer:
    """A key of the caller's own is worthless from now on."""
    own.revoke(desk, asked.path["id"])
    return Answer(status=204)
