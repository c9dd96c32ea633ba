"""Running one job of a contender in a process of its own, and watching what it takes of the machine (Linux)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dichtbij.settings import ROOT

Progress = Callable[[str], None]

NLPJS = ROOT / "benchmarks" / "nlpjs" / "run.js"
_OWN_NODE = ROOT / "var" / "node" / "bin" / "node"
"""Where scripts/setup puts Node.js when the machine has none."""
_LOOK_EVERY = 0.1
"""Seconds between two looks at the memory."""
_LAST_LINES = 15
"""Lines of what went wrong that are shown."""
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"), "1")


class JobFailed(Exception):
    """A contender's process ended without a result; says what it wrote last."""


@dataclass(frozen=True)
class Done:
    """What a job gave and took."""

    answer: dict[str, Any]
    peak: int
    """Bytes of memory (RSS) that the process and its children held together at their highest."""


def python_job(name: str) -> list[str]:
    """The command of a contender in Python."""
    return [sys.executable, "-m", "benchmarks.contenders", name]


def node_job() -> list[str]:
    """The command of nlp.js."""
    return [str(_OWN_NODE) if _OWN_NODE.exists() else shutil.which("node") or "node", str(NLPJS)]


def run(command: list[str], job: dict[str, Any], progress: Progress, one_core: bool = False) -> Done:
    """Do the job.

    Args:
        command: reads the job as JSON on stdin; the last line of its stdout is the result.
        progress: gets each line of stderr that begins with "..", without it.
        one_core: keep the process and its children on one core.

    Raises:
        JobFailed: it ended otherwise than with a result.
    """
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(ONE_CORE if one_core else {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdin
    if one_core:
        os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
    said: deque[str] = deque(maxlen=1)
    lamented: deque[str] = deque(maxlen=_LAST_LINES)

    def listen() -> None:
        for line in process.stderr or ():
            if line.startswith(".."):
                progress(line[2:].strip())
            elif line.strip():
                lamented.append(line.rstrip())

    watch = _Watch(process.pid)
    helpers = [
        threading.Thread(target=listen),
        threading.Thread(target=lambda: said.extend(process.stdout or ())),
        threading.Thread(target=watch.until_stopped),
    ]
    for helper in helpers:
        helper.start()
    try:
        process.stdin.write(json.dumps(job))
        process.stdin.close()
        code = process.wait()
    except BrokenPipeError:
        code = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    finally:
        watch.stopped.set()
        for helper in helpers:
            helper.join()
    if code or not said:
        raise JobFailed(f"{' '.join(command[-2:])} ended with code {code}:\n" + "\n".join(lamented))
    return Done(json.loads(said[0]), watch.peak)


class _Watch:
    """Looks at the memory of a process and its children until it is told to stop."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.peak = 0
        self.stopped = threading.Event()

    def until_stopped(self) -> None:
        """Note the highest; the process's own peak is exact, that of it and its children together is sampled."""
        while True:
            own, together = _memory(self.pid)
            self.peak = max(self.peak, own, together)
            if self.stopped.wait(_LOOK_EVERY):
                return


def _memory(pid: int) -> tuple[int, int]:
    """Highest RSS of the process so far, and RSS of it and its children now, in bytes; 0 when it is gone."""
    own = together = 0
    for each in _family(pid):
        try:
            lines = Path(f"/proc/{each}/status").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:  # it ended while we looked
            continue
        sizes = dict(line.split(":", 1) for line in lines)
        together += _bytes(sizes.get("VmRSS"))
        if each == pid:
            own = _bytes(sizes.get("VmHWM"))
    return own, together


def _bytes(size: str | None) -> int:
    return int(size.split()[0]) * 1024 if size else 0


def _family(pid: int) -> list[int]:
    found = [pid]
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = tasks.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            found += _family(int(child))
    return found


def size_of(folder: Path) -> int:
    """Bytes of the files that a contender keeps: those of its folder itself."""
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def to_exit(main: Callable[[], int]) -> int:
    """Run a command's main; when it is stopped (Ctrl-C, SIGTERM) the process at work is stopped with it, and 1."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return main()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1


def clock() -> Callable[[], str]:
    """Tells the time since now as "3:05"."""
    begin = time.monotonic()

    def told() -> str:
        minutes, seconds = divmod(int(time.monotonic() - begin), 60)
        return f"{minutes}:{seconds:02}"

    return told
