"""How the customer is addressed comes with each message; this hands it to Rasa's slot, without asking an action."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

ENTITY = "aanspreekvorm"
"""The entity, and the slot it fills (domain.yml)."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FormOfAddress(GraphComponent):
    """Makes an entity of `aanspreekvorm` in the message's metadata, which the counter fills from profile or words."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FormOfAddress:
        """There is nothing to learn."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entity where the counter says how to address."""
        for message in messages:
            value = (message.get("metadata") or {}).get(ENTITY)
            if value in ("u", "je"):
                entity = {"entity": ENTITY, "value": value, "start": 0, "end": 0, "extractor": type(self).__name__}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
