"""Who may come in: the accounts page, the own password, and the organisation's own log-in (OpenID Connect)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.counter import OwnCounter, own_counter
from tests.browser.pages import Desk
from tests.browser.test_axe import check
from tests.browser.windows import DESKTOP, Size, Windows
from tests.oidc_provider import EMAIL
from tests.running_counter import PASSWORD

NEW = "paarden grazen op de dijk"
Shot = Callable[[Page, str], None]


@pytest.fixture(autouse=True)
def everybody_is_available() -> None:
    """Every test here has a counter of its own."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database to begin with."""
    file = tmp_path_factory.mktemp("filled") / "dichtbij.db"
    with own_counter(file) as counter:
        counter.fill()
    return file


@pytest.fixture
def own(tmp_path: Path, filled: Path) -> Iterator[OwnCounter]:
    """A counter of this test alone."""
    with own_counter(Path(shutil.copy(filled, tmp_path))) as counter:
        yield counter


@pytest.fixture
def windows(browser: Browser, own: OwnCounter) -> Iterator[Windows]:
    """As in the other tests, at the counter of this one."""
    windows = Windows(browser, "")
    yield windows
    wrong = windows.close()
    assert not wrong, f"errors on the console: {wrong}"


def desk_of(windows: Windows, own: OwnCounter, username: str, size: Size = DESKTOP, password: str = PASSWORD) -> Desk:
    """Somebody at the desk of this counter."""
    windows.url = own.url
    desk = Desk(windows.person(size, reduced_motion="reduce").new_page())
    desk.log_in(username, password)
    return desk


def my_account(desk: Desk) -> Locator:
    desk.page.get_by_role("button", name=re.compile("^Mijn account")).click()
    return desk.page.get_by_role("dialog", name="Mijn account")


def accounts(desk: Desk) -> Locator:
    """The page, opened."""
    desk.page.get_by_role("link", name="Medewerkers").click()
    page = desk.page.get_by_role("main", name="Medewerkers")
    expect(page.get_by_role("row").filter(has_text="Fatima")).to_be_visible()
    return page


def row(page: Locator, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


def log_out(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Uitloggen").click()
    expect(desk.page.get_by_label("Gebruikersnaam")).to_be_visible()


# -- the own password -------------------------------------------------------------------------------------------------


def test_an_agent_changes_the_own_password_and_is_out_everywhere_else(
    windows: Windows, own: OwnCounter, shot: Shot
) -> None:
    own.start()
    windows.expect(r"422.*/me/password|401.*/desk/api/")
    desk, elsewhere = desk_of(windows, own, "fatima"), desk_of(windows, own, "fatima")
    dialog = my_account(desk)
    expect(dialog).to_contain_text("Medewerker")
    current, new = dialog.get_by_label("Huidig wachtwoord"), dialog.get_by_label("Nieuw wachtwoord", exact=True)
    again = dialog.get_by_label("Nog een keer het nieuwe wachtwoord")
    problem, change = dialog.get_by_role("alert"), dialog.get_by_role("button", name="Wachtwoord wijzigen")
    expect(current).to_be_focused()
    check(desk.page)
    shot(desk.page, "desk-my-account")
    for values, words, wrong in (
        (("", NEW, NEW), "Vul je huidige wachtwoord in.", current),
        ((PASSWORD, NEW, NEW + "!"), "Dit is niet hetzelfde als je nieuwe wachtwoord.", again),
        (("niet dit", NEW, NEW), "Je huidige wachtwoord klopt niet.", current),
        ((PASSWORD, "kort", "kort"), "minstens 12 tekens", new),
        ((PASSWORD, PASSWORD, PASSWORD), "Je nieuwe wachtwoord is hetzelfde.", new),
    ):
        for field, value in zip((current, new, again), values, strict=True):
            field.fill(value)
        change.click()
        expect(problem).to_contain_text(words)
        expect(wrong).to_be_focused()
        expect(wrong).to_have_attribute("aria-invalid", "true")
    check(desk.page)
    for field, value in ((current, PASSWORD), (new, NEW), (again, NEW)):
        field.fill(value)
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".notice")).to_contain_text("Je wachtwoord is gewijzigd.")
    expect(dialog).to_have_count(0)
    expect(desk.page.get_by_text("Verbonden")).to_be_visible()
    expect(elsewhere.page.get_by_text("Je sessie is verlopen.")).to_be_visible()
    log_out(desk)
    desk.log_in("fatima", NEW)


