"""The table of all questions and what proves them, docs/questions.md: `make questions`.

Reads klantvragen.yml, data/rules and the conversation tests; of the tests only what they say about themselves: the
marker `question(...)`, the folder they are filed in, and in a file outside these folders also a question's name in the
test's name.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dichtbij.files import read_yaml
from dichtbij.registry import Question, load_registry
from dichtbij.settings import ROOT

TABLE = Path("docs/questions.md")
TESTS = Path("tests/conversations")
BEHAVIOURS = (
    "happy",
    "correction",
    "cancellation",
    "digression",
    "refusal",
    "bad_value",
    "two_questions",
    "follow_up",
    "not_identified",
    "other_language",
    "privacy",
)
"""Folders of tests/conversations; a file beside them is filed under its own name."""
LEAST_TESTS = {"personal": 3}
"""Conversation tests that a question of a kind needs; every other kind needs one."""
NOT_BUILT = "action_niet_gebouwd"


@dataclass(frozen=True)
class Proof:
    """A conversation test, or one case of it, that proves a question."""

    intent: str
    behaviour: str
    file: str
    """From the root of the checkout."""
    test: str


def proofs(root: Path = ROOT, known: Sequence[str] | None = None) -> list[Proof]:
    """Every proof there is, by file. `known`: the questions whose names count in flat files; default the registry's."""
    intents = list(load_registry(root / "klantvragen.yml")) if known is None else list(known)
    return [proof for file in sorted((root / TESTS).rglob("test_*.py")) for proof in _in_file(root, file, intents)]


def _in_file(root: Path, file: Path, intents: Sequence[str]) -> Iterator[Proof]:
    inside = file.relative_to(root / TESTS)
    filed = len(inside.parts) > 1
    behaviour = inside.parts[0] if filed else inside.stem.removeprefix("test_")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    of_module = [name for node in tree.body if _assigns(node, "pytestmark") for name in _marked(node)]
    for node in tree.body:
        if not (isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")):
            continue
        marked = [*of_module, *(name for decorator in node.decorator_list for name in _marked(decorator))]
        if not marked and not filed:
            marked = _longest([intent for intent in intents if intent in node.name])
        for intent in marked:
            yield Proof(intent, behaviour, str(file.relative_to(root)), node.name)


def _marked(node: ast.AST) -> Iterator[str]:
    """The questions named by every `pytest.mark.question(...)` in a piece of code."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.question":
            yield from (str(word.value) for word in call.args if isinstance(word, ast.Constant))


def _assigns(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)


def _longest(found: list[str]) -> list[str]:
    """Without names that are part of a longer one that was found."""
    return [name for name in found if not any(name != other and name in other for other in found)]


def answers(root: Path = ROOT) -> dict[str, str]:
    """What answers each question, by the rules: a form, an action or a response."""
    found: dict[str, str] = {}
    for path in sorted((root / "data" / "rules").rglob("*.yml")):
        for rule in (read_yaml(path) or {}).get("rules") or []:
            steps = rule.get("steps") or []
            intent = next((step["intent"] for step in steps if "intent" in step), "")
            action = next((step["action"] for step in steps if "action" in step), "")
            found[intent] = action
    return found


def lacking(root: Path = ROOT) -> list[str]:
    """Questions with too few conversation tests, and markers of questions that do not exist; one line each."""
    registry = load_registry(root / "klantvragen.yml")
    found = proofs(root)
    counted: dict[str, int] = defaultdict(int)
    for proof in found:
        counted[proof.intent] += 1
    lines = [
        f"{intent}: {counted[intent]} conversation tests, {least} are needed"
        for intent, question in registry.items()
        if counted[intent] < (least := LEAST_TESTS.get(question.kind, 1))
    ]
    lines += [f"{proof.file}: {proof.test} marks {proof.intent}" for proof in found if proof.intent not in registry]
    strange = {proof.file for proof in found if len(Path(proof.file).parts) > 3} - {
        proof.file for proof in found if proof.behaviour in BEHAVIOURS
    }
    return lines + [f"{file}: its folder is no behaviour ({', '.join(BEHAVIOURS)})" for file in sorted(strange)]


# -- the page -----------------------------------------------------------------------------------------------------


def page(root: Path = ROOT) -> str:
    """docs/questions.md as it has to be."""
    registry = load_registry(root / "klantvragen.yml")
    answered = answers(root)
    by_question: dict[str, list[Proof]] = defaultdict(list)
    for proof in proofs(root):
        by_question[proof.intent].append(proof)
    total = sum(len(by_question[intent]) for intent in registry)
    lines = [
        "# Every question, and what proves it",
        "",
        "<!-- Made by `make questions` out of klantvragen.yml, data/rules and tests/conversations. Don't edit. -->",
        "",
        f"{len(registry)} questions, {total} proofs. Kinds and levels are explained in klantvragen.yml; a proof is a"
        " conversation through the real model, the real actions and the real counter.",
    ]
    topics: dict[str, list[Question]] = defaultdict(list)
    for question in registry.values():
        topics[question.topic].append(question)
    for topic, questions in topics.items():
        lines += ["", f"## {topic.replace('_', ' ').capitalize()}", ""]
        lines += ["| question | kind | level | a good answer | answered by | proved by |", "|---|---|---|---|---|---|"]
        lines += [_row(question, answered.get(question.intent, ""), by_question) for question in questions]
    lines += ["", "## The conversations", ""]
    for intent in registry:
        lines += _conversations(intent, by_question[intent])
    return "\n".join(lines) + "\n"


def _row(question: Question, action: str, by_question: Mapping[str, list[Proof]]) -> str:
    counted: dict[str, int] = defaultdict(int)
    for proof in by_question[question.intent]:
        counted[proof.behaviour] += 1
    proved = " · ".join(f"{name} {count}" for name, count in sorted(counted.items(), key=lambda one: _order(one[0])))
    outcome = (question.outcome or question.about).replace("|", "/")
    cells = (f"`{question.intent}`", question.kind, str(question.level), outcome, _answered_by(action), proved or "-")
    return f"| {' | '.join(cells)} |"


def _answered_by(action: str) -> str:
    if action in ("", NOT_BUILT):
        return "not built yet"
    kind = "form" if action.endswith("_form") else "response" if action.startswith("utter_") else "action"
    return f"{kind} `{action}`"


def _conversations(intent: str, found: Sequence[Proof]) -> Iterator[str]:
    if not found:
        return
    yield f"- `{intent}`"
    by_behaviour: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for proof in found:
        by_behaviour[proof.behaviour][f"[{proof.test}](../{proof.file})"] += 1
    for behaviour in sorted(by_behaviour, key=_order):
        tests = [f"{test} ({count}×)" if count > 1 else test for test, count in by_behaviour[behaviour].items()]
        yield f"  - {behaviour}: {', '.join(tests)}"


def _order(behaviour: str) -> tuple[int, str]:
    return (BEHAVIOURS.index(behaviour) if behaviour in BEHAVIOURS else len(BEHAVIOURS), behaviour)


def main() -> int:
    """Write the page; say what is lacking."""
    (ROOT / TABLE).write_text(page(), encoding="utf-8")
    for line in lacking():
        print(line)  # noqa: T201 - a command speaks on the terminal
    print(f"{TABLE} is up to date")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
