# Everything starts from a bare clone: the first target that needs it makes .venv and installs
# the pinned, tested versions of constraints.txt.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n auto

.PHONY: demo test test-slow test-soak test-readers check lint types imports format screenshots translations clean

demo: .venv/installed
	$(BIN)/maskbank demo

test: .venv/installed
	$(PYTEST) -m "not slow and not soak"

test-slow: .venv/installed
	$(PYTEST) -m slow

# Minutes each: ten thousand damaged files for every reader, networks compiled.
test-soak: .venv/installed
	$(PYTEST) -m soak

# What other people's programs read of our exports; in an environment of its own, without the window.
test-readers: .venv-readers/installed
	.venv-readers/bin/pytest -c tests/readers/readers.ini --rootdir . tests/readers

check: lint types imports test

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed
	$(BIN)/mypy

imports: .venv/installed
	$(BIN)/lint-imports

# All pictures go to screenshots/, those that the documentation shows from there to docs/images/. Chinese
# needs a font that has it (Debian and Ubuntu: fonts-wqy-microhei). With a video of yours, too:
#     make screenshots CLIP=dog.mp4 BOXES="245,50,480,330"    (a box around each thing on the first frame)
SHOWN := window-dark window-light window-dark-zh proposal-dark review-dark words-light timeline-dark \
    export-light preferences-dark shortcuts-light
screenshots: .venv/installed
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m annotator.gui.screenshots screenshots
	$(if $(CLIP),QT_QPA_PLATFORM=offscreen $(BIN)/python -m annotator.gui.screenshots screenshots $(CLIP) $(BOXES))
	$(BIN)/maskbank demo --no-window demo
	cp demo/contact-sheet.png docs/images/
	for name in $(SHOWN); do cp screenshots/sample-$$name.png docs/images/; done

translations: .venv/installed
	$(BIN)/python -m annotator.gui.translations

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

.venv-readers/installed: constraints-readers.txt
	$(PYTHON) -m venv .venv-readers
	.venv-readers/bin/pip install --quiet --no-deps --requirement constraints-readers.txt
	touch $@

clean:
	rm -rf .venv .venv-readers demo build dist
