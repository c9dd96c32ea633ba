"""The parts of a case as JSON, each from the facts it is made of. Pure; docs/case.md names them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from dichtbij.conversations.file_kinds import EXTENSIONS, MAX_FILE
from dichtbij.conversations.model import Conversation, Message, OwnerChange, Rating
from dichtbij.customers.model import Complaint, Identity, Request
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.handoff.case_words import METHOD_TEXT, PART_OF_DAY, slot_text
from dichtbij.handoff.model import REASON_TEXT, Callback, Case
from dichtbij.handoff.reach import Reach
from dichtbij.registry import Question

MAX_TEXT = 4_000
"""Longest message that can be sent, in characters."""
_ABOUT_NOTHING = "medewerker_spreken"


def time(moment: datetime | None) -> str | None:
    """As it goes over the wire."""
    return moment.isoformat() if moment else None


def evidence(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Named reasons, whoever wrote them down."""
    return [
        {
            "name": str(item.get("name") or ""),
            "label": str(item["label"]),
            "words": str(item.get("words") or ""),
            "weight": float(item.get("weight") or 0.0),
        }
        for item in items
    ]


def signals(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """The reading of every customer message that was read, oldest first."""
    return [
        {
            "seq": message.seq,
            "at": message.at.isoformat(),
            "score": message.reading["score"],
            "level": message.reading["level"],
            "danger": (message.reading.get("danger") or {}).get("kind"),
            "evidence": evidence(message.reading["evidence"]),
        }
        for message in messages
        if message.sender == "customer" and message.reading
    ]


def safety(messages: Sequence[Message]) -> dict[str, Any] | None:
    """The danger that was reported last in this conversation."""
    for message in reversed(messages):
        danger = (message.reading or {}).get("danger") if message.sender == "customer" else None
        if danger:
            about = {"kind": danger["kind"], "words": danger.get("words") or ""}
            return {**about, "seq": message.seq, "at": message.at.isoformat()}
    return None


def trouble_seq(messages: Sequence[Message], changes: Sequence[OwnerChange], opened_seq: int) -> int:
    """The message where the trouble of this handover began: the first that was not calm since the bot had it last."""
    since = max((change.seq for change in changes if change.to_owner == "bot" and change.seq < opened_seq), default=0)
    for message in messages:
        read = message.reading if message.sender == "customer" and since < message.seq <= opened_seq else None
        if read and (read["level"] != "kalm" or read.get("danger")):
            return message.seq
    return opened_seq


def intents(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The questions that were understood. Rasa's times are seconds since 1970."""
    return [
        {
            "intent": str(item["intent"]),
            "title": str(item["title"]),
            "confidence": float(item["confidence"]),
            "at": datetime.fromtimestamp(item["at"], timezone.utc).isoformat() if item.get("at") else None,
        }
        for item in context.get("intents", ())
    ]


def slot_labels(context: Mapping[str, Any]) -> dict[str, str]:
    """What the slots of this case are called."""
    form = context.get("open_form") or {}
    names = [*context.get("slots", {}), *form.get("filled", {}), *form.get("missing", ())]
    return {name: slot_text(name) for name in names}


def identity(who: Identity) -> dict[str, Any]:
    """Who it is now, how that was proved and when."""
    return {
        "level": who.level,
        "method": who.method.value,
        "method_text": METHOD_TEXT.get(who.method.value, who.method.value),
        "proved_at": time(who.proved_at),
        "proved_until": time(who.proved_until),
    }


def arranged(requests: Sequence[Request]) -> list[dict[str, Any]]:
    """What was asked for and arranged."""
    return [
        {
            "reference": request.reference,
            "kind": request.kind,
            "title": request.title,
            "state": request.state,
            "at": request.created_at.isoformat(),
            "next_step": request.next_step,
        }
        for request in requests
    ]


def promised(
    callbacks: Sequence[Callback], requests: Sequence[Request], complaints: Sequence[Complaint], before: Sequence[Case]
) -> list[dict[str, Any]]:
    """The next steps that the customer expects of us, the ones with a day in front."""
    known = {request.reference for request in requests}
    return [
        *(
            _promise(
                "terugbellen",
                f"bellen op {dutch_date(call.day)} {PART_OF_DAY[call.slot]} over {call.subject}",
                call.created_at,
                day=call.day.isoformat(),
            )
            for call in callbacks
        ),
        *(
            _promise(
                "aanvraag",
                f"{one.title}: {one.next_step.rstrip('. ')}",
                one.created_at,
                reference=one.reference,
            )
            for one in requests
            if one.next_step
        ),
        *(
            _promise("klacht", f"klacht {one.reference} bekijken en contact opnemen", one.at, reference=one.reference)
            for one in complaints
            if one.reference not in known
        ),
        *(
            _promise("afspraak", case.note.rstrip(". "), case.ended_at or case.opened_at, by=case.agent_name)
            for case in before
            if case.outcome == "afspraak" and case.note
        ),
    ]


def _promise(
    kind: str, text: str, at: datetime, *, day: str | None = None, reference: str | None = None, by: str | None = None
) -> dict[str, Any]:
    return {"kind": kind, "text": text, "at": at.isoformat(), "day": day, "reference": reference, "by": by}


def earlier_handover(case: Case) -> dict[str, Any]:
    """A case of this conversation that is over."""
    return {
        "id": case.id,
        "opened_at": case.opened_at.isoformat(),
        "ended_at": time(case.ended_at),
        "reason": case.reason,
        "reason_text": REASON_TEXT[case.reason],
        "ask": case.ask,
        "agent_name": case.agent_name or None,
        "outcome": case.outcome or None,
        "note": case.note or None,
    }


def earlier_conversation(
    conversation: Conversation, about: Sequence[str], cases: Sequence[Case], given: Sequence[Rating]
) -> dict[str, Any]:
    """Another conversation. `cases` are its own, newest first."""
    last = cases[0] if cases else None
    return {
        "id": conversation.id,
        "channel": conversation.channel,
        "began_at": conversation.created_at.isoformat(),
        "last_at": time(conversation.last_customer_at or conversation.created_at),
        "about": list(about),
        "helped_by": list(dict.fromkeys(case.agent_name for case in cases if case.agent_name)),
        "outcome": (last.outcome or None) if last else None,
        "note": (last.note or None) if last else None,
        "rating": given[-1].score if given else None,
    }


def linked(conversation: Conversation, messages: Sequence[Message]) -> dict[str, Any]:
    """A conversation on another channel that is one with this one: the person went on from there, or went on there."""
    return {
        "id": conversation.id,
        "channel": conversation.channel,
        "began_at": conversation.created_at.isoformat(),
        "messages": [message.as_wire() for message in messages],
    }


def ratings(given: Sequence[Rating]) -> list[dict[str, Any]]:
    """What the customer thought of the help."""
    return [{"after": rating.after, "score": rating.score, "at": rating.at.isoformat()} for rating in given]


def about(messages: Sequence[Message], registry: Mapping[str, Question]) -> list[str]:
    """Titles of the questions that the bot spoke about, in order: every response is named after its question."""
    said = [mark.removeprefix("utter:utter_") for message in messages for mark in message.content.marks]
    titles = []
    for name in said:
        fits = [intent for intent in registry if name == intent or name.startswith(f"{intent}_")]
        question = registry[max(fits, key=len)] if fits else None
        if question and question.kind != "dialogue" and question.intent != _ABOUT_NOTHING:
            titles.append(question.title)
    return list(dict.fromkeys(titles))


def channel_limits(reach: Reach) -> dict[str, Any]:
    """What can be sent to the customer where they are, and until when."""
    return {
        "free_text_until": time(reach.free_text_until),
        "can_write": reach.can_write,
        "why_not": reach.why_not or None,
        "signed_off": reach.signed_off,
        "templates": reach.templates,
        "max_text": MAX_TEXT,
        "file_types": list(EXTENSIONS),
        "max_file_bytes": MAX_FILE,
    }
