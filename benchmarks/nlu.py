"""python -m benchmarks.nlu [--in CASES.jsonl] [--epochs 100] [--diet-minutes 20] [--only bot,svm,curve]

Our pipeline beside Rasa's default (DIET), a plain linear SVM and nlp.js: trained on the same sentences of data/nlu,
judged by score.py on the same labelled cases, each in a process of its own. And the learning curve, drawn.

Prints tables. A whole run on the default cases also writes them into docs/understanding.md, and the curve as
docs/pictures/learning-curve.svg. DIET gets as many of its rounds as fit in --diet-minutes (0: all, in hours).
--only takes some of: bot, model, diet, svm, nlpjs, curve.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import curve, jobs, page, scored
from benchmarks.contenders import OurModel, Row
from benchmarks.table import mb, ms, percentile
from dichtbij.nlu.corpus import sentences
from dichtbij.settings import ROOT

CASES = ROOT / "benchmarks" / "eval" / "nlu_dev.jsonl"
PICTURE = ROOT / "docs" / "pictures" / "learning-curve.svg"
CURVE = "curve"

MOST_WRONG = 0.02
"""Wrong answers that a threshold may leave among held-out training sentences: the project's own aim."""
HELD_OUT = 4
"""One voice in so many is held out to choose a threshold, by number of sentences."""
PASSES = 3
"""How often the cases are read for the parse time."""
UNSURE = "fallback"


@dataclass(frozen=True)
class Entry:
    """One contender and how it is run."""

    key: str
    label: str
    command: Callable[[], list[str]]
    thousand: float
    """Seconds that training and reading take for a thousand sentences, on two free cores: for the estimate."""
    unsure: bool
    """Whether it can say "I don't know" as it comes."""
    threshold: bool
    """Whether it is also judged with a threshold chosen on held-out training voices."""


ENTRIES = (
    Entry("bot", "Dichtbij, the whole bot", lambda: jobs.python_job("bot"), 7, unsure=True, threshold=False),
    Entry("model", "Dichtbij's model alone", lambda: jobs.python_job("model"), 6, unsure=False, threshold=True),
    Entry("diet", "Rasa's default (DIET)", lambda: jobs.python_job("diet"), 6, unsure=True, threshold=False),
    Entry("svm", "plain linear SVM", lambda: jobs.python_job("svm"), 0.5, unsure=False, threshold=True),
    Entry("nlpjs", "nlp.js", jobs.node_job, 20, unsure=True, threshold=True),
)
CURVE_THOUSAND = 12


@dataclass(frozen=True)
class Result:
    """A contender's figures on the cases."""

    label: str
    right: scored.Scored
    unsure: str
    """How it says "I don't know"."""
    predictions: Sequence[dict[str, Any]]
    """What was judged, in score.py's form."""
    training: float
    """Seconds."""
    reading: tuple[float, float]
    """Seconds for one text on one core: p50 and p95."""
    memory: tuple[int, int]
    """Highest bytes while training and while reading."""
    size: int
    """Bytes on disk."""


