"""What an office sets in its file holds for every way in: the desk, the checks, the figures and what time does."""

import importlib
import pkgutil
from datetime import timedelta

import attrs
import pytest

import minorcare
from minorcare import F
from minorcare.calendar import days, months
from minorcare.errors import DeclarationError, Invalid
from minorcare.kinds import Plan, RiskTag, Task
from minorcare.plugins import Config, load_catalog
from minorcare.plugins.sections import CoreSettings
from minorcare.rules.care_settings import PlanSettings
from minorcare.rules.responsibility import ResponsibilitySettings
from minorcare.rules.settings import RuleSettings
from minorcare.testing import OFFICE, desk_as, registry_in, street
from minorcare.work import plans, tags, tasks
from minorcare.work.cadence import LEVELS, VisitSettings
from minorcare.work.feed import FeedSettings
from minorcare.work.tick import tick

TOML = """
[settings.minorcare]
ask_days = 9

[settings.minorcare.ages]
days_ahead = 400

[settings.minorcare.plans]
follow_up_from = 1
follow_up_to = 2

[settings.minorcare.responsibility]
task_days = 10
not_focus = ["difficulty"]

[settings.minorcare.visits]
levels = { focus = { days = 10 } }
"""


def classes():
    """Every settings class of the package."""
    for module in pkgutil.walk_packages(minorcare.__path__, "minorcare."):
        if module.name.partition("minorcare.")[2].split(".")[0] not in ("synthetic", "testing", "conformance"):
            found = vars(importlib.import_module(module.name)).values()
            yield from (each for each in found if isinstance(each, type) and each.__name__.endswith("Settings"))


@pytest.fixture
def set_by(tmp_path):
    """A street whose office has written a file."""
    file = tmp_path / "minorcare.toml"
    file.write_text(TOML, "utf-8")
    registry = registry_in(tmp_path, config=Config.read(file))
    street(registry)
    yield registry
    registry.close()


def test_every_settings_class_is_in_the_file():
    """No number that an office may set is out of its reach: each class is a table of `minorcare.toml`."""
    catalog = load_catalog(Config())

    assert {VisitSettings, ResponsibilitySettings} <= set(classes())
    assert set(classes()) == set(catalog.by_class)


def test_what_is_not_set_is_as_shipped(set_by):
    """A table that is absent and a name that is absent are as their class has them; a table of values is laid over what ships."""
    desk = set_by.system_desk(OFFICE)

    assert (9, 6) == (desk.settings(RuleSettings).ask_days, desk.settings(RuleSettings).away_months)
    assert desk.settings(RuleSettings) is desk.settings(CoreSettings)
    assert (PlanSettings(follow_up_from=1, follow_up_to=2), FeedSettings()) == (
        desk.settings(PlanSettings),
        desk.settings(FeedSettings),
    )
    assert VisitSettings(levels={"focus": {"days": 10}}) == desk.settings(VisitSettings)
    assert LEVELS["urgent"] == desk.settings(VisitSettings).levels["urgent"]


def test_a_table_of_codes_is_laid_over_what_ships():
    """Naming one tag does not forget the others."""
    sections = {"minorcare": {"attention": {"tags": {"migrant": "focus"}}}}
    attention = load_catalog(Config(sections=sections)).settings(CoreSettings).attention

    assert ("focus", "urgent") == (attention.tags["migrant"], attention.tags["street_child"])


def test_settings_of_nobody_are_asked_for_in_vain(set_by):
    """A class that no plugin names is an error of who asks, and says what to do."""

    @attrs.frozen
    class Forgotten:
        days: int = 3

    with pytest.raises(DeclarationError, match=r"Forgotten.*register_settings"):
        set_by.system_desk(OFFICE).settings(Forgotten)


def test_work_and_checks_agree(set_by):
    """A task gets the days that the office has set, and the door takes no others."""
    head = desk_as(set_by, "head")
    tasks.give(head, "child-05", "contact_family", "grid", key="one")
    [task] = head.find(Task).rows

    assert head.day + timedelta(days=10) == task.values["due"]
    with pytest.raises(Invalid) as caught:
        head.change(Task, task.id, base=1, due=head.day + timedelta(days=7))
    assert ["due"] == [problem.at for problem in caught.value.problems]


