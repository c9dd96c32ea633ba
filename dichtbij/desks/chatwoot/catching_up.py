"""Asks Chatwoot, now and then, for what its webhook should have told and did not: an agent's message, the end.

Chatwoot calls a webhook once. When we were away at that moment, or it lost the call, nobody would ever hear of it: the
customer would wait for an agent who is done. What it shows as failed is left alone: the agent saw it and sends again.
What can't be brought is said there in a private note: no webhook of ours can make it show that as failed any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from dichtbij.clock import Clock
from dichtbij.database import Database
from dichtbij.desks.chatwoot import words
from dichtbij.desks.chatwoot.client import ChatwootClient
from dichtbij.desks.chatwoot.hearing import ENDED, Hearing, NotBrought
from dichtbij.desks.chatwoot.sender import LEASE
from dichtbij.desks.chatwoot.telling import NOT_TAKEN
from dichtbij.desks.model import Link
from dichtbij.desks.store import links
from dichtbij.desks.store.links import Subject
from dichtbij.errors import DeskRefused, DeskUnavailable

log = structlog.get_logger()

EVERY = 60.0
"""Seconds between two looks at what is open there: two short questions for each conversation."""
GIVE_UP_AFTER = 3
"""Conversations of a round that may fail: one that always does must not keep the others from being looked at."""


class CatchingUp:
    """Two processes may do this at once. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(
        self, desk: str, database: Database, clock: Clock, process: str, client: ChatwootClient, hearing: Hearing
    ) -> None:
        """`process` is our name among those that take a lease."""
        self._desk = desk
        self._database = database
        self._clock = clock
        self._process = process
        self._client = client
        self._hearing = hearing

    async def look(self) -> None:
        """One round of everything that is open there as far as we know."""
        async with self._database.reading() as session:
            told = await links.told_open(session, self._desk)
        failed = 0
        for link in told:
            try:
                await self._catch_up(link)
            except DeskRefused as refused:
                await self._refused(link, refused)
            except DeskUnavailable as fault:
                log.warning("desk_unavailable", during="catching_up", why=str(fault))
                failed += 1
                if failed >= GIVE_UP_AFTER:
                    return

    async def _refused(self, link: Link, refused: DeskRefused) -> None:
        if refused.status != 404:
            log.warning("desk_unavailable", during="catching_up", status=refused.status, why=str(refused))
            return
        async with self._database.writing() as session:
            if await links.gone_there(session, link):
                log.warning("desk_lost_a_conversation", conversation=link.conversation_id)

    async def _catch_up(self, link: Link) -> None:
        assert link.remote_id is not None
        if not await self._messages(link, link.remote_id):
            return
        status, assignee = await self._client.state(link.remote_id)
        async with self._database.reading() as session:
            fresh = await links.get(session, link.id)  # with the note that was found just now
        if fresh is None or fresh.case_id != link.case_id:
            return
        if status in ENDED:
            await self._hearing.ended(fresh, assignee)
        elif fresh.told == "ending":  # opened again there before it was over here
            async with self._database.writing() as session:
                await links.mark_open(session, fresh)

    async def _messages(self, link: Link, remote_id: int) -> bool:
        """In order, from the last one that was looked at. What is older than this case is no news.

        Returns:
            False when the agent could not be told at this moment what was not brought: the next round begins there.
        """
        heard = link.heard_id
        while rows := await self._client.messages_after(remote_id, heard):
            for row in rows:
                if int(row.get("created_at") or 0) < link.told_at or row.get("status") == "failed":
                    continue
                refused = await self._hearing.message(link, row)
                if refused is not None and not await self._say_refused(link, remote_id, row, refused):
                    return False
            heard = max(heard, *(int(row["id"]) for row in rows))
            async with self._database.writing() as session:
                await links.heard(session, link, heard)
        return True

    async def _say_refused(self, link: Link, remote_id: int, row: Mapping[str, Any], refused: NotBrought) -> bool:
        """Once, also with two processes: by the lease of who sends, and by what stands there. False: somebody sends."""
        subject, our_id = Subject(conversation_id=link.conversation_id), f"geweigerd:{row['id']}"
        async with self._database.writing() as session:
            mine = await links.claim(session, self._desk, subject, self._process, self._clock(), LEASE)
        if mine is None:
            return False
        log.warning("desk_message_not_brought", conversation=link.conversation_id, why=refused.code)
        try:
            if our_id not in await self._client.has(remote_id):
                await self._client.note(remote_id, words.not_brought_note(row.get("content"), refused.words), our_id)
        except DeskRefused as fault:
            if fault.status not in NOT_TAKEN:
                raise
        finally:
            # Who sends may be trying again: the tries have to stay, for they say that something may be there already.
            next_at = None if mine.tries == 1 else self._clock()
            async with self._database.writing() as session:
                await links.release(session, mine, self._process, next_at)
        return True
