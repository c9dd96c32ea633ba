"""Reading a message: danger, a request for a human, frustration, circumstances. Pure; knows the text model only.

`Reader.load()` gives the trained reader; its `read` is the door, and its `message` and `handoff` answer `make predict`.
"""

from __future__ import annotations

from dichtbij.signals.model import Advice, Danger, DangerKind, Evidence, Level, Reading, Turn, Who
from dichtbij.signals.reading import Reader, reads_danger, reads_wants_human

__all__ = [
    "Advice",
    "Danger",
    "DangerKind",
    "Evidence",
    "Level",
    "Reader",
    "Reading",
    "Turn",
    "Who",
    "reads_danger",
    "reads_wants_human",
]
