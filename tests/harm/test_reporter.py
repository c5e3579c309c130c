"""Who reported is known to the receiver and to nobody else: not by a record, not by the journal, not by what is missing."""

import attrs
import orjson
import pytest
from click.testing import CliRunner

from minorcare import Invalid, NotFound, Refused
from minorcare.cli import main
from minorcare.declare import Id
from minorcare.desk import Save
from minorcare.errors import MinorcareError
from minorcare.kinds import HarmReport, Household, Officer, Reporter
from minorcare.kinds.sealed import reporter_of
from minorcare.label import Label
from minorcare.query import F, Query, Tally
from minorcare.testing import OFFICE, desk_as
from minorcare.work import harm, worklist

REPORT = Id("harm-1")
KEY = "5b1c1c7e-8a2e-4a54-a8b2-9d0f6f3a7c11"
SENDERS = ("liaison_one", "liaison_two", "grid", "leader", "volunteer")
OTHERS = ("supervisor", "liaison_one", "liaison_two", "grid", "leader", "superior", "auditor", "volunteer")
"""Of each role one, and of the liaisons two: everybody but the head, who receives."""
CALLERS = (
    Reporter(),
    Reporter(name="王大妈", phone="13900000009"),
    Reporter(unit="某小学", told="老师当面说的，要求保密"),
)


@pytest.fixture
def worlds(templates, tools, tmp_path):
    """Gives the same street as often as one asks, in a file of its own."""
    opened = []

    def make():
        opened.append(tools.copied(templates.full, tmp_path / f"world-{len(opened)}"))
        return opened[-1]

    yield make
    for registry in opened:
        registry.close()


def answered(ask):
    try:
        return ask()
    except MinorcareError as error:
        return type(error).__name__, error.in_("zh")


def asked(desk):
    """Everything there is to ask: of every kind pages, bytes, counts; of the report itself; journal, looks, work list, names."""
    for name, kind in desk.catalog.kinds.items():
        yield lambda name=name: [
            (r.id, r.no, r.version, r.area, r.since, r.masked, repr(r.values)) for r in desk.find(name, limit=500).rows
        ]
        yield lambda name=name: desk.find_json(Query(kind=name, order=("-since",), limit=500)).body
        yield lambda name=name: desk.get(name, reporter_of(REPORT)).values
        yield lambda name=name: desk.get(name, REPORT).values
        yield lambda name=name: [attrs.astuple(each) for each in desk.history(name, REPORT)]
        for field in [each.name for each in kind.fields if each.type.name in ("text", "code", "state")][:3]:
            tally = Tally("t", name, by=(field,), label=Label("t"))
            yield lambda tally=tally: [attrs.astuple(each) for each in desk.tally(tally)]
    yield lambda: desk.find("journal", order=("-entry",), limit=500).rows[-1].id
    yield lambda: [repr(row.values) for row in desk.who_looked("child-04", limit=500).rows]
    yield lambda: [repr(item) for item in worklist.worklist(desk, limit=500)]
    yield lambda: repr(desk.why_visible("child-04"))
    yield lambda: harm.reporter_row(desk, REPORT).values
    yield lambda: harm.hand_on(desk, REPORT, to=desk.account)
    yield lambda: desk.undo(KEY)


def told_alike(one, other):
    """Nobody but the receiver gets another answer in one world than in the other."""
    for account in OTHERS:
        mine, theirs = desk_as(one, account), desk_as(other, account)
        for ask, again in zip(asked(mine), asked(theirs), strict=True):
            assert answered(ask) == answered(again), account


def sent(desk, **more):
    harm.report(desk, HarmReport(id=REPORT, words="夜里有哭声", **more), key=KEY)


@pytest.mark.parametrize("sender", SENDERS[1:])
def test_twins_that_differ_in_who_sent_it(worlds, sender):
    """Two streets where another officer sent the same report are the same to everybody but the head, byte for byte."""
    one, other = worlds(), worlds()
    sent(desk_as(one, SENDERS[0]))
    sent(desk_as(other, sender, purpose="check"))

    told_alike(one, other)
    known = [harm.reporter_row(desk_as(each, "head"), REPORT).values["account"] for each in (one, other)]
    assert [SENDERS[0], sender] == known


@pytest.mark.parametrize("caller", CALLERS[1:])
def test_twins_that_differ_in_who_called(worlds, caller):
    """Two streets where somebody else told the head the same are the same to everybody but the head; so is one where nobody said a name."""
    one, other = worlds(), worlds()
    for registry, who in ((one, CALLERS[0]), (other, caller)):
        made = HarmReport(id=REPORT, words="夜里有哭声")
        harm.report(desk_as(registry, "head"), made, reporter=who, key=KEY)

    told_alike(one, other)
    assert caller.name == harm.reporter_row(desk_as(other, "head"), REPORT).values["name"]


