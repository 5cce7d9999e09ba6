# Both of README's commands, and what contributors run. Everything lives in a virtual environment of its own.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

SITE := site

.PHONY: cv test test-tex bench site pictures reference lint types check release-check clean

cv: $(VENV)/runtime  ## Build the sample CVs
	$(BIN)/cvgen build

test: $(VENV)/dev  ## Run the tests; needs nothing but Python and git
	$(BIN)/pytest -n auto --dist worksteal --ignore=tests/tex

test-tex: $(VENV)/dev  ## Install TeX Live, poppler, qpdf, zsh and fish where they are missing, and run the tests that use them
	.ci/install-tex
	$(BIN)/pytest tests/tex

site: $(VENV)/docs  ## Build the documentation as a site, and look for dead links in it
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir $(SITE)
	$(BIN)/python docs/links.py $(SITE)

lint: $(VENV)/dev  ## Look for mistakes in style
	$(BIN)/ruff check . .ci/release-check && $(BIN)/ruff format --check . .ci/release-check
	$(BIN)/shellcheck --external-sources .github/action/*.sh .ci/install-tex .ci/run
	$(BIN)/zizmor --offline --quiet . && $(BIN)/hadolint Dockerfile

types: $(VENV)/dev  ## Check the types
	$(BIN)/mypy

pictures: $(VENV)/dev  ## Draw the gallery and README's pictures anew
	$(BIN)/python docs/pictures.py
	$(BIN)/python docs/drawing.py

reference: $(VENV)/dev  ## Write the reference of all keys and the JSON Schema anew
	$(BIN)/python docs/reference.py

bench: $(VENV)/dev  ## Measure, as ratios within one run
	$(BIN)/python benchmarks/run.py $(ONLY)

check: lint types site test  ## What should pass before every commit

release-check: $(VENV)/dev  ## Build the wheel and the sdist, and a CV with each, with every Python; TAG=v1.0.0 for a release
	$(BIN)/python .ci/release-check $(if $(TAG),--tag $(TAG))

clean:  ## Remove what the other targets made
	rm -rf $(VENV) $(SITE) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find output -mindepth 1 ! -name .gitignore -delete

$(VENV)/runtime: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "cvgen needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev: $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(VENV)/docs: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@
