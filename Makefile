# Every target makes its own environment in .venv; nothing else has to be installed but Python 3.11 or later.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
NBVAL := $(BIN)/python -m pytest -q -p no:cacheprovider --nbval --nbval-sanitize-with notebooks/nbval.cfg -W ignore::DeprecationWarning -o filterwarnings=
SCRATCH := $(VENV)/scratch

.PHONY: help run test validate lab lint lock clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

run: $(STAMP)  ## set up, check the tables, run every notebook, say what came out and where
	$(BIN)/psa check
	$(BIN)/psa run

test: $(STAMP)  ## set up; unit, data and notebook tests; nbval on the committed notebooks
	$(BIN)/python -m pytest -q tests
	PSA_OUTPUTS=$(SCRATCH) $(NBVAL) -n 2 --dist loadscope notebooks

validate: $(STAMP)  ## rerun everything, nbval over all of outputs, committed tables unchanged
	$(BIN)/psa run --force
	PSA_OUTPUTS=$(SCRATCH) $(NBVAL) -n 2 --dist loadscope outputs
	git diff --exit-code -- outputs notebooks

lab: $(STAMP)  ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

lint: $(STAMP)  ## check the style of the code
	$(BIN)/ruff check .

lock:  ## renew requirements.lock and environment.yml from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url --no-header --quiet -o requirements.lock
	$(PYTHON) tools/environment.py

clean:  ## remove the environment and everything that can be rebuilt
	rm -rf $(VENV) data/processed .pytest_cache .ruff_cache .hypothesis
	find outputs -name '*.ipynb' -delete -o -name '*.html' -delete
