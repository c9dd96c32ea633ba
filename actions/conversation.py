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
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.model import PERSOONLIJKE_ANTWOORDEN, CustomerId, CustomerShort, Identity, Method
from dichtbij.registry import Question, load_registry
from dichtbij.values import Found, Kind, extract, found_in, is_follow_up

log = structlog.get_logger()

IDENTIFY = "identificatie_form"
HAND_OVER = "action_overdragen"

RESUMED = "hervat "
"""Before the name of a form in onderbroken_formulier: going on with it was offered, so what is filled in stays."""

PERSONAL = "persoonlijk"
"""The entity of the button that asks for the customer's own figures under a general answer."""


class Turn:
    """What one action needs of this moment: who speaks, what was said, and a way to answer."""

    def __init__(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
        identity: Identity,
        customer: CustomerShort | None,
        question: str = "",
    ) -> None:
        self.dispatcher = dispatcher
        self.tracker = tracker
        self._domain = domain
        self.identity = identity
        self.customer = customer
        self.services: Services = services()
        self.question = question
        """The intent that is being answered, whatever Rasa made of the message."""
        self.events: list[EventType] = []

    @property
    def conversation_id(self) -> str:
        """The counter's conversation, and Rasa's sender."""
        return str(self.tracker.sender_id)

    @property
    def text(self) -> str:
        """What the customer wrote for this question: the message, or its part of it; empty when a button was tapped."""
        for part in self.several:
            if part["intent"] == self.question:
                return str(part["text"])
        text = str(self.tracker.latest_message.get("text") or "")
        return "" if text.startswith("/") else text

    def named(self, kind: Kind, text: str, *, asked: bool) -> list[Found[Any]]:
        """The values of one kind in a text, by the extractor that reads every message (dichtbij.nlu.values).

        Args:
            asked: the conversation is about this kind now, so that a number without any words ("120") is one.
        """
        today = self.services.clock().astimezone(AMSTERDAM).date()
        return found_in(extract(text, today, asked=kind if asked else None), kind)

    @property
    def several(self) -> list[dict[str, Any]]:
        """The questions of a message that holds more than one (dichtbij.nlu.several): [{intent, text}]."""
        return list(self.tracker.latest_message.get("vragen") or [])

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
        return self.services.texts.text(response, self.form_of_address, self.channel, **values)

    def forget_customer(self) -> None:
        """Answer as if nobody were known; how they are addressed stays."""
        self.identity = Identity(0, None, Method.NONE)

    @property
    def channel(self) -> str:
        """Where the customer reads the answer ("web", "whatsapp", "sms"), as the counter said with the message."""
        return str((self.tracker.latest_message.get("metadata") or {}).get("channel") or "")

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
        if f"{intent}_form" in self._domain.get("forms", {}):
            return f"{intent}_form"
        question = load_registry().get(intent)
        if question and question.kind == "complex":
            return HAND_OVER
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

    @property
    def answers_another(self) -> bool:
        """Whether the last words before this message were not the bot's: of the counter itself, or an agent.

        A "ja" typed under them may be meant for them. A tapped button says itself what it answers.
        """
        return bool((self.tracker.latest_message.get("metadata") or {}).get("na_anderen")) and bool(self.text)

    @property
    def offered(self) -> str | None:
        """What a plain "yes" means now: the offer of the turn right before. An older one is not what "ja" is about."""
        offer = self.tracker.get_slot("aanbod")
        users = 0
        for event in reversed(self.tracker.events if offer else []):
            if event.get("event") == "user":
                users += 1
                if users == 2:
                    return None
            elif users and event.get("event") == "slot" and event.get("name") == "aanbod":
                return str(offer)
        return str(offer) if offer else None

    def left_of_several(self) -> list[dict[str, Any]]:
        """The other questions of this message that nothing was done about yet."""
        done: set[str] = set()
        for event in reversed(self.tracker.events):
            if event.get("event") == "user":
                break
            if event.get("event") == "action":
                done.add(str(event.get("name")))
        return [
            one for one in self.several if one["intent"] != self.question and self.action_of(one["intent"]) not in done
        ]

    def go_on(self) -> bool:
        """Go on with a question that had to wait for the identification or a form; False when there is none."""
        waiting = self.slot("openstaande_vragen") or []
        if not waiting:
            return False
        now, *rest = waiting
        self.set(openstaande_vragen=rest or None, openstaande_vraag=now["intent"], openstaande_tekst=now["text"])
        self.follow_up(self.action_of(now["intent"]))
        return True

    def next_step(self, action: str, question: str, **values: Any) -> str:
        """The logical next step after a solved question: the words that offer it, or "" when it should not be offered.

        Once in a conversation, so that nobody is pushed; not while a form waits with its own question, nor when more
        questions of the same message follow.
        """
        offered = self.slot("aangeboden_stappen") or []
        follows = self.left_of_several() or self.slot("openstaande_vragen")
        if action in offered or follows or self.tracker.active_loop.get("name"):
            return ""
        self.set(aangeboden_stappen=[*offered, action])
        self.offer(action)
        return self.part(question, **values)

    def simpler(self, response: str, **values: Any) -> None:
        """What "zeg dat eens simpeler" says about this answer."""
        self.set(eenvoudiger=self.part(response, **values))

    def about(self, **context: Any) -> None:
        """What a follow-up to this answer may build on; plain JSON. `waarde_voor` names the form of a loose value."""
        self.set(laatste_context=context)

    @property
    def earlier(self) -> dict[str, Any]:
        """What the answer before was about, when this message goes on with it ("en gas?"); empty otherwise."""
        before = self.tracker.get_slot("laatste_context") or {}
        if self.tracker.get_slot("laatste_vraag") != self.question or not before:
            return {}
        return dict(before) if self.intent != self.question or is_follow_up(self.text) else {}

    @property
    def wants_personal(self) -> bool:
        """Whether the button "Mijn eigen gegevens" was tapped under a general answer."""
        return any(one.get("entity") == PERSONAL for one in self.tracker.latest_message.get("entities") or [])


