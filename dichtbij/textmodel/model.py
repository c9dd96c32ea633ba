"""Reading with a fitted model: scores, chances, and which words they rest on. Numpy only, no pickled code."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dichtbij.textmodel.features import ANALYSERS, TYPING, normalise, typing

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Block:
    """One kind of features with its vocabulary."""

    name: str
    """Its analyser, a key of ANALYSERS."""
    places: dict[str, int]
    """The row of each known term in the weights."""
    rarity: Floats
    """Inverse document frequency of each term, from the row `first` on."""
    first: int
    """Row of the block's first term."""

    def look(self, normal: str) -> tuple[list[int], list[float]]:
        """Rows and values (length 1 together) of the terms of a normalised text; unknown terms count for nothing."""
        places, rarity, first = self.places, self.rarity, self.first
        rows: list[int] = []
        values: list[float] = []
        for term, times in Counter(ANALYSERS[self.name](normal)).items():
            row = places.get(term)
            if row is not None:
                rows.append(row)
                values.append(float(rarity[row - first]) * (1.0 if times == 1 else 1.0 + math.log(times)))
        length = math.sqrt(sum(value * value for value in values))
        return rows, [value / length for value in values]


@dataclass(frozen=True)
class TextModel:
    """A fitted model; see `training.fit`."""

    classes: tuple[str, ...]
    """What it tells apart."""
    blocks: tuple[Block, ...]
    """Its features."""
    typing_weight: float
    """How much the way of typing counts beside a block; 0 leaves it out."""
    weights: Floats
    """A row for each feature, a column for each class."""
    bias: Floats
    """For each class."""
    temperature: float
    """What scores are divided by to become chances that mean what they say."""

    def scores(self, text: str) -> Floats:
        """Distance to each class's border; above 0 is inside."""
        rows, values = self.look(text)
        if not rows:
            return self.bias
        return np.asarray(values, dtype=np.float32) @ self.weights[rows] + self.bias

    def chances(self, text: str) -> NDArray[np.float64]:
        """The chance of each class, together 1, calibrated on voices the model had not heard."""
        return softmax(self.scores(text).astype(np.float64) / self.temperature)

    def why(self, text: str, classes: Sequence[str]) -> list[tuple[str, float]]:
        """Words of the text with what each adds to the score of these classes (mean), as far as it speaks for them.

        A word's share is what its own word features and its pieces add. The heaviest first.
        """
        columns = [self.classes.index(name) for name in classes]
        found: list[tuple[str, float]] = []
        for word in dict.fromkeys(text.split()):
            rows, values = self.look(word)
            if rows:
                added = np.asarray(values, dtype=np.float32) @ self.weights[rows][:, columns]
                found.append((word, float(added.mean())))
        return sorted(((word, weight) for word, weight in found if weight > 0), key=lambda item: -item[1])

    def look(self, text: str) -> tuple[list[int], list[float]]:
        normal = normalise(text)
        rows: list[int] = []
        values: list[float] = []
        for block in self.blocks:
            its_rows, its_values = block.look(normal)
            rows += its_rows
            values += its_values
        if self.typing_weight:
            first = len(self.weights) - len(TYPING)
            for offset, value in enumerate(typing(text)):
                if value:
                    rows.append(first + offset)
                    values.append(value * self.typing_weight)
        return rows, values

    def save(self, path: Path) -> None:
        """Write it as one .npz file: arrays and a JSON text, nothing that runs when it is read."""
        head: dict[str, Any] = {
            "classes": self.classes,
            "blocks": [{"name": block.name, "terms": list(block.places)} for block in self.blocks],
            "typing_weight": self.typing_weight,
            "temperature": self.temperature,
        }
        np.savez(
            path,
            head=np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8),
            rarity=np.concatenate([block.rarity for block in self.blocks]),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )

    @classmethod
    def load(cls, path: Path) -> TextModel:
        """Read what `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is no file of ours.
        """
        with np.load(path, allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            rarity, weights, bias = stored["rarity"], stored["weights"].astype(np.float32), stored["bias"]
        blocks: list[Block] = []
        first = 0
        for block in head["blocks"]:
            terms = block["terms"]
            places = {term: first + offset for offset, term in enumerate(terms)}
            blocks.append(Block(block["name"], places, rarity[first : first + len(terms)], first))
            first += len(terms)
        return cls(
            tuple(head["classes"]), tuple(blocks), head["typing_weight"], weights, bias, float(head["temperature"])
        )


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores as chances, together 1."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())
