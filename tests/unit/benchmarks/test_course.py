"""What `benchmarks.course` makes of the times it took."""

from __future__ import annotations

from benchmarks.course import POINTS, ROUND, Cost, around, rows, same_words, sentence

LAST = max(around(POINTS[-1]))


def course(seconds: float, more_each: float = 0.0) -> list[Cost]:
    """A conversation in which every message takes so much longer than the one before, and half of it is computing."""
    taken = [seconds + more_each * number for number in range(1, LAST + 1)]
    return [Cost(each, each / 2, f"op {sentence(number)}") for number, each in enumerate(taken, 1)]


def test_every_point_is_told_by_one_whole_round_around_it() -> None:
    for point in POINTS:
        assert point in around(point)
        assert {sentence(number) for number in around(point)} == set(ROUND)
    assert around(10).start == 1


def test_a_flat_course_has_a_ratio_of_one() -> None:
    first, *others, answers = rows("bot", [course(0.1), course(0.2)])

    assert (first.what, first.value) == ("bot, message 10", "150 ms  cpu 75 ms")
    assert [row.note for row in others] == ["wait 1.00 x message 10, processor 1.00 x"] * 3
    assert answers.value == f"{len(ROUND)} of {len(ROUND)}"


def test_a_course_that_grows_shows_it() -> None:
    _, *others, _ = rows("bot", [course(0.0, 0.001)])

    assert [row.what for row in others] == [f"bot, message {point}" for point in (100, 200, 400)]
    assert others[-1].note == "wait 32.04 x message 10, processor 32.04 x", "400.5 against 12.5"


def test_other_answers_are_seen() -> None:
    costs = course(0.1)
    costs[399] = Cost(0.1, 0.05, "Er ging iets mis.")

    assert same_words(costs) == len(ROUND) - 1
