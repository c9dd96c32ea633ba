"""python -m benchmarks.predict TASK IN.jsonl OUT.jsonl: what Dichtbij would make of labelled cases, for a scorer.

    nlu        {"text"} -> {"ranking": [[intent, confidence], ...], "act": "answer" | "ask" | "fallback"}
    messages   {"text"} -> {"frustrated", "score"}
    handoff    {"id", "turns"} -> {"id", "handoff_turn"}

Reads nothing of a case but text, id and turns. The intents come from the trained model that the bot serves.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import structlog

from actions.dialogue import likely_questions
from dichtbij.launcher import MODEL
from dichtbij.organisation import load_organisation
from dichtbij.registry import load_registry
from dichtbij.settings import load_settings
from dichtbij.signals import Reader

Case = dict[str, Any]

FALLBACK = "nlu_fallback"


def act(ranking: list[dict[str, Any]]) -> str:
    """What the bot does with a message of this ranking.

    Below the threshold, or with two too close, Rasa's classifier puts "nlu_fallback" on top. The bot then asks which
    of the likely questions was meant, or whether it was the only likely one, and otherwise says that it did not
    understand; the rule is the action's own.
    """
    if not ranking or ranking[0]["name"] != FALLBACK:
        return "answer"
    turn = SimpleNamespace(tracker=SimpleNamespace(latest_message={"intent_ranking": ranking}))
    return "ask" if likely_questions(turn) else "fallback"  # type: ignore[arg-type]


def nlu(cases: list[Case]) -> Iterator[Case]:
    """The trained model's ranking of every text."""
    warnings.filterwarnings("ignore")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from rasa.core.agent import Agent

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))  # Rasa logs every text
    agent = Agent.load(str(MODEL))
    known = load_registry()

    async def rank(text: str) -> list[dict[str, Any]]:
        return list((await agent.parse_message(text)).get("intent_ranking") or [])

    for case in cases:
        ranking = asyncio.run(rank(case["text"]))
        yield {
            "ranking": [[row["name"], round(float(row["confidence"]), 4)] for row in ranking if row["name"] in known],
            "act": act(ranking),
        }


def _reader() -> Reader:
    return Reader.load(us=load_organisation(load_settings().organisation_file).called())


def messages(cases: list[Case]) -> Iterator[Case]:
    """Each message on its own."""
    reader = _reader()
    for case in cases:
        yield dict(reader.message(case["text"]))


def handoff(cases: list[Case]) -> Iterator[Case]:
    """The customer's turn at which a person should come in."""
    reader = _reader()
    for case in cases:
        yield {"id": case["id"], "handoff_turn": reader.handoff(case["turns"])}


TASKS: dict[str, Callable[[list[Case]], Iterator[Case]]] = {"nlu": nlu, "messages": messages, "handoff": handoff}


def _read(source: str) -> list[Case]:
    """The cases, without what a prediction may not know.

    Raises:
        ValueError: a line that is no JSON object, by its number.
    """
    cases: list[Case] = []
    for number, line in enumerate(Path(source).read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
        if not isinstance(row, dict):
            raise ValueError(f"line {number}: not an object")
        cases.append({name: row[name] for name in ("text", "id", "turns") if name in row})
    return cases


def main(arguments: list[str]) -> int:
    """Write one prediction a line, in the order of the cases."""
    if len(arguments) != 3 or arguments[0] not in TASKS or not all(arguments):
        print(__doc__, file=sys.stderr)
        return 2
    task, source, target = arguments
    if task == "nlu" and not MODEL.is_file():
        print("There is no trained model. Train it first: make train", file=sys.stderr)
        return 2
    try:
        cases = _read(source)
        with Path(target).open("w", encoding="utf-8") as out:
            for done, prediction in enumerate(TASKS[task](cases), start=1):
                out.write(json.dumps(prediction, ensure_ascii=False) + "\n")
                if done % 100 == 0:
                    print(f"  .. {done}/{len(cases)}", file=sys.stderr, flush=True)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"{source}: {error}", file=sys.stderr)
        return 1
    print(f"{len(cases)} predictions in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
