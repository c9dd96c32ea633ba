"""What the counter and the bot say on a phone where the website is told otherwise, over the whole way."""

from __future__ import annotations

from dichtbij.whatsapp_stand_in import StandIn
from tests.running_counter import Running, Widget, clock, file, handover, template
from tests.whatsapp_stand_in import whatsapp_counter

__all__ = ["clock", "file", "template", "whatsapp_counter"]

Both = tuple[StandIn, Running]
STRANGER = "31685550042"
ANSWER = [{"text": "Wij zijn open van 8 tot 20 uur.", "utter_action": "utter_openingstijden"}]
ROUNDS_OFF = [{"text": "Graag gedaan.", "utter_action": "utter_bedanken"}]


async def on_the_website(counter: Running, *words: str) -> Widget:
    widget = await counter.widget()
    for one in words:
        await widget.say(one)
        await counter.quiet()
    return widget


async def test_how_the_help_was_is_asked_as_it_is_read(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    counter.bot.says |= {"open?": ANSWER, "dank je": ROUNDS_OFF}
    phone = meta.phone(STRANGER)
    phone.say("open?")
    await meta.hears(phone, "8 tot 20 uur")
    phone.say("dank je")
    asked = await meta.hears(phone, "Ben je goed geholpen?")
    assert asked.text.endswith("Ben je goed geholpen? Kies wat past.")
    widget = await on_the_website(counter, "open?", "dank je")
    assert (await widget.hears("Ben je goed geholpen?"))["text"].endswith("Eén tik is genoeg.")


async def test_who_waits_hears_that_nobody_is_left_as_it_is_read(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    counter.bot.says["mens"] = handover()
    agent = await (await counter.agent()).be_busy()
    phone = meta.phone(STRANGER)
    phone.say("mens")
    await agent.until("case", lambda case: case["channel"] == "whatsapp")
    widget = await on_the_website(counter, "mens")
    await widget.until("owner", lambda owner: owner["owner"] == "queue")
    await agent.close()

    async def nobody_left() -> bool:
        counter.clock.forward(seconds=61)
        await counter.parts.waiting.look()
        return any("medewerker meer" in text for text in phone.texts)

    for _ in range(100):
        if await nobody_left():
            break
        await counter.quiet()
    told = await meta.hears(phone, "geen medewerker meer")
    assert "er is nu geen medewerker meer. Je kunt" in told.text
    assert "er is nu geen medewerker meer in de chat." in (await widget.hears("geen medewerker meer"))["text"]


async def test_an_agent_who_closes_asks_as_it_is_read(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    counter.bot.says["mens"] = handover()
    agent = await (await counter.agent()).be_busy()
    phone = meta.phone(STRANGER)
    phone.say("mens")
    case = await agent.until("case", lambda case: case["channel"] == "whatsapp")
    assert (await agent.post(f"/desk/api/cases/{case['id']}/take"))[0] == 200
    closed = await agent.post(f"/desk/api/cases/{case['id']}/close", {"note": "Klaar", "outcome": "opgelost"})
    assert closed[0] == 200
    assert (await meta.hears(phone, "Ben je goed geholpen?")).text.endswith("Kies wat past.")


async def test_a_file_that_does_not_open_is_to_be_sent_again_not_picked(whatsapp_counter: Both) -> None:
    meta, counter = whatsapp_counter
    counter.bot.says["mens"] = handover()
    agent = await (await counter.agent()).be_busy()
    phone = meta.phone(STRANGER)
    phone.say("mens")
    case = await agent.until("case", lambda case: case["channel"] == "whatsapp")
    assert (await agent.post(f"/desk/api/cases/{case['id']}/take"))[0] == 200
    phone.send_picture(b"\x89PNG\r\n\x1a\n and then nothing", "image/png")
    told = await meta.hears(phone, "Het bestand gaat niet open.")
    assert told.text.endswith("Stuur het nog een keer, of stuur een ander bestand.")
