"""What a customer allows us to do with their data: shown in plain words, changed, in force from the next message."""

from __future__ import annotations

import re
from typing import Any

from actions.bills import joined
from actions.conversation import Turn
from actions.forms import Finished, Form, Outcome
from dichtbij.customers.model import PERSOONLIJKE_ANTWOORDEN, PURPOSES, VERBETERING
from dichtbij.values import yes_no

ALL = "alles"
ON, OFF = "aan", "uit"

_PURPOSES = (
    (
        VERBETERING,
        re.compile(
            r"\b(?:leren|leer|verbeter\w*|beter (?:te )?(?:maken|worden)|train\w*|oefen\w*|onderzoek\w*|analyse\w*|"
            r"(?:mijn |m'n |mn )?(?:gesprekken|chats))\b",
            re.IGNORECASE,
        ),
    ),
    (
        ALL,
        re.compile(r"\b(?:alles|allemaal|overal|beide|allebei|alle toestemming\w*|elke toestemming)\b", re.IGNORECASE),
    ),
    (
        PERSOONLIJKE_ANTWOORDEN,
        re.compile(
            r"\b(?:persoonlijk\w*|gepersonaliseerd\w*|op maat|tips?|advies|adviezen|raad|meekijken|antwoord\w*|"
            r"verbruik\w*|(?:mijn |m'n |mn |me |eigen )(?:gegev\w*|data|cijfers|meterdata)|consent|"
            r"in mijn (?:gegevens|cijfers|data))\b",
            re.IGNORECASE,
        ),
    ),
)
"""Looked at in this order: "mijn gesprekken gebruiken om te leren" is about learning, whatever else it names."""

_OFF = re.compile(
    r"\b(?:uit|uitzetten|uitgezet|stop\w*|intrek\w*|trek\b.{0,30}\bin|herroep\w*|geen|niet (?:meer|langer)|nie meer|"
    r"op nee|weiger\w*|m[ao]g(?:en|t)? (?:je |u |jullie |ik )?(?:niet|nie)|wil (?:ik )?(?:niet|nie)|verbied\w*|"
    r"terugdraaien|terug draaien|ophouden|eraf|opt.?out|no consent)\b",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\b(?:aan|aanzetten|activeren|wel|weer aan|toestaan|akkoord|op ja|goed dat|opt.?in|"
    r"m[ao]g(?:en|t)?\b(?!.{0,20}\b(?:niet|nie|geen)\b)|geef (?:ik )?(?:je |u |jullie )?toestemming)\b",
    re.IGNORECASE,
)
_ADVERTISING = re.compile(
    r"\b(?:reclame|nieuwsbrie\w*|aanbieding\w*|marketing|commerci\w*|mailtjes|laadpaal)\b", re.IGNORECASE
)


class ToestemmingWijzigen(Form):
    """Which purpose and which way; the effect shown; confirmed; stored."""

    intent = "toestemming_wijzigen"
    slots = ("toestemming_doel", "toestemming_stand")
    is_a_right = True

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if slot == "toestemming_doel":
            purpose = _purpose(text)
            # "Waar heb ik allemaal toestemming voor gegeven" wants to see them, not to change them all.
            return None if purpose == ALL and _stand(text) is None else purpose
        stand = _stand(text)
        if stand is None and asked and turn.tracker.get_slot("requested_slot") == slot:
            answer = yes_no(text)
            stand = None if answer is None else ON if answer else OFF
        return stand

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        if slot == "toestemming_stand":
            turn.say(
                "utter_toestemming_wijzigen_vraag_toestemming_stand", doel=_named(turn, turn.slot("toestemming_doel"))
            )
            return None
        held = await turn.services.consents.get(turn.customer_id)
        lines = [turn.part(f"utter_deel_toestemming_{one.purpose}_{ON if one.granted else OFF}") for one in held]
        buttons = [
            {
                "title": turn.part(f"utter_deel_toestemming_knop_{one.purpose}_{OFF if one.granted else ON}"),
                "payload": turn.part(f"utter_deel_toestemming_zin_{one.purpose}_{OFF if one.granted else ON}"),
            }
            for one in held
        ]
        buttons.append({"title": turn.part("utter_deel_toestemming_knop_niets"), "payload": "/annuleren"})
        advert = turn.part("utter_deel_toestemming_reclame") if _ADVERTISING.search(_asked(turn)) else ""
        turn.say(
            "utter_toestemming_wijzigen_vraag_toestemming_doel",
            regels="\n".join(lines),
            reclame=f"\n{advert}" if advert else "",
            buttons=buttons,
        )
        return None

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        purposes, granted = _wish(values)
        changing = await turn.services.consents.propose(turn.customer_id, purposes, granted)
        doel, way = values["toestemming_doel"], ON if granted else OFF
        if not changing:
            return Finished(f"utter_toestemming_wijzigen_al_{way}", {"doel": _named(turn, doel)})
        effects = [turn.part(f"utter_deel_toestemming_gevolg_{one.purpose}_{way}") for one in changing]
        turn.say(
            "utter_toestemming_wijzigen_bevestig",
            wat=turn.part(f"utter_deel_toestemming_zet_{way}", doel=_named(turn, doel)),
            gevolg=joined(*effects),
        )
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        purposes, granted = _wish(values)
        changed = await turn.services.consents.change(turn.customer_id, purposes, granted)
        way = ON if granted else OFF
        name = _named(turn, values["toestemming_doel"])
        if not changed.purposes:
            return Finished(f"utter_toestemming_wijzigen_al_{way}", {"doel": name})
        return Finished(f"utter_toestemming_wijzigen_klaar_{way}", {"doel": name, "kenmerk": changed.reference})


def _wish(values: dict[str, Any]) -> tuple[tuple[str, ...], bool]:
    purpose = values["toestemming_doel"]
    return (PURPOSES if purpose == ALL else (str(purpose),)), values["toestemming_stand"] == ON


def _purpose(text: str) -> str | None:
    return next((purpose for purpose, words in _PURPOSES if words.search(text)), None)


def _stand(text: str) -> str | None:
    """On or off, when the words say one of the two. "Jullie mogen niet meer ..." holds words of both: off wins."""
    if _OFF.search(text):
        return OFF
    return ON if _ON.search(text) else None


def _named(turn: Turn, purpose: str) -> str:
    return turn.part(f"utter_deel_toestemming_doel_{purpose}")


def _asked(turn: Turn) -> str:
    """The words that opened this, also when the identification came in between."""
    return str(turn.text or turn.tracker.get_slot("openstaande_tekst") or "")
