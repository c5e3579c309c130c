"""What a declaration may say, and what is said at start-up when it says something else."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minorcare.declare import Facts, Id, Label, Lifecycle, Owner, Record, deadline, field, kind, new_id, ref, state
from minorcare.errors import DeclarationError

TALKS = Lifecycle(found="talking closed", talking="found closed", closed="")
X = Label("某项", en="X")


class Mood(Enum):
    CALM = "calm"


@attrs.frozen(kw_only=True)
class Item:
    what: str
    on: date | None = None


@kind("sighting", label=Label("险情", en="Sighting"))
class Sighting(Record):
    minor: Id = ref("minor", about=True, label=X)
    place: str = field(label=X, sensitivity="open")
    name: str = field(label=X)
    note: str | None = field(default=None, label=X, sensitivity="personal")
    due: date | None = deadline(days=3, after="seen_on", default=None, label=X)
    seen_on: date = field(label=X)
    status: str = state(TALKS, label=X)


def sighting(**values):
    return Sighting(**{"minor": Id("m"), "place": "lake", "name": "Li Lei", "seen_on": date(2026, 1, 1)} | values)


def declared(annotations, values, **options):
    """The kind that a class body with these annotations and values would declare."""
    cls = type("Odd", (Record,), {"__annotations__": annotations, "__module__": __name__, **values})
    return kind(options.pop("name", "odd"), label=X, **options)(cls)


def fault_of(annotations, values, **options):
    with pytest.raises(DeclarationError) as caught:
        declared(annotations, values, **options)
    return str(caught.value)


def test_facts_are_eighteen():
    """What a value says about itself is a closed list of facts of the domain: no widget, no column width."""
    assert [
        "label", "help", "aliases", "codes", "unit", "min_length", "max_length", "min", "max", "pattern", "places",
        "sensitivity", "secret", "searchable", "identifying", "unique", "area", "example",
    ] == [each.name for each in attrs.fields(Facts)]  # fmt: skip
    assert 18 == len(attrs.fields(Facts))


def test_a_kind_reads_its_class():
    """Fields in the order of the declaration, with type, facts and structure."""
    own = Sighting.__kind__

    assert Sighting is own.cls
    assert ["minor", "place", "name", "note", "due", "seen_on", "status"] == [each.name for each in own.fields]
    assert ["ref", "text", "text", "text", "date", "date", "state"] == [each.type.name for each in own.fields]
    assert own.by_name["minor"] is own.about
    assert own.by_name["status"] is own.state
    assert (own.by_name["due"],) == own.deadlines
    assert TALKS is own.lifecycle


def test_required_means_no_default_and_no_none():
    """A value that may be missing says so in its type or brings a default."""
    assert ["minor", "place", "name", "seen_on"] == [each.name for each in Sighting.__kind__.fields if each.required]


def test_sensitivity_is_closed_unless_declared():
    """Structure is open, every other value sensitive."""
    levels = {each.name: each.sensitivity for each in Sighting.__kind__.fields}

    assert {"minor", "place", "due", "status"} == {name for name, level in levels.items() if level == "open"}
    assert ("sensitive", "personal") == (levels["name"], levels["note"])


def test_every_type_of_the_table_is_read():
    """The closed table of value types."""
    types = {
        "a": str, "b": int, "c": Decimal, "d": bool, "e": date, "f": datetime, "g": Mood, "h": str, "i": Id,
        "j": tuple[str, ...], "k": tuple[Item, ...], "l": str | None,
    }  # fmt: skip
    values = {name: field(label=X) for name in types} | {
        "c": field(label=X, places=2), "h": field(label=X, codes="sex"), "i": ref("minor", label=X), "j": field(label=X, codes="need"),
    }  # fmt: skip

    read = declared(types, values).__kind__.fields

    names = ["text", "int", "decimal", "bool", "date", "datetime", "enum", "code", "ref", "codes", "values", "text"]
    assert names == [each.type.name for each in read]
    assert [False] * 11 + [True] == [each.type.optional for each in read]


@pytest.mark.parametrize(
    ("annotation", "value", "said"),
    [
        (float, field(label=X), "not in the table of value types; use one of str, int, Decimal"),
        (dict[str, str], field(label=X), "not in the table of value types"),
        (list[str], field(label=X), "not in the table of value types"),
        (tuple[str, ...], field(label=X), "not in the table of value types"),
        (tuple[str, int], field(label=X), "not in the table of value types"),
        (str | int, field(label=X), "not in the table of value types"),
        (Id, field(label=X), "not in the table of value types"),
        (str, ref("minor", label=X), "not in the table of value types"),
        (datetime, deadline(label=X, days=3), "not in the table of value types"),
        (str, attrs.field(), 'has no label; write it as field(label=Label("…"))'),
        (int, field(label=X, searchable=True), "says something only a text can be; remove"),
        (
            str,
            field(label=X, searchable=True, secret=True),
            "is both secret and searchable; a secret is found by its whole value only",
        ),
        (Decimal, field(label=X), "has no places; say how many decimal places it has: places=2"),
        (
            str,
            field(label=X, sensitivity="public"),
            "has the sensitivity 'public'; use one of open, personal, sensitive, restricted",
        ),
        (
            date | None,
            deadline(label=X, days=3, after="begun", default=None),
            "counts from 'begun', which is no field; choose from x",
        ),
        (
            str,
            attrs.field(factory=str, metadata=field(label=X).metadata),
            "has a factory as default; give a plain value",
        ),
    ],
)
def test_a_wrong_field_names_file_kind_field_and_remedy(annotation, value, said):
    """At start-up, for whoever wrote it."""
    fault = fault_of({"x": annotation}, {"x": value})

    assert said in fault
    assert "kind 'odd'" in fault
    assert " x: " in fault


def test_the_place_of_a_fault_is_its_line():
    """An editor can jump there."""
    with pytest.raises(DeclarationError) as caught:

        @kind("odd", label=X)
        class Odd(Record):
            x: float = field(label=X)

    line = test_the_place_of_a_fault_is_its_line.__code__.co_firstlineno
    file, at, _ = caught.value.where.split(":", 1)[0], int(caught.value.where.split(":")[1].split()[0]), None
    assert __file__ == file
    assert line < at < line + 8


def test_all_faults_of_a_kind_come_at_once():
    """Nobody starts five times to find five mistakes."""
    fault = fault_of(
        {"x": float, "since": str, "id": str}, {"x": field(label=X), "since": field(label=X), "id": field(label=X)}
    )

    assert " x: " in fault
    assert " since: is no field name or a reserved word" in fault
    assert " id: shadows a field that every record has; choose another name" in fault


@pytest.mark.parametrize(
    "name",
    [
        "version",
        "since",
        "no",
        "kind",
        "eq",
        "within",
        "age",
        "community",
        "order",
        "limit",
        "after",
        "q",
        "but",
        "check",
    ],
)
def test_words_with_a_meaning_of_their_own_are_reserved(name):
    """A column of the store, an operator, a word of URLs and a method cannot be fields."""
    assert f" {name}: is no field name or a reserved word; choose lower-case words" in fault_of(
        {name: str}, {name: field(label=X)}
    )


@pytest.mark.parametrize("name", ["Name", "a__b", "_a", "a_", "名字"])
def test_field_names_are_lower_case_words(name):
    """They become columns, keys of URLs and arguments."""
    assert f" {name}: is no field name" in fault_of({name: str}, {name: field(label=X)})


@pytest.mark.parametrize("name", ["Odd", "a.b.c", "a__b", "a-b", ".a", ""])
def test_kind_names_are_words_with_at_most_one_prefix(name):
    """They become tables and addresses."""
    assert f"{name!r} is no kind name; write lower-case words" in fault_of({"x": str}, {"x": field(label=X)}, name=name)


@pytest.mark.parametrize("name", ["id", "office"])
def test_what_every_record_has_is_not_shadowed(name):
    """The door fills them, and a kind cannot take them over."""
    assert f" {name}: shadows a field that every record has; choose another name" in fault_of(
        {name: str}, {name: field(label=X)}
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"key": ("y",)}, "key: names 'y', which is no field; choose from x"),
        ({"level_by": "y"}, "level_by: names 'y', which is no field; choose from x"),
    ],
)
def test_what_a_kind_says_of_its_fields_names_fields(options, said):
    """The key and the level."""
    assert said in fault_of({"x": str}, {"x": field(label=X)}, **options)


@pytest.mark.parametrize(
    ("types", "value", "said"),
    [
        (str, state(TALKS, label=X), "state: is declared twice; keep one state a kind"),
        (Id, ref("minor", about=True, label=X), "about: is declared twice; a record is about one child"),
    ],
)
def test_a_record_has_one_state_and_is_about_one_child(types, value, said):
    """Two would contradict each other."""
    assert said in fault_of({"x": types, "y": types}, {"x": value, "y": value})


def test_a_table_is_named_by_the_kind():
    """A plugin's prefix becomes part of it."""
    assert (
        "water_patrol__sighting"
        == declared({"x": str}, {"x": field(label=X)}, name="water_patrol.sighting").__kind__.table
    )


