# make run    the graph of the sample articles, in a browser
# make test   lint, types and all tests, on a fresh machine too
.PHONY: run test lint score bench load docs lock clean

PYTHON ?= python3
VENV   ?= .venv
UV     ?= uv
STORE  ?= qipan.db
HOST   ?= 127.0.0.1
PORT   ?= 8000
# JSON Lines of texts to measure with, {"text": …} a line, gzipped or not; without it the sample articles.
TEXTS ?=
# A folder of annotated articles: articles/*.txt, gold/*.json, and score.py, which compares extractions with them.
SCORE_DIR ?= ../shared/bench
# Company pairs of finance news, head, tail, label and sentence a line; SCORE_DIR/finre.py judges them.
PAIRS ?= $(SCORE_DIR)/../datasets/finre/valid.tsv

# The tests are shared out by files, so that what a file sets up (a browser, a store) is set up once. Empty: one process.
WORKERS ?= --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

run: $(VENV)/.run
	$(BIN)/qipan add data/articles --store "$(STORE)"
	@exec $(BIN)/qipan serve --store "$(STORE)" --host "$(HOST)" --port "$(PORT)"

test: $(VENV)/.dev
	tests/setup-debian.sh
	@$(MAKE) --no-print-directory lint
	$(BIN)/pytest $(WORKERS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/audit.py

score: $(VENV)/.dev
	@test -f "$(SCORE_DIR)/score.py" || { echo "No annotated articles in $(SCORE_DIR): make score SCORE_DIR=…" >&2; exit 1; }
	@out=$$(mktemp -d) && trap 'rm -r "$$out"' EXIT && for article in "$(SCORE_DIR)"/articles/*.txt; do \
	    $(BIN)/qipan extract "$$article" > "$$out/$$(basename "$$article" .txt).json" || exit 1; \
	done && $(BIN)/python "$(SCORE_DIR)/score.py" --system "$$out"
	@test ! -f "$(PAIRS)" || { out=$$(mktemp -d) && trap 'rm -r "$$out"' EXIT && echo "company pairs of $(PAIRS)" && \
	    $(BIN)/python "$(SCORE_DIR)/finre.py" rows "$(PAIRS)" > "$$out/rows.jsonl" && \
	    $(BIN)/qipan extract --input-format jsonl --jobs 2 - < "$$out/rows.jsonl" > "$$out/read.jsonl" && \
	    $(BIN)/python "$(SCORE_DIR)/finre.py" score "$(PAIRS)" "$$out/read.jsonl"; }

bench: $(VENV)/.dev
	$(BIN)/python tools/bench.py $(TEXTS)
	tests/setup-debian.sh
	$(BIN)/python tools/bench_pages.py
	command -v wrk >/dev/null || $(SUDO) apt-get install -y -qq wrk
	$(BIN)/python tools/bench_http.py

# Half an hour of 50 clients, every answer checked: tools/load.py.
load: $(VENV)/.dev
	$(BIN)/python tools/load.py --minutes 30

# docs/cli.md from the command's own help, and pictures from the real pages and slides.
docs: $(VENV)/.dev
	$(BIN)/python tools/cli_page.py
	$(BIN)/python tools/http_page.py
	$(BIN)/python tools/readme_picture.py
	$(BIN)/python tools/slide_pictures.py

# The newest versions that fit, written down: what `make run` and `make test` install.
LOCK := $(UV) pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
    --no-header --no-emit-index-url --no-emit-find-links
lock:
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --output-file requirements-dev.lock

clean:
	rm -rf build dist tests/output .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -m venv "$(VENV)" || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3-venv && \
	    $(PYTHON) -m venv --clear "$(VENV)"; }

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --requirement requirements.lock
	$(PIP) --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) --requirement requirements-dev.lock
	$(PIP) --no-deps --editable .
	@touch $@