def held_out(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows without about a quarter of the voices, and the rows of those.

    With fewer than four voices a quarter of every intent is held out instead.
    """
    from sklearn.model_selection import GroupKFold, StratifiedKFold

    intents, voices = [row[1] for row in rows], [row[2] for row in rows]
    if len(set(voices)) >= HELD_OUT:
        seen, unseen = next(iter(GroupKFold(HELD_OUT).split(rows, intents, voices)))
    else:
        seen, unseen = next(iter(StratifiedKFold(HELD_OUT, shuffle=True, random_state=curve.SEED).split(rows, intents)))
    return [rows[i] for i in seen], [rows[i] for i in unseen]


def threshold(judged: Sequence[tuple[float, bool]], most_wrong: float = MOST_WRONG) -> float:
    """The confidence above which a first intent is an answer, so that at most this share of all is answered wrong.

    Args:
        judged: for each held-out sentence the confidence of its first intent, and whether that is right.
    """
    wrong = sorted((confidence for confidence, right in judged if not right), reverse=True)
    allowed = int(most_wrong * len(judged))
    return wrong[allowed] if len(wrong) > allowed else float("-inf")


def with_threshold(predictions: Sequence[dict[str, Any]], above: float) -> list[dict[str, Any]]:
    """The same rankings, answered above the confidence and given up at it or below."""
    return [
        {"ranking": row["ranking"], "act": "answer" if row["ranking"] and row["ranking"][0][1] > above else UNSURE}
        for row in predictions
    ]


def run_entry(
    entry: Entry,
    rows: Sequence[Row],
    gold: Sequence[dict[str, Any]],
    options: dict[str, Any],
    progress: jobs.Progress,
) -> list[Result]:
    """Train it, let it read the cases, judge it as it comes, and with a threshold where it has or may have one.

    Raises:
        jobs.JobFailed: one of its processes did.
    """
    command = entry.command()
    texts = [row["text"] for row in gold]
    with tempfile.TemporaryDirectory(prefix="dichtbij-bench-") as name:
        progress(f"{entry.label}: training on {len(rows)} sentences")
        learned = jobs.run(command, {"do": "train", "folder": name, "rows": rows, "options": options}, progress)
        size = jobs.size_of(Path(name))
        progress(f"{entry.label}: reading {len(texts)} cases, {PASSES} times")
        read = jobs.run(
            command, {"do": "read", "folder": name, "texts": texts, "passes": PASSES}, progress, one_core=True
        )
    seconds, predictions = read.answer["seconds"], read.answer["rows"]
    note = learned.answer.get("note")

    def result(label: str, judged: Sequence[dict[str, Any]], unsure: str) -> Result:
        return Result(
            f"{label}, {note}" if note else label,
            scored.nlu(gold, judged),
            unsure,
            judged,
            learned.answer["seconds"],
            (percentile(seconds, 0.5), percentile(seconds, 0.95)),
            (learned.peak, read.peak),
            size,
        )

    results = [result(entry.label, predictions, "its own")] if entry.unsure else []
    if entry.threshold:
        above = _chosen(entry, rows, options, progress)
        label = f"{entry.label}, with a threshold" if entry.unsure else entry.label
        results.append(result(label, with_threshold(predictions, above), f"above {above:.2f}"))
    return results


def _chosen(entry: Entry, rows: Sequence[Row], options: dict[str, Any], progress: jobs.Progress) -> float:
    """The threshold that training voices choose which it has not heard."""
    seen, unseen = held_out(rows)
    progress(f"{entry.label}: training on {len(seen)} sentences, to choose a threshold on the other voices")
    with tempfile.TemporaryDirectory(prefix="dichtbij-bench-") as name:
        jobs.run(entry.command(), {"do": "train", "folder": name, "rows": seen, "options": options}, progress)
        texts = [row[0] for row in unseen]
        read = jobs.run(entry.command(), {"do": "read", "folder": name, "texts": texts, "passes": 1}, progress)
    judged = [
        (row["ranking"][0][1], row["ranking"][0][0] == intent)
        for row, (_, intent, _) in zip(read.answer["rows"], unseen, strict=True)
        if row["ranking"]
    ]
    judged += [(float("-inf"), False)] * (len(unseen) - len(judged))
    right = sum(hit for _, hit in judged) / len(judged)
    progress(f"{entry.label}: {right:.3f} of the {len(judged)} held-out sentences right")
    return threshold(judged)


def quality(results: Sequence[Result]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the table of what is right."""
    head = ["", "accuracy", "first three", "weakest style", "answered", "wrong answers", "“I don't know” by"]
    rows = []
    for result in results:
        figures, (style, share, count) = result.right.figures, result.right.weakest()
        shares = [f"{figures[name]:.3f}" for name in ("accuracy", "top3")]
        sure = [f"{figures[name]:.3f}" for name in ("answered", "wrong answers")]
        rows.append([result.label, *shares, f"{share:.2f} {style} ({count})", *sure, result.unsure])
    return head, rows


def costs(results: Sequence[Result]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the table of what it takes; a contender that stands twice in the other stands here once."""
    head = ["", "training", "parse p50", "p95", "memory, training", "reading", "on disk"]
    once = {(result.training, result.size): result for result in reversed(results)}
    rows = [
        [
            result.label,
            f"{result.training:.1f} s",
            ms(result.reading[0]),
            ms(result.reading[1]),
            *(mb(size) for size in result.memory),
            f"{result.size / 1e6:.1f} MB",
        ]
        for result in reversed(once.values())
    ]
    return head, rows


def curve_table(curves: dict[str, list[curve.Point]]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the learning curve."""
    points = next(iter(curves.values()))
    head = ["sentences for each intent", *(f"{point.each:g}" for point in points[:-1]), f"all ({points[-1].each:.0f})"]
    return head, [[name, *(f"{point.accuracy:.3f}" for point in found)] for name, found in curves.items()]


def _estimate(only: Sequence[str], count: int, minutes: float) -> str:
    seconds = {entry.key: entry.thousand for entry in ENTRIES} | {CURVE: CURVE_THOUSAND}
    total = sum(seconds[key] for key in only) * count / 1000 / 60
    whole = "diet" in only and not minutes
    total += minutes if "diet" in only else 0
    return f"about {total:.0f} minutes on two free cores" + (", and hours for all rounds of DIET" if whole else "")


def _arguments() -> argparse.Namespace:
    keys = [*(entry.key for entry in ENTRIES), CURVE]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.nlu", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--in", dest="cases", type=Path, default=CASES)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--diet-minutes", type=float, default=20.0)
    parser.add_argument("--only", type=lambda text: text.split(","), default=keys)
    found = parser.parse_args()
    if unknown := set(found.only) - set(keys):
        parser.error(f"--only knows {', '.join(keys)}, not {', '.join(sorted(unknown))}")
    return found


def main() -> int:
    """Measure, print, write; 1 when a contender failed, 2 when the cases can't be read."""
    arguments = _arguments()
    try:
        gold = [json.loads(line) for line in arguments.cases.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        print(f"{arguments.cases}: {error}", file=sys.stderr)
        return 2
    where = page.circumstances(f"make bench-nlu DIET_MINUTES={arguments.diet_minutes:g} EPOCHS={arguments.epochs}")
    rows: list[Row] = [(row.text, row.intent, row.voice) for row in sentences()]
    intents, voices = len({row[1] for row in rows}), len({row[2] for row in rows})
    data = f"{len(rows)} training sentences of {intents} intents by {voices} voices; {len(gold)} cases."
    time = jobs.clock()

    def progress(line: str) -> None:
        print(f"  .. {time()} {line}", file=sys.stderr, flush=True)

    print(f"{data} This takes {_estimate(arguments.only, len(rows), arguments.diet_minutes)}.", flush=True)
    options = {
        "diet": {"epochs": arguments.epochs, "minutes": arguments.diet_minutes},
        "model": {"plan": OurModel.plan()} if "model" in arguments.only else {},
    }
    results: list[Result] = []
    failed = False
    for entry in ENTRIES:
        if entry.key in arguments.only:
            try:
                found = run_entry(entry, rows, gold, options.get(entry.key, {}), progress)
                results += found
                for line in page.as_text(*quality(found)).splitlines()[1:]:
                    progress(line)  # so that a run that is broken off has told something
            except jobs.JobFailed as error:
                print(f"{entry.label}: {error}", file=sys.stderr)
                failed = True
    print(f"\n{where}\n{data}")
    for table in (quality(results), costs(results)) if results else ():
        print(f"\n{page.as_text(*table)}", flush=True)
    shown = arguments.cases.resolve() == CASES
    if shown and not failed and {entry.key for entry in ENTRIES} <= set(arguments.only):
        tables = [page.as_markdown(*table) for table in (quality(results), costs(results))]
        page.write("bench-nlu", "\n\n".join([where, data, *tables]))
    if CURVE in arguments.only:
        texts = [row["text"] for row in gold]
        curves = curve.measure(rows, texts, lambda said: scored.nlu(gold, said).figures["accuracy"], progress)
        print(f"\n{page.as_text(*curve_table(curves))}")
        if shown:
            curve.picture(curves, PICTURE)
            page.write("learning-curve", f"{where} {data}\n\n{page.as_markdown(*curve_table(curves))}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(jobs.to_exit(main))
