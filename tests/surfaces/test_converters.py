"""Conversion between JSON and typed values."""

import subprocess
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, IntEnum

import attrs
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from minorcare.declare import Code, Codes, Id, Label, Lifecycle, Record, field, kind, ref, state
from minorcare.declare.checks import problems
from minorcare.declare.text import clean, faults
from minorcare.errors import Invalid
from minorcare.surfaces.converters import from_json, loads, to_json
from minorcare.surfaces.openapi import schema

TODAY = date(2026, 11, 24)
MOST = 2**53 - 1
COLOURS = Codes(
    name="colours",
    label=Label("颜色", en="Colours"),
    items=(
        Code(value="r", label=Label("红", en="Red")),
        Code(value="g", label=Label("绿", en="Green")),
        Code(value="s", label=Label("褐", en="Sepia"), retired=date(2020, 1, 1)),
    ),
    version="1",
    source="made up",
    dated=TODAY,
)
CODES = {"colours": COLOURS}


class Weather(Enum):
    DRY = "dry"
    WET = "wet"


class Grade(IntEnum):
    LOW = 1
    HIGH = 2


@attrs.frozen(kw_only=True)
class Proof:
    kind: str = field(label=Label("种类", en="Kind"), max_length=20)
    seen_on: date = field(label=Label("日期", en="Date"))
    weather: Weather | None = field(default=None, label=Label("天气", en="Weather"))
    weight: Decimal | None = attrs.field(default=None, metadata={"places": 3})
    sure: bool = field(default=False, label=Label("确定", en="Sure"))


CASE = Lifecycle(open="closed", closed="")


@kind("lab.sample", label=Label("样本", en="Sample"))
class Sample(Record):
    title: str = field(label=Label("标题", en="Title"), min_length=2, max_length=20, example="河边")
    note: str | None = field(default=None, label=Label("备注", en="Note"), sensitivity="personal")
    remark: str = field(default="", label=Label("说明", en="Remark"), max_length=5)
    number: str | None = field(default=None, label=Label("号码", en="Number"), pattern=r"[0-9]{3}|X", secret=True)
    count: int = field(label=Label("次数", en="Count"), min=0, max=100)
    balance: int | None = field(default=None, label=Label("余数", en="Balance"))
    cost: Decimal | None = field(default=None, label=Label("费用", en="Cost"), places=2, min=0)
    urgent: bool = field(default=False, label=Label("紧急", en="Urgent"))
    found_on: date = field(label=Label("发现日期", en="Found on"))
    called_at: datetime | None = field(default=None, label=Label("来电时间", en="Called at"))
    weather: Weather | None = field(default=None, label=Label("天气", en="Weather"))
    grade: Grade = field(default=Grade.LOW, label=Label("等级", en="Grade"))
    colour: str | None = field(default=None, codes="colours", label=Label("颜色", en="Colour"))
    colours: tuple[str, ...] = field(default=(), codes="colours", label=Label("各色", en="Colours"))
    other: Id | None = ref("lab.sample", default=None, label=Label("另一份", en="Another"))
    proofs: tuple[Proof, ...] = field(default=(), label=Label("证据", en="Proofs"))
    status: str = state(CASE, label=Label("状态", en="Status"))


SAMPLE = Sample.__kind__
FULL = {
    "title": "河边",
    "count": 3,
    "found_on": "2026-09-01",
    "proofs": [{"kind": "photo", "seen_on": "2026-09-02", "weather": "wet", "weight": 1250}],
}


def problems_of(data, **options) -> dict[str, str]:
    """Address and code of everything that is wrong."""
    with pytest.raises(Invalid) as caught:
        from_json(SAMPLE, data, **options)
    assert all(problem.said.en and problem.remedy.en for problem in caught.value.problems)
    return {problem.at: problem.code for problem in caught.value.problems}


# --- what goes well ---


def test_values_become_typed():
    """A date becomes a date, a scaled number a decimal, a list a tuple, a member an enum."""
    values = from_json(
        SAMPLE, FULL | {"cost": 1250, "called_at": "2026-09-01T08:00:00+08:00", "grade": 2, "colours": ["r", "g"]}
    )

    assert date(2026, 9, 1) == values["found_on"]
    assert Decimal("12.5") == values["cost"]
    assert datetime(2026, 9, 1, tzinfo=UTC) == values["called_at"]
    assert Grade.HIGH is values["grade"]
    assert ("r", "g") == values["colours"]
    assert (Proof(kind="photo", seen_on=date(2026, 9, 2), weather=Weather.WET, weight=Decimal("1.25")),) == values[
        "proofs"
    ]


