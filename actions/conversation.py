"""One turn of a conversation as an action sees it, and what all answers share: who may hear it, and honest failures."""

from __future__ import annotations

import traceback
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services, services
from dichtbij.customers.model import CustomerId, CustomerShort, Identity
from dichtbij.registry import Question, load_registry

log = structlog.get_logger()

IDENTIFY = "identificatie_form"
HAND_OVER = "action_overdragen"


class Turn:
    """What one action needs of this moment: who speaks, what was said, and a way to answer."""

    def __init__(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
        identity: Identity,
        customer: CustomerShort | None,
    ) -> None:
        self.dispatcher = dispatcher
        self.tracker = tracker
        self._domain = domain
        self.identity = identity
        self.customer = customer
        self.services: Services = services()
        self.events: list[EventType] = []

    @property
    def conversation_id(self) -> str:
        """The counter's conversation, and Rasa's sender."""
        return str(self.tracker.sender_id)

    @property
    def text(self) -> str:
        """The customer's message; empty when a button was tapped."""
        text = str(self.tracker.latest_message.get("text") or "")
        return "" if text.startswith("/") else text

    @property
    def intent(self) -> str:
        """What Rasa made of the message."""
        return str((self.tracker.latest_message.get("intent") or {}).get("name") or "")

    @property
    def customer_id(self) -> CustomerId:
        """The customer of this conversation. Only for answers with a level; the base classes see to that."""
        if self.identity.customer_id is None:
            raise LookupError("an answer with personal data was asked for somebody unknown")
        return self.identity.customer_id

    def say(self, response: str, *, links: list[dict[str, str]] | None = None, **values: Any) -> None:
        """Add a response from data/responses/; `links` are downloads [{title, url}], other values fill its braces."""
        if links:
            values["custom"] = {"links": links}
        self.dispatcher.utter_message(response=response, **values)

    def part(self, response: str, **values: Any) -> str:
        """A sentence of data/responses/ that fills a brace of another one."""
        return self.services.texts.text(response, self.form_of_address, **values)

    @property
    def form_of_address(self) -> str:
        """ "u" or "je"."""
        return self.customer.form_of_address if self.customer else str(self.tracker.get_slot("aanspreekvorm") or "je")

    def show_image(self, src: str, alt: str) -> None:
        """Add a picture with its text alternative."""
        self.dispatcher.utter_message(image=src, custom={"alt": alt})

    def set(self, **slots: Any) -> None:
        """Set slots."""
        self.events += [SlotSet(name, value) for name, value in slots.items()]

    def slot(self, name: str) -> Any:
        """A slot as it is after what this turn set so far."""
        for event in reversed(self.events):
            if event.get("event") == "slot" and event.get("name") == name:
                return event.get("value")
        return self.tracker.get_slot(name)

    def action_of(self, intent: str) -> str:
        """The action that answers a question, as dichtbij.nlu.policy.action_for has it."""
        question = load_registry().get(intent)
        if question and question.kind == "complex":
            return HAND_OVER
        if f"{intent}_form" in self._domain.get("forms", {}):
            return f"{intent}_form"
        for name in (f"action_{intent}", f"utter_{intent}"):
            if name in self._domain.get("actions", []) or name in self._domain.get("responses", {}):
                return name
        return "action_niet_gebouwd"

    def form_slots(self, form: str) -> list[str]:
        """The slots that a form asks for, in its order."""
        return list((self._domain.get("forms", {}).get(form) or {}).get("required_slots", []))

    def follow_up(self, action: str) -> None:
        """What Rasa does right after this action."""
        self.events.append(FollowupAction(action))

    def offer(self, action: str) -> None:
        """Remember what a plain "yes" means from now on."""
        self.set(aanbod=action)


async def begin(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Turn:
    """Look up who speaks."""
    known = services()
    identity = await known.identification.identity(str(tracker.sender_id))
    customer = await known.profiles.short(identity.customer_id) if identity.customer_id else None
    return Turn(dispatcher, tracker, domain, identity, customer)


def ask_identification(turn: Turn, question: Question) -> None:
    """Set the question aside, identify first, and come back to it without a word typed twice."""
    turn.set(openstaande_vraag=question.intent, openstaande_tekst=turn.text)
    turn.follow_up(IDENTIFY)


class Answer(Action, ABC):
    """One question, answered in one turn.

    A subclass names its intent and writes `answer`. The registry says which identification the answer needs; below it
    the customer is asked to identify first. A fault ends in an honest sentence and the offer of a human.
    """

    intent: ClassVar[str]

    def name(self) -> str:
        """action_<intent>."""
        return f"action_{self.intent}"

    @abstractmethod
    async def answer(self, turn: Turn) -> None:
        """Choose the response, set slots on the turn."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Rasa's door."""
        try:
            turn = await begin(dispatcher, tracker, domain)
            form_of_address = turn.customer.form_of_address if turn.customer else None
            if form_of_address and tracker.get_slot("aanspreekvorm") != form_of_address:
                # Rasa chooses responses with the slots as they are before the action: set this one and begin again.
                return [SlotSet("aanspreekvorm", form_of_address), FollowupAction(self.name())]
            if tracker.get_slot("aanbod"):
                turn.set(aanbod=None)  # an offer stands for one turn; whoever answers it reads it off the tracker
            question = load_registry().get(self.intent)
            if question and turn.identity.level < question.level:
                ask_identification(turn, question)
            elif question and question.kind == "personal" and not _consents(turn):
                turn.say("utter_geen_toestemming")
                turn.offer(HAND_OVER)
            else:
                await self.answer(turn)
            return turn.events
        except Exception as fault:  # whatever it is: silence would be worse
            return failed(dispatcher, tracker, self.name(), fault)


def _consents(turn: Turn) -> bool:
    if turn.customer is None:
        return True
    return turn.customer.has_consent.get("persoonlijke_antwoorden", True)


def failed(dispatcher: CollectingDispatcher, tracker: Tracker, action: str, fault: Exception) -> list[EventType]:
    """What a customer hears when something behind the bot fails. Nothing half done is left.

    Without this Rasa would go on without a word, and write the whole tracker into its log.
    """
    frames = traceback.extract_tb(fault.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    # Not the fault's own words: they may hold what the customer wrote.
    log.error("action_failed", action=action, fault=type(fault).__name__, where=where, conversation=tracker.sender_id)
    dispatcher.utter_message(response="utter_actie_mislukt")
    return [SlotSet("aanbod", HAND_OVER)]
