"""The desk's screen: every key of the help, typing, files received, a line that breaks, every size and colour."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_axe import check
from tests.browser.test_desk import waiting
from tests.browser.test_desk_routing import TABLET, UPRIGHT, choose, fits, offer
from tests.browser.test_files import LETTER, PHOTO, send
from tests.browser.test_files import choose as pick
from tests.browser.windows import DESKTOP, GONE, Size, Windows
from tests.stack import Stack

Shot = Callable[[Page, str], None]


# -- the keyboard ----------------------------------------------------------------------------------------------------


def test_every_key_in_the_help_does_what_it_says(windows: Windows, shot: Shot) -> None:
    desk = windows.desk("fatima")
    page = desk.page
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Sneltoetsen")
    told = {
        " ".join(row.locator("kbd").all_inner_texts()): row.locator("td").last.inner_text()
        for row in help_.locator("tbody tr").all()
    }
    shot(page, "desk-help")
    page.keyboard.press("Escape")
    expect(help_).to_have_count(0)

    desk.be("bezet")
    waiting(windows, "Karim"), waiting(windows, "Linda")
    for key in ("j", "k"):
        page.keyboard.press(key)
        expect(page.locator(".queue .row[aria-current]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(desk.mine.locator(".row")).to_have_count(1)
    expect(desk.field).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(desk.mine.locator(".row")).to_have_count(2)
    expect(desk.field).to_be_focused()
    last = desk.heading.inner_text()
    page.keyboard.press("Alt+ArrowUp")
    expect(desk.heading).not_to_have_text(last)
    page.keyboard.press("Alt+ArrowDown")
    expect(desk.heading).to_have_text(last)

    page.keyboard.press("Escape")
    expect(desk.log).to_be_focused()
    page.keyboard.press("/")
    expect(desk.field).to_be_focused()
    for key, title in (("R", "Regelen"), ("D", "Doorzetten"), ("T", "Teruggeven"), ("S", "Gesprek afsluiten")):
        page.keyboard.press(f"Alt+Key{key}")
        expect(page.get_by_role("dialog", name=re.compile(title))).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Alt+KeyN")
    expect(page.get_by_label("Notitie voor collega’s")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("Een")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("twee")
    expect(desk.field).to_have_value("Een\ntwee")
    page.keyboard.press("Enter")
    expect(desk.log.locator(".message.agent").last).to_contain_text("twee")
    for state in ("pauze", "beschikbaar"):
        page.keyboard.press("Alt+KeyP")
        expect(page.get_by_label("Mijn status")).to_have_value(state)
    # Offers, suggestions, canned answers and Ctrl+Enter have tests of their own.
    elsewhere = {"Alt A", "Alt W", "Alt V", "/", "Ctrl Enter"}
    here = {f"Alt {key}" for key in "RDTSNP↓↑"} | {"j k", "Enter", "/", "?", "Esc", "Shift Enter"}
    assert set(told) == here | elsewhere, "a key that no test presses"
    assert all(told.values())


def test_single_keys_can_be_turned_off(windows: Windows) -> None:
    desk = windows.desk("fatima")
    desk.page.get_by_role("button", name="Sneltoetsen").click()
    desk.page.get_by_label("Sneltoetsen van één toets gebruiken").uncheck()
    desk.page.keyboard.press("Escape")
    desk.be("bezet")
    waiting(windows, "Karim")
    desk.page.locator("body").press("j")
    desk.page.locator("body").press("?")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.heading).to_have_text("Kies een gesprek")


# -- typing, files, a line that breaks -------------------------------------------------------------------------------


def test_the_customer_sees_typing_only_while_a_human_types(windows: Windows) -> None:
    desk = windows.desk("fatima")
    customer = waiting(windows, "Sanne")
    typing = "Fatima is aan het typen"
    desk.take("Sanne")
    expect(customer.status).not_to_have_text(typing)
    customer.type("hoe kan ik mijn termijnbedrag wijzigen?")
    suggestion = desk.page.get_by_role("region", name=re.compile("^Voorstel"))
    expect(suggestion).to_be_visible()
    assert customer.status.inner_text() != typing, "looking for a suggestion is no typing"
    desk.field.press_sequentially("Ik kijk")
    expect(customer.status).to_have_text(typing)
    expect(customer.status).not_to_have_text(typing)  # a pause
    desk.field.press_sequentially(" het na")
    expect(customer.status).to_have_text(typing)
    desk.field.fill("")
    expect(customer.status).not_to_have_text(typing)
    desk.field.press_sequentially("Hallo")
    expect(customer.status).to_have_text(typing)
    desk.page.keyboard.press("Enter")
    expect(customer.answers.last).to_contain_text("Hallo")
    expect(customer.status).not_to_have_text(typing)


def test_a_photo_and_a_letter_from_the_customer_stand_in_the_conversation(windows: Windows, shot: Shot) -> None:
    desk = windows.desk("fatima")
    customer = waiting(windows, "Karim")
    desk.take("Karim")
    pick(customer, PHOTO, LETTER)
    customer.field.fill("Dit is mijn meter")
    send(customer)
    from_customer = desk.log.locator(".message.customer")
    picture = from_customer.locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 400
    expect(from_customer.get_by_role("link", name=re.compile("brief.pdf"))).to_be_visible()
    expect(from_customer.filter(has_text="Dit is mijn meter")).to_have_count(1)
    shot(desk.page, "desk-file-received")
    check(desk.page)


def test_what_is_typed_without_a_line_is_kept_and_sent_once(windows: Windows, stack: Stack, shot: Shot) -> None:
    windows.expect(GONE)
    desk = windows.desk("fatima")
    customer = waiting(windows, "Karim")
    desk.take("Karim")
    stack.kill(stack.counter)
    banner = desk.page.get_by_text("Verbinding weg.")
    expect(banner).to_be_visible()
    desk.field.fill("Ik ben er nog.")
    desk.field.press("Enter")
    expect(desk.log.locator(".message.agent.pending")).to_contain_text("Ik ben er nog.")
    shot(desk.page, "desk-connection-lost")
    check(desk.page)
    stack.start_again(stack.counter)
    expect(banner).to_have_count(0)
    expect(desk.log.locator(".message.agent:not(.pending)").last).to_contain_text("Ik ben er nog.")
    expect(customer.chat.locator(".line:not(.customer)").filter(has_text="Ik ben er nog.")).to_have_count(1)
    expect(customer.owner).to_have_text("Je chat met Fatima (medewerker)")


# -- every size, light and dark --------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, TABLET, UPRIGHT], ids=["1280", "1024", "768"])
def test_every_window_fits_and_axe_finds_nothing(windows: Windows, size: Size, scheme: str, shot: Shot) -> None:
    desk = windows.desk("fatima", size, color_scheme=scheme, reduced_motion="reduce")
    fits(desk)
    customer = windows.customer().log_in("Sanne")
    customer.say("waarom is mijn jaarafrekening zo hoog?")
    customer.say("DIT SLAAT NERGENS OP, ik heb dit al drie keer gevraagd!!!")
    customer.say("ik wil een medewerker spreken")
    expect(offer(desk)).to_contain_text("Sanne")
    fits(desk)
    desk.page.keyboard.press("Alt+KeyA")
    expect(desk.field).to_be_focused()
    fits(desk)
    shot(desk.page, f"desk-{size['width']}-{scheme}")
    if size == UPRIGHT:
        choose(desk, "Klantbeeld")
    expect(desk.context).to_contain_text("In het kort")
    mood = desk.context.get_by_role("region", name="Stemming", exact=True)
    mood.get_by_role("slider").focus()
    desk.page.keyboard.press("Home")
    desk.page.keyboard.press("ArrowRight")
    expect(mood.locator(".reading")).to_contain_text("Gefrustreerd")
    if size != TABLET:
        shot(desk.page, f"desk-mood-{scheme}" if size == DESKTOP else f"desk-context-{scheme}")
    fits(desk)
    for key in "RDTS":
        desk.page.keyboard.press(f"Alt+Key{key}")
        expect(desk.page.get_by_role("dialog")).to_be_visible()
        fits(desk)
        desk.page.keyboard.press("Escape")
        expect(desk.page.get_by_role("dialog"), f"after Alt+{key}").to_have_count(0)
    for name in ("Mijn account", "Sneltoetsen"):
        desk.page.get_by_role("button", name=re.compile(f"^{name}")).click()
        expect(desk.page.get_by_role("dialog", name=name)).to_be_visible()
        fits(desk)
        desk.page.keyboard.press("Escape")