def test_what_cannot_be_seen_is_taken_out_of_texts():
    """A zero-width space that came along when copying does not make another name."""
    assert "河边" == from_json(SAMPLE, FULL | {"title": " 河\u200b边 "})["title"]


def test_a_change_names_only_what_changes():
    """A partial object gives no other field a value, and null empties one."""
    assert {"note": None, "count": 4} == from_json(SAMPLE, {"note": None, "count": 4}, partial=True)


def test_values_build_a_record():
    """What was converted is what the kind takes."""
    record = SAMPLE.build(from_json(SAMPLE, FULL | {"id": "0193-a", "office": "530111004"}))

    assert ("0193-a", "530111004", "open") == (record.id, record.office, record.status)


def test_a_row_shows_masks_as_they_are():
    """A mask is passed on, other values take their written form, and the masked fields are listed in order."""
    row = to_json(
        SAMPLE, {"id": "a", "note": None, "number": "…12X", "found_on": None, "count": 3}, ("found_on", "number")
    )

    assert {
        "id": "a",
        "note": None,
        "number": "…12X",
        "count": 3,
        "found_on": None,
        "masked": ["number", "found_on"],
    } == row


# --- what is refused ---


def test_nothing_is_coerced():
    """What only looks like a value of the type is refused, field by field and all at once."""
    found = problems_of(
        {
            "title": 12,
            "note": False,
            "count": "12",
            "balance": True,
            "cost": "1.5",
            "urgent": 1,
            "found_on": "20260901",
            "called_at": "2026-09-01T08:00:00",
            "weather": "DRY",
            "grade": True,
            "colour": 1,
            "colours": "rg",
            "other": 5,
            "proofs": {},
        }
    )

    fields = "title note count balance cost urgent found_on called_at weather grade colour colours other proofs"
    assert dict.fromkeys(fields.split(), "type") == found


def test_null_is_no_value_of_a_required_field():
    """An empty required field is missing, not the text None."""
    assert {"title": "required", "urgent": "required"} == problems_of(FULL | {"title": None, "urgent": None})


def test_missing_fields_are_named():
    """Every required field that is not there is a problem of its own."""
    assert {"title": "required", "count": "required", "found_on": "required"} == problems_of({})


def test_problems_within_lists_have_a_path():
    """An address leads into lists of values."""
    proofs = [{"kind": "photo", "seen_on": "2026-09-02"}, {"kind": 1, "seen_on": "?", "colour": "r"}, [], {}]
    found = problems_of(FULL | {"proofs": proofs, "colours": ["r", 2]})

    assert {
        "proofs[1].kind": "type",
        "proofs[1].seen_on": "type",
        "proofs[1].colour": "unknown",
        "proofs[2]": "type",
        "proofs[3].kind": "required",
        "proofs[3].seen_on": "required",
        "colours[1]": "type",
    } == found


def test_unknown_fields_are_refused_with_what_exists():
    """A misspelt field is no silent loss: the likeliest name and all names are given."""
    with pytest.raises(Invalid) as caught:
        from_json(SAMPLE, FULL | {"titel": "x"})

    (problem,) = caught.value.problems
    assert "titel" == problem.at
    assert problem.remedy.in_("en").startswith("did you mean title? the fields are title, note")


def test_a_key_that_is_no_name_is_not_repeated():
    """A number that stands where a field name should is not put into the message."""
    with pytest.raises(Invalid) as caught:
        from_json(SAMPLE, FULL | {"11010119900307": 1})

    assert "1101" not in str(caught.value)


def test_fields_above_the_ceiling_are_refused_by_name():
    """Who may not see a field may not write it, and is told once."""
    assert {"title": "masked", "note": "masked"} == problems_of(
        FULL | {"note": "x"}, readable={"count", "found_on", "proofs"}
    )


def test_state_and_store_columns_cannot_be_set():
    """The state moves by transitions; what the store keeps is not for callers; id and office stay once given."""
    assert {"status": "transition", "version": "fixed", "area": "fixed"} == problems_of(
        FULL | {"status": "closed", "version": 2, "area": "530111004"}
    )
    assert {"id": "fixed", "office": "fixed"} == problems_of({"id": "a", "office": "530111004"}, partial=True)


