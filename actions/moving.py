"""Moving house: from which day, to which address, and what happens to the old one."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions import move_parts as parts
from actions import move_words as words
from actions.bills import after
from actions.conversation import HAND_OVER, Turn
from actions.forms import Done, Finished, Form, HandOver, Outcome
from actions.places import named_address
from actions.words import dutch_date
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.addresses import AddressesFound, AddressNotFound
from dichtbij.customers.model.moves import (
    MovableHome,
    MoveProblem,
    MoveRefused,
)


class VerhuizingDoorgeven(Form):
    """Key date, new address from postcode and number, the end at the old address; one overview; planned."""

    intent = "verhuizing_doorgeven"
    slots = ("verhuiscontract", "sleuteldatum", "nieuwe_postcode", "nieuw_huisnummer", "nieuw_adres", "oude_sleutels")
    free_text = ("nieuw_adres",)

    async def needed(self, turn: Turn) -> tuple[str, ...]:
        """With one home nobody asks which one."""
        return self.slots if len(await _movable(turn)) > 1 else self.slots[1:]

    async def start(self, turn: Turn) -> Outcome:
        turn.set(adres_pogingen=0)
        homes = await turn.services.moves.homes(turn.customer_id)
        if not homes:
            return Finished("utter_geen_contract")
        if await _movable(turn):
            return None
        planned = next((home.planned for home in homes if home.planned), None)
        turn.offer(HAND_OVER)
        if planned is None:
            return Finished("utter_verhuizing_doorgeven_stopt_al", {"adres": homes[0].address.line})
        return Finished(
            "utter_verhuizing_doorgeven_loopt_al",
            {"adres": planned.home, "datum": dutch_date(planned.key_date), "kenmerk": planned.reference},
        )

    # -- reading what the customer says --------------------------------------------------------------------------

    async def _fill(self, text: str, turn: Turn, *, asked: str | None) -> bool:
        """A move that is none of ours is noticed before anything is asked about it."""
        another_way = _another_way(text, turn) if asked != "nieuw_adres" else None
        if another_way is not None:
            self._end(another_way, turn)
            return False
        return await super()._fill(text, turn, asked=asked)

    async def _correct(self, turn: Turn, asked: str | None) -> bool:
        """Another postcode comes with another number, or asks for one."""
        before = turn.slot("nieuwe_postcode")
        goes_on = await super()._correct(turn, asked)
        postcode = turn.slot("nieuwe_postcode")
        if goes_on and before and postcode != before:
            found = turn.named("huisnummer", turn.text, asked=False)
            turn.set(nieuw_huisnummer=words.new_house_number(found, turn.text, postcode, asked=False))
        return goes_on

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if slot == "verhuiscontract":
            homes = await _movable(turn)
            place = named_address(text, [home.address.line for home in homes]) if len(homes) > 1 else None
            return None if place is None else homes[place].contract_id
        if slot in ("sleuteldatum", "oude_sleutels"):
            day = _day(slot, text, turn, asked=asked)
            return day.isoformat() if day else None
        if slot == "nieuwe_postcode":
            return words.new_postcode(text, {home.address.postcode for home in await _movable(turn)})
        if slot == "nieuw_huisnummer":
            found = turn.named("huisnummer", text, asked=asked)
            return words.new_house_number(found, text, turn.slot("nieuwe_postcode"), asked=asked)
        return await parts.address_told(text, turn) if asked else None

    async def check(self, slot: str, value: Any, turn: Turn) -> Any:
        if slot == "sleuteldatum":
            refused = turn.services.moves.check_key_date(date.fromisoformat(value))
            return parts.refusal(refused) if refused else value
        if slot == "oude_sleutels" and turn.slot("sleuteldatum"):
            key_date = date.fromisoformat(turn.slot("sleuteldatum"))
            refused = turn.services.moves.check_handed_in(date.fromisoformat(value), key_date)
            return parts.refusal(refused) if refused else value
        return value

    # -- asking --------------------------------------------------------------------------------------------------

    async def _ask_next(self, turn: Turn) -> None:
        """The address is looked up as soon as postcode and number are there."""
        if await self._look_up(turn):
            await super()._ask_next(turn)

    async def _look_up(self, turn: Turn) -> bool:
        """Set the address when there is exactly one. False when there is none: that was said, and it is asked anew."""
        place = parts.place_told(turn)
        known = turn.slot("nieuw_adres") or {}
        if place is None or known.get("bij") == parts.key(place):
            return True
        if known:
            turn.set(nieuw_adres=None)
        answer = await turn.services.moves.find_address(*place)
        if isinstance(answer, AddressesFound) and len(answer.addresses) == 1:
            found = parts.as_slot(answer.addresses[0], parts.key(place))
            home = await _chosen(turn)
            if home is None or found["regel"] != home.address.line:
                turn.set(nieuw_adres=found, adres_pogingen=0)
                return True
        elif not isinstance(answer, AddressNotFound):
            return True
        tries = int(turn.slot("adres_pogingen") or 0) + 1
        if isinstance(answer, AddressesFound):
            turn.say("utter_verhuizing_doorgeven_zelfde_adres")
        else:
            number = turn.slot("nieuw_huisnummer").replace(" ", "")
            response = f"utter_verhuizing_doorgeven_niet_gevonden{'' if tries == 1 else '_weer'}"
            turn.say(response, postcode=turn.slot("nieuwe_postcode"), nummer=number)
        turn.set(adres_pogingen=tries, pogingen=tries, requested_slot="nieuwe_postcode")
        turn.set(nieuwe_postcode=None, nieuw_huisnummer=None)
        self._perhaps_offer_human(tries, turn)
        return False

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        if slot == "verhuiscontract":
            streets = [home.address.line.split(",")[0] for home in await _movable(turn)]
            parts.say_choice(turn, "utter_verhuizing_doorgeven_vraag_verhuiscontract", streets)
        elif slot == "nieuw_adres":
            await parts.ask_address(turn)
        elif slot == "oude_sleutels":
            home = await _chosen(turn)
            # The date, and not the words: a date answers a form whatever the classifier makes of it.
            same_day = dutch_date(date.fromisoformat(turn.slot("sleuteldatum")), year=True)
            turn.say(
                "utter_verhuizing_doorgeven_vraag_oude_sleutels",
                buttons=[{"title": turn.part("utter_deel_verhuizing_zelfde_dag"), "payload": same_day}],
                adres=home.address.line.split(",")[0] if home else "",
                nieuw=(turn.slot("nieuw_adres") or {}).get("regel", ""),
            )
        else:
            return await super().ask(slot, turn)
        return None

    # -- the end -------------------------------------------------------------------------------------------------

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        proposal = await turn.services.moves.propose_move(turn.customer_id, parts.wish(values))
        if isinstance(proposal, MoveRefused):
            if proposal.problem is MoveProblem.ZELFDE_ADRES:
                turn.set(nieuw_huisnummer=None, nieuw_adres=None)
            return parts.refusal(proposal)
        turn.say(
            "utter_verhuizing_doorgeven_bevestig",
            nieuw=parts.written(turn, proposal.new),
            oud=proposal.old.line,
            sleutel=dutch_date(proposal.key_date, year=True),
            inleveren=dutch_date(proposal.handed_in, year=True),
            contract=parts.goes_along(turn, proposal),
            tussen=after(parts.between(turn, proposal), "\n"),
            controle=after(turn.part("utter_deel_verhuizing_controle"), "\n") if proposal.checked_by_person else "",
        )
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        stored = await turn.services.moves.plan_move(turn.customer_id, parts.wish(values))
        if isinstance(stored, MoveRefused):
            return parts.refusal(stored)
        move = stored.proposal
        turn.set(adres_pogingen=None)
        turn.say(
            f"utter_verhuizing_doorgeven_klaar{'_controle' if move.checked_by_person else ''}",
            nieuw=parts.written(turn, move.new),
            sleutel=dutch_date(move.key_date),
            inleveren=dutch_date(move.handed_in),
            dagen=move.check_days,
            kenmerk=stored.reference,
        )
        return None


def _another_way(text: str, turn: Turn) -> Outcome:
    """What the words ask for instead of a move that can be planned here; None when it is one."""
    if words.is_about_somebody_else(text):
        return HandOver("utter_verhuizing_doorgeven_ander")
    if words.goes_abroad(text):
        turn.say("utter_verhuizing_doorgeven_buitenland")
        return Done(turn.action_of("contract_opzeggen"))
    if words.keeps_old_home(text):
        return HandOver("utter_verhuizing_doorgeven_twee_adressen")
    if words.moves_in_with_somebody(text):
        return Finished("utter_verhuizing_doorgeven_bij_iemand")
    return None


async def _movable(turn: Turn) -> list[MovableHome]:
    homes = await turn.services.moves.homes(turn.customer_id)
    return [home for home in homes if home.planned is None and home.ends is None]


async def _chosen(turn: Turn) -> MovableHome | None:
    homes = await _movable(turn)
    chosen = turn.slot("verhuiscontract")
    return next((home for home in homes if chosen in (None, home.contract_id)), None)


def _day(slot: str, text: str, turn: Turn, *, asked: bool) -> date | None:
    today = turn.services.clock().astimezone(AMSTERDAM).date()
    new, old = words.days_told(text, today)
    if slot == "sleuteldatum":
        return new or (words.day_answered(text, today) if asked and old is None else None)
    known = turn.slot("sleuteldatum")
    beside = words.day_beside(text, date.fromisoformat(known)) if known else None
    return beside or old or (words.day_answered(text, today) if asked else None)
