"""Promises to call back."""

from __future__ import annotations

from datetime import date

import pytest

from dichtbij.handoff.callbacks import Callbacks


@pytest.fixture
def callbacks(database, clock, organisation) -> Callbacks:
    return Callbacks(database, clock, organisation)


async def ask(callbacks: Callbacks, conversation: str = "c1", **more: object):
    wish = {"name": "Sanne", "phone": "+31612345678", "slot": "middag", "subject": "factuur", "customer_id": None}
    return await callbacks.ask(**{**wish, **more}, conversation_id=conversation)


async def test_a_wish_is_kept_with_the_day_that_was_promised(callbacks: Callbacks) -> None:
    callback = await ask(callbacks)

    assert (callback.day, callback.slot, callback.done) == (date(2026, 11, 23), "middag", False)
    assert await callbacks.open() == [callback]
    assert await callbacks.count_open() == 1


async def test_the_same_wish_again_replaces_the_open_one(callbacks: Callbacks) -> None:
    first = await ask(callbacks)
    second = await ask(callbacks, slot="avond", phone="+31201234567")

    assert second.id == first.id
    assert await callbacks.open() == [second]
    assert (second.slot, second.phone) == ("avond", "+31201234567")


async def test_a_wish_after_the_call_was_made_is_a_new_one(callbacks: Callbacks) -> None:
    first = await ask(callbacks)
    assert await callbacks.done(first.id)

    second = await ask(callbacks)

    assert second.id != first.id
    assert await callbacks.open() == [second]


async def test_who_was_promised_first_is_called_first(callbacks: Callbacks, clock) -> None:
    late = await ask(callbacks, "c1", slot="middag")
    clock.forward(hours=7)  # 17.00: the afternoon is over
    tomorrow = await ask(callbacks, "c2", slot="middag")
    clock.forward(minutes=5)
    tonight = await ask(callbacks, "c3", slot="avond")

    assert [callback.id for callback in await callbacks.open()] == [late.id, tonight.id, tomorrow.id]


async def test_a_call_is_made_once_and_an_unknown_one_is_told(callbacks: Callbacks) -> None:
    callback = await ask(callbacks)

    assert await callbacks.done(callback.id)
    assert await callbacks.done(callback.id)
    assert not await callbacks.done("bestaat-niet")
    assert await callbacks.count_open() == 0
