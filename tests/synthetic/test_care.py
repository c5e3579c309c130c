"""The year of a street: what its truth says is amiss is what the work of an office finds, and nothing else is."""

import json
import random
from collections import Counter, defaultdict
from datetime import timedelta
from importlib.resources import files

import attrs
import orjson
import pytest

from minorcare.calendar import Calendar
from minorcare.desk import Save, Transition
from minorcare.errors import Invalid, NotFound
from minorcare.kinds import (
    Area,
    Circumstance,
    DifficultyRecognition,
    DisabilityCard,
    Due,
    Duplicate,
    HarmReport,
    Household,
    JournalEntry,
    Member,
    Minor,
    MisbehaviourAct,
    Plan,
    RestrictedCircumstance,
    Service,
    Visit,
)
from minorcare.kinds.officers import SYSTEM
from minorcare.query import F
from minorcare.synthetic import RESTRICTED, ROSTER, TRUTH, build, enter, load_settings, make, officers, truth, year_of
from minorcare.testing import SetClock, desk_as, registry_in
from minorcare.work import (
    census,
    chasing,
    duplicates,
    harm,
    imports,
    posts,
    reports,
    responsibility,
    services,
    visits,
    worklist,
)
from minorcare.work.figures import figures
from minorcare.work.imports import every
from minorcare.work.tags import confirm_demo

FACTS = (Circumstance, RestrictedCircumstance, DisabilityCard, DifficultyRecognition, MisbehaviourAct)
UNSEEN = random.Random("twenty unseen years").sample(range(10**6), 20)
SUPERVISOR = "child_supervisor"
WHAT = ("minor", "category", "department", "escalates_to")
LINKED = ("outcomes", "asked_elsewhere", "unanswered", "unfinished", "reports_told", "untold")
BOTH = ("counselling", "legal_aid")
SETTINGS = files("minorcare.synthetic").joinpath("streets")


def new(settings, folder):
    clock = SetClock()
    clock.on(settings.day)
    registry = registry_in(folder, clock=clock, office=settings.code)
    registry.found(settings.code, *officers(settings))
    return registry


def by_record(settings, seed, folder):
    """The street's records saved as they are, under the ids of the street; and the truth about them."""
    street, registry = build(settings, seed, settings.day), new(settings, folder)
    desk_as(registry, "station_head", office=settings.code).apply(*map(Save, street.records(Area)))
    kinds = (Household, Minor, Member, *FACTS)
    desk_as(registry, SUPERVISOR, office=settings.code).apply(*(Save(r) for k in kinds for r in street.records(k)))
    return registry, street, orjson.loads(orjson.dumps(truth(street)))


def by_sheet(settings, seed, folder):
    """The sheets imported, so that children have ids nobody knew before; and the truth that was written beside them."""
    street, registry = make(settings, seed, settings.day, folder), new(settings, folder)
    roster, facts = imports.read(folder / ROSTER), imports.read(folder / RESTRICTED)
    sheets = [("station_head", roster, Area, "区域"), (SUPERVISOR, roster, Minor, "名册")]
    for account, book, kind, sheet in (*sheets, *((SUPERVISOR, facts, k, k.__kind__.label.zh) for k in FACTS)):
        desk = desk_as(registry, account, office=settings.code, purpose="import")
        imports.commit(desk, imports.preview(desk, book, kind, sheet=sheet))
    return registry, street, orjson.loads((folder / TRUTH).read_bytes())


@attrs.frozen(kw_only=True)
class Lived:
    """A street whose year has been entered."""

    registry: object
    street: object
    true: dict
    written: int

    @property
    def care(self):
        return self.true["care"]

    def desk(self, account=SUPERVISOR, purpose="check"):
        return desk_as(self.registry, account, office=self.street.settings.code, purpose=purpose)

    def ids(self, keys):
        """The ids of these children, found by number, or by household and name."""
        desk = self.desk()
        numbered = desk.find_secrets(Minor, "resident_id", [key for key in keys if "/" not in key])
        found = {key: row.id for key, row in numbered.items()}
        for household, name in (key.split("/") for key in keys if "/" in key):
            (row,) = desk.find(Minor, (F.household.code == household) & (F.name == name)).rows
            found[f"{household}/{name}"] = row.id
        return found


