"""Choosing another contract: what fits, what it would cost, agreed and stored."""

from __future__ import annotations

import re
from typing import Any

from actions.bills import after
from actions.contracts import last_day
from actions.conversation import Turn
from actions.forms import Finished, Form, HandOver, Outcome, Wrong
from actions.places import named_address
from actions.words import dutch_date, euro
from dichtbij.customers.model import ContractId, ContractInfo, Offer, OfferName, Offers, Refusal, Refused
from dichtbij.values import yes_no
from dichtbij.values.folding import fold

_YEARS = re.compile(r"\b(een|1|twee|2|drie|3|vier|4|vijf|5)[- ]?(?:jaar|jr|jarig)|\b(12|24|36) ?maanden")
_ONE_YEAR = ("een", "1", "12")
_NUMBER = re.compile(r"^\W*(?:nummer |nr\.? ?|optie |keuze |de )?([1-3]|eerste|tweede|derde)\b")
_PLACES = {"1": 0, "eerste": 0, "2": 1, "tweede": 1, "3": 2, "derde": 2}
_TO = re.compile(
    r"\b(?:naar|op|voor|in|wordt|liever|doe maar|kies|neem|graag)\b[^,.]*?\b(variabel|vast|dynamisch|dynamic)"
)
_NAMES = (
    (
        OfferName.DYNAMISCH,
        re.compile(r"\b(?:dynami[sc]\w*|dinami\w*|dynamies\w*|uurprij\w*|uurtarie\w*|prijs per uur)\b"),
    ),
    (OfferName.VARIABEL, re.compile(r"\b(?:variab\w*|flexibel\w*)\b")),
    (
        OfferName.VAST_1_JAAR,
        re.compile(r"\b(?:vast|vaste|vastzetten|vastleggen|zekerheid|jaarcontract)\b|\b(?:een|1) jaar(?:tje)?\b"),
    ),
)
UNKNOWN = "bestaat_niet"
KEEP = "huidig"
_KEEP = re.compile(
    r"terugdraai|draai\w* .*\bterug\b|ongedaan|bedacht|bedenk|(?:toch|liever) niet verleng|"
    r"annuleer mijn (?:verlenging|keuze)|(?:hou|houd|houden|blijf|blijven)\b.*\b(?:huidige?|van nu|oude|zoals het)\b|"
    r"\b(?:huidige|oude) contract (?:houden|terug)"
)
_FROM = re.compile(r"\b(?:van|nu|heb|zit)\b[^,.]*?\b(?:variab\w*|vast\w*|dynami\w*)")


def wished_offer(text: str) -> str | None:
    """The contract a text asks for: an offer's name, UNKNOWN for one that is not sold, None for nothing clear."""
    said = fold(text).text
    if _KEEP.search(said):
        return KEEP
    years = _YEARS.search(said)
    if years and (years[1] or years[2]) not in _ONE_YEAR:
        return UNKNOWN
    wanted = _FROM.sub(" ", said, count=1)  # "van variabel naar vast": the first is what it is now
    found = [name for name, words in _NAMES if words.search(wanted)]
    return found[0].value if len(found) == 1 else None


