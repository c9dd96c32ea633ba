"""python -m benchmarks.classifiers: the intent classifier against simpler and other ones, on our own sentences.

Four-fold cross-validation on data/nlu: each sentence is judged by a machine that has not seen it. Sentences of one
intent resemble each other more than strangers' sentences do, so compare the rows; don't take a figure for a promise.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from dichtbij.nlu.features import normalise, vectoriser
from dichtbij.settings import ROOT

SEED = 20261121


def sentences() -> tuple[list[str], list[str]]:
    """Every training sentence with its intent."""
    texts: list[str] = []
    intents: list[str] = []
    for file in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            found = [line[2:] for line in block["examples"].splitlines() if line.startswith("- ")]
            texts += [normalise(text) for text in found]
            intents += [block["intent"]] * len(found)
    return texts, intents


def _words() -> TfidfVectorizer:
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+|[^\w\s]", lowercase=False)


def _pieces() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, lowercase=False)


def _svm(features: Any, strength: float = 1.0) -> Pipeline:
    return make_pipeline(features, LinearSVC(C=strength, random_state=SEED))


CANDIDATES: dict[str, Callable[[], Pipeline]] = {
    "words, SVM": lambda: _svm(_words()),
    "pieces of words, SVM": lambda: _svm(_pieces()),
    "words + pieces, SVM": lambda: _svm(make_union(_words(), _pieces())),
    "lemmas + words + pieces, SVM (ours)": lambda: _svm(vectoriser()),
    "ours with C=0.3": lambda: _svm(vectoriser(), 0.3),
    "ours with C=3": lambda: _svm(vectoriser(), 3.0),
}


def judge(make: Callable[[], Pipeline], texts: list[str], intents: list[str]) -> tuple[float, float, float]:
    """Share right, share among the first three, seconds to fit once (mean of the folds)."""
    right = among = 0
    seconds: list[float] = []
    every = np.array(intents)
    for seen, unseen in StratifiedKFold(4, shuffle=True, random_state=SEED).split(texts, intents):
        machine = make()
        begin = time.perf_counter()
        machine.fit([texts[i] for i in seen], every[seen])
        seconds.append(time.perf_counter() - begin)
        scores = machine.decision_function([texts[i] for i in unseen])
        best = machine.classes_[np.argsort(-scores, axis=1)[:, :3]]
        right += int((best[:, 0] == every[unseen]).sum())
        among += int((best == every[unseen][:, None]).any(axis=1).sum())
    return right / len(texts), among / len(texts), float(np.mean(seconds))


def main() -> None:
    """Print one line a candidate."""
    texts, intents = sentences()
    print(f"{len(texts)} sentences, {len(set(intents))} intents, 4 folds", flush=True)
    for name, make in CANDIDATES.items():
        accuracy, top3, seconds = judge(make, texts, intents)
        print(f"  {name:<36} {accuracy:.3f}  top 3 {top3:.3f}  {seconds:.1f} s to fit", flush=True)


if __name__ == "__main__":
    main()
