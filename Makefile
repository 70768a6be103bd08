# Two commands matter: make run, make test.
# PYTHON= names another interpreter for the environment, PORT= another port.

PYTHON ?= python3
PORT ?= 8000
SCALE ?= ci
export PORT SCALE

PY := .venv/bin/python
QUICK := tests/house $(wildcard tests/*/test_rules*.py)

.DEFAULT_GOAL := help
.PHONY: help run test check prove bench lock format clean environment environment-dev static

help: ## say what there is
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: environment ## start the application with its demo world (PORT=8000); Ctrl-C ends it
	@exec $(PY) -m trainee_app.demo.run

test: environment-dev static ## everything: lint, types, contracts, tests on SQLite and PostgreSQL, browser journeys
	@$(PY) -m pytest -n auto --dist worksteal

check: environment-dev static ## under a minute, for every commit: lint, types, contracts, the house, the rules
	@$(PY) -m pytest -q -n auto --no-postgres $(QUICK)

prove: environment-dev static ## everything at full volume, with the planted faults
	@SCALE=full $(PY) -m pytest -n auto --dist worksteal --prove

bench: environment-dev ## measure against the bars of docs/performance.md
	@$(PY) -m benchmarks

lock: ## renew the lock files
	@$(PYTHON) requirements/environment.py lock

format: environment-dev ## lay out the Python code
	@$(PY) -m ruff format --quiet .
	@$(PY) -m ruff check --quiet --fix-only --select I .

clean: ## remove the environment and the caches; keeps instance/
	@rm -rf .venv .cache test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@$(PYTHON) requirements/environment.py app

environment-dev:
	@$(PYTHON) requirements/environment.py dev

static: environment-dev
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check . || { echo "Lay the code out by: make format"; exit 1; }
	@$(PY) -m djlint --quiet --lint templates
	@$(PY) -m deptry .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo --cache-dir .cache/imports
