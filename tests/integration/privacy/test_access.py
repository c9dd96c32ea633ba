"""Who looked at a customer: shown to the customer without names, kept when all else is erased, gone in time."""

from __future__ import annotations

import json
from datetime import timedelta

from dichtbij.conversations.model import Content
from dichtbij.handoff.audit import Audit
from dichtbij.privacy.inspection import FILE, PAGE
from dichtbij.privacy.model import Scope
from tests.integration.privacy.conftest import WORDS, House
from tests.integration.privacy.test_inspecting import opened
from tests.policies import demo_policies

POLICY = demo_policies().bewaartermijnen


async def seen(house: House) -> str:
    """Fatima takes a case of Sanne's; gives the conversation."""
    fatima = await house.agents.add("fatima", "Fatima Bensaïd", "wachtwoord")
    id_ = await house.says(WORDS)
    case = await house.hands_over(id_, WORDS)
    audit = Audit(house.database, house.clock)
    await audit.note(fatima, "gezien", case_id=case, customer_id=None)  # before anybody knew who it was
    await audit.note(fatima, "snelle_actie", case_id=case, customer_id=house.id_of(), detail="klacht")
    await audit.note(fatima, "gezien", customer_id=house.id_of("10517264"))
    await house.handoffs.take(case, fatima, Content(text="Er is iemand"))  # type: ignore[arg-type]
    await house.handoffs.close(case, fatima, "klaar", Content(text="Dag"))  # type: ignore[arg-type]
    return id_


async def test_the_customer_sees_when_and_what_and_not_who(house: House) -> None:
    await seen(house)
    text = (await opened(house, FILE)).content.decode()
    assert json.loads(text)["toegang"]["audit"] == [
        {"at": house.clock().isoformat(), "what": "een medewerker bekeek het gesprek"},
        {"at": house.clock().isoformat(), "what": "een medewerker regelde iets voor de klant"},
    ]
    assert "Fatima" not in text
    page = (await opened(house, PAGE)).content.decode()
    assert "Wat medewerkers deden" in page
    assert "een medewerker bekeek het gesprek" in page
    assert f"{POLICY.toegang_dagen} dagen" in page


async def test_erasing_all_leaves_the_trail_and_says_until_when(house: House) -> None:
    id_ = await seen(house)
    before = await house.rows("audit")
    for scope in (Scope.GESPREK, Scope.GESPREKKEN):
        proposal = await house.room.privacy.propose_erasure(house.id_of(), id_, scope)
        assert "toegang" not in [part.what for part in proposal.parts]
    proposal = await house.room.privacy.propose_erasure(house.id_of(), id_, Scope.ALLES)
    [part] = [part for part in proposal.parts if part.what == "toegang"]
    until = house.clock().date() + timedelta(days=POLICY.toegang_dagen)
    assert (part.count, part.kept, part.why, part.until) == (0, 2, "toezicht", until)
    await house.room.privacy.request_erasure(house.id_of(), id_, Scope.ALLES, "je")
    assert await house.room.eraser.carry_out_open() == 1
    assert await house.rows("audit") == before
    assert await house.found_in(WORDS) == set()


async def test_the_trail_goes_after_its_term(house: House) -> None:
    await seen(house)
    house.clock.forward(days=POLICY.toegang_dagen)
    await house.room.retention.clear_up()
    assert len(await house.rows("audit")) == 3
    house.clock.forward(seconds=1)
    await house.room.retention.clear_up()
    assert await house.rows("audit") == []
