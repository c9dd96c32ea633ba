"""How every form can be gone through: who asks, with what words, and an answer to each question.

A new form needs a line here only for a slot that has no button to tap and no answer yet.
"""

from __future__ import annotations

from typing import Any

from actions.forms import CHANGE, CONFIRM

DEFAULT_CUSTOMER = "10482913"
CUSTOMERS = {
    "meterstand_doorgeven": "10118392",
    "contract_verlengen": "10296450",
}
"""Who the form is for, when Sanne's contract or meters are not."""

OPENINGS = {
    "privacy_verwijderen": "ik wil iets laten wissen",
    "contract_verlengen": "heb je een nieuw contract voor me",
}
"""Words that open a form without filling anything, when "ik wil iets regelen" does not do."""

ANSWERS: dict[str, str] = {
    "klantnummer": "10482913",
    "postcode": "2011 KD",
    "termijnbedrag": "240",
    "incassodag": "de 12e",
    "factuurnummer": "de oudste",
    "aantal_maanden": "in 6 keer",
    "iban": "NL91 ABNA 0417 1643 00",
    "meterstand": "overslaan",
    "zekerheid": "ja",
    "terugbelnummer": "06 12345678",
    "dagdeel": "in de middag",
    "onderwerp": "de nieuwe meterkast",
    "einddatum": "1 februari 2027",
    "opzegreden": "ik ga samenwonen",
    "contractkeuze": "de eerste",
    "gegeven": "e-mailadres",
    "nieuwe_waarde": "nieuw@voorbeeld.nl",
    "wissen": "dit gesprek",
    "toestemming_doel": "persoonlijke antwoorden",
    "toestemming_stand": "uitzetten",
    "sleuteldatum": "15 december 2026",
    "nieuwe_postcode": "3812 HL",
    "nieuw_huisnummer": "140",
    "nieuw_adres": "Testlaan 12 in Amersfoort",
    "oude_sleutels": "20 december 2026",
    "klacht": "de monteur is niet gekomen",
    "betwiste_factuur": "de jaarafrekening",
    "betwist_reden": "het verbruik klopt niet",
    "overname_situatie": "mijn ex gaat weg en ik blijf",
    "overname_datum": "per 1 januari",
    "schade_gebeurtenis": "de stroom viel uit",
    "schade_moment": "gisteren",
    "schade_kapot": "mijn vriezer",
}
"""An answer that can be used, by the slot that is asked for."""

_NO_ANSWER = ("/annuleren", "/medewerker", "/ontkennen", "/terugbel")


class Journey:
    """One form, opened and answered step by step."""

    def __init__(self, bot: Any, intent: str, domain: dict[str, Any]) -> None:
        self.bot = bot
        self.intent = intent
        self._domain = domain
        self.answers = dict(ANSWERS)

    @property
    def is_open(self) -> bool:
        """Whether this very form waits for an answer."""
        return bool(self.bot.open_form == f"{self.intent}_form")

    @property
    def asked(self) -> str:
        """The slot that is asked for, CONFIRM or CHANGE."""
        return str(self.bot.slots.get("requested_slot") or "")

    async def open(self) -> Any:
        """Ask for the form, without a value."""
        words = OPENINGS.get(self.intent, "ik wil iets regelen")
        return await self.bot.say(words, intent=self.intent, action=f"{self.intent}_form")

    async def answer(self) -> Any:
        """Give a good answer to what is asked now."""
        return await self.bot.say(self._good_answer())

    async def reach(self, step: int) -> bool:
        """Open, and give so many good answers; False when the form asks for less than that."""
        await self.open()
        for _ in range(step):
            if not self.is_open or self.asked in (CONFIRM, CHANGE):
                return False
            await self.answer()
        return self.is_open

    async def reach_confirmation(self) -> bool:
        """Answer until the form asks whether it is right; False when it ends before that."""
        await self.open()
        for _ in range(12):
            if not self.is_open:
                return False
            if self.asked == CONFIRM:
                return True
            await self.answer()
        raise AssertionError(f"{self.intent} keeps asking: {self.asked}")

    def _good_answer(self) -> str:
        if self.asked in self.answers:
            return self.answers[self.asked]
        name, values = self.bot.last.responses[-1]
        shown = values.get("buttons") or self._domain["responses"][name][0].get("buttons") or []
        taps = [one["payload"] for one in shown if not one["payload"].startswith(_NO_ANSWER)]
        assert taps, f"{self.intent} asks for {self.asked}: give it an answer in tests/actions/form_answers.py"
        return str(taps[0])
