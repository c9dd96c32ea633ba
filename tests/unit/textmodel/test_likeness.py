"""Near-duplicates are found, and only they; the quick way finds what the slow way finds."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.textmodel.likeness import alike, bare, pieces_of


def test_bare() -> None:
    assert bare("  Hé, wát kost DIT?! ") == "he wat kost dit"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("wat kost een kuub gas bij u", "Wat kost een kuub gas bij u?", True),
        ("ik wil mijn contract opzeggen", "ik wil mijn kontract opzeggen", True),
        ("ik wil mijn contract opzeggen", "ik wil mijn contract verlengen", False),
        ("hoi", "hallo", False),
        ("", "", True),
    ],
)
def test_pairs(one: str, other: str, same: bool) -> None:
    assert bool(list(alike([one, other], least=0.6))) is same
    assert bool(list(alike([one], [other], least=0.6))) is same


@given(st.lists(st.text(alphabet="abc ", max_size=14), max_size=9), st.sampled_from([0.4, 0.7, 1.0]))
def test_the_quick_way_finds_what_the_slow_way_finds(texts: list[str], least: float) -> None:
    slow = {
        (later, earlier)
        for earlier, later in combinations(range(len(texts)), 2)
        for one, other in [(pieces_of(texts[earlier]), pieces_of(texts[later]))]
        if len(one & other) / len(one | other) >= least
    }
    assert {(place, other) for place, other, _ in alike(texts, least=least)} == slow
