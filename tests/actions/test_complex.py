"""Complex questions: what is asked, what is not, and what the human gets of it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.services import Services

KLACHT = "klacht_indienen"
ANGRY = {"reading": {"level": "geïrriteerd", "advice": "offer", "score": 0.7, "evidence": []}}


@pytest.fixture
def desk(services: Services, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`desk(True)`: somebody is at the desk."""

    def set_to(there: bool) -> None:
        from dichtbij.handoff.model import Presence

        async def now(intent: str = "") -> Presence:
            return Presence(is_open=True, agents=int(there), waiting=0, opens_at=None)

        monkeypatch.setattr(services.availability, "now", now)

    set_to(True)
    return set_to


def case(result: Any) -> dict[str, Any]:
    """What the human gets."""
    [found] = [m["custom"]["handover"] for m in result.messages if "handover" in (m.get("custom") or {})]
    return dict(found)


async def test_a_bare_complaint_is_asked_one_question_and_gets_a_reference(talk: Any, services: Any, desk: Any) -> None:
    bot = await talk(KLACHT, level=0)
    asked = await bot.say("Ik wil een klacht indienen over jullie", intent=KLACHT)
    assert asked.names == ["utter_klacht_indienen_begrip", "utter_klacht_indienen_vraag_klacht"]
    told = await bot.say("de monteur is drie keer niet komen opdagen", intent="storing_melden")
    assert told.names == ["utter_klacht_indienen_geregistreerd"]
    [complaint] = await services.complaints.of_conversation("11111111-2222-4333-8444-555555555555")
    assert complaint.reference in told.text
    assert complaint.customer_id is None
    assert complaint.subject == "Ik wil een klacht indienen over jullie\nde monteur is drie keer niet komen opdagen"
    human = case(told)
    assert (human["reason"], human["intent"], human["trigger"]) == ("complex", KLACHT, KLACHT)
    assert human["ask"] == complaint.subject
    assert human["slots"]["klacht"] == "de monteur is drie keer niet komen opdagen"
    assert human["slots"]["klacht_kenmerk"] == complaint.reference
    assert human["open_form"] is None
    assert bot.open_form is None


async def test_a_complaint_that_says_what_it_is_about_is_not_questioned(
    talk: Any, services: Any, customer_id: Any, desk: Any
) -> None:
    bot = await talk(KLACHT)
    words = "ik wil klagen over de monteur die niet kwam opdagen"
    told = await bot.say(words, intent=KLACHT)
    assert told.names == ["utter_klacht_indienen_begrip", "utter_klacht_indienen_geregistreerd"]
    [request] = await services.requests.of(await customer_id("10482913"), open_only=True)
    assert (request.kind, request.state) == (KLACHT, "open")
    assert request.reference in told.text
    assert case(told)["ask"] == words


async def test_the_same_complaint_twice_is_one(services: Any, customer_id: Any) -> None:
    who = await customer_id("10482913")
    first = await services.complaints.register("c1", who, "de monteur kwam niet", "Klacht", "kijken")
    again = await services.complaints.register("c1", who, "de monteur kwam niet", "Klacht", "kijken")
    other = await services.complaints.register("c1", None, "en de rekening", "Klacht", "kijken")
    assert first == again
    assert other.reference.startswith("K-2026-")
    assert len([one for one in await services.requests.of(who) if one.kind == KLACHT]) == 1


@pytest.mark.parametrize(
    ("intent", "first", "slots"),
    [
        ("factuur_betwisten", "Deze rekening is niet goed", ["betwiste_factuur", "betwist_reden"]),
        ("factuur_betwisten", "Mijn jaarafrekening klopt niet", ["betwist_reden"]),
        ("factuur_betwisten", "dit klopt niet, de meterstand is fout", ["betwiste_factuur"]),
        ("factuur_betwisten", "de factuur van mei is dubbel", []),
        ("contract_overnemen", "hoe zet ik het contract over", ["overname_situatie", "overname_datum"]),
        ("contract_overnemen", "ik ga scheiden en mijn ex gaat weg", ["overname_datum"]),
        ("contract_overnemen", "mijn huisgenoot vertrok vorige maand, het contract moet op mijn naam", []),
        ("schadeclaim", "ik wil schade melden", ["schade_gebeurtenis", "schade_kapot"]),
        ("schadeclaim", "door de stroomstoring is mijn vriezer stuk", ["schade_moment"]),
        ("schadeclaim", "door de stroomstoring gisteren is mijn vriezer stuk", []),
        ("schadeclaim", "door de storing van gisteren heb ik schade", ["schade_kapot"]),
    ],
)
async def test_only_what_was_not_told_is_asked(talk: Any, desk: Any, intent: str, first: str, slots: list[str]) -> None:
    bot = await talk(intent, level=0)
    result = await bot.say(first, intent=intent)
    asked = []
    while not any("handover" in (m.get("custom") or {}) for m in result.messages):
        asked.append(bot.slots["requested_slot"])
        assert len(asked) <= 2, asked
        result = await bot.say("zo zit dat")
    assert asked == slots
    human = case(result)
    assert human["ask"] == "\n".join([first, *["zo zit dat"] * len(slots)])
    assert human["intent"] == intent
    assert human["open_form"] is None


@pytest.mark.parametrize("intent", ["klacht_indienen", "factuur_betwisten", "contract_overnemen", "schadeclaim"])
async def test_a_long_story_is_not_questioned(talk: Any, desk: Any, intent: str) -> None:
    story = (
        "Goedemiddag, ik schrijf u omdat er al weken niets gebeurt terwijl ik u steeds weer heb gevraagd om "
        "eens te kijken naar wat er precies aan de hand is bij ons thuis."
    )
    bot = await talk(intent, level=0)
    result = await bot.say(story, intent=intent)
    assert case(result)["ask"] == story
    assert "?" not in result.text


