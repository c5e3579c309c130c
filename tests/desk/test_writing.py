"""What the door lets be written, by whom, and what it tells of what they may not see."""

from datetime import date

import pytest

from minorcare.access import Role
from minorcare.declare import Id
from minorcare.desk import Change, Restore, Save
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.kinds import DisabilityCard, Household, Lead, Member, Minor, MisbehaviourAct, Reporter, RiskTag
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as
from minorcare.testing.streets import number

TWO = f"{OFFICE}002"


def hidden_tag(head):
    """A restricted tag of a child in the liaison's community."""
    return next(r for r in head.find(RiskTag, F.risk == "misbehaviour").rows if r.values["status"] == "suggested")


def codes(error):
    return sorted((problem.at, problem.code) for problem in error.value.problems)


def test_nobody_lowers_the_level_of_what_they_may_not_see(head, liaison):
    """A tag above the ceiling keeps its level, its state and its values, whichever way one tries."""
    tag = hidden_tag(head)
    shown = liaison.get(RiskTag, tag.id)
    assert ("restricted", None) == (shown.values["level"], shown.values["risk"])
    for attempt in (
        lambda: liaison.change(RiskTag, tag.id, base=1, level="sensitive"),
        lambda: liaison.change(RiskTag, tag.id, base=1, risk="difficulty"),
        lambda: liaison.transition(RiskTag, tag.id, "confirmed", base=1, review=date(2027, 1, 1)),
        lambda: liaison.transition(RiskTag, tag.id, "dismissed", base=1),
        lambda: liaison.apply(Restore(RiskTag, tag.id, 1, 1)),
    ):
        with pytest.raises((Invalid, Refused)):
            attempt()
    assert 1 == head.get(RiskTag, tag.id).version


def test_a_version_below_the_ceiling_does_not_open_the_one_above(head, liaison):
    """Whoever may not see a tag as it stands does not bring back how it was before; its old versions are shown masked by their own level."""
    own = RiskTag(id=Id("own"), minor=Id("child-03"), risk="difficulty", found=date(2026, 11, 24), reason="初")
    head.save(own)
    head.change(RiskTag, "own", base=1, level="restricted", reason="密")
    with pytest.raises((Invalid, Refused)):
        liaison.apply(Restore(RiskTag, "own", 2, 1))
    now, before = liaison.history(RiskTag, "own")
    assert (None, "初") == (now.values["reason"], before.values["reason"])
    assert "reason" not in now.changed
    assert ("level", "reason") == head.history(RiskTag, "own")[0].changed


def test_a_number_on_file_elsewhere_is_not_told(head, liaison):
    """Entering a number that another community has on file is answered as if it were free; who may see both is asked to compare."""
    taken = head.reveal(Minor, "child-01", "resident_id")
    with pytest.raises(NotFound):
        liaison.get(Minor, "child-01")
    twin = Minor(id=Id("twin"), name="陈小禾", sex="2", birth_date=date(2015, 3, 4), area=TWO, resident_id=taken)
    liaison.save(twin)
    (note,) = head.find("duplicate").rows
    assert ("twin", "child-01") == (note.values["minor"], note.values["other"])
    with pytest.raises(Refused):
        liaison.find("duplicate")
    with pytest.raises(Invalid) as told:  # in the own community it is said
        liaison.save(Minor(name="x", sex="2", birth_date=date(2015, 3, 4), area=TWO, resident_id=taken))
    assert [("resident_id", "taken")] == codes(told)


def test_what_one_may_not_fill_in_is_not_answered_either(registry, monkeypatch):
    """A role that writes without seeing numbers learns nothing by trying one: taken and free are refused alike."""
    head = desk_as(registry, "head")
    taken = head.reveal(Minor, "child-04", "resident_id")
    scribe = Role(
        name="scribe", label=registry.catalog.roles["school"].label, records="personal", scope="areas", writes=True
    )
    monkeypatch.setitem(registry.catalog.roles, "scribe", scribe)
    from minorcare.access import Actor

    desk = registry.desk(Actor(name="s", role="scribe", areas=(OFFICE,)), office=OFFICE, purpose="visit")
    answers = []
    for one in (taken, number(date(2012, 2, 29), "1", 44)):
        with pytest.raises(Invalid) as told:
            desk.save(Minor(name="x", sex="1", birth_date=date(2012, 2, 29), area=TWO, resident_id=one))
        answers.append(codes(told))
    assert answers[0] == answers[1] == [("resident_id", "masked")]


