"""Reading a message: danger, a request for a human, frustration. Pure; imports nothing of ours.

`read` is the door. `predict_message` and `predict_handoff` answer the questions of `make predict`.
"""

from __future__ import annotations

from dichtbij.signals.model import Advice, Danger, DangerKind, Evidence, Level, Reading, Turn, Who
from dichtbij.signals.reading import predict_handoff, predict_message, read, reads_danger, reads_wants_human

__all__ = [
    "Advice",
    "Danger",
    "DangerKind",
    "Evidence",
    "Level",
    "Reading",
    "Turn",
    "Who",
    "predict_handoff",
    "predict_message",
    "read",
    "reads_danger",
    "reads_wants_human",
]
