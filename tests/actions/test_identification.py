"""Identifying in the chat: never a hint, limited, corrected, and back to the question."""

from __future__ import annotations

import re
from typing import Any

from tests.actions.conftest import CONVERSATION

RIGHT = ("10482913", "2011 KD")


async def mailed_code(services: Any) -> str:
    """The latest code in the demo mailbox."""
    await services.identification.settled()
    mails = await services.identification._mailer.list()
    found = re.search(r"\b(\d{3}) (\d{3})\b", mails[0].text)
    assert found
    return f"{found[1]}{found[2]}"


async def started(talk: Any, question: str = "factuur_uitleg") -> Any:
    """A conversation in which an unknown customer asked something personal."""
    bot = await talk(question, level=0)
    first = await bot.say("waarom is mijn rekening zo hoog", intent=question)
    assert first.names == ["utter_identificatie_waarom", "utter_identificatie_vraag_klantnummer"]
    return bot


async def test_the_question_is_answered_right_after(talk: Any, services: Any) -> None:
    bot = await started(talk)
    for said in RIGHT:
        await bot.say(said)
    result = await bot.say(await mailed_code(services))
    assert result.names[:2] == ["utter_identificatie_gelukt", "utter_factuur_uitleg_bijbetalen"]
    assert "Bedankt, Sanne." in result.text
    assert bot.open_form is None
    assert bot.slots["klantnummer"] is None
    assert bot.slots["code"] is None


async def test_number_and_postcode_in_one_sentence(talk: Any) -> None:
    bot = await started(talk)
    result = await bot.say("klantnummer 1048 2913 en ik woon op 2011kd")
    assert result.names == ["utter_identificatie_vraag_code"]


async def test_a_wrong_combination_is_answered_in_the_same_words(talk: Any, services: Any) -> None:
    bot = await started(talk)
    await bot.say("10482913")
    wrong = await bot.say("9999 ZZ")
    await services.identification.settled()
    assert wrong.names == ["utter_identificatie_vraag_code"]
    assert await services.identification._mailer.list() == []


async def test_three_wrong_codes_begin_again(talk: Any, services: Any) -> None:
    bot = await started(talk)
    for said in RIGHT:
        await bot.say(said)
    right = await mailed_code(services)
    wrong = "000000" if right != "000000" else "111111"
    first = await bot.say(wrong)
    assert "nog 2 keer" in first.text
    await bot.say(wrong)
    third = await bot.say(wrong)
    assert "utter_identificatie_code_opnieuw" in third.names
    assert bot.slots["requested_slot"] == "klantnummer"
    late = await bot.say(right)
    assert "utter_identificatie_gelukt" not in late.names


async def test_an_expired_code_begins_again(talk: Any, services: Any, clock: Any) -> None:
    bot = await started(talk)
    for said in RIGHT:
        await bot.say(said)
    code = await mailed_code(services)
    clock.move(minutes=11)
    assert (await bot.say(code)).names == ["utter_identificatie_code_opnieuw"]


async def test_a_corrected_postcode_mails_a_new_code(talk: Any, services: Any) -> None:
    bot = await started(talk)
    await bot.say("10482913")
    await bot.say("2011 KE")
    corrected = await bot.say("oh nee mijn postcode is 2011 KD")
    assert corrected.names == ["utter_identificatie_vraag_code"]
    result = await bot.say(await mailed_code(services))
    assert "utter_identificatie_gelukt" in result.names


async def test_too_many_requests_end_in_the_offer_of_a_human(talk: Any) -> None:
    for _ in range(5):
        bot = await started(talk)
        for said in RIGHT:
            await bot.say(said)
    bot = await started(talk)
    await bot.say(RIGHT[0])
    refused = await bot.say(RIGHT[1])
    assert refused.names == ["utter_identificatie_te_vaak"]
    assert bot.slots["aanbod"] == "action_overdragen"
    assert bot.open_form is None
    assert bot.slots["requested_slot"] is None


async def test_another_customers_code_is_refused_and_the_conversation_stays_whose_it_was(
    talk: Any, services: Any, customer_id: Any
) -> None:
    bot = await talk("factuur_uitleg", level=1)
    await bot.say("waarom is mijn rekening zo hoog", intent="factuur_uitleg")
    for said in ("10517264", "1349 CB"):
        await bot.say(said)
    refused = await bot.say(await mailed_code(services))
    assert refused.names == ["utter_identificatie_iemand_anders"]
    assert "Begin een nieuw gesprek" in refused.text
    assert bot.open_form is None
    assert bot.slots["code_gevraagd"] is None
    identity = await services.identification.identity(CONVERSATION)
    assert (identity.level, identity.customer_id) == (1, await customer_id("10482913"))


async def test_the_same_customer_proves_it_again(talk: Any, services: Any) -> None:
    bot = await talk("factuur_uitleg", level=1)
    await bot.say("waarom is mijn rekening zo hoog", intent="factuur_uitleg")
    for said in RIGHT:
        await bot.say(said)
    assert "utter_identificatie_gelukt" in (await bot.say(await mailed_code(services))).names


async def test_no_reason_to_stay_can_be_left(talk: Any) -> None:
    bot = await started(talk)
    left = await bot.say("laat maar", intent="annuleren", action="action_annuleren")
    assert left.names == ["utter_annuleren"]
    assert bot.open_form is None
    assert bot.slots["openstaande_vraag"] is None
