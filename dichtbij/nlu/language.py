"""In which language a message is written, as far as it isn't Dutch: so that the bot can say so instead of guessing.

Counts the small words of each language (spaCy's stop words), which nobody borrows; other scripts are told by their
letters. Short messages and mixtures stay Dutch: to be taken for a foreigner by mistake is worse than a question again.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from functools import cache

LANGUAGE = "taal"
"""Where a message says that it isn't Dutch: an ISO 639-1 code."""
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "pl", "tr")
"""Those whose small words are counted."""
SCRIPTS = {"ARABIC": "ar", "CYRILLIC": "uk", "GREEK": "el", "HEBREW": "he", "CJK": "zh", "ETHIOPIC": "ti"}
"""What the letters of another script are taken for; only so far that nothing has to be told apart to be polite."""

FEWEST_WORDS = 3
LEAST_SHARE = 0.4
"""So much of a message has to be small words of the other language."""

_ASKING = {
    "en": "bill invoice pay please speak someone login log account wrong help need want",
    "de": "bitte rechnung vertrag zahlen brauche kann möchte kündigen",
    "fr": "bonjour voudrais combien dois payer facture contrat puis svp merci",
    "es": "hola quiero cuanto tengo pagar factura contrato necesito ayuda",
    "it": "vorrei quanto devo pagare bolletta contratto ciao grazie",
    "pt": "olá quero quanto tenho pagar fatura preciso ajuda",
    "pl": "ile muszę zapłacić miesiącu kiedy dostanę fakturę dzień dobry proszę umowa rachunek",
    "tr": "ne kadar fatura faturam ödemem gerekiyor merhaba lütfen sözleşme",
}
"""What a customer says who has a question about a bill, beside the small words."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CUSTOMERS_OWN = frozenset(
    {"was", "will", "in", "is", "of", "an", "per", "son", "on", "no", "la", "me", "the", "all", "via"}
)
"""Words of another language that Dutch customers type too, as Dutch or as a slip."""


@cache
def _small_words(language: str) -> frozenset[str]:
    words = importlib.import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    asking = _ASKING.get(language, "").split()
    return frozenset(word.lower() for word in (*words, *asking) if len(word) > 1 or word == "i")


@cache
def _telling_words(language: str) -> frozenset[str]:
    """The small words that are not Dutch too."""
    return _small_words(language) - _small_words("nl") - _CUSTOMERS_OWN


def language_of(text: str) -> str | None:
    """The language (ISO 639-1) of a message that clearly is not Dutch; None for Dutch, unclear and too short."""
    script = script_of(text)
    if script:
        return script
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < FEWEST_WORDS:
        return None
    dutch = _small_words("nl")
    ours = sum(word in dutch for word in words)
    best, score = None, 0
    for language in LANGUAGES:
        found = sum(word in _telling_words(language) for word in words)
        if found > score:
            best, score = language, found
    return best if score >= 2 and score > ours and (score + ours) / len(words) >= LEAST_SHARE else None


def script_of(text: str) -> str | None:
    """The language that letters of another script are taken for; None for Latin letters."""
    letters = [letter for letter in text if letter.isalpha()]
    for script, language in SCRIPTS.items():
        foreign = sum(unicodedata.name(letter, "").startswith(script) for letter in letters)
        if foreign > len(letters) / 2:
            return language
    return None
