# `make` lists what there is. ARGS is handed on: make practice ARGS="--questions 1", make test ARGS="-k judging".
.DEFAULT_GOAL := help
.PHONY: help practice test lint setup dev lock samples docs wheel clean
ARGS ?=
BIN := .venv/bin

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile | expand -t 16

practice: setup  ## set up what is needed, then run a mock interview
	@$(BIN)/voiceprep practice $(ARGS)

test: lint  ## set up what is needed, lint, then run the tests
	@$(BIN)/python -m pytest $(ARGS)

lint: dev  ## style, format and types
	@$(BIN)/ruff check --quiet . scripts/make-samples scripts/write-help
	@$(BIN)/ruff format --check . scripts/make-samples scripts/write-help
	@$(BIN)/mypy

setup:  ## .venv with what running needs
	@scripts/setup

dev:  ## .venv with what testing needs too
	@scripts/setup --dev

lock:  ## pin the dependencies anew (needs uv); ARGS=--upgrade for newer versions
	@scripts/lock $(ARGS)

samples: setup  ## speak recordings/samples anew (needs flite)
	@$(BIN)/python scripts/make-samples

docs: setup  ## write docs/commands.md anew from the commands' own help
	@$(BIN)/python scripts/write-help

wheel: setup  ## build dist/voiceprep-*.whl
	@if $(BIN)/python -m pip --version >/dev/null 2>&1; \
	then $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .; \
	else uv build --quiet --wheel --out-dir dist .; fi
	@ls dist/*.whl

clean:  ## remove .venv, dist and caches; never recordings
	@rm -rf .venv dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
