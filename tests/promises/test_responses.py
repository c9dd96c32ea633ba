"""What the bot and the counter say: readable for everybody, addressed as the customer wants, fit for every channel."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "data" / "responses").rglob("*.yml"))
REGISTRY = ROOT / "klantvragen.yml"
OFFICIALESE = Path(__file__).with_name("officialese.txt")

LONGEST_AVERAGE = 15
"""Words in a sentence, on average over one answer."""
LONGEST_SENTENCE = 25
"""Words in any sentence."""
LEAST_EASE, USUAL_EASE = 50.0, 75.0
"""Reading ease of the hardest answer and of the one in the middle (see `ease`)."""
OTHER_LANGUAGE = "utter_deel_taal"
"""Not Dutch: "je" is French there, and the weights for reading ease are wrong."""
LONG_WORD = 13
"""Letters from which a word is long."""
MOST_LONG_WORDS = 1 / 8
"""Part of an answer that may be long words."""
OWN_WORDS = frozenset(
    {
        "termijnbedrag",
        "rekeningnummer",
        "jaarafrekening",
        "terugleverkosten",
        "terugleververgoeding",
        "telefoonnummer",
        "opzegvergoeding",
        "eindafrekening",
        "openingstijden",
        "teruglevering",
        "burgerservicenummer",
        "betalingsregeling",
    }
)
"""Long words that stand on the customer's own bill, or that everybody knows: another word would be harder."""
LONGEST_TITLE = 20
"""Characters on a button; WhatsApp refuses more."""
MOST_BUTTONS = 3
COUNTER_PAYLOADS = frozenset(
    {
        *("blijf_wachten", "terug_naar_assistent"),
        *("beoordeling_goed", "beoordeling_matig", "beoordeling_slecht"),
        *("whatsapp_nog_nodig", "whatsapp_niet_nodig"),
        *("verder_ja", "verder_nee"),
    }
)
"""Payloads that the counter acts on itself; no intents."""

JE = re.compile(r"\b(?:je|jij|jou|jouw|jouwe|jezelf|jullie)\b", re.IGNORECASE)
U = re.compile(r"\b(?:u|uw|uwe|uzelf)\b", re.IGNORECASE)
VARIABLE = re.compile(r"(?<!{){([a-z_]+)}(?!})")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
MARKUP = re.compile(r"</?[a-z][^>]*>|\*\*|__|^#+ |^\s*[*] |`|\]\(", re.IGNORECASE | re.MULTILINE)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")

Variation = dict[str, Any]


