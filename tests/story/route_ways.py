"""Acts that are more than one record, by the library, by the command and over HTTP: each answers in one form, whichever way it went."""

import re

import attrs
from aiohttp.test_utils import TestClient, TestServer

from minorcare.errors import Invalid, MinorcareError
from minorcare.surfaces.converters import to_json
from minorcare.surfaces.office_acts import ACCEPT, CANCEL, DECLINE, MERGE, SEND, typed
from minorcare.testing import OFFICE, desk_as
from minorcare.work import comparing, leads, moving, noted_ages, transfer
from minorcare.work.endings import what_ends
from minorcare_server import Signed, create_app

from .ways import Api, CommandLine, NotDone, Told

OTHER = "530111005"
HOMES = {"neighbour": OTHER, "neighbour_liaison": OTHER}
"""The office of those who are not of the first."""


def home_of(who):
    return HOMES.get(who, OFFICE)


@attrs.frozen
class Acts:
    """The acts at one desk. What they are given as plain texts is typed as the command and the API type it."""

    desk: object
    at: object
    lang: str

    def out(self, minor, **sent):
        return self._moved(moving.move_out(self.desk, **typed(SEND, {**sent, "minor": minor}), at=self.at))

    def take(self, transfer_id, **sent):
        moving.move_in(self.desk, transfer_id, **typed(ACCEPT, sent), at=self.at)
        return self._moved(transfer_id)

    def decline(self, transfer_id, **sent):
        moving.send_back(self.desk, transfer_id, **typed(DECLINE, sent), at=self.at)
        return self._moved(transfer_id)

    def cancel(self, transfer_id, **sent):
        moving.take_back(self.desk, transfer_id, **typed(CANCEL, sent), at=self.at)
        return self._moved(transfer_id)

    def pending(self):
        return [_shown(row) for row in transfer.pending(self.desk).rows]

    def duplicates(self):
        return [
            {"note": _shown(each.note), "minor": _shown(each.minor), "other": _shown(each.other), "alike": each.alike}
            for each in comparing.to_compare(self.desk)[0]
        ]

    def merge(self, keep, drop, **sent):
        return comparing.make_one(self.desk, **typed(MERGE, {**sent, "keep": keep, "drop": drop})).id

    def undo_merge(self, merger):
        undone = comparing.take_apart(self.desk, merger)
        return {"voided": undone.voided, "restored": undone.restored, "kept": list(undone.kept)}

    def told_back(self):
        found = leads.told_back(self.desk)
        return [{"id": each.id, "seen_on": each.seen_on.isoformat(), "handled": each.handled} for each in found]

    def age_gates(self):
        return [
            {
                "note": _shown(each.note),
                "name": each.child.values["name"],
                "means": each.gate.means.in_(self.lang),
                "cites": each.gate.cites,
            }
            for each in noted_ages.noted(self.desk)[0]
        ]

    def endings(self, tag):
        found = what_ends(self.desk, tag)
        return [{"words": way.words.in_(self.lang), "day": way.day and way.day.isoformat()} for way in found]

    def screen(self):
        return attrs.asdict(self.desk.screen())

    def _moved(self, transfer_id):
        return _shown(self.desk.get("transfer", transfer_id))


def _shown(row):
    return {"id": row.id, **to_json(row.kind, row.values, row.masked)}


def by_library(way):
    """A program that holds desks."""

    def do(who, act, *args, **sent):
        try:
            desk = desk_as(way.registry, who, purpose="check", office=home_of(who))
            acts = Acts(desk, way.registry.system_desk, way.lang)
            return getattr(acts, "take" if act == "in" else act)(*args, **sent)
        except MinorcareError as error:
            code = re.sub("(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
            problems = error.problems if isinstance(error, Invalid) else ()
            said = tuple((p.at, p.code, p.said.in_(way.lang), p.remedy.in_(way.lang)) for p in problems)
            raise NotDone(Told(code, said or (error.in_(way.lang),))) from error

    return do


def by_command(way):
    """Somebody at a terminal."""
    words = {
        "undo_merge": ("undo-merge",),
        "told_back": ("told-back",),
        "age_gates": ("age-gates",),
        "duplicates": ("duplicates",),
        "merge": ("merge",),
        "endings": ("endings",),
        "screen": ("screen",),
    }
    reads = ("pending", "duplicates", "told_back", "age_gates", "endings")

    def do(who, act, *args, **sent):
        called = [*words.get(act, ("transfer", act)), *args, "--office", home_of(who), "--purpose", "check"]
        if act in (*reads, "undo_merge", "screen"):
            found = way.run(who, *called)
        else:
            found = way.run(who, *called, "--values", "-", values=sent)
        return found["items"] if act in reads else _answer(act, found)

    return do


def by_api(way):
    """A program elsewhere."""
    reads = {
        "pending": "/transfers",
        "duplicates": "/duplicates",
        "told_back": "/told_back",
        "age_gates": "/age_gates",
    }

    def do(who, act, *args, **sent):
        if act in reads:
            return way.ask(who, "GET", reads[act])["items"]
        match act:
            case "endings":
                return way.ask(who, "GET", f"/endings/{args[0]}")["items"]
            case "screen":
                path = "/screen"
            case "out":
                path, sent = "/transfers", {"minor": args[0], **sent}
            case "merge":
                path, sent = "/merges", {"keep": args[0], "drop": args[1], **sent}
            case "undo_merge":
                path = f"/merges/{args[0]}/undo"
            case "in":
                path = f"/transfers/{args[0]}/accept"
            case _:
                path = f"/transfers/{args[0]}/{act}"
        return _answer(act, way.ask(who, "POST", path, json=sent))

    return do


def _answer(act, found):
    if act == "merge":
        return found["id"]
    if act == "undo_merge":
        kept = [(each["kind"], each["id"]) for each in found["kept"]]
        return {"voided": found["voided"], "restored": found["restored"], "kept": kept}
    return found


class ByHome:
    """The sign-in of a story in two offices: the token is the account."""

    async def actor(self, request):
        account = request.headers["Authorization"].removeprefix("Bearer ")
        return Signed(account=account, office=home_of(account))


@attrs.define
class TwoOffices(Api):
    """The API of a register of two offices."""

    def ask(self, *args, **more):
        if self._client is None:
            self._client = self._loop.run(self._started())
        return super().ask(*args, **more)

    async def _started(self):
        client = TestClient(TestServer(create_app(self.registry, ByHome())))
        await client.start_server()
        return client


__all__ = ["HOMES", "OTHER", "CommandLine", "TwoOffices", "by_api", "by_command", "by_library", "home_of"]
