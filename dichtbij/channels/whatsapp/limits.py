"""What fits in one message of a provider. Pure.

Source: Meta's reference of the Cloud API (interactive reply buttons, interactive list, text and media messages). Meta
does not say what it counts as a character, so the longer count is taken: an emoji is two (UTF-16).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Lengths in UTF-16 units. The defaults are those of the Cloud API."""

    text: int = 4096
    caption: int = 1024
    """Below a picture."""
    document_caption: int = 1024
    """Below a document; 0: its words are not shown."""
    buttons: int = 3
    """0: this provider has no buttons; 3 at most. Without buttons and lists choices are typed (typed.py)."""
    buttons_text: int = 1024
    button_title: int = 20
    button_payload: int = 256
    rows: int = 10
    """Rows of a list, of all its sections together; 0: no lists."""
    rows_text: int = 4096
    row_title: int = 24
    row_description: int = 72
    row_payload: int = 200
    list_button: int = 20
    """Title of the button that opens a list."""


WHATSAPP = Limits()


def units(text: str) -> int:
    """Length as the strictest count has it."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def fits(text: str, most: int) -> bool:
    """Whether a text is no longer than this many units."""
    return units(text) <= most


def head(text: str, most: int) -> str:
    """The longest beginning of a text that fits, cut anywhere but never through a character."""
    if fits(text, most):
        return text
    taken = text[:most]
    while units(taken) > most:
        taken = taken[:-1]
    return taken


def shortened(text: str, most: int) -> str:
    """A text within a limit; what is cut off ends in an ellipsis, at a space when there is one near."""
    if fits(text, most):
        return text
    taken = head(text, most - 1)
    at_word, _, _ = taken.rpartition(" ")
    if len(at_word) >= len(taken) // 2:
        taken = at_word
    return f"{taken.rstrip()}…"


def split(text: str, most: int) -> list[str]:
    """A text in pieces that fit, cut where it hurts least: between paragraphs, lines, sentences, words.

    No word is lost; the white space at a cut is.
    """
    pieces = []
    rest = text.strip()
    while not fits(rest, most):
        taken = head(rest, most)
        cut = _cut(taken, rest)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _cut(taken: str, whole: str) -> int:
    if len(whole) > len(taken) and whole[len(taken)].isspace():
        return len(taken)
    for mark in ("\n\n", "\n", ". ", "? ", "! ", " "):
        at = taken.rfind(mark)
        if at >= len(taken) // 2 and taken[: at + 1].strip():
            return at + len(mark)
    spaces = [at for at, character in enumerate(taken) if character.isspace()]
    return spaces[-1] if spaces and taken[: spaces[-1]].strip() else len(taken)
