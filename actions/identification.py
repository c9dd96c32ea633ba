"""Identifying in the chat: customer number, postcode, and the code that was mailed; then on with the question."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.conversation import HAND_OVER, Turn
from actions.forms import CONFIRM, Done, Finished, Form, Outcome, Wrong
from dichtbij.customers.model import (
    PERSOONLIJKE_ANTWOORDEN,
    CodeExpired,
    OtherCustomer,
    TooManyAttempts,
    Verified,
    WrongCode,
)
from dichtbij.registry import load_registry
from dichtbij.values import codes, postcodes

_MY_POSTCODE = re.compile(r"\b(?:mijn|m'n|mn|onze|de) postcode\b", re.IGNORECASE)


class Identificatie(Form):
    """Not a question of the registry: it comes before one that needs it, and goes back to it."""

    intent = "identificatie"
    slots = ("klantnummer", "postcode", "code")
    unmistakable = ("klantnummer", "postcode", "code")
    keeps_answers = True

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if slot == "klantnummer":
            return _first(turn.named("klantnummer", text, asked=asked))
        if slot == "postcode":
            # "Ik verhuis naar 4817 PK 30" names the next postcode; their own comes with their number, or is asked.
            theirs = asked or bool(turn.named("klantnummer", text, asked=False)) or _MY_POSTCODE.search(text)
            return _first(postcodes(text)) if theirs else None
        return _first(codes(text)) if asked else None

    async def start(self, turn: Turn) -> Outcome:
        """Say why we ask, once."""
        turn.set(code_gevraagd=None)
        turn.say("utter_identificatie_waarom", onderwerp=_subject(turn))
        return None

    async def check(self, slot: str, value: Any, turn: Turn) -> Any:
        if slot == "code":
            return await self._check_code(str(value), turn)
        if turn.slot(slot) not in (None, value):
            turn.set(code_gevraagd=None)  # a corrected number or postcode asks for a new code
        return value

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        """Before the code is asked for, it is mailed."""
        if slot == "code" and turn.slot("code_gevraagd") is None:
            result = await turn.services.identification.request_code(
                turn.conversation_id, str(turn.slot("klantnummer")), str(turn.slot("postcode"))
            )
            if isinstance(result, TooManyAttempts):
                turn.offer(HAND_OVER)
                return Finished("utter_identificatie_te_vaak")
            turn.set(code_gevraagd=True)
        return await super().ask(slot, turn)

    async def _check_code(self, code: str, turn: Turn) -> Any | Wrong | Finished:
        result = await turn.services.identification.check_code(turn.conversation_id, code)
        if isinstance(result, Verified):
            return code
        if isinstance(result, OtherCustomer):
            return Finished("utter_identificatie_iemand_anders")
        if isinstance(result, WrongCode):
            return Wrong("utter_identificatie_code_fout", {"pogingen_over": result.attempts_left})
        # Expired, used, or too many tries: begin again with number and postcode, which may have been wrong too.
        assert isinstance(result, (CodeExpired, TooManyAttempts))
        turn.set(code_gevraagd=None, klantnummer=None, postcode=None)
        return Wrong("utter_identificatie_code_opnieuw", slot="klantnummer")

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        """The right code needs no further yes: greet, and answer the question that was asked."""
        identity = await turn.services.identification.identity(turn.conversation_id)
        assert identity.customer_id is not None
        customer = await turn.services.profiles.short(identity.customer_id)
        assert customer is not None
        turn.set(aanspreekvorm=customer.form_of_address)
        if customer.has_consent.get(PERSOONLIJKE_ANTWOORDEN, True):
            turn.say("utter_identificatie_gelukt", naam=_greeting(customer))
        else:
            turn.say("utter_identificatie_gelukt_zonder_naam")
        pending = turn.tracker.get_slot("openstaande_vraag")
        return Done(follow_up=turn.action_of(pending) if pending else "")

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        raise AssertionError(f"identification never asks for {CONFIRM}")

    def _closing_events(self) -> list[EventType]:
        return [*super()._closing_events(), SlotSet("code_gevraagd", None)]

    def _title(self) -> str:
        return "je gegevens controleren"


def _first(found: list[Any]) -> Any | None:
    return found[0].value if found else None


def _greeting(customer: Any) -> str:
    return str(customer.first_name if customer.form_of_address == "je" else customer.salutation)


def _subject(turn: Turn) -> str:
    pending = turn.tracker.get_slot("openstaande_vraag")
    question = load_registry().get(pending or "")
    return question.title if question else ""
