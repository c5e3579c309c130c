"""The journal: what was read and written, by whom, as one chain of hashes for each office.

Pure: it knows how an entry is written down, hashed, packed, anchored and verified. A store keeps the rows.
"""

from minorcare.journal.anchors import Anchor
from minorcare.journal.entries import (
    ABSENT,
    COLUMNS,
    CURRENT,
    GENESIS_PREV,
    SEP,
    Cell,
    Entry,
    Head,
    canonical,
    chain_hash,
    digest,
    genesis,
    preimage,
)
from minorcare.journal.faults import Fault
from minorcare.journal.packing import pack, unpack
from minorcare.journal.verify import verify_chain, verify_versions

__all__ = [
    "ABSENT",
    "COLUMNS",
    "CURRENT",
    "GENESIS_PREV",
    "SEP",
    "Anchor",
    "Cell",
    "Entry",
    "Fault",
    "Head",
    "canonical",
    "chain_hash",
    "digest",
    "genesis",
    "pack",
    "preimage",
    "unpack",
    "verify_chain",
    "verify_versions",
]