# -- the accounts page ------------------------------------------------------------------------------------------------


def test_who_keeps_the_accounts_makes_one_and_changes_it(windows: Windows, own: OwnCounter, shot: Shot) -> None:
    own.start()
    windows.expect(r"(409|422).*/desk/api/agents|401.*/desk/api/")
    bas = desk_of(windows, own, "bas")
    page = accounts(bas)
    expect(row(page, "Bas")).to_contain_text("(jij)")
    page.get_by_role("button", name="Nieuwe medewerker").click()
    username = page.get_by_label("Gebruikersnaam")
    expect(username).to_be_focused()
    check(bas.page)
    username.fill("Fatima")
    page.get_by_label("Naam", exact=True).fill("Mo van den Berg")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("alert")).to_have_text("Vul een wachtwoord in.")
    page.get_by_label("Wachtwoord").fill("een ander lang wachtwoord")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Deze gebruikersnaam bestaat al.")
    expect(username).to_be_focused()
    username.fill("mo")
    page.get_by_label("Facturen en betalen").check()
    page.get_by_label("Gesprekken tegelijk").fill("2")
    shot(bas.page, "desk-accounts")
    page.get_by_role("button", name="Bewaren").click()
    expect(row(page, "Mo van den Berg")).to_contain_text("Facturen en betalen")
    expect(row(page, "Mo van den Berg")).to_contain_text("Met wachtwoord")
    check(bas.page)

    mo = desk_of(windows, own, "mo", password="een ander lang wachtwoord")
    expect(mo.page.get_by_role("link", name="Team")).to_have_count(0)
    expect(my_account(mo)).to_contain_text("Hoogstens 2 gesprekken")
    row(page, "Mo van den Berg").get_by_role("button", name="Wijzig").click()
    page.get_by_label("Rol").select_option("teamleider")
    page.get_by_label("Gesprekken tegelijk").fill("")
    page.get_by_label("Nieuw wachtwoord").fill(NEW)
    page.get_by_role("button", name="Bewaren").click()
    expect(row(page, "Mo van den Berg")).to_contain_text("Teamleider")
    expect(row(page, "Mo van den Berg")).to_contain_text("standaard")
    expect(mo.page.get_by_text("Je sessie is verlopen.")).to_be_visible()
    mo.page.get_by_label("Wachtwoord").fill(NEW)
    mo.page.keyboard.press("Enter")
    expect(mo.page.get_by_role("link", name="Team")).to_be_visible()

    row(page, "Mo van den Berg").get_by_role("button", name="Wijzig").click()
    page.get_by_label("Mag inloggen").uncheck()
    page.get_by_role("button", name="Bewaren").click()
    expect(row(page, "Mo van den Berg")).to_contain_text("Mag niet inloggen")
    expect(mo.page.get_by_text("Je sessie is verlopen.")).to_be_visible()


def test_nobody_loses_the_own_rights_by_mistake(windows: Windows, own: OwnCounter) -> None:
    own.start()
    windows.expect(r"409.*/desk/api/agents")
    bas = desk_of(windows, own, "bas")
    page = accounts(bas)
    row(page, "Bas").get_by_role("button", name="Wijzig").click()
    expect(page.get_by_label("Mag inloggen")).to_have_count(0)
    expect(page.get_by_label("Nieuw wachtwoord")).to_have_count(0)
    page.get_by_label("Rol").select_option("medewerker")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Je kunt je eigen account niet uitzetten of lager zetten.")
    expect(page.get_by_label("Rol")).to_be_focused()


def test_the_accounts_page_is_for_who_keeps_them(windows: Windows, own: OwnCounter) -> None:
    own.start()
    own.give("joost", "teamleider")
    joost = desk_of(windows, own, "joost")
    expect(joost.page.get_by_role("link", name="Team")).to_be_visible()
    expect(joost.page.get_by_role("link", name="Medewerkers")).to_have_count(0)
    joost.page.goto("/desk#medewerkers")
    joost.page.reload()
    expect(joost.queue).to_be_visible()


