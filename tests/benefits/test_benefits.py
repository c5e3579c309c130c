"""Benefits are suggested unasked, run by working-day clocks, start and stop by the month, and never ask twice for a paper."""

from datetime import date

import pytest

from minorcare.declare import Id
from minorcare.errors import DeclarationError, Invalid, NotFound
from minorcare.kinds import Benefit, DifficultyRecognition, DisabilityCard, Minor, Paper
from minorcare.kinds.benefits import month_after, month_end
from minorcare.kinds.codelists import load_codes
from minorcare.plugins import Config
from minorcare.query import F, check
from minorcare.rules.entitlements import policies, policy_codes, read_policies
from minorcare.testing import OFFICE, desk_as, registry_in, street
from minorcare.work import benefits
from minorcare.work.benefits import missing_papers, suggest

POOR, DISABLED = Id("child-09"), Id("child-06")
"""A child recognised as poor, and a child of six with a disability certificate of level 2. Neither has been asked about benefits."""
TODAY = date(2026, 11, 24)


@pytest.fixture
def head(registry):
    return desk_as(registry, "head")


@pytest.fixture
def system(registry):
    return registry.system_desk(OFFICE)


def problems(error):
    return sorted((problem.at, problem.code) for problem in error.value.problems)


def of(desk, minor, policy):
    """The benefit of a child."""
    (row,) = desk.find(Benefit, (F.minor == minor) & (F.policy == policy)).rows
    return row


def version(desk, id_):
    return desk.get(Benefit, id_).version


def handed_in(desk, minor, *types, **values):
    for type_ in types:
        desk.save(Paper(minor=minor, type=type_, received=desk.day, **values))


@pytest.fixture
def asked(head):
    """The poor child's family has applied, and brought everything."""
    made = benefits.open_application(head, POOR, "difficulty_assistance")
    handed_in(head, POOR, "household_register", "guardian_identity", "income_statement")
    return made


def decided(desk, id_):
    """From complete papers to the desk of those who decide."""
    benefits.complete(desk, id_, base=version(desk, id_))
    benefits.enter(desk, id_, base=version(desk, id_), external_id="530111-77")
    benefits.send_up(desk, id_, base=version(desk, id_), opinion="符合条件")


def test_children_are_found_who_did_not_ask(system, head):
    """Each child that fulfils the conditions of a policy has a suggestion, and nobody else; a second run writes nothing."""
    written = suggest(system)
    found = {(row.values["minor"], row.values["policy"]) for row in head.find(Benefit, limit=100).rows}

    assert {
        (POOR, "difficulty_assistance"),
        (DISABLED, "nursing_subsidy"),
        (DISABLED, "rehabilitation_aid"),
    } == found
    assert (3, 0) == (written, suggest(system))


def test_rehabilitation_ends_with_the_seventh_birthday(registry):
    """Six years and a day short of seven: yes; seven, counted from the day after the birthday: no."""
    for born, entitled in ((date(2019, 11, 24), True), (date(2019, 11, 23), False)):
        desk = desk_as(registry, "head")
        child = Id(f"child-{born.day}")
        desk.save(Minor(id=child, name="测试", sex="1", birth_date=born, area=f"{OFFICE}001"))
        desk.save(DisabilityCard(minor=child, type="1", level="4", source="household"))
        suggest(registry.system_desk(OFFICE))
        found = {r.values["policy"] for r in desk.find(Benefit, F.minor == child).rows}

        assert ({"rehabilitation_aid"} if entitled else set()) == found


def test_subsidy_is_for_the_two_severe_levels(system, head):
    """Level 2 is, level 3 is not."""
    card = head.get(DisabilityCard, "card-1")
    head.change(DisabilityCard, card.id, base=card.version, level="3")
    suggest(system)

    assert [] == list(head.find(Benefit, F.policy == "nursing_subsidy").rows)


