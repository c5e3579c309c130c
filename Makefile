# Every target but clean and lock works from a bare clone: it makes .venv first when that is missing or out of date.

PYTHON ?= python3
# The server and the plugins are distributions of their own, installed beside the library.
PROJECTS := . server $(patsubst %/pyproject.toml,%,$(sort $(wildcard plugins/*/pyproject.toml)))
PYPROJECTS := $(patsubst %,%/pyproject.toml,$(PROJECTS))
BROWSER_TESTS := $(shell find tests/browser -name "test_*.py" 2>/dev/null)
SOURCES := $(patsubst ./%,%,$(PROJECTS:%=%/src))
BIN := .venv/bin
READY := .venv/.ready
PYTEST := $(BIN)/python -m pytest

.PHONY: setup demo test lint bench lock docs pictures clean

setup: $(READY)

# Two steps, because pip asks for a hash of everything it is given in hash mode, and an editable project has none.
$(READY): lock.txt $(PYPROJECTS)
	tools/make-venv $(PYTHON) .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r lock.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		$(patsubst %,-e ./%,$(PROJECTS))
	$(BIN)/python -m pip check
	touch $@

demo: $(READY)
	$(BIN)/minorcare demo

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(SOURCES)
	$(PYTEST) -q tests/test_arrows.py

# Two processes (pyproject.toml says why). Both run, and either fails the target. Without a file in tests/browser
# there is nothing to run there, and pytest would call that a failure.
test: lint
	@status=0; \
	$(PYTEST) -n auto || status=1; \
	$(if $(BROWSER_TESTS),{ tools/ensure-chromium && $(PYTEST) tests/browser; } || status=1;) \
	exit $$status

bench: $(READY)
	$(BIN)/python -m benchmarks

docs: $(READY)
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

pictures: $(READY)
	tools/ensure-chromium
	$(BIN)/python tools/pictures.py

# A project is named in its pyproject.toml, not by its folder.
name = $(shell sed -n 's/^name = "\(.*\)"/\1/p' $(1)/pyproject.toml)

# uv only resolves. Its other lock formats name the registry's hosts, which differ from office to office.
lock:
	tools/make-venv $(PYTHON) .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	printf -- '-e ./%s\n' $(PROJECTS) | .venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header --group dev \
		$(foreach project,$(PROJECTS),--no-emit-package $(call name,$(project))) --output-file lock.txt -

clean:
	rm -rf .venv .venv-lock docs/_build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
