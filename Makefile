# One virtual environment, one stamp an extra. `make demo` and `make test` need nothing but Python.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# Up to four processors, a file of tests at a time.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

.PHONY: demo test test-train check bench evaluate study docs clean

demo: $(VENV)/.stamp-base
	$(BIN)/lstgeo demo

test: $(VENV)/.stamp-dev
	$(PYTEST) -m "not train"

test-train: $(VENV)/.stamp-train
	$(PYTEST) -m train

check: $(VENV)/.stamp-dev $(VENV)/.stamp-train
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.stamp-dev
	$(BIN)/python -m benchmarks.retrieve
	$(BIN)/python -m benchmarks.memory
	$(BIN)/python -m benchmarks.profiles

# The development profiles where they are at hand; columns are generated elsewhere.
PROFILES := $(or $(LSTGEO_SHARED),../shared/data)/profiles

evaluate: $(VENV)/.stamp-base
	$(BIN)/lstgeo evaluate $(if $(wildcard $(PROFILES)),--profiles $(PROFILES)) -o docs/validation

docs: $(VENV)/.stamp-docs
	$(BIN)/mkdocs build --strict

study: $(VENV)/.stamp-train
	$(BIN)/python -m lstgeo.training.study $(PROFILES) --output docs/validation --work .study.work

clean:
	rm -rf $(VENV) build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.stamp-base: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "lstgeo needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	touch $@

$(VENV)/.stamp-%: $(VENV)/.stamp-base
	$(PIP) -e '.[$*]'
	touch $@
