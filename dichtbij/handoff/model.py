"""Facts of a handover. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NewType

from dichtbij.conversations.model import ConversationId

CaseId = NewType("CaseId", str)
AgentId = NewType("AgentId", str)

CaseState = Literal["waiting", "taken", "handed_back", "closed"]
Role = Literal["medewerker", "teamleider", "beheerder"]
"""beheerder may do what a teamleider may, and a teamleider what a medewerker may."""
AgentState = Literal["beschikbaar", "bezet", "pauze"]
"""bezet: finishes the own conversations, is offered no new one. pauze: away from the screen, counts as nobody."""
NoteKind = Literal["notitie", "doorgezet", "overgenomen", "teruggekomen"]
Outcome = Literal["opgelost", "afspraak", "doorverwezen", "niet_opgelost", "geen_reactie"]
"""How a case ended, as the agent says it at the wrap-up."""
Reason = Literal["frustratie", "verzoek", "complex", "niet_gebouwd", "storing_bot", "gevaar"]

SCHEMA = "dichtbij.case/2"
"""Version of the context; other desks receive it, so it changes only with a new number."""

REASON_TEXT: Mapping[Reason, str] = {
    "frustratie": "De klant is gefrustreerd",
    "verzoek": "De klant vraagt om een medewerker",
    "complex": "Dit vraagt om een mens",
    "niet_gebouwd": "Dit kan de assistent nog niet regelen",
    "storing_bot": "De assistent was niet bereikbaar",
    "gevaar": "De klant meldde gevaar",
}
"""The reason in words an agent reads."""

PRIORITY_INTENTS = frozenset({"schulden", "overlijden_melden", "fraude_melden", "gaslucht"})
"""Questions that go first, whoever asks them (klantvragen.yml: "hands over with priority")."""


def priority_of(reason: Reason, intent: str, vulnerable: bool, *, danger: bool = False) -> int:
    """1 goes first, 3 goes last; within one priority the longest wait goes first.

    Args:
        danger: the customer reported one, now or earlier in the conversation.
    """
    if danger or reason == "gevaar" or intent in PRIORITY_INTENTS or vulnerable:
        return 1
    return 2 if reason == "frustratie" else 3


@dataclass(frozen=True)
class HandoverRequest:
    """What the bot, or the counter itself, gives when a human has to take over."""

    reason: Reason
    trigger: str
    """What set it off: an intent, "reading", "form", "customer", "bot_unavailable"."""
    intent: str
    """The question it is about; empty when unknown."""
    ask: str
    """What the customer wants, in the own words."""
    context: Mapping[str, Any]
    """evidence, intents, tried, slots, open_form, shown_figures: see docs/case.md."""


@dataclass(frozen=True)
class InLine:
    """A waiting case, as far as its place in the queue and the asking of agents go by it: little to read, of many."""

    id: CaseId
    conversation_id: ConversationId
    reason: Reason
    intent: str
    danger: bool
    """The customer reported danger, before the handover or while waiting."""
    vulnerable: bool
    mood_level: str
    opened_at: datetime
    waiting_since: datetime
    waited: float = 0.0
    """As Case has it."""
    team: str = ""
    offered_to: AgentId | None = None
    offer_until: datetime | None = None
    passed_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One handover, from the moment a human is needed until it was given back or closed."""

    id: CaseId
    conversation_id: ConversationId
    state: CaseState
    priority: int
    reason: Reason
    trigger: str
    ask: str
    context: Mapping[str, Any]
    customer_id: str | None
    level: int
    opened_at: datetime
    opened_seq: int
    """The last message before the handover."""
    agent_id: AgentId | None
    agent_name: str
    taken_at: datetime | None
    ended_at: datetime | None
    note: str
    agent_read_seq: int
    """The last message the agent has seen."""
    team: str = ""
    """Key of the team whose customer it is (organisatie.yml: balie.teams)."""
    offered_to: AgentId | None = None
    """A waiting case that one agent was asked to take."""
    offer_until: datetime | None = None
    passed_by: tuple[str, ...] = ()
    """Agents who did not take it when they were asked; they are not asked again."""
    waiting_since: datetime | None = None
    """Since when it waits now: it may have come back. opened_at is when the customer first waited."""
    waited: float = 0.0
    """Seconds that it waited before this wait, which count for its place: not those with an agent."""
    outcome: str = ""
    lesson: str = ""
    """What the assistant should have known, in the agent's words."""
    vulnerable: bool = False
    """The profile names a vulnerability (when the case was opened)."""
    mood_level: str = ""
    """The reading of the customer's last message in a word: kalm, geïrriteerd, gefrustreerd; empty when not read."""
    mood_score: float = 0.0
    """The same, 0 (calm) to 1."""

    @property
    def intent(self) -> str:
        """The question it is about; empty when unknown."""
        return str(self.context.get("intent") or "")

    @property
    def danger(self) -> bool:
        """The customer reported danger, before the handover or since."""
        return bool(self.context.get("danger"))

    @property
    def in_line(self) -> InLine:
        """The same case as it stands, or would stand, in the queue."""
        return InLine(
            id=self.id,
            conversation_id=self.conversation_id,
            reason=self.reason,
            intent=self.intent,
            danger=self.danger,
            vulnerable=self.vulnerable,
            mood_level=self.mood_level,
            opened_at=self.opened_at,
            waiting_since=self.waiting_since or self.opened_at,
            waited=self.waited,
            team=self.team,
            offered_to=self.offered_to,
            offer_until=self.offer_until,
            passed_by=self.passed_by,
        )


