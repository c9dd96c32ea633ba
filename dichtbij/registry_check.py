"""Is everything that the registry promises really there, and does it agree: `python -m dichtbij.registry_check`.

Holds klantvragen.yml, domain.yml, data/nlu, data/rules, data/responses and actions/ against each other, and says for
each thing that is missing or wrong what it is and where it belongs. Prints the problems and ends with 1, or with 0 and
nothing to say. Needs the bot's environment (rasa and rasa-sdk), which is only imported when it runs.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dichtbij.registry import Question, load_registry
from dichtbij.settings import ROOT

LEAST_EXAMPLES = 30
"""Training sentences that every intent has at the least."""
LONGEST_TITLE = 24
"""Characters of a title: WhatsApp's list rows hold no more."""
FALLBACK = "nlu_fallback"
"""The intent of Rasa's own that has a rule, and no row in the registry."""
COMMON_WORDS = 2
"""So many words are everybody's ("hallo", "laat maar"): to find them in two places says nothing."""
RASA_FIELD = "utter_action"
"""Looks like a response; is the field in which Rasa names one."""
KINDS = ("routine", "personal", "complex", "safety", "dialogue")

_RESPONSE = re.compile(r"utter_[a-z_]*[a-z]")
_EXAMPLE = re.compile(r"^- (?P<sentence>.+)$")


@dataclass(frozen=True)
class Sentence:
    """One training sentence and where it stands."""

    intent: str
    text: str
    place: str
    """File and line, for the message."""


@dataclass(frozen=True)
class _Domain:
    """As much of Rasa's Domain as the policy's naming rule asks of it."""

    form_names: list[str]
    action_names_or_texts: list[str]


@dataclass(frozen=True)
class Project:
    """The files that are held against each other."""

    root: Path
    registry: Mapping[str, Question]
    domain: Mapping[str, Any]
    responses: Mapping[str, str]
    """Name to file."""
    sentences: tuple[Sentence, ...]
    rules: tuple[tuple[str, str, tuple[str, ...]], ...]
    """(file, intent, actions) of every rule."""

    def where(self, path: Path) -> str:
        """A path as it is named in messages."""
        return str(path.relative_to(self.root))


def problems(root: Path = ROOT) -> list[str]:
    """Everything that is missing or does not agree, one line each; empty when all is well."""
    project = _read(root)
    found: list[str] = []
    for check in (_registry, _intents, _nlu, _rules, _forms, _actions, _response_names):
        found += check(project)
    return found


# -- reading ------------------------------------------------------------------------------------------------------


