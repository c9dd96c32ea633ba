"""python -m dichtbij.nlu.train_signals: what the reader of signals learns, from data/signals and data/nlu.

    messages/<voice>.jsonl       {"text", "kind"}                     fourteen kinds of mood
    circumstances/<voice>.jsonl  {"text", "complex", "kind"}          needs a human though calm, or seems to
    conversations/<voice>.jsonl  {"turns", "handoff_turn", "reason"}  where a good colleague would take over

Every figure that a threshold rests on comes from folds in which the reader has not heard the author.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dichtbij.nlu.corpus import Sentence, sentences
from dichtbij.registry import load_registry
from dichtbij.signals import Reader, Turn
from dichtbij.signals.circumstances import COMPLEX, HUMAN, ROUTINE
from dichtbij.signals.reading import CIRCUMSTANCES_FILE, MODELS, MOOD_FILE, NAME_FILE, WEIGHING_FILE
from dichtbij.signals.weighing import BIAS, PRIOR, Weighing
from dichtbij.textmodel.model import TextModel
from dichtbij.textmodel.training import Plan, fit

T = TypeVar("T")

DATA = Path(__file__).resolve().parents[2] / "data" / "signals"

MOOD_PLAN = Plan(blocks=("words", "pieces", "pairs"), fewest=(1, 2, 3), typing_weight=0.3)
CIRCUMSTANCES_PLAN = Plan(blocks=("words", "pieces", "pairs"), fewest=(1, 2, 3))
CALM_SENTENCES = 800
"""Plain questions of data/nlu that stand beside the moods as calm: most of what customers write is that."""
CALM_BUT_COMPLEX = frozenset({"zorg_verdriet", "negatief_onderwerp", "herhaling"})
"""Kinds of message that may well tell a circumstance; they are no example of a routine message."""
LOUD = frozenset({"feedback_negatief", "status_aanvraag", "herhalen", "klacht_indienen", "factuur_betwisten"})
"""Intents whose sentences may be cross; they are no example of calm."""
LOUD_VOICES = frozenset({"gevoel", "verhalend", "grens", "afleider", "eigen"})
ROUTINE_SENTENCES = 3000
"""Sentences of data/nlu that stand beside the circumstances as routine."""
FOLDS = 4
"""Groups of authors that are left out in turn."""
_TRUST_IN_PRIOR = 4.0
"""How hard a weight is held to its prior, as the inverse of a variance in logits."""


@dataclass(frozen=True)
class Labelled:
    """One text with its class and who wrote it."""

    text: str
    label: str
    voice: str


@dataclass(frozen=True)
class Conversation:
    """A scripted conversation."""

    turns: Sequence[Mapping[str, str]]
    handoff_turn: int | None
    reason: str
    voice: str


@dataclass(frozen=True)
class Corpus:
    """Everything the reader learns from."""

    moods: Sequence[Labelled]
    circumstances: Sequence[Labelled]
    conversations: Sequence[Conversation]

    def voices(self) -> list[str]:
        """All authors of conversations."""
        return sorted({one.voice for one in self.conversations})

    def without(self, voices: frozenset[str]) -> Corpus:
        """The rest, when these voices are left out."""
        return Corpus(
            [row for row in self.moods if row.voice not in voices],
            [row for row in self.circumstances if row.voice not in voices],
            [row for row in self.conversations if row.voice not in voices],
        )


def load_corpus(folder: Path = DATA, nlu: Sequence[Sentence] | None = None) -> Corpus:
    """All examples; sentences of data/nlu serve as plain questions and as complex ones."""
    questions = sentences() if nlu is None else nlu
    registry = load_registry()
    messages = [Labelled(row["text"], row["kind"], voice) for voice, row in _rows(folder / "messages")]
    told = [
        Labelled(row["text"], COMPLEX if row["complex"] else ROUTINE, voice)
        for voice, row in _rows(folder / "circumstances")
    ]
    conversations = [
        Conversation(row["turns"], row["handoff_turn"], row["reason"], voice)
        for voice, row in _rows(folder / "conversations")
    ]
    calm = [
        Labelled(one.text, "neutraal", one.voice)
        for one in questions
        if registry[one.intent].kind != "complex" and one.intent not in LOUD and one.voice not in LOUD_VOICES
    ]
    routine = [one for one in questions if registry[one.intent].kind != "complex"]
    complex_ones = [
        one for one in questions if registry[one.intent].kind == "complex" and one.intent != "medewerker_spreken"
    ]
    circumstances = [
        *told,
        *(Labelled(one.text, COMPLEX, one.voice) for one in complex_ones),
        *(Labelled(one.text, HUMAN, one.voice) for one in questions if one.intent == "medewerker_spreken"),
        *(Labelled(one.text, ROUTINE, one.voice) for one in _spread(routine, ROUTINE_SENTENCES)),
        *(Labelled(row.text, ROUTINE, row.voice) for row in messages if row.label not in CALM_BUT_COMPLEX),
        *_told_in(conversations),
    ]
    moods = [*messages, *_moods_in(conversations), *_spread(calm, CALM_SENTENCES)]
    return Corpus(moods, circumstances, conversations)


def _spread(rows: Sequence[T], count: int) -> list[T]:
    """So many rows from all over the list, the same every time."""
    return [rows[place] for place in np.linspace(0, len(rows) - 1, min(count, len(rows)), dtype=int)]


def _told_in(conversations: Sequence[Conversation]) -> Iterator[Labelled]:
    for one in conversations:
        for index, turn in enumerate(one.turns):
            if turn["who"] != "klant" or (one.handoff_turn is not None and index > one.handoff_turn):
                continue
            tells = one.reason == "complex" and index == one.handoff_turn
            asks = one.reason == "verzoek" and index == one.handoff_turn
            yield Labelled(turn["text"], COMPLEX if tells else HUMAN if asks else ROUTINE, one.voice)


def _moods_in(conversations: Sequence[Conversation]) -> Iterator[Labelled]:
    for one in conversations:
        for index, turn in enumerate(one.turns):
            if turn["who"] != "klant" or (one.handoff_turn is not None and index > one.handoff_turn):
                continue
            annoyed = one.reason == "frustratie" and index == one.handoff_turn
            yield Labelled(turn["text"], "in_gesprek_boos" if annoyed else "in_gesprek", one.voice)


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.stem, json.loads(line)


@dataclass(frozen=True)
class Learned:
    """The models of one corpus."""

    mood: TextModel
    circumstances: TextModel


def learn(corpus: Corpus, like: Learned | None = None) -> Learned:
    """Fit both models; `like` gives the calibration of models of nearly the same corpus: most of the time is saved."""
    return Learned(
        fit(*_columns(corpus.moods), MOOD_PLAN, like.mood.temperature if like else None),
        fit(*_columns(corpus.circumstances), CIRCUMSTANCES_PLAN, like.circumstances.temperature if like else None),
    )


def folds(corpus: Corpus, count: int = FOLDS) -> list[frozenset[str]]:
    """The voices of the conversations in groups of about as many conversations each, the same every time."""
    sizes = Counter(one.voice for one in corpus.conversations)
    groups: list[list[str]] = [[] for _ in range(min(count, len(sizes)))]
    for voice in sorted(sizes, key=lambda name: (-sizes[name], name)):
        min(groups, key=lambda group: sum(sizes[name] for name in group)).append(voice)
    return [frozenset(group) for group in groups]


def weigh_unheard(corpus: Corpus, learned: Learned) -> Weighing:
    """What each sign counts for, each conversation read by a model of moods that has not heard its author."""
    pairs = []
    for voices in folds(corpus):
        rest = corpus.without(voices)
        mood = fit(*_columns(rest.moods), MOOD_PLAN, learned.mood.temperature)
        reader = Reader(mood, learned.circumstances, Weighing(PRIOR))
        pairs.append((reader, [one for one in corpus.conversations if one.voice in voices]))
    return weigh(pairs)


def _columns(rows: Sequence[Labelled]) -> tuple[list[str], list[str], list[str]]:
    return [row.text for row in rows], [row.label for row in rows], [row.voice for row in rows]


def weigh(readers: Sequence[tuple[Reader, Sequence[Conversation]]]) -> Weighing:
    """Learn what each sign counts for: logistic regression that is held to the priors."""
    names = list(PRIOR)
    rows: list[list[float]] = []
    labels: list[bool] = []
    for reader, conversations in readers:
        for conversation in conversations:
            for strengths, is_frustrated in _judged(reader, conversation):
                rows.append([1.0 if name == BIAS else strengths.get(name, 0.0) for name in names])
                labels.append(is_frustrated)
    seen, truth = np.array(rows), np.array(labels, dtype=float)
    prior = np.array([PRIOR[name] for name in names])

    def surprise(weights: NDArray[np.float64]) -> float:
        logits = seen @ weights
        loss = np.logaddexp(0.0, logits) - truth * logits
        return float(loss.sum() + _TRUST_IN_PRIOR / 2 * ((weights - prior) ** 2).sum())

    found = minimize(surprise, prior, method="L-BFGS-B").x
    return Weighing({name: round(float(weight), 3) for name, weight in zip(names, found, strict=True)})


def _judged(reader: Reader, conversation: Conversation) -> Iterator[tuple[dict[str, float], bool]]:
    """Each customer turn up to where a human should come in, and whether that is because of frustration."""
    turns = as_turns(conversation.turns)
    customer = [index for index, turn in enumerate(turns) if turn.who == "customer"]
    for place, index in enumerate(customer):
        if conversation.handoff_turn is not None and index > conversation.handoff_turn:
            return
        truth = conversation.reason == "frustratie" and index == conversation.handoff_turn
        yield reader.step(turns, customer, place).strengths, truth


def as_turns(turns: Sequence[Mapping[str, str]]) -> list[Turn]:
    """A scripted conversation as the reader knows it."""
    return [Turn("customer" if turn["who"] == "klant" else "bot", turn["text"]) for turn in turns]


def main(folder: Path = MODELS) -> int:
    """Train and write the reader."""
    corpus = load_corpus()
    print(
        f"      {len(corpus.moods)} messages for moods, {len(corpus.circumstances)} for circumstances, "
        f"{len(corpus.conversations)} conversations",
        flush=True,
    )
    learned = learn(corpus)
    print("      weighing the course of conversations", flush=True)
    weighing = weigh_unheard(corpus, learned)
    folder.mkdir(parents=True, exist_ok=True)
    learned.mood.save(folder / MOOD_FILE)
    learned.circumstances.save(folder / CIRCUMSTANCES_FILE)
    weighing.save(folder / WEIGHING_FILE)
    (folder / NAME_FILE).write_text((DATA / NAME_FILE).read_text(encoding="utf-8"), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
