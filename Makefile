# make run: the dashboard.  make test: all tests.  Both set up what they need first.
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python3.14 python,$(shell $(p) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $(p))))
BIN := .venv/bin

.PHONY: run test bench score format clean

run: .venv/installed
	$(BIN)/streamlit run app.py

test: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

bench: .venv/tested
	$(BIN)/python -m tests.benchmarks $(ARGS)

# The figures of the bundled pipeline's card: make score CORPORA=folder
score: .venv/installed
	$(BIN)/python -m annotator score --corpora "$(CORPORA)"

format: .venv/tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv

.venv/installed: requirements.txt
ifeq ($(PYTHON),)
	@echo "Gloss needs Python 3.11, 3.12, 3.13 or 3.14, and found none of them." >&2; exit 1
endif
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || \
		{ echo "Gloss needs Python 3.11 to 3.14; $(PYTHON) is `$(PYTHON) -V 2>&1`." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/tested: .venv/installed tests/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@
