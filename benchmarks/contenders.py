"""python -m benchmarks.contenders NAME: one job of one way to tell intents apart, in a process of its own.

A job is a JSON object on stdin, its result the last line of stdout; lines of stderr that begin with ".." are progress.

    {"do": "train", "folder", "rows": [[text, intent, voice]], "options"}  -> {"seconds", "note"}
    {"do": "read", "folder", "texts", "passes"}                           -> {"rows": [{"ranking", "act"}], "seconds"}

`ranking` is [[intent, confidence]], the best first; `act` (of score.py) is left out by who can't say "I don't know".
Reading gives `seconds` for every text of every pass. nlp.js answers the same jobs (nlpjs/run.js).
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import pickle
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

import yaml

ROOT = Path(__file__).resolve().parents[1]
"""Of the project; not dichtbij.settings', whose packages would weigh on every contender."""

Row = Sequence[str]
"""A training sentence: text, intent, voice."""
Look = Callable[[str], dict[str, Any]]
"""A text to its {"ranking", "act"}."""

BOT = "bot.tar.gz"
"""What Rasa leaves in a job's folder."""
SCRATCH = "scratch"
"""Within a job's folder: what only training needs, and is no part of what is kept."""
RANKED = 10
"""How many intents a ranking names."""
WARMING = 20
"""Texts read before the clock starts."""


