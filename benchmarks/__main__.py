"""python -m benchmarks [--clone] [--venv] [--only start,latency,course,desk,whatsapp,images]

    start     seconds until the first answer of a second `make run`
    latency   a message through the whole stack against Rasa's REST channel, and the memory of each process
    course    message 10 of a conversation against 100, 200 and 400 (nine minutes)
    desk      200 customers waiting and 20 agents: a handover on the screen, a message at the customer, the page
    whatsapp  80 messages a second in and out for a minute: acknowledged how soon, lost, said twice
    images    what goes into the images
    --clone   also from a clean clone with an empty home (minutes; installs everything anew)
    --venv    also install the counter's packages into a new environment

Prints one table and writes reports/bench.md. Everything runs on loopback, on a database of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import signal
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from benchmarks import course, desk, images, latency, memory, starting, whatsapp
from benchmarks.stack import Stack
from benchmarks.table import Row, Section, as_markdown, as_text
from dichtbij.clock import AMSTERDAM
from dichtbij.errors import DichtbijError
from dichtbij.launcher import MODEL
from dichtbij.settings import ROOT

PARTS = ("start", "latency", "course", "desk", "whatsapp", "images")


def _progress(line: str) -> None:
    print(f"  .. {line}", file=sys.stderr, flush=True)


def _machine() -> Section:
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    ).stdout.strip()
    load = os.getloadavg()[0]
    return Section(
        "Machine",
        (
            Row("commit", commit or "unknown"),
            Row("cores", str(os.cpu_count()), f"load {load:.1f} before the measurement"),
            Row("Python", platform.python_version(), platform.machine()),
        ),
    )


async def _stack(folder: Path, only: list[str]) -> list[Section]:
    _progress("starting bot, actions and counter")
    sections: list[Section] = []
    async with Stack(folder) as stack:
        if "latency" in only:
            rows = memory.rows(stack, "started")
            sections.append(await latency.measure(stack, _progress))
            rows += memory.rows(stack, "after the load")
            sections.append(Section("Memory (PSS: shared pages divided among those who share them)", tuple(rows)))
        if "course" in only:
            sections.append(await course.measure(stack, _progress))
        if "desk" in only:
            sections.append(await desk.measure(stack, _progress))
    return sections


async def _measure(arguments: argparse.Namespace) -> list[Section]:
    sections = [_machine()]
    if arguments.clone:
        sections.append(await starting.clean_clone(_progress))
    with tempfile.TemporaryDirectory(prefix="dichtbij-bench-") as name:
        if "start" in arguments.only:
            sections.append(await starting.second_starts(Path(name), _progress))
    with tempfile.TemporaryDirectory(prefix="dichtbij-bench-") as name:
        if {"latency", "course", "desk"} & set(arguments.only):
            sections += await _stack(Path(name), arguments.only)
    if "whatsapp" in arguments.only:
        sections.append(await whatsapp.measure(_progress))
    if "images" in arguments.only:
        _progress("images: weighing the installed packages")
        sections.append(images.estimate())
    if arguments.venv:
        _progress("images: installing the counter's packages")
        sections.append(images.throwaway())
    return sections


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clone", action="store_true")
    parser.add_argument("--venv", action="store_true")
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS))
    found = parser.parse_args()
    unknown = set(found.only) - set(PARTS) - {""}
    if unknown:
        parser.error(f"--only knows {', '.join(PARTS)}, not {', '.join(sorted(unknown))}")
    return found


def main() -> int:
    """Measure, print, write; 1 when something could not be measured."""
    arguments = _arguments()
    if not MODEL.is_file():
        print("There is no trained model. Train it first: make train", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what was started is stopped
    try:
        sections = asyncio.run(_measure(arguments))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1
    except (DichtbijError, RuntimeError, subprocess.SubprocessError, OSError) as error:
        print(f"The measurement failed: {error}", file=sys.stderr)
        return 1
    print(as_text(sections))
    report = ROOT / "reports" / "bench.md"
    report.parent.mkdir(exist_ok=True)
    when = datetime.now(AMSTERDAM).strftime("%Y-%m-%d %H:%M")
    report.write_text(f"# Measured on {when}\n\n{as_markdown(sections)}", encoding="utf-8")
    print(f"\nAlso in {report.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
