"""What every page is given: plain data, in the reader's language, masked already.

A handler fills one page class and a :class:`Shell`; the template named by ``template`` reads nothing else. Whatever is a fact of the
domain (labels of kinds, fields and states, columns, tags) arrives here as text: neither a template nor this module names one.
Every ``href`` and ``action`` starts with the prefix under which the application is mounted.
"""

from __future__ import annotations

from minorcare_server.contexts.doors import Collision, DemoUser, Emergency, Failure, PhoneLine, Side, SignIn
from minorcare_server.contexts.files import (
    Child,
    Evidence,
    Look,
    Matter,
    Member,
    People,
    Reason,
    RecordForm,
    RecordPage,
)
from minorcare_server.contexts.imports import AlikeFix, ColumnMatch, Import, ImportBatch, SheetCell, SheetRow
from minorcare_server.contexts.shared import (
    Event,
    Fact,
    Field,
    Level,
    Link,
    LinkGroup,
    Move,
    Notice,
    Option,
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
    Table,
    Task,
    TaskGroup,
    Tile,
    Today,
)

Page = SignIn | Emergency | Failure | Today | Listing | Child | RecordPage | RecordForm | Import

__all__ = [
    "AlikeFix",
    "Card",
    "Cell",
    "Child",
    "Collision",
    "Column",
    "ColumnMatch",
    "DemoUser",
    "Emergency",
    "Event",
    "Evidence",
    "Fact",
    "Failure",
    "Field",
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
    "People",
    "PhoneLine",
    "Reason",
    "RecordForm",
    "RecordPage",
    "Roster",
    "Row",
    "SheetCell",
    "SheetRow",
    "Shell",
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
    "Wrong",
]
