"""Complex questions: show understanding, ask at most two short things that were not told yet, hand over with all of it.

No question is asked of who is frustrated, who does not know, or who told the whole story at once: those go straight to
a human with what is known. What was gathered stays in the slots, so that the human, or who calls back, knows it.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from actions.conversation import Turn
from actions.forms import Finished, Form, HandOver, Outcome, Wrong
from actions.words import dutch_date
from dichtbij.handoff.model import PRIORITY_INTENTS
from dichtbij.registry import load_registry
from dichtbij.values import telling

STORY = "verhaal"
"""The slot with what was told, in the customer's own words and order."""

LATER = 3
"""Messages after which a call that is asked for is about something else."""

MOST_BUTTONS = 3
_ASKS_WHAT_IS_MEANT = frozenset({"herhalen", "hulp"})
_SHORT = 6
_SURE = 0.6


class ComplexForm(Form):
    """Gathers what a human needs first. Every slot takes any words; a subclass knows what the words tell already."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.free_text = cls.slots

    @abstractmethod
    def told(self, slot: str, text: str) -> str | None:
        """What a message that was not an answer to this slot tells about it."""

    async def start(self, turn: Turn) -> Outcome:
        """Who is irritated is not questioned."""
        first = _first_words(turn, self.intent)
        turn.set(**{STORY: [first] if first else []})
        if is_irritated(turn):
            turn.say(f"utter_{self.intent}_begrip")
            return await self.closing(turn)
        return None

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if asked:
            return text.strip() or None
        return self.told(slot, text)

    async def check(self, slot: str, value: Any, turn: Turn) -> Any:
        """The value, or the way out: no idea, rather a human, angry, or something that goes before all this."""
        if not _is_answer(slot, turn):
            return value
        intent, sure = turn.intent, _confidence(turn) >= _SURE
        words = telling.word_count(str(value))
        if sure and intent in PRIORITY_INTENTS:
            self._tell(turn)
            return HandOver(f"utter_{intent}_begrip")
        if sure and intent == "annuleren" and not telling.gives_up(str(value)):
            turn.set(**{STORY: None})
            return Finished("utter_annuleren", {"onderwerp": self._title().lower()})
        if telling.gives_up(str(value)):
            if words > _SHORT:  # "geef me iemand" at the end of a story: the story counts too
                self._tell(turn)
                turn.set(**{slot: value})
            return await self.closing(turn)
        if sure and intent in _ASKS_WHAT_IS_MEANT and words <= _SHORT:
            return Wrong(f"utter_{self.intent}_uitleg_{slot}")
        self._tell(turn)
        if is_irritated(turn):
            turn.set(**{slot: value})
            return await self.closing(turn)
        return value

    def _tell(self, turn: Turn) -> None:
        turn.set(**{STORY: [*(turn.slot(STORY) or []), turn.text]})

    async def needed(self, turn: Turn) -> tuple[str, ...]:
        """Nothing more of who told a story, at once or as an answer."""
        if any(telling.tells_a_story(text) for text in turn.slot(STORY) or []):
            return ()
        return self.asked_for(turn)

    def asked_for(self, turn: Turn) -> tuple[str, ...]:
        """What this conversation needs; never more than two questions."""
        return self.slots

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        """The first question comes with understanding."""
        if len(turn.slot(STORY) or []) <= 1 and not self._comes_back(turn):
            turn.say(f"utter_{self.intent}_begrip")
        await self.say_question(slot, turn)
        return None

    async def say_question(self, slot: str, turn: Turn) -> None:
        """Ask for one thing."""
        turn.say(f"utter_{self.intent}_vraag_{slot}")

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        """All is known: nothing to confirm, a human goes on."""
        if len(turn.slot(STORY) or []) <= 1:  # nothing was asked, so nothing was said yet
            turn.say(f"utter_{self.intent}_begrip")
        return await self.closing(turn)

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        raise AssertionError("nothing is confirmed before a human has it")

    async def closing(self, turn: Turn) -> HandOver:
        """The last words before the handover."""
        return HandOver("utter_complex_genoteerd")

    def _end(self, reason: Outcome, turn: Turn) -> None:
        if isinstance(reason, HandOver):
            turn.set(overdracht_vraag=self.intent)
        super()._end(reason, turn)


class KlachtIndienen(ComplexForm):
    """What went wrong; registered as a complaint with a reference."""

    intent = "klacht_indienen"
    slots = ("klacht",)

    async def start(self, turn: Turn) -> Outcome:
        turn.set(klacht_kenmerk=None)
        return await super().start(turn)

    def told(self, slot: str, text: str) -> str | None:
        return text if telling.names_subject(text) else None

    async def closing(self, turn: Turn) -> HandOver:
        return HandOver("utter_klacht_indienen_geregistreerd", {"kenmerk": await register_complaint(turn)})


class FactuurBetwisten(ComplexForm):
    """Which bill, and what is wrong with it."""

    intent = "factuur_betwisten"
    slots = ("betwiste_factuur", "betwist_reden")

    def told(self, slot: str, text: str) -> str | None:
        if slot == "betwiste_factuur":
            return telling.named_invoice(text)
        return text if telling.gives_reason(text) else None

    async def say_question(self, slot: str, turn: Turn) -> None:
        """Who is verified picks the bill from the latest."""
        buttons = await _latest_bills(turn) if slot == "betwiste_factuur" else []
        turn.say(f"utter_{self.intent}_vraag_{slot}", **({"buttons": buttons} if buttons else {}))


class ContractOvernemen(ComplexForm):
    """Who leaves, who stays, since when."""

    intent = "contract_overnemen"
    slots = ("overname_situatie", "overname_datum")

    def told(self, slot: str, text: str) -> str | None:
        if slot == "overname_datum":
            return telling.named_moment(text)
        return text if telling.tells_situation(text) else None


class Schadeclaim(ComplexForm):
    """What happened, when, and what is broken."""

    intent = "schadeclaim"
    slots = ("schade_gebeurtenis", "schade_moment", "schade_kapot")

    def told(self, slot: str, text: str) -> str | None:
        if slot == "schade_moment":
            return telling.named_moment(text)
        if slot == "schade_kapot":
            return telling.named_damage(text)
        return text if telling.tells_what_happened(text) else None

    def asked_for(self, turn: Turn) -> tuple[str, ...]:
        """What happened is asked together with when; when by itself only of who told the rest already."""
        first = (turn.slot(STORY) or [""])[:1]
        told_at_once = any(telling.tells_what_happened(text) for text in first)
        return self.slots if told_at_once else ("schade_gebeurtenis", "schade_kapot")


# -- for the handover ---------------------------------------------------------------------------------------------


def complex_form(turn: Turn) -> str:
    """The complex question whose form is open, or just handed over (Rasa closes a form that is full); "" when none."""
    if turn.tracker.get_slot("overdracht_vraag"):
        return str(turn.tracker.get_slot("overdracht_vraag"))
    intent = str(turn.tracker.active_loop.get("name") or "").removesuffix("_form")
    question = load_registry().get(intent)
    return intent if question and question.kind == "complex" else ""


async def before_handing_over(turn: Turn) -> None:
    """What must not be lost when a human takes over before the form was done: the last answer, and a complaint."""
    _keep_last_answer(turn)
    asks = complex_form(turn) or turn.intent
    if asks == KlachtIndienen.intent and not turn.slot("klacht_kenmerk"):
        turn.say("utter_klacht_indienen_geregistreerd", kenmerk=await register_complaint(turn))


def _keep_last_answer(turn: Turn) -> None:
    """An answer that was read as anger, or as a wish for a human, never reached the form; it was told all the same."""
    intent, requested = complex_form(turn), turn.tracker.get_slot("requested_slot")
    if not intent or turn.tracker.get_slot("overdracht_reden") or requested not in turn.form_slots(f"{intent}_form"):
        return
    only_asks = turn.intent == "medewerker_spreken" or telling.gives_up(turn.text)
    if turn.text and not (only_asks and telling.word_count(turn.text) <= _SHORT):
        turn.set(**{STORY: [*(turn.slot(STORY) or []), turn.text], requested: turn.text})


def keep_for_callback(turn: Turn) -> None:
    """Nobody is there: who calls back has to know what was told, so that nobody tells it twice."""
    told = "\n".join(turn.slot(STORY) or []) if complex_form(turn) else ""
    turn.set(terugbel_onderwerp=[told, _messages(turn)] if told else None)


def told_for_callback(turn: Turn) -> str:
    """What was told just before a call was offered; "" when that is long ago."""
    told, after = turn.tracker.get_slot("terugbel_onderwerp") or ("", 0)
    return str(told) if _messages(turn) - int(after) <= LATER else ""


def _messages(turn: Turn) -> int:
    return sum(event.get("event") == "user" for event in turn.tracker.events)


async def register_complaint(turn: Turn) -> str:
    """Register what was told as a complaint, once; gives its reference."""
    words = "\n".join(turn.slot(STORY) or []) or turn.text or load_registry()[KlachtIndienen.intent].title
    complaint = await turn.services.complaints.register(
        turn.conversation_id,
        turn.identity.customer_id,
        words,
        turn.part("utter_deel_klacht_titel"),
        turn.part("utter_deel_klacht_vervolg"),
    )
    turn.set(klacht_kenmerk=complaint.reference)
    return complaint.reference


def is_irritated(turn: Turn) -> bool:
    """Whether the message was read as irritated or angry."""
    reading = (turn.tracker.latest_message.get("metadata") or {}).get("reading") or {}
    return str(reading.get("level") or "kalm") != "kalm"


def _is_answer(slot: str, turn: Turn) -> bool:
    """Whether the words answer the question for this slot, and not the message that opened the form."""
    return bool(turn.slot(STORY) is not None and turn.tracker.get_slot("requested_slot") == slot and not _opened(turn))


def _opened(turn: Turn) -> bool:
    """Whether the story begins with this very message."""
    return any(event.get("name") == STORY and event.get("event") == "slot" for event in turn.events)


def _first_words(turn: Turn, intent: str) -> str:
    if turn.tracker.get_slot("openstaande_vraag") == intent:
        return str(turn.tracker.get_slot("openstaande_tekst") or "")
    return turn.text


def _confidence(turn: Turn) -> float:
    return float((turn.tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)


async def _latest_bills(turn: Turn) -> list[dict[str, str]]:
    if turn.identity.level < 2 or turn.customer is None:
        return []
    if not turn.customer.has_consent.get("persoonlijke_antwoorden", True):
        return []
    buttons: list[dict[str, str]] = []
    for one in await turn.services.billing.invoices(turn.customer_id, MOST_BUTTONS):
        kind = turn.part(f"utter_deel_soort_{one.kind.value}").capitalize()
        day = dutch_date(one.issued, year=True)
        title = turn.part("utter_deel_factuur_knop", soort=kind, jaar=one.issued.year)[:20]
        if title not in [button["title"] for button in buttons]:
            payload = turn.part("utter_deel_factuur_genoemd", soort=kind, datum=day, nummer=one.number)
            buttons.append({"title": title, "payload": payload})
    return buttons
