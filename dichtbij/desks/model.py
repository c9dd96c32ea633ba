"""Facts of a desk outside. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dichtbij.conversations.model import ConversationId
from dichtbij.handoff.model import AgentState, CaseId

Told = Literal["nothing", "open", "ending", "over"]
"""What the other desk knows of the case: nothing, that it is open, that it is over. "ending": it said itself that it is
over, and we are bringing that about; nothing more is told of this case."""

LATER = (2.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
"""Seconds until a desk that did not answer is tried again: after the first time, the second, and so on."""


def later(tries: int) -> float:
    """Seconds to wait after so many tries in a row (1 or more) that failed."""
    return LATER[min(max(tries, 1), len(LATER)) - 1]


@dataclass(frozen=True)
class Link:
    """One of our conversations, or a promised call, and the conversation at the other desk that stands for it."""

    id: str
    conversation_id: ConversationId | None
    callback_id: str | None
    case_id: CaseId | None
    """The case that was told last."""
    told: Told
    contact_id: int | None
    """The other desk's number of the person; None as long as it has none."""
    source_id: str
    """The other desk's name for the person within the inbox."""
    remote_id: int | None
    """The other desk's number of the conversation."""
    told_at: int
    """When the case was told, on the other desk's clock (Unix seconds): what happened there before is old news."""
    heard_id: int
    """Up to which message of the other desk we looked for what never reached us."""
    sent_seq: int
    """Up to which message of ours the other desk has everything."""
    note: str
    """What the agent last noted there for colleagues; at the end it is what was agreed."""
    tries: int
    """How often in a row sending was begun; more than 1 is doubt whether the last thing arrived."""
    forget: bool
    """The person has to be erased at the other desk; then the link goes too."""


ANEW: Mapping[str, Any] = {
    "contact_id": None,
    "source_id": "",
    "remote_id": None,
    "told": "nothing",
    "heard_id": 0,
    "sent_seq": 0,
}
"""What changes in a link when the other desk has nothing of it any more: all is told again."""


@dataclass(frozen=True)
class Colleague:
    """An agent of the other desk."""

    number: int
    """The other desk's own."""
    name: str
    state: AgentState | None
    """None: not there."""
