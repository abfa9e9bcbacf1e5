# The door for newcomers: each target does all of its own set-up, and is quick the second time.
#
#   make ask Q="…"    asks the example corpus          make check   every gate
#   make test         all tests                        make help    the rest
#
# State lies in .data/ of this folder unless BLACKBIRD_DATA_DIR says otherwise.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
TRAINING := .venv-training
DATA ?= ../data
# Processes that run tests: each takes 1.3 GB, and two of them finish in half the time.
WORKERS ?= 2
BIN := $(VENV)/bin
# Pins hold for what a build needs, too: older pip reads the first name for that, newer the second.
PINS := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt
INSTALL := $(PINS) $(BIN)/python gates/install.py
BENCHMARKS := $(patsubst benchmarks/%/run.py,%,$(wildcard benchmarks/*/run.py))

# The question must arrive as it was typed: quotes, dollar signs, any script. So make never
# expands it, and the shell reads it from the environment.
override Q := $(value Q)
export Q
BLACKBIRD_DATA_DIR ?= $(CURDIR)/.data
export BLACKBIRD_DATA_DIR
ifdef CI
export BLACKBIRD_HUB_URL :=
# Where a merge hangs on it, a test that failed is asked twice more, and named (decision 0022).
REPEATS := --reruns 2 --reruns-delay 5 -r fER
endif
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.PHONY: help ask test check bench serve index lock judge screenshots test-training clean models corpus reference setup $(addprefix bench-,$(BENCHMARKS))

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

ask: corpus ## answer Q="…" from the example corpus, with citations
	@$(BIN)/blackbird ask -- "$$Q"

index: corpus ## read examples/history into the index (only what changed)

serve: corpus ## answer OpenAI clients on a loopback address
	@exec $(BIN)/blackbird serve

corpus: models
	@$(BIN)/blackbird index add examples/history

models: $(VENV)/.runtime
	@$(BIN)/blackbird models pull mini

test: export BLACKBIRD_HUB_URL :=
test: $(VENV)/.dev models ## run every test, with coverage
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(REPEATS) --cov --cov-report= --ignore=tests/training/judge/learning $(ARGS)
	@$(BIN)/python -m coverage json --quiet -o .coverage.json

check: $(VENV)/.dev ## run every gate and name those that fail
	@$(BIN)/python -m gates.check $(GATES)

bench: $(VENV)/.dev models ## run each benchmark shortly; make bench-NAME runs one in full
	@for name in $(BENCHMARKS); do echo "── bench $$name"; $(BIN)/python "benchmarks/$$name/run.py" --short $(ARGS); done

$(addprefix bench-,$(BENCHMARKS)): bench-%: $(VENV)/.dev models
	@$(BIN)/python "benchmarks/$*/run.py" $(ARGS)

screenshots: $(VENV)/.dev ## take the pictures of docs/page.md anew (needs Chromium)
	@SCREENSHOTS="$(CURDIR)/build/screens" $(BIN)/python -m pytest -q tests/web/test_screens.py
	@for name in $$(grep -o 'page/[a-z-]*\.png' docs/page.md); do cp "build/screens/$${name#page/}" "docs/$$name"; done

reference: $(VENV)/.dev ## write docs/reference/ anew from the code
	@$(BIN)/python -m gates.reference

lock: ## resolve the requirements anew and pin them in constraints.txt
	@PYTHON="$(PYTHON)" bash gates/lock.sh

judge: $(TRAINING)/.made ## train the judge anew: make judge DATA=folder (three hours on two cores; goes on where it was ended)
	@$(TRAINING)/bin/python -m blackbird.training.judge --data "$(DATA)" --out "$(BLACKBIRD_DATA_DIR)/judge" $(ARGS)

test-training: $(TRAINING)/.made ## the tests of what only training needs
	@$(TRAINING)/bin/python -m pytest tests/training

clean: ## remove the environment and caches; keeps .data/ (models, index)
	@rm -rf $(VENV) $(TRAINING) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(VENV)/.dev ## only make the environment

# ── the environment: one folder, and a stamp for each part that is complete ──

$(VENV)/.made:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" bash gates/venv.sh
	@touch $@

$(VENV)/.runtime: pyproject.toml constraints.txt | $(VENV)/.made
	@$(INSTALL) "Blackbird and what it needs" --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime
	@$(INSTALL) "pip" --upgrade pip
	@$(INSTALL) "test tools" --group dev
	@touch $@

# ── the environment of training, which holds torch ──

$(TRAINING)/.made: pyproject.toml constraints.txt
	@PYTHON="$(PYTHON)" VENV="$(TRAINING)" bash gates/venv.sh
	@$(PINS) $(TRAINING)/bin/python gates/install.py "pip" --upgrade pip
	@$(PINS) $(TRAINING)/bin/python gates/install.py "what training needs" --editable . --group training
	@touch $@
