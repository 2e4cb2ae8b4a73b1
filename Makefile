# Everything starts from a bare clone: the first target that needs it makes .venv and installs
# the pinned, tested versions of constraints.txt.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-slow check lint types imports format screenshots translations clean

demo: .venv/installed
	$(BIN)/maskbank demo

test: .venv/installed
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n auto -m "not slow"

test-slow: .venv/installed
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n auto -m slow

check: lint types imports test

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed
	$(BIN)/mypy

imports: .venv/installed
	$(BIN)/lint-imports

screenshots: .venv/installed
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m annotator.gui.screenshots docs/images
	$(BIN)/maskbank demo --no-window demo
	cp demo/contact-sheet.png docs/images/

translations: .venv/installed
	$(BIN)/python -m annotator.gui.translations

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv demo build dist
