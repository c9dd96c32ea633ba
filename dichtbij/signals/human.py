"""A request for a person, and the answer to the offer of one."""

from __future__ import annotations

import re

from dichtbij.signals.text import Message

_GAP = r"(?:[^\w.!?;\n]+[\w'-]+){0,6}?[^\w.!?;\n]+"
_SHORT = r"(?:[^\w.!?;\n]+[\w'-]+){0,3}?[^\w.!?;\n]+"

# Words that can only mean a person of ours, and words that need more around them.
_PERSON = (
    r"(?:med[er]{0,2}[ -]?w[ae]r?[kc]?[kr]?\w{0,2}r(?:s|tje)?|medewerksters?|medewerke|mdw|mens(?:en|je|ch|"
    r"elijk\w*)?|persoon|persoo?n|collega(?:'s|s|tje)?|agente?|operator|adviseur|consulent\w*"
    r"|manager|leidinggevende|teamleider|chef|baas|supervisor|specialist|expert|telefonist\w*|helpdesk\w*|"
    r"klantenservice\w*|klantenservise|klantendienst|servicedesk|vertegenwoordiger|human\w*|person|people|"
    r"representative|rep|employee"
    r"|somebody|someone|mensch|mens\w{0,3}|werknemer|bediende|contact ?center|call ?center|frontoffice|backoffice)\b"
)
_SOMEONE = r"(?:iemand|iemant|eimand|iemnd|imand|iemmand|emand)\b"
_TALK = (
    r"(?:spreken|spreke|spreek|sprekn|te spreken|gesprek|praten|praat|prate|pratten|babbelen|klappen|klapen|"
    r"kletsen|chatten|overleggen|verbinden|verbind|doorverbind\w*|door ?verbinden|doorgeschakeld|"
    r"doorschakelen|overgezet|aan de (?:lijn|telefoon|foon)"
    r"|aan den? (?:lijn|telefoon|tel)|aan het woord|te woord|te pakken|contact|in contact|bereiken|bereik|"
    r"speak|talk|chat with|connect|transfer|helpen|helpt|hulp|geholpen|overnemen|overneemt|overneem|"
    r"meekijken|meekijkt|meekijk|erbij halen|"
    r"erbij|er bij|bespreken|doorspreken|doornemen|inschakelen|kijken|bekijken|uitleggen|bellen|"
    r"tel[ef]+oneren|horen|speaking|talking)\b"
)
_WANT = (
    r"(?:wil|wilde|wou|will|wilt|wi?l ?ik|willen|zou|graag|gaarne|mag|kan|kunnen|kun|kunt|geef|stuur|roep|"
    r"haal|laat|moet|liever|alstublieft|alsjeblieft|aub|please|nu|want|need|nodig|give|get|wens|verzoek|eis|"
    r"vraag|zet|pak|doe|doet|is er|zijn er|hoe|heb|hebt|hebben|verlang)\b"
)

