"""Which action comes next: questions in a form, several in one message, follow-ups, and a human before all else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from dichtbij.nlu.policy import EscalationPolicy, QuestionPolicy
from dichtbij.settings import ROOT


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load([str(ROOT / "domain.yml"), str(ROOT / "data" / "responses")])


def said(text: str, intent: str, confidence: float = 0.95, **extra: Any) -> UserUttered:
    parsed = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": [], **extra}
    return UserUttered(text, parsed["intent"], [], parsed)


def predicted(policy: type, domain: Domain, *events: Event) -> str | None:
    """The action of a policy after these events; None when it leaves it to the others."""
    tracker = DialogueStateTracker.from_events("x", list(events), slots=domain.slots)
    context = ExecutionContext(GraphSchema({}))
    made = policy(policy.get_default_config(), None, None, context)
    prediction: PolicyPrediction = made.predict_action_probabilities(tracker, domain)
    if asyncio.iscoroutine(prediction):
        prediction = asyncio.run(prediction)
    best = max(prediction.probabilities)
    return domain.action_names_or_texts[prediction.probabilities.index(best)] if best else None


LISTEN = ActionExecuted("action_listen")
USAGE = [SlotSet("laatste_vraag", "verbruik_inzien"), SlotSet("laatste_context", {"energie": "gas"})]
INSTALMENT = [
    SlotSet("laatste_vraag", "termijnbedrag_opvragen"),
    SlotSet("laatste_context", {"waarde_voor": "termijnbedrag_wijzigen"}),
]


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "action"),
    [
        ("en vorig jaar?", "factuur_opvragen", 0.5, "action_verbruik_inzien"),
        ("en gas?", "tarieven_opvragen", 0.8, "action_verbruik_inzien"),
        ("en in januari dan?", "factuur_opvragen", 0.99, "action_verbruik_inzien"),
        ("en mijn contract?", "contract_info", 0.95, None),
        ("en voor de Industrieweg", "nlu_fallback", 0.3, "action_verbruik_inzien"),
        ("en hoe zit dat met stroom", "informeren", 0.9, "action_verbruik_inzien"),
        ("en wanneer loopt mijn contract af?", "contract_info", 0.97, None),
        ("en bedankt", "bedanken", 0.9, None),
        ("en nu wil ik een mens", "medewerker_spreken", 0.9, None),
        ("wat is mijn termijnbedrag", "termijnbedrag_opvragen", 0.99, None),
    ],
)
def test_a_follow_up_goes_to_the_question_before(
    domain: Domain, text: str, intent: str, confidence: float, action: str | None
) -> None:
    assert predicted(QuestionPolicy, domain, LISTEN, *USAGE, said(text, intent, confidence)) == action


def test_without_something_to_go_on_with_it_stands_by_itself(domain: Domain) -> None:
    alone = [SlotSet("laatste_vraag", "verbruik_inzien")]
    assert predicted(QuestionPolicy, domain, LISTEN, *alone, said("en vorig jaar?", "factuur_opvragen", 0.5)) is None


def test_another_value_opens_the_form_it_is_for(domain: Domain) -> None:
    for text in ("maak er 150 van", "doet u maar honderdtachtig"):
        assert predicted(QuestionPolicy, domain, LISTEN, *INSTALMENT, said(text, "informeren", 0.7)) == (
            "termijnbedrag_wijzigen_form"
        )


SEVERAL = said(
    "wat is mijn termijnbedrag, hoe laat zijn jullie open en ik wil een andere betaaldag",
    "termijnbedrag_opvragen",
    vragen=[
        {"intent": "betaaldatum_wijzigen", "text": "ik wil een andere betaaldag"},
        {"intent": "termijnbedrag_opvragen", "text": "wat is mijn termijnbedrag"},
        {"intent": "openingstijden", "text": "hoe laat zijn jullie open"},
    ],
)


def test_several_questions_are_answered_in_turn_and_a_form_comes_last(domain: Domain) -> None:
    events: list[Event] = [LISTEN, SEVERAL]
    order = []
    for _ in range(3):
        action = predicted(QuestionPolicy, domain, *events)
        assert action is not None
        order.append(action)
        events.append(ActionExecuted(action))
    assert order == ["action_openingstijden", "action_termijnbedrag_opvragen", "betaaldatum_wijzigen_form"]
    events.append(ActiveLoop("betaaldatum_wijzigen_form"))
    assert predicted(QuestionPolicy, domain, *events) == "action_listen"


def test_the_rest_waits_while_somebody_identifies(domain: Domain) -> None:
    asked = [LISTEN, SEVERAL, ActionExecuted("action_openingstijden"), ActionExecuted("action_termijnbedrag_opvragen")]
    identifying = [*asked, ActiveLoop("identificatie_form"), ActionExecuted("identificatie_form")]
    assert predicted(QuestionPolicy, domain, *identifying) == "action_listen"


def test_what_needs_a_person_comes_first_and_ends_it(domain: Domain) -> None:
    both = said(
        "wanneer zijn jullie open en ik wil een medewerker",
        "openingstijden",
        vragen=[{"intent": "openingstijden", "text": ""}, {"intent": "medewerker_spreken", "text": ""}],
    )
    assert predicted(QuestionPolicy, domain, LISTEN, both) == "action_overdragen"
    assert predicted(QuestionPolicy, domain, LISTEN, both, ActionExecuted("action_overdragen")) == "action_listen"


FORM = [ActiveLoop("termijnbedrag_wijzigen_form"), SlotSet("requested_slot", "termijnbedrag")]


@pytest.mark.parametrize(
    ("text", "intent", "action"),
    [
        ("120", "informeren", "termijnbedrag_wijzigen_form"),
        ("120 euro per maand", "termijnbedrag_opvragen", "termijnbedrag_wijzigen_form"),
        ("wanneer zijn jullie open?", "openingstijden", "action_openingstijden"),
        ("stop maar", "contract_opzeggen", "action_annuleren"),
        ("ja", "bevestigen", "termijnbedrag_wijzigen_form"),
        ("ik wil een ander rekeningnummer", "rekeningnummer_wijzigen", "rekeningnummer_wijzigen_form"),
    ],
)
def test_in_a_form(domain: Domain, text: str, intent: str, action: str) -> None:
    assert predicted(QuestionPolicy, domain, LISTEN, *FORM, said(text, intent)) == action


def test_after_a_question_in_between_the_form_goes_on(domain: Domain) -> None:
    between = [LISTEN, *FORM, said("open?", "openingstijden"), ActionExecuted("action_openingstijden")]
    assert predicted(QuestionPolicy, domain, *between) == "termijnbedrag_wijzigen_form"


def test_a_human_goes_before_everything(domain: Domain) -> None:
    reading = {"reading": {"wants_human": True, "advice": "hand_over"}}
    asks = UserUttered("geef me een mens", {"name": "hulp", "confidence": 0.4}, [], None, metadata=reading)
    assert predicted(EscalationPolicy, domain, LISTEN, asks) == "action_overdragen"
    calm = UserUttered("hallo", {"name": "groet", "confidence": 0.9}, [], None, metadata={"reading": {}})
    assert predicted(EscalationPolicy, domain, LISTEN, calm) is None
