"""Choosing another contract."""

from __future__ import annotations

from datetime import date, timedelta

from dichtbij.customers.contracts.room import Metered, Room
from dichtbij.customers.model import (
    ContractId,
    CustomerId,
    Kept,
    OfferName,
    Offers,
    Refusal,
    Refused,
    RenewalProposal,
    Renewed,
    Term,
)
from dichtbij.customers.rules import offers as rules
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.customers.rules.cancellation import in_cooling_off
from dichtbij.customers.rules.offers import Home
from dichtbij.customers.store import people, terms
from dichtbij.customers.store.session import Session

KIND = "contract_verlengen"
_TITLES = {
    OfferName.VARIABEL: "Variabel contract",
    OfferName.VAST_1_JAAR: "Vast contract voor 1 jaar",
    OfferName.DYNAMISCH: "Dynamisch contract",
}


class RenewingRoom(Room):
    """Offers and renewals."""

    async def offers(self, customer_id: CustomerId, contract_id: ContractId | None = None) -> Offers | Refused:
        """What can be chosen for a contract, priced for the customer's own usage."""
        async with self._database.reading() as session:
            return await self._offers(session, customer_id, contract_id)

    async def propose_renewal(
        self, customer_id: CustomerId, name: str, contract_id: ContractId | None = None
    ) -> RenewalProposal | Refused:
        """What choosing an offer would mean."""
        async with self._database.reading() as session:
            return await self._renewal(session, customer_id, name, contract_id)

    async def renew(
        self, customer_id: CustomerId, name: str, contract_id: ContractId | None = None
    ) -> Renewed | Refused:
        """Check again and store: the new term and its prices, from the day it begins."""
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            proposal = await self._renewal(session, customer_id, name, contract_id)
            if isinstance(proposal, Refused):
                return proposal
            offer, of_contract = proposal.offer, f"contract={proposal.contract_id} "
            details = f"{of_contract}aanbod={offer.name.value} vanaf={offer.start}"
            if proposal.unchanged:
                reference = await people.last_request(session, customer_id, KIND, [details])
            else:
                title = f"{_TITLES[offer.name]} vanaf {dutch_date(offer.start)}"
                request = await people.add_request(session, customer_id, KIND, title, self._clock(), details=details)
                reference = request.reference
                term = Term(offer.name.value, offer.name.kind, offer.start, offer.fixed_until, self._today())
                await terms.plan(session, proposal.contract_id, term, dict(offer.prices))
        until = self._today() + timedelta(days=proposal.cooling_off_days)
        return Renewed(proposal.contract_id, proposal.address, offer, until, reference, repeated=proposal.unchanged)

    async def keep(self, customer_id: CustomerId, contract_id: ContractId | None = None) -> Kept | Refused:
        """Take back a choice that has not begun, within the cooling-off period."""
        async with self._database.writing() as session:
            await people.locked_customer(session, customer_id)
            found = await self._offers(session, customer_id, contract_id)
            if isinstance(found, Refused):
                return found
            details = f"contract={found.contract_id} aanbod=geen"
            if found.planned is None:
                reference = await people.last_request(session, customer_id, KIND, [details])
            elif found.regret_until is None:
                return Refused(Refusal.AL_GEKOZEN)
            else:
                title = "Gekozen contract teruggedraaid"
                request = await people.add_request(session, customer_id, KIND, title, self._clock(), details=details)
                reference = request.reference
                await terms.take_back(session, found.contract_id, found.planned)
        return Kept(found.contract_id, found.address, found.kind, reference, repeated=found.planned is None)

    async def _offers(
        self, session: Session, customer_id: CustomerId, contract_id: ContractId | None
    ) -> Offers | Refused:
        one = self._chosen(await self._running(session, customer_id), contract_id)
        if isinstance(one, Refused):
            return one
        if one.contract.ended is not None:
            return Refused(Refusal.CONTRACT_OPGEZEGD)
        day, policy = self._today(), self._policies.aanbod
        home = _home(one)
        start = rules.start_day(home.kind, home.fixed_until, day)
        opens = rules.available_from(start, day, policy)
        return Offers(
            contract_id=one.contract.contract_id,
            address=one.contract.address.line,
            kind=home.kind,
            fixed_until=home.fixed_until,
            yearly_now=rules.yearly_cost(home.uses, home.tariffs, day, start),
            start=start,
            offers=() if opens else rules.price_offers(home, self._general, policy, day),
            available_from=opens,
            smart=one.smart,
            planned=one.contract.term_after(day),
            regret_until=self._regret_until(one),
        )

    def _regret_until(self, one: Metered) -> date | None:
        """Until when the latest choice can be taken back."""
        if not one.contract.terms:
            return None
        agreed_on, policy = one.contract.terms[-1].agreed_on, self._policies.opzeggen
        if not in_cooling_off(agreed_on, self._today(), policy):
            return None
        return agreed_on + timedelta(days=policy.bedenktijd_dagen)

    async def _renewal(
        self, session: Session, customer_id: CustomerId, name: str, contract_id: ContractId | None
    ) -> RenewalProposal | Refused:
        found = await self._offers(session, customer_id, contract_id)
        if isinstance(found, Refused):
            return found
        if found.available_from:
            return Refused(Refusal.NOG_TE_VROEG)
        offer = found.find(name)
        if offer is None:
            return Refused(Refusal.AANBOD_PAST_NIET)
        planned, opzeggen = found.planned, self._policies.opzeggen
        unchanged = planned is not None and planned.offer == name
        if planned and not unchanged and found.regret_until is None:
            return Refused(Refusal.AL_GEKOZEN)
        return RenewalProposal(
            found.contract_id, found.address, offer, found.yearly_now, opzeggen.bedenktijd_dagen, unchanged
        )


def _home(one: Metered) -> Home:
    contract = one.contract
    return Home(contract.kind, contract.fixed_until, contract.tariffs, one.uses, one.smart)
