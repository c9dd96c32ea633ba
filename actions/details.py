"""Changing one's own details: which one, the new value, a yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import phonenumbers

from actions import detail_words as words
from actions.bills import after
from actions.conversation import Turn
from actions.forms import Done, Form, HandOver, Outcome, Wrong
from dichtbij.customers.model.details import DetailField, DetailRefused
from dichtbij.customers.rules.details import Name
from dichtbij.values import Found, emails, ibans, phones, postcodes


class GegevensWijzigen(Form):
    """Which detail, what it becomes, confirmed, stored; a new address is told to the old one too."""

    intent = "gegevens_wijzigen"
    slots = ("gegeven", "nieuwe_waarde")

    async def _fill(self, text: str, turn: Turn, *, asked: str | None) -> bool:
        """What is no detail of this form is noticed before anything is asked about it."""
        elsewhere = _elsewhere(text, turn, asked=asked)
        if elsewhere is not None:
            self._end(elsewhere, turn)
            return False
        return await super()._fill(text, turn, asked=asked)

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if slot == "gegeven":
            return words.field_named(text, asked=asked)
        field = turn.slot("gegeven")
        if field == words.E_MAIL:
            return _last(emails(text)) or (text.strip() if asked and "@" in text else None)
        if field == words.PHONE:
            return _last(phones(text)) or (text.strip() if asked and words.looks_like_number(text) else None)
        return words.name_told(text, asked=asked) if field == words.NAME else None

    async def check(self, slot: str, value: Any, turn: Turn) -> Any:
        """Another detail than before needs another value."""
        if slot == "gegeven" and turn.slot("gegeven") not in (None, value):
            turn.set(nieuwe_waarde=None)
        if slot == "nieuwe_waarde":
            wish = _wish({"gegeven": turn.slot("gegeven"), "nieuwe_waarde": value})
            proposal = await turn.services.details.propose_detail(turn.customer_id, *wish)
            return _refusal(proposal, turn) if isinstance(proposal, DetailRefused) else value
        return value

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        if slot == "nieuwe_waarde":
            turn.say(f"utter_gegevens_wijzigen_vraag_{_slug(turn)}")
            return None
        return await super().ask(slot, turn)

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        proposal = await turn.services.details.propose_detail(turn.customer_id, *_wish(values))
        if isinstance(proposal, DetailRefused):
            return _refusal(proposal, turn)
        shown = _shown(proposal.field, proposal.new)
        if proposal.unchanged:
            turn.say("utter_gegevens_wijzigen_al_zo", gegeven=values["gegeven"], waarde=shown)
            return Done()
        known = turn.part("utter_deel_gegeven_was", waarde=proposal.current) if proposal.current else ""
        turn.say(f"utter_gegevens_wijzigen_bevestig_{_slug(turn)}", waarde=shown, was=after(known))
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        changed = await turn.services.details.change_detail(turn.customer_id, *_wish(values))
        if isinstance(changed, DetailRefused):
            return _refusal(changed, turn)
        told = turn.part("utter_deel_gegeven_oude_mail") if changed.told_old_address else ""
        turn.say(
            "utter_gegevens_wijzigen_klaar",
            gegeven=values["gegeven"],
            waarde=_shown(changed.field, changed.new),
            melding=after(told),
            kenmerk=changed.reference,
        )
        return None


def _last(found: Sequence[Found[str]]) -> str | None:
    """Of "van oud@x.nl naar nieuw@x.nl" the last is the wish."""
    return found[-1].value if found else None


def _elsewhere(text: str, turn: Turn, *, asked: str | None) -> Outcome:
    """Where a wish belongs that is not for this form; None when it is."""
    if words.is_contract_of_another(text):
        return HandOver("utter_gegevens_wijzigen_contract")
    if words.is_about_company(text):
        return HandOver("utter_gegevens_wijzigen_medewerker")
    field = words.field_named(text, asked=asked == "gegeven")
    if field == words.BANK_ACCOUNT or ibans(text):
        return Done(turn.action_of("rekeningnummer_wijzigen"))
    if field == words.HOME or (postcodes(text) and not emails(text)):
        return Done(turn.action_of("verhuizing_doorgeven"))
    return HandOver("utter_gegevens_wijzigen_aanhef") if field == words.TITLE else None


def _slug(turn: Turn) -> str:
    return {words.E_MAIL: "mail", words.PHONE: "telefoon", words.NAME: "naam"}[turn.slot("gegeven")]


def _wish(values: dict[str, Any]) -> tuple[DetailField, str | Name]:
    field, value = DetailField(values["gegeven"]), values["nieuwe_waarde"]
    return field, Name(value["voornaam"], value["achternaam"]) if isinstance(value, dict) else str(value)


def _shown(field: DetailField, value: str) -> str:
    """A Dutch number as people write it; the rest as it is, so that a typing error can be seen."""
    if field is not DetailField.TELEFOON:
        return value
    parsed = phonenumbers.parse(value, "NL")
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, kind.NATIONAL if parsed.country_code == 31 else kind.INTERNATIONAL)


def _refusal(refused: DetailRefused, turn: Turn) -> Outcome:
    if refused.hand_over:
        return HandOver("utter_gegevens_wijzigen_medewerker")
    return Wrong(f"utter_gegevens_wijzigen_ongeldig_{_slug(turn)}", slot="nieuwe_waarde")
