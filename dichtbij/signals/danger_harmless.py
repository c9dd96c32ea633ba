"""Harmless phrases that share a word with danger: "lampje brandt rood", "uit de brand geholpen", "ik ruik geen gas"."""

from __future__ import annotations

import re

from dichtbij.signals.danger_words import CO_ALARM

HARMLESS = re.compile(
    "|".join(
        (
            # gas as energy, and plain denial; "geen gas meer" was smelled before
            r"(?:\b(?:ruiken?|ruikt|rook|stinkt?|geroken|riekt?|smell)\b(?:[^\w.!?;\n]+(?!maar\b|"
            r"wel\b)[\w'-]+){0,4}?[^\w.!?;\n]+(?:geen|nergens|niet naar) gas(?:lucht|geur)?\b(?! meer))",
            r"\bgeen (?:gas(?:lucht|geur|lek|reuk)?|koolmonoxide|brand|brandlucht|vonken|"
            r"rook) (?:te )?(?:ruik\w*|geroken|geur|gezien|zie|hoor)\b(?! meer)",
            r"\b(?:er is|is er|dat is|het is|ik heb|we hebben) (?:gelukkig |hier )?geen (?:gaslucht|gaslek|"
            r"gas lek|brand|brandlucht|vonken|koolmonoxide|rook)\b",
            r"\bno (?:gas smell|smell of gas|fire|smoke|carbon monoxide)\b",
            r"\bgeen gas\b(?! meer)",
            r"\b(?:gas|stroom|energie)[ -](?:prijs|rekening|tarief|contract|verbruik)\w*",
            r"\bgas[ -]lucht ?-?(?:water|warmtepomp)\w*",
            r"\blucht[ -](?:water|lucht)\w*(?:[ -]warmtepomp\w*)?",
            r"\b(?:geur|lucht|reuk|ruikt|rook|stank|stinkt)(?: \w+){0,3} (?:wierook|parfum|bloemen|koffie|"
            r"bier|hond|kat|sokken|vis|knoflook|verf|riool|barbecue|bbq)\b",
            # figures of speech
            r"\b(?:uit|van) de brand (?:geholpen|helpen|ben|is|zijn|te helpen)\b",
            r"\bhelp\w*(?: \w+){0,3} uit de brand\b",
            r"\buit de brand\b",
            r"\bbrand(?:t)? (?:maar|gerust|eens|er maar)? ?los\b",
            r"\bbrandjes? (?:te )?blussen\b",
            r"\bbrand\w* van nieuwsgierigheid\b",
            r"\b(?:vuur|vuurt|vuren)(?: \w+){0,4} (?:vraag|vragen|opmerking\w*)(?: \w+)? (?:af|op)?\b",
            r"\bonder vuur\b",
            r"\bvuur (?:maar|gerust|me)\b",
            r"\b(?:hand|handen) (?:\w+ )?(?:in|voor)(?: \w+){0,4} (?:het )?vuur\b",
            r"\bin het vuur\b",
            r"\b(?:te|met) vuur (?:en|spelen|gespeeld|speelt)\b",
            r"\blopend vuurtje\b",
            r"\bvuur (?:en vlam|aan (?:de|je) schenen)\b",
            r"\bvuur en vlam\b",
            r"\bvuur aan (?:de|je|jullie) schenen\b",
            r"\ball? fired? up\b",
            r"\bolie op het vuur\b",
            r"\bhet vuur uit\b",
            r"\bvuur uit (?:mijn|de) sloffen\b",
            r"\b(?:fire|ontsla)(?:d|t)? (?:de|die|this|the|that|your|je|deze) (?:bot|chatbot|robot|"
            r"developer|medewerker|baas|team)\b",
            r"\bfire ?(?:tv|stick|fox|wall)\w*",
            r"\b(?:you'?re|ur|jij bent|je bent|jullie zijn) (?:on )?(?:fire|fired)\b",
            r"\b(?:vonk|vonken) (?:over|ervan af|eraf|er van af|sloeg|slaat|springt|oversloeg|"
            r"overslaat)(?: over)?\b",
            r"\bvlam in de pan\b",
            r"\boude vlam\b",
            r"\bnieuwe vlam\b",
            r"\b(?:mevrouw|meneer|mijnheer|familie|fam\.?|dhr\.?|mevr\.?|mw\.?|heer|naam is|heet|"
            r"achternaam(?: is)?|heet ik|ik ben|van den?|van der) (?:van den? |van der )?(?:vonk|vonken|"
            r"brand|brandt|vuur|vlam|rook|branden|fire)\b",
            r"\b(?:rookt|roken|rook) (?:als een (?:ketter|schoorsteen))\b",
            r"\bwaar rook is\b(?:[^.!?]{0,20}\bvuur\b)?",
            r"\bin rook op(?:gaan|gegaan|gaat)?\b",
            r"\bop(?:gaan|gegaan|gaat)? in rook\b",
            r"\b(?:ging|gaat|gaan|gegaan)(?: \w+){0,4} in rook op\b",
            # lamps, pilot lights and candles that burn as they should
            r"\b(?:lamp(?:je|jes|en)?|led(?:je|jes)?|licht(?:je|jes|en)?|kaars(?:en|jes)?|waakvlam\w*|ketel|"
            r"kachel|cv|geiser|verwarming|display|symbool|icoontje|kerstverlichting|verlichting|tv|scherm|"
            r"fakkel|buitenlamp)(?: \w+){0,6}? (?:brandt?|branden|gebrand)\b(?! af)",
            r"\b(?:brandt?|branden|gebrand)(?: \w+){0,6}? (?:lamp(?:je|jes|en)?|led(?:je|jes)?|lichtje|"
            r"licht|lichten|kaars\w*|waakvlam\w*|ketel|kachel|cv|geiser|verwarming|pitje|kerstverlichting|"
            r"display|symbool|icoontje|buitenlamp|verlichting)\b",
            r"\b(?:vlam(?:metje)?|waakvlam|brander)(?: \w+){0,4} (?:(?:gaat|is|valt|slaat|ging|"
            r"blijft)(?: \w+){0,2} uit(?! de| het| mijn)|uit(?=\W*$)|niet|dooft|gedoofd|aansteken|stand)\b",
            r"\bvlam ?storing\b",
            r"\bgeen vlam\w*",
            r"\bvlam-?symbool\w*",
            r"\bvlammetje (?:op|in) (?:het|de|mijn) (?:display|scherm|thermostaat|app)\b",
            r"\bbrand(?:ende)? (?:vraag|verzekering\w*|stof\w*|ramen)\b",
            r"\bbrandende (?:vraag|kwestie|maag\w*|ambitie)\b",
            r"\bbrandt? (?:op mijn|me op de) (?:lippen|tong)\b",
            r"\b(?:geld|vraag)(?: \w+){0,4} brandt\b",
            r"\b(?:hand|vingers|tong|gat|kont|billen)(?: \w+){0,3} (?:brand\w*|verbrand\w*)\b",
            r"\bbrand(?:t|en)? (?:mijn|je|zijn) (?:vingers|handen|tong|billen)\b",
            # smoking people
            r"\b(?:ik|wij|we) (?:rook|roken|rookte) (?:niet|nooit|zelf|een|graag|wel|alleen|veel|weinig|"
            r"buiten|al|mijn|nog|per|twee|drie|tien|sigaret\w*)\b",
            r"\b(?:rook|roken|rookt) (?:ik|hij|zij|ze|we|wij) (?:niet|nooit|graag|wel|een)\b",
            r"\b(?:rook|rookt|roken|gerookt)(?: \w+){0,4} (?:sigaret\w*|sigaar|sigaren|peuk\w*|sjek|shag|"
            r"pijp|joint\w*|wiet|pakje\w*)\b",
            r"\b(?:stoppen|gestopt|gestop) met roken\b",
            r"\broken (?:is|kost|mag|verboden)\b",
            r"\b(?:man|vrouw|vader|moeder|zoon|dochter|buurman|buurvrouw|hij|zij|ze|opa|oma|"
            r"huisgenoot) (?:rookt|rookte)\b",
            r"\brook(?:worst|vlees|zalm|kanaal|glas|oven|vrij)\w*",
            r"\bkerst\w*",
            r"\bvuurwerk\w*",
            r"\bvuurkorf\w*",
            r"\bvuurplaats\w*",
            # shocks that are not electric
            r"\bschok\w*(?: \w+){0,6} (?:rekening\w*|bedrag|prijs|prijzen|factuur|afrekening|nota|brief|"
            r"kosten|nieuws)\b",
            # buying and hanging up detectors
            r"\b(?:kopen|koop|koopt|bestellen|bestel|verkopen|verkoopt|verkoop|aanraden|raden|adviseren|"
            r"verplicht|verplichting|ophangen|hang|plaatsen|aanschaffen|merk|nodig hebben|korting op|gratis|"
            rf"waar hang)\b[^.!?\n]{{0,40}}{CO_ALARM}(?![^.!?\n]*\b(?:piep|af\b|alarm slaat|loei|rood))",
            rf"{CO_ALARM}(?![^.!?\n]{{0,40}}\b(?:piep|gaat|loei|rood))[^.!?\n]{{0,40}}\b(?:kopen|koop|"
            r"bestellen|verkopen|verplicht|ophangen|hangen|plaatsen|aanschaffen|aanraden|leveren|meeleveren|"
            r"cadeau|gekocht|besteld)\b(?![^.!?\n]*\b(?:piep|gaat|ging|loei|rood))",
            r"\bco2?[ -]?(?:uitstoot|neutra\w+|compensat\w+|heffing|belasting|voetafdruk|reductie|besparing|"
            r"arm|vrij|prijs|rechten)\w*",
            r"\bco2\b(?! ?-?(?:melder|alarm|detector|meter|vergift\w*))",
            # explosions of prices and of tempers
            r"\b(?:prijs|kosten|rekening|tarief|tarieven|prijzen|facturen|bedrag|verbruik|energiekosten|"
            r"woede)\w*(?: \w+){0,4} (?:ontploft?\w*|explo\w+|geexplodeerd|pan uit|uit de klauwen)\b",
            r"\b(?:ontploft?\w*|ontploffing|explo\w+)(?: \w+){0,4} (?:prijs|kosten|rekening|tarief|tarieven|"
            r"prijzen|woede|bedrag|energiekosten|gasprijs\w*|energieprijz\w*)\b",
            r"\bik (?:ontplof|explodeer)\b(?: \w+)?",
            r"\b(?:hoofd|inbox|mailbox|telefoon)(?: \w+){0,3} (?:ontploft|explodeert)\b",
            r"\bbom (?:geld|duiten)\b",
            # leaks of other things
            r"\b(?:data|water|dak|kraan|wc|toilet|douche|riool|privacy)[ -]?lek\w*",
            r"\blekker\w*",
            r"\blek (?:gestoken|band)\b",
            r"\b(?:gas|volgas|vol gas|plankgas) (?:geven|gegeven|terug)\b",
            r"\bgas terug\w*",
            r"\bop de gas\b",
            r"\b(?:geef|geven|gaf) (?:\w+ )?gas\b",
            # sitting on hot things
            r"\bhete kolen\b",
            r"\bonder stroom(?: zetten| komen)? (?:van|door) (?:zon|wind)\w*",
            r"\b(?:toe|uit)?stoot\b",
        )
    )
)
