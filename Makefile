# Everything that people and CI run. `make demo` and `make test` set up what they need.

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test lint check bench clean

demo: $(READY)          ## build the graph of examples/articles into demo/
	$(RUN)/kg build examples/articles --out demo --title "Eight articles, 1990-2025"
	@echo; echo "Russia and Georgia, and the sentences that say so:"
	$(RUN)/kg query demo evidence --first Russia --second Georgia

test: lint check        ## lint, types, import contracts, all tests, and the examples in docstrings

lint: $(READY)
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

check: $(READY)
	$(RUN)/pytest
	$(RUN)/pytest --doctest-modules kg benchmarks

bench: $(READY)         ## the quality gate on our own annotated articles
	$(RUN)/python benchmarks/gate.py

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(RUN)/python -m pip install --quiet --editable . --group dev
	@touch $(READY)

clean:
	rm -rf $(VENV) demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
