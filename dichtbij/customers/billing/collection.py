"""How and when the instalment is collected: direct debit, day, bank account."""

from __future__ import annotations

from datetime import date

from dichtbij.customers.billing.room import Room
from dichtbij.customers.model import (
    CollectionDayChanged,
    CollectionDayProposal,
    CustomerId,
    DirectDebit,
    IbanChanged,
    IbanProposal,
    Refusal,
    Refused,
)
from dichtbij.customers.rules import iban as iban_rules
from dichtbij.customers.rules.calendar import add_months, next_day_of_month
from dichtbij.customers.rules.collection import check_day, first_collection
from dichtbij.customers.store import agreements, money, people
from dichtbij.customers.store.session import Session
from dichtbij.customers.store.tables import CustomerRow

DAY_KIND = "betaaldatum_wijzigen"
IBAN_KIND = "rekeningnummer_wijzigen"


class CollectionRoom(Room):
    """Collection."""

    async def propose_collection_day(self, customer_id: CustomerId, day: int) -> CollectionDayProposal | Refused:
        """What collecting on another day of the month would mean."""
        async with self._database.reading() as session:
            return await self._day_proposal(session, customer_id, day)

    async def change_collection_day(self, customer_id: CustomerId, day: int) -> CollectionDayChanged | Refused:
        """Check again and store, for every running contract."""
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            proposal = await self._day_proposal(session, customer_id, day)
            if isinstance(proposal, Refused):
                return proposal
            details = f"dag={day}"
            if proposal.unchanged:
                reference = await people.last_request(session, customer_id, DAY_KIND, [details])
            else:
                title = f"Betaaldag naar de {day}e"
                request = await people.add_request(
                    session, customer_id, DAY_KIND, title, self._clock(), details=details
                )
                reference = request.reference
                for contract in await agreements.running_contracts(session, customer_id, self._today()):
                    await agreements.set_collection_day(session, contract.contract_id, day)
        return CollectionDayChanged(
            day, proposal.current, proposal.first_collection, reference, repeated=proposal.unchanged
        )

    async def propose_iban(self, customer_id: CustomerId, iban: str) -> IbanProposal | Refused:
        """Is it a real account, and is it another one than now."""
        async with self._database.reading() as session:
            return _iban_proposal(await people.customer(session, customer_id), iban)

    async def change_iban(self, customer_id: CustomerId, iban: str) -> IbanChanged | Refused:
        """Check again and store. The request does not repeat the number."""
        async with self._database.writing() as session:
            row = await people.locked_customer(session, customer_id)
            proposal = _iban_proposal(row, iban)
            if isinstance(proposal, Refused) or row is None:
                return proposal if isinstance(proposal, Refused) else Refused(Refusal.ONBEKENDE_KLANT)
            details = f"rekening={proposal.masked}"
            if proposal.unchanged:
                reference = await people.last_request(session, customer_id, IBAN_KIND, [details])
            else:
                title = f"Rekeningnummer naar {proposal.masked}"
                request = await people.add_request(
                    session, customer_id, IBAN_KIND, title, self._clock(), details=details
                )
                reference = request.reference
                row.iban = iban_rules.compact(iban)
        return IbanChanged(proposal.masked, proposal.current_masked, reference, repeated=proposal.unchanged)

    async def direct_debit(self, customer_id: CustomerId) -> DirectDebit:
        """What the customer has now, and what was taken back in the last year."""
        today = self._today()
        async with self._database.reading() as session:
            row = await people.customer(session, customer_id)
            running = await agreements.running_contracts(session, customer_id, today)
            since = add_months(today, -self._policies.betaaldag.teruggeboekt_maanden)
            taken_back = await money.reversed_payments(session, customer_id, since)
        account, mandate = (row.iban, row.mandate) if row else (None, None)
        active = bool(account and mandate)
        days = [next_day_of_month(contract.collection_day, today) for contract in running]
        return DirectDebit(
            active=active,
            iban_masked=iban_rules.masked(account) if account else None,
            mandate=mandate,
            mandate_since=row.mandate_since if row else None,
            next_collection=min(days, default=None) if active else None,
            reversed_payments=tuple(taken_back),
        )

    async def _day_proposal(
        self, session: Session, customer_id: CustomerId, day: int
    ) -> CollectionDayProposal | Refused:
        policy = self._policies.betaaldag
        refused = check_day(day, policy)
        if refused:
            return refused
        today: date = self._today()
        running = await agreements.running_contracts(session, customer_id, today)
        if not running:
            return Refused(Refusal.GEEN_CONTRACT)
        current = running[0].collection_day
        unchanged = all(contract.collection_day == day for contract in running)
        first = first_collection(current, day, today, policy)
        return CollectionDayProposal(day, current, first, unchanged)


def _iban_proposal(row: CustomerRow | None, iban: str) -> IbanProposal | Refused:
    number = iban_rules.check(iban)
    if isinstance(number, Refusal):
        return Refused(number)
    if row is None:
        return Refused(Refusal.ONBEKENDE_KLANT)
    current = iban_rules.masked(row.iban) if row.iban else None
    return IbanProposal(iban_rules.masked(number), current, unchanged=number == row.iban)
