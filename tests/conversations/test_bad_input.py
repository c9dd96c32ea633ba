"""What nobody expects in a chat: nothing breaks, nothing is lost, and what cannot be handled is said."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import Stack

FRIENDLY = "Wat zijn jullie openingstijden?"


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b\u0000"])
async def test_an_empty_message_is_refused_with_a_word(customer: NewCustomer, text: str) -> None:
    somebody = await customer()
    refused = await somebody.send(text)
    assert not refused["ok"]
    assert refused["error"]["message"]
    assert len(somebody.stored()) == 1, "only the welcome"
    assert "Bellen" in await somebody.say(FRIENDLY)


async def test_ten_thousand_characters_are_refused_and_the_conversation_goes_on(customer: NewCustomer) -> None:
    somebody = await customer()
    refused = await somebody.send("a" * 10_000)
    assert refused["error"]["code"] == "too_long"
    assert "Er passen 4.000 tekens in." in refused["error"]["message"]
    assert "Bellen" in await somebody.say(FRIENDLY)


async def test_almost_four_thousand_characters_get_an_answer(customer: NewCustomer, stack: Stack) -> None:
    await stack.aside(stack.until_nobody_is_at_the_desk)  # repeated a hundred times it may ask for a human
    somebody = await customer()
    assert await somebody.say("Ik heb een vraag over mijn rekening. " * 100)
    assert "Bellen" in await somebody.say(FRIENDLY)


@pytest.mark.parametrize(
    "text",
    [
        "😡😡😡",
        "👨\u200d👩\u200d👧 🏳️\u200d🌈",
        "фактура слишком высокая",
        "فاتورتي مرتفعة جدا",
        "我的账单太高了",
        "Ａｃｃｏｕｎｔ",
        "a\u0301e\u0308" * 40,
        "<script>alert('hallo')</script>",
        "<b>Hoeveel</b> <img src=x onerror=alert(1)>",
        "'; DROP TABLE messages; --",
        "{klantnummer} {0} %s ${HOME}",
        "/restart",
        "/session_start",
        '/factuur_uitleg{"factuurnummer": "F-2026-000001"}',
        "..........",
        "?",
        "0",
        "\u202egnissol",
        "nul\u0000teken en bel\u0007",
    ],
)
async def test_anything_gets_an_answer_and_the_conversation_goes_on(customer: NewCustomer, text: str) -> None:
    somebody = await customer()
    heard = await somebody.say(text)
    assert heard.text
    assert "{" not in heard.text
    assert "Bellen" in await somebody.say(FRIENDLY)


async def test_html_stays_text_in_the_record(customer: NewCustomer) -> None:
    somebody = await customer()
    text = "<b>Hoeveel</b> betaal ik?"
    await somebody.say(text)
    assert [row[2] for row in somebody.stored() if row[1] == "customer"] == [text]


async def test_a_typed_command_is_only_text(customer: NewCustomer) -> None:
    """Rasa would take "/medewerker_spreken" for the intent itself; only buttons may do that."""
    somebody = await customer()
    heard = await somebody.say("/automatische_incasso")
    assert (await somebody.send("/geheim", title="Ja"))["ok"]
    assert heard.text


async def test_the_same_message_id_is_answered_once(customer: NewCustomer) -> None:
    somebody = await customer()
    first = await somebody.send(FRIENDLY, message_id="een-twee-drie")
    second = await somebody.send(FRIENDLY, message_id="een-twee-drie")
    assert (first["id"], first["seq"]) == (second["id"], second["seq"])
    await somebody.hears(after=first["seq"])
    assert "Graag gedaan." in await somebody.say("bedankt")
    assert [row[1] for row in somebody.stored()] == [
        "bot",
        "customer",
        "bot",
        "customer",
        "bot",
    ]  # the first is the welcome


@pytest.mark.question("groet", "openingstijden", "dynamisch_contract")
async def test_messages_sent_at_once_are_answered_in_order(customer: NewCustomer) -> None:
    somebody = await customer()
    questions = ["hallo", FRIENDLY, "Wat is een dynamisch contract?"]
    last = [await somebody.tell(question) for question in questions][-1]
    await somebody.hears(after=last, count=1)
    await somebody.is_handled(last)
    _welcome, *answers = [text for _, sender, text in somebody.stored() if sender == "bot"]
    assert len(answers) == 3
    assert "digitale assistent" in answers[0]
    assert "Bellen" in answers[1]
    assert "stroomprijs elk uur" in answers[2]


async def test_a_new_session_for_a_forged_one(customer: NewCustomer) -> None:
    somebody = await customer()
    await somebody.say("hallo")
    real = somebody.seen.session_id
    assert real is not None
    stranger = await customer()
    await stranger.leave()
    stranger.seen.session_id = real[:-1] + ("0" if real[-1] != "0" else "1")
    stranger.seen.messages.clear()
    await stranger.connect()
    assert stranger.seen.session_id != real
    assert len(stranger.transcript) == 1, "a stranger sees a welcome and nothing else"
