"""Quick actions about paying: the instalment, the collection day, an invoice in parts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dichtbij.customers.billing import Billing
from dichtbij.customers.model import ContractId, OpenInvoice, Refusal, Refused
from dichtbij.customers.policies import Policies
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.desk.helping.action_model import (
    Carried,
    Checked,
    Field,
    QuickAction,
    Situation,
    Values,
    Wrong,
    missing,
)
from dichtbij.desk.helping.words import euro, read_amount, whole_euro
from dichtbij.texts import Texts

_NO_CONTRACT = Wrong(Refusal.GEEN_CONTRACT.value, "Deze klant heeft geen lopend contract.")


class ChangeInstalment(QuickAction):
    """Another amount a month, within the range that the assistant keeps to."""

    name = "termijnbedrag_wijzigen"
    title = "Termijnbedrag wijzigen"

    def __init__(self, billing: Billing, texts: Texts) -> None:
        self._billing = billing
        self._texts = texts

    async def fields(self, who: Situation) -> tuple[Field, ...] | Wrong:
        """Which contract when there are several, the amount, and perhaps from when."""
        contracts = (await self._billing.instalment(who.customer)).contracts
        if not contracts:
            return _NO_CONTRACT
        choice = tuple((one.contract_id, f"{one.address} (nu {euro(one.amount)})") for one in contracts)
        start = Field("ingangsdatum", "Vanaf (leeg: volgende maand)", "datum", required=False)
        label = "Nieuw bedrag per maand"
        if len(contracts) > 1:
            return Field("contract", "Adres", "keuze", options=choice), Field("termijnbedrag", label, "bedrag"), start
        [only] = contracts
        limits = f"nu {euro(only.amount)}, kan van {euro(only.minimum)} tot {euro(only.maximum)}"
        return Field("termijnbedrag", f"{label} ({limits})", "bedrag", str(only.advised)), start

    async def check(self, who: Situation, values: Values) -> Checked | Wrong:
        """The effect on the settlement is said first."""
        wish = _wish(values)
        if isinstance(wish, Wrong):
            return wish
        proposal = await self._billing.propose_instalment(who.customer, *wish)
        if isinstance(proposal, Refused):
            return _instalment_refused(proposal)
        if proposal.unchanged:
            return Wrong("unchanged", f"Het termijnbedrag is al {euro(proposal.amount)} per maand.", "termijnbedrag")
        later = "bijbetalen" if proposal.expected_settlement > 0 else "terugkrijgen"
        warnings = []
        if abs(proposal.amount - proposal.advised) > proposal.advised / 10:
            warnings.append(f"Dit wijkt af van het advies, {euro(proposal.advised)} per maand.")
        return Checked(
            f"{proposal.address}: van {euro(proposal.current)} naar {euro(proposal.amount)} per maand, vanaf "
            f"{dutch_date(proposal.from_date)}. Over een jaar {later}: ongeveer "
            f"{whole_euro(proposal.expected_settlement)}.",
            tuple(warnings),
        )

    async def carry_out(self, who: Situation, values: Values) -> Carried | Wrong:
        """See QuickAction."""
        wish = _wish(values)
        if isinstance(wish, Wrong):
            return wish
        changed = await self._billing.change_instalment(who.customer, *wish)
        if isinstance(changed, Refused):
            return _instalment_refused(changed)
        amount, day = euro(changed.amount), dutch_date(changed.from_date)
        tell = self._texts.text(
            "utter_termijnbedrag_wijzigen_klaar",
            who.form_of_address,
            bedrag=amount,
            datum=day,
            kenmerk=changed.reference,
        )
        done = f"Termijnbedrag is {amount} per maand vanaf {day}. Kenmerk {changed.reference}."
        return Carried(done, tell, f"termijnbedrag naar {amount} ({changed.reference})", changed.repeated)


def _wish(values: Values) -> tuple[Decimal, date | None, ContractId | None] | Wrong:
    amount = read_amount(values.get("termijnbedrag", ""))
    if amount is None:
        return missing("termijnbedrag", "Vul een bedrag in, zoals 120 of 120,50.")
    day = read_day(values, "ingangsdatum")
    if isinstance(day, Wrong):
        return day
    contract = values.get("contract")
    return amount, day, ContractId(contract) if contract else None


def read_day(values: Values, name: str) -> date | Wrong | None:
    """A day that was filled in; None when it was left empty."""
    if not values.get(name):
        return None
    try:
        return date.fromisoformat(values[name])
    except ValueError:
        return Wrong("datum_ongeldig", "Dit is geen datum.", name)


def _instalment_refused(refused: Refused) -> Wrong:
    code, low, high = refused.reason.value, refused.minimum or Decimal(0), refused.maximum or Decimal(0)
    if refused.reason is Refusal.WELK_CONTRACT:
        return Wrong(code, "Kies om welk adres het gaat.", "contract")
    if refused.reason is Refusal.GEEN_CONTRACT:
        return Wrong(code, "Dit contract loopt niet (meer).", "contract")
    if refused.reason is Refusal.BEDRAG_TE_LAAG:
        return Wrong(code, f"Dit is te laag. Het laagste bedrag is {euro(low)}.", "termijnbedrag")
    if refused.reason is Refusal.BEDRAG_TE_HOOG:
        return Wrong(code, f"Dit is te hoog. Het hoogste bedrag is {euro(high)}.", "termijnbedrag")
    if refused.reason in (Refusal.DATUM_IN_VERLEDEN, Refusal.DATUM_TE_VER):
        return Wrong(
            code, "Deze datum kan niet. Kies een maand die nog moet beginnen, binnen een jaar.", "ingangsdatum"
        )
    return Wrong(code, "Dit bedrag kan niet.", "termijnbedrag")


class ChangeCollectionDay(QuickAction):
    """Another day of the month, for every running contract."""

    name = "betaaldatum_wijzigen"
    title = "Betaaldag wijzigen"

    def __init__(self, billing: Billing, policies: Policies, texts: Texts) -> None:
        self._billing = billing
        self._policy = policies.betaaldag
        self._texts = texts

    async def fields(self, who: Situation) -> tuple[Field, ...] | Wrong:
        """The day."""
        contracts = (await self._billing.instalment(who.customer)).contracts
        if not contracts:
            return _NO_CONTRACT
        days = range(self._policy.eerste_dag, self._policy.laatste_dag + 1)
        return (
            Field(
                "incassodag",
                f"Dag van de maand (nu de {contracts[0].collection_day}e)",
                "keuze",
                options=tuple((str(day), f"de {day}e") for day in days),
            ),
        )

    async def check(self, who: Situation, values: Values) -> Checked | Wrong:
        """From when it counts."""
        day = _number(values, "incassodag", "Kies een dag van de maand.")
        if isinstance(day, Wrong):
            return day
        proposal = await self._billing.propose_collection_day(who.customer, day)
        if isinstance(proposal, Refused):
            return _day_refused(proposal)
        if proposal.unchanged:
            return Wrong("unchanged", f"De betaaldag is al de {day}e.", "incassodag")
        contracts = (await self._billing.instalment(who.customer)).contracts
        warnings = (f"Dit geldt voor alle {len(contracts)} adressen.",) if len(contracts) > 1 else ()
        first = dutch_date(proposal.first_collection)
        return Checked(f"Betaaldag van de {proposal.current}e naar de {day}e, voor het eerst op {first}.", warnings)

    async def carry_out(self, who: Situation, values: Values) -> Carried | Wrong:
        """See QuickAction."""
        day = _number(values, "incassodag", "Kies een dag van de maand.")
        if isinstance(day, Wrong):
            return day
        changed = await self._billing.change_collection_day(who.customer, day)
        if isinstance(changed, Refused):
            return _day_refused(changed)
        first = dutch_date(changed.first_collection)
        tell = self._texts.text(
            "utter_betaaldatum_wijzigen_klaar", who.form_of_address, dag=day, eerste=first, kenmerk=changed.reference
        )
        done = f"Betaaldag is de {day}e, voor het eerst op {first}. Kenmerk {changed.reference}."
        return Carried(done, tell, f"betaaldag naar de {day}e ({changed.reference})", changed.repeated)


def _number(values: Values, field: str, words: str) -> int | Wrong:
    text = values.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else missing(field, words)


def _day_refused(refused: Refused) -> Wrong:
    if refused.reason is Refusal.GEEN_CONTRACT:
        return _NO_CONTRACT
    low, high = int(refused.minimum or 1), int(refused.maximum or 28)
    return Wrong(refused.reason.value, f"Kies een dag van {low} tot en met {high}.", "incassodag")


class Arrange(QuickAction):
    """An open invoice in parts. What policy does not allow is not allowed here either."""

    name = "betaalregeling_aanvragen"
    title = "Betaalregeling afspreken"

    def __init__(self, billing: Billing, policies: Policies, texts: Texts) -> None:
        self._billing = billing
        self._policy = policies.betaalregeling
        self._texts = texts

    async def fields(self, who: Situation) -> tuple[Field, ...] | Wrong:
        """The invoice and the number of months."""
        fewest = await self._billing.propose_arrangement(who.customer, None, self._policy.minste_maanden)
        if isinstance(fewest, Refused) and fewest.reason is not Refusal.WELKE_FACTUUR:
            return self._refused(fewest)
        invoices = await self._payable(who)
        months = range(self._policy.minste_maanden, self._policy.meeste_maanden + 1)
        return (
            Field(
                "factuurnummer",
                "Factuur",
                "keuze",
                invoices[0].number if len(invoices) == 1 else "",
                tuple((one.number, f"{one.number}: {euro(one.open_amount)} open") for one in invoices),
            ),
            Field(
                "aantal_maanden", "In hoeveel maanden", "keuze", options=tuple((f"{m}", f"{m} maanden") for m in months)
            ),
        )

    async def _payable(self, who: Situation) -> list[OpenInvoice]:
        status = await self._billing.payment_status(who.customer)
        return [one for one in status.open_invoices if not one.in_arrangement]

    async def check(self, who: Situation, values: Values) -> Checked | Wrong:
        """The schedule."""
        months = _number(values, "aantal_maanden", "Kies een aantal maanden.")
        if isinstance(months, Wrong):
            return months
        proposal = await self._billing.propose_arrangement(who.customer, values.get("factuurnummer"), months)
        if isinstance(proposal, Refused):
            running = (await self._billing.payment_status(who.customer)).arrangement
            same = running is not None and len(running.terms) == months
            if same and running is not None and values.get("factuurnummer") in (None, running.invoice_number):
                return Wrong("unchanged", "Deze regeling loopt al.")
            return self._refused(proposal)
        lines = [f"{dutch_date(term.due)}: {euro(term.amount)}" for term in proposal.schedule]
        total = f"Factuur {proposal.invoice_number} ({euro(proposal.total)}) in {months} delen."
        return Checked("\n".join([total, *lines]))

    async def carry_out(self, who: Situation, values: Values) -> Carried | Wrong:
        """See QuickAction."""
        months = _number(values, "aantal_maanden", "Kies een aantal maanden.")
        if isinstance(months, Wrong):
            return months
        agreed = await self._billing.accept_arrangement(who.customer, values.get("factuurnummer"), months)
        if isinstance(agreed, Refused):
            return self._refused(agreed)
        tell = self._texts.text(
            "utter_betaalregeling_aanvragen_klaar",
            who.form_of_address,
            nummer=agreed.invoice_number,
            aantal=agreed.months,
            eerste=euro(agreed.schedule[0].amount),
            datum=dutch_date(agreed.schedule[0].due),
            laatste=dutch_date(agreed.schedule[-1].due),
            kenmerk=agreed.reference,
        )
        done = f"Factuur {agreed.invoice_number} in {agreed.months} delen. Kenmerk {agreed.reference}."
        moment = f"betaalregeling voor {agreed.invoice_number} in {agreed.months} delen ({agreed.reference})"
        return Carried(done, tell, moment, agreed.repeated)

    def _refused(self, refused: Refused) -> Wrong:
        code = refused.reason.value
        low = int(refused.minimum or self._policy.minste_maanden)
        high = int(refused.maximum or self._policy.meeste_maanden)
        if refused.reason is Refusal.NIETS_OPEN:
            return Wrong(code, "Er staat geen factuur open.")
        if refused.reason in (Refusal.FACTUUR_ONBEKEND, Refusal.WELKE_FACTUUR):
            return Wrong(code, "Kies een factuur die openstaat.", "factuurnummer")
        if refused.reason is Refusal.LOPENDE_REGELING:
            return Wrong(code, "Er loopt al een betaalregeling. Een tweede valt buiten het beleid.")
        if refused.reason is Refusal.REGELING_NIET_NAGEKOMEN:
            return Wrong(code, "Een eerdere regeling is niet nagekomen. Een nieuwe valt buiten het beleid.")
        if refused.over_policy:
            return Wrong(code, "Dit bedrag valt buiten het beleid voor betalen in delen.")
        return Wrong(code, f"Kies {low} tot en met {high} maanden.", "aantal_maanden")
