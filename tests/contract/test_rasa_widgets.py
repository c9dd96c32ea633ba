"""Existing Rasa widgets work unchanged. The expectations are those of rasa-webchat 1.0.1 and of Rasa's own channel.

rasa-webchat (src/components/Widget): asks `session_request {session_id: localId or null}` at connect, keeps the string
of `session_confirm`, sends `user_uttered {message, customData, session_id}` without an acknowledgement, and decides by
the number of fields what a `bot_uttered` is (msgProcessor.js).
"""

from __future__ import annotations

from typing import Any

from tests.running_counter import Ears, Running

IMAGE = {"text": "Dit is je verbruik.", "image": "/documenten/abc", "custom": {"alt": "Verbruik per maand"}}
CHOICE = {"text": "Klopt dat?", "buttons": [{"title": "Ja", "payload": "/bevestigen"}]}


def kind(event: dict[str, Any]) -> str:
    """What rasa-webchat makes of a bot_uttered (isText, isButtons, isImage); "custom" is not shown at all."""
    fields = set(event) - {"metadata"}
    if fields == {"text"}:
        return "text"
    if fields == {"text", "quick_replies"}:
        return "buttons"
    if event.get("attachment", {}).get("type") == "image" and event["attachment"]["payload"]["src"]:
        return "image"
    return "custom"


class RasaWebchat(Ears):
    """Does on the wire what rasa-webchat does."""

    session_id: str | None = None

    async def start(self, counter: Running) -> RasaWebchat:
        await counter.connect(self)
        await self.emit("session_request", {"session_id": self.session_id})
        self.session_id = await self.until("session_confirm")
        return self

    async def send(self, message: str) -> None:
        await self.emit("user_uttered", {"message": message, "customData": {}, "session_id": self.session_id})

    async def reads(self, part: str) -> dict[str, Any]:
        event: dict[str, Any] = await self.until("bot_uttered", lambda e: part in str(e))
        return event


async def test_asks_a_session_without_an_id_and_gets_a_string(shared: Running) -> None:
    widget = await RasaWebchat().start(shared)
    assert isinstance(widget.session_id, str)
    assert len(widget.session_id) > 30


async def test_a_session_request_without_any_data_is_fine_too(shared: Running) -> None:
    widget = await shared.connect()
    await widget.emit("session_request")
    assert await widget.until("session_confirm")


async def test_is_welcomed_after_the_session_was_confirmed_with_a_link_it_can_show(shared: Running) -> None:
    widget = await RasaWebchat().start(shared)
    welcome = await widget.reads("digitale assistent")
    assert kind(welcome) == "text"
    assert "[privacy](https://www.duinlicht.example/privacy)" in welcome["text"]
    assert [name for name, _ in widget.heard][:2] == ["session_confirm", "bot_uttered"]


async def test_gets_text_as_nothing_but_text(shared: Running) -> None:
    widget = await RasaWebchat().start(shared)
    await widget.send("Wat kost stroom?")
    assert await widget.reads("Je zei") == {"text": "Je zei: Wat kost stroom?"}


async def test_gets_buttons_as_quick_replies_and_a_tap_counts_as_its_payload(shared: Running) -> None:
    shared.bot.says["klopt het"] = [CHOICE]
    widget = await RasaWebchat().start(shared)
    await widget.send("klopt het")
    buttons = await widget.reads("Klopt dat?")
    assert buttons == {
        "text": "Klopt dat?",
        "quick_replies": [{"content_type": "text", "title": "Ja", "payload": "/bevestigen"}],
    }
    await widget.send("/bevestigen")
    assert kind(await widget.reads("Je zei: /bevestigen")) == "text"
    assert shared.bot.asked[-1]["text"] == "/bevestigen"
    assert shared.bot.asked[-1]["metadata"]["title"] == "Ja"


async def test_gets_text_and_picture_as_two_with_an_address_that_works_on_another_site(shared: Running) -> None:
    shared.bot.says["mijn verbruik"] = [IMAGE]
    widget = await RasaWebchat().start(shared)
    await widget.send("mijn verbruik")
    await widget.reads("Dit is je verbruik.")
    events = widget.all("bot_uttered")[-2:]
    assert [kind(event) for event in events] == ["image", "text"]
    picture = events[0]["attachment"]["payload"]
    assert picture == {"src": f"{shared.url}/documenten/abc", "title": "Verbruik per maand"}


async def test_everything_it_is_sent_can_be_shown_by_it(counter: Running) -> None:
    counter.bot.says = {"a": [CHOICE], "b": [IMAGE], "c": [{"text": "Hier.", "custom": {"links": [LINK]}}]}
    widget = await RasaWebchat().start(counter)
    answers = {"a": "Klopt dat?", "b": "je verbruik", "c": "Hier.", "ik ruik gas": "0800-9009", "x" * 5000: "te lang"}
    for message, answer in answers.items():
        await widget.send(message)
        await widget.reads(answer)
    assert {kind(event) for event in widget.all("bot_uttered")} == {"text", "buttons", "image"}
    assert {name for name, _ in widget.heard} == {"session_confirm", "bot_uttered"}


LINK = {"title": "Factuur", "url": "/documenten/f"}


async def test_comes_back_with_its_id_and_hears_what_it_missed_and_nothing_twice(counter: Running) -> None:
    first = await RasaWebchat().start(counter)
    await first.send("Eén")
    await first.reads("Je zei: Eén")
    await first.close()
    widget = RasaWebchat()
    widget.session_id = first.session_id
    received = await counter.parts.conversations.receive("web", first.session_id.split(".")[0], "Twee")  # type: ignore[union-attr]
    counter.parts.dispatcher.notify(received.conversation.id)  # type: ignore[union-attr]
    await counter.quiet()
    await widget.start(counter)
    assert widget.session_id == first.session_id
    await widget.reads("Je zei: Twee")
    assert widget.all("bot_uttered") == [{"text": "Je zei: Twee"}]


async def test_its_empty_first_message_is_passed_over(shared: Running) -> None:
    widget = await RasaWebchat().start(shared)
    await widget.emit("user_uttered", {"customData": {}, "session_id": widget.session_id})
    await widget.send("Daarna")
    await widget.reads("Je zei: Daarna")
    assert len(widget.all("bot_uttered")) == 2  # the welcome and this answer


async def test_an_init_payload_is_nothing_but_text_because_nobody_offered_it(shared: Running) -> None:
    widget = await RasaWebchat().start(shared)
    await widget.send("/get_started")
    await widget.reads("Je zei: get_started")
    assert shared.bot.asked[-1]["text"] == "get_started"


async def test_hears_in_words_why_a_message_was_not_taken(shared: Running) -> None:
    widget = await RasaWebchat().start(shared)
    await widget.send("x" * 5000)
    assert kind(await widget.reads("te lang")) == "text"


async def test_works_over_long_polling_as_well(shared: Running) -> None:
    widget = Ears()
    await widget.client.connect(shared.url, transports=["polling"])
    try:
        await widget.emit("session_request", {"session_id": None})
        session_id = await widget.until("session_confirm")
        await widget.emit("user_uttered", {"message": "Hallo", "session_id": session_id})
        await widget.until("bot_uttered", lambda event: event == {"text": "Je zei: Hallo"})
    finally:
        await widget.client.eio.disconnect(abort=True)  # the poll that is open would take its full time