def test_suggestion_lapses_with_its_basis_and_comes_back_with_it(system, head):
    """Nobody has decided: time takes it back, and makes another when the condition holds again."""
    suggest(system)
    record = head.get(DifficultyRecognition, "help-1")
    head.change(DifficultyRecognition, record.id, base=record.version, ended=TODAY)

    assert 1 == suggest(system)
    assert "lapsed" == of(head, POOR, "difficulty_assistance").values["status"]
    head.save(DifficultyRecognition(minor=POOR, types=("poverty",), recognised=TODAY, source="civil_affairs"))
    assert 1 == suggest(system)
    assert 2 == len(head.find(Benefit, F.minor == POOR).rows)


def test_what_a_person_dismissed_is_not_suggested_again(system, head):
    """With a reason; without one it is not dismissed."""
    suggest(system)
    row = of(head, POOR, "difficulty_assistance")
    with pytest.raises(Invalid) as bare:
        head.transition(Benefit, row.id, "dismissed", base=row.version)
    benefits.dismiss(head, row.id, base=row.version, why="家庭不愿申请")

    assert [("why", "required")] == problems(bare)
    assert 0 == suggest(system)


def test_running_benefit_without_basis_is_put_before_a_person(system, head, asked):
    """It goes on running until a person ends it; the question stands on the work list once."""
    decided(head, asked)
    benefits.granted(head, asked, base=version(head, asked), document="官民〔2026〕7号")
    benefits.told(head, asked, base=version(head, asked))
    record = head.get(DifficultyRecognition, "help-1")
    head.change(DifficultyRecognition, record.id, base=record.version, ended=TODAY)
    suggest(system)
    values = head.get(Benefit, asked).values

    assert ("running", TODAY) == (values["status"], values["check_by"])
    assert ["check_by"] == [r.values["which"] for r in head.find("due", F.record == asked).rows]
    assert 0 == sum(
        r.values["policy"] == "difficulty_assistance" for r in head.find(Benefit, F.status == "lapsed").rows
    )


@pytest.mark.usefixtures("asked")  # whose papers are good for this one too
def test_clocks_over_national_day(registry):
    """Three, fifteen, fifteen and three working days: the holiday does not count, the Saturday worked for it does."""
    clock = registry.clock

    def at(day):
        clock.on(day)
        return desk_as(registry, "head")

    desk = at(date(2026, 9, 29))
    other = benefits.open_application(desk, POOR, "nursing_subsidy")
    handed_in(desk, POOR, "disability_certificate")
    deadlines = []
    for day, act, field in (
        (date(2026, 9, 29), lambda d: benefits.complete(d, other, base=version(d, other)), "enter_by"),
        (date(2026, 10, 9), lambda d: benefits.enter(d, other, base=version(d, other)), "opinion_by"),
        (date(2026, 10, 29), lambda d: benefits.send_up(d, other, base=version(d, other), opinion="符合"), "decide_by"),
        (date(2026, 11, 19), lambda d: benefits.granted(d, other, base=version(d, other), document="7号"), "tell_by"),
    ):
        desk = at(day)
        act(desk)
        values = desk.get(Benefit, other).values
        deadlines.append(values[field])

        assert [field] == [r.values["which"] for r in desk.find("due", F.record == other).rows]

    assert [date(2026, 10, 9), date(2026, 10, 29), date(2026, 11, 19), date(2026, 11, 24)] == deadlines
    assert date(2026, 12, 1) == values["paid_from"]


def test_clocks_are_a_setting(tmp_path):
    """Elsewhere it is ten working days and five."""
    config = Config(folder=tmp_path, sections={"minorcare": {"benefits": {"enter_days": 10, "decide_days": 5}}})
    registry = registry_in(tmp_path, config=config)
    street(registry)
    desk = desk_as(registry, "head")
    made = benefits.open_application(desk, POOR, "difficulty_assistance")
    handed_in(desk, POOR, "household_register", "guardian_identity", "income_statement")
    benefits.complete(desk, made, base=version(desk, made))

    assert date(2026, 12, 8) == desk.get(Benefit, made).values["enter_by"]
    registry.close()


