"""Fetching pictures, documents and voice notes that customers sent, once somebody is there to see or hear them.

With the bot a file stays at the provider (seven days): nobody looks at it, so it is not ours to keep. As soon as the
conversation is in the queue or with an agent, what was sent before and after is fetched, checked and shown: the
customer need not send it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import structlog

from dichtbij.channels.whatsapp.kinds import MEDIA, read_media, without_media
from dichtbij.channels.whatsapp.model import Fate, Media, Refusal
from dichtbij.channels.whatsapp.port import Provider
from dichtbij.conversations.attachments import Attachments, Upload
from dichtbij.conversations.file_kinds import MAX_FILE, MAX_SOUND, FileProblem, FileRefused
from dichtbij.conversations.model import Content, Conversation, ConversationId, Draft, Message
from dichtbij.conversations.service import Conversations
from dichtbij.errors import DatabaseUnavailable, ScanUnavailable
from dichtbij.texts import Texts

log = structlog.get_logger()

LOOK_EVERY = 30.0
"""Seconds between two looks for what another process left behind."""
WAITS = (1.0, 5.0, 20.0, 60.0, 300.0)
"""Seconds before each next try; after the last one the file is given up."""
_LOOKING = ("queue", "agent")
_AGAIN = frozenset({Fate.RETRY, Fate.SLOW_PERSON, Fate.SLOW_NUMBER, Fate.ALARM})


class Fetching:
    """Runs until stopped. Two processes that fetch the same file keep it once."""

    def __init__(
        self, providers: Mapping[str, Provider], conversations: Conversations, attachments: Attachments, texts: Texts
    ) -> None:
        self._providers = providers
        self._channels = tuple({provider.channel for provider in providers.values()})
        self._conversations = conversations
        self._attachments = attachments
        self._texts = texts
        self._running: dict[str, asyncio.Task[None]] = {}
        self._looker: asyncio.Task[None] | None = None
        conversations.on_message(self.on_message)
        conversations.on_owner(self.on_owner)

    async def start(self) -> None:
        """Begin, with what was left behind."""
        self._looker = asyncio.create_task(self._look_on())

    async def stop(self) -> None:
        """Stop. What was under way is fetched by the next process."""
        tasks = [task for task in (self._looker, *self._running.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def idle(self) -> None:
        """Wait until nothing is under way; for tests."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)
            await asyncio.sleep(0)

    async def on_message(self, conversation: Conversation, message: Message) -> None:
        """A message was stored."""
        if conversation.owner in _LOOKING and conversation.channel in self._channels:
            self._begin(message)

    async def on_owner(self, conversation: Conversation) -> None:
        """Somebody is going to look, perhaps."""
        if conversation.owner in _LOOKING and conversation.channel in self._channels:
            for message in await self._conversations.messages(conversation.id):
                self._begin(message)

    async def look(self) -> None:
        """Begin with everything that somebody waits for."""
        for id_ in await self._attachments.wanted(self._channels, MEDIA):
            for message in await self._conversations.messages(id_):
                self._begin(message)

    def _begin(self, message: Message) -> None:
        wanted = read_media(message.content.marks)
        if wanted is None or message.id in self._running or wanted[0] not in self._providers:
            return
        task = asyncio.create_task(self._fetch(message, *wanted))
        self._running[message.id] = task
        task.add_done_callback(lambda _: self._running.pop(message.id, None))

    async def _look_on(self) -> None:
        while True:
            try:
                await self.look()
            except DatabaseUnavailable:
                log.error("database_unavailable", during="files_look")
            except Exception:
                log.exception("files_look_failed")
            await asyncio.sleep(LOOK_EVERY)

    async def _fetch(self, message: Message, provider: str, media: Media) -> None:
        try:
            for wait in (*WAITS, None):
                problem = await self._try(message, provider, media, last=wait is None)
                if problem is None:
                    return
                if wait is None or problem is not FileProblem.GEEN_MEDEWERKER:
                    await self._give_up(message, problem)
                    return
                await asyncio.sleep(wait)
        except DatabaseUnavailable:
            log.error("database_unavailable", during="files")
        except Exception:
            log.exception("file_failed", conversation=message.conversation_id)

    async def _try(self, message: Message, provider: str, media: Media, *, last: bool) -> FileProblem | None:
        """Fetch and keep one file; gives why not. GEEN_MEDEWERKER: not now, perhaps in a while."""
        is_sound = media.media_type.startswith("audio/")
        try:
            most = MAX_SOUND if is_sound else MAX_FILE
            content = await self._providers[provider].fetch(media, most)
        except Refusal as refusal:
            log.warning("file_not_fetched", provider=provider, code=refusal.code, fate=refusal.fate.value)
            if refusal.fate in _AGAIN and not last:
                return FileProblem.GEEN_MEDEWERKER
            return FileProblem.TE_GROOT if "large" in refusal.reason else FileProblem.KAPOT
        upload = Upload(media.name or ("spraakbericht" if is_sound else "foto"), content, message.id)
        try:
            left = without_media(message.content.marks)
            kept = await self._attachments.attach(message, upload, left, sound=is_sound)
        except ScanUnavailable:
            log.error("scan_unavailable", conversation=message.conversation_id)
            return FileProblem.KAPOT if last else FileProblem.GEEN_MEDEWERKER
        if not isinstance(kept, FileRefused):
            return None
        # Nobody is looking any more: it is fetched when somebody does.
        return None if kept.reason is FileProblem.GEEN_MEDEWERKER else kept.reason

    async def _give_up(self, message: Message, problem: FileProblem) -> None:
        """The agent sees that there was a file and why it is not there; the customer hears it, once."""
        name = f"utter_bestand_{problem.value}"
        conversation = await self._conversations.get(message.conversation_id)
        words = self._texts.render(name, None, conversation.channel if conversation else "")
        changed = replace(
            message.content,
            text=f"{message.content.text} (niet te bekijken: {problem.value.replace('_', ' ')})",
            marks=without_media(message.content.marks),
        )
        if await self._attachments.mark(message, changed):
            content = Content(words.text, marks=(f"utter:{name}",))
            id_: ConversationId = message.conversation_id
            await self._conversations.say(id_, Draft("system", content), dedupe_key=f"file:{message.id}")
