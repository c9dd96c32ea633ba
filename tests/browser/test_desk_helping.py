"""What helps an agent help: canned answers, suggestions, notes, files, quick actions and the wrap-up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.pages import Desk
from tests.browser.test_axe import check
from tests.browser.test_desk import waiting
from tests.browser.windows import Windows
from tests.files import PDF, photo
from tests.stack import Stack

Shot = Callable[[Page, str], None]
PHOTO: FilePayload = {"name": "meter.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(120, 80))}
PROGRAM: FilePayload = {"name": "programma.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"}
LETTER: FilePayload = {"name": "brief.pdf", "mimeType": "application/pdf", "buffer": PDF}


def dialog(desk: Desk, name: str | re.Pattern[str]) -> Locator:
    return desk.page.get_by_role("dialog", name=name)


def complain(desk: Desk, words: str) -> None:
    """Register a complaint for the customer."""
    desk.page.keyboard.press("Alt+KeyR")
    dialog(desk, "Regelen").get_by_role("button", name=re.compile("[Kk]lacht")).click()
    dialog(desk, re.compile("[Kk]lacht")).get_by_label("Wat ging er mis?").fill(words)
    desk.page.keyboard.press("Control+Enter")
    dialog(desk, "Klopt dit?").get_by_role("button", name="Ja, uitvoeren").click()
    dialog(desk, "Geregeld").get_by_role("button", name="Sluiten").click()


def search(desk: Desk) -> Locator:
    """Where canned answers are looked for."""
    return desk.page.get_by_role("combobox", name="Zoek een standaardantwoord")


def test_a_canned_answer_is_found_changed_and_sent_with_the_keyboard_alone(windows: Windows, shot: Shot) -> None:
    desk = windows.desk("fatima")
    customer = waiting(windows, "Karim")
    desk.take("Karim")
    desk.page.keyboard.type("/")
    expect(search(desk)).to_be_focused()
    desk.page.keyboard.type("begroet naam")
    option = desk.page.get_by_role("listbox", name="Standaardantwoorden").get_by_role("option", selected=True)
    expect(option).to_contain_text("Begroeten met naam")
    shot(desk.page, "desk-canned")
    check(desk.page)
    desk.page.keyboard.press("Enter")
    expect(desk.field).to_be_focused()
    expect(desk.field).to_have_value(re.compile("Karim, je spreekt met Fatima"))
    desk.page.keyboard.type(" Een momentje.")
    desk.page.keyboard.press("Enter")
    expect(customer.answers.last).to_contain_text("Karim, je spreekt met Fatima")
    expect(customer.answers.last).to_contain_text("Een momentje.")

    desk.page.keyboard.type("/")
    desk.page.keyboard.press("Escape")  # back to the field; nothing is put in it
    expect(desk.field).to_be_focused()
    expect(desk.field).to_have_value("")
    desk.page.keyboard.type("en/of")  # in the middle of a line it is a character
    expect(desk.field).to_have_value("en/of")


def test_a_suggestion_is_changed_or_ignored_and_never_sent_by_itself(windows: Windows, shot: Shot) -> None:
    desk = windows.desk("fatima")
    customer = waiting(windows, "Sanne")
    desk.take("Sanne")
    before = customer.answers.count()
    customer.type("hoe kan ik mijn termijnbedrag wijzigen?")
    suggestion = desk.page.get_by_role("region", name=re.compile("^Voorstel"))
    expect(suggestion).to_be_visible()
    shot(desk.page, "desk-suggestion")
    check(desk.page)
    words = suggestion.get_by_role("group", name="Tekst van het voorstel").inner_text()
    assert customer.answers.count() == before, "only the agent sends"
    desk.page.keyboard.press("Alt+KeyV")
    expect(desk.field).to_have_value(words)
    expect(desk.field).to_be_focused()
    expect(suggestion).to_have_count(0)
    desk.page.keyboard.press("Control+KeyA")
    desk.page.keyboard.type("Dat doe ik voor u.")
    desk.page.keyboard.press("Enter")
    expect(customer.answers.last).to_contain_text("Dat doe ik voor u.")

    customer.type("en wat is nu mijn termijnbedrag?")
    expect(suggestion).to_be_visible()
    suggestion.get_by_role("button", name="Negeer").click()
    expect(suggestion).to_have_count(0)
    expect(desk.field).to_be_focused()


def test_a_note_is_for_colleagues(windows: Windows) -> None:
    desk = windows.desk("fatima")
    customer = waiting(windows, "Karim")
    desk.take("Karim")
    desk.page.keyboard.press("Alt+KeyN")
    field = desk.page.get_by_label("Notitie voor collega’s")
    expect(field).to_be_focused()
    desk.page.keyboard.type("Netbeheerder gevraagd")
    desk.page.keyboard.press("Control+Enter")
    notes = desk.context.get_by_role("region", name="Notities")
    expect(notes.get_by_role("listitem")).to_contain_text("Netbeheerder gevraagd")
    expect(notes.get_by_role("listitem")).to_contain_text("Fatima")
    expect(field).to_have_value("")
    desk.say("Ik vraag het na.")
    expect(customer.answers.last).to_contain_text("Ik vraag het na.")
    assert "Netbeheerder" not in " ".join(customer.texts())
    desk.page.reload()
    expect(notes.get_by_role("listitem")).to_contain_text("Netbeheerder gevraagd")


def test_files_wait_for_the_message_and_reach_the_customer(windows: Windows, shot: Shot) -> None:
    desk = windows.desk("fatima")
    customer = waiting(windows, "Karim")
    desk.take("Karim")
    staged = desk.page.get_by_role("list", name="Bestanden om te versturen").get_by_role("listitem")
    picker = desk.page.locator("#bestand")
    picker.set_input_files([PROGRAM])
    expect(desk.page.locator(".notice")).to_contain_text("programma.exe: dit soort bestand kan niet")
    expect(staged).to_have_count(0)
    picker.set_input_files([PHOTO, LETTER])
    expect(staged).to_have_count(2)
    shot(desk.page, "desk-files")
    check(desk.page)
    desk.page.get_by_role("button", name="brief.pdf weghalen").click()
    expect(staged).to_have_count(1)
    desk.field.fill("Dit is de meter.")
    desk.field.press("Enter")
    expect(staged).to_have_count(0)
    expect(desk.log.locator(".message.agent img")).to_have_count(1)
    expect(customer.chat.locator(".line:not(.customer)").filter(has_text="Dit is de meter.")).to_have_count(1)
    expect(customer.chat.locator(".line:not(.customer) .picture img").last).to_be_visible()


@pytest.fixture
def instalments_as_before(stack: Stack) -> Iterator[None]:
    """What is changed at the desk is undone after the test: others know the demo's customers by their figures."""
    newest = stack.one("SELECT max(id) FROM instalments")
    yield
    stack.turn_back("DELETE FROM instalments WHERE id > ?", newest)
    stack.turn_back("DELETE FROM requests WHERE kind = 'termijnbedrag_wijzigen'")


