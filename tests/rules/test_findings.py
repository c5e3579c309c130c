"""What rules found becomes suggestions; what a person has decided stays decided."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.kinds import TAG, Circumstance, DisabilityCard, Evidence, Member
from minorcare.label import Label
from minorcare.query import F, exists
from minorcare.rules import Risk, Rule
from minorcare.rules.findings import (
    RESTRICTED_BASIS,
    AddEvidence,
    BasisGone,
    Held,
    Hit,
    Suggest,
    Withdraw,
    because_faults,
    because_fields,
    decide,
    fill_because,
)
from minorcare.rules.shipped import RuleSettings, rules

DAY = date(2026, 11, 24)
X, Y, Z = (Evidence(kind="disability_card", id=id_) for id_ in "xyz")
HIT = Hit(minor="c", risk="disability", rule="card", rule_version=2, evidence=(X,))
OTHER = attrs.evolve(HIT, rule="school", evidence=(Y,))
TAG_X = Held(
    id="t", version=3, minor="c", risk="disability", status="suggested", rule="card", rule_version=2, evidence=(X,)
)


def held(status, **changes):
    return attrs.evolve(TAG_X, status=status, **changes)


def apply(tags, decisions):
    """The tags after a store has written the decisions."""
    after = {tag.id: tag for tag in tags}
    for number, decision in enumerate(decisions):
        match decision:
            case Suggest(minor=minor, risk=risk, rule=rule, rule_version=version, evidence=evidence):
                made = Held(id=f"new{number}", version=1, minor=minor, risk=risk, status="suggested")
                after[made.id] = attrs.evolve(made, rule=rule, rule_version=version, evidence=evidence)
            case AddEvidence(tag=tag, rule=rule, rule_version=version, evidence=evidence):
                after[tag.id] = attrs.evolve(tag, rule=rule, rule_version=version, evidence=evidence, gone=None)
            case Withdraw(tag=tag):
                after[tag.id] = attrs.evolve(tag, status="withdrawn")
            case BasisGone(tag=tag, day=day):
                after[tag.id] = attrs.evolve(tag, gone=day)
    return list(after.values())


EVIDENCE = st.lists(st.sampled_from([X, Y, Z]), unique=True, max_size=3).map(tuple)
HITS = st.lists(
    st.builds(
        Hit,
        minor=st.sampled_from("cd"),
        risk=st.sampled_from("rs"),
        rule=st.sampled_from(["one", "two"]),
        rule_version=st.integers(1, 2),
        evidence=EVIDENCE,
    ),
    unique_by=lambda hit: (hit.minor, hit.risk, hit.rule),
)
SIGNED = st.none() | st.sampled_from(["one", "two", "retired"])
TAGS = st.lists(
    st.builds(
        Held,
        id=st.sampled_from("123456"),
        version=st.integers(1, 3),
        minor=st.sampled_from("cd"),
        risk=st.sampled_from("rs"),
        status=st.sampled_from(TAG.states),
        rule=SIGNED,
        rule_version=st.none() | st.integers(1, 2),
        evidence=EVIDENCE,
        gone=st.none() | st.just(DAY),
    ),
    unique_by=lambda tag: tag.id,
)


def one_open(tags):
    """What a store holds: at most one open tag of a risk a child, as long as no two children are merged."""
    taken = set()
    for tag in tags:
        if tag.status not in TAG.open:
            yield tag
        elif (tag.minor, tag.risk) not in taken:
            taken.add((tag.minor, tag.risk))
            yield tag


@given(HITS, TAGS)
def test_deciding_twice_gives_nothing(hits, tags):
    """Once the decisions are written, nothing is left to decide, today and on any later day."""
    after = apply(tags, decide(hits, tags, day=DAY))

    assert () == decide(hits, after, day=DAY)
    assert () == decide(hits, after, day=DAY + timedelta(days=1))


@given(HITS, TAGS)
def test_one_open_tag(hits, tags):
    """No decision gives a child a second open tag of one risk, and no tag is touched twice."""
    tags = list(one_open(tags))

    decisions = decide(hits, tags, day=DAY)

    standing = [(tag.minor, tag.risk) for tag in apply(tags, decisions) if tag.status in TAG.open]
    touched = [d.tag.id for d in decisions if not isinstance(d, Suggest)]
    assert len(standing) == len(set(standing))
    assert len(touched) == len(set(touched))


@given(HITS, TAGS)
def test_a_person_decides(hits, tags):
    """Nothing is confirmed, dismissed or ended; what is confirmed only gains evidence or a task; what is closed stays closed."""
    decisions = decide(hits, tags, day=DAY)

    for decision in decisions:
        if isinstance(decision, Suggest):
            continue
        assert decision.tag.status in TAG.open
        assert decision.tag.status == "suggested" or isinstance(decision, AddEvidence | BasisGone)
        assert decision.tag.rule is not None or isinstance(decision, AddEvidence)
    before = {tag.id: tag for tag in tags}
    for tag in apply(tags, decisions):
        old = before.get(tag.id)
        was = old.status if old else "suggested"
        assert tag.status == was or (was, tag.status) == ("suggested", "withdrawn")
        assert not old or set(old.evidence) <= set(tag.evidence)


@given(HITS, TAGS)
def test_nothing_found_is_lost(hits, tags):
    """Whatever a rule found stands in an open tag, or has been judged by a person."""
    after = apply(tags, decide(hits, tags, day=DAY))

    for hit in hits:
        own = [tag for tag in after if (tag.minor, tag.risk) == (hit.minor, hit.risk)]
        opened = [tag for tag in own if tag.status in TAG.open]
        judged = {one for tag in own if tag.status in ("dismissed", "ended") for one in tag.evidence}
        assert any(set(hit.evidence) <= set(tag.evidence) for tag in opened) or (
            not opened and own and set(hit.evidence) <= judged
        )


def test_new_finding():
    """A child without a tag gets a suggestion signed by the first rule, resting on what all of them found."""
    (found,) = decide([HIT, OTHER], [], day=DAY)

    assert Suggest(minor="c", risk="disability", rule="card", rule_version=2, evidence=(X, Y), found=DAY) == found


@pytest.mark.parametrize("status", ["suggested", "confirmed"])
def test_unchanged(status):
    """A tag that rests on what was found again is left as it is, under whatever version of its rule."""
    assert () == decide([HIT], [held(status)], day=DAY)
    assert () == decide([attrs.evolve(HIT, rule_version=9)], [held(status)], day=DAY)


@pytest.mark.parametrize("status", ["suggested", "confirmed"])
def test_more_evidence(status):
    """New evidence joins the old in the open tag, whichever rule found it."""
    tag = held(status)

    (found,) = decide([HIT, OTHER], [tag], day=DAY)

    assert AddEvidence(tag=tag, rule="card", rule_version=2, evidence=(X, Y)) == found


@pytest.mark.parametrize("status", ["suggested", "confirmed"])
def test_another_rule_takes_over(status):
    """A tag whose rule no longer holds stays as long as another does, and is signed by that one."""
    tag = held(status)

    (found,) = decide([OTHER], [tag], day=DAY)

    assert AddEvidence(tag=tag, rule="school", rule_version=2, evidence=(X, Y)) == found


def test_withdrawn_by_its_rule():
    """A suggestion without a basis is withdrawn."""
    assert (Withdraw(tag=TAG_X),) == decide([], [TAG_X], day=DAY)


def test_withdrawn_comes_back():
    """What a rule withdrew, a rule suggests again: nobody had judged it."""
    (found,) = decide([HIT], [held("withdrawn")], day=DAY)

    assert isinstance(found, Suggest)


def test_confirmed_without_basis():
    """A confirmed tag without a basis is a person's task, once, until the basis has come back and gone again."""
    tag = held("confirmed")

    (found,) = decide([], [tag], day=DAY)

    assert BasisGone(tag=tag, day=DAY) == found
    told = attrs.evolve(tag, gone=DAY)
    assert () == decide([], [told], day=DAY + timedelta(days=40))
    assert (AddEvidence(tag=told, rule="card", rule_version=2, evidence=(X,)),) == decide([HIT], [told], day=DAY)


