"""Who is at the desk and what they do: the own state, colleagues to pass a customer to, and all of it for who leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, get_args

from aiohttp import web

from dichtbij.desk import people
from dichtbij.desk.guard import Guard
from dichtbij.desk.views import Views
from dichtbij.handoff.agents import DeskSession
from dichtbij.handoff.model import Agent, AgentState, AtTheDesk
from dichtbij.handoff.service import Handoffs
from dichtbij.handoff.states import States
from dichtbij.http import json_body, problem
from dichtbij.organisation import Balie


class TeamRoutes:
    """The people at the desk, over HTTP."""

    def __init__(self, guard: Guard, states: States, handoffs: Handoffs, views: Views, balie: Balie) -> None:
        self._guard = guard
        self._states = states
        self._handoffs = handoffs
        self._views = views
        self._balie = balie
        self.on_state: Callable[[dict[str, Any]], Awaitable[None]] | None = None
        """Told when an agent says to be free, busy or away."""

    def add_to(self, app: web.Application) -> None:
        """Register every address."""
        app.add_routes(
            [
                web.post("/desk/api/state", self._guard(self.state)),
                web.get("/desk/api/team", self._guard(self.team, "teamleider")),
            ]
        )

    async def about(self, agent: Agent) -> dict[str, Any]:
        """What an agent's screen needs to begin: all teams, and the colleagues."""
        return {
            "teams": people.teams(list(self._balie.teams), self._balie),
            "colleagues": [self._colleague(one) for one in await self._states.everybody() if one.agent.id != agent.id],
        }

    async def state(self, request: web.Request, session: DeskSession) -> web.Response:
        """POST {state}: beschikbaar, bezet or pauze."""
        given = (await json_body(request)).get("state")
        state: AgentState | None = next((one for one in get_args(AgentState) if one == given), None)
        if state is None:
            return problem(400, "bad_request", "Kies beschikbaar, bezet of pauze.")
        agent = await self._states.set(session.agent.id, state) or session.agent
        if self.on_state is not None:
            await self.on_state(people.agent(agent, self._balie))
        return web.json_response({"agent": people.agent(agent, self._balie)})

    async def team(self, request: web.Request, session: DeskSession) -> web.Response:
        """GET: who does what, and who waits."""
        waiting = await self._views.summaries(await self._handoffs.waiting())
        of: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in await self._views.summaries(await self._handoffs.taken(), {}):
            of[row["taken_by"]["id"]].append(row)
        agents = [
            {
                **self._colleague(one),
                "role": one.agent.role,
                "state_since": one.state_since.isoformat() if one.state_since else None,
                "open": of[one.agent.id],
            }
            for one in await self._states.everybody()
        ]
        return web.json_response({"agents": agents, "waiting": waiting})

    def _colleague(self, one: AtTheDesk) -> dict[str, Any]:
        return {
            "id": one.agent.id,
            "name": one.agent.name,
            "state": one.agent.state,
            "present": one.present,
            "open": one.open,
            "teams": people.teams(one.agent.teams, self._balie),
        }
