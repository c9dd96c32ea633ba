"""The story of issue 2, from the first question to the bot that goes on after the human, in one window."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import Customer, Desk
from tests.browser.windows import DESKTOP, PHONE, Windows
from tests.stack import Stack, persona

SANNE = persona("Sanne")
QUESTION = "waarom moet ik zoveel bijbetalen, mn jaarafrekening is echt heel hoog"
ANNOYED = "zo kom ik niet verder"
Shot = Callable[[Page, str], None]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_question_a_human_and_the_bot_again(
    windows: Windows, stack: Stack, shot: Shot, size: dict[str, int], request: pytest.FixtureRequest
) -> None:
    device = request.node.callspec.id
    desk = windows.desk("fatima")
    sanne = windows.customer(size)

    she_gets_her_own_figures(sanne, shot, device)
    she_asks_something_else_in_between(sanne)
    she_is_offered_and_given_a_human(sanne, shot, device)
    the_agent_sees_why_and_takes_her(desk, shot, device)
    they_talk_in_the_same_window(desk, sanne, shot, device)
    after_a_reload_everything_is_there_once(sanne)
    the_agent_hands_back_and_the_bot_goes_on(desk, sanne, shot, device)

    note = stack.one("SELECT note FROM cases WHERE state = 'handed_back' ORDER BY ended_at DESC LIMIT 1")
    assert note == "Afgesproken: termijnbedrag wordt € 239."


def she_gets_her_own_figures(sanne: Customer, shot: Shot, device: str) -> None:
    sanne.open("/")
    shot(sanne.page, f"{device}-1-open")
    assert "klantnummer" in sanne.say(QUESTION)
    assert "postcode" in sanne.say(SANNE.customer_number)
    assert "mail" in sanne.say("2011 kd")
    figures = sanne.say(code_in_the_mailbox(sanne, shot, device))
    assert "Sanne" in figures
    assert "€ 640" in figures
    assert "212 m³" in figures
    shot(sanne.page, f"{device}-3-figures")


def code_in_the_mailbox(sanne: Customer, shot: Shot, device: str) -> str:
    """She looks in her mail, in another tab."""
    mailbox = sanne.page.context.new_page()
    mailbox.goto("/demo/mailbox")
    newest = mailbox.get_by_role("list", name="E-mails").get_by_role("listitem").first
    expect(newest).to_contain_text(SANNE.email)
    shot(mailbox, f"{device}-2-mailbox")
    found = re.search(r"\b\d{3} ?\d{3}\b", newest.inner_text().replace(SANNE.customer_number, ""))
    assert found, "no code in the mail"
    mailbox.close()
    return found[0]


def she_asks_something_else_in_between(sanne: Customer) -> None:
    off_topic = sanne.say("wat is de beste pizza van haarlem?")
    assert "€" not in off_topic
    expect(sanne.owner).to_have_text("Je chat met de digitale assistent")
    assert "€ 185" in sanne.say("en wat is dan mijn termijnbedrag")  # and she need not say again who she is


def she_is_offered_and_given_a_human(sanne: Customer, shot: Shot, device: str) -> None:
    assert "medewerker" in sanne.say(ANNOYED)
    expect(sanne.reply("Ja, graag")).to_be_visible()
    shot(sanne.page, f"{device}-4-offer")
    assert "medewerker" in sanne.choose("Ja, graag")
    expect(sanne.owner).to_have_text("Wachten op een medewerker")


def the_agent_sees_why_and_takes_her(desk: Desk, shot: Shot, device: str) -> None:
    expect(desk.queue.locator(".row").filter(has_text="Sanne de Wit")).to_be_visible()
    for _ in range(10):
        desk.page.keyboard.press("j")
        if desk.heading.inner_text() == "Sanne de Wit":
            break
    expect(desk.heading).to_have_text("Sanne de Wit")
    expect(desk.context.get_by_role("region", name="Waarom nu")).to_contain_text("Frustratie")
    expect(desk.context.get_by_role("region", name="Waarom nu")).to_contain_text("niet verder")
    expect(desk.context.get_by_role("region", name="Wat de klant wil")).to_contain_text(
        re.compile("jaarafrekening|termijnbedrag")
    )
    figures = desk.context.get_by_role("region", name="Geprobeerd en beantwoord")
    expect(figures).to_contain_text("€ 640")
    expect(figures).to_contain_text("212 m³")
    expect(desk.log).to_contain_text(QUESTION)
    expect(desk.log).to_contain_text(ANNOYED)
    desk.page.keyboard.press("Enter")
    expect(desk.field).to_be_focused()
    expect(desk.context).to_contain_text(SANNE.customer_number)
    if device == "desktop":
        shot(desk.page, f"{device}-5-desk")


def they_talk_in_the_same_window(desk: Desk, sanne: Customer, shot: Shot, device: str) -> None:
    expect(sanne.owner).to_have_text("Je chat met Fatima (medewerker)")
    desk.page.keyboard.type("Dag Sanne, ik zie dat je € 640 moet bijbetalen.", delay=15)
    expect(sanne.status).to_have_text("Fatima is aan het typen")
    shot(sanne.page, f"{device}-6-typing")
    desk.page.keyboard.press("Enter")
    expect(sanne.answers.last).to_contain_text("ik zie dat je € 640 moet bijbetalen")
    expect(sanne.status).to_be_empty()
    expect(desk.log.locator(".message.agent").last).to_contain_text("Gelezen")

    answers = sanne.answers.count()
    sanne.field.press_sequentially("dat klopt, wat kan ik doen?", delay=15)
    expect(desk.page.get_by_text("Sanne de Wit typt…")).to_be_visible()
    sanne.type("dat klopt, wat kan ik doen?")
    expect(desk.log.locator(".message.customer").last).to_contain_text("wat kan ik doen?")
    desk.say("We verhogen je termijnbedrag naar € 239. Dan betaal je volgend jaar weinig bij.")
    expect(sanne.answers.last).to_contain_text("€ 239")
    assert sanne.answers.count() == answers + 1, "only the agent answered"
    sanne.fits()
    shot(sanne.page, f"{device}-7-agent")


def after_a_reload_everything_is_there_once(sanne: Customer) -> None:
    before = sanne.texts()
    assert before.count(QUESTION) == 1
    sanne.page.reload()
    expect(sanne.owner).to_have_text("Je chat met Fatima (medewerker)")
    expect(sanne.lines).to_have_count(len(before))
    assert sanne.texts() == before
    sanne.fits()


def the_agent_hands_back_and_the_bot_goes_on(desk: Desk, sanne: Customer, shot: Shot, device: str) -> None:
    answers = sanne.answers.count()
    desk.page.keyboard.press("Alt+KeyT")
    desk.page.get_by_role("dialog").get_by_label("Wat heb je uitgelegd").fill("Afgesproken: termijnbedrag wordt € 239.")
    desk.page.keyboard.press("Control+Enter")
    expect(desk.page.locator(".notice")).to_contain_text("Teruggegeven aan de assistent.")
    expect(sanne.owner).to_have_text("Je chat met de digitale assistent")
    expect(sanne.answers).to_have_count(answers + 1)
    expect(sanne.answers.last).to_contain_text("digitale assistent")
    expect(sanne.answers.last).to_contain_text("niet met een mens")
    assert "€ 185" in sanne.say("wat is mijn termijnbedrag nu?")
    shot(sanne.page, f"{device}-8-bot-again")
