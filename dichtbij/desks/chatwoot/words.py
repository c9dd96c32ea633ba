"""A case in the words that an agent reads in Chatwoot: a private note, and attributes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from dichtbij.clock import AMSTERDAM
from dichtbij.conversations.model import Message
from dichtbij.handoff.case_words import DANGER_TEXT
from dichtbij.handoff.model import Callback, Case

CONVERSATION_KEY = "dichtbij_gesprek"
"""Attribute of a conversation: our id of it."""
CALL_KEY = "dichtbij_terugbelverzoek"

QUOTED = 80
"""Characters by which an agent knows the own message again."""
LONGEST = 20_000
"""Characters of one note; a longer conversation is cut at the front, with a word."""

HOW = (
    "Antwoord in dit gesprek: de klant leest het meteen. Klaar? Zet het gesprek op opgelost, dan gaat de klant terug "
    "naar de assistent. Je laatste privénotitie bewaren we als wat er is afgesproken."
)
"""What an agent who never did this has to know."""

_WHO = {"customer": "Klant", "bot": "Assistent", "system": "Melding", "agent": "Medewerker"}
_LEVEL = {0: "onbekend", 1: "herkend, niet bewezen", 2: "bewezen"}
_SLOT = {"ochtend": "in de ochtend", "middag": "in de middag", "avond": "in de avond"}

File = Mapping[str, Any]
"""docs/case.md: {case, customer, messages}."""


def priority(case: Case) -> Literal["urgent", "high", "medium"]:
    """Ours in Chatwoot's words."""
    words: dict[int, Literal["urgent", "high", "medium"]] = {1: "urgent", 2: "high"}
    return words.get(case.priority, "medium")


def person_attributes(file: File) -> dict[str, Any]:
    """What stands beside every conversation of this person."""
    case, customer = file.get("case") or {}, file.get("customer") or {}
    return {
        "klantnummer": customer.get("customer_number") or "",
        "identificatie": _identified(case),
        "kwetsbaar": bool(customer.get("vulnerability") or case.get("vulnerable")),
        "aanspreekvorm": customer.get("form_of_address") or "je",
    }


def conversation_attributes(case: Case, file: File) -> dict[str, Any]:
    """What stands beside this conversation, to search and to sort by."""
    shown = file.get("case") or {}
    return {
        CONVERSATION_KEY: case.conversation_id,
        "dichtbij_zaak": case.id,
        "dichtbij_schema": shown.get("schema") or "",
        "reden": shown.get("reason_text") or case.reason,
        "team": (shown.get("team") or {}).get("naam") or case.team,
        "vraag": case.ask[:250],
        "kanaal": shown.get("channel") or "",
    }


def name_of(file: File) -> str:
    """What the agent calls the person."""
    name = (file.get("customer") or {}).get("name") or (file.get("case") or {}).get("customer_name")
    return str(name or "Onbekende klant")


def case_note(case: Case, file: File) -> str:
    """All an agent needs, in the order of need: first what is read in five seconds, below the line what is looked up.

    Nobody has to ask the customer again.
    """
    shown, customer = file.get("case") or {}, file.get("customer") or {}
    summary = shown.get("summary") or {}
    parts = [
        f"**{shown.get('reason_text') or case.reason}**",
        _line("Waarschuwing", _safety(shown)),
        _line("Let op", customer.get("vulnerability") or ("kwetsbare klant" if shown.get("vulnerable") else "")),
        _line("Wie", _who(shown, customer)),
        _line("Wat de klant wil", summary.get("wants") or case.ask),
        _line("In eigen woorden", case.ask if summary.get("wants") else ""),
        _line("Wat er gedaan is", summary.get("done")),
        _line("Wat er openstaat", summary.get("open")),
        "---",
        _line("Beloofd", "; ".join(str(row.get("text") or row.get("title") or "") for row in _rows(shown, "promised"))),
        _line("Contract", "; ".join(_contract(row) for row in _rows(customer, "contracts"))),
        _line("Openstaande rekeningen", "; ".join(_invoice(row) for row in _rows(customer, "open_invoices"))),
        _line("Stemming", "; ".join(_evidence(row) for row in _rows(shown, "evidence"))),
        _line("Bekend", _known(shown)),
        _line("Nog niet bekend", _missing(shown)),
        _line("Geprobeerd", "; ".join(str(row.get("question") or "") for row in _rows(shown, "tried"))),
        _line("Eerder door een mens geholpen", _earlier(shown)),
    ]
    parts.append(HOW)
    return "\n\n".join(part for part in parts if part)[:LONGEST]


