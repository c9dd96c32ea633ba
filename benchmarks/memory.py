"""What the processes take of the machine's memory (Linux)."""

from __future__ import annotations

from pathlib import Path

from benchmarks.stack import Stack
from benchmarks.table import Row, mb


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in tasks.read_text(encoding="ascii").split():
            found += family(int(child))
    return found


def of(pid: int) -> tuple[int, int]:
    """Resident and proportional bytes (RSS, PSS) of a process with its children."""
    resident = proportional = 0
    for each in family(pid):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except (OSError, ValueError):  # it ended while we looked
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines[1:] if line.split()[-1] == "kB"}
        resident += sizes.get("Rss", 0)
        proportional += sizes.get("Pss", 0)
    return resident, proportional


def rows(stack: Stack, when: str) -> list[Row]:
    """A line for each process and one for all."""
    lines: list[Row] = []
    total = [0, 0]
    for program in stack.programs:
        assert program.process is not None
        resident, proportional = of(program.process.pid)
        total[0] += resident
        total[1] += proportional
        name = program.name.removeprefix("bench-")
        lines.append(Row(f"{name}, {when}", f"RSS {mb(resident)}  PSS {mb(proportional)}"))
    return [*lines, Row(f"all three, {when}", f"RSS {mb(total[0])}  PSS {mb(total[1])}")]
