"""Formatting in WhatsApp's own marks: *vet*, _schuin_, ~doorgestreept~, "- " and "1. " for lists, "> " for a quote.

Texts of ours are plain (tests/promises/test_responses.py). What others bring may be Markdown, which would show its
signs on a phone. Pure.
"""

from __future__ import annotations

import re

_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[*•] +", re.MULTILINE)
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")


def as_marks(text: str) -> str:
    """Markdown as WhatsApp writes it; everything else as it is."""
    text = _BULLET.sub(r"\1- ", text)
    text = _HEADING.sub(r"*\1*", text)
    text = _BOLD.sub(r"*\2*", text)
    text = _STRUCK.sub(r"~\1~", text)
    return _LINK.sub(_written_out, text)


def _written_out(link: re.Match[str]) -> str:
    return link[2] if link[1].strip() == link[2] else f"{link[1]}: {link[2]}"
