"""Web sessions: an id that only we can have given out. Pure."""

from __future__ import annotations

import hashlib
import hmac
from uuid import uuid4

_LENGTH = 32


class Sessions:
    """Signs and checks session ids of the form "<uuid hex>.<signature>".

    Existing Rasa widgets keep whatever id they are given and send it back, so for them nothing changes; somebody who
    makes up an id, or changes one character, gets a new session instead of another customer's conversation.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def new(self) -> str:
        """A new session id."""
        return self._signed(uuid4().hex)

    def key(self, session_id: object) -> str | None:
        """The part that names the session, when the signature is ours; otherwise None."""
        if not isinstance(session_id, str) or len(session_id) > 128 or not session_id.isascii():
            return None
        name, _, _ = session_id.partition(".")
        if not hmac.compare_digest(session_id, self._signed(name)):
            return None
        return name

    def _signed(self, name: str) -> str:
        digest = hmac.new(self._secret, f"web-session:{name}".encode(), hashlib.sha256).hexdigest()
        return f"{name}.{digest[:_LENGTH]}"
