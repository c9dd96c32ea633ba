"""What happens to one customer message. The order matters: danger, then who owns the conversation, then the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from dichtbij.conversations.model import (
    MASKED,
    PART,
    Content,
    ConversationId,
    Draft,
    Message,
    Score,
    Turn,
)
from dichtbij.conversations.pieces import again
from dichtbij.conversations.service import Conversations
from dichtbij.counter import ratings, wishes
from dichtbij.counter.bot import Bot
from dichtbij.counter.on_phone import COURSE, OnPhone
from dichtbij.counter.taps import ASK_HUMAN
from dichtbij.counter.waiting import place_words
from dichtbij.counter.wishes import Wishes
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import CustomerCard, CustomerId, Identity
from dichtbij.customers.profiles import Profiles
from dichtbij.handoff.hours import Availability
from dichtbij.handoff.model import HandoverRequest
from dichtbij.handoff.service import Handoffs
from dichtbij.organisation import Organisation
from dichtbij.signals import Reading
from dichtbij.signals import Turn as SignalTurn
from dichtbij.texts import Rendered, Texts
from dichtbij.values import is_bare, says_u, yes_no

log = structlog.get_logger()

BACK_TO_BOT = "/terug_naar_assistent"
KEEP_WAITING = "/blijf_wachten"
CALL_BACK = "/terugbelverzoek"

DANGER_TEXTS = {
    "gas": "utter_gaslucht",
    "koolmonoxide": "utter_koolmonoxide",
    "vonken": "utter_brand",
    "brand": "utter_brand",
}

GAVE_UP = "utter_balie_mislukt"
"""Nobody knows how far the bot came with the message, so nothing is said of what was changed."""

OFFERS_OF_A_HUMAN = frozenset({ratings.OFFERED_HUMAN, f"utter:{GAVE_UP}"})
"""What the counter itself says that a typed "ja" accepts; the bot knows nothing of it."""

QUIET_IN_QUEUE = timedelta(minutes=2)
"""A waiting customer who writes on hears that it was seen, but not after every line."""


@dataclass(frozen=True)
class Parts:
    """What the counter works with."""

    conversations: Conversations
    handoffs: Handoffs
    availability: Availability
    identification: Identification
    profiles: Profiles
    organisation: Organisation
    texts: Texts
    bot: Bot
    read: Callable[[Sequence[SignalTurn]], Reading]
    after_turn: Callable[[ConversationId], Awaitable[object]] | None = None
    """What was asked for in the turn and can only be done once it is over: erasing (docs/adr/0006)."""
    wishes: Wishes | None = None
    """Who may not be written to unasked; None without a phone."""


def as_content(rendered: Rendered, marks: tuple[str, ...] = ()) -> Content:
    """A text of data/responses as a message."""
    return Content(text=rendered.text, quick_replies=rendered.buttons, marks=marks)


class Counter:
    """Handles turns. Raises BotUnavailable when the bot has to be tried again later; nothing is lost then."""

    def __init__(self, parts: Parts) -> None:
        self._p = parts
        self._phone = OnPhone(parts.conversations, parts.texts, parts.wishes)

    async def handle(self, turn: Turn) -> None:
        """Handle one customer message to its end."""
        score = ratings.SCORES.get(turn.message.content.payload) or await self._typed_score(turn)
        if score:
            await self._rated(turn, score)
            return
        identity = await self._p.identification.identity(turn.conversation.id)
        reading = await self._read(turn)
        turn = replace(turn, message=replace(turn.message, reading=reading.as_dict()))
        if reading.danger is not None:
            await self._danger(turn, reading)
        elif turn.conversation.owner != "closed" and await self._wished(turn, identity):
            log.info("wish_kept", conversation=turn.conversation.id)
        elif turn.conversation.owner == "agent":
            about = await self._phone.with_human(turn, partial(self._form_of_address, identity, turn))
            await self._finish(turn, [Draft("system", about)] if about else [])
        elif turn.conversation.owner == "queue":
            await self._in_queue(turn, identity)
        elif turn.conversation.owner == "closed":
            await self._after_the_end(turn)
        elif turn.message.content.payload in (BACK_TO_BOT, KEEP_WAITING):
            await self._not_in_queue(turn, identity)
        elif not await self._said_by_counter(turn, identity):
            await self._ask_bot(turn, identity, reading)
            await self._afterwards(turn)

    async def _afterwards(self, turn: Turn) -> None:
        """What fails here is done by the next look: the turn itself is over and must not be handled again."""
        if self._p.after_turn is None:
            return
        try:
            await self._p.after_turn(turn.conversation.id)
        except Exception:
            log.exception("after_turn_failed", conversation=turn.conversation.id)

    async def look_ahead(self, id_: ConversationId, *, bot_is_away: bool) -> bool:
        """Messages that can't wait for their turn: danger, and asking for a human while the bot does not answer.

        Gives whether the conversation was handed over.
        """
        asks_human = None
        for turn in await self._p.conversations.unhandled(id_):
            if score := ratings.SCORES.get(turn.message.content.payload):
                await self._rated(turn, score)
                continue
            reading = await self._read(turn)
            if reading.danger is not None:
                await self._danger(turn, reading)
            elif turn.conversation.owner == "bot" and await self._wants_human(turn, reading):
                asks_human = asks_human or (turn, reading)
        if not (bot_is_away and asks_human and (await self._p.availability.now()).available):
            return False
        turn, reading = asks_human
        identity = await self._p.identification.identity(id_)
        await self._hand_over(turn, identity, _without_bot(turn.message, reading), None)
        return True

    async def say_bot_is_away(self, turn: Turn) -> None:
        """Tell the customer, once for each message that waits, that the bot is restarting and nothing is lost."""
        form = await self._form_of_address(await self._p.identification.identity(turn.conversation.id), turn)
        draft = Draft(
            "system", as_content(self._p.texts.render("utter_balie_bot_even_weg", form, turn.conversation.channel))
        )
        await self._p.conversations.say(turn.conversation.id, draft, dedupe_key=f"bot-away:{turn.message.id}")

    async def give_up(self, turn: Turn) -> None:
        """A message that fails every time: say so, offer a human, and go on with the next."""
        form = await self._form_of_address(await self._p.identification.identity(turn.conversation.id), turn)
        content = as_content(
            self._p.texts.render(GAVE_UP, form, turn.conversation.channel), ("fallback", f"utter:{GAVE_UP}")
        )
        await self._finish(turn, [Draft("system", content)])

    # -- the ways a message can go ----------------------------------------------------------------------------------

    async def _danger(self, turn: Turn, reading: Reading) -> None:
        """The fixed text at once, in every state; nothing is asked and nobody is waited for."""
        assert reading.danger is not None
        form = await self._form_of_address(await self._p.identification.identity(turn.conversation.id), turn)
        name = DANGER_TEXTS[reading.danger.kind]
        draft = Draft(
            "system", as_content(self._p.texts.render(name, form, turn.conversation.channel), (f"utter:{name}",))
        )
        log.warning("danger_reported", conversation=turn.conversation.id, kind=reading.danger.kind)
        await self._finish(turn, [draft], whoever_owns=True)

    async def _typed_score(self, turn: Turn) -> Score | None:
        """A bare "ja" or "nee" right under the question whether the help was good is the answer to it."""
        content = turn.message.content
        answer = None if content.payload or not is_bare(content.said) else yes_no(content.said)
        last = await self._said_before(turn) if answer is not None else None
        if last is None or ratings.ASKED not in last.content.marks or turn.conversation.owner != "bot":
            return None
        return "goed" if answer else "slecht"

    async def _rated(self, turn: Turn, score: Score) -> None:
        """How the help was: stored with the conversation that it was shown in, whoever owns that now."""
        owner = turn.conversation.owner
        course = await self._p.conversations.messages(turn.conversation.id)
        after = ratings.asked_after([message for message in course if message.seq < turn.message.seq])
        await self._p.conversations.ratings.rate(turn.conversation.id, after, score)
        if owner == "agent":  # nobody talks over the agent
            await self._finish(turn, [])
            return
        helpful = score != "slecht" or owner == "queue"  # who waits gets a human already
        name = "utter_beoordeling_bedankt" if helpful else "utter_beoordeling_slecht"
        marks = (f"utter:{name}",) if helpful else (f"utter:{name}", "offer_human")
        form = await self._form_of_address(await self._p.identification.identity(turn.conversation.id), turn)
        await self._finish(
            turn, [Draft("system", as_content(self._p.texts.render(name, form, turn.conversation.channel), marks))]
        )

    async def _perhaps_asking_how_it_was(self, turn: Turn, answer: Content, form: str) -> Content:
        if not ratings.rounds_off(answer):
            return answer  # only then does it take the whole conversation to know
        course = await self._p.conversations.messages(turn.conversation.id)
        upto = [message for message in course if message.seq <= turn.message.seq]
        if not ratings.bot_may_ask(upto, answer):
            return answer
        return ratings.with_question(answer, self._p.texts, form, turn.conversation.channel)

    async def _accepts_human(self, turn: Turn) -> bool:
        """A typed "ja" to the human that was offered to who rated the help as none, perhaps in the conversation before.

        The bot knows nothing of that offer. A tap needs no help: its payload says what it means.
        """
        conversation, content = turn.conversation, turn.message.content
        if content.payload or yes_no(content.said) is not True:
            return False
        course = await self._p.conversations.messages(conversation.id, max(0, turn.message.seq - COURSE))
        earlier = [message for message in course if message.seq < turn.message.seq]
        last = earlier[-1] if earlier else None
        if conversation.previous_id and not any(message.sender == "customer" for message in earlier):
            last = await self._p.conversations.last_message(conversation.previous_id)
        return last is not None and not OFFERS_OF_A_HUMAN.isdisjoint(last.content.marks)

    async def _wants_human(self, turn: Turn, reading: Reading) -> bool:
        """Whether the customer asks for a human: in words, by a button, or with a "ja" to our offer."""
        asks = reading.wants_human or turn.message.content.payload == ASK_HUMAN
        return asks or await self._accepts_human(turn)

    async def _said_before(self, turn: Turn) -> Message | None:
        """The last message before this one that is not the customer's."""
        return await self._p.conversations.last_words_before(turn.conversation.id, turn.message.seq)

    async def _after_the_end(self, turn: Turn) -> None:
        """Written just before the conversation was closed: goes on in a new one, as what is written after it does.

        Not when the customer left: who comes next on that computer must not see it.
        """
        conversation, message = turn.conversation, turn.message
        if (await self._p.conversations.owner_changes(conversation.id))[-1].who != "customer":
            await self._p.conversations.receive(
                conversation.channel,
                conversation.channel_key,
                message.content.said or message.content.text,
                payload=message.content.payload,
                channel_message_id=f"again:{message.id}",
                marks=again(message.content),
            )
        await self._finish(turn, [])

    async def _not_in_queue(self, turn: Turn, identity: Identity) -> None:
        """A button of the queue, tapped outside it: these are no intents, so the bot would not understand them."""
        form = await self._form_of_address(identity, turn)
        text = self._p.texts.render("utter_balie_terug_uit_wachtrij", form, turn.conversation.channel)
        await self._finish(turn, [Draft("system", as_content(text))])

    async def _said_by_counter(self, turn: Turn, identity: Identity) -> bool:
        """What only a phone brings may be answered without the bot; gives whether that was so."""
        reply = await self._phone.reply(turn, partial(self._form_of_address, identity, turn))
        if reply is None:
            return False
        if reply.ask_bot is not None:
            await self._ask_bot(reply.ask_bot, identity, self._p.read([_signal_turn(reply.ask_bot.message)]))
            await self._afterwards(turn)
        else:
            await self._finish(turn, [Draft("system", reply.says)] if reply.says else [])
        return True

    async def _wished(self, turn: Turn, identity: Identity) -> bool:
        """Signing off or up again, whoever has the conversation; gives whether that was what the turn asked."""
        confirmed_with = await self._phone.wished(turn)
        if confirmed_with is not None:
            await self._confirm(turn, identity, confirmed_with)
        return confirmed_with is not None

    async def _confirm(self, turn: Turn, identity: Identity, name: str) -> None:
        """Say it, once, to whoever has the conversation; who signs off in the queue waits for nobody any more."""
        form = await self._form_of_address(identity, turn)
        draft = Draft("system", wishes.words(name, self._p.texts, form, turn.conversation.channel))
        waits = name == wishes.SIGNED_OFF and turn.conversation.owner == "queue"
        if not (waits and await self._p.handoffs.leave_queue(turn, [draft])):
            await self._finish(turn, [draft], whoever_owns=True)

    async def _in_queue(self, turn: Turn, identity: Identity) -> None:
        form = await self._form_of_address(identity, turn)
        payload = turn.message.content.payload
        if payload == CALL_BACK:
            await self._p.handoffs.leave_queue(turn, (), keep_turn=True)
            return  # the bot is the owner now and takes the callback in the next round
        if payload == BACK_TO_BOT:
            text = self._p.texts.render("utter_balie_uit_wachtrij_plek_bewaard", form, turn.conversation.channel)
            await self._p.handoffs.leave_queue(turn, [Draft("system", as_content(text))])
            return
        if payload == KEEP_WAITING:
            place = await self._place(turn, form)
            text = self._p.texts.render("utter_balie_blijft_wachten", form, turn.conversation.channel, wachttijd=place)
            await self._finish(turn, [Draft("system", as_content(text))])
            return
        about = await self._phone.with_human(turn, partial(self._form_of_address, identity, turn))
        drafts = [Draft("system", about)] if about else []
        if not drafts and not await self._knows_the_agent_reads_it(turn.message):
            place = await self._place(turn, form)
            text = self._p.texts.render(
                "utter_balie_wachtrij_bericht", form, turn.conversation.channel, wachttijd=place
            )
            back = {"title": "Verder met de bot", "payload": BACK_TO_BOT}
            content = Content(text=text.text, quick_replies=(back,), marks=("utter:utter_balie_wachtrij_bericht",))
            drafts.append(Draft("system", content))
        await self._finish(turn, drafts)

    async def _ask_bot(self, turn: Turn, identity: Identity, reading: Reading) -> None:
        content = turn.message.content
        form = await self._form_of_address(identity, turn)
        metadata: dict[str, Any] = {
            "reading": reading.as_dict(),
            "channel": turn.conversation.channel,
            "aanspreekvorm": form,
        }
        if content.payload:
            metadata["title"] = content.text
        last = await self._said_before(turn)
        if last is not None and last.sender != "bot":
            metadata["na_anderen"] = True
        answer = await self._p.bot.answer(
            turn.conversation.id,
            ASK_HUMAN if await self._accepts_human(turn) else _for_bot(content),
            message_id=turn.message.id,
            retry=turn.attempts > 0,
            metadata=metadata,
        )
        if answer.handover is not None:
            await self._hand_over(turn, identity, _with_bot(answer.handover), answer.content)
            return
        if answer.content is None:  # an action failed inside Rasa, which then goes on without a word
            log.error("bot_said_nothing", conversation=turn.conversation.id)
            await self._without_answer(turn, identity, reading)
            return
        if await self._phone.stopped(turn, answer.content):
            await self._confirm(turn, identity, wishes.SIGNED_OFF)
            return
        off = await self._phone.is_off(turn)
        said = answer.content if off else await self._perhaps_asking_how_it_was(turn, answer.content, form)
        said = await self._phone.with_unread(turn, said, partial(self._form_of_address, identity, turn))
        await self._finish(turn, [Draft("bot", await self._phone.with_way_back(turn, said, form) if off else said)])

    async def _without_answer(self, turn: Turn, identity: Identity, reading: Reading) -> None:
        """A human can be had also while the actions, which would see to it, are down."""
        if await self._wants_human(turn, reading) and (await self._p.availability.now()).available:
            await self._hand_over(turn, identity, _without_bot(turn.message, reading), None)
        else:
            await self.give_up(turn)

    async def _hand_over(self, turn: Turn, identity: Identity, request: HandoverRequest, said: Content | None) -> None:
        form = await self._form_of_address(identity, turn)
        card = await self._p.profiles.card(identity.customer_id) if identity.customer_id else None
        request = replace(request, context={**request.context, **await self._reported_danger(turn)})
        ahead = await self._p.handoffs.would_wait_behind(turn, request, vulnerable=_is_vulnerable(card))
        place = place_words(self._p.texts, form, ahead)
        text = self._p.texts.render("utter_balie_overgedragen", form, turn.conversation.channel, wachttijd=place)
        back = {"title": "Verder met de bot", "payload": BACK_TO_BOT}
        before = said or Content()
        bubble = replace(
            before,
            text="\n\n".join(part for part in (before.text, text.text) if part),
            quick_replies=(back,),
            marks=("utter:utter_balie_overgedragen", *before.marks),
        )
        await self._p.handoffs.open(
            turn,
            request,
            await self._with_word_on_masking(turn, [Draft("bot", bubble)]),
            customer_id=identity.customer_id,
            level=identity.level,
            vulnerable=_is_vulnerable(card),
        )

    # -- small things -----------------------------------------------------------------------------------------------

    async def _finish(self, turn: Turn, drafts: Sequence[Draft], *, whoever_owns: bool = False) -> None:
        drafts = await self._with_word_on_masking(turn, drafts)
        messages = await self._p.conversations.finish_turn(turn, drafts, whoever_owns=whoever_owns)
        await self._p.conversations.announce(turn.conversation, messages)

    async def _with_word_on_masking(self, turn: Turn, drafts: Sequence[Draft]) -> Sequence[Draft]:
        """A BSN or card number was masked in what the customer wrote: say so, in the bubble that answers it."""
        kinds = [mark.removeprefix(MASKED) for mark in turn.message.content.marks if mark.startswith(MASKED)]
        if not kinds:
            return drafts
        form = await self._form_of_address(await self._p.identification.identity(turn.conversation.id), turn)
        name = f"utter_privacy_verborgen_{'beide' if len(kinds) > 1 else kinds[0]}"
        words = self._p.texts.text(name, form, turn.conversation.channel)
        if not drafts:
            return [Draft("system", Content(text=words))]
        *before, last = drafts
        text = "\n\n".join(part for part in (last.content.text, words) if part)
        return [*before, replace(last, content=replace(last.content, text=text))]

    async def _read(self, turn: Turn) -> Reading:
        """What signals make of the message, in the course since the conversation was last the bot's."""
        changes = await self._p.conversations.owner_changes(turn.conversation.id)
        since = max((change.seq for change in changes if change.to_owner == "bot"), default=0)
        course = await self._p.conversations.messages(turn.conversation.id, max(since, turn.message.seq - COURSE))
        # A part of a burst is read once: in the message that carries all of it.
        course = [one for one in course if one.seq <= turn.message.seq and PART not in one.content.marks]
        reading = self._p.read([_signal_turn(message) for message in course])
        await self._p.conversations.keep_reading(turn.message.id, reading.as_dict())
        if turn.conversation.owner in ("queue", "agent"):
            await self._p.handoffs.sounds(turn.conversation.id, reading.as_dict())
        return reading

    async def _reported_danger(self, turn: Turn) -> dict[str, str]:
        """Danger that the customer reported earlier in the conversation, for the case: it makes it go first."""
        course = await self._p.conversations.messages(turn.conversation.id, max(0, turn.message.seq - COURSE))
        kinds = [one.reading["danger"]["kind"] for one in course if one.reading and one.reading.get("danger")]
        return {"danger": kinds[-1]} if kinds else {}

    async def _form_of_address(self, identity: Identity, turn: Turn) -> str:
        """By the profile; of who is unknown by how they write: one "u" makes it u for the rest of the conversation."""
        customer = await self._p.profiles.short(identity.customer_id) if identity.customer_id else None
        if customer:
            return customer.form_of_address
        course = await self._p.conversations.messages(turn.conversation.id, max(0, turn.message.seq - COURSE))
        return "u" if any(one.sender == "customer" and says_u(one.content.said) for one in course) else "je"

    async def _place(self, turn: Turn, form: str) -> str:
        """Where a waiting customer stands in the queue."""
        return place_words(self._p.texts, form, await self._p.handoffs.ahead_of(turn.conversation.id))

    async def _knows_the_agent_reads_it(self, message: Message) -> bool:
        """Written before the handover, which says so, or told not long ago."""
        case = await self._p.handoffs.of_conversation(message.conversation_id)
        since = case.opened_seq if case else 0
        return message.seq < since or any(
            "utter:utter_balie_wachtrij_bericht" in earlier.content.marks and message.at - earlier.at < QUIET_IN_QUEUE
            for earlier in await self._p.conversations.messages(message.conversation_id, since)
        )


