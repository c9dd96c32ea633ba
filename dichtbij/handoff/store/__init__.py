"""The queries on the desk's tables."""

from dichtbij.handoff.store.agents import agent, agent_names, as_agent, at_the_desk, hold_agents, set_state
from dichtbij.handoff.store.callbacks import (
    as_callback,
    callbacks_of,
    count_open_callbacks,
    open_callback_of,
    open_callbacks,
)
from dichtbij.handoff.store.cases import (
    add,
    as_case,
    case,
    cases,
    cases_of,
    change,
    count_taken,
    heard_long_wait,
    left_the_queue,
    long_waits,
    note_mood,
    offered,
    open_case_of,
    read_upto,
    several,
)
from dichtbij.handoff.store.line import count_waiting, line
from dichtbij.handoff.store.notes import add_note, lessons, notes

__all__ = [
    "add",
    "add_note",
    "agent",
    "agent_names",
    "as_agent",
    "as_callback",
    "as_case",
    "at_the_desk",
    "callbacks_of",
    "case",
    "cases",
    "cases_of",
    "change",
    "count_open_callbacks",
    "count_taken",
    "count_waiting",
    "heard_long_wait",
    "hold_agents",
    "left_the_queue",
    "lessons",
    "line",
    "long_waits",
    "note_mood",
    "notes",
    "offered",
    "open_callback_of",
    "open_callbacks",
    "open_case_of",
    "read_upto",
    "set_state",
    "several",
]
