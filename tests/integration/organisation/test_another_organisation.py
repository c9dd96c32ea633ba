"""Another organisation in the same program: one file is replaced, and everything speaks in its name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from dichtbij.customers.model import CustomerId, Refused
from dichtbij.settings import ROOT
from tests.running_counter import SANNE, Running

Start = Callable[..., Awaitable[Running]]
DUINLICHT = yaml.safe_load((ROOT / "organisatie.yml").read_text(encoding="utf-8"))


@pytest.fixture
def klaarwater(tmp_path: Path) -> Path:
    """docs/howto/another-organisation.md, followed: a water company that opens later and lends less."""
    rows: dict[str, Any] = yaml.safe_load((ROOT / "organisatie.yml").read_text(encoding="utf-8"))
    rows |= {
        "naam": "Waterbedrijf Klaarwater",
        "roepnaam": "Klaarwater",
        "omschrijving": "leverancier van drinkwater",
        "telefoon": "0900 55 55",
        "e_mail": "service@klaarwater.example",
        "website": "www.klaarwater.example",
    }
    rows["urls"]["privacy"] = "https://www.klaarwater.example/privacy"
    rows["openingstijden"] |= {"zaterdag": None, "zondag": None}
    rows["tarieven"]["variabel"]["gas_per_m3"] = "9.8765"
    rows["beleid"]["termijnbedrag"] |= {"hoogste_deel": "1", "altijd_extra": "1"}
    rows["beleid"]["identificatie"]["code_geldig_minuten"] = 3
    file = tmp_path / "organisatie.yml"
    file.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    return file


def nothing_of_duinlicht(text: str) -> None:
    for word in ("duinlicht", DUINLICHT["telefoon"]):
        assert word not in text.lower()


async def test_the_counter_greets_and_shows_pages_in_its_name(start: Start, klaarwater: Path, dist: Path) -> None:
    counter = await start(organisation_file=str(klaarwater), dist=dist)
    widget = await counter.widget()
    [welcome] = (await widget.until("replay"))["messages"]
    assert "Waterbedrijf Klaarwater" in welcome["text"]
    nothing_of_duinlicht(welcome["text"])
    for path in ("/", "/service", "/mijn", "/demo/mailbox", "/desk"):
        async with counter.http.get(path) as response:
            page = await response.text()
        assert "Waterbedrijf Klaarwater" in page, path
        assert "{{" not in page, path
        nothing_of_duinlicht(page)
    async with counter.http.get("/") as response:
        assert "9,8765" in await response.text()
    async with counter.http.get("/service") as response:
        assert "zaterdag tot en met zondag gesloten" in await response.text()


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """The pages as they are written; building adds nothing that names an organisation."""
    folder = tmp_path / "dist"
    (folder / "demo").mkdir(parents=True)
    for page in (ROOT / "web" / "demo").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        for part in (ROOT / "web" / "demo" / "parts").glob("*.html"):
            text = text.replace(f"<!--#include {part.stem}-->", part.read_text(encoding="utf-8"))
        (folder / "demo" / page.name).write_text(text, encoding="utf-8")
    (folder / "desk.html").write_text((ROOT / "web" / "desk" / "desk.html").read_text(encoding="utf-8"), "utf-8")
    return folder


async def test_mail_paper_and_policies_are_its_own(start: Start, klaarwater: Path) -> None:
    rooms = (await start(organisation_file=str(klaarwater))).parts.rooms
    sanne = CustomerId(f"klant-{SANNE}")
    await rooms.identification.request_code("gesprek", SANNE, "2011 KD")
    await rooms.identification.settled()
    [mail, *_] = await rooms.mailbox.list()
    assert mail.subject == "Code voor je gesprek met Waterbedrijf Klaarwater"
    assert mail.text.rstrip().endswith("Groet,\nWaterbedrijf Klaarwater")
    assert "De code werkt 3 minuten" in mail.text
    nothing_of_duinlicht(mail.text)

    [advice] = (await rooms.billing.instalment(sanne)).contracts
    assert advice.maximum == advice.advised + 1
    refused = await rooms.billing.propose_instalment(sanne, advice.advised + Decimal(2))
    assert isinstance(refused, Refused)


async def test_its_own_name_in_an_angry_message_is_understood(start: Start, klaarwater: Path) -> None:
    counter = await start(organisation_file=str(klaarwater))
    widget = await counter.widget()
    await widget.say("nooit meer klaarwater")
    await widget.hears("Je zei")
    [asked] = counter.bot.asked
    reading = asked["metadata"]["reading"]
    assert reading["level"] != "kalm"
    assert "Klaarwater" in " ".join(one["words"] for one in reading["evidence"]), "the agent reads their own name"
