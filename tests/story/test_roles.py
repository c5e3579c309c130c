"""Who sees what of the demo street, by every way of asking."""

from datetime import date
from types import ModuleType

import orjson
import pytest

from minorcare.declare import Id, Record, deadline, field, kind, ref
from minorcare.desk import Save
from minorcare.errors import Invalid, MinorcareError, NotFound, Refused
from minorcare.hooks import hookimpl
from minorcare.kinds import (
    Circumstance,
    Due,
    Guarantee,
    Household,
    JournalEntry,
    Member,
    Minor,
    MisbehaviourAct,
    Officer,
    RestrictedCircumstance,
    RiskTag,
    Seen,
    Task,
    Visit,
)
from minorcare.label import Label
from minorcare.query import F, Query, Tally, exists
from minorcare.testing import desk_as, registry_in, street
from minorcare.work import imports

MINE, FOREIGN = "530111004001", "530111004002"
ABOUT_CHILDREN = (Minor, Household, Member, Circumstance, RestrictedCircumstance, MisbehaviourAct, RiskTag)
BY_COMMUNITY = Tally("by_community", Minor, by=("area.community",), label=Label("各社区"))
TAGS_BY_COMMUNITY = Tally("tags", RiskTag, by=("area.community", "risk"), label=Label("各社区标签"))


@pytest.fixture
def child(jinma):
    """A child of the second community."""
    return desk_as(jinma, "child_supervisor").find(Minor, F.area.within(FOREIGN), limit=1).rows[0]


@pytest.fixture
def liaison(jinma):
    """The desk of the first community's liaison."""
    return desk_as(jinma, "community_liaison")


def number_of(registry, child):
    """The number of a child, as somebody may see it who may."""
    return desk_as(registry, "child_supervisor").reveal(Minor, child.id, "resident_id")


class TestLiaison:
    """One community, whatever the question."""

    def test_lists_hold_one_community(self, jinma, liaison):
        """Every kind, whole lists, as rows and as JSON: nothing from outside, and everything from inside."""
        everything = desk_as(jinma, "child_supervisor")
        for cls in (Minor, Household, Member, Circumstance):
            seen = [row.area for row in imports.every(liaison, cls)]
            inside = list(imports.every(everything, cls, F.area.within(MINE)))

            assert {MINE} == {area[:12] for area in seen}
            assert len(inside) == len(seen)
        page = orjson.loads(liaison.find_json(Query(kind=Minor, limit=500)).body)
        assert {MINE} == {item["area"][:12] for item in page}
        assert 268 == len(page)

    def test_a_foreign_child_is_not_there(self, liaison, child):
        """Get, history, who looked, change, void: absent, in the words for a child that does not exist."""
        member = Member.__kind__.name
        asked = (
            lambda id_: liaison.get(Minor, id_),
            lambda id_: liaison.history(Minor, id_),
            lambda id_: liaison.reveal(Minor, id_, "resident_id"),
            lambda id_: liaison.change(Minor, id_, base=1, school="某校"),
            lambda id_: liaison.void(Minor, id_, base=1, reason="错"),
            lambda id_: liaison.get(member, id_),
        )
        for ask in asked:
            told = []
            for id_ in (child.id, "01a00000-0000-7000-8000-000000000000"):
                with pytest.raises(NotFound) as absent:
                    ask(id_)
                told.append(absent.value.in_("zh"))
            assert told[0] == told[1]

    def test_search_does_not_reach_out(self, jinma, liaison, child):
        """Neither by name nor by number, neither by a filter nor behind a reference."""
        name, household = child.values["name"], child.values["household"]

        assert child.id not in {row.id for row in liaison.find(Minor, F.matches(name), limit=500).rows}
        assert () == liaison.find(Minor, F.id == child.id).rows
        assert () == liaison.find(Minor, F.household == household).rows
        assert () == liaison.find(Household, exists(Minor, F.id == child.id)).rows
        with_number = number_of(jinma, child)
        assert {} == liaison.find_secrets(Minor, "resident_id", [with_number])
        assert () == liaison.find(Minor, F.resident_id == with_number).rows

    def test_figures_are_of_one_community(self, liaison):
        """Whatever is counted by community has one line."""
        assert [((MINE,), 268)] == [(count.key, count.minors) for count in liaison.tally(BY_COMMUNITY)]
        assert {MINE} == {count.key[0] for count in liaison.tally(TAGS_BY_COMMUNITY)}

    def test_the_work_list_is_of_one_community(self, jinma, liaison):
        """A task of another community's child is on nobody's list here."""
        supervisor = desk_as(jinma, "child_supervisor")
        for row in supervisor.find(RiskTag, F.status == "suggested", limit=100).rows:
            supervisor.transition(RiskTag, row.id, "confirmed", base=row.version, review=supervisor.day)

        mine = list(imports.every(liaison, Due))

        assert {MINE} == {row.values["area"][:12] for row in mine}
        assert len(mine) < len(list(imports.every(supervisor, Due)))
        seen = {row.id for row in imports.every(liaison, Minor)}
        assert {row.values["minor"] for row in mine} <= seen

    def test_what_is_restricted_is_not_there(self, liaison):
        """Kinds whose very existence tells something are refused whole; no tag says what it rests on."""
        for cls in (RestrictedCircumstance, MisbehaviourAct, Seen, JournalEntry):
            with pytest.raises(Refused):
                liaison.find(cls)
        for question in (exists(RestrictedCircumstance), exists(MisbehaviourAct)):
            with pytest.raises((Invalid, Refused)):
                liaison.find(Minor if question.kind == "misbehaviour_act" else Member, question)
        for row in imports.every(liaison, RiskTag):
            if row.values["level"] == "restricted":
                assert {"risk", "rule", "evidence"} <= set(row.masked)

    def test_errors_tell_nothing_of_elsewhere(self, jinma, liaison, child):
        """A reference to a foreign child reads like one to nobody; a taken number like a free one."""
        number = number_of(jinma, child)
        own = liaison.find(Minor, limit=1).rows[0]

        told = []
        for household in (child.values["household"], "01a00000-0000-7000-8000-000000000000"):
            with pytest.raises(Invalid) as refused:
                liaison.apply(Save(new_child(own, household=household)))
            told.append(refused.value.in_("en"))
        assert told[0] == told[1]
        same = new_child(own, resident_id=number, sex=child.values["sex"], birth_date=child.values["birth_date"])
        assert liaison.save(same).value
        assert number not in repr(same)

    def test_what_a_liaison_may_take_out_is_what_it_sees(self, liaison):
        """Page after page to the end, as an export goes: 268 children, none twice, all of one community, no number in clear."""
        taken, after = [], None
        while True:
            page = liaison.find_json(Query(kind=Minor, order=("name",), after=after, limit=100))
            taken += orjson.loads(page.body)
            after = page.next
            if after is None:
                break

        assert (268, 268) == (len(taken), len({item["id"] for item in taken}))
        assert {MINE} == {item["area"][:12] for item in taken}
        assert {5} == {len(item["resident_id"]) for item in taken if item.get("resident_id")}