def test_twins_to_the_end(worlds):
    """They stay the same through telling, result and telling the reporter, however that one was reached."""
    one, other = worlds(), worlds()
    for registry, sender, how in ((one, "liaison_two", "phone"), (other, "volunteer", "not_reachable")):
        sent(desk_as(registry, sender))
        head = desk_as(registry, "head")
        harm.tell(head, REPORT, base=1)
        harm.conclude(head, REPORT, result="已立案", base=2)
        harm.tell_back(head, REPORT, how=how, base=3)

    told_alike(one, other)


def test_twins_whose_report_was_refused(worlds):
    """A report with a mistake in it tells nobody either who tried."""
    one, other = worlds(), worlds()
    for registry, sender in ((one, "liaison_two"), (other, "grid")):
        with pytest.raises(Invalid):
            sent(desk_as(registry, sender), situations=("R0",))

    told_alike(one, other)


@pytest.mark.parametrize("sender", SENDERS)
def test_the_journal_does_not_name_who_sent_it(registry, sender):
    """Not as actor, not by way or purpose, in no entry, whichever way the report came in."""
    desk = registry.desk(registry.actor(sender, office=OFFICE), office=OFFICE, purpose="check", via="api")
    harm.report(desk, HarmReport(id=REPORT, words="x"))
    desk.save(HarmReport(id=Id("harm-2"), words="x"))

    entries = desk_as(registry, "auditor").find("journal", limit=500).rows
    wrote = [
        row.values
        for row in entries
        if row.values["record"] in (REPORT, "harm-2", *map(reporter_of, (REPORT, "harm-2")))
    ]

    assert 4 == len(wrote)
    assert {("minorcare", "library", "harm_report")} == {(each["actor"], each["via"], each["why"]) for each in wrote}
    assert sender not in {row.values["actor"] for row in entries}
    assert [] == list(registry.store.verify())


@pytest.mark.parametrize("account", ["liaison_two", "grid", "leader"])
def test_no_refusal_tells_who_looked_after_a_report(registry, account):
    """Whoever asks for the report they sent, or tries to add to it, is refused like anybody, and the entry names no kind of record."""
    desk = desk_as(registry, account)
    harm.report(desk, HarmReport(id=REPORT, words="x"))
    with pytest.raises(Invalid):
        desk.rehearse(Save(HarmReport(situations=("R0",))))
    for ask in (
        lambda: desk.get(HarmReport, REPORT),
        lambda: desk.find(HarmReport),
        lambda: desk.history(HarmReport, REPORT),
        lambda: harm.relink(desk, REPORT, minor="child-04", base=1),
        lambda: desk.transition(HarmReport, REPORT, "told", base=1),
        lambda: harm.tell_back(desk, REPORT, how="phone", base=1),
    ):
        with pytest.raises((Refused, NotFound)):
            ask()

    theirs = desk_as(registry, "auditor").find("journal", F.actor == account, limit=500).rows
    assert {"refuse"} == {row.values["action"] for row in theirs}
    assert not [row.values for row in theirs if row.values["record"] or row.values["what"] not in (None, "vault")]


def test_a_report_by_whatever_way_has_its_reporter_in_the_vault(registry):
    """Also where nothing but the report was saved: the account is there for the receiver."""
    desk_as(registry, "grid").save(HarmReport(id=REPORT, words="x"))

    kept = harm.reporter_row(desk_as(registry, "head"), REPORT).values

    assert ("grid", "head", REPORT) == tuple(kept[name] for name in ("account", "receiver", "report"))


def test_the_command_line_names_nobody_either(registry, tmp_path):
    """A line of a file is a report like any other; with a second kind of record beside it, the file is refused as a whole."""
    report = {"kind": "harm_report", "id": REPORT, "words": "夜里有哭声"}
    home = {"kind": "household", "code": "H9", "area": f"{OFFICE}002"}
    args = ["--db", str(registry.store.path), "--as", "liaison_two", "--purpose", "visit"]
    done = []
    for name, lines in (("both", (report, home)), ("one", (report,))):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(orjson.dumps(line).decode() for line in lines), "utf-8")
        done.append(CliRunner().invoke(main, ["load", str(path), *args]).exit_code)

    assert [True, False] == [bool(code) for code in done]
    entries = desk_as(registry, "auditor").find("journal", F.record == REPORT).rows
    assert [("minorcare", "create")] == [(row.values["actor"], row.values["action"]) for row in entries]
    assert "liaison_two" == harm.reporter_row(desk_as(registry, "head"), REPORT).values["account"]


