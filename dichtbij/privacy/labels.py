"""What our tables and columns are called in Dutch, on the page with everything about a person."""

from __future__ import annotations

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("profiel", (("klantgegevens", "customers"), ("klantgegevens", "addresses"))),
    (
        "contract",
        (
            ("klantgegevens", "contracts"),
            ("klantgegevens", "contract_terms"),
            ("klantgegevens", "contract_endings"),
            ("klantgegevens", "moves"),
            ("klantgegevens", "tariffs"),
            ("klantgegevens", "instalments"),
        ),
    ),
    (
        "meter",
        (
            ("klantgegevens", "connections"),
            ("klantgegevens", "meters"),
            ("klantgegevens", "registers"),
            ("klantgegevens", "readings"),
        ),
    ),
    (
        "rekeningen",
        (
            ("klantgegevens", "invoices"),
            ("klantgegevens", "invoice_lines"),
            ("klantgegevens", "payments"),
            ("klantgegevens", "arrangements"),
            ("klantgegevens", "arrangement_terms"),
        ),
    ),
    ("aanvragen", (("klantgegevens", "requests"), ("klantgegevens", "complaints"))),
    ("toestemming", (("klantgegevens", "consents"),)),
    ("contact", (("klantgegevens", "contact_moments"),)),
    ("inloggen", (("klantgegevens", "identities"), ("klantgegevens", "login_codes"))),
    ("mails", (("klantgegevens", "demo_mails"),)),
    ("gesprekken", (("gesprekken", "conversations"),)),
    ("bestanden", (("gesprekken", "attachments"),)),
    (
        "telefoon",
        (
            ("telefoon", "phone_people"),
            ("telefoon", "phone_parcels"),
            ("telefoon", "phone_arrivals"),
            ("telefoon", "phone_references"),
        ),
    ),
    ("overdrachten", (("medewerkers", "cases"),)),
    ("terugbelverzoeken", (("medewerkers", "callbacks"),)),
    ("toegang", (("toegang", "audit"),)),
    ("andere_balie", (("andere_balie", "desk_links"),)),
    ("werkgeheugen", (("geheugen_assistent", "events"),)),
)
"""Kind of data (utter_deel_gegevens_<kind>, utter_deel_inzage_doel_<kind>) with where it stands in the export."""

