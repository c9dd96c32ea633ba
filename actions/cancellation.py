"""Leaving: what it costs, and ending the contract. Nobody is held back."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.bills import after, asked_words
from actions.contracts import last_day, meant, today
from actions.conversation import Answer, Turn
from actions.ending import AT_THE_END, SOON, end_wish, leaving_reason
from actions.forms import Finished, Form, HandOver, Outcome, Wrong
from actions.places import named_address
from actions.words import dutch_date, euro, number, price
from dichtbij.customers.model import (
    CancellationFee,
    CancellationProposal,
    ContractId,
    ContractInfo,
    FeePart,
    FeeReason,
    Leaving,
    LeavingCost,
    Refusal,
    Refused,
)


class Opzegvergoeding(Answer):
    """The customer's own fee on a day, and how it is calculated."""

    intent = "opzegvergoeding"

    async def answer(self, turn: Turn) -> None:
        words = asked_words(turn, self.intent)
        wish, reason = end_wish(words, today(turn)), leaving_reason(words)
        known = await turn.services.contracts.info(turn.customer_id)
        if wish is None and turn.earlier.get("dag"):
            wish = turn.earlier["dag"]
        ids = [one.contract_id for one in known]
        place = meant(turn, words, [one.address.line for one in known], ids)
        day = _wished_day(wish, known[place] if place is not None else None)
        costs = await turn.services.contracts.cancellation_fee(
            turn.customer_id, ids[place] if place is not None else None, day, reason
        )
        if isinstance(costs, Refused):  # a day that can't be chosen: what it costs as soon as it can be
            day = None
            costs = await turn.services.contracts.cancellation_fee(
                turn.customer_id, ids[place] if place is not None else None, None, reason
            )
        if isinstance(costs, Refused) or not costs:
            turn.say("utter_geen_contract")
        elif len(costs) > 1:
            turn.say("utter_opzegvergoeding_meer", regels="\n".join(_line(turn, one) for one in costs))
            turn.simpler("utter_opzegvergoeding_meer_simpel")
            turn.about(dag=day.isoformat() if day else None)
        else:
            self._say_one(turn, costs[0], day, several=len(known) > 1)

    def _say_one(self, turn: Turn, cost: LeavingCost, day: date | None, *, several: bool) -> None:
        fee = cost.fee
        address = after(turn.part("utter_deel_voor_adres", adres=cost.address)) if several else ""
        values: dict[str, Any] = {
            "bedrag": euro(fee.amount),
            "dag": last_day(fee.end),
            "adres": address,
            "einde": last_day(fee.fixed_until),
            "dagen": cost.notice_days,
            "bedenktijd": turn.services.policies.opzeggen.bedenktijd_dagen,
        }
        if cost.moves_along:
            turn.say("utter_opzegvergoeding_verhuist", **values)
        elif cost.ended is not None:
            how = "niets" if not fee.amount else "bedrag"
            turn.say(f"utter_opzegvergoeding_opgezegd_{how}", **values)
        elif fee.reason is FeeReason.PRIJSVERSCHIL:
            turn.say("utter_opzegvergoeding", regels="\n".join(_part(turn, one) for one in fee.parts), **values)
        else:
            turn.say(f"utter_opzegvergoeding_{fee.reason.value}", **values)
        turn.simpler(f"utter_opzegvergoeding_simpel_{_how(cost)}", **values)
        turn.about(contract=cost.contract_id, dag=day.isoformat() if day else None)


def _how(cost: LeavingCost) -> str:
    if cost.moves_along:
        return "verhuist"
    return "bedrag" if cost.fee.amount else "niets"


def _line(turn: Turn, cost: LeavingCost) -> str:
    return turn.part(f"utter_deel_opzegvergoeding_regel_{_how(cost)}", adres=cost.address, bedrag=euro(cost.fee.amount))


def _part(turn: Turn, part: FeePart) -> str:
    return turn.part(
        f"utter_deel_opzegvergoeding_som{'' if part.amount else '_nul'}",
        energie=turn.part(f"utter_deel_contract_{part.energy.value}"),
        hoeveel=number(part.quantity),
        eenheid=part.energy.unit,
        oud=price(part.own_price),
        nieuw=price(part.new_price),
        bedrag=euro(part.amount),
    )


def _wished_day(wish: str | None, contract: ContractInfo | None) -> date | None:
    """The first day without delivery that is meant; None for as soon as possible."""
    if wish is None or wish == SOON:
        return None
    if wish == AT_THE_END:
        return contract.end if contract else None
    return date.fromisoformat(wish)


