"""What does not count, and what counts against frustration.

INNOCENT phrases are wiped out of the text before the families of anger and complaint look: anger denied, over, or of
somebody else; the customer about themself; scams by others; negative words about neutral things.
"""

from __future__ import annotations

import re

from dichtbij.signals.lexicon import Family, family

INNOCENT = re.compile(
    "|".join(
        (
            # anger denied, or somebody else's, or over
            r"\b(?:niet|geen|allerminst|helemaal niet|absoluut niet|nooit) (?:echt |meer |heel |zo |per se |"
            r"bepaald )?(?:boos|kwaad|gefrustreerd|geirriteerd|woedend|woest|klacht\w*|verwijt\w*|"
            r"ontevreden|teleurgesteld|frustratie|irritatie|chagrijnig|pissig)\b(?! maar)",
            r"\b(?:boos|kwaad|woedend|woest|pissig|razend|gefrustreerd|geirriteerd)e? (?:op|over|door|"
            r"van) (?:mijn|m'n|mezelf|mij zelf|haar|zijn|de (?:gemeente|netbeheerder|buren|buurman|aannemer|"
            r"installateur|verhuurder|monteur|postbode|huisbaas|vorige)|het weer|een andere?|de vorige|hem|"
            r"elkaar|de kat|de hond)\b[^.!?\n]{0,30}",
            r"\b(?:mijn|m'n|de|onze|haar|zijn) (?:\w+ )?(?:man|vrouw|vriend|vriendin|buurman|buurvrouw|"
            r"huisbaas|verhuurder|ex|moeder|vader|zoon|dochter|baas|buren|huisgenoot|puber|hond|kat|"
            r"schoonmoeder|kind|kinderen|peuter) (?:is|was|wordt|werd|zijn|waren) (?:\w+ ){0,3}(?:boos|"
            r"kwaad|woedend|woest|razend|pissig|chagrijnig|gek|geirriteerd)\b",
            r"\b(?:vorige|oude|andere|eerdere|mijn ex-|concurrent\w*|ex) ?(?:energie)?(?:leverancier|"
            r"maatschappij|aannemer|verhuurder|huisbaas|provider|bank|partij|monteur)\b[^.!?\n]{0,70}",
            r"\b(?:was|waren) (?:\w+ ){0,2}(?:boos|kwaad|gefrustreerd|geirriteerd)\b[^.!?\n]{0,40}\b(?:maar|"
            r"inmiddels|gelukkig|opgelost|nu weer)\b",
            # the customer about themself
            r"\b(?:dom|stom|suf|sukkel\w*|idioot|oen|uil\w*|onhandig|dommerik) (?:van (?:mij|me|mezelf)|"
            r"die ik ben|dat ik|foutje|vraagje|ben ik|toch)\b",
            r"\b(?:ik ben|ben ik|voel me|ik voel mij|vind mezelf|ik lijk wel|ik ben ook|"
            r"misschien ben ik) (?:\w+ ){0,4}(?:dom|stom|sukkel|idioot|oen|leek|digibeet|onnozel|gek|"
            r"uilskuiken|kneus|debiel)\b",
            r"\b(?:stomme|domme|gekke|idiote|rare) (?:vraag|vraagje|fout|foutje|typfout\w*|tikfout\w*|ik|"
            r"vergissing)\b",
            r"\b(?:shit|kut|oeps|verdorie|damn|fuck|ow|oh|sorry|foei|verdomme)[\s,.!]+(?:sorry|verkeerde?|"
            r"foutje|typ ?fout\w*|vergeten|ik (?:bedoel|zie|was|heb)|bedoelde|verkeerd)\b[^.!?\n]{0,40}",
            # illness, scams by others, neutral names of things
            r"\b(?:heeft|had|heb|hebben|aan|met|tegen|krijgt|kreeg|door|de) (?:\w+ ){0,2}kanker\b",
            r"\bkanker(?:patient\w*|behandel\w*|fonds|bestrijding|onderzoek)\b",
            r"\b(?:oplichters?|oplichting|dieven|criminelen|nep\w*|phishing\w*|scammers?|"
            r"fraudeurs?)\b[^.!?\n]{0,50}\b(?:namens|belde|bellen|gebeld|mail\w*|sms\w*|whatsapp\w*|"
            r"aan de deur|doen alsof|deden zich|doet zich|geld van mij|link|app|zich voor|uit naam|"
            r"ingebroken|gestolen|in omloop|waarschuw\w*)\b[^.!?\n]*",
            r"\b(?:namens|belde|gebeld|mail\w*|sms\w*|whatsapp\w*|deur|melden|melding|slachtoffer|aangifte|"
            r"ingebroken|of het|of dit|zijn dit|is dit|was het|voor)\b[^.!?\n]{0,50}\b(?:oplichters?|"
            r"oplichting|dieven|criminelen|fraude|diefstal|scam|scammers|inbraak|inbrekers)\b[^.!?\n]*",
            r"\b(?:slecht|slechte) (?:weer|ter been|horend|ziend|geisoleerd\w*|ventilatie|nieuws|verbinding|"
            r"internet|bereik|zicht|ogen|geslapen|gehoor)\b",
            r"\b(?:ramen|isolatie|ketel|huis|woning|energielabel|label|meter|meterkast|koelkast|thermostaat|"
            r"cv-ketel|dak|zonnepanelen|router|wifi|internet|telefoon|laptop) (?:\w+ ){0,3}(?:waardeloos|"
            r"dramatisch|slecht|hopeloos|rampzalig|belabberd)\b",
            r"\b(?:het|dit|dat) weer (?:is|was) \w+",
            r"\bgek op\b",
            r"\b(?:te|zo|heel) gek\b(?! voor)",
            r"\b(?:moe|ziek|misselijk|gek) van (?:het|de) (?:verhuizen|verhuizing|klussen|verbouw\w*|werk|"
            r"warmte|kou|hitte)\b",
            r"\bradar(?:tje)?\b(?= (?:in|op) (?:de|het) (?:auto|weer))",
            r"\b(?:afval|rommel|zooi|chaos|puinhoop|bende|troep|rotzooi) (?:in|van) (?:mijn|m'n|de|"
            r"het) (?:huis|kelder|meterkast|kamer|schuur|hoofd|verhuizing|verbouwing|papieren|administratie|"
            r"dozen)\b",
            r"\b(?:verhuis|verbouwing|klus)\w* (?:is |was |een )*(?:chaos|puinhoop|bende|ramp|drama|gedoe)\b",
            r"\bbuienradar\b",
            r"\b(?:op|bij|in|van|door|volgens) (?:de uitzending van |het programma )?(?:kassa|"
            r"radar)\b(?= (?:zag|las|hoorde|werd|was|gezien|zeiden|vertelden|over|dat|op tv|heb|hebben))",
            r"\bkassa(?:bon|'?tje)?\b(?= (?:van|bij) (?:de|het) (?:supermarkt|winkel|appie))",
            r"\b(?:eerste|tweede|derde|vierde|laatste|volgende) (?:keer|maal|x) (?:zonnepanelen|per|elke|"
            r"dit jaar|verhuis\w*|dat (?:ik|we|wij) (?:bij|verhuiz\w*|verhuis\w*|zonnepanelen|klant|oma|"
            r"vader|opa|hier woon))\b",
            r"\b(?:niet erg|geeft niks|geeft niet|geen haast|geen probleem|kan gebeuren|maakt niet uit|"
            r"niks mis|niets mis|vergissen is menselijk)\b",
            r"\bbelachelijk(?:e)? (?:makkelijk|goed|snel|goedkoop|lekker|mooi|laag|handig|simpel|fijn|leuk|"
            r"goede|lage|snelle)\b",
            r"\b(?:ongelofelijk|ongelooflijk|absurd|bizar|schandalig|waanzinnig) (?:goed|snel|lekker|fijn|"
            r"blij|behulpzaam|vriendelijk|makkelijk|handig|mooi|lief|aardig)\w*\b",
            r"\b(?:echt|heel|super|zo) (?:fijn|goed|tevreden)\b(?! (?:is|bezig|hoor))",
            r"\bfuck yeah\b",
            r"\bniet te geloven zo (?:snel|goed|mooi|fijn|makkelijk)\b",
            r"\bkut? ?kat\b",
            r"\bbroddel\w* breien\b",
            r"\blaat maar (?:weten|horen|zien|komen|zakken|staan|aan|vallen|eens (?:weten|zien))\b",
        )
    )
)