def test_a_record_is_seen_by_its_writer_before_and_after(liaison, head):
    """Nobody writes into or out of a foreign area, changes what they do not see, or refers to it."""
    foreign = f"{OFFICE}003"
    home = Household(code="neu", area=foreign)
    for attempt, error in (
        (lambda: liaison.save(home), Invalid),
        (lambda: liaison.change(Minor, "child-03", base=1, area=foreign), Invalid),
        (lambda: liaison.change(Minor, "child-01", base=1, school="x"), NotFound),
        (lambda: liaison.void(Minor, "child-01", base=1, reason="x"), NotFound),
        (lambda: liaison.save(Member(household=Id("home-1"), name="x", relation="51")), Invalid),
        (lambda: liaison.save(DisabilityCard(minor=Id("child-01"), type="1", level="1", source="school")), Invalid),
        (
            lambda: liaison.save(
                MisbehaviourAct(minor=Id("child-03"), act="B01", happened=date(2026, 1, 1), source="school")
            ),
            Refused,
        ),
        (lambda: liaison.save(Reporter(told="x")), Refused),
        (lambda: liaison.apply(Restore(Minor, "child-01", 1, 1)), NotFound),
    ):
        with pytest.raises(error):
            attempt()
    assert 1 == head.get(Minor, "child-03").version


def test_absent_and_foreign_read_alike(liaison):
    """A record that is not there and one that is not the actor's are answered in the same words."""
    said = set()
    for id_ in ("child-01", "nobody"):
        for ask in (liaison.get, liaison.history):
            with pytest.raises(NotFound) as caught:
                ask(Minor, id_)
            said.add(caught.value.in_("zh"))
    assert 1 == len(said)


def test_a_restored_version_is_held_against_today(head):
    """What comes back must still be unique and name what is in force; a version that never was is not found."""
    head.save(Household(id=Id("old"), code="H77", area=TWO))
    head.void(Household, "old", base=1, reason="x")
    head.save(Household(id=Id("new"), code="H77", area=TWO))
    with pytest.raises(Invalid) as told:
        head.apply(Restore(Household, "old", 0, 1))
    assert [("code", "taken")] == codes(told)
    for version in (2, 9):  # the one that voided it, and none
        with pytest.raises(NotFound):
            head.apply(Restore(Household, "old", 0, version))


def test_ids_carried_over_may_be_the_same_in_two_kinds(head, registry):
    """Ids of an older register are unique within a kind only: what is due of one record is not touched by another."""
    tag = RiskTag(id=Id("17"), minor=Id("child-01"), risk="difficulty", found=date(2026, 11, 24))
    head.save(tag)
    head.transition(RiskTag, "17", "confirmed", base=1, review=date(2027, 1, 1))
    head.save(Household(id=Id("17"), code="17", area=TWO))
    head.save(Minor(id=Id("17"), name="x", sex="1", birth_date=date(2015, 1, 1), area=TWO, household=Id("17")))
    head.change(Household, "17", base=1, area=f"{OFFICE}003")
    head.void(Minor, "17", base=1, reason="x")
    (due,) = [row for row in head.find("due").rows if row.values["record"] == "17"]
    assert ("risk_tag", f"{OFFICE}001") == (due.values["what"], due.area)
    assert [] == list(registry.store.verify())


def test_a_receipt_reads_the_same_the_second_time(head):
    """First receipt and replayed receipt are equal, whatever the acts return."""
    acts = (Change(Minor, "child-01", 1, {"school": "x"}), Save(Household(id=Id("h"), code="h", area=TWO)))
    assert head.apply(*acts, key="k") == head.apply(*acts, key="k")


def test_lists_without_values_are_empty_lists(head):
    """A row gives back the very record that was saved."""
    tag = RiskTag(id=Id("t"), office=OFFICE, minor=Id("child-01"), risk="difficulty", found=date(2026, 11, 24))
    head.save(tag)
    assert tag == head.get(RiskTag, "t").record()