@pytest.mark.usefixtures("instalments_as_before")
def test_the_instalment_is_changed_without_a_second_system(windows: Windows, stack: Stack, shot: Shot) -> None:
    desk = windows.desk("fatima")
    windows.expect(r"422.*/actions/termijnbedrag_wijzigen$")
    customer = waiting(windows, "Sanne")
    desk.take("Sanne")
    desk.page.keyboard.press("Alt+KeyR")
    choose = dialog(desk, "Regelen")
    expect(choose.get_by_role("button", name="Termijnbedrag wijzigen")).to_be_focused()
    check(desk.page)
    desk.page.keyboard.press("Enter")
    form = dialog(desk, "Termijnbedrag wijzigen")
    amount = form.get_by_label(re.compile("per maand|[Bb]edrag"))
    amount.fill("1")
    desk.page.keyboard.press("Control+Enter")
    expect(form.get_by_role("alert")).not_to_be_empty()
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_be_focused()
    amount.fill("200")
    desk.page.keyboard.press("Control+Enter")
    sure = dialog(desk, "Klopt dit?")
    expect(sure).to_contain_text("€ 200")
    check(desk.page)
    changed = "SELECT 1 FROM requests WHERE kind = 'termijnbedrag_wijzigen'"
    shot(desk.page, "desk-action")
    assert not stack.rows(changed), "shown first, changed after that"
    sure.get_by_role("button", name="Ja, uitvoeren").click()
    done = dialog(desk, "Geregeld")
    expect(done).to_contain_text("€ 200")
    assert len(stack.rows(changed)) == 1
    done.get_by_role("button", name="Zet in het antwoord").click()
    expect(desk.field).to_have_value(re.compile("200"))
    expect(desk.field).to_be_focused()
    desk.field.press("Enter")
    expect(customer.answers.last).to_contain_text("200")
    expect(desk.context.get_by_role("region", name="Beloofd en geregeld")).to_contain_text("Termijnbedrag")