COUNTER: tuple[Family, ...] = (
    family(
        "bedankt",
        "bedankt of is tevreden",
        -1.4,
        r"bedankt?|dank ?(?:je|u|jullie)? ?(?:wel)?|dankjewel|dankuwel|dank|merci|thanks|thank you|thx|tnx",
    ),
    family(
        "tevreden",
        "is tevreden",
        -1.2,
        r"(?<!niet )(?<!minst )(?<!niet echt )(?:top|super|fijn|geweldig|perfect|prima|mooi|helder|"
        r"duidelijk|netjes|goed geholpen|tevreden|blij|opgelucht|gelukkig|fantastisch|goed werk|wat fijn|"
        r"heerlijk|lief|chapeau|hartelijk|gelukt|opgelost|in orde|goed zo|chill|nice|great)",
    ),
    family(
        "grapje",
        "maakt een grapje",
        -1.2,
        r"(?:ha){2,}h?|hi(?:hi)+|he(?:he)+|lol|lmao|rofl|grapje|geintje|grapjes|knipoog|hahaha\w*|"
        r"[:;]-?[)dp]|xd|:'\)|zonder gekheid|flauw van me",
    ),
    family(
        "verdriet",
        "heeft verdriet",
        -2.2,
        r"overleden|overlijden|overleed|gestorven|overgeleden|begrafenis|crematie|uitvaart|weduwe|weduwnaar|"
        r"rouw|rouwen|verdriet\w*|verloren aan|is er niet meer|mis (?:haar|hem)|condoleance\w*|"
        r"nabestaande\w*|ziekbed|terminaal|palliatief|hospice|miskraam|zelfmoord|kist|ingeslapen|heengegaan|"
        r"uitgezaaid|kanker",
    ),
    family(
        "zorgen",
        "maakt zich zorgen",
        -1.3,
        r"bang|angst\w*|ongerust|zorgen|bezorgd|paniek|in paniek|wakker (?:van|gelegen|lig)|slapeloze|"
        r"stress|schaam (?:me|mij)|schamen|niet rond\w*|voedselbank|schulden|schuldhulp\w*|deurwaarder|"
        r"afgesloten|bibber\w*|huil\w*|gehuild|verdrietig|in de war|onzeker|zenuwachtig|eenzaam|"
        r"overweldig\w*|burn-?out|depressie\w*|ziek\b|ziekenhuis|scheiding|ontslag\w*|werkloos|kwetsbaar",
    ),
    family(
        "ontkent_boosheid",
        "zegt niet boos te zijn",
        -2.6,
        r"(?:ik )?(?:ben|was|bedoel|word) (?:ik )?(?:\w+ ){0,4}?niet (?:echt |meer |heel |zo |per se |"
        r"bepaald |rot )?(?:boos|kwaad|gefrustreerd|geirriteerd|onaardig|lullig|pissig|vervelend|"
        r"onvriendelijk|als klacht|rot|negatief)",
        r"geen (?:verwijt|kritiek|klacht|kwaad woord|klagen|kwaaie)(?: \w+)?|(?:jij|je|jullie|"
        r"u) (?:\w+ ){0,2}?(?:kan|kunt|kunnen|kun) er (?:ook |natuurlijk )?(?:niks|niets) aan doen|"
        r"niet jouw schuld|(?:niet|niks) (?:erg|aan de hand)|geeft (?:niks|niet)|kan gebeuren|geen haast|"
        r"geen stress|neem de tijd|neem gerust|rustig aan|snap ik (?:wel|best|helemaal)|begrijp ik (?:wel|"
        r"best|helemaal|volkomen)|no worries|geen punt|geen probleem|niet om te klagen|zonder te klagen|"
        r"achteraf (?:gezien )?(?:lach|grappig)|inmiddels (?:opgelost|geregeld)|nu opgelost|"
        r"gelukkig (?:opgelost|geregeld)|foutje van mij|mijn (?:eigen )?(?:fout|schuld)|ligt aan mij|"
        r"lag aan mij|mea culpa|uit nieuwsgierigheid|puur (?:uit )?interesse",
    ),
)
