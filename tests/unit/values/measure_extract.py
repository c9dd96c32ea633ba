"""What reading the values of a message costs, over the training sentences (docs/values.md). Not a test; run it:

PYTHONPATH=. .venv/bin/python tests/unit/values/measure_extract.py
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from time import thread_time_ns

import yaml

from dichtbij.values import extract

TODAY = date(2025, 11, 21)
ROOT = Path(__file__).resolve().parents[3]
ROUNDS = 3
"""The least of so many is what a message costs; the rest is what the machine was doing besides."""


def sentences() -> list[str]:
    """The training sentences, without their intents."""
    found = []
    for file in sorted((ROOT / "data" / "nlu").glob("*/*.yml")):
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            found += [line.strip()[2:] for line in row["examples"].splitlines() if line.strip().startswith("- ")]
    return found


def milliseconds(text: str) -> float:
    """Of processor time."""
    least = 0
    for _ in range(ROUNDS):
        begun = thread_time_ns()
        extract(text, TODAY)
        spent = thread_time_ns() - begun
        least = min(least or spent, spent)
    return least / 1e6


def main() -> None:
    texts = sentences()
    costs = sorted(milliseconds(text) for text in texts)
    found = [extract(text, TODAY) for text in texts]
    kinds = Counter(value.kind for values in found for value in values)
    at = {name: costs[int(len(costs) * share)] for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))}
    print(f"{len(texts)} sentences, {sum(map(len, texts)) / len(texts):.0f} characters on average")
    print(", ".join(f"{name} {cost:.3f} ms" for name, cost in at.items()), f"most {costs[-1]:.2f} ms")
    print(f"{sum(bool(values) for values in found)} sentences hold a value:", dict(kinds.most_common()))


if __name__ == "__main__":
    main()
