"""The report of an erasure, as the customer reads it."""

from __future__ import annotations

from collections.abc import Sequence

from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.privacy.model import SAID_ONLY, Erased, Erasure
from dichtbij.texts import Texts


def gone(texts: Texts, form: str, parts: Sequence[Erased]) -> str:
    """A line for each kind of data that goes."""
    return "\n".join(
        texts.text("utter_deel_privacy_weg", form, soort=kind(texts, form, part), aantal=part.count)
        for part in parts
        if part.count
    )


def stays(texts: Texts, form: str, parts: Sequence[Erased]) -> str:
    """A line for each kind of data that stays, with why and until when."""
    return "\n".join(
        texts.text(
            f"utter_deel_privacy_blijft_{part.why}",
            form,
            soort=kind(texts, form, part),
            tot=dutch_date(part.until) if part.until else "",
        )
        for part in parts
        if part.why and (part.kept or part.why in SAID_ONLY)
    )


def kind(texts: Texts, form: str, part: Erased) -> str:
    """What a kind of data is called."""
    return texts.text(f"utter_deel_gegevens_{part.what}", form)


def report_text(texts: Texts, erasure: Erasure, parts: Sequence[Erased]) -> str:
    """What was done, what stays, why and until when."""
    form = erasure.form_of_address
    left = stays(texts, form, parts)
    went = gone(texts, form, parts)
    said = [
        texts.text(f"utter_privacy_verslag_{erasure.scope.value}", form, kenmerk=erasure.reference),
        texts.text("utter_deel_privacy_verslag_weg", form, regels=went) if went else "",
        texts.text("utter_deel_privacy_verslag_blijft", form, regels=left) if left else "",
    ]
    return "\n\n".join(part for part in said if part)