@pytest.mark.parametrize("status", ["suggested", "confirmed"])
def test_by_hand(status):
    """What a person entered needs no rule: it gains evidence, is never signed by a rule, never withdrawn, never questioned."""
    tag = held(status, rule=None, rule_version=None, evidence=())

    assert () == decide([], [tag], day=DAY)
    assert (AddEvidence(tag=tag, rule=None, rule_version=None, evidence=(X,)),) == decide([HIT], [tag], day=DAY)


@pytest.mark.parametrize("status", ["dismissed", "ended"])
def test_judged_before(status):
    """A dismissed or ended tag comes back only with evidence that nobody has judged."""
    tags = [held(status), held(status, id="u", evidence=(Y,))]

    assert () == decide([HIT, OTHER], tags, day=DAY)
    (found,) = decide([attrs.evolve(HIT, evidence=(X, Z))], tags, day=DAY)
    assert isinstance(found, Suggest)
    assert (X, Z) == found.evidence


def test_rule_without_evidence():
    """A rule on the child's own fields suggests once; a person's no is final, since nothing newer can be shown."""
    bare = attrs.evolve(HIT, evidence=())

    assert 1 == len(decide([bare], [], day=DAY))
    assert () == decide([bare], [held("dismissed", evidence=())], day=DAY)


