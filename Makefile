# The two commands are `make run` and `make test`; the others are for changing InverTrack.

export PATH := $(CURDIR)/.tools/bin:$(PATH)
# Django starts many times in one run, three times faster from bytecode; .gitignore knows the files.
unexport PYTHONDONTWRITEBYTECODE
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test screenshots bench format lock clean

help: ## Say what each command does
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

run: ## Set up and serve InverTrack with its demo people (HOST and PORT change the address)
	@.ci/setup run
	@$(PY) manage.py serve

test: ## Set up and run every check and test, on SQLite and PostgreSQL
	@.ci/setup test
	@$(PY) tests/run.py

screenshots: ## Take a picture of every page into var/screenshots, on a phone and a desk, light and dark
	@.ci/setup test
	@$(PY) -m tests.screenshots

bench: ## Measure speed on SQLite and PostgreSQL, and write docs/bench.md
	@.ci/setup test
	@$(PY) -m invertrack.operations.chromium
	@INVERTRACK_MODE=local SECRET_KEY=only-for-bench $(PY) manage.py bench --write docs/bench.md

format: ## Format Python and templates
	@.ci/setup test
	@$(PY) -m ruff check --fix --quiet .
	@$(PY) -m ruff format --quiet .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 6.1 {} +

lock: ## Write the lock files anew after a change to pyproject.toml or package.json
	@.ci/setup lock
	@$(PY) .ci/lock.py

clean: ## Remove what set-up brought; the database, the mailbox and .env stay
	@rm -rf .venv .tools node_modules var/vendor var/vendor.lock var/static var/cache
