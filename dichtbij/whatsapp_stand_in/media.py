"""Files at Meta: uploaded by the business or sent by a phone. Types and sizes by its page "Supported media types"."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from dichtbij.whatsapp_stand_in.codes import Wrong

KB, MB = 1024, 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("image/jpeg", "image/png"), ("image", 5 * MB)),
    **dict.fromkeys(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), ("audio", 16 * MB)),
    **dict.fromkeys(("video/mp4", "video/3gpp"), ("video", 16 * MB)),
    "image/webp": ("sticker", 500 * KB),
    **dict.fromkeys(
        (
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.spreadsheetml.sheet",
            f"{_OFFICE}.presentationml.presentation",
        ),
        ("document", 100 * MB),
    ),
}
"""Media type → the kind of message it can be in, and its largest size in bytes."""

FROM_PHONE, FROM_BUSINESS, LINK = timedelta(days=7), timedelta(days=30), timedelta(minutes=5)
KEPT, KEPT_BYTES = 500, 100 * MB
"""Files, and bytes in all of them; the oldest go first."""


@dataclass
class File:
    """One file."""

    id: str
    content: bytes
    media_type: str
    until: datetime
    link: str = ""
    """The secret part of the address it can be fetched from; made when somebody asks where it is."""
    link_until: datetime | None = None

    @property
    def sha256(self) -> str:
        """In hexadecimals."""
        return hashlib.sha256(self.content).hexdigest()


class Files:
    """All of them, in memory."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def add(self, content: bytes, media_type: str, now: datetime, life: timedelta = FROM_PHONE) -> File:
        """Keep a file of a phone's; anything goes."""
        file = File(str(secrets.randbelow(9 * 10**14) + 10**14), content, media_type, now + life)
        self._files[file.id] = file
        self._make_room(keep=file)
        return file

    def _make_room(self, keep: File) -> None:
        total = sum(len(file.content) for file in self._files.values())
        for file in [file for file in self._files.values() if file is not keep]:
            if len(self._files) <= KEPT and total <= KEPT_BYTES:
                return
            total -= len(file.content)
            del self._files[file.id]

    def upload(self, content: bytes, media_type: str, now: datetime) -> File:
        """Keep a file of the business.

        Raises:
            Wrong: a type or size that is not supported.
        """
        bare = media_type.partition(";")[0].strip().lower()
        if bare not in TYPES:
            raise Wrong(
                100, f"Param file must be a file with one of the supported types. Received file of type {bare!r}."
            )
        if not content:
            raise Wrong(131053, "The file is empty.")
        if len(content) > TYPES[bare][1]:
            raise Wrong(131053, f"Media file size too big. Max file size we currently support: {TYPES[bare][1]} bytes.")
        return self.add(content, bare, now, FROM_BUSINESS)

    def get(self, id_: str, now: datetime) -> File | None:
        """A file that still lives."""
        file = self._files.get(id_)
        return file if file is not None and now < file.until else None

    def link(self, file: File, now: datetime) -> str:
        """Open an address for five minutes; gives its secret part."""
        file.link, file.link_until = secrets.token_urlsafe(24), now + LINK
        return file.link

    def by_link(self, link: str, now: datetime) -> File | None:
        """The file behind an address that is still open."""
        for file in self._files.values():
            if file.link == link and file.link_until is not None and now < file.link_until:
                return file
        return None

    def forget(self, id_: str) -> bool:
        """Throw a file away; whether it was there."""
        return self._files.pop(id_, None) is not None
