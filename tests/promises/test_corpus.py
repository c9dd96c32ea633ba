"""What the bot learns from is wide, holds nothing twice, and nothing of what it is measured with."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from dichtbij.nlu.corpus import sentences
from dichtbij.nlu.train_signals import Corpus, Labelled, load_corpus
from dichtbij.registry import load_registry
from dichtbij.signals.mood import CALM, FRUSTRATED
from dichtbij.textmodel.likeness import alike, bare

ROOT = Path(__file__).resolve().parents[2]
LEAST_PER_INTENT = 150
NEARLY_THE_SAME = 0.8
"""Share of four-letter pieces from which two training sentences are one."""
TOO_NEAR = 0.5
"""Share from which a training sentence is near an evaluation sentence, reworded included."""
COMMON_WORDS = 2
"""Up to so many words everybody says the same ("ja graag")."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(nlu=[])


def kept_apart() -> list[str]:
    """Every text of a customer that is kept for measuring: in the repository, and beside it where it stands."""
    texts: list[str] = []
    for folder in (ROOT / "benchmarks" / "eval", ROOT.parent / "shared" / "eval"):
        for path in sorted(folder.glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                texts += [turn["text"] for turn in row.get("turns", ()) if turn["who"] == "klant"]
                texts += [row["text"]] if "text" in row else []
    return list(dict.fromkeys(texts))


def near_evaluation(texts: list[str]) -> list[str]:
    apart = kept_apart()
    return [
        f"{texts[place]!r} is {share:.2f} like {apart[other]!r}"
        for place, other, share in alike(texts, apart, TOO_NEAR)
        if len(bare(texts[place]).split()) > COMMON_WORDS
    ]


def test_every_intent_has_sentences_of_many_voices() -> None:
    found = sentences()
    count = Counter(one.intent for one in found)
    voices = {intent: {one.voice for one in found if one.intent == intent} for intent in load_registry()}
    assert {intent: count[intent] for intent in load_registry() if count[intent] < LEAST_PER_INTENT} == {}
    assert {intent: len(names) for intent, names in voices.items() if len(names) < 15} == {}


def test_no_two_training_sentences_are_nearly_the_same() -> None:
    found = sentences()
    texts = [one.text for one in found]
    same = [
        f"{found[place].intent}: {texts[place]!r} and {found[other].intent}: {texts[other]!r} ({share:.2f})"
        for place, other, share in alike(texts, least=NEARLY_THE_SAME)
    ]
    assert same == []


def test_a_near_duplicate_would_be_found() -> None:
    texts = [one.text for one in sentences()]
    long = next(text for text in texts if len(text) > 60)
    assert list(alike([*texts[:500], long, long.replace("a", "á") + "!"], least=NEARLY_THE_SAME))


def test_no_training_sentence_is_near_an_evaluation_sentence() -> None:
    assert kept_apart()
    assert near_evaluation([one.text for one in sentences()]) == []


def test_no_message_of_signals_is_near_an_evaluation_sentence(corpus: Corpus) -> None:
    said = [turn["text"] for one in corpus.conversations for turn in one.turns if turn["who"] == "klant"]
    rows: list[Labelled] = [*corpus.moods, *corpus.circumstances]
    assert near_evaluation([*dict.fromkeys([*said, *(row.text for row in rows)])]) == []


def test_a_reworded_evaluation_sentence_would_be_found() -> None:
    sentence = max(kept_apart(), key=len)
    assert near_evaluation([sentence.upper() + " alstublieft"])


def test_signals_learn_from_many_messages_and_conversations(corpus: Corpus) -> None:
    kinds = Counter(row.label for row in corpus.moods if not row.label.startswith("in_gesprek"))
    assert sum(kinds.values()) >= 3000
    assert set(kinds) == {kind for kind in (*FRUSTRATED, *CALM) if not kind.startswith("in_gesprek")}
    assert min(kinds.values()) >= 150
    frustrated = sum(count for kind, count in kinds.items() if kind in FRUSTRATED)
    assert 0.4 <= frustrated / sum(kinds.values()) <= 0.6
    assert len(corpus.conversations) >= 150
    assert len({row.voice for row in corpus.moods}) >= 9


def test_conversations_are_well_formed(corpus: Corpus) -> None:
    for one in corpus.conversations:
        assert {turn["who"] for turn in one.turns} <= {"klant", "bot"}
        assert (one.handoff_turn is None) == (one.reason == "geen")
        assert one.handoff_turn is None or one.turns[one.handoff_turn]["who"] == "klant"
        assert one.reason in ("frustratie", "complex", "verzoek", "geen")


def test_both_moods_share_their_words(corpus: Corpus) -> None:
    words: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for row in corpus.moods:
        words[row.label in FRUSTRATED].update(set(bare(row.text).split()))
    common = {word for word in words[True] if words[True][word] + words[False][word] >= 8}
    assert sum(words[False][word] > 0 for word in common) / len(common) > 0.85
