"""Fitting gives the same model twice, reading gives chances, and what is stored reads back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dichtbij.textmodel import training
from dichtbij.textmodel.features import LONGEST_PIECE, MAX_CHARACTERS, pairs, pieces, typing, words
from dichtbij.textmodel.model import TextModel
from dichtbij.textmodel.training import Plan, fit, held_out

SUBJECTS = {
    "verhuizen": [
        "ik ga verhuizen",
        "nieuw adres doorgeven",
        "wij krijgen de sleutel",
        "verhuizing melden",
        "ander huis",
    ],
    "betalen": [
        "wat moet ik betalen",
        "mijn rekening is hoog",
        "betaling binnen?",
        "factuur betalen",
        "ik kan niet betalen",
    ],
    "meter": ["meterstand doorgeven", "de meter telt", "stand van de meter", "meter opnemen", "nieuwe meter"],
}
TEXTS = [
    f"{text} {suffix}" for texts in SUBJECTS.values() for text in texts for suffix in ("graag", "aub", "vandaag", "")
]
LABELS = [label for label, texts in SUBJECTS.items() for _ in texts for _ in range(4)]
VOICES = [("a", "b", "c", "d")[place % 4] for place in range(len(TEXTS))]
PLAN = Plan(fewest=(1, 1, 1), typing_weight=0.3)


@pytest.fixture(scope="module")
def model() -> TextModel:
    return fit(TEXTS, LABELS, VOICES, PLAN)


def test_the_same_texts_give_the_same_model(model: TextModel) -> None:
    again = fit(TEXTS, LABELS, VOICES, PLAN)
    assert again.classes == model.classes
    assert np.array_equal(again.weights, model.weights)
    assert again.temperature == model.temperature


def test_it_tells_apart_what_it_learned(model: TextModel) -> None:
    for text, label in (("verhuisen morgen", "verhuizen"), ("betalingen", "betalen"), ("metersstand", "meter")):
        assert model.classes[int(np.argmax(model.chances(text)))] == label


def test_stored_and_read_back(model: TextModel, tmp_path: Path) -> None:
    model.save(tmp_path / "m.npz")
    again = TextModel.load(tmp_path / "m.npz")
    assert again.classes == model.classes
    for text in TEXTS:
        assert np.allclose(again.chances(text), model.chances(text), atol=0.01), "weights are kept in half precision"


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(b"geen model")
    with pytest.raises(ValueError, match=r"."):
        TextModel.load(tmp_path / "m.npz")


def test_why_names_the_words_that_speak_for_a_class(model: TextModel) -> None:
    assert model.why("goedendag ik wil verhuizen", ["verhuizen"])[0][0] == "verhuizen"
    assert all(weight > 0 for _, weight in model.why("ik wil betalen", ["meter"]))


def test_a_voice_is_left_out_whole() -> None:
    # Voice "x" alone says "kwijt"; nobody who has not heard it can know the word.
    texts, labels, voices = [*TEXTS, "kwijt", "kwijt kwijt"], [*LABELS, "meter", "meter"], [*VOICES, "x", "x"]
    scores, truth = held_out(texts, labels, voices, PLAN)
    knows = fit(texts, labels, voices, PLAN)
    meter = knows.classes.index("meter")
    assert len(scores) == len(texts) == len(truth)
    assert knows.scores("kwijt")[meter] > 0
    assert scores[-2][meter] < 0


def test_too_few_examples_for_folds_are_not_calibrated() -> None:
    assert fit(["hallo daar", "tot ziens"], ["groet", "afscheid"], ["a", "b"], PLAN).temperature == 1.0


@given(st.text(max_size=3000))
@settings(max_examples=100, deadline=None)
def test_any_text_has_chances(model: TextModel, text: str) -> None:
    chances = model.chances(text)
    assert abs(chances.sum() - 1) < 1e-6
    assert (chances >= 0).all()
    assert len(typing(text)) == 6


def test_features() -> None:
    assert list(words("hoe laat?")) == ["hoe", "laat", "?", "hoe laat", "laat ?"]
    assert set(pieces("abc")) == {"ab", "bc", "abc"}
    assert max(map(len, pieces("een langer woord"))) == LONGEST_PIECE
    assert list(pairs("fijn hoor weer niks")) == [
        "fijn~hoor", "fijn~weer", "fijn~niks", "hoor~weer", "hoor~niks", "weer~niks",
    ]  # fmt: skip


def test_a_long_text_costs_no_more_than_its_beginning(model: TextModel) -> None:
    beginning = "mijn meterstand " * 100
    assert np.array_equal(
        model.scores(beginning[:MAX_CHARACTERS]), model.scores(beginning[:MAX_CHARACTERS] + "verhuizen " * 1000)
    )


def test_fitting_sees_what_reading_sees(model: TextModel) -> None:
    counts = training._count(TEXTS, PLAN)
    seen = training._weighed(counts, np.arange(len(TEXTS)), model).toarray()
    for place, text in enumerate(TEXTS):
        row = np.zeros(len(model.weights))
        for column, value in zip(*model.look(text), strict=True):
            row[column] += value
        assert np.allclose(row, seen[place], atol=1e-6)
