"""How a message is written: capitals, stacked punctuation, emoji, staccato, stretched letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dichtbij.signals.model import Evidence
from dichtbij.signals.text import Message, words

_CAPITAL_WORD = re.compile(r"(?<![\w-])[A-ZÀ-Þ]{3,}(?![\w-])")
_STRESSED = re.compile(
    r"(?<!\w)(?:NU|NIET|NOOIT|ECHT|WEER|GEEN|STEEDS|ALWEER|NIKS|NIETS|HELEMAAL|ELKE|ALTIJD|WAAROM|WANNEER|"
    r"HOE|EINDELIJK|ZAT|GENOEG|STOP|HALLO|NEE|MEER|TOCH|DRIE|VIJF|MAANDEN|WEKEN)(?!\w)"
)
_IMPATIENT = re.compile(r"(?<!\w)(?:NU|NOOIT|WEER|STEEDS|ALWEER|EINDELIJK|GENOEG|HALLO|STOP|NOGMAALS)(?!\w)")
_ABBREVIATIONS = words(
    "IBAN EAN BSN KVK BTW KWH GAS STROOM PDF USB LED VVE APP SMS FAQ HTTP HTTPS WWW ING ABN AMRO ASN SNS RABO NS CO "
    "GSM NAW WIFI EUR EURO API QR TV PV WKK HR CV BIC SEPA AUB SVP"
)
_ROAR = re.compile(r"(?:[!?]\s?){4,}|!{3,}|\?{3,}|[?!]*(?:\?!|!\?)[?!]+")
_STACK = re.compile(r"!!|\?\?|\?!|!\?")
_STACCATO = re.compile(r"(?:(?<=^)|(?<=[\s.!]))(?:[^\W\d_]{1,14}[.!]\s+){2,}[^\W\d_]{1,14}\s*[.!?]")
_STRETCHED = re.compile(
    r"(?<![\w])(?!w{3}\b)(?=\w*([aeiouhy])\1{3})\w{5,}|\b(?:hall+o{2,}|nee{3,}n?|kom+ op{2,}|grr{2,}|a{2,}rgh+|"
    r"zucht{2,})\b"
)
_SLASHED = re.compile(
    r"\bhallo+\W*[?!]{1,}\W*$|\b(?:hallo+|joehoe|iemand daar|ben je er (?:nog|wel)|is daar iemand|"
    r"nog iemand)\W*\?{2,}|^\W*\?{2,}\W*$"
)
_ANGRY_EMOJI = re.compile("[😡🤬😠👿💢🖕💩]")
_FED_UP_EMOJI = re.compile("[😤🙄😒👎😑🤦🤷🤨😾😩😫]|🤯")
_WARM_EMOJI = re.compile("[😊🙂😀😃😄😁😂🤣😅😉😇🥰😍❤🙏👍🎉😜😛🤗🥳🌞☀🙌💛💚]")


def shape(message: Message) -> Iterator[Evidence]:
    """Evidence from the way it is written."""
    yield from _capitals(message)
    given = message.given
    roar, stack = _ROAR.search(given), _STACK.search(given)
    if roar:
        weight = 2.0 if len(message.words) <= 3 and len(roar.group()) >= 4 else 1.4
        yield Evidence("leestekens", "stapelt uitroeptekens of vraagtekens", weight, roar.group().strip())
    elif stack:
        yield Evidence("leestekens", "stapelt uitroeptekens of vraagtekens", 0.8, stack.group())
    if match := _STACCATO.search(given):
        yield Evidence("staccato", "schrijft met punten tussen de woorden", 2.1, match.group().strip())
    if match := _SLASHED.search(message.text):
        yield Evidence("roept", "roept of er iemand is", 1.2, message.piece(*match.span()))
    elif match := _STRETCHED.search(message.text):
        yield Evidence("uitgerekt", "rekt woorden uit", 0.7, message.piece(*match.span()))
    if not given.isascii():
        yield from _emoji(given)


def _capitals(message: Message) -> Iterator[Evidence]:
    shouted = [word for word in _CAPITAL_WORD.findall(message.given) if word not in _ABBREVIATIONS]
    stressed = _STRESSED.findall(message.given)
    if not shouted and not stressed:
        return
    letters = sum(map(str.isalpha, message.given))
    capital_share = sum(map(str.isupper, message.given)) / max(1, letters)
    if len(shouted) >= 3:
        # everything in capitals may be the caps lock of somebody who is not at home at a keyboard
        weight = 1.6 if capital_share <= 0.9 else 2.0 if _IMPATIENT.search(message.given) else 1.0
        yield Evidence("hoofdletters", "schreeuwt in hoofdletters", weight, " ".join(shouted[:4]))
    elif stressed and capital_share < 0.9:
        yield Evidence(
            "nadruk", "zet woorden in hoofdletters", 1.0 if len(stressed) == 1 else 2.0, " ".join(stressed[:3])
        )


def _emoji(given: str) -> Iterator[Evidence]:
    if match := _ANGRY_EMOJI.search(given):
        yield Evidence("boze_emoji", "stuurt een boze emoji", 2.1, match.group())
    elif match := _FED_UP_EMOJI.search(given):
        yield Evidence("boze_emoji", "stuurt een geërgerde emoji", 1.5, match.group())
    elif match := _WARM_EMOJI.search(given):
        yield Evidence("vriendelijke_emoji", "stuurt een vriendelijke emoji", -0.9, match.group())
