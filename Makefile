# `make run` starts the shop on this machine, `make test` tests it. The first run installs everything they need
# below TICKOVER_HOME; PYTHON selects the Python of the environment.

PYTHON ?= python3
HOME_FOLDER := $(or $(TICKOVER_HOME),.local)
BIN := $(HOME_FOLDER)/venv/bin

.PHONY: run setup doctor ops backup restore pgtap pgtap-live matrix test test-long lint bench simulate schema transcripts pictures psql clean lock help

help:
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: ## runs the shop, with an emulated outside world unless BOT_TOKEN is set
	@$(PYTHON) -m scripts.setup run
	@exec "$(BIN)/python" -m scripts.run

setup: ## sets up a real shop: asks for what it needs, and ends with the bot answering
	@$(PYTHON) -m scripts.setup shop
	@exec "$(BIN)/python" -m scripts.shop setup $(ARGS)

doctor: ## says what is wrong with the real shop, and what fixes it
	@$(PYTHON) -m scripts.setup shop
	@exec "$(BIN)/python" -m scripts.shop doctor $(ARGS)

ops: ## shows that shop live in the terminal; ARGS=postgresql://... for another one
	@$(PYTHON) -m scripts.setup ops
	@exec "$(BIN)/python" -m scripts.ops $(ARGS)

backup: ## backs up database and secrets of that shop, encrypted, to a folder or a chat
	@$(PYTHON) -m scripts.setup shop
	@exec "$(BIN)/python" -m scripts.shop backup $(ARGS)

restore: ## restores a shop from a backup; it comes up held: make restore ARGS="FILE..."
	@$(PYTHON) -m scripts.setup shop
	@exec "$(BIN)/python" -m scripts.shop restore $(ARGS)

# The URL reaches them by the environment: among words other users of the machine could read it.
pgtap: ## runs sql/tests on a copy: DATABASE_URL=postgresql://postgres@/copy make pgtap
	@$(PYTHON) -m scripts.setup shop
	@exec "$(BIN)/python" -m scripts.pgtap $(ARGS)

pgtap-live: ## checks a running shop; it only reads
	@$(PYTHON) -m scripts.setup shop
	@exec "$(BIN)/python" -m scripts.pgtap --live $(ARGS)

matrix: ## runs the tests of the database on PostgreSQL 15, 17 and 18; ARGS="17 18" for some of them
	@$(PYTHON) -m scripts.setup dev
	@exec "$(BIN)/python" -m scripts.matrix $(ARGS)

PYTEST = "$(BIN)/python" -m pytest --numprocesses=auto --dist=worksteal

test: ## lint, pgTAP and pytest without the long tests; ARGS="-k name" for some of all tests
	@$(PYTHON) -m scripts.setup test
	@$(MAKE) --no-print-directory checks
	@$(PYTEST) $(or $(ARGS),-m "not long" --plpgsql-coverage=95)

test-long: ## the long tests: years, walks, crashes, restores, upgrades; CI runs both
	@$(PYTHON) -m scripts.setup test
	@$(PYTEST) -m long

lint: ## ruff, mypy and sqlfluff
	@$(PYTHON) -m scripts.setup dev
	@$(MAKE) --no-print-directory checks

.PHONY: checks
checks:
	"$(BIN)/ruff" check
	"$(BIN)/ruff" format --check
	"$(BIN)/mypy"
	"$(BIN)/python" -m scripts.lint_sql

bench: ## runs the benchmarks, prints a table and writes bench.json
	@$(PYTHON) -m scripts.setup dev
	@"$(BIN)/python" -m bench $(ARGS)

simulate: ## simulates a year of the shop in minutes; ARGS="--users 100 --days 60 --seed 2", or ARGS="--faults --seeds 20"
	@$(PYTHON) -m scripts.setup dev
	@"$(BIN)/python" -m simulation $(ARGS)

schema: ## writes docs/schema (the current tables) and docs/runbook.md
	@$(PYTHON) -m scripts.setup dev
	@"$(BIN)/python" -m scripts.schema_docs

transcripts: ## writes tests/transcripts, the texts that people read; review the diff
	@$(PYTHON) -m scripts.setup test
	@TRANSCRIPTS=write "$(BIN)/python" -m pytest -q --numprocesses=auto tests/walks \
	  -k "transcript_says or written_down"

pictures: ## takes the screenshots of docs/pictures again
	@$(PYTHON) -m scripts.setup test
	@"$(BIN)/python" -m pytest -q tests/walks/pictures.py

psql: ## opens psql as tickover_dba; ROLE=operator for another role
	@test -x "$(BIN)/python" || { echo "psql: nothing is here yet, begin with \`make run\`"; exit 1; }
	@exec "$(BIN)/python" -m scripts.psql $(ROLE)

clean: ## stops what runs here, and removes everything that was created, including data
	@$(PYTHON) -m scripts.clean

lock: ## writes the lock files again, from pyproject.toml; needs uv
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --upgrade pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --upgrade pyproject.toml --group ops -c requirements.lock -o requirements-ops.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --upgrade pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
