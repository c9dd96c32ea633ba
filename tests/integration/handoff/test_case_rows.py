"""The rows of the queue, on both databases: all of a list at once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from dichtbij.conversations.model import Content, Draft
from dichtbij.customers.login_token import sign_login_token
from dichtbij.customers.model import CustomerId, Verified
from dichtbij.customers.store.tables import CustomerRow
from dichtbij.handoff import store
from dichtbij.handoff.model import Taken
from tests.running_counter import SECRETS

HERE = Content(text="Fatima neemt het gesprek over.")


async def _customer(desk, number: str, **more: object) -> CustomerId:
    row = CustomerRow(
        id=f"klant-{number}", customer_number=number, first_name="Bea", last_name="de Boer", title="", email="",
        form_of_address="u", phone="", created_at=datetime(2026, 1, 1, tzinfo=timezone.utc), **more,
    )  # fmt: skip
    async with desk.database.writing() as session:
        session.add(row)
    return CustomerId(f"klant-{number}")


async def test_each_row_shows_its_own_place_words_and_mood(desk, rows, clock) -> None:
    calm = await desk.open("k1")
    clock.forward(seconds=1)
    urgent = await desk.open("k2", reason="gevaar")
    for case in (calm, urgent):
        received = await desk.conversations.receive("web", f"k{1 if case is calm else 2}", "Duurt het lang?")
        level, score = ("kalm", 0.1) if case is calm else ("gefrustreerd", 0.9)
        await desk.conversations.keep_reading(received.message.id, {"level": level, "score": score})

    [second, first] = await rows.of([calm, urgent])

    assert (first["place"], second["place"]) == (1, 2), "in the order in which they were asked for"
    assert (first["mood"], second["mood"]) == (
        {"level": "gefrustreerd", "score": 0.9},
        {"level": "kalm", "score": 0.1},
    )
    assert first["priority_why"] == ["gevaar gemeld"]
    assert (second["unread"], second["last_message"]["text"]) == (1, "Duurt het lang?")
    assert second["team"] == {"key": "klantenservice", "naam": "Klantenservice"}
    assert (second["customer_name"], second["vulnerable"], second["offered"]) == (None, False, None)
    assert await rows.of([]) == []


async def test_a_row_names_the_customer_and_says_who_to_be_careful_with(desk, rows) -> None:
    careful, plain = await _customer(desk, "10000001", vulnerability="Doof"), await _customer(desk, "10000002")
    business = await _customer(desk, "10000003", company="Bakkerij Bea")
    cases = [await desk.open(f"k{number}") for number in range(4)]
    async with desk.database.writing() as session:
        for case, customer in zip(cases, (careful, plain, business), strict=False):
            await store.change(session, case.id, customer_id=customer)
    found = await rows.of([await desk.handoffs.get(case.id) for case in cases])
    assert [(row["customer_name"], row["vulnerable"]) for row in found] == [
        ("Bea de Boer", True), ("Bea de Boer", False), ("Bakkerij Bea", False), (None, False),
    ]  # fmt: skip


async def test_an_offer_names_who_was_asked_until_it_is_taken(desk, rows, fatima, clock) -> None:
    case = await desk.open()
    async with desk.database.writing() as session:
        await store.change(session, case.id, offered_to=fatima.id, offer_until=clock())
    [row] = await rows.of([await desk.handoffs.get(case.id)])
    assert row["offered"] == {"to": {"id": fatima.id, "name": "Fatima"}, "until": clock().isoformat()}
    taken = await desk.handoffs.take(case.id, fatima, HERE)
    assert isinstance(taken, Taken)
    [row] = await rows.of([taken.case])
    assert (row["offered"], row["place"], row["taken_by"]) == (None, None, {"id": fatima.id, "name": "Fatima"})


async def test_of_two_cases_of_one_conversation_each_counts_its_own_unread(desk, rows, fatima) -> None:
    first = await desk.open()
    await desk.handoffs.take(first.id, fatima, HERE)
    await desk.conversations.receive("web", "k1", "Ben je er?")
    await desk.handoffs.hand_back(first.id, fatima, "klaar", Content(text="De assistent weer."))
    await desk.conversations.finish_turn(await desk.conversations.begin_turn(first.conversation_id), ())
    second = await desk.open()
    await desk.conversations.say(second.conversation_id, Draft("bot", Content(text="Even geduld")))
    await desk.conversations.receive("web", "k1", "Hallo?")
    over, now = await rows.of([await desk.handoffs.get(first.id), await desk.handoffs.get(second.id)])
    assert (over["state"], over["unread"], over["priority_why"]) == ("handed_back", 0, [])
    assert (now["state"], now["unread"]) == ("waiting", 1)


async def test_a_row_says_who_it_is_and_how_sure_we_are_of_it_now(desk, rows, rooms, clock) -> None:
    """Not as it was at the handover: the agent lets the customer do what the level allows."""
    await _customer(desk, "10000001", vulnerability="Doof")
    case, other = await desk.open("k1"), await desk.open("k2")

    async def said() -> tuple[object, ...]:
        row, nobody = await rows.of([case, other])
        assert (nobody["level"], nobody["customer_name"], nobody["vulnerable"]) == (0, None, False)
        return row["level"], row["customer_name"], row["vulnerable"]

    assert await said() == (0, None, False)
    token = sign_login_token("10000001", SECRETS["login_token_secret"], clock(), "t-1", timedelta(minutes=5))
    proved = await rooms.identification.recognise_login(case.conversation_id, token)
    assert isinstance(proved, Verified)
    assert await said() == (2, "Bea de Boer", True)
    clock.forward(minutes=rooms.policies.identificatie.bewezen_minuten)
    assert await said() == (1, "Bea de Boer", True), "that proof no longer counts"


async def test_who_was_verified_at_the_handover_is_not_for_ever(desk, rows) -> None:
    case = await desk.open()
    async with desk.database.writing() as session:
        await store.change(session, case.id, level=2)
    [row] = await rows.of([await desk.handoffs.get(case.id)])
    assert row["level"] == 0


async def test_a_case_that_is_over_shows_nothing_of_what_came_after(desk, rows, fatima, clock) -> None:
    case = await desk.open()
    await desk.handoffs.take(case.id, fatima, HERE)
    await desk.conversations.receive("web", "k1", "Ben je er?")
    await desk.handoffs.sounds(case.conversation_id, {"level": "kalm", "score": 0.1})
    await desk.handoffs.hand_back(case.id, fatima, "klaar", Content(text="De assistent weer."))
    [before] = await rows.of([await desk.handoffs.get(case.id)])
    assert before["last_message"]["text"] == "De assistent weer."

    clock.forward(minutes=5)
    received = await desk.conversations.receive("web", "k1", "Ik schaam me voor mijn schulden")
    await desk.conversations.keep_reading(received.message.id, {"level": "gefrustreerd", "score": 0.9})
    [after] = await rows.of([await desk.handoffs.get(case.id)])
    assert (after["last_message"], after["mood"]) == (None, {"level": "kalm", "score": 0.1})