def live(settings, seed, way, folder):
    registry, street, true = way(settings, seed, folder)
    desk = desk_as(registry, SUPERVISOR, office=settings.code, purpose="case")
    desk.screen()
    confirm_demo(desk)
    return Lived(
        registry=registry, street=street, true=true, written=enter(year_of(street), desks(registry, settings.code))
    )


def desks(registry, office):
    return lambda account, purpose: desk_as(registry, account, office=office, purpose=purpose)


WAYS = [
    *(pytest.param(("township", seed, by_record), id=f"township-{seed}") for seed in UNSEEN),
    pytest.param(("township", 31, by_sheet), id="township-sheets"),
    pytest.param(("jinma", 20_261_101, by_record), id="jinma"),
]


@pytest.fixture(scope="module", params=WAYS)
def lived(request, tmp_path_factory):
    street, seed, way = request.param
    made = live(load_settings(street), seed, way, tmp_path_factory.mktemp("year"))
    yield made
    made.registry.close()


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    made = live(load_settings("township"), 5, by_record, tmp_path_factory.mktemp("one"))
    yield made
    made.registry.close()


def test_every_overdue_visit_is_found(lived):
    """The children whose visit has passed its day, and nobody whose visit is to come, was made, or is to be tried again."""
    told = lived.care["overdue_visits"]
    ids = lived.ids([each["child"] for each in told])

    found = {(each.minor, each.day.isoformat()) for each in visits.overdue(lived.desk())}

    assert {(ids[each["child"]], each["day"]) for each in told} == found
    assert lived.street.settings.care.amiss.overdue_visits == len(found)


def test_every_plan_past_its_review_is_found(lived):
    """It stands on the work list of whoever is responsible for it, overdue; no other plan does."""
    told = lived.care["past_review"]
    ids = lived.ids([each["child"] for each in told])
    accounts = [officer.account for officer in officers(lived.street.settings)]
    drawn_up = [a for a in accounts if a == SUPERVISOR or a.startswith("community_liaison")]

    found = set()
    for account in drawn_up:
        desk = lived.desk(account)
        for item in worklist.items(desk, until=desk.day - timedelta(1)):
            if item.kind == Plan.__kind__.name and item.mine:
                found.add((desk.get(Plan, item.id).values["minor"], item.due.isoformat(), account))

    assert {(ids[each["child"]], each["day"], each["officer"]) for each in told} == found
    assert lived.street.settings.care.amiss.late_reviews == len(found)


def test_every_focus_child_without_a_named_person_is_found(lived):
    """Those nobody answers for, and nobody who has a guarantor: asked, declined and handed over among them."""
    told = lived.care["unassigned"]

    found = {row.id for row in responsibility.unassigned(lived.desk())}

    assert set(lived.ids(told).values()) == found
    assert lived.street.settings.care.amiss.unassigned == len(found)
    assert () == responsibility.no_longer_needed(lived.desk())


def test_every_household_unaccounted_for_is_found(lived):
    """Those where nobody has been or somebody has to go again, and no household that has an answer."""
    desk = lived.desk()
    (round_,) = every(desk, "census_round")
    codes = {row.id: row.values["code"] for row in every(desk, Household)}

    left = census.left(desk, round_.id, limit=100)
    coverage = census.coverage(desk, round_.id)

    assert lived.care["unaccounted"] == sorted(codes[row.values["household"]] for row in left.rows)
    assert lived.care["census"] == {"round": round_.values["name"], "households": coverage.households}
    assert len(lived.care["unaccounted"]) == coverage.expected + coverage.revisit_due
    assert not coverage.complete


