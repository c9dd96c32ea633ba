"""Words that steer a form instead of filling it: stop, one step back, that is wrong, what do you advise."""

from __future__ import annotations

import re

from dichtbij.values.folding import fold

_BEFORE = (
    r"(?:(?:nee|neen|ja|ok|oke|sorry|ach|och|nou|pff*|weet je|eigenlijk|allez|toch|maar|wacht|dan|bedankt"
    r"|dank (?:je|u)(?: wel)?)[ ,.!]+)*"
)
_AFTER = r"(?: (?:joh|hoor|dan|eigenlijk|bedankt|dank (?:je|u)(?: wel)?|nu|maar|aub|graag|alstublieft))*"
_LEAVES = re.compile(
    rf"{_BEFORE}(?:laat (?:het |dat |dan )?(?:maar|zitten)(?: maar)?(?: zitten| gaan)?"
    r"|vergeet (?:het|dat|maar)(?: maar)?"
    r"|(?:ik )?stop(?:pen)?(?: maar)?(?: ermee| er mee)?|(?:ik wil|laten we) stoppen|hou (?:maar )?op"
    r"|annule(?:er|ren)(?: maar)?|(?:ik wil |doe )?(?:toch )?iets (?:heel )?anders(?: vragen)?"
    rf"|ik heb me bedacht|ik bedenk me|ik zie er ?van af){_AFTER}"
)
_LEAVES_AT_THE_END = re.compile(
    rf"{_BEFORE}(?:(?:doe|zet) (?:het )?maar niet(?: meer)?|(?:toch )?(?:maar )?niet doen|toch maar niet"
    r"|(?:het )?hoeft (?:al )?niet(?: meer)?|ik wil (?:het |dit |dat )?(?:toch )?niet meer"
    rf"|niet nu|nu (?:even )?niet|vandaag (?:maar )?niet|(?:nog )?even niet){_AFTER}"
)
_BACK = re.compile(
    rf"{_BEFORE}(?:(?:ik wil |ga |kan ik |even )?(?:een )?(?:stap(?:je)? )?terug"
    rf"|(?:ga |terug )?(?:naar )?(?:de )?vorige(?: vraag| stap)?|back){_AFTER}"
)
_BARE = re.compile(
    r"(?:(?:ja+|jawel|jep|yes|oke?|okee|prima|goed|klopt|graag|zeker|hoor|is|dat|het|zo|akkoord|top|doet?|u|je|maar"
    r"|natuurlijk|tuurlijk|inderdaad|juist|nee+|neen|nope|niet|liever|dank|bedankt|wel)\b[ ,.!]*)+"
)
_WRONG = re.compile(
    rf"{_BEFORE}(?:(?:het|de|dat|die) \w+ (?:klopt|is|zijn|kloppen) (?:nog |dus |helaas )?"
    r"(?:niet|fout|verkeerd|onjuist)(?: goed| juist)?|(?:verkeerde?|foute?) \w+|(?:het|de|een)? ?ander[es]? \w+)"
)
_ADVICE = re.compile(r"\b(?:raadt?|adviseer\w*|advies\w*|geadviseerd\w*|aanbevolen|wat past)\b")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text).text).strip(" .,!?;:-")


def leaves(text: str, *, deciding: bool) -> bool:
    """Whether the whole message says to stop with the form: "laat maar", "ik wil toch iets anders".

    While the customer decides on the whole, "doe maar niet" says so too; before that it may answer the question.
    """
    plain = _plain(text)
    return bool(_LEAVES.fullmatch(plain) or (deciding and _LEAVES_AT_THE_END.fullmatch(plain)))


def is_bare(text: str) -> bool:
    """Whether a yes or a no is all there is: "ja graag", "nee, liever niet"."""
    return _BARE.fullmatch(_plain(text)) is not None


def goes_back(text: str) -> bool:
    """Whether the whole message asks for the question before this one: "terug", "vorige vraag"."""
    return _BACK.fullmatch(_plain(text)) is not None


def says_wrong(text: str) -> bool:
    """Whether the whole message says that a part of what was shown is wrong: "het nummer klopt niet"."""
    return _WRONG.fullmatch(_plain(text)) is not None


def asks_advice(text: str) -> bool:
    """Whether a short message leaves the value to us: "wat raadt u mij aan?", "doe het advies maar"."""
    return len(text.split()) <= 8 and _ADVICE.search(_plain(text)) is not None