def transcript(messages: Iterable[Message]) -> str:
    """What was said before, for the agents; empty when nothing was."""
    lines = [spoken(message) for message in messages]
    text = "\n".join(lines)
    if len(text) > LONGEST:
        text = "… (het begin is weggelaten)\n" + text[-LONGEST:].split("\n", 1)[-1]
    return f"**Het gesprek tot nu toe**\n\n{text}" if text else ""


def spoken(message: Message) -> str:
    """One message with who said it and when."""
    who = message.sender_name or _WHO[message.sender]
    return f"{_clock(message.at)} {who}: {plain(message)}"


def plain(message: Message) -> str:
    """What a message shows, where only words fit."""
    content = message.content
    extra = [f"[{reply.get('title', '')}]" for reply in content.quick_replies]
    extra += [f"({link.get('title', '')})" for link in content.links]
    if content.image:
        extra.append(f"(afbeelding: {content.image.get('title', '')})")
    return " ".join(part for part in (content.in_words, *extra) if part)


def over_note(case: Case) -> str:
    """The customer is gone from the agents, and why."""
    back = "De klant is weer bij de digitale assistent." if case.state == "handed_back" else "Dit gesprek is voorbij."
    return f"{back} {case.note}".strip()


def not_brought_note(text: object, why: str) -> str:
    """An agent's message did not reach the customer.

    Args:
        text: the message as Chatwoot has it.
        why: in Dutch.
    """
    said = " ".join(text.split()) if isinstance(text, str) else ""
    quoted = f"\n\n> {said[:QUOTED]}{'…' if len(said) > QUOTED else ''}" if said else ""
    return f"Dit bericht is niet bij de klant aangekomen. {why}{quoted}"


def call_note(call: Callback) -> str:
    """A promised call."""
    day = f"{call.day.day}-{call.day.month}-{call.day.year} {_SLOT.get(call.slot, call.slot)}"
    return (
        f"**Terugbelverzoek: {day}**\n\nBel {call.name} op {call.phone}.\n\nWaarover: {call.subject}\n\n"
        "Gebeld? Zet dit gesprek op opgelost. Wat je hier typt, ziet de klant niet."
    )


def _line(title: str, text: object) -> str:
    return f"**{title}:** {text}" if text else ""


def _rows(within: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    return [row for row in within.get(name) or () if isinstance(row, Mapping)]


def _identified(shown: Mapping[str, Any]) -> str:
    level = _LEVEL.get(shown.get("level") or 0, "onbekend")
    how = shown.get("method_text") or ""
    return f"{level} ({how})" if how and shown.get("level") else level


def _who(shown: Mapping[str, Any], customer: Mapping[str, Any]) -> str:
    if not customer:
        return f"nog niet bekend ({_identified(shown)})"
    number = customer.get("customer_number") or ""
    return f"{customer.get('name', '')}, klantnummer {number}, {_identified(shown)}"


def _safety(shown: Mapping[str, Any]) -> str:
    safety = shown.get("safety") or {}
    kind = str(safety.get("kind", ""))
    return f"de klant meldde gevaar ({DANGER_TEXT.get(kind, kind)}). De vaste tekst is gegeven." if safety else ""


def _contract(row: Mapping[str, Any]) -> str:
    return f"{row.get('kind', '')} op {row.get('address', '')}, termijnbedrag {_euro(row.get('instalment'))}"


def _invoice(row: Mapping[str, Any]) -> str:
    return f"{row.get('number', '')}: {_euro(row.get('open_amount'))} open"


def _euro(amount: object) -> str:
    return f"€ {amount}".replace(".", ",")


def _evidence(row: Mapping[str, Any]) -> str:
    words = f' ("{row["words"]}")' if row.get("words") else ""
    return f"{row.get('label', '')}{words}"


def _known(shown: Mapping[str, Any]) -> str:
    labels = shown.get("slot_labels") or {}
    slots = {name: value for name, value in (shown.get("slots") or {}).items() if value not in (None, "", [])}
    return "; ".join(f"{labels.get(name, name)}: {value}" for name, value in slots.items())


def _missing(shown: Mapping[str, Any]) -> str:
    labels = shown.get("slot_labels") or {}
    form = shown.get("open_form") or {}
    return ", ".join(str(labels.get(name, name)) for name in form.get("missing") or ()) if form else ""


def _earlier(shown: Mapping[str, Any]) -> str:
    return "; ".join(str(row.get("note") or row.get("reason_text") or "") for row in _rows(shown, "earlier_handovers"))


def _clock(at: datetime) -> str:
    return at.astimezone(AMSTERDAM).strftime("%H:%M")