def test_everybody_entered_twice_is_found(lived):
    """By number, by name, by sound: each pair on the ground that is said, and no other two children."""

    def entry(row):
        return row.values["name"], row.values["birth_date"].isoformat(), row.area

    told = {
        (each["way"], frozenset(tuple(each[entry].values()) for entry in ("first", "again")))
        for each in lived.care["entered_twice"]
    }
    pairs = list(duplicates.suspects(lived.desk()))

    assert told == {(pair.ground, frozenset((entry(pair.one), entry(pair.other)))) for pair in pairs}
    assert len(told) == len(pairs)
    assert Counter(pair.ground for pair in pairs) == {
        "resident_id": lived.street.settings.care.amiss.same_number,
        "name_birth": lived.street.settings.care.amiss.same_name,
        "sound_birth_area": lived.street.settings.care.amiss.same_sound,
    }


def test_every_unanswered_service_is_found(lived):
    """The bodies that have not answered in time, and the person who has it since: none that answered, or has time left."""
    told = lived.care["unanswered"]
    ids = lived.ids([each["child"] for each in told])

    late = services.unanswered(lived.desk())

    assert sorted(
        (each["day"], ids[each["child"]], each["category"], each["department"], each["told"], each["told_on"])
        for each in told
    ) == sorted(
        (values["respond_by"].isoformat(), *(values[name] for name in WHAT), values["chase_by"].isoformat())
        for values in (row.values for row in late)
    )
    assert lived.street.settings.care.amiss.unanswered == len(late)
    assert {row.id for row in late} == {row.id for row in lived.desk().find(Service, ~F.escalated.is_empty).rows}


def test_every_service_past_its_promise_is_found(lived):
    """It stands on the work list of whoever asked, overdue; apart from it only those of which nobody answered do."""
    told = lived.care["unfinished"]
    ids = lived.ids([each["child"] for each in told])
    desk, found = lived.desk(), set()

    for item in worklist.items(desk, until=desk.day - timedelta(1)):
        if item.kind == Service.__kind__.name and item.mine:
            values = desk.get(Service, item.id).values
            if values["status"] != "requested":
                found.add((values["minor"], item.due.isoformat(), values["officer"]))

    assert {(ids[each["child"]], each["day"], each["officer"]) for each in told} == found
    assert lived.street.settings.care.amiss.unfinished == len(found)


def test_every_outcome_is_found(lived):
    """What came of the services that are done, by child: counselling and legal aid of the same children, and nothing else."""
    settings, desk = lived.street.settings.care.services, lived.desk("station_head")
    told = lived.care["outcomes"]
    ids = lived.ids([each["child"] for each in told])

    done = [row.values for row in every(desk, Service, F.status == "done")]
    found = Counter((each["minor"], each["category"], each["outcome"], each["done"].isoformat()) for each in done)
    both = [{each["minor"] for each in done if each["category"] == category} for category in BOTH]

    assert found == Counter((ids[each["child"]], each["category"], each["outcome"], each["day"]) for each in told)
    assert both[0] == both[1]
    assert settings.counselled == len(both[0])


def test_the_account_of_the_year_has_the_figures_of_the_settings(lived):
    """Minors, groups and outcomes, to the last one for the head; a leader sees none that is small."""
    settings, told = lived.street.settings, lived.street.settings.care.services
    wanted = {
        "minors": settings.minors,
        **attrs.asdict(settings.planted),
        "family_tracing": told.reunited,
        "relief_escort": told.escorted,
        "university": told.university,
        "counselling": told.counselled,
        "legal_aid": told.counselled,
    }

    exact, shown = (figures(lived.desk(who, "report"), "six_focuses").cells for who in ("station_head", "leader"))

    assert wanted == {name: exact["total", name] for name in wanted}
    assert {None} == {shown["total", name] for name, count in wanted.items() if 0 < count < 5}


