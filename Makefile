# Everything runs in .venv, which is made on first use: no activation, nothing installed elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test attack coverage pythons engines oldest lint format hooks quality train benchmark \
	benchmark-bulk notebooks page picture docs clean
help:  ## List the targets.
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@

demo: $(READY)  ## Classify an example job description.
	$(BIN)/lmclassify classify examples/ward_manager.txt
	@echo; echo "Your own: $(BIN)/lmclassify classify FILE, or report FILE -o report.html"

test: $(READY)  ## Run the tests.
	$(BIN)/python -m pytest -q -n auto --dist worksteal

attack: $(READY)  ## Run the long form of the attacks (tests/attack; the short form is in `make test`).
	LMCLASSIFY_ATTACK_LONG=1 $(BIN)/python -m pytest -q -n auto --dist worksteal tests/attack

coverage: $(READY)  ## Run the tests and report which lines they miss.
	$(BIN)/python -m pytest -q -n auto --dist worksteal --cov --cov-report=term

pythons:  ## Run the tests on each Python from 3.11 to 3.14 that is installed.
	$(PYTHON) scripts/test_pythons.py

engines: $(READY)  ## Install what the tests of Spark, Dask and polars need (PostgreSQL and Java are the system's).
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[engines]"

# What a release of scikit-learn can break; for the whole suite: make oldest OLDEST_TESTS=tests
OLDEST_TESTS ?= tests/test_format.py tests/test_model.py tests/test_pipeline.py tests/test_training.py tests/test_context.py

oldest: pyproject.toml constraints-oldest.txt  ## Run the tests with all lower bounds of pyproject.toml.
	$(PYTHON) -m venv .venv-oldest
	.venv-oldest/bin/python -m pip install --quiet --constraint constraints-oldest.txt \
		--editable ".[bulk,tables]" pytest pytest-xdist hypothesis pypdf python-docx \
		playwright axe-playwright-python
	.venv-oldest/bin/python -m pytest -q -n auto --dist worksteal --ignore tests/test_quality.py $(OLDEST_TESTS)

lint: $(READY)  ## Check style, spelling, types, imports and the generated docs.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/write_docs.py --check
	@if command -v npx >/dev/null; then npx --yes --package typescript@7 tsc -p lmclassify/page/jsconfig.json \
		|| exit 1; else echo "Not checked: the page's JavaScript; that needs Node"; fi

format: $(READY)  ## Format the code, and fix what the linter can.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

hooks: $(READY)  ## Check style, spelling and generated docs before each commit.
	$(BIN)/pre-commit install

train: $(READY)  ## Train the shipped model again on the shipped corpus.
	$(BIN)/python scripts/train.py

quality: $(READY)  ## Measure the figures that the tests pin, and write them to tests/quality.json.
	$(BIN)/python -m benchmarks.quality --write

benchmark: $(READY)  ## Time lmclassify beside the joblib pipeline.
	$(BIN)/python benchmarks/startup.py

benchmark-bulk: $(READY)  ## Time bulk labelling beside its alternatives, and draw docs/scale.png.
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[benchmarks]"
	$(BIN)/python -m benchmarks.bulk speed --rows 500000 --repeats 3
	$(BIN)/python -m benchmarks.bulk growth --rows 10000000 --repeats 3
	$(BIN)/python -m benchmarks.bulk_plot

notebooks: $(READY)  ## Run the notebooks and keep what they show.
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[notebooks]"
	$(BIN)/python scripts/run_notebooks.py

page: $(READY)  ## Write the classifier as a web page, and take its picture (the picture needs Chromium).
	env -u LMCLASSIFY_MODEL $(BIN)/lmclassify page -o docs/page/index.html
	@if command -v chromium >/dev/null; then chromium --headless --no-sandbox --disable-gpu --hide-scrollbars \
		--window-size=1400,900 --virtual-time-budget=5000 --screenshot=docs/page.png \
		"file://$(CURDIR)/docs/page/index.html#example-1" 2>/dev/null; fi

picture: $(READY)  ## Take the README's picture of a report (needs Chromium).
	$(BIN)/lmclassify report examples/ward_manager.txt -o docs/report.html
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=900,1640 \
		--screenshot=docs/report.png docs/report.html
	rm docs/report.html

docs: $(READY)  ## Write the generated parts of README and docs, and build the site in site/.
	$(BIN)/python scripts/write_docs.py
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[docs]"
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "The site is site/index.html"

clean:  ## Remove what make made.
	rm -rf .venv* dist site .coverage .import_linter_cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
