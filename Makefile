# One place for every command of the house. The set-up rule reruns only when a lock changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
export CHROMIUM ?= chromium
.PHONY: setup demo docs test e2e screenshots chromium soak bench lint i18n lock

$(VENV)/.uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q uv
	touch $@

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/.uv
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -r requirements.lock
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --no-deps -e .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -r requirements-dev.lock
	touch $@

setup: $(VENV)/.installed

demo: setup
	$(BIN)/kruzhok demo

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

$(VENV)/.installed-e2e: requirements-e2e.lock $(VENV)/.installed-dev
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -r requirements-e2e.lock
	touch $@

chromium:
	@command -v "$(CHROMIUM)" >/dev/null || { echo "The browser tests need Chromium:" \
		"apt-get install -y chromium fonts-noto-color-emoji" >&2; exit 1; }

e2e: chromium $(VENV)/.installed-e2e
	$(BIN)/python -m pytest tests/e2e -o asyncio_default_test_loop_scope=session

screenshots: chromium $(VENV)/.installed-e2e
	$(BIN)/python -m tests.e2e.screenshots

soak: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.soak
	$(BIN)/python -m tests.support.soak_opening
	$(BIN)/python -m tests.support.fuzz --count 10000

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.benchmarks

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

i18n: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.catalogues

docs: $(VENV)/.installed-dev
	$(BIN)/python -m tests.support.lifecycle

lock: $(VENV)/.uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra postgres --group dev -o requirements-dev.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-c requirements-dev.lock --group e2e -o requirements-e2e.lock
