"""The figures of `make bench` and how they are shown."""

from __future__ import annotations

import pytest

from benchmarks.table import Row, Section, as_markdown, as_text, mb, median, ms, percentile


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.95, 0.0),
        ([3.0], 0.95, 3.0),
        ([1.0, 2.0, 3.0], 0.5, 2.0),
        ([0.0, 10.0], 0.95, 9.5),
        ([2.0, 1.0], 1.0, 2.0),
    ],
)
def test_percentile(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == pytest.approx(expected)


def test_median_of_nothing_is_nothing() -> None:
    assert median([]) == 0.0


@pytest.mark.parametrize(("seconds", "shown"), [(0.0041, "4.1 ms"), (0.0316, "32 ms"), (1.2, "1200 ms")])
def test_milliseconds(seconds: float, shown: str) -> None:
    assert ms(seconds) == shown


def test_megabytes() -> None:
    assert mb(737_400_000) == "737 MB"


def test_the_table_lines_up_and_the_report_holds_the_same() -> None:
    sections = [Section("Second start", (Row("first answer", "12.0 s", "aim: under 15 s"), Row("x", "1 s")))]
    assert as_text(sections).splitlines()[1:] == [
        "Second start",
        "  first answer  12.0 s  aim: under 15 s",
        "  x                1 s",
    ]
    assert "| first answer | 12.0 s | aim: under 15 s |" in as_markdown(sections)
