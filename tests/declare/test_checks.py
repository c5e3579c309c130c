"""What is wrong with typed values."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minorcare.declare import Code, Codes, Id, Label, Lifecycle, Record, field, kind, new_id, ref, state
from minorcare.declare.checks import problems
from minorcare.declare.inner import inner_fields
from minorcare.errors import DeclarationError

TODAY = date(2026, 11, 24)
CHINA = timezone(timedelta(hours=8))
SOURCES = Codes(
    name="sources",
    label=Label("来源", en="Sources"),
    items=(
        Code(value="visit", label=Label("走访", en="Visit")),
        Code(value="call", label=Label("来电", en="Call")),
        Code(value="fax", label=Label("传真", en="Fax"), retired=date(2020, 1, 1)),
        Code(value="letter", label=Label("来信", en="Letter"), retired=date(2027, 1, 1)),
    ),
    version="1",
    source="made up",
    dated=TODAY,
)
CODES = {"sources": SOURCES}


class Weather(Enum):
    DRY = "dry"
    WET = "wet"


@attrs.frozen(kw_only=True)
class Proof:
    kind: str = field(label=Label("种类", en="Kind"), max_length=5)
    on: date | None = field(default=None, label=Label("日期", en="Date"), max="today")


CASE = Lifecycle(open="closed", closed="")


@kind("lab.sample", label=Label("样本", en="Sample"))
class Sample(Record):
    title: str = field(label=Label("标题", en="Title"), min_length=2, max_length=10)
    note: str | None = field(default=None, label=Label("备注", en="Note"))
    remark: str = field(default="", label=Label("说明", en="Remark"), min_length=2)
    number: str | None = field(
        default=None, label=Label("号码", en="Number"), pattern="[0-9]{3}", secret=True, example="123"
    )
    count: int = field(default=0, label=Label("次数", en="Count"), min=0, max=9, unit="次")
    cost: Decimal | None = field(default=None, label=Label("费用", en="Cost"), places=2, max=100)
    urgent: bool = field(default=False, label=Label("紧急", en="Urgent"))
    found_on: date | None = field(
        default=None, label=Label("发现日期", en="Found on"), max="today", min=date(2000, 1, 1)
    )
    next_on: date | None = field(default=None, label=Label("下次", en="Next on"), min="today")
    called_at: datetime | None = field(default=None, label=Label("来电时间", en="Called at"), max="today")
    weather: Weather | None = field(default=None, label=Label("天气", en="Weather"))
    source: str | None = field(default=None, codes="sources", label=Label("来源", en="Source"))
    sources: tuple[str, ...] = field(default=(), codes="sources", label=Label("各来源", en="Sources"))
    other: Id | None = ref("lab.sample", default=None, label=Label("另一份", en="Another"))
    proofs: tuple[Proof, ...] = field(default=(), label=Label("证据", en="Proofs"))
    status: str = state(CASE, label=Label("状态", en="Status"))


SAMPLE = Sample.__kind__


def found(*, only=None, **values) -> list[tuple[str, str]]:
    """Address and code of every problem of a sample with these values."""
    return [
        (each.at, each.code) for each in problems(SAMPLE, {"title": "河边"} | values, codes=CODES, day=TODAY, only=only)
    ]


def test_right_values_have_no_problems():
    """A record built from good values passes as it is, state, id and office included."""
    record = Sample(
        office="530111004", title="河边", count=9, cost=Decimal("1.50"), proofs=(Proof(kind="照片", on=TODAY),)
    )

    assert () == problems(SAMPLE, SAMPLE.values(record), codes=CODES, day=TODAY)


def test_everything_is_said_at_once():
    """Every wrong value has its problem, in the order of the declaration."""
    assert [
        ("title", "required"),
        ("number", "pattern"),
        ("count", "range"),
        ("source", "code"),
        ("status", "state"),
    ] == found(title="", number="12", count=-1, source="?", status="gone")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", 12),
        ("title", b"x"),
        ("count", True),
        ("count", 1.0),
        ("count", "1"),
        ("cost", 1),
        ("cost", 1.5),
        ("cost", Decimal("NaN")),
        ("cost", Decimal("Infinity")),
        ("urgent", 1),
        ("found_on", datetime(2026, 1, 1, tzinfo=UTC)),
        ("found_on", "2026-01-01"),
        ("called_at", TODAY),
        ("called_at", datetime(2026, 1, 1)),  # noqa: DTZ001
        ("weather", "dry"),
        ("source", Weather.DRY),
        ("sources", ["visit"]),
        ("sources", "visit"),
        ("sources", (1,)),
        ("other", 5),
        ("proofs", ({"kind": "x"},)),
        ("proofs", [Proof(kind="x")]),
        ("status", 1),
    ],
)
def test_types_are_strict(name, value):
    """A value of a related type is refused: no bool for an int, no datetime for a date, no list for a tuple, no naive instant."""
    assert [(name, "type")] == found(**{name: value})


def test_required_means_something_is_there():
    """Missing, None and an empty text are the same to a required field; a field with a default may not be None."""
    assert [("title", "required")] == [(each.at, each.code) for each in problems(SAMPLE, {}, codes=CODES, day=TODAY)]
    assert [("title", "required")] == found(title=None)
    assert [("urgent", "required")] == found(urgent=None)


def test_nothing_is_none_and_not_an_empty_text():
    """An optional text is None or says something, unless an empty text is its default."""
    assert [("note", "empty")] == found(note="")
    assert [] == found(remark="")
    assert [("remark", "length")] == found(remark="短")


def test_texts_are_held_against_their_facts():
    """Length in characters, the whole pattern, and what no text may contain."""
    assert [("title", "length")] == found(title="河")
    assert [] == found(title="𠮷" * 10)
    assert [("title", "length")] == found(title="河" * 11)
    assert [("number", "pattern")] == found(number="1234")
    assert [("note", "text")] == found(note="a\x1fb")
    assert [("note", "text")] == found(note="\ud800")


def test_numbers_are_held_against_their_bounds():
    """Bounds include themselves; what JSON readers cannot keep is refused; places are places and not trailing zeros."""
    assert [] == found(count=0) + found(count=9)
    assert [("count", "range")] == found(count=10)
    assert [("count", "range")] == found(count=2**53)
    assert [] == found(cost=Decimal("99.990")) + found(cost=Decimal("1E+1")) + found(cost=Decimal("-0"))
    assert [("cost", "places")] == found(cost=Decimal("1.001"))
    assert [("cost", "range")] == found(cost=Decimal("100.01"))


@given(
    st.decimals(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["1E+999999", "0E+999999", "1E-999999"]).map(Decimal)
)
@settings(deadline=None)
def test_an_accepted_decimal_is_kept_exactly(value):
    """Whatever decimal passes is the same after it was written and read."""
    cost = SAMPLE.by_name["cost"]

    if not found(cost=value):
        assert value == cost.from_json(cost.to_json(value))


def test_today_is_the_day_of_the_record():
    """A day past today is refused where it may not lie ahead, a day before it where it may not lie behind."""
    tomorrow, yesterday = TODAY + timedelta(days=1), TODAY - timedelta(days=1)

    assert [] == found(found_on=TODAY, next_on=TODAY)
    assert [("found_on", "range"), ("next_on", "range")] == found(found_on=tomorrow, next_on=yesterday)
    assert [("found_on", "range")] == found(found_on=date(1999, 12, 31))


def test_an_instant_counts_as_its_day_in_china():
    """Today lasts until midnight in China, wherever the instant was written down."""
    assert [] == found(called_at=datetime(2026, 11, 24, 15, 59, tzinfo=UTC))
    assert [("called_at", "range")] == found(called_at=datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert [] == found(called_at=datetime(2026, 11, 24, 23, 59, tzinfo=CHINA))
    assert [("called_at", "range")] == found(called_at=datetime.max.replace(tzinfo=timezone(-timedelta(hours=12))))


def test_retired_codes_are_refused_for_what_is_new():
    """A code is usable until the day it retires; afterwards it may stand only where it stood."""
    assert [] == found(source="visit") + found(source="letter")
    assert [("source", "retired")] == found(source="fax")
    assert [] == found(source="fax", only={"note"})


def test_lists_of_codes_are_checked_one_by_one():
    """An address leads to the code; one listed twice is said once."""
    assert [("sources[1]", "code"), ("sources[2]", "twice"), ("sources[3]", "retired")] == found(
        sources=("visit", "?", "visit", "fax")
    )


def test_remedies_list_what_there_is():
    """Whoever has to mend a code is given those in force."""
    (problem,) = problems(SAMPLE, {"title": "河边", "source": "fax"}, codes=CODES, day=TODAY)

    assert "source：这个代码已经停用；请选：visit 走访、call 来电、letter 来信" == problem.in_("zh")
    assert "source: is a code that was retired; choose one of visit Visit, call Call, letter Letter" == problem.in_(
        "en"
    )


def test_ids_look_like_ids():
    """References, id and office have the form of what they name."""
    assert [] == found(other=new_id(), id="0193-a", office="530111004")
    assert [] == found(office="")
    assert [("id", "ref"), ("office", "pattern"), ("other", "ref")] == found(other="a b", id="", office="5301")
    assert [("other", "ref")] == found(other="x" * 65)


def test_values_within_values_are_checked():
    """The fields of a value class are held against their own facts, at their own address."""
    proofs = (Proof(kind="照片"), Proof(kind="", on=TODAY + timedelta(days=1)), Proof(kind=5))

    assert [("proofs[1].kind", "required"), ("proofs[1].on", "range"), ("proofs[2].kind", "type")] == found(
        proofs=proofs
    )


def test_only_what_changed_is_checked():
    """A change is held against what it changes; a required field that it empties is still required."""
    values = {"title": "", "count": 99}

    assert [("count", "range")] == found(**values, only=("count",))
    assert [("title", "required")] == found(**values, only=("title",))
    assert [] == found(**values, only=())


def test_unknown_names_are_refused():
    """A value without a field has the likeliest name in its remedy."""
    (problem,) = problems(SAMPLE, {"title": "河边", "titel": 1}, codes=CODES, day=TODAY)

    assert ("titel", "unknown") == (problem.at, problem.code)
    assert "did you mean title?" in problem.remedy.in_("en")


def test_a_missing_code_list_is_an_error_of_the_declaration():
    """Where no list of that name exists, nobody's input is to blame."""
    with pytest.raises(DeclarationError, match="source: names the code list 'sources'"):
        problems(SAMPLE, {"title": "河边", "source": "visit"}, codes={}, day=TODAY)


