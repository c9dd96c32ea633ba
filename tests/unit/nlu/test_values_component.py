"""Values as entities: found at the moment of reading, never in a tapped button, and seen by no policy."""

from __future__ import annotations

import logging
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, get_args

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates, TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.nlu.training_data.message import Message

from dichtbij.nlu.values import ValueExtractor
from dichtbij.settings import ROOT
from dichtbij.values import Kind

Entity = dict[str, Any]
EVENING = datetime(2025, 11, 20, 22, 30, tzinfo=timezone.utc)
"""Half past eleven in Amsterdam, on the twentieth."""
AFTER_MIDNIGHT = datetime(2025, 11, 20, 23, 30, tzinfo=timezone.utc)
"""Half past midnight in Amsterdam, on the twenty-first; in UTC it is still the twentieth."""


def entities_of(text: str, now: datetime = EVENING, **given: Any) -> list[Entity]:
    message = Message({"text": text, **given})
    [read] = ValueExtractor(lambda: now).process([message])
    found: list[Entity] = read.get("entities", [])
    return found


def test_every_value_is_an_entity_by_the_name_of_its_kind() -> None:
    text = "Klant 10482913: gas 4321 m3 is de stand van 1-11-2025, en 120 euro"
    found = entities_of(text)
    assert [(one["entity"], one["value"]) for one in found] == [
        ("klantnummer", "10482913"),
        ("meterstand", "4321"),
        ("datum", "2025-11-01"),
        ("bedrag", "120"),
    ]
    assert [text[one["start"] : one["end"]] for one in found] == ["10482913", "4321", "1-11-2025", "120 euro"]
    assert {one["extractor"] for one in found} == {"ValueExtractor"}
    assert [one.get("telwerk") for one in found] == [None, "gas", None, None]


def test_today_is_the_day_in_amsterdam_when_the_message_is_read() -> None:
    assert [one["value"] for one in entities_of("morgen graag", EVENING)] == ["2025-11-21"]
    assert [one["value"] for one in entities_of("morgen graag", AFTER_MIDNIGHT)] == ["2025-11-22"]


def test_what_others_found_stays() -> None:
    before = {"entity": "aanspreekvorm", "value": "u", "start": 0, "end": 0, "extractor": "FormOfAddress"}
    found = entities_of("naar 120 euro", entities=[before])
    assert found[0] == before
    assert [one["entity"] for one in found] == ["aanspreekvorm", "bedrag"]


@pytest.mark.parametrize(
    "text", ["", "hoi", "/termijnbedrag_wijzigen", '/factuur_uitleg{"factuurnummer": "F-2026-001234"}', "/120 euro"]
)
def test_no_values_and_tapped_buttons_leave_the_message_as_it_was(text: str) -> None:
    message = Message({"text": text})
    ValueExtractor(lambda: EVENING).process([message])
    assert message.data == {"text": text}


def test_a_message_without_text_is_left_alone() -> None:
    message = Message({"intent": {"name": "groet"}})
    assert ValueExtractor(lambda: EVENING).process([message]) == [message]


def test_nothing_is_written_to_a_log(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    assert entities_of("mijn IBAN is NL91ABNA0417164300, bel 06-12345678 of mail sanne@voorbeeld.nl, 2011 KD 12")
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")


# --- what Rasa makes of it ------------------------------------------------------------------------------------------

LISTEN = ActionExecuted("action_listen")
FOUND = [{"entity": kind, "value": "1", "start": 0, "end": 1, "extractor": "ValueExtractor"} for kind in get_args(Kind)]


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load([str(ROOT / "domain.yml"), str(ROOT / "data" / "responses")])


def test_the_domain_knows_every_kind(domain: Domain) -> None:
    assert set(get_args(Kind)) <= set(domain.entities)


def test_a_button_keeps_the_entity_it_carries(domain: Domain) -> None:
    message = Message({"text": '/factuur_uitleg{"factuurnummer": "F-2026-001234"}'})
    ValueExtractor(lambda: EVENING).process([message])
    unpacked = YAMLStoryReader.unpack_regex_message(message, domain)
    assert unpacked.get("intent")["name"] == "factuur_uitleg"
    assert [(one["entity"], one["value"]) for one in unpacked.get("entities")] == [("factuurnummer", "F-2026-001234")]


def test_only_the_form_of_address_fills_a_slot(domain: Domain) -> None:
    by_entity = [
        slot.name for slot in domain.slots for mapping in slot.mappings if mapping.get("type") == "from_entity"
    ]
    assert by_entity == ["aanspreekvorm"]


def tracker_after(domain: Domain, intent: str | None, entities: list[Entity]) -> DialogueStateTracker:
    said = UserUttered("iets", {"name": intent, "confidence": 0.9}, entities)
    return DialogueStateTracker.from_events("x", [LISTEN, said], slots=domain.slots)


def test_entities_leave_no_trace_in_what_policies_see(domain: Domain) -> None:
    for intent in (*domain.intents, None):
        plain, full = tracker_after(domain, intent, []), tracker_after(domain, intent, FOUND)
        assert domain.get_active_state(full) == domain.get_active_state(plain), intent
        assert full.past_states(domain) == plain.past_states(domain)
        assert full.current_slot_values() == plain.current_slot_values()


@pytest.fixture(scope="module")
def rules(domain: Domain, tmp_path_factory: pytest.TempPathFactory) -> RulePolicy:
    """Rasa's own policy, trained on our rules as config.yml has it."""
    steps = []
    for file in sorted((ROOT / "data" / "rules").glob("*.yml")):
        steps += YAMLStoryReader(domain).read_from_file(file)
    trackers: list[TrackerWithCachedStates] = TrainingDataGenerator(
        StoryGraph(steps), domain, augmentation_factor=0, use_story_concatenation=False
    ).generate()
    storage = LocalModelStorage.create(Path(tmp_path_factory.mktemp("rules")))
    config = {**RulePolicy.get_default_config(), "core_fallback_action_name": "action_niet_begrepen"}
    policy = RulePolicy.create(config, storage, Resource("rules"), ExecutionContext(GraphSchema({})))
    policy.train(trackers, domain)
    assert isinstance(policy, RulePolicy)
    return policy


def test_the_rules_predict_the_same_with_values_in_the_message(rules: RulePolicy, domain: Domain) -> None:
    actions = set()
    for intent in domain.intents:
        plain, full = (
            rules.predict_action_probabilities(tracker_after(domain, intent, found), domain) for found in ([], FOUND)
        )
        assert full.probabilities == plain.probabilities, intent
        actions.add(plain.probabilities.index(max(plain.probabilities)))
    assert len(actions) > 40, "the rules were learnt, and not everything fell back"