@pytest.mark.parametrize("words", ["weet ik niet", "geen idee", "laat maar, geef me iemand", "dat weet ik echt niet"])
async def test_no_idea_goes_on_at_once(talk: Any, desk: Any, words: str) -> None:
    bot = await talk("factuur_betwisten", level=0)
    await bot.say("er klopt niets van", intent="factuur_betwisten")
    result = await bot.say(words)
    human = case(result)
    assert human["ask"] == "er klopt niets van"
    assert human["open_form"]["missing"] == ["betwiste_factuur", "betwist_reden"]


async def test_who_is_irritated_is_not_questioned(run: Any, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.complex.is_irritated", lambda turn: True)
    result = await run("validate_schadeclaim_form", text="schade! weer!", intent="schadeclaim", level=0)
    assert result.names == ["utter_schadeclaim_begrip", "utter_complex_genoteerd"]
    assert result.followup == "action_overdragen"


async def test_a_death_told_along_the_way_goes_before_everything(talk: Any, desk: Any) -> None:
    bot = await talk("contract_overnemen", level=0)
    await bot.say("het contract moet overgezet worden", intent="contract_overnemen")
    result = await bot.say("mijn man is vorige week overleden", intent="overlijden_melden")
    assert result.names == ["utter_overlijden_melden_begrip"]
    assert case(result)["intent"] == "overlijden_melden", "the priority follows from it"


async def test_stopping_stops(talk: Any, desk: Any) -> None:
    bot = await talk("schadeclaim", level=0)
    await bot.say("ik heb schade", intent="schadeclaim")
    result = await bot.say("nee stop er maar mee", intent="annuleren")
    assert result.names == ["utter_annuleren"]
    assert bot.open_form is None


async def test_what_do_you_mean_is_explained(talk: Any, desk: Any) -> None:
    bot = await talk("schadeclaim", level=0)
    await bot.say("ik heb schade", intent="schadeclaim")
    result = await bot.say("wat bedoel je?", intent="herhalen")
    assert result.names == ["utter_schadeclaim_uitleg_schade_gebeurtenis"]
    assert bot.slots["requested_slot"] == "schade_gebeurtenis"


async def test_who_is_verified_picks_the_bill(talk: Any, desk: Any) -> None:
    bot = await talk("factuur_betwisten")
    asked = await bot.say("dit is niet juist", intent="factuur_betwisten")
    buttons = asked.values("utter_factuur_betwisten_vraag_betwiste_factuur")["buttons"]
    assert [button["title"] for button in buttons] == ["Jaarafrekening 2026", "Jaarafrekening 2025"]
    await bot.say(buttons[0]["payload"])
    result = await bot.say("de begintand is fout")
    assert case(result)["slots"]["betwiste_factuur"] == "Jaarafrekening van 17 november 2026 (F-2026-004114)"


async def test_nobody_there_means_a_call_that_knows_the_story(talk: Any, desk: Any) -> None:
    desk(False)
    bot = await talk("schadeclaim", level=0)
    await bot.say("ik wil schade melden", intent="schadeclaim")
    await bot.say("de monteur heeft gisteren de muur geraakt")
    closing = bot.last
    assert closing.names == ["utter_complex_genoteerd", "utter_balie_geen_medewerker_open"]
    assert bot.slots["aanbod"] == "terugbelverzoek_form"
    await bot.say("ja graag", intent="bevestigen", action="action_bevestigen")
    await bot.say("0612345678")
    result = await bot.say("ochtend")
    assert result.names == ["utter_terugbelverzoek_bevestig"]
    subject = result.values("utter_terugbelverzoek_bevestig")["onderwerp"]
    assert subject == "ik wil schade melden\nde monteur heeft gisteren de muur geraakt"


async def test_fury_registers_the_complaint_all_the_same(run: Any, services: Any, desk: Any) -> None:
    result = await run("action_overdragen", text="ik ben woest en dien een klacht in!", intent=KLACHT, level=0)
    [complaint] = await services.complaints.of_conversation("11111111-2222-4333-8444-555555555555")
    assert complaint.reference in result.text
    assert complaint.subject == "ik ben woest en dien een klacht in!"


async def test_an_answer_in_anger_is_kept_though_the_form_never_saw_it(talk: Any, services: Any, desk: Any) -> None:
    bot = await talk(KLACHT, level=0)
    await bot.say("ik heb een klacht", intent=KLACHT)
    result = await bot.say("wat denk je zelf, jullie zijn oplichters", action="action_overdragen")
    human = case(result)
    assert human["ask"] == "ik heb een klacht\nwat denk je zelf, jullie zijn oplichters"
    assert human["slots"]["klacht"] == "wat denk je zelf, jullie zijn oplichters"
    [complaint] = await services.complaints.of_conversation("11111111-2222-4333-8444-555555555555")
    assert complaint.subject == human["ask"]


async def test_a_bare_wish_for_a_human_is_no_answer(talk: Any, desk: Any) -> None:
    bot = await talk("schadeclaim", level=0)
    await bot.say("ik heb schade", intent="schadeclaim")
    result = await bot.say("mag ik een medewerker?", intent="medewerker_spreken", action="action_overdragen")
    human = case(result)
    assert human["ask"] == "ik heb schade"
    assert human["open_form"]["missing"] == ["schade_gebeurtenis", "schade_moment", "schade_kapot"]
