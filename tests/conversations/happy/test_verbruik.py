"""Usage, with its picture."""

from __future__ import annotations

import pytest

from actions.words import number
from dichtbij.customers.model import UsageKind, UsagePeriod
from tests.conversations.books import Books
from tests.conversations.helpers import fetch
from tests.conversations.people import NewCustomer
from tests.stack import Stack, persona

KARIM = persona("Karim")


@pytest.mark.question("verbruik_inzien")
async def test_verbruik_inzien_with_a_picture_that_really_opens(
    customer: NewCustomer, books: Books, stack: Stack
) -> None:
    report = await books.usage.usage(books.id(KARIM), UsagePeriod.JAAR)
    heard = await (await customer(KARIM)).say("Hoeveel energie heb ik verbruikt?")
    for kind in report.kinds:
        assert f"{number(kind.total)} {kind.unit}" in heard
    gas = next(kind for kind in report.kinds if kind.kind is UsageKind.GAS)
    assert f"{abs(gas.change_percent)}% {'meer' if gas.change_percent > 0 else 'minder'}" in heard  # type: ignore[arg-type, operator]
    assert number(gas.total) in heard.image["title"], "the text alternative holds the figures"
    status, content_type, content = await fetch(stack, heard.image["src"])
    assert (status, content_type) == (200, "image/png")
    assert content.startswith(b"\x89PNG")
