"""python -m benchmarks.signals [--messages A.jsonl] [--conversations B.jsonl]

Our reading of frustration beside a keyword list, nlp.js's sentiment and Rasa's two-stage fallback alone: on the same
labelled messages and conversations, judged by score.py. Prints a table; with the default cases it also writes it into
docs/understanding.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import jobs, page, scored
from benchmarks.contenders import BOT, one_by_one
from benchmarks.keywords import keywords_in
from benchmarks.table import percentile
from dichtbij.launcher import MODEL
from dichtbij.organisation import load_organisation
from dichtbij.settings import ROOT, load_settings
from dichtbij.signals import Reader

EVAL = ROOT / "benchmarks" / "eval"
MESSAGES = EVAL / "frustratie_berichten_dev.jsonl"
CONVERSATIONS = EVAL / "frustratie_gesprekken_dev.jsonl"
PASSES = 3
"""How often the messages are read for the time."""
NOT_UNDERSTOOD = "nlu_fallback"
"""On top of Rasa's ranking when its FallbackClassifier speaks up."""

Case = dict[str, Any]
Turns = Sequence[Mapping[str, str]]
Read = Callable[[Sequence[str], int], tuple[list[Case], list[float]]]
"""Texts and passes to a prediction ({"frustrated", "score"}) for each text, and seconds for each text of each pass."""
HandOff = Callable[[Turns, Mapping[str, bool]], "int | None"]
"""Turns, and which customer messages are frustrated by themselves, to the turn at which a person comes in."""


@dataclass(frozen=True)
class Way:
    """One way of finding frustration."""

    label: str
    read: Read
    hand_off: HandOff


@dataclass(frozen=True)
class Result:
    """A way's figures on the cases."""

    label: str
    messages: scored.Scored
    conversations: scored.Scored
    reading: tuple[float, float]
    """Seconds for one message: p50 and p95."""
    turn: float
    """Seconds for one customer turn in its conversation, mean."""


def first_frustrated(turns: Turns, frustrated: Mapping[str, bool]) -> int | None:
    """A person comes in at the first message that is frustrated by itself."""
    return next((place for place, turn in _customer(turns) if frustrated[turn]), None)


def second_in_a_row(turns: Turns, not_understood: Mapping[str, bool]) -> int | None:
    """A person comes in at the second message in a row that is not understood, as with Rasa's two-stage fallback."""
    before = False
    for place, text in _customer(turns):
        if before and not_understood[text]:
            return place
        before = not_understood[text]
    return None


def _customer(turns: Turns) -> list[tuple[int, str]]:
    return [(place, turn["text"]) for place, turn in enumerate(turns) if turn["who"] == "klant"]


def ours() -> Way:
    """Dichtbij's reader, as `make predict` uses it."""
    reader = Reader.load(us=load_organisation(load_settings().organisation_file).called())
    return Way(
        "Dichtbij", partial(one_by_one, lambda text: dict(reader.message(text))), lambda turns, _: reader.handoff(turns)
    )


def keywords() -> Way:
    """Words and phrases; one is enough."""

    def judge(text: str) -> Case:
        found = keywords_in(text)
        return {"frustrated": bool(found), "score": float(len(found))}

    return Way("keyword list", partial(one_by_one, judge), first_frustrated)


def sentiment(progress: jobs.Progress) -> Way:
    """nlp.js with its Dutch word list: frustrated is whatever it calls negative."""

    def read(texts: Sequence[str], passes: int) -> tuple[list[Case], list[float]]:
        job = {"do": "feel", "texts": list(texts), "passes": passes}
        answer = jobs.run(jobs.node_job(), job, progress, one_core=True).answer
        found = [{"frustrated": row["vote"] == "negative", "score": -row["score"]} for row in answer["rows"]]
        return found, answer["seconds"]

    return Way("nlp.js sentiment", read, first_frustrated)


