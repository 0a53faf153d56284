# `make demo` shows it, `make test` proves it. Both make their own virtual environment. `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
export PORT ONCE SANDBOX_PORT SANDBOX_TODAY

.DEFAULT_GOAL := help
.PHONY: help install demo run test lint browser screenshots bench clean
.NOTPARALLEL:

BIN := .venv/bin
INSTALLED := .venv/.installed
PATH := $(CURDIR)/$(BIN):$(PATH)
export PATH
unexport PYTHONDONTWRITEBYTECODE  # the tests start hundreds of processes

help:
	@echo "make install   .venv with the pinned requirements"
	@echo "make demo      stand-in vendors and three agencies, synced, then the site (ONCE=1 ends after the syncs)"
	@echo "make run       web, worker and beat with the settings of .env or the environment (PORT, default 8000)"
	@echo "make test      every check, then the tests on SQLite and again on PostgreSQL with Redis"
	@echo "make lint      the checks alone"
	@echo "make bench     writes docs/benchmarks.md (PARTS=\"syncing files vendor reading\", or some of them)"
	@echo "make screenshots   writes docs/screenshots/"
	@echo "make clean     removes .venv, .venv-bench and all that the demo keeps in var/"

install: $(INSTALLED)

$(INSTALLED): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "pmsync needs Python 3.11 or later."; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo "Python cannot make virtual environments: install python3-venv."; exit 1; }
	@echo "Installing the requirements into .venv ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements-dev.txt
	@touch $@

demo: install
	@$(BIN)/python demo.py

run: install
	$(BIN)/python manage.py migrate --no-input
	$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	$(BIN)/honcho start

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run --settings tests.settings
	$(BIN)/python -m tests.deployment

# What knows no database of the run's (speaking with vendors, the sandbox, stores of files, the demo and start-up with a file of
# their own) runs once. The browser and the walk through the admin look at the site on PostgreSQL, which is also the stricter one
# for requests made at random. That leg comes last, so that the output closes on its summary.
WITHOUT_DATABASE := tests/providers tests/sandbox tests/test_demo.py tests/test_startup.py \
	tests/integrations/files/test_drops_in_buckets.py tests/integrations/files/test_provisioning.py
ON_POSTGRESQL := tests/browser tests/integrations/api/test_contract.py \
	tests/integrations/test_admin.py tests/integrations/test_admin_scope.py
TESTS := -m pytest --numprocesses auto --dist worksteal

test: lint browser
	@$(BIN)/python -m tests.services sqlite -- $(BIN)/python $(TESTS) $(ON_POSTGRESQL:%=--ignore=%) $(ARGS)
	@$(BIN)/python -m tests.services postgresql -- $(BIN)/python $(TESTS) $(WITHOUT_DATABASE:%=--ignore=%) $(ARGS)

# Installs Debian's chromium where that is allowed. Without one the browser tests are skipped; with CI=true they fail.
browser: install
	@$(BIN)/python -m tests.browser.chromium

screenshots: browser
	@$(BIN)/python -m tests.services sqlite -- $(BIN)/python -m pytest -q tests/browser/screenshots.py

bench: install .venv-bench/.installed
	$(BIN)/python -m tests.bench $(PARTS)

# What the bench compares with, apart from what pmsync itself needs.
.venv-bench/.installed: requirements.txt requirements-bench.txt
	@test -x .venv-bench/bin/pip || $(PYTHON) -m venv .venv-bench
	@echo "Installing what the bench compares with into .venv-bench ..."
	@.venv-bench/bin/python -m pip install -qq --disable-pip-version-check -r requirements-bench.txt
	@touch $@

clean:
	rm -rf .venv .venv-bench var
