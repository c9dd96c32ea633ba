"""Which taps still answer a question: on a phone every old button can be tapped for ever."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from dichtbij.conversations.model import Content, ConversationId, Message, MessageId, Sender
from dichtbij.counter.taps import ASK_HUMAN, judged, open_question, tapped_on

HERE, BEFORE = ConversationId("c"), ConversationId("eerder")
AT = datetime(2026, 11, 23, tzinfo=timezone.utc)


def message(seq: int, sender: Sender, content: Content, minutes: float = 0) -> Message:
    return Message(MessageId(str(seq)), HERE, seq, AT + timedelta(minutes=minutes), sender, content)


def question(seq: int, *payloads: str) -> Message:
    return message(seq, "bot", Content("?", quick_replies=tuple({"title": p, "payload": p} for p in payloads)))


def tap(seq: int, on: int, payload: str = "/bevestigen", minutes: float = 0, place: ConversationId = HERE) -> Message:
    return message(seq, "customer", Content("Ja", payload=payload, marks=(tapped_on(place, on),)), minutes)


YES_NO = ("/bevestigen", "/ontkennen")


def test_the_newest_question_is_answered() -> None:
    assert judged(tap(3, 2), [question(2, *YES_NO)]) == "counts"


def test_a_button_of_an_older_question_does_not_answer_the_newest() -> None:
    course = [question(2, *YES_NO), tap(3, 2), question(4, *YES_NO)]
    assert judged(tap(5, 2, minutes=5), course) == "old"
    assert open_question(tap(5, 2, minutes=5), course) == course[-1]


def test_a_second_tap_says_nothing_also_when_the_next_question_came_meanwhile() -> None:
    course = [question(2, *YES_NO), tap(3, 2), tap(4, 2), question(5, *YES_NO)]
    assert judged(course[2], course) == "twice"


def test_another_button_of_an_answered_question_is_asked_about() -> None:
    assert judged(tap(4, 2, "/ontkennen"), [question(2, *YES_NO), tap(3, 2)]) == "old"


@pytest.mark.parametrize("payload", ["3 maanden", "/annuleren", "/whatsapp_nog_nodig"])
def test_an_answer_to_an_older_question_is_no_answer_any_more(payload: str) -> None:
    assert judged(tap(5, 2, payload), [question(2, payload), question(4, *YES_NO)]) == "old"


@pytest.mark.parametrize("payload", [ASK_HUMAN, "/hulp", '/besparen{"persoonlijk": "ja"}'])
def test_a_question_that_stands_by_itself_can_be_asked_at_any_time(payload: str) -> None:
    course = [question(2, payload), tap(3, 2, payload), question(4, *YES_NO)]
    assert judged(tap(5, 2, payload, minutes=5), course) == "counts"
    assert judged(tap(5, 2, payload), course) == "twice"


def test_the_way_to_a_human_below_every_answer_is_no_question() -> None:
    assert judged(tap(5, 2), [question(2, *YES_NO), question(4, ASK_HUMAN)]) == "counts"


def test_a_button_of_an_earlier_conversation_counts_until_something_is_asked_in_this_one() -> None:
    assert judged(tap(2, 9, place=BEFORE), []) == "counts"
    assert judged(tap(2, 9, place=BEFORE), [question(1, *YES_NO)]) == "old"


def test_a_tap_of_which_nobody_knows_the_bubble_counts() -> None:
    typed = message(5, "customer", Content("Ja", payload="/bevestigen"))
    assert judged(typed, [question(2, *YES_NO), question(4, *YES_NO)]) == "counts"


def test_a_question_that_was_answered_in_words_is_open_no_more() -> None:
    course = [question(2, *YES_NO), message(3, "customer", Content("ja")), message(4, "bot", Content("Geregeld"))]
    assert open_question(tap(5, 1), course) is None
