"""The parts of a move in the chat: the address that is looked up, the wish, and the words for what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from actions.conversation import Turn
from actions.forms import Finished, HandOver, Outcome, Wrong
from actions.words import dutch_date
from dichtbij.customers.addresses import AddressesFound, AddressesUnavailable, FoundAddress
from dichtbij.customers.addresses.model import plain_addition
from dichtbij.customers.model import ContractId
from dichtbij.customers.model.moves import MoveProblem, MoveProposal, MoveRefused, MoveWish, NewHome
from dichtbij.values import house_numbers

LONGEST_WORDS = 200
FEWEST_LETTERS = 4
MOST_ADDRESSES = 10

# -- the address --------------------------------------------------------------------------------------------------


def place_told(turn: Turn) -> tuple[str, int, str] | None:
    """Postcode, number and addition to look up."""
    postcode, number = turn.slot("nieuwe_postcode"), turn.slot("nieuw_huisnummer")
    if not (postcode and number):
        return None
    digits, _, addition = number.partition(" ")
    return postcode, int(digits), addition


def key(place: tuple[str, int, str]) -> str:
    """What an address was found by, so that a correction makes it be looked up again."""
    return "|".join(map(str, place))


def as_slot(found: FoundAddress, key: str) -> dict[str, str]:
    """A found address as the slot keeps it."""
    return {
        "postcode": found.postcode, "nummer": found.house_number, "straat": found.street, "plaats": found.city,
        "regel": found.line, "bij": key,
    }  # fmt: skip


async def ask_address(turn: Turn) -> None:
    """Which of several; or, when the address service is away, the street and place in words."""
    place = place_told(turn)
    answer = await turn.services.moves.find_address(*place) if place else AddressesUnavailable()
    if isinstance(answer, AddressesFound):
        lines = [one.line.split(",")[0] for one in answer.addresses[:MOST_ADDRESSES]]
        say_choice(turn, "utter_verhuizing_doorgeven_vraag_welk_adres", lines)
    else:
        turn.say("utter_verhuizing_doorgeven_vraag_nieuw_adres")


async def address_told(text: str, turn: Turn) -> dict[str, str] | None:
    """The one of several that was named, or the customer's own words about the address."""
    place = place_told(turn)
    if place is None:
        return None
    answer = await turn.services.moves.find_address(*place)
    if isinstance(answer, AddressesFound):
        chosen = _named(text, answer.addresses)
        return as_slot(chosen, key(place)) if chosen else None
    told = " ".join(text.split())[:LONGEST_WORDS]
    if sum(letter.isalpha() for letter in told) < FEWEST_LETTERS:
        return None
    postcode, number, addition = place
    return {"postcode": postcode, "nummer": f"{number}{addition}", "woorden": told, "regel": told, "bij": key(place)}


def _named(text: str, addresses: Sequence[FoundAddress]) -> FoundAddress | None:
    """ "41B", "B", "de B" or the whole line."""
    said = {plain_addition(f"{one.value.number}{one.value.addition}") for one in house_numbers(text)}
    said |= {plain_addition(word) for word in text.split()}
    for one in addresses:
        addition = plain_addition(one.house_number.lstrip("0123456789"))
        if plain_addition(one.house_number) in said or (addition and addition in said):
            return one
    return None


def say_choice(turn: Turn, response: str, lines: Sequence[str]) -> None:
    """Ask which of several, with a button for each."""
    turn.say(
        response,
        adressen="\n".join(turn.part("utter_deel_regel", tekst=line) for line in lines),
        buttons=[{"title": line[:20], "payload": line} for line in lines[:MOST_ADDRESSES]],
    )


# -- the move -----------------------------------------------------------------------------------------------------


def wish(values: dict[str, Any]) -> MoveWish:
    """What the form was told."""
    told = values["nieuw_adres"]
    home = NewHome(
        told["postcode"], told["nummer"], told.get("straat", ""), told.get("plaats", ""), told.get("woorden", "")
    )
    contract = values.get("verhuiscontract")
    return MoveWish(
        date.fromisoformat(values["sleuteldatum"]),
        date.fromisoformat(values["oude_sleutels"]),
        home,
        ContractId(contract) if contract else None,
    )


def written(turn: Turn, home: NewHome) -> str:
    """The new address in full, with its postcode."""
    if home.found:
        return f"{home.street} {home.house_number}, {home.postcode} {home.city}"
    return turn.part(
        "utter_deel_verhuizing_woorden", postcode=home.postcode, nummer=home.house_number, woorden=home.words
    )


def goes_along(turn: Turn, proposal: MoveProposal) -> str:
    """What moves along with the customer."""
    if proposal.fixed_until is None:
        return turn.part(f"utter_deel_verhuizing_contract_{proposal.kind.value}")
    last_day = date.fromordinal(proposal.fixed_until.toordinal() - 1)
    return turn.part("utter_deel_verhuizing_contract_vast", datum=dutch_date(last_day, year=True))


def between(turn: Turn, proposal: MoveProposal) -> str:
    """A word about days with two homes, or with none; a single shared day needs no words."""
    if proposal.overlap_days > 1:
        return turn.part("utter_deel_verhuizing_overlap", dagen=proposal.overlap_days)
    if proposal.gap_days:
        return turn.part("utter_deel_verhuizing_gat", dagen=proposal.gap_days)
    return ""


_DAY_REFUSED = {
    MoveProblem.SLEUTEL_TE_LANG_GELEDEN: ("te_lang_geleden", "sleuteldatum"),
    MoveProblem.SLEUTEL_TE_VER: ("te_ver", "sleuteldatum"),
    MoveProblem.INLEVEREN_TE_LANG_GELEDEN: ("inleveren_kan_niet", "oude_sleutels"),
    MoveProblem.INLEVEREN_TE_VER: ("inleveren_kan_niet", "oude_sleutels"),
    MoveProblem.OVERLAP_TE_LANG: ("inleveren_kan_niet", "oude_sleutels"),
    MoveProblem.GAT_TE_LANG: ("inleveren_kan_niet", "oude_sleutels"),
}


def refusal(refused: MoveRefused) -> Outcome:
    """What is said when a move can't be planned so."""
    if refused.problem in _DAY_REFUSED and refused.earliest and refused.latest:
        name, slot = _DAY_REFUSED[refused.problem]
        limits = {
            "eerste": dutch_date(refused.earliest, year=True),
            "laatste": dutch_date(refused.latest, year=True),
        }
        return Wrong(f"utter_verhuizing_doorgeven_{name}", limits, slot=slot)
    if refused.problem is MoveProblem.ZELFDE_ADRES:
        return Wrong("utter_verhuizing_doorgeven_zelfde_adres", slot="nieuwe_postcode")
    if refused.problem is MoveProblem.WELK_CONTRACT:
        return Wrong("utter_verhuizing_doorgeven_uitleg_verhuiscontract", slot="verhuiscontract")
    if refused.problem is MoveProblem.GEEN_CONTRACT:
        return Finished("utter_geen_contract")
    return HandOver("utter_verhuizing_doorgeven_medewerker")
