"""Usage: the words decide the period and the energy; compared, with a picture."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.usage_wish import Wish, wish_of
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
        ("hoeveel gas het afgelopen jaar", Wish(kinds=GAS)),
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


# -- follow-ups ---------------------------------------------------------------------------------------------------

JANUARY = Wish(month=1, kinds=GAS)


@pytest.mark.parametrize(
    ("earlier", "text", "wish"),
    [
        (Wish(), "en gas?", Wish(kinds=GAS)),
        (Wish(), "alleen stroom", Wish(kinds=STROOM)),
        (Wish(), "en vorig jaar?", Wish(UsagePeriod.VORIG_JAAR)),
        (Wish(kinds=GAS), "en vorig jaar?", Wish(UsagePeriod.VORIG_JAAR, kinds=GAS)),
        (Wish(kinds=GAS), "en in januari?", JANUARY),
        (JANUARY, "en in februari?", Wish(month=2, kinds=GAS)),
        (JANUARY, "en vorig jaar?", Wish(UsagePeriod.VORIG_JAAR, month=1, kinds=GAS)),
        (JANUARY, "en stroom?", Wish(month=1, kinds=STROOM)),
        (JANUARY, "en het hele jaar?", Wish(kinds=GAS)),
        (JANUARY, "en per maand?", Wish(each_month=True, kinds=GAS)),
        (Wish(UsagePeriod.VORIG_JAAR), "en in juli?", Wish(UsagePeriod.VORIG_JAAR, month=7)),
        (Wish(UsagePeriod.MAAND, kinds=GAS), "en per maand?", Wish(each_month=True, kinds=GAS)),
        (Wish(each_month=True), "en alleen gas?", Wish(each_month=True, kinds=GAS)),
        (Wish(kinds=GAS), "en de zonnepanelen?", Wish(kinds=frozenset({UsageKind.TERUGLEVERING}))),
        (Wish(kinds=GAS), "en alles samen?", Wish()),
        (Wish(kinds=GAS), "en voor de Industrieweg?", Wish(kinds=GAS)),
    ],
)
def test_a_follow_up_builds_on_the_wish_before(earlier: Wish, text: str, wish: Wish) -> None:
    assert wish_of(text, TODAY, earlier) == wish


@pytest.mark.parametrize("wish", [Wish(), JANUARY, Wish(UsagePeriod.DIT_JAAR, None, True, False, STROOM)])
def test_a_wish_survives_the_slot(wish: Wish) -> None:
    assert Wish.from_context(wish.as_context()) == wish
    assert Wish.from_context({}) is None


async def after(run: Any, said: Any, text: str, **more: Any) -> Any:
    """A next message that goes on with the answer before."""
    slots = {"laatste_vraag": "verbruik_inzien", "laatste_context": said.slots["laatste_context"]}
    return await run("action_verbruik_inzien", text=text, intent="zonnepanelen", slots=slots, **more)


async def test_gas_then_january_then_the_year_before(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="hoeveel heb ik verbruikt")
    gas = await after(run, said, "en gas?")
    assert gas.text.startswith("In de laatste 12 maanden")
    assert "- gas" in gas.text
    assert "- stroom" not in gas.text
    january = await after(run, gas, "en in januari?")
    assert january.text.startswith("In januari 2026 was je verbruik:\n- gas")
    before = await after(run, january, "en vorig jaar?")
    assert before.text.startswith("In januari 2025 was je verbruik:\n- gas")


async def test_one_address_and_then_another(run: Any, services: Any, customer_id: Any) -> None:
    bakkerij = "20014578"
    said = await run("action_verbruik_inzien", text="ons gasverbruik", customer=bakkerij)
    assert said.names == ["utter_verbruik_inzien_meer"]
    assert "op uw 3 adressen samen" in said.text
    titles = [button["title"] for button in said.values("utter_verbruik_inzien_meer")["buttons"]]
    assert len(titles) == 3
    one = await after(run, said, "en voor de Industrieweg?", customer=bakkerij)
    assert "op Industrieweg 61, Oosterhout" in one.text
    assert "stroom" not in one.text
    other = await after(run, one, "en vorig jaar?", customer=bakkerij)
    assert "op Industrieweg 61, Oosterhout" in other.text
    [message] = one.messages
    opened = await services.documents.open(message["image"].removeprefix("/documenten/"))
    assert isinstance(opened, Document)
    whole = await after(run, one, "en alle adressen samen?", customer=bakkerij)
    assert "op uw 3 adressen samen" in whole.text


async def test_a_year_is_compared_with_an_average_home(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="is mijn verbruik normaal")
    assert "Met gas zit je 17% boven een gemiddelde woning (1.192 m³)." in said.text
    for text in ("verbruik in januari", "verbruik per maand", "verbruik vorig jaar"):
        assert "gemiddelde woning" not in (await run("action_verbruik_inzien", text=text)).text
    assert "gemiddeld" not in (await run("action_verbruik_inzien", text="verbruik", customer="20014578")).text


async def test_usage_that_rose_strongly_leads_to_tips_once(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="verbruik")
    assert said.text.endswith("Wil je tips die bij je passen?")
    assert said.slots["aanbod"] == "action_besparen"
    again = await run("action_verbruik_inzien", text="verbruik", slots={"aangeboden_stappen": ["action_besparen"]})
    assert "tips" not in again.text


async def test_an_instalment_that_does_not_fit_is_the_next_step(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="verbruik", customer="10517264")
    assert "is hier te laag voor" in said.text
    assert said.slots["aanbod"] == "termijnbedrag_wijzigen_form"


async def test_simpler_leaves_out_the_percents(run: Any) -> None:
    said = await run("action_verbruik_inzien", text="verbruik")
    assert "%" not in said.slots["eenvoudiger"]
    assert "1.392 m³" in said.slots["eenvoudiger"]
