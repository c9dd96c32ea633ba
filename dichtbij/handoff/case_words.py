"""What the fields of a case are called in Dutch, for the desk and for every other that receives a case. Pure."""

from __future__ import annotations

from collections.abc import Mapping

METHOD_TEXT: Mapping[str, str] = {
    "none": "niet geïdentificeerd",
    "uitgelogd": "niet geïdentificeerd",
    "site_session": "ingelogd op de site, zonder vers bewijs",
    "login_token": "ingelogd op de site",
    "mail_code": "met een code per e-mail",
    "whatsapp": "het telefoonnummer is bekend",
    "continued": "verdergegaan vanaf de website",
}
"""How somebody was recognised (customers.model.Method)."""

DANGER_TEXT: Mapping[str, str] = {
    "gas": "gaslucht",
    "koolmonoxide": "koolmonoxide",
    "vonken": "vonken of een schok",
    "brand": "brand of rook",
}
"""What somebody reported (signals.Danger)."""

PART_OF_DAY: Mapping[str, str] = {"ochtend": "in de ochtend", "middag": "in de middag", "avond": "in de avond"}

OUTCOME_TEXT: Mapping[str, str] = {
    "opgelost": "opgelost",
    "afspraak": "er is een afspraak gemaakt",
    "doorverwezen": "doorverwezen",
    "niet_opgelost": "niet opgelost",
    "geen_reactie": "de klant reageerde niet meer",
}
"""How an agent says a case ended (handoff.model.Outcome)."""

SLOT_TEXT: Mapping[str, str] = {
    "klantnummer": "klantnummer",
    "postcode": "postcode",
    "code": "code uit de e-mail",
    "termijnbedrag": "nieuw termijnbedrag",
    "ingangsdatum": "ingangsdatum",
    "contract": "welk contract",
    "incassodag": "dag van de maand",
    "factuurnummer": "welke factuur",
    "aantal_maanden": "aantal maanden",
    "iban": "rekeningnummer",
    "meterstanden": "meterstanden",
    "opnamedatum": "datum van de standen",
    "meteradres": "adres van de meter",
    "terugbelnummer": "telefoonnummer",
    "dagdeel": "dagdeel",
    "onderwerp": "onderwerp",
    "belwens": "wens voor het bellen",
    "klacht": "klacht",
    "klacht_kenmerk": "kenmerk van de klacht",
    "betwiste_factuur": "om welke rekening het gaat",
    "betwist_reden": "wat er niet klopt",
    "overname_situatie": "wie gaat en wie blijft",
    "overname_datum": "vanaf wanneer",
    "schade_gebeurtenis": "wat er gebeurde",
    "schade_moment": "wanneer het gebeurde",
    "schade_kapot": "wat er kapot is",
    "einddatum": "einddatum",
    "opzegreden": "reden van opzeggen",
    "contractkeuze": "gekozen contract",
    "verhuiscontract": "welk contract verhuist",
    "sleuteldatum": "datum van de sleutel",
    "nieuwe_postcode": "nieuwe postcode",
    "nieuw_huisnummer": "nieuw huisnummer",
    "nieuw_adres": "nieuw adres",
    "oude_sleutels": "tot wanneer het oude huis",
    "gegeven": "welk gegeven",
    "nieuwe_waarde": "nieuwe waarde",
    "wissen": "wat er gewist moet worden",
    "toestemming_doel": "welke toestemming",
    "toestemming_stand": "toestemming geven of intrekken",
}
"""What a slot holds. A test holds it against the forms of domain.yml."""


def slot_text(name: str) -> str:
    """What a slot is called; one without a name of its own by that of the slot."""
    return SLOT_TEXT.get(name) or name.replace("_", " ")
