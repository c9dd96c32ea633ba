"""How far a request is: what is open, what was finished lately, and the one that was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.bills import asked_words
from actions.conversation import Answer, Turn
from actions.words import dutch_date
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.model import Request
from dichtbij.customers.rules.requests import FINISHED
from dichtbij.values.folding import fold

MOST_SHOWN = 10
REFERENCE = re.compile(r"\ba[- ]?(\d{4})[- ]?(\d{6})\b")

_ABOUT = (
    (re.compile(r"verhui[sz]|nieuwe (?:huis|adres|woning)"), ("verhuizing_doorgeven",)),
    (re.compile(r"klacht|klagt"), ("klacht_indienen",)),
    (re.compile(r"bezwaar|betwist|niet eens met"), ("factuur_betwisten",)),
    (re.compile(r"schade|vergoeding"), ("schadeclaim",)),
    (re.compile(r"terugbetaling|geld terug|teruggave"), ("teruggave",)),
    (re.compile(r"regeling|in delen|gespreid"), ("betaalregeling_aanvragen",)),
    (re.compile(r"rekeningnummer|iban|bankrekening"), ("rekeningnummer_wijzigen",)),
    (re.compile(r"termijnbedrag|maandbedrag|voorschot"), ("termijnbedrag_wijzigen",)),
    (re.compile(r"betaaldag|betaaldatum|incassodag"), ("betaaldatum_wijzigen",)),
    (re.compile(r"opzeg|opgezegd"), ("contract_opzeggen",)),
    (re.compile(r"verleng|nieuwe contract|ander contract|overstap"), ("contract_verlengen",)),
    (re.compile(r"overzet|overnam|overnemen|tenaamstelling|mijn ex\b|scheiding"), ("contract_overnemen",)),
    (re.compile(r"e-?mail|mailadres|telefoonnummer|naamsverandering|naamswijziging|mijn naam"), ("gegevens_wijzigen",)),
    (re.compile(r"meterstand"), ("meterstand_doorgeven",)),
    (re.compile(r"inzage|avg|mijn gegevens"), ("privacy_inzage", "privacy_verwijderen")),
    (re.compile(r"fraude|oplicht"), ("fraude_melden",)),
)  # fmt: skip
"""Words that say which kind of request is meant."""
_THE_REST = re.compile(r"\b(?:andere?n?|rest|overige|allemaal|alles|alle)\b")


class StatusAanvraag(Answer):
    """Open requests with date, state and next step; those finished lately; the one that is named, alone."""

    intent = "status_aanvraag"

    async def answer(self, turn: Turn) -> None:
        requests = await turn.services.requests.recent(turn.customer_id, turn.services.policies.aanvragen)
        words = asked_words(turn, self.intent)
        told = turn.earlier.get("genoemd") or []
        about = _kinds(words)
        if told and _THE_REST.search(fold(words).text):
            _say_rest(turn, [one for one in requests if one.reference not in told], requests)
            return
        if not requests:
            turn.say("utter_status_aanvraag_geen")
            return
        named = _named(words, requests, about)
        if (about or REFERENCE.search(fold(words).text)) and not named:
            _say_several(turn, "utter_status_aanvraag_niet_deze", requests)
        elif len(named or requests) == 1:
            _say_one(turn, (named or requests)[0], others=len(requests) - 1)
        else:
            _say_several(turn, "utter_status_aanvraag", named or requests)


def _kinds(words: str) -> set[str]:
    said = fold(words).text
    return {kind for pattern, kinds in _ABOUT if pattern.search(said) for kind in kinds}


def _named(words: str, requests: Sequence[Request], kinds: set[str]) -> list[Request]:
    """The requests that the words mean, by reference or by kind; empty when they name none that is there."""
    found = REFERENCE.search(fold(words).text)
    if found:
        return [one for one in requests if one.reference == f"A-{found[1]}-{found[2]}"]
    return [one for one in requests if one.kind in kinds]


def _say_rest(turn: Turn, left: Sequence[Request], requests: Sequence[Request]) -> None:
    if left:
        _say_several(turn, "utter_status_aanvraag", left, known=[one.reference for one in requests])
    else:
        turn.say("utter_status_aanvraag_geen_andere")


def _say_one(turn: Turn, request: Request, others: int) -> None:
    part = "utter_deel_aanvraag_nog_een" if others == 1 else "utter_deel_aanvraag_meer"
    more = f"\n{turn.part(part, aantal=others)}" if others else ""
    finished = request.state == FINISHED
    turn.say(
        "utter_status_aanvraag_klaar" if finished else "utter_status_aanvraag_een",
        titel=request.title,
        datum=_day(request),
        stand=_state(turn, request),
        stap="" if finished else _step(turn, request),
        kenmerk=request.reference,
        meer=more,
    )
    turn.simpler(f"utter_status_aanvraag_simpel_{'klaar' if finished else 'open'}", titel=request.title)
    turn.about(genoemd=[request.reference])


def _say_several(turn: Turn, response: str, requests: Sequence[Request], known: Sequence[str] = ()) -> None:
    shown = requests[:MOST_SHOWN]
    turn.say(response, aantal=len(shown), regels="\n".join(_line(turn, one) for one in shown))
    turn.about(genoemd=sorted({*known, *(one.reference for one in shown)}))


def _line(turn: Turn, request: Request) -> str:
    finished = request.state == FINISHED
    return turn.part(
        "utter_deel_aanvraag_klaar" if finished else "utter_deel_aanvraag_open",
        titel=request.title,
        datum=_day(request),
        stand=_state(turn, request),
        stap="" if finished else _step(turn, request),
        kenmerk=request.reference,
    )


def _state(turn: Turn, request: Request) -> str:
    name = {"open": "open", "in behandeling": "bezig"}.get(request.state, "bezig")
    return turn.part(
        "utter_deel_aanvraag_stand_klaar" if request.state == FINISHED else f"utter_deel_aanvraag_stand_{name}"
    )


def _step(turn: Turn, request: Request) -> str:
    """What happens next, as it was noted; when nobody noted it, that is said."""
    return request.next_step or turn.part("utter_deel_aanvraag_stap_onbekend")


def _day(request: Request) -> str:
    return dutch_date(request.created_at.astimezone(AMSTERDAM).date(), year=True)
