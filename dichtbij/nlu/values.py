"""The values in a message as entities of Rasa: what a customer names is known before any form asks for it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from dichtbij.clock import AMSTERDAM, Clock, system_clock
from dichtbij.values import Value, extract

PAYLOAD = "/"
"""How a tapped button begins. It names its intent and its entities itself, and is not read as a customer's words."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ValueExtractor(GraphComponent):
    """Makes an entity of every value that dichtbij.values.extract finds; the entity has the name of its kind.

    They tell, and decide nothing: domain.yml keeps them out of what policies see, and the forms read a text with the
    same function, because only they know what was asked ("12345" is a reading when a reading was asked for).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ValueExtractor:
        """There is nothing to learn; "morgen" is reckoned from the moment a message is read."""
        return cls(system_clock)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to every message that a customer wrote. Nothing is logged."""
        today = self._clock().astimezone(AMSTERDAM).date()
        for message in messages:
            text = message.get(TEXT)
            found = extract(text, today) if text and not text.startswith(PAYLOAD) else []
            if found:
                entities = [_entity(value) for value in found]
                message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages


def _entity(value: Value) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "entity": value.kind,
        "value": value.value,
        "start": value.start,
        "end": value.end,
        "extractor": ValueExtractor.__name__,
    }
    return {**entity, "telwerk": value.register} if value.register else entity
