"""The evidence for and against frustration in one message. The learned reader takes the place of this module later."""

from __future__ import annotations

from dichtbij.signals import policy
from dichtbij.signals.anger import ANGER
from dichtbij.signals.complaints import COMPLAINTS
from dichtbij.signals.innocent import COUNTER, INNOCENT
from dichtbij.signals.lexicon import Family
from dichtbij.signals.model import Evidence
from dichtbij.signals.shape import shape
from dichtbij.signals.text import Message

_STRONG = frozenset(("scheldt_op_ons", "uitgesproken_woede"))
"""Evidence that thanks, jokes and worry do not soften."""


def message_evidence(message: Message) -> tuple[Evidence, ...]:
    """Named evidence in the message alone. A tapped payload ("/…") and an empty message have none."""
    if not message.text.strip() or message.text.startswith("/"):
        return ()
    text = INNOCENT.sub(lambda match: "." * len(match.group()), message.text)
    found = [item for family in ANGER + COMPLAINTS if (item := _look(family, message, text))]
    found += shape(message)
    counter = [item for family in COUNTER if (item := _look(family, message, message.text))]
    return tuple(found) + tuple(_tempered(found, counter))


def _look(family: Family, message: Message, text: str) -> Evidence | None:
    matches = list(family.pattern.finditer(text))[:3]
    if not matches:
        return None
    weight = family.weight
    if weight > 0:
        weight += policy.REPEAT_BONUS * (len({match.group() for match in matches}) - 1)
    return Evidence(family.name, family.label, round(weight, 2), message.piece(*matches[0].span()))


def _tempered(found: list[Evidence], counter: list[Evidence]) -> list[Evidence]:
    """Counter-evidence that holds: sarcasm praises as well ("top hoor"), and fury is fury whatever comes with it."""
    names = {item.name for item in found}
    if names & _STRONG:
        return []
    sour = "sarcasme" in names or "boze_emoji" in names
    said = [item.words.lower() for item in found]
    return [
        item
        for item in counter
        if not (sour and item.name in ("tevreden", "grapje")) and not any(item.words.lower() in words for words in said)
    ]
