# Two commands: `make up` and `make test`. Everything else is one of their parts, or a check.
# Needs Python 3.11+, git, make and a package mirror; tools/prerequisites.sh says what is missing.

STACK ?= lab
BENCH_LAB ?= /var/tmp/zkvm-bench
PYTHON := .venv/bin/python
PYTEST_ARGS ?=

.PHONY: bench bench-lab gitops help up down lab lab-down test test-lab check generate clean prerequisites fidelity
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z.][a-z.-]*:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prerequisites:
	@sh tools/prerequisites.sh

.venv: .venv/ready ## the virtual environment

.venv/ready: pyproject.toml constraints.txt | prerequisites
	@python3 tools/environment.py .venv --editable '.[dev]'
	@touch .venv/ready

up: .venv/ready ## bring the lab up through the real Pulumi engine (STACK=lab)
	@$(PYTHON) -m tools.lab up --stack $(STACK)

down: .venv/ready ## take the lab down
	@$(PYTHON) -m tools.lab down --stack $(STACK)

lab: .venv/ready ## two real libvirt hosts with QEMU for s390x on this machine (root, Debian; docs/lab.md)
	@$(PYTHON) -m tools.kvmlab up

lab-down: .venv/ready ## remove every trace of them
	@$(PYTHON) -m tools.kvmlab down

test: .venv/ready ## the whole suite; real hosts too where this machine can carry them, else it says what it left out
	@$(PYTHON) tools/pulumi/provide.py >/dev/null
	@$(PYTHON) -m pytest -n 2 --dist loadgroup -m "not kvm_lab" $(PYTEST_ARGS)
	@if reason=$$($(PYTHON) -m tools.kvmlab able); then $(MAKE) --no-print-directory test-lab; \
	 elif [ -n "$$CI" ]; then echo "real hosts must not be left out in CI: $$reason" >&2; exit 1; \
	 else echo "left out: real hosts ($$reason)"; fi

test-lab: .venv/ready ## the tests that start real libvirt hosts (root, Debian; see docs/lab.md)
	@$(PYTHON) tools/pulumi/provide.py >/dev/null
	@$(PYTHON) -m pytest -m kvm_lab $(PYTEST_ARGS)

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

gitops: .venv/ready ## play the story of examples/gitops: push, preview, merge, up, drift, repair
	@$(PYTHON) -m tools.gitops

bench: .venv/ready ## what zkvm costs beside its floors (ZKVM_TEST_URI: a real libvirt to measure too)
	@$(PYTHON) tools/pulumi/provide.py >/dev/null
	@mkdir -p .zkvm
	@$(PYTHON) -m pytest -c bench/pytest.ini bench --benchmark-json=.zkvm/bench.json $(PYTEST_ARGS)
	@$(PYTHON) -m bench.report .zkvm/bench.json

bench-lab: .venv/ready ## the same beside the real libvirt of a lab that is made for it (root, Debian)
	@ZKVM_KVMLAB=$(BENCH_LAB) $(PYTHON) -m tools.kvmlab up
	@ZKVM_TEST_URI='qemu+unix:///system?socket=$(BENCH_LAB)/lpar1/run/libvirt/libvirt-sock' \
	 $(MAKE) --no-print-directory bench; status=$$?; \
	 ZKVM_KVMLAB=$(BENCH_LAB) $(PYTHON) -m tools.kvmlab down; exit $$status

clean: ## remove everything that was built here, the lab included
	rm -rf .venv .zkvm build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
