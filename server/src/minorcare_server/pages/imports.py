"""Importing a spreadsheet: chosen, matched, put right where it is seen, then written as one batch that can be taken back."""

from __future__ import annotations

import uuid
from pathlib import PurePath

from minorcare.calendar import day_of
from minorcare.declare import Kind
from minorcare.desk import Desk, Save
from minorcare.errors import Invalid, NotFound, Refused
from minorcare.label import Label
from minorcare.store.batches import Batches, ImportedSheet
from minorcare.store.staging import Staging
from minorcare.surfaces.sheets import Limits
from minorcare.surfaces.writing import template
from minorcare.work import imports
from minorcare.work.families import targets_for
from minorcare_server import contexts as c
from minorcare_server.api.exports import TYPES
from minorcare_server.asking import Answer, Asked
from minorcare_server.errors import NoSuchPage
from minorcare_server.pages.import_columns import columns_page
from minorcare_server.pages.import_sheets import Stage, check_page, corrected, problem_sheet, staged
from minorcare_server.pages.sent import form_of
from minorcare_server.pages.uploads import Uploaded, uploaded
from minorcare_server.shells import inside

MOST_BYTES = Limits().file + 2**20
_NOT_YOURS = Label("您的岗位不能导入", en="your role imports nothing")
_NO_KIND = Label("没有选表格内容", en="what the sheet holds is not chosen")
_NO_FILE = Label("没有选文件", en="no file is chosen")
_CHOOSE = Label("请选一项", en="choose one")
_WHOLE = Label("{what}（含家庭成员）", en="{what}, with their families")
_KIND, _FILE = Label("这份表格是什么", en="What is in the sheet"), Label("表格文件", en="Spreadsheet file")


def start(desk: Desk, asked: Asked) -> Answer:
    """The first step, and the latest imports."""
    return _start(desk, asked)


def upload(desk: Desk, asked: Asked) -> Answer:
    """A file comes in: it is read once, kept for a day, and its page is next."""
    sent = uploaded(asked.headers.get("Content-Type", ""), asked.body)
    chosen = sent.fields.get("kind", "")
    kinds = {kind.name: kind for kind in _importable(desk, asked)}
    wrong = _missing(asked, sent, known=chosen in kinds)
    if wrong:
        return _start(desk, asked, wrong=wrong, chosen=chosen)
    try:
        shown = imports.preview(desk, imports.read(sent.data, sent.name), chosen, file=sent.name)
    except Invalid as error:
        found = tuple(
            c.Wrong(at="file", label=asked.say(_FILE), said=asked.say(p.said), remedy=asked.say(p.remedy))
            for p in error.problems
        )
        return _start(desk, asked, wrong=found, chosen=chosen)
    unclear = bool(shown.match.problems or shown.match.unsure)
    id = _staging(asked).put(
        desk.office, desk.account, sent.name, sent.data, kind=chosen, sheet=shown.match.sheet, matched=not unclear
    )
    return Answer.see(f"{asked.root}/import/{id}")


def show(desk: Desk, asked: Asked) -> Answer:
    """The file that waits: its columns, or its rows, or what became of it."""
    stage = _stage(desk, asked)
    if key := asked.query.get("done"):
        return _done(desk, asked, stage, key)
    if asked.query.get("step") == "columns" or not stage.staged.choices.get("matched"):
        return inside(desk, asked, columns_page(desk, asked, stage))
    return _check(desk, asked, stage)


def match(desk: Desk, asked: Asked) -> Answer:
    """What a person says the columns stand for."""
    stage, form = _stage(desk, asked), dict(form_of(asked))
    said: dict[str, list[str] | None] = {}
    for heading in stage.shown.match.headings:
        value = form.get(f"column-{heading.column}")
        if value is not None:
            target, _, field = value.partition(".")
            said[heading.text] = [target, field] if field else None
    known = {
        f"{t.name}.{f.name}" for t in targets_for(desk.catalog, desk.catalog.kind(stage.shown.kind)) for f in t.columns
    }
    said = {heading: place for heading, place in said.items() if place is None or ".".join(place) in known}
    _staging(asked).choose(desk.office, desk.account, stage.staged.id, columns=said, matched=True)
    after = _stage(desk, asked)
    if after.shown.match.problems:
        return inside(desk, asked, columns_page(desk, asked, after), status=422)
    return Answer.see(f"{asked.root}/import/{stage.staged.id}")


def fix(desk: Desk, asked: Asked) -> Answer:
    """Cells that were put right, rows that are left out, questions that were answered once for many cells."""
    stage = _stage(desk, asked)
    cells, left_out = corrected(desk, stage, form_of(asked))
    _staging(asked).choose(desk.office, desk.account, stage.staged.id, cells=cells, left_out=left_out)
    return Answer.see(f"{asked.root}/import/{stage.staged.id}#rows")


def problems(desk: Desk, asked: Asked) -> Answer:
    """The rows that are still wrong, as a sheet with what is wrong beside each."""
    stage = _stage(desk, asked)
    name = f"problems-{desk.day.isoformat()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(body=problem_sheet(asked, stage), type=TYPES["xlsx"], headers=headers)


