"""Who gets which customer, on the screens of two agents: offered, passed, given away, listened to, taken over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import Desk
from tests.browser.test_axe import check
from tests.browser.test_desk import waiting
from tests.browser.windows import Size, Windows
from tests.stack import Stack

TABLET: Size = {"width": 1024, "height": 768}
UPRIGHT: Size = {"width": 768, "height": 1024}
Shot = Callable[[Page, str], None]
OUTSIDE = """() => {
  const outside = (box) => box.right > innerWidth + 1 || box.left < -1;
  const all = [...document.querySelectorAll("button, select, a, textarea")].filter((one) => one.checkVisibility());
  return all.filter((one) => outside(one.getBoundingClientRect())).map((one) => one.textContent);
}"""
NAMES = {"fatima": "Fatima", "joost": "Joost"}


@pytest.fixture
def joost_leads(stack: Stack) -> Iterator[None]:
    """For one test he is teamleider."""
    stack.turn_back("UPDATE agents SET role = 'teamleider' WHERE username = 'joost'")
    yield
    stack.turn_back("UPDATE agents SET role = 'medewerker' WHERE username = 'joost'")


def offer(desk: Desk) -> Locator:
    """The customer that this agent is asked to take."""
    return desk.page.get_by_role("region", name=re.compile("^Voor jou"))


def accept(desk: Desk, name: str) -> None:
    """Take what is offered; when the time ran out meanwhile, at the next round."""
    expect(offer(desk)).to_contain_text(name, timeout=120_000)
    desk.page.keyboard.press("Alt+KeyA")


def choose(desk: Desk, what: str) -> None:
    """Press one of the buttons above the conversation."""
    desk.page.get_by_role("main").get_by_role("button", name=what).click()


def test_a_customer_is_offered_and_taken_without_leaving_the_keyboard(windows: Windows, shot: Shot) -> None:
    desk = windows.desk("fatima")
    karim = waiting(windows, "Karim")
    expect(offer(desk)).to_contain_text("Karim")
    expect(offer(desk)).to_contain_text(re.compile(r"nog \d+ seconden"))
    desk.page.keyboard.press("Enter")
    expect(desk.heading).to_contain_text("Karim")
    expect(desk.field).to_be_focused()
    expect(offer(desk)).to_have_count(0)
    expect(karim.owner).to_have_text("Je chat met Fatima (medewerker)")

    linda = waiting(windows, "Linda")
    expect(offer(desk)).to_contain_text("Linda")
    desk.page.keyboard.type("Dag Karim, ik ")  # who types for another customer goes on typing
    expect(desk.field).to_have_value("Dag Karim, ik ")
    shot(desk.page, "desk-offer")
    check(desk.page)
    accept(desk, "Linda")
    expect(desk.heading).to_contain_text("Linda")
    expect(linda.owner).to_have_text("Je chat met Fatima (medewerker)")
    desk.page.keyboard.press("Alt+ArrowUp")
    expect(desk.field).to_have_value("Dag Karim, ik ")


def test_an_offer_is_answered_over_a_dialog_which_stays_about_its_own_customer(windows: Windows) -> None:
    desk = windows.desk("fatima")
    karim = waiting(windows, "Karim")
    accept(desk, "Karim")
    expect(desk.heading).to_contain_text("Karim")
    choose(desk, "Afsluiten")
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label(re.compile("Wat is er gedaan")).fill("Uitgelegd")

    linda = waiting(windows, "Linda")
    accept(desk, "Linda")
    expect(linda.owner).to_have_text("Je chat met Fatima (medewerker)")
    expect(dialog).to_contain_text("Karim el Amrani")
    expect(dialog.get_by_label(re.compile("Wat is er gedaan"))).to_have_value("Uitgelegd")
    dialog.get_by_role("button", name="Afsluiten").click()

    expect(karim.owner).not_to_contain_text("Fatima")
    expect(linda.owner).to_have_text("Je chat met Fatima (medewerker)")
    expect(desk.heading).to_contain_text("Linda")


def test_who_passes_gives_the_next_a_turn(windows: Windows) -> None:
    desks = {name: windows.desk(name) for name in NAMES}
    customer = waiting(windows, "Karim")
    first, second = _asked_first(desks)
    expect(desks[second].row("Karim")).to_contain_text(f"Gevraagd aan {NAMES[first]}")
    desks[first].page.keyboard.press("Escape")
    expect(offer(desks[first])).to_have_count(0)
    expect(offer(desks[second])).to_contain_text("Karim")
    expect(desks[first].row("Karim")).to_contain_text(f"Gevraagd aan {NAMES[second]}")
    desks[second].page.keyboard.press("Alt+KeyA")
    expect(customer.owner).to_have_text(f"Je chat met {NAMES[second]} (medewerker)")
    expect(desks[first].queue).to_contain_text("Er wacht niemand.")


def _asked_first(desks: dict[str, Desk]) -> tuple[str, str]:
    """Who is asked, and who is not, once somebody is."""
    fatima = desks["fatima"]
    expect(offer(fatima).or_(fatima.queue.get_by_text("Gevraagd aan Joost"))).to_be_visible()
    return ("fatima", "joost") if offer(fatima).count() else ("joost", "fatima")


def test_who_is_busy_or_on_a_break_is_asked_nothing(windows: Windows) -> None:
    fatima, joost = windows.desk("fatima"), windows.desk("joost")
    fatima.be("bezet")
    joost.be("pauze")
    customer = windows.customer().log_in("Karim")
    customer.say("ik wil een medewerker spreken")
    expect(fatima.row("Karim")).to_be_visible()
    joost.be("beschikbaar")
    expect(offer(joost)).to_contain_text("Karim")
    expect(offer(fatima)).to_have_count(0)
    fatima.page.reload()
    expect(fatima.page.get_by_label("Mijn status")).to_have_value("bezet")
    expect(fatima.row("Karim")).to_contain_text("Gevraagd aan Joost")


def test_a_customer_is_passed_to_a_colleague_with_a_note(windows: Windows, shot: Shot) -> None:
    fatima = windows.desk("fatima")
    customer = waiting(windows, "Karim")
    fatima.take("Karim")
    joost = windows.desk("joost")
    fatima.page.keyboard.press("Alt+KeyD")
    dialog = fatima.page.get_by_role("dialog", name="Doorzetten")
    dialog.get_by_role("button", name="Doorzetten").click()
    expect(dialog.get_by_role("alert")).to_have_text("Kies een team of een collega.")
    check(fatima.page)
    choice = dialog.get_by_label("Naar wie?")
    expect(choice.locator("option", has_text="Joost")).to_be_enabled()
    choice.select_option(label=choice.locator("option", has_text="Joost").inner_text())
    dialog.get_by_label("Wat moet je collega weten?").fill("Wil graag gebeld worden over de teruglevering")
    shot(fatima.page, "desk-transfer")
    fatima.page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(fatima.mine).to_contain_text("Je hebt nu geen gesprek.")
    expect(fatima.heading).to_have_text("Kies een gesprek")

    expect(customer.owner).to_have_text("Je chat met Joost (medewerker)")
    expect(joost.page.locator(".notice")).to_contain_text("naar jou doorgezet")
    joost.row("Karim").click()
    expect(joost.context.get_by_role("region", name="Notities")).to_contain_text("Wil graag gebeld worden")
    shot(joost.page, "desk-transferred")
    joost.say("Dag Karim, ik las het al.")
    expect(customer.answers.last).to_contain_text("ik las het al")
    assert "gebeld worden" not in " ".join(customer.texts()), "a note is for colleagues"


@pytest.mark.usefixtures("joost_leads")
def test_who_leads_sees_listens_in_and_takes_over(windows: Windows, shot: Shot) -> None:
    windows.expect(r"403.*/desk/api/cases/")
    fatima, joost = windows.desk("fatima"), windows.desk("joost")
    expect(fatima.page.get_by_role("link", name="Team")).to_have_count(0)
    joost.be("bezet")
    customer = waiting(windows, "Karim")
    fatima.take("Karim")
    joost.page.get_by_role("link", name="Team").click()
    team = joost.page.get_by_role("main", name="Team")
    member = team.get_by_role("listitem").filter(has=joost.page.get_by_text("Fatima", exact=True)).first
    expect(member).to_contain_text("Beschikbaar")
    expect(member).to_contain_text("Karim")
    waiting(windows, "Linda")
    expect(team.get_by_role("region", name=re.compile("Wachtrij"))).to_contain_text("Linda")
    shot(joost.page, "desk-team")
    check(joost.page)

    member.get_by_role("button", name=re.compile("Karim")).click()
    expect(joost.page.get_by_text("Je luistert mee met Fatima.")).to_be_visible()
    expect(joost.field).to_be_disabled()
    customer.type("ik wacht al een uur")
    expect(joost.log).to_contain_text("ik wacht al een uur")
    fatima.say("Ik ben er nog.")
    expect(joost.log).to_contain_text("Ik ben er nog.")
    check(joost.page)

    choose(joost, "Overnemen")
    dialog = joost.page.get_by_role("dialog", name=re.compile("Overnemen van Fatima"))
    dialog.get_by_label("Notitie").fill("Ik doe deze even")
    dialog.get_by_role("button", name="Overnemen").click()
    expect(joost.field).to_be_focused()
    expect(customer.owner).to_have_text("Je chat met Joost (medewerker)")
    expect(fatima.page.locator(".notice")).to_contain_text("Joost heeft Karim")
    expect(fatima.field).to_be_disabled()
    expect(fatima.mine).to_contain_text("Je hebt nu geen gesprek.")

    joost.page.get_by_role("link", name="Inzage").click()
    trail = joost.page.get_by_role("region", name="Inzageverslag")
    expect(trail.get_by_role("row").filter(has_text="Joost").filter(has_text="nam het gesprek over")).to_have_count(1)
    expect(trail.get_by_role("row").filter(has_text="Joost").filter(has_text="luisterde mee").first).to_be_visible()
    check(joost.page)


def fits(desk: Desk) -> None:
    """Nothing is wider than the window, no button lies outside it, and axe finds nothing."""
    wide = desk.page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} pixels too wide"
    assert desk.page.evaluate(OUTSIDE) == []
    check(desk.page)
