"""Files that go out with a message: opened by the path that the record names, wherever that leads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from dichtbij.channels.whatsapp.parcels import GIVE_UP_AFTER
from dichtbij.channels.whatsapp.rendering import KEPT_FILE
from dichtbij.conversations.attachments import Attachments
from dichtbij.customers.documents import PATH, Document, Documents


@dataclass(frozen=True)
class OutgoingFile:
    """What is sent."""

    name: str
    media_type: str
    content: bytes


OpenFile = Callable[[str], Awaitable[OutgoingFile | None]]
"""Opens a path of a part (PicturePart.path); None when there is nothing behind it any more."""


class Files:
    """Opens what our own pages serve (documents behind a link) and what an agent sent along."""

    def __init__(self, documents: Documents, attachments: Attachments) -> None:
        self._documents = documents
        self._attachments = attachments

    def lasting(self, path: str) -> str:
        """A link of ours as it goes out: it still works as long as we say when it had to wait until we give up."""
        return self._documents.lasting(path, GIVE_UP_AFTER)

    async def open(self, path: str) -> OutgoingFile | None:
        """See OpenFile."""
        if path.startswith(KEPT_FILE):
            kept = await self._attachments.kept(path.removeprefix(KEPT_FILE))
            return OutgoingFile(kept.name, kept.media_type, kept.content) if kept else None
        if not path.startswith(PATH):
            return None  # an address elsewhere is never fetched: it could be anything
        found = await self._documents.open(path.removeprefix(PATH))
        if not isinstance(found, Document):
            return None
        return OutgoingFile(found.filename, found.content_type, found.content)
