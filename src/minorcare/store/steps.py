"""Migrations: frozen steps from the tables that are there to those the catalog declares.

Additive steps are planned from the declaration. What would change or drop what is there is never planned: it is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlite_utils

from minorcare.errors import DeclarationError
from minorcare.label import Label
from minorcare.store.protocol import Step
from minorcare.store.tables import DERIVED_TABLES, Table, create, indexes, keys, list_table, quoted, statistics

FORMAT = 1
"""The layout of the store's own tables, kept as ``user_version``. A file of a later format is refused."""
APPLICATION_ID = 0x6D63_7265

OWN_TABLES: tuple[str, ...] = (
    """CREATE TABLE journal (office TEXT NOT NULL, seq INTEGER NOT NULL, batch TEXT, at TEXT NOT NULL, actor TEXT NOT NULL,
    via TEXT NOT NULL, purpose TEXT, action TEXT NOT NULL, kind TEXT, id TEXT, version INTEGER, digest TEXT, detail TEXT,
    prev TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (office, seq)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE version (office TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
    seq INTEGER NOT NULL, until INTEGER NOT NULL, void INTEGER NOT NULL, schema INTEGER NOT NULL, salt TEXT, body TEXT,
    PRIMARY KEY (office, kind, id, version)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX journal__batch ON journal (office, batch) WHERE digest IS NOT NULL",
    """CREATE TABLE batch (office TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL,
     value TEXT NOT NULL, PRIMARY KEY (office, key)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE file (office TEXT NOT NULL, no INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
     PRIMARY KEY (office, no)) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX file__record ON file (office, kind, id)",
    """CREATE TABLE term (office TEXT NOT NULL, term TEXT NOT NULL, field TEXT NOT NULL, id TEXT NOT NULL,
     PRIMARY KEY (office, term, field, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE key (office TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, wrapped TEXT NOT NULL,
     PRIMARY KEY (office, kind, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE vault (office TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, sealed TEXT NOT NULL,
     PRIMARY KEY (office, id, version)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE seen (office TEXT NOT NULL, minor TEXT NOT NULL, seq INTEGER NOT NULL,
     PRIMARY KEY (office, minor, seq)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE kept (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE seen_up_to (office TEXT NOT NULL PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE VIEW journal_read AS SELECT office, office || ':' || seq AS id, 0 AS version, at AS since, seq AS no, seq AS entry,
    at AS happened, actor, via, purpose AS why, action, kind AS what, id AS record, version AS at_version, detail FROM journal""",
    """CREATE VIEW seen_read AS SELECT s.office AS office, s.minor || ':' || s.seq AS id, 0 AS version, j.at AS since, s.seq AS no,
    s.minor AS minor, s.seq AS entry, j.at AS happened, j.actor AS actor, j.purpose AS why, j.action AS action
    FROM seen s JOIN journal j ON j.office = s.office AND j.seq = s.seq""",
)


OWN_KEYS: tuple[tuple[str, str, str], ...] = (
    ("journal", "journal", "office, seq"),
    ("journal", "journal__batch", "office, batch"),
    ("version", "version", "office, kind, id, version"),
    ("file", "file", "office, no"),
    ("file", "file__record", "office, kind, id"),
    ("term", "term", "office, term, field, id"),
    ("key", "key", "office, kind, id"),
)
"""Table, name and columns of the indexes that the planner is told about, as :func:`~minorcare.store.tables.keys` gives them."""


def plan(db: sqlite_utils.Database, tables: Mapping[str, Table]) -> tuple[Step, ...]:
    """The steps from what *db* holds to what *tables* declare.

    Raises:
        DeclarationError: a column is there with another type: that needs a written step.
    """
    there = set(db.table_names())
    steps = (
        [] if "journal" in there else [Step(said=Label("建立基础表", en="make the store's own tables"), sql=OWN_TABLES)]
    )
    if "journal" in there and "kept" not in there:
        kept = tuple(sql for sql in OWN_TABLES if sql.startswith("CREATE TABLE kept"))
        steps.append(Step(said=Label("登记密钥的校验值", en="note which keys belong to this file"), sql=kept))
    for table in tables.values():
        if table.kind.vault or table.kind.name in DERIVED_TABLES:
            continue
        if table.name not in there:
            said = Label(f"建立“{table.kind.label.zh}”的表", en=f"make the table of {table.kind.name}")
            steps.append(Step(said=said, sql=create(table)))
        else:
            steps += _additions(db, table, there)
    return (*steps, *_untold(db, tables))


def _untold(db: sqlite_utils.Database, tables: Mapping[str, Table]) -> Iterable[Step]:
    kept = (table for table in tables.values() if not table.kind.vault and table.kind.name not in DERIVED_TABLES)
    wanted = (*OWN_KEYS, *(key for table in kept for key in keys(table)))
    told: set[tuple[str, str]] = set()
    if db.execute("SELECT 1 FROM sqlite_schema WHERE name='sqlite_stat1'").fetchone():
        told = set(db.execute("SELECT tbl, idx FROM sqlite_stat1"))
    missing = [key for key in wanted if key[:2] not in told]
    if missing:
        said = Label("写明各索引大致找到多少行", en="note how many rows the indexes find")
        yield Step(said=said, sql=statistics(missing, small="seen_up_to"))


def _additions(db: sqlite_utils.Database, table: Table, tables: set[str]) -> Iterable[Step]:
    there = {column.name: column.type for column in db.table(table.name).columns}
    _written_only(table, there)
    for column in table.columns:
        if column.name not in there:
            said = Label(
                f"{table.kind.label.zh}：增加“{column.field.label.zh}”", en=f"add {column.name} to {table.kind.name}"
            )
            yield Step(
                said=said, sql=(f"ALTER TABLE {quoted(table.name)} ADD COLUMN {quoted(column.name)} {column.sql}",)
            )
        elif there[column.name] != column.sql:
            raise DeclarationError(
                f"column {column.name!r} is {there[column.name]}, and the declaration wants {column.sql}",
                remedy="write a step in register_steps that converts it",
                where=f"kind {table.kind.name!r}",
            )
    for field in table.lists:
        if table.list_name(field) not in tables:
            said = Label(
                f"{table.kind.label.zh}：增加“{field.label.zh}”的索引",
                en=f"add the values of {field.name} to {table.kind.name}",
            )
            yield Step(said=said, sql=(list_table(table, field),))
    known = {index.name for index in db.table(table.name).indexes}
    for name, columns in indexes(table):
        if name not in known:
            said = Label(f"{table.kind.label.zh}：增加索引", en=f"add the index {name}")
            yield Step(said=said, sql=(f"CREATE INDEX {quoted(name)} ON {quoted(table.name)} ({columns})",))


def _written_only(table: Table, there: Mapping[str, str]) -> None:
    """Refuse what no added column can do: what is in the table would have to be converted.

    Raises:
        DeclarationError: the kind lies in an area now, or a value that was kept in clear is declared secret.
    """
    changed = [
        f"{column.field.name!r} is declared secret, and its values are kept in clear"
        for column in table.columns
        if column.sort == "blind" and column.name not in there and column.field.name in there
    ]
    if "area" in table.kept and "area" not in there:
        changed.append("its records lie in an area now, and were in none")
    if changed:
        raise DeclarationError(
            "; ".join(changed),
            remedy="write a step in register_steps that converts it",
            where=f"kind {table.kind.name!r}",
        )
