"""The work list of one person: theirs, or nobody's in their area; overdue first; and no more than they may know."""

from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare import Id, Label, Lifecycle, Minor, Record, Refused, RiskTag, deadline, field, hookimpl, kind, ref, state
from minorcare.desk import Save
from minorcare.testing import OFFICE, desk_as, registry_in, street
from minorcare.work.ages import note_gates
from minorcare.work.tags import confirm
from minorcare.work.worklist import MATTER, Counts, counted, counts, items, notice, worklist
from minorcare.work.worklist_print import as_html, as_text

TODAY = date(2026, 11, 24)
OPEN = Lifecycle(open="done")


@kind("errands.errand", label=Label("跑腿", en="Errand"))
class Errand(Record):
    """Something to do, by a day, perhaps given to somebody."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
    owner: str | None = field(default=None, label=Label("责任人", en="Owner"), max_length=40, sensitivity="open")
    due: date = deadline(who="owner", label=Label("办理期限", en="Do it by"))
    status: str = state(OPEN, label=Label("状态", en="Status"))


@kind("errands.secret_errand", label=Label("限阅跑腿", en="Secret errand"))
class SecretErrand(Record):
    """The same, of which only a few may know."""

    minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"), sensitivity="restricted")
    owner: str | None = field(default=None, label=Label("责任人", en="Owner"), max_length=40, sensitivity="open")
    due: date = deadline(who="owner", label=Label("办理期限", en="Do it by"))
    status: str = state(OPEN, label=Label("状态", en="Status"))


@pytest.fixture(scope="session")
def errands():
    module = ModuleType("errands")

    @hookimpl
    def register_kinds():
        return [Errand, SecretErrand]

    module.register_kinds = register_kinds
    return module


@pytest.fixture
def town(tmp_path, errands):
    """The street of the kit, with errands."""
    registry = registry_in(tmp_path, errands)
    street(registry)
    yield registry
    registry.close()


def errand(minor, days, owner=None, cls=Errand, **more):
    return cls(minor=Id(minor), owner=owner, due=TODAY + timedelta(days=days), **more)


def shown(desk, **more):
    return [(item.id, item.overdue) for item in items(desk, **more)]


def test_the_longest_overdue_comes_first(town):
    """Own and nobody's together, by day; with the days since, and whose it is."""
    head = desk_as(town, "head")
    rows = [
        errand("child-01", -3),
        errand("child-02", 0, "head"),
        errand("child-03", 5),
        errand("child-04", -10, "head"),
    ]
    head.apply(*map(Save, rows))

    assert [(rows[3].id, 10), (rows[0].id, 3), (rows[1].id, 0), (rows[2].id, 0)] == shown(head)
    assert [True, False, True, False] == [item.mine for item in items(head)]
    assert [rows[3].id] == [item.id for item in worklist(head, limit=1)]
    assert [rows[3].id, rows[0].id] == [item.id for item in items(head, until=TODAY - timedelta(days=1))]


def test_an_item_says_what_and_why(town):
    """Kind, record, deadline in words, the child's file number and masked name."""
    head = desk_as(town, "head")
    one = errand("child-01", -1)
    head.save(one)
    (item,) = worklist(head)

    assert (
        "errands.errand",
        one.id,
        "跑腿",
        TODAY - timedelta(days=1),
        "跑腿的“办理期限”",
        "“Do it by” of errand",
        1,
    ) == (
        item.kind,
        item.id,
        item.what.zh,
        item.due,
        item.why.zh,
        item.why.en,
        item.overdue,
    )
    assert (head.get(Minor, "child-01").no, "陈**", f"{OFFICE}001") == (item.no, item.name, item.area)


def test_a_list_ends_at_one_s_area_and_at_what_others_have(town):
    """A liaison sees nobody's deadlines of her community alone; what is given to a colleague is the colleague's."""
    head = desk_as(town, "head")
    east, west, other = errand("child-01", 1), errand("child-03", 1), errand("child-02", 1, "supervisor")
    head.apply(*map(Save, (east, west, other)))

    assert [(east.id, 0)] == shown(desk_as(town, "liaison_one"))
    assert [(west.id, 0)] == shown(desk_as(town, "liaison_two"))
    assert {(east.id, 0), (west.id, 0), (other.id, 0)} == set(shown(desk_as(town, "supervisor")))
    assert {(east.id, 0), (other.id, 0)} == set(shown(desk_as(town, "liaison_one"), also=("supervisor",)))


def test_who_may_not_know_the_kind_is_told_a_day(town):
    """A grid worker sees that something given to her is due, and when; not of what, of whom or why."""
    head = desk_as(town, "head")
    rows = [errand("child-03", -2, "grid"), errand("child-03", 4, "grid", SecretErrand), errand("child-03", -5)]
    head.apply(*map(Save, rows))
    found = worklist(desk_as(town, "grid"))

    assert [(TODAY - timedelta(days=2), 2), (TODAY + timedelta(days=4), 0)] == [
        (item.due, item.overdue) for item in found
    ]
    assert {(None, None, MATTER, None, None, None)} == {
        (item.kind, item.id, item.what, item.no, item.name, item.area) for item in found
    }
    assert 1 == len({item.why for item in found})


