"""Tables of the reference, read from the catalog each time the documentation is built, so that they cannot fall behind it.

A page asks for one by a line ``<!-- table: kinds -->``.
"""

# ruff: noqa: INP001 - read by conf.py, no part of a package
from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs
from command_tables import commands, shared
from markup import as_table, both

from minorcare.calendar import Span
from minorcare.catalog import Catalog
from minorcare.declare import Field, Kind, Owner
from minorcare.journal.faults import SAYINGS
from minorcare.kinds import DERIVED
from minorcare.plugins import Config, load_catalog
from minorcare.plugins.reading import tables_of, words_of
from minorcare.plugins.sections import CoreSettings
from minorcare.query import MAX_LIMIT
from minorcare.rules.shipped import RuleSettings
from minorcare.surfaces.openapi import document

MARK = re.compile(r"^<!-- table: ([a-z_]+) -->$", re.MULTILINE)
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {5,}.+)*)", re.MULTILINE)
_MARKS = ("secret", "searchable", "identifying", "unique")


def put_in(text: str) -> str:
    """A page with the tables it asks for.

    Raises:
        KeyError: it asks for one that is not made here.
    """
    return MARK.sub(lambda mark: f"{mark[0]}\n\n{TABLES[mark[1]]()}\n", text)


@cache
def catalog() -> Catalog:
    """What minorcare itself brings, without a plugin."""
    return load_catalog(Config(folder=Path.cwd()))


# --- kinds ---


def kinds() -> str:
    """Every kind with every field and its level."""
    return "\n\n".join(_kind(kind) for kind in catalog().kinds.values())


def _kind(kind: Kind) -> str:
    facts = [
        f"About: `{kind.about.name}`." if kind.about else "",
        f"Named in a sheet by: {', '.join(f'`{name}`' for name in kind.key)}." if kind.key else "",
        _owner(kind.owner) if kind.owner else "",
        f"As sensitive as its `{kind.level_by}`." if kind.level_by else "",
        f"For: {', '.join(f'`{role}`' for role in kind.roles)}." if kind.roles else "",
        "Kept in the vault: no table, no list, no filter, no route." if kind.vault else "",
        "Who sends one is kept in the vault, not in the journal." if kind.unsigned else "",
        "Derived: written by the store alone, read like any other." if kind.name in DERIVED else "",
        f"States: {_states(kind)}." if kind.lifecycle else "",
        f"Rests on {kind.cites}." if kind.cites else "",
    ]
    said = " ".join(fact for fact in facts if fact)
    first = (kind.cls.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    rows = ([f"`{f.name}`", both(f.label), _type(kind, f), f.sensitivity, _notes(f)] for f in kind.fields)
    table = as_table(("Field", "Label", "Type", "Level", "Notes"), rows)
    return f"## `{kind.name}`: {both(kind.label)}\n\n{re.sub(' +', ' ', first)}\n\n{said}\n\n{table}"


def _owner(owner: Owner) -> str:
    moves = "any state" if owner.moves is None else " or ".join(f"`{state}`" for state in owner.moves)
    said = [f"moves it to {moves}" if moves else "", f"reads its `{'`, `'.join(owner.sees)}`" if owner.sees else ""]
    also = " and ".join(one for one in said if one)
    return f"Owned by its `{owner.field}`{f', who {also}' if also else ''}."


def _type(kind: Kind, field: Field) -> str:
    if field.ref:
        return f"reference to `{catalog().target(field).name}`"
    if field is kind.state:
        return "state"
    if field.due:
        return "deadline"
    if field.facts.codes:
        many = "codes of" if field.many else "code of"
        return f"{many} `{field.facts.codes}`"
    return field.type.name


def _notes(field: Field) -> str:
    facts = field.facts
    notes = ["required"] if field.required else []
    notes += [mark for mark in _MARKS if getattr(facts, mark)]
    notes += [f"at most {facts.max_length} characters"] if facts.max_length else []
    notes += [f"up to {facts.max}"] if facts.max is not None else []
    notes += [f"from {facts.min}"] if facts.min is not None else []
    return "; ".join(notes)


def _states(kind: Kind) -> str:
    life = kind.lifecycle
    assert life is not None
    return "; ".join(
        f"`{state}` {both(life.label_of(state))}" + (f" → {', '.join(life.moves[state])}" if life.moves[state] else "")
        for state in life.states
    )


# --- codes, roles, rules, settings ---


def codes() -> str:
    """Every code list with its source."""
    return "\n\n".join(
        f"## `{one.name}`: {both(one.label)}\n\nVersion {one.version}, {one.source}.\n\n"
        + as_table(
            ("Code", "中文", "English", "Notes"),
            (
                [f"`{c.value}`", c.label.zh, c.label.in_("en"), f"retired {c.retired}" if c.retired else ""]
                for c in one.items
            ),
        )
        for name, one in sorted(catalog().codes.items())
    )


def roles() -> str:
    """Every role and how far it sees."""
    scopes = {"areas": "own areas", "own": "own rows", "none": "none"}
    rows = (
        [
            f"`{role.name}`",
            both(role.label),
            scopes[role.scope],
            role.records or "none",
            role.figures or "none",
            ", ".join(word for word in ("writes", "administers", "exports") if getattr(role, word)) or "reads",
            str(role.small_cells or ""),
        ]
        for role in catalog().roles.values()
    )
    return as_table(("Role", "Label", "Records", "Up to level", "Figures up to", "May", "Hides counts below"), rows)


def risks() -> str:
    """Every risk with its source."""
    rows = (
        [f"`{r.name}`", both(r.label), r.sensitivity, f"{r.age_from} to {r.age_under}", _span(r.review), r.cites]
        for r in catalog().risks.values()
    )
    return as_table(("Risk", "Label", "Level", "From age, under age", "Review after", "Rests on"), rows)


def schemes() -> str:
    """Every scheme."""
    rows = (
        [f"`{s.name}`", both(s.label), ", ".join(f"`{r}`" for r in s.risks), s.cites]
        for s in catalog().schemes.values()
    )
    return as_table(("Scheme", "Label", "Risks", "Source"), rows)


def rules() -> str:
    """Every rule: what it suggests, why, and on what it rests."""
    rows = (
        [f"`{r.signature}`", f"`{r.suggests.name}`", r.because.zh, r.because.in_("en"), r.cites]
        for r in catalog().rules.values()
    )
    return as_table(("Rule", "Suggests", "理由", "Because", "Rests on"), rows)


def reports() -> str:
    """Every report."""
    rows = (
        [f"`{t.name}`", both(t.label), f"`{t.kind}`", ", ".join(f"`{by}`" for by in t.by)]
        for t in catalog().reports.values()
    )
    return as_table(("Report", "Label", "Counts", "By"), rows)


def settings() -> str:
    """The settings of the core, table by table."""
    return "\n\n".join(
        _setting(table, made) for table, made in tables_of(catalog().settings(CoreSettings), "settings.minorcare")
    )


def _setting(table: str, made: Any) -> str:
    doc = inspect.getdoc(type(made) if type(made) is not CoreSettings else RuleSettings) or ""
    said = {name: " ".join(text.split()) for name, text in _ATTRIBUTE.findall(doc.partition("Attributes:\n")[2])}
    rows = [
        [f"`{a.name}`", words_of(a.type), f"`{_toml(getattr(made, a.name))}`", said.get(a.name, "").replace("``", "`")]
        for a in attrs.fields(type(made))
        if a.init and not _is_table(a)
    ]
    return f"### `[{table}]`\n\n{doc.splitlines()[0]}\n\n{as_table(('Name', 'Type', 'As shipped', 'Meaning'), rows)}"


def _is_table(field: attrs.Attribute[Any]) -> bool:
    return isinstance(field.type, type) and attrs.has(field.type)


def _toml(value: Any) -> str:
    """A value as one writes it in the file."""
    if isinstance(value, Span):
        unit, count = ("months", value.months) if value.months else ("days", value.days)
        return f"{{ {unit} = {count} }}"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name} = {_toml(each)}' for name, each in value.items())} }}" if value else "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def faults() -> str:
    """What verifying can find."""
    rows = ([f"`{code}`", said.zh, said.in_("en")] for code, said in SAYINGS.items())
    return as_table(("Code", "中文", "English"), rows)


