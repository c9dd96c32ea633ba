"""What a benchmark writes into docs/understanding.md: its own parts between marks, and nothing else of the page."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dichtbij.clock import AMSTERDAM
from dichtbij.settings import ROOT

PAGE = ROOT / "docs" / "understanding.md"


def circumstances(command: str) -> str:
    """The command, date, commit and machine of a measurement, as a sentence; asked before it begins."""
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    ).stdout.strip()
    when = datetime.now(AMSTERDAM)
    return (
        f"Measured with `{command}` on {when.day} {when:%B %Y} (commit {commit or 'unknown'}), "
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f} before it began."
    )


def write(part: str, content: str, page: Path = PAGE) -> None:
    """Put the content between `<!-- part -->` and `<!-- /part -->`.

    Raises:
        ValueError: the page has no such marks.
    """
    text = page.read_text(encoding="utf-8")
    marks = re.compile(rf"(<!-- {re.escape(part)} -->\n).*?(<!-- /{re.escape(part)} -->)", re.DOTALL)
    if not marks.search(text):
        raise ValueError(f"{page} has no <!-- {part} --> … <!-- /{part} -->")
    page.write_text(marks.sub(lambda found: f"{found[1]}{content.strip()}\n{found[2]}", text), encoding="utf-8")


def as_markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; all columns but the first are figures."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def as_text(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same for a terminal."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            f"{cell:{'<' if not place else '>'}{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (head, *rows)
    )
