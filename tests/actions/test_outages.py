"""No power: the number and the danger at once, then what is known at the postcode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dichtbij.customers.network import Operators, OutagesFile, load_operators
from dichtbij.customers.network.operators import load_operators as load
from dichtbij.errors import SettingsError

FIRST_LINES = "Bel 0800-9009. Dat nummer is gratis, dag en nacht."


async def test_a_stranger_gets_the_number_at_once_and_the_postcode_is_asked_last(run: Any) -> None:
    result = await run("action_storing_melden", text="er is geen licht meer", level=0)
    assert result.text.startswith(FIRST_LINES)
    assert "Bij direct gevaar: 112." in result.text
    assert result.text.endswith("Typ dan bijvoorbeeld: storing in 1234 AB.")
    assert result.slots["laatste_context"]["waarde_soort"] == "postcode"


async def test_a_postcode_afterwards_is_taken(run: Any) -> None:
    kept = {"laatste_vraag": "storing_melden", "laatste_context": {"plaatsen": [], "waarde_soort": "postcode"}}
    result = await run("action_storing_melden", text="9711 AB", intent="informeren", level=0, slots=kept)
    assert "Bij ons is voor 9711 AB geen storing bekend." in result.text
    assert "De netbeheerder voor stroom is daar Enexis." in result.text
    assert "0800-9009" in result.text


async def test_who_is_known_is_not_asked(run: Any) -> None:
    result = await run("action_storing_melden", text="de stroom is weg", customer="10446728", level=1)
    assert result.text.startswith(FIRST_LINES)
    assert "voor 5611 MG geen storing bekend" in result.text
    assert "storing in 1234 AB" not in result.text


async def test_where_no_source_names_the_operator_no_name_is_said(run: Any) -> None:
    result = await run("action_storing_melden", text="geen gas in 2011 KD", level=0)
    assert "voor 2011 KD geen storing bekend" in result.text
    assert "netbeheerder voor" not in result.text


async def test_a_known_outage_is_told_with_since_and_until(
    run: Any, services: Any, clock: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "storingen.yml"
    file.write_text(
        "storingen:\n"
        "- {postcodes: ['3812'], energie: stroom, gebied: Amersfoort-Noord, sinds: 2026-11-23 08:10,"
        " tot: 2026-11-23 12:00}\n"
        "- {postcodes: ['3812 HL'], energie: gas, sinds: 2026-11-22 22:00}\n"
        "- {postcodes: ['3812'], energie: stroom, sinds: 2026-11-23 07:00, tot: 2026-11-23 08:00}\n"
        "- {postcodes: ['38'], energie: stroom, sinds: 2026-11-23 07:00}\n"
        "- kapot\n",
        encoding="utf-8",
    )
    known = OutagesFile(file, clock)
    assert len(await known.at("3812 HL")) == 2
    assert await known.at("9999 XX") == ()
    monkeypatch.setattr(services.outages, "_file", file)
    result = await run("action_storing_melden", text="storing in 3812 HL?", level=0)
    assert "Wij weten van een storing met stroom in Amersfoort-Noord, sinds 8.10 uur." in result.text
    assert "Naar verwachting is die voorbij om 12.00 uur." in result.text
    assert "Wij weten van een storing met gas in postcode 3812 HL, sinds 22 november, 22.00 uur." in result.text
    file.write_text("[", encoding="utf-8")
    assert await known.at("3812 HL") == ()


def test_the_table_of_operators_is_sound_and_says_only_what_it_says() -> None:
    table = load_operators()
    assert {area.operator.name for area in table.areas} <= {
        "Liander", "Stedin", "Enexis", "Coteq", "Rendo", "Westland Infra",
    }  # fmt: skip
    assert all(area.operator.energies == ("stroom",) for area in table.areas), "no source of ours names a gas grid"
    assert table.of("9711 AB") == table.of("9711") == table.of("9747")
    assert table.of("0000") is table.of("geen postcode") is table.of("2011 KD") is None
    assert Operators(()).of("9711 AB") is None


@pytest.mark.parametrize(
    "rows",
    ["- {van: 2, tot_en_met: 1, netbeheerder: X, energie: [stroom]}", "- {van: 1}", "3",
     "- {van: 1, tot_en_met: 5, netbeheerder: X, energie: []}\n"
     "- {van: 5, tot_en_met: 6, netbeheerder: Y, energie: []}"],
)  # fmt: skip
def test_a_wrong_table_stops_the_start(tmp_path: Path, rows: str) -> None:
    file = tmp_path / "netbeheerders.yml"
    file.write_text(f"gebieden:\n{rows}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"netbeheerders\.yml"):
        load(file)
