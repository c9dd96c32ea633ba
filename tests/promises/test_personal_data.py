"""No table with something of a person is forgotten: each is answered for by a store, or says why it holds nothing."""

from __future__ import annotations

from datetime import datetime, timezone

from dichtbij import app
from dichtbij.database import Base
from dichtbij.organisation import load_organisation
from dichtbij.privacy.labels import SECTIONS
from dichtbij.privacy.service import Privacy
from dichtbij.privacy.store.customers import CLAIMS
from dichtbij.privacy.store.reach import hangs_on
from dichtbij.texts import Texts
from tests.policies import demo_policies

FREE = {
    "agents": "accounts of the organisation's own people",
    "desk_sessions": "log-ins of the organisation's own people",
    "login_tries": "keyed hashes of names and addresses of failed log-ins at the desk; gone after minutes",
    "code_requests": "keyed hashes that count attempts; cannot be led back, gone after bewaartermijnen.codes_dagen",
    "used_tokens": "keyed hashes of login tokens; cannot be led back, gone after bewaartermijnen.codes_dagen",
    "erasures": "proof of what was erased: numbers and references, no words; gone after wisverslagen_dagen",
}
"""Table -> why nothing of a customer can be exported from or erased in it."""

assert app  # every room's tables are known once the app is


def privacy() -> Privacy:
    clock = lambda: datetime(2026, 11, 23, tzinfo=timezone.utc)  # noqa: E731
    return Privacy(None, clock, demo_policies().bewaartermijnen)  # type: ignore[arg-type]


def test_every_table_belongs_to_one_store_or_says_why_not() -> None:
    claimed = [name for store in privacy().stores for name in store.tables]
    assert len(claimed) == len(set(claimed)), "two stores answer for one table"
    tables = set(Base.metadata.tables)
    assert tables - set(claimed) - set(FREE) == set(), (
        "in no store: give it a line in CLAIMS (dichtbij/privacy/store/customers.py), or here in FREE with a reason"
    )
    assert set(FREE) - tables == set(), "a table that is gone is still named here"
    assert set(claimed) - tables == set(), "a store answers for a table that is gone"
    assert not set(claimed) & set(FREE)


def test_every_claimed_table_can_be_followed_to_its_customer() -> None:
    for name in CLAIMS:
        if name == "demo_mails":
            continue  # found by the address
        reached = hangs_on(name, {"customers": ["klant"]}) is not None
        assert reached or "conversation_id" in Base.metadata.tables[name].columns, f"{name} hangs on no customer"


def test_every_kind_of_data_has_its_names_purpose_and_place_on_the_page() -> None:
    texts = Texts(load_organisation("organisatie.yml").facts())
    terms = vars(demo_policies().bewaartermijnen)
    kinds = {claim.what for claim in CLAIMS.values()}
    shown = {table for _, places in SECTIONS for _, table in places}
    assert set(CLAIMS) <= shown, f"not on the page: {set(CLAIMS) - shown}"
    for kind in kinds | {name for name, _ in SECTIONS}:
        for form in ("u", "je"):
            assert texts.text(f"utter_deel_gegevens_{kind}", form)
            purpose = texts.text(f"utter_deel_inzage_doel_{kind}", form, tot="31 december 2033", **terms)
            assert "Waarvoor" in purpose
            assert "{" not in purpose