def test_what_was_declined_is_asked_elsewhere(lived):
    """Each service that one body declined is followed by one of another body, for the same child, which has accepted."""
    told = lived.care["asked_elsewhere"]
    ids = lived.ids([each["child"] for each in told])
    rows = {row.id: row.values for row in every(lived.desk(), Service)}

    found = [
        (again["minor"], rows[again["follows"]]["department"], again["department"])
        for again in rows.values()
        if again["follows"] and again["status"] == "accepted"
    ]

    assert sorted((ids[each["child"]], each["declined_by"], each["asked_of"]) for each in told) == sorted(found)
    assert lived.street.settings.care.services.asked_elsewhere == len(found)
    assert len(found) == sum(each["status"] in ("declined", "asked_elsewhere") for each in rows.values())


def test_every_report_the_police_do_not_know_of_is_found(lived):
    """Those that stand red, and none of which they were told; of these the minutes that it took."""
    told, untold = lived.care["reports_told"], lived.care["untold"]
    ids = lived.ids([*(each["child"] for each in told), *untold])
    desk, amiss = lived.desk("station_head", "harm_report"), lived.street.settings.care.amiss

    found = harm.untold(desk)
    known = [row.values for row in every(desk, HarmReport, F.status != "noted")]

    assert sorted(ids[child] for child in untold) == sorted(each.minor for each in found)
    assert all(each.minutes > 0 for each in found)
    assert sorted((ids[each["child"]], each["minutes"]) for each in told) == sorted(
        (values["minor"], values["tell_minutes"]) for values in known
    )
    assert (amiss.untold, lived.street.settings.care.services.reports_told) == (len(found), len(known))


def test_every_vacant_post_is_found(lived):
    """Of the posts that have a duty sheet, those nobody holds."""
    vacant = [{"area": each.area, "post": each.post} for each in posts.vacancies(lived.desk()) if each.post]

    assert lived.care["vacant"] == vacant


def test_nothing_else_is_overdue(lived):
    """Every deadline of the office that has passed, whoever's it is, is one that the truth tells."""
    desk = lived.desk()
    children = {each["about"] for each in lived.care["overdue"] if each["about"]}
    homes = {row.values["code"]: row.id for row in every(desk, Household) if row.values["code"] in children}
    ids = homes | lived.ids([key for key in children if key not in homes])

    found = Counter()
    for row in every(desk, Due, F.day < desk.day):
        values = row.values
        about = values["minor"]
        if about is None and values["what"] == "household_hazard":
            about = desk.get("household_hazard", values["record"]).values["household"]
        found[values["what"], values["which"], values["day"].isoformat(), values["who"], about] += 1

    assert found == Counter(
        (each["kind"], each["which"], each["day"], each["who"], ids.get(each["about"]))
        for each in lived.care["overdue"]
    )


def test_there_is_work_for_the_first_page(lived):
    """The supervisor finds a dozen things due within a week, overdue ones first."""
    desk = lived.desk()

    found = worklist.worklist(desk, until=desk.day + timedelta(7))

    assert len(found) >= 12
    assert [item.due for item in found] == sorted(item.due for item in found)
    assert 3 <= sum(item.overdue > 0 for item in found) < len(found)


def test_the_year_leaves_the_figures_of_the_street_alone(lived):
    """As many minors as the settings say, and every group as it was planted: who was entered twice is grown up."""
    found = reports.groups(lived.desk(purpose="report"))

    assert lived.true["minors"] == found.minors
    assert lived.true["counts"] == {group.risk.name: group.confirmed for group in found.groups}


def test_what_is_said_to_be_on_file_is(lived):
    """As many records of each kind as the truth counts; children entered twice besides the roster."""
    desk = lived.desk("station_head")
    told = dict(lived.care["records"])
    minors = told.pop("minor")

    assert told == {name: len(list(every(desk, name))) for name in told}
    assert lived.true["rows"] + minors == len(list(every(desk, Minor)))
    assert lived.written == sum(told.values()) + minors + lived.care["census"]["households"] + 1


def test_who_sent_a_report_is_not_in_the_journal(one):
    """Those that a liaison sent are in the journal in the name of the system; the supervisor took down the others."""
    entries = every(one.desk("auditor"), JournalEntry, (F.action == "create") & (F.what == "harm_report"))
    amiss, told = one.street.settings.care.amiss, one.street.settings.care.services

    assert {SYSTEM: amiss.untold, SUPERVISOR: told.reports_told} == Counter(row.values["actor"] for row in entries)