def test_a_reporter_adds_who_they_are_and_names_no_receiver(registry):
    """What they say of themselves is kept; whose account it was, and who opens it, is not theirs to say."""
    who = Reporter(name="李四", phone="13900000008", account="liaison_two", receiver="grid")
    harm.report(desk_as(registry, "grid"), HarmReport(id=REPORT, words="x"), reporter=who)

    kept = harm.reporter_row(desk_as(registry, "head"), REPORT).values

    assert ("李四", "grid", "head") == tuple(kept[name] for name in ("name", "account", "receiver"))


def test_a_report_is_sent_by_itself(registry):
    """With anything else in the batch its sender would be named: it is refused, whatever comes along."""
    liaison = desk_as(registry, "liaison_two")
    made = HarmReport(id=REPORT, words="x")
    for other in (Household(code="H9", area=f"{OFFICE}002"), Reporter(told="of another")):
        with pytest.raises(Refused):
            liaison.apply(Save(made), Save(other))

    with pytest.raises(NotFound):
        desk_as(registry, "head").get(HarmReport, REPORT)


def test_nobody_but_the_receiver_opens_it(registry):
    """The supervisor who took the call opens it, and the head does not; another head does not open the first one's."""
    registry.found(OFFICE, Officer(account="second", name="副站长", role="station_head", posted_to=OFFICE))
    supervisor = desk_as(registry, "supervisor")
    harm.report(supervisor, HarmReport(id=REPORT, words="x"), reporter=Reporter(name="王大妈"))
    sent_by_post = HarmReport(words="y")
    harm.report(desk_as(registry, "grid"), sent_by_post)

    assert "王大妈" == harm.reporter_row(supervisor, REPORT).values["name"]
    assert "grid" == harm.reporter_row(desk_as(registry, "head"), sent_by_post.id).values["account"]
    for account, id_ in (
        ("head", REPORT),
        ("second", REPORT),
        ("supervisor", sent_by_post.id),
        ("second", sent_by_post.id),
    ):
        with pytest.raises(NotFound):
            harm.reporter_row(desk_as(registry, account), id_)
    refusals = desk_as(registry, "auditor").find("journal", (F.action == "refuse") & (F.what == "vault")).rows
    assert [None] * 4 == [row.values["record"] for row in refusals]


def test_it_is_handed_on_by_the_receiver(registry):
    """From then on the other one opens it and the first does not; nobody else hands it on."""
    head, supervisor = desk_as(registry, "head"), desk_as(registry, "supervisor")
    harm.report(head, HarmReport(id=REPORT, words="x"), reporter=Reporter(name="王大妈"))

    with pytest.raises(NotFound):
        harm.hand_on(supervisor, REPORT, to="supervisor")
    harm.hand_on(head, REPORT, to="supervisor")

    assert "王大妈" == harm.reporter_row(supervisor, REPORT).values["name"]
    with pytest.raises(NotFound):
        harm.reporter_row(head, REPORT)


def test_only_the_receiver_tells_the_reporter(registry):
    """Who reads reports but did not receive this one cannot say how its reporter was told."""
    head, supervisor = desk_as(registry, "head"), desk_as(registry, "supervisor")
    harm.report(desk_as(registry, "grid"), HarmReport(id=REPORT, words="x"))
    harm.tell(supervisor, REPORT, base=1)
    harm.conclude(supervisor, REPORT, result="已立案", base=2)

    with pytest.raises(NotFound):
        harm.tell_back(supervisor, REPORT, how="phone", base=3)
    harm.tell_back(head, REPORT, how="phone", base=3)

    assert "answered" == supervisor.get(HarmReport, REPORT).values["status"]


def test_sent_twice_it_is_one_report(registry):
    """The same key with the same report writes nothing twice, and the reporter is kept once."""
    grid = desk_as(registry, "grid")
    for _ in range(2):
        sent(grid)

    head = desk_as(registry, "head")
    assert [REPORT] == [row.id for row in head.find(HarmReport).rows]
    assert 1 == harm.reporter_row(head, REPORT).version


def test_no_name_lies_in_the_file(registry):
    """Neither the account nor what a caller said of themselves stands anywhere in the file unencrypted, beside the report."""
    harm.report(
        desk_as(registry, "head"), HarmReport(words="x"), reporter=Reporter(name="王大妈之名", phone="13900000077")
    )

    registry.store._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = registry.store.path.read_bytes()
    assert "王大妈之名".encode() not in raw
    assert b"13900000077" not in raw


def test_the_answer_to_who_sent_it_holds_nothing_more(registry):
    """The receipt says that it arrived: the ids of the two records, and their version."""
    receipt = desk_as(registry, "grid").save(HarmReport(id=REPORT, words="x"))

    assert [["harm_report", REPORT, 1], ["vault", reporter_of(REPORT), 1]] == orjson.loads(orjson.dumps(receipt.value))
