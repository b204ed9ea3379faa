# Two commands: `make up` and `make test`. Everything else is one of their parts, or a check.
# Needs Python 3.11+, git, make and a package mirror; tools/prerequisites.sh says what is missing.

STACK ?= lab
PYTHON := .venv/bin/python
PYTEST_ARGS ?=

.PHONY: help up down test check generate clean prerequisites fidelity
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z.][a-z.]*:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prerequisites:
	@sh tools/prerequisites.sh

.venv: .venv/ready ## the virtual environment

.venv/ready: pyproject.toml constraints.txt | prerequisites
	@echo "==> making the virtual environment in .venv (about a minute; pip shows what it fetches)"
	@python3 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --progress-bar on \
		--constraint constraints.txt --editable '.[dev]'
	@touch .venv/ready

up: .venv/ready ## bring the lab up through the real Pulumi engine (STACK=lab)
	@$(PYTHON) -m tools.lab up --stack $(STACK)

down: .venv/ready ## take the lab down
	@$(PYTHON) -m tools.lab down --stack $(STACK)

test: .venv/ready ## the whole suite, end-to-end runs through the real Pulumi CLI included
	@$(PYTHON) tools/pulumi/provide.py >/dev/null
	@$(PYTHON) -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

check: .venv/ready ## format, lint, types, import contracts, house rules
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@$(PYTHON) -m tools.generate --check
	@$(PYTHON) -m pytest -q tests/house

generate: .venv/ready ## write schema, SDK and reference pages anew from the model
	@$(PYTHON) -m tools.generate

fidelity: .venv/ready ## how truly the emulator answers as a real libvirt does
	@.venv/bin/zkvm fidelity tests/fidelity

clean: ## remove everything that was built here, the lab included
	rm -rf .venv .zkvm build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
