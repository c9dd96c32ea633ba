"""The figures of score.py, which prints them: the same code judges here and for everybody else."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Rows = Sequence[dict[str, Any]]

score: Any = importlib.import_module("benchmarks.eval.score")
"""A copy that is kept as it was given: it has no types."""

_FIGURE = re.compile(r"([A-Za-z][\w ]*?) (\d+(?:\.\d+)?)(?: of \d+)?(?:  |$)")
_PART = re.compile(r"^  (\S+) +([\d.]+)  \((\d+)\)$", re.MULTILINE)


@dataclass(frozen=True)
class Scored:
    """What score.py says of predictions."""

    figures: dict[str, float]
    """Its last line by name: "accuracy", "wrong answers", "F1", "right", "needless" ..."""
    parts: dict[str, tuple[float, int]]
    """By style, kind or reason: the share that is right, and of how many."""

    def weakest(self) -> tuple[str, float, int]:
        """The part with the lowest share: its name, share and number of cases."""
        name, (share, count) = min(self.parts.items(), key=lambda part: part[1])
        return name, share, count


def nlu(gold: Rows, predicted: Rows) -> Scored:
    """Intents."""
    return _scored(score.nlu, gold, predicted)


def messages(gold: Rows, predicted: Rows) -> Scored:
    """Frustrated messages."""
    return _scored(score.messages, gold, predicted)


def handoff(gold: Rows, predicted: Rows) -> Scored:
    """Conversations."""
    return _scored(score.handoff, gold, predicted)


def _scored(judge: Callable[[Rows, Rows], None], gold: Rows, predicted: Rows) -> Scored:
    if len(gold) != len(predicted):
        raise ValueError(f"{len(gold)} labelled rows and {len(predicted)} predictions")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        judge(gold, predicted)
    text = said.getvalue().rstrip("\n")
    return Scored(
        {name: float(value) for name, value in _FIGURE.findall(text.rsplit("\n", 1)[-1])},
        {name: (float(share), int(count)) for name, share, count in _PART.findall(text)},
    )
