# Everything a person does with Dichtbij. `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PYTHON_BIN := $(VENV)/bin/python

.PHONY: help run test train bench bench-nlu bench-signals thresholds predict questions check format setup build migrate clean

help: ## List the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

bench: ## Measure start, latency, memory and the desk, and print a table
	@scripts/setup run
	@$(PYTHON_BIN) -m benchmarks $(ARGS)

bench-nlu: ## Compare our intents with DIET, an SVM and nlp.js (IN=a.jsonl DIET_MINUTES=20 EPOCHS=100 ONLY=bot,curve)
	@scripts/setup bench-nlu
	@$(PYTHON_BIN) -m benchmarks.nlu $(if $(IN),--in "$(IN)") $(if $(DIET_MINUTES),--diet-minutes $(DIET_MINUTES)) \
		$(if $(EPOCHS),--epochs $(EPOCHS)) $(if $(ONLY),--only $(ONLY))

bench-signals: ## Compare our reading of frustration with a keyword list, nlp.js and Rasa's two-stage fallback
	@scripts/setup bench-signals
	@$(PYTHON_BIN) -m benchmarks.signals $(if $(MESSAGES),--messages "$(MESSAGES)") \
		$(if $(CONVERSATIONS),--conversations "$(CONVERSATIONS)")

thresholds: ## The curves on which confidence and frustration thresholds were chosen, on unheard voices
	@scripts/setup env
	@$(PYTHON_BIN) -m benchmarks.thresholds

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
	rm -rf $(VENV) models var web/dist web/node_modules benchmarks/nlpjs/node_modules .rasa
