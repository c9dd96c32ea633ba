"""Quick actions that promise contact: a call, or an answer to a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import phonenumbers

from dichtbij.customers.complaints import Complaints
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.rules.calendar import dutch_date
from dichtbij.desk.helping.action_model import Carried, Checked, Field, QuickAction, Situation, Values, Wrong, missing
from dichtbij.desk.helping.money_actions import read_day
from dichtbij.handoff.callbacks import Callbacks
from dichtbij.texts import Texts
from dichtbij.values import phones

LONGEST_SUBJECT = 200
LONGEST_COMPLAINT = 2_000
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True)
class _Call:
    phone: str
    slot: str
    day: date
    subject: str


class BookCallback(QuickAction):
    """A call on a day and in a part of it in which agents work; for everybody, also who is not known."""

    name = "terugbelverzoek"
    title = "Terugbellen inplannen"

    def __init__(self, callbacks: Callbacks, profiles: Profiles, texts: Texts) -> None:
        self._callbacks = callbacks
        self._profiles = profiles
        self._texts = texts

    async def fields(self, who: Situation) -> tuple[Field, ...] | Wrong:
        """Number, day, part of the day, subject."""
        card = await self._profiles.card(who.customer_id) if who.customer_id else None
        known = phones(card.phone) if card and card.phone else []
        parts = self._callbacks.parts(who.case.team)
        return (
            Field("terugbelnummer", "Telefoonnummer", "telefoon", shown_number(known[0].value) if known else ""),
            Field("dagdeel", "Dagdeel", "keuze", options=tuple((part, part.capitalize()) for part in parts)),
            Field("belwens", "Dag (leeg: de eerste dag die kan)", "datum", required=False),
            Field("onderwerp", "Onderwerp", "tekst", who.case.ask[:LONGEST_SUBJECT]),
        )

    async def check(self, who: Situation, values: Values) -> Checked | Wrong:
        """The day that is promised."""
        call = self._read(who, values)
        if isinstance(call, Wrong):
            return call
        known = [one for one in await self._callbacks.open() if one.conversation_id == who.case.conversation_id]
        warnings = tuple(
            f"De afspraak van nu vervalt: {self._when(one.day, one.slot)}, {shown_number(one.phone)}." for one in known
        )
        when = self._when(call.day, call.slot)
        return Checked(f"Bellen op {shown_number(call.phone)}, {when}: {call.subject}", warnings)

    async def carry_out(self, who: Situation, values: Values) -> Carried | Wrong:
        """See QuickAction."""
        call = self._read(who, values)
        if isinstance(call, Wrong):
            return call
        id_ = who.case.conversation_id
        before = [one for one in await self._callbacks.open() if one.conversation_id == id_]
        stored = await self._callbacks.ask(
            name=who.name,
            phone=call.phone,
            slot=call.slot,
            subject=call.subject,
            customer_id=who.customer_id,
            conversation_id=id_,
            day=call.day,
            team=who.case.team,
        )
        when = self._when(stored.day, stored.slot)
        tell = self._texts.text(
            "utter_terugbelverzoek_klaar", who.form_of_address, terugbelnummer=shown_number(call.phone), wanneer=when
        )
        done = f"Terugbellen staat in de agenda: {when}, op {shown_number(call.phone)}."
        return Carried(done, tell, f"terugbellen afgesproken, {when}", repeated=stored in before)

    def _read(self, who: Situation, values: Values) -> _Call | Wrong:
        team = who.case.team
        number = phones(values.get("terugbelnummer", ""))
        slot, subject = values.get("dagdeel", ""), values.get("onderwerp", "").strip()
        if not number:
            return missing("terugbelnummer", "Vul een telefoonnummer in waarop we de klant kunnen bellen.")
        if slot not in self._callbacks.parts(team):
            return missing("dagdeel", "Kies een dagdeel.")
        if not subject or len(subject) > LONGEST_SUBJECT:
            return missing("onderwerp", f"Schrijf in hoogstens {LONGEST_SUBJECT} tekens op waar het over gaat.")
        day = read_day(values, "belwens")
        if isinstance(day, Wrong):
            return day
        if day is not None and not self._callbacks.can_call(day, slot, team):
            first = self._when(self._callbacks.first_day(slot, team), slot)
            return Wrong("dag_ongeldig", f"Dan kan niemand bellen. Op zijn vroegst: {first}.", "belwens")
        return _Call(number[-1].value, slot, day or self._callbacks.first_day(slot, team), subject)

    def _when(self, day: date, slot: str) -> str:
        return self._texts.text(
            f"utter_deel_terugbelverzoek_{slot}", dag=f"{_DAYS[day.weekday()]} {dutch_date(day).rpartition(' ')[0]}"
        )


def shown_number(number: str) -> str:
    """As people write it: "06 12345678"; with the country when it is another one."""
    parsed = phonenumbers.parse(number, "NL")
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, kind.NATIONAL if parsed.country_code == 31 else kind.INTERNATIONAL)


class RegisterComplaint(QuickAction):
    """What went wrong, with a reference to hold on to; for everybody, also who is not known."""

    name = "klacht_indienen"
    title = "Klacht vastleggen"

    def __init__(self, complaints: Complaints, texts: Texts) -> None:
        self._complaints = complaints
        self._texts = texts

    async def fields(self, who: Situation) -> tuple[Field, ...] | Wrong:
        """The words."""
        return (Field("klacht", "Wat ging er mis?", "tekst", who.case.ask[:LONGEST_COMPLAINT]),)

    async def check(self, who: Situation, values: Values) -> Checked | Wrong:
        """Whether one was registered in this conversation already."""
        words = values.get("klacht", "").strip()
        if not words or len(words) > LONGEST_COMPLAINT:
            return missing("klacht", f"Schrijf in hoogstens {LONGEST_COMPLAINT} tekens op wat er misging.")
        known = await self._complaints.of_conversation(who.case.conversation_id)
        if any(one.subject == words for one in known):
            return Wrong("unchanged", "Deze klacht is al vastgelegd.", "klacht")
        warnings = tuple(f"In dit gesprek staat al een klacht: {one.reference}." for one in known)
        return Checked(f"Klacht: {words}", warnings)

    async def carry_out(self, who: Situation, values: Values) -> Carried | Wrong:
        """See QuickAction."""
        checked = await self.check(who, values)
        if isinstance(checked, Wrong) and checked.code != "unchanged":
            return checked
        complaint = await self._complaints.register(
            who.case.conversation_id,
            who.customer_id,
            values["klacht"].strip(),
            self._texts.text("utter_deel_klacht_titel"),
            self._texts.text("utter_deel_klacht_vervolg"),
        )
        tell = self._texts.text("utter_klacht_indienen_geregistreerd", who.form_of_address, kenmerk=complaint.reference)
        done = f"Klacht is vastgelegd. Kenmerk {complaint.reference}."
        return Carried(done, tell, f"klacht vastgelegd ({complaint.reference})", isinstance(checked, Wrong))
