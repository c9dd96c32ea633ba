"""Agents as the desk shows them, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dichtbij.handoff.model import Agent
from dichtbij.organisation import Balie


def teams(keys: Sequence[str], balie: Balie) -> list[dict[str, str]]:
    """Teams with their names; one that organisatie.yml no longer has is left out."""
    return [{"key": key, "naam": balie.teams[key].naam} for key in keys if key in balie.teams]


def agent(one: Agent, balie: Balie) -> dict[str, Any]:
    """An agent, for the agent's own screen."""
    return {
        "id": one.id,
        "name": one.name,
        "username": one.username,
        "role": one.role,
        "teams": teams(one.teams, balie),
        "max_cases": one.max_cases if one.max_cases is not None else balie.hoogstens_tegelijk,
        "state": one.state,
    }
