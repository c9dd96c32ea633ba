"""How accuracy grows with the number of training sentences: measured, and drawn as docs/pictures/learning-curve.svg."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.contenders import Look, OurModel, PlainSvm, Row

SIZES = (10, 25, 50, 100)
"""Sentences for each intent; then all of them."""
DRAWS = 3
"""How often each of SIZES is drawn."""
SEED = 20261122

Machine = Callable[[Sequence[Row]], Look]
"""Rows to a reader."""
Judge = Callable[[list[dict[str, Any]]], float]
"""Predictions to accuracy."""


@dataclass(frozen=True)
class Point:
    """Accuracy with so many sentences for each intent."""

    each: float
    """Sentences for each intent; with all of them the mean over the intents."""
    accuracies: tuple[float, ...]
    """Of every draw."""

    @property
    def accuracy(self) -> float:
        """Mean of the draws."""
        return mean(self.accuracies)


def draw(rows: Sequence[Row], each: int, turn: int) -> list[Row]:
    """So many rows of every intent at random, the same for the same turn; all of an intent that has fewer."""
    chance = random.Random(f"{SEED}-{each}-{turn}")
    of_intent: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_intent[row[1]].append(row)
    return [
        row
        for intent in sorted(of_intent)
        for row in chance.sample(of_intent[intent], min(each, len(of_intent[intent])))
    ]


def machines() -> dict[str, Machine]:
    """What is on the curve, by its name."""
    plan = OurModel.plan(calibrated=False)
    return {
        "Dichtbij": lambda rows: OurModel.reader(OurModel.fit(rows, plan)),
        "plain linear SVM": lambda rows: PlainSvm.reader(PlainSvm.fit(rows)),
    }


def measure(
    rows: Sequence[Row],
    texts: Sequence[str],
    judge: Judge,
    progress: Callable[[str], None],
    sizes: Sequence[int] = SIZES,
) -> dict[str, list[Point]]:
    """A curve for each of `machines`, by its name."""
    curves: dict[str, list[Point]] = {}
    for name, machine in machines().items():
        curves[name] = []
        for each in sizes:
            drawn = [draw(rows, each, turn) for turn in range(DRAWS)]
            accuracies = tuple(judge([look(text) for text in texts]) for look in map(machine, drawn))
            curves[name].append(Point(each, accuracies))
            progress(f"{name}: {each} sentences for each intent, accuracy {mean(accuracies):.3f}")
        look = machine(rows)
        curves[name].append(Point(len(rows) / len({row[1] for row in rows}), (judge([look(text) for text in texts]),)))
        progress(f"{name}: all {len(rows)} sentences, accuracy {curves[name][-1].accuracy:.3f}")
    return curves


def picture(curves: dict[str, list[Point]], target: Path) -> None:
    """Draw the curves as an SVG; the same figures give the same file."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "dichtbij", "svg.fonttype": "none", "font.family": "sans-serif"}
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.2, 4.2), layout="constrained")
    # Blue and vermilion of Okabe and Ito, told apart by the colour-blind as well; the marks differ too.
    looks = (("#0072b2", "o"), ("#d55e00", "s"))
    for (name, points), (colour, mark) in zip(curves.items(), looks, strict=True):
        places, middle = [point.each for point in points], [point.accuracy for point in points]
        low, high = [min(point.accuracies) for point in points], [max(point.accuracies) for point in points]
        axes.fill_between(places, low, high, color=colour, alpha=0.15, linewidth=0)
        axes.plot(places, middle, color=colour, marker=mark, linewidth=2, label=name)
        above = name == next(iter(curves))
        for place, value in zip(places, middle, strict=True):
            axes.annotate(
                f"{value:.2f}",
                (place, value),
                xytext=(0, 9 if above else -16),
                textcoords="offset points",
                ha="center",
                color=colour,
            )
    places = [point.each for point in next(iter(curves.values()))]
    axes.set_xscale("log")
    axes.set_xticks(places, [*(f"{place:g}" for place in places[:-1]), f"all ({places[-1]:.0f})"])
    axes.minorticks_off()
    axes.set_ylim(bottom=max(0.0, min(min(p.accuracies) for points in curves.values() for p in points) - 0.08), top=1.0)
    axes.set_xlabel("training sentences for each intent (logarithmic)")
    axes.set_ylabel("accuracy on sentences of strangers")
    axes.grid(color="#d0d0d0", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.legend(loc="lower right", frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
