"""How a customer pays: on which day, from which account, and by direct debit or not."""

from __future__ import annotations

import re
from typing import Any

from actions.bills import after, offer_next
from actions.conversation import HAND_OVER, Answer, Turn
from actions.forms import Finished, Form, HandOver, Outcome, Wrong
from actions.words import dutch_date, euro
from dichtbij.customers.model import DirectDebit, Refusal, Refused
from dichtbij.values import day_of_month, ibans

_A_DAY = re.compile(
    r"\b(?:dag|begin|eind|einde|halverwege|midden|laatste|rond|rondom|op|naar|vanaf|na)\b|\d\s?(?:e|de|ste)\b",
    re.IGNORECASE,
)
"""Words that make a number in a longer sentence a day of the month."""

_STOPS = re.compile(
    r"\b(?:stop\w*|stopgezet|op ?zeg\w*|opheffen|intrek\w*|uit ?zet\w*|afzet\w*|beeindig\w*|beëindig\w*|annule\w*|eraf|"
    r"niet meer|zelf (?:overmaken|betalen))\b|\bvan (?:de )?(?:automatische )?incasso af\b",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"\b(?:start\w*|aan ?zet\w*|instel\w*|aanvrag\w*|aanmeld\w*|activer\w*|machtig\w*|beginnen met|overstappen op|"
    r"automatisch (?:laten )?(?:betalen|afschrijven)|wil (?:graag )?(?:een )?automatische incasso)\b",
    re.IGNORECASE,
)


class BetaaldatumWijzigen(Form):
    """Another day of the month; for every running contract at once."""

    intent = "betaaldatum_wijzigen"
    slots = ("incassodag",)
    named = {"incassodag": "dag|datum|betaaldag|incassodag"}

    async def start(self, turn: Turn) -> Outcome:
        advice = await turn.services.billing.instalment(turn.customer_id)
        return None if advice.contracts else Finished("utter_geen_contract")

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        return day_of_month(text) if asked or _A_DAY.search(text) else None

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        [first, *_] = (await turn.services.billing.instalment(turn.customer_id)).contracts
        days = turn.services.policies.betaaldag
        turn.say(
            "utter_betaaldatum_wijzigen_vraag_incassodag",
            huidig=first.collection_day,
            eerste=days.eerste_dag,
            laatste=days.laatste_dag,
        )
        return None

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        proposal = await turn.services.billing.propose_collection_day(turn.customer_id, values["incassodag"])
        if isinstance(proposal, Refused):
            return _day_refused(proposal)
        if proposal.unchanged:
            return Finished("utter_betaaldatum_wijzigen_al_zo", {"dag": proposal.day})
        contracts = (await turn.services.billing.instalment(turn.customer_id)).contracts
        turn.say(
            "utter_betaaldatum_wijzigen_bevestig",
            huidig=proposal.current,
            dag=proposal.day,
            eerste=dutch_date(proposal.first_collection, year=True),
            adressen=after(turn.part("utter_deel_voor_alle_adressen", aantal=len(contracts)))
            if len(contracts) > 1
            else "",
        )
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        changed = await turn.services.billing.change_collection_day(turn.customer_id, values["incassodag"])
        if isinstance(changed, Refused):
            return _day_refused(changed)
        turn.say(
            "utter_betaaldatum_wijzigen_klaar",
            dag=changed.day,
            eerste=dutch_date(changed.first_collection, year=True),
            kenmerk=changed.reference,
        )
        return None


def _day_refused(refused: Refused) -> Outcome:
    if refused.reason is Refusal.GEEN_CONTRACT:
        return Finished("utter_geen_contract")
    return Wrong(
        "utter_betaaldatum_kan_niet", {"eerste": int(refused.minimum or 1), "laatste": int(refused.maximum or 28)}
    )


