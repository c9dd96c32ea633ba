"""Who at the desk may see what of a customer, and what is kept of their looking. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal

from dichtbij.handoff.model import Agent, Case


class Sight(Enum):
    """How much of a case somebody may see."""

    NOTHING = "nothing"
    CONVERSATION = "conversation"
    """What was said and why it was handed over; nothing of the profile."""
    ALL = "all"
    """The profile too."""


def sight(case: Case, agent: Agent) -> Sight:
    """The profile opens for who handles the case, and for who leads and listens in.

    What waits may be read by all, to choose from; what one had before, to look it up. Neither opens the profile.
    """
    if case.state == "taken" and (case.agent_id == agent.id or agent.may_lead()):
        return Sight.ALL
    if case.state == "waiting" or case.agent_id == agent.id or agent.may_lead():
        return Sight.CONVERSATION
    return Sight.NOTHING


def upto_the_end(case: Case, at: datetime) -> bool:
    """Whether what happened then belongs to a case.

    Who had it may look it up when it is over, but what the customer talked about afterwards, with the assistant or with
    another agent, is not theirs to read.
    """
    return case.ended_at is None or at <= case.ended_at


Action = Literal[
    "inloggen", "inloggen_mislukt", "uitloggen",
    "gezien", "meegeluisterd", "verslag_bekeken",
    "aangenomen", "voorbij_laten_gaan", "doorgezet", "overgenomen", "teruggegeven", "afgesloten",
    "notitie", "bestand", "snelle_actie", "terugbellijst_bekeken", "teruggebeld",
    "account_gemaakt", "account_gewijzigd", "wachtwoord_gewijzigd", "wachtwoord_geweigerd",
]  # fmt: skip

ACTION_TEXT: Mapping[Action, str] = {
    "inloggen": "logde in",
    "inloggen_mislukt": "kon niet inloggen",
    "uitloggen": "logde uit",
    "gezien": "bekeek het gesprek",
    "meegeluisterd": "luisterde mee",
    "verslag_bekeken": "bekeek het inzageverslag",
    "aangenomen": "nam het gesprek aan",
    "voorbij_laten_gaan": "liet het gesprek voorbijgaan",
    "doorgezet": "zette het gesprek door",
    "overgenomen": "nam het gesprek over van een collega",
    "teruggegeven": "gaf het gesprek terug aan de assistent",
    "afgesloten": "sloot het gesprek af",
    "notitie": "schreef een notitie",
    "bestand": "stuurde een bestand",
    "snelle_actie": "regelde iets voor de klant",
    "terugbellijst_bekeken": "bekeek wie er teruggebeld wil worden",
    "teruggebeld": "belde terug",
    "account_gemaakt": "maakte een account",
    "account_gewijzigd": "wijzigde een account",
    "wachtwoord_gewijzigd": "wijzigde het eigen wachtwoord",
    "wachtwoord_geweigerd": "kon het eigen wachtwoord niet wijzigen",
}
"""What stands behind the agent's name, for who reads the trail."""

LOOKING: frozenset[Action] = frozenset({"gezien", "meegeluisterd", "verslag_bekeken", "terugbellijst_bekeken"})
"""Looking at the same thing again is noted once an hour: the page fetches it anew whenever its line was broken."""


@dataclass(frozen=True)
class Entry:
    """One line of the trail."""

    id: int
    """Goes up; the one to go on from."""
    at: datetime
    agent_id: str
    """Empty when nobody with that name has an account."""
    agent_name: str
    """As it was then."""
    action: Action
    customer_id: str | None
    case_id: str | None
    detail: str
