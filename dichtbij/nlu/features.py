"""What the classifier sees of a sentence: words and their lemmas (spaCy), word pairs, and pieces of words.

Pieces of words carry most of the weight: they survive typing errors, dialect and dictation. The lemmas come from
spaCy's lookup tables, because no pretrained Dutch model can be installed everywhere Dichtbij runs (docs/adr/0004).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

import spacy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_union

MAX_CHARACTERS = 1_000
"""Only the beginning of a long text is read for its intent; the cost stays bounded."""


def normalise(text: str) -> str:
    """Lower case, one form of every character, no more than the beginning."""
    return unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower().strip()


_WORD = r"\w+|[^\w\s]"
"""A word, or a mark by itself: "?" and "!" tell something."""


@lru_cache(maxsize=1)
def _dutch() -> Any:
    nlp = spacy.blank("nl")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return nlp


def lemmas(text: str) -> list[str]:
    """The lemma of every token."""
    return [token.lemma_.lower() for token in _dutch()(text)]


def vectoriser() -> FeatureUnion:
    """An untrained bag of lemmas, words, word pairs and pieces of words."""
    return make_union(
        TfidfVectorizer(analyzer=lemmas),
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD, lowercase=False),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, lowercase=False),
    )
