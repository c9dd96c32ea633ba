"""The named demo customers, each with a story. The README lists them; tests and the browser story rely on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from dichtbij.customers import demo_prices as price
from dichtbij.customers.demo_homes import Home, Year
from dichtbij.customers.model import ContractKind
from dichtbij.customers.rules.calendar import add_months, first_of_month

VAST, VARIABEL, DYNAMISCH = ContractKind.VAST, ContractKind.VARIABEL, ContractKind.DYNAMISCH


@dataclass(frozen=True)
class Persona:
    """A named demo customer."""

    customer_number: str
    first_name: str
    last_name: str
    title: str
    form_of_address: str
    phone: str
    story: str
    """One Dutch line for the demo site and the README."""
    homes: Callable[[date], tuple[Home, ...]]
    company: str | None = None
    vulnerability: str | None = None
    direct_debit: bool = True
    extra: str = ""
    """Which special rows demo_extras.py adds."""
    moments: tuple[tuple[int, str, str], ...] = field(default=())
    """Earlier contacts: days ago, channel, summary."""

    @property
    def name(self) -> str:
        """The company's name, or the person's."""
        return self.company or f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        """An address that can't exist (RFC 2606)."""
        plain = "".join(
            letter for letter in f"{self.first_name}.{self.last_name}".lower() if letter.isalpha() or letter == "."
        )
        return f"{plain}@voorbeeld.example"

    @property
    def postcode(self) -> str:
        """Of the address of now; the same whatever the day."""
        return self.homes(date(2026, 1, 15))[-1].postcode


def _sanne(today: date) -> tuple[Home, ...]:
    # These figures make exactly € 640.00 to pay, € 305.00 of it for 212 m³ more gas. A test holds them.
    before = Year(1290, 1060, gas=1180, instalment=205, prices=price.BEFORE)
    now = Year(1345, 1085, gas=1392, cold=212, instalment=185, prices=price.NOW)
    running = Year(1340, 1080, gas=1290, instalment=185, prices=price.NOW)
    home = Home("Zandvaartkade", "17", "2011 KD", "Haarlem", VARIABEL, (before, now), running, settled_days_ago=6)
    return (_unpaid(home),)


def _unpaid(home: Home) -> Home:
    return replace(home, pays_settlement=False)


def _karim(today: date) -> tuple[Home, ...]:
    years = (
        Year(1450, 1380, gas=640, fed_in=3150, instalment=95, prices=price.SUN_BEFORE),
        Year(1510, 1460, gas=655, fed_in=2890, cold=60, instalment=95, prices=price.SUN_NOW),
    )
    running = Year(1500, 1450, gas=640, fed_in=3000, instalment=120, prices=price.SUN_NOW)
    return (Home("Meerkoetlaan", "44", "1349 CB", "Almere", VARIABEL, years, running, 75, 1),)


def _linda(today: date) -> tuple[Home, ...]:
    years = (
        Year(1700, 1350, gas=1050, instalment=185, prices=price.BEFORE),
        Year(1820, 1440, gas=1215, cold=130, instalment=180, prices=price.NOW),
    )
    running = Year(1800, 1420, gas=1150, instalment=215, prices=price.NOW)
    return (_unpaid(Home("Kastanjehof", "8", "7511 GN", "Enschede", VARIABEL, years, running, 130, 27)),)


def _pieter(today: date) -> tuple[Home, ...]:
    years = (
        Year(1100, 980, gas=1320, instalment=205, prices=price.BEFORE),
        Year(1085, 960, gas=1405, cold=120, instalment=215, prices=price.BEFORE),
    )
    running = Year(1080, 955, gas=1350, instalment=220, prices=price.BEFORE)
    end = add_months(first_of_month(today), 1).replace(day=20)
    return (Home("Esdoornsingel", "112", "9401 LT", "Assen", VAST, years, running, 315, 20, fixed_until=end),)


