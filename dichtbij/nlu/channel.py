"""The door between counter and bot: one message in, the bot's answers out, with what a plain REST channel leaves out.

It carries the reading of the message to the policies (metadata), names the response each answer came from, keeps each
answer whole, and answers a repeated message id with what was said before instead of doing everything again.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import structlog
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from dichtbij.errors import DatabaseUnavailable, Overtaken
from dichtbij.nlu.answers import answers
from dichtbij.nlu.tracker import memory_of
from dichtbij.texts import worded_for

log = structlog.get_logger()


class AnswerCollector(OutputChannel):
    """Collects answers as they are: text, buttons, picture and custom payload of one answer stay together."""

    def __init__(self, channel: str = "counter") -> None:
        """Args:
        channel: where the customer reads them; responses that are said otherwise there go first (Rasa's NLG).
        """
        self.messages: list[dict[str, Any]] = []
        self._channel = worded_for(channel)

    def name(self) -> str:
        """Its name in Rasa, which asks it of the object only although it is a class method there."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one answer of the bot."""
        self.messages.append(_answer(message))


def _answer(message: dict[str, Any]) -> dict[str, Any]:
    # What an action adds beside text and buttons (links, the case of a handover) travels in `custom`.
    fields = ("text", "buttons", "image", "custom", "utter_action")
    return {name: message[name] for name in fields if message.get(name)}


def _said_before(tracker: DialogueStateTracker, message_id: str) -> list[dict[str, Any]] | None:
    """What the bot answered to this message when it handled it before; None when it never did."""
    found: list[dict[str, Any]] | None = None
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if found is not None:
                break
            if (event.metadata or {}).get("message_id") == message_id:
                found = []
        elif found is not None and isinstance(event, BotUttered):
            found.append(_answer(event.message()))
    return found


class CounterInput(InputChannel):
    """POST /webhooks/counter/webhook with {sender, message, message_id, retry, metadata} and the shared secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        """Its name in credentials and in the address."""
        return "counter"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> CounterInput:
        """Made from credentials.yml."""
        return cls(secret=(credentials or {}).get("secret", ""))

    def _is_counter(self, request: Request) -> bool:
        """Whether the request carries the shared secret."""
        given = request.headers.get("authorization", "")
        return bool(self._secret) and hmac.compare_digest(given.encode(), f"Bearer {self._secret}".encode())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The address the counter posts to."""
        webhook = Blueprint("counter_webhook", "counter_webhook")

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._is_counter(request):
                return response.json({"error": {"code": "forbidden"}}, status=403)
            body = request.json or {}
            sender, message_id = str(body.get("sender") or ""), str(body.get("message_id") or "")
            collector = AnswerCollector(str((body.get("metadata") or {}).get("channel") or "counter"))
            metadata = {**(body.get("metadata") or {}), "message_id": message_id}
            try:
                memory = memory_of(request.app.ctx.agent)
                if body.get("retry"):
                    tracker = await memory.retrieve(sender)
                    before = _said_before(tracker, message_id) if tracker else None
                    if before is not None:
                        return response.json({"answers": before, "repeated": True})
                await on_new_message(
                    UserMessage(body.get("message", ""), collector, sender, input_channel="counter", metadata=metadata)
                )
            except (DatabaseUnavailable, Overtaken) as fault:  # not the message's fault: the counter tries again
                log.error("bot_memory_failed", conversation=sender, fault=type(fault).__name__)
                return response.json({"error": {"code": "memory_unavailable"}}, status=503)
            except Exception as fault:  # whatever it is, the counter must hear that there is no answer
                log.error("bot_message_failed", conversation=sender, fault=type(fault).__name__)
                return response.json({"error": {"code": "bot_failed"}}, status=500)
            return response.json({"answers": collector.messages, "repeated": False})

        @webhook.route("/answers", methods=["POST"])
        async def would_answer(request: Request) -> HTTPResponse:
            """What the bot would answer to {sender, message, aanspreekvorm}; nothing is said, kept or changed."""
            if not self._is_counter(request):
                return response.json({"error": {"code": "forbidden"}}, status=403)
            body = request.json or {}
            sender, text = str(body.get("sender") or ""), str(body.get("message") or "")
            form_of_address = "u" if body.get("aanspreekvorm") == "u" else "je"
            try:
                found = await answers(request.app.ctx.agent, sender, text, form_of_address)
            except Exception as fault:  # the agent at the desk goes on without suggestions
                log.error("bot_answers_failed", conversation=sender, fault=type(fault).__name__)
                return response.json({"error": {"code": "bot_failed"}}, status=500)
            return response.json({"answers": found})

        @webhook.route("/ready", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            """Whether a message would really be answered: the model reads a sentence, memory and actions are there."""
            try:
                agent = request.app.ctx.agent
                await memory_of(agent).check()
                await agent.parse_message("hallo")
                url = agent.action_endpoint.url.removesuffix("/webhook") + "/health"
                async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
                    async with session.get(url) as answer:
                        actions = answer.status == 200
            except Exception as fault:
                return response.json({"ready": False, "fault": type(fault).__name__}, status=503)
            return response.json({"ready": actions}, status=200 if actions else 503)

        return webhook
