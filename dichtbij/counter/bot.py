"""The way to the Rasa bot: one message in, its answers out as one bubble, and what it wants handed over."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

from dichtbij.conversations.model import Content
from dichtbij.errors import BotFailed, BotUnavailable

_FALLBACKS = ("utter_niet_begrepen", "utter_niet_begrepen_weer", "utter_welke_vraag")
_OFFERS = (
    "utter_balie_aanbod_medewerker",
    "utter_balie_aanbod_omstandigheid",
    "utter_formulier_hulp_van_medewerker",
    "utter_niet_begrepen_weer",
    "utter_actie_mislukt",
    "utter_geen_toestemming",
    "utter_identificatie_te_vaak",
    "utter_automatische_incasso_stoppen",
    "utter_automatische_incasso_starten",
)


@dataclass(frozen=True)
class BotAnswer:
    """What the bot says to one message."""

    content: Content | None
    """One bubble; None when the bot says nothing."""
    handover: Mapping[str, Any] | None
    """The bot's side of the case, when a human has to take over."""


@dataclass(frozen=True)
class Known:
    """A question that the bot reads in a text, and what it would answer by itself."""

    intent: str
    confidence: float
    """0..1."""
    text: str
    """Empty when it would ask for something first, change something, or hand over."""


class Bot(Protocol):
    """Who answers. Tests bring their own; production brings Rasa."""

    async def answer(
        self, conversation_id: str, text: str, *, message_id: str, retry: bool, metadata: Mapping[str, Any]
    ) -> BotAnswer:
        """The bot's answer.

        Args:
            retry: handling began before, so the answer may exist already.

        Raises:
            BotUnavailable: no answer, an error, or not in time.
        """

    async def known(self, conversation_id: str, text: str, form_of_address: str) -> Sequence[Known]:
        """What the bot reads in a text and would answer, the surest first. Nothing is said, kept or changed.

        Raises:
            BotUnavailable: no answer, an error, or not in time.
        """

    async def is_ready(self) -> bool:
        """Whether the bot really answers: the model is loaded and the actions can be reached."""

    async def close(self) -> None:
        """Stop using it."""


def merge(answers: Sequence[Mapping[str, Any]]) -> BotAnswer:
    """One bubble of several answers: texts below each other, the last buttons, every link, the last picture."""
    texts: list[str] = []
    replies: tuple[Mapping[str, str], ...] = ()
    links: list[Mapping[str, str]] = []
    image: Mapping[str, str] | None = None
    marks: list[str] = []
    handover: Mapping[str, Any] | None = None
    for answer in answers:
        custom = answer.get("custom") or {}
        handover = custom.get("handover") or handover
        if answer.get("text"):
            texts.append(str(answer["text"]).strip())
        # Buttons belong to the last thing that was said; an answer before it must not leave its own behind.
        if answer.get("text") or answer.get("buttons"):
            replies = tuple(_reply(button) for button in answer.get("buttons", []))
        links += custom.get("links", [])
        if answer.get("image"):
            image = {"src": str(answer["image"]), "title": str(custom.get("alt", ""))}
        marks += _marks(answer.get("utter_action"))
    if not (texts or image):
        return BotAnswer(None, handover)
    content = Content(
        text="\n\n".join(texts), quick_replies=replies, image=image, links=tuple(links), marks=tuple(marks)
    )
    return BotAnswer(content, handover)


def _reply(button: Mapping[str, Any]) -> Mapping[str, str]:
    return {"title": str(button.get("title", "")), "payload": str(button.get("payload", ""))}


def _marks(utter_action: str | None) -> list[str]:
    if not utter_action:
        return []
    marks = [f"utter:{utter_action}"]
    if utter_action in _FALLBACKS:
        marks.append("fallback")
    if utter_action in _OFFERS:
        marks.append("offer_human")
    if utter_action.startswith("utter_formulier_niet_begrepen") or "_uitleg_" in utter_action:
        marks.append("form_retry")
    return marks


class RasaBot:
    """Rasa through its counter channel (dichtbij.nlu.channel)."""

    def __init__(self, url: str, secret: str, timeout_seconds: float) -> None:
        self._client: aiohttp.ClientSession | None = None
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._client is None:  # made inside the running loop, at the first message
            self._client = aiohttp.ClientSession()
        return self._client

    async def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            await self._client.close()

    async def answer(
        self, conversation_id: str, text: str, *, message_id: str, retry: bool, metadata: Mapping[str, Any]
    ) -> BotAnswer:
        """See Bot."""
        body = {
            "sender": conversation_id,
            "message": text,
            "message_id": message_id,
            "retry": retry,
            "metadata": dict(metadata),
        }
        try:
            async with self._session.post(
                f"{self._url}/webhooks/counter/webhook", json=body, headers=self._headers, timeout=self._timeout
            ) as response:
                if response.status == 500:
                    raise BotFailed("the bot failed on the message")
                if response.status != 200:
                    raise BotUnavailable(f"the bot answered {response.status}")
                answers = (await response.json())["answers"]
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError, KeyError, TypeError) as error:
            raise BotUnavailable(type(error).__name__) from error
        return merge(answers)

    async def known(self, conversation_id: str, text: str, form_of_address: str) -> Sequence[Known]:
        """See Bot."""
        body = {"sender": conversation_id, "message": text, "aanspreekvorm": form_of_address}
        try:
            async with self._session.post(
                f"{self._url}/webhooks/counter/answers", json=body, headers=self._headers, timeout=self._timeout
            ) as response:
                if response.status != 200:
                    raise BotUnavailable(f"the bot answered {response.status}")
                found = (await response.json())["answers"]
                return [Known(str(one["intent"]), float(one["confidence"]), str(one["text"])) for one in found]
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError, KeyError, TypeError) as error:
            raise BotUnavailable(type(error).__name__) from error

    async def is_ready(self) -> bool:
        """Asks Rasa to parse a sentence: only a loaded model can."""
        try:
            async with self._session.get(
                f"{self._url}/webhooks/counter/ready", headers=self._headers, timeout=self._timeout
            ) as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):  # not TimeoutError: Python 3.10
            return False