_NOT_OURS = re.compile(
    r"\b(?:mijn|m'n|mn|onze|ons|zijn|haar|hun|eigen|mijne|alle|aantal|\d+|twee|drie|vier|vijf|zes|tien|"
    r"twaalf|twintig|veel|paar|nieuwe|zieke|oud|ex)[ -](?:\w+ )?(?:medewerk\w+|collega\w*|werknemer\w*|baas|"
    r"chef|manager|leidinggevende|personeel|mensen|huisbaas|specialist|adviseur)\b(?! (?:van jullie|van u|"
    r"van ǂ+|aan de (?:lijn|telefoon)|kwijt))"
    r"|\b(?:medewerk\w+|collega\w*|mensen|werknemers?) (?:van|bij) (?:mij|ons|onze|mijn|de gemeente|"
    r"de netbeheerder|\w+ bedrijf)\b"
    r"|\bals (?:medewerk\w+|manager|werknemer|agent|mens|operator|adviseur|expert)\b"
    r"|\b(?:ik ben|ben|we zijn|ik werk als) (?:zelf )?(?:een |de |ook )?(?:maar )?(?:medewerk\w+|manager|"
    r"mens|agent|operator|adviseur|collega|specialist)\b"
    r"|\b(?:dat|dit|dan|nu|gewoon) (?:een )?mens (?:zich|moe|arm)\b|\bmensen (?:die(?! ik (?:kan|mag|wil))|"
    r"zoals|met|in|zeggen|kunnen|moeten|hebben|betalen)\b|\b(?:veel|sommige|andere|oudere|jonge|arme|meeste|"
    r"de) mensen\b"
    r"|\b(?:per|1|2|twee|drie|vier|1-|2-|een-) ?persoon\w*|\beenpersoons\w*|\bpersoon(?:s\w*|"
    r"lijke?)\b(?! (?:contact|gesprek|hulp|iemand|met iemand))|\bcontactperso\w+|\bmens(?:en)?rechten\b|"
    r"\bandere? persoon\b|\bpersoon die (?:overleden|gestorven|hier woont)\b"
    r"|\b(?:makelaar|vastgoed|verzekerings|politie|real estate)[ -]?agent\b|\bagent (?:van politie|"
    r"aan de deur)\b|\bde politie-?agent\b"
    r"|\b(?:ik|we|wij) (?:heb|hebben|had|hadden|sprak|spraken|belde) [^.!?\n]{0,50}\b(?:gesproken|gebeld|"
    r"gehad|gechat|gepraat|te woord gestaan)\b"
    r"|\b(?:uw|jullie|je|een|de|die|deze|vriendelijke|aardige|goede) (?:\w+ )?(?:medewerk\w+|collega\w*|"
    r"mens) (?:zei|zegt|zou|had|heeft|vertelde|beloofde|was|is|deed|hielp|gaf|schreef|liet|kwam|"
    r"van gisteren|vorige|gisteren|die (?:ik|mij|me|ons))\b(?! (?:vrij|beschikbaar|er|daar|aanwezig|"
    r"bereikbaar|online))"
)
_DECLINED = re.compile(
    r"\b(?:hoef|hoeft|hoeven|wil|wou|willen|wens|zoek)(?: \w+){0,2} (?:niet|"
    r"geen)(?: \w+){0,3} (?:medewerk\w+|mens|collega\w*|iemand|persoon|agent|mensen|"
    r"human)(?: (?:te )?(?:spreken|praten|bellen|nodig))?(?! ?(?:,|maar) )"
    r"|(?<!met )\bgeen (?:medewerk\w+|mens|collega\w*|agent|persoon)\b(?! (?:bereikbaar|beschikbaar|"
    r"te pakken|te spreken|bereiken|aan de lijn|meer))"
    r"|\b(?:niemand|nimand)\b"
    r"|\bzonder (?:een )?(?:medewerk\w+|mens|iemand|collega)\b(?: te (?:spreken|bellen))?"
    r"|\b(?:don'?t|do not|no need)(?: \w+){0,4} (?:human|person|agent|someone)\b"
)
_IS_IT_A_BOT = re.compile(
    r"\b(?:ben|bent|zijn|is|spreek ik|praat ik|chat ik|klap ik|are|am|zit|zijt|bende|zijde)(?: ik| je| jij|"
    r" u| dit| gij| ge| hier| you| i|)?(?: nu| wel| eigenlijk| hier| nou| soms| dan| nog)*(?: met| aan| a|"
    r" an| talking to| een| 'n| ne| nen| n)*(?: echte?| levende?| real)?"
    r" (?:mens(?:elijk)?|persoon|iemand|medewerk\w+|human|person|someone|(?:ro)?bot|chatbot|computer|"
    r"machine)\b(?: (?:of|or) (?:een |a |met een |ne |nen )?(?:echte? |real )?(?:mens|(?:ro)?bot|chatbot|"
    r"computer|persoon|human|machine|bot))?"
)
_NO_BOT = re.compile(
    r"\b(?:(?:geen|gene|no|ipv|in plaats van)(?: \w+){0,2}?|(?:liever |wil |dus )?(?:niet|nie|"
    r"ni) (?:meer )?(?:praten |spreken |chatten |geholpen worden )?(?:met|door|via|tegen|aan)(?: \w+){0,2}?|"
    r"(?:zonder|weg met|stop met|klaar met|genoeg van|af van|ga weg|"
    r"weg)(?: \w+){0,2}?)[ ,]+(?:(?:ro)?bot(?:s|ten|je)?|robbot|chat ?bot(?:s|je)?|computer|machine|"
    r"automaat|bandje|ai|chatgpt|digitale assistent|digitale hulp)\b(?! ?(?:stofzuiger|maaier|is niet|"
    r"heeft))"
)
_I_AM_NO_BOT = re.compile(
    r"\b(?:ik|wij|we|i|i'm|im)(?: ben| zijn| am|)(?: echt| toch| zelf| ook| hoor)* (?:geen|not a|niet een|"
    r"no) (?:(?:ro)?bot|computer|machine|chatbot|automaat)\w*"
    r"|\bben ik (?:echt |toch )?geen (?:(?:ro)?bot|computer|machine)|\bgeen (?:ro)?bot ben\b|\b(?:je|jij|u|"
    r"bent|ben) (?:bent |toch |echt |zeker )*geen (?:(?:ro)?bot|mens|computer)\b|\b(?:vinkje|captcha|"
    r"bewijzen|aanvinken|klikken)\b[^.!?\n]{0,40}(?:ro)?bot"
    r"|\bgeen (?:(?:ro)?bot|computer) ?(?:stofzuiger|maaier|in huis|thuis)\w*|\bgeen (?:computer|"
    r"laptop)\b(?! aan| maar|,| spreken| praten)|\b(?:heb|hebben|bezit|zonder) (?:geen )?(?:een )?computer\b"
)

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_WANT}{_GAP}{_PERSON}{_GAP}{_TALK}",
        rf"\b{_WANT}{_GAP}{_TALK}{_GAP}{_PERSON}",
        r"\b(?:spreken|praten|klappen|babbelen|chatten|speak|talk|speaking|verbind\w*|doorverbind\w*|praat|"
        rf"praten|contact)\b{_SHORT}{_PERSON}",
        rf"\b{_PERSON}{_SHORT}(?:spreken|praten|klappen|babbelen|aan de (?:lijn|telefoon)|aan den? (?:lijn|"
        r"telefoon)|te pakken|te woord|overnemen|overneemt|erbij|inschakelen|(?:ernaar |er naar |hiernaar |"
        r"hier naar )kijken)\b",
        r"\b(?:wil|wou|want|need|geef|give|get|mag ik|kan ik|liever|stuur|roep|haal|nodig|graag|eis|zoek|"
        rf"vraag(?: om)?|doe mij|laat){_SHORT}(?:een |'n |ne |nen |n |a )?(?:echte? |real |levende? |live |"
        rf"menselijke )?{_PERSON}(?=\s*(?:$|[.,!?;\n]|nu|aub|graag|please|alstublieft|alsjeblieft|alst|hier|"
        r"voor|die|dat|met|om|of|want|en|spreken|hebben|nodig|van (?:je|jou|jullie|u)|this|now|help|"
        r"in plaats|ipv))",
        rf"\b(?:{_PERSON}|{_SOMEONE})[\s,]+(?:(?:graag|aub|alsjeblieft|alstublieft|nu|please|svp|asap|"
        r"spreken|gaarne|nodig|now|hebben|willen)\b[\s,!.]*)+$",
        r"^\W*(?:(?:een|ne|nen|'n|n|echte?|nee|ja|real|live|a|gewoon|hallo|hoi|naar|met|weer|alsjeblieft|"
        rf"liever|mag|dan maar|andere|menselijke?|levende?|normale?) )*{_PERSON}\W*$",
        r"\b(?:echt|echte|levend|levende|live|real|menselijke?|normale?|normaal|gewone?|fysieke?|actual|"
        rf"werkelijk|heuse|vlees en bloed|warme?|nen echte|ne echte)[ ,]+(?:een )?(?:{_PERSON}|{_SOMEONE}|"
        r"stem|contact|hulp|wezen|antwoord van een mens)",
        rf"{_SOMEONE} van vlees en bloed|vlees en bloed\b|\bmenselijk(?:e)? (?:contact|hulp|stem|kracht|"
        r"collega|medewerker)\b",
        r"\b(?:wil|wou|mag|kan|kunnen|kon|zou|graag|moet|hoe|is er|liever|laat|geef|wilde|wanneer|waar|heb|"
        r"hebben|kun|kunt|zijn er|want|please|aub|nu|gewoon|even|eens|nog|hier|"
        rf"wi){_GAP}{_SOMEONE}{_GAP}?(?:{_SHORT})?(?:te spreken|spreken|praten|klappen|babbelen|chatten|"
        r"te pakken|aan de (?:lijn|telefoon)|aan den? (?:lijn|telefoon)|te woord|overnemen|aanspreken|"
        r"overleggen|meekijken)\b",
        rf"^\W*(?:\w+ ){{0,3}}?{_SOMEONE}(?: \w+){{0,2}} (?:spreken|praten|aan de (?:lijn|telefoon)|klappen)\b",
        rf"\b(?:spreken|praten|klappen|babbelen|chatten|spreek|praat)\b{_SHORT}(?:met )?{_SOMEONE}",
        rf"\bmet {_SOMEONE} (?:\w+ ){{0,4}}?(?:spreken|praten|klappen|babbelen|chatten|bellen|overleggen|verbonden)",
        rf"\b(?:wil|kan|mag|kunnen|kunt|kun|wou|graag)\b{_GAP}{_SOMEONE} (?:bij jullie |daar |"
        r"hier )?(?:krijgen|bereiken|bellen)\b",
        r"\b(?:anyone|somebody|someone)(?: \w+){0,3} (?:there|speak|talk|real)\b|\b(?:speak|talk|"
        r"chat)(?:ing)? (?:to|with) (?:a |an |some ?one|some ?body|the |your |any ?one|real |human|people|"
        r"person|agent|manager)",
        r"\b(?:verbind|schakel|zet|verbindt|stuur|geef)t? (?:me|mij|ons)(?: \w+){0,4} (?:door|"
        r"over)\b(?! de streep| naar de (?:site|website|pagina|app|link)|"
        r" (?:op|naar|in) (?:\w+ ){0,4}(?:contract\w*|tarie\w+|dynamisch\w*|vaste?|variabel\w*|incasso))|"
        r"\bdoor ?(?:geven|sturen|"
        r"zetten) (?:naar|aan) (?:een |je |jullie |uw )?(?:echte? )?(?:mens|medewerk\w+|collega|persoon)|"
        r"\blive ?chat\b|\bhulp van (?:een )?(?:echte? )?(?:mens|medewerk\w+|collega|persoon)|\b(?:wil|"
        r"graag|kan|mag)(?: \w+){0,4} (?:bellen|praten|chatten|spreken) met (?:iemand|een mens|"
        r"een medewerk\w+)|\b(?:speak|talk|connect)(?: \w+){0,3} (?:customer service|support)\b|\b(?:graag|"
        r"wil|mag|geef|kan)(?: \w+){0,4} een (?:mevrouw|meneer|dame)(?: (?:of|aan|spreken|hebben)|\W*$)|"
        r"\bdoor ?verbinden\b|\bdoor ?schakelen\b|\bdoorverbind\b|\bverbind (?:me|mij)\b|\b(?:connect|"
        r"transfer|put) me\b|\bdoorgeschakeld worden\b|\bdoorverbonden (?:worden|met een)\b",
        rf"\b(?:haal|roep|pak|zet|stuur|vraag|geef|bel|laat)(?: \w+){{0,4}} (?:{_PERSON}|"
        rf"{_SOMEONE})(?: \w+){{0,2}} (?:erbij|er bij|bij\b|erop|aan|op af|ernaar|er naar|kijken|oplossen|"
        r"even|dit|het)\b",
        rf"\b(?:kan|kunnen|wil|mag|laat|moet)(?: \w+){{0,2}} (?:{_PERSON})(?: \w+){{0,5}} (?:helpen|"
        r"overnemen|uitleggen|kijken|meekijken|oplossen|doen|bellen|antwoorden|reageren|regelen|"
        r"te woord staan|contact)\b",
        rf"\b(?:bel|bellen|belt)(?: \w+){{0,3}} met (?:een |ne |nen )?(?:echte? )?{_PERSON}",
        r"\b(?:met|door) (?:een |ne |nen |'n )?(?:echte?n? |levende?n? )?(?:mens|persoon|medewerk\w+|"
        r"collega)(?: \w+){0,3} (?:spreken|praten|geholpen|bellen|chatten|klappen|contact|verbonden|doen|"
        r"afhandelen|regelen)\b",
        r"\b(?:wil|wiltn?|want|graag|liever) (?:nu |gewoon |please |aub |wel |ook |echt )*(?:mens|human|"
        r"real person|echte persoon|persoon|medewerker|collega|operator|agent)\b",
        r"\bis (?:er|daar) (?:hier |nog |ook |geen |dan |niet |ergens |soms |vandaag |een |'n |echt |"
        r"gewoon )*(?:mens|medewerk\w+|collega|echt persoon|persoon|iemand)(?: \w+){0,3} (?:beschikbaar|"
        r"vrij|aanwezig|bereikbaar|die|aan het werk|online|wakker|echt)\b",
        r"\bwaar (?:is|zijn|blijft|zit|zitten) (?:de |jullie |een |uw |die )?(?:echte? )?(?:medewerk\w+|"
        r"mensen|mens|collega'?s?)\b",
        r"\b(?:parler|parle)(?: \w+){0,3} (?:quelqu'?un|humain|personne|conseiller)\b|\bmit (?:einem|"
        r"nem) (?:mensch\w*|mitarbeiter\w*)\b|\b(?:canli|gercek) (?:destek|insan|temsilci)\w*|"
        r"\bmusteri temsilcisi\w*|\binsanla\b|\bhablar con (?:una |un )?(?:persona|agente|humano)\b|"
        r"\brozmawiac z (?:czlowiekiem|konsultantem)\b",
        r"\b(?:menselijke|echte) (?:klantenservice|helpdesk)\b|\b(?:klantenservice|klantendienst|helpdesk|"
        r"servicedesk) (?:spreken|bellen|graag|aub)\b",
        r"\bpersoonlijk(?:e)? (?:contact|gesprek|hulp)\b(?: (?:graag|aub|spreken|willen|nodig))?|"
        r"\bpersoonlijk (?:iemand |met iemand )?(?:spreken|praten|geholpen)\b",
    )
)

