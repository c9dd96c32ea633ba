"""Counter and Rasa read the same files; whatever the channel and the form of address, they choose the same words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rasa.core.nlg.generator import ResponseVariationFilter

from dichtbij.nlu.channel import AnswerCollector
from dichtbij.settings import ROOT
from dichtbij.texts import Texts

OF_A_CHANNEL = """
responses:
  utter_alles:
  - text: je
  - condition: [{type: slot, name: aanspreekvorm, value: u}]
    text: u
  - channel: whatsapp
    text: je op een telefoon
  - channel: whatsapp
    condition: [{type: slot, name: aanspreekvorm, value: u}]
    text: u op een telefoon
  utter_telefoon_voor_iedereen:
  - condition: [{type: slot, name: aanspreekvorm, value: u}]
    text: u
  - text: je
  - channel: whatsapp
    text: telefoon
  utter_alleen_site:
  - text: site
"""


def responses(folder: Path) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for file in folder.rglob("*.yml"):
        found |= yaml.safe_load(file.read_text(encoding="utf-8")).get("responses") or {}
    return found


@pytest.mark.parametrize("channel", ["counter", "web", "whatsapp", "sms"])
@pytest.mark.parametrize("form", ["je", "u"])
@pytest.mark.parametrize("real", [False, True], ids=["made up", "data/responses"])
def test_counter_and_rasa_choose_the_same_variation(tmp_path: Path, channel: str, form: str, *, real: bool) -> None:
    (tmp_path / "een.yml").write_text(OF_A_CHANNEL)
    folder = ROOT / "data" / "responses" if real else tmp_path
    texts, rows = Texts({}, folder), responses(folder)
    rasa = ResponseVariationFilter(rows)
    for name in rows:
        chosen = rasa.responses_for_utter_action(name, AnswerCollector(channel).name(), {"aanspreekvorm": form})
        assert len(chosen) == 1, f"{name}: {len(chosen)} variations fit, and Rasa draws lots"
        assert texts._variation(name, form, channel) is not None
        assert texts._variation(name, form, channel).get("text") == chosen[0].get("text"), name


def test_rasa_is_told_where_the_customer_reads() -> None:
    assert AnswerCollector("whatsapp").name() == "whatsapp"
    assert AnswerCollector("sms").name() == "whatsapp", "the words for a phone"
    assert AnswerCollector().name() == "counter"
