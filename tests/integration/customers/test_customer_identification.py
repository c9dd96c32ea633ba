"""Codes and login tokens: used once, counted, expired, and never telling which part was wrong."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from datetime import timedelta

import jwt
import pytest
import structlog
from sqlalchemy import text

from dichtbij.customers.identification import Identification
from dichtbij.customers.login_token import sign_login_token
from dichtbij.customers.mail import DemoMailbox
from dichtbij.customers.model import (
    CodeExpired,
    CodeRequested,
    Identity,
    Method,
    OtherCustomer,
    TokenProblem,
    TokenRefused,
    TooManyAttempts,
    Verified,
    WrongCode,
)
from dichtbij.database import Database
from dichtbij.errors import MailUnavailable
from tests.policies import demo_policies, demo_texts

SECRET = "s" * 40
NUMBER, POSTCODE = "10482913", "2011 KD"


def counting() -> Callable[[int], int]:
    numbers = itertools.count(730_551)
    return lambda below: next(numbers) % below


def make(database, clock, mailer) -> Identification:
    return Identification(
        database,
        clock,
        demo_policies(),
        mailer,
        counting(),
        demo_texts(),
        code_key=b"k" * 32,
        login_token_secret=SECRET,
        mail_pause_seconds=0,
    )


@pytest.fixture
def identification(database, clock, mailer) -> Identification:
    return make(database, clock, mailer)


async def test_the_mailed_code_proves_who_it_is_for_an_hour(identification, clock, mailer, sanne) -> None:
    assert await identification.identity("g1") == Identity(0, None, Method.NONE)
    assert isinstance(await identification.request_code("g1", NUMBER, "2011kd"), CodeRequested)
    await identification.settled()
    assert mailer.sent[0][0] == "sanne.dewit@voorbeeld.example"
    code = mailer.last_code
    assert await identification.check_code("g1", f"{code[:3]} {code[3:]}") == Verified(sanne)
    proved = await identification.identity("g1")
    assert proved == Identity(2, sanne, Method.MAIL_CODE)
    assert (proved.proved_at, proved.proved_until) == (clock(), clock() + timedelta(minutes=60))
    assert await identification.identity("g2") == Identity(0, None, Method.NONE)
    clock.forward(minutes=60)
    old = await identification.identity("g1")
    assert old == Identity(1, sanne, Method.MAIL_CODE)
    assert (old.proved_at, old.proved_until) == (proved.proved_at, None)
    await identification.forget("g1")
    assert await identification.identity("g1") == Identity(0, None, Method.NONE)
    assert await identification.conversations_of(sanne) == {"g1": True}, "it stays the customer's who was known in it"
    assert await identification.known_in(["g1", "g2"]) == {"g1": sanne}


@pytest.mark.parametrize(
    ("number", "postcode"), [(NUMBER, "2011 KX"), ("10482914", POSTCODE), ("", ""), ("x" * 5000, "é")]
)
async def test_a_wrong_combination_looks_the_same_and_no_code_fits(identification, mailer, number, postcode) -> None:
    right = await identification.request_code("goed", NUMBER, POSTCODE)
    wrong = await identification.request_code("fout", number, postcode)
    await identification.settled()
    assert right == wrong
    assert len(mailer.sent) == 1
    assert await identification.check_code("fout", mailer.last_code) == WrongCode(2)
    assert await identification.check_code("fout", "730552") == WrongCode(1)
    assert await identification.check_code("fout", "730553") == TooManyAttempts(None)


async def test_a_code_of_another_conversation_proves_nothing(identification, mailer) -> None:
    await identification.request_code("g1", NUMBER, POSTCODE)
    await identification.request_code("g2", "10517264", "1349 CB")
    await identification.settled()
    assert isinstance(await identification.check_code("g1", mailer.last_code), WrongCode)


@pytest.mark.parametrize("left", [False, True])
async def test_a_conversation_never_becomes_another_customers(identification, clock, mailer, sanne, left) -> None:
    await identification.request_code("g1", NUMBER, POSTCODE)
    await identification.settled()
    assert await identification.check_code("g1", mailer.last_code) == Verified(sanne)
    clock.forward(minutes=61)
    if left:
        await identification.forget("g1")
    await identification.request_code("g1", "10517264", "1349 CB")
    await identification.settled()
    code = mailer.last_code
    assert await identification.check_code("g1", code) == OtherCustomer()
    assert await identification.check_code("g1", code) == CodeExpired()
    expected = Identity(0, None, Method.NONE) if left else Identity(1, sanne, Method.MAIL_CODE)
    assert await identification.identity("g1") == expected
    await identification.request_code("g1", NUMBER, POSTCODE)
    await identification.settled()
    assert await identification.check_code("g1", mailer.last_code) == Verified(sanne)
    assert await identification.identity("g1") == Identity(2, sanne, Method.MAIL_CODE)


async def test_three_wrong_ones_end_the_code_even_for_the_right_one(identification, mailer) -> None:
    await identification.request_code("g1", NUMBER, POSTCODE)
    await identification.settled()
    outcomes = [await identification.check_code("g1", wrong) for wrong in ("000000", "", "1" * 9000)]
    assert outcomes == [WrongCode(2), WrongCode(1), TooManyAttempts(None)]
    assert await identification.check_code("g1", mailer.last_code) == CodeExpired()


async def test_a_code_lives_ten_minutes_and_an_earlier_one_dies_of_a_new_one(
    identification, clock, mailer, sanne
) -> None:
    await identification.request_code("g1", NUMBER, POSTCODE)
    await identification.settled()
    first = mailer.last_code
    await identification.request_code("g1", NUMBER, POSTCODE)
    await identification.settled()
    assert await identification.check_code("g1", first) == WrongCode(2)
    clock.forward(minutes=10)
    assert await identification.check_code("g1", mailer.last_code) == CodeExpired()
    assert await identification.check_code("never", "123456") == CodeExpired()


async def test_one_code_used_by_two_at_once_works_once(database, identification, clock, mailer, sanne) -> None:
    await identification.request_code("g1", NUMBER, POSTCODE)
    await identification.settled()
    other_database = Database(database.url)
    other = make(other_database, clock, mailer)
    tries = [one.check_code("g1", mailer.last_code) for one in (identification, other) * 4]
    outcomes = await asyncio.gather(*tries)
    await other_database.close()
    assert outcomes.count(Verified(sanne)) == 1
    assert outcomes.count(CodeExpired()) == 7


async def test_five_requests_an_hour_per_conversation(identification, clock) -> None:
    for attempt in range(5):
        assert isinstance(await identification.request_code("g1", f"1048291{attempt}", POSTCODE), CodeRequested)
        clock.forward(minutes=1)
    blocked = await identification.request_code("g1", "20000000", POSTCODE)
    assert blocked == TooManyAttempts(clock() + timedelta(minutes=55))
    assert isinstance(await identification.request_code("g2", "20000000", POSTCODE), CodeRequested)
    clock.forward(minutes=55)
    assert isinstance(await identification.request_code("g1", "20000000", POSTCODE), CodeRequested)


async def test_five_requests_an_hour_per_number_known_or_not_also_at_once(identification, mailer) -> None:
    for number in (NUMBER, "10000001"):
        outcomes = await asyncio.gather(
            *(identification.request_code(f"{number}-{n}", number, POSTCODE) for n in range(9))
        )
        assert sum(isinstance(outcome, CodeRequested) for outcome in outcomes) == 5
    await identification.settled()
    assert len(mailer.sent) == 5


async def test_nothing_readable_is_stored(database, identification, mailer) -> None:
    await identification.request_code("g1", NUMBER, POSTCODE)
    await identification.settled()
    async with database.reading() as session:
        kept = [
            str(row)
            for table in ("login_codes", "code_requests")
            for row in (await session.execute(text(f"SELECT * FROM {table}"))).all()
        ]
    assert kept
    assert not any(mailer.last_code in row or f"'{NUMBER}'" in row for row in kept)


class BrokenMailer:
    def __init__(self) -> None:
        self.tries = 0

    async def send(self, to: str, subject: str, text: str) -> None:
        self.tries += 1
        raise MailUnavailable("mail server: ConnectionRefusedError")


async def test_a_mail_server_that_is_down_is_tried_again_and_logged_without_address(database, clock) -> None:
    broken = BrokenMailer()
    identification = make(database, clock, broken)
    with structlog.testing.capture_logs() as lines:
        assert isinstance(await identification.request_code("g1", NUMBER, POSTCODE), CodeRequested)
        await identification.settled()
    assert broken.tries == 3
    assert [line["event"] for line in lines] == ["code_mail_failed"] * 3
    assert "voorbeeld" not in str(lines)


async def test_u_is_addressed_as_u(identification, mailer) -> None:
    await identification.request_code("g1", "10118392", "8011 XK")
    await identification.settled()
    assert "Hebt u niet om een code gevraagd?" in mailer.sent[0][2]


def token(clock, number=NUMBER, secret=SECRET, jti="t1", life=5) -> str:
    return sign_login_token(number, secret, clock(), jti, timedelta(minutes=life))


async def test_a_login_token_proves_who_it_is_once(identification, clock, sanne) -> None:
    signed = token(clock)
    assert await identification.recognise_login("g1", signed) == Verified(sanne)
    assert await identification.identity("g1") == Identity(2, sanne, Method.LOGIN_TOKEN)
    assert await identification.recognise_login("g2", signed) == TokenRefused(TokenProblem.AL_GEBRUIKT)
    assert (await identification.identity("g2")).level == 0


async def test_a_login_token_used_by_two_at_once_works_once(identification, clock, sanne) -> None:
    signed = token(clock)
    outcomes = await asyncio.gather(*(identification.recognise_login(f"g{n}", signed) for n in range(8)))
    assert outcomes.count(Verified(sanne)) == 1
    assert outcomes.count(TokenRefused(TokenProblem.AL_GEBRUIKT)) == 7


async def test_tokens_that_prove_nothing(identification, clock) -> None:
    def unsigned() -> str:
        return jwt.encode({"sub": NUMBER, "iat": 1, "exp": 2, "jti": "x"}, None, algorithm="none")

    async def problem(signed: str) -> TokenProblem:
        outcome = await identification.recognise_login("g1", signed)
        assert isinstance(outcome, TokenRefused)
        return outcome.reason

    now = int(clock().timestamp())
    ahead = {"sub": NUMBER, "iat": now + 3600, "exp": now + 3700, "jti": "a"}
    assert await problem(token(clock, secret="z" * 40)) is TokenProblem.ONGELDIG
    assert await problem(unsigned()) is TokenProblem.ONGELDIG
    assert await problem("") is TokenProblem.ONGELDIG
    assert await problem("a.b.c" * 500) is TokenProblem.ONGELDIG
    assert await problem(jwt.encode({"sub": NUMBER}, SECRET)) is TokenProblem.ONGELDIG
    assert await problem(jwt.encode(ahead, SECRET)) is TokenProblem.ONGELDIG
    assert await problem(jwt.encode(ahead | {"iat": "now"}, SECRET)) is TokenProblem.ONGELDIG
    assert await problem(token(clock, life=11)) is TokenProblem.TE_LANG_GELDIG
    assert await problem(token(clock, number="99999999")) is TokenProblem.ONBEKENDE_KLANT
    late = token(clock)
    clock.forward(minutes=5)
    assert await problem(late) is TokenProblem.VERLOPEN
    assert (await identification.identity("g1")).level == 0


async def test_the_demo_mailbox_keeps_mails_latest_first(database, clock) -> None:
    mailbox = DemoMailbox(database, clock)
    await mailbox.send("a@voorbeeld.example", "een", "1")
    await mailbox.send("b@voorbeeld.example", "twee", "2")
    assert [(mail.to, mail.subject, mail.text, mail.at) for mail in await mailbox.list()] == [
        ("b@voorbeeld.example", "twee", "2", clock()),
        ("a@voorbeeld.example", "een", "1", clock()),
    ]


async def test_a_phone_number_on_file_recognises_and_proves_nothing(identification, database, sanne) -> None:
    assert await identification.customer_of_phone("31612000101") == sanne
    assert await identification.recognise_phone("t1", "31612000101") == sanne
    assert await identification.identity("t1") == Identity(1, sanne, Method.WHATSAPP)
    assert await identification.recognise_phone("t1", "31612000101") is None, "known already"
    assert await identification.recognise_phone("t2", "31600000000") is None
    assert await identification.recognise_phone("t3", "") is None
    await identification.forget("t1")
    assert await identification.recognise_phone("t1", "31612000101") is None, "who was forgotten stays forgotten"
    async with database.writing() as session:
        await session.execute(text("UPDATE customers SET phone = '+31612000101' WHERE customer_number = '10517264'"))
    assert await identification.recognise_phone("t4", "31612000101") is None, "of two customers: of neither"
    assert await identification.identity("t4") == Identity(0, None, Method.NONE)


async def test_a_code_at_the_same_moment_counts_for_more_than_the_number(database, clock, mailer, sanne) -> None:
    identification = make(database, clock, mailer)
    await identification.request_code("t1", NUMBER, POSTCODE)
    await identification.settled()
    await asyncio.gather(
        identification.check_code("t1", mailer.last_code),
        *(identification.recognise_phone("t1", "31612000101") for _ in range(5)),
    )
    proved = await identification.identity("t1")
    assert (proved.level, proved.method) == (2, Method.MAIL_CODE)
