# Every target makes its own environment in .venv: nothing else has to be installed but Python 3.11 or later.
# Another Python: make PYTHON=python3.12 test
PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
STAMP := $(VENV)/.stamp
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Kernels are forked from a warm process that has imported what the batch's has (psa/batch/kernels.py).
NBVAL = JUPYTER_DEFAULT_PROVISIONER_NAME=warm-provisioner \
	WARM_KERNEL_PRELOAD=$$($(BIN)/python -c 'from psa.batch.kernels import PRELOAD; print(",".join(PRELOAD))') \
	$(BIN)/python -m pytest -q -p no:cacheprovider -o filterwarnings= -n 2 --dist loadscope \
	--nbval --nbval-sanitize-with notebooks/nbval.cfg
# A check must not write into outputs/: what the notebooks save while they are compared goes to a passing folder.
IN_SCRATCH := scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && PSA_OUTPUTS="$$scratch"

unexport PYTHONDONTWRITEBYTECODE

# nbval compares notebooks alone (NBVAL), and takes a second to load in each process.
TESTS = $(BIN)/python -m pytest -q -n 2 --dist loadfile -p no:nbval

.PHONY: help run quick test test-slow test-pages validate lab lint docs links reference lock clean audit mutants

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' Makefile

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Setting up $(VENV) from requirements.lock, once: some minutes, most of them the download"
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	@# The font list is made now: made in a notebook, its notice would be an output that differs.
	@$(BIN)/python -c 'import matplotlib.font_manager'
	@touch $@

$(STAMP): $(LOCKED) pyproject.toml jupyter_server_config.py
	$(PIP) --no-deps --no-build-isolation -e .
	@# Jupyter reads no settings from the folder that it is started in, but those of its environment.
	@mkdir -p $(VENV)/etc/jupyter && cp jupyter_server_config.py $(VENV)/etc/jupyter/
	@# A notebook that was opened and saved without an edit is no change to git (tools/clean_notebook.py).
	@git config filter.notebook.clean "'$(abspath $(BIN)/python)' tools/clean_notebook.py" 2>/dev/null || true
	@touch $@

run: $(STAMP)  ## set up, check the tables, run every notebook, say what came out and where
	$(BIN)/psa check
	$(BIN)/psa run

quick: $(STAMP)  ## after each edit, in under a minute: style, imports, every short test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(TESTS) -m "not slow and not kernels and not batch and not thorough" tests/psa tests/test_*.py

test: $(STAMP)  ## set up; every test but the slow ones; nbval on the committed notebooks
	$(TESTS) -m "not slow" tests
	@echo "nbval on notebooks/"
	@$(IN_SCRATCH) $(NBVAL) notebooks

test-slow: $(STAMP)  ## the slow tests: many cases at random, processes killed, simulations, the pages of docs/ executed
	$(TESTS) -m slow --ignore=tests/pages tests

test-pages: $(STAMP)  ## read every page of outputs/ in a browser: widths, accessibility, links, filters, print
	$(BIN)/python -m pytest -q tests/pages

validate: $(STAMP)  ## run everything anew, nbval on all of outputs/, committed tables unchanged
	PSA_OUTPUTS= $(BIN)/psa run --force
	@echo "nbval on outputs/"
	@$(IN_SCRATCH) $(NBVAL) outputs
	git diff --exit-code -- outputs
	@new=$$(git ls-files --others --exclude-standard -- outputs) && if [ -n "$$new" ]; then \
		echo "These tables are not committed yet:" >&2; echo "$$new" >&2; exit 1; fi

lab: $(STAMP)  ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks

lint: $(STAMP)  ## check the style of the code, the imports between rooms and the types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy

docs: $(STAMP)  ## build the documentation in build/docs
	$(BIN)/python -m sphinx -q -W -n docs build/docs

links: $(STAMP)  ## look up the external links of the documentation (needs the network)
	$(BIN)/python -m sphinx -q -b linkcheck docs build/links

reference: $(STAMP)  ## renew docs/reference from the tables and the commands
	$(BIN)/python tools/reference.py

audit:  ## look the locked packages up in the database of known faults (needs uv)
	$(UV) tool run pip-audit --requirement requirements.lock --require-hashes --disable-pip

lock:  ## renew requirements.lock and environment.yml from pyproject.toml (needs uv)
	$(UV) pip compile pyproject.toml --all-extras --universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --upgrade --no-emit-index-url --no-header --quiet -o requirements.lock
	$(PYTHON) tools/environment.py

mutants: $(STAMP)  ## change the rules in many small ways, and say which changes no test notices
	rm -rf mutants
	-$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut export-cicd-stats
	cat mutants/mutmut-cicd-stats.json

clean:  ## remove the environment and everything that can be rebuilt
	rm -rf $(VENV) data/processed outputs/failed outputs/manifest.csv build *.egg-info \
		.pytest_cache .ruff_cache .hypothesis
	@if [ -d outputs ]; then find outputs -type f \( -name '*.ipynb' -o -name '*.html' -o -path '*/charts/*' \) -exec rm -f {} +; fi
