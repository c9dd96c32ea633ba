"""Complaints: registered at once, with a reference to hold on to, also for who is not known to us."""

from __future__ import annotations

from dichtbij.clock import Clock
from dichtbij.customers.model import Complaint, CustomerId
from dichtbij.customers.store import complaints, people
from dichtbij.database import Database

KIND = "klacht_indienen"


class Complaints:
    """The complaints of customers and of others. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def register(
        self, conversation_id: str, customer_id: CustomerId | None, subject: str, title: str, next_step: str
    ) -> Complaint:
        """Store a complaint; the same words again in one conversation are the same complaint.

        Args:
            subject: what went wrong, in the customer's words.
            title: what it is called among the customer's requests.
            next_step: what happens now, as the customer reads it when asking how far it is.
        """
        now = self._clock()
        async with self._database.writing() as session:
            if customer_id is not None:  # two at once of one customer go one after the other
                await people.locked_customer(session, customer_id)
            known = await complaints.same(session, conversation_id, subject)
            if known is not None:
                return known
            reference = None
            if customer_id is not None:
                request = await people.add_request(
                    session, customer_id, KIND, title, now, details=subject, state="open", next_step=next_step
                )
                reference = request.reference
            return await complaints.add(session, conversation_id, customer_id, subject, now, reference)

    async def of_conversation(self, conversation_id: str) -> list[Complaint]:
        """The complaints that were made in a conversation, oldest first."""
        async with self._database.reading() as session:
            return await complaints.of_conversation(session, conversation_id)