class RekeningnummerWijzigen(Form):
    """Another bank account. The number itself is never said back: only country and last four characters."""

    intent = "rekeningnummer_wijzigen"
    slots = ("iban",)
    unmistakable = ("iban",)
    named = {"iban": "rekening(?:nummer)?|nummer|iban|bank"}

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        found = ibans(text)
        return found[-1].value if found else None

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        proposal = await turn.services.billing.propose_iban(turn.customer_id, values["iban"])
        if isinstance(proposal, Refused):
            return _iban_refused(proposal)
        if proposal.unchanged:
            return Finished("utter_rekeningnummer_wijzigen_al_zo", {"rekening": proposal.masked})
        debit = await turn.services.billing.direct_debit(turn.customer_id)
        before = "utter_deel_rekening_was" if proposal.current_masked else "utter_deel_rekening_was_leeg"
        turn.say(
            "utter_rekeningnummer_wijzigen_bevestig",
            rekening=proposal.masked,
            was=turn.part(before, rekening=proposal.current_masked or ""),
            gevolg=_consequence(turn, debit),
        )
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        changed = await turn.services.billing.change_iban(turn.customer_id, values["iban"])
        if isinstance(changed, Refused):
            return _iban_refused(changed)
        turn.say("utter_rekeningnummer_wijzigen_klaar", rekening=changed.masked, kenmerk=changed.reference)
        return None


def _consequence(turn: Turn, debit: DirectDebit) -> str:
    return turn.part("utter_deel_rekening_incasso" if debit.active else "utter_deel_rekening_zelf")


def _iban_refused(refused: Refused) -> Outcome:
    if refused.reason is Refusal.IBAN_ONGELDIG:
        return Wrong("utter_rekeningnummer_ongeldig")
    if refused.reason is Refusal.IBAN_BUITEN_SEPA:
        return Wrong("utter_rekeningnummer_buiten_sepa")
    return HandOver("utter_rekeningnummer_wijzigen_medewerker")


class AutomatischeIncasso(Answer):
    """How direct debit works, and how to start or stop it; first what this customer has now, when we know who it is.

    Starting needs a mandate and stopping withdraws one: a person does that, and that is said.
    """

    intent = "automatische_incasso"

    async def answer(self, turn: Turn) -> None:
        allowed = turn.customer is not None and turn.customer.has_consent.get("persoonlijke_antwoorden", True)
        debit = None
        if turn.identity.level >= 1 and allowed:
            debit = await turn.services.billing.direct_debit(turn.customer_id)
            _say_debit(turn, debit)
        wish = _wished(turn.text)
        if wish and (debit is None or debit.active == (wish == "stoppen")):
            turn.say(f"utter_automatische_incasso_{wish}")
            turn.offer(HAND_OVER)
        elif wish == "stoppen":
            return  # there is none, which was just said
        else:
            turn.say("utter_automatische_incasso")
            if debit and debit.reversed_payments and turn.identity.level >= 2:
                offer_next(turn, "rekeningnummer_wijzigen_form", "utter_aanbod_rekeningnummer")
        turn.simpler("utter_automatische_incasso_simpel")


def _wished(text: str) -> str:
    """ "stoppen" or "starten", when that is what the customer wants to do with it; else ""."""
    if _STOPS.search(text):
        return "stoppen"
    return "starten" if _STARTS.search(text) else ""


def _say_debit(turn: Turn, debit: DirectDebit) -> None:
    """The account and what was taken back are bank details, so only for who is verified."""
    verified = turn.identity.level >= 2
    if not debit.active:
        turn.say("utter_incasso_nu_uit")
        return
    next_time = debit.next_collection
    taken_back = debit.reversed_payments[:1] if verified else ()
    turn.say(
        "utter_incasso_nu_aan",
        rekening=after(turn.part("utter_deel_van_rekening", rekening=debit.iban_masked)) if verified else "",
        volgende=after(turn.part("utter_deel_incasso_volgende", datum=dutch_date(next_time, year=True)))
        if next_time
        else "",
        terug="".join(
            " " + turn.part("utter_deel_teruggeboekt", bedrag=euro(one.amount), datum=dutch_date(one.on, year=True))
            for one in taken_back
        ),
    )
