"""How a kind is declared: a frozen attrs class that states facts of the domain, once."""

from minorcare.declare.codes import Code, Codes
from minorcare.declare.fields import LEVELS, Due, Facts, RefTo, Sensitivity, deadline, field, ref, state
from minorcare.declare.kind import Field, Kind, kind
from minorcare.declare.lifecycle import Lifecycle
from minorcare.declare.owner import Owner
from minorcare.declare.record import Record, new_id
from minorcare.declare.values import Id, ValueType
from minorcare.label import Label

__all__ = [
    "LEVELS",
    "Code",
    "Codes",
    "Due",
    "Facts",
    "Field",
    "Id",
    "Kind",
    "Label",
    "Lifecycle",
    "Owner",
    "Record",
    "RefTo",
    "Sensitivity",
    "ValueType",
    "deadline",
    "field",
    "kind",
    "new_id",
    "ref",
    "state",
]
