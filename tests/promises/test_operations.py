"""docs/operations.md says what is: every setting, figure and log event.

`PYTHONPATH=. .venv/bin/python tests/promises/test_operations.py` writes the table of settings.
"""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import SecretStr

from dichtbij.metrics import Metrics
from dichtbij.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "operations.md"
BEGIN = "<!-- settings: written by tests/promises/test_operations.py, from dichtbij/settings.py -->\n"
END = "<!-- end of settings -->"


def table() -> str:
    """The settings as a table, in the order of the code."""
    lines = ["| setting | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.annotation is SecretStr else str(field.default)
        if field.annotation is bool:
            default = default.lower()
        lines.append(f"| `{name.upper()}` | {f'`{default}`' if default else ''} | {field.description} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_settings_is_the_settings() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    written = text.split(BEGIN)[1].split(END)[0]
    assert written == table(), "run: PYTHONPATH=. .venv/bin/python tests/promises/test_operations.py"


def test_every_figure_is_explained() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    names = {family.name for family in Metrics().registry.collect()}
    assert not [name for name in names if name not in text]
    assert {name.removesuffix("_total") for name in re.findall(r"`(dichtbij_\w+)", text)} <= names


def test_every_log_event_it_names_exists() -> None:
    text = DOCUMENT.read_text(encoding="utf-8").split("## Logs")[1].split("## What to do when")[0]
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    files = [*(ROOT / "dichtbij").rglob("*.py"), *(ROOT / "actions").rglob("*.py")]
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    for event in re.findall(r"`(\w+)`", " ".join(rows)):
        assert f'"{event}"' in code, f"nothing logs {event}"


if __name__ == "__main__":
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)
    DOCUMENT.write_text(before + BEGIN + table() + END + rest.split(END)[1], encoding="utf-8")
