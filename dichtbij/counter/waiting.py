"""What a waiting customer hears of the queue."""

from __future__ import annotations

from dichtbij.texts import Texts


def place_words(texts: Texts, form: str, ahead: int) -> str:
    """How many customers go before this one, as a sentence to the customer. No time is promised: nobody knows it.

    Args:
        form: "je" or "u".
    """
    name = {0: "utter_deel_wachttijd_eerste", 1: "utter_deel_wachttijd_een"}.get(ahead, "utter_deel_wachttijd_plek")
    return texts.text(name, form, aantal=ahead)