class Contender(Protocol):
    """One way of telling intents apart."""

    def train(self, rows: Sequence[Row], folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Learn, and leave in the folder what reading needs; the result names the seconds that it took."""

    def load(self, folder: Path) -> Look:
        """Read with what training left."""


class PlainSvm:
    """Words weighed by TF-IDF and a linear support-vector machine, as one writes it in five lines."""

    def train(self, rows: Sequence[Row], folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Fit it, and keep it as a pickle."""
        begin = time.perf_counter()
        machine = self.fit(rows)
        seconds = time.perf_counter() - begin
        (folder / "svm.pickle").write_bytes(pickle.dumps(machine))
        return {"seconds": seconds, "note": ""}

    def load(self, folder: Path) -> Look:
        """From the pickle of this benchmark's own making."""
        return self.reader(pickle.loads((folder / "svm.pickle").read_bytes()))

    @staticmethod
    def fit(rows: Sequence[Row]) -> Any:
        """The fitted machine."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC

        return make_pipeline(TfidfVectorizer(), LinearSVC(random_state=0)).fit(
            [text for text, _, _ in rows], [intent for _, intent, _ in rows]
        )

    @staticmethod
    def reader(machine: Any) -> Look:
        """Its confidence is the distance to the border of an intent: it knows no chances."""

        def look(text: str) -> dict[str, Any]:
            scores = machine.decision_function([text])[0]
            return {"ranking": [[str(machine.classes_[i]), float(scores[i])] for i in (-scores).argsort()[:RANKED]]}

        return look


class OurModel:
    """The model of our intent classifier by itself, without Rasa and the pipeline around it."""

    def train(self, rows: Sequence[Row], folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Fit and calibrate it by options["plan"]."""
        begin = time.perf_counter()
        model = self.fit(rows, options["plan"])
        seconds = time.perf_counter() - begin
        model.save(folder / "intents.npz")
        return {"seconds": seconds, "note": ""}

    def load(self, folder: Path) -> Look:
        """From its own file."""
        from dichtbij.textmodel.model import TextModel

        return self.reader(TextModel.load(folder / "intents.npz"))

    @staticmethod
    def fit(rows: Sequence[Row], its_plan: dict[str, Any]) -> Any:
        """The fitted model."""
        from dichtbij.textmodel.training import Plan, fit

        return fit([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], Plan(**its_plan))

    @staticmethod
    def plan(calibrated: bool = True) -> dict[str, Any]:
        """How config.yml has it made. Imports Rasa, which the process that is measured must not."""
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # Rasa imports TensorFlow, which talks
        from dichtbij.nlu.classifier import IntentClassifier, plan

        name = f"{IntentClassifier.__module__}.{IntentClassifier.__name__}"
        pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
        written = next(part for part in pipeline if part["name"] == name)
        its_plan = asdict(plan({**IntentClassifier.get_default_config(), **written}))
        if not calibrated:  # the same ranking in a third of the time: no intent has sentences for so many folds
            its_plan["folds"] = sys.maxsize
        return its_plan

    @staticmethod
    def reader(model: Any) -> Look:
        """Its confidence is a chance."""

        def look(text: str) -> dict[str, Any]:
            chances = model.chances(text)
            return {"ranking": [[model.classes[i], float(chances[i])] for i in (-chances).argsort()[:RANKED]]}

        return look


class OurBot:
    """The whole bot, made as `make train` makes it: reads with every part of config.yml's pipeline."""

    DATA = ("data/nlu", "data/rules", "data/responses")

    def train(self, rows: Sequence[Row], folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        """Train on the project's own files; the rows are theirs."""
        _quiet_rasa()
        _scratch(folder)
        from rasa.model_training import train

        begin = time.perf_counter()
        result = train(
            domain=str(ROOT / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / name) for name in self.DATA],
            output=str(folder),
            fixed_model_name="bot",
            force_training=True,
        )
        if not result.model:
            raise RuntimeError(f"Rasa trained no model (code {result.code})")
        return {"seconds": time.perf_counter() - begin, "note": ""}

    def load(self, folder: Path) -> Look:
        """What the bot would do with a text, by the same rule as `make predict`."""
        from benchmarks.predict import act

        parse = _rasa_parser(folder / BOT)

        def look(text: str) -> dict[str, Any]:
            ranking = parse(text)
            return {"ranking": [[row["name"], float(row["confidence"])] for row in ranking], "act": act(ranking)}

        return look


class Diet:
    """Rasa's default pipeline, trained through Rasa on the same sentences."""

    def train(self, rows: Sequence[Row], folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        """As many of `epochs` rounds as fit in `minutes` (0: all of them)."""
        _quiet_rasa()
        _scratch(folder)
        from rasa.model_training import train_nlu

        from benchmarks.diet import default_config, rounds_done

        config, data = folder / SCRATCH / "config.yml", folder / SCRATCH / "nlu.yml"
        config.write_text(json.dumps(default_config(options["epochs"], options["minutes"])), encoding="utf-8")
        data.write_text(rasa_data(rows), encoding="utf-8")
        begin = time.perf_counter()
        made = train_nlu(str(config), str(data), str(folder), fixed_model_name="bot")
        if not made:
            raise RuntimeError("Rasa trained no model")
        done = rounds_done()
        return {"seconds": time.perf_counter() - begin, "note": f"{done} of {options['epochs']} rounds"}

    def load(self, folder: Path) -> Look:
        """Rasa's own FallbackClassifier says "I don't know"."""
        parse = _rasa_parser(folder / BOT)

        def look(text: str) -> dict[str, Any]:
            ranking = parse(text)
            return {
                "ranking": [[row["name"], float(row["confidence"])] for row in ranking],
                "act": "fallback" if _not_understood(ranking) else "answer",
            }

        return look


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "bot": OurBot,
    "model": OurModel,
    "diet": Diet,
    "svm": PlainSvm,
}


def rasa_data(rows: Sequence[Row]) -> str:
    """The rows as one of Rasa's training files, a block for each intent and voice."""
    from dichtbij.nlu.corpus import VOICE

    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for text, intent, voice in rows:
        blocks[intent, voice].append(f"      - {text}")
    lines = ['version: "3.1"', "nlu:"]
    for (intent, voice), examples in blocks.items():
        lines += [f"  - intent: {intent}", f"    metadata: {{{VOICE}: {voice}}}", "    examples: |", *examples]
    return "\n".join([*lines, ""])


def _scratch(folder: Path) -> None:
    """A place for what only training needs, with a new cache for Rasa: a step that is cached would look quick."""
    (folder / SCRATCH).mkdir()
    os.environ["RASA_CACHE_DIRECTORY"] = str(folder / SCRATCH / "cache")


def _quiet_rasa() -> None:
    """Rasa without warnings, telemetry and the need for services."""
    for name in ("BOT_SECRET", "ACTIONS_URL"):
        os.environ.setdefault(name, "http://127.0.0.1:1")
    os.environ |= {"TRACKER_URL": "sqlite://", "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    warnings.filterwarnings("ignore")


def _not_understood(ranking: Sequence[dict[str, Any]]) -> bool:
    """Whether Rasa's FallbackClassifier put itself on top."""
    return not ranking or ranking[0]["name"] == "nlu_fallback"


def _rasa_parser(model: Path) -> Callable[[str], list[dict[str, Any]]]:
    """A text to a trained Rasa model's ranking: [{"name", "confidence"}], "nlu_fallback" first when it is unsure."""
    _quiet_rasa()
    import structlog
    from rasa.core.agent import Agent

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))  # Rasa logs every text
    agent = Agent.load(str(model))
    loop = asyncio.new_event_loop()

    def parse(text: str) -> list[dict[str, Any]]:
        return list(loop.run_until_complete(agent.parse_message(text)).get("intent_ranking") or [])

    return parse


def one_by_one(
    look: Callable[[str], dict[str, Any]], texts: Sequence[str], passes: int
) -> tuple[list[dict[str, Any]], list[float]]:
    """Every text `passes` times, each on the clock: the rows of the first pass, and the seconds of all."""
    for text in texts[:WARMING]:
        look(text)
    rows: list[dict[str, Any]] = []
    seconds: list[float] = []
    for turn in range(passes):
        for text in texts:
            begin = time.perf_counter()
            row = look(text)
            seconds.append(time.perf_counter() - begin)
            if not turn:
                rows.append(row)
    return rows, seconds


def main() -> None:
    """Do the job on stdin."""
    result = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no part of the result
    contender = CONTENDERS[sys.argv[1]]()
    job = json.load(sys.stdin)
    folder = Path(job["folder"])
    if job["do"] == "train":
        answer = contender.train(job["rows"], folder, job.get("options") or {})
    else:
        rows, seconds = one_by_one(contender.load(folder), job["texts"], job["passes"])
        answer = {"rows": rows, "seconds": seconds}
    print(json.dumps(answer), file=result, flush=True)


if __name__ == "__main__":
    main()