def load(desk: Desk, asked: Asked) -> Answer:
    """Write the good rows, once."""
    stage, batches = _stage(desk, asked), _batches(asked)
    key = _key(dict(form_of(asked)).get("key", ""))
    here = f"{asked.root}/import/{stage.staged.id}"
    if any(each.id == key for each in batches.latest(desk.office, desk.account)):
        return Answer.see(f"{here}?done={key}")
    if not stage.shown.acts:
        return _check(desk, asked, stage)
    try:
        imports.commit(desk, stage.shown, key=key, only_good=True)
    except Invalid as error:
        return _check(desk, asked, stage, error)
    made = sum(isinstance(act, Save) for act in stage.shown.acts)
    changed = len(stage.shown.acts) - made
    batches.add(
        desk.office, desk.account, key, file=stage.staged.name, kind=stage.shown.kind, made=made, changed=changed
    )
    return Answer.see(f"{here}?done={key}")


def undo(desk: Desk, asked: Asked) -> Answer:
    """Take a whole batch back."""
    batches, id = _batches(asked), _key(asked.path["id"])
    found = batches.get(desk.office, id)
    if found.account != desk.account and not desk.role.administers:
        raise NotFound("import")
    if not found.undone:
        if found.until < desk.clock():
            raise Refused(
                Label(
                    "超过 7 天，不能再整批撤回；请逐条更正", en="more than 7 days ago: correct the records one by one"
                )
            )
        desk.undo(id)
        batches.undone(desk.office, id)
    return Answer.see(f"{asked.root}/import?notice=undone")


def sample(desk: Desk, asked: Asked) -> Answer:
    """An empty sheet to fill in."""
    kind = next((each for each in _importable(desk, asked) if each.name == asked.path["kind"]), None)
    if kind is None:
        raise NoSuchPage
    data = template(targets_for(desk.catalog, kind), desk.catalog.codes, asked.lang)
    headers = {"Content-Disposition": f'attachment; filename="{kind.table}.xlsx"'}
    return Answer(body=data, type=TYPES["xlsx"], headers=headers)


def _start(desk: Desk, asked: Asked, *, wrong: tuple[c.Wrong, ...] = (), chosen: str = "") -> Answer:
    kinds = _importable(desk, asked)
    if not kinds:
        raise Refused(_NOT_YOURS)
    named = [(kind, _named(asked, kind)) for kind in kinds]
    whose = None if desk.role.administers else desk.account
    page = c.Import(
        kinds=tuple(c.Option(value=kind.name, label=name, selected=kind.name == chosen) for kind, name in named),
        samples=tuple(
            c.Link(label=name, href=f"{asked.root}/import/template/{kind.name}.xlsx") for kind, name in named
        ),
        max_megabytes=Limits().file >> 20,
        batches=tuple(_batch(desk, asked, each) for each in _batches(asked).latest(desk.office, whose)),
        wrong=wrong,
    )
    return inside(desk, asked, page, status=422 if wrong else 200)


def _check(desk: Desk, asked: Asked, stage: Stage, error: Invalid | None = None) -> Answer:
    page = check_page(desk, asked, stage, key=str(uuid.uuid4()), more=error.problems if error else ())
    return inside(desk, asked, page, status=422 if error else 200)


def _done(desk: Desk, asked: Asked, stage: Stage, key: str) -> Answer:
    counts = stage.shown.counts
    page = c.Import(
        step="done",
        staging=stage.staged.id,
        batch=_batch(desk, asked, _batches(asked).get(desk.office, _key(key))),
        rest=counts.bad + counts.duplicate,
    )
    return inside(desk, asked, page)


def _batch(desk: Desk, asked: Asked, each: ImportedSheet) -> c.ImportBatch:
    still = not each.undone and each.until >= desk.clock()
    return c.ImportBatch(
        file=each.file,
        at=each.at,
        who=each.account if each.account != desk.account else "",
        made=each.made,
        changed=each.changed,
        undo=f"{asked.root}/import/batch/{each.id}/undo" if still else "",
        until=day_of(each.until) if still else None,
        undone=each.undone,
    )


def _importable(desk: Desk, asked: Asked) -> list[Kind]:
    """The kinds that this person may bring in by a sheet, the children first."""
    first, apart = asked.front.roster.kind, asked.front.apart
    found = [
        kind
        for kind in desk.catalog.kinds.values()
        if desk.may_write(kind) and not kind.vault and kind.name not in apart
    ]
    return sorted(found, key=lambda kind: kind.name != first)


def _named(asked: Asked, kind: Kind) -> str:
    label = asked.say(kind.label)
    return asked.say(_WHOLE.fill(what=asked.front.roster.label)) if kind.name == asked.front.roster.kind else label


def _missing(asked: Asked, sent: Uploaded, *, known: bool) -> tuple[c.Wrong, ...]:
    found = []
    if not known:
        found.append(c.Wrong(at="kind", label=asked.say(_KIND), said=asked.say(_NO_KIND), remedy=asked.say(_CHOOSE)))
    if not sent.data or not PurePath(sent.name).suffix:
        found.append(c.Wrong(at="file", label=asked.say(_FILE), said=asked.say(_NO_FILE), remedy=asked.say(_CHOOSE)))
    return tuple(found)


def _stage(desk: Desk, asked: Asked) -> Stage:
    return staged(desk, asked, _staging(asked).get(desk.office, desk.account, asked.path["id"]))


def _staging(asked: Asked) -> Staging:
    return Staging(store=asked.registry.store, clock=asked.registry.clock)


def _batches(asked: Asked) -> Batches:
    return Batches(store=asked.registry.store, clock=asked.registry.clock)


def _key(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise NoSuchPage from None