LABELS: dict[str, str] = {
    # tables
    "customers": "Wie het is", "addresses": "Adressen", "contracts": "Contracten", "tariffs": "Tarieven",
    "instalments": "Termijnbedragen", "connections": "Aansluitingen", "meters": "Meters", "registers": "Telwerken",
    "readings": "Meterstanden", "invoices": "Rekeningen", "invoice_lines": "Regels op de rekeningen",
    "payments": "Betalingen", "arrangements": "Betalingsregelingen", "arrangement_terms": "Delen van een regeling",
    "requests": "Aanvragen", "complaints": "Klachten", "consents": "Toestemming", "contact_moments": "Eerder contact",
    "identities": "Wie in welk gesprek", "login_codes": "Codes", "demo_mails": "Mails",
    "conversations": "Gesprekken", "attachments": "Verstuurde bestanden", "cases": "Overgedragen aan een medewerker",
    "callbacks": "Terugbelverzoeken", "events": "Geheugen van de assistent",
    "desk_links": "Bij de balie buiten ons systeem", "desk": "waar",
    "audit": "Wat medewerkers deden", "what": "wat",
    # columns
    "customer_number": "klantnummer", "first_name": "voornaam", "last_name": "achternaam", "company": "bedrijf",
    "title": "aanhef", "form_of_address": "aanspreken met", "email": "e-mail", "phone": "telefoon",
    "vulnerability": "houden we rekening mee", "iban": "rekeningnummer", "mandate": "machtiging",
    "mandate_since": "machtiging sinds", "created_at": "vastgelegd op", "kind": "soort", "street": "straat",
    "house_number": "huisnummer", "city": "plaats", "start": "vanaf", "fixed_until": "vast tot", "ended": "beëindigd",
    "notice_days": "opzegtermijn in dagen", "collection_day": "dag van afschrijven", "price": "prijs", "end": "tot",
    "amount": "bedrag", "from_date": "vanaf", "ean": "EAN-code", "energy": "energie", "meter_number": "meternummer",
    "smart": "slimme meter", "digits": "cijfers", "name": "naam", "estimated_yearly": "verwacht per jaar", "on": "op",
    "value": "waarde", "source": "bron", "number": "nummer", "issued": "datum", "due": "betalen voor",
    "period_start": "periode vanaf", "period_end": "periode tot", "reminder_sent": "herinnering",
    "refund_on": "terugbetaald op", "position": "regel", "description": "omschrijving", "quantity": "hoeveelheid",
    "unit": "eenheid", "unit_price": "prijs per eenheid", "reversed_on": "teruggeboekt op", "state": "stand",
    "reference": "kenmerk", "ended_on": "geëindigd op", "paid_on": "betaald op", "details": "gegevens",
    "next_step": "volgende stap", "updated_at": "gewijzigd op", "purpose": "waarvoor", "granted": "toestemming",
    "changed_at": "gewijzigd op", "at": "wanneer", "channel": "kanaal", "summary": "samenvatting",
    "method": "manier", "proved_at": "wanneer", "expires_at": "werkte tot", "attempts_left": "pogingen over",
    "to": "aan", "subject": "onderwerp", "text": "tekst", "opened_at": "begonnen", "ended_at": "geëindigd",
    "reason": "reden", "ask": "vraag", "note": "notitie van de medewerker",
    "context": "wat de medewerker te zien kreeg",
    "asked_at": "gevraagd op", "day": "dag", "part_of_day": "dagdeel", "done_at": "gebeld op", "event": "wat",
    "understood_as": "begrepen als", "intent": "vraag", "intents": "vragen", "tried": "al geprobeerd",
    "question": "vraag", "answer": "antwoord", "evidence": "aanwijzingen", "label": "aanwijzing", "words": "woorden",
    "weight": "gewicht", "slots": "ingevuld", "shown_figures": "genoemde bedragen", "open_form": "open formulier",
    "filled": "ingevuld", "missing": "nog open", "confidence": "zekerheid", "trigger": "aanleiding", "code": "code",
    "postcode": "postcode", "contract_terms": "Wat er is afgesproken", "contract_endings": "Opzeggingen",
    "moves": "Verhuizingen", "offer": "aanbod", "agreed_on": "afgesproken op", "fee": "opzegvergoeding",
    "key_date": "dag van de sleutel", "handed_in": "laatste dag oud adres", "ratings": "Waardering", "score": "oordeel",
    "after": "na", "notes": "Notities van medewerkers", "outcome": "afloop",
    "lesson": "wat de assistent had moeten weten", "phone_people": "Op de telefoon", "provider": "via",
    "user_id": "naam bij de dienst", "first_at": "eerste bericht", "last_in_at": "laatste bericht",
    "told_privacy_at": "verteld wat we bewaren", "opted_out_at": "afgemeld",
    "phone_parcels": "Hoe ver berichten kwamen",
    "phone_arrivals": "Wat er binnenkwam", "phone_references": "Verdergegaan vanaf de website", "sent_at": "verstuurd",
    "received_at": "binnengekomen", "handled_at": "verwerkt", "begun_at": "verstuurd", "tries": "pogingen",
    "from_seq": "vanaf bericht", "to_seq": "tot en met bericht", "part": "deel", "used_at": "gebruikt",
}  # fmt: skip

VALUES: dict[str, str] = {
    "persoonlijke_antwoorden": "persoonlijke antwoorden in de chat", "verbetering": "gesprekken gebruiken om te leren",
    "login_token": "ingelogd op de site", "mail_code": "code per mail", "uitgelogd": "uitgelogd",
    "site_session": "eerder ingelogd op de site", "web": "chat op de site", "waiting": "wacht", "taken": "loopt",
    "handed_back": "terug naar de assistent", "closed": "afgesloten", "user": "klant", "bot": "assistent",
    "slot": "onthouden", "action": "stap", "active_loop": "formulier", "whatsapp": "WhatsApp", "sms": "sms",
    "cloud": "Meta", "twilio": "Twilio", "twilio_sms": "Twilio", "message": "bericht", "sent": "verstuurd",
    "delivered": "bezorgd", "read": "gelezen", "failed": "niet aangekomen", "sending": "onderweg",
}  # fmt: skip
