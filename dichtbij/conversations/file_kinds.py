"""What a sent file is, by what is in it and never by its name, and how it is made safe to keep. Pure.

Sound is taken from a phone alone (a voice note); it is only downloaded, and never opened by us.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PIL import Image, ImageOps

from dichtbij.conversations.model import clean_text
from dichtbij.values import mask_sensitive

MAX_FILE = 5 * 1024 * 1024
"""Largest file that is taken, in bytes."""
MAX_SOUND = 16 * 1024 * 1024
"""Largest sound, in bytes: what WhatsApp takes."""
MAX_PIXELS = 40_000_000
"""Largest picture: a small file can unfold into one that fills the memory."""
MAX_DRAWN = 10 * MAX_PIXELS
"""Most pixels that are drawn for one picture, in all: a progressive JPEG draws itself once for each of its scans.
Cameras and editors make ten scans or so; a small file can hold hundreds, and take minutes."""
MAX_NAME = 80
"""Longest name that is kept, in characters, with its extension."""

PDF = "application/pdf"
_NEEDED = {"icc_profile", "transparency"}
_PICTURES: Mapping[str, str] = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
EXTENSIONS: Mapping[str, str] = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", PDF: "pdf"}
"""Every kind that is taken, with the extension it is kept under."""
SOUNDS: Mapping[str, str] = {
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/amr": "amr",
}
"""The kinds of sound that WhatsApp takes (Meta, supported media types), likewise."""


class FileProblem(str, Enum):
    """Why a file is not taken."""

    LEEG = "leeg"
    TE_GROOT = "te_groot"
    ONBEKEND = "onbekend"
    """No PNG, JPEG, WebP or PDF."""
    KAPOT = "kapot"
    """It says to be one of these, but does not open."""
    BESMET = "besmet"
    """The scanner found something."""
    TE_VEEL = "te_veel"
    """The conversation holds as much as it may."""
    GEEN_MEDEWERKER = "geen_medewerker"
    """Nobody is there to look at it; to an agent: the conversation is not (or no longer) theirs."""


@dataclass(frozen=True)
class FileRefused:
    """A file that was not stored, and why."""

    reason: FileProblem


@dataclass(frozen=True)
class SafeFile:
    """A file as it may be kept and shown."""

    name: str
    media_type: str
    content: bytes


def kind_of(content: bytes) -> str | None:
    """The media type of what is in a file; None when it is nothing that is taken."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return PDF if content.startswith(b"%PDF-") else None


def sound_of(content: bytes) -> str | None:
    """The media type of a sound, by how it begins; None when it is none that is taken."""
    if content.startswith(b"OggS"):
        return "audio/ogg"
    if content.startswith(b"#!AMR"):
        return "audio/amr"
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    if len(content) < 2 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return "audio/mpeg" if content.startswith(b"ID3") else None
    return "audio/aac" if content[1] & 0x06 == 0 else "audio/mpeg"  # the layer of an MPEG frame; ADTS has none


def make_safe(name: str, content: bytes, *, sound: bool = False) -> SafeFile | FileRefused:
    """A file without what nobody meant to send. Takes time and memory: call it in a thread.

    A picture is drawn anew, upright: where it was taken, by what and when stay behind, and so does anything that was
    hidden behind it.

    Args:
        sound: whether sound is taken too; it may be larger (MAX_SOUND).
    """
    if not content:
        return FileRefused(FileProblem.LEEG)
    heard = sound_of(content) if sound else None
    if len(content) > (MAX_SOUND if heard else MAX_FILE):
        return FileRefused(FileProblem.TE_GROOT)
    if heard is not None:
        return SafeFile(clean_name(name, heard), heard, content)
    media_type = kind_of(content)
    if media_type is None:
        return FileRefused(FileProblem.ONBEKEND)
    if media_type == PDF:
        safe: bytes | FileProblem = content if b"%%EOF" in content[-2048:] else FileProblem.KAPOT
    else:
        safe = _drawn_anew(content, _PICTURES[media_type])
    if isinstance(safe, FileProblem):
        return FileRefused(safe)
    return SafeFile(clean_name(name, media_type), media_type, safe)


def _scans(content: bytes) -> int:
    """How often a JPEG draws itself, up to its end: what a phone puts behind it (a film) is not looked at.

    Source: ITU T.81, B.1.1: a marker is FF and a code; within a scan FF stands before 00 or a restart (D0..D7) only.
    """
    at, found = 2, 0
    while 0 <= at < len(content) - 3:
        code = content[at + 1]
        if content[at] != 0xFF or code in (0x00, *range(0xD0, 0xD8)):
            at = content.find(b"\xff", at + 1)
        elif code == 0xFF:  # filling before a marker
            at += 1
        elif code == 0xD9:
            break
        else:
            found += code == 0xDA
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


def _drawn_anew(content: bytes, form: str) -> bytes | FileProblem:
    try:
        with Image.open(io.BytesIO(content), formats=(form,)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return FileProblem.TE_GROOT
            if form == "JPEG" and picture.width * picture.height * _scans(content) > MAX_DRAWN:
                return FileProblem.KAPOT
            picture.load()
            upright = ImageOps.exif_transpose(picture)  # a copy of the pixels, as they are meant to be seen
            # Comments, places and dates hang on `info`; of it only what the colours need goes along.
            upright.info = {name: upright.info[name] for name in _NEEDED & upright.info.keys()}
            out = io.BytesIO()
            upright.save(out, form, quality=90)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return FileProblem.TE_GROOT
    except Exception:  # whatever Pillow stumbles over is a picture that does not open; it has no one exception for it
        return FileProblem.KAPOT
    return out.getvalue()


_NO_NAME = {"image": "foto", "audio": "geluid", "application": "document"}
_ODD = re.compile(r"[^\w\-.,()+& ]+")


def clean_name(name: str, media_type: str) -> str:
    """A name that says nothing but a name, with the extension of what the file is.

    No folders, no control characters or quotes, no BSN or card number, not empty and at most MAX_NAME characters.
    """
    last = clean_text(unicodedata.normalize("NFC", name)).replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 5:
        stem = last
    stem = mask_sensitive(stem).text.replace("[", "(").replace("]", ")")
    stem = re.sub(r"\s+", " ", _ODD.sub("_", stem)).strip(" ._")
    extension = EXTENSIONS.get(media_type) or SOUNDS[media_type]
    stem = stem[: MAX_NAME - len(extension) - 1].strip(" ._") or _NO_NAME[media_type.partition("/")[0]]
    return f"{stem}.{extension}"
