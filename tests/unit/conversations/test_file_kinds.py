"""What a sent file is, by what is in it; and that nothing goes along that nobody meant to send."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dichtbij.conversations.file_kinds import (
    EXTENSIONS,
    MAX_FILE,
    MAX_NAME,
    MAX_SOUND,
    SOUNDS,
    FileProblem,
    FileRefused,
    SafeFile,
    clean_name,
    make_safe,
)
from tests.files import PDF, SECRET_PLACE, opened, photo


def safe(content: bytes, name: str = "foto.jpg") -> SafeFile:
    made = make_safe(name, content)
    assert isinstance(made, SafeFile), made
    return made


def refusal(content: bytes, name: str = "foto.jpg") -> FileProblem:
    made = make_safe(name, content)
    assert isinstance(made, FileRefused), made
    return made.reason


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (photo("PNG"), "image/png"),
        (photo("JPEG"), "image/jpeg"),
        (photo("WEBP"), "image/webp"),
        (PDF, "application/pdf"),
    ],
)
def test_a_file_is_what_is_in_it_whatever_it_is_called(content: bytes, media_type: str) -> None:
    for name in ("meter.exe", "meter", "meter.html", "meter.pdf", "meter.png"):
        made = safe(content, name)
        assert (made.media_type, made.name) == (media_type, f"meter.{EXTENSIONS[media_type]}")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"OggS" + bytes(60), "audio/ogg"),
        (b"#!AMR\n" + bytes(60), "audio/amr"),
        (b"ID3\x04" + bytes(60), "audio/mpeg"),
        (b"\xff\xfb\x90" + bytes(60), "audio/mpeg"),
        (b"\xff\xf1\x50" + bytes(60), "audio/aac"),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(60), "audio/mp4"),
    ],
)
def test_sound_is_taken_where_it_is_asked_for_and_nowhere_else(content: bytes, media_type: str) -> None:
    made = make_safe("C:\\stem.exe", content, sound=True)
    assert isinstance(made, SafeFile)
    assert (made.media_type, made.name, made.content) == (media_type, f"stem.{SOUNDS[media_type]}", content)
    assert refusal(content) is FileProblem.ONBEKEND


def test_sound_may_be_as_large_as_whatsapp_takes_it_and_a_document_beside_it_may_not() -> None:
    assert isinstance(make_safe("a.ogg", b"OggS" + bytes(MAX_SOUND - 4), sound=True), SafeFile)
    for content in (b"OggS" + bytes(MAX_SOUND), PDF + bytes(MAX_FILE)):
        made = make_safe("a", content, sound=True)
        assert made == FileRefused(FileProblem.TE_GROOT)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a\x01\x00\x01\x00",
        b"BM" + bytes(60),
        b"PK\x03\x04 a zip, or a Word file",
        b"MZ\x90\x00 a program",
        b"\x00\x00\x00\x18ftypheic a photo of a phone that nobody can open",
        b" %PDF-1.4 %%EOF",
        b"\x89PNG",
        b"RIFF\x00\x00\x00\x00WAVE",
    ],
)
def test_anything_else_is_not_taken(content: bytes) -> None:
    assert refusal(content, "factuur.pdf") is FileProblem.ONBEKEND


def test_nothing_and_too_much_are_said_as_such() -> None:
    assert refusal(b"") is FileProblem.LEEG
    assert refusal(PDF + bytes(MAX_FILE)) is FileProblem.TE_GROOT


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_what_only_looks_like_a_picture_is_broken(form: str) -> None:
    whole = photo(form)
    assert refusal(whole[: len(whole) // 2]) is FileProblem.KAPOT
    assert refusal(whole[:12] + b"<script>alert(1)</script>" * 20) is FileProblem.KAPOT
    assert refusal(PDF.replace(b"%%EOF", b"")) is FileProblem.KAPOT


def _png_of(width: int, height: int) -> bytes:
    """A small file that says to be large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [7_000, 12_000, 60_000])
