"""A conversation that was erased is gone from the screen, in every tab, and from what the browser keeps."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from tests.browser.pages import Customer
from tests.browser.windows import Windows

SAID = "hoi, mijn papegaai heet Bartholomeus"


def test_an_erased_conversation_leaves_the_screen_both_tabs_and_the_storage(windows: Windows) -> None:
    customer = windows.customer().log_in("Yara")
    customer.type(SAID)
    expect(customer.answers).to_have_count(2)
    other = Customer(customer.page.context.new_page())
    other.page.goto("/mijn")
    other.press(other.page.get_by_role("button", name="Chat met ons"))
    expect(other.chat).to_contain_text("Bartholomeus")
    kept = customer.page.evaluate("() => JSON.stringify(localStorage)")
    old = re.search(r'conversationId\\*":\\*"([0-9a-f-]{36})', kept)
    assert old, "what was seen is kept by conversation"

    customer.type("kun je dit gesprek wissen")
    expect(customer.chat).to_contain_text("Dan wis ik dit gesprek.")
    customer.press(customer.chat.get_by_role("button", name="Ja, wissen"))
    for tab in (customer, other):
        expect(tab.chat).to_contain_text("Ons vorige gesprek is gewist")
        expect(tab.chat).not_to_contain_text("Bartholomeus")
        expect(tab.lines).to_have_count(1)
    stored = json.dumps(customer.page.evaluate("() => ({...localStorage, ...sessionStorage})"))
    assert old[1] not in stored
    assert "Bartholomeus" not in stored

    customer.page.reload()
    expect(customer.chat).to_contain_text("Ons vorige gesprek is gewist")
    expect(customer.chat).not_to_contain_text("Bartholomeus")
    customer.type("wat zijn de openingstijden")
    expect(customer.answers).to_have_count(2)
