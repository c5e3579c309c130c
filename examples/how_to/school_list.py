"""Importing a sheet from a program: preview, look at what is wrong, write what is right, take it back."""

import sys
import tempfile
from pathlib import Path

from minorcare import Invalid
from minorcare.testing import desk_as, registry_in, street
from minorcare.work import imports

FILE = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("school.csv")
registry = registry_in(Path(tempfile.mkdtemp()))
street(registry)

# -- preview
desk = desk_as(registry, "supervisor", purpose="import")
preview = imports.preview(desk, imports.read(FILE), "minor", file=FILE.name)
print(preview.counts)
for problem in preview.problems:
    print(problem.in_("zh"))

# -- commit
try:
    imports.commit(desk, preview)
except Invalid as invalid:
    print(len(invalid.problems), "problems, nothing written")
done = imports.commit(desk, preview, only_good=True)
print(done.records, "records")

# -- undo
print(desk.undo(done.id))
# -- end
registry.close()
