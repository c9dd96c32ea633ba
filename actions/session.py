"""The beginning of a conversation: what is known of the customer before the first word."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import begin, log
from actions.services import services


class SessionStart(Action):
    """Takes over Rasa's own session start, so that a logged-in customer is addressed rightly from the first answer."""

    def name(self) -> str:
        """Rasa's name for it."""
        return "action_session_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Keep what was known, add what the profile says."""
        facts = [SlotSet(name, value) for name, value in services().organisation.facts().items()]
        kept = [SlotSet(name, value) for name, value in tracker.slots.items() if value is not None]
        try:
            turn = await begin(dispatcher, tracker, domain)
            known = [SlotSet("aanspreekvorm", turn.customer.form_of_address)] if turn.customer else []
        except Exception as fault:  # the conversation can begin without
            log.error("session_start_without_profile", fault=type(fault).__name__)
            known = []
        return [SessionStarted(), *kept, *facts, *known, ActionExecuted("action_listen")]
