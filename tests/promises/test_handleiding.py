"""docs/handleiding-medewerker.md shows and says what is on the agent's screen: pictures, words, keys and numbers.

`PYTHONPATH=. .venv/bin/python tests/promises/test_handleiding.py` writes the table of keys.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from dichtbij.desk.routes import MAX_TEXT
from dichtbij.handoff.accounts import MOST_CASES, SHORTEST_PASSWORD
from dichtbij.handoff.agents import IDLE, MAX_FAILED, SESSION_LIFE, TRIES_COUNT_FOR
from dichtbij.handoff.notes import LONGEST_NOTE
from dichtbij.handoff.routing import ASK_AGAIN_AFTER, PLACE_KEPT
from dichtbij.organisation import load_organisation
from dichtbij.settings import ROOT

GUIDE = ROOT / "docs" / "handleiding-medewerker.md"
DESK = ROOT / "web" / "desk"
BEGIN = "<!-- keys: written by tests/promises/test_handleiding.py, from web/desk/keys.ts -->\n"
END = "<!-- end of keys -->"
NOT_ON_THE_SCREEN = ("Vetgedrukte", "Snel naar:", "Standaardantwoorden.", "Voorstellen.", "Notities.", "Bestanden.")
"""Set in bold without being words of the screen; the questions of "Wat doe je als…" begin with three dots."""

_SHORTCUT = re.compile(r'\{ keys: \[([^\]]+)\],(?: joint: "([^"]*)",)? does: "([^"]+)"')


def text() -> str:
    return GUIDE.read_text(encoding="utf-8")


def keys() -> str:
    """The shortcuts as a table, in the order of the code."""
    lines = ["| toets | wat het doet |", "|---|---|"]
    for names, joint, does in _SHORTCUT.findall((DESK / "keys.ts").read_text(encoding="utf-8")):
        pressed = f" {joint or '+'} ".join(f"`{name}`" for name in re.findall(r'"([^"]+)"', names))
        lines.append(f"| {pressed} | {does} |")
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=1)
def on_the_screen() -> str:
    """Every word that the screen may show, from the page or from the counter."""
    files = [*DESK.glob("*.ts"), *(ROOT / "dichtbij" / "desk").rglob("*.py"), *(ROOT / "data" / "balie").glob("*.yml")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_the_table_of_keys_is_the_keys() -> None:
    written = text().split(BEGIN)[1].split(END)[0]
    assert keys().count("\n") > 10
    assert written == keys(), "run: PYTHONPATH=. .venv/bin/python tests/promises/test_handleiding.py"


def test_every_key_it_names_is_a_key_of_the_desk() -> None:
    known = set(re.findall(r"`([^`]+)`", keys())) | {"↑", "/desk"}
    assert set(re.findall(r"`([^`]+)`", text())) - known == set()


def test_every_picture_exists_and_is_told_in_words() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text())
    assert len(pictures) > 10
    for told, file in pictures:
        assert (GUIDE.parent / file).is_file(), f"{file} is not there"
        assert len(told) > 20, f"{file} is not told in words"


def test_bold_words_stand_on_the_screen() -> None:
    found = (" ".join(words.split()) for words in re.findall(r"\*\*([^*]+)\*\*", text()))
    bold = {words for words in found if not words.startswith("…")}
    assert len(bold) > 40
    assert {words for words in bold - set(NOT_ON_THE_SCREEN) if words not in on_the_screen()} == set()


def test_every_link_within_the_page_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", text(), re.M)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", text())) - anchors == set()


def numbers() -> list[str]:
    """What the guide says of times and limits, made of what holds."""
    organisation = load_organisation(ROOT / "organisatie.yml")
    balie, minute = organisation.balie, 60
    assert PLACE_KEPT.total_seconds() == IDLE.total_seconds() == 30 * minute  # "een half uur"
    assert (MAX_FAILED, TRIES_COUNT_FOR.total_seconds(), SESSION_LIFE.total_seconds()) == (5, 300, 36_000)
    assert ASK_AGAIN_AFTER.total_seconds() == 30
    policies = organisation.overig["beleid"]
    assert (policies["identificatie"]["bewezen_minuten"], policies["bewaartermijnen"]["toegang_dagen"]) == (60, 730)
    uploads = (DESK / "uploads.ts").read_text(encoding="utf-8")
    [(size, at_once)] = re.findall(r"MAX_BYTES = (\d+) \*.*?MOST_AT_ONCE = (\d+)", uploads, re.S)
    return [
        f"Je hebt {balie.aannemen_binnen.seconds} seconden.",
        f"hoogstens {balie.hoogstens_tegelijk} gesprekken tegelijk",
        f"langer dan {balie.terug_in_rij_na.seconds} seconden weg",
        f"langer dan {balie.iedereen_na.seconds // minute} minuten",
        f"wachten duurt {organisation.lange_wacht.seconds // minute} minuten",
        f"minstens {SHORTEST_PASSWORD} tekens",
        f"Er passen {MAX_TEXT:,} tekens in een bericht".replace(",", "."),
        f"Er passen {LONGEST_NOTE:,} tekens in".replace(",", "."),
        f"Hoogstens {MOST_CASES}.",
        f"tot {size} MB per stuk en {at_once} tegelijk",
        "Erbij staat tot hoe laat dat geldt: een uur",
        "het blijft twee jaar bewaard",
        "Vijf keer een verkeerd wachtwoord? Wacht dan vijf minuten.",
        "Na tien uur log je opnieuw in. Ook als je de balie een half uur dicht had.",
        "na een halve minuut opnieuw",
        "een half uur bewaard",
    ]


@pytest.mark.parametrize("words", numbers())
def test_numbers_are_those_of_the_code(words: str) -> None:
    assert words in " ".join(text().split())


if __name__ == "__main__":
    before, rest = text().split(BEGIN)
    GUIDE.write_text(before + BEGIN + keys() + END + rest.split(END)[1], encoding="utf-8")
