"""Who goes first and who is asked: what must hold for every queue and desk, and examples a person can check."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dichtbij.conversations.model import ConversationId
from dichtbij.handoff import routing
from dichtbij.handoff.model import PRIORITY_INTENTS, Agent, AgentId, AgentState, AtTheDesk, Case, CaseId, Reason
from dichtbij.organisation import load_organisation
from dichtbij.settings import ROOT

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.utc)
BALIE = load_organisation(ROOT / "organisatie.yml").balie


def case(id_: str = "c", *, minutes: float = 0, intent: str = "", reason: Reason = "verzoek", **more: object) -> Case:
    """A case that waits for so many minutes."""
    since = NOW - timedelta(minutes=minutes)
    plain = Case(
        id=CaseId(id_), conversation_id=ConversationId(f"conversation of {id_}"), state="waiting", priority=3,
        reason=reason, trigger="", ask="", context={"intent": intent}, customer_id=None, level=0, opened_at=since,
        opened_seq=1, agent_id=None, agent_name="", taken_at=None, ended_at=None, note="", agent_read_seq=0,
        team=BALIE.team_of(intent).key, waiting_since=since,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def agent(
    id_: str, *teams: str, open_: int = 0, state: AgentState = "beschikbaar", most: int | None = None, **more: object
) -> AtTheDesk:
    """An agent who is there."""
    person = Agent(AgentId(id_), id_, id_.title(), teams=teams, max_cases=most, state=state)
    plain = AtTheDesk(person, present=True, last_seen=NOW, state_since=None, open=open_, asked=False, last_new=None)
    return replace(plain, **more)  # type: ignore[arg-type]


def asked(one: Case, *desk: AtTheDesk) -> str | None:
    asking = routing.whom_to_ask(one, desk, BALIE, NOW)
    return asking.agent_id if asking else None


# -- who goes first -------------------------------------------------------------------------------------------------

_intents = st.sampled_from(["", "tarieven", *sorted(PRIORITY_INTENTS)])
_cases = st.builds(
    case,
    id_=st.uuids().map(str),
    minutes=st.floats(0, 600),
    intent=_intents,
    reason=st.sampled_from(get_args(Reason)),
    vulnerable=st.booleans(),
    mood_level=st.sampled_from(["", "kalm", "geïrriteerd", "gefrustreerd"]),
)


@given(st.lists(_cases, max_size=12, unique_by=lambda one: one.id), st.randoms())
def test_the_order_does_not_depend_on_how_the_queue_was_read(cases: list[Case], chance: object) -> None:
    shuffled = list(cases)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert routing.in_order(shuffled, NOW) == routing.in_order(cases, NOW)


@given(_cases, _cases)
def test_danger_goes_before_everything_without_it(danger: Case, other: Case) -> None:
    danger = replace(danger, reason="gevaar", opened_at=NOW, waiting_since=NOW)
    if other.reason != "gevaar":
        assert routing.in_order([other, danger], NOW)[0] == danger
        told = replace(danger, reason="verzoek", context={"danger": "gas"})
        assert routing.in_order([other, told], NOW)[0] == told, "also when it was reported before or while waiting"


@given(_cases, st.floats(0, 600), st.floats(0, 600))
def test_waiting_never_makes_less_urgent(one: Case, earlier: float, later: float) -> None:
    moments = sorted((earlier, later))
    scores = [routing.urgency(one, NOW + timedelta(minutes=minutes)).score for minutes in moments]
    assert scores[0] <= scores[1]


@given(_cases)
def test_vulnerability_and_anger_never_make_less_urgent(one: Case) -> None:
    calm = replace(one, vulnerable=False, mood_level="kalm")
    score = routing.urgency(calm, NOW).score
    assert routing.urgency(replace(calm, vulnerable=True), NOW).score > score
    assert routing.urgency(replace(calm, mood_level="gefrustreerd"), NOW).score >= score


@given(_cases)
def test_everything_that_counts_is_said_in_words(one: Case) -> None:
    why = routing.urgency(one, NOW).why
    assert ("gevaar gemeld" in why) == (one.reason == "gevaar")
    assert ("kwetsbare klant" in why) == one.vulnerable
    assert any("wacht" in words for words in why) == (NOW - one.opened_at >= timedelta(minutes=1))
    assert len(set(why)) == len(why)


def test_words_come_heaviest_first() -> None:
    one = case(intent="schulden", reason="frustratie", minutes=7.9, vulnerable=True)
    assert routing.urgency(one, NOW).why == (
        "gaat over schulden", "kwetsbare klant", "gefrustreerd", "wacht 7 minuten",
    )  # fmt: skip
    assert routing.urgency(case(minutes=1), NOW).why == ("wacht 1 minuut",)
    assert routing.urgency(case(), NOW).why == ()


def test_the_words_are_about_this_wait_and_the_points_about_all_waiting_but_not_about_the_time_with_an_agent() -> None:
    back = case(minutes=180, waiting_since=NOW - timedelta(minutes=2), waited=5 * 60)
    assert routing.urgency(back, NOW) == routing.Urgency(14, ("wacht 2 minuten",))
    assert routing.urgency(back.in_line, NOW) == routing.urgency(back, NOW)
    helped = replace(back, state="taken")
    assert routing.urgency(helped, NOW) == routing.Urgency(10, ()), "who is being helped does not wait"


def test_every_priority_question_has_words() -> None:
    assert routing.QUESTION_TEXT.keys() == PRIORITY_INTENTS


@pytest.mark.parametrize("minutes", [0, 14.9])
def test_frustration_goes_before_a_wait_of_less_than_a_quarter_and_not_before_a_longer_one(minutes: float) -> None:
    angry, calm = case("angry", reason="frustratie"), case("calm", minutes=minutes)
    assert routing.in_order([calm, angry], NOW)[0] == angry
    assert routing.in_order([case("calm", minutes=15.1), angry], NOW)[0].id == "calm"


# -- who is asked ---------------------------------------------------------------------------------------------------


def test_who_has_fewest_conversations_is_asked_and_then_who_was_longest_without_a_new_one() -> None:
    an_hour, a_minute = NOW - timedelta(hours=1), NOW - timedelta(minutes=1)
    assert asked(case(), agent("fatima", open_=1), agent("joost")) == "joost"
    assert asked(case(), agent("fatima", last_new=a_minute), agent("joost", last_new=an_hour)) == "joost"
    assert asked(case(), agent("fatima"), agent("joost", last_new=an_hour)) == "fatima", "never had one"


@pytest.mark.parametrize(
    "away",
    [
        agent("joost", present=False),
        agent("joost", state="bezet"),
        agent("joost", state="pauze"),
        agent("joost", open_=BALIE.hoogstens_tegelijk),
        agent("joost", open_=1, most=1),
        agent("joost", most=0),
        agent("joost", asked=True),
    ],
    ids=["gone", "busy", "break", "full", "own maximum", "none at all", "asked already"],
)
def test_who_is_not_asked(away: AtTheDesk) -> None:
    assert asked(case(), away) is None
    assert asked(case(), away, agent("fatima", open_=3)) == "fatima"


def test_an_own_maximum_may_be_higher_than_the_organisations() -> None:
    assert asked(case(), agent("joost", open_=7, most=8)) == "joost"


def test_the_team_comes_first_and_after_a_while_everybody() -> None:
    desk = agent("fatima", "verhuizen"), agent("joost", "schulden", open_=3)
    assert asked(case(intent="schulden"), *desk) == "joost"
    assert asked(case(intent="schulden", minutes=2), *desk) == "fatima", "waited long enough for the team"
    full = agent("joost", "schulden", open_=BALIE.hoogstens_tegelijk)
    assert asked(case(intent="schulden", minutes=1.9), desk[0], full) is None, "the team is there, only full"
    assert asked(case(intent="schulden"), desk[0]) == "fatima", "nobody of the team is there"
    assert asked(case(intent="schulden"), agent("karim")) == "karim", "who is in no team is in all"


def test_a_case_that_came_back_waits_for_its_team_anew() -> None:
    back = case(intent="schulden", minutes=30, waiting_since=NOW)
    assert asked(back, agent("fatima", "verhuizen"), agent("joost", "schulden", open_=3)) == "joost"


def test_who_passed_is_asked_again_only_when_nobody_else_is_free_and_not_at_once() -> None:
    fatima, joost = agent("fatima"), agent("joost", open_=2)
    passed = case(passed_by=("fatima",), offer_until=NOW)
    assert asked(passed, fatima, joost) == "joost"
    everybody = replace(passed, passed_by=("fatima", "joost"))
    assert asked(everybody, fatima, joost) is None
    later = replace(everybody, offer_until=NOW - routing.ASK_AGAIN_AFTER)
    asking = routing.whom_to_ask(later, [fatima, joost], BALIE, NOW)
    assert asking is not None
    assert (asking.agent_id, asking.anew) == ("fatima", True)
    full = agent("joost", open_=BALIE.hoogstens_tegelijk)
    assert asked(passed, fatima, full) is None
    assert asked(replace(later, passed_by=("fatima",)), fatima, full) == "fatima", "nobody else is free"


_states = st.sampled_from(get_args(AgentState))
_agents = st.lists(
    st.builds(
        lambda id_, teams, open_, state, most, present, asked_: agent(
            id_, *teams, open_=open_, state=state, most=most, present=present, asked=asked_
        ),
        st.sampled_from(["anna", "bart", "chantal", "dirk", "els"]),
        st.lists(st.sampled_from(list(BALIE.teams)), max_size=2, unique=True),
        st.integers(0, 5),
        _states,
        st.none() | st.integers(0, 6),
        st.booleans(),
        st.booleans(),
    ),
    max_size=5,
    unique_by=lambda one: one.agent.id,
)
_queues = st.lists(_cases, max_size=10, unique_by=lambda one: one.id)


@given(_queues, _agents)
@settings(max_examples=200)
def test_a_plan_keeps_every_rule(cases: list[Case], desk: list[AtTheDesk]) -> None:
    plan = routing.plan(cases, desk, BALIE, NOW)
    of = {one.agent.id: one for one in desk}
    assert max(Counter(one.agent_id for one in plan).values(), default=0) <= 1, "an agent is asked one at a time"
    assert len({one.case_id for one in plan}) == len(plan), "a case is offered to one agent"
    for asking in plan:
        who = of[asking.agent_id]
        assert who.there
        assert who.agent.state == "beschikbaar"
        assert not who.asked
        assert who.open < routing.most_of(who, BALIE)


@given(_queues, _agents)
@settings(max_examples=200)
def test_nobody_waits_while_somebody_is_free(cases: list[Case], desk: list[AtTheDesk]) -> None:
    """Once everybody may be asked, a case is left only when no free agent is."""
    cases = [replace(one, waiting_since=NOW - BALIE.iedereen_na) for one in cases]
    plan = routing.plan(cases, desk, BALIE, NOW)
    free = [one for one in desk if routing.has_room(one, BALIE) and not one.asked]
    assert len(plan) == min(len(cases), len(free))
    in_front = [one.id for one in routing.in_order(cases, NOW)][: len(plan)]
    assert [one.case_id for one in plan] == in_front, "the most urgent first"


# -- offers and lines that end --------------------------------------------------------------------------------------


def test_an_offer_lapses_at_its_time() -> None:
    offered = case(offered_to="joost", offer_until=NOW)
    assert routing.has_lapsed(offered, NOW)
    assert not routing.has_lapsed(offered, NOW - timedelta(seconds=1))
    assert not routing.has_lapsed(case(), NOW)


def test_an_agent_is_lost_after_the_grace_time_and_not_a_moment_before() -> None:
    grace = BALIE.terug_in_rij_na
    taken = case(minutes=30, state="taken", agent_id="joost", taken_at=NOW - timedelta(minutes=20))
    gone = agent("joost", present=False, last_seen=NOW - grace)
    assert routing.is_lost(gone, taken, BALIE, NOW)
    assert not routing.is_lost(gone, taken, BALIE, NOW - timedelta(seconds=1))
    assert not routing.is_lost(replace(gone, present=True), taken, BALIE, NOW)
    assert routing.is_lost(replace(gone, last_seen=None), taken, BALIE, NOW), "logged out"
    just = replace(taken, taken_at=NOW)
    assert not routing.is_lost(replace(gone, last_seen=None), just, BALIE, NOW)


def test_the_example_of_the_page() -> None:
    """docs/rules/balie.md."""
    queue = [
        case("A", minutes=10),
        case("B", minutes=2, reason="frustratie"),
        case("C", minutes=1, vulnerable=True),
        case("D", minutes=20, intent="schulden"),
    ]
    assert [(one.id, routing.urgency(one, NOW).score) for one in routing.in_order(queue, NOW)] == [
        ("D", 100), ("C", 62), ("B", 34), ("A", 20),
    ]  # fmt: skip
