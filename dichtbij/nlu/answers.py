"""What the bot would answer to a text, for who answers instead of it: nothing is said, remembered or changed.

The actions run as for a customer, with the identity of the conversation, so the figures and the rules are the same.
Only questions that are answered at once count: an action answers, a form changes (house rule), so no form is opened.
"""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import action_for_name_or_text
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from dichtbij.nlu.policy import action_for
from dichtbij.registry import load_registry

MOST = 2
"""Questions of one text that are answered."""
LEAST_SURE = 0.5
"""Below this something else is likelier: an agent reads a wrong answer for nothing, or sends it."""

NOT_FOR_OTHERS = frozenset({"privacy_inzage"})
"""Answers for the customer's own eyes: a link to everything that is known."""
NO_ANSWERS = frozenset({"utter_geen_toestemming", "utter_actie_mislukt", "utter_niet_gebouwd"})


async def answers(agent: Agent, conversation_id: str, text: str, form_of_address: str) -> list[dict[str, Any]]:
    """The questions in a text, the surest first: intent, confidence, and the answer ("" when there is none at once)."""
    message = UserMessage(text, sender_id=conversation_id, metadata={"aanspreekvorm": form_of_address})
    parsed = await agent.processor.parse_message(message)
    return [
        {"intent": intent, "confidence": sure, "text": await _answer(agent, message, parsed, intent)}
        for intent, sure in _questions(parsed)
    ]


def _questions(parsed: dict[str, Any]) -> list[tuple[str, float]]:
    """The questions a message was cut into, or else the likeliest ones."""
    registry = load_registry()
    ranking = [(str(one["name"]), float(one["confidence"])) for one in parsed.get("intent_ranking") or []]
    if several := [str(one["intent"]) for one in parsed.get("vragen") or []]:
        sure = dict(ranking)
        found = [(intent, sure.get(intent, 1.0)) for intent in several]
    else:
        found = [(intent, sure) for intent, sure in ranking if sure >= LEAST_SURE]
    return [(intent, sure) for intent, sure in found if intent in registry][:MOST]


async def _answer(agent: Agent, message: UserMessage, parsed: dict[str, Any], intent: str) -> str:
    domain, question = agent.domain, load_registry()[intent]
    name = action_for(intent, domain)
    if question.kind not in ("routine", "personal") or not name.endswith(f"_{intent}") or intent in NOT_FOR_OTHERS:
        return ""  # a form, a handover, or nothing that was built
    tracker = await _tracker(agent, message, parsed, intent)
    action = action_for_name_or_text(name, domain, agent.action_endpoint)
    said = [
        event
        for event in await action.run(CollectingOutputChannel(), agent.processor.nlg, tracker, domain)
        if isinstance(event, BotUttered)
    ]
    if any((event.metadata or {}).get("utter_action") in NO_ANSWERS for event in said):
        return ""
    return "\n\n".join(str(event.text).strip() for event in said if event.text)


async def _tracker(agent: Agent, message: UserMessage, parsed: dict[str, Any], intent: str) -> DialogueStateTracker:
    """A memory of this one message, thrown away afterwards. No form is offered in it as a next step.

    It begins as every conversation does: without that, texts would not know the organisation's own facts.
    """
    tracker = DialogueStateTracker(message.sender_id, agent.domain.slots)
    start = action_for_name_or_text(ACTION_SESSION_START_NAME, agent.domain, agent.action_endpoint)
    for event in await start.run(CollectingOutputChannel(), agent.processor.nlg, tracker, agent.domain):
        tracker.update(event, agent.domain)
    of_this = {**parsed, "intent": {**(parsed.get("intent") or {}), "name": intent}}
    said = UserUttered(message.text, of_this["intent"], parsed.get("entities"), of_this, metadata=message.metadata)
    for event in (
        SlotSet("aanspreekvorm", (message.metadata or {}).get("aanspreekvorm")),
        SlotSet("aangeboden_stappen", list(agent.domain.form_names)),
        ActionExecuted(ACTION_LISTEN_NAME),
        said,
    ):
        tracker.update(event, agent.domain)
    return tracker
