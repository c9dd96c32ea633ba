# Everything a person does with Dichtbij. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PYTHON_BIN := $(VENV)/bin/python

.PHONY: help run test train bench predict questions check format setup build migrate clean

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Set up what is missing and open the counter (PORT=8080)
	@scripts/port-free "$${PORT:-8080}" "$${HOST:-127.0.0.1}"
	@scripts/setup run
	@exec $(PYTHON_BIN) -m dichtbij run

test: ## Set up what is missing and run every test
	@scripts/setup test
	@scripts/test $(ARGS)

train: ## Train the bot's model when data or config changed
	@scripts/setup train

build: ## Build the widget, the desk and the demo site
	@scripts/setup build

bench: ## Measure start, latency and memory, and print a table
	@scripts/setup run
	@$(PYTHON_BIN) -m benchmarks $(ARGS)

predict: ## Predictions in score.py's form: TASK=nlu|messages|handoff IN=a.jsonl OUT=b.jsonl
	@scripts/setup train
	@$(PYTHON_BIN) -m benchmarks.predict "$(TASK)" "$(IN)" "$(OUT)"

questions: ## Write docs/questions.md: every question, its answer and the conversations that prove it
	@scripts/setup env
	@$(PYTHON_BIN) -m dichtbij.questions

check: ## Lint, types and import rules
	@scripts/setup env
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy && $(VENV)/bin/lint-imports

format: ## Format the code
	@scripts/setup env
	@$(VENV)/bin/ruff check --fix . ; $(VENV)/bin/ruff format .

migrate: ## Bring the database up to date
	@scripts/setup env
	@$(PYTHON_BIN) -m dichtbij migrate

clean: ## Throw away what was built, trained and stored (the demo's database too)
	rm -rf $(VENV) models var web/dist web/node_modules .rasa