def two_stage(progress: jobs.Progress) -> Way:
    """The bot's own intents and nothing else: frustrated is who isn't understood."""

    def read(texts: Sequence[str], passes: int) -> tuple[list[Case], list[float]]:
        with tempfile.TemporaryDirectory(prefix="dichtbij-bench-") as name:
            (Path(name) / BOT).symlink_to(MODEL)
            job = {"do": "read", "folder": name, "texts": list(texts), "passes": passes}
            answer = jobs.run(jobs.python_job("bot"), job, progress, one_core=True).answer
        lost = [not row["ranking"] or row["ranking"][0][0] == NOT_UNDERSTOOD for row in answer["rows"]]
        return [{"frustrated": each, "score": float(each)} for each in lost], answer["seconds"]

    return Way("two-stage fallback alone", read, second_in_a_row)


def measure(way: Way, messages: Sequence[Case], conversations: Sequence[Case]) -> Result:
    """The way's predictions, judged, and their time."""
    found, seconds = way.read([case["text"] for case in messages], PASSES)
    texts = list(dict.fromkeys(text for case in conversations for _, text in _customer(case["turns"])))
    alone, apart = way.read(texts, 1)
    frustrated = {text: case["frustrated"] for text, case in zip(texts, alone, strict=True)}
    begin = time.perf_counter()
    handed = [{"id": case["id"], "handoff_turn": way.hand_off(case["turns"], frustrated)} for case in conversations]
    together = time.perf_counter() - begin
    read_alone = way.hand_off in (first_frustrated, second_in_a_row)
    turns = sum(len(_customer(case["turns"])) for case in conversations)
    return Result(
        way.label,
        scored.messages(messages, found),
        scored.handoff(conversations, handed),
        (percentile(seconds, 0.5), percentile(seconds, 0.95)),
        (sum(apart) / len(apart) if read_alone else together / turns),
    )


def table(results: Sequence[Result]) -> tuple[list[str], list[list[str]]]:
    """Head and rows."""
    head = ["", "precision", "recall", "F1", "conversations right", "missed", "early", "late", "needless"]
    head += ["a message, p50", "p95", "a turn, mean"]
    rows = []
    for result in results:
        alone, course = result.messages.figures, result.conversations.figures
        rows.append(
            [
                result.label,
                *(f"{alone[name]:.3f}" for name in ("precision", "recall", "F1")),
                f"{course['right']:.2f}",
                *(f"{course[name]:.0f}" for name in ("missed", "early", "late")),
                f"{course['needless']:.2f}",
                *(f"{seconds * 1000:.2f} ms" for seconds in (*result.reading, result.turn)),
            ]
        )
    return head, rows


def _read(path: Path) -> list[Case]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> int:
    """Measure, print, write; 1 when a contender failed, 2 when the cases can't be read."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.signals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=Path, default=MESSAGES)
    parser.add_argument("--conversations", type=Path, default=CONVERSATIONS)
    arguments = parser.parse_args()
    where = page.circumstances("make bench-signals")
    try:
        messages, conversations = _read(arguments.messages), _read(arguments.conversations)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(messages)} messages, {len(conversations)} conversations. This takes about a minute.", flush=True)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    def progress(line: str) -> None:
        print(f"  .. {line}", file=sys.stderr, flush=True)

    results = []
    for make in (ours, keywords, lambda: sentiment(progress), lambda: two_stage(progress)):
        try:
            way = make()
            progress(way.label)
            results.append(measure(way, messages, conversations))
        except jobs.JobFailed as error:
            print(error, file=sys.stderr)
            return 1
    print(f"\n{where}\n\n{page.as_text(*table(results))}")
    if (arguments.messages.resolve(), arguments.conversations.resolve()) == (MESSAGES, CONVERSATIONS):
        cases = f"{len(messages)} messages, {len(conversations)} conversations; times on one core."
        page.write("bench-signals", f"{where} {cases}\n\n{page.as_markdown(*table(results))}")
    return 0


if __name__ == "__main__":
    sys.exit(jobs.to_exit(main))
