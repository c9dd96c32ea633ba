"""What the customer reads when somebody at the desk comes, goes or passes the conversation on."""

from __future__ import annotations

from dichtbij.conversations.model import Content
from dichtbij.conversations.service import Conversations
from dichtbij.counter.waiting import place_words
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import CustomerId
from dichtbij.customers.profiles import Profiles
from dichtbij.handoff.model import Case
from dichtbij.texts import Texts
from dichtbij.values import says_u

_COURSE = 40
"""Messages that are read to know how somebody unknown addresses us."""


class Announcements:
    """Texts of data/responses/balie.yml, in the customer's form of address and as they are said where it is read."""

    def __init__(
        self, texts: Texts, conversations: Conversations, identification: Identification, profiles: Profiles
    ) -> None:
        self._texts = texts
        self._conversations = conversations
        self._identification = identification
        self._profiles = profiles

    async def of(self, case: Case, name: str, **values: object) -> Content:
        """One text as a message.

        Args:
            values: what it names in braces.
        """
        form, conversation = await self.form_of_address(case), await self._conversations.get(case.conversation_id)
        text = self._texts.render(name, form, conversation.channel if conversation else "", **values)
        return Content(text=text.text, quick_replies=text.buttons, marks=(f"utter:{name}",))

    async def back_in_queue(self, case: Case, behind: int) -> Content:
        """To who had an agent that is gone now.

        Args:
            behind: how many customers go before this one.
        """
        place = await self.place(case, behind)
        return await self.of(case, "utter_balie_weer_in_rij", medewerker=case.agent_name, wachttijd=place)

    async def form_of_address(self, case: Case) -> str:
        """By the profile of who is known now; otherwise by how they write: one "u" makes it u."""
        identity = await self._identification.identity(case.conversation_id)
        known = identity.customer_id or (CustomerId(case.customer_id) if case.customer_id else None)
        customer = await self._profiles.short(known) if known else None
        if customer:
            return customer.form_of_address
        last = await self._conversations.last_message(case.conversation_id)
        course = await self._conversations.messages(case.conversation_id, max(0, (last.seq if last else 0) - _COURSE))
        return "u" if any(one.sender == "customer" and says_u(one.content.text) for one in course) else "je"

    async def place(self, case: Case, ahead: int) -> str:
        """How many go before this customer, as a sentence."""
        return place_words(self._texts, await self.form_of_address(case), ahead)
