"""Which words claim a loose number: "termijnbedrag naar 95" is money, "de meter staat op 12345" a reading. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from dichtbij.values.folding import Folded
from dichtbij.values.numerals import value_of

Claim = Literal["bedrag", "meterstand", "nummer", "verbruik", "jaar"]
"""Whose a number is. "nummer": it names something (a code, a file, a page). "verbruik": energy used or made."""

_CUE = re.compile(
    r"(?<![\w.])(?:"
    r"(?P<nummer>\w*(?:nummers?|nr\.?|code|kenmerk)|pin|ean\w*|kvk|artikel|art\.|pagina|versie|windows|iphone|app|model"
    r"|type|wachtrij|wachtwoord|dossier|zaak|ticket|bouwjaar|leeftijd|wifi|label|top|optie|keuze|stap|punt|order)"
    r"|(?P<verbruik>\w*(?:verbruik|gebruik)\w*|opgewekt|opwek\w*|opbrengst|opgebracht|produc\w+|lever(?:de?|den)?|geleverd"
    r"|bespaar\w*|nodig)"
    # "stant", "meter stnd": as people mistype it
    r"|(?P<meterstand>(?:me+t+er|gas|stroom|eind|begin|teller|opname|dal|piek|water)? ?sta?n[dt](?:en)?|meter ?standen"
    r"|\w*meters?|\w*tellers?|telwerk\w*|opname|afgelezen|[12][.,]8[.,][012])"
    r"|(?P<register>t[12]|tarief [12]|dal\w*|normaal\w*|hoog(?:tarief)?|laag(?:tarief)?|hoge|lage|dag(?:tarief)?"
    r"|nacht(?:tarief)?|gas|stroom|licht|elektra|elektriciteit|elek|enkel\w*|teruglever\w*|retour)"
    r"|(?P<bedrag>(?:termijn|maand|voorschot|factuur|incasso)?bedrag(?:en|je)?|voorschot\w*|\w*termijn|betaal(?:de?|t|den)?"
    r"|betaling|totaal|betalen|bijbetalen|bijbetaald|kost(?:te|en)?|boete|\w*borg|korting|tegoed|schuld|saldo|achterstand"
    r"|vergoeding|opzegvergoeding|teruggave|overgemaakt|afgeschreven|teruggekregen|gestort|incasso|huur|loon|inkomen|salaris|uitkering"
    r"|budget|pay|(?:jaar|eind)(?:nota|afrekening|rekening)"
    r"|\w*(?:factuur|rekening|nota|afrekening)(?=(?: van| is| was| werd|:) ))"
    r")(?!\w)"
)
_SOFT_BETWEEN = re.compile(
    r"[\s,:;=]*(?:(?:nu|al|is|was|wordt|worden|werd|staat|stond|op|naar|van|tot|per|vandaag|gisteren|dus|maar|ongeveer"
    r"|circa|ca|rond|zo'n|de|het|een|mijn|die|dat|deze|nog|steeds|toch|gas|stroom|voor|te|gaat|zijn|met|ik|we|wij|moet|mag"
    r"|wil|graag|ook|ruim|bijna|maximaal|minimaal|minstens|eerst|meer|maandelijks|elke maand|altijd|dan|er|hem|omlaag"
    r"|omhoog|verlagen|verhogen|zetten|aanpassen|wijzigen|veranderen|verhoogd|verlaagd|opgehoogd|aangepast|gezet|gewoon"
    r"|even|effe|eh|weer|terug|terugbrengen|zomaar|um|t|'t|mot|doe|zet)[\s,:;=]+){0,6}"
)
"""Words that may stand between a cue and its number."""
_NEAR_BETWEEN = re.compile(r"[^.!?\n]*")
_ONLY_IS = re.compile(r"[\s:;=(]*(?:(?:is|was|staat|stond|op|van|nu|vandaag|stand|tarief|meter|teller)[\s:=(]+)*")

_MONEY_AFTER = re.compile(
    r" ?(?:(?:extra |erbij |meer |minder )?per (?:maan[dt]|mnd|termijn)\b|p/?m\b|p\.m\b|/ ?(?:mnd|maand)|in de maand"
    r"|elke maand|iedere maand|maandelijks|every month|(?:te )?(?:bij)?betalen\b|(?:bij)?betaald\b|overgemaakt"
    r"|overmaken|afgeschreven|gestort|te ?veel\b|te?rug ?(?:gekregen|betaald|gestort|krijg\w*)|korting|boete|schuld"
    r"|aan (?:kosten|schuld)|op (?:de|mijn|die|deze) (?:\w*rekening|factuur|nota|\w*afrekening))"
)
_GETS = re.compile(r"\b(?:krijg\w*|kreeg|gekregen)\b[^.!?]{0,25}$")
_BACK = re.compile(r" ?te?rug\b(?! ?lever)")
_USED_AFTER = re.compile(r" ?(?:kwh |m3 |kuub )?(?:verbruikt?|gebruikt?|opgewekt|te?rug ?geleverd)\b")
_READING_AFTER = re.compile(
    r" ?(?:kwh|m3)?,? ?(?:op (?:de|mijn|onze)|is (?:de|mijn)|als|staat (?:er )?op (?:de|mijn))"
    r" (?:\w*meter|\w*stand|teller)\b"
)
_ENERGY = re.compile(r" ?(?:kwh|m3|ku+b)")
_DIFFERENCE = re.compile(r" ?(?:kwh |m3 |kuub )?(?:hoger|lager|meer|minder|te (?:hoog|laag|veel|weinig)|verschil)")

_LONG = re.compile(r"0?\d{4,6}(?:,\d{1,3})?|\d{1,3}\.\d{3}(?:,\d{1,3})?")
_CENTS = re.compile(r"\d,\d\d\Z")
_MONEY = re.compile(
    r"overschr|overboek|betaling|factu|rekening\b|\bnota|betaal|betalen|bedrag|\bkost|euro|incasso|afgeschreven|overgemaakt|schuld"
    r"|€"
)
YEAR = re.compile(r"(?:19[3-9]\d|20[0-3]\d)\Z")
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|van|over|uit|sinds|vanaf|na|voor|tot|jaar|begin|eind|zomer|winter|totaal|jan\w*|feb\w*|maart|apr\w*|mei"
    r"|jun\w*|jul\w*|aug\w*|sep\w*|okt\w*|nov\w*|dec\w*)|\w*(?:factuur|rekening|nota|afrekening)) $"
)
_IN_A_CODE = re.compile(r"(?:\b[a-z]{1,3}|\b20[0-3]\d)-$|\b(?:factuur|nota|dossier|zaak|melding|ticket) $")
""" "MO-5521", "2024-60233", "factuur 4114"."""
_CODES = frozenset({"180", "181", "182", "280", "281", "282"})
"""How people write the codes of a meter's registers without the points."""
_PLAIN_NAMES = frozenset({"nummer", "nummers", "nr", "nr."})
"""By themselves these say nothing: "nummer nu 60718" may be what the meter shows."""
_EMPHASIS = re.compile(r"\b(?:te|zo|heel|erg|veel|hoe|is|wel|de|die|per|elke) $")
"""Before "hoog" or "dag" this makes it no register."""

