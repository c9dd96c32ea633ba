"""What a customer's words say about their own details: which one is meant, and what it becomes."""

from __future__ import annotations

import re

from dichtbij.customers.rules.details import read_first_name, read_name
from dichtbij.values import emails, phones, yes_no
from dichtbij.values.folding import fold

E_MAIL, PHONE, NAME, TITLE = "e-mailadres", "telefoonnummer", "naam", "aanhef"
BANK_ACCOUNT, HOME = "rekeningnummer", "adres"
"""Not changed here: these have a form of their own."""

_FIELDS = (
    (BANK_ACCOUNT, re.compile(r"\b(?:rekening(?:nummer|nr)|bankrekening|bankreken\w*|iban)\b")),
    (
        E_MAIL,
        re.compile(
            r"\b(?:e-?mails?|mail|mails|mailadres|e ?mail ?adres\w*|emeel|meel ?adres|inbox|mailbox)\b|mail\w*adres"
        ),
    ),
    (
        PHONE,
        re.compile(r"\b(?:tel(?:efoon)?\w*|mobiel\w*|gsm\w*|06|06-?nummer|bel ?nummer|tel\.?nr|tellefoon|nummertje)\b"),
    ),
    (
        TITLE,
        re.compile(
            r"\b(?:aanhef|aanspreek\w*|(?:dhr|de heer|meneer)\b.{0,40}\bmevrouw|mevrouw\b.{0,40}\b(?:dhr|"
            r"de heer|meneer))\b"
        ),
    ),
    (
        NAME,
        re.compile(
            r"\b(?:naam|namen|achter\w*naam|voor\w*naam|familienaam|meisjesnaam|voorletters?|heet|noem\w*|getrouwd)\b"
        ),
    ),
    (
        HOME,
        re.compile(
            r"\b(?:woonadres|postadres|huisadres|adreswijziging|verhuis\w*|verhuiz\w*|nieuw adres|ander adres)\b"
        ),
    ),
)
_DOES_NOT_MOVE = re.compile(
    r"\b(?:niet|geen) (?:verhuis\w*|verhuiz\w*)\b|\bverhuis\w* (?:niet|ni)\b|\bverhuizen (?:we |wij |ik )?niet\b"
)
_NUMBER = re.compile(r"\bnummer\b")
_CONTRACT_OF_ANOTHER = re.compile(
    r"\b(?:overleden|overlijden|gestorven|weduwe\w*|scheiding|gescheiden|mijn ex)\b.{0,80}\b(?:contract|"
    r"op (?:mijn|zijn|haar) naam|"
    r"overzetten|overnemen|tenaamstelling)\b"
    r"|\b(?:contract|tenaamstelling|overzetten|overnemen)\b.{0,80}\b(?:overleden|overlijden|gestorven|scheiding|"
    r"gescheiden|mijn ex)\b"
)
_KEEPS_CONTRACT = re.compile(
    r"\bcontract (?:stond|staat|blijft|is) (?:al |gewoon |altijd )*(?:op mijn naam|op mij|bij mij|van mij)\b"
)
_COMPANY = re.compile(r"\b(?:bedrijfs|handels|firma)naam\b|\bcontactpersoon\b")
_FIRST_NAME = re.compile(r"\bvoornaam\b|\broepnaam\b")
_SAID_NAME = re.compile(
    r"(?:\bheet (?:ik )?(?:nu |voortaan |tegenwoordig |weer |sinds kort |officieel )*|\bheten (?:we|wij) (?:nu |"
    r"voortaan )*"
    r"|\b(?:achternaam|familienaam|meisjesnaam|voornaam|naam)(?: van mij)? (?:is|wordt|werd|moet|zijn|in|"
    r"naar)(?: nu| voortaan| weer| zijn|"
    r" worden| in)*(?: veranderd in| gewijzigd in)? |\b(?:veranderd|gewijzigd|wijzigen|veranderen|"
    r"aanpassen) (?:in|naar) "
    r"|\bhet is (?:nu )?)(?P<name>[^\d,.;:!?@]{2,80})",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^\W*(?:(?:nou|dat|dit|het|die|ja|nee|eh+|ok[eé]?|doe maar|gewoon|maar|graag|wordt|is|moet|zijn|worden|nu|"
    r"voortaan|mijn|(?:de )?nieuwe|(?:de )?naam|"
    r"achternaam|voornaam|ik|heet|noem me|schrijf|met)\b[\s:]*)+(?=\S)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s+(?:graag|aub|alsjeblieft|alstublieft|hoor|dus|geworden|heten|worden|voortaan|en niet\b.*|"
    r"in plaats van\b.*|want\b.*|maar\b.*|"
    r"met (?:een|dubbel)\b.*|sinds\b.*)$",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    [
        "veranderd",
        "gewijzigd",
        "anders",
        "verkeerd",
        "fout",
        "goed",
        "wijzigen",
        "veranderen",
        "aanpassen",
        "nieuw",
        "nieuwe",
        "verandert",
        "foutief",
    ]
)

_NOT_IN_NAMES = frozenset(
    [
        "wat",
        "hoe",
        "waarom",
        "wanneer",
        "waar",
        "ik",
        "jij",
        "je",
        "wij",
        "we",
        "jullie",
        "niet",
        "geen",
        "weet",
        "kan",
        "kun",
        "moet",
        "doe",
        "heb",
        "hebben",
        "is",
        "dat",
        "dit",
        "die",
        "deze",
        "dan",
        "kost",
        "bedankt",
        "sorry",
        "stop",
        "hallo",
        "graag",
        "gegevens",
        "wijzigen",
        "veranderen",
    ]
)
"""Typed small these make a sentence, not a name."""
_DIGITS = re.compile(r"\d[\d ()-]{3,}")


def is_contract_of_another(text: str) -> bool:
    """A contract that has to change hands after a death or a divorce, not a detail of one's own."""
    said = fold(text).text
    return _CONTRACT_OF_ANOTHER.search(said) is not None and _KEEPS_CONTRACT.search(said) is None


def is_about_company(text: str) -> bool:
    """The name of a business, or who speaks for it."""
    return _COMPANY.search(fold(text).text) is not None


def looks_like_number(text: str) -> bool:
    """Digits that were meant as a phone number, right or wrong."""
    return _DIGITS.search(text) is not None


def field_named(text: str, *, asked: bool) -> str | None:
    """Which detail the words name, or the value gives away."""
    if emails(text):
        return E_MAIL
    if phones(text):
        return PHONE
    said = _DOES_NOT_MOVE.sub(" ", fold(text).text)
    named = [name for name, pattern in _FIELDS if pattern.search(said)]
    if BANK_ACCOUNT in named:
        return BANK_ACCOUNT
    if HOME in named and (E_MAIL in named or PHONE in named):
        named.remove(HOME)
    if len(named) > 1 and NAME in named and (E_MAIL in named or PHONE in named):
        named = [one for one in named if one != NAME]
    if named:
        return named[0]
    return PHONE if asked and _NUMBER.search(said) else None


def name_told(text: str, *, asked: bool) -> dict[str, str] | None:
    """A new name in a sentence, or an answer that is one."""
    said = _SAID_NAME.search(text)
    words = said["name"] if said else _LEAD_IN.sub("", text) if asked else ""
    words = _TRAILING.sub("", words.strip(" \"'“”.,!?"))
    parts = words.split()
    if not parts or parts[0].lower() in _NO_NAMES or len(parts) > 6 or yes_no(words) is not None or "?" in text:
        return None
    if any(part in _NOT_IN_NAMES for part in parts):
        return None
    name = read_first_name(words) if _FIRST_NAME.search(fold(text).text) else read_name(words)
    return {"voornaam": name.first, "achternaam": name.last} if name else None
