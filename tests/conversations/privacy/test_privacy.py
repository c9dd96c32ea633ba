"""Privacy in the chat for real: seeing, erasing and consent; numbers that are masked at once."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import dichtbij.channels.whatsapp.tables
import dichtbij.privacy.store  # noqa: F401 - they register their tables
from dichtbij.database import Base, Database
from tests.conversations.conftest import Somebody
from tests.conversations.helpers import changes, fetch
from tests.conversations.people import Customer, NewAgent, NewCustomer, until
from tests.stack import Stack

BSN, CARD = "111222333", "4111 1111 1111 1111"


@pytest.fixture(autouse=True)
async def tables(stack: Stack) -> None:
    """Tables that no migration makes yet."""
    database = Database(stack.settings.database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await database.close()


def rasa_rows(stack: Stack, conversation_id: str) -> int:
    """How many events Rasa remembers of a conversation."""
    file = stack.settings.tracker_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        query = "SELECT COALESCE(SUM(size), 0) FROM working_memory WHERE conversation_id = ?"
        [(count,)] = connection.execute(query, (conversation_id,))
    return int(count)


def stands_in(stack: Stack, words: str) -> set[str]:
    """The tables of both databases in which words stand, in whatever column."""
    found = set()
    for file in (str(stack.database_file), stack.settings.tracker_url.removeprefix("sqlite:///")):
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
                if any(words.lower() in str(value).lower() for row in rows for value in row):
                    found.add(table)
    return found


def holding(folder: Path, *words: str) -> list[str]:
    """The files, of databases and logs, in which one of these stands anywhere."""
    files = [*folder.glob("*.db*"), *folder.glob("*.log")]
    return [file.name for file in files if any(word.encode() in file.read_bytes() for word in words)]


async def erased(who: Customer, stack: Stack, conversation_id: str) -> None:
    """Wait until the counter carried out what was asked."""
    query = "SELECT done_at FROM erasures WHERE conversation_id = ?"
    await until(lambda: [row for row in stack.rows(query, conversation_id) if row[0]], "the erasure")
    await who.shows("gewist")


# -- seeing ------------------------------------------------------------------------------------------------------


@pytest.mark.question("privacy_inzage")
async def test_everything_can_be_seen_and_taken_along(customer: NewCustomer, stack: Stack, somebody: Somebody) -> None:
    number = somebody()
    who = await customer(number)
    await who.say("hoi, ik heb een parkiet die Karel heet")
    heard = await who.say("kun je me laten zien wat er van mij bij jullie vastligt")
    assert "De wet wil dat we die bewaren" in heard
    assert [link["title"] for link in heard.links] == ["Alles om te lezen", "Alles als bestand (JSON)"]
    status, kind, page = await fetch(stack, heard.links[0]["url"])
    assert (status, kind) == (200, "text/html")
    assert "parkiet die Karel heet" in page.decode()
    status, kind, content = await fetch(stack, heard.links[1]["url"])
    assert (status, kind) == (200, "application/json")
    export = json.loads(content)
    assert export["klantgegevens"]["customers"][0]["customer_number"] == number
    assert "parkiet die Karel heet" in json.dumps(export["gesprekken"], ensure_ascii=False)
    assert "parkiet die Karel heet" in json.dumps(export["geheugen_assistent"], ensure_ascii=False)


@pytest.mark.question("privacy_inzage")
async def test_also_without_personal_answers_the_own_data_can_be_seen(
    customer: NewCustomer, stack: Stack, somebody: Somebody
) -> None:
    who = await customer(somebody())
    await who.say("ik wil niet meer dat je in mijn gegevens kijkt voor antwoorden")
    assert "staat uit" in await who.say("ja")
    heard = await who.say("laat me een overzicht zien van al mijn opgeslagen gegevens")
    assert len(heard.links) == 2


# -- erasing -----------------------------------------------------------------------------------------------------


@pytest.mark.question("privacy_verwijderen")
async def test_this_conversation_is_gone_everywhere_and_the_customer_reads_what_was_done(
    customer: NewCustomer, stack: Stack, somebody: Somebody
) -> None:
    who = await customer(somebody())
    await who.say("hoi, ik zit hier met mijn kat Zwaluwnest op schoot")
    old = who.conversation_id
    assert rasa_rows(stack, old) > 0
    shown = await who.say("wil je dit gesprek voor me wissen")
    assert "Dan wis ik dit gesprek." in shown
    assert shown.titles == ["Ja, wissen", "Nee, iets anders", "Stoppen"]
    await who.tell("ja, wissen")
    await erased(who, stack, old)
    assert stands_in(stack, "Zwaluwnest") == set()
    assert stack.rows("SELECT 1 FROM conversations WHERE id = ?", old) == []
    assert rasa_rows(stack, old) == 0
    await who.reload()
    assert "Zwaluwnest" not in str(who)
    assert "Ons vorige gesprek is gewist" in str(who)
    assert (await who.say("hoi")).text, "the new conversation works"


@pytest.mark.question("privacy_verwijderen")
async def test_everything_that_can_go_goes_and_the_report_names_what_stays(
    customer: NewCustomer, stack: Stack, somebody: Somebody
) -> None:
    number = somebody()
    who = await customer(number)
    id_ = stack.one("SELECT id FROM customers WHERE customer_number = ?", number)
    email = stack.one("SELECT email FROM customers WHERE id = ?", id_)
    invoices = stack.one("SELECT COUNT(*) FROM invoices WHERE customer_id = ?", id_)
    await who.say("ik heb het altijd koud in de slaapkamer van Wolfgang")
    old = who.conversation_id
    shown = await who.say("verwijder alles wat jullie van mij hebben")
    assert "Dat moet van de wet, tot en met 31 december" in shown
    assert "zolang" in shown
    await who.tell("ja")
    await erased(who, stack, old)
    assert "Rekeningen en betalingen. Dat moet van de wet" in str(who)
    assert stands_in(stack, "Wolfgang") == set()
    assert stands_in(stack, email) == {"customers"}
    assert stack.one("SELECT COUNT(*) FROM invoices WHERE customer_id = ?", id_) == invoices
    assert changes(stack, id_, "privacy_verwijderen") == 1


@pytest.mark.question("privacy_verwijderen")
async def test_an_agents_open_case_is_closed_and_says_why(
    customer: NewCustomer, agent: NewAgent, stack: Stack, somebody: Somebody
) -> None:
    await agent()
    number = somebody()
    first = await customer(number)
    await first.say("ik wil een medewerker spreken over mijn oom Ferdinand")
    await first.becomes("queue")
    second = await customer(number)
    old = second.conversation_id
    shown = await second.say("wis al mijn chatgesprekken")
    assert "medewerker" in shown
    await second.tell("ja")
    await erased(second, stack, old)
    case = stack.rows("SELECT state, ask, note FROM cases WHERE conversation_id = ?", first.conversation_id)
    assert case == [("closed", "Op verzoek van de klant gewist.", "Op verzoek van de klant gewist.")]
    assert stands_in(stack, "Ferdinand") == set()


# -- consent -----------------------------------------------------------------------------------------------------


@pytest.mark.question("toestemming_wijzigen")
async def test_personal_answers_stop_at_the_next_message_and_start_again(
    customer: NewCustomer, stack: Stack, somebody: Somebody
) -> None:
    number = somebody()
    who = await customer(number)
    id_ = stack.one("SELECT id FROM customers WHERE customer_number = ?", number)
    shown = await who.say("stop alsjeblieft met het gebruiken van mijn eigen gegevens voor antwoorden")
    assert "persoonlijke antwoorden uit" in shown
    await who.say("ja")
    granted = "SELECT granted FROM consents WHERE customer_id = ? AND purpose = 'persoonlijke_antwoorden'"
    assert stack.one(granted, id_) == 0
    assert "niet mag gebruiken" in await who.say("wat is mijn termijnbedrag")
    assert "niet mag gebruiken" in await who.say("zet mijn termijnbedrag op 130 euro")
    await who.say("laat maar")
    await who.say("zet mijn persoonlijke antwoorden weer aan")
    await who.say("ja")
    assert stack.one(granted, id_) == 1
    assert "€" in await who.say("hoeveel betaal ik per maand")


@pytest.mark.question("toestemming_wijzigen")
async def test_what_is_allowed_is_shown_and_a_button_changes_it(
    customer: NewCustomer, stack: Stack, somebody: Somebody
) -> None:
    number = somebody()
    who = await customer(number)
    shown = await who.say("welke toestemmingen staan er voor mij aan")
    assert "Persoonlijke antwoorden: aan" in shown
    assert "Leren: uit" in shown
    await who.tap("Leren aanzetten")
    heard = await who.say("ja")
    assert "staat aan" in heard
    query = (
        "SELECT granted FROM consents JOIN customers c ON c.id = customer_id WHERE customer_number = ? AND purpose = ?"
    )
    assert stack.one(query, number, "verbetering") == 1


# -- masked ------------------------------------------------------------------------------------------------------


async def test_a_bsn_and_a_card_number_are_nowhere_with_a_word_in_the_same_bubble(
    customer: NewCustomer, stack: Stack
) -> None:
    who = await customer()
    heard = await who.say(f"mijn bsn is {BSN}, wat zijn jullie openingstijden?")
    assert len(heard.messages) == 1
    assert "meteen verborgen" in heard
    heard = await who.say(f"betaald met kaart {CARD}, klopt dat?")
    assert "kaartnummer meteen verborgen" in heard
    assert "[BSN verborgen]" in str(who)
    assert holding(stack.folder, BSN, CARD) == []


async def test_in_the_queue_a_masked_number_is_told_by_the_counter_itself(
    customer: NewCustomer, agent: NewAgent, stack: Stack
) -> None:
    await agent()
    who = await customer()
    await who.say("ik wil een medewerker spreken")
    await who.becomes("queue")
    heard = await who.say(f"mijn burgerservicenummer is {BSN}")
    assert "meteen verborgen" in heard
    assert heard.senders == ["system"]
    assert stands_in(stack, BSN) == set()