def test_values_that_do_not_go_together_are_a_problem():
    """A value class that refuses its values gives a problem at its place, not an error of the server."""

    @attrs.frozen(kw_only=True)
    class Span:
        low: int
        high: int

        def __attrs_post_init__(self):
            if self.low > self.high:
                raise ValueError(self.low)

    @kind("lab.spans", label=Label("区间", en="Spans"))
    class Spans(Record):
        spans: tuple[Span, ...] = field(label=Label("区间", en="Spans"))

    with pytest.raises(Invalid) as caught:
        from_json(Spans.__kind__, {"spans": [{"low": 1, "high": 2}, {"low": 2, "high": 1}]})

    assert [("spans[1]", "invalid")] == [(problem.at, problem.code) for problem in caught.value.problems]


def test_a_heap_of_junk_gives_a_short_answer():
    """However much is wrong, the answer stays readable."""
    assert 101 >= len(problems_of({f"x{number}": number for number in range(10_000)}))
    assert {"proofs": "length"} == problems_of(FULL | {"proofs": [1] * 10_000})


@pytest.mark.parametrize("data", [None, [], "x", 1, [FULL]])
def test_only_an_object_is_a_record(data):
    """Anything but an object is one problem."""
    assert {"": "type"} == problems_of(data)


# --- the reader ---


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"a": 1, "a": 2}', "json"),
        (b'{"a": {"b": 1, "b": 1}}', "json"),
        (b"NaN", "json"),
        (b"[-Infinity]", "json"),
        (b"1.0", "type"),
        (b"1e3", "type"),
        (b"9007199254740992", "range"),
        (b"-9007199254740992", "range"),
        (b"1" * 10_000, "range"),
        (b"[" * 100_000, "depth"),
        (b"[" * 17 + b"]" * 17, "depth"),
        (b'"' + b"x" * 1_048_576 + b'"', "size"),
        (b"\xef\xbb\xbf{}", "json"),
        (b'"\xff"', "json"),
        (b'"\xed\xa0\x80"', "json"),
        (b'"\\ud800"', "text"),
        (b'{"\\udc00": 1}', "text"),
        (b"", "json"),
        (b"{} {}", "json"),
        (b"{'a': 1}", "json"),
        ('{"a": 1}'.encode("utf-16"), "json"),
    ],
)
def test_reader_refuses_what_readers_differ_on(text, code):
    """Doubled names, inexact numbers, half characters, other encodings and bottomless nesting are refused."""
    with pytest.raises(Invalid) as caught:
        loads(text)

    assert [code] == [problem.code for problem in caught.value.problems]


def test_reader_keeps_what_is_right():
    """The largest exact number and the deepest allowed nesting are read."""
    assert [MOST, -MOST, True, None, "😀"] == loads(
        b'[9007199254740991, -9007199254740991, true, null, "\\ud83d\\ude00"]'
    )
    assert loads(b"[" * 16 + b"]" * 16)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_reader_raises_nothing_else(data):
    """Whatever bytes come, they are read or refused."""
    with suppress(Invalid):
        loads(data)


# --- rules ---

texts = st.text(max_size=25).map(clean).filter(lambda text: text and not faults(text))
decimals = st.integers(-MOST, MOST)
instants = st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
proofs = st.builds(
    Proof,
    kind=texts,
    seen_on=st.dates(),
    weather=st.none() | st.sampled_from(Weather),
    weight=st.none() | decimals.map(lambda number: Decimal(number).scaleb(-3)),
    sure=st.booleans(),
)
STRATEGIES = {
    "id": st.uuids().map(str),
    "office": st.just("530111004"),
    "title": texts,
    "note": st.none() | texts,
    "remark": st.just("") | texts,
    "number": st.none() | texts,
    "count": decimals,
    "balance": st.none() | decimals,
    "cost": st.none() | decimals.map(lambda number: Decimal(number).scaleb(-2)),
    "urgent": st.booleans(),
    "found_on": st.dates(),
    "called_at": st.none() | instants,
    "weather": st.none() | st.sampled_from(Weather),
    "grade": st.sampled_from(Grade),
    "colour": st.none() | st.sampled_from("rgs"),
    "colours": st.lists(st.sampled_from("rgs")).map(tuple),
    "other": st.none() | st.uuids().map(str),
    "proofs": st.lists(proofs, max_size=3).map(tuple),
}


