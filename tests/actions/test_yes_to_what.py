"""What a "ja" is about: the last thing that was asked, by the bot, and by whoever proved to be the customer."""

from __future__ import annotations

from typing import Any

from dichtbij.database import Database

IBAN = "NL91 ABNA 0417 1643 00"


async def test_a_change_is_not_carried_out_when_the_proof_grew_old(talk: Any, clock: Any, database: Database) -> None:
    bot = await talk("rekeningnummer_wijzigen")
    assert "Klopt dat?" in (await bot.say(f"mijn nieuwe rekening is {IBAN}")).text
    clock.move(hours=10)
    said = await bot.say("ja", intent="bevestigen")
    assert "Gedaan" not in said.text
    assert "utter_identificatie_waarom" in said.names
    assert bot.open_form == "identificatie_form"
    assert bot.slots["iban"], "what was filled in is shown again after the proof"


async def test_an_old_offer_is_not_accepted_by_a_later_yes(talk: Any) -> None:
    bot = await talk("factuur_uitleg")
    await bot.say("waarom zo hoog", intent="factuur_uitleg")
    assert bot.slots["aanbod"]
    await bot.say("bedankt", intent="bedanken", action="utter_bedanken")
    said = await bot.say("ja", intent="bevestigen", action="action_bevestigen")
    assert said.names == ["utter_bevestigen_los"]


async def test_the_offer_of_just_now_is_accepted(talk: Any) -> None:
    bot = await talk("factuur_uitleg")
    await bot.say("waarom zo hoog", intent="factuur_uitleg")
    await bot.say("ja", intent="bevestigen", action="action_bevestigen")
    assert bot.open_form == "termijnbedrag_wijzigen_form"


async def test_a_yes_under_somebody_elses_words_is_asked_again(talk: Any) -> None:
    bot = await talk("rekeningnummer_wijzigen")
    await bot.say(f"mijn nieuwe rekening is {IBAN}")
    said = await bot.say("ja ik ben buiten", intent="bevestigen", metadata={"na_anderen": True})
    assert "Gedaan" not in said.text
    assert "Klopt dat?" in said.text
    assert "Gedaan" in (await bot.say("ja", intent="bevestigen")).text


async def test_a_form_that_was_declined_begins_empty_again(talk: Any) -> None:
    bot = await talk("rekeningnummer_wijzigen")
    await bot.say(f"mijn nieuwe rekening is {IBAN}")
    await bot.say("de betaaldag moet ook anders", intent="betaaldatum_wijzigen", action="betaaldatum_wijzigen_form")
    await bot.say("de 9e")
    said = await bot.say("ja", intent="bevestigen")
    assert "utter_formulier_verder" in said.names
    await bot.say("nee", intent="ontkennen", action="action_ontkennen")
    assert bot.slots["iban"] is None
    assert bot.slots["onderbroken_formulier"] is None
