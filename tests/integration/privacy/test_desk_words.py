"""What agents wrote about a customer: shown to who asks for it, and gone when it is erased."""

from __future__ import annotations

import json

from sqlalchemy import update

from dichtbij.conversations.model import Content
from dichtbij.handoff.lessons import Lessons
from dichtbij.handoff.model import CaseId
from dichtbij.handoff.notes import Notes
from dichtbij.handoff.tables import CaseRow
from dichtbij.privacy.inspection import FILE
from dichtbij.privacy.model import Scope
from tests.integration.privacy.conftest import WORDS, House
from tests.integration.privacy.test_erasing import ask
from tests.integration.privacy.test_inspecting import opened


async def _ended_case(house: House) -> CaseId:
    """A case with a note, an outcome and a lesson, of Sanne."""
    case_id = CaseId(await house.hands_over(await house.says("hallo", key="browser-2"), "ik wil een mens"))
    fatima = await house.agents.add("fatima", "Fatima", "wachtwoord")
    await house.handoffs.take(case_id, fatima, Content(text="Fatima is er"))
    await Notes(house.database, house.clock).add(case_id, "Fatima", f"zei {WORDS}")
    await house.handoffs.close(
        case_id, fatima, "klaar", Content(text="dag"), outcome="afspraak", lesson=f"dat {WORDS} kan"
    )
    return case_id


async def test_notes_outcome_and_lesson_are_shown_but_not_whose_they_are(house: House) -> None:
    await _ended_case(house)
    [case] = json.loads((await opened(house, FILE)).content)["medewerkers"]["cases"]
    assert [note["text"] for note in case["notes"]] == [f"zei {WORDS}"]
    assert (case["outcome"], case["lesson"]) == ("er is een afspraak gemaakt", f"dat {WORDS} kan")
    assert "Fatima" not in json.dumps(case)


async def test_notes_and_lesson_are_erased_with_the_case(house: House) -> None:
    case_id = await _ended_case(house)
    id_ = await house.says("wis alles maar", key="browser-3")
    await ask(house, id_, Scope.GESPREKKEN)
    await house.room.eraser.after_turn(id_)
    assert await house.found_in(WORDS) == set()
    assert await Notes(house.database, house.clock).of(case_id) == []
    assert await Lessons(house.database, house.clock).lines() == []


async def test_an_erased_case_does_not_tell_why_it_was_or_how_it_went(house: House) -> None:
    """The trail keeps customer and case for two years; the case must not say that this customer is vulnerable."""
    case_id = await _ended_case(house)
    async with house.database.writing() as session:
        said = {"vulnerable": True, "mood_level": "gefrustreerd", "mood_score": 0.9, "team": "betalen", "priority": 1}
        await session.execute(update(CaseRow).where(CaseRow.id == case_id).values(reason="gevaar", **said))
    id_ = await house.says("wis alles maar", key="browser-3")
    await ask(house, id_, Scope.GESPREKKEN)
    [before] = await house.rows("cases")
    await house.room.eraser.after_turn(id_)
    rows = [row for row in await house.rows("cases") if row["id"] == case_id]
    for row in rows:
        gone = {
            **{"customer_id": None, "level": 0, "vulnerable": False, "mood_level": "", "mood_score": 0.0},
            **{"reason": "verzoek", "priority": 3, "team": "", "outcome": "", "lesson": "", "context": {}},
        }
        assert {name: row[name] for name in gone} == gone
        unchanged = ("id", "opened_at", "opened_seq", "agent_id", "taken_at", "ended_at", "state")
        assert [row[name] for name in unchanged] == [before[name] for name in unchanged]
    assert rows
