# Set up, run and test Ardoise. `make help` lists what there is. What each target needs is installed first, once; see packaging/README.md.
# PYTHON=/path/to/python3 names the Python to start from; ARGS="-k equation" goes to pytest, ARGS="--show misses" to `make bench FILES=...`;
# UV=uv is used by `make lock` alone.

SHELL := /bin/sh
BIN := .venv/bin
UV ?= uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	--custom-compile-command "make lock"

.PHONY: help run test quick lint lock bench pages clean set-up

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set up, then open the window (without a display: solve an example, save a plot and a screenshot)
	@PYTHON="$(PYTHON)" sh packaging/set_up.sh run
	@sh packaging/run.sh

test: set-up ## set up, then run the whole test suite, headless
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(ARGS)

quick: set-up ## the tests that take less than a second each
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "not slow and not engine and not model" $(ARGS)

lint: set-up ## style, types and import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: set-up ## measure the program's start; with FILES="a.jsonl b.jsonl" the checks on labelled solutions
	@$(BIN)/ardoise bench $(if $(FILES),steps $(FILES) --jobs 2 $(ARGS),startup)

pages: set-up ## write app/CHECKS.md anew from the tables of cases, and app/ACCURACY.md from the records in app/accuracy
	@$(BIN)/python -m tests.cases.page > app/CHECKS.md
	@$(BIN)/ardoise bench report app/accuracy/*.jsonl --about app/accuracy/about.md --levels resources/accuracy.json -o app/ACCURACY.md

lock: ## write packaging/requirements*.lock anew from pyproject.toml (needs uv)
	$(COMPILE) --group installer -o packaging/requirements-pip.lock
	$(COMPILE) pyproject.toml --group build -o packaging/requirements.lock
	$(COMPILE) pyproject.toml --group dev -o packaging/requirements-dev.lock

clean: ## remove .venv, caches and pictures; models and history stay
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find app tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

set-up:
	@PYTHON="$(PYTHON)" sh packaging/set_up.sh test
