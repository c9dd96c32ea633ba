"""General questions about contracts, with a word on how it is for who is known."""

from __future__ import annotations

from actions.bills import after
from actions.conversation import Answer, Turn
from actions.words import price
from dichtbij.customers.model import ContractKind


class DynamischContract(Answer):
    """What hourly prices are; for who is known, whether they have them or could."""

    intent = "dynamisch_contract"

    async def answer(self, turn: Turn) -> None:
        general = turn.services.contracts.general_tariffs().dynamisch
        turn.say(
            "utter_dynamisch_contract",
            opslag=price(general.opslag_stroom_per_kwh),
            voor_jou=after(await self._for_you(turn), "\n"),
        )

    async def _for_you(self, turn: Turn) -> str:
        if not known(turn):
            return ""
        contracts = await turn.services.contracts.info(turn.customer_id)
        if not contracts:
            return ""
        if any(one.kind is ContractKind.DYNAMISCH for one in contracts):
            return turn.part("utter_deel_dynamisch_heb_je_al")
        smart = await turn.services.contracts.has_smart_meters(turn.customer_id)
        return turn.part(f"utter_deel_dynamisch_{'slim' if smart else 'niet_slim'}")


class KlantWorden(Answer):
    """How to become a customer; who is one already hears that first."""

    intent = "klant_worden"

    async def answer(self, turn: Turn) -> None:
        contracts = await turn.services.contracts.info(turn.customer_id) if known(turn) else []
        if contracts:
            turn.say("utter_klant_worden_al_klant")
            return
        general = turn.services.contracts.general_tariffs().vast_1_jaar
        turn.say(
            "utter_klant_worden",
            stroom=price(general.stroom_enkel_per_kwh),
            gas=price(general.gas_per_m3),
            bedenktijd=turn.services.policies.opzeggen.bedenktijd_dagen,
        )


def known(turn: Turn) -> bool:
    """Whether it is known who speaks, and their data may be used for answers."""
    if turn.identity.level < 1 or turn.customer is None:
        return False
    return turn.customer.has_consent.get("persoonlijke_antwoorden", True)
