"""The desk with two agents and two customers at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.pages import Customer, Desk
from tests.browser.windows import Windows
from tests.stack import PASSWORD, Stack

HUMAN = "ik wil een medewerker spreken"


def waiting(windows: Windows, first_name: str) -> Customer:
    """A known customer in the queue."""
    customer = windows.customer().log_in(first_name)
    customer.say(HUMAN)
    expect(customer.owner).to_have_text("Wachten op een medewerker")
    return customer


def test_two_agents_help_two_customers_at_once(windows: Windows) -> None:
    fatima, joost = windows.desk("fatima"), windows.desk("joost")
    fatima.be("bezet")  # they pick; what is offered to whom, test_desk_routing.py tells
    joost.be("bezet")
    karim, sanne = waiting(windows, "Karim"), waiting(windows, "Sanne")
    expect(fatima.page).to_have_title("(2) Balie")

    fatima.take("Karim")
    expect(joost.queue.locator(".row")).to_have_count(1)  # live, without a reload
    joost.take("Sanne")
    expect(karim.owner).to_have_text("Je chat met Fatima (medewerker)")
    expect(sanne.owner).to_have_text("Je chat met Joost (medewerker)")

    fatima.say("Dag Karim, met Fatima.")
    joost.say("Dag Sanne, met Joost.")
    expect(karim.answers.last).to_contain_text("Dag Karim, met Fatima.")
    expect(sanne.answers.last).to_contain_text("Dag Sanne, met Joost.")
    karim.type("mijn panelen leveren te weinig op")
    sanne.type("mijn rekening is te hoog")
    expect(fatima.log.locator(".message.customer").last).to_contain_text("mijn panelen")
    expect(joost.log.locator(".message.customer").last).to_contain_text("mijn rekening")
    assert "mijn panelen" not in joost.page.inner_text("body")
    assert "met Joost" not in " ".join(karim.texts())


def test_four_conversations_at_once(windows: Windows, shot: Callable[[Page, str], None]) -> None:
    desk = windows.desk("fatima")
    asked = {
        "Karim": "waarom krijg ik zo weinig voor mijn teruglevering?",
        "Linda": "kan mijn regeling een maand later ingaan?",
        "Corrie": "ik kan de cijfers op de meter niet goed lezen",
        "Tom": "kan dit ook per mail?",
    }
    customers = {name: waiting(windows, name) for name in asked}
    for name in customers:
        desk.take(name)
    for name, text in asked.items():
        customers[name].type(text)
    for name in ("Karim", "Linda", "Corrie"):  # the last one taken is on the screen, the others count what is unread
        expect(desk.mine.locator(".row").filter(has_text=name).locator(".unread")).to_contain_text("1")
    expect(desk.log).to_contain_text(asked["Tom"])
    expect(desk.page).to_have_title("Balie · 3 ongelezen")
    waiting(windows, "Ahmet")
    expect(desk.row("Ahmet")).to_be_visible()
    shot(desk.page, "desk-four-conversations")
    desk.page.emulate_media(color_scheme="dark")
    shot(desk.page, "desk-four-conversations-dark")
    desk.page.emulate_media(color_scheme="light")

    for name in reversed(asked):
        expect(desk.heading).to_contain_text(name)
        expect(desk.field).to_be_focused()
        desk.page.keyboard.type(f"Dag {name}, ik kijk het na.")
        desk.page.keyboard.press("Enter")
        desk.page.keyboard.press("Alt+ArrowUp")
    for name, customer in customers.items():
        expect(customer.answers.last).to_contain_text(f"Dag {name}, ik kijk het na.")
    expect(desk.page).to_have_title("(1) Balie")


def test_both_click_take_and_one_gets_the_customer(windows: Windows) -> None:
    desks = {"Fatima": windows.desk("fatima"), "Joost": windows.desk("joost")}
    windows.expect(r"409.*/take$|403.*/desk/api/cases/")
    for desk in desks.values():
        desk.be("bezet")
    customer = waiting(windows, "Linda")
    for desk in desks.values():
        desk.queue.get_by_role("button", name=re.compile("Linda")).click()
        expect(desk.page.get_by_role("button", name="Neem aan")).to_be_visible()
    at = time.time() * 1000 + 400
    for desk in desks.values():  # at the same moment: neither has heard of the other
        desk.page.evaluate(
            "at => void setTimeout(() => document.querySelector('button.take').click(), at - Date.now())", at
        )
    expect(customer.owner).to_have_text(re.compile("Je chat met (Fatima|Joost)"))
    [winner] = [name for name in desks if name in customer.owner.inner_text()]
    [loser] = [name for name in desks if name != winner]
    expect(desks[winner].field).to_be_focused()
    expect(desks[loser].page.locator(".notice")).to_contain_text(f"{winner} heeft deze klant")
    expect(desks[loser].field).to_be_disabled()
    expect(desks[loser].heading).to_have_text(f"{winner} heeft deze klant.")
    expect(desks[loser].page.get_by_role("button", name="Neem aan")).to_have_count(0)
    expect(desks[loser].queue).to_contain_text("Er wacht niemand.")
    texts = " ".join(customer.texts())
    assert f"{loser} neemt" not in texts, "only the one who has the customer is announced"


def test_the_queue_is_live(windows: Windows) -> None:
    desk = windows.desk("fatima")
    expect(desk.queue).to_contain_text("Er wacht niemand.")
    customer = waiting(windows, "Karim")
    expect(desk.row("Karim")).to_contain_text("Vraagt om een medewerker")
    expect(desk.page).to_have_title("(1) Balie")
    expect(desk.page.locator("#melding")).to_contain_text("Nieuw in de wachtrij: Karim")
    customer.choose("Verder met de bot")
    expect(desk.queue).to_contain_text("Er wacht niemand.")
    expect(desk.page).to_have_title("Balie")


def test_a_callback_is_promised_kept_and_gone(windows: Windows) -> None:
    customer = windows.customer().open()
    customer.say("kunnen jullie mij terugbellen?")
    customer.say("06 12345678")
    customer.choose("Ochtend")
    assert "06 12345678" in customer.say("over mijn rekening")
    assert "ochtend" in customer.choose("Ja, klopt")

    desk = windows.desk("fatima")
    call = desk.callbacks.get_by_role("listitem").filter(has_text="mijn rekening")
    expect(call.get_by_role("link", name="06 12345678")).to_have_attribute("href", re.compile(r"^tel:\+?\d+$"))
    other = windows.desk("joost")
    call.get_by_role("button", name=re.compile("Klaar")).click()
    expect(call).to_have_count(0)
    expect(other.callbacks.get_by_text("mijn rekening")).to_have_count(0)


def test_drafts_stay_with_their_customer_also_after_the_session_ended(windows: Windows, stack: Stack) -> None:
    windows.expect(r"401.*/desk/api/|socket\.io|WebSocket")
    desk = windows.desk("fatima")
    waiting(windows, "Karim")
    waiting(windows, "Sanne")
    desk.take("Karim")
    desk.field.fill("Ik kijk het na, mome")
    desk.page.keyboard.press("Escape")
    desk.take("Sanne")
    expect(desk.field).to_have_value("")
    desk.field.fill("Dag Sanne")
    desk.page.keyboard.press("Alt+ArrowUp")
    expect(desk.heading).to_contain_text("Karim")
    expect(desk.field).to_have_value("Ik kijk het na, mome")
    desk.page.reload()
    expect(desk.field).to_have_value("Ik kijk het na, mome")
    expect(desk.page.get_by_text("Verbonden")).to_be_visible()
    expect(desk.row("Sanne")).to_be_visible()

    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Alt+ArrowDown")
    expect(desk.heading).to_contain_text("Sanne")
    stack.turn_back("DELETE FROM desk_sessions")
    desk.page.keyboard.press("Alt+ArrowUp")
    expect(desk.page.get_by_text("Je sessie is verlopen.")).to_be_visible()
    expect(desk.page.get_by_text("Wat je typte, is bewaard.")).to_be_visible()
    desk.page.get_by_label("Wachtwoord").fill(PASSWORD)
    desk.page.keyboard.press("Enter")
    desk.row("Sanne").click()
    expect(desk.field).to_have_value("Dag Sanne")
    desk.row("Karim").click()
    expect(desk.field).to_have_value("Ik kijk het na, mome")


def test_a_wrong_password_says_so_and_keeps_the_name(windows: Windows) -> None:
    windows.expect("401.*/desk/api/login$")
    page = windows.person().new_page()
    page.goto("/desk")
    page.get_by_label("Gebruikersnaam").fill("fatima")
    page.get_by_label("Wachtwoord").fill("verkeerd")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Deze naam en dit wachtwoord horen niet bij elkaar.")
    expect(page.get_by_label("Gebruikersnaam")).to_have_value("fatima")
    desk = Desk(page)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(desk.queue).to_be_visible()


def test_the_bot_is_silent_while_an_agent_has_the_customer(windows: Windows) -> None:
    desk = windows.desk("fatima")
    customer = waiting(windows, "Karim")
    desk.take("Karim")
    expect(customer.owner).to_have_text("Je chat met Fatima (medewerker)")
    answers = customer.answers.count()
    customer.type("wat is mijn termijnbedrag?")
    expect(desk.log.locator(".message.customer").last).to_contain_text("termijnbedrag")
    desk.say("Dat zoek ik voor je op.")
    expect(customer.answers).to_have_count(answers + 1)
    expect(customer.answers.last).to_contain_text("Dat zoek ik voor je op.")
