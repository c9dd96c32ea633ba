"""What we have of a customer: to see, to take along, and to have erased."""

from __future__ import annotations

import re
from typing import Any

from actions.bills import joined
from actions.conversation import Answer, Turn
from actions.forms import Finished, Form, Outcome
from actions.words import dutch_date
from dichtbij.customers.documents import DocumentKind
from dichtbij.privacy.inspection import FILE, PAGE
from dichtbij.privacy.model import ErasureProposal, Overview, Scope
from dichtbij.privacy.report import gone, stays

_SUMMED = (
    ("profiel", ("profiel",)),
    ("contract", ("contract", "meter")),
    ("rekeningen", ("rekeningen",)),
    ("gesprekken", ("gesprekken", "berichten", "bestanden", "overdrachten", "terugbelverzoeken")),
    ("aanvragen", ("aanvragen", "contact")),
)
"""The lines of the summary, with the kinds of data that each is about; the downloads tell them all."""


class PrivacyInzage(Answer):
    """What we have, what for and how long; with everything as a page to read and as a file."""

    intent = "privacy_inzage"
    is_a_right = True

    async def answer(self, turn: Turn) -> None:
        overview = await turn.services.privacy.overview(turn.customer_id)
        lines = [
            _summary(turn, name, overview) for name, kinds in _SUMMED if any(overview.counts.get(k) for k in kinds)
        ]
        turn.say("utter_privacy_inzage", regels=joined(*lines), links=[_link(turn, PAGE), _link(turn, FILE)])
        turn.simpler("utter_privacy_inzage_simpel")


def _summary(turn: Turn, name: str, overview: Overview) -> str:
    until = overview.books_until
    policy = turn.services.policies.bewaartermijnen
    return turn.part(
        f"utter_deel_inzage_{name}",
        tot=dutch_date(until, year=True) if until else turn.part("utter_deel_inzage_laatste_rekening"),
        gesprekken=overview.counts.get("gesprekken", 0),
        berichten=overview.counts.get("berichten", 0),
        maanden=round(policy.gesprekken_dagen / 30.4),
        jaren=round(policy.aanvragen_dagen / 365),
    )


def _link(turn: Turn, ref: str) -> dict[str, str]:
    url = turn.services.documents.link(turn.customer_id, DocumentKind.GEGEVENS, ref)
    return {"title": turn.part(f"utter_deel_inzage_link_{ref}"), "url": url}


_THIS = re.compile(
    r"\b(?:di[te]|deze|net)\b.{0,24}\b(?:gesprek\w*|chat\w*|tjet|conversatie|praatje)|"
    r"\b(?:gesprek|chat)\b(?!ten)(?=.{0,40}\b(?:van (?:net|nu|vandaag)|hier)\b)|wat ik (?:hier|net)",
    re.IGNORECASE,
)
_ALL_TALKS = re.compile(
    r"\b(?:al(?:le|s)?|elke?|mijn|m'n|mn|onze|eerdere|oude)\b.{0,16}\b(?:gesprekken|chats|chatgesprekken|berichten)|"
    r"\bchatgeschiedenis|\bgesprekken\b|\bchats\b",
    re.IGNORECASE,
)
_TALK = re.compile(r"\b(?:gesprek|chat|tjet)\b", re.IGNORECASE)
_EVERYTHING = re.compile(
    r"\b(?:alles|allemaal|account|spoor|vergeten|vergeet|vergetelheid|avg|gdpr|systeem|bestand(?:en)?|computer)\b|"
    r"\b(?:al |alle |mijn |m'n |mn |onze |me |mij )(?:persoonlijke )?(?:persoons)?(?:gegevens|gegvens|data|info\w*)\b",
    re.IGNORECASE,
)


class PrivacyVerwijderen(Form):
    """This conversation, all of them, or everything; shown what goes and stays; confirmed; done after the turn."""

    intent = "privacy_verwijderen"
    slots = ("wissen",)
    is_a_right = True

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        found = _scope(text, asked=asked)
        return found.value if found else None

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        proposal = await turn.services.privacy.propose_erasure(
            turn.customer_id, turn.conversation_id, Scope(values["wissen"])
        )
        texts, form = turn.services.texts, turn.form_of_address
        left = stays(texts, form, proposal.parts)
        turn.say(
            "utter_privacy_verwijderen_bevestig",
            wat=turn.part(f"utter_deel_wissen_{proposal.scope.value}"),
            weg=turn.part("utter_deel_privacy_gaat_weg", regels=gone(texts, form, proposal.parts)),
            blijft=f"\n\n{turn.part('utter_deel_privacy_gaat_niet_weg', regels=left)}" if left else "",
            medewerker=_agent_stops(turn, proposal),
        )
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        asked = await turn.services.privacy.request_erasure(
            turn.customer_id, turn.conversation_id, Scope(values["wissen"]), turn.form_of_address
        )
        return Finished("utter_privacy_verwijderen_klaar", {"kenmerk": asked.reference})


def _agent_stops(turn: Turn, proposal: ErasureProposal) -> str:
    return f"\n\n{turn.part('utter_deel_wissen_medewerker_stopt')}" if proposal.open_case else ""


def _scope(text: str, *, asked: bool) -> Scope | None:
    """What has to go; None when the words leave it open."""
    if _THIS.search(text):
        return Scope.GESPREK
    if _ALL_TALKS.search(text):
        return Scope.GESPREKKEN
    if _TALK.search(text):
        return Scope.GESPREK
    if asked and re.search(r"\balles?\b", text, re.IGNORECASE):
        return Scope.ALLES
    return Scope.ALLES if _EVERYTHING.search(text) else None
