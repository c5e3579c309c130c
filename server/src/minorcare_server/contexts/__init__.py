"""What every page is given: plain data, in the reader's language, masked already.

A handler fills one page class and a :class:`Shell`; the template named by ``template`` reads nothing else. Whatever is a fact of the
domain (labels of kinds, fields and states, columns, tags) arrives here as text: neither a template nor this module names one.
Every ``href`` and ``action`` starts with the prefix under which the application is mounted.
"""

from __future__ import annotations

from minorcare_server.contexts.doors import (
    Collision,
    DemoUser,
    Emergency,
    Failure,
    PaperForm,
    PaperLine,
    PaperPart,
    Side,
    SignIn,
)
from minorcare_server.contexts.files import (
    Child,
    Ending,
    Evidence,
    Look,
    Matter,
    Member,
    People,
    Reason,
    RecordForm,
    RecordPage,
    Work,
    WorkGroup,
)
from minorcare_server.contexts.imports import AlikeFix, ColumnMatch, Import, ImportBatch, SheetCell, SheetRow
from minorcare_server.contexts.reports import Receipt, ReportPage, Sent
from minorcare_server.contexts.shared import (
    Advice,
    Event,
    Fact,
    Field,
    FieldRow,
    Level,
    Link,
    LinkGroup,
    Move,
    Notice,
    Option,
    PhoneLine,
    Shell,
    Tag,
    Tone,
    User,
    Wrong,
)
from minorcare_server.contexts.work import (
    Card,
    Cell,
    Column,
    Filter,
    Listing,
    Roster,
    Row,
    Shelf,
    ShelfEntry,
    Shelves,
    Table,
    Task,
    TaskGroup,
    Tile,
    Today,
)

Page = (
    SignIn
    | Emergency
    | PaperForm
    | Failure
    | Today
    | Listing
    | Child
    | RecordPage
    | RecordForm
    | ReportPage
    | Shelves
    | Import
)

__all__ = [
    "Advice",
    "AlikeFix",
    "Card",
    "Cell",
    "Child",
    "Collision",
    "Column",
    "ColumnMatch",
    "DemoUser",
    "Emergency",
    "Ending",
    "Event",
    "Evidence",
    "Fact",
    "Failure",
    "Field",
    "FieldRow",
    "Filter",
    "Import",
    "ImportBatch",
    "Level",
    "Link",
    "LinkGroup",
    "Listing",
    "Look",
    "Matter",
    "Member",
    "Move",
    "Notice",
    "Option",
    "Page",
    "PaperForm",
    "PaperLine",
    "PaperPart",
    "People",
    "PhoneLine",
    "Reason",
    "Receipt",
    "RecordForm",
    "RecordPage",
    "ReportPage",
    "Roster",
    "Row",
    "Sent",
    "SheetCell",
    "SheetRow",
    "Shelf",
    "ShelfEntry",
    "Shell",
    "Shelves",
    "Side",
    "SignIn",
    "Table",
    "Tag",
    "Task",
    "TaskGroup",
    "Tile",
    "Today",
    "Tone",
    "User",
    "Work",
    "WorkGroup",
    "Wrong",
]