def new_child(like, **more):
    values = {name: like.values[name] for name in ("name", "sex", "birth_date", "area")}
    return Minor(**{**values, **more})


class TestGridWorker:
    """Own tasks, no reasons."""

    def test_sees_own_tasks_and_no_label(self, jinma):
        """A task says what day and which kind of thing; no child, no tag, no household can be asked for."""
        worker = desk_as(jinma, "grid_worker")

        assert () == worker.find(Due).rows
        for cls in (*ABOUT_CHILDREN, JournalEntry, Seen, Officer):
            with pytest.raises(Refused):
                worker.find(cls)

    def test_a_task_of_another_is_not_listed(self, jinma):
        """Confirmed tags put reviews on the list of nobody in particular: a grid worker's list stays empty."""
        supervisor = desk_as(jinma, "child_supervisor")
        for row in supervisor.find(RiskTag, limit=20).rows:
            supervisor.transition(RiskTag, row.id, "confirmed", base=row.version, review=supervisor.day)

        assert supervisor.find(Due).rows
        assert () == desk_as(jinma, "grid_worker").find(Due).rows

    def test_a_task_of_its_own_says_when_and_nothing_of_the_child(self, tmp_path):
        """What is given to a grid worker stands on its list with its day, without kind, child or record."""
        registry = registry_in(tmp_path, errands())
        made = street(registry)
        errand = registry.catalog.kind("errands.errand").cls
        for officer, minor in (("grid", made.minors[3]), ("volunteer", made.minors[4])):
            desk_as(registry, "supervisor").save(
                errand(minor=minor, reason="父亲在戒毒", day=date(2026, 12, 1), officer=officer)
            )

        (task,) = desk_as(registry, "grid").find(Due).rows

        assert date(2026, 12, 1) == task.values["day"]
        assert [None] * 4 == [task.values[name] for name in ("what", "which", "record", "minor")]
        assert {"what", "which", "record", "minor"} <= set(task.masked)
        assert "父亲" not in repr(dict(task.values))
        registry.close()


def errands():
    """A plugin that gives tasks to named officers."""

    @kind("errands.errand", label=Label("跑一趟", en="Errand"))
    class Errand(Record):
        """Something to be done at a child's by somebody."""

        minor: Id = ref(Minor, about=True, label=Label("孩子", en="Child"))
        reason: str = field(label=Label("事由", en="Reason"), max_length=80)
        officer: str = field(label=Label("交给", en="Given to"), max_length=40, sensitivity="open")
        day: date = deadline(who="officer", label=Label("期限", en="By"))

    plugin = ModuleType("errands")
    plugin.register_kinds = hookimpl(lambda: [Errand])
    plugin.register_kinds.__name__ = "register_kinds"
    return plugin


