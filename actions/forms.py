"""One mechanism for every form: filled from the first sentence, corrected, confirmed, carried out, or left.

A form of Rasa (domain.yml) with this as its validation action. The base class decides what is asked next and says it
in the same step; a subclass names its fields and knows how to read, check, show and carry out. Rasa keeps the form
open, so that a question in between is answered and the form goes on (dichtbij.nlu.policy.QuestionPolicy).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import form_words
from actions.conversation import HAND_OVER, RESUMED, Turn, ask_identification, begin, failed, may_be_personal
from actions.outcomes import Done, Finished, HandOver, Outcome, Wrong
from dichtbij.registry import Question, load_registry
from dichtbij.values import steering, yes_no

__all__ = ["CHANGE", "CONFIRM", "Done", "Finished", "Form", "HandOver", "Outcome", "Wrong"]

CONFIRM = "bevestiging"
"""The requested slot while the customer is asked whether it is right."""

CHANGE = "aanpassing"
"""The requested slot while the customer is asked what has to be different."""

EXPLAIN_AFTER = 2
OFFER_HUMAN_AFTER = 3
GIVE_UP_AFTER = 6
"""Failed attempts at one value, three of them after a human was declined: then the form ends; nothing goes round."""

STOP = "action_annuleren"


class Form(Action, ABC):
    """The validation action of `<intent>_form`.

    Slots hold plain JSON (text, numbers, dictionaries). Responses by name: utter_<intent>_vraag_<slot> asks,
    utter_<intent>_uitleg_<slot> asks again differently, utter_<intent>_bevestig shows what will happen.
    """

    intent: ClassVar[str]
    slots: ClassVar[tuple[str, ...]]
    """Asked in this order; a slot that `needed` drops is not asked."""
    free_text: ClassVar[tuple[str, ...]] = ("onderwerp",)
    """Slots that any words fill; they are only read when they are asked for."""
    is_a_right: ClassVar[bool] = False
    """Whether it is done also for who does not want personal answers: changing that, say."""
    unmistakable: ClassVar[tuple[str, ...]] = ()
    """Slots whose values cannot be anything else (an IBAN), so that they are read in a story or an outburst too."""
    named: ClassVar[Mapping[str, str]] = {}
    """The words customers use for a slot, as a pattern: "wacht, andere rekening" asks for that slot again."""
    keeps_answers: ClassVar[bool] = False
    """Whether what was filled in before is still good when the form opens anew."""

    def name(self) -> str:
        """validate_<intent>_form."""
        return f"validate_{self.intent}_form"

    # -- what a subclass knows ------------------------------------------------------------------------------------

    @abstractmethod
    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        """The slot's value in a text, as plain JSON, or None.

        Args:
            asked: True when this very slot was asked for, so that "120" is enough; otherwise only what is clear.
        """

    async def check(self, slot: str, value: Any, turn: Turn) -> Any:
        """The value to keep (perhaps in another form), or an Outcome that says why it can't be used."""
        return value

    async def needed(self, turn: Turn) -> tuple[str, ...]:
        """The slots that have to be asked in this conversation."""
        return self.slots

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        """Ask for a slot; an Outcome when there is a reason not to."""
        turn.say(f"utter_{self.intent}_vraag_{slot}")
        return None

    @abstractmethod
    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        """Show what will happen and ask whether it is right; None when that was said."""

    @abstractmethod
    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        """Do it and say so."""

    async def start(self, turn: Turn) -> Outcome:
        """Before the first question: a reason not to begin at all."""
        return None

    # -- what all forms share -------------------------------------------------------------------------------------

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Rasa's door: called when the form opens, at every answer, and after a question in between."""
        try:
            turn = await begin(dispatcher, tracker, domain, self.intent)
            await self._step(turn)
            return turn.events
        except Exception as fault:  # see actions.conversation.failed
            return [*failed(dispatcher, tracker, self.name(), fault), *self._closing_events()]

    async def _step(self, turn: Turn) -> None:
        # Rasa opens a form with the requested slot of the one it breaks into still there.
        opening, broken_into = self._opens(turn)
        requested = None if opening else turn.tracker.get_slot("requested_slot")
        offered = turn.tracker.get_slot("aanbod")
        if requested and offered == HAND_OVER and self._comes_back(turn):
            # A human was just offered: a "ja" now must mean that, so the form's own question waits.
            turn.set(pogingen=turn.tracker.get_slot("pogingen") or 0, requested_slot=requested)
            return
        if offered:
            turn.set(aanbod=None)  # whatever was offered before, the form's question is the last one
        question = load_registry().get(self.intent)
        if requested and question and turn.identity.level < question.level:
            self._prove_again(question, turn)
            return
        known = question is not None and turn.identity.level >= question.level > 0
        if known and not self.is_a_right and not may_be_personal(turn):  # also when that was said while it was open
            turn.say("utter_geen_toestemming")
            turn.offer(HAND_OVER)
            turn.events += self._closing_events()
        elif requested is None:
            await self._open(turn, broken_into)
        elif self._comes_back(turn):
            await self._ask_next(turn)
        else:
            await self._take(requested, turn)

    def _prove_again(self, question: Question, turn: Turn) -> None:
        """The proof grew old while the form was open: prove again first. What was filled in is shown again after it."""
        ask_identification(turn, question)
        turn.set(openstaande_tekst="", onderbroken_formulier=f"{RESUMED}{self.intent}_form")
        turn.events += [SlotSet("requested_slot", None), ActiveLoop(None)]

    def _comes_back(self, turn: Turn) -> bool:
        """Whether a question in between was just answered, and the form goes on without new words of the customer."""
        for event in reversed(turn.tracker.events):
            if event.get("event") == "user":
                return False
            if event.get("event") == "action" and event.get("name") != f"{self.intent}_form":
                return True
        return False

    def _opens(self, turn: Turn) -> tuple[bool, str | None]:
        """Whether the form was opened for this very call, and the form that was open until then."""
        form, opened = f"{self.intent}_form", False
        for event in reversed(turn.tracker.events):
            kind, name = event.get("event"), event.get("name")
            if kind == "active_loop":
                if opened or name != form:
                    return opened, name
                opened = True
            elif not opened and (kind in ("user", "bot") or (kind == "action" and name != form)):
                break
        return opened, None

    async def _open(self, turn: Turn, broken_into: str | None) -> None:
        question = load_registry().get(self.intent)
        if question and turn.identity.level < question.level:
            ask_identification(turn, question)
            turn.events += self._closing_events()
            return
        turn.set(pogingen=0)
        if turn.several:
            turn.set(openstaande_vragen=turn.left_of_several() or None)
        self._begin_anew(turn, broken_into)
        if (reason := await self.start(turn)) is not None:
            await self._conclude(reason, turn)
            return
        text = turn.text
        if turn.tracker.get_slot("openstaande_vraag") == self.intent:
            text = turn.tracker.get_slot("openstaande_tekst") or ""
            turn.set(openstaande_vraag=None, openstaande_tekst=None)
        if await self._fill(text, turn, asked=None):
            await self._ask_next(turn)

    def _begin_anew(self, turn: Turn, broken_into: str | None) -> None:
        """Forget what an earlier round left, and remember the form that this one breaks into."""
        resumed = turn.tracker.get_slot("onderbroken_formulier") == f"{RESUMED}{self.intent}_form"
        if not (resumed or self.keeps_answers):
            turn.set(**{slot: None for slot in self.slots if turn.tracker.get_slot(slot) is not None})
        if broken_into and broken_into.removesuffix("_form") in load_registry():
            turn.set(onderbroken_formulier=broken_into)
        elif resumed:
            turn.set(onderbroken_formulier=None)

    async def _take(self, requested: str, turn: Turn) -> None:
        if steering.leaves(turn.text, deciding=requested in (CONFIRM, CHANGE)):
            turn.set(pogingen=0, requested_slot=requested, **dict.fromkeys(self.slots))
            turn.follow_up(STOP)
            return
        if steering.goes_back(turn.text):
            await self._step_back(requested, turn)
            return
        before = self._values(turn)
        asked = requested if requested in self.slots else None
        answer = None if self._is_story(turn, asked) else _yes_or_no(turn)
        if not await self._fill(turn.text, turn, asked=asked):
            return
        if self._values(turn) == before and not await self._correct(turn, asked):
            return
        if self._values(turn) != before:  # also after a yes: "doe maar 130" is another wish, not a yes to 120
            turn.set(pogingen=0)
            await self._ask_next(turn)
        elif (named := self._named_slot(requested, turn)) is not None:
            await self._ask_again(named, turn)
        elif requested == CONFIRM and answer is True and turn.answers_another:
            await self._ask_next(turn)  # it may be a yes to the other words: show what would happen, and ask again
        elif requested == CONFIRM and answer is True:
            await self._conclude(await self.carry_out(self._values(turn), turn), turn)
        elif requested == CONFIRM and answer is False:
            turn.say("utter_formulier_wat_anders")
            turn.set(requested_slot=CHANGE, pogingen=0)
        elif answer is False and (requested == CHANGE or _refused_before(turn)):
            self._end(Finished("utter_annuleren", {"onderwerp": self._title().lower()}), turn)
        elif answer is False:
            turn.say("utter_formulier_nee")
            turn.set(pogingen=int(turn.tracker.get_slot("pogingen") or 0) + 1, requested_slot=requested)
        else:
            await self._not_understood(requested, turn)

    async def _fill(self, text: str, turn: Turn, *, asked: str | None) -> bool:
        """Read every slot that the text holds. False when the turn ended with that: a refusal was said."""
        told = self._is_story(turn, asked)
        for slot in self.slots:
            if told and slot not in self.unmistakable:
                continue
            if slot != asked and asked is not None and turn.slot(slot) is not None:
                continue  # only what was asked may replace what is known, until the customer corrects
            value = await self.read(slot, text, turn, asked=slot == asked) if text else None
            if value is not None and not await self._keep(slot, value, turn):
                return False
        return True

    async def _correct(self, turn: Turn, asked: str | None) -> bool:
        """Nothing new was read, so look for a correction. False when the turn ended with that: a refusal was said.

        While another slot is asked, only what is clear ("nee, mijn postcode is 2011 KD") replaces what is known. While
        the customer decides on the whole, a bare "130" is enough.
        """
        if asked is None and steering.is_bare(turn.text):
            return True  # "ja" says yes to the whole, also in a form that asks yes or no on the way
        told = self._is_story(turn, asked)
        for slot in self.slots:
            if slot == asked or not turn.text or (told and slot not in self.unmistakable):
                continue
            if slot in self.free_text and (asked is not None or _yes_or_no(turn)):
                continue  # its words would be taken out of the answer to another question
            value = await self.read(slot, turn.text, turn, asked=asked is None and slot not in self.free_text)
            if value is None or value == turn.slot(slot):
                continue
            return await self._keep(slot, value, turn)
        return True

    async def _keep(self, slot: str, value: Any, turn: Turn) -> bool:
        """Check a value and set the slot. False when the turn ended with that: a refusal was said."""
        checked = await self.check(slot, value, turn)
        if isinstance(checked, Wrong):
            await self._refuse(slot, checked, turn)
            return False
        if isinstance(checked, (HandOver, Finished, Done)):
            self._end(checked, turn)
            return False
        turn.set(**{slot: checked})
        return True

    def _is_story(self, turn: Turn, asked: str | None) -> bool:
        """Whether the reply is an outburst or a story, in which only what is unmistakable is read.

        The message that opens a form may be as long as it likes.
        """
        return asked not in self.free_text and not self._opens(turn)[0] and form_words.is_no_answer(turn)

    def _named_slot(self, requested: str, turn: Turn) -> str | None:
        """The slot that a correction without a value is about; never the one that is asked for now."""
        filled = [slot for slot in self.slots if slot != requested and turn.slot(slot) is not None]
        return form_words.named_slot(turn.text, self.named, filled, deciding=requested == CHANGE)

    async def _ask_again(self, slot: str, turn: Turn) -> None:
        """Forget one value and ask for it, whether or not it would be asked for by itself."""
        turn.set(pogingen=0, requested_slot=slot, **{slot: None})
        if (reason := await self.ask(slot, turn)) is not None:
            await self._conclude(reason, turn)

    async def _step_back(self, requested: str, turn: Turn) -> None:
        order = list(await self.needed(turn))
        earlier = order[: order.index(requested)] if requested in order else order
        filled = [slot for slot in earlier if turn.slot(slot) is not None]
        if filled:
            await self._ask_again(filled[-1], turn)
        elif requested in order:
            turn.say("utter_formulier_eerste_vraag")
            await self._ask_next(turn)
        else:
            turn.say("utter_formulier_wat_anders")
            turn.set(pogingen=0, requested_slot=CHANGE)

    async def _refuse(self, slot: str, wrong: Wrong, turn: Turn) -> None:
        slot = wrong.slot or slot
        tries = int(turn.tracker.get_slot("pogingen") or 0) + 1
        if tries >= GIVE_UP_AFTER:
            self._give_up(turn)
            return
        turn.say(wrong.response, **wrong.values)
        turn.set(pogingen=tries, requested_slot=slot, **{slot: None})
        self._perhaps_offer_human(tries, turn)

    async def _not_understood(self, requested: str, turn: Turn) -> None:
        tries = int(turn.tracker.get_slot("pogingen") or 0) + 1
        if tries >= GIVE_UP_AFTER:
            self._give_up(turn)
            return
        turn.set(pogingen=tries, requested_slot=requested)
        if requested in (CONFIRM, CHANGE):
            turn.say("utter_formulier_ja_of_nee" if requested == CONFIRM else "utter_formulier_wat_anders")
        elif tries >= EXPLAIN_AFTER:
            turn.say(f"utter_{self.intent}_uitleg_{requested}")
        else:
            asked = requested if requested in self.slots else None
            turn.say(f"utter_formulier_{'te_lang' if self._is_story(turn, asked) else 'niet_begrepen'}")
            await self.ask(requested, turn)
        self._perhaps_offer_human(tries, turn)

    def _perhaps_offer_human(self, tries: int, turn: Turn) -> None:
        """Once: who said no to that is not asked again at the next slip."""
        if tries == OFFER_HUMAN_AFTER:
            turn.say("utter_formulier_hulp_van_medewerker")
            turn.offer(HAND_OVER)

    def _give_up(self, turn: Turn) -> None:
        self._end(Finished("utter_formulier_opgegeven", {"onderwerp": self._title().lower()}), turn)
        turn.offer(HAND_OVER)

    async def _ask_next(self, turn: Turn) -> None:
        # Rasa takes a form that sets no slot of its own for one that refuses to go on.
        turn.set(pogingen=turn.slot("pogingen") or 0)
        requested = turn.tracker.get_slot("requested_slot")
        if requested == CHANGE and self._comes_back(turn):
            turn.say("utter_formulier_wat_anders")
            turn.set(requested_slot=CHANGE)
            return
        for slot in await self.needed(turn):
            if turn.slot(slot) is None:
                reason = await self.ask(slot, turn)
                if reason is None:
                    turn.set(requested_slot=slot)
                else:
                    await self._conclude(reason, turn)
                return
        problem = await self.propose(self._values(turn), turn)
        if problem is None:
            turn.set(requested_slot=CONFIRM)
        else:
            await self._conclude(problem, turn)

    async def _conclude(self, outcome: Outcome, turn: Turn) -> None:
        """A value that turned out wrong is asked again; everything else ends the form."""
        if isinstance(outcome, Wrong):
            await self._refuse(self.slots[0], outcome, turn)
        else:
            self._end(outcome, turn)

    def _end(self, reason: Outcome, turn: Turn) -> None:
        """Close the form, with what is said about it; offer to go on with a form that this one broke into."""
        if isinstance(reason, (Wrong, HandOver, Finished)):
            turn.say(reason.response, **reason.values)
        if isinstance(reason, HandOver):
            turn.set(overdracht_reden="complex", onderbroken_formulier=None, openstaande_vragen=None)
            turn.follow_up(HAND_OVER)
            return  # the slots stay: the agent sees what was filled in; action_overdragen closes the form
        turn.events += self._closing_events()
        if isinstance(reason, Done) and reason.follow_up:
            turn.follow_up(reason.follow_up)
            return
        if self.intent in load_registry() and turn.go_on():
            return
        interrupted = turn.slot("onderbroken_formulier") or ""
        if interrupted.endswith("_form") and interrupted not in (f"{self.intent}_form", f"{RESUMED}{self.intent}_form"):
            name = interrupted.removeprefix(RESUMED)
            if interrupted.startswith(RESUMED):
                turn.set(onderbroken_formulier=None)  # offered once before, and not taken
                return
            turn.say("utter_formulier_verder", onderwerp=load_registry()[name.removesuffix("_form")].title.lower())
            turn.set(onderbroken_formulier=f"{RESUMED}{name}")
            turn.offer(name)

    def _closing_events(self) -> list[EventType]:
        emptied = [SlotSet(slot, None) for slot in self.slots]
        return [*emptied, SlotSet("requested_slot", None), ActiveLoop(None)]

    def _values(self, turn: Turn) -> dict[str, Any]:
        return {slot: turn.slot(slot) for slot in self.slots}

    def _title(self) -> str:
        return load_registry()[self.intent].title


def _refused_before(turn: Turn) -> bool:
    """Whether a "no" was the answer to this question once before."""
    said = [event for event in turn.tracker.events if event.get("event") == "bot"]
    action = ((said[-1].get("metadata") or {}).get("utter_action") or "") if said else ""
    return str(action) == "utter_formulier_nee"


def _yes_or_no(turn: Turn) -> bool | None:
    if turn.intent in ("bevestigen", "ontkennen") and not turn.text:
        return turn.intent == "bevestigen"
    return yes_no(turn.text)
