"""What all answers about bills share: which one is meant, how it stands, and its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from actions.conversation import Turn
from actions.words import dutch_date, euro
from dichtbij.customers.documents import DocumentKind
from dichtbij.customers.model import InstalmentOfContract, Invoice, InvoiceKind
from dichtbij.values import invoice_numbers

SETTLEMENTS = (InvoiceKind.JAARAFREKENING, InvoiceKind.EINDAFREKENING)
HOW_FAR_BACK = 40
"""Invoices looked through for the one that is meant."""


def state(turn: Turn, one: Invoice) -> str:
    name = one.state.value.replace(" ", "_")
    return turn.part(f"utter_deel_stand_{name}", open=euro(one.open_amount), datum=dutch_date(one.due, year=True))


def asked_words(turn: Turn, intent: str) -> str:
    """The question in the customer's words, also when the identification came in between."""
    if turn.tracker.get_slot("openstaande_vraag") != intent:
        return turn.text
    turn.set(openstaande_vraag=None, openstaande_tekst=None)
    return str(turn.tracker.get_slot("openstaande_tekst") or "")


def named_number(turn: Turn, words: str) -> str | None:
    """The invoice that the words name, or that a tapped button carries."""
    found = invoice_numbers(words)
    if found:
        return found[0].value
    # Rasa finds values in typed words too (dichtbij.nlu.values), but `words` may be one part of them, or older ones.
    carried = [] if turn.text else turn.tracker.latest_message.get("entities") or []
    return next((str(one.get("value")) for one in carried if one.get("entity") == "factuurnummer"), None)


def last_of_each_address(invoices: Sequence[Invoice], contracts: Sequence[InstalmentOfContract]) -> list[Invoice]:
    """The last settlement; with several running contracts that of each of their addresses."""
    settlements = [one for one in invoices if one.kind in SETTLEMENTS]
    current = [contract.address for contract in contracts]
    if len(current) < 2:
        return settlements[:1]
    firsts = (next((one for one in settlements if one.address == address), None) for address in current)
    return [one for one in firsts if one]


def pdf_link(turn: Turn, number: str, kind: str, issued: date, address: str = "") -> dict[str, str]:
    title = turn.part(
        "utter_deel_pdf_adres" if address else "utter_deel_pdf",
        soort=kind.capitalize(),
        datum=dutch_date(issued, year=True),
        adres=address.split(",")[0],
    )
    return {"title": title, "url": turn.services.documents.link(turn.customer_id, DocumentKind.FACTUUR, number)}


def joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def after(part: str, between: str = " ") -> str:
    """A part that may be missing, with what stands before it."""
    return f"{between}{part}" if part else ""


def offer_next(turn: Turn, action: str, response: str, **values: Any) -> bool:
    """End the answer with a next step and its buttons, when it may be offered (Turn.next_step); whether it was."""
    buttons = values.pop("buttons", None)
    if not turn.next_step(action, response, **values):
        return False
    turn.say(response, **values, **({"buttons": buttons} if buttons else {}))
    return True