def test_the_journal_of_a_year_verifies(one):
    """Everything went through desks: no entry, version or derived row is out of place."""
    assert [] == list(one.registry.store.verify())


def test_each_writes_what_is_theirs(one):
    """Visits are entered by the liaison of the child's community, and no plan is in force that its author approved."""
    desk = one.desk("auditor")
    wrote = {(row.values["what"], row.values["actor"]) for row in every(desk, JournalEntry, F.action == "create")}
    plans = [row.values for row in every(one.desk(), Plan) if row.values["status"] == "active"]

    assert {"community_liaison"} | {f"community_liaison_0{n}" for n in (2, 3, 4)} == {
        actor for what, actor in wrote if what == "visit"
    }
    assert {"grid_worker", "school"} <= {actor for what, actor in wrote if what == "lead"}
    assert plans
    assert all(plan["approver"] and plan["approver"] != plan["author"] for plan in plans)


def test_what_few_may_know_is_written_for_few(one):
    """The plan of a child whose risk is restricted shows a liaison its structure only."""
    few = {minor.id for risk in ("misbehaviour", "drug_affected") for minor in one.street.risks()[risk]}
    rows = [row for row in every(one.desk(), Plan) if row.values["minor"] in few]

    assert rows
    assert {"restricted"} == {row.values["level"] for row in rows}
    liaisons = [one.desk(f"community_liaison_{n:02}") for n in range(1, 5)]
    seen = [row for desk in liaisons for row in every(desk, Plan) if row.values["minor"] in few]
    assert all("problems" in row.masked for row in seen)


def test_the_second_entry_of_a_number_is_noted_by_itself(one):
    """Whoever entered it could not see the first: the pair waits for somebody who sees both."""
    rows = one.desk().find(Duplicate).rows

    assert ["open"] == [row.values["status"] for row in rows]


def test_the_same_street_has_the_same_year():
    """Ids, days and words: all of it follows from the settings, the seed and the day."""
    settings = load_settings("township")
    first, again, other = (year_of(build(settings, seed, settings.day)) for seed in (8, 8, 9))

    assert first == again
    assert first.batches != other.batches


@pytest.mark.parametrize("seed", UNSEEN[:5])
@pytest.mark.parametrize("name", ["jinma", "township"])
def test_nothing_is_told_of_a_child_before_it_was_born(name, seed):
    """Visits, guarantees, plans, levels and leads of a newborn begin with its birth."""
    settings = load_settings(name)
    street = build(settings, seed, settings.day)
    born = {minor.id: minor.birth_date for minor in street.children}

    for record, minor, values in told_of_children(year_of(street)):
        days = [
            getattr(record, at, None)
            for at in ("began", "guardian_signed", "proposed", "happened", "seen_on", "day", "asked")
        ]
        days += [values.get(at) for at in ("happened", "held", "accepted")]
        assert [] == [day for day in days if day and minor in born and day < born[minor]], record


def told_of_children(year):
    """Each record of a year with the child it names, at once or later, and what was added to it."""
    acts = [act for batch in year.batches for act in batch.acts]
    added = defaultdict(dict)
    for act in acts:
        if isinstance(act, Transition):
            added[act.id] |= act.values
    for act in acts:
        if isinstance(act, Save):
            values = added[act.record.id]
            yield act.record, getattr(act.record, "minor", None) or values.get("minor"), values


@pytest.mark.parametrize("later", [0, 3, 4, 5, 6, 40, 119])
def test_a_year_can_be_entered_on_any_day(later, tmp_path):
    """Weekend or not, new year or leap day: what is planted for that day is entered and found on it."""
    settings = load_settings("township")
    day = settings.day + timedelta(later)
    made = live(attrs.evolve(settings, day=day), 12, by_record, tmp_path)

    assert len(made.care["overdue_visits"]) == len(visits.overdue(made.desk()))
    assert len(made.care["overdue"]) == len(list(every(made.desk(), Due, F.day < day)))
    made.registry.close()