class ContractVerlengen(Form):
    """Offers that fit with their yearly costs, a choice, confirmed, stored."""

    intent = "contract_verlengen"
    slots = ("contract", "contractkeuze")

    async def start(self, turn: Turn) -> Outcome:
        contracts = await self._contracts(turn)
        if not contracts:
            return Finished("utter_geen_contract")
        if len(contracts) > 1:
            return None
        return self._reason_not_to(turn, await turn.services.contracts.offers(turn.customer_id))

    async def needed(self, turn: Turn) -> tuple[str, ...]:
        return ("contract", "contractkeuze") if len(await self._contracts(turn)) > 1 else ("contractkeuze",)

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if slot == "contract":
            contracts = await self._contracts(turn)
            place = named_address(text, [one.address.line for one in contracts])
            return None if place is None else contracts[place].contract_id
        wish = wished_offer(text)
        return wish if wish is not None or not asked else await self._by_place(text, turn)

    async def _by_place(self, text: str, turn: Turn) -> str | None:
        """ "2", "de tweede", or a yes when there is one offer only."""
        offers = await self._offers(turn)
        if isinstance(offers, Refused):
            return None
        numbered = _NUMBER.search(fold(text).text)
        place = _PLACES[numbered[1]] if numbered else 0 if len(offers.offers) == 1 and yes_no(text) else None
        return offers.offers[place].name.value if place is not None and place < len(offers.offers) else None

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        if slot == "contract":
            streets = [one.address.line.split(",")[0] for one in await self._contracts(turn)]
            turn.say(
                "utter_contract_verlengen_vraag_contract",
                adressen="\n".join(turn.part("utter_deel_regel", tekst=street) for street in streets),
                buttons=[{"title": street[:20], "payload": street} for street in streets[:10]],
            )
            return None
        offers = await self._offers(turn)
        reason = self._reason_not_to(turn, offers)
        if reason is not None or isinstance(offers, Refused):
            return reason
        turn.say(
            "utter_contract_verlengen_vraag_contractkeuze",
            datum=dutch_date(offers.start, year=True),
            nu=euro(_whole(offers.yearly_now)),
            regels="\n".join(_line(turn, place, one) for place, one in enumerate(offers.offers, 1)),
            uitleg=self._remarks(turn, offers),
            buttons=[
                {"title": _title(turn, one), "payload": f"{place}. {_title(turn, one).lower()}"}
                for place, one in enumerate(offers.offers, 1)
            ],
        )
        return None

    def _remarks(self, turn: Turn, offers: Offers) -> str:
        parts = []
        if offers.planned:
            kind = turn.part(f"utter_deel_contract_soort_{offers.planned.kind.value}")
            date_ = dutch_date(offers.planned.start, year=True)
            parts.append(turn.part("utter_deel_contract_straks", soort=kind, datum=date_))
        if not offers.smart:
            parts.append(turn.part("utter_deel_aanbod_geen_slimme_meter"))
        return after(" ".join(parts), "\n")

    def _reason_not_to(self, turn: Turn, offers: Offers | Refused) -> Outcome:
        if isinstance(offers, Refused):
            return _refusal(offers)
        if offers.available_from and offers.regret_until:
            return HandOver("utter_contract_verlengen_bedenktijd")
        if offers.available_from:
            values = {"einde": last_day(offers.fixed_until), "datum": dutch_date(offers.available_from, year=True)}
            return Finished("utter_contract_verlengen_te_vroeg", values)
        return None

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        name = values["contractkeuze"]
        if await self._keeps(name, turn):
            return None
        proposal = await turn.services.contracts.propose_renewal(turn.customer_id, name, _contract(values))
        if isinstance(proposal, Refused):
            return await self._refused(proposal, name, turn)
        offer = proposal.offer
        if proposal.unchanged:
            kind, date_ = turn.part(f"utter_deel_aanbod_{name}"), dutch_date(offer.start, year=True)
            return Finished("utter_contract_verlengen_al_zo", {"aanbod": kind, "datum": date_})
        turn.say(
            "utter_contract_verlengen_bevestig",
            aanbod=turn.part(f"utter_deel_aanbod_{name}"),
            adres=after(turn.part("utter_deel_voor_adres", adres=proposal.address)) if values.get("contract") else "",
            datum=dutch_date(offer.start, year=True),
            kosten=euro(_whole(offer.yearly_cost)),
            verschil=_difference(turn, offer),
            risico=_risk(turn, offer),
            bedenktijd=proposal.cooling_off_days,
        )
        return None

    async def _keeps(self, name: str, turn: Turn) -> bool:
        """Whether a choice is taken back: asked for in words, or by naming the contract of now."""
        offers = await self._offers(turn)
        if isinstance(offers, Refused) or offers.planned is None or offers.find(name):
            return False
        if name not in (KEEP, offers.kind.value):
            return False
        turn.set(contractkeuze=KEEP)
        kind = turn.part(f"utter_deel_contract_soort_{offers.planned.kind.value}")
        turn.say(
            "utter_contract_verlengen_bevestig_terug", soort=kind, datum=dutch_date(offers.planned.start, year=True)
        )
        return True

    async def _refused(self, refused: Refused, name: str, turn: Turn) -> Outcome:
        if refused.reason is not Refusal.AANBOD_PAST_NIET:
            return _refusal(refused)
        offers = await self._offers(turn)
        if isinstance(offers, Refused):
            return _refusal(offers)
        names = ", ".join(_title(turn, one).lower() for one in offers.offers)
        if name == OfferName.DYNAMISCH.value and not offers.smart:
            return Wrong("utter_contract_verlengen_geen_slimme_meter", {"keuzes": names}, slot="contractkeuze")
        if name == KEEP:
            return Finished("utter_contract_verlengen_niets_gekozen")
        if name != UNKNOWN:
            return Wrong("utter_contract_verlengen_heb_je_al", {"keuzes": names}, slot="contractkeuze")
        return Wrong("utter_contract_verlengen_bestaat_niet", {"keuzes": names}, slot="contractkeuze")

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        if values["contractkeuze"] == KEEP:
            kept = await turn.services.contracts.keep(turn.customer_id, _contract(values))
            if isinstance(kept, Refused):
                return _refusal(kept)
            turn.say("utter_contract_verlengen_terug", kenmerk=kept.reference)
            return None
        done = await turn.services.contracts.renew(turn.customer_id, values["contractkeuze"], _contract(values))
        if isinstance(done, Refused):
            return await self._refused(done, values["contractkeuze"], turn)
        turn.say(
            "utter_contract_verlengen_klaar",
            aanbod=turn.part(f"utter_deel_aanbod_{done.offer.name.value}"),
            adres=after(turn.part("utter_deel_voor_adres", adres=done.address)) if values.get("contract") else "",
            datum=dutch_date(done.offer.start, year=True),
            bedenken=dutch_date(done.cooling_off_until, year=True),
            maand=euro(_whole(done.offer.monthly_cost)),
            kenmerk=done.reference,
        )
        return None

    async def _contracts(self, turn: Turn) -> list[ContractInfo]:
        return await turn.services.contracts.info(turn.customer_id)

    async def _offers(self, turn: Turn) -> Offers | Refused:
        chosen = turn.slot("contract")
        return await turn.services.contracts.offers(turn.customer_id, ContractId(chosen) if chosen else None)