# --- conformance ---


def plugin_rules() -> str:
    """What every plugin keeps."""
    from minorcare.conformance import plugin_checks

    return _checks(plugin_checks)


def store_rules() -> str:
    """What every store keeps."""
    from minorcare.conformance import store_checks

    return _checks(store_checks)


def _checks(checks: Iterable[Callable[..., object]]) -> str:
    return as_table(("Check", "Rule"), ([f"`{one.__name__}`", " ".join((one.__doc__ or "").split())] for one in checks))


# --- API ---


def api() -> str:
    """Every operation of the API that is not about one kind, and those of one kind as a pattern."""
    found = document(catalog().kinds, catalog().codes, title="minorcare", version=version("minorcare"))
    return as_table(("Method", "Path", "What", "Journalled as"), _operations(found["paths"]))


def _operations(paths: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for path, methods in paths.items():
        parts = path.split("/records/", 1)
        if len(parts) == 2 and parts[1].split("/")[0] != "risk_tag":  # any kind with states shows all there is
            continue
        shown = path.replace("/records/risk_tag", "/records/<kind>")
        for method, does in methods.items():
            said = does["description"].split(": ")[0] if shown != path else does["description"]
            yield method.upper(), f"`{shown}`", said, f"`{does['x-minorcare-action']}`"


def limits() -> str:
    """The longest page."""
    return f"At most {MAX_LIMIT} items a page; 50 unless `limit` says otherwise."


def _span(span: Any) -> str:
    return ", ".join(f"{count} {name}" for name in ("years", "months", "days") if (count := getattr(span, name, 0)))


def _name_of(type_: Any) -> str:
    return type_ if isinstance(type_, str) else getattr(type_, "__name__", str(type_))


TABLES: Mapping[str, Callable[[], str]] = {
    one.__name__: one
    for one in (
        kinds,
        codes,
        roles,
        risks,
        schemes,
        rules,
        reports,
        settings,
        faults,
        shared,
        commands,
        plugin_rules,
        store_rules,
        api,
        limits,
    )
}
"""The tables there are."""
