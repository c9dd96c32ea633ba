"""The evidence in the course of the conversation: what was asked and answered before this message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dichtbij.signals import policy
from dichtbij.signals.model import Evidence, Turn
from dichtbij.signals.text import Fingerprint, Message, fingerprint, likeness, plain

LOOK_BACK = 6
"""Customer turns that are compared with the new one."""

_FALLBACK = re.compile(
    r"\b(?:begrijp|snap|begreep|versta)(?: \w+){0,3} (?:u|je|dat|het|uw|vraag|niet)\b[^.?!]{0,30}\b(?:niet|"
    r"niet helemaal|niet goed)\b|\bniet (?:helemaal |goed )?(?:begrepen|verstaan|begrijp)\b"
    r"|\b(?:kunt u|kun je|kan je|wilt u|wil je)(?: \w+){0,4} (?:anders|opnieuw|"
    r"nog eens)(?: \w+){0,2} (?:zeggen|formuleren|omschrijven|stellen|vragen|typen|uitleggen)\b|"
    r"\bdaar (?:heb|weet) ik (?:\w+ ){0,2}geen antwoord op\b|\bsorry, (?:ik|dat) (?:\w+ ){0,3}niet\b"
)
_ANSWERED_NO = re.compile(
    r"^\W*(?:nee+n?[\s,.!]+(?!dank|bedankt|hoor\W*$|dat was|verder|dat is alles|hoeft)\w+|dat (?:klopt|is|"
    r"was|bedoel|helpt|werkt|lukt|kan|weet|had|heb)(?: \w+){0,5} (?:niet|al|geen|niks)\b|helpt niet|"
    r"werkt niet|lukt niet|klopt niet|dat bedoel ik niet|daar gaat het niet om|dat weet ik(?: al)?|"
    r"niet waar ik naar vroeg|maar (?:dat|ik) (?:\w+ ){0,4}(?:niet|geen|al)\b)"
)
_VALUE = re.compile(
    r"^[\W\d]*$|^\W*[a-z]{2} ?\d{2}[ .-]?[a-z\d .-]{10,30}$"
    r"|^\W*(?:ja|nee|ok|oke|klopt|graag|prima|neen|bedankt|dank je(?: wel)?|hoi|hallo|goed|top|yes|"
    r"doe maar|nee hoor|ja hoor|dag|stop|juist|ja graag|is goed)\W*$"
)


@dataclass(frozen=True)
class Heard:
    """A customer's turn that was read already."""

    message: Message
    """Its plain form."""
    print: Fingerprint
    """For comparing."""


def heard(text: str, us: Sequence[str] = ()) -> Heard:
    """Reads a customer's text for later comparison."""
    message = plain(text, us)
    return Heard(message, fingerprint(message))


def course_evidence(current: Heard, earlier: Sequence[Heard], recent: Sequence[Turn]) -> Iterator[Evidence]:
    """Evidence from what came before.

    `earlier` are the customer's own turns before this one, the latest last; `recent` all turns before this one that
    count (after the last declined offer). A tapped payload is no sign of anything.
    """
    if current.message.text.startswith("/"):
        return
    is_value = _VALUE.match(current.message.text) is not None
    bot = [turn for turn in recent if turn.who == "bot"]
    if not is_value:
        yield from _repeats(current, earlier[-LOOK_BACK:])
        yield from _terser(current, earlier)
        yield from _rejects(current, recent)
    yield from _always_capitals(current, earlier)
    yield from _bot_repeats(bot[-5:])
    yield from _fallbacks(bot[-4:])
    if not is_value:  # an IBAN or a number is an answer at last, and no sign of anything
        yield from _form_loops(bot[-5:])


def _repeats(current: Heard, earlier: Sequence[Heard]) -> Iterator[Evidence]:
    best, said = 0.0, ""
    for other in earlier:
        alike = likeness(current.print, other.print)
        if alike > best:
            best, said = alike, other.message.given.strip()[:80]
    if best >= policy.LIKE_SAME:
        yield Evidence("klant_herhaalt", "stelt dezelfde vraag opnieuw", 1.7, said)
    elif best >= policy.LIKE_REPHRASED:
        yield Evidence("klant_herformuleert", "stelt de vraag opnieuw in andere woorden", 1.2, said)


def _always_capitals(current: Heard, earlier: Sequence[Heard]) -> Iterator[Evidence]:
    if earlier and all(item.message.given.isupper() and len(item.message.words) > 2 for item in (current, earlier[-1])):
        yield Evidence("altijd_hoofdletters", "schrijft altijd in hoofdletters", -1.0)


def _terser(current: Heard, earlier: Sequence[Heard]) -> Iterator[Evidence]:
    lengths = [len(item.message.words) for item in (*earlier[-2:], current)]
    if len(lengths) == 3 and lengths[0] >= 6 and lengths[0] > lengths[1] > lengths[2] and lengths[2] <= 3:
        yield Evidence("wordt_korter", "schrijft steeds korter", 0.6)


def _rejects(current: Heard, recent: Sequence[Turn]) -> Iterator[Evidence]:
    """A no to an answer is negative feedback; a no to a question is just an answer."""
    if not recent or recent[-1].who != "bot" or recent[-1].text.rstrip().endswith("?"):
        return
    if match := _ANSWERED_NO.match(current.message.text):
        yield Evidence("wijst_af", "zegt dat het antwoord niet helpt", 0.9, current.message.piece(*match.span()))


def _bot_repeats(bot: Sequence[Turn]) -> Iterator[Evidence]:
    texts = [" ".join(turn.text.lower().split()) for turn in bot if "form_retry" not in turn.marks]
    long = [text for text in texts if len(text) > 25]
    repeats = len(long) - len(set(long))
    if repeats and long and long.count(long[-1]) > 1:
        label = "kreeg twee keer hetzelfde antwoord" if repeats == 1 else "kreeg steeds hetzelfde antwoord"
        yield Evidence("bot_herhaalt", label, 1.2 if repeats == 1 else 1.7, long[-1][:80])


def _fallbacks(bot: Sequence[Turn]) -> Iterator[Evidence]:
    count = sum("fallback" in turn.marks or bool(_FALLBACK.search(plain(turn.text).text)) for turn in bot)
    if count:
        label = "werd niet begrepen" if count == 1 else f"werd {count} keer niet begrepen"
        yield Evidence("niet_verstaan", label, (0.5, 1.3, 1.9)[min(count, 3) - 1])


def _form_loops(bot: Sequence[Turn]) -> Iterator[Evidence]:
    if not bot or "form_retry" not in bot[-1].marks:
        return  # the form could use the answer after all: it goes on
    count = sum("form_retry" in turn.marks for turn in bot)
    if count >= 2:
        yield Evidence("formulier_hapert", f"het formulier weigerde {count} antwoorden", 1.2 if count == 2 else 2.0)
