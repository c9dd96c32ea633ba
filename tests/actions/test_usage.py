"""Usage: the words decide the period and the energy; compared, with a picture."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.usage import Wish, wish_of
from dichtbij.customers.documents import Document
from dichtbij.customers.model import UsageKind, UsagePeriod

TODAY = date(2026, 11, 23)
ALL = frozenset(UsageKind)
GAS = frozenset({UsageKind.GAS})
STROOM = frozenset({UsageKind.STROOM})


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("hoeveel heb ik verbruikt", Wish()),
        ("hoeveel stroom heb ik vorige maand gebruikt", Wish(UsagePeriod.MAAND, kinds=STROOM)),
        ("wat is mijn gasverbruik per jaar", Wish(kinds=ALL)),
        ("hoeveel kuub heb ik vorig jaar verstookt", Wish(UsagePeriod.VORIG_JAAR, kinds=GAS)),
        ("hoeveel gas dit jaar", Wish(UsagePeriod.DIT_JAAR, kinds=GAS)),
        ("gebruik ik meer dan vorig jaar", Wish()),
        ("verbruik 2025", Wish(UsagePeriod.VORIG_JAAR)),
        ("verbruik 2026 tov 2025 graag", Wish(UsagePeriod.DIT_JAAR)),
        ("laat mijn verbruik per maand zien", Wish(each_month=True)),
        ("hoeveel kwh in december", Wish(month=12, kinds=STROOM)),
        ("gasverbruik afgelopen week", Wish(UsagePeriod.MAAND, finer=True, kinds=GAS)),
    ],
)
def test_wish_is_read_from_the_words(text: str, wish: Wish) -> None:
    found = wish_of(text, TODAY)
    if "gasverbruik" in text and not wish.finer:
        wish = Wish(wish.period, wish.month, wish.each_month, wish.finer, GAS)
    assert found == wish


async def test_a_year_is_compared_and_shown(run: Any, services: Any) -> None:
    said = await run("action_verbruik_inzien", text="wat is mijn verbruik")
    assert said.names == ["utter_verbruik_inzien"]
    assert "In de laatste 12 maanden was je verbruik" in said.text
    assert "meer dan een jaar eerder" in said.text
    [message] = said.messages
    assert "De hoogste maand was" in message["custom"]["alt"]
    opened = await services.documents.open(message["image"].removeprefix("/documenten/"))
    assert isinstance(opened, Document)
    assert opened.content.startswith(b"\x89PNG")


async def test_only_the_energy_that_was_asked(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="hoeveel gas heb ik vorige maand verbruikt")
    assert said.text.startswith("In oktober 2026")
    assert "gas" in said.text
    assert "stroom" not in said.text


async def test_a_month_by_name(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="hoeveel stroom ging er in februari doorheen")
    assert said.text.startswith("In februari 2026")


async def test_each_month_has_its_line(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="verbruik per maand graag")
    assert said.names == ["utter_verbruik_inzien_per_maand"]
    assert said.text.count("\n- ") == 2 + 12


async def test_weeks_are_not_pretended(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="wat heb ik afgelopen week verbruikt")
    assert said.names == ["utter_verbruik_inzien_fijner"]


async def test_no_percent_without_a_year_before(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="verbruik", customer="10688032")  # moved last month
    assert "%" not in said.text
    assert said.text.startswith("In oktober 2026")


async def test_energy_that_the_customer_does_not_have(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="hoeveel gas heb ik gebruikt", customer="10591147")
    assert said.names == ["utter_verbruik_inzien_niet_bekend"]


async def test_the_question_before_identification_decides(run: Any) -> None:
    slots = {"openstaande_vraag": "verbruik_inzien", "openstaande_tekst": "hoeveel gas in oktober"}
    said = await run("action_verbruik_inzien", text="123 456", intent="informeren", slots=slots)
    assert said.text.startswith("In oktober 2026")
    assert said.slots["openstaande_vraag"] is None


async def test_recognised_is_enough_and_unknown_is_not(run: Any) -> None:
    assert (await run("action_verbruik_inzien", text="verbruik", level=1)).names == ["utter_verbruik_inzien"]
    unknown = await run("action_verbruik_inzien", text="verbruik", level=0)
    assert unknown.names == []
    assert unknown.followup == "identificatie_form"


async def test_u_is_said_to_who_wants_it(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="verbruik", customer="10118392")
    assert "was uw verbruik" in said.text