def test_the_end_of_a_plan_is_looked_at_when_the_office_says(set_by):
    """Without a day it is the first that the office allows; a day after the last is refused by the door."""
    registry, head = set_by, desk_as(set_by, "head")
    for id in ("one", "other"):
        child = {"one": "child-05", "other": "child-06"}[id]
        values = {**Plan.__kind__.values(Plan(id=id, minor=child)), "status": "active"}
        registry.found(OFFICE, Plan.__kind__.build(values))
    plans.close(head, "one", base=1, closing="referred")

    assert head.day + months(1) == head.get(Plan, "one").values["follow_up"]
    with pytest.raises(Invalid) as caught:
        plans.close(head, "other", base=1, closing="referred", follow_up=head.day + months(2) + days(1))
    assert ["follow_up"] == [problem.at for problem in caught.value.problems]
    plans.close(head, "other", base=1, closing="referred", follow_up=head.day + months(2))


def test_figures_count_as_the_office_counts(set_by):
    """Who is a focus child is one question, and the figures ask it as the work does."""
    head = desk_as(set_by, "head")
    [tag] = head.find(RiskTag, (F.minor == "child-09") & (F.risk == "difficulty")).rows
    tags.confirm(head, tag.id, base=1)

    assert () == head.tally(set_by.catalog.reports["focus_children"])


def test_time_heeds_what_is_set(set_by, registry):
    """A tick looks as far ahead as the office wants."""
    seen = [tick(one.system_desk(OFFICE)).steps["age_gates"] for one in (registry, set_by)]

    assert seen[0] < seen[1]


def faults_of(**tables):
    with pytest.raises(DeclarationError) as caught:
        load_catalog(Config(sections={"minorcare": tables}, file="/etc/minorcare.toml"))
    return str(caught.value)


def test_everything_wrong_is_said_at_once():
    """Each fault with the file, the table, the name and what to write; no table hides those of another."""
    said = faults_of(
        visit={},
        away_months=True,
        leads={"triage_working_days": 0, "tel_working_days": 2},
        plans={"review_months": "3"},
        feeds={"on": 1},
        responsibility={"follow_up": "urgent"},
        visits=3,
    )

    assert said.startswith("/etc/minorcare.toml: ")
    for each in (
        "[settings.minorcare] unknown 'visit'",
        "[settings.minorcare] away_months must be int, not bool (write away_months = 3)",
        "[settings.minorcare.leads] unknown 'tel_working_days' (known: tell_working_days, triage_working_days)",
        "[settings.minorcare.plans] review_months must be int, not str (write review_months = 3)",
        "[settings.minorcare.feeds] on must be bool, not int (write on = true)",
        '[settings.minorcare.responsibility] follow_up must be a list of str, not str (write follow_up = ["…"])',
        "[settings.minorcare] visits must be a table, not int",
    ):
        assert each in said


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"leads": {"triage_working_days": 0}}, ["minorcare.leads] 'triage_working_days' must be >= 1"]),
        ({"plans": {"follow_up_to": 2}}, ["minorcare.plans] follow_up_from must not be more than follow_up_to"]),
        ({"visits": {"levels": {"focus": {"weeks": 1}}}}, ["minorcare.visits] focus is no span", "{ days = 14 }"]),
        ({"visits": {"terms": "nowhere.toml"}}, ["minorcare.visits] nowhere.toml"]),
        ({"assessments": {"files": ["nowhere.toml"]}}, ["minorcare.assessments] nowhere.toml"]),
        ({"attention": {"any_tag": "high"}}, ["minorcare.attention] knows no level high", "use general"]),
        ({"visits": {"levels": {"focuss": {"days": 9}}}}, ["minorcare.visits] levels names 'focuss'", "focus"]),
        ({"attention": {"tags": {"left": "focus"}}}, ["minorcare.attention] tags names 'left'", "left_behind"]),
        ({"responsibility": {"guarantors": ["boss"]}}, ["minorcare.responsibility] guarantors names 'boss'"]),
    ],
)
def test_what_cannot_be_meant_is_refused(tables, words):
    """A number too small, a file that is not there, a level, a tag or a role that nobody has: nothing starts."""
    said = faults_of(**tables)

    assert [] == [word for word in ["/etc/minorcare.toml", *words] if word not in said]


@pytest.mark.parametrize(
    "tables",
    [
        {"leads": {"triage_working_days": 1}},
        {"plans": {"follow_up_from": 12, "follow_up_to": 12}},
        {"visits": {"risks": {"other": {"months": 1}, "migrant": {"days": 1}}}},
        {"responsibility": {"guarantors": ["school"], "not_focus": []}},
    ],
)
def test_what_can_be_meant_is_taken(tables):
    """The edges on the other side."""
    assert load_catalog(Config(sections={"minorcare": tables})).settings(CoreSettings)
