"""Whether a message goes on with what was said before ("en vorig jaar?") instead of standing by itself."""

from __future__ import annotations

import re

from dichtbij.values.folding import fold

MOST_WORDS = 9
"""A longer message says by itself what it is about."""

_GOES_ON = re.compile(
    r"^\W*(?:(?:oke?|ah|oh|ja|nee|hm+|goed|prima|dank\w*|bedankt|thanks)\W+)*"
    r"(?:en|maar|of|dus|dan|ook|idem|hoe zit (?:het|dat) (?:dan )?(?:met|voor|in)|wat (?:dan )?(?:van|voor|in|met)|"
    r"alleen|vergeleken|vergelijk|per|in|over|voor|van|(?:het )?zelfde|datzelfde|dezelfde)\b"
)
_CHANGES_VALUE = re.compile(
    r"\b(?:maak|maakt|doe|doet|zet|zetten|verander|wijzig)\b.{0,24}(?:\d|\bu\b|\ber\b|\bhet\b|\bdat\b|\bmaar\b)"
)
_TAKES_BACK = re.compile(
    r"\b(?:terugdraai\w*|ongedaan|bedacht|bedenk me|toch (?:maar |liever )?niet)\b|\bdraai\w* .*\bterug\b"
    r"|\btoch .*\b(?:houden|laten)\b"
)
_NUMBER = re.compile(
    r"\d|(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|tig|honderd|duizend)"
)

_MODIFIER = re.compile(
    r"(?:en|maar|of|dus|dan|ook|alleen|voor|van|in|over|per|vanaf|met|bij|\d{1,2}|de|het|die|dat|mijn|onze|nu|eigenlijk|vorig|vorige|"
    r"afgelopen|dit|deze|volgend|volgende|ander|andere|anderen|laatste|eerste|daarvoor|ervoor|daarna|jaar|jaren|maand|"
    r"maanden|week|winter|zomer|gas|stroom|elektra|elektriciteit|licht|energie|dal|nacht|dag|teruglevering|zonnepanelen|"
    r"panelen|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|20\d\d|"
    r"hoe|zit|wat|was|is|samen|totaal|allebei|beide)"
)

_SUBJECTS = {
    "factuur": re.compile(r"(?:jaar|eind)?(?:af)?rekening(?:en)?|factu\w+|nota'?s?"),
    "termijnbedrag": re.compile(r"termijn(?:bedrag)?|maandbedrag|voorschot"),
    "verbruik": re.compile(r"verbruik"),
    "tarieven": re.compile(r"tarie(?:f|ven)|prij(?:s|zen)"),
}
"""What customers call the subject of the questions whose names begin so."""


def only_modifies(text: str, question: str = "") -> bool:
    """Whether a follow-up names no other subject than the question before: "en vorig jaar?", "en de nota van mei"."""
    words = re.findall(r"[\w']+", fold(text).text)
    subject = _SUBJECTS.get(question.split("_")[0])
    return is_follow_up(text) and all(
        _MODIFIER.fullmatch(word) or (subject and subject.fullmatch(word)) for word in words
    )


def is_follow_up(text: str) -> bool:
    """Whether a short message leans on the one before: "en gas?", "en voor de Industrieweg", "hoe zit dat in 2024"."""
    said = fold(text).text
    return 0 < len(said.split()) <= MOST_WORDS and _GOES_ON.match(said) is not None


def changes_value(text: str) -> bool:
    """Whether a short message wants another value for what was just said: "maak er 150 van", "doe maar de 20e"."""
    said = fold(text).text
    return (
        len(said.split()) <= MOST_WORDS and _CHANGES_VALUE.search(said) is not None and _NUMBER.search(said) is not None
    )


def takes_back(text: str) -> bool:
    """Whether somebody comes back on what was just arranged: "ik heb me bedacht", "ik wil het toch zo houden"."""
    return _TAKES_BACK.search(fold(text).text) is not None
