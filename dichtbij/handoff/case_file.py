"""The case: all that a human needs to go on without asking again (docs/case.md, case.schema.json).

Our own desk shows it, and every other that receives a case gets the same object.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from dichtbij.conversations.model import WITHDRAWN, Conversation, ConversationId, Message, OwnerChange, Rating
from dichtbij.conversations.service import Conversations
from dichtbij.customers.complaints import Complaints
from dichtbij.customers.identification import Identification
from dichtbij.customers.model import Complaint, CustomerCard, CustomerId, Identity, Request
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.requests import Requests
from dichtbij.database import Database
from dichtbij.handoff import case_parts as parts
from dichtbij.handoff import store
from dichtbij.handoff.access import upto_the_end
from dichtbij.handoff.case_rows import CaseRows
from dichtbij.handoff.case_words import DANGER_TEXT, OUTCOME_TEXT, slot_text
from dichtbij.handoff.model import SCHEMA, Callback, Case, CaseId
from dichtbij.handoff.reach import Anywhere, Reaching
from dichtbij.handoff.summary import Course, summarise
from dichtbij.registry import load_registry

EARLIER = 5
"""Conversations before this one that are shown."""
_LOOKED_AT = 50
"""Of a customer with very many conversations only the latest are looked at."""
PROMISES = 3
"""Promised steps that fit in the summary."""


@cache
def case_schema() -> dict[str, Any]:
    """The JSON Schema of a case."""
    schema: dict[str, Any] = json.loads(Path(__file__).with_name("case.schema.json").read_text(encoding="utf-8"))
    return schema


@dataclass(frozen=True)
class _Facts:
    """Everything that a case is made of: as it is now, or as it was when the case was over (upto_the_end)."""

    case: Case
    conversation: Conversation
    messages: Sequence[Message]
    changes: Sequence[OwnerChange]
    who: Identity
    before: Sequence[Case]
    """Cases of this conversation before this one, newest first."""
    callbacks: Sequence[Callback]
    complaints: Sequence[Complaint]
    ratings: Sequence[Rating]
    card: CustomerCard | None
    arranged: Sequence[Request] | None
    """Asked for during this conversation, oldest first; None when the profile it stands in is not for the reader."""


class CaseFiles:
    """Puts record, case and profile together. Raises DatabaseUnavailable when the database does not answer."""

    def __init__(
        self,
        database: Database,
        rows: CaseRows,
        conversations: Conversations,
        identification: Identification,
        profiles: Profiles,
        requests: Requests,
        complaints: Complaints,
    ) -> None:
        self._database = database
        self._rows = rows
        self._conversations = conversations
        self._identification = identification
        self._profiles = profiles
        self._requests = requests
        self._complaints = complaints
        self.reaching: Reaching = Anywhere()
        """Knows how customers can be reached; set where channels and desk meet."""

    async def rows(self, cases: Sequence[Case], places: Mapping[CaseId, int] | None = None) -> list[dict[str, Any]]:
        """The rows of a list of cases, in the same order (CaseRows.of)."""
        return await self._rows.of(cases, places)

    async def of(self, case: Case, *, profile: bool) -> dict[str, Any] | None:
        """Everything of one case; None when its conversation was erased.

        Args:
            profile: with what stands in the customer's profile. Only for who handles the case.
        """
        facts = await self._facts(case, profile=profile)
        if facts is None:
            return None
        [row] = await self._rows.of([case])
        return {
            "case": {
                **row,
                **_of_bot(case),
                **parts.identity(facts.who),
                "schema": SCHEMA,
                "customer_name": facts.card.name if facts.card else row["customer_name"],
                "summary": summarise(_course(facts)).as_dict(),
                "safety": parts.safety(facts.messages),
                "arranged": parts.arranged(facts.arranged or ()),
                "promised": _promised(facts),
                "signals": parts.signals(facts.messages),
                "opened_seq": case.opened_seq,
                "trouble_seq": parts.trouble_seq(facts.messages, facts.changes, case.opened_seq),
                "earlier_handovers": [parts.earlier_handover(one) for one in facts.before],
                "earlier_conversations": await self._earlier(facts) if profile else [],
                "continues": await self._linked(facts, await self._begun_there(facts)) if profile else None,
                "continued_on": await self._linked(facts, await self._gone_on(facts)) if profile else None,
                "channel_limits": parts.channel_limits(await self.reaching.of(facts.conversation)),
                "last_customer_at": parts.time(facts.conversation.last_customer_at),
                "ratings": parts.ratings(facts.ratings),
                "note": case.note or None,
                "outcome": case.outcome or None,
                "lesson": case.lesson or None,
            },
            "customer": facts.card.as_dict() if facts.card else None,
            "messages": [message.as_wire() for message in facts.messages],
        }

    async def _facts(self, case: Case, *, profile: bool) -> _Facts | None:
        id_ = case.conversation_id
        conversation = await self._conversations.get(id_)
        if conversation is None:
            return None
        async with self._database.reading() as session:
            cases = await store.cases_of(session, [id_])
            callbacks = await store.callbacks_of(session, id_)
        # Who it is may have been proved after the handover, or the proof may be old: the agent sees what holds now.
        who = await self._identification.identity(id_)
        known = who.customer_id if profile else None
        messages = [one for one in await self._conversations.messages(id_) if upto_the_end(case, one.at)]
        last = next((one.at for one in reversed(messages) if one.sender == "customer"), None)
        ratings = await self._conversations.ratings.of(id_)
        arranged = await self._arranged(known, conversation, case) if known else []
        return _Facts(
            case=case,
            conversation=replace(conversation, last_customer_at=last) if case.ended_at else conversation,
            messages=messages,
            changes=await self._conversations.owner_changes(id_),
            who=who,
            before=[one for one in cases if one.id != case.id and one.opened_at <= case.opened_at],
            callbacks=[one for one in callbacks if upto_the_end(case, one.created_at)],
            complaints=[one for one in await self._complaints.of_conversation(id_) if upto_the_end(case, one.at)],
            # A closed conversation gets nothing more but what the customer thinks of this very case.
            ratings=[one for one in ratings if case.state == "closed" or upto_the_end(case, one.at)],
            card=await self._profiles.card(known) if known else None,
            arranged=None if who.customer_id and not profile else arranged,
        )

    async def _arranged(self, customer_id: CustomerId, conversation: Conversation, case: Case) -> list[Request]:
        """What a customer asked for since the conversation began, until the case was over."""
        return [
            request
            for request in reversed(await self._requests.of(customer_id))
            if request.created_at >= conversation.created_at and upto_the_end(case, request.created_at)
        ]

    async def _begun_there(self, facts: _Facts) -> Conversation | None:
        """The conversation on another channel that the person went on from with this one."""
        id_ = facts.conversation.continues_id
        return await self._conversations.get(id_) if id_ else None

    async def _gone_on(self, facts: _Facts) -> Conversation | None:
        """The conversation on another channel with which the person went on from this one."""
        return await self._conversations.continued_by(facts.conversation.id)

    async def _linked(self, facts: _Facts, there: Conversation | None) -> dict[str, Any] | None:
        """A conversation on another channel that is one with this one, as a whole.

        None when there is none, when it was erased, or when another customer was known there.
        """
        if there is None:
            return None
        known, who = (await self._identification.known_in([there.id])).get(there.id), facts.who.customer_id
        said = [one for one in await self._conversations.messages(there.id) if upto_the_end(facts.case, one.at)]
        return None if not said or (known and who and known != who) else parts.linked(there, said)

    async def _earlier(self, facts: _Facts) -> list[dict[str, Any]]:
        """The other conversations that began before this case was over, newest first.

        The customer's own when we know who it is; in the same browser or on the same phone also those in which nobody
        was known. What another customer said there is shown to nobody.
        """
        customer_id = facts.who.customer_id
        near = await self._conversations.held_before(facts.conversation, _LOOKED_AT)
        known = await self._identification.known_in([one.id for one in near])
        held = [one for one in near if known.get(one.id) in (None, customer_id)]
        own = await self._own(customer_id) if customer_id else []
        before = [
            one
            for one in {one.id: one for one in [*held, *own]}.values()
            if one.id != facts.conversation.id and one.last_customer_at and upto_the_end(facts.case, one.created_at)
        ]
        before = sorted(before, key=lambda one: one.created_at, reverse=True)[:EARLIER]
        async with self._database.reading() as session:
            cases = await store.cases_of(session, [one.id for one in before])
        return [
            parts.earlier_conversation(
                one,
                parts.about(await self._conversations.messages(one.id), load_registry()),
                [case for case in cases if case.conversation_id == one.id],
                await self._conversations.ratings.of(one.id),
            )
            for one in before
        ]

    async def _own(self, customer_id: CustomerId) -> list[Conversation]:
        """A customer's conversations: of a phone only when the customer was once proved on it.

        Who is merely recognised there may be somebody else (privacy/store/people.py says how).
        """
        proved = await self._identification.conversations_of(customer_id)
        found = await self._conversations.several([ConversationId(id_) for id_ in list(proved)[:_LOOKED_AT]])
        theirs = {(one.channel, one.channel_key) for one in found if proved[one.id]}
        return [one for one in found if one.channel == "web" or (one.channel, one.channel_key) in theirs]


def _of_bot(case: Case) -> dict[str, Any]:
    """What the bot knew at the handover; all empty when it was out of reach then."""
    context = case.context
    question = load_registry().get(case.intent)
    return {
        "trigger": case.trigger,
        "evidence": parts.evidence(context.get("evidence", ())),
        "intent": case.intent or None,
        "intent_title": question.title if question else None,
        "intents": parts.intents(context),
        "tried": list(context.get("tried", ())),
        "shown_figures": list(context.get("shown_figures", ())),
        "slots": dict(context.get("slots", {})),
        "open_form": context.get("open_form"),
        "slot_labels": parts.slot_labels(context),
    }


def _promised(facts: _Facts) -> list[dict[str, Any]]:
    requests = facts.card.open_requests if facts.card else ()
    return parts.promised(facts.callbacks, requests, facts.complaints, facts.before)


def _course(facts: _Facts) -> Course:
    """What the three lines are made of."""
    case, context, registry = facts.case, facts.case.context, load_registry()
    question = registry.get(case.intent)
    form = context.get("open_form") or {}
    danger = parts.safety(facts.messages)
    complex_titles = {one.title for one in registry.values() if one.kind == "complex"}
    arranged = facts.arranged or ()
    done = {registry[one.kind].title for one in arranged if one.kind in registry}
    answered = [str(one["question"]) for one in context.get("tried", ())]
    if not context.get("intents"):  # the bot was out of reach at the handover: what it said before stands in the record
        answered = parts.about([one for one in facts.messages if one.at <= case.opened_at], registry)
    return Course(
        reason=case.reason,
        ask=case.ask,
        told="" if question and question.intent != "medewerker_spreken" else _told(facts),
        question=question.title if question and question.intent != "medewerker_spreken" else "",
        danger=DANGER_TEXT.get(danger["kind"], danger["kind"]) if danger else "",
        answered=tuple(
            title
            for title in dict.fromkeys(answered)
            if title != form.get("title") and title not in complex_titles | done
        ),
        figures=tuple(context.get("shown_figures", ())),
        arranged=_named(arranged, is_done=True),
        noted=_named(arranged, is_done=False),
        knows_arranged=facts.arranged is not None,
        helped_before=tuple((one.agent_name, one.note) for one in facts.before if one.agent_name),
        form=str(form.get("title") or ""),
        missing=tuple(slot_text(name) for name in form.get("missing", ())),
        promised=tuple(one["text"] for one in _promised(facts)[:PROMISES]),
        needs_proof=question is not None and question.kind == "personal" and question.level > facts.who.level,
        replied=next((one.sender_name for one in reversed(_since(facts)) if one.sender == "agent"), ""),
        unanswered=_unanswered(facts),
        outcome=OUTCOME_TEXT.get(case.outcome, case.outcome),
    )


def _named(requests: Sequence[Request], *, is_done: bool) -> tuple[str, ...]:
    return tuple(f"{one.title} ({one.reference})" for one in requests if (one.next_step is None) is is_done)


def _since(facts: _Facts) -> list[Message]:
    """What was said since the handover."""
    return [one for one in facts.messages if one.seq > facts.case.opened_seq]


def _told(facts: _Facts) -> str:
    return next((one.content.text for one in _since(facts) if _stands(one) and one.content.text), "")


def _stands(message: Message) -> bool:
    """The customer said it, and did not take it back."""
    return message.sender == "customer" and WITHDRAWN not in message.content.marks


def _unanswered(facts: _Facts) -> int:
    """Messages of the customer since the handover, or since a human last wrote."""
    spoken = max((one.seq for one in facts.messages if one.sender == "agent"), default=0)
    since = max(spoken, facts.case.opened_seq)
    return sum(_stands(one) and one.seq > since for one in facts.messages)
