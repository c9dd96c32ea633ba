"""Figures, and how they are shown. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    value: str
    note: str = ""
    """How it was measured, or the aim it is held against."""


@dataclass(frozen=True)
class Section:
    """Lines that belong together."""

    title: str
    rows: tuple[Row, ...]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie, interpolated; 0.0 without values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values: Sequence[float]) -> float:
    """The middle value; 0.0 without values."""
    return statistics.median(values) if values else 0.0


def ms(seconds: float) -> str:
    """Seconds as whole milliseconds, or one decimal below ten."""
    value = seconds * 1000
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"


def mb(count: float) -> str:
    """Bytes as megabytes (10^6)."""
    return f"{count / 1e6:.0f} MB"


def as_text(sections: Sequence[Section]) -> str:
    """The table for a terminal."""
    rows = [row for section in sections for row in section.rows]
    first = max((len(row.what) for row in rows), default=0)
    second = max((len(row.value) for row in rows), default=0)
    lines: list[str] = []
    for section in sections:
        lines += ["", section.title]
        lines += [f"  {row.what:<{first}}  {row.value:>{second}}  {row.note}".rstrip() for row in section.rows]
    return "\n".join(lines)


def as_markdown(sections: Sequence[Section]) -> str:
    """The same table for reports/bench.md."""
    lines: list[str] = []
    for section in sections:
        lines += [f"## {section.title}", "", "| what | value | note |", "|---|--:|---|"]
        lines += [f"| {row.what} | {row.value} | {row.note} |" for row in section.rows]
        lines.append("")
    return "\n".join(lines)
