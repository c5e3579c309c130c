"""The door: a registry bound to an actor, an office, a purpose and a clock."""

from minorcare.desk.acts import Act, Change, Restore, Save, Transition, Void
from minorcare.desk.door import Desk
from minorcare.desk.screening import Screened

__all__ = ["Act", "Change", "Desk", "Restore", "Save", "Screened", "Transition", "Void"]
