"""What conversation tests look at besides the words: stored changes, and what stands behind a link."""

from __future__ import annotations

import aiohttp

from tests.conversations.conftest import Somebody
from tests.stack import Stack


def somebody_with_a_bill(stack: Stack, somebody: Somebody) -> str:
    """A customer whose last yearly bill, of more than € 300, is open again; nothing is arranged about it."""
    number = somebody(
        "(SELECT i.amount FROM invoices i WHERE i.customer_id = c.id AND i.kind = 'jaarafrekening'"
        " ORDER BY i.issued DESC LIMIT 1) > 30000 AND c.vulnerability IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM arrangements r WHERE r.customer_id = c.id)"
    )
    bill = stack.one(
        "SELECT id FROM invoices WHERE customer_id = ? AND kind = 'jaarafrekening' ORDER BY issued DESC LIMIT 1",
        f"klant-{number}",
    )
    stack.turn_back("DELETE FROM payments WHERE invoice_id = ?", bill)
    stack.turn_back("UPDATE invoices SET due = date('now', '+14 day') WHERE id = ?", bill)
    return number


def changes(stack: Stack, customer_id: str, kind: str) -> int:
    """How many changes of a kind are stored."""
    count = stack.one("SELECT COUNT(*) FROM requests WHERE customer_id = ? AND kind = ?", customer_id, kind)
    return int(count)


async def fetch(stack: Stack, path: str) -> tuple[int, str, bytes]:
    """Status, content type and content behind a link in the chat."""
    async with aiohttp.ClientSession() as session, session.get(stack.url + path) as response:
        return response.status, response.content_type, await response.read()