_LEADING_YES = re.compile(
    r"^\W*(?:(?:oh|nou|well|ok|oke|okee|okay|hm+|pff+|eh+|uh+|zucht|jaa+|ach|goed|dan|"
    r"alstublieft)[\s,.!]+)*(?:ja+|jawel|jazeker|graag|doe (?:dat |het |je )?maar|ok|oke|okay|okee|prima|"
    r"yes|yep|yup|sure|is goed|goed|dat is goed|zeker|natuurlijk|tuurlijk|alsjeblieft|alstublieft|please|"
    r"verbind|akkoord|top|heel graag|liefst|eindelijk|dat wil ik|lijkt me (?:goed|beter|fijn|verstandig))\b"
)
_LEADING_NO = re.compile(
    r"^\W*(?:(?:oh|nou|well|hm+|pff+|eh+|uh+|ach|ok|oke)[\s,.!]+)*(?:nee+n?|nope|no|liever niet|"
    r"hoeft (?:\w+ )?niet|hoeft (?:voor mij )?ni|niet nodig|laat (?:dat )?maar|niet doen|doe maar niet|"
    r"nog niet|geen (?:medewerk\w+|mens|collega|dank)|bedankt maar|dank u maar|not now|ik hoef geen|"
    r"ik wil geen|ik wil niet)\b"
)
_OFFER = re.compile(
    r"(?:medewerk\w+|collega|mens|iemand van (?:ons|het) team|persoon)\b[^?]{0,80}\?|\b(?:verbinden|"
    r"doorverbinden|overdragen|overnemen|spreken)\b[^?]{0,60}\?"
)


