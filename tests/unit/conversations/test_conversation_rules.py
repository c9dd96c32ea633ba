"""The pure rules of the record: delivery states, owners, contents, cleaned text."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timezone
from functools import reduce
from itertools import permutations, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dichtbij.conversations.model import (
    TRANSITIONS,
    Content,
    ConversationId,
    Message,
    MessageId,
    clean_text,
    is_later,
)

STATES = ("stored", "sent", "failed", "delivered", "read")
"""In the order in which they count."""


def after(arrived: list[str], begin: str = "stored") -> str:
    """The state in which a message ends when these arrive in this order."""
    return reduce(lambda old, new: new if is_later(new, old) else old, arrived, begin)


@given(st.lists(st.sampled_from(STATES), max_size=12), st.randoms(use_true_random=False))
def test_any_order_of_delivery_states_ends_in_the_same_state(arrived: list[str], chance) -> None:
    shuffled = list(arrived)
    chance.shuffle(shuffled)

    assert after(shuffled) == after(arrived) == max([*arrived, "stored"], key=STATES.index)


@pytest.mark.parametrize(("old", "new"), product(STATES, STATES))
def test_only_a_state_that_counts_for_more_replaces_another(old: str, new: str) -> None:
    assert is_later(new, old) == (STATES.index(new) > STATES.index(old))


def test_a_failure_after_all_is_believed_until_the_message_is_known_to_have_arrived() -> None:
    assert after(["sent", "failed"]) == "failed"
    assert after(["failed", "sent"]) == "failed"
    assert {after(list(order)) for order in permutations(["failed", "sent", "read"])} == {"read"}


def test_the_owners_and_their_changes_are_those_of_the_design() -> None:
    owners = {owner for pair in TRANSITIONS for owner in pair}

    assert owners == {"bot", "queue", "agent", "closed"}
    assert [pair for pair in TRANSITIONS if pair[0] == pair[1]] == [("agent", "agent")], "from one agent to another"
    assert not [pair for pair in TRANSITIONS if pair[0] == "closed"], "what is closed stays closed"
    assert ("bot", "agent") not in TRANSITIONS, "an agent takes from the queue only"


CONTENTS = st.builds(
    Content,
    text=st.text(max_size=20),
    quick_replies=st.lists(st.fixed_dictionaries({"title": st.text(), "payload": st.text()}), max_size=2).map(tuple),
    image=st.none() | st.fixed_dictionaries({"src": st.text(min_size=1), "title": st.text()}),
    links=st.lists(st.fixed_dictionaries({"title": st.text(), "url": st.text()}), max_size=2).map(tuple),
    payload=st.text(max_size=20),
    marks=st.lists(st.text(max_size=10), max_size=3).map(tuple),
)


@given(CONTENTS)
def test_what_is_stored_of_a_content_gives_the_same_content_back(content: Content) -> None:
    assert Content.from_dict(content.as_dict()) == content


def message(**known: object) -> Message:
    fields = {
        "id": MessageId("m1"),
        "conversation_id": ConversationId("c1"),
        "seq": 3,
        "at": datetime(2026, 11, 23, 9, tzinfo=timezone.utc),
        "sender": "bot",
        "content": Content(text="Dag"),
    }
    return Message(**{**fields, **known})  # type: ignore[arg-type]


def test_a_message_on_the_wire_has_rasas_form_and_our_ids() -> None:
    content = Content(
        text="Kies",
        quick_replies=({"title": "Ja", "payload": "/ja"},),
        image={"src": "/documenten/x", "title": "Grafiek"},
        links=({"title": "Factuur", "url": "/documenten/y"},),
    )

    wire = message(content=content, sender="agent", sender_name="Fatima", channel_message_id="w-1").as_wire()

    assert wire == {
        "id": "m1",
        "conversation_id": "c1",
        "seq": 3,
        "at": "2026-11-23T09:00:00+00:00",
        "sender": "agent",
        "sender_name": "Fatima",
        "state": "stored",
        "text": "Kies",
        "quick_replies": [{"content_type": "text", "title": "Ja", "payload": "/ja"}],
        "attachment": {"type": "image", "payload": {"src": "/documenten/x", "title": "Grafiek"}},
        "links": [{"title": "Factuur", "url": "/documenten/y"}],
        "message_id": "w-1",
    }


def test_what_is_for_us_alone_does_not_go_on_the_wire() -> None:
    content = Content(text="Ja", payload="/bevestigen", marks=("fallback",))

    wire = message(content=content, reading={"score": 0.9}).as_wire()

    assert not {"payload", "marks", "reading"} & wire.keys()


ANY_TEXT = st.text(alphabet=st.characters(), max_size=200)  # lone surrogates and control characters too
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(ANY_TEXT)
@example("\x00")
@example("\ud800")
@example("betaal \u202e00,51\u202c euro")
@example("een\r\ntwee\rdrie\u200b")
def test_cleaned_text_has_nothing_that_hides_or_breaks(text: str) -> None:
    clean = clean_text(text)

    clean.encode("utf-8")  # PostgreSQL and the wire can take it
    assert not [c for c in clean if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(clean) & set(DIRECTIONS)
    assert clean == clean.strip()
    assert clean_text(clean) == clean


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))))
def test_cleaned_text_keeps_everything_that_can_be_read(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize("text", ["👩🏽‍🔧", "👨‍👩‍👧‍👦", "🇳🇱", "❤️", "Zoë Ćwikła", "€ 12,50", "kWh\tm³", "een\ntwee"])
def test_emoji_accents_and_line_ends_stay_as_they_are(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00\x07", "\u200b\u2060\ufeff", "\u202e", "\x7f\x85", "\u00a0"])
def test_text_in_which_nothing_can_be_seen_is_empty(text: str) -> None:
    assert clean_text(text) == ""


def test_ten_thousand_characters_are_cleaned_and_not_cut() -> None:
    assert clean_text("á\x00" * 10_000) == "á" * 10_000


def test_line_ends_of_every_machine_become_one_kind() -> None:
    assert clean_text("een\r\ntwee\rdrie\nvier") == "een\ntwee\ndrie\nvier"
