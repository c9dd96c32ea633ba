"""What happened before this message: repetition, the bot's own failures, how the customer felt. Seen, not yet weighed.

Each sign has a name, words for the agent and a strength; `weighing` says what a sign of that name counts for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dichtbij.signals import policy
from dichtbij.signals.model import Turn
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
class Sign:
    """Something that was seen in the course."""

    name: str
    """Machine name; the key of its weight."""
    label: str
    """For the agent."""
    words: str = ""
    """What it rests on, where it is a text."""


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


def signs(current: Heard, earlier: Sequence[Heard], recent: Sequence[Turn]) -> Iterator[Sign]:
    """What came before, as far as it says something.

    Args:
        current: the new message.
        earlier: the customer's own turns before it, the latest last.
        recent: all turns before it that count (after the last declined offer).

    A tapped payload is no sign of anything.
    """
    if current.message.text.startswith("/"):
        return
    bot = [turn for turn in recent if turn.who == "bot"]
    if not is_value(current):
        yield from _repeats(current, earlier[-LOOK_BACK:])
        yield from _terser(current, earlier)
        yield from _rejects(current, recent)
    yield from _always_capitals(current, earlier)
    yield from _bot_repeats(bot[-5:])
    yield from _fallbacks(bot[-4:])
    if not is_value(current):  # an IBAN or a number is an answer at last, and no sign of anything
        yield from _form_loops(bot[-5:])


def is_value(heard: Heard) -> bool:
    """A bare value, a yes or a no: it answers a question and says nothing of a mood."""
    return _VALUE.match(heard.message.text) is not None


def _repeats(current: Heard, earlier: Sequence[Heard]) -> Iterator[Sign]:
    best, said = 0.0, ""
    for other in earlier:
        alike = likeness(current.print, other.print)
        if alike > best:
            best, said = alike, other.message.given.strip()[:80]
    if best >= policy.LIKE_SAME:
        yield Sign("klant_herhaalt", "stelt dezelfde vraag opnieuw", said)
    elif best >= policy.LIKE_REPHRASED:
        yield Sign("klant_herformuleert", "stelt de vraag opnieuw in andere woorden", said)


def _always_capitals(current: Heard, earlier: Sequence[Heard]) -> Iterator[Sign]:
    if earlier and all(item.message.given.isupper() and len(item.message.words) > 2 for item in (current, earlier[-1])):
        yield Sign("altijd_hoofdletters", "schrijft altijd in hoofdletters")


def _terser(current: Heard, earlier: Sequence[Heard]) -> Iterator[Sign]:
    lengths = [len(item.message.words) for item in (*earlier[-2:], current)]
    if len(lengths) == 3 and lengths[0] >= 6 and lengths[0] > lengths[1] > lengths[2] and lengths[2] <= 3:
        yield Sign("wordt_korter", "schrijft steeds korter")


def _rejects(current: Heard, recent: Sequence[Turn]) -> Iterator[Sign]:
    """A no to an answer is negative feedback; a no to a question is just an answer."""
    if not recent or recent[-1].who != "bot" or recent[-1].text.rstrip().endswith("?"):
        return
    if match := _ANSWERED_NO.match(current.message.text):
        yield Sign("wijst_af", "zegt dat het antwoord niet helpt", current.message.piece(*match.span()))


def _bot_repeats(bot: Sequence[Turn]) -> Iterator[Sign]:
    texts = [" ".join(turn.text.lower().split()) for turn in bot if "form_retry" not in turn.marks]
    long = [text for text in texts if len(text) > 25]
    repeats = len(long) - len(set(long))
    if repeats and long and long.count(long[-1]) > 1:
        name, label = (
            ("bot_herhaalt", "kreeg twee keer hetzelfde antwoord")
            if repeats == 1
            else ("bot_blijft_herhalen", "kreeg steeds hetzelfde antwoord")
        )
        yield Sign(name, label, long[-1][:80])


def _fallbacks(bot: Sequence[Turn]) -> Iterator[Sign]:
    count = sum("fallback" in turn.marks or bool(_FALLBACK.search(plain(turn.text).text)) for turn in bot)
    if count == 1:
        yield Sign("niet_verstaan", "werd niet begrepen")
    elif count:
        yield Sign("vaker_niet_verstaan", f"werd {count} keer niet begrepen")


def _form_loops(bot: Sequence[Turn]) -> Iterator[Sign]:
    if not bot or "form_retry" not in bot[-1].marks:
        return  # the form could use the answer after all: it goes on
    count = sum("form_retry" in turn.marks for turn in bot)
    if count >= 2:
        name = "formulier_hapert" if count == 2 else "formulier_blijft_haperen"
        yield Sign(name, f"het formulier weigerde {count} antwoorden")
