"""Rules of parcels: their order, their states, how long is waited."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import islice
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.channels.whatsapp.model import (
    Address,
    ButtonsPart,
    Choice,
    DocumentPart,
    ListPart,
    Part,
    Person,
    PersonId,
    PicturePart,
    TemplatePart,
    TextPart,
)
from dichtbij.channels.whatsapp.parcels import (
    LONGEST_UNANSWERED,
    RETRY_WAITS,
    Parcel,
    State,
    as_body,
    first_id,
    from_body,
    in_window,
    is_asked,
    is_later,
    is_news,
    new_ids,
    retry_wait,
    slow_wait,
    together,
    unanswered_wait,
)
from dichtbij.conversations.model import ConversationId

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)
STATES: tuple[State, ...] = ("waiting", "sending", "sent", "delivered", "read", "failed")
PARTS: tuple[Part, ...] = (
    TextPart("hallo"),
    ButtonsPart("welke?", (Choice("/a", "A"),), PicturePart("/documenten/x", "grafiek")),
    ButtonsPart("welke?", (Choice("/a", "A"),)),
    ListPart("welke?", "Kies", (Choice("/a", "A", "de eerste"),)),
    PicturePart("/documenten/x", "grafiek"),
    DocumentPart("bestand:1", "brief.pdf"),
    TemplatePart("weer_bereikbaar", "nl", ("Sanne", "dinsdag")),
)


def person(**values: object) -> Person:
    return Person(PersonId("p"), "whatsapp", "cloud", Address(number="31612000101"), "Sanne", NOW, **values)  # type: ignore[arg-type]


def ids(now: datetime, after: str | None = None, count: int = 3, *, urgent: bool = False) -> list[str]:
    return list(islice(new_ids(now, after, urgent=urgent), count))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_a_part_is_stored_as_it_was(part: Part) -> None:
    assert from_body(as_body(part)) == part


def test_ids_are_uuids_in_the_order_of_time() -> None:
    first, second, third = ids(NOW)
    later = ids(NOW + timedelta(milliseconds=1))[0]
    assert first < second < third < later
    assert UUID(first).version == 7


@given(st.integers(-10_000, 10_000))
def test_what_comes_after_goes_after_whatever_the_clocks_say(seconds: int) -> None:
    """Two machines need not agree on the time."""
    before = ids(NOW)[-1]
    assert ids(NOW + timedelta(seconds=seconds), before)[0] > before


def test_danger_goes_before_everything() -> None:
    for year in (2026, 2126, 2426):
        urgent = ids(datetime(year, 12, 31, tzinfo=timezone.utc), urgent=True)
        assert urgent == sorted(urgent)
        assert urgent[-1] < ids(datetime(2005, 1, 1, tzinfo=timezone.utc))[0]
        assert UUID(urgent[0]).version == 7
    assert ids(NOW, urgent=True)[0] < ids(NOW, ids(NOW, urgent=True)[-1])[0]


@given(st.integers(0, 40), st.integers(1, 40))
def test_danger_keeps_its_order_too(millis: int, later: int) -> None:
    first, then = NOW + timedelta(milliseconds=millis), NOW + timedelta(milliseconds=millis + later)
    assert ids(first, urgent=True)[-1] < ids(then, urgent=True)[0]


def test_an_id_tells_when_it_was_made() -> None:
    def made_at(id_: str) -> datetime:
        return Parcel(id_, person(), ConversationId("c"), 1, 1, 0, None).made_at

    for millis in range(40):
        at = NOW + timedelta(milliseconds=millis)
        assert {made_at(id_) for id_ in ids(at)} == {at}
        assert {made_at(id_) for id_ in ids(at, urgent=True)} == {at}


@pytest.mark.parametrize("old", STATES)
@pytest.mark.parametrize("new", STATES)
def test_no_state_goes_back(new: State, old: State) -> None:
    if is_later(new, old):
        assert not is_later(old, new) or {new, old} == {"failed", "delivered"} or {new, old} == {"failed", "read"}
    assert not is_later(old, old)


def test_a_failure_counts_until_it_arrived() -> None:
    assert is_later("failed", "sent")
    assert not is_later("failed", "delivered")
    assert is_later("delivered", "failed")
    assert not is_later("sent", "failed")


@given(st.permutations(["sent", "delivered", "read"]))
def test_any_order_of_statuses_ends_the_same(updates: list[State]) -> None:
    state: State = "sending"
    for update in updates:
        state = update if is_later(update, state) else state
    assert state == "read"


@pytest.mark.parametrize(
    ("state", "new", "remote_id", "news"),
    [
        ("waiting", "sent", "wamid.1", False),  # told after the failure that it came before
        ("waiting", "failed", "wamid.1", False),
        ("waiting", "delivered", "wamid.1", True),  # it arrived after all: not sent again
        ("sending", "sent", "wamid.2", True),
        ("sent", "failed", "wamid.2", True),
        ("sent", "failed", "wamid.1", False),  # of the try before
        ("delivered", "failed", "wamid.2", False),
        ("read", "delivered", "wamid.2", False),
    ],
)
def test_which_statuses_are_news(state: State, new: State, remote_id: str, news: bool) -> None:
    parcel = Parcel("p", person(), ConversationId("c"), 1, 1, 0, None, state, 2, "wamid.2")
    assert is_news(parcel, new, remote_id) is news


@pytest.mark.parametrize(
    ("parts", "whole"),
    [(["read", "sent"], "sent"), (["delivered", "waiting"], "waiting"), (["read", "failed"], "failed")],
)
def test_a_message_is_as_far_as_its_last_part(parts: list[State], whole: State) -> None:
    assert together(parts) == whole


def test_trouble_is_waited_for_ever_longer_and_then_no_more() -> None:
    waits = [retry_wait(tries, None) for tries in range(1, 7)]
    assert waits == [*RETRY_WAITS, None]
    assert retry_wait(1, 40.0) == 40.0


def test_while_nobody_is_answered_the_waits_grow_with_the_age() -> None:
    waits = [unanswered_wait(timedelta(seconds=age), None) for age in (0, 20, 400, 3600)]
    assert waits == [2.0, 10.0, 200.0, LONGEST_UNANSWERED]
    assert unanswered_wait(timedelta(hours=1), 900.0) == 900.0


def test_ids_of_a_time_begin_where_it_begins() -> None:
    assert ids(NOW - timedelta(milliseconds=1))[-1] < first_id(NOW) < ids(NOW)[0]


def test_too_much_to_a_person_is_waited_for_as_meta_says() -> None:
    assert [slow_wait(tries, None) for tries in (1, 2, 3, 9)] == [4.0, 16.0, 64.0, 600.0]
    assert slow_wait(1, 7.0) == 7.0


def test_the_window_is_24_hours_from_the_last_message() -> None:
    assert in_window(person(last_in_at=NOW - timedelta(hours=23, minutes=59)), NOW)
    assert not in_window(person(last_in_at=NOW - timedelta(hours=24)), NOW)
    assert not in_window(person(), NOW)


def test_who_signed_off_and_writes_again_is_answered() -> None:
    assert is_asked(person())
    assert not is_asked(person(opted_out_at=NOW, last_in_at=NOW))
    assert not is_asked(person(opted_out_at=NOW))
    assert is_asked(person(opted_out_at=NOW, last_in_at=NOW + timedelta(seconds=1)))