def test_looking_is_noted_before_the_answer(head, registry):
    """Every way of reading leaves its entry, with the children returned, and who looked is told from them."""
    liaison = desk_as(registry, "liaison_two")
    liaison.get(Minor, "child-05")
    liaison.find(Minor, F.matches("zs"))
    liaison.history(Minor, "child-05")
    liaison.reveal(Minor, "child-05", "phone")
    with pytest.raises(NotFound):
        liaison.get(Minor, "child-01")
    looks = [row.values["action"] for row in head.who_looked("child-05").rows if row.values["actor"] == "liaison_two"]
    assert ["reveal", "history", "list", "get"] == looks
    assert [] == [row for row in head.who_looked("child-01").rows if row.values["actor"] == "liaison_two"]
    actions = [row.values["action"] for row in head.find("journal", F.actor == "liaison_two", order=("entry",)).rows]
    assert ["get", "list", "history", "reveal", "refuse"] == actions


def test_the_vault_is_opened_by_its_circle_only(head, registry):
    """A reporter is seen by the station head; to anybody else there is no such record, and the journal names neither kind nor words."""
    head.save(Reporter(id=Id("told"), told="夜里有哭声", phone="13912345678"))
    assert "夜里有哭声" == head.get(Reporter, "told").values["told"]
    for account in ("supervisor", "liaison_two", "auditor", "leader"):
        with pytest.raises((NotFound, Refused)):
            desk_as(registry, account).get(Reporter, "told")
        with pytest.raises((Refused, Invalid)):
            desk_as(registry, account).find("reporter")
    assert {"vault"} == {row.values["what"] for row in head.find("journal", F.record == "told").rows}
    registry.store._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = registry.store.path.read_bytes()
    assert "哭声".encode() not in raw
    assert b"13912345678" not in raw


def test_all_acts_or_none(head, registry):
    """A batch whose last act fails has done nothing, and says every problem with the number of its act."""
    with pytest.raises(Invalid) as told:
        head.apply(
            Save(Household(id=Id("h"), code="h", area=TWO)),
            Save(Minor(id=Id("m"), name="", sex="7", birth_date=date(2030, 1, 1), area=TWO)),
            Change(Minor, "child-01", 1, {"nickname": "x"}),
        )
    assert {
        ("[1].name", "required"),
        ("[1].sex", "code"),
        ("[1].birth_date", "range"),
        ("[2].nickname", "invalid"),
    } == set(codes(told))
    with pytest.raises(NotFound):
        head.get(Household, "h")
    assert [] == list(registry.store.verify())


def test_a_new_record_enters_its_first_state(head):
    """What a kind fills in on entering its first state stands from the first version on; what decides nothing decides nothing."""
    tag = RiskTag(id=Id("new"), minor=Id("child-01"), risk="difficulty", found=date(2026, 11, 24))
    lead = Lead(id=Id("told"), area=TWO, observed=("child_alone",), seen_on=date(2026, 11, 24), source="community")

    head.apply(Save(tag), Save(lead))

    assert ["suggested", None, None] == [
        head.get(RiskTag, "new").values[n] for n in ("status", "decided", "decided_by")
    ]
    assert ["received", "head"] == [head.history(Lead, "told")[0].values[n] for n in ("status", "sent_by")]


def test_entering_the_first_state_alone_changes_no_kind_that_needs_no_more(head):
    """Of every kind that ships, a record that enters its first state says nothing of a decision that nobody took."""
    decided = {
        "decided",
        "decided_by",
        "ended",
        "closed",
        "closed_by",
        "signed",
        "signed_by",
        "answered",
        "answered_by",
    }
    decided |= {"accepted", "done_by", "done_on", "told", "told_by", "visited", "settled", "rechecked", "verified_by"}
    for kind in head.catalog.kinds.values():
        if kind.state is None or kind.vault:
            continue
        blank = object.__new__(kind.cls)
        for name in ("id", "office", *kind.by_name):
            known = kind.by_name.get(name)
            value = None if known is None or known.required else known.default
            object.__setattr__(blank, name, value)
        entered = blank.entering(kind.state.default, day=date(2026, 11, 24), actor="head")
        assert not [
            n for n in decided & set(kind.by_name) if getattr(entered, n) not in (None, kind.by_name[n].default)
        ]