def test_the_wrap_up_keeps_the_outcome_and_what_the_assistant_should_have_known(
    windows: Windows, stack: Stack, shot: Shot
) -> None:
    desk = windows.desk("fatima")
    customer = waiting(windows, "Karim")
    desk.take("Karim")
    desk.say("Ik heb het uitgelegd.")
    desk.page.keyboard.press("Alt+KeyS")
    wrap_up = dialog(desk, "Gesprek afsluiten")
    expect(wrap_up).to_contain_text("Een samenvatting voor de klant is niet nodig.")
    desk.page.keyboard.press("Escape")
    complain(desk, "Ik wacht al weken op mijn saldo")
    desk.page.keyboard.press("Alt+KeyS")
    wrap_up = dialog(desk, "Gesprek afsluiten")
    wrap_up.get_by_role("radio", name="Opgelost", exact=True).check()
    wrap_up.get_by_label("Wat is er gedaan").fill("Teruglevering uitgelegd")
    wrap_up.get_by_label("Wat had de assistent moeten weten").fill("Het saldo van de zonnepanelen")
    wrap_up.get_by_role("checkbox", name="Stuur de klant een samenvatting").check()
    summary = wrap_up.locator(".to-customer").inner_text()
    shot(desk.page, "desk-wrap-up")
    check(desk.page)
    wrap_up.get_by_role("button", name="Afsluiten").click()
    expect(desk.page.locator(".notice")).to_contain_text("Gesprek afgesloten.")
    expect(customer.chat).to_contain_text(summary.splitlines()[0])
    [ended] = stack.rows("SELECT outcome, lesson, note FROM cases ORDER BY opened_at DESC LIMIT 1")
    assert ended == ("opgelost", "Het saldo van de zonnepanelen", "Teruglevering uitgelegd")
    expect(desk.context).to_contain_text("Opgelost")


def test_the_mood_is_a_curve_with_its_evidence_in_words(windows: Windows) -> None:
    desk = windows.desk("fatima")
    customer = windows.customer().log_in("Karim")
    customer.say("DIT SLAAT NERGENS OP, ik heb dit al drie keer gevraagd!!!")
    customer.say("ik wil een medewerker spreken")
    desk.take("Karim")
    mood = desk.context.get_by_role("region", name="Stemming", exact=True)
    curve = mood.get_by_role("slider", name="Stemming per bericht")
    curve.focus()
    desk.page.keyboard.press("Home")
    expect(curve).to_have_attribute("aria-valuenow", "1")
    expect(curve).to_have_attribute("aria-valuetext", re.compile("gefrustreerd|geïrriteerd"))
    expect(mood.locator(".reading")).to_contain_text(re.compile("Gefrustreerd|Geïrriteerd"))
    desk.page.keyboard.press("Enter")
    expect(desk.log.locator(".message.pointed")).to_contain_text("DIT SLAAT NERGENS OP")
    mood.get_by_text("Als tekst").click()
    expect(mood.get_by_role("listitem").last).to_contain_text(re.compile("gefrustreerd|geïrriteerd"))
    check(desk.page)
