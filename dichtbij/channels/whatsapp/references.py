"""A one-time reference with which a conversation on the website goes on on the phone, where the same person holds it.

The customer gets it in the own chat window and sends it from the phone. It lives for a quarter of an hour, works once,
and is kept as a keyed hash: who reads its table can't use it. What was sent stands in the record, as every message.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Reference:
    """One that was made, and not longer over than a day."""

    code: str
    leads_to: ConversationId
    is_used: bool
    is_over: bool


def find_codes(text: str) -> list[str]:
    """What has the form of a reference in a text, each once. Readings and plain words can have it too."""
    return list(dict.fromkeys(found.upper() for found in _CODE.findall(text)))


def without_code(text: str, code: str) -> str:
    """A text without a reference, however it was typed."""
    return _CODE.sub(lambda found: "" if found[0].upper() == code else found[0], text)


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
            now = self._clock()
            await store.add(session, self._hash(code), id_, now, now + LIFE)
        return code

    async def look_up(self, text: str) -> Reference | None:
        """The first reference in a text that was made here, without using it; also one that is used or over."""
        codes = {self._hash(code): code for code in find_codes(text)}
        if not codes:
            return None
        async with self._database.reading() as session:
            found = await store.find(session, list(codes))
        for hash_, code in codes.items():
            if hash_ in found:
                leads_to, expires_at, is_used = found[hash_]
                return Reference(code, leads_to, is_used, is_over=expires_at <= self._clock())
        return None

    async def use(self, code: str, phone: Conversation, carry: store.Carry | None = None) -> bool:
        """Let a conversation on a phone go on where the reference leads; False when another was first.

        Args:
            carry: what else goes along, in the same transaction; when it refuses, nothing goes on and the reference
                is used up.
        """
        async with self._database.writing() as session:
            id_ = await store.take(session, self._hash(code), self._clock())
            if id_ is None or (carry is not None and not await carry(session, id_, phone.id)):
                return False
            await self._conversations.continue_in(session, phone.id, id_)
        return True

    async def tidy(self) -> None:
        """Forget those that nobody can use any more."""
        async with self._database.writing() as session:
            await store.forget(session, self._clock() - timedelta(days=1))

    def _hash(self, code: str) -> str:
        return hmac.new(self._key, f"verwijzing:{code}".encode(), hashlib.sha256).hexdigest()
