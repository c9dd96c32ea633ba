"""General questions, that need nobody's data."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param(
            "Hoe lees ik mijn slimme meter af?",
            "1.8.1 is je stroom in de daluren",
            marks=pytest.mark.question("slimme_meter"),
        ),
        pytest.param(
            "Wat is een dynamisch energiecontract?",
            "verandert de stroomprijs elk uur",
            marks=pytest.mark.question("dynamisch_contract"),
        ),
        pytest.param(
            "Hoe kan ik klant bij jullie worden?",
            "Wij zeggen je oude contract op.",
            marks=pytest.mark.question("klant_worden"),
        ),
        pytest.param(
            "Er is geen stroom in onze straat", "Bel 0800-9009.", marks=pytest.mark.question("storing_melden")
        ),
        pytest.param(
            "Heb je tips om energie te besparen?",
            "Op verwarming bespaar je vaak het meest.",
            marks=pytest.mark.question("besparen"),
        ),
        pytest.param(
            "Ik kan niet inloggen, wachtwoord vergeten", "Wachtwoord vergeten?", marks=pytest.mark.question("inloggen")
        ),
        pytest.param(
            "Wat zijn jullie openingstijden?", "Bellen: 088 000 12 34", marks=pytest.mark.question("openingstijden")
        ),
    ],
)
async def test_general_questions_need_no_identification(customer: NewCustomer, question: str, answer: str) -> None:
    heard = await (await customer()).say(question)
    assert answer in heard
    assert "klantnummer" not in heard
