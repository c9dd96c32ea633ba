"""What a text to a customer may name: facts of the organisation, and of the customer as far as was proved who it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from dichtbij.customers.billing import Billing
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import CustomerCard, CustomerId, Identity
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.desk.announcements import Announcements
from dichtbij.desk.helping.words import euro
from dichtbij.handoff.model import Case
from dichtbij.organisation import Organisation

RECOGNISED, VERIFIED = 1, 2

GENERAL = ("medewerker", "organisatie", "telefoon", "website", "openingstijden")
OF_RECOGNISED = ("voornaam", "termijnbedrag", "betaaldag", "contractsoort", "contract_tot")
OF_VERIFIED = ("klantnummer", "adres", "e_mail", "open_bedrag", "open_factuur", "vervaldatum")
KNOWN = frozenset((*GENERAL, *OF_RECOGNISED, *OF_VERIFIED))
"""Every name that a canned answer may use in braces."""


class Facts:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(
        self,
        organisation: Organisation,
        announcements: Announcements,
        identification: Identification,
        profiles: Profiles,
        billing: Billing,
    ) -> None:
        self._general = {name: value for name, value in organisation.facts().items() if name in GENERAL}
        self._announcements = announcements
        self._identification = identification
        self._profiles = profiles
        self._billing = billing

    async def identity(self, case: Case) -> Identity:
        """Who the customer is, as far as it holds now: it may have been proved after the handover."""
        return await self._identification.identity(case.conversation_id)

    async def form_of_address(self, case: Case) -> str:
        """ "u" or "je"."""
        return await self._announcements.form_of_address(case)

    async def of(self, case: Case, agent_name: str) -> Mapping[str, str]:
        """What may be said to the customer of this case; a name that is missing is not known, or not for them."""
        facts = {**self._general, "medewerker": agent_name}
        identity = await self.identity(case)
        card = await self._profiles.card(identity.customer_id) if identity.customer_id else None
        if card is None or identity.customer_id is None or identity.level < RECOGNISED:
            return facts
        facts["voornaam"] = card.first_name if card.form_of_address == "je" else card.salutation
        facts |= await self._of_contract(card, identity.customer_id)
        return facts | _of_verified(card) if identity.level >= VERIFIED else facts

    async def _of_contract(self, card: CustomerCard, customer_id: CustomerId) -> dict[str, str]:
        """Of the only contract: with more of them nobody knows which one is meant."""
        instalments = (await self._billing.instalment(customer_id)).contracts
        if len(card.contracts) != 1 or len(instalments) != 1:
            return {}
        contract, instalment = card.contracts[0], instalments[0]
        facts = {"termijnbedrag": euro(instalment.amount), "contractsoort": contract.kind.value}
        if instalment.direct_debit:
            facts["betaaldag"] = str(instalment.collection_day)
        if contract.end is not None:
            facts["contract_tot"] = dutch_date(contract.end - timedelta(days=1))
        return facts


def _of_verified(card: CustomerCard) -> dict[str, str]:
    facts = {"klantnummer": card.customer_number, "e_mail": card.email}
    if len(card.addresses) == 1:
        facts["adres"] = card.addresses[0].line
    unplanned = [one for one in card.open_invoices if not one.in_arrangement]
    if unplanned:
        facts["open_bedrag"] = euro(sum((one.open_amount for one in unplanned[1:]), unplanned[0].open_amount))
        facts["vervaldatum"] = dutch_date(unplanned[0].due)
    if len(unplanned) == 1:
        facts["open_factuur"] = unplanned[0].number
    return {name: value for name, value in facts.items() if value}