def test_paid_from_the_month_after_and_up_to_the_month_of_the_end(head, asked):
    """Granted on the last day of a month or the first: the month after that one. Another day is refused."""
    decided(head, asked)
    with pytest.raises(Invalid) as caught:
        head.transition(
            Benefit,
            asked,
            "granted",
            base=version(head, asked),
            decided=TODAY,
            decided_by="civil_affairs",
            document="7号",
            tell_by=TODAY,
            paid_from=TODAY,
        )
    benefits.granted(head, asked, base=version(head, asked), document="7号")
    benefits.told(head, asked, base=version(head, asked))
    benefits.end(head, asked, base=version(head, asked), cause_ended=date(2026, 11, 1), why="家庭收入提高")
    values = head.get(Benefit, asked).values

    assert [("paid_from", "range")] == problems(caught)
    assert (date(2026, 12, 1), date(2026, 11, 30)) == (values["paid_from"], values["paid_until"])
    assert [] == list(head.find("due", F.record == asked).rows)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 12, 31), date(2027, 1, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 2, 1), date(2027, 1, 31)),
        (date(2028, 2, 1), date(2028, 3, 1), date(2028, 2, 29)),
    ],
)
def test_months_at_their_edges(day, first, last):
    """The month after, and the last day of the month itself."""
    assert (first, last) == (month_after(day), month_end(day))


def test_family_is_asked_only_for_what_is_not_on_file(head):
    """One paper is here already; asking for it all the same is refused at the door."""
    handed_in(head, POOR, "household_register")
    made = benefits.open_application(head, POOR, "difficulty_assistance")

    assert ("guardian_identity", "income_statement") == head.get(Benefit, made).values["asked_papers"]
    with pytest.raises(Invalid) as caught:
        head.change(Benefit, made, base=2, asked_papers=("guardian_identity", "household_register"))
    assert [("asked_papers[1]", "on_file")] == problems(caught)


def test_paper_is_good_until_its_last_day(head, registry):
    """On that day it is not asked for; the day after it is."""
    handed_in(head, POOR, "household_register", valid_until=date(2026, 11, 24))

    assert "household_register" not in missing_papers(head, POOR, "difficulty_assistance")
    registry.clock.on(date(2026, 11, 25))
    assert "household_register" in missing_papers(desk_as(registry, "head"), POOR, "difficulty_assistance")


def test_paper_of_the_family_is_good_for_the_sibling(head):
    """The household register of one child serves the other; a disability certificate does not, nor another household's paper."""
    handed_in(head, Id("child-01"), "household_register", "disability_certificate")
    sibling, stranger = (missing_papers(head, child, "nursing_subsidy") for child in ("child-02", "child-03"))

    assert ("disability_certificate",) == sibling
    assert ("household_register", "disability_certificate") == stranger
    with pytest.raises(Invalid) as caught:
        head.save(Benefit(minor=Id("child-02"), policy="nursing_subsidy", asked_papers=("household_register",)))
    assert [("asked_papers[0]", "on_file")] == problems(caught)


def test_papers_are_complete_when_they_are(head):
    """One missing, and the clock does not start; the same paper is not entered twice while it is good."""
    made = benefits.open_application(head, POOR, "difficulty_assistance")
    handed_in(head, POOR, "household_register", "guardian_identity")
    with pytest.raises(Invalid) as caught:
        benefits.complete(head, made, base=2)
    with pytest.raises(Invalid) as twice:
        handed_in(head, POOR, "household_register")
    handed_in(head, POOR, "income_statement")
    benefits.complete(head, made, base=2)

    assert [("status", "paper")] == problems(caught)
    assert [("type", "on_file")] == problems(twice)
    assert date(2026, 11, 27) == head.get(Benefit, made).values["enter_by"]