@pytest.mark.parametrize("seed", UNSEEN[:3])
def test_the_named_person_gets_it_on_the_right_day(seed, tmp_path):
    """A service that waits on the day of the year goes to the head on the working day after its answer was due, not before."""
    settings = load_settings("township")
    made = live(settings, seed, by_record, tmp_path)
    office, clock = settings.code, made.registry.clock
    [row] = made.desk().find(Service, (F.status == "requested") & F.escalated.is_empty).rows
    by = row.values["respond_by"]
    told_on = Calendar().add_working_days(by, 1)
    chased = {}

    for day in (by, told_on - timedelta(1), told_on):
        clock.on(day)
        chasing.chase(made.registry.system_desk(office))
        rows = made.desk("station_head").find(Due, (F.record == row.id) & (F.which == "chase_by")).rows
        chased[day] = [(each.values["day"], each.values["who"]) for each in rows]

    assert by >= settings.day
    assert {by: [], told_on - timedelta(1): [], told_on: [(told_on, "station_head")]} == chased
    made.registry.close()


def test_other_figures_make_another_year():
    """What was asked, done and left undone is as the settings have it, none of it fixed."""
    settings = load_settings("township")
    none = attrs.evolve(
        settings.care,
        services=attrs.evolve(settings.care.services, **dict.fromkeys(attrs.asdict(settings.care.services), 0)),
        amiss=attrs.evolve(settings.care.amiss, unanswered=0, unfinished=0, untold=0),
    )
    bare = truth(build(attrs.evolve(settings, care=none), 5, settings.day))["care"]

    assert {"service", "harm_report"}.isdisjoint(bare["records"])
    assert [[]] * 6 == [bare[key] for key in LINKED]


@pytest.mark.parametrize("later", [0, 20, 60, 61, 70, 125])
def test_what_came_of_services_is_in_one_account(later):
    """All of a year's outcomes lie in one calendar year: the one of the day, or in its first weeks the one before."""
    settings = load_settings("jinma")
    day = settings.day + timedelta(later)
    told = truth(build(settings, 9, day))["care"]["outcomes"]

    account = day.year - (day.timetuple().tm_yday <= 60)
    assert {str(account)} == {each["day"][:4] for each in told}


def test_a_street_that_is_not_on_file_has_no_year(tmp_path):
    """Nothing is entered about children who are not there."""
    settings = load_settings("township")
    street, registry = build(settings, 3, settings.day), new(settings, tmp_path)

    with pytest.raises(NotFound):
        enter(year_of(street), desks(registry, settings.code))
    assert () == desk_as(registry, SUPERVISOR, office=settings.code).find(Visit).rows
    registry.close()


def test_a_street_without_care_has_no_year():
    """Its truth says what it said before, and nothing of a year."""
    settings = load_settings("township")
    bare = attrs.evolve(settings, care=None)
    with_year, without = (truth(build(each, 4, settings.day)) for each in (settings, bare))

    assert year_of(build(bare, 4, settings.day)) is None
    assert with_year.pop("care")
    assert json.dumps(with_year, sort_keys=True) == json.dumps(without, sort_keys=True)


@pytest.mark.parametrize(
    ("value", "instead"),
    [
        ("plans = 12", "plans = 400"),
        ("overdue_visits = 4", "overdue_visits = 400"),
        ("late_reviews = 2", "late_reviews = 7"),
        ("census_grids = 1", "census_grids = 9"),
        ("untold = 2", "untold = 40"),
    ],
)
def test_a_year_that_the_street_cannot_have_is_refused(value, instead, tmp_path):
    """More plans than children, or grids than there are: said at the section, before anything is made."""
    text = (SETTINGS / "township.toml").read_text(encoding="utf-8")
    (tmp_path / "street.toml").write_text(text.replace(value, instead, 1), encoding="utf-8")

    with pytest.raises(Invalid) as caught:
        load_settings(tmp_path / "street.toml")
    assert {"care"} == {problem.at for problem in caught.value.problems}