_COMPARES = re.compile(
    r"(?:naar|tot|wordt|werd|eerst|ineens|opeens|plots|nu|toen|ipv|in plaats van|liever|doe maar|maak er|wilt u"
    r"|moet dat|vroeger|voorheen|eerder|vorig jaar"
    r"|(?:liever|graag|weer|terug) op|was(?: altijd| eerst| vroeger| toen| nog| het| t)*"
    r"|(?:wordt|werd)(?: \w+){1,3}) (?:de |maar |rond de )?$"
)
_MADE = re.compile(r" (?:van maken|maken)\b")
_BECOMES = re.compile(r" (?:worden|zijn|hier|daar|voor (?:f\b|de|die|factuur))")
_SHOULD = re.compile(r"\b(?:moet|mag|moest|kan|zou|en)(?: (?:dat|het|er))? $")
_AND = re.compile(r"\s*(?:,|;|/|en|&|\+|ipv|in plaats van|zijn in plaats van)\s*(?:en |niet |geen )*")

_FAR = 60
"""Characters; a cue further away than this says nothing of a number."""


def _tail(text: str, start: int) -> str:
    """What stands right before a place."""
    return text[max(0, start - 40) : start]


def _size(written: str) -> int:
    """The digits of a number, also of one in words: "twaalfduizend" has five."""
    value = value_of(written)
    digits = sum(character.isdigit() for character in written)
    return max(digits, len(str(int(value))) if value is not None else 0)


def _means_something_else(match: re.Match[str]) -> bool:
    """ "te hoog", "die dag" and "18 meter" are no registers and no meter."""
    before = _tail(match.string, match.start())
    if match.lastgroup == "register":
        return _EMPHASIS.search(before) is not None
    return match.group() == "meter" and before.rstrip()[-1:].isdigit()


@dataclass(frozen=True)
class _Cue:
    claim: str
    """The name of its group in _CUE."""
    end: int
    words: str