def _for_bot(content: Content) -> str:
    """A payload goes to Rasa as it is; a typed slash must not be one ("/restart" is a command to Rasa)."""
    if content.payload:
        return content.payload
    return content.said.lstrip("/") or content.said.replace("/", " ")


def _signal_turn(message: Message) -> SignalTurn:
    text = message.content.said if message.sender == "customer" else message.content.text
    return SignalTurn(who=message.sender, text=text, marks=frozenset(message.content.marks))


def _with_bot(context: Mapping[str, Any]) -> HandoverRequest:
    return HandoverRequest(
        reason=context["reason"],
        trigger=context["trigger"],
        intent=context.get("intent", ""),
        ask=context.get("ask", ""),
        context={k: v for k, v in context.items() if k not in ("reason", "trigger", "ask")},
    )


def _without_bot(message: Message, reading: Reading) -> HandoverRequest:
    """The bot is down and the customer asks for a human: what the record alone can tell."""
    return HandoverRequest(
        reason="storing_bot",
        trigger="bot_unavailable",
        intent="",
        ask=message.content.said,
        context={"evidence": [item.as_dict() for item in reading.evidence]},
    )


def _is_vulnerable(card: CustomerCard | None) -> bool:
    return card is not None and bool(card.vulnerability)


__all__ = ["ASK_HUMAN", "Counter", "CustomerId", "Parts", "as_content"]
