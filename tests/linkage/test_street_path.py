"""A child found on the street: without a name at first, a doctor before the relief station, identity by the police, home, looked after."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare import Conflict, Invalid
from minorcare.calendar import age_on
from minorcare.declare import Id
from minorcare.kinds import Minor, StreetFinding, StreetPath
from minorcare.kinds.street_path import POLICE_STEPS
from minorcare.kinds.whereabouts import StreetStep
from minorcare.query import F
from minorcare.testing import OFFICE, desk_as
from minorcare.work import street_path
from minorcare.work.street_path import NAMELESS, estimated_birth, take_in

DAY = date(2026, 11, 24)
TWO = f"{OFFICE}002"


def step(name, by="community", done=DAY):
    return StreetStep(step=name, done=done, by=by)


SAFE, DOCTOR, STATION = step("made_safe"), step("treated", "hospital"), step("relief_station", "relief_station")
RECEIVED = {"escorts": "方旺社区 李、派出所 王", "received_by": "救助站 赵"}
HOME = {"handed_to": "父亲", "proof": "户口簿，派出所核实"}


@pytest.fixture
def begun(supervisor):
    """Takes a child in; gives the ids of child and way."""

    def begin(desk=supervisor, **values):
        receipt = take_in(desk, **{"area": TWO, "found": DAY, "source": "police", "age": 9, **values})
        ids = {kind: id_ for kind, id_, _ in receipt.value}
        return ids.get("minor", values.get("minor")), ids["street_path"]

    return begin


def version(desk, kind, id_):
    return desk.get(kind, id_).version


class TestTakingIn:
    """In one batch, without a name if need be."""

    def test_a_nameless_child(self, supervisor, begun, linkage):
        """On file with an estimated date of birth, with a day for the next step and one for its identity."""
        minor, path = begun(place="车站广场")
        child = supervisor.get(Minor, minor).values

        assert (NAMELESS, True, "0", None) == tuple(
            child[name] for name in ("name", "birth_date_estimated", "sex", "resident_id")
        )
        assert [("identify_by", date(2026, 12, 24), "supervisor"), ("next_by", DAY, "supervisor")] == linkage.due(
            supervisor, path
        )
        [finding] = supervisor.find(StreetFinding, F.minor == minor).rows
        assert finding.id == supervisor.get(StreetPath, path).values["finding"]

    def test_all_or_nothing(self, supervisor):
        """Where the finding is wrong, no nameless child is left behind."""
        before = len(supervisor.find(Minor, limit=100).rows)
        with pytest.raises(Invalid):
            take_in(supervisor, area=TWO, found=DAY, source="nobody", age=9)
        assert before == len(supervisor.find(Minor, limit=100).rows)

    def test_somebody_says_how_old(self, supervisor):
        """A child that is not on file has an age, if only by its looks."""
        with pytest.raises(ValueError, match="how old"):
            take_in(supervisor, area=TWO, found=DAY, source="police")

    def test_a_child_on_file(self, supervisor, begun, linkage):
        """It keeps its own record, and is on one such way at a time."""
        minor, path = begun(minor="child-03")
        assert minor == supervisor.get(StreetPath, path).values["minor"]
        with pytest.raises(Invalid) as refused:
            begun(minor="child-03")
        assert ("[1].minor", "taken") in linkage.said(refused)

    @given(st.dates(date(2008, 1, 1), date(2030, 12, 31)), st.integers(0, 17))
    def test_the_estimate_is_as_old_as_the_child_looks(self, day, age):
        """Whatever the day, the child is of that age by it."""
        assert age == age_on(estimated_birth(day, age), day)


class TestTheWay:
    """Each state rests on the steps before it."""

    def test_one_traced_and_home(self, registry, supervisor, begun, linkage):
        """Safe, a doctor, the station, the police find out who it is, the family is traced, home, looked after three months on."""
        minor, path = begun()
        street_path.move(supervisor, path, "safe", SAFE, base=1)
        street_path.move(supervisor, path, "at_station", DOCTOR, STATION, base=2, receipt_no="救2026-8", **RECEIVED)
        assert [
            ("identify_by", date(2026, 12, 24), "supervisor"),
            ("next_by", date(2026, 12, 4), "supervisor"),
        ] == linkage.due(supervisor, path)
        registry.clock.on(date(2026, 12, 1))
        street_path.note(supervisor, path, step("dna", "police", date(2026, 11, 30)), base=3)
        born = date(2017, 5, 6)
        known = {"name": "李小满", "birth_date": born, "sex": "1"}
        street_path.identify(supervisor, path, base=4, minor_base=1, done=date(2026, 12, 1), **known)
        street_path.move(supervisor, path, "tracing", step("tracing", "relief_station", date(2026, 12, 1)), base=5)
        home = step("handed_over", "relief_station", date(2026, 12, 1))
        street_path.move(supervisor, path, "handed_over", home, base=6, **HOME)
        assert [("next_by", date(2027, 3, 1), "supervisor")] == linkage.due(supervisor, path)
        registry.clock.on(date(2027, 3, 1))
        street_path.move(supervisor, path, "followed_up", step("follow_up", "civil_affairs", date(2027, 3, 1)), base=7)

        assert [] == linkage.due(supervisor, path)
        assert ("李小满", born, False) == tuple(
            supervisor.get(Minor, minor).values[name] for name in ("name", "birth_date", "birth_date_estimated")
        )
        assert [] == list(registry.store.verify())

    def test_three_escorted(self, supervisor, begun):
        """Each with escorts, who received it, and its own way."""
        for _ in range(3):
            _, path = begun(needs_doctor=False, name="某某")
            street_path.move(supervisor, path, "safe", SAFE, base=1)
            street_path.move(supervisor, path, "at_station", STATION, base=2, **RECEIVED)

        assert 3 == len(supervisor.find(StreetPath, F.status == "at_station").rows)

    @pytest.mark.parametrize(
        ("doctor", "needs", "refused"),
        [
            ((), None, True),
            ((), True, True),
            ((), False, False),
            ((DOCTOR,), True, False),
            ((DOCTOR,), None, False),
            ((step("treated", "hospital", date(2026, 11, 25)),), True, True),
        ],
    )
    def test_a_doctor_first(self, registry, supervisor, begun, linkage, doctor, needs, refused):
        """Who needs one, or of whom nobody knows, is seen before it is taken to the station, not on the day after."""
        _, path = begun(needs_doctor=needs)
        registry.clock.on(date(2026, 11, 25))
        street_path.move(supervisor, path, "safe", SAFE, base=1)

        def escort():
            street_path.move(supervisor, path, "at_station", *doctor, STATION, base=2, **RECEIVED)

        if not refused:
            escort()
            return
        with pytest.raises(Invalid) as told:
            escort()
        assert [("steps", "order")] == linkage.said(told)

    def test_a_doctor_before_the_way_home_too(self, supervisor, begun, linkage):
        """The family may be there within the hour: who is hurt is seen first."""
        _, path = begun(minor="child-03", needs_doctor=True)
        street_path.move(supervisor, path, "safe", SAFE, base=1)
        street_path.identify(supervisor, path, base=2, minor_base=1, done=DAY)
        with pytest.raises(Invalid) as told:
            street_path.move(supervisor, path, "handed_over", step("handed_over"), base=3, **HOME)
        assert [("steps", "order")] == linkage.said(told)
        street_path.move(supervisor, path, "handed_over", DOCTOR, step("handed_over"), base=3, **HOME)

    @pytest.mark.parametrize(
        ("to", "steps", "values", "at"),
        [
            ("safe", (), {}, {"steps"}),
            ("at_station", (DOCTOR, STATION), {}, {"escorts", "received_by"}),
            ("at_station", (DOCTOR,), RECEIVED, {"steps"}),
            ("handed_over", (DOCTOR, step("handed_over")), HOME, {"identified"}),
            ("handed_over", (DOCTOR,), {}, {"identified", "handed_to", "proof", "steps"}),
            ("tracing", (), {}, {"status"}),
            ("followed_up", (step("follow_up"),), {}, {"status"}),
            ("left", (), {"why_left": "翻墙走了"}, {"steps"}),
            ("left", (step("search_asked"),), {}, {"why_left"}),
        ],
    )
    def test_what_a_state_rests_on(self, supervisor, begun, to, steps, values, at):
        """No state without its steps, its receiver, the child's identity and the proof of who takes it."""
        _, path = begun()
        if to != "safe":
            street_path.move(supervisor, path, "safe", SAFE, base=1)
        with pytest.raises(Invalid) as refused:
            street_path.move(supervisor, path, to, *steps, base=1 if to == "safe" else 2, **values)
        assert at == {problem.at for problem in refused.value.problems}

    def test_who_has_left_is_searched_for(self, supervisor, begun, linkage):
        """The police are asked first; then nothing more is due here, and a new finding begins anew."""
        minor, path = begun()
        street_path.left(supervisor, path, why_left="夜里离开", done=DAY, base=1)
        assert [] == linkage.due(supervisor, path)
        begun(minor=minor)


