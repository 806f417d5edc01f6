# Every command installs what it needs into .venv first, once. Only Python 3.11, make and git are
# needed beforehand; PYTHON= names another Python, PORT= another port.
.DEFAULT_GOAL := help
.PHONY: help run test test-services check bench format messages lock clean

with-run = @sh tools/python.sh tools/bootstrap.py run
with-dev = @sh tools/python.sh tools/bootstrap.py dev

WORKERS ?= auto --maxprocesses 4
ARGS ?=
ifneq ($(PYTHON),)
export PYTHON
endif
export PORT

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

run:  ## Open the club at http://127.0.0.1:8000 (PORT= changes the port)
	$(with-run) -m tools.run

test:  ## Run the whole suite on the embedded defaults (ARGS= goes to pytest)
	$(with-dev) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-services:  ## The same on PostgreSQL and Redis: those of DATABASE_URL and REDIS_URL, else private ones
	$(with-dev) -m tools.services -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check:  ## Lint, types, import contracts, templates, migrations, translations, production settings
	$(with-dev) -m tools.check $(ARGS)

bench:  ## Measure what the pages cost beside their floors, and a rush for seats
	$(with-dev) -m tests.bench.seats
	$(with-dev) -m tests.bench $(ARGS)

format:  ## Format code and templates, and repair what the linter can
	$(with-dev) -m ruff check --fix --quiet . || true
	$(with-dev) -m ruff format .
	$(with-dev) -m djlint . --reformat --quiet || true

messages:  ## Gather the texts for the translators and compile what is translated
	$(with-dev) -m tools.translations gather

lock:  ## Resolve requirements*.in into the pinned requirements*.txt (ARGS=--upgrade for newer ones)
	$(with-dev) -m tools.lock $(ARGS)

clean:  ## Remove what was installed and cached here, but not var/, which holds the club's data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
