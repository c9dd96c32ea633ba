"""How long it takes until the first customer is answered: from a clean clone, and the second time."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.customer import CounterCustomer
from benchmarks.stack import free_port, settings_in
from benchmarks.table import Row, Section, median
from dichtbij.settings import ROOT

CLEAN_WITHIN = 900.0
AGAIN_WITHIN = 180.0
SECOND_STARTS = 3

_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
_KEPT_BEGINNINGS = ("PIP_", "UV_", "NPM_CONFIG_", "npm_config_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_LEFT_OUT = ("UV_CACHE_DIR", "PIP_CACHE_DIR", "NPM_CONFIG_CACHE", "npm_config_cache")


@dataclass
class Start:
    """One run of `make run`."""

    answered: float = 0.0
    """Seconds until a customer's "hallo" was answered over socket.io."""
    steps: list[tuple[float, str]] = field(default_factory=list)
    """(seconds, line) of everything it said."""


def _environment(home: Path, port: int) -> dict[str, str]:
    """A machine that has never seen us: no caches, no secrets; only the way to the registries stays."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if (name in _KEPT or name.upper().startswith(_KEPT_BEGINNINGS)) and name not in _LEFT_OUT
    }
    return {**kept, "HOME": str(home), "PORT": str(port)}


async def make_run(folder: Path, environment: dict[str, str], within: float, progress: Callable[[str], None]) -> Start:
    """Start, wait for the first answer, stop as Ctrl-C does.

    Raises:
        RuntimeError: it ended, or gave no answer in time.
    """
    begin = time.monotonic()
    start = Start()
    process = await asyncio.create_subprocess_exec(
        "make",
        "run",
        cwd=folder,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    reader: asyncio.Task[None] | None = None
    try:
        await asyncio.wait_for(_until_open(process, start, begin, progress), within)
        reader = asyncio.create_task(_drain(process))
        customer = CounterCustomer(f"http://127.0.0.1:{environment['PORT']}")
        await customer.begin()
        await customer.ask("hallo")
        start.answered = time.monotonic() - begin
        await customer.leave()
    except asyncio.TimeoutError as error:
        raise RuntimeError(f"no answer within {within:.0f} s; last: {start.steps[-1:]}") from error
    finally:
        await _stop(process)
        if reader is not None:
            reader.cancel()
    return start


async def _until_open(
    process: asyncio.subprocess.Process, start: Start, begin: float, progress: Callable[[str], None]
) -> None:
    assert process.stdout is not None
    async for raw in process.stdout:
        line = raw.decode(errors="replace").rstrip()
        start.steps.append((time.monotonic() - begin, line))
        if line.strip():
            progress(f"{start.steps[-1][0]:5.0f} s  {line.strip()[:100]}")
        if line.startswith("Dichtbij is open"):
            return
    raise RuntimeError("make run ended: " + " / ".join(line for _, line in start.steps[-3:]))


async def _drain(process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    async for _ in process.stdout:
        pass


async def _stop(process: asyncio.subprocess.Process) -> None:
    for number in (signal.SIGINT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(process.wait(), 25)
            return


def _clone(folder: Path) -> tuple[float, str]:
    """Seconds it took, and the commit."""
    begin = time.monotonic()
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)], check=True, timeout=120)
    seconds = time.monotonic() - begin
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True, timeout=20).stdout.strip()
    return seconds, commit


async def clean_clone(progress: Callable[[str], None]) -> Section:
    """A clone of the commit that is checked out, an empty home, `make run`; then once more in the same clone."""
    with tempfile.TemporaryDirectory(prefix="dichtbij-clone-") as name:
        folder, home = Path(name) / "dichtbij", Path(name) / "home"
        home.mkdir()
        cloning, commit = await asyncio.to_thread(_clone, folder)
        environment = _environment(home, free_port())
        first = await make_run(folder, environment, CLEAN_WITHIN, progress)
        again = await make_run(folder, environment, AGAIN_WITHIN, progress)
        size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink())
    rows = [Row("clone to first answer", f"{cloning + first.answered:.0f} s", "aim: under 240 s on 2 cores")]
    rows += _steps(first)
    rows += [
        Row("second start in the clone", f"{again.answered:.1f} s", "aim: under 15 s"),
        Row("disk the clone takes", f"{size / 1e9:.1f} GB"),
    ]
    return Section(f"Clean clone of {commit}, empty home", tuple(rows))


def _steps(start: Start) -> list[Row]:
    """How long each numbered step of `make run` took."""
    marks = [(at, line) for at, line in start.steps if line.startswith("[") or "Dichtbij is open" in line]
    return [
        Row(f"  {line.split('] ', 1)[-1].split(' (')[0][:44]}", f"{following - at:.0f} s")
        for (at, line), (following, _) in itertools.pairwise(marks)
        if following - at >= 1
    ]


async def second_starts(folder: Path, progress: Callable[[str], None]) -> Section:
    """`make run` in this checkout, where everything is made already, on a database that is filled already."""
    found: list[float] = []
    settings = settings_in(folder)
    for turn in range(SECOND_STARTS + 1):
        progress(f"second start: {turn or 'filling the database'}")
        environment = {
            **os.environ,
            "PORT": str(free_port()),
            "DATABASE_URL": settings.database_url,
            "TRACKER_URL": settings.tracker_url,
            "OPENING_HOURS": "always",
        }
        start = await make_run(ROOT, environment, AGAIN_WITHIN, lambda line: None)
        if turn:
            found.append(start.answered)
    note = f"aim: under 15 s; {SECOND_STARTS} starts, {min(found):.1f} to {max(found):.1f} s"
    return Section("Second start", (Row("make run to the first answer", f"{median(found):.1f} s", note),))
