"""The training sentences of data/nlu as rows: text, intent and the voice that wrote them.

A block of an intent's file may name its voice (`metadata: {stem: jong}`); what has none is the organisation's own.
Voices are left out whole when confidences are calibrated, so that they hold for strangers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dichtbij.files import read_yaml

VOICE = "stem"
"""The key of a block's metadata that names its voice."""
OWN = "eigen"
"""The voice of sentences that name none."""
FOLDER = Path(__file__).resolve().parents[2] / "data" / "nlu"


@dataclass(frozen=True)
class Sentence:
    """One training sentence."""

    text: str
    intent: str
    voice: str


def sentences(folder: Path = FOLDER) -> list[Sentence]:
    """Every training sentence, in the order of the files."""
    found: list[Sentence] = []
    for path in sorted(folder.rglob("*.yml")):
        for block in read_yaml(path)["nlu"]:
            voice = (block.get("metadata") or {}).get(VOICE, OWN)
            texts = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
            found += [Sentence(text, block["intent"], voice) for text in texts]
    return found
