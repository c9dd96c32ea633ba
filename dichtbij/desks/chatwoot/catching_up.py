"""Asks Chatwoot, now and then, for what its webhook should have told and did not: an agent's message, the end.

Chatwoot calls a webhook once. When we were away at that moment, or it lost the call, nobody would ever hear of it: the
customer would wait for an agent who is done. What it shows as failed is left alone: the agent saw it and sends again.
"""

from __future__ import annotations

import structlog

from dichtbij.database import Database
from dichtbij.desks.chatwoot.client import ChatwootClient
from dichtbij.desks.chatwoot.hearing import ENDED, Hearing
from dichtbij.desks.model import Link
from dichtbij.desks.store import links
from dichtbij.errors import DeskRefused, DeskUnavailable

log = structlog.get_logger()

EVERY = 60.0
"""Seconds between two looks at what is open there: two short questions for each conversation."""
GIVE_UP_AFTER = 3
"""Conversations of a round that may fail: one that always does must not keep the others from being looked at."""


class CatchingUp:
    """Two processes may do this at once. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, desk: str, database: Database, client: ChatwootClient, hearing: Hearing) -> None:
        self._desk = desk
        self._database = database
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
        await self._messages(link, link.remote_id)
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

    async def _messages(self, link: Link, remote_id: int) -> None:
        """In order, from the last one that was looked at. What is older than this case is no news."""
        heard = link.heard_id
        while rows := await self._client.messages_after(remote_id, heard):
            for row in rows:
                if int(row.get("created_at") or 0) < link.told_at or row.get("status") == "failed":
                    continue
                refused = await self._hearing.message(link, row)
                if refused is not None:
                    log.warning("desk_message_not_brought", conversation=link.conversation_id, why=refused.code)
            heard = max(heard, *(int(row["id"]) for row in rows))
            async with self._database.writing() as session:
                await links.heard(session, link, heard)
