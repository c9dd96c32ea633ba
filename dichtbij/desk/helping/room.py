"""Everything that helps an agent help, put together once."""

from __future__ import annotations

from aiohttp import web

from dichtbij.clock import Clock
from dichtbij.conversations.service import Conversations
from dichtbij.counter.bot import Bot
from dichtbij.customers.rooms import Rooms
from dichtbij.database import Database
from dichtbij.desk.announcements import Announcements
from dichtbij.desk.ending_routes import EndingRoutes
from dichtbij.desk.guard import Guard
from dichtbij.desk.helping.actions import QuickActions
from dichtbij.desk.helping.canned import Canned
from dichtbij.desk.helping.contact_actions import BookCallback, RegisterComplaint
from dichtbij.desk.helping.facts import Facts
from dichtbij.desk.helping.meter_actions import PassOnReadings
from dichtbij.desk.helping.money_actions import Arrange, ChangeCollectionDay, ChangeInstalment
from dichtbij.desk.helping.suggestions import Suggestions
from dichtbij.desk.helping.wrapup import WrapUps
from dichtbij.desk.helping_routes import Helping, HelpingRoutes
from dichtbij.desk.views import Views
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.case_file import CaseFiles
from dichtbij.handoff.notes import Notes
from dichtbij.handoff.reach import Reaching
from dichtbij.handoff.service import Handoffs
from dichtbij.organisation import Organisation
from dichtbij.texts import Texts


class HelpingRoom:
    """Notes, canned answers, suggestions, quick actions and the end of a case.

    Raises:
        SettingsError: what is wrong in data/balie/antwoorden.yml.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rooms: Rooms,
        organisation: Organisation,
        texts: Texts,
        conversations: Conversations,
        handoffs: Handoffs,
        callbacks: Callbacks,
        announcements: Announcements,
        case_files: CaseFiles,
        bot: Bot,
        reaching: Reaching,
    ) -> None:
        self._reaching = reaching
        self._texts, self._announcements = texts, announcements
        self._conversations, self._handoffs = conversations, handoffs
        facts = Facts(organisation, announcements, rooms.identification, rooms.profiles, rooms.billing)
        canned = Canned.load()
        self.notes = Notes(database, clock)
        self.parts = Helping(
            handoffs=handoffs,
            notes=self.notes,
            canned=canned,
            facts=facts,
            suggestions=Suggestions(conversations, bot, canned, facts),
            actions=QuickActions(
                (
                    ChangeInstalment(rooms.billing, texts),
                    ChangeCollectionDay(rooms.billing, rooms.policies, texts),
                    Arrange(rooms.billing, rooms.policies, texts),
                    PassOnReadings(rooms.meters, clock, texts),
                    BookCallback(callbacks, rooms.profiles, texts),
                    RegisterComplaint(rooms.complaints, texts),
                ),
                facts,
                rooms.profiles,
            ),
        )
        self.wrap_ups = WrapUps(case_files, callbacks, facts, texts)

    def add_to(self, app: web.Application, guard: Guard, views: Views) -> HelpingRoutes:
        """Register every address."""
        routes = HelpingRoutes(guard, self.parts)
        routes.add_to(app)
        EndingRoutes(
            guard,
            self._handoffs,
            self._conversations,
            self._announcements,
            self.wrap_ups,
            views,
            self._texts,
            self._reaching,
        ).add_to(app)
        return routes