class Cues:
    """The words in one message that say what its numbers are."""

    def __init__(self, folded: Folded) -> None:
        self._text = folded.text
        self._cues = [
            _Cue(str(match.lastgroup), match.end(), match.group().strip())
            for match in _CUE.finditer(folded.text)
            if not _means_something_else(match)
        ]
        self._ends = [cue.end for cue in self._cues]
        named = {cue.claim for cue in self._cues}
        self._is_about_readings = "meterstand" in named
        self._is_about_usage = "verbruik" in named
        self._is_about_money = _MONEY.search(folded.text) is not None

    def claim(self, start: int, end: int) -> Claim | None:
        """Whose the number at text[start:end] is; None when no words say so."""
        text, written = self._text, self._text[start:end]
        cues = self._before(start)
        if self._names_something(start, end, cues):
            return "nummer"
        if YEAR.match(written) and _BEFORE_YEAR.search(_tail(text, start)):
            return "jaar"
        if _MONEY_AFTER.match(text, end) or (_BACK.match(text, end) and _GETS.search(_tail(text, start))):
            return "bedrag"
        if _USED_AFTER.match(text, end):
            return "verbruik"
        claimed = next((found for cue in cues if (found := self._claim_of(cue, start, end))), None)
        about_energy = self._is_about_readings or self._is_about_usage
        if claimed is None and _CENTS.search(written) and (self._is_about_money or not about_energy):
            return "bedrag"
        if claimed is None and (_READING_AFTER.match(text, end) or self._is_plain_reading(written)):
            claimed = "meterstand"
        return None if claimed == "meterstand" and _DIFFERENCE.match(text, end) else claimed

    def compares(self, start: int, end: int) -> bool:
        """Whether a number stands beside an amount that was named: "ik betaal 95 euro en nu wilt u 180"."""
        if _COMPARES.search(_tail(self._text, start)) or _MADE.match(self._text, end):
            return True
        return bool(_BECOMES.match(self._text, end) and _SHOULD.search(_tail(self._text, start)))

    def goes_on(self, last_end: int, start: int) -> bool:
        """Whether a number is the next one of a list: "standen 12345, 23456 en 3456"."""
        return _AND.fullmatch(self._text, last_end, start) is not None

    def words_before(self, start: int) -> str:
        """The last words before a place that say what stands there."""
        return next((cue.words for cue in self._before(start)), "")

    def _before(self, start: int) -> list[_Cue]:
        """The last two cues before a place, the nearest first."""
        index = bisect_right(self._ends, start)
        return [cue for cue in reversed(self._cues[max(0, index - 2) : index]) if start - cue.end <= _FAR]

    def _names_something(self, start: int, end: int, cues: list[_Cue]) -> bool:
        if _IN_A_CODE.search(_tail(self._text, start)):
            return True
        written = self._text[start:end]
        if (written in _CODES and self._is_about_readings) or (
            written in ("1", "2") and self._text[end : end + 1] == ":"
        ):
            return True  # "1: 09876 en 2: 11034" are two registers
        nearest = cues[0] if cues else None
        is_named = nearest is not None and nearest.claim == "nummer" and nearest.words not in _PLAIN_NAMES
        return is_named and _SOFT_BETWEEN.fullmatch(self._text, cues[0].end, start) is not None

    def _claim_of(self, cue: _Cue, start: int, end: int) -> Claim | None:
        text, written = self._text, self._text[start:end]
        only_is = _ONLY_IS.fullmatch(text, cue.end, start) is not None
        size = _size(written)
        if cue.claim == "register" and not self._is_about_readings:
            is_reading = only_is and size >= 4 and not self._is_about_usage and not YEAR.match(written)
            return "meterstand" if is_reading else None
        if cue.claim in ("meterstand", "register"):
            near = size >= 3 and _NEAR_BETWEEN.fullmatch(text, cue.end, start) is not None
            return "meterstand" if only_is or near else None
        if cue.claim == "bedrag" and _ENERGY.match(text, end):
            return None
        if cue.claim == "nummer" or not _SOFT_BETWEEN.fullmatch(text, cue.end, start):
            return None
        if cue.claim == "verbruik":
            return "verbruik"
        on_a_day = cue.words.startswith("beta") and re.search(r"\bop (?:de )?$", text[cue.end : start])
        counted = cue.words == "termijn" and size < 2
        return None if on_a_day or counted else "bedrag"

    def _is_plain_reading(self, written: str) -> bool:
        """Whether a long number stands in a message about readings and about nothing else that has numbers."""
        if not self._is_about_readings or self._is_about_usage or self._is_about_money:
            return False
        return _LONG.fullmatch(written) is not None and not YEAR.match(written)
