"""A case in three Dutch lines: what the customer wants, what was done, what is open. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dichtbij.handoff.model import Reason

LONGEST = 240
"""Characters of one line: two rows on the agent's screen."""
_ASK, _NOTE = 150, 80


@dataclass(frozen=True)
class Course:
    """What the lines are made of. Words are Dutch; what is not known is empty."""

    reason: Reason
    ask: str
    """What the customer wants, in the own words."""
    told: str = ""
    """What the customer said first to the human, when nothing but a human was asked for before."""
    question: str = ""
    """Title of the question it is about."""
    danger: str = ""
    """What danger was reported in this conversation."""
    answered: tuple[str, ...] = ()
    """Titles of the questions that the bot answered."""
    figures: tuple[str, ...] = ()
    """Amounts the customer was shown."""
    arranged: tuple[str, ...] = ()
    """What was changed during the conversation and is done, each with its reference."""
    noted: tuple[str, ...] = ()
    """What was asked for during the conversation and somebody still has to do, each with its reference."""
    knows_arranged: bool = True
    """False: `arranged` and `noted` stand in a profile that is not for the reader."""
    helped_before: tuple[tuple[str, str], ...] = ()
    """Agents who helped before in this conversation, with what they noted at the end; the latest first."""
    form: str = ""
    """Title of what was being filled in."""
    missing: tuple[str, ...] = ()
    """What that still needs."""
    promised: tuple[str, ...] = ()
    needs_proof: bool = False
    """The question may only be answered to who proved who they are, and that was not done."""
    replied: str = ""
    """The agent who wrote to the customer last, since the handover."""
    unanswered: int = 0
    """Messages of the customer that no human has answered."""
    outcome: str = ""
    """How it ended."""


@dataclass(frozen=True)
class Summary:
    """One line each, at most LONGEST characters, never empty."""

    wants: str
    done: str
    open: str

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return {"wants": self.wants, "done": self.done, "open": self.open}


def summarise(course: Course) -> Summary:
    """The case in three lines, the weightiest of each in front."""
    return Summary(_fit(_wants(course)), _fit(_done(course)), _fit(_open(course)))


def _wants(course: Course) -> list[str]:
    said = f"“{_short(course.ask, _ASK)}”" if course.ask.strip() else ""
    danger = [f"Meldde {course.danger}."] if course.danger else []
    if course.question:
        return [*danger, f"{_short(course.question, 80)}: {said}" if said else f"{_short(course.question, 80)}."]
    told = f"Daarna: “{_short(course.told, _NOTE)}”" if course.told.strip() else ""
    parts = [*danger, *filter(None, (said, told))]
    return parts or ["Een medewerker spreken; waarover is nog niet gezegd."]


def _done(course: Course) -> list[str]:
    parts = [f"Geregeld: {_list(course.arranged)}."] if course.arranged else []
    parts += [f"Genoteerd: {_list(course.noted)}."] if course.noted else []
    for name, note in course.helped_before[:1]:
        parts.append(
            f"Eerder geholpen door {name}: “{_short(note, _NOTE).rstrip('.')}”." if note else f"{name} hielp eerder."
        )
    if course.replied:
        parts.append(f"{course.replied} antwoordde de klant.")
    if course.answered:
        figures = f" ({_list(course.figures[:4])})" if course.figures else ""
        parts.append(f"Beantwoord: {_list(course.answered)}{figures}.")
    if not parts and not course.knows_arranged:
        return ["Of er iets geregeld is, staat in het profiel van de klant."]
    return parts or ["Nog niets: de assistent heeft niets beantwoord of geregeld."]


def _open(course: Course) -> list[str]:
    parts = [f"Afgerond: {course.outcome}."] if course.outcome else []
    if course.form and not course.outcome:
        left = f"{_list(course.missing)} ontbreekt nog" if course.missing else "het wachtte op een bevestiging"
        parts.append(f"{course.form} was niet klaar: {left}.")
    parts += [f"Toegezegd: {promise}." for promise in course.promised]
    if course.needs_proof and not course.outcome:
        parts.append("De klant heeft nog niet bewezen wie het is.")
    if course.unanswered and not course.outcome:
        many = "1 bericht" if course.unanswered == 1 else f"{course.unanswered} berichten"
        parts.append(f"Nog niet beantwoord: {many} van de klant.")
    return parts or [_nothing_named(course)]


def _nothing_named(course: Course) -> str:
    if course.danger:
        return "Vraag of iedereen veilig is."
    if course.replied:
        return f"Wacht op de klant: {course.replied} schreef het laatst."
    if course.question and course.question in course.answered:
        return "De klant kreeg antwoord, maar is er niet mee geholpen."
    return "De vraag is nog niet beantwoord." if course.ask.strip() else "Vraag waar het over gaat."


def _list(words: Sequence[str]) -> str:
    """ "a, b en c" """
    return f"{', '.join(words[:-1])} en {words[-1]}" if len(words) > 1 else "".join(words)


def _short(words: str, most: int) -> str:
    """On one line; cut at a word."""
    flat = " ".join(words.split())
    if len(flat) <= most:
        return flat
    cut = flat[: most - 1]
    whole, _, rest = cut.rpartition(" ")
    return f"{whole.rstrip(' ,.;:') if whole and len(rest) < most // 2 else cut}…"


def _fit(parts: Sequence[str]) -> str:
    """As many whole parts as fit on a line; the first is cut when it does not by itself."""
    line = ""
    for part in (" ".join(part.split()) for part in parts):
        longer = f"{line} {part}".strip()
        if len(longer) > LONGEST:
            break
        line = longer
    return line or _short(parts[0], LONGEST)
