"""Danger in a message: gas, carbon monoxide, sparks and shocks, fire.

Leans to safety: what was smelled last week, what is only feared or asked about counts as well. The rules are tried in
order; when one fits, the harmless phrases are wiped out and the rules must fit once more.
"""

from __future__ import annotations

import re

from dichtbij.signals.danger_air import CARBON_MONOXIDE, GAS_SMELL
from dichtbij.signals.danger_harmless import HARMLESS
from dichtbij.signals.danger_heat import FIRE, SPARKS
from dichtbij.signals.model import Danger
from dichtbij.signals.text import Message

_TRIGGER = re.compile(
    r"g[ae]+[sz]|kas ?l|mono|kool|kolen|\bc\.?o\b|co2|comel|ceeo|see ?oo|melder|alarm|detector|piep|vonk|"
    r"sp[ae]?rk|spark|steekvl|brand|burn|fik|\bhens|vuur|vlam|fire|flame|rook|rok|smoke|smok|walm|smeul"
    r"|rui|riu|riek|reuk|ruk|stin|stank|geur|lucht|lugt|lek|schok|shock|stroom|elektr|electr|knal|ontplof|"
    r"explo|hoofd|kop|duizel|misselijk|flauw|bewust|onwel|eieren|egg|heet|hete|smelt|smolt|knetter|draad|"
    r"draden|kabel"
    r"|odeur|odor|olor|zapach|kokus|koku|gaz|zwavel|schroei|sis|optater|opdonder|oplawaai|tintel|suf|"
    r"draaier|slaper|explos|explod|\bgas\b|snuif|smel|proef|meur|kokhals|geblakerd|blote|ontsnap|brandweer|"
    r"headache|dizz|unconsc|[^\x00-\x7f]"
)

# Carbon monoxide before gas: "gasmelder" and "koolmonoxide" name it.
_RULES = (*CARBON_MONOXIDE, *GAS_SMELL, *SPARKS, *FIRE)
_COMPILED = tuple((kind, tuple(needs.split()), re.compile(pattern)) for kind, needs, pattern in _RULES)


def danger_in(message: Message) -> Danger | None:
    """The danger that the message speaks of, or None. A tapped "/gaslucht" counts."""
    if message.text.startswith("/"):
        return Danger("gas", message.given[:20]) if message.text.startswith("/gaslucht") else None
    if not _TRIGGER.search(message.text) or not _first(message, message.text):
        return None  # wiping out harmless phrases is the dear part, so it comes second
    return _first(message, HARMLESS.sub(lambda match: "." * len(match.group()), message.text))


def _first(message: Message, text: str) -> Danger | None:
    for kind, needs, pattern in _COMPILED:
        if needs and not any(need in text for need in needs):
            continue
        match = pattern.search(text)
        if match:
            return Danger(kind, message.piece(*match.span()))
    return None