def test_a_picture_that_unfolds_into_a_huge_one_is_not_unfolded(side: int) -> None:
    assert refusal(_png_of(side, side)) is FileProblem.TE_GROOT


def _jpeg_of(more_scans: int, side: int = 2000, behind: bytes = b"") -> bytes:
    """A progressive picture, of which the last scan is there this many times more."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(out, "JPEG", progressive=True)
    whole = out.getvalue()
    scan, end = whole[whole.rindex(b"\xff\xda") : -2], whole[-2:]
    return whole[:-2] + scan * more_scans + end + behind


def test_a_small_picture_that_would_be_drawn_hundreds_of_times_is_not_drawn() -> None:
    assert opened(safe(_jpeg_of(0)).content).size == (2000, 2000), "as cameras and editors make them"
    assert opened(safe(_jpeg_of(200, side=64)).content).size == (64, 64), "small ones are drawn in no time"
    assert refusal(_jpeg_of(100)) is FileProblem.KAPOT


def test_a_film_behind_a_photo_is_no_scan_of_it() -> None:
    assert opened(safe(_jpeg_of(0, behind=b"\xff\xda\x00\x08" * 1000)).content).size == (2000, 2000)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_where_a_picture_was_taken_stays_behind(form: str) -> None:
    sent = photo(form)
    assert SECRET_PLACE.encode() in sent
    kept = safe(sent)
    assert SECRET_PLACE.encode() not in kept.content
    assert dict(opened(kept.content).getexif()) == {}
    assert set(opened(kept.content).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background",
                                              "timestamp", "duration"}  # fmt: skip


def test_a_photo_is_kept_as_it_was_held() -> None:
    """Phones store it lying down and say so in the EXIF that we take away."""
    kept = opened(safe(photo("PNG", orientation=6)).content)
    assert kept.size == (20, 40)
    assert kept.getpixel((10, 5)) == (255, 0, 0)
    assert kept.getpixel((10, 35)) == (0, 0, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_comes_through(mode: str) -> None:
    assert opened(safe(photo("PNG", mode=mode)).content).size == (40, 20)


def test_what_was_see_through_stays_so() -> None:
    for form in ("PNG", "WEBP"):
        out = io.BytesIO()
        Image.new("RGBA", (8, 8), (200, 10, 10, 0)).save(out, form)
        assert opened(safe(out.getvalue()).content).convert("RGBA").getpixel((4, 4))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\fotos\\Zo één.PNG", "Zo één.png"),
        ("a\u202egnp.exe", "agnp.png"),
        ('a"; filename="b.exe\r\nX: y.png', "a_ filename_b.exe_X_ y.png"),
        ("", "foto.png"),
        ("...", "foto.png"),
        (".bashrc", "bashrc.png"),
        ("meterkast  beneden.jpeg", "meterkast beneden.png"),
        ("overzicht 2024.1 nieuw", "overzicht 2024.1 nieuw.png"),
        ("paspoort 123456782.jpg", "paspoort (BSN verborgen).png"),
        ("<img src=x onerror=alert(1)>", "img src_x onerror_alert(1).png"),
        ("\udcff\x00.png", "foto.png"),
    ],
)
def test_a_name_says_nothing_but_a_name(name: str, cleaned: str) -> None:
    assert clean_name(name, "image/png") == cleaned


@given(st.text(max_size=400), st.sampled_from(sorted(EXTENSIONS)))
def test_every_name_becomes_one_that_can_stand_anywhere(name: str, media_type: str) -> None:
    cleaned = clean_name(name, media_type)
    assert 0 < len(cleaned) <= MAX_NAME
    assert cleaned.endswith(f".{EXTENSIONS[media_type]}")
    assert not set(cleaned) & set("/\\\"'<>\r\n\x00:|?*[]{}`")
    assert clean_name(cleaned, media_type) == cleaned