_TRIGGER = re.compile(
    r"mede|medw|mdw|mens|perso|colleg|agent|operator|advis|consul|manager|leidingg|teamleid|chef|baas|"
    r"superv|speciali|expert|telefon|help ?d|klantens|klantend"
    r"|servicedesk|vertegenw|human|people|repres|employee|somebody|someone|anyone|werknemer|bediende|center|"
    r"office|[ie]+[em]*m+[ae]n[dt]|verbind|schakel|connect"
    r"|transfer|put me|vlees|(?:ro)?bot|robbot|computer|machine|automaat|bandje|\bai\b|chatgpt|assistent|"
    r"parler|mensch|mitarb|insan|destek|temsilci|hablar|rozmawiac|\bzet m|stuur|live ?chat|mevrouw|meneer|"
    r"dame|customer|support|real\b"
)


def wants_human(message: Message) -> bool:
    """True when the message asks for a person. A tapped "/medewerker_spreken" counts."""
    text = message.text
    if text.startswith("/"):
        return text.startswith("/medewerker spreken")
    if not _TRIGGER.search(text):
        return False
    text = _I_AM_NO_BOT.sub(" . ", text)
    text = _IS_IT_A_BOT.sub(" . ", text)
    if _NO_BOT.search(text) and not re.search(r"\bgeen (?:domme|slechte|gewone) ", text):
        return True
    text = _DECLINED.sub(" . ", _NOT_OURS.sub(" . ", text))
    if asks_for_call(message):
        return False  # the bot arranges it
    return any(pattern.search(text) for pattern in _PATTERNS)


def asks_for_call(message: Message) -> bool:
    """True when the message asks to be called back, and not for a person here and now."""
    text = message.text
    return re.search(r"\bterug ?(?:te )?bel", text) is not None and not re.search(
        r"\b(?:echte?|mens|spreken|praten)\b", text
    )


def offers_human(text: str) -> bool:
    """True when a bot's sentence (in plain form) offers a person; for turns without marks."""
    return _OFFER.search(text) is not None


def accepts(message: Message) -> bool:
    """The customer says yes to the offer that was just made."""
    return _LEADING_YES.match(message.text) is not None and len(message.words) <= 12 and not declines(message)


def declines(message: Message) -> bool:
    """The customer says no to the offer that was just made."""
    return _LEADING_NO.match(message.text) is not None or (
        _DECLINED.search(message.text) is not None and "niemand" not in message.words
    )
