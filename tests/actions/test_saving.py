"""Saving: tips by the customer's own usage, three at a time, never one that does not fit."""

from __future__ import annotations

from typing import Any

import pytest

from actions.words import euro

SANNE = "10482913"  # je; much gas, no panels
KARIM = "10517264"  # je; panels
YARA = "10591147"  # je; no gas, dynamic
CORRIE = "10118392"  # u
BAKKERIJ = "20014578"  # u; a company
QUESTION = "action_besparen"


async def context_of(said: Any) -> dict[str, Any]:
    return {"laatste_vraag": "besparen", "laatste_context": said.slots["laatste_context"]}


async def test_three_tips_with_own_euros_the_most_useful_first(run: Any, services: Any, customer_id: Any) -> None:
    [home] = (await services.savings.report(await customer_id(SANNE))).homes
    said = await run(QUESTION, text="hoe kan ik besparen", customer=SANNE, level=1)
    assert said.names == ["utter_besparen_persoonlijk"]
    lines = said.values("utter_besparen_persoonlijk")["tips"].split("\n")
    assert len(lines) == 3
    for line, saving in zip(lines, home.savings, strict=False):
        assert line.endswith(f"Scheelt ongeveer {euro(saving.euros)} per jaar.")
    assert "Zet de verwarming een graad lager." in lines[0]
    assert "Het meeste geld gaat naar gas" in said.text
    assert "boven een gemiddelde woning (1.192 m³)" in said.text


async def test_more_tips_gives_the_next_ones_until_they_are_over(run: Any, services: Any, customer_id: Any) -> None:
    [home] = (await services.savings.report(await customer_id(SANNE))).homes
    said = await run(QUESTION, text="tips graag", customer=SANNE, level=1)
    told = list(said.slots["laatste_context"]["getoond"])
    for _ in range(4):
        if len(told) == len(home.savings):
            break
        said = await run(QUESTION, text="heb je nog meer tips?", customer=SANNE, level=1, slots=await context_of(said))
        assert said.names[0].startswith("utter_besparen_meer")
        told = said.slots["laatste_context"]["getoond"]
    assert told == [one.tip for one in home.savings]
    assert "Meer tips heb ik niet voor je." in said.text
    over = await run(QUESTION, text="meer tips", customer=SANNE, level=1, slots=await context_of(said))
    assert over.names == ["utter_besparen_op"]


async def test_and_for_electricity_is_a_follow_up(run: Any) -> None:
    said = await run(QUESTION, text="hoe kan ik besparen", customer=SANNE, level=1)
    said = await run(
        QUESTION,
        text="en voor stroom?",
        intent="verbruik_inzien",
        customer=SANNE,
        level=1,
        slots=await context_of(said),
    )
    assert said.slots["laatste_context"]["soorten"] == ["stroom"]
    assert "stand-by" in said.text
    assert "verwarming" not in said.text


async def test_only_what_was_asked_for(run: Any) -> None:
    said = await run(QUESTION, text="hoe kan ik minder gas verbruiken", customer=KARIM, level=1)
    assert "verwarming" in said.text
    assert "zonnestroom" not in said.text


async def test_no_gas_tips_without_gas(run: Any) -> None:
    said = await run(QUESTION, text="besparen", customer=YARA, level=1)
    assert "stand-by" in said.text
    for word in ("gas", "verwarming", "douche", "cv-ketel"):
        assert word not in said.text.lower()
    asked = await run(QUESTION, text="hoe kan ik minder gas gebruiken", customer=YARA, level=1)
    assert asked.names == ["utter_besparen_niets_passends"]


async def test_what_we_cannot_know_is_said_with_an_if(run: Any, services: Any) -> None:
    for tip in ("droger", "douchekop", "ledlampen", "douchen", "wassen", "cv_ketel"):
        assert " als " in services.texts.text(f"utter_deel_tip_{tip}", "u")


async def test_own_solar_power_is_a_tip_for_who_has_panels(run: Any) -> None:
    assert "zonnestroom" in (await run(QUESTION, text="besparen", customer=KARIM, level=1)).text
    assert "zonnestroom" not in (await run(QUESTION, text="besparen", customer=SANNE, level=1)).text


async def test_a_company_gets_no_showers(run: Any) -> None:
    said = await run(QUESTION, text="hoe bespaart een bakkerij", customer=BAKKERIJ, level=1)
    assert said.names == ["utter_besparen_zakelijk"]
    assert "douche" not in said.text.lower()


async def test_not_identified_gets_general_tips_and_no_question(run: Any, services: Any) -> None:
    said = await run(QUESTION, text="tips om te besparen", level=0)
    assert said.names == ["utter_besparen"]
    assert said.followup is None
    titles = [button["title"] for button in services.texts.render("utter_besparen", "je").buttons]
    assert titles[0] == "Mijn eigen gegevens"


async def test_no_consent_gets_general_tips(run: Any, services: Any, customer_id: Any) -> None:
    await services.consents.set(await customer_id(SANNE), "persoonlijke_antwoorden", False)
    assert (await run(QUESTION, text="besparen", customer=SANNE, level=2)).names == ["utter_besparen_algemeen"]


@pytest.mark.parametrize("action", ["action_besparen", "action_slimme_meter"])
async def test_the_button_for_the_own_figures_asks_who_it_is(run_with_button: Any, action: str) -> None:
    asked = await run_with_button(action, level=0)
    assert asked.followup == "identificatie_form"
    assert asked.slots["openstaande_vraag"] == action.removeprefix("action_")
    known = await run_with_button(action, level=1)
    assert known.followup is None


@pytest.fixture
def run_with_button(run: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`run`, with the entity that the button "Mijn eigen gegevens" carries."""
    from actions.conversation import Turn

    async def tap(action: str, level: int) -> Any:
        monkeypatch.setattr(Turn, "wants_personal", True)
        return await run(action, text=f'/{action.removeprefix("action_")}{{"persoonlijk": "ja"}}', level=level)

    return tap


async def test_u_is_said_to_who_wants_it(run: Any) -> None:
    said = await run(QUESTION, text="besparen", customer=CORRIE, level=1)
    assert "Dit levert bij u het meeste op:" in said.text
    assert "als u nu langer doucht" in said.text


async def test_simpler_is_one_tip(run: Any) -> None:
    said = await run(QUESTION, text="besparen", customer=SANNE, level=1)
    assert said.slots["eenvoudiger"].startswith("Begin hiermee. Zet de verwarming een graad lager.")
