"""Instruments as data: a machine grade is what plain Python makes of the same file, and a veto item beats every score."""

import tomllib
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.errors import DeclarationError
from minorcare.kinds.codelists import load_codes
from minorcare.kinds.instruments import GRADES, find, load_instruments, read_instrument

FOLDER = files("minorcare").joinpath("kinds", "scales")
SHIPPED = load_instruments()
RAW = {each.name: tomllib.loads(FOLDER.joinpath(f"{each.name}.toml").read_text("utf-8")) for each in SHIPPED}
CODES = {codes.name: codes for codes in load_codes()}


def oracle(raw, answers):
    """Score and grade as read from the file itself, item by item."""
    points = {row["value"]: row["score"] for row in raw["scale"]}
    score, veto = 0, False
    for group in raw["groups"]:
        for part in group["parts"]:
            for item in part["items"]:
                score += points[answers[item["code"]]] * item.get("weight", 1)
                veto = veto or answers[item["code"]] in item.get("veto", [])
    grade = raw["grades"][-1]["value"] if veto else None
    for row in raw["grades"]:
        if not veto and score >= row["from"]:
            grade = row["value"]
    return score, grade


def answers_for(instrument):
    """A full set of answers, most of them good, so that every grade comes up."""
    values = [answer.value for answer in instrument.scale]
    one = st.one_of(st.just(values[0]), st.sampled_from(values))
    return st.fixed_dictionaries({item.code: one for item in instrument.items})


@pytest.mark.parametrize("instrument", SHIPPED, ids=lambda each: each.name)
@given(data=st.data())
def test_the_machine_grade_equals_the_oracle(instrument, data):
    """Score and grade of any full set of answers are what the file says."""
    answers = data.draw(answers_for(instrument))
    machine = instrument.machine(answers)

    assert oracle(RAW[instrument.name], answers) == (machine.score, machine.grade)


@pytest.mark.parametrize("instrument", SHIPPED, ids=lambda each: each.name)
@given(data=st.data())
def test_a_veto_item_always_gives_the_highest_grade(instrument, data):
    """Whatever the other answers are."""
    answers = data.draw(answers_for(instrument))
    item = data.draw(st.sampled_from([item for item in instrument.items if item.veto]))
    machine = instrument.machine({**answers, item.code: data.draw(st.sampled_from(item.veto))})

    assert instrument.grades[-1].value == machine.grade
    assert item.code in machine.vetoes


@pytest.mark.parametrize("instrument", SHIPPED, ids=lambda each: each.name)
@given(data=st.data())
def test_a_worse_answer_never_gives_a_better_grade(instrument, data):
    """Grades rise with the score."""
    answers = data.draw(answers_for(instrument))
    item = data.draw(st.sampled_from(instrument.items))
    worst = max(instrument.scores, key=lambda value: (instrument.scores[value], value in item.veto))
    worse = instrument.machine({**answers, item.code: worst})
    before = instrument.machine(answers)

    assert before.vetoes or GRADES.index(before.grade) <= GRADES.index(worse.grade)


@pytest.mark.parametrize("instrument", SHIPPED, ids=lambda each: each.name)
def test_each_grade_begins_where_the_file_says(instrument):
    """One point less is the grade below; without a veto the lowest answers give the lowest grade."""
    points = [(item, answer) for item in instrument.items for answer in instrument.scale if answer.score]
    best = {item.code: instrument.scale[0].value for item in instrument.items}
    assert instrument.grades[0].value == instrument.machine(best).grade
    for lower, grade in pairwise(instrument.grades):
        for score, expected in ((grade.begins, grade.value), (grade.begins - 1, lower.value)):
            answers = dict(best)
            for item, answer in points:
                more = {**answers, item.code: answer.value}
                if answer.value not in item.veto and instrument.machine(more).score <= score:
                    answers = more
            assert (score, expected) == (instrument.machine(answers).score, instrument.machine(answers).grade)


def test_the_structures_are_those_of_their_models():
    """Thirty items in three areas and four grades; three, eleven and twenty indicators and four grades."""
    risk, guardianship = SHIPPED

    assert (30, 3, 4) == (len(risk.items), len({item.under[0] for item in risk.items}), len(risk.grades))
    assert ["低危", "中危", "高危", "极危"] == [grade.label.zh for grade in risk.grades]
    indicators = [len({item.under[:n] for item in guardianship.items}) for n in (1, 2)]
    assert ([3, 11], 20) == (indicators, len(guardianship.items))
    assert ["监护正常", "监护不足", "监护失当", "监护缺失"] == [grade.label.zh for grade in guardianship.grades]
    for each in SHIPPED:
        assert "own wording" in each.wording
        assert each.source
        assert all(item.label.zh and item.label.en for item in each.items)


def test_the_code_lists_know_every_instrument_and_grade():
    """What a form offers is what there is."""
    assert [each.name for each in SHIPPED] == [item.value for item in CODES["instrument"].items]
    assert [each.label for each in SHIPPED] == [item.label for item in CODES["instrument"].items]
    assert list(GRADES) == [item.value for item in CODES["assessment_grade"].items]


def test_an_instrument_is_found_by_name_and_version():
    """An older version is another instrument."""
    assert SHIPPED[0] is find(SHIPPED, SHIPPED[0].name, 1)
    assert find(SHIPPED, SHIPPED[0].name, 2) is None
    assert SHIPPED[0].word("high").zh == "高危"
    assert "nothing" == SHIPPED[0].word("nothing").zh


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("from = 0 }", "from = 1 }", "begin at 0"),
        ('value = "medium"', 'value = "middling"', "grades must be"),
        ('code = "c02"', 'code = "c01"', "same code"),
        ('value = "some"', 'value = "no"', "same value"),
        ("score = 2", "score = -2", "below 0"),
        ('veto = ["yes"]', 'veto = ["ja"]', "'ja'"),
        ("valid_months = 6", "valid_months = 0", "at least 1"),
        ("valid_months = 6", 'valid_months = "6"', "valid_months"),
        ("sensitive = true", "", "sensitive"),
        ('code = "g01", ', "", "groups 2, parts 1, items 1"),
        ("scale = [", "scale = [1,", "scale 1"),
        ("name =", "name", "Expected"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path, old, new, said):
    """A file of an office's own is read strictly, and its faults are named."""
    file = Path(tmp_path, "own.toml")
    text = FOLDER.joinpath("care_risk_30.toml").read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(DeclarationError, match=r"own\.toml") as caught:
        read_instrument(file)
    assert said in str(caught.value)