class ContractOpzeggen(Form):
    """Which contract, which day; the fee is shown honestly, and a yes is enough."""

    intent = "contract_opzeggen"
    slots = ("contract", "einddatum", "opzegreden")

    async def start(self, turn: Turn) -> Outcome:
        return None if await self._contracts(turn) else Finished("utter_geen_contract")

    async def needed(self, turn: Turn) -> tuple[str, ...]:
        """The reason is never asked for."""
        return ("contract", "einddatum") if len(await self._contracts(turn)) > 1 else ("einddatum",)

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if slot == "einddatum":
            return end_wish(text, today(turn))
        if slot == "opzegreden":
            reason = leaving_reason(text)
            return reason.value if reason else None
        contracts = await self._contracts(turn)
        place = named_address(text, [one.address.line for one in contracts])
        return None if place is None else contracts[place].contract_id

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        contracts = await self._contracts(turn)
        if slot == "contract":
            streets = [one.address.line.split(",")[0] for one in contracts]
            turn.say(
                "utter_contract_opzeggen_vraag_contract",
                adressen="\n".join(turn.part("utter_deel_regel", tekst=street) for street in streets),
                buttons=[{"title": street[:20], "payload": street} for street in streets[:10]],
            )
            return None
        contract = self._contract(contracts, turn)
        proposal = await turn.services.contracts.propose_cancellation(
            turn.customer_id, None, contract.contract_id, _reason(turn.slot("opzegreden"))
        )
        if isinstance(proposal, Refused):
            return _refusal(proposal)
        turn.say(
            "utter_contract_opzeggen_vraag_einddatum",
            vroegst=dutch_date(proposal.earliest, year=True),
            stand=after(self._standing(turn, contract, proposal)),
        )
        return None

    def _standing(self, turn: Turn, contract: ContractInfo, proposal: CancellationProposal) -> str:
        """What the customer has to know to choose a day."""
        if contract.ended:
            return turn.part("utter_deel_opzeggen_al_opgezegd", dag=last_day(contract.ended))
        if proposal.fee.amount and contract.end:
            return turn.part(
                "utter_deel_opzeggen_vast", bedrag=euro(proposal.fee.amount), einde=last_day(proposal.fee.fixed_until)
            )
        return ""

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        contracts = await self._contracts(turn)
        proposal = await turn.services.contracts.propose_cancellation(turn.customer_id, *self._wish(values, contracts))
        if isinstance(proposal, Refused):
            return _refusal(proposal)
        if proposal.unchanged:
            return Finished("utter_contract_opzeggen_al_zo", {"dag": last_day(proposal.end)})
        turn.set(einddatum=proposal.end.isoformat())  # what is agreed to is this day, whatever day the yes comes on
        turn.say(
            "utter_contract_opzeggen_bevestig",
            adres=after(turn.part("utter_deel_voor_adres", adres=proposal.address)) if len(contracts) > 1 else "",
            dag=last_day(proposal.end),
            termijn=after(turn.part("utter_deel_opzeggen_verschoven", dagen=proposal.notice_days))
            if proposal.moved
            else "",
            vergoeding=_fee(turn, proposal.fee),
            tip=after(self._tip(turn, proposal, values)),
        )
        return None

    def _tip(self, turn: Turn, proposal: CancellationProposal, values: dict[str, Any]) -> str:
        """One useful sentence, or none: that waiting a little is free, or that a contract can move along."""
        free = proposal.fee.fixed_until
        left = (free - today(turn)).days if free else None
        if proposal.fee.amount and left and left <= turn.services.policies.contract.eindigt_binnenkort_dagen:
            return turn.part("utter_deel_opzeggen_loopt_vanzelf_af", dagen=left)
        if values.get("opzegreden") == Leaving.VERHUIZEN.value:
            return turn.part("utter_deel_opzeggen_meeverhuizen")
        return ""

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        contracts = await self._contracts(turn)
        done = await turn.services.contracts.cancel(turn.customer_id, *self._wish(values, contracts))
        if isinstance(done, Refused):
            return _refusal(done)
        stays = values.get("opzegreden") in (Leaving.VERHUIZEN.value, Leaving.STOPPEN.value)
        turn.say(
            "utter_contract_opzeggen_klaar",
            adres=after(turn.part("utter_deel_voor_adres", adres=done.address)) if len(contracts) > 1 else "",
            dag=last_day(done.end),
            vergoeding=_fee(turn, done.fee),
            nota=dutch_date(done.settled_before, year=True),
            let_op="" if stays else after(turn.part("utter_deel_opzeggen_nieuwe", datum=dutch_date(done.end))),
            kenmerk=done.reference,
        )
        return None

    async def _contracts(self, turn: Turn) -> list[ContractInfo]:
        return await turn.services.contracts.info(turn.customer_id)

    def _contract(self, contracts: list[ContractInfo], turn: Turn) -> ContractInfo:
        chosen = turn.slot("contract")
        return next((one for one in contracts if one.contract_id == chosen), contracts[0])

    def _wish(
        self, values: dict[str, Any], contracts: list[ContractInfo]
    ) -> tuple[date | None, ContractId | None, Leaving | None]:
        chosen = values.get("contract")
        contract = next((one for one in contracts if one.contract_id == chosen), None)
        meant_one = contract or (contracts[0] if len(contracts) == 1 else None)
        return (
            _wished_day(values.get("einddatum"), meant_one),
            meant_one.contract_id if meant_one else None,
            _reason(values.get("opzegreden")),
        )


def _reason(value: str | None) -> Leaving | None:
    return Leaving(value) if value else None


def _fee(turn: Turn, fee: CancellationFee) -> str:
    how = "bedrag" if fee.amount else "niets"
    return turn.part(f"utter_deel_opzeggen_kosten_{how}", bedrag=euro(fee.amount))


def _refusal(refused: Refused) -> Outcome:
    if refused.reason is Refusal.VERHUIST:
        return HandOver("utter_contract_opzeggen_verhuist")
    if refused.hand_over:
        return HandOver("utter_contract_opzeggen_medewerker")
    if refused.reason is Refusal.DATUM_IN_VERLEDEN:
        return Wrong("utter_contract_opzeggen_datum_geweest", slot="einddatum")
    if refused.reason is Refusal.DATUM_TE_VER:
        return Wrong("utter_contract_opzeggen_datum_te_ver", slot="einddatum")
    return Finished("utter_geen_contract")
