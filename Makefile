# make demo   the main job on the built-in demo shop
# make test   all tests
# make check  lint, types, import rules and contract tests
# make bench  speed, as ratios in one run
# make bundle the skill and plugin for other assistants, into dist/
# make prove  everything too heavy for make test, at full counts

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RUN_READY := $(VENV)/.run-ready

.PHONY: demo test check bench bundle prove clean

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing (once) ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $(RUN_READY)

$(READY): $(RUN_READY)
	@echo "Installing what the tests need (once) ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(READY)

demo: $(RUN_READY)
	@$(BIN)/customer-segmentation demo

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal -m 'not slow'

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/contract

bench: $(READY)
	$(BIN)/python -m benchmarks

bundle:
	$(PYTHON) .ci/bundle.py dist

prove: $(READY)
	HYPOTHESIS_PROFILE=prove $(BIN)/python -m pytest -n auto

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
