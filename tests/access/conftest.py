"""Who may see what, said a second time and in other words: what the store's statements are held against."""

from types import SimpleNamespace

import pytest

from minorcare.access import ROLES
from minorcare.declare import LEVELS
from minorcare.query import And, Compare, Exists, Not, Or, Path
from minorcare.query.paths import about_link, resolve, shared_link

ROLE = {role.name: role for role in ROLES}


class Oracle:
    """What one actor may see, worked out record by record in plain Python, without a `View`.

    For every record: the level up to which the actor sees it, by the role in its own areas and by each grant that reaches the
    record. The door may show less where a grant is for one area, and never more.
    """

    def __init__(self, world, actor):
        self.world, self.actor, self.role = world, actor, ROLE[actor.role]

    def area(self, kind, values):
        if "area" in kind.by_name:
            return values["area"]
        about = self.world.named(kind.about, values[kind.about.name]) if kind.about else None
        return self.area(self.world.kinds[about_kind(kind)], about) if about else None

    def level(self, kind, values, *, figures=False):
        """The highest level at which *actor* sees this record, or None."""
        if kind.roles and self.actor.role not in kind.roles:
            return None
        own = self.role.figures if figures else self.role.records
        grants = [g for g in self.actor.grants if g.kind in (None, kind.name)]
        if not lies_somewhere(kind, self.world.kinds):
            wide = [g.ceiling for g in grants if g.area is None]
            return highest([own or "open", *wide]) if kind.roles else None
        area = self.area(kind, values) or ""
        reached = [g.ceiling for g in grants if g.area is not None and area.startswith(g.area)]
        wide = [g.ceiling for g in grants if g.area is None]
        posted = self.role.scope == "areas" or self.role.figures
        if posted and any(area.startswith(a) for a in self.actor.areas):
            reached += wide + ([own] if own else [])
        if not reached:
            return None
        level = highest(reached)
        # nobody learns of a record who may not know whose it is
        return level if kind.about is None or at_most(kind.about.sensitivity, level) else None

    def cell(self, kind, values, name, *, figures=False):
        """Whether the actor may see one value of this record in clear (or, of a secret, its last four)."""
        level = self.level(kind, values, figures=figures)
        field = kind.by_name[name]
        if level is None or not at_most(field.sensitivity, level):
            return False
        if kind.level_by and field.structure is None and name != kind.level_by:
            return at_most(values[kind.level_by], level)
        return True


def about_kind(kind):
    target = kind.about.ref.target
    return target if isinstance(target, str) else target.__kind__.name


def lies_somewhere(kind, kinds):
    return "area" in kind.by_name or (kind.about is not None and lies_somewhere(kinds[about_kind(kind)], kinds))


def at_most(level, ceiling):
    return LEVELS.index(level) <= LEVELS.index(ceiling)


def highest(levels):
    return max(levels, key=LEVELS.index)


def touched(asked, kind, kinds):
    """Kind and field of everything a question reads."""
    match asked:
        case And(parts) | Or(parts):
            for part in parts:
                yield from touched(part, kind, kinds)
        case Not(part):
            yield from touched(part, kind, kinds)
        case Exists():
            other = kinds[asked.kind]
            if asked.on:
                mine, theirs = shared_link(kind, other, asked.on)
                yield kind, mine.name
            else:
                theirs = about_link(kind, other, asked.via)
            yield other, theirs.name
            yield from touched(asked.where, other, kinds)
        case Compare(left, _, right):
            if not left.names:
                yield from ((kind, field.name) for field in kind.searchable)
            for path in (left, right):
                if isinstance(path, Path) and path.names:
                    found = resolve(path, kind, kinds)
                    names = [*(ref.name for ref in found.refs), found.column]
                    yield from zip(found.kinds, names, strict=True)


@pytest.fixture(scope="session")
def access():
    return SimpleNamespace(Oracle=Oracle, touched=touched)
