"""When more of what somebody sends may be under way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dichtbij.channels.whatsapp.arrivals import goes_on
from dichtbij.channels.whatsapp.model import Kind
from tests.conftest import NOW

TEXT, FILE, VIDEO, VOICE = Kind.TEXT, Kind.FILE, Kind.VIDEO, Kind.VOICE


@pytest.mark.parametrize(
    ("came", "last", "more"),
    [
        ([(1, TEXT)], None, False),
        ([(1, TEXT)], 0, False),
        ([(1, TEXT), (1, TEXT), (2, TEXT)], 1, False),
        ([(1, TEXT)], 2, True),
        ([(2, TEXT), (1, TEXT)], None, True),
        ([(2, TEXT), (1, TEXT), (3, TEXT)], None, True),
        ([(1, FILE)], None, True),
        ([(1, TEXT), (2, VIDEO)], None, True),
        ([(1, FILE), (2, TEXT)], None, False),
        ([(1, FILE), (1, TEXT)], None, False),
        ([(1, VOICE)], None, False),
        ([], 3, False),
    ],
)
def test_more_is_under_way_after_a_picture_and_when_deliveries_overtake_each_other(
    came: list[tuple[int, Kind]], last: int | None, more: bool
) -> None:
    moments = [(NOW + timedelta(seconds=second), kind) for second, kind in came]
    assert goes_on(moments, None if last is None else NOW + timedelta(seconds=last)) is more
