"""How a customer is addressed in writing."""

from __future__ import annotations

from dichtbij.customers.model.profile import salutation


def test_a_prefix_takes_a_capital_after_a_title() -> None:
    assert salutation("mevrouw", "Sanne", "de Wit") == "mevrouw De Wit"
    assert salutation("", "Sanne", "de Wit") == "Sanne de Wit"