def _contract(values: dict[str, Any]) -> ContractId | None:
    return ContractId(values["contract"]) if values.get("contract") else None


def _whole(amount: Any) -> Any:
    """Expected costs in whole euros: cents would pretend to know."""
    return amount.quantize(1)


def _title(turn: Turn, offer: Offer) -> str:
    return turn.part(f"utter_deel_aanbod_titel_{offer.name.value}")


def _line(turn: Turn, place: int, offer: Offer) -> str:
    return turn.part(
        "utter_deel_aanbod_regel",
        nummer=place,
        naam=_title(turn, offer),
        kosten=euro(_whole(offer.yearly_cost)),
        verschil=_difference(turn, offer),
        risico=_risk(turn, offer),
    )


def _difference(turn: Turn, offer: Offer) -> str:
    whole = _whole(offer.difference)
    how = "gelijk" if not whole else "meer" if whole > 0 else "minder"
    return turn.part(f"utter_deel_aanbod_{how}", bedrag=euro(whole))


def _risk(turn: Turn, offer: Offer) -> str:
    return turn.part(f"utter_deel_aanbod_risico_{offer.name.value}", bedrag=euro(_whole(offer.swing)))


def _refusal(refused: Refused) -> Outcome:
    if refused.hand_over:
        return HandOver(f"utter_contract_verlengen_{refused.reason.value}")
    return Finished("utter_geen_contract")
