"""The story of a child that a how-to tells is done as it is told, each command on its day."""

import re
import shlex
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from minorcare.access import trusted
from minorcare.cli import main
from minorcare.kinds import Area, AreaLevel, Circumstance, Household, Member, Minor, Officer
from minorcare.query import Query
from minorcare.registry import Registry
from minorcare.testing import OFFICE, SetClock, registry_in

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "care.md").read_text("utf-8")
EAST = f"{OFFICE}001"
POSTS = {
    "sun": ("grid_worker", f"{EAST}/01/"),
    "li": ("community_liaison", EAST),
    "chen": ("guarantor", EAST),
    "wang": ("station_head", OFFICE),
}
KINDS = {
    "LEAD": "lead",
    "TAG": "risk_tag",
    "GUARANTEE": "guarantee",
    "VISIT": "visit",
    "PLAN": "plan",
    "REVIEW": "plan_review",
}
FIRST = {"VISIT": "planned"}
"""Where there are several, the word means the first by this field."""


def days():
    """The days of the page, each with its text."""
    parts = re.split(r"^## (\d+ \w+ \d{4})$", PAGE, flags=re.MULTILINE)[1:]
    for said, text in zip(parts[::2], parts[1::2], strict=True):
        yield datetime.strptime(said, "%d %B %Y").date(), text  # noqa: DTZ007 - a day has no zone


def files_of(text):
    """The files of a part: each block of JSON under the name that stands before it."""
    for before, block in re.findall(r"(.*?)^```json\n(.+?)\n```$", text, re.MULTILINE | re.DOTALL):
        yield re.findall(r"`(\w+\.json)`", before)[-1], block


class Told:
    """The page's street, and its commands run there."""

    def __init__(self, folder):
        self.folder, self.clock = folder, SetClock()
        self.registry = registry_in(folder, clock=self.clock)
        self.registry.found(
            OFFICE,
            Area(code=EAST, name="东岸社区", level=AreaLevel.COMMUNITY),
            Area(code=f"{EAST}/01/", name="东岸1网格", level=AreaLevel.GRID),
            *(Officer(account=name, name=name, role=role, posted_to=area) for name, (role, area) in POSTS.items()),
            Household(id="home", code="DA-01", area=f"{EAST}/01/"),
            Minor(
                id="CHILD",
                name="陈小禾",
                sex="2",
                birth_date=date(2015, 3, 4),
                area=f"{EAST}/01/",
                household="home",
            ),
            Member(id="FATHER", household="home", name="陈建国", relation="51", guardian=True),
            Circumstance(member="FATHER", type="works_away", began=date(2026, 1, 5), source="community"),
            Member(id="MOTHER", household="home", name="李梅", relation="52", guardian=True),
        )

    def rows(self, kind, order=()):
        query = Query(kind=kind, order=order)
        return self.registry.store.reader().find(OFFICE, query, trusted, self.clock().date()).rows

    def filled(self, text):
        """With ids in place of the words that stand for them."""
        for word, kind in KINDS.items():
            if re.search(rf"\b{word}\b", text):
                found = self.rows(kind, (FIRST[word],) if word in FIRST else ())
                text = re.sub(rf"\b{word}\b", found[0].id, text)
        return text

    def run(self, line):
        words = [*shlex.split(self.filled(line)), "--db", str(self.registry.store.path), "--lang", "en"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Registry, "open", partial(Registry.open, clock=self.clock))
            return CliRunner().invoke(main, words)


def test_the_story_is_done_as_it_is_told(tmp_path, monkeypatch):
    """Every command succeeds on its day with the files as they stand there, and at the end the plan is followed up."""
    monkeypatch.chdir(tmp_path)
    told, done = Told(tmp_path), {}
    for day, text in days():
        told.clock.on(day)
        files = dict(files_of(text))
        for line in re.findall(r"^\$ minorcare (.+)$", text, re.MULTILINE):
            for name in set(shlex.split(line)) & set(files):
                Path(name).write_text(told.filled(files[name]), "utf-8")
            result = told.run(line)
            done[f"{day} {line}"] = result
            assert 0 == result.exit_code, (line, result.output)

    assert 20 < len(done)
    assert {"lead": "told_back", "risk_tag": "confirmed", "guarantee": "accepted", "plan": "followed"} == {
        kind: told.rows(kind)[0].values["status"] for kind in ("lead", "risk_tag", "guarantee", "plan")
    }
    assert ["done", "planned"] == [row.values["status"] for row in told.rows("visit", ("planned",))]
    told.registry.close()