# -- the organisation's own log-in ------------------------------------------------------------------------------------


def at_the_door(windows: Windows, own: OwnCounter) -> Page:
    windows.url = own.url
    page = windows.person(reduced_motion="reduce").new_page()
    page.goto("/desk")
    return page


def organisation(page: Page) -> Locator:
    return page.get_by_role("link", name="Inloggen met je organisatie")


def test_an_agent_comes_in_through_the_organisation(windows: Windows, own: OwnCounter, shot: Shot) -> None:
    own.start_with_provider()
    page = at_the_door(windows, own)
    expect(organisation(page)).to_be_visible()
    check(page)
    shot(page, "desk-login")
    organisation(page).click()
    expect(page.get_by_text("Verbonden")).to_be_visible()
    assert page.url == f"{own.url}/desk"
    assert "/authorize" in own.provider.asked
    desk = Desk(page)
    dialog = my_account(desk)
    expect(dialog).to_contain_text(EMAIL)
    expect(dialog).to_contain_text("Je logt in via je organisatie. Daar wijzig je ook je wachtwoord.")
    expect(dialog.get_by_label("Huidig wachtwoord")).to_have_count(0)
    page.keyboard.press("Escape")
    page.reload()
    expect(page.get_by_text("Verbonden")).to_be_visible()
    log_out(desk)
    expect(organisation(page)).to_be_visible()


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ({}, "Je hebt het inloggen bij je organisatie afgebroken."),
        ({"sub": "u-9", "email": "nieuw@duinlicht.example", "email_verified": True}, "Je hebt nog geen account"),
    ],
    ids=["cancelled", "no account"],
)
def test_who_does_not_come_in_is_told_why(
    windows: Windows, own: OwnCounter, person: dict[str, object], told: str
) -> None:
    own.start_with_provider()
    own.provider.person = person
    page = at_the_door(windows, own)
    organisation(page).click()
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(organisation(page)).to_be_visible()
    check(page)


def test_a_provider_that_is_away_is_said_so_and_a_password_still_works(windows: Windows, own: OwnCounter) -> None:
    own.start_with_provider()
    own.provider.down = True
    page = at_the_door(windows, own)
    organisation(page).click()
    expect(page.get_by_role("alert")).to_contain_text("Inloggen via je organisatie kan nu niet.")
    page.get_by_label("Gebruikersnaam").fill("fatima")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Verbonden")).to_be_visible()
    assert "inloggen=" not in page.url


def test_without_a_provider_there_is_no_such_button(windows: Windows, own: OwnCounter) -> None:
    own.start()
    page = at_the_door(windows, own)
    expect(page.get_by_label("Gebruikersnaam")).to_be_visible()
    expect(organisation(page)).to_have_count(0)


def test_who_keeps_the_accounts_sees_and_ends_a_binding(windows: Windows, own: OwnCounter) -> None:
    own.start_with_provider()
    bas = desk_of(windows, own, "bas")
    page = accounts(bas)
    expect(row(page, "Samira")).to_contain_text("Via organisatie, nog niet gekoppeld")
    door = at_the_door(windows, own)
    organisation(door).click()
    expect(door.get_by_text("Verbonden")).to_be_visible()
    bas.page.get_by_role("link", name="Gesprekken").click()
    page = accounts(bas)
    expect(row(page, "Samira")).to_contain_text("Met organisatie")
    row(page, "Samira").get_by_role("button", name="Wijzig").click()
    page.get_by_label("Koppeling met de organisatie losmaken").check()
    check(bas.page)
    page.get_by_role("button", name="Bewaren").click()
    expect(row(page, "Samira")).to_contain_text("Via organisatie, nog niet gekoppeld")
    own.provider.person = {**own.provider.person, "sub": "u-2"}
    door = at_the_door(windows, own)
    organisation(door).click()
    expect(door.get_by_text("Verbonden")).to_be_visible()
