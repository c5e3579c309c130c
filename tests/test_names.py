"""What things are called: public names, hooks, labels in both languages, levels that are meant."""

import ast
import inspect
import re
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

import minorcare
from minorcare import hooks
from minorcare.access import ROLES
from minorcare.declare import Label
from minorcare.journal.faults import SAYINGS
from minorcare.plugins import Config, core, load_catalog

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "src", ROOT / "server" / "src", *sorted((ROOT / "plugins").glob("*/src"))]
FILES = [path for source in SOURCES for path in sorted(source.rglob("*.py"))]

# The names of the design: the sample it begins with, the words used everywhere, and the errors.
SAMPLE = {
    "F", "Id", "Label", "Lifecycle", "Minor", "Record", "Risk", "Rule", "Tally",
    "deadline", "exists", "field", "hookimpl", "kind", "months", "ref", "state",
}  # fmt: skip
WORDS = {
    "Actor", "Area", "Row", "Page", "Problem", "Invalid", "Refused", "Masked", "Conflict", "Scheme", "Query", "today", "days", "months",
}  # fmt: skip
NAMED_ELSEWHERE = {"Registry", "all_of", "any_of", "Given"}  # in the sections on the door and on questions
BESIDE = {"Code", "Codes", "Household", "Member", "NotFound", "Officer", "RiskTag", "Unavailable", "years"}
"""Public without a line in the design: code lists of plugins, the kinds that a reference names, the rest of the errors."""

# Fields that are `sensitive` because nobody said otherwise, on purpose: what tells something of a child or family by itself.
SENSITIVE_BY_DEFAULT = {
    "official_act": "act issuer manner document done ends content",
    "assessment": (
        "instrument instrument_version reason methods assessors assessed answers score vetoed "
        "machine_grade human_grade differs_because child_view guardian_view objection objected "
        "objection_reply"
    ),
    "attention": "level reasons rule proposed decided decided_by reason ended",
    "benefit": (
        "applied asked_papers completed entered opinion reported decided document why told paid_from "
        "cause_ended paid_until"
    ),
    "paper": "type received valid_until",
    "census_result": "note",
    "circumstance": "type began ended disability_type disability_level source basis",
    "entrusted_care": (
        "relation phone address reason harmed_others bad_habits shirked_care otherwise_unfit child_view "
        "began planned_end ended told_school told_community"
    ),
    "weekly_contact": "day way parent with_child with_carer note",
    "life_event": (
        "type words source found verified verified_by verify_minutes told tell_minutes result closed closed_by"
    ),
    "disability_card": "type level issued valid_until source",
    "disability_assessment": "type level assessed valid_until source",
    "difficulty_recognition": "types recognised ended upbringing source document",
    "household": "address",
    "minor": "resident_id registered_at phone note",
    "member": "resident_id phone",
    "household_hazard": "type words found source measures settled transferred_to rechecked rechecked_by",
    "lead": "address observed words source sent_by contact outcome reason decided decided_by told told_by told_how",
    "ledger_sheet": "texts cells",
    "ledger_slip": "corrections",
    "mediation": (
        "matter signs parties opened mediator department child_view unheard agreed agreement followed holds why_ended"
    ),
    "officer": "phone",
    "service_package": "department shared share_until sent how received received_by receipt_no why_cancelled",
    "plan": (
        "partners problems goals child_view unheard guardian_view guardian_signed fingerprint remark "
        "closed closing outcome followed"
    ),
    "plan_measure": "said reach provider times per began legal_basis result",
    "plan_review": "held result findings child_view",
    "service": (
        "category department request situation basis document shared share_until share_stopped answered "
        "replied_by why_declined began provider outcome result done why_revoked revoked"
    ),
    "consent": (
        "department matter shared given expires child_agreed guardian_told cannot_express withdrawn withdrawn_by"
    ),
    "street_path": "found needs_doctor identified steps escorts received_by receipt_no handed_to proof why_left",
    "task": "address",
    "visit": (
        "happened visitors seen alone cares_now state guardianship living schooling health mind safety "
        "online contacts problems urgent note no_next not_met missed_on"
    ),
    "schooling_gap": "began ended reason source",
    "street_finding": "found place source steps ended",
}


@pytest.fixture(scope="module")
def catalog():
    return load_catalog(Config())


def labels_in(value, at, seen):
    """Every label that hangs on a declared object, and where."""
    if isinstance(value, Label):
        yield at, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from labels_in(each, f"{at}[{key}]", seen)
    elif isinstance(value, tuple | list | frozenset):
        for number, each in enumerate(value):
            yield from labels_in(each, f"{at}[{getattr(each, 'name', number)}]", seen)
    elif attrs.has(type(value)) and id(value) not in seen:
        seen.add(id(value))
        for each in attrs.fields(type(value)):
            yield from labels_in(getattr(value, each.name), f"{at}.{each.name}", seen)


