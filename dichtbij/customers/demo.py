"""Fill an empty database with the demo: the personas, and others up to 200 customers.

The same seed and the same day give the same rows. Every date hangs on `today`, so that an open bill is open today.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from faker import Faker
from stdnum import iban as stdnum_iban

from dichtbij.customers.demo_extras import EXTRAS, moment
from dichtbij.customers.demo_homes import Numbers, Rows, add_home
from dichtbij.customers.demo_others import other_homes
from dichtbij.customers.demo_personas import PERSONAS, Persona
from dichtbij.customers.model import PERSOONLIJKE_ANTWOORDEN
from dichtbij.customers.store import bulk
from dichtbij.database import Database

SEED = 20261121
CUSTOMERS = 200
REPORT_EVERY = 50
CUSTOMER_FOR_YEARS = 3


async def seed(database: Database, today: date, progress: Callable[[str], object] | None = None) -> None:
    """Fill the database when it has no customers; otherwise do nothing.

    One long transaction on purpose: half a demo would never be completed.
    """
    async with database.reading() as session:
        if not await bulk.is_empty(session):
            return
    rows = make_rows(today, progress or (lambda line: None))
    async with database.writing() as session:
        if await bulk.is_empty(session):
            await bulk.add(session, rows)


def make_rows(today: date, progress: Callable[[str], object]) -> Rows:
    """Every row of the demo, per table."""
    rows: Rows = defaultdict(list)
    numbers = Numbers()
    for persona in PERSONAS:
        _add_persona(rows, persona, numbers, today)
    chance = random.Random(SEED)
    fake = Faker("nl_NL")
    fake.seed_instance(SEED)
    for index in range(len(PERSONAS), CUSTOMERS):
        _add_other(rows, index, fake, chance, numbers, today)
        if (index + 1) % REPORT_EVERY == 0:
            progress(f"klanten {index + 1}/{CUSTOMERS}")
    return rows


def demo_iban(number: int) -> str:
    """A valid Dutch IBAN of a bank that does not exist."""
    body = f"DUIN{number:010d}"
    return f"NL{stdnum_iban.calc_check_digits('NL00' + body)}{body}"


def _customer(customer_number: str, today: date, **known: Any) -> dict[str, Any]:
    since = today - timedelta(days=365 * CUSTOMER_FOR_YEARS)
    return {"id": f"klant-{customer_number}", "customer_number": customer_number, "created_at": moment(since), **known}


def _add_persona(rows: Rows, persona: Persona, numbers: Numbers, today: date) -> None:
    debit = persona.direct_debit
    number = int(persona.customer_number)
    row = _customer(
        persona.customer_number,
        today,
        first_name=persona.first_name,
        last_name=persona.last_name,
        company=persona.company,
        title=persona.title,
        form_of_address=persona.form_of_address,
        email=persona.email,
        phone=persona.phone,
        vulnerability=persona.vulnerability,
        iban=demo_iban(number) if debit else None,
        mandate=f"DUIN-{persona.customer_number}" if debit else None,
        mandate_since=today - timedelta(days=365 * CUSTOMER_FOR_YEARS) if debit else None,
    )
    rows["customers"].append(row)
    homes = [add_home(rows, row["id"], home, numbers, today) for home in persona.homes(today)]
    if persona.extra:
        EXTRAS[persona.extra](rows, row["id"], homes, numbers, today)
    rows["contact_moments"] += [
        {"customer_id": row["id"], "at": moment(today - timedelta(days=days)), "channel": channel, "summary": summary}
        for days, channel, summary in persona.moments
    ]
    rows["consents"].append(
        {
            "customer_id": row["id"],
            "purpose": PERSOONLIJKE_ANTWOORDEN,
            "granted": True,
            "changed_at": moment(today - timedelta(days=400)),
        }
    )


def _add_other(rows: Rows, index: int, fake: Faker, chance: random.Random, numbers: Numbers, today: date) -> None:
    title = chance.choice(("mevrouw", "meneer"))
    first_name = fake.first_name_female() if title == "mevrouw" else fake.first_name_male()
    last_name = fake.last_name()
    customer_number = str(11_000_000 + index * 3571)
    debit = chance.random() < 0.85
    plain = "".join(
        letter
        for letter in f"{first_name}.{last_name}".lower()
        if letter.isascii() and (letter.isalnum() or letter == ".")
    )
    row = _customer(
        customer_number,
        today,
        first_name=first_name,
        last_name=last_name,
        company=None,
        title=title,
        form_of_address=chance.choice(("je", "je", "u")),
        email=f"{plain}{index}@voorbeeld.example",
        phone=f"+316130{index:05d}",
        vulnerability=None,
        iban=demo_iban(int(customer_number)) if debit else None,
        mandate=f"DUIN-{customer_number}" if debit else None,
        mandate_since=today - timedelta(days=900) if debit else None,
    )
    rows["customers"].append(row)
    for home in other_homes(fake, chance, today):
        add_home(rows, row["id"], home, numbers, today)