def _read(root: Path) -> Project:
    domain = yaml.safe_load((root / "domain.yml").read_text(encoding="utf-8"))
    responses: dict[str, str] = {}
    for path in sorted((root / "data" / "responses").rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        responses.update({name: str(path.relative_to(root)) for name in content.get("responses") or {}})
    return Project(
        root=root,
        registry=load_registry(root / "klantvragen.yml"),
        domain=domain,
        responses=responses,
        sentences=tuple(_sentences(root)),
        rules=tuple(_rule_rows(root)),
    )


def _sentences(root: Path) -> Iterator[Sentence]:
    for path in sorted((root / "data" / "nlu").rglob("*.yml")):
        place, intent = str(path.relative_to(root)), ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            text = line.strip()
            if text.startswith("- intent:"):
                intent = text.removeprefix("- intent:").strip()
            elif intent and (match := _EXAMPLE.match(text)):
                yield Sentence(intent, match["sentence"], f"{place}:{number}")


def _rule_rows(root: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for path in sorted((root / "data" / "rules").rglob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for rule in content.get("rules") or []:
            steps = rule.get("steps") or []
            intents = [step["intent"] for step in steps if "intent" in step]
            actions = tuple(step["action"] for step in steps if "action" in step)
            yield str(path.relative_to(root)), intents[0] if intents else "", actions


def same(text: str) -> str:
    """What makes two sentences equal: their words, whatever the case, accents, punctuation and spaces."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


# -- the checks ---------------------------------------------------------------------------------------------------


def _registry(project: Project) -> list[str]:
    found = []
    for intent, question in project.registry.items():
        here = f"klantvragen.yml: {intent}"
        if question.kind not in KINDS:
            found.append(f"{here}: kind '{question.kind}' is none of {', '.join(KINDS)}")
        if question.level not in (0, 1, 2):
            found.append(f"{here}: level {question.level} is not 0, 1 or 2")
        if not 0 < len(question.title) <= LONGEST_TITLE:
            length = f"has {len(question.title)} characters, at most {LONGEST_TITLE}"
            found.append(f"{here}: titel '{question.title}' {length}")
        if question.kind != "dialogue" and not question.outcome:
            found.append(f"{here}: outcome is missing")
    return found


def _intents(project: Project) -> list[str]:
    named = list(project.domain.get("intents") or [])
    found = [f"domain.yml: intent {i} is missing (klantvragen.yml has it)" for i in project.registry if i not in named]
    found += [f"klantvragen.yml: {i} is missing (domain.yml has it)" for i in named if i not in project.registry]
    return found + [f"domain.yml: intent {i} stands there twice" for i in sorted(set(named)) if named.count(i) > 1]


def _nlu(project: Project) -> list[str]:
    found = []
    by_intent: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in project.sentences:
        by_intent[sentence.intent].append(sentence)
    for intent, question in project.registry.items():
        file = f"data/nlu/{question.topic}/{intent}.yml"
        elsewhere = {s.place.split(":")[0] for s in by_intent[intent]} - {file}
        if not (project.root / file).is_file():
            found.append(f"{file} is missing: training sentences of {intent}")
        elif len(by_intent[intent]) < LEAST_EXAMPLES:
            found.append(f"{file}: {len(by_intent[intent])} examples, at least {LEAST_EXAMPLES} are needed")
        found += [f"{place}: holds examples of {intent}, which belong in {file}" for place in sorted(elsewhere)]
    unknown = sorted(set(by_intent) - set(project.registry))
    found += [f"{by_intent[i][0].place}: intent {i} is not in klantvragen.yml" for i in unknown]
    return found + _double_sentences(project) + _borrowed_sentences(project)


def _double_sentences(project: Project) -> list[str]:
    seen: dict[str, Sentence] = {}
    found = []
    for sentence in project.sentences:
        first = seen.setdefault(same(sentence.text), sentence)
        if first is not sentence:
            kind = "again" if first.intent == sentence.intent else f"also an example of {first.intent}"
            found.append(f"{sentence.place}: '{sentence.text}' is {kind} ({first.place})")
    return found


def _borrowed_sentences(project: Project) -> list[str]:
    """Sentences that are kept apart for measuring, where that folder exists. They are not repeated in the message."""
    kept = _kept_apart(project.root.parent / "shared" / "eval", labels=frozenset(project.registry))
    return [
        f"{sentence.place}: this sentence is kept apart for measuring ({kept[same(sentence.text)]}); write another one"
        for sentence in project.sentences
        if same(sentence.text) in kept and len(same(sentence.text).split()) > COMMON_WORDS
    ]


def _kept_apart(folder: Path, labels: frozenset[str]) -> dict[str, str]:
    """Every text in the folder, with its file; the labels beside the texts are not meant."""
    kept: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            texts = _texts(json.loads(line)) if line.strip() else ()
            kept.update({same(text): path.name for text in texts if text not in labels})
    return kept


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _rules(project: Project) -> list[str]:
    action_for = importlib.import_module("dichtbij.nlu.policy").action_for
    domain = _as_rasa_sees_it(project)
    found = []
    by_intent: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for file, intent, actions in project.rules:
        by_intent[intent].append((file, actions))
    for intent, question in project.registry.items():
        file = f"data/rules/{question.topic}.yml"
        rows = by_intent.pop(intent, [])
        if len(rows) != 1:
            found.append(f"{file}: {len(rows)} rules for {intent}, there must be one")
        wanted = action_for(intent, domain)
        for place, actions in rows:
            if place != file:
                found.append(f"{place}: the rule for {intent} belongs in {file}")
            if list(actions) != [wanted]:
                says = ", ".join(actions) or "nothing"
                found.append(f"{place}: the rule for {intent} says {says}; nlu.policy.action_for says {wanted}")
    if FALLBACK not in by_intent:
        found.append(f"data/rules/dialoog.yml: the rule for {FALLBACK} is missing")
    found += [f"{rows[0][0]}: rule for {i}, which no registry has" for i, rows in by_intent.items() if i != FALLBACK]
    known = {*domain.action_names_or_texts, *domain.form_names}
    for file, intent, actions in project.rules:
        for action in sorted(set(actions) - known):
            where = "data/responses/" if action.startswith("utter_") else "domain.yml"
            found.append(f"{file}: the rule for {intent} names {action}, which {where} does not have")
    return found


def _as_rasa_sees_it(project: Project) -> _Domain:
    actions = project.domain.get("actions") or []
    return _Domain(list(project.domain.get("forms") or {}), [*actions, *project.responses])


def _forms(project: Project) -> list[str]:
    found = []
    slots = project.domain.get("slots") or {}
    actions = project.domain.get("actions") or []
    for form, content in (project.domain.get("forms") or {}).items():
        if f"validate_{form}" not in actions:
            found.append(f"domain.yml: actions lacks validate_{form} of form {form}")
        intent = form.removesuffix("_form")
        if intent != "identificatie" and intent not in project.registry:
            found.append(f"domain.yml: form {form} belongs to no question of klantvragen.yml")
        required = content.get("required_slots") or []
        found += [f"domain.yml: slot {slot} of form {form} is missing" for slot in required if slot not in slots]
    return found


def _actions(project: Project) -> list[str]:
    """Every action class is in the domain and the other way round; all are found as the action server finds them."""
    classes = _action_classes(project.root)
    named = list(project.domain.get("actions") or [])
    found = [f"domain.yml: actions lacks {name}, of {place}" for name, place in classes.items() if name not in named]
    found += [
        f"actions/: no class is {name}, which domain.yml has"
        for name in named
        if name not in classes and not name.startswith("utter_")
    ]
    double = sorted({name for name in named if named.count(name) > 1})
    return found + [f"domain.yml: action {name} stands there twice" for name in double]


def _action_classes(root: Path) -> dict[str, str]:
    action = importlib.import_module("rasa_sdk").Action
    package = importlib.import_module("actions")
    for module in pkgutil.walk_packages(package.__path__, "actions."):
        importlib.import_module(module.name)
    classes: dict[str, str] = {}
    waiting = list(action.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("actions.") and not getattr(one, "__abstractmethods__", None):
            classes[one().name()] = f"{one.__module__.replace('.', '/')}.py {one.__name__}"
    return classes


def _response_names(project: Project) -> list[str]:
    """Responses that actions and the counter name in full exist; f-strings are for tests/actions."""
    found = []
    for path in [*sorted((project.root / "actions").rglob("*.py")), *sorted((project.root / "dichtbij").rglob("*.py"))]:
        tree = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        pieces = {id(piece) for node in tree if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in tree:
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or id(node) in pieces:
                continue
            whole_name = _RESPONSE.fullmatch(node.value) and node.value != RASA_FIELD
            if whole_name and node.value not in project.responses:
                found.append(f"{project.where(path)}:{node.lineno}: response {node.value} is not in data/responses/")
    return found


def main() -> int:
    """Print the problems; 1 when there are any."""
    found = problems()
    for line in found:
        print(line)  # noqa: T201 - a command speaks on the terminal
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