def test_risks_and_children_are_apart():
    """A hit on one child and risk says nothing of another."""
    tag = held("suggested", minor="d")

    found = decide([HIT], [tag], day=DAY)

    assert [Suggest, Withdraw] == [type(each) for each in found]


def test_merged_children():
    """Of two open tags, as after a merge, the confirmed one goes on and both end when the basis does."""
    suggested, confirmed = held("suggested", id="a"), held("confirmed", id="b")

    (found,) = decide([OTHER], [suggested, confirmed], day=DAY)
    gone = decide([], [suggested, confirmed], day=DAY)

    assert confirmed == found.tag
    assert (BasisGone(tag=confirmed, day=DAY), Withdraw(tag=suggested)) == gone


CARD = next(rule for rule in rules(RuleSettings()) if rule.name == "disability_card")


def test_because():
    """The sentence carries the values of the evidence, each language its own words."""
    said = fill_because(CARD, {"type": Label("听力残疾", en="Hearing"), "level": Label("二级", en="Level 2")})

    assert "持残疾人证（听力残疾，二级）" == said.zh
    assert "Holds a disability card (Hearing, Level 2)" == said.in_("en")


def test_because_of_what_may_not_be_read():
    """Without the record, nothing of the sentence is said: not there and not allowed read alike."""
    assert RESTRICTED_BASIS == fill_because(CARD, None)
    assert "限阅依据" == RESTRICTED_BASIS.zh


def test_because_with_a_masked_value():
    """A single masked value is blacked out, one that the view does not mention likewise, and an empty one is said to be empty."""
    assert "持残疾人证（听力，▇）" == fill_because(CARD, {"type": "听力", "level": None}, masked=("level",)).zh
    assert "持残疾人证（听力，▇）" == fill_because(CARD, {"type": "听力"}).zh
    assert "持残疾人证（听力，未填）" == fill_because(CARD, {"type": "听力", "level": None}).zh


def test_because_of_several():
    """Several codes are listed; a brace in a value is a brace."""
    rule = attrs.evolve(CARD, because=Label("{types}", en="{types}"))

    said = fill_because(rule, {"types": (Label("孤儿", en="Orphan"), "{level}")})

    assert ("孤儿、{level}", "Orphan, {level}") == (said.zh, said.in_("en"))


def test_because_without_english():
    """A rule of an office's own may speak Chinese only."""
    said = fill_because(attrs.evolve(CARD, because=Label("残疾（{type}）")), {"type": "1"})

    assert "残疾（1）" == said.in_("en")


def test_shipped_sentences(street):
    """Every shipped `because` names fields of its first `exists`."""
    assert {()} == {because_faults(rule, street.kinds) for rule in rules(RuleSettings())}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{kind}", "names 'kind', which is no field of disability_card"),
        ("{}", "names '', which is no field"),
        ("{type.x}", "names 'type.x', which is no field"),
        ("{type!r}", "formats 'type'"),
        ("{type:>9}", "formats 'type'"),
        ("{type", "brace without its partner"),
    ],
)
def test_faulty_sentences(street, text, fault):
    """A sentence that could not be filled is a start-up error, in whichever language it stands."""
    for label in (Label(text), Label("好", en=text)):
        found = because_faults(attrs.evolve(CARD, because=label), street.kinds)
        assert any(fault in said for said in found)


def test_sentence_without_records(street):
    """A rule that reads no record has nothing to name; braces that stand for themselves are fine."""
    bare = Rule(
        "r", version=1, suggests=Risk("r", label=Label("r"), cites=""), when=F.school == "a", because=Label("{{a}} {x}")
    )

    assert ("x",) == because_fields(bare)
    assert 1 == len(because_faults(bare, street.kinds))
    assert () == because_faults(attrs.evolve(bare, because=Label("{{a}}")), street.kinds)


def test_first_exists_is_the_outer(street):
    """Of nested `exists`, the sentence may name fields of the outermost."""
    when = exists(Member, exists(Circumstance), on="household") & exists(DisabilityCard)
    rule = attrs.evolve(CARD, when=when, because=Label("{relation}"))

    assert () == because_faults(rule, street.kinds)
    assert because_faults(attrs.evolve(rule, because=Label("{began}")), street.kinds)
