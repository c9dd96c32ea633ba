"""The end of a case: how it went, what the assistant should have known, and a summary for agent and customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from dichtbij.conversations.model import clean_text
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.desk.helping.contact_actions import shown_number
from dichtbij.desk.helping.facts import Facts
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.handoff.case_file import CaseFiles
from dichtbij.handoff.case_words import OUTCOME_TEXT
from dichtbij.handoff.model import Case, Outcome
from dichtbij.registry import load_registry
from dichtbij.texts import Texts

LONGEST_NOTE = 2_000
LONGEST_LESSON = 1_000


@dataclass(frozen=True)
class Ending:
    """What the agent says at the end."""

    note: str = ""
    """What was agreed, for whoever helps this customer next."""
    outcome: str = ""
    """One of Outcome, or empty."""
    lesson: str = ""
    """What the assistant should have known; for the work on it."""
    summary_to_customer: bool = False

    def moment(self) -> str:
        """The line among the customer's contacts."""
        said = self.note or "gesprek afgesloten"
        return f"{said} ({OUTCOME_TEXT[self.outcome]})" if self.outcome else said


@dataclass(frozen=True)
class BadEnding:
    """The agent has to put something right first."""

    code: str
    message: str


def read_ending(body: Mapping[str, Any], *, note_needed: bool) -> Ending | BadEnding:
    """What came from the screen.

    Args:
        note_needed: the assistant goes on, so it has to be written down what was agreed.
    """
    note, lesson, outcome = _text(body.get("note")), _text(body.get("lesson")), body.get("outcome") or ""
    if (note_needed and not note) or len(note) > LONGEST_NOTE:
        return BadEnding("note_needed", "Schrijf in een paar woorden op wat er is afgesproken.")
    if not isinstance(outcome, str) or outcome not in ("", *get_args(Outcome)):
        return BadEnding("bad_outcome", "Kies hoe het gesprek afliep.")
    if len(lesson) > LONGEST_LESSON:
        return BadEnding("too_long", "Schrijf korter op wat de assistent had moeten weten.")
    return Ending(note, outcome, lesson, body.get("summary_to_customer") is True)


def _text(value: object) -> str:
    return clean_text(value) if isinstance(value, str) else ""


class WrapUps:
    """Raises DatabaseUnavailable when the database does not answer."""

    def __init__(self, case_files: CaseFiles, callbacks: Callbacks, facts: Facts, texts: Texts) -> None:
        self._case_files = case_files
        self._callbacks = callbacks
        self._facts = facts
        self._texts = texts

    async def of(self, case: Case) -> dict[str, str]:
        """For JSON: three lines for the agents, and the text for the customer."""
        full = await self._case_files.of(case, profile=True)
        lines = full["case"]["summary"] if full else {}
        return {
            "summary": "\n".join(str(line) for line in lines.values()),
            "customer_summary": await self.for_customer(case),
        }

    async def for_customer(self, case: Case) -> str:
        """Only what it was about, was arranged and promised; empty when that is nothing.

        An agent's words about a customer are not for the customer.
        """
        form = await self._facts.form_of_address(case)
        full = await self._case_files.of(case, profile=True)
        arranged = full["case"]["arranged"] if full else []
        question = load_registry().get(case.intent)
        parts = [self._texts.text("utter_balie_samenvatting", form)]
        if question and question.intent != "medewerker_spreken":
            parts.append(self._texts.text("utter_balie_samenvatting_onderwerp", form, onderwerp=question.title))
        done = [
            self._texts.text("utter_deel_samenvatting_regel", titel=one["title"], kenmerk=one["reference"])
            for one in arranged
        ]
        if done:
            parts.append(self._texts.text("utter_balie_samenvatting_geregeld", form, regels="\n".join(done)))
        follows = [*await self._calls(case), *self._next_steps(arranged)]
        if follows:
            parts.append(self._texts.text("utter_balie_samenvatting_volgt", form, regels="\n".join(follows)))
        return "\n\n".join(parts) if len(parts) > 1 else ""

    async def _calls(self, case: Case) -> list[str]:
        return [
            self._texts.text(
                "utter_deel_samenvatting_bellen",
                wanneer=self._texts.text(f"utter_deel_terugbelverzoek_{call.slot}", dag=dutch_date(call.day)),
                terugbelnummer=shown_number(call.phone),
            )
            for call in await self._callbacks.open()
            if call.conversation_id == case.conversation_id
        ]

    def _next_steps(self, arranged: list[dict[str, Any]]) -> list[str]:
        return [
            self._texts.text("utter_deel_samenvatting_vervolg", titel=one["title"], vervolg=one["next_step"])
            for one in arranged
            if one["next_step"]
        ]