def _bakkerij(today: date) -> tuple[Home, ...]:
    def shop(street: str, number: str, postcode: str, city: str, kwh: int, gas: int, month: int) -> Home:
        years = (
            Year(kwh, gas=gas, instalment=month - 25, prices=price.SINGLE_BEFORE),
            Year(kwh * 104 // 100, gas=gas * 107 // 100, cold=gas // 20, instalment=month, prices=price.SINGLE_NOW),
        )
        running = Year(kwh * 104 // 100, gas=gas, instalment=month + 10, prices=price.SINGLE_NOW)
        return Home(street, number, postcode, city, VARIABEL, years, running, 60, 15)

    return (
        shop("Oude Marktstraat", "3", "4811 AB", "Breda", 14200, 5200, 930),
        shop("Industrieweg", "61", "4906 BD", "Oosterhout", 21500, 8400, 1520),
        shop("Stationsplein", "9", "4702 VX", "Roosendaal", 8600, 1900, 455),
    )


def _daan(today: date) -> tuple[Home, ...]:
    moved = add_months(first_of_month(today), -1)
    years = (Year(980, gas=720, instalment=120, prices=price.SINGLE_BEFORE),)
    old_running = Year(990, gas=745, instalment=125, prices=price.SINGLE_NOW)
    # Settled once, eight months before the move.
    old_days = (today - add_months(moved, -8)).days - 9
    old = Home("Rozemarijnstraat", "25B", "3551 TZ", "Utrecht", VARIABEL, years, old_running, old_days, ended=moved)
    running = Year(1350, gas=980, instalment=165, prices=price.SINGLE_NOW)
    days = (today - moved).days
    return (old, Home("Weverskade", "140", "3812 HL", "Amersfoort", VARIABEL, (), running, days))


def _yara(today: date) -> tuple[Home, ...]:
    years = (
        Year(2750, instalment=85, prices=price.POWER_ONLY_BEFORE),
        Year(2680, instalment=70, prices=price.POWER_ONLY_NOW),
    )
    running = Year(2700, instalment=70, prices=price.POWER_ONLY_NOW)
    return (
        Home(
            "Havenmeesterpad", "5", "3071 ES", "Rotterdam", DYNAMISCH, years, running, 95, monthly_prices=price.HOURLY
        ),
    )


def _marieke(today: date) -> tuple[Home, ...]:
    began = add_months(first_of_month(today), -3)
    running = Year(1150, gas=860, instalment=150, prices=price.SINGLE_NOW)
    days = (today - began).days
    return (Home("Lindenborgh", "31", "6531 RN", "Nijmegen", VARIABEL, (), running, days, 24),)


def _rachid(today: date) -> tuple[Home, ...]:
    years = (
        Year(2050, 1700, gas=1480, instalment=230, prices=price.BEFORE),
        Year(2140, 1790, gas=1690, cold=190, instalment=225, prices=price.NOW),
    )
    running = Year(2100, 1750, gas=1600, instalment=290, prices=price.NOW)
    return (_unpaid(Home("Vlaspolder", "208", "2541 XN", "Den Haag", VARIABEL, years, running, 165, 28)),)


def _tom(today: date) -> tuple[Home, ...]:
    years = (
        Year(1250, gas=890, instalment=150, prices=price.SINGLE_BEFORE),
        Year(1190, gas=905, cold=70, instalment=158, prices=price.SINGLE_NOW),
    )
    return (
        Home(
            "Kloosterpad",
            "12",
            "5611 MG",
            "Eindhoven",
            VARIABEL,
            years,
            Year(1200, gas=880, instalment=158, prices=price.SINGLE_NOW),
            200,
            26,
        ),
    )


def _corrie(today: date) -> tuple[Home, ...]:
    years = (
        Year(820, 610, gas=1260, instalment=185, prices=price.BEFORE),
        Year(805, 600, gas=1345, cold=110, instalment=195, prices=price.NOW),
    )
    running = Year(800, 600, gas=1300, instalment=200, prices=price.NOW)
    return (Home("Wilhelminahof", "2", "8011 XK", "Zwolle", VARIABEL, years, running, 250, 22, smart=False),)


def _gerrit(today: date) -> tuple[Home, ...]:
    years = (
        Year(1400, gas=1900, instalment=255, prices=price.SINGLE_BEFORE),
        Year(1420, gas=2010, cold=160, instalment=265, prices=price.SINGLE_NOW),
    )
    running = Year(1410, gas=1950, instalment=275, prices=price.SINGLE_NOW)
    return (Home("Aldlânswei", "7", "9005 NB", "Wergea", VARIABEL, years, running, 150, 25, smart=False),)


def _fleur(today: date) -> tuple[Home, ...]:
    years = (
        Year(1150, 940, gas=610, instalment=140, prices=price.BEFORE),
        Year(930, 800, gas=480, instalment=150, prices=price.NOW),
    )
    running = Year(940, 810, gas=490, instalment=125, prices=price.NOW)
    return (Home("Spoorplantsoen", "66", "6221 BX", "Maastricht", VARIABEL, years, running, 9, 25),)


def _ahmet(today: date) -> tuple[Home, ...]:
    years = (
        Year(1650, 1290, gas=930, instalment=165, prices=price.BEFORE),
        Year(1690, 1310, gas=985, cold=80, instalment=180, prices=price.NOW),
    )
    running = Year(1680, 1300, gas=950, instalment=185, prices=price.NOW)
    return (Home("Papaverveld", "19", "5041 JM", "Tilburg", VARIABEL, years, running, 110, 2),)


PERSONAS: tuple[Persona, ...] = (
    Persona(
        "10482913",
        "Sanne",
        "de Wit",
        "mevrouw",
        "je",
        "+31612000101",
        "Kreeg na een koude winter een jaarafrekening van € 640 en begrijpt niet waarom.",
        _sanne,
        moments=((190, "web", "Vroeg hoe ze een meterstand doorgeeft; beantwoord."),),
    ),
    Persona(
        "10517264",
        "Karim",
        "el Amrani",
        "meneer",
        "je",
        "+31612000102",
        "Heeft veertien zonnepanelen en kijkt naar zijn teruglevering en het einde van salderen.",
        _karim,
    ),
    Persona(
        "10533871",
        "Linda",
        "Vermeulen",
        "mevrouw",
        "je",
        "+31612000103",
        "Betaalt haar jaarafrekening in delen; er loopt een betalingsregeling.",
        _linda,
        extra="regeling",
        moments=((100, "telefoon", "Betalingsregeling afgesproken voor de jaarafrekening."),),
    ),
    Persona(
        "10296450",
        "Pieter",
        "Hoekstra",
        "meneer",
        "u",
        "+31612000104",
        "Heeft een vast contract dat volgende maand afloopt.",
        _pieter,
    ),
    Persona(
        "20014578",
        "Jolanda",
        "van Dam",
        "mevrouw",
        "u",
        "+31765550105",
        "Eigenaar van een bakkerij met drie zaken, dus drie aansluitingen.",
        _bakkerij,
        company="Bakkerij Van Dam B.V.",
    ),
    Persona(
        "10688032",
        "Daan",
        "Jansen",
        "meneer",
        "je",
        "+31612000106",
        "Is vorige maand verhuisd van Utrecht naar Amersfoort.",
        _daan,
        extra="verhuisd",
        moments=((45, "web", "Verhuizing doorgegeven naar Amersfoort."),),
    ),
    Persona(
        "10591147",
        "Yara",
        "Bosman",
        "mevrouw",
        "je",
        "+31612000107",
        "Heeft een dynamisch contract en alleen stroom.",
        _yara,
    ),
    Persona(
        "10702385",
        "Marieke",
        "Smit",
        "mevrouw",
        "je",
        "+31612000108",
        "Is na haar scheiding in een nieuw huis gaan wonen; het oude contract staat nog op haar ex.",
        _marieke,
        extra="overname",
        vulnerability="Net gescheiden. Deel niets over haar met haar ex-partner.",
        moments=((20, "telefoon", "Wil van het contract op het oude adres af; ex-partner moet tekenen."),),
    ),
    Persona(
        "10375916",
        "Rachid",
        "Bouali",
        "meneer",
        "je",
        "+31612000109",
        "Zit diep in de schulden; een eerdere regeling is niet gelukt.",
        _rachid,
        extra="schulden",
        direct_debit=False,
        vulnerability="Schulden: praat via een medewerker, bied schuldhulp aan, niet afsluiten zonder overleg.",
        moments=(
            (120, "telefoon", "Betalingsregeling is gestopt omdat betalen niet lukte."),
            (35, "e-mail", "Vroeg uitstel; gewezen op schuldhulp van de gemeente."),
        ),
    ),
    Persona(
        "10446728",
        "Tom",
        "Kuipers",
        "meneer",
        "je",
        "+31612000110",
        "Is doof en regelt alles liever schriftelijk.",
        _tom,
        vulnerability="Doof: niet bellen, wel chat, e-mail of sms.",
        moments=((210, "e-mail", "Gevraagd om hem niet te bellen; genoteerd."),),
    ),
    Persona(
        "10118392",
        "Corrie",
        "van der Meer",
        "mevrouw",
        "u",
        "+31385550111",
        "Is 84 jaar en leest haar meter zelf af.",
        _corrie,
        vulnerability="84 jaar, slechtziend: rustig aan, korte zinnen.",
    ),
    Persona(
        "10203657",
        "Gerrit",
        "Postma",
        "meneer",
        "u",
        "+31585550112",
        "Weet niets van internet; zijn buurmeisje heeft de chat voor hem geopend.",
        _gerrit,
        direct_debit=False,
        vulnerability="Niet vertrouwd met internet: leg elke stap uit, bied bellen aan.",
        moments=((160, "telefoon", "Meterstanden aan de telefoon doorgegeven."),),
    ),
    Persona(
        "10629504",
        "Fleur",
        "Willems",
        "mevrouw",
        "je",
        "+31612000113",
        "Ging zuinig stoken en krijgt geld terug.",
        _fleur,
    ),
    Persona(
        "10554219",
        "Ahmet",
        "Yilmaz",
        "meneer",
        "je",
        "+31612000114",
        "Nam een nieuwe bank; een incasso is teruggekomen en er staat een termijn open.",
        _ahmet,
        extra="storno",
    ),
)
"""The heroine of the README's story comes first."""
