"""The pure parts of the web channel: sessions, limits, frames, and Rasa's forms."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from dichtbij.channels.web.frames import Uttered, position, uttered
from dichtbij.channels.web.limits import BURST, Limits
from dichtbij.channels.web.rasa import as_rasa
from dichtbij.channels.web.sessions import Sessions
from dichtbij.conversations.model import Content

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)
SESSIONS = Sessions("a secret")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_a_session_of_ours_is_known_and_one_signed_by_another_is_not() -> None:
    session = SESSIONS.new()
    assert SESSIONS.key(session) == session.split(".")[0]
    assert Sessions("another secret").key(session) is None
    assert SESSIONS.new() != session


@given(ANYTHING)
def test_whatever_is_not_ours_is_no_session(value: object) -> None:
    assert SESSIONS.key(value) is None


@given(st.data())
def test_one_changed_character_makes_a_session_unknown(data: st.DataObject) -> None:
    session = SESSIONS.new()
    at = data.draw(st.integers(0, len(session) - 1))
    other = data.draw(st.characters().filter(lambda character: character != session[at]))
    assert SESSIONS.key(session[:at] + other + session[at + 1 :]) is None


def test_a_burst_is_allowed_and_then_one_a_second() -> None:
    limits = Limits()
    assert [limits.allow("a", NOW) for _ in range(BURST + 2)] == [True] * BURST + [False] * 2
    assert limits.allow("b", NOW)
    later = NOW + timedelta(seconds=1)
    assert [limits.allow("a", later), limits.allow("a", later)] == [True, False]
    much_later = NOW + timedelta(days=1)
    assert [limits.allow("a", much_later) for _ in range(BURST + 1)] == [True] * BURST + [False]


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    limits = Limits()
    assert limits.allow("a", NOW)
    assert limits.allow("a", NOW - timedelta(hours=1))


def test_sessions_that_have_gone_quiet_are_forgotten() -> None:
    limits = Limits()
    for number in range(10_000):
        limits.allow(str(number), NOW)
    limits.allow("one more", NOW + timedelta(minutes=1))
    assert len(limits._buckets) == 1


@given(st.dictionaries(st.sampled_from(["message", "title", "message_id", "seq", "conversation_id"]), ANYTHING))
def test_any_frame_is_read_or_refused(data: dict[str, object]) -> None:
    frame = uttered(data)
    assert frame is None or (
        isinstance(frame.message, str) and (frame.message_id is None or frame.message_id.isascii())
    )
    place = position(data)
    assert place is None or (place[0].isascii() and 0 <= place[1] < 2**31)


def test_what_a_plain_widget_leaves_out_is_none() -> None:
    assert uttered({"message": "Hallo", "session_id": "x"}) == Uttered("Hallo", None, None)
    assert position(None) is None


def test_our_messages_in_rasas_forms() -> None:
    base = "https://chat.duinlicht.example"
    assert as_rasa(Content("Hallo"), base) == [{"text": "Hallo"}]
    reply = {"title": "Ja", "payload": "/bevestigen"}
    assert as_rasa(Content("Klopt het?", (reply,)), base) == [
        {"text": "Klopt het?", "quick_replies": [{"content_type": "text", **reply}]}
    ]
    picture = Content(
        "Zo.", image={"src": "/documenten/x", "title": "Verbruik"}, links=({"title": "PDF", "url": "/d/y"},)
    )
    assert as_rasa(picture, base) == [
        {"attachment": {"type": "image", "payload": {"src": f"{base}/documenten/x", "title": "Verbruik"}}},
        {"text": f"Zo.\n\n[PDF]({base}/d/y)"},
    ]
    elsewhere = Content("Lees meer", links=({"title": "privacy", "url": "https://www.duinlicht.example/privacy"},))
    assert as_rasa(elsewhere, base) == [{"text": "Lees meer\n\n[privacy](https://www.duinlicht.example/privacy)"}]
