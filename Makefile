# Every task of the project; `make` alone lists them.

PYTHON ?= python3
VENV ?= .venv

# pip of a known version: what an old one does with source packages differs.
PIP_VERSION := 26.3
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
TOOLS := $(VENV)/.tools-installed

# Quiet where the output is a file or a log, progress bars where somebody watches.
INSTALL = if [ -t 1 ]; then quiet=; else quiet=-qq; fi; \
	PIP_DISABLE_PIP_VERSION_CHECK=1 "$(BIN)/python" -m pip install $$quiet

define CHECK_PYTHON
"$(PYTHON)" -c '' 2>/dev/null || { \
	echo "Lantian needs Python 3.11 or newer, and there is no '$(PYTHON)' here." >&2; \
	echo "Install it, or name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }; \
"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Lantian needs Python 3.11 or newer; '$(PYTHON)' is $$("$(PYTHON)" --version 2>&1)." >&2; \
	echo "Name a newer one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }; \
"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
	echo "'$(PYTHON)' cannot make virtual environments: its venv module is missing." >&2; \
	echo "On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
endef

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run index test test-milvus long torture lint type bench eval golden reader clean browser page screenshots docs release audit

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo "  PYTHON=python3.12 chooses the interpreter; PORT and HOST say where the page is served."

run: index ## install, build the index and serve the page on http://127.0.0.1:7860; ARGS= of app.py
	@"$(BIN)/python" app.py $(ARGS)

index: $(RUNTIME) ## prepare the model and build the index; embeds only what changed
	@"$(BIN)/python" -m index model
	@"$(BIN)/python" -m index build || test $$? -eq 3  # but for files that cannot be read

test: browser lint type ## everything CI checks: lint, types, all tests
	@echo "== Tests"
	@"$(BIN)/python" -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

long: $(TOOLS) ## each made question, scans of the five plans, 500 requests to two processes
	@"$(BIN)/python" -m pytest --long tests/qa/test_every_answer.py \
		tests/index/reading/test_scans.py tests/ui/test_several_processes.py

torture: $(TOOLS) ## kill, fill, damage and crowd an index for minutes, which test does for seconds
	@"$(BIN)/python" -m pytest --long tests/torture

test-milvus: $(TOOLS) ## ask a Milvus server, LANTIAN_TEST_MILVUS, what test asks Milvus Lite
	@if [ -z "$$LANTIAN_TEST_MILVUS" ]; then \
		echo "skipped: no Milvus server is named; LANTIAN_TEST_MILVUS=http://HOST:19530 names one"; \
	else "$(BIN)/python" -m pytest --long -m milvus; fi

lint: $(TOOLS) ## style, formatting and which package may import which
	@echo "== Lint"
	@"$(BIN)/ruff" check
	@"$(BIN)/ruff" format --check
	@"$(BIN)/lint-imports" --no-logo

type: $(TOOLS) ## mypy --strict
	@echo "== Types"
	@"$(BIN)/mypy"

bench: index $(TOOLS) ## ratios against peers, one table; SIZE=100000 passages, ARGS= of python -m benchmarks
	@"$(BIN)/python" -m benchmarks $(if $(SIZE),--size $(SIZE)) $(ARGS)

eval: index ## score the search, renew the README's table; SETS="FILE FOLDER" names the sets
	@"$(BIN)/python" -m eval $(SETS)
	@"$(BIN)/python" -m eval table --write README.md

page: index $(TOOLS) ## how long a reader of the page waits, alone and among twenty
	@"$(BIN)/python" -m benchmarks.page

screenshots: index browser ## pictures of the page for the READMEs, into docs/screenshots
	@"$(BIN)/python" -m tests.screenshots

docs: $(VENV)/.docs-installed ## guides and the reference of the API as pages, into docs/_build/html
	@"$(BIN)/python" -m sphinx -q -W --keep-going -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

$(VENV)/.docs-installed: requirements-docs.txt $(RUNTIME)
	@$(INSTALL) -r requirements-docs.txt
	@touch "$@"

audit: $(TOOLS) $(VENV)/.docs-installed ## list the licences of all that is needed; refuse those that will not do
	@"$(BIN)/python" -m tools.licences $(ARGS)

release: audit ## archive what is committed into dist, install it from there in clean environments
	@"$(BIN)/python" -m tools.release archive
	@"$(BIN)/python" -m tools.licences > "dist/$$("$(BIN)/python" -m tools.release name)-licences.txt"
	@"$(BIN)/python" -m tools.release check \
		"dist/$$("$(BIN)/python" -m tools.release name).tar.gz" $(ARGS)

golden: $(TOOLS) ## rewrite the expected clause trees; review their diff
	@"$(BIN)/python" -m pytest tests --rewrite-golden -k golden

reader: $(TOOLS) index ## teach the reader anew, two hours or more; see training/README.md
	@"$(BIN)/python" -m training $(ARGS)

clean: ## remove what was installed and built in this folder
	@rm -rf "$(VENV)" data .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

browser: $(TOOLS)
	@echo "== Chromium"
	@tests/browser/chromium.sh

$(RUNTIME): requirements.txt
	@"$(BIN)/python" -m pip --version >/dev/null 2>&1 || { \
		$(CHECK_PYTHON); \
		echo "== Virtual environment in $(VENV)"; \
		"$(PYTHON)" -m venv --clear "$(VENV)"; }
	@echo "== Installing requirements.txt (a few minutes the first time)"
	@$(INSTALL) -qq pip==$(PIP_VERSION)
	@$(INSTALL) -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "== Installing requirements-dev.txt"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@