async def begin(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any], question: str = "") -> Turn:
    """Look up who speaks."""
    known = services()
    identity = await known.identification.identity(str(tracker.sender_id))
    customer = await known.profiles.short(identity.customer_id) if identity.customer_id else None
    return Turn(dispatcher, tracker, domain, identity, customer, question)


def ask_identification(turn: Turn, question: Question) -> None:
    """Set the question aside, identify first, and come back to it without a word typed twice."""
    turn.set(openstaande_vraag=question.intent, openstaande_tekst=turn.text)
    if turn.several:
        turn.set(openstaande_vragen=turn.left_of_several() or None)
    turn.follow_up(IDENTIFY)


class Answer(Action, ABC):
    """One question, answered in one turn.

    A subclass names its intent and writes `answer`. The registry says which identification the answer needs; below it
    the customer is asked to identify first. A fault ends in an honest sentence and the offer of a human.
    """

    intent: ClassVar[str]
    general_without_identity: ClassVar[bool] = False
    """Whether there is a general answer for who is not known well enough for their own."""
    is_a_right: ClassVar[bool] = False
    """Whether it is answered also to who does not want personal answers: seeing one's own data, say."""

    def name(self) -> str:
        """action_<intent>."""
        return f"action_{self.intent}"

    @abstractmethod
    async def answer(self, turn: Turn) -> None:
        """Choose the response, set slots on the turn."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Rasa's door."""
        try:
            turn = await begin(dispatcher, tracker, domain, self.intent)
            form_of_address = turn.customer.form_of_address if turn.customer else None
            if form_of_address and tracker.get_slot("aanspreekvorm") != form_of_address:
                # Rasa chooses responses with the slots as they are before the action: set this one and begin again.
                return [SlotSet("aanspreekvorm", form_of_address), FollowupAction(self.name())]
            if tracker.get_slot("aanbod"):
                turn.set(aanbod=None)  # an offer stands for one turn; whoever answers it reads it off the tracker
            question = load_registry().get(self.intent)
            if question and turn.identity.level < question.level and not self._answers_in_general(turn):
                ask_identification(turn, question)
            elif self._is_barred(turn, question):
                turn.say("utter_geen_toestemming")
                turn.offer(HAND_OVER)
            else:
                if question and question.kind in ("personal", "routine") and not self._may_look(turn):
                    turn.forget_customer()  # the general answer still comes, as for somebody unknown
                if question and question.kind != "dialogue":
                    turn.set(eenvoudiger=None, laatste_context=None)
                await self.answer(turn)
                if question and question.kind != "dialogue":
                    turn.set(laatste_vraag=self.intent)
                    if not any(event.get("event") == "followup" for event in turn.events):
                        turn.go_on()
            return turn.events
        except Exception as fault:  # whatever it is: silence would be worse
            return failed(dispatcher, tracker, self.name(), fault)

    def _answers_in_general(self, turn: Turn) -> bool:
        return self.general_without_identity and not turn.wants_personal

    def _may_look(self, turn: Turn) -> bool:
        return self.is_a_right or may_be_personal(turn)

    def _is_barred(self, turn: Turn, question: Question | None) -> bool:
        """Whether this can only be answered by looking where the customer does not want us to look."""
        personal = question is not None and question.kind == "personal" and not self._answers_in_general(turn)
        return personal and not self._may_look(turn)


def may_be_personal(turn: Turn) -> bool:
    """Whether the customer lets us use their data for answers in the chat; in force from the next message."""
    return turn.customer is None or turn.customer.has_consent.get(PERSOONLIJKE_ANTWOORDEN, True)


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