class TestWhoDoesWhat:
    """The street keeps that it was done, when, and by whom."""

    @pytest.mark.parametrize("name", POLICE_STEPS)
    def test_the_police_alone(self, supervisor, begun, linkage, name):
        """Statement, pictures, prints, sample and enquiry are by the police or by nobody."""
        _, path = begun()
        with pytest.raises(Invalid) as refused:
            street_path.note(supervisor, path, step(name, "community"), base=1)
        assert [("steps[0].by", "authority")] == linkage.said(refused)
        street_path.note(supervisor, path, step(name, "police"), base=1)

    def test_no_step_says_what_it_found(self):
        """A step is its name, its day and its body: there is no field for more."""
        assert ["step", "done", "by"] == [each.name for each in attrs.fields(StreetStep)]

    def test_identity_corrects_the_register(self, supervisor, begun, linkage):
        """With an estimated birthday on file nobody counts as identified; the work function corrects both or neither."""
        minor, path = begun()
        with pytest.raises(Invalid) as refused:
            supervisor.change(
                StreetPath, path, base=1, identified=True, steps=(step("identified", "police"),), identify_by=None
            )
        assert [("identified", "reference")] == linkage.said(refused)
        with pytest.raises(Conflict):
            street_path.identify(supervisor, path, base=1, minor_base=7, done=DAY, name="李小满")
        assert NAMELESS == supervisor.get(Minor, minor).values["name"]

    def test_a_day_before_it_was_found(self, supervisor, begun, linkage):
        """Nothing was done for it before."""
        _, path = begun()
        with pytest.raises(Invalid) as refused:
            street_path.note(supervisor, path, step("made_safe", done=date(2026, 11, 23)), base=1)
        assert [("steps[0].done", "range")] == linkage.said(refused)

    def test_of_the_same_child(self, supervisor, begun, linkage):
        """A way names a finding of its own child."""
        _, path = begun()
        finding = supervisor.get(StreetPath, path).values["finding"]
        other = StreetPath(minor=Id("child-03"), finding=finding, found=DAY, officer="supervisor", next_by=DAY)
        with pytest.raises(Invalid) as refused:
            supervisor.save(other)
        assert [("finding", "reference")] == linkage.said(refused)

    def test_others_do_not_learn_of_it(self, registry, begun):
        """A liaison of another community sees neither the way nor the child."""
        minor, _ = begun()
        other = desk_as(registry, "liaison_one")
        assert () == other.find(StreetPath).rows
        assert () == other.find(Minor, F.id == minor).rows
