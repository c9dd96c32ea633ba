"""The widget as a customer meets it: by keyboard, by screen reader, in two tabs, without a connection, elsewhere."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Customer, focused
from tests.browser.windows import GONE, PHONE, Windows
from tests.stack import Stack

HTML = '<img src=x onerror="window.caught=1"><script>window.caught=1</script><b>vet</b>'
WELCOME = "Hallo. Je praat met de digitale assistent"


def test_everything_by_keyboard(windows: Windows) -> None:
    customer = windows.customer()
    page, keys = customer.page, customer.page.keyboard
    page.goto("/")
    expect(customer.launcher).to_be_visible()
    for _ in range(40):
        keys.press("Tab")
        if focused(page) == "Chat met ons":
            break
    assert focused(page) == "Chat met ons"
    keys.press("Enter")
    expect(customer.answers.first).to_contain_text(WELCOME)
    assert focused(page) == "field"

    keys.type("ik wil mijn meterstand")
    keys.press("Shift+Enter")
    keys.type("doorgeven")
    keys.press("Enter")
    expect(customer.answers).to_have_count(2)
    assert "ik wil mijn meterstand\ndoorgeven" in customer.texts()
    assert focused(page) == "field", "the focus stays where one goes on typing"

    walked = []
    for _ in range(6):
        keys.press("Shift+Tab")
        walked.append(focused(page))
    assert "Gesprek" in walked, "the conversation itself can be scrolled by keyboard"
    assert "human" in walked
    assert "Chat sluiten" in walked

    customer.field.focus()
    keys.press("Escape")
    expect(customer.panel).to_be_hidden()
    assert focused(page) == "Chat met ons", "back on the button that opened it"
    keys.press("Enter")
    keys.type("nog niet klaar")
    keys.press("Escape")
    keys.press("Enter")
    expect(customer.field).to_have_value("nog niet klaar")


def test_what_a_screen_reader_hears(windows: Windows) -> None:
    customer = windows.customer().open()
    log = customer.page.get_by_role("log", name="Gesprek")
    expect(log).to_have_attribute("aria-live", "polite")
    customer.say("hallo")
    expect(customer.chat.locator(".line.customer")).to_have_attribute("aria-live", "off")
    assert customer.answers.last.get_attribute("aria-live") is None, "an answer is read out"
    expect(customer.answers.last.locator(".bubble")).to_contain_text(re.compile(r"Digitale assistent, \d\d:\d\d uur:"))
    expect(customer.page.get_by_role("dialog", name="Chat met Duinlicht Energie")).to_be_visible()

    customer.page.reload()
    expect(customer.answers).to_have_count(2)
    for line in customer.lines.all():
        expect(line).to_have_attribute("aria-live", "off")  # what was heard before is not read out again
    assert focused(customer.page) == "BODY", "a page that loads leaves the focus alone"


def test_buttons_work_once(windows: Windows, stack: Stack) -> None:
    stack.until_nobody_is_at_the_desk()
    customer = windows.customer().open()
    offer = customer.say("ik wil een medewerker spreken")  # and nobody is logged in
    assert "geen medewerker" in offer
    line = customer.answers.nth(1)
    go_on = customer.reply("Nee, ga verder")
    go_on.focus()
    answer = customer.choose("Nee, ga verder")
    assert answer
    for button in line.locator(".reply").all():
        expect(button).to_be_disabled()
    expect(line.locator(".reply.chosen")).to_have_text("Nee, ga verder")
    assert focused(customer.page) == "field", "the focus does not get lost with the button"
    assert customer.texts().count("Nee, ga verder") == 1


def test_two_tabs_show_the_same(windows: Windows) -> None:
    first = windows.customer().open()
    second = Customer(first.page.context.new_page()).open("/service")
    first.say("hallo")
    expect(second.lines).to_have_count(first.lines.count())
    second.say("wie ben jij?")
    expect(first.lines).to_have_count(second.lines.count())
    assert first.texts() == second.texts()

    second.page.keyboard.press("Escape")
    first.say("wat zijn de openingstijden?")
    expect(second.chat.locator(".badge")).to_be_hidden()  # read in the other tab


def test_another_page_keeps_the_conversation(windows: Windows) -> None:
    customer = windows.customer().open("/")
    customer.say("hallo")
    before = customer.texts()
    customer.field.fill("half af")
    customer.page.get_by_role("link", name="Service", exact=True).click()
    expect(customer.page).to_have_url(re.compile("/service$"))
    expect(customer.lines).to_have_count(len(before))
    expect(customer.panel).to_be_visible()
    assert customer.texts() == before
    expect(customer.field).to_have_value("half af")


def test_a_picture_of_the_usage_and_an_invoice_as_pdf(windows: Windows) -> None:
    customer = windows.customer().log_in("Sanne")
    assert "m³" in customer.say("hoeveel heb ik verbruikt vergeleken met vorig jaar?")
    image = customer.answers.last.locator("img")
    expect(image).to_have_attribute("alt", re.compile(r"Gas: .* m³, een jaar eerder .* m³"))
    expect(image).to_be_visible()
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300

    customer.answers.last.locator(".picture").click()
    expect(customer.page.get_by_role("button", name="Afbeelding sluiten")).to_be_visible()
    customer.page.keyboard.press("Escape")
    expect(customer.page.get_by_role("button", name="Afbeelding sluiten")).to_be_hidden()
    expect(customer.panel).to_be_visible()

    customer.say("stuur me mijn laatste factuur als pdf")
    link = customer.answers.last.get_by_role("link", name=re.compile("PDF")).first
    answer = customer.page.context.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    assert ".pdf" in answer.headers["content-disposition"]
    assert answer.body().startswith(b"%PDF")


def test_html_is_shown_as_text(windows: Windows) -> None:
    desk = windows.desk("fatima")
    customer = windows.customer().open()
    customer.say(HTML)
    assert HTML in customer.texts()
    customer.say("ik wil een medewerker spreken")
    desk.take("Onbekende klant")
    expect(desk.log.locator(".message.customer").first).to_contain_text(HTML)
    desk.say("<b>dag</b><script>window.caught=1</script>")
    expect(customer.answers.last).to_contain_text("<b>dag</b><script>")
    for page in (customer.page, desk.page):
        assert page.evaluate("window.caught") is None


def test_a_message_that_is_too_long_is_refused_kindly(windows: Windows) -> None:
    customer = windows.customer().open()
    customer.type("a" * 10_000)
    expect(customer.chat.locator(".count")).to_have_text("8000 tekens te veel. Maak je bericht korter.")
    expect(customer.field).to_have_value("a" * 10_000)
    expect(customer.lines).to_have_count(1)

    customer.field.fill("")
    customer.page.evaluate("window.dichtbij.ask('b'.repeat(10000))")  # past the field, as a site's own button may
    refused = customer.chat.locator(".line.customer .refused")
    expect(refused).to_contain_text("Niet verstuurd.")
    expect(refused).to_contain_text("te lang")
    customer.page.get_by_role("button", name="Weghalen").click()
    expect(customer.lines).to_have_count(1)
    assert customer.say("hallo")


def test_typed_while_the_counter_is_down(windows: Windows, stack: Stack) -> None:
    windows.expect(GONE)
    customer = windows.customer().open()
    stack.kill(stack.counter)
    customer.type("hoe laat zijn jullie open vandaag?")
    expect(customer.chat.locator(".connection")).to_contain_text("Geen verbinding")
    expect(customer.lines.last).to_contain_text("zodra er weer verbinding is")
    stack.do(stack.counter.start())
    expect(customer.answers).to_have_count(2, timeout=30_000)
    expect(customer.chat.locator(".connection")).not_to_contain_text("Geen verbinding")
    assert_asked_once(customer, stack, "hoe laat zijn jullie open vandaag?")


def test_the_window_closed_before_the_counter_was_back(windows: Windows, stack: Stack) -> None:
    windows.expect(GONE)
    customer = windows.customer().open()
    customer.say("hallo")
    stack.kill(stack.counter)
    customer.type("wat zijn de openingstijden morgen?")
    customer.page.close()
    stack.do(stack.counter.start())
    stack.wait_ready()
    again = Customer(windows.contexts[-1].new_page())
    again.page.goto("/")
    again.launcher.click()
    expect(again.answers).to_have_count(3)
    assert_asked_once(again, stack, "wat zijn de openingstijden morgen?")


def assert_asked_once(customer: Customer, stack: Stack, question: str) -> None:
    """On screen and in the record; and what comes next is answered once too."""
    assert customer.texts().count(question) == 1
    kept = "SELECT count(*) FROM messages WHERE sender = 'customer' AND json_extract(content, '$.text') = ?"
    assert stack.one(kept, question) == 1
    answers = customer.answers.count()
    assert customer.say("dank je wel")
    assert customer.answers.count() == answers + 1


def test_a_slow_answer_is_announced(windows: Windows, stack: Stack) -> None:
    customer = windows.customer().open()
    assert stack.bot.process is not None
    os.kill(stack.bot.process.pid, signal.SIGSTOP)
    try:
        customer.type("hallo")
        expect(customer.status).to_have_text("Ik zoek het op…")
        expect(customer.status).to_have_attribute("role", "status")
        expect(customer.status.locator(".dots")).to_have_count(0)  # dots are for a human who types
    finally:
        os.kill(stack.bot.process.pid, signal.SIGCONT)
    expect(customer.answers).to_have_count(2)
    expect(customer.status).to_be_empty()


def test_on_a_phone_it_fills_the_screen(windows: Windows) -> None:
    customer = windows.customer(PHONE, reduced_motion="reduce").open()
    box = customer.panel.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    assert focused(customer.page) != "field", "the keyboard would cover the conversation"
    customer.say("wat zijn de tarieven?")
    customer.page.get_by_role("button", name="Chat sluiten").tap()
    expect(customer.panel).to_be_hidden()
    customer.fits()


PAGE = """<!doctype html><html lang="nl"><head><title>Oude site</title></head><body><h1>Een gewone oude pagina</h1>
<script src="{server}/widget.js" data-server="{server}" data-title="Oude site" async></script></body></html>"""


@pytest.fixture
def other_site(stack: Stack) -> Iterator[str]:
    """A bare page on another origin, with one script tag; the counter lets that origin in."""
    page = PAGE.format(server=stack.url).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    before = stack.counter.environment
    stack.counter.environment = {**before, "ALLOWED_ORIGINS": origin}
    stack.restart(stack.counter)
    yield origin
    stack.counter.environment = before
    stack.restart(stack.counter)
    server.shutdown()
    server.server_close()


def test_one_script_tag_on_another_site(other_site: str, windows: Windows) -> None:
    customer = windows.customer()
    customer.page.goto(other_site)
    customer.launcher.click()
    expect(customer.answers.first).to_contain_text(WELCOME)
    assert customer.say("hallo")
    customer.page.reload()
    expect(customer.answers).to_have_count(2)
    at_home = windows.customer().open("/")  # and the organisation's own pages go on working
    assert at_home.say("hallo")
    windows.desk("fatima")
