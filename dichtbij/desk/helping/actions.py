"""Quick actions of a case: which there are for this customer, what they would do, and doing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dichtbij.customers.model import CustomerId
from dichtbij.customers.profiles import Profiles
from dichtbij.desk.helping.action_model import Carried, Checked, QuickAction, Situation, Values, Wrong
from dichtbij.desk.helping.facts import Facts
from dichtbij.handoff.model import Agent, Case

UNCHANGED = "unchanged"
"""Code of what is so already: to do it again does no harm."""

NOT_IDENTIFIED = Wrong(
    "not_identified", "Deze klant moet eerst laten zien wie het is: inloggen, of een code bij de assistent."
)


class QuickActions:
    """Every change is made by the service of the assistant and leaves a contact moment; the guard notes who did it.

    Raises DatabaseUnavailable when the database does not answer.
    """

    def __init__(self, actions: Sequence[QuickAction], facts: Facts, profiles: Profiles) -> None:
        self._actions = {action.name: action for action in actions}
        self._facts = facts
        self._profiles = profiles

    def __contains__(self, name: str) -> bool:
        return name in self._actions

    async def offered(self, case: Case) -> dict[str, list[dict[str, Any]]]:
        """What can be arranged now, with its fields, and what can't with why."""
        who = await self._situation(case)
        offered, not_offered = [], []
        for action in self._actions.values():
            fields = NOT_IDENTIFIED if who.level < action.level else await action.fields(who)
            line: dict[str, Any] = {"name": action.name, "title": action.title}
            if isinstance(fields, Wrong):
                not_offered.append({**line, "why": fields.message})
            else:
                offered.append({**line, "fields": [field.as_dict() for field in fields]})
        return {"actions": offered, "not_offered": not_offered}

    async def check(self, case: Case, name: str, values: Values) -> Checked | Wrong:
        """What would happen; nothing is stored. The name is one of those that exist."""
        who, action = await self._situation(case), self._actions[name]
        return NOT_IDENTIFIED if who.level < action.level else await action.check(who, values)

    async def carry_out(self, case: Case, agent: Agent, name: str, values: Values) -> Carried | Wrong:
        """Do it. The same again (a second click) changes nothing and gives the same answer."""
        who, action = await self._situation(case), self._actions[name]
        if who.level < action.level:
            return NOT_IDENTIFIED
        checked = await action.check(who, values)
        if isinstance(checked, Wrong) and checked.code != UNCHANGED:
            return checked
        carried = await action.carry_out(who, values)
        if isinstance(carried, Carried) and not carried.repeated and who.customer_id is not None:
            await self._profiles.add_contact_moment(who.customer_id, "chat", f"{agent.name}: {carried.moment}")
        return carried

    async def _situation(self, case: Case) -> Situation:
        identity = await self._facts.identity(case)
        customer_id: CustomerId | None = identity.customer_id
        short = await self._profiles.short(customer_id) if customer_id else None
        return Situation(
            case=case,
            customer_id=customer_id,
            level=identity.level,
            form_of_address=await self._facts.form_of_address(case),
            name=short.name if short else "",
        )
