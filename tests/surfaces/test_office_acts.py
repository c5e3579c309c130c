"""What is sent with an act: read strictly, with every problem at once, and never more than the document says may be sent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from minorcare.errors import Invalid
from minorcare.label import Label
from minorcare.surfaces import office_acts
from minorcare.surfaces.office_acts import SEND, VERIFY, Parts, schema_of, typed

ACTS: dict[str, Parts] = {
    name: getattr(office_acts, name) for name in ("SEND", "ACCEPT", "DECLINE", "CANCEL", "MERGE", "VERIFY", "SUBSCRIBE")
}
GOOD = {"minor": "a", "to": "530111005", "reason": "moved_home", "moved_on": "2026-11-20"}
TEXTS = st.text("a文1-, ", max_size=12) | st.sampled_from(["2026-11-20", "2026-02-30", "20261120", "x" * 201, "\x1f"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)


def problems(parts, data):
    with pytest.raises(Invalid) as told:
        typed(parts, data)
    return {(problem.at, problem.code) for problem in told.value.problems}


def test_texts_and_days_are_typed():
    """What is left out or null is not among them; a text is cleaned as that of a record is."""
    found = typed(SEND, {**GOOD, "reason": " moved_home\u200b", "id": None})

    assert {**GOOD, "moved_on": date(2026, 11, 20)} == found


def test_everything_that_is_wrong_is_told_at_once():
    """Missing, unknown, of another type, no day, too long: each at its name."""
    data = {"minor": 7, "to": "5301110051", "moved_on": "2026-02-30", "when": "now"}

    assert {
        ("minor", "type"),
        ("to", "length"),
        ("reason", "required"),
        ("moved_on", "value"),
        ("when", "unknown"),
    } == problems(SEND, data)


@pytest.mark.parametrize(("count", "good"), [(0, True), (1000, True), (1001, False)])
def test_a_list_has_a_longest_length(count, good):
    """Up to it, and no further."""
    data = {"anchors": ["x"] * count}
    if good:
        assert {"anchors": ("x",) * count} == typed(VERIFY, data)
    else:
        assert {("anchors", "length")} == problems(VERIFY, data)


@pytest.mark.parametrize("data", [None, [], "text", 7, True])
def test_what_is_no_object_is_refused(data):
    """Whatever else JSON may hold."""
    assert {("", "type")} == problems(SEND, data)


@pytest.mark.parametrize("name", ACTS)
@given(data=st.data())
def test_what_is_read_is_what_the_document_says(name, data):
    """Whatever is sent is read or refused with problems; what is read is valid by the schema; no problem repeats a text."""
    parts = ACTS[name]
    sent = data.draw(st.dictionaries(st.sampled_from([*parts, "x y", "other"]), TEXTS | JSON, max_size=len(parts) + 1))
    try:
        typed(parts, sent)
    except Invalid as error:
        told = " ".join(f"{p.at} {p.in_('zh')} {p.in_('en')}" for p in error.problems)
        assert "x y" not in told
        assert not [text for text in sent.values() if isinstance(text, str) and len(text) > 12 and text in told]
    else:
        given_ = {n: value for n, value in sent.items() if value is not None}
        Draft202012Validator(schema_of(parts, Label("发送", en="Sent"))).validate(given_)