class UniqueKeyLoader(yaml.SafeLoader):
    """YAML silently keeps the last of two equal keys; a response written twice is a mistake."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = Counter(self.construct_object(key, deep=True) for key, _ in node.value)
        twice = [key for key, count in keys.items() if count > 1]
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"twice: {twice}", node.start_mark)
        return super().construct_mapping(node, deep)


@lru_cache(maxsize=64)
def load(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=UniqueKeyLoader)


def responses() -> Iterator[tuple[str, str, list[Variation]]]:
    """Every response: file, name, variations. A file that cannot be read fails in its own test, not here."""
    for path in FILES:
        try:
            content = load(path)
        except yaml.YAMLError:
            continue
        for name, variations in (content.get("responses") or {}).items():
            yield str(path.relative_to(ROOT)), name, variations


def formal(variation: Variation) -> bool:
    """Whether this variation is for who is addressed with u."""
    return any(c["name"] == "aanspreekvorm" and c["value"] == "u" for c in variation.get("condition", []))


def words_said(variation: Variation) -> str:
    """All that the customer reads: the text and the buttons."""
    return "\n".join([variation.get("text") or "", *(b["title"] for b in variation.get("buttons", []))])


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if re.search(r"\w", part)]


def average_length(text: str) -> float:
    lengths = [len(re.findall(r"[\w{}][\w{}'.,:/-]*", sentence)) for sentence in sentences(text)]
    return sum(lengths) / len(lengths) if lengths else 0.0


def longest_sentence(text: str) -> int:
    return max((len(re.findall(r"[\w{}][\w{}'.,:/-]*", sentence)) for sentence in sentences(text)), default=0)


def plain_words(text: str) -> list[str]:
    """The words as they are written, without addresses and what fills a brace."""
    return re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}|\S+\.nl\b", " ", text))


def ease(text: str) -> float:
    """Flesch's reading ease with Douma's weights for Dutch: about 60 is B1, 75 is easy, 90 a child reads it.

    A measure of form: it counts words in a sentence and syllables in a word (groups of vowels). It does not know
    whether a short word is a rare one, whether the sentences hang together, or whether the reader knows the subject; a
    list does well by being short. So it can only say that an answer is too hard, never that it is good.
    """
    words = plain_words(text)
    syllables = sum(len(re.findall(r"[aeiouyáéíóúàèëïöü]+", word.lower())) or 1 for word in words)
    return 206.84 - 0.93 * len(words) / max(1, len(sentences(text))) - 77 * syllables / max(1, len(words))


def answers_to_read() -> Iterator[tuple[str, str]]:
    """Answers of so many words that a measure means something. In other languages the weights are wrong."""
    for _, name, variations in responses():
        for variation in variations:
            text = variation.get("text") or ""
            if len(plain_words(text)) >= 15 and not name.startswith(OTHER_LANGUAGE):
                yield name, text


def intents() -> set[str]:
    return {intent for topic in load(REGISTRY).values() for intent in topic}


ALL = [pytest.param(name, variations, id=name) for _, name, variations in responses()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_a_rasa_response_file(path: Path) -> None:
    content = load(path)
    assert content.get("version") == "3.1"
    for name, variations in content["responses"].items():
        assert name.startswith("utter_"), f"{name}: Rasa only knows responses as utter_..."
        assert variations, f"{name}: no variation"
        assert isinstance(variations, list), f"{name}: variations are a list"


def test_no_response_stands_in_two_files() -> None:
    places: dict[str, list[str]] = {}
    for path, name, _ in responses():
        places.setdefault(name, []).append(path)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize(("name", "variations"), ALL)
def test_customer_is_addressed_as_the_profile_says(name: str, variations: list[Variation]) -> None:
    if name.startswith(OTHER_LANGUAGE):
        return
    channels = {variation.get("channel") for variation in variations}
    assert None in channels, f"{name}: nothing to say on the website"
    for channel in channels:  # Rasa takes the variations of a channel before all others, also for who gets u
        here = [variation for variation in variations if variation.get("channel") == channel]
        informal = [v for v in here if not formal(v)]
        assert informal, f"{name}: nothing to say to who is not addressed with u ({channel})"
        addressed = any(JE.search(words_said(v)) for v in informal)
        assert not addressed or any(formal(v) for v in here), (
            f"{name}: says je, and has no variation with u ({channel})"
        )
    for variation in variations:
        wrong = (JE if formal(variation) else U).search(words_said(variation))
        assert wrong is None, f"{name}: '{wrong.group()}' in the variation for {'u' if formal(variation) else 'je'}"


@pytest.mark.parametrize(("name", "variations"), ALL)
def test_u_and_je_say_and_offer_the_same(name: str, variations: list[Variation]) -> None:
    """Only for a pair: with more variations (a channel, a case) they may differ on purpose."""
    if len(variations) != 2 or formal(variations[0]) == formal(variations[1]):
        return
    first, second = variations
    assert set(VARIABLE.findall(words_said(first))) == set(VARIABLE.findall(words_said(second))), name
    payloads = [[b["payload"] for b in v.get("buttons", [])] for v in variations]
    assert payloads[0] == payloads[1], name


@pytest.mark.parametrize(("name", "variations"), ALL)
def test_buttons_fit_every_channel_and_lead_somewhere(name: str, variations: list[Variation]) -> None:
    known = intents() | COUNTER_PAYLOADS
    for variation in variations:
        buttons = variation.get("buttons", [])
        assert len(buttons) <= MOST_BUTTONS, f"{name}: {len(buttons)} buttons"
        for button in buttons:
            assert len(button["title"]) <= LONGEST_TITLE, f"{name}: '{button['title']}' is longer than {LONGEST_TITLE}"
            payload = button["payload"]
            if payload.startswith("/"):
                intent = re.match(r"/(\w*)", payload).group(1)  # type: ignore[union-attr]
                assert intent in known, f"{name}: '{payload}' is no intent"
                # Rasa fills {..} in payloads too, so entities stand in double braces.
                assert "{" not in payload.replace("{{", ""), f"{name}: '{payload}' needs double braces"


@pytest.mark.parametrize(("name", "variations"), ALL)
def test_text_is_plain_and_short(name: str, variations: list[Variation]) -> None:
    for variation in variations:
        text = words_said(variation)
        average = average_length(variation.get("text") or "")
        assert average <= LONGEST_AVERAGE, f"{name}: {average:.1f} words in a sentence"
        longest = longest_sentence(variation.get("text") or "")
        assert longest <= LONGEST_SENTENCE, f"{name}: a sentence of {longest} words"
        assert text.count("!") <= 1, f"{name}: more than one exclamation mark"
        assert not MARKUP.search(text), f"{name}: markup in '{text}'"
        assert not EMOJI.search(text), f"{name}: emoji in '{text}'"


def officialese() -> list[str]:
    lines = (line.strip() for line in OFFICIALESE.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


STIFF = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, officialese()))})(?!\w)", re.IGNORECASE)


@pytest.mark.parametrize(("name", "variations"), ALL)
def test_no_officialese(name: str, variations: list[Variation]) -> None:
    for variation in variations:
        stiff = STIFF.search(words_said(variation))
        assert stiff is None, f"{name}: '{stiff.group()}' is on {OFFICIALESE.name}"


PRETENDS = re.compile(
    r"\b(?:ik ben|ik heet|mijn naam is|(?:je|u) (?:praat|spreekt|chat) met) (?!Dichtbij\b)[A-Z][a-z]+\b"
    r"|\bik ben (?:een |je |uw )?(?:mens|medewerk\w+|collega|adviseur)\b|[:;]-?[)D(]|\blol\b|\bgrap\w*"
)


@pytest.mark.parametrize(("name", "variations"), ALL)
def test_the_bot_has_no_human_name_and_makes_no_jokes(name: str, variations: list[Variation]) -> None:
    for variation in variations:
        pretended = PRETENDS.search(words_said(variation))
        assert pretended is None, f"{name}: '{pretended.group()}'"


def test_answers_are_easy_enough_to_read() -> None:
    measured = sorted((ease(text), name) for name, text in answers_to_read())
    hard = [f"{name}: {found:.0f}" for found, name in measured if found < LEAST_EASE]
    assert not hard, hard
    assert measured[len(measured) // 2][0] >= USUAL_EASE


def test_answers_have_few_long_words() -> None:
    for name, text in answers_to_read():
        words = plain_words(text)
        long = [word for word in words if len(word) >= LONG_WORD and word.lower() not in OWN_WORDS]
        assert len(long) <= len(words) * MOST_LONG_WORDS, f"{name}: {long}"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Je betaalt elke maand € 120. Dat past goed bij wat je verbruikt.", 80, 130),
        ("Overeenkomstig de toepasselijke leveringsvoorwaarden is tussentijdse beëindiging onmogelijk.", -150, 20),
    ],
)
def test_reading_ease_tells_plain_from_stiff(text: str, low: float, high: float) -> None:
    assert low < ease(text) < high


@pytest.mark.parametrize(
    "text", ["Hallo, ik ben Sophie.", "Je praat met Bob.", "Ik ben je adviseur", "Ik ben een mens"]
)
def test_a_human_name_is_seen(text: str) -> None:
    assert PRETENDS.search(text) or PRETENDS.search(text[0].lower() + text[1:])


def test_every_routine_dialogue_and_complex_question_has_its_answer() -> None:
    names = {name for _, name, _ in responses()}
    kinds = {intent: row["kind"] for topic in load(REGISTRY).values() for intent, row in topic.items()}
    loose = {"bevestigen", "ontkennen", "informeren"}  # these answer a question; alone they get utter_..._los
    expected = {
        f"utter_{intent}{'_begrip' if kind == 'complex' else '_los' if intent in loose else ''}"
        for intent, kind in kinds.items()
        if kind in ("routine", "complex", "safety", "dialogue")
    }
    expected = {"utter_herhalen_niets" if name == "utter_herhalen" else name for name in expected}
    assert expected - names == set()


def test_danger_is_told_without_anything_to_fill_in() -> None:
    for _, name, variations in responses():
        if name in ("utter_gaslucht", "utter_koolmonoxide", "utter_brand"):
            assert len(variations) == 2
            for variation in variations:
                assert not VARIABLE.search(variation["text"])
                assert "112" in variation["text"]
                assert "buttons" not in variation
    gas = next(variations for _, name, variations in responses() if name == "utter_gaslucht")
    assert all("0800-9009" in v["text"] for v in gas)


@pytest.mark.parametrize(
    ("text", "average"),
    [
        ("Bel 0800-9009. Dat is gratis.", 2.5),
        ("We zijn open tot 20.00 uur.", 6.0),
        ("Nummer: {telefoon}", 2.0),
        ("", 0.0),
    ],
)
def test_sentences_are_counted_as_people_read_them(text: str, average: float) -> None:
    assert average_length(text) == average