def test_office_never_decides(head, asked):
    """A decision has a document, and is that of the body the policy names."""
    decided(head, asked)
    given = {"decided": TODAY, "paid_from": date(2026, 12, 1), "tell_by": TODAY}
    with pytest.raises(Invalid) as bare:
        head.transition(Benefit, asked, "granted", base=version(head, asked), **given)
    with pytest.raises(Invalid) as other:
        head.transition(
            Benefit, asked, "granted", base=version(head, asked), decided_by="community", document="7号", **given
        )

    assert [("decided_by", "required"), ("document", "required")] == problems(bare)
    assert [("decided_by", "authority")] == problems(other)


def test_refused_is_told_with_the_reason(head, asked, system):
    """And not suggested again."""
    decided(head, asked)
    benefits.refused(head, asked, base=version(head, asked), why="收入超过标准")
    benefits.told(head, asked, base=version(head, asked))

    assert "closed" == head.get(Benefit, asked).values["status"]
    suggest(system)
    assert 1 == len(head.find(Benefit, F.minor == POOR).rows)


def test_benefits_of_children_are_not_published(head, asked):
    """Unless the office has set so for that policy."""
    with pytest.raises(Invalid) as caught:
        head.change(Benefit, asked, base=version(head, asked), publicised=True)

    assert [("publicised", "publicity")] == problems(caught)


def test_one_of_a_sort(head, asked):
    """A second application for the same benefit is refused while the first is under way."""
    assert asked
    with pytest.raises(Invalid) as caught:
        benefits.open_application(head, POOR, "difficulty_assistance")

    assert {("[0].policy", "taken")} <= set(problems(caught))


def test_benefit_that_tells_of_parents_is_kept_from_a_liaison(head, registry):
    """It is at least as sensitive as its policy; above a reader's level its name does not show."""
    with pytest.raises(Invalid) as caught:
        head.save(Benefit(minor=Id("child-01"), policy="de_facto_allowance"))
    made = benefits.open_application(head, "child-01", "de_facto_allowance")
    row = desk_as(registry, "liaison_one").get(Benefit, made)

    assert [("level", "range")] == problems(caught)
    assert (None, True) == (row.values["policy"], "policy" in row.masked)
    with pytest.raises(NotFound):
        desk_as(registry, "liaison_two").get(Benefit, made)


def test_every_policy_asks_what_can_be_asked(registry):
    """Conditions name what is there, bodies and papers are codes, and the catalogue is the code list."""
    catalog = registry.catalog
    papers = {item.value for item in catalog.codes["paper_type"].items}
    bodies = {item.value for item in catalog.codes["department"].items}

    for policy in policies().values():
        where = policy.entitled(catalog.kinds, catalog.codes)

        assert () == check.faults(where, catalog.kinds["minor"], catalog.kinds, catalog.codes)
        assert set(policy.papers) <= papers
        assert policy.body in bodies
        assert policy.cites
    assert [item.value for item in policy_codes().items] == list(policies())
    assert "paper_type" in {codes.name for codes in load_codes()}


def test_unknown_policy_names_those_there_are(head):
    """Nobody has to guess."""
    with pytest.raises(Invalid) as caught:
        benefits.open_application(head, POOR, "free_lunch")

    assert "orphan_allowance" in caught.value.problems[0].remedy.in_("en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('level = "secret"', "level"),
        ('level = "open"\nconditions = [{ kind = "minor" }]', "condition 1"),
    ],
)
def test_wrong_catalogue_is_refused_with_its_place(tmp_path, text, said):
    """The policy is named by its number."""
    if "conditions" not in text:
        text += '\nconditions = [{ kind = "minor", where = "" }]'
    file = tmp_path / "own.toml"
    head = (
        'version = "1"\nsource = "-"\ndated = 2026-11-24\n[[policies]]\nname = "a"\nzh = "甲"\nen = "A"\ncites = "-"\n'
    )
    file.write_text(f'{head}body = "civil_affairs"\npapers = ["other"]\n{text}\n', "utf-8")
    with pytest.raises(DeclarationError, match=f"(?s){said}.*policy 1|policy 1.*{said}"):
        read_policies(file)
