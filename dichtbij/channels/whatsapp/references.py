"""A one-time reference with which a conversation on the website goes on on the phone, where the same person holds it.

The customer gets it in the own chat window and sends it from the phone. It lives for a quarter of an hour, works once,
and is kept as a keyed hash: who reads the database can't use it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import timedelta

from dichtbij.channels.whatsapp.store import references as store
from dichtbij.clock import Clock
from dichtbij.conversations.model import Conversation, ConversationId
from dichtbij.conversations.service import Conversations
from dichtbij.database import Database

LIFE = timedelta(minutes=15)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
"""Without 0, 1, I, O and U: read aloud or copied by hand it stays the same."""
LENGTH = 8
"""31 to the 8th, in a quarter of an hour, at the rate at which a phone can send: not to be guessed."""
_HALF = f"[{ALPHABET}]{{{LENGTH // 2}}}"
_CODE = re.compile(rf"(?<![A-Z0-9]){_HALF}-{_HALF}(?![A-Z0-9])", re.IGNORECASE)


def find_code(text: str) -> str | None:
    """The first thing in a text that looks like a reference, as it was made."""
    found = _CODE.search(text)
    return found[0].upper() if found else None


def without_code(text: str) -> str:
    """A text without what looks like a reference."""
    return _CODE.sub("", text)


class References:
    """Makes and takes them. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock, conversations: Conversations, key: bytes) -> None:
        """`key`: of the hashes; at least 32 random bytes."""
        self._database = database
        self._clock = clock
        self._conversations = conversations
        self._key = key

    async def make(self, id_: ConversationId) -> str:
        """A reference to a conversation; earlier ones to it that were not used are worth nothing from now on."""
        letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        code = f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"
        async with self._database.writing() as session:
            await store.add(session, self._hash(code), id_, self._clock() + LIFE)
        return code

    async def look_up(self, code: str, phone: Conversation) -> ConversationId | None:
        """Where a reference leads, without using it; one that this conversation used itself still leads there."""
        async with self._database.reading() as session:
            found = await store.find(session, self._hash(code))
        if found is None:
            return None
        id_, expires_at, is_used = found
        if is_used:
            return id_ if phone.continues_id == id_ else None
        return id_ if self._clock() < expires_at else None

    async def use(self, code: str, phone: Conversation) -> bool:
        """Let a conversation on a phone go on where the reference leads; False when another was first."""
        async with self._database.writing() as session:
            id_ = await store.take(session, self._hash(code), self._clock())
            if id_ is None:
                return False
            await self._conversations.continue_in(session, phone.id, id_)
        return True

    async def tidy(self) -> None:
        """Forget those that nobody can use any more."""
        async with self._database.writing() as session:
            await store.forget(session, self._clock() - timedelta(days=1))

    def _hash(self, code: str) -> str:
        return hmac.new(self._key, f"verwijzing:{code}".encode(), hashlib.sha256).hexdigest()
