"""Which messages are not Dutch. To take a Dutch customer for a foreigner is the worse mistake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij.nlu.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello, how can I change my bank account?", "en"),
        ("why did you take so much money from my account", "en"),
        ("Guten Tag, ich möchte wissen wann der Vertrag endet", "de"),
        ("Bonjour, pourquoi est-ce que je dois payer autant ?", "fr"),
        ("Hola, cuánto tengo que pagar este mes", "es"),
        ("Kiedy muszę zapłacić ten rachunek?", "pl"),
        ("bu ay ne kadar ödemem gerekiyor", "tr"),
        ("لماذا الفاتورة مرتفعة", "ar"),
        ("Чому рахунок такий високий", "uk"),
    ],
)
def test_another_language_is_recognised(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "ik wil mijn account upgraden naar een flexible deal please",
        "hi, kan ik mijn energy contract online cancelen?",
        "sorry maar the bill klopt echt niet hoor",
        "Was ich maar nooit overgestapt, wat een gedoe",
        "help",
        "oke thanks",
        "bonjour",
        "Mijn man is Duits en heet Der Kleine",
        "",
        "12345678",
        "is er storing in Den Haag en omgeving",
        "kan het bedrag niet in een keer betalen want te veel voor mij",
        "ge moet mij nen keer terugbellen want ik versta er niks van",
    ],
)
def test_dutch_stays_dutch_also_mixed_or_broken(text: str) -> None:
    assert language_of(text) is None


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert language_of(text) is None or isinstance(language_of(text), str)
