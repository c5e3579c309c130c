"""What time does is done once, by steps that can be added to, none of which stops another."""

import pytest

from minorcare import Label, Refused
from minorcare.testing import OFFICE
from minorcare.work.tick import ACROSS, STEPS, Step, tick


def test_a_second_tick_changes_nothing(registry, neighbours):
    """In either office, with or without a look at the other."""
    for desk in (neighbours.own, neighbours.system):
        tick(desk, at=registry.system_desk)
    for desk in (neighbours.own, neighbours.system):
        again = tick(desk, at=registry.system_desk)
        assert (0, {0}) == (again.changed, set(again.steps.values()))
    assert [] == list(registry.store.verify())


def test_a_step_is_added_by_adding_it(registry):
    """What others bring runs with the rest, under its own name."""
    seen = []
    step = Step(name="odd", label=Label("怪", en="Odd"), run=lambda desk: seen.append(desk.office) or 7)
    done = tick(registry.system_desk(OFFICE), steps=(*STEPS, step))

    assert (7, [OFFICE]) == (done.steps["odd"], seen)
    assert {step.name for step in STEPS} <= done.steps.keys()
    assert not {step.name for step in ACROSS} & done.steps.keys()


def test_a_step_that_fails_stops_no_other(registry):
    """The rest is done, and the failure is told."""
    ran = []

    def fails(_):
        raise Refused(Label("不行", en="no"))

    steps = (
        Step(name="bad", label=Label("坏", en="Bad"), run=fails),
        Step(name="good", label=Label("好", en="Good"), run=lambda desk: ran.append(desk) or 1),
    )
    with pytest.raises(Refused):
        tick(registry.system_desk(OFFICE), steps=steps)
    assert 1 == len(ran)


def test_steps_have_names_of_their_own():
    """No count hides another."""
    names = [step.name for step in (*STEPS, *ACROSS)]

    assert len(set(names)) == len(names)
    assert all(step.label.zh and step.label.en for step in (*STEPS, *ACROSS))
