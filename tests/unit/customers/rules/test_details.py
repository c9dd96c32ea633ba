"""Names with their prefixes, and what is shown of an address and a number."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dichtbij.customers.rules.details import Name, masked_email, masked_phone, read_first_name, read_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("jansen", Name("", "Jansen")),
        ("van der berg", Name("", "van der Berg")),
        ("Van Den Heuvel", Name("", "van den Heuvel")),
        ("VAN DIJK", Name("", "van Dijk")),
        ("Sam de Vries", Name("Sam", "de Vries")),
        ("bakker-de wit", Name("", "Bakker-de Wit")),
        ("Anna Bakker-de Wit", Name("Anna", "Bakker-de Wit")),
        ("Claes-Wouters", Name("", "Claes-Wouters")),
        ("'t hart", Name("", "'t Hart")),
        ("d'artagnan", Name("", "d'Artagnan")),
        ("O’Brien", Name("", "O'Brien")),
        ("Yılmaz", Name("", "Yılmaz")),
        ("McDonald", Name("", "McDonald")),
        ("  Smit.  ", Name("", "Smit")),
        ("", None), ("12", None), ("Jan2", None), ("jan@x.nl", None), ("x" * 121, None), ("!?", None),
    ],
)  # fmt: skip
def test_read_name(words: str, name: Name | None) -> None:
    assert read_name(words) == name


def test_a_first_name_may_have_two_words() -> None:
    assert read_first_name("jan willem") == Name("Jan Willem", "")
    assert read_first_name("Anne-Marie") == Name("Anne-Marie", "")
    assert read_first_name("Sam99") is None


@given(st.text(max_size=200))
@example("ß¼")  # one letter that becomes two as a capital
@example("van ßu")
def test_any_text_is_a_name_that_fits_or_none(words: str) -> None:
    name = read_name(words)
    if name is not None:
        assert len(name.first) <= 80
        assert 1 <= len(name.last) <= 120
        assert not any(character.isdigit() for character in name.first + name.last)
        assert read_name(f"{name.first} {name.last}".strip()) == name, "reading what was written changes nothing"


@given(st.emails())
def test_a_masked_address_tells_one_letter_and_the_host(address: str) -> None:
    local, _, host = address.rpartition("@")
    shown = masked_email(address)
    assert shown.startswith(local[:1])
    if "@" not in local:
        assert shown == f"{local[:1]}*****@{host}"


def test_a_masked_number_tells_two_digits() -> None:
    assert masked_phone("+31612345678") == "*** 78"
    assert masked_phone("") == ""
