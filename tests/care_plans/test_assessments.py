"""Assessments: the machine adds up and nothing follows from it; a person grades, and says why where the two differ."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import attrs
import pytest

from minorcare.errors import Invalid, Masked, Refused
from minorcare.kinds import Assessment
from minorcare.kinds.assessments import Assessor, ItemAnswer
from minorcare.kinds.instruments import load_instruments
from minorcare.plugins import Config
from minorcare.query import F
from minorcare.rules.care_checks import by_its_instrument
from minorcare.rules.care_settings import AssessmentSettings, instruments
from minorcare.testing import desk_as, registry_in, street, with_settings
from minorcare.work.assessments import confirm, score

RISK, GUARDIANSHIP = load_instruments()
BEST = {item.code: "no" for item in RISK.items}
VETO = {**BEST, "g01": "yes"}


def values(desk, id_="assessed-1"):
    return desk.get(Assessment, id_).values


def test_the_machine_grade_is_kept_with_its_score(liaison, made):
    """By the work function and by a plain transition alike."""
    for id_, move in (
        ("one", lambda: score(liaison, "one", base=1)),
        ("two", lambda: liaison.transition(Assessment, "two", "scored", base=1)),
    ):
        liaison.save(made.assessment(RISK, {**BEST, "e01": "yes", "e02": "some"}, id_))
        move()
        assert (3, False, "low") == tuple(values(liaison, id_)[n] for n in ("score", "vetoed", "machine_grade"))


def test_a_veto_item_gives_the_highest_grade(liaison, made):
    """Whatever the score is."""
    liaison.save(made.assessment(RISK, VETO))
    score(liaison, "assessed-1", base=1)

    assert (2, True, "critical") == tuple(values(liaison)[n] for n in ("score", "vetoed", "machine_grade"))


def test_nothing_follows_from_a_machine_grade(head, made):
    """No record but the assessment is written, no level or tag, no deadline, and it has no grade that holds."""
    before = {kind: head.find(kind, limit=500).rows for kind in ("risk_tag", "attention", "plan", "due", "visit")}
    head.save(made.assessment(RISK, VETO))
    receipt = score(head, "assessed-1", base=1)

    assert [["assessment", "assessed-1", 2]] == [list(each) for each in receipt.value]
    for kind, rows in before.items():
        assert [row.id for row in rows] == [row.id for row in head.find(kind, limit=500).rows]
    assert head.get(Assessment, "assessed-1").record().grade is None


def test_a_person_grades_and_another_grade_needs_a_reason(liaison, made):
    """The machine's own grade is taken without one; none is taken for granted."""
    liaison.save(made.assessment(RISK, VETO))
    score(liaison, "assessed-1", base=1)
    for given, told in (
        ({}, [("human_grade", "required")]),
        ({"human_grade": "high"}, [("differs_because", "required")]),
        ({"human_grade": "worst"}, [("human_grade", "code")]),
    ):
        with pytest.raises(Invalid) as caught:
            liaison.transition(Assessment, "assessed-1", "confirmed", base=2, **given)
        assert told == made.problems(caught)

    confirm(liaison, "assessed-1", base=2, grade="high", because="外婆已搬来同住")

    now = liaison.get(Assessment, "assessed-1").record()
    assert ("high", "critical", "liaison_two", date(2026, 11, 24)) == (
        now.grade, now.machine_grade, now.decided_by, now.decided,
    )  # fmt: skip


