"""A customer's own details: e-mail address, phone number, name."""

from __future__ import annotations

import asyncio

import structlog

from dichtbij.clock import Clock
from dichtbij.customers.mail import Mailer
from dichtbij.customers.model import CustomerId
from dichtbij.customers.model.details import (
    DetailChanged,
    DetailField,
    DetailProblem,
    DetailProposal,
    DetailRefused,
)
from dichtbij.customers.rules.details import Name, masked_email, masked_phone
from dichtbij.customers.store import people
from dichtbij.customers.store.tables import CustomerRow
from dichtbij.database import Database
from dichtbij.errors import DichtbijError
from dichtbij.texts import Texts
from dichtbij.values import emails, phones

KIND = "gegevens_wijzigen"
LONGEST_EMAIL = 254
LONGEST_PHONE = 20
"""What the columns hold."""
MAIL_TRIES = 3
MAIL_PAUSE_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Details:
    """Changing them. A new e-mail address is also told to the old one: the codes go there from now on."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        mailer: Mailer,
        texts: Texts,
        mail_pause_seconds: float = MAIL_PAUSE_SECONDS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._mailer = mailer
        self._texts = texts
        self._mail_pause = mail_pause_seconds
        self._mails: set[asyncio.Task[None]] = set()

    async def propose_detail(
        self, customer_id: CustomerId, field: DetailField, value: str | Name
    ) -> DetailProposal | DetailRefused:
        """What will be changed. Nothing is stored."""
        async with self._database.reading() as session:
            row = await people.customer(session, customer_id)
        return DetailRefused(DetailProblem.ONBEKENDE_KLANT) if row is None else _proposal(row, field, value)

    async def change_detail(
        self, customer_id: CustomerId, field: DetailField, value: str | Name
    ) -> DetailChanged | DetailRefused:
        """Check again and store."""
        async with self._database.writing() as session:
            row = await people.locked_customer(session, customer_id)
            if row is None:
                return DetailRefused(DetailProblem.ONBEKENDE_KLANT)
            proposal = _proposal(row, field, value)
            if isinstance(proposal, DetailRefused):
                return proposal
            details = f"veld={field.value}"  # not the value: that would be one more place to erase
            if proposal.unchanged:
                reference = await people.last_request(session, customer_id, KIND, [details])
                return DetailChanged(field, proposal.new, reference, repeated=True, told_old_address=False)
            old_address, form_of_address = row.email, row.form_of_address
            title = f"{field.value.capitalize()} gewijzigd"
            request = await people.add_request(session, customer_id, KIND, title, self._clock(), details=details)
            _write(row, field, value)
        told = field is DetailField.E_MAIL and bool(old_address)
        if told:
            self._mail_in_background(old_address, form_of_address, masked_email(proposal.new))
        return DetailChanged(field, proposal.new, request.reference, repeated=False, told_old_address=told)

    async def settled(self) -> None:
        """Wait for the mails that are under way."""
        while self._mails:
            await asyncio.gather(*self._mails)

    def _mail_in_background(self, to: str, form_of_address: str, new_address: str) -> None:
        """Not awaited: the change is stored, and a slow mail server is not the customer's to wait for."""
        subject = self._texts.text("utter_gegevens_wijzigen_mail_onderwerp", form_of_address)
        text = self._texts.text("utter_gegevens_wijzigen_mail", form_of_address, nieuw=new_address)
        task = asyncio.create_task(self._mail(to, subject, text))
        self._mails.add(task)
        task.add_done_callback(self._mails.discard)

    async def _mail(self, to: str, subject: str, text: str) -> None:
        for attempt in range(1, MAIL_TRIES + 1):
            try:
                await self._mailer.send(to, subject, text)
            except DichtbijError as error:
                log.warning("old_address_mail_failed", attempt=attempt, fault=type(error).__name__)
                await asyncio.sleep(self._mail_pause * attempt)
            else:
                return


def _proposal(row: CustomerRow, field: DetailField, value: str | Name) -> DetailProposal | DetailRefused:
    if isinstance(value, Name) != (field is DetailField.NAAM):
        return DetailRefused(DetailProblem.ONGELDIG)
    if isinstance(value, Name):
        if row.company is not None:
            return DetailRefused(DetailProblem.BEDRIJFSNAAM)
        now = f"{row.first_name} {row.last_name}"
        new = f"{value.first or row.first_name} {value.last or row.last_name}"
        return DetailProposal(field, new, now, unchanged=new == now)
    if field is DetailField.E_MAIL:
        if [one.value for one in emails(value)] != [value] or len(value) > LONGEST_EMAIL:
            return DetailRefused(DetailProblem.ONGELDIG)
        return DetailProposal(field, value, masked_email(row.email), unchanged=value == row.email.lower())
    if [one.value for one in phones(value)] != [value] or len(value) > LONGEST_PHONE:
        return DetailRefused(DetailProblem.ONGELDIG)
    return DetailProposal(field, value, masked_phone(row.phone), unchanged=value == row.phone)


def _write(row: CustomerRow, field: DetailField, value: str | Name) -> None:
    if isinstance(value, Name):
        row.first_name, row.last_name = value.first or row.first_name, value.last or row.last_name
    elif field is DetailField.E_MAIL:
        row.email = value
    else:
        row.phone = value