def test_what_may_not_be_known_does_not_stand_on_the_list(town):
    """A liaison is not even told that there is a restricted record of a child of hers."""
    desk_as(town, "head").save(errand("child-03", -2, None, SecretErrand))

    assert [] == shown(desk_as(town, "liaison_two"))
    assert 1 == len(shown(desk_as(town, "supervisor")))


def test_who_has_no_work_list_is_refused(town):
    """Leaders see figures."""
    with pytest.raises(Refused):
        list(items(desk_as(town, "leader")))


def test_what_is_done_is_off_the_list(town):
    """The deadline stands while the state is open."""
    head = desk_as(town, "head")
    one = errand("child-01", -1)
    head.save(one)
    head.transition(Errand, one.id, "done", base=1)

    assert [] == shown(head)


def test_every_kind_with_a_deadline_is_on_it(registry):
    """A tag to be reviewed and an age to come stand in one list."""
    head = desk_as(registry, "head")
    tag = head.find(RiskTag).rows[0]
    confirm(head, tag.id, base=tag.version)
    note_gates(registry.system_desk(OFFICE))

    assert {"risk_tag", "age_gate"} == {item.kind for item in items(head)}
    assert "风险标签的“复核期限”" in {item.why.zh for item in items(head)}


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["child-01", "child-03", "child-09"]),
        st.integers(-20, 20),
        st.sampled_from([None, "head", "liaison_two", "grid"]),
        st.sampled_from([Errand, SecretErrand]),
    ),
    max_size=12,
)
_PLACES = {"child-01": f"{OFFICE}001", "child-03": f"{OFFICE}002", "child-09": f"{OFFICE}001"}


@settings(max_examples=15)
@given(rows=_ROWS, page=st.integers(1, 5))
def test_everybody_sees_their_own(errands, tmp_path_factory, rows, page):
    """For each role: exactly what plain Python says is theirs, in order, whatever the size of a page."""
    registry = registry_in(tmp_path_factory.mktemp("town"), errands)
    street(registry)
    head = desk_as(registry, "head")
    made = [errand(minor, days, owner, cls) for minor, days, owner, cls in rows]
    if made:
        head.apply(*map(Save, made))
    for account, area, restricted in (("head", OFFICE, True), ("liaison_two", f"{OFFICE}002", False)):
        expected = {
            one.id
            for one in made
            if one.owner in (None, account)
            and _PLACES[one.minor].startswith(area)
            and (restricted or isinstance(one, Errand))
        }
        found = list(items(desk_as(registry, account), page=page))
        assert expected == {item.id for item in found}
        assert len(expected) == len(found)
        assert all((a.due, a.key) < (b.due, b.key) for a, b in pairwise(found))
    assert sorted(one.due for one in made if one.owner == "grid") == [
        i.due for i in items(desk_as(registry, "grid"), page=page)
    ]
    registry.close()


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], (0, 0, 0)),
        ([-1, 0, 1, 7], (1, 1, 2)),
        ([-400, -1, 8, 100], (2, 0, 0)),
        ([0, 0, 0], (0, 3, 0)),
    ],
)
def test_days_are_counted(days, expected):
    """Overdue, today, the seven days after; beyond them nothing counts."""
    found = counted([TODAY + timedelta(days=n) for n in days], TODAY)

    assert expected == (found.overdue, found.today, found.week)


def test_a_notice_says_counts_and_nothing_else(town):
    """Neither a name nor a kind nor a place; and nothing where there is nothing."""
    head = desk_as(town, "head")
    assert None is notice(counts(head))
    head.apply(Save(errand("child-01", -1)), Save(errand("child-02", 0)), Save(errand("child-03", 30)))

    assert Counts(overdue=1, today=1, week=0) == counts(head)
    said = notice(counts(head))
    assert "待办：逾期 1 件，今日 1 件，七日内 0 件。请登录查看。" == said.zh
    assert "To do: 1 overdue, 1 today, 0 within a week. Sign in to see them." == said.en


def test_a_sheet_is_printed(town):
    """A line a deadline with a box to tick, masked names, and the same in HTML, where nothing in a label is taken for a tag."""
    head = desk_as(town, "head")
    one = errand("child-01", -1)
    head.save(one)
    found = worklist(head)
    text = as_text(found, day=TODAY, lang="zh", account="head")
    html = as_html([attrs.evolve(found[0], name="<b>**")], day=TODAY, lang="en", account="head")

    assert "□ 2026-11-23  1 天  跑腿" in text
    assert ("陈**" in text, "陈小禾" in text) == (True, False)
    assert ("&lt;b&gt;**" in html, "<b>" in html) == (True, False)
    assert "1 overdue, 0 today" in html
    assert "nothing is due" in as_text([], day=TODAY, lang="en", account="head")
    assert "没有到期事项" in as_html([], day=TODAY, lang="zh", account="head")


def test_reading_the_list_is_in_the_journal(town):
    """Who looked at their work list, and when, like any other list."""
    head = desk_as(town, "head")
    before = len(head.find("journal", limit=500).rows)
    list(items(head))
    told = [row.values for row in head.find("journal", limit=500).rows]

    assert len(told) > before
    assert ("list", "due", "head") in {(row["action"], row["what"], row["actor"]) for row in told}
