"""Fitting a model: features counted, a linear support-vector machine, and chances calibrated on unheard voices.

The same texts in the same order give the same model, bit for bit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from dichtbij.textmodel.features import ANALYSERS, TYPING, normalise, typing
from dichtbij.textmodel.model import Block, TextModel


@dataclass(frozen=True)
class Plan:
    """How a model is made."""

    blocks: tuple[str, ...] = ("words", "pieces", "pairs")
    """Analysers, in order."""
    fewest: tuple[int, ...] = (1, 2, 3)
    """For each block: in how many texts a term must occur to be known."""
    typing_weight: float = 0.0
    """How much the way of typing counts beside a block."""
    strength: float = 1.0
    """The machine's C: how hard it tries to get every text right."""
    folds: int = 4
    """Groups of voices that are left out in turn to calibrate the chances."""
    seed: int = 20261121
    """For whatever is shuffled."""


@dataclass(frozen=True)
class Counts:
    """How often each term stands in each text: counted once, for all folds."""

    terms: tuple[tuple[str, ...], ...]
    """For each block its terms, in alphabetical order."""
    matrices: tuple[csr_matrix, ...]
    """For each block a row for each text and a column for each term."""
    typed: csr_matrix
    """How each text is typed."""


def fit(
    texts: Sequence[str],
    labels: Sequence[str],
    voices: Sequence[str],
    plan: Plan,
    temperature: float | None = None,
) -> TextModel:
    """A model of these texts.

    Args:
        texts: as written.
        labels: the class of each.
        voices: who wrote each; a voice stands wholly inside or outside a fold, so that the chances hold for strangers.
        temperature: calibrated before, on more; leaves the folds out.
    """
    counts = _count(texts, plan)
    model = _fit(counts, np.arange(len(texts)), np.array(labels), plan)
    if temperature is None:
        scores, truth = _held_out(counts, np.array(labels), np.array(voices), plan)
        temperature = calibrate(scores, truth) if len(scores) else 1.0
    return replace(model, temperature=temperature)


def held_out(
    texts: Sequence[str], labels: Sequence[str], voices: Sequence[str], plan: Plan
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Scores of every text by a machine that has not heard its voice, and the column of its true class.

    With fewer than two voices the folds are cut at random. Empty when a class has fewer texts than there are folds.
    """
    return _held_out(_count(texts, plan), np.array(labels), np.array(voices), plan)


def _held_out(
    counts: Counts, labels: NDArray[Any], voices: NDArray[Any], plan: Plan
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    classes = np.unique(labels)
    if min(Counter(labels.tolist()).values()) < plan.folds:
        return np.empty((0, len(classes))), np.empty(0, dtype=np.int64)
    splits = _splits(labels, voices, plan)
    # Processes, not threads: liblinear draws its chances from one state for the whole process.
    parts = Parallel(n_jobs=2)(delayed(_scores)(counts, labels, seen, unseen, classes, plan) for seen, unseen in splits)
    scores = np.zeros((len(labels), len(classes)))
    for (_, unseen), part in zip(splits, parts, strict=True):
        scores[unseen] = part
    return scores, np.searchsorted(classes, labels)


def _splits(labels: NDArray[Any], voices: NDArray[Any], plan: Plan) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    if len(np.unique(voices)) >= plan.folds:
        return list(GroupKFold(plan.folds).split(labels, labels, voices))
    return list(StratifiedKFold(plan.folds, shuffle=True, random_state=plan.seed).split(labels, labels))


def _scores(
    counts: Counts,
    labels: NDArray[Any],
    seen: NDArray[Any],
    unseen: NDArray[Any],
    classes: NDArray[Any],
    plan: Plan,
) -> NDArray[np.float64]:
    model = _fit(counts, seen, labels[seen], plan)
    scores = np.full((len(unseen), len(classes)), -10.0)
    scores[:, np.searchsorted(classes, model.classes)] = _weighed(counts, unseen, model) @ model.weights + model.bias
    return scores


def _fit(counts: Counts, rows: NDArray[Any], labels: NDArray[Any], plan: Plan) -> TextModel:
    blocks = _vocabulary(counts, rows, plan)
    width = sum(len(block.places) for block in blocks) + (len(TYPING) if plan.typing_weight else 0)
    model = TextModel((), blocks, plan.typing_weight, np.empty((width, 0), np.float32), np.empty(0, np.float32), 1.0)
    machine = LinearSVC(C=plan.strength, random_state=plan.seed)
    machine.fit(_weighed(counts, rows, model), labels)
    weights, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one border between two classes is written as one for each
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return replace(
        model,
        classes=tuple(str(name) for name in machine.classes_),
        weights=np.ascontiguousarray(weights.T, dtype=np.float32),
        bias=bias.astype(np.float32),
    )


def _count(texts: Sequence[str], plan: Plan) -> Counts:
    normal = [normalise(text) for text in texts]
    terms: list[tuple[str, ...]] = []
    matrices: list[csr_matrix] = []
    for name in plan.blocks:
        places: dict[str, int] = {}
        columns: list[int] = []
        values: list[int] = []
        starts = [0]
        for text in normal:
            for term, times in Counter(ANALYSERS[name](text)).items():
                columns.append(places.setdefault(term, len(places)))
                values.append(times)
            starts.append(len(columns))
        found = sorted(places)
        order = np.empty(len(found), dtype=np.int64)
        order[[places[term] for term in found]] = np.arange(len(found))
        matrix = csr_matrix((np.array(values, float), order[columns], starts), shape=(len(texts), len(found)))
        matrix.sort_indices()
        terms.append(tuple(found))
        matrices.append(matrix)
    return Counts(tuple(terms), tuple(matrices), csr_matrix(np.array([typing(text) for text in texts])))


def _vocabulary(counts: Counts, rows: NDArray[Any], plan: Plan) -> tuple[Block, ...]:
    blocks: list[Block] = []
    first = 0
    for name, fewest, terms, matrix in zip(plan.blocks, plan.fewest, counts.terms, counts.matrices, strict=True):
        in_texts = np.bincount(matrix[rows].indices, minlength=len(terms))
        known = np.flatnonzero(in_texts >= max(1, fewest))
        rarity = (np.log((1 + len(rows)) / (1 + in_texts[known])) + 1).astype(np.float32)
        places = {terms[column]: first + place for place, column in enumerate(known)}
        blocks.append(Block(name, places, rarity, first))
        first += len(known)
    return tuple(blocks)


def _weighed(counts: Counts, rows: NDArray[Any], model: TextModel) -> csr_matrix:
    """These texts as the model sees them; the same as its own `look`, for many at once (a test holds that)."""
    parts: list[csr_matrix] = []
    for block, terms, matrix in zip(model.blocks, counts.terms, counts.matrices, strict=True):
        known = np.searchsorted(np.array(terms), np.array(list(block.places))) if block.places else np.empty(0, int)
        part = matrix[rows][:, known].tocsr()
        part.data = 1.0 + np.log(part.data)
        parts.append(normalize(part @ diags(block.rarity.astype(np.float64))))
    if model.typing_weight:
        parts.append(counts.typed[rows] * model.typing_weight)
    return csr_matrix(hstack(parts))


def calibrate(scores: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    """What the scores are divided by so that the truth surprises least (Guo et al. 2017, temperature scaling)."""

    def surprise(log_temperature: float) -> float:
        scaled = scores / np.exp(log_temperature)
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(truth)), truth]))

    return float(np.exp(minimize_scalar(surprise, bounds=(-4.0, 2.0), method="bounded").x))
