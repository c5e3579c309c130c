"""What a form with a file sends (``multipart/form-data``, RFC 7578)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from minorcare_server.errors import Malformed

_BOUNDARY = re.compile(r'boundary="?([0-9A-Za-z\'()+_,./:=? -]{1,70})"?')
_NAME = re.compile(r'\bname="([^"]*)"')
_FILE = re.compile(r'\bfilename="([^"]*)"')
MOST_PARTS = 20


@attrs.frozen(kw_only=True)
class Uploaded:
    """The fields of the form, and the file with the last part of the name it came under."""

    fields: Mapping[str, str]
    name: str = ""
    data: bytes = attrs.field(default=b"", repr=False)


def uploaded(content_type: str, body: bytes) -> Uploaded:
    """Read a form with one file.

    Raises:
        Malformed: it is no such form.
    """
    found = _BOUNDARY.search(content_type)
    if not content_type.casefold().startswith("multipart/form-data") or found is None:
        raise Malformed([])
    parts = (b"\r\n" + body).split(b"\r\n--" + found[1].encode("ascii"))
    if len(parts) > MOST_PARTS or len(parts) < 3 or not parts[-1].startswith(b"--"):
        raise Malformed([])
    fields: dict[str, str] = {}
    name, data = "", b""
    for part in parts[1:-1]:
        head, blank, content = part.partition(b"\r\n\r\n")
        text = head.decode("utf-8", "replace")
        called, file = _NAME.search(text), _FILE.search(text)
        if not blank or called is None:
            raise Malformed([])
        if file is None:
            fields[called[1]] = content.decode("utf-8", "replace")
        else:
            name, data = re.split(r"[/\\]", file[1])[-1][:120], content
    return Uploaded(fields=fields, name=name, data=data)
