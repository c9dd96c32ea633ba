"""One bubble of several answers of the bot."""

from __future__ import annotations

import pytest

from dichtbij.counter.bot import merge


def test_texts_come_below_each_other_in_one_bubble() -> None:
    answer = merge([{"text": "Je staat op € 120. "}, {"text": "Dat past bij je verbruik."}])

    assert answer.content is not None
    assert answer.content.text == "Je staat op € 120.\n\nDat past bij je verbruik."


def test_the_buttons_are_those_of_the_last_thing_said() -> None:
    ask = {"text": "Klopt dit?", "buttons": [{"title": "Ja", "payload": "/bevestigen"}]}

    assert merge([{"text": "Even kijken."}, ask]).content.quick_replies == ({"title": "Ja", "payload": "/bevestigen"},)
    assert merge([ask, {"text": "Laat maar."}]).content.quick_replies == ()


def test_a_picture_or_links_after_the_question_do_not_take_its_buttons_away() -> None:
    ask = {"text": "Klopt dit?", "buttons": [{"title": "Ja", "payload": "/bevestigen"}]}

    content = merge([ask, {"image": "/documenten/g", "custom": {"alt": "Grafiek"}}]).content

    assert content.quick_replies == ({"title": "Ja", "payload": "/bevestigen"},)
    assert content.image == {"src": "/documenten/g", "title": "Grafiek"}


def test_every_link_is_kept() -> None:
    one, two = {"title": "Factuur", "url": "/a"}, {"title": "Verbruik", "url": "/b"}

    content = merge(
        [{"text": "Hier.", "custom": {"links": [one]}}, {"text": "En.", "custom": {"links": [two]}}]
    ).content

    assert content.links == (one, two)


def test_a_handover_is_found_in_any_answer_and_may_come_without_words() -> None:
    handover = {"reason": "verzoek", "trigger": "medewerker_spreken"}

    silent = merge([{"custom": {"handover": handover}}])
    spoken = merge([{"text": "Ik haal iemand.", "custom": {"handover": handover}}, {"text": "Tot zo."}])

    assert silent.content is None
    assert silent.handover == handover
    assert spoken.handover == handover


@pytest.mark.parametrize("answers", [[], [{}], [{"text": ""}]])
def test_a_bot_that_says_nothing_makes_no_bubble(answers: list[dict[str, object]]) -> None:
    assert merge(answers).content is None


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("utter_niet_begrepen", {"utter:utter_niet_begrepen", "fallback"}),
        ("utter_niet_begrepen_weer", {"utter:utter_niet_begrepen_weer", "fallback", "offer_human"}),
        ("utter_balie_aanbod_medewerker", {"utter:utter_balie_aanbod_medewerker", "offer_human"}),
        ("utter_begroeten", {"utter:utter_begroeten"}),
    ],
)
def test_marks_tell_what_the_bot_did(name: str, marks: set[str]) -> None:
    assert set(merge([{"text": "…", "utter_action": name}]).content.marks) == marks
