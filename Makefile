# Two commands: `make run` sets everything up and judges the example attempts; `make test` passes the tests.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# A shell that forbids byte code doubles start-up time; this project's own commands want it.
unexport PYTHONDONTWRITEBYTECODE

# Each process begins with a half of the tests, so that hardly a kernel is compiled by both.
ABREAST := -n 2 --dist worksteal

# The tests that reach the kernels.
KERNEL_TESTS := $(addprefix tests/,kernels special preprocessing linear_model naive_bayes neighbors svm tree \
  ensemble cluster neural_network trust/test_estimators_and_data.py)

.PHONY: run test slow fuzz bounds sklearn-tests lint format bench docs dist clean help
.DEFAULT_GOAL := help

help:
	@echo "make run     judge examples/attempts.py, then walk the path and write workings-out/report.html (sets up first)"
	@echo "make test    run the tests             (sets everything up first)"
	@echo "make slow    run the tests that take too long for that: searches, Ctrl-C in every long call (an hour)"
	@echo "make fuzz    run the fuzzers of estimators and functions with 100,000 examples (a quarter of an hour)"
	@echo "make bounds  run the tests of the kernels with every index checked (four minutes)"
	@echo "make sklearn-tests   run scikit-learn's own tests on our estimators (a few minutes)"
	@echo "make lint    format and lint checks, types, import directions, file sizes, lessons"
	@echo "make format  let ruff rewrite what it can"
	@echo "make bench   measure beside SciPy, scikit-learn, PyTorch and JAX (installs them)"
	@echo "make docs    build the documentation into build/site"
	@echo "make dist    build wheel and sdist, and use them with the newest and the oldest dependencies"
	@echo "make clean   remove the virtual environment and everything built"

$(BIN)/python:
	$(PYTHON) tools/require_python.py
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-docs: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@touch $@

$(VENV)/.installed-peers: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,peers]'
	@touch $@

run: $(VENV)/.installed
	@# `workings check` exits with 1 when it found defects; here finding them is the job.
	@$(BIN)/workings check examples/attempts.py || test $$? -eq 1
	@echo
	@$(BIN)/workings run

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(ABREAST)

slow: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m slow

# So many examples for each estimator and function, of which there are more than sixty; fewer where each is fitted twice,
# by us and by scikit-learn.
fuzz: $(VENV)/.installed-dev
	WORKINGS_FUZZ_EXAMPLES=2000 $(BIN)/python -m pytest $(ABREAST) tests/trust/test_estimators_and_data.py \
	  tests/trust/test_functions_and_data.py
	WORKINGS_FUZZ_EXAMPLES=200 $(BIN)/python -m pytest $(ABREAST) tests/trust/test_agreement.py

# Compiled anew, with every index into an array checked; kept apart from the code that people run.
bounds: $(VENV)/.installed-dev
	NUMBA_BOUNDSCHECK=1 NUMBA_CACHE_DIR=build/bounds $(BIN)/python -m pytest $(ABREAST) $(KERNEL_TESTS)

sklearn-tests: $(VENV)/.installed-dev
	$(BIN)/python tools/sklearn_tests.py

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_sizes.py
	$(BIN)/python tools/check_lessons.py

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-peers
	$(BIN)/python -m benchmarks

docs: $(VENV)/.installed-docs
	$(BIN)/python tools/benchmark_page.py --check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@echo "build/site/index.html"

dist: $(VENV)/.installed-dev
	$(BIN)/python tools/check_release.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