class TestLeader:
    """Figures, and no child."""

    @pytest.mark.parametrize(("account", "small"), [("leader", 5), ("superior_viewer", 10)])
    def test_sees_figures_with_small_cells_hidden(self, jinma, account, small):
        """Sums of the street are there; a cell of few children says only that it is small."""
        desk = desk_as(jinma, account)
        true = {count.key: count.minors for count in desk_as(jinma, "child_supervisor").tally(TAGS_BY_COMMUNITY)}

        shown = {count.key: count.minors for count in desk.tally(TAGS_BY_COMMUNITY)}
        children = {count.key: count.minors for count in desk.tally(BY_COMMUNITY)}

        assert 3147 == sum(children.values())
        assert all(minors is None or minors >= small for minors in shown.values())
        # a tag that rests on something restricted is restricted itself: it is counted, but not under its name
        assert all(minors <= true[key] for key, minors in shown.items() if key[1] and minors is not None)
        assert {"drug_affected", "misbehaviour"} & {key[1] for key in true}
        if account == "superior_viewer":
            assert not {"drug_affected", "misbehaviour"} & {key[1] for key in shown}
        else:
            assert true.keys() == shown.keys()

    @pytest.mark.parametrize("account", ["leader", "superior_viewer"])
    def test_sees_no_child(self, jinma, child, account):
        """Lists, single records, histories, search and the work list are refused."""
        desk = desk_as(jinma, account)
        for cls in ABOUT_CHILDREN:
            with pytest.raises((Refused, NotFound)):
                desk.find(cls)
        for ask in (desk.get, desk.history):
            with pytest.raises((Refused, NotFound)):
                ask(Minor, child.id)
        with pytest.raises((Refused, NotFound)):
            desk.reveal(Minor, child.id, "resident_id")


class TestAuditor:
    """The journal, and no child."""

    def test_reads_the_journal_and_who_looked(self, jinma, child):
        """Who did what, when and for what purpose, in codes and numbers."""
        desk_as(jinma, "child_supervisor").get(Minor, child.id)

        auditor = desk_as(jinma, "auditor", purpose="audit")
        entries = auditor.find(JournalEntry, F.record == child.id, order=("-entry",), limit=5).rows

        assert ("child_supervisor", "get", "visit") == tuple(
            entries[0].values[name] for name in ("actor", "action", "why")
        )
        told = " ".join(str(dict(row.values)) for row in auditor.find(JournalEntry, order=("-entry",), limit=500).rows)
        assert child.values["name"] not in told

    def test_sees_no_child(self, jinma, child):
        """Neither a record nor a figure."""
        auditor = desk_as(jinma, "auditor", purpose="audit")
        for cls in (*ABOUT_CHILDREN, Due):
            with pytest.raises(Refused):
                auditor.find(cls)
            with pytest.raises(Refused):
                auditor.get(cls, child.id)
        for tally in (BY_COMMUNITY, TAGS_BY_COMMUNITY):
            with pytest.raises(Refused):
                auditor.tally(tally)


@pytest.mark.parametrize("account", ["department", "school", "volunteer", "inspector", "building_head", "guarantor"])
class TestOutside:
    """Those to whom nothing has been given see nothing."""

    def test_see_nothing(self, jinma, child, account):
        """No list, no child, no figure, no journal; the work list is empty."""
        desk = desk_as(jinma, account)
        opened = {Minor, Household} if account == "guarantor" else set()  # of whom nobody is in their care
        for cls in (*ABOUT_CHILDREN, JournalEntry, Seen, Officer):
            if cls in opened:
                assert () == desk.find(cls).rows
                continue
            with pytest.raises(Refused):
                desk.find(cls)
        for ask in (desk.get, desk.history):
            with pytest.raises(MinorcareError):
                ask(Minor, child.id)
        if not opened:
            with pytest.raises(Refused):
                desk.tally(BY_COMMUNITY)
        else:
            assert () == desk.tally(BY_COMMUNITY)
        for cls in (Task, Visit, Guarantee, Due):
            assert () == desk.find(cls).rows

    def test_write_nothing(self, jinma, child, account):
        """A child of theirs is refused before it is looked at."""
        desk = desk_as(jinma, account)
        with pytest.raises(Refused):
            desk.save(new_child(child))
        with pytest.raises(MinorcareError):
            desk.change(Minor, child.id, base=1, school="某校")
        with pytest.raises(Refused):
            desk.screen()


def test_every_refusal_is_in_the_journal(jinma, child):
    """Who was refused what stands in the chain, by account and kind, without an id."""
    for account in ("school", "volunteer"):
        with pytest.raises(Refused):
            desk_as(jinma, account).get(Minor, child.id)
    with pytest.raises(NotFound):
        desk_as(jinma, "community_liaison").get(Minor, child.id)

    auditor = desk_as(jinma, "auditor", purpose="audit")
    refused = auditor.find(JournalEntry, F.action == "refuse", order=("entry",)).rows

    assert [("school", "minor", None), ("volunteer", "minor", None), ("community_liaison", "minor", None)] == [
        tuple(row.values[name] for name in ("actor", "what", "record")) for row in refused
    ]