def test_every_declared_label_speaks_both_languages(catalog):
    """Kinds, fields, states, codes, risks, rules, roles, reports and faults have a Chinese and an English text."""
    declared = [
        catalog.kinds,
        catalog.codes,
        catalog.risks,
        catalog.schemes,
        catalog.rules,
        catalog.reports,
        ROLES,
        SAYINGS,
    ]
    found = [pair for each in declared for pair in labels_in(each, "catalog", set())]

    assert len(found) > 500
    assert [] == [(at, label.zh) for at, label in found if not label.zh or not label.en]
    assert [] == [
        (at, label.en)
        for at, label in found
        if re.search(r"[一-鿿]", re.sub(r"[(（《“][^)）》”]*[)）》”]", "", label.en))
    ]


def label_calls():
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Label":
                yield path, node


def test_every_label_in_the_sources_has_english():
    """No text for people is written in Chinese alone; a name that is data (of an area, an account) stands as it is."""
    without = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, node in label_calls()
        if not any(keyword.arg == "en" for keyword in node.keywords)
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
        # of the made-up street, whose people and places have Chinese names only
        and "synthetic" not in path.parts
    ]

    assert [] == without


def test_labels_of_both_languages_have_the_same_holes():
    """What is filled into the Chinese text is filled into the English one."""
    odd = []
    for path, node in label_calls():
        english = next((keyword.value for keyword in node.keywords if keyword.arg == "en"), None)
        if isinstance(node.args[0], ast.Constant) and isinstance(english, ast.Constant) and english.value:
            holes = [set(re.findall(r"\{(\w+)\}", str(text))) for text in (node.args[0].value, english.value)]
            if holes[0] != holes[1]:
                odd.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert [] == odd


def test_modules_and_classes_are_named_by_meaning():
    """Neither a module nor a class is called after how it is used instead of what it is."""
    empty = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers", "tools"}
    classes = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and re.search(r"(Manager|Helper|Util|Utils)$|^Base|Base$", node.name)
    ]

    assert [] == [str(path.relative_to(ROOT)) for path in FILES if path.stem.strip("_") in empty]
    assert [] == classes


def test_public_names_are_those_of_the_design():
    """`from minorcare import …` offers what the design names, and what stands beside it with a reason; each is there."""
    assert SAMPLE | WORDS | NAMED_ELSEWHERE | BESIDE == set(minorcare.__all__)
    assert sorted(minorcare.__all__) == list(minorcare.__all__)
    assert [] == [name for name in minorcare.__all__ if getattr(minorcare, name, None) is None]


def test_fields_without_a_level_are_meant_so(catalog):
    """A field is `sensitive` by default where that is right; every other level is written down."""
    undeclared = {}
    for path in sorted((ROOT / "src" / "minorcare" / "kinds").glob("*.py")):
        for cls in (node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef)):
            named = [d for d in cls.decorator_list if isinstance(d, ast.Call) and getattr(d.func, "id", "") == "kind"]
            for line in cls.body if named else ():
                if (
                    isinstance(line, ast.AnnAssign)
                    and isinstance(line.value, ast.Call)
                    and getattr(line.value.func, "id", "") == "field"
                    and not any(keyword.arg == "sensitivity" for keyword in line.value.keywords)
                ):
                    undeclared.setdefault(named[0].args[0].value, set()).add(line.target.id)

    assert {kind: set(names.split()) for kind, names in SENSITIVE_BY_DEFAULT.items()} == undeclared
    for kind, names in undeclared.items():
        assert {"sensitive"} == {catalog.kind(kind).by_name[name].sensitivity for name in names}


def test_every_secret_is_at_least_sensitive(catalog):
    """A value that is kept encrypted is not shown, even in part, to those who see only what is personal."""
    secrets = [field for kind in catalog.kinds.values() for field in kind.secrets]

    assert secrets
    assert {"sensitive", "restricted"} >= {field.sensitivity for field in secrets}


def specs():
    return {name for name, _ in inspect.getmembers(hooks, inspect.isfunction) if name.startswith("register_")}


def implemented():
    """The hooks that a shipped plugin implements, by its sources: the core, and the distributions in plugins/."""
    files = [
        Path(inspect.getfile(core)),
        *(p for source in (ROOT / "plugins").glob("*/src") for p in source.rglob("*.py")),
    ]
    found = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                ast.unparse(d).endswith("hookimpl") for d in node.decorator_list
            ):
                found.add(node.name)
    return found


def test_every_hook_has_a_shipped_user():
    """A hook enters with a plugin that uses it; the core counts, as it comes by the same door."""
    assert set() == specs() - implemented()
    assert set() == implemented() - specs()


def test_every_hook_says_what_it_brings():
    """Plugin authors read the docstring of a hook, and it is named as one that is called at start-up."""
    assert [] == [name for name in specs() if not inspect.getdoc(getattr(hooks, name))]
