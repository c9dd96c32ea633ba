"""axe-core on every screen against WCAG 2.2 A and AA: no violation at all, light and dark, big screen and phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dichtbij.settings import ROOT
from tests.browser.windows import DESKTOP, PHONE, Windows

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

looks = pytest.mark.parametrize(
    ("size", "scheme"),
    [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")],
    ids=["light", "dark", "phone-light", "phone-dark"],
)
Look = dict[str, Any]
AT_REST = """Promise.all(document.getAnimations()
  .filter(one => one.effect.getTiming().iterations !== Infinity).map(one => one.finished))"""


def check(page: Page) -> None:
    """Run axe on the page as it is now; what slides or fades in has arrived."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(AT_REST)
    result = page.evaluate("rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES)
    found = [
        f"{violation['id']}: {violation['help']}: {[node['html'][:120] for node in violation['nodes']][:3]}"
        for violation in result["violations"]
    ]
    assert not found, "\n".join([page.url, *found])


@looks
def test_the_widget(windows: Windows, size: Look, scheme: str) -> None:
    customer = windows.customer(size, color_scheme=scheme, reduced_motion="reduce").log_in("Karim")
    check(customer.page)
    customer.say("hoeveel heb ik verbruikt vergeleken met vorig jaar?")
    check(customer.page)
    customer.press(customer.answers.last.locator(".picture"))
    check(customer.page)
    customer.page.keyboard.press("Escape")
    customer.say("ik wil een medewerker spreken")
    customer.field.fill("a" * 2001)
    check(customer.page)


@looks
def test_the_widget_while_a_human_types(windows: Windows, size: Look, scheme: str) -> None:
    desk = windows.desk("fatima")
    customer = windows.customer(size, color_scheme=scheme, reduced_motion="reduce").open("/service")
    customer.say("ik wil een medewerker spreken")
    check(customer.page)
    desk.take("Onbekende klant")
    desk.say("Goedendag, met Fatima.")
    desk.field.press_sequentially("Een ogenblik")
    expect(customer.status).to_have_text("Fatima is aan het typen")
    check(customer.page)


@looks
@pytest.mark.parametrize("path", ["/", "/service", "/mijn", "/demo/mailbox"])
def test_the_demo_site(windows: Windows, size: Look, scheme: str, path: str) -> None:
    page = windows.person(size, color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(path)
    expect(page.get_by_role("button", name="Chat met ons")).to_be_visible()
    expect(page.locator("#melding").filter(has_text="ophalen")).to_have_count(0)
    check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk(windows: Windows, scheme: str) -> None:
    anonymous = windows.person(color_scheme=scheme, reduced_motion="reduce").new_page()
    anonymous.goto("/desk")
    expect(anonymous.get_by_label("Gebruikersnaam")).to_be_visible()
    check(anonymous)

    desk = windows.desk("fatima", color_scheme=scheme, reduced_motion="reduce")
    customer = windows.customer().log_in("Sanne")
    customer.say("waarom is mijn jaarafrekening zo hoog?")
    customer.say("hoeveel heb ik verbruikt vergeleken met vorig jaar?")
    customer.say("ik wil een medewerker spreken")
    expect(desk.row("Sanne")).to_be_visible()
    check(desk.page)
    desk.row("Sanne").click()
    expect(desk.log).to_be_visible()
    check(desk.page)
    desk.take("Sanne")
    desk.say("Dag Sanne.")
    check(desk.page)
    desk.page.keyboard.press("Alt+KeyT")
    check(desk.page)
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("heading", name="Sneltoetsen")).to_be_visible()
    check(desk.page)
