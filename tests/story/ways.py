"""Three ways to one register: the library, the command, the API. The same acts by the same people; an answer reads alike in each."""

import asyncio
import json
import re
from functools import partial
from urllib.parse import urlencode

import attrs
import pytest
from aiohttp.test_utils import TestClient, TestServer
from click.testing import CliRunner

from minorcare.access import trusted
from minorcare.calendar import day_of
from minorcare.cli import main
from minorcare.desk import Save
from minorcare.errors import Invalid, MinorcareError
from minorcare.plugins import Config
from minorcare.query.url import parse
from minorcare.registry import Registry
from minorcare.surfaces.converters import to_json
from minorcare.testing import OFFICE, desk_as
from minorcare.work.worklist import worklist
from minorcare_server import Signed, create_app

MOST = {"limit": "500"}


@attrs.frozen
class Told:
    """What somebody is told who may not, or who has made a mistake: a code, and each problem or else one sentence."""

    code: str
    said: tuple

    @classmethod
    def of_json(cls, code, sentence, problems):
        found = tuple(tuple(each[n] for n in ("at", "code", "said", "remedy")) for each in problems)
        return cls(code, found or (sentence,))


class NotDone(Exception):
    """It was not done, and this was told."""

    def __init__(self, told):
        super().__init__(told)
        self.told = told


@attrs.define
class Way:
    """One way to a register. ``looks`` is every look at a child that was answered: who, how, at whom."""

    registry: Registry
    lang: str = "zh"
    looks: list = attrs.field(factory=list)

    @property
    def day(self):
        return day_of(self.registry.clock())

    def kind(self, name):
        return self.registry.catalog.kind(name)

    def written(self, kind, values):
        """Typed values as JSON has them; an id is a text already."""
        fields = self.kind(kind).by_name
        return {n: fields[n].to_json(v) if n in fields and v is not None else v for n, v in values.items()}

    def get(self, who, kind, id):
        return self._looked(who, "get", kind, [self._get(who, kind, id)])[0]

    def find(self, who, kind, **where):
        return self._looked(who, "list", kind, self._find(who, kind, MOST | {n: str(v) for n, v in where.items()}))

    def history(self, who, kind, id):
        versions = self._history(who, kind, id)
        self._looked(who, "history", kind, [{"id": id, **versions[0]["values"]}])
        return versions

    def known(self, kind, **where):
        """The records that whoever tells the story speaks of: not looked up by anybody."""
        asked = parse(list(where.items()), self.kind(kind), self.registry.catalog.kinds, self.registry.catalog.codes)
        return [_row(row) for row in self.registry.store.reader().find(OFFICE, asked, trusted, self.day).rows]

    def _looked(self, who, how, kind, rows):
        about = self.registry.catalog.about_minor
        if kind in about:
            name = about[kind].name if about[kind] else "id"
            self.looks += [(who, how, minor) for minor in {row[name] for row in rows}]
        return rows

    def close(self):
        self.registry.close()


