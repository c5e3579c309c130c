"""Importing a sheet over HTTP: a preview that writes nothing, one batch, and taking it back. What a page began can be ended here."""

from __future__ import annotations

from minorcare.calendar import stamp
from minorcare.desk import Desk, Save
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.label import Label
from minorcare.store.batches import Batches, ImportedSheet
from minorcare.store.staging import Staging
from minorcare.surfaces.sheets import Limits
from minorcare.work import imports
from minorcare_server.api.problems import choose, missing
from minorcare_server.asking import MEGABYTE, Answer, Asked
from minorcare_server.errors import Malformed, written
from minorcare_server.pages.import_sheets import Stage, staged
from minorcare_server.pages.uploads import uploaded

MOST_BYTES = Limits().file + MEGABYTE
_TOO_LATE = Label(
    "超过 7 天，不能再整批撤回；请逐条更正", en="imported more than 7 days ago: correct the records one by one"
)


def preview(desk: Desk, asked: Asked) -> Answer:
    """Keep a file for a day, and say what importing it would do."""
    sent = uploaded(asked.headers.get("Content-Type", ""), asked.body)
    kinds = [kind.name for kind in desk.catalog.kinds.values() if desk.may_write(kind) and not kind.vault]
    wrong = [] if sent.fields.get("kind") in kinds else [choose("kind", ", ".join(kinds))]
    if not sent.data:
        wrong.append(missing("file"))
    if wrong:
        raise Invalid(wrong)
    shown = imports.preview(desk, imports.read(sent.data, sent.name), sent.fields["kind"], file=sent.name)
    choices = {"kind": shown.kind, "sheet": shown.match.sheet, "matched": True}
    id = _staging(asked).put(desk.office, desk.account, sent.name, sent.data, **choices)
    headers = {"Location": f"{asked.root}/api/v1/imports/{id}"}
    return Answer.json(_previewed(asked, _stage(desk, asked, id)), status=201, headers=headers)


def get(desk: Desk, asked: Asked) -> Answer:
    """An import as it is now: waiting, written, or taken back."""
    done = _batch(desk, asked)
    return Answer.json(_done(done) if done else _previewed(asked, _stage(desk, asked, asked.path["id"])))


def confirm(desk: Desk, asked: Asked) -> Answer:
    """Write it as one batch, once: all of it, or with ``only_good`` what can be written. Sent again, it is not written again."""
    given = dict(asked.pairs)
    if set(given) - {"only_good"} or given.get("only_good", "true") not in ("true", "false"):
        raise Malformed([choose("only_good", "true, false")])
    if done := _batch(desk, asked):
        return Answer.json(_done(done))
    shown = _stage(desk, asked, asked.path["id"]).shown
    imports.commit(desk, shown, key=asked.path["id"], only_good=given.get("only_good") == "true")
    made = sum(isinstance(act, Save) for act in shown.acts)
    counts = {"made": made, "changed": len(shown.acts) - made}
    _batches(asked).add(desk.office, desk.account, asked.path["id"], file=shown.file, kind=shown.kind, **counts)
    done = _batch(desk, asked)
    assert done is not None
    return Answer.json(_done(done))


def undo(desk: Desk, asked: Asked) -> Answer:
    """Take the whole batch back; records changed since stay as they are and are named."""
    done = _batch(desk, asked)
    if done is None:
        raise NotFound("import")
    if done.undone:
        return Answer.json(_done(done))
    if done.until < desk.clock():
        raise Refused(_TOO_LATE)
    undone = desk.undo(done.id)
    _batches(asked).undone(desk.office, done.id)
    kept = [{"kind": kind, "id": id} for kind, id in undone.kept]
    return Answer.json({**_done(done), "status": "undone", "kept": kept})


def _stage(desk: Desk, asked: Asked, id: str) -> Stage:
    return staged(desk, asked, _staging(asked).get(desk.office, desk.account, id))


def _batch(desk: Desk, asked: Asked) -> ImportedSheet | None:
    """The batch of an address, for who made it and for who heads the office."""
    try:
        found = _batches(asked).get(desk.office, asked.path["id"])
    except NotFound:
        return None
    if found.account != desk.account and not desk.role.administers:
        raise NotFound("import")
    return found


def _previewed(asked: Asked, stage: Stage) -> dict[str, object]:
    shown = stage.shown
    return {
        "id": stage.staged.id,
        "kind": shown.kind,
        "status": "previewed",
        "rows": len(shown.parsed.rows),
        "good": shown.counts.good,
        "bad": shown.counts.bad,
        "duplicate": shown.counts.duplicate,
        "unchanged": shown.counts.unchanged,
        "problems": [written(each, asked.lang) for each in shown.problems],
    }


def _done(batch: ImportedSheet) -> dict[str, object]:
    return {
        "id": batch.id,
        "kind": batch.kind,
        "status": "undone" if batch.undone else "imported",
        "at": stamp(batch.at),
        "made": batch.made,
        "changed": batch.changed,
    }


def _staging(asked: Asked) -> Staging:
    return Staging(store=asked.registry.store, clock=asked.registry.clock)


def _batches(asked: Asked) -> Batches:
    return Batches(store=asked.registry.store, clock=asked.registry.clock)
