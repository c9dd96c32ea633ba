"""What every form of domain.yml does, whatever it is about: none may lock in, store too early, or go round for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.complex import ComplexForm
from actions.forms import CHANGE, CONFIRM, GIVE_UP_AFTER, OFFER_HUMAN_AFTER, Form
from dichtbij.settings import ROOT
from tests.actions.form_answers import CUSTOMERS, DEFAULT_CUSTOMER, Journey

FORMS = sorted(
    name.removesuffix("_form")
    for name in yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["forms"]
    if name != "identificatie_form"
)
DEEPEST = 4
"""Steps that are tried one by one; no form asks much more."""

NONSENSE = (
    "sdfkjh wqeoiu zxcmn",
    "🙃🙃🙃",
    "Mijn buurvrouw heeft vorige week een nieuwe hond gekregen en die blaft de hele dag, dus ik kan hier in huis bijna"
    " niet meer rustig zitten en nu weet ik eigenlijk ook niet meer goed wat ik u wilde vragen over die brief.",
)
ANGRY = "wat een waardeloze chat is dit zeg, ik heb dit nu al 3 keer op de 5e ingevuld voor 120 euro en het helpt niks"
IRRITATED = {"reading": {"level": "geïrriteerd", "advice": "offer", "score": 0.7, "evidence": []}}

Travel = Callable[[str], Awaitable[Journey]]
Stored = Callable[[], dict[str, list[Any]]]


@pytest.fixture
def travel(talk: Any, domain: dict[str, Any], services: Any) -> Travel:
    """`await travel("betaaldatum_wijzigen")`: a new conversation in which that form can be gone through."""

    async def begin(intent: str) -> Journey:
        number = CUSTOMERS.get(intent, DEFAULT_CUSTOMER)
        journey = Journey(await talk(intent, customer=number), intent, domain)
        if intent == "meterstand_doorgeven":
            journey.answers["meterstand"] = await all_readings(services, number)
        return journey

    return begin


async def all_readings(services: Any, number: str) -> str:
    """What the meters of this customer may show today, in one sentence."""
    customer = await services.profiles.by_number(number)
    registers = await services.meters.registers(customer)
    return ", ".join(f"{one.label} {int(one.expected_today) + 1}" for one in registers)


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    """Everything the database holds, apart from who is identified."""

    def read() -> dict[str, list[Any]]:
        with closing(sqlite3.connect(tmp_path / "own.db")) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            kept = [name for name in names if name not in ("identities", "login_codes", "demo_mails")]
            return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in kept}

    return read


@pytest.fixture
def form_of(registered: dict[str, Any]) -> Callable[[str], Form]:
    """The form of an intent."""
    return lambda intent: registered[f"validate_{intent}_form"]


def values_of(journey: Journey, form: Form) -> dict[str, Any]:
    return {slot: journey.bot.slots.get(slot) for slot in form.slots}


@pytest.mark.parametrize("intent", FORMS)
async def test_every_question_has_its_words_and_other_words(
    intent: str, travel: Travel, form_of: Callable[[str], Form]
) -> None:
    """What is asked has a second wording for who did not understand the first."""
    for step in range(DEEPEST):
        journey = await travel(intent)
        if not await journey.reach(step):
            break
        if journey.asked in (CONFIRM, *form_of(intent).free_text):
            continue
        asked = journey.asked
        first = await journey.bot.say("wqx zzt prl", intent="nlu_fallback")
        second = await journey.bot.say("wqx zzt prl", intent="nlu_fallback")
        assert any(name.startswith(f"utter_{intent}_vraag_") for name in first.names), (asked, first.names)
        assert any(name.startswith(f"utter_{intent}_uitleg_") for name in second.names), (asked, second.names)
        assert second.text != first.text


@pytest.mark.parametrize("intent", FORMS)
async def test_nothing_is_stored_before_the_yes(
    intent: str, travel: Travel, stored: Stored, form_of: Callable[[str], Form]
) -> None:
    journey = await travel(intent)
    before = stored()
    if not await journey.reach_confirmation():
        assert isinstance(form_of(intent), ComplexForm), "a form asks for a yes before it does anything"
        return
    assert stored() == before


@pytest.mark.parametrize("words", ["laat maar", "stop maar", "ik wil toch iets anders"])
@pytest.mark.parametrize("intent", FORMS)
async def test_it_can_be_left_at_every_step_and_nothing_is_stored(
    intent: str, words: str, travel: Travel, stored: Stored, form_of: Callable[[str], Form]
) -> None:
    for step in range(DEEPEST if words == "laat maar" else 1):
        journey = await travel(intent)
        if not await journey.reach(step):
            break
        before = stored()
        left = await journey.bot.say(words)
        assert not journey.is_open, f"at {journey.asked}"
        if isinstance(form_of(intent), ComplexForm) and "utter_annuleren" not in left.names:
            continue  # a complaint or a claim goes to a human, also when the customer is tired of it
        assert "utter_annuleren" in left.names, left.names
        assert stored() == before
        assert all(value is None for value in values_of(journey, form_of(intent)).values())
        assert journey.asked == ""


@pytest.mark.parametrize("nonsense", NONSENSE, ids=["letters", "emoji", "story"])
@pytest.mark.parametrize("intent", FORMS)
async def test_nonsense_fills_stores_and_closes_nothing(
    intent: str, nonsense: str, travel: Travel, stored: Stored, form_of: Callable[[str], Form]
) -> None:
    form = form_of(intent)
    for step in range(DEEPEST):
        journey = await travel(intent)
        if not await journey.reach(step):
            break
        if journey.asked in form.free_text:
            continue  # any words are an answer there
        before, filled, asked = stored(), values_of(journey, form), journey.asked
        heard = await journey.bot.say(nonsense, intent="nlu_fallback")
        assert journey.is_open, f"{asked}: {heard.names}"
        assert heard.text
        assert stored() == before
        assert values_of(journey, form) == filled, asked
        assert journey.asked == asked, "the same question still stands"


@pytest.mark.parametrize("intent", FORMS)
async def test_an_outburst_is_never_taken_for_a_value_or_a_yes(
    intent: str, travel: Travel, stored: Stored, form_of: Callable[[str], Form]
) -> None:
    form = form_of(intent)
    for step in range(DEEPEST):
        journey = await travel(intent)
        if not await journey.reach(step):
            break
        if journey.asked in form.free_text:
            continue
        before, filled = stored(), values_of(journey, form)
        await journey.bot.say(ANGRY, intent="feedback_negatief", action=f"{intent}_form", metadata=IRRITATED)
        assert values_of(journey, form) == filled, journey.asked
        assert stored() == before


@pytest.mark.parametrize("intent", FORMS)
async def test_two_failures_explain_three_offer_a_human_and_six_end_it(
    intent: str, travel: Travel, form_of: Callable[[str], Form]
) -> None:
    journey, form = await travel(intent), form_of(intent)
    await journey.open()
    if journey.asked in form.free_text or not journey.is_open:
        return
    asked = journey.asked
    answers = [(await journey.bot.say("wqx zzt prl", intent="nlu_fallback")).names for _ in range(GIVE_UP_AFTER)]
    if asked != CONFIRM:
        assert f"utter_{intent}_uitleg_{asked}" in answers[1], "the second time it is explained differently"
    assert "utter_formulier_hulp_van_medewerker" in answers[OFFER_HUMAN_AFTER - 1]
    offered = sum("utter_formulier_hulp_van_medewerker" in names for names in answers)
    assert offered == 1, "who declined is not asked again and again"
    assert answers[-1] == ["utter_formulier_opgegeven"], "it never goes round for ever"
    assert journey.bot.open_form is None
    assert journey.bot.slots["aanbod"] == "action_overdragen"


@pytest.mark.parametrize("intent", FORMS)
async def test_after_a_human_was_declined_it_goes_on(
    intent: str, travel: Travel, form_of: Callable[[str], Form]
) -> None:
    journey, form = await travel(intent), form_of(intent)
    await journey.open()
    if journey.asked in form.free_text or not journey.is_open:
        return
    asked = journey.asked
    for _ in range(OFFER_HUMAN_AFTER):
        await journey.bot.say("wqx zzt prl", intent="nlu_fallback")
    declined = await journey.bot.say("nee", intent="ontkennen", action="action_ontkennen")
    assert "utter_formulier_gaat_verder" in declined.names
    assert (journey.is_open, journey.asked) == (True, asked)
    if asked != CONFIRM:
        await journey.answer()
        assert not journey.is_open or journey.asked != asked or form.intent == "meterstand_doorgeven"


@pytest.mark.parametrize("intent", FORMS)
async def test_a_question_in_between_is_answered_and_the_same_is_asked_again(
    intent: str, travel: Travel, form_of: Callable[[str], Form]
) -> None:
    for step in range(DEEPEST):
        journey = await travel(intent)
        if not await journey.reach(step):
            break
        asked, filled = journey.asked, values_of(journey, form_of(intent))
        heard = await journey.bot.say(
            "hoe laat zijn jullie open?", intent="openingstijden", action="action_openingstijden"
        )
        assert heard.names[0] == "utter_openingstijden", heard.names
        assert len(heard.names) > 1, "and then the form's own question"
        assert (journey.is_open, journey.asked) == (True, asked)
        assert values_of(journey, form_of(intent)) == filled


@pytest.mark.parametrize("intent", FORMS)
async def test_another_form_breaks_in_and_this_one_is_offered_again(intent: str, travel: Travel) -> None:
    other = "betaaldatum_wijzigen" if intent != "betaaldatum_wijzigen" else "rekeningnummer_wijzigen"
    journey = await travel(intent)
    await journey.open()
    if not journey.is_open:
        return
    bot = journey.bot
    await bot.say("zet de incasso op de 10e" if other == "betaaldatum_wijzigen" else "NL91ABNA0417164300",
                  intent=other, action=f"{other}_form")  # fmt: skip
    assert bot.open_form == f"{other}_form"
    done = await bot.say("ja")
    assert done.names[-1] == "utter_formulier_verder", done.names
    assert bot.slots["aanbod"] == f"{intent}_form"
    await bot.say("ja", intent="bevestigen", action="action_bevestigen")
    assert journey.is_open


@pytest.mark.parametrize("intent", FORMS)
async def test_no_to_the_whole_asks_what_has_to_change_and_stores_nothing(
    intent: str, travel: Travel, stored: Stored
) -> None:
    journey = await travel(intent)
    if not await journey.reach_confirmation():
        return
    before = stored()
    heard = await journey.bot.say("nee")
    assert heard.names == ["utter_formulier_wat_anders"]
    assert journey.asked == CHANGE
    again = await journey.bot.say("nee")
    assert again.names[0] == "utter_annuleren"
    assert not journey.is_open
    assert stored() == before


@pytest.mark.parametrize("intent", FORMS)
async def test_back_is_the_question_before_and_never_a_value(
    intent: str, travel: Travel, stored: Stored, form_of: Callable[[str], Form]
) -> None:
    journey = await travel(intent)
    if not await journey.reach_confirmation():
        return
    before = stored()
    await journey.bot.say("terug")
    assert journey.is_open
    assert journey.asked != CONFIRM, "the last answer can be given again, or the customer says what has to change"
    first = await travel(intent)
    await first.open()
    asked = first.asked
    if asked not in form_of(intent).free_text and asked != CONFIRM:
        heard = await first.bot.say("vorige vraag")
        assert heard.names[0] == "utter_formulier_eerste_vraag"
        assert first.asked == asked
    assert stored() == before


@pytest.mark.parametrize("intent", FORMS)
async def test_yes_does_it_and_the_form_begins_empty_again(
    intent: str, travel: Travel, stored: Stored, form_of: Callable[[str], Form]
) -> None:
    journey = await travel(intent)
    if not await journey.reach_confirmation():
        return
    before = stored()
    done = await journey.bot.say("ja")
    assert not journey.is_open
    assert stored() != before, done.names
    assert all(value is None for value in values_of(journey, form_of(intent)).values())
