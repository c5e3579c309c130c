"""What tests of a whole registry share: an empty file to copy, the street of the kit, and its records in plain Python."""

import itertools
import shutil
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from minorcare.access import trusted
from minorcare.kinds import names
from minorcare.plugins import Config
from minorcare.query import EVERYTHING, Query, World
from minorcare.registry import Registry
from minorcare.testing import OFFICE, SetClock, registry_in, street
from minorcare.testing.strategies import filters, records

settings.register_profile(
    "minorcare", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.register_profile(
    "quick", settings.get_profile("minorcare"), phases=[Phase.explicit, Phase.generate], report_multiple_bugs=False
)
settings.load_profile("minorcare")

_COUNT = itertools.count()
# Hypothesis prints arguments field by field, and a registry holds every declaration there is.
Registry._repr_pretty_ = lambda registry, printer, _: printer.text(repr(registry))


def copied(template, folder):
    """A registry on a copy of a closed file, beside a copy of its keys."""
    folder.mkdir(parents=True, exist_ok=True)
    for end in ("", ".keys"):
        shutil.copy(f"{template}{end}", folder / f"street.db{end}")
    return Registry.open(folder / "street.db", config=Config(folder=folder), clock=SetClock())


@pytest.fixture(scope="session")
def templates(tmp_path_factory):
    """Two closed files: one office without a record, and the street of the kit."""
    folder = tmp_path_factory.mktemp("templates")
    registry_in(folder, name="empty.db").close()
    full = registry_in(folder, name="full.db")
    street(full)
    full.close()
    return SimpleNamespace(empty=folder / "empty.db", full=folder / "full.db")


@pytest.fixture
def fresh(templates, tmp_path):
    """Gives as many registries without a record as one asks for."""
    opened = []

    def make():
        opened.append(copied(templates.empty, tmp_path / f"fresh-{next(_COUNT)}"))
        return opened[-1]

    yield make
    for registry in opened:
        registry.close()


@pytest.fixture
def registry(templates, tmp_path):
    """The street of the kit, to be written to."""
    made = copied(templates.full, tmp_path / "registry")
    yield made
    made.close()


@pytest.fixture(scope="session")
def quiet(templates, tmp_path_factory):
    """The street of the kit, which no test changes: reads only."""
    made = copied(templates.full, tmp_path_factory.mktemp("quiet"))
    yield made
    made.close()


def kept_kinds(registry):
    """The kinds with a table of their own that people write."""
    return {n: k for n, k in registry.catalog.kinds.items() if not k.vault and n not in ("due", "journal", "seen")}


def world_of(registry, office=OFFICE):
    """Every record in force, in clear, for :func:`minorcare.query.holds`."""
    day = registry.clock().date()
    found = {}
    for kind in kept_kinds(registry).values():
        rows = registry.store.reader().find(office, Query(kind=kind.name, limit=10_000), trusted, day).rows
        found[kind.name] = {row.id: _values(registry, office, kind, row) for row in rows}
    return World(kinds=registry.catalog.kinds, records=found, terms=names.terms, words=names.query_terms)


def _values(registry, office, kind, row):
    from minorcare.calendar import parse_stamp

    values = dict(row.values)
    for field in kind.secrets:
        values[field.name] = registry.store.secret(office, kind, row.id, field.name)
    return {**values, "id": row.id, "no": row.no, "version": row.version, "since": parse_stamp(row.since)}


POPULATION = {
    "area": 2, "household": 3, "minor": 5, "member": 4, "circumstance": 4, "restricted_circumstance": 2,
    "disability_card": 3, "difficulty_recognition": 3, "misbehaviour_act": 2, "risk_tag": 4, "duplicate": 2,
}  # fmt: skip
IDS = {kind: [f"{kind.replace('_', '-')}-{n}" for n in range(most)] for kind, most in POPULATION.items()}


@st.composite
def populations(draw, registry, kinds=tuple(POPULATION)):
    """Records of every kind, of few ids, that name each other."""
    made = []
    for name in kinds:
        kind = registry.catalog.kind(name)
        for id_ in draw(st.lists(st.sampled_from(IDS[name]), unique=True, max_size=POPULATION[name])):
            record = draw(records(kind, registry.catalog.codes, IDS, id=id_))
            if kind.state:
                record = kind.build(
                    {**kind.values(record), kind.state.name: draw(st.sampled_from(kind.lifecycle.states))}
                )
            made.append(record)
    return made


@pytest.fixture(scope="session")
def questions(quiet):
    """Gives, by kind, the filters that can be asked of it. Made once, which takes a while; a function, because its repr is short."""
    kinds = kept_kinds(quiet)
    made = {name: filters(kind, kinds, quiet.catalog.codes, IDS) for name, kind in kinds.items()}

    def questions_of(name):
        return made[name]

    return questions_of


@pytest.fixture(scope="session")
def tools():
    """Functions that tests of several folders use."""
    return SimpleNamespace(
        copied=copied, world_of=world_of, kept_kinds=kept_kinds, populations=populations, IDS=IDS, EVERYTHING=EVERYTHING
    )