@dataclass(frozen=True)
class Taken:
    """The case is this agent's now."""

    case: Case


@dataclass(frozen=True)
class AlreadyTaken:
    """Somebody else was first, or the case is over."""

    by: str
    """The other agent's name; empty when the case is no longer open."""


@dataclass(frozen=True)
class OfferedToAnother:
    """The case waits for the answer of one agent, who was asked to take it."""

    to: str
    """Name of who was asked."""


@dataclass(frozen=True)
class Full:
    """This agent has as many conversations as an agent may have at once."""

    most: int


@dataclass(frozen=True)
class NotYours:
    """Only the agent who has the case may do this."""


@dataclass(frozen=True)
class NobodyThere:
    """A customer can't be passed on to this agent or team now."""

    why: Literal["unknown", "self", "absent", "busy", "full", "closed"]
    name: str = ""
    """Of the agent or team."""


@dataclass(frozen=True)
class Agent:
    """A person at the desk."""

    id: AgentId
    username: str
    name: str
    role: Role = "medewerker"
    teams: tuple[str, ...] = ()
    """Keys of the teams the agent belongs to; none is all of them."""
    max_cases: int | None = None
    """Conversations at once; None is the organisation's number."""
    state: AgentState = "beschikbaar"

    active: bool = True
    """Whether the account may still be used."""

    def may_lead(self) -> bool:
        """Whether this agent may see and take over what others do."""
        return self.role != "medewerker"


@dataclass(frozen=True)
class AtTheDesk:
    """An agent as the others see them at this moment."""

    agent: Agent
    present: bool
    """The desk's page is open and gives signs of life."""
    last_seen: datetime | None
    """The last sign of life; None when not logged in."""
    state_since: datetime | None
    open: int
    """Conversations the agent has now."""
    asked: bool
    """A customer is being offered to the agent at this moment."""
    last_new: datetime | None
    """When the agent last took a customer."""

    @property
    def there(self) -> bool:
        """Whether the agent counts for a promise to a customer: the page is open, and it is no break."""
        return self.present and self.agent.state != "pauze"


@dataclass(frozen=True)
class Note:
    """What agents tell each other about a case."""

    at: datetime
    agent_name: str
    kind: NoteKind
    text: str


@dataclass(frozen=True)
class Lesson:
    """What an agent says the assistant should have known or done."""

    case_id: CaseId
    at: datetime
    """When the case ended."""
    intent: str
    """The question it was about; empty when unknown."""
    reason: str
    outcome: str
    text: str
    ask: str
    """What the customer wanted, in the own words."""
    customer_id: str | None
    """Whose consent says whether the own words may be used; None when nobody knew."""


@dataclass(frozen=True)
class Presence:
    """Whether a human can be had now."""

    is_open: bool
    """Within opening hours."""
    agents: int
    """Agents logged in at the desk at this moment."""
    waiting: int
    """Cases that wait already."""
    opens_at: datetime | None
    """When the desk opens next, when it is closed."""

    @property
    def available(self) -> bool:
        """Whether a handover may be promised."""
        return self.is_open and self.agents > 0


@dataclass(frozen=True)
class Callback:
    """A promise to call somebody back."""

    id: str
    name: str
    phone: str
    """E.164."""
    day: date
    slot: str
    """"ochtend", "middag" or "avond"."""
    subject: str
    created_at: datetime
    customer_id: str | None
    conversation_id: str
    done: bool
    team: str = ""
    """Key of the team that calls; empty is the first."""
