# Hotline Intake. `make` alone lists what can be made.
.DEFAULT_GOAL := help
.PHONY: help demo setup test lint types lock bench docs pictures clean

BIN := .venv/bin
export PYTHON
export PYTHONUTF8 := 1

# An environment that was made in another folder doesn't work in this one: forget that it is there.
ifneq ($(shell cat .venv/place 2>/dev/null),$(shell pwd -P))
MOVED := $(shell rm -f .venv/run.stamp .venv/test.stamp)
endif

.venv/run.stamp: requirements/run.txt pyproject.toml
	@ASSETS=later scripts/setup run

.venv/test.stamp: requirements/test.txt pyproject.toml
	@ASSETS=later scripts/setup test
	@touch .venv/run.stamp

# Tried again where the registry was away the last time: the console works without, only less smoothly.
intake/console/static/vendor/locked: package-lock.json scripts/assets | .venv/run.stamp
	@scripts/assets || true

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: .venv/run.stamp intake/console/static/vendor/locked ## set up what is missing, then run the whole hotline with a telephone on your desk
	@$(BIN)/hotline demo $(ARGS)

setup: .venv/test.stamp intake/console/static/vendor/locked ## install everything that running, testing and developing need
	@scripts/system-packages

test: setup ## run all tests on a real PostgreSQL and a real browser; ARGS="-k name" chooses
	@scripts/test $(ARGS)

lint: .venv/test.stamp ## check style, formatting and the floors of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo

types: .venv/test.stamp ## check types, strictly
	@$(BIN)/mypy

lock: .venv/test.stamp ## compile requirements/*.txt anew from pyproject.toml
	@scripts/lock

bench: .venv/run.stamp ## measure complete calls and messages; ARGS="match" measures the matcher
	@$(BIN)/hotline bench $(ARGS)

docs: .venv/test.stamp ## write the generated tables of the documents anew
	@$(BIN)/python -m scripts.documents

pictures: setup ## take the documents' pictures anew, from the running demo
	@$(BIN)/python -m scripts.pictures

clean: ## remove the environment and everything generated
	rm -rf .venv build dist *.egg-info htmlcov .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
	    .import_linter_cache .hypothesis intake/console/static/vendor
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