SECRETS = st.text(alphabet="甲乙丙丁戊己", min_size=4, max_size=30)


@settings(deadline=None)
@given(SECRETS)
def test_messages_never_repeat_a_value(secret):
    """Whatever is wrong with a value, it stands in no message, in no language."""
    values = {
        "title": secret * 3,
        "number": secret,
        "count": secret,
        "source": secret,
        "sources": (secret,),
        "other": secret,
        "status": secret,
        "id": secret,
        "office": secret,
        "proofs": (Proof(kind=secret * 2),),
    }

    said = problems(SAMPLE, values, codes=CODES, day=TODAY)

    assert len(values) == len({each.at.partition("[")[0] for each in said})
    assert not [each for each in said if secret in each.in_("zh") + each.in_("en")]
    assert all(each.said.zh and each.said.en and each.remedy.zh and each.remedy.en for each in said)


values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.decimals()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.timezones())
    | st.tuples(st.text())
    | st.sampled_from(Weather)
    | st.builds(Proof, kind=st.text() | st.integers()).map(lambda proof: (proof,))
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*SAMPLE.by_name, "id", "office"]), values))
def test_any_values_are_judged(given_values):
    """Whatever is held against the declaration, the answer is problems; what passes can be written and read again."""
    if problems(SAMPLE, given_values, codes=CODES, day=TODAY):
        return

    for name in SAMPLE.by_name.keys() & given_values:
        one = SAMPLE.by_name[name]
        written = one.to_json(given_values[name])
        assert written == one.to_json(one.from_json(written))


def test_value_classes_hold_plain_values():
    """A list inside a value class is refused when its fields are first read."""

    @attrs.frozen
    class Nested:
        proofs: tuple[Proof, ...]

    with pytest.raises(DeclarationError, match="value class Nested: proofs has the type"):
        inner_fields(Nested)