def test_a_plain_subclass_is_no_kind_of_its_own():
    """It inherits `__kind__`, so whoever asks compares the class."""

    class Special(Sighting):
        pass

    assert Special.__kind__.cls is not Special


def test_records_are_frozen_and_keyword_only():
    """A change is a new version."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        sighting().place = "river"
    with pytest.raises(TypeError):
        Sighting("id", "office", Id("m"), "lake")


def test_a_record_starts_in_the_first_state():
    """It is no argument: only a transition moves it."""
    assert "found" == sighting().status
    with pytest.raises(TypeError, match="status"):
        sighting(status="closed")


def test_a_loader_passes_the_state():
    """What is read from a store stands where it stood, and is otherwise equal to what was written."""
    values = Sighting.__kind__.values(sighting()) | {"status": "closed"}

    assert "closed" == Sighting.__kind__.build(values).status
    assert values == Sighting.__kind__.values(Sighting.__kind__.build(values))


def test_a_changed_copy_keeps_its_state():
    """`but` changes what it is told, the id not among it."""
    first = Sighting.__kind__.build(Sighting.__kind__.values(sighting()) | {"status": "talking"})

    second = first.but(place="river")

    assert ("river", "talking", first.id) == (second.place, second.status, second.id)
    assert "lake" == first.place
    assert first is first.but() is first.but(place=first.place, id=first.id)


def test_a_changed_copy_takes_no_unknown_value():
    """A misspelt change is not lost."""
    with pytest.raises(TypeError, match="plaec"):
        sighting().but(plaec="river")


def test_repr_hides_what_is_not_open():
    """A record may end up in a traceback."""
    shown = repr(sighting(note="was crying"))

    assert "lake" in shown
    assert "found" in shown
    assert not {"Li Lei", "was crying", "2026"} & {part for part in ("Li Lei", "was crying", "2026") if part in shown}


def test_ids_sort_by_the_time_they_were_made():
    """UUIDv7 (RFC 9562): version 7, variant 10, milliseconds first."""
    ids = [uuid.UUID(new_id()) for _ in range(100)]

    assert {(7, uuid.RFC_4122)} == {(each.version, each.variant) for each in ids}
    assert [each.int >> 80 for each in ids] == sorted(each.int >> 80 for each in ids)
    assert 100 == len(set(ids))


VALUES = {
    "b": (int, field(label=X), st.integers(-(2**63), 2**63 - 1)),
    "c": (Decimal, field(label=X, places=2), st.decimals(-(10**9), 10**9, places=2)),
    "d": (bool, field(label=X), st.booleans()),
    "e": (date, field(label=X), st.dates()),
    "f": (
        datetime,
        field(label=X),
        st.datetimes(timezones=st.timezones()).map(
            lambda each: each.replace(microsecond=each.microsecond // 1000 * 1000)
        ),
    ),
    "g": (Mood, field(label=X), st.sampled_from(Mood)),
    "j": (tuple[str, ...], field(label=X, codes="need"), st.lists(st.text()).map(tuple)),
    "k": (
        tuple[Item, ...],
        field(label=X),
        st.lists(st.builds(Item, what=st.text(), on=st.none() | st.dates())).map(tuple),
    ),
}
ALL = declared(
    {name: each[0] for name, each in VALUES.items()}, {name: each[1] for name, each in VALUES.items()}
).__kind__


@given(st.data(), st.sampled_from(ALL.fields))
def test_the_written_form_gives_the_value_back(data, each):
    """Of every type in the table, and of nothing."""
    value = data.draw(st.none() | VALUES[each.name][2])

    assert value == each.from_json(each.to_json(value))


@given(st.data())
def test_a_record_is_written_field_by_field(data):
    """Its declared values in their written form: no id, no office, nothing for what is empty."""
    values = {name: data.draw(st.none() | each[2]) for name, each in VALUES.items()}

    written = ALL.written(ALL.build(values))

    assert written == {n: ALL.by_name[n].to_json(value) for n, value in values.items() if value is not None}


WHOSE = (
    {"who": str, "day": date, "told": str | None, "phone": str | None, "status": str},
    {
        "who": field(label=X, max_length=40),
        "day": field(label=X),
        "told": field(default=None, label=X, max_length=40),
        "phone": field(default=None, label=X, max_length=20, secret=True),
        "status": state(TALKS, label=X),
    },
)


@pytest.mark.parametrize(
    ("owner", "words"),
    [
        ("whose", "'whose', which is no field"),
        ("day", "holds no account name"),
        (Owner("who", sees="what"), "'what', which is no field"),
        (Owner("who", says=("what",)), "'what', which is no field"),
        (Owner("who", says="who"), "lets its owner say 'who'"),
        (Owner("who", says="day"), "what every record must have"),
        (Owner("who", sees="phone"), "shows a secret"),
        (Owner("who", moves="talking ended"), "'ended', which is no state"),
    ],
)
def test_an_owner_that_cannot_be_is_refused(owner, words):
    """The account is a text, what an owner reads, says and moves is there, and nobody says who answers for it."""
    assert words in fault_of(*WHOSE, owner=owner)


def test_an_owner_is_given_by_field_or_in_full():
    """The name of the field says that every move is theirs and no value above open; a list may be words in one text."""
    plain, full = (
        declared(*WHOSE, owner="who").__kind__,
        declared(*WHOSE, owner=Owner("who", sees="told", moves="talking closed")).__kind__,
    )
    assert (Owner("who"), ("told",), ("talking", "closed")) == (plain.owner, full.owner.sees, full.owner.moves)
    assert [True, True] == [plain.owner.lets(plain.lifecycle, to) for to in ("talking", "found")]
    assert [True, False] == [full.owner.lets(full.lifecycle, to) for to in ("closed", "found")]
    assert not Owner("who").lets(None, "closed")
    assert declared(*WHOSE).__kind__.owner is None