def test_an_assessment_holds_for_a_time(liaison, made):
    """As long as its instrument says, counted from the day of assessment; then it stands on the work list until it is ended."""
    for instrument, answers, until in (
        (RISK, BEST, date(2027, 5, 20)),
        (GUARDIANSHIP, {item.code: "met" for item in GUARDIANSHIP.items}, date(2028, 11, 20)),
    ):
        id_ = instrument.name.replace("_", "-")
        liaison.save(made.assessment(instrument, answers, id_, officer="liaison_two"))
        score(liaison, id_, base=1)
        assert () == liaison.find("due", F.record == id_).rows
        confirm(liaison, id_, base=2, grade="low")
        (row,) = liaison.find("due", F.record == id_).rows
        assert (until, "liaison_two") == (row.values["day"], row.values["who"])
        liaison.transition(Assessment, id_, "ended", base=3)
        assert () == liaison.find("due", F.record == id_).rows
        assert liaison.get(Assessment, id_).record().grade is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"answers": ()}, [("answers", "required")]),
        ({"answers": tuple(ItemAnswer(item=i, value="no") for i in list(BEST)[1:])}, [("answers", "required")]),
        ({"score": 0}, [("score", "sum")]),
        ({"machine_grade": "low", "score": 1, "vetoed": False}, [("machine_grade", "sum"), ("score", "sum")]),
    ],
)
def test_scores_are_not_filled_in_by_hand(made, change, told):
    """What is kept as the machine's is what the answers add up to, and they are complete."""
    record = made.assessment(RISK, VETO).but(score=2, vetoed=True, machine_grade="critical")
    record = Assessment.__kind__.build({**Assessment.__kind__.values(record), **change, "status": "scored"})
    found = by_its_instrument((RISK,))(record, None)

    assert {at for at, _ in told} <= {each.at for each in found}


def test_the_right_sums_pass(made):
    """The check finds nothing in a record that was scored by the machine."""
    record = made.assessment(RISK, VETO).scored_by(RISK)
    record = Assessment.__kind__.build({**Assessment.__kind__.values(record), "status": "scored"})

    assert [] == list(by_its_instrument((RISK,))(record, None))


def test_unfinished_answers_are_not_scored(liaison, made):
    """The items that are missing are named; a draft may wait for them."""
    some = dict.fromkeys(list(BEST)[:-2], "no")
    liaison.save(made.assessment(RISK, some))
    for move in (
        lambda: score(liaison, "assessed-1", base=1),
        lambda: liaison.transition(Assessment, "assessed-1", "scored", base=1),
    ):
        with pytest.raises(Invalid) as caught:
            move()
        assert {"answers"} == {at for at, _ in made.problems(caught)}
        assert "e09, e10" in str(caught.value)


def test_answers_are_those_of_the_instrument(liaison, made):
    """An unknown item, an unknown answer, an item answered twice and an unknown version are named by their place."""
    twice = (ItemAnswer(item="c01", value="no"), ItemAnswer(item="c01", value="yes"))
    for record, told in (
        (made.assessment(RISK, {"x1": "no"}), [("answers[0].item", "code")]),
        (made.assessment(RISK, {"c01": "maybe"}), [("answers[0].value", "code")]),
        (made.assessment(RISK, {}).but(answers=twice), [("answers[1]", "twice")]),
        (made.assessment(RISK, {}, instrument_version=2), [("instrument_version", "unknown")]),
        (made.assessment(RISK, {}).but(instrument="tea_leaves"), [("instrument", "code")]),
    ):
        with pytest.raises(Invalid) as caught:
            liaison.save(record)
        assert told == made.problems(caught)


def test_two_people_assess_by_a_sensitive_instrument(liaison, made):
    """One is not enough, nor the same one named twice; both instruments that ship are such."""
    one = Assessor(name="liaison_two")
    for n, assessors in enumerate(((), (one,), (one, attrs.evolve(one, post="社工")))):
        id_ = f"a-{n}"
        liaison.save(made.assessment(RISK, BEST, id_, assessors=assessors))
        score(liaison, id_, base=1)
        with pytest.raises(Invalid) as caught:
            confirm(liaison, id_, base=2, grade="low")
        assert [("assessors", "required")] == made.problems(caught)
    liaison.save(made.assessment(RISK, BEST))
    score(liaison, "assessed-1", base=1)
    confirm(liaison, "assessed-1", base=2, grade="low")

    assert all(instrument.sensitive for instrument in load_instruments())


