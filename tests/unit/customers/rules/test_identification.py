"""How long a proof holds and how often one may ask for a code (docs/rules/identificatie.md)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from dichtbij.customers.rules.identification import IdentificationPolicy, blocked_until, still_proved

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)

policies = st.builds(
    IdentificationPolicy,
    code_geldig_minuten=st.integers(1, 60),
    code_pogingen=st.integers(1, 10),
    codes_per_uur=st.integers(1, 10),
    bewezen_minuten=st.integers(1, 240),
    documentlink_minuten=st.integers(1, 120),
)
moments = st.lists(st.integers(0, 7 * 3600).map(lambda seconds: NOW + timedelta(seconds=seconds)), max_size=40)


@given(st.integers(0, 20_000), policies)
def test_a_proof_holds_for_its_minutes_and_not_a_second_longer(seconds: int, policy: IdentificationPolicy) -> None:
    proved = still_proved(NOW, NOW + timedelta(seconds=seconds), policy)
    assert proved == (seconds < policy.bewezen_minuten * 60)


@given(moments, policies)
def test_no_hour_ever_has_more_codes_than_the_policy_allows(
    asked: list[datetime], policy: IdentificationPolicy
) -> None:
    given_out: list[datetime] = []
    for moment in sorted(asked):
        last_hour = [one for one in given_out if one >= moment - HOUR]
        until = blocked_until(last_hour, policy)
        if until is None or until <= moment:
            given_out.append(moment)
        else:
            assert len(last_hour) >= policy.codes_per_uur
            assert moment < until <= moment + HOUR
    for first in given_out:
        within = [one for one in given_out if first <= one < first + HOUR]
        assert len(within) <= policy.codes_per_uur
