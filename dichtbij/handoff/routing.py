"""Who goes first, and who is asked to take it (docs/rules/balie.md). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from dichtbij.handoff.model import PRIORITY_INTENTS, AgentId, AtTheDesk, Case, CaseId, InLine
from dichtbij.organisation import Balie

Waits = TypeVar("Waits", Case, InLine)

DANGER = 1000.0
"""Points of a danger that was reported: no other sum reaches it."""
PRIORITY_QUESTION = 60.0
VULNERABLE = 60.0
FRUSTRATED = 30.0
IRRITATED = 15.0
REASON = 5.0
"""Points of what only a human can do, against a wish to speak to one."""
PER_MINUTE = 2.0
"""Points of a minute's wait: a quarter of an hour weighs as much as frustration."""
MOST_WAITING = 200.0
"""All waiting together adds no more than this, so that it never goes before danger."""

ASK_AGAIN_AFTER = timedelta(seconds=30)
"""Who passed is asked again when nobody else is free, but not at once."""
PLACE_KEPT = timedelta(minutes=30)
"""A customer who left the queue gets the old place back within so long."""

QUESTION_TEXT = {
    "schulden": "schulden",
    "overlijden_melden": "een overlijden",
    "fraude_melden": "fraude",
    "gaslucht": "een gaslucht",
}
"""PRIORITY_INTENTS in the agent's words."""


@dataclass(frozen=True)
class Urgency:
    """How much a waiting case presses."""

    score: float
    """In points; the highest goes first."""
    why: tuple[str, ...]
    """The same in words for the agent, the heaviest first; empty when only the waiting counts."""


def urgency(case: Case | InLine, now: datetime) -> Urgency:
    """What presses: safety, the question, vulnerability, frustration, the reason; and every minute of waiting.

    The words are about this wait; the points count the waits before it too.
    """
    parts: list[tuple[float, str]] = []
    if case.reason == "gevaar" or case.danger:
        parts.append((DANGER, "gevaar gemeld"))
    if case.intent in PRIORITY_INTENTS:
        parts.append((PRIORITY_QUESTION, f"gaat over {QUESTION_TEXT.get(case.intent, case.intent)}"))
    if case.vulnerable:
        parts.append((VULNERABLE, "kwetsbare klant"))
    if case.reason == "frustratie" or case.mood_level == "gefrustreerd":
        parts.append((FRUSTRATED, "gefrustreerd"))
    elif case.mood_level == "geïrriteerd":
        parts.append((IRRITATED, "geïrriteerd"))
    if case.reason in ("complex", "niet_gebouwd", "storing_bot") and case.intent not in PRIORITY_INTENTS:
        parts.append((REASON, "kan niet zonder mens"))
    waiting = min(MOST_WAITING, PER_MINUTE * waited(case, now) / 60)
    whole = int(_this_wait(case, now) / 60)
    if whole:
        parts.append((waiting, f"wacht {whole} {'minuut' if whole == 1 else 'minuten'}"))
    score = sum(points for points, _ in parts) + (0.0 if whole else waiting)
    return Urgency(score, tuple(words for _, words in sorted(parts, key=lambda part: -part[0])))


def _this_wait(case: Case | InLine, now: datetime) -> float:
    if isinstance(case, Case) and case.state != "waiting":
        return 0.0
    return max(0.0, (now - (case.waiting_since or case.opened_at)).total_seconds())


def waited(case: Case | InLine, now: datetime) -> float:
    """Seconds that the customer has waited in all: in this wait and in those before, without the time with an agent."""
    return case.waited + _this_wait(case, now)


def place_of(left: Case | None, now: datetime) -> float:
    """Seconds that count as waited for who left the queue and comes back now: the place was kept."""
    return left.waited + (now - (left.waiting_since or left.opened_at)).total_seconds() if left else 0.0


def in_order(cases: Iterable[Waits], now: datetime) -> list[Waits]:
    """The queue: who presses most in front; of equals who waits longest."""
    return sorted(cases, key=lambda case: (-urgency(case, now).score, case.opened_at, case.id))


def most_of(agent: AtTheDesk, balie: Balie) -> int:
    """How many conversations this agent may have at once."""
    return balie.hoogstens_tegelijk if agent.agent.max_cases is None else agent.agent.max_cases


def has_room(agent: AtTheDesk, balie: Balie) -> bool:
    """Whether the agent may be given another conversation: there, free to be asked, and not full."""
    return agent.there and agent.agent.state == "beschikbaar" and agent.open < most_of(agent, balie)


def is_of(agent: AtTheDesk, team: str) -> bool:
    """Whether the agent helps customers of this team. Who is in no team is in all."""
    return not agent.agent.teams or team in agent.agent.teams


@dataclass(frozen=True)
class Asking:
    """What the routing wants: this case is offered to this agent."""

    case_id: CaseId
    agent_id: AgentId
    anew: bool
    """Only who passed before is free: the round begins again."""


def whom_to_ask(case: Case | InLine, agents: Sequence[AtTheDesk], balie: Balie, now: datetime) -> Asking | None:
    """The agent who is asked to take a waiting case, or nobody yet.

    First the team, then everybody: when the customer has waited long enough, or when nobody of the team is there. Who
    has fewest conversations is asked, then who has been longest without a new one. Who passed is asked again only when
    nobody else is free, and not at once.
    """
    there = [agent for agent in agents if agent.there and agent.agent.state == "beschikbaar"]
    team = [agent for agent in there if is_of(agent, case.team)]
    waits = now - (case.waiting_since or case.opened_at)
    circle = team if team and waits < balie.iedereen_na else there
    free = [agent for agent in circle if has_room(agent, balie) and not agent.asked]
    fresh = [agent for agent in free if agent.agent.id not in case.passed_by]
    if not fresh and case.offer_until is not None and now < case.offer_until + ASK_AGAIN_AFTER:
        return None
    first = min(fresh or free, key=lambda agent: (agent.open, _since(agent), agent.agent.id), default=None)
    return Asking(case.id, first.agent.id, anew=not fresh) if first else None


def _since(agent: AtTheDesk) -> float:
    return agent.last_new.timestamp() if agent.last_new else 0.0


def plan(cases: Iterable[Waits], agents: Sequence[AtTheDesk], balie: Balie, now: datetime) -> list[Asking]:
    """All offers that can be made at this moment, the most pressing case first; an agent is asked one at a time.

    Args:
        cases: those that wait.
    """
    if not any(has_room(agent, balie) and not agent.asked for agent in agents):
        return []  # a long queue means that everybody is full
    desk = list(agents)
    asked: list[Asking] = []
    for case in in_order((case for case in cases if case.offered_to is None), now):
        asking = whom_to_ask(case, desk, balie, now)
        if asking is None:
            continue
        asked.append(asking)
        desk = [replace(one, asked=True, open=one.open + 1) if one.agent.id == asking.agent_id else one for one in desk]
    return asked


def has_lapsed(case: Case | InLine, now: datetime) -> bool:
    """Whether an offer was not answered in time."""
    return case.offered_to is not None and (case.offer_until is None or case.offer_until <= now)


def is_lost(agent: AtTheDesk, case: Case, balie: Balie, now: datetime) -> bool:
    """Whether the agent of a taken case has been gone so long that the customer must not wait for them any more."""
    if agent.present:
        return False
    since = max(moment for moment in (agent.last_seen, case.taken_at, case.opened_at) if moment is not None)
    return now - since >= balie.terug_in_rij_na
