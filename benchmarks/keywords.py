"""Frustration by a list of words, as the keyword alert of a contact centre has. Written by hand, tried on nothing."""

from __future__ import annotations

import re

KEYWORDS = (
    # anger at what is said and done
    "belachelijk", "schandalig", "schande", "bespottelijk", "waardeloos", "waardeloze", "onacceptabel",
    "ongelooflijk", "ongelofelijk", "ongehoord", "absurd", "te gek voor woorden", "slaat nergens op",
    "nergens op slaan", "idioot", "idiote", "debiel", "achterlijk", "achterlijke", "stom", "stomme", "dom",
    "domme", "bagger", "kut", "klote", "shit", "verdomme", "godver", "godverdomme", "tering", "kanker",
    "flikker op", "rot op", "wat een onzin", "flauwekul",
    # the feeling itself
    "boos", "kwaad", "woest", "woedend", "pissig", "gefrustreerd", "frustrerend", "geïrriteerd", "irritant",
    "teleurgesteld", "teleurstellend", "ergernis", "wanhopig", "spuugzat", "ben het zat", "kotsbeu", "beu",
    "genoeg van", "klaar mee", "word hier gek van", "word er gek van", "om moedeloos van te worden",
    "moedeloos",
    # service and bot
    "slechte service", "geen service", "klantonvriendelijk", "wat een service", "wat een bedrijf", "prutsers",
    "oplichters", "oplichting", "dieven", "diefstal", "zakkenvullers", "leugens", "rotbot", "stomme bot",
    "domme bot", "rotcomputer", "snap je het niet", "begrijp je het niet", "luister je wel", "heb ik niks aan",
    "heb ik niets aan", "van het kastje naar de muur",
    # again and again
    "al drie keer", "al tien keer", "voor de derde keer", "voor de zoveelste keer", "alweer", "nog steeds niet",
    "hoe vaak nog", "hoe vaak moet ik",
    # threats
    "klacht indienen", "dien een klacht in", "advocaat", "consumentenbond", "geschillencommissie", "kassa",
    "radar", "ik stap over", "nooit meer", "opzeggen die handel",
)  # fmt: skip

_FOUND = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(KEYWORDS, key=len, reverse=True)))})\b")


def keywords_in(text: str) -> list[str]:
    """The words and phrases of the list in the text, in their order; capitals don't count."""
    return _FOUND.findall(text.lower())
