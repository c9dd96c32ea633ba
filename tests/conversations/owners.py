"""Who had a conversation when, held against who spoke in it: for tests in which it goes from one to another."""

from __future__ import annotations

from collections.abc import Sequence

from tests.conversations.people import Customer, until


def changes(customer: Customer) -> list[tuple[str, str]]:
    """Every change of owner, oldest first: from whom, to whom."""
    return [(before, after) for before, after, _ in _changes(customer)]


def _changes(customer: Customer) -> list[tuple[str, str, int]]:
    query = "SELECT from_owner, to_owner, seq FROM owner_changes WHERE conversation_id = ? ORDER BY id"
    return [(before, after, seq) for before, after, seq in customer.stack.rows(query, customer.conversation_id)]


async def one_owner_and_nothing_lost(customer: Customer, *said: str) -> None:
    """At each moment one owner, and nobody else spoke; every message once, in order, on the page as in the record.

    Args:
        said: all that the customer wrote in this conversation.
    """
    await until(lambda: _page(customer) == customer.stored(), f"the page of the record\n{customer}", 30)
    record = customer.stored()
    assert [number for number, _, _ in record] == list(range(1, len(record) + 1)), "none missing or double"
    assert [text for _, sender, text in record if sender == "customer"] == list(said)
    owners = ["bot", *(after for _, after in changes(customer))]
    assert [before for before, _ in changes(customer)] == owners[:-1], "each owner got it from the one before"
    for number, sender, text in record:
        owner, since = _owner(customer, number)
        if sender == "agent":
            assert owner == "agent", f"an agent without the conversation: {text}"
        if sender == "bot":  # that it hands over is its last word
            assert owner == "bot" or (owner == "queue" and number == since + 1), f"the bot over the {owner}: {text}"
    _never_silent(customer, record)


def _page(customer: Customer) -> list[tuple[int, str, str | None]]:
    return [
        (message["seq"], message["sender"], message.get("text"))
        for message in customer.transcript
        if message["conversation_id"] == customer.conversation_id
    ]


def _owner(customer: Customer, number: int) -> tuple[str, int]:
    """Who had the conversation when this message was stored, and since which message."""
    passed = [(after, seq) for _, after, seq in _changes(customer) if seq < number]
    return passed[-1] if passed else ("bot", 0)


def _never_silent(customer: Customer, record: Sequence[tuple[int, str, str]]) -> None:
    for number, sender, text in record:
        if sender == "customer" and _owner(customer, number)[0] == "bot":
            assert any(later > number and other != "customer" for later, other, _ in record), f"no answer to: {text}"
