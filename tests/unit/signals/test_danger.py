"""Danger is recognised in every voice, and not in words that only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dichtbij.signals import Turn, reads_danger
from tests.reader import read

CASES = yaml.safe_load((Path(__file__).parent / "danger_cases.yml").read_text(encoding="utf-8"))
DANGEROUS = [(kind, sentence) for kind, sentences in CASES["danger"].items() for sentence in sentences]


def test_there_are_enough_cases() -> None:
    assert len(set(DANGEROUS)) >= 120
    assert len(set(CASES["harmless"])) >= 120


@pytest.mark.parametrize(("kind", "sentence"), DANGEROUS)
def test_danger(kind: str, sentence: str) -> None:
    danger = reads_danger(sentence)
    assert danger is not None
    assert danger.kind == kind
    assert (danger.words and danger.words in sentence) or not sentence.isascii()


@pytest.mark.parametrize("sentence", CASES["harmless"])
def test_harmless(sentence: str) -> None:
    assert reads_danger(sentence) is None


@pytest.mark.parametrize("kind_and_sentence", DANGEROUS[::7])
def test_danger_between_other_sentences_and_in_capitals(kind_and_sentence: tuple[str, str]) -> None:
    _, sentence = kind_and_sentence
    assert reads_danger(f"Goedemiddag. Ik heb een vraag over mijn factuur.\n{sentence}. Alvast bedankt!") is not None
    assert reads_danger(f"  {sentence.upper()}  ") is not None or not sentence.isascii()


def test_a_tapped_payload() -> None:
    assert reads_danger("/gaslucht") is not None
    assert reads_danger('/informeren{"amount": "gas ruik"}') is None


def test_danger_is_read_whatever_stands_before_it() -> None:
    turns = [Turn("customer", "wat een waardeloze bot"), Turn("bot", "Welk bedrag?"), Turn("customer", "ik ruik gas")]
    reading = read(turns)
    assert reading.danger is not None
    assert reading.danger.kind == "gas"


def test_danger_at_the_end_of_a_long_message() -> None:
    assert reads_danger("ik heb een vraag over mijn rekening, " * 80 + "en ik ruik gas") is not None
