"""What a message in a form means besides its values: another value for that one, or no answer at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from actions.conversation import Turn
from dichtbij.values.folding import fold

LONG = 30
"""Words; a longer reply is a story. What looks like a value in it is not what was asked for."""

IRRITATED_FROM = 8
"""Words of a reply that was read as irritated; a shorter one ("nee, doe toch maar de 20e") is an answer anyway."""

_OTHER = re.compile(
    r"\b(?:ander[es]?|verkeerde?|fout|niet goed|klopt (?:nog )?niet|niet juist|wijzig\w*|aanpas\w*|verander\w*"
    r"|opnieuw|toch niet)\b"
)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text).text).strip(" .,!?;:-")


def named_slot(text: str, words: Mapping[str, str], slots: Iterable[str], *, deciding: bool) -> str | None:
    """The one slot that has to be filled differently: "wacht, andere rekening", and while deciding just "de datum".

    Args:
        words: For a slot the pattern of the words that customers use for it; else its own name is looked for.
        slots: Those that are filled.
        deciding: The customer was asked what has to be different, so that its name is enough.
    """
    plain = _plain(text)
    if not plain or not (deciding or _OTHER.search(plain)):
        return None
    named = [slot for slot in slots if re.search(rf"\b(?:{words.get(slot, slot.replace('_', ' '))})\b", plain)]
    return named[0] if len(named) == 1 else None


def is_no_answer(turn: Turn) -> bool:
    """Whether the reply is a story or an outburst rather than an answer, whatever values seem to stand in it."""
    words = len(turn.text.split())
    reading = (turn.tracker.latest_message.get("metadata") or {}).get("reading") or {}
    irritated = str(reading.get("level") or "kalm") != "kalm"
    return words > LONG or (irritated and words > IRRITATED_FROM)
