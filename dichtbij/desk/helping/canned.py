"""Canned answers (data/balie/antwoorden.yml): filled with what is known, and not offered when something is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dichtbij.desk.helping.facts import KNOWN, OF_VERIFIED
from dichtbij.errors import SettingsError
from dichtbij.files import read_yaml
from dichtbij.registry import load_registry
from dichtbij.settings import ROOT

FILE = ROOT / "data" / "balie" / "antwoorden.yml"

_BRACES = re.compile(r"\{(\w*)\}")
_FIELDS = frozenset({"titel", "je", "u", "tekst", "bij"})


@dataclass(frozen=True)
class CannedAnswer:
    """An answer as it stands in the file."""

    id: str
    group: str
    title: str
    je: str
    u: str
    questions: frozenset[str]
    """Intents for which it is suggested."""

    @property
    def needs(self) -> frozenset[str]:
        """The facts it names."""
        return frozenset(_BRACES.findall(self.je))

    def filled(self, facts: Mapping[str, str], form_of_address: str) -> str | None:
        """The text for this customer; None when it names something that is not known."""
        if not self.needs <= facts.keys():
            return None
        text = self.u if form_of_address == "u" else self.je
        return _BRACES.sub(lambda brace: facts[brace[1]], text)

    def as_dict(self, text: str) -> dict[str, str]:
        """For JSON."""
        return {"id": self.id, "title": self.title, "text": text, "group": self.group}


class Canned:
    """Every canned answer, in the order of the file."""

    def __init__(self, answers: Iterable[CannedAnswer]) -> None:
        self._answers = tuple(answers)

    @staticmethod
    def load(file: Path = FILE) -> Canned:
        """Read and check the file.

        Raises:
            SettingsError: what is wrong in it, and where.
        """
        rows = read_yaml(file)
        if not isinstance(rows, dict) or not all(isinstance(group, dict) for group in rows.values()):
            raise SettingsError(f"{file.name}: groups of answers are expected")
        answers = [
            _answer(file.name, str(group), str(id_), row) for group, all_ in rows.items() for id_, row in all_.items()
        ]
        ids = [answer.id for answer in answers]
        double = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if double:
            raise SettingsError(f"{file.name}: {', '.join(double)} stands in two groups")
        return Canned(answers)

    def __len__(self) -> int:
        return len(self._answers)

    def __iter__(self) -> Iterator[CannedAnswer]:
        return iter(self._answers)

    def offered(self, facts: Mapping[str, str], form_of_address: str) -> list[dict[str, str]]:
        """The answers of which everything is known, ready to send."""
        filled = ((answer, answer.filled(facts, form_of_address)) for answer in self._answers)
        return [answer.as_dict(text) for answer, text in filled if text is not None]

    def missing(self, facts: Mapping[str, str]) -> list[dict[str, str]]:
        """The others, with why they can't be used now, for who looks for one of them."""
        return [
            {"id": answer.id, "title": answer.title, "group": answer.group, "why": _why(answer.needs - facts.keys())}
            for answer in self._answers
            if not answer.needs <= facts.keys()
        ]

    def for_question(self, intent: str, facts: Mapping[str, str], form_of_address: str) -> list[dict[str, str]]:
        """The answers that belong to a question."""
        wanted = (answer for answer in self._answers if intent in answer.questions)
        return Canned(wanted).offered(facts, form_of_address)


def _why(unknown: frozenset[str]) -> str:
    names = ", ".join(sorted(unknown)).replace("_", " ")
    if unknown & set(OF_VERIFIED):
        return f"Niet bekend, of deze klant heeft zich nog niet bewezen: {names}"
    return f"Niet bekend: {names}"


def _answer(file: str, group: str, id_: str, row: Any) -> CannedAnswer:
    where = f"{file}: {group}, {id_}"
    if not isinstance(row, dict) or not row.keys() <= _FIELDS or not row.get("titel"):
        raise SettingsError(f"{where}: has titel, je and u (or tekst), and perhaps bij")
    both = row.get("tekst")
    je, u = (both, both) if both else (row.get("je"), row.get("u"))
    if not isinstance(je, str) or not isinstance(u, str) or not je.strip() or not u.strip():
        raise SettingsError(f"{where}: needs a text for je and for u")
    named = set(_BRACES.findall(je)), set(_BRACES.findall(u))
    if named[0] != named[1]:
        raise SettingsError(f"{where}: je and u name different facts")
    if named[0] - KNOWN:
        raise SettingsError(f"{where}: unknown fact {', '.join(sorted(named[0] - KNOWN))}")
    questions = frozenset(row.get("bij") or ())
    if questions - load_registry().keys():
        raise SettingsError(f"{where}: no question {', '.join(sorted(questions - load_registry().keys()))}")
    return CannedAnswer(id_, group, str(row["titel"]), je.strip(), u.strip(), questions)
