"""The registry of customer questions (klantvragen.yml): what exists, of which kind, and who may hear the answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from dichtbij.files import read_yaml

Kind = Literal["routine", "personal", "complex", "safety", "dialogue"]

REGISTRY = Path(__file__).resolve().parent.parent / "klantvragen.yml"


@dataclass(frozen=True)
class Question:
    """One row of the registry."""

    intent: str
    """Its one name everywhere."""
    topic: str
    """The group it stands in, and its folder in data/nlu/."""
    kind: Kind
    level: int
    """Identification the answer needs: 0 none, 1 recognised, 2 verified."""
    title: str
    """What customers and agents call it, in Dutch."""
    about: str
    outcome: str
    """What a good answer does; empty for dialogue."""


@lru_cache(maxsize=4)
def load_registry(path: Path = REGISTRY) -> dict[str, Question]:
    """All questions by intent, in the order of the file."""
    rows = read_yaml(path)
    return {
        intent: Question(
            intent=intent,
            topic=topic,
            kind=row["kind"],
            level=row["level"],
            title=row["titel"],
            about=row["about"],
            outcome=row.get("outcome", ""),
        )
        for topic, questions in rows.items()
        for intent, row in questions.items()
    }