class Library(Way):
    """A program that holds desks."""

    def desk(self, who):
        return desk_as(self.registry, who, purpose="check")

    def asked(self, ask, who):
        """What *ask* gives at the desk of *who*."""
        try:
            return ask(self.desk(who))
        except MinorcareError as error:
            code = re.sub("(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
            problems = error.problems if isinstance(error, Invalid) else ()
            said = tuple((p.at, p.code, p.said.in_(self.lang), p.remedy.in_(self.lang)) for p in problems)
            raise NotDone(Told(code, said or (error.in_(self.lang),))) from error

    def create(self, who, kind, **values):
        self.asked(lambda desk: desk.apply(Save(self.kind(kind).cls(**values))), who)

    def change(self, who, kind, id, base, **values):
        self.asked(lambda desk: desk.change(kind, id, base=base, **values), who)

    def move(self, who, kind, id, to, base, **values):
        self.asked(lambda desk: desk.transition(kind, id, to, base=base, **values), who)

    def worklist(self, who):
        found = self.asked(lambda desk: worklist(desk, limit=500), who)
        return [_due(i.kind, i.id, i.due.isoformat(), i.mine) for i in found]

    def _get(self, who, kind, id):
        return _row(self.asked(lambda desk: desk.get(kind, id), who))

    def _find(self, who, kind, where):
        def ask(desk):
            if kind == "seen":
                return desk.who_looked(where["minor"], limit=int(where["limit"]))
            return desk.find(parse(list(where.items()), self.kind(kind), desk.catalog.kinds, desk.catalog.codes))

        return [_row(row) for row in self.asked(ask, who).rows]

    def _history(self, who, kind, id):
        found = self.asked(lambda desk: desk.history(kind, id), who)
        return [{"actor": v.actor, "at": v.at, "values": to_json(self.kind(kind), v.values, v.masked)} for v in found]


class CommandLine(Way):
    """Somebody at a terminal."""

    def run(self, who, *args, values=None):
        """What the command answers as JSON. It asks the computer for the time; here it asks the story."""
        given = None if values is None else json.dumps(values, ensure_ascii=False)
        more = ["--db", str(self.registry.store.path), "--format", "json", "--lang", self.lang]
        more += ["--as", who] if who else []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Registry, "open", partial(Registry.open, clock=self.registry.clock))
            done = CliRunner().invoke(main, [*args, *more], input=given)
        if done.exit_code:
            told = json.loads(done.stderr)
            raise NotDone(Told.of_json(told["code"], told["error"], told["problems"]))
        return json.loads(done.stdout)

    def create(self, who, kind, **values):
        self.run(who, "record", "create", kind, "--values", "-", values=self.written(kind, values))

    def change(self, who, kind, id, base, **values):
        given = self.written(kind, values)
        self.run(who, "record", "change", kind, id, "--base", str(base), "--values", "-", values=given)

    def move(self, who, kind, id, to, base, **values):
        given = self.written(kind, values)
        self.run(who, "record", "transition", kind, id, to, "--base", str(base), "--values", "-", values=given)

    def worklist(self, who):
        found = self.run(who, "worklist", "--limit", "500")["items"]
        return [_due(i["kind"], i["id"], i["due"], i["mine"]) for i in found]

    def _get(self, who, kind, id):
        return self.run(who, "record", "get", kind, id)

    def _find(self, who, kind, where):
        return self.run(who, "record", "list", kind, "--where", urlencode(where))["items"]

    def _history(self, who, kind, id):
        return self.run(who, "record", "history", kind, id)["items"]


class ByName:
    """The sign-in of a story: the token is the account."""

    async def actor(self, request):
        return Signed(account=request.headers["Authorization"].removeprefix("Bearer "), office=OFFICE)


@attrs.define
class Api(Way):
    """A program elsewhere, over HTTP."""

    _loop: asyncio.Runner = attrs.field(factory=asyncio.Runner)
    _client: TestClient | None = None

    def ask(self, who, method, path, *, base=None, **more):
        """The body of an answer."""
        return self._loop.run(self._ask(who, method, path, base, more))

    async def _ask(self, who, method, path, base, more):
        if self._client is None:
            self._client = TestClient(TestServer(create_app(self.registry, ByName())))
            await self._client.start_server()
        headers = {"Authorization": f"Bearer {who}", "Accept-Language": self.lang}
        headers |= {"If-Match": f'"{base}"'} if base else {}
        answer = await self._client.request(method, f"/api/v1{path}", headers=headers, **more)
        body = await answer.json(content_type=None)
        if answer.status >= 400:
            told = body.get("problems", ())
            raise NotDone(Told.of_json(body["type"].removeprefix("urn:minorcare:"), body["detail"], told))
        return body

    def create(self, who, kind, **values):
        self.ask(who, "POST", f"/records/{kind}", json=self.written(kind, values))

    def change(self, who, kind, id, base, **values):
        self.ask(who, "PATCH", f"/records/{kind}/{id}", base=base, json=self.written(kind, values))

    def move(self, who, kind, id, to, base, **values):
        given = {"to": to, **self.written(kind, values)}
        self.ask(who, "POST", f"/records/{kind}/{id}/transition", base=base, json=given)

    def worklist(self, who):
        found = self.ask(who, "GET", "/worklist", params=MOST)["items"]
        named = [
            (i["what"], i["record"]) if i["what"] else i["id"].split(":")[:2] for i in found
        ]  # of own rows, the line says it
        return [_due(*n, i["day"], i["who"] == who) for n, i in zip(named, found, strict=True)]

    def _get(self, who, kind, id):
        return self.ask(who, "GET", f"/records/{kind}/{id}")

    def _find(self, who, kind, where):
        return self.ask(who, "GET", f"/records/{kind}", params=where)["items"]

    def _history(self, who, kind, id):
        return self.ask(who, "GET", f"/records/{kind}/{id}/history")["items"]

    def close(self):
        if self._client is not None:
            self._loop.run(self._client.close())
        self._loop.close()
        super().close()


def opened(way, path, clock):
    """A *way* to the register at *path*."""
    return way(Registry.open(path, config=Config(folder=path.parent), clock=clock))


def _row(row):
    return {"id": row.id, "version": row.version, "area": row.area, **to_json(row.kind, row.values, row.masked)}


def _due(kind, id, day, mine):
    return {"kind": kind, "id": id, "due": day, "mine": mine}