def test_a_grade_that_was_given_is_not_rewritten(liaison, head, made):
    """Not the grade, nor who gave it, nor what the machine had read; an objection and its reply may be added."""
    liaison.save(made.assessment(RISK, VETO))
    score(liaison, "assessed-1", base=1)
    with pytest.raises(Invalid):
        confirm(head, "assessed-1", base=2, grade="low")
    with pytest.raises(Invalid):
        head.transition(Assessment, "assessed-1", "confirmed", base=2, human_grade="low", machine_grade="low")
    confirm(liaison, "assessed-1", base=2, grade="critical")
    for change in ({"human_grade": "low", "differs_because": "x"}, {"decided_by": "head"}, {"answers": ()}):
        with pytest.raises(Invalid):
            head.change(Assessment, "assessed-1", base=3, **change)
    with pytest.raises(Invalid) as caught:
        head.change(Assessment, "assessed-1", base=3, objected=date(2026, 11, 23))
    assert [("objection", "required")] == made.problems(caught)

    head.change(
        Assessment, "assessed-1", base=3, objection="不同意", objected=date(2026, 11, 23), objection_reply="将复评"
    )


def test_answers_are_corrected_by_going_back(liaison, made):
    """What the machine had read is gone then, and is read anew."""
    liaison.save(made.assessment(RISK, VETO))
    score(liaison, "assessed-1", base=1)
    liaison.transition(Assessment, "assessed-1", "draft", base=2)
    assert (None, None) == tuple(values(liaison)[n] for n in ("score", "machine_grade"))
    right = tuple(ItemAnswer(item=item, value=value, evidence="走访") for item, value in BEST.items())
    liaison.change(Assessment, "assessed-1", base=3, answers=right)
    score(liaison, "assessed-1", base=4)

    assert "low" == values(liaison)["machine_grade"]


def test_an_office_brings_its_own_instrument(tmp_path):
    """A file of its own takes the place of a shipped one of the same name and version."""
    text = files("minorcare").joinpath("kinds", "scales", "care_risk_30.toml").read_text("utf-8")
    file = Path(tmp_path, "own.toml")
    file.write_text(text.replace("from = 10", "from = 1"), "utf-8")
    own = instruments(AssessmentSettings(files=(str(file),)))

    assert [1, 0] == [own[0].grades[1].begins, own[0].grades[0].begins]
    assert ["care_risk_30", "guardianship_20"] == [each.name for each in own]
    assert load_instruments() == instruments(AssessmentSettings())


def test_an_office_scores_by_its_own_instrument(tmp_path, made):
    """What its settings name holds for checks and scores alike; what is not there any more is not scored."""
    text = files("minorcare").joinpath("kinds", "scales", "care_risk_30.toml").read_text("utf-8")
    file = Path(tmp_path, "own.toml")
    file.write_text(text.replace("version = 1", "version = 2").replace("from = 10", "from = 1"), "utf-8")
    config = Config(sections={"minorcare": {"assessments": {"files": [str(file)]}}})
    registry = registry_in(tmp_path, config=config)
    street(registry)
    head = desk_as(registry, "head")
    head.save(made.assessment(RISK, BEST, instrument_version=2))
    with pytest.raises(Refused):
        score(with_settings(head, AssessmentSettings()), "assessed-1", base=1)
    score(head, "assessed-1", base=1)

    assert "low" == values(head)["machine_grade"]
    registry.close()


def test_what_is_restricted_is_not_scored_by_who_may_not_read_it(head, liaison, made):
    """A liaison neither reads nor scores an assessment above the ceiling."""
    head.save(made.assessment(RISK, BEST, level="restricted"))
    with pytest.raises(Masked):
        score(liaison, "assessed-1", base=1)

    assert values(liaison)["answers"] is None
