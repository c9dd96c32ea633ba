"""All that goes out, put together: packing, sending, what became of it, alarms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dichtbij.channels.whatsapp.deliveries import Deliveries
from dichtbij.channels.whatsapp.elsewhere import Elsewhere
from dichtbij.channels.whatsapp.gates import Alarm, Gates
from dichtbij.channels.whatsapp.model import Choice, PersonId, StatusUpdate
from dichtbij.channels.whatsapp.packing import Packer
from dichtbij.channels.whatsapp.port import Provider
from dichtbij.channels.whatsapp.rendering import Place, Rendering, Words
from dichtbij.channels.whatsapp.sender import Sender
from dichtbij.channels.whatsapp.telling import Telling
from dichtbij.channels.whatsapp.typed import TypedWords
from dichtbij.clock import Clock
from dichtbij.conversations.service import Conversations
from dichtbij.counter.service import ASK_HUMAN
from dichtbij.database import Database
from dichtbij.metrics import Metrics
from dichtbij.texts import Texts


class Outbound:
    """Runs until stopped."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations: Conversations,
        providers: Sequence[Provider],
        elsewhere: Elsewhere,
        texts: Texts,
        metrics: Metrics,
        *,
        base_url: str,
        lasting: Callable[[str], str] = str,
    ) -> None:
        """Args:
        lasting: Rendering.lasting.
        """
        by_name = {provider.name: provider for provider in providers}
        self.gates = Gates(by_name, clock, metrics)
        self.telling = Telling(database, clock, conversations, elsewhere, texts)
        self.deliveries = Deliveries(database, clock, conversations, by_name, self.gates, texts, self.telling.notify)
        self.sender = Sender(database, clock, by_name, self.gates, self.deliveries, metrics, conversations.process_id)
        words = Words(
            open_list=texts.text("utter_keuzes_openen"),
            more=texts.text("utter_keuzes_meer"),
            rest=texts.text("utter_keuzes_andere"),
            choose=texts.text("utter_keuzes_maken"),
            typed=TypedWords(
                number=texts.text("utter_keuzes_nummer"),
                letter=texts.text("utter_keuzes_letter"),
                typing=texts.text("utter_keuzes_typen"),
                between=texts.text("utter_keuzes_of"),
            ),
        )
        renderings = {name: Rendering(base_url, one.limits, words, lasting) for name, one in by_name.items()}
        human = Choice(ASK_HUMAN, texts.text("utter_keuzes_medewerker"))
        self.packer = Packer(database, clock, conversations, renderings, human, texts, self.sender.notify)
        conversations.on_message(self.packer.on_message)

    async def start(self) -> None:
        """Begin, with what was left behind."""
        await self.packer.start()
        await self.sender.start()
        await self.telling.start()

    async def stop(self) -> None:
        """Stop. Nothing is lost: all that is not sent waits in the database."""
        await self.packer.stop()
        await self.sender.stop()
        await self.telling.stop()

    async def on_status(self, update: StatusUpdate) -> None:
        """What became of a message (port.Statuses)."""
        await self.deliveries.on_status(update)

    async def more(self, person_id: PersonId, place: Place, start: int) -> bool:
        """Answer a tap on the last row of a list that did not hold everything (rendering.read_more)."""
        return await self.packer.more(person_id, place, start)

    @property
    def alarms(self) -> list[Alarm]:
        """Providers by which nothing goes out until somebody acts."""
        return self.gates.alarms

    def on_alarm(self, listener: Callable[[], None]) -> None:
        """Be told when an alarm begins or ends."""
        self.gates.on_change(listener)


__all__ = ["Alarm", "Outbound"]
