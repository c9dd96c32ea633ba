"""python -m benchmarks.thresholds: the curves on which the thresholds were chosen.

Everything is read by models that have not heard its author. For the intents: how many sentences would be answered and
how many of all wrongly, by the confidence asked for (config.yml). For conversations: how many that need a human are
missed and how many get one needlessly, by the score and the chance of a circumstance (dichtbij.signals.policy). Prints
both tables and draws docs/pictures/answers.svg and handoffs.svg. The development sets have no part in it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
from numpy.typing import NDArray

from benchmarks.contenders import OurModel
from dichtbij.nlu.corpus import sentences
from dichtbij.nlu.train_signals import Conversation, Corpus, Learned, as_turns, folds, learn, load_corpus, weigh_unheard
from dichtbij.settings import ROOT
from dichtbij.signals import Reader, policy
from dichtbij.signals.weighing import Weighing
from dichtbij.textmodel.model import softmax
from dichtbij.textmodel.training import Plan, calibrate, held_out

matplotlib.use("Agg")
PICTURES = ROOT / "docs" / "pictures"
CONFIDENCES = (0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.82, 0.85, 0.9)
SCORES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)
CIRCUMSTANCES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Heard:
    """A customer turn as a reader that had not heard its author read it."""

    index: int
    score: float
    complexity: float
    wants_human: bool


@dataclass(frozen=True)
class Judged:
    """A conversation with its readings."""

    conversation: Conversation
    turns: Sequence[Heard]

    @property
    def needs_human(self) -> bool:
        """Whether a good colleague would have taken over somewhere."""
        return self.conversation.handoff_turn is not None

    def predicted(self, score: float, circumstance: float) -> int | None:
        """The first turn at which these thresholds bring a human near."""
        for turn in self.turns:
            if turn.wants_human or turn.score >= score or turn.complexity >= circumstance:
                return turn.index
        return None

    def right(self, got: int | None) -> bool:
        """As score.py has it: the labelled customer turn or one beside it."""
        want = self.conversation.handoff_turn
        if want is None or got is None:
            return want == got
        places = [turn.index for turn in self.turns]
        return abs(places.index(got) - places.index(want)) <= 1


@dataclass(frozen=True)
class Outcome:
    """What two thresholds do to all conversations; shares of 0 to 1."""

    right: float
    missed: float
    needless: float


def outcome(judged: Sequence[Judged], score: float, circumstance: float) -> Outcome:
    """Right, missed (of those that need a human) and needless (of those that need none)."""
    got = [one.predicted(score, circumstance) for one in judged]
    pairs = list(zip(judged, got, strict=True))
    needing = [place is None for one, place in pairs if one.needs_human]
    calm = [place is not None for one, place in pairs if not one.needs_human]
    return Outcome(
        float(np.mean([one.right(place) for one, place in pairs])), float(np.mean(needing)), float(np.mean(calm))
    )


def judge() -> Iterator[Judged]:
    """Read every conversation by models that have not heard its author."""
    corpus = load_corpus()
    learned = learn(corpus)
    weighing = weigh_unheard(corpus, learned)
    for voices in folds(corpus):
        print(f"  reading without having heard {', '.join(sorted(voices))}", file=sys.stderr, flush=True)
        reader = _reader(corpus, voices, learned, weighing)
        yield from _read([one for one in corpus.conversations if one.voice in voices], reader)


def _reader(corpus: Corpus, voices: frozenset[str], learned: Learned, weighing: Weighing) -> Reader:
    mine = learn(corpus.without(voices), like=learned)
    return Reader(mine.mood, mine.circumstances, weighing)


def _read(conversations: Sequence[Conversation], reader: Reader) -> Iterator[Judged]:
    for one in conversations:
        turns = as_turns(one.turns)
        heard = []
        for index, turn in enumerate(turns):
            if turn.who == "customer":
                reading = reader.read(turns[: index + 1])
                heard.append(Heard(index, reading.score, reading.complexity, reading.wants_human))
        yield Judged(one, heard)


def confidences() -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Of every training sentence, read without having heard its author: the confidence, and whether it was right."""
    rows = sentences()
    texts, intents, voices = [r.text for r in rows], [r.intent for r in rows], [r.voice for r in rows]
    scores, truth = held_out(texts, intents, voices, Plan(**OurModel.plan()))
    chances = np.array([softmax(row) for row in scores / calibrate(scores, truth)])
    return chances.max(axis=1), chances.argmax(axis=1) == truth


def main() -> None:
    """Print and draw both."""
    sure, right = confidences()
    print(f"intents: {len(sure)} sentences, {right.mean():.3f} right")
    for threshold in CONFIDENCES:
        answered = sure >= threshold
        print(f"  {threshold:.2f}  answered {answered.mean():.3f}  wrong {(answered & ~right).mean():.3f}")
    judged = list(judge())
    print(f"conversations: {len(judged)}")
    for circumstance in CIRCUMSTANCES:
        for score in SCORES:
            found = outcome(judged, score, circumstance)
            print(
                f"  circumstance {circumstance:.2f} score {score:.2f}  right {found.right:.3f}  "
                f"missed {found.missed:.3f}  needless {found.needless:.3f}"
            )
    _draw(sure, right, judged)


def _draw(sure: NDArray[np.float64], right: NDArray[np.bool_], judged: Sequence[Judged]) -> None:
    from matplotlib import pyplot

    matplotlib.rcParams.update({"svg.hashsalt": "dichtbij", "svg.fonttype": "none"})
    PICTURES.mkdir(parents=True, exist_ok=True)
    about: dict[str, Any] = {"Date": None}

    figure, axes = pyplot.subplots(figsize=(6, 4))
    order = np.argsort(-sure)
    answered = np.arange(1, len(order) + 1) / len(order)
    wrong = np.cumsum(~right[order]) / len(order)
    every = slice(0, None, 25)
    axes.plot(answered[every], wrong[every], color="#0b5394")
    axes.axhline(0.02, color="#999999", linestyle=":")
    axes.set(xlabel="answered at once", ylabel="of all sentences answered wrongly", xlim=(0.5, 1.0))
    figure.savefig(PICTURES / "answers.svg", metadata=about, bbox_inches="tight")

    figure, axes = pyplot.subplots(figsize=(6, 4))
    for circumstance, colour in zip((policy.COMPLEX, 0.95), ("#0b5394", "#b45f06"), strict=True):
        found = [outcome(judged, float(score), circumstance) for score in np.linspace(0.05, 0.95, 37)]
        axes.plot([f.needless for f in found], [f.missed for f in found], color=colour, label=f"at {circumstance}")
    chosen = outcome(judged, policy.IRRITATED, policy.COMPLEX)
    axes.plot(chosen.needless, chosen.missed, "o", color="#cc0000", label="chosen")
    axes.set(xlabel="needless, of conversations that need no human", ylabel="missed, of those that do")
    axes.legend(frameon=False, title="chance of a circumstance")
    figure.savefig(PICTURES / "handoffs.svg", metadata=about, bbox_inches="tight")


if __name__ == "__main__":
    main()