@settings(deadline=None)
@given(st.fixed_dictionaries(STRATEGIES))
def test_typed_values_survive_the_wire(values):
    """What is written as JSON and read again is what it was."""
    row = to_json(SAMPLE, values, ())
    row.pop("masked")

    again = from_json(SAMPLE, loads(orjson.dumps(row)))

    assert values == again
    assert {name: type(value) for name, value in values.items()} == {name: type(value) for name, value in again.items()}


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.dates()
    | st.sampled_from(["2026-09-01", "2026-02-30", "2026-09-01T99:00:00Z", "0001-01-01T00:00:00+14:00", "dry", "r"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.integers() | st.sampled_from(["kind", "seen_on", "weight"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(
    junk | st.dictionaries(st.text() | st.sampled_from([*SAMPLE.by_name, "id", "office", "version"]), junk),
    st.booleans(),
)
def test_junk_is_refused_and_nothing_else_happens(data, partial):
    """Whatever object comes, it is converted or refused with problems."""
    with suppress(Invalid):
        from_json(SAMPLE, data, partial=partial)


numbers = st.integers(-3, 103) | st.sampled_from([MOST, -MOST, 2**60])
near = {
    "id": st.sampled_from(["a-1", "", "x" * 65, "编号"]),
    "office": st.sampled_from(["530111004", "53011100", 5]),
    "title": st.sampled_from(["河", "河边", "一" * 20, "一" * 21, "", None, 3]),
    "note": st.sampled_from(["有", "", None, []]),
    "remark": st.sampled_from(["", "短", "太长太长太长", None]),
    "number": st.sampled_from(["123", "X", "12", "1234", "", None]),
    "count": numbers | st.sampled_from(["1", None, True]),
    "balance": numbers | st.none(),
    "cost": numbers | st.none(),
    "urgent": st.sampled_from([True, False, 0, "true", None]),
    "found_on": st.sampled_from(["2026-09-01", "2026-02-30", "2026-9-1", "20260901", "0001-01-01", None]),
    "called_at": st.sampled_from(
        ["2026-09-01T08:00:00Z", "2026-09-01T08:00:00.123+08:00", "2026-09-01T08:00:00", "2026-09-01", None]
    ),
    "weather": st.sampled_from(["dry", "wet", "DRY", None, 1]),
    "grade": st.sampled_from([1, 2, 3, "1", None, True]),
    "colour": st.sampled_from(["r", "s", "x", "", None]),
    "colours": st.lists(st.sampled_from(["r", "g", "s", "x"]), max_size=3) | st.none(),
    "other": st.sampled_from(["a-1", "", "a b", None]),
    "proofs": st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["photo", "", "x" * 21, None]),
                "seen_on": st.sampled_from(["2026-09-01", "?", None]),
            },
            optional={
                "weather": st.sampled_from(["wet", "?", None]),
                "weight": numbers | st.none(),
                "sure": st.sampled_from([True, None, 1]),
                "more": st.just(1),
            },
        ),
        max_size=2,
    ),
    "status": st.sampled_from(["open", "closed"]),
    "titel": st.just("x"),
}
good = {"title": "河边", "count": 3, "found_on": "2026-09-01"}


def accepted(data, *, partial: bool) -> bool:
    """Whether the library takes *data*, conversion and checks together."""
    try:
        values = from_json(SAMPLE, data, partial=partial)
    except Invalid:
        return False
    return not problems(SAMPLE, values, codes=CODES, day=TODAY, only=values if partial else None)


@settings(deadline=None, max_examples=400)
@given(st.data(), st.booleans())
def test_schema_and_library_agree(data, partial):
    """The published schema accepts what the library accepts, and nothing else, in creating and in changing."""
    names = data.draw(st.lists(st.sampled_from(sorted(near)), max_size=4, unique=True))
    asked = ({} if partial else good) | {name: data.draw(near[name]) for name in names}
    published = schema(SAMPLE, CODES, "change" if partial else "create", day=TODAY)

    validator = Draft202012Validator(published, format_checker=FormatChecker())

    assert validator.is_valid(asked) is accepted(asked, partial=partial)


@pytest.mark.parametrize("name", sorted(near))
def test_every_field_is_accepted_and_refused(name):
    """The examples that schema and library agree on include both, so that agreeing means something."""
    seen: set[bool] = set()

    @settings(deadline=None)
    @given(near[name])
    def look(value):
        seen.add(accepted(good | {name: value}, partial=False))

    look()

    assert seen == ({False} if name in ("status", "titel") else {True, False})


def test_only_conversion_needs_cattrs():
    """The document is written and kinds are declared without loading the converter library."""
    program = "import minorcare.surfaces.openapi, minorcare.declare.checks, sys; print('cattrs' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "False" == answer.stdout.strip()
