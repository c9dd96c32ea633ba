"""What customers say when they are fed up, in families with a name, a label for the agent and a weight.

Weights are logits; see `policy` for what they add up to. Patterns look at plain text (lower case, no accents).
Words alone do not decide: what is aimed at us or at the bot weighs more than a curse at a meter cupboard, and the
phrases in INNOCENT are wiped out before the families look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """One kind of evidence."""

    name: str
    """Machine name."""
    label: str
    """For the agent."""
    weight: float
    """Logits when it is found once."""
    pattern: re.Pattern[str]
    """Where it is found."""


def _family(name: str, label: str, weight: float, *alternatives: str) -> Family:
    return Family(name, label, weight, re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)"))


_BOT = (
    
        r"(?:(?:chat ?|ro)?bot\w{0,3}|computer|ding|systeem|programma|machine|assistent\w*|chat|site|website|app|"
        r"bedrijf|club|tent|zooi|service|klantenservice|klantendienst|toko|energieboer"
    
        r"|leverancier|helpdesk|automaat|antwoord(?:en)?|gedoe|firma|boel|oplichters|organisatie|bende|dienst|ai|"
        r"medewerkers?)"
)
_CURSE = 
    r"(?:kut|klote|kloten|tering|tyfus|tiefus|kanker|kk|fucking|fuckin|fking|verdomde|godverdomse|gvd|rot|pokke|"
    r"takke|pleuris|schijt|shit|stront|bloody|damn|fokking|f\*+king|achterlijke?|debiele?|imbeciele?|idiote?|"
    r"hersenloze)"
_SLIGHT = r"(?:stomme?|domme?|nutteloze|waardeloze|belachelijke|onnozele|lompe)"
_MACHINE = r"(?:(?:chat ?|ro)?bot\w{0,3}|computer|ding|machine|automaat|assistent\w*|ai)"
_INSULT = (
    
        r"(?:sukkels?|idioten?|idioot|debielen?|debiel|mongo(?:ol|len)?|eikels?|klootzak(?:ken)?|lul(?:len)?|"
        r"hufters?|trutten?|trut|prutsers?|kneus|kneuzen|randdebielen?|oplichters|zakkenvullers|geldwolven|"
        r"uitzuigers|dieven(?:bende)?|boeven(?:bende)?"
    
        r"|maffia|bandieten|criminelen|afzetters|amateurs|imbecielen?|imbeciel|lamzakken?|nietsnutten?|"
        r"onbenullen?|kankerlijers?|tyfuslijers?|flapdrol(?:len)?|onnozelaars?|zakken|klojo'?s?|clowns?|schurken|"
        r"graaiers|leugenaars?|prutser|halve ?zolen?|dwazen|stumpers?|moron|idiots?|assholes?|idiot|scammers|"
        r"loser|losers)"
)

INNOCENT = re.compile(
    "|".join(
        (
            # anger denied, or somebody else's, or over
            
                r"\b(?:niet|geen|allerminst|helemaal niet|absoluut niet|nooit) (?:echt |meer |heel |zo |per se |"
                r"bepaald )?(?:boos|kwaad|gefrustreerd|geirriteerd|woedend|woest|klacht\w*|verwijt\w*|ontevreden|"
                r"teleurgesteld|frustratie|irritatie|chagrijnig|pissig)\b(?! maar)",
            
                r"\b(?:boos|kwaad|woedend|woest|pissig|razend|gefrustreerd|geirriteerd)e? (?:op|over|door|"
                r"van) (?:mijn|m'n|mezelf|mij zelf|haar|zijn|de (?:gemeente|netbeheerder|buren|buurman|aannemer|"
                r"installateur|verhuurder|monteur|postbode|huisbaas|vorige)|het weer|een andere?|de vorige|hem|"
                r"elkaar|de kat|de hond)\b[^.!?\n]{0,30}",
            
                r"\b(?:mijn|m'n|de|onze|haar|zijn) (?:\w+ )?(?:man|vrouw|vriend|vriendin|buurman|buurvrouw|"
                r"huisbaas|verhuurder|ex|moeder|vader|zoon|dochter|baas|buren|huisgenoot|puber|hond|kat|"
                r"schoonmoeder|kind|kinderen|peuter) (?:is|was|wordt|werd|zijn|waren) (?:\w+ ){0,3}(?:boos|kwaad|"
                r"woedend|woest|razend|pissig|chagrijnig|gek|geirriteerd)\b",
            
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
                r"aan de deur|doen alsof|deden zich|doet zich|geld van mij|link|app|zich voor|uit naam|ingebroken|"
                r"gestolen|in omloop|waarschuw\w*)\b[^.!?\n]*",
            
                r"\b(?:namens|belde|gebeld|mail\w*|sms\w*|whatsapp\w*|deur|melden|melding|slachtoffer|aangifte|"
                r"ingebroken|of het|of dit|zijn dit|is dit|was het|voor)\b[^.!?\n]{0,50}\b(?:oplichters?|"
                r"oplichting|dieven|criminelen|fraude|diefstal|scam|scammers|inbraak|inbrekers)\b[^.!?\n]*",
            
                r"\b(?:slecht|slechte) (?:weer|ter been|horend|ziend|geisoleerd\w*|ventilatie|nieuws|verbinding|"
                r"internet|bereik|zicht|ogen|geslapen|gehoor)\b",
            
                r"\b(?:ramen|isolatie|ketel|huis|woning|energielabel|label|meter|meterkast|koelkast|thermostaat|"
                r"cv-ketel|dak|zonnepanelen|router|wifi|internet|telefoon|laptop) (?:\w+ ){0,3}(?:waardeloos|"
                r"dramatisch|slecht|hopeloos|rampzalig|belabberd)\b",
            r"\b(?:het|dit|dat) weer (?:is|was) \w+", r"\bgek op\b", r"\b(?:te|zo|heel) gek\b(?! voor)", 
                r"\b(?:moe|ziek|misselijk|gek) van (?:het|de) (?:verhuizen|verhuizing|klussen|verbouw\w*|werk|"
                r"warmte|kou|hitte)\b", r"\bradar(?:tje)?\b(?= (?:in|op) (?:de|het) (?:auto|weer))",
            
                r"\b(?:afval|rommel|zooi|chaos|puinhoop|bende|troep|rotzooi) (?:in|van) (?:mijn|m'n|de|"
                r"het) (?:huis|kelder|meterkast|kamer|schuur|hoofd|verhuizing|verbouwing|papieren|administratie|"
                r"dozen)\b", 
                r"\b(?:verhuis|verbouwing|klus)\w* (?:is |was |een )*(?:chaos|puinhoop|bende|ramp|drama|gedoe)\b",
            r"\bbuienradar\b", 
                r"\b(?:op|bij|in|van|door|volgens) (?:de uitzending van |het programma )?(?:kassa|"
                r"radar)\b(?= (?:zag|las|hoorde|werd|was|gezien|zeiden|vertelden|over|dat|op tv|heb|hebben))", 
                r"\bkassa(?:bon|'?tje)?\b(?= (?:van|bij) (?:de|het) (?:supermarkt|winkel|appie))",
            
                r"\b(?:eerste|tweede|derde|vierde|laatste|volgende) (?:keer|maal|x) (?:zonnepanelen|per|elke|"
                r"dit jaar|verhuis\w*|dat (?:ik|we|wij) (?:bij|verhuiz\w*|verhuis\w*|zonnepanelen|klant|oma|vader|"
                r"opa|hier woon))\b", 
                r"\b(?:niet erg|geeft niks|geeft niet|geen haast|geen probleem|kan gebeuren|maakt niet uit|"
                r"niks mis|niets mis|vergissen is menselijk)\b",
            
                r"\bbelachelijk(?:e)? (?:makkelijk|goed|snel|goedkoop|lekker|mooi|laag|handig|simpel|fijn|leuk|"
                r"goede|lage|snelle)\b", 
                r"\b(?:ongelofelijk|ongelooflijk|absurd|bizar|schandalig|waanzinnig) (?:goed|snel|lekker|fijn|"
                r"blij|behulpzaam|vriendelijk|makkelijk|handig|mooi|lief|aardig)\w*\b",
            
                r"\b(?:echt|heel|super|zo) (?:fijn|goed|tevreden)\b(?! (?:is|bezig|hoor))", r"\bfuck yeah\b", r"\bniet te geloven zo (?:snel|goed|mooi|fijn|makkelijk)\b", r"\bkut? ?kat\b", r"\bbroddel\w* breien\b", 
                r"\blaat maar (?:weten|horen|zien|komen|zakken|staan|aan|vallen|eens (?:weten|zien))\b",
        )
    )
)

FAMILIES: tuple[Family, ...] = (
    _family(
        "scheldt_op_ons", "scheldt op de bot of op ons", 4.4,
        rf"{_CURSE}[ -]?{_BOT}|{_SLIGHT}[ -]?{_MACHINE}",
        
            r"(?:wat een|stelletje|stel|vuile|vieze|smerige|bende|zijn jullie|jullie zijn|jullie|je bent|jij bent|"
            r"u bent|gij zijt|ge zijt|ben jij|ben je|bunch of|you are|you're|ur|u zijn|lijkt wel|stuk|onwijze|"
            rf"ga toch weg|dag|rot op|hoi|hallo|jij|jou|you) (?:\w+ ){{0,3}}?{_INSULT}",
        
            rf"{_INSULT} (?:dat (?:jullie|je) (?:zijn|bent)|zijn jullie|ben je|zijn het|allemaal|daar|bij jullie|"
            r"van een (?:bot|bedrijf))",
        rf"^\W*{_INSULT}(?=\W*$|[,!.])", rf"{_INSULT}!",
        
            r"(?:je|jij|jullie|u|gij|ge|deze|die|dit|dat|bot|you|this|it) (?:\w+ ){0,2}?(?:bent|zijn|zijt|is|"
            r"are) (?:\w+ ){0,3}?(?:dom|stom|achterlijk|kut|klote|ruk|gestoord|debiel|niet goed (?:wijs|snik)|"
            r"idioot|achterlijke|hersendood|te dom|zo dom|oerdom|oliedom|useless|stupid|shit|dumb|crap|trash|"
            r"van lotje getikt|onnozel|een grap)",
        
            r"(?:dom|stom|achterlijk|useless|stupid|dumb) (?:ding|bot|systeem|stuk|gedoe|bedrijf|apparaat|chatbot|"
            r"thing)", 
            r"hoe (?:dom|achterlijk|stom) (?:kan|kun|ben|zijn|moet) (?:je|jij|jullie|u|een)",
        
            r"(?:rot|flikker|donder|sodemieter|lazer|tief|kanker|kk|mieter|rotten|fuck|piss|pleur) (?:toch |dan |"
            r"nou |maar )?(?:een eind |eens )?(?:op|off|ff op)", r"val (?:toch |maar |allemaal )?dood", 
            r"(?:krijg|krijgt) (?:toch |allemaal |maar |nou )?(?:de |het )?(?:tering|tyfus|kanker|kolere|klere|"
            r"pest|pleuris|schompes|hik|lazarus)",
        
            r"hou(?:d)? (?:toch |dan |nou |gewoon )?(?:je|jullie|uw|u|die) (?:\w+ )?(?:bek|kop|mond|smoel|muil|"
            r"bakkes|mondje|waffel)", r"(?:bek|kop|smoel) (?:dicht|houden)", 
            r"(?:fuck|f\*ck|fck|f u|screw) (?:you|u|jou|jullie|duinlicht|this|dit|deze bot|off|die bot|y'?all)", r"fuck(?:en|ing)? met",
        
            r"stik (?:er |toch |dan )?(?:maar |lekker |allemaal )*(?:in|allemaal)", 
            r"(?:zak|zakt) (?:toch |maar |lekker )?(?:in de stront|door het ijs)", 
            r"loop (?:toch |maar |lekker |allemaal )*naar de (?:hel|maan|pomp|duivel)", r"kus (?:mijn|m'n|m) (?:kloten|kont|reet|gat)", r"(?:lik|kiss) (?:mijn|m'n|my) (?:reet|kont|ass)", r"schijt aan (?:jullie|je|deze|die|dit)",
        
            r"(?:sterf|crepeer|verrek|barst) (?:toch|maar|allemaal|lekker|er maar)", r"pleur(?:t)? op", r"oprotten|opzouten|optyfen|opflikkeren|oprotte", 
            r"(?:lijpe|gare|vieze|vuile) (?:bot|hond|honden|rat|ratten|oplichters|zwendelaars)", r"schaam je (?:kapot|dood|de ogen|diep)", 
            r"ge kunt (?:allemaal )?(?:mijn|m'n) (?:kloten|zak|gat|botten)\b[^.!?]*", r"(?:blaas|rij) (?:je )?(?:eigen )?op", r"neuk(?:en)? (?:jezelf|op)",
    ),
    _family(
        "uitgesproken_woede", "zegt woedend te zijn", 4.4,
        
            r"(?:woest|woedend|razend|furieus|laaiend|pisnijdig|spinnijdig|ziedend|des duivels|witheet|furious|"
            r"giftig|razendkwaad|kokend van woede|pisnijd|colere|ik kook|kook van woede|over de rooie|"
            r"over de zeik|buiten zinnen|door het lint)",
        
            r"(?:ik )?(?:ontplof|explodeer|ga (?:door het lint|uit mijn (?:dak|vel|plaat)|over mijn nek)|"
            r"spring uit (?:mijn|m'n) vel|sta te trillen|vreet mezelf op)", r"bloed(?:end)? (?:kookt|onder (?:mijn|de) nagels)", 
            r"(?:heel|ontzettend|vreselijk|enorm|verschrikkelijk|heel erg|zwaar|serieus|ontiegelijk|mega|zeer|"
            r"hartstikke|gruwelijk|stik|verdomd|zo) ?(?:boos|kwaad|pissig|nijdig|gepikeerd|colerig)", 
            r"(?:heel|ontzettend|echt|nu) (?:heel )(?:erg )?(?:boos|kwaad)",
    ),
    _family(
        "vloekt", "vloekt", 2.2,
        
            r"g(?:o|a)?d ?ver ?(?:domme|dorie|doeme|dekke|dikke|dimme|demme)\w*", 
            r"gvd|gver|nondeju|godmiljaar\w*|miljaar\w*|nom de dju|sodeju|potverdomme|potverdorie|godsamme|"
            r"jezus(?: christus| mina)?|jesus(?: christ)?|jeetje mina|christus te paard|tering|tyfus|tiefus|"
            r"kolere|klere|klote\w*|kut(?:zooi|zooitje|dingen|ding|bende|gedoe|bot|zo)?|fuck(?:ing|en|s|ed)?|fck|"
            r"fakking|f\*+k?\w*|shit(?:zooi)?|bullshit|wtf|wth|ffs|omfg|kak(?:zooi)?|verdomme|verdikke(?:me)?|"
            r"verdemme|verrek|godnogaantoe|in godsnaam|in hemelsnaam|in vredesnaam|what the (?:hell|fuck)|"
            r"damn(?: it)?|goddamn\w*|kolerezooi|takke\w*|pleuris\w*|kanker|kk",
    ),
    _family(
        "boos", "zegt boos te zijn", 2.4,
        
            r"(?:ik ben|ben ik|word|wordt|maakt? (?:me|mij)|ik voel me|ben|wij zijn|was|ik raak|weest|echt|best|"
            r"behoorlijk|nogal|knap|flink|aardig|goed) (?:\w+ ){0,3}?(?:boos|kwaad|pissig|nijdig|chagrijnig|"
            r"geirriteerd|gefrustreerd|geergerd|gepikeerd|pissed|angry|mad|annoyed|frustrated|verontwaardigd|"
            r"kwaaier|kwader|bozer|ontstemd|misnoegd|ontgoocheld|verbolgen|not amused)",
        
            r"(?:i am|i'm|im|so|very) (?:\w+ )?(?:angry|mad|annoyed|frustrated|pissed)|(?:irritant|irriteert|"
            r"irritatie|ergerlijk|erger (?:me|mij)|ergernis|frustrerend|frustratie|frustreert|om (?:gek|moedeloos|"
            r"ziek|misselijk|gestoord|agressief) van te worden|om te (?:huilen|janken|gillen|schreien|bleiten|"
            r"wenen)|tergend|gekmakend|annoying|frustrating|enerverend|storend|schijtziek|slopend)",
        
            r"(?:ik )?(?:word|wordt|wor|krijg) (?:hier |er |daar |nu |zo |echt |helemaal |stil aan |ondertussen |"
            r"langzamerhand |langzaam |inmiddels |toch |onderhand |gewoon |compleet |een beetje |knettergek |"
            r"knotsgek |doodziek |doodmoe )*(?:gek|moe|ziek|doodziek|doodmoe|knettergek|gestoord|niet goed|"
            r"onpasselijk|misselijk|helemaal niet goed|niet vrolijk|niet blij|zot|ambetant|onnozel|kregelig|"
            r"kriegel|kriegelig|tureluurs|stapelgek|horendol|hoorndol|simpel|de kriebels|het heen en weer|"
            r"er wat van|de zenuwen|het schijt)\b(?! (?:van (?:het|de|al die|die) (?:verhuiz|klus|werk|cijfers|"
            r"kou|hitte|gas|lucht)))",
        
            r"(?:ik )?(?:ben|heb|had|heb ik) (?:het|er|dit|dat|hier|u|jullie) ?(?:\w+ ){0,4}?(?:zat|beu|kotsbeu|"
            r"spuugzat|moe|schoon genoeg|klaar mee|helemaal klaar|mee gehad|hoog zitten|gehad met|genoeg van|"
            r"mijn buik van vol|de buik van vol|strontzat|kots ?beu|mee klaar|wel gehad|meer dan gehad|goed zat)", 
            r"ben (?:er|hier|het) (?:\w+ ){0,3}(?:klaar mee|mee klaar|ziek van|flauw van)", 
            r"(?:klaar|gehad) (?:met|met die|met deze|met dit|met jullie) (?:deze|dit|die|jullie|gedoe|"
            r"onzin)[^.!?]{0,15}", r"(?:kots|spuug|stront|schijt)(?:zat|beu)", 
            r"de maat is vol|(?:mijn|m'n) geduld (?:is|raakt|begint|wordt)(?: \w+){0,2} (?:op|te raken|"
            r"op te raken)|geduld (?:is op|kwijt|raakt op)|(?:verlies|verlies ik) (?:mijn|m'n) geduld|"
            r"genoeg (?:is genoeg|ervan|hiervan|van jullie|van dit)|it'?s enough|fed up|sick of (?:this|it)",
        
            r"(?:baal|balen|baalde)(?: (?:hier|er|echt|enorm|behoorlijk|flink|als een stekker))?(?= (?:van|dat|"
            r"hier|er|echt|enorm|behoorlijk|flink|als|ik|wel))",
    ),
    _family(
        "ongenoegen", "zegt dat hij hier niets aan heeft", 2.1,
        
            r"(?:heb|heeft|hebben|had) (?:ik |we |wij )?(?:hier |daar |er |dus |nu |nou |echt |helemaal |"
            r"eigenlijk |toch |zo |ook |allemaal |aan dit |aan dat |aan jou |aan jullie )*(?:niks|niets|geen reet|"
            r"geen moer|geen bal|geen fluit|geen barst|geen donder|niks|weinig|niet veel|geen zak|nul komma nul|"
            r"nada|noppes|nix|nieks|niet zoveel)(?: (?:zo|hier|daar|nou|nu))? aan(?! (?:mijn|m'n|onze|mn) )",
        
            r"(?:niks|niets|geen reet|geen moer|geen bal|nix|geen fluit|weinig|nada|noppes) (?:hier)?aan(?: (?:zo|"
            r"dit|jou|jullie|deze|die|heb|hebben|gehad))?(?! (?:mijn|m'n|onze|mn) )", 
            r"(?:kan|kun|kunnen) (?:ik |we )?(?:hier |daar |er |dus |nu |nou |echt |helemaal |zo )*(?:niks|niets|"
            r"geen kant|weinig|geen ene) (?:mee|op)", 
            r"wat (?:heb|moet|kan|koop) ik (?:hier|daar|daaraan|hieraan|nu|nou|dan|er)(?: \w+){0,4} (?:aan|mee|"
            r"voor)", 
            r"daar (?:heb|schiet|koop) ik (?:dus |nu |echt |nou )?(?:niks|niets|weinig|geen) \w+",
        
            r"(?:schiet|schieten|schoot)(?: ik| we| zo| hier| dus| nu| er| hiermee| dit| dat| het| toch| ook|"
            r" echt)* (?:voor geen meter |geen meter |geen steek |geen donder |niks |niets |niet |weinig |"
            r"totaal niet )(?:echt )?(?:mee )?op", 
            r"(?:help|helpt|helpen|hielp|geholpen)(?: (?:me|mij|mijn|ons|ik|dit|dat|zo|hier|ben|je|jullie|u|niks|"
            r"dus|echt|nu|word|wordt|toch))* (?:(?:totaal|helemaal|echt) )?(?:geen (?:reet|moer|bal|zak|meter|"
            r"steek|kanten?|fluit)|voor geen (?:ene )?meter|niks|niets|niet|nie)(?! tegen)(?: (?:mee|verder|"
            r"vooruit))?", 
            r"no use|not helpful|doesn'?t help|useless|pointless|unhelpful|not helping|doesnt help|this is (?:bad|"
            r"terrible|horrible|ridiculous)|ridiculous|terrible service|bad service|worst \w+|unacceptable|"
            r"waste of time",
        
            r"(?:slaat|sloeg|raakt|raken|klopt|trekt) (?:\w+ ){0,3}?(?:nergens op|kant noch wal|geen hout|"
            r"helemaal nergens op|als een tang op een varken|op niks|geen kant)", 
            r"(?:zinloos|nutteloos|nuttelooz|waardeloos|waardeloze|hopeloos|hopeloze|zinloze|nutteloze|"
            r"onbruikbaar|onbruikbare|ondermaats\w*|inferieur|belabberd\w*|beroerd\w*|bedroevend|erbarmelijk|"
            r"abominabel|droevig|pover|armzalig|armoedig|triestig|treurig|tenenkrommend|schrijnend|stuitend|"
            r"hemeltergend|onbegrijpelijk slecht|dramatisch\w*|rampzalig\w*|verschrikkelijk slecht|abominabele|"
            r"flut\w*|niks waard|niets waard|geen knip voor de neus waard|kul|flauwekul|flauwe kul|lariekoek|"
            r"larie|zever|quatsch|nonsens|kolder|onzin|kletspraat|gezever|prietpraat|geleuter|gelul|gezwam|blabla|"
            r"bla bla|geneuzel|geouwehoer|gezeik|gezeur|gezanik)",
        
            r"(?:belachelijk\w*|ridicuul|ridicule|schandalig\w*|schandelijk\w*|schande|bespottelijk\w*|absurd\w*|"
            r"te gek voor woorden|te triest voor woorden|te zot|van de (?:pot gerukt|gekke|zotte)|"
            r"bij de wilde (?:spinnen|beesten) af|niet normaal(?: meer)?|onacceptabel|onaanvaardbaar|"
            r"ontoelaatbaar|onfatsoenlijk|onbeschoft\w*|brutaal|asociaal|ongehoord|ongelofelijk|ongelooflijk|"
            r"ongeloofelijk|onvoorstelbaar|niet te (?:geloven|doen|filmen|bevatten|vatten|harden)|bizar|bizarre|"
            r"krankzinnig|gestoord|waanzin|waanzinnig|van den zotte|lachwekkend|beschamend|om je dood te schamen|"
            r"kafka\w*|idioot|idioterie|gekkenwerk|gekkenhuis|zot|ongepast|respectloos|schaamteloos|ongehoorde|"
            r"godgeklaagd|grof schandaal|schandaal)(?! (?:hoog|hoge|veel|bedrag|duur|koud|warm|lang geleden|"
            r"dom van mij))",
        
            r"(?:puinhoop|puinzooi|zooi|zooitje|rotzooi|janboel|klerezooi|chaos|circus|poppenkast|aanfluiting|"
            r"wanprestatie|wanbeleid|wanbeheer|geklungel|geknoei|geklooi|gepruts|prutswerk|broddelwerk|knoeiwerk|"
            r"amateurisme|amateuristisch|bananenrepubliek|soep(?:zooi)?|schijtzooi|teringzooi|kermis|farce|"
            r"lachertje|ramp|drama|zwendel|klucht|rommeltje|gerommel|kemel|knoeiboel|ellende|een en al (?:ellende|"
            r"gedoe)|gedoe|heisa|gesodemieter|gekloot)(?= (?:hier|bij|van jullie|van een|dit|is|zeg|toch|daar|"
            r"zijn|met jullie|altijd|ook)|\W*$|[!.,])",
        
            r"(?:wat een|wat n|wat 'n|een en al|weer zo'n|wa een|zo'n|wat voor) (?:\w+ )?(?:onzin|gedoe|ellende|"
            r"zooi|puinhoop|drama|ramp|aanfluiting|poppenkast|circus|gezeik|gelul|bende|rommel|slechte?|"
            r"waardeloze|beroerde|klote|kut|rot|flut|prut|bagger|matige|armoe|afgang|tijdverspilling|gezeur|grap|"
            r"giller|mop|misere|toestand|gemiep|ramptoestand|tegenvaller|vertoning|schijnvertoning|ellendige|"
            r"nep\w*|treurige|trieste) ?(?:\w+)?", 
            r"(?:slechte?|slechtste|rot|belabberde|beroerde|waardeloze|bagger|dramatische|matige|abominabele|"
            r"trage?|onvriendelijke|klantonvriendelijke?) (?:\w+ ){0,2}?(?:service|bedrijf|klantenservice|hulp|"
            r"bot|chatbot|ervaring|organisatie|communicatie|klantendienst|leverancier|antwoord|site|website|"
            r"dienstverlening|bereikbaarheid|uitleg|bereikbaar|manier)", 
            r"(?:service|hulp|klantenservice|bot|antwoord|uitleg|chatbot|klantendienst|communicatie|site|website|"
            r"app|organisatie|bedrijf|bereikbaarheid|dienstverlening) (?:\w+ ){0,3}?(?:is|was|blijft|werkt|"
            r"deugt) (?:\w+ ){0,3}?(?:slecht|waardeloos|ruk|om te huilen|niks|niets|dramatisch|bagger|kut|klote|"
            r"belabberd|hopeloos|ver te zoeken|nul|ondermaats|beroerd|abominabel|schandalig|onder de maat|0|prut|"
            r"van niks|voor geen meter|nergens|totaal niet|onbruikbaar|treurig|"
            r"niet om over naar huis te schrijven)", 
            r"(?:ruk|bagger|prut|drie keer niks|knudde|poep|naadje|klote zo|om te schieten|broddel)\b", 
            r"klantonvriendelijk\w*|klantvriendelijk is anders|service is anders|lekker klantvriendelijk|"
            r"onprofessioneel|incompetent\w*|onkunde|onbekwaam\w*|laks\w*|nalatig\w*|onzorgvuldig|slordig(?:e)?|"
            r"onverschillig",
        
            r"tijdverspilling|zonde van (?:mijn|de|m'n) tijd|(?:verspil|verdoe|verdoet|"
            r"verspillen) (?:\w+ ){0,3}tijd|kost (?:me|mij) (?:alleen maar|bakken met|uren|een hoop) ?\w*",
    ),
    _family(
        "niet_begrepen", "voelt zich niet begrepen of niet serieus genomen", 2.1,
        
            r"(?:je|jij|u|jullie|ge|gij|bot|hij|ze) (?:\w+ ){0,2}?(?:begrijpt|snapt|begrijp|snap|luistert|leest|"
            r"verstaat|luister|lees|begrijpen|snappen|luisteren|lezen)(?: (?:me|mij|het|er|mijn|dus|echt|ook|"
            r"gewoon|nu|weer|de|ons|vraag|probleem|totaal|helemaal|duidelijk|blijkbaar|nog steeds|dat|blijkbaar|"
            r"precies|hier|wat|ik|bedoel|zeg|schrijf|vraag))* (?:niet|niks|niets|geen (?:reet|bal|fluit|moer|zak|"
            r"snars|woord|hout|kloten)|helemaal niet|ni|nie|weer niet|voor geen meter|nooit|slecht|"
            r"verkeerd)(?! dat ik)(?! erg)",
        
            r"(?:begrijp|snap|luister|lees|versta|snapt|begrijpt|luistert|leest|kun|kan|hoor|ben) (?:je|jij|u|ge|"
            r"gij|jullie|dan)(?: \w+){0,4}? (?:niet|niks|wel|eigenlijk|niks van|geen nederlands|uberhaupt|"
            r"nou echt|doof|blind|niet lezen|wel lezen)(?: \w+){0,2}\b(?=[^.\n]{0,20}[?!])", 
            r"(?:luister|lees|snap|begrijp|versta) (?:je|jij|u|ge|jullie) (?:eigenlijk |uberhaupt |nou |dan |mij |"
            r"me )*(?:wel|uberhaupt|niet)(?=\W*$|[,?!])", 
            r"(?:jij|jullie|u|je) niet (?:begrijp\w*|snap\w*|luister\w*|help\w*)|niet begrijpen mij|lees (?:eens|"
            r"nou|dan|toch) (?:goed|beter|wat)", 
            r"(?:kan|kun|kunt|kunnen) (?:je|jij|u|jullie|ge|die bot|dat ding) (?:\w+ ){0,2}?(?:niet|ook niet|wel|"
            r"niks|niets|ooit|dan) (?:gewoon |eens |eindelijk |eventjes |normaal )?(?:lezen|luisteren|antwoorden|"
            r"nadenken|begrijpen|een keer|iets|normaal|fatsoenlijk)", 
            r"(?:leer|ga) (?:eens |eerst |toch |maar )*(?:lezen|luisteren|nederlands|rekenen)", 
            r"(?:dat|dit|daar|hier|da) (?:vroeg|vraag|bedoel|bedoelde|zei|zeg) ik (?:toch |helemaal |dus |nou |"
            r"echt |ook |juist |nu |niet |nie )*(?:niet|nie|ni|helemaal niet|niks|nergens|niet naar|niet om|"
            r"nie om)", 
            r"(?:is|was|geeft|geef|krijg|gaf|geven|geeft u|heb) (?:\w+ ){0,3}?(?:niet (?:wat ik (?:vraag|vroeg|"
            r"bedoel|wil|zei|wilde|zoek)|mijn vraag|de vraag|waar ik|het antwoord|wat gevraagd)|"
            r"geen antwoord (?:op)?)", 
            r"niet (?:wat ik (?:vraag|vroeg|bedoel|bedoelde|wil|wilde|zei|zoek)|mijn vraag)", 
            r"(?:geen|nooit|nog steeds geen|weer geen|niet een|nergens|geen enkel|zonder) (?:\w+ )?(?:normaal |"
            r"fatsoenlijk |duidelijk |deftig |echt |concreet |eerlijk |zinnig |behoorlijk )?antwoord", 
            r"geef (?:nou |dan |eens |toch |gewoon |nu |mij |me |eindelijk |een keer |"
            r"maar )*(?:\w+ ){0,2}?(?:antwoord|normaal antwoord|antwoorden)", 
            r"(?:ontwijk\w*|draai\w* (?:er ?om ?heen|er om heen|om de hete brij)|om de hete brij|om de pot|"
            r"praat\w* (?:langs|er ?om ?heen|tegen een muur)|tegen (?:een|de) muur|tegen een bakstenen muur|"
            r"dovemans ?oren|tegen een boom)",
        
            r"(?:voel|neem|neemt|nemen|genomen|voelt|voelen|word|wordt) (?:\w+ ){0,4}?(?:niet (?:gehoord|serieus|"
            r"geholpen|begrepen|au serieux)|belazerd|besodemieterd|bedonderd|bedrogen|bekocht|genaaid|geflest|"
            r"afgescheept|beduveld|in de steek gelaten|in het pak genaaid|voor de gek gehouden|opgelicht|onheus|"
            r"genegeerd|weggezet|weggestuurd|afgewimpeld)", 
            r"niet serieus(?: (?:genomen|nemen))?|(?:neem|neemt|nemen) (?:me|mij|ons|uw klanten|klanten|"
            r"je klanten) (?:\w+ ){0,2}serieus|(?:voor de gek|voor schut|voor paal|voor lul|voor de zot|"
            r"voor joker|voor dom|voor het lapje|bij de neus|in de maling|in het ootje|in de zeik|aan het lijntje|"
            r"met een kluitje|aan het lijntje|met de kluit)(?: \w+){0,4} ?(?:houden|gehouden|zetten|gezet|nemen|"
            r"genomen|in het riet|het riet|hou|houdt)?|van het kastje naar de muur|kastje (?:naar de |- ?)?muur|"
            r"van (?:het )?kastje|afgescheept|afschepen|scheep\w* (?:me|mij) (?:\w+ )?af|afgepoeierd|"
            r"doorgestuurd van|in de kou|aan mijn lot|aan ons lot",
    ),
    _family(
        "herhaling_genoemd", "zegt dat het al vaker is gevraagd of gebeurd", 2.05,
        
            r"(?:al|nu|alweer|ondertussen|inmiddels|weer|is|reeds|alvast|zowat|zeker|wel|de|intussen|onderhand|"
            r"minstens|minimaal|bijna) (?:de |mijn |onze |al de )?(?:tweede|derde|vierde|vijfde|zesde|zevende|"
            r"achtste|negende|tiende|elfde|twaalfde|twintigste|zoveelste|honderdste|duizendste|tigste|[2-9]e|"
            r"[1-9]\de|[2-9]de|[1-9]\dste|\d+ste|umpteenth|third|fourth|fifth|second) (?:keer|maal|x|bericht|"
            r"poging|mail|mailtje|dag|week|maand|time|verzoek|chat|gesprek|brief|herinnering van mij|kans|"
            r"telefoontje)(?! (?:per|verhuis|in))", 
            r"voor de (?:tweede|derde|vierde|vijfde|zesde|zevende|achtste|tiende|laatste|\d+e) (?:keer|maal|"
            r"x)(?=\s*[,:!.]|\W*$| vandaag| deze week| gevraagd| gebeld| dat ik (?:dit|dat|het|bel|vraag|mail))", 
            r"(?:zoveelste|tigste|honderdste|duizendste|umpteenth) (?:keer|maal|x|bericht|mail|poging|time)",
        
            r"(?:drie|vier|vijf|zes|zeven|acht|negen|tien|twintig|honderd|meerdere|talloze|tig|[3-9]|"
            r"\d\d) ?(?:keer|maal|x|keren) (?:al |nu |dit |het |aan jullie |met jullie |hier |om |"
            r"over )*(?:gebeld|gevraagd|gemaild|uitgelegd|gezegd|doorgegeven|geprobeerd|gestuurd|gemeld|ingevuld|"
            r"gezeg\w*|vragen|zeggen)", 
            r"(?:drie|vier|vijf|zes|zeven|acht|tien|[3-9]|\d\d) ?(?:keer|maal|x) al",
        
            r"(?:al|nu|reeds|inmiddels|ondertussen|minstens|zeker|minimaal|toch|heb|hebben|ook|wel|bijna|intussen|"
            r"weer|nou) (?:al |wel |nu |toch |zeker |ik |u |jullie |je |dit |dat |het |ruim |meer dan )*(?:twee|"
            r"drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|twintig|honderd|duizend|tig|meerdere|verschillende|"
            r"zoveel|[2-9]|[1-9]\d+|ettelijke|talloze|een paar|een stuk of \w+|10) ?(?:keer|maal|x|keren|malen|"
            r"times)(?: \w+){0,5}? (?:gebeld|bel|belde|gevraagd|vraag|gemaild|mail|doorgegeven|uitgelegd|"
            r"geprobeerd|gezegd|zeg|gestuurd|verstuurd|gemeld|meld|aangegeven|opgegeven|contact|geschreven|"
            r"ingevuld|doorverbonden|verteld|herhaald|teruggestuurd|opnieuw|ingevoerd|getypt|getikt|aangevraagd|"
            r"ingelogd|gewacht|beloofd|toegezegd|aan de telefoon|aan de lijn|proberen|bellen|gechat|geappt|"
            r"verzocht|voorgelegd|uitleggen|vragen|zeggen|hetzelfde|gehoord|genoemd|asked|called|told|tried|"
            r"explained)", 
            r"(?:asked|called|told|tried|explained|gebeld|gevraagd|gemaild|doorgegeven|uitgelegd|gezegd|gestuurd|"
            r"gemeld|beld|gebelt|gemailt)(?: \w+){0,4} (?:twee|drie|vier|vijf|zes|tig|[2-9]|\d\d|three|four|five|"
            r"ten|many|several) ?(?:keer|maal|x|times)", 
            r"(?:ik|we|wij) (?:heb|hebben|had|zei|zeg|vroeg|schreef|gaf|i)(?: (?:je|jou|u|jullie|het|dat|dit|daar|"
            r"er|hier|mijn|al|net|toch|zojuist|eerder|nu|ook|meermaals|meerdere|malen|keren|keer|zonet|juist|"
            r"daarnet|tig))*? ?(?:net|toch|zojuist|zonet|daarnet|meermaals|herhaaldelijk|eerder al)(?: (?:al|een|"
            r"keer|lang|meerdere|keren|malen|drie|vijf|aan|u|je|jullie|jou|hier|op|de|toch|uitgebreid|vanmorgen|"
            r"gisteren|vorige|week))* (?:gezegd|verteld|uitgelegd|doorgegeven|gegeven|ingevuld|gevraagd|gestuurd|"
            r"geschreven|gemeld|aangegeven|beantwoord|ingevoerd|getypt|opgegeven|opgestuurd|verstuurd|geprobeerd|"
            r"gedaan|gemaild|gebeld|genoemd)", 
            r"(?:dat|dit|da|die) (?:heb|zei|zeg|schreef|had|vroeg|hebben) ik (?:u |je |jullie |jou |nou |"
            r"dus )*(?:net|toch|zojuist|daarnet|zonet) (?:al|pas|ook)? ?(?:\w+)?",
        
            r"(?:dat|dit) (?:zei|zegt|zeg|heb|vroeg|vraagt|had) (?:je|u|jij|jullie|ge) (?:net|nu|ook|al|zojuist|"
            r"steeds|telkens|daarnet|toch)(?: \w+){0,3}?(?: al| ook| gezegd| gevraagd| keer)?|ik herhaal|"
            r"herhaal ik|(?:ik )?(?:moet|moeten|mag) (?:\w+ ){0,4}?(?:alles |het |mezelf |dit |steeds |weer |"
            r"telkens )+(?:opnieuw|weer|nog een keer|herhalen|nog eens|blijven)(?: \w+)?", 
            r"hoe (?:vaak|dikwijls|veel keer|lang|often|many times) (?:moet|moeten|ga|gaat|do|zal|kan|duurt|"
            r"wil) (?:ik|we|wij|dit|dat|het|i) (?:\w+ ){0,4}?(?:nog|wel niet|herhalen|zeggen|vragen|uitleggen|"
            r"have to)(?: \w+)?|hoe (?:vaak|lang) nog(?! geldig| lopen)", 
            r"(?:steeds|telkens|elke keer|iedere keer|altijd|constant|continu|voortdurend|alweer|weer|opnieuw|"
            r"blijft|blijf|blijven|de hele tijd|wederom|again|always|keep|keeps) (?:\w+ ){0,3}?(?:hetzelfde|"
            r"het zelfde|dezelfde|'tzelfde|tzelfde|zelfde|same|herhalen|herhaalt|in rondjes|in cirkels|rondjes|"
            r"in herhaling)(?: (?:antwoord|verhaal|verhaaltje|liedje|riedeltje|vraag|fout|zinnetje|praatje|gezeik|"
            r"tekst|deuntje|standaard\w*|rondje|smoes))?", 
            r"hetzelfde (?:antwoord|verhaal|verhaaltje|liedje|riedeltje|zinnetje|praatje|deuntje|standaard\w*|"
            r"tekstje)", 
            r"(?:draai|draaien|draait|blijven|loop|lopen) (?:\w+ ){0,3}?(?:in (?:een )?(?:rondje|rondjes|"
            r"kringetje|kringetjes|cirkel|cirkels|rondte)|rondjes|in de rondte|rondjes)", 
            r"(?:waarom )?(?:zeg|zegt|geef|geeft|herhaal|herhaalt|vraag|vraagt|stuur|stuurt) (?:je|jij|u|jullie|"
            r"ge) (?:\w+ )?(?:steeds|telkens|weer|alweer|altijd|de hele tijd|elke keer|nog een keer|opnieuw|"
            r"constant)", 
            r"(?:again and again|over and over|yet again|still the same|same answer)",
        
            r"(?:al|nu al|inmiddels|reeds|ondertussen|sinds|wacht|bezig) (?:\w+ ){0,3}?(?:weken|maanden|een week|"
            r"een maand|dagen|uren|een half ?uur|een uur|jaren|tijden|eeuwen|\w+ weken|\w+ maanden|\w+ dagen|"
            r"\w+ uur) (?:\w+ ){0,3}?(?:wacht\w*|bezig|geen (?:antwoord|reactie|bericht|teken)|aan het wachten|"
            r"gewacht|in de wacht|mee bezig|zonder|achteraan|probeer|stil|niets gehoord|niks gehoord)", 
            r"(?:wacht|wachten|bezig|wachtte) (?:\w+ ){0,3}?(?:al|nu al|ondertussen|intussen|"
            r"sinds) (?:\w+ ){0,3}?(?:weken|maanden|week|maand|dagen|uur|uren|tijden|half ?uur|kwartier|lang|"
            r"eeuwigheid)",
    ),
    _family(
        "verwijst_terug", "zegt dat het al gezegd was", 1.1,
        
            r"voor de (?:tweede|derde|vierde|vijfde|\d+e) (?:keer|maal)(?! zonnepanelen| laten| verhuis)|nogmaals|"
            r"zoals (?:ik |al |eerder |reeds |net )*(?:zei|gezegd|schreef|vermeld|aangegeven|gemeld|geschreven|"
            r"vertelde|verteld|meldde|uitgelegd|aangaf)", 
            r"(?:dat|dit|die|ik|we) (?:heb|hebben|had) (?:ik |we |je |u |jullie |het |dat |dit )*(?:al|reeds|"
            r"eerder) (?:gezegd|verteld|uitgelegd|doorgegeven|gegeven|ingevuld|gevraagd|gemeld|aangegeven|"
            r"beantwoord|opgegeven|gedaan|geprobeerd)", 
            r"(?:alweer|wederom|opnieuw weer|weer (?:die|zo'n|dat|deze|een|eens)|nog steeds|nog altijd)", r"waar blij(?:ft|ven)", 
            r"(?:twee|2) ?(?:keer|x) (?:\w+ )?(?:gebeld|gevraagd|gemaild|uitgelegd|doorgegeven)", r"(?:wacht|wachten) (?:nog steeds|nog altijd|al lang|nog)",
    ),
    _family(
        "verwijt", "maakt ons een verwijt", 2.05,
        
            r"(?:gaat|slaat|ging) (?:\w+ )?nergens (?:over|op)|waar slaat (?:dit|dat) op|(?:maken|maakt|"
            r"maak) (?:\w+ ){0,3}(?:een )?potje van|lappen? (?:\w+ ){0,4}laars|(?:geven|geeft|gaven|"
            r"geef) (?:\w+ )?niet thuis|niet thuis (?:geven|geeft)|(?:een )?(?:wassen neus|dooie mus|"
            r"sigaar uit eigen doos)|nul op (?:het )?rekest|mosterd na de maaltijd|praatjes|smoes\w*|uitvlucht\w*|"
            r"kletskoek",
        
            r"(?:ik (?:vraag|zeg|probeer)|vraag|zeg) (?:het|dit|dat) (?:nu |je |u |jullie |nou )?(?:nog|"
            r"voor de laatste) (?:een|1|maar een|eenmaal) ?(?:keer|maal)(?:[^.!?\n]{0,3}(?=[:.!,]|$| en ))|(?:heb|"
            r"hebt|hebben|heeft) (?:je|jij|u|jullie|ge) (?:\w+ ){0,3}?(?:uberhaupt|eigenlijk wel|wel eens|wel|"
            r"nou wel) (?:\w+ ){0,3}?(?:gelezen|geluisterd|gekeken|naar|een klantenservice|verstand|"
            r"mensen in dienst)|wat (?:snap|begrijp|versta|is er) (?:je|u|jij|jullie|"
            r"ge)? ?(?:\w+ ){0,2}?(?:niet aan|onduidelijk aan|zo moeilijk aan)|(?:een |mijn )?(?:simpele|"
            r"eenvoudige|makkelijke|normale|doodsimpele|gewone) vraag(?! over| voor| van| heb)|(?:vraag|"
            r"het) (?:is|was) (?:toch |heel |zo )?(?:simpel|eenvoudig|duidelijk)(?:\W|$)|(?:geen|"
            r"nog geen) (?:stap|cent|centimeter|millimeter|meter|steek|zier) (?:verder|wijzer|opgeschoten|"
            r"mee opgeschoten|dichterbij)|niks wijzer|niets wijzer|geen steek wijzer",
        
            r"had(?:den)? (?:ik |we |wel |toch |iets |veel |wat |dan ook |eigenlijk |echt )*(?:meer|beter|anders|"
            r"iets beters) verwacht|moet ik (?:soms|dan|nou|nu|het|dit) (?:\w+ ){0,4}?(?:chinees|spellen|"
            r"voorlezen|tekenen|uittekenen|soms|op mijn knieen|smeken|schreeuwen|een bloemetje|dan ook nog)|"
            r"verspilde (?:moeite|tijd|energie)|(?:moe|gek|ziek|moedeloos|niet goed|wanhopig|kriegel|"
            r"triest) van (?:te )?worden?|(?:mijn |het |alle )?vertrouwen (?:\w+ ){0,4}(?:weg|kwijt|verloren|op|"
            r"geschaad|verdwenen|nul)|(?:wel |nog )?(?:andere|betere|leukere|wat beters|iets beters|beters|"
            r"genoeg) (?:dingen )?te doen(?: dan| en|$|,)|zit(?:ten)? (?:\w+ ){0,3}?niet op te wachten|word(?:t|"
            r"en)? (?:\w+ ){0,2}niet (?:vrolijk|blij) van|beloofd\w*[ ,]+(?:\w+ ){0,3}?(?:nog )?(?:niks|niets|"
            r"nooit|steeds|nul)|betaal (?:me|mij) (?:blauw|scheel|groen|suf|dood)|(?:zit|ben|loop|"
            r"sta) (?:\w+ ){0,5}?(?:te |aan het )(?:prutsen|klooien|hannesen|klungelen|vechten|stoeien|worstelen|"
            r"zeuren|emmeren|kloten|modderen|soebatten)",
        
            r"(?:dom|slecht|vaag|stom|belachelijk)ste (?:\w+ ){0,2}(?:antwoord|bot|service|bedrijf|site|app|"
            r"ervaring|ooit)|(?:fijn|mooi|lekker|leuk|geweldig|top|knap|handig) (?:systeem|bedrijf|stelletje|"
            r"zootje|clubje|stel|antwoord|verhaal|geregeld|begin|service) (?:is dit|is dat|zijn jullie|hoor|zeg|"
            r"weer|dat|dit)|(?:fijn|mooi|lekker|leuk|knap|handig) (?:systeem|bedrijf|clubje|zootje)(?=\W*$|[.!,])|"
            r"lekker puh|ja ?ja (?:standaard|het zal|vast|tuurlijk|praatjes|dat)|ja dag|ja doei|"
            r"schei (?:toch )?uit|hou(?:d)? (?:toch |nou |eens )?op(?: zeg| hoor| met| nou)?(?= |$|\W)|kom nou|"
            r"meen je (?:dit|dat|niet)|dat meen je(?: niet)?|meent u dat|(?:are you|you're) (?:kidding|joking)|"
            r"seriously|serieus\?|echt waar\?+!|nee he\b|ook dat nog|kan er ook nog wel bij|niet (?:al ?)?weer|"
            r"wat (?:is (?:dit|dat) |krijgen we )?nou weer|wat nu weer|moet (?:ik|dit|dat) (?:nou |nu )?weer|"
            r"lees het (?:nou|dan|eens)|lees (?:nou|dan)|ga (?:nou|toch|eens) (?:\w+ )?(?:iets|wat|nuttig|"
            r"aan het)|doe (?:nou|toch|eens|eindelijk|gewoon) (?:eens |gewoon |maar )?(?:iets|wat|je werk|normaal|"
            r"je best|wat ik)|doe je werk|niet nog (?:een|eens een|een paar) keer|schiet (?:toch |nou |eens |"
            r"eindelijk )+op|draait? er ?om ?heen|er ?om ?heen draaien",
        
            r"(?:elke|iedere) (?:maand|keer|dag|week|jaar) (?:weer )?(?:dezelfde|hetzelfde|het zelfde|de zelfde|"
            r"wat anders|weer|iets|ellende|gedoe|raak|opnieuw|prijs)|(?:hele|halve) (?:middag|ochtend|dag|avond|"
            r"week) (?:kwijt|bezig|aan de lijn|verspild)|(?:u|je|jij|jullie|ge) (?:leest|luistert|snapt|begrijpt|"
            r"kijkt|weet|denkt|doet) (?:\w+ )?(?:blijkbaar|kennelijk|duidelijk|zeker|dus) (?:niet|niks|maar|"
            r"ook niet)|(?:blijkbaar|kennelijk) (?:\w+ ){0,4}(?:niet|niks|geen|niemand|achteraan|te veel gevraagd|"
            r"onmogelijk|te moeilijk)|te veel gevraagd|teveel gevraagd|is dat (?:nou |nu |echt |zo )+(?:moeilijk|"
            r"te veel|lastig|raar)|(?:sta|staan|staat) (?:\w+ ){0,3}achteraan|(?:uw|je|jullie|"
            r"jouw) antwoord (?:\w+ )?(?:niet|slaat|is geen|helpt)|geen (?:folder|link|linkje|praatjes|smoesjes|"
            r"standaard\w*|reclame|formulier)[ ,]+(?:ik|maar|gewoon)|(?:wil|vroeg|vraag|"
            r"hoef) (?:\w+ ){0,2}geen (?:folder|link|linkje|praatjes|smoesjes|standaard\w*|reclame|verhaal|"
            r"verhaaltje)|(?:zo|te) (?:traag|sloom|langzaam)(?! internet| wifi)|pesten|pesterij|ben ik (?:nou|"
            r"nu) gek|zijn jullie (?:nou )?(?:gek|helemaal|wel goed)|(?:ook )?(?:iets|een keer iets|eens iets|"
            r"wat) wel goed|werkt er (?:ook|dan|eigenlijk) (?:iets|wat|nog)|niks dat (?:gewoon )?werkt|"
            r"niets dat (?:gewoon )?werkt|laatste keer dat ik|zeg ik (?:\w+ ){0,3}op, klaar|"
            r"dan zeg ik (?:\w+ ){0,4}op\b|zogenaamde?|en nu jij ook nog|vraag was simpel|lul niet|zeik niet|"
            r"zeur niet|klets niet|onder de gordel|duurt (?:me|mij) (?:\w+ )?(?:te )?lang",
    ),
    _family(
        "niets_gebeurt", "zegt dat er niets gebeurt of een belofte niet is nagekomen", 2.05,
        
            r"(?:niemand|nimand|nobody|no one|geen mens|geen hond|geen kip) (?:\w+ ){0,4}?(?:helpt|reageert|"
            r"antwoordt|antwoord|neemt|belt|doet|luistert|weet|pakt|komt|lost|help|reageer|helps|answers|kan|kon|"
            r"die|is|wil|neemt op|opneemt|terugbelt|helpen|bereikbaar|snapt|begrijpt)", 
            r"(?:er )?(?:gebeurt|gebeurd|verandert|gebeurde|doen jullie|doet niemand|komt|"
            r"beweegt) (?:\w+ ){0,4}?(?:niks|niets|geen (?:reet|moer|bal|fluit|zak|donder|barst))(?: (?:mee|aan|"
            r"van|gedaan|terecht))?", 
            r"(?:nooit|nog nooit|nog altijd niet|nog steeds niet|nog altijd niks|nog steeds niks|nog steeds geen|"
            r"nog altijd geen|nog steeds niets|weer niet|wederom niet|alweer niet|weer niks|weer geen|alweer geen|"
            r"still not?|still no) (?:\w+ ){0,4}?(?:gebeld|teruggebeld|reactie|antwoord|gehoord|opgelost|gedaan|"
            r"geregeld|geholpen|nagekomen|iets|gereageerd|ontvangen|teruggekregen|gelukt|geld|duidelijkheid|"
            r"oplossing|aangepast|gecorrigeerd|verwerkt|in orde|klaar|answer|fixed|reply|solution|teruggestort|"
            r"mail|bericht|opgenomen|uitleg)", 
            r"(?:beloofd\w*|beloofden|beloven|toegezegd|zouden|zou|beloofde|belooft|afgesproken|zeiden|"
            r"gezegd) (?:\w+ ){0,6}?(?:maar|en) (?:\w+ ){0,4}?(?:niks|niets|nooit|niet|geen|noppes|nada)", 
            r"(?:belofte\w*|afspra\w+|woord) (?:\w+ ){0,4}?(?:niet|nooit|geen) (?:nagekomen|na|nakomen|gehouden|"
            r"gehoor)", 
            r"(?:kom(?:en|t)?) (?:jullie |u |je )?(?:\w+ )?(?:afspraken|beloftes|beloften) (?:\w+ )?(?:niet|nooit|"
            r"nie) (?:na|nagekomen)", 
            r"(?:lieg|liegt|liegen|gelogen|leugens|leugen|voorgelogen|beliegen|bedriegen|bedrog|bedriegt|bedrogen|"
            r"oplichting|oplichterij|opgelicht door (?:jullie|u)|afzetterij|diefstal|geldklopperij|zakkenvullerij|"
            r"zakkenvullen|boerenbedrog|volksverlakkerij|nattigheid|zwendel\w*|graaien|gegraai|daglichtroof|scam|"
            r"rip ?off|zwart maken|plukken|pure winst|stelen|steelt|jatten)", 
            r"hoor (?:\w+ ){0,4}?(?:niks|niets|nooit|nooit iets|weer niks) ?(?:van|meer|terug)?", 
            r"(?:geen|nul|zonder) (?:enkele |enige |fatsoenlijke )?(?:reactie|antwoord|gehoor|respons|oplossing|"
            r"excuus|excuses|medewerking|hulp) (?:gekregen|ontvangen|gehad|terug|van|op|krijg)?", 
            r"(?:afhandeling|oplossing|het|dit|alles) duurt (?:\w+ ){0,3}?(?:veel te|echt te|zo|te|belachelijk|"
            r"eindeloos|eeuwig|ontzettend|al) (?:lang|te lang)?",
    ),
    _family(
        "sarcasme", "is sarcastisch", 2.1,
        
            r"(?:lekker|goed|mooi|knap|fijn|super|heel goed|top|leuk|netjes) (?:bezig|geregeld|gedaan|gewerkt|"
            r"bedacht|dan|opgelost|voor elkaar)(?: (?:hoor|zeg|weer|jongens|allemaal|ja|toppers|duinlicht|"
            r"mensen))(?:$|\W)?", 
            r"lekker (?:dan|bezig|behulpzaam|makkelijk|handig|duidelijk|vlot|snel|slim|dit|is dat|is dit|weer|"
            r"klantvriendelijk|betrouwbaar|zeg)(?: \w+)?", 
            r"(?:fijn|leuk|mooi|handig|gezellig|heerlijk|prachtig|fraai|lekker) (?:is dat|is dit|hoor|zeg|weer|"
            r"allemaal weer|zo|dat|dat u|dan)(?= ?(?:hoor|zeg|weer|dan|!|\.|,|$|als|dat je|"
            r"dat jullie))(?! (?:dat (?:het|dit|jullie) (?:gelukt|kan|zo)))", 
            r"(?:bedankt|dank(?: ?je| ?u|jewel| je wel)?|thanks|merci|tnx) (?:\w+ ){0,2}?(?:voor (?:niks|niets|"
            r"nop|noppes|nada|de (?:moeite|geen hulp|niet)|het (?:niets|niks|niet|kastje)|jullie (?:zogenaamde|"
            r"geweldige|fantastische))|de koekoek|feestelijk|for nothing|hoor, (?:heel|echt|super))", r"dank je (?:de koekoek|feestelijk)",
        
            r"(?:wat een|wat 'n|what a|echt een|weer een|ook een) (?:\w+ )?(?:geweldige|fantastische|fantastisch|"
            r"top|heerlijke|slimme|briljante?|geniale?|intelligente|uitmuntende|voortreffelijke|fenomenale|"
            r"snuggere|geweldig|knappe|great|wonderful|behulpzame|puike|schitterende|prachtige|"
            r"genius) (?:\w+ )?(?:service|bot|hulp|robot|antwoord|chatbot|klantenservice|computer|bedrijf|"
            r"uitvinding|systeem|assistent|oplossing|idee|techniek|uitleg|klantendienst|leverancier)(?= (?:zeg|"
            r"hoor|weer|dit|is dit|hebben|toch|maar niet|die|als|zo|not|alweer|wel)|[.!]{2,}|\W*(?:not|"
            r"maar niet heus|🙄|👏|kuch))", 
            r"(?:maar )?niet heus|kuch|\bnot\W*$|ahum|proest|hulde(?: hoor)?|gefeliciteerd(?: hoor| met)|"
            r"applaus\w*|klap ?klap|slow ?clap|staande ovatie|gouden medaille|lintje|tien met een griffel|"
            r"een tien voor|prijs verdien\w+|innovatie(?:prijs)?|leve de (?:vooruitgang|techniek|robots|"
            r"automatisering|digitalisering|computer)|(?:de )?(?:wonderen|zegeningen) der techniek|"
            r"dat noemen (?:ze|jullie|we)(?: \w+){0,3}|noem je dat|noemen jullie dat|noemt u dat|noem jij dit|"
            r"en dat noemt zich", 
            r"(?:wauw|wow|tjonge|tjongejonge|nou nou|jeetje|zo zo|zozo|amai|ach gut|goh|sjonge|sjongejonge|poeh|"
            r"poe poe|poepoe|jemig|hatsee|bravo|chapeau|jippie|joepie|hoera|jeej|yay|goh zeg)[\s,!.]+(?:wat |"
            r"wat een |heel |echt |dat |die |lekker |daar |hier |super |nou |ge |je |weer |de |het |heb |"
            r"alweer )?(?:slim|knap|origineel|behulpzaam|nuttig|handig|fijn|goed|mooi|een antwoord|heb ik|helpt|"
            r"schiet|verrassend|duidelijk|geweldig|service|standaard\w*|hulp|bot|robot|antwoord|hetzelfde|knappe|"
            r"dezelfde|zelfde|interessant)[^.!?\n]{0,30}", 
            r"(?:heel|super|reuze|echt|lekker|erg|uitermate|bijzonder|ontzettend|vreselijk|enorm|mega|so|very|"
            r"best) (?:behulpzaam|handig|nuttig|zinvol|duidelijk|slim|knap|intelligent|informatief|helpful|useful|"
            r"snugger|verhelderend|leerzaam) (?:hoor|zeg|weer|dit|allemaal|zo'n|zo|deze|die|ja|jongens|maar|not|"
            r"hoor!?)\b", 
            r"(?:daar|hier) (?:heb|schiet|word|kan|knap|kom) ik (?:\w+ ){0,3}?(?:lekker|wat|lekker wat|"
            r"lekker veel|blij|echt|veel|mooi|vrolijk|iets|heel veel|vooruit|van op|ver) (?:aan|mee|van|op|mee op|"
            r"ver mee)?(?: hoor| zeg|,| dan)", 
            r"schiet(?:en)? (?:\w+ )?(?:lekker|mooi|goed|ook lekker|al lekker) op(?: zo| hoor)?|"
            r"dat schiet (?:lekker|op|goed)", 
            r"(?:natuurlijk|uiteraard|tuurlijk|vanzelfsprekend|typisch|hoe kan het ook anders|wie had dat gedacht|"
            r"verrassing|goh|jawel hoor|ja hoor|ja ja|jaja|vast wel|ja vast|zal wel weer|zal wel|"
            r"het zal) ?(?:weer|hoor|weer eens|verrassing|duinlicht|niet|wel)(?:[\s,.!]+(?:hetzelfde|niks|niets|"
            r"geen|niet|een|fout|mis|storing|weer))?", 
            r"(?:dacht ik al|had ik kunnen weten|verbaast me niks|verbaast me niet|verrassing)(?: \w+)?", 
            r"\"(?:service|hulp|klantenservice|oplossing|antwoord|slim|slimme|intelligent|assistent|persoonlijk|"
            r"klantvriendelijk|dichtbij)\"|'(?:service|hulp|klantenservice|oplossing|antwoord|slimme|intelligent|"
            r"assistent|persoonlijk|klantvriendelijk)'|zogenaamde? (?:hulp|service|assistent|klantenservice|"
            r"oplossing|slimme|intelligente|slim)\w*", 
            r"(?:had ik|kan ik|kun je|was ik|ik kan) (?:net zo goed|beter|evengoed|"
            r"even goed) (?:\w+ ){0,5}?(?:tegen|aan|met) (?:\w+ )?(?:muur|kat|hond|goudvis|plant|broodrooster|"
            r"waterkoker|steen|bloempot|boom|koffiezetapparaat|kapstok|wasmachine|toaster|magic 8)\w*|(?:mijn|m'n|"
            r"zelfs (?:mijn|m'n|een)) (?:\w+ )?(?:broodrooster|goudvis|kat|hond|waterkoker|koffiezetapparaat|"
            r"oma van \d+|toaster|cavia|hamster|plant|wasmachine) (?:\w+ ){0,3}?(?:slimmer|begrijpt|snapt|weet|"
            r"beter|helpt|meer)", 
            r"(?:grapje|grap) (?:zeker|toch|dit|of zo|ofzo|neem ik aan)|is dit een (?:grap|mop|geintje|"
            r"verborgen camera|joke)|verborgen camera|bananasplit|1 april|ben ik in de (?:maling|verborgen)\w*|"
            r"april ?grap|is this a joke|leuk geprobeerd|goed geprobeerd|leuke poging|nice try|kunstmatige (?:on|"
            r"dom)\w+|artificial stupidity|kunstmatige domheid|intelligentie is ver te zoeken|hoezo (?:slim|"
            r"intelligent|service|behulpzaam|persoonlijk)|service\?+",
    ),
    _family(
        "berusting", "geeft het op", 2.05,
        
            r"(?:ik )?geef(?: (?:het|'t|t|er|nu|dan|maar|toch|hier|echt|bijna|ik))* op(?= |\W|$)(?! te| aan)", 
            r"(?:heeft|heb|had|zo) (?:\w+ ){0,3}?(?:geen|weinig) (?:enkele )?(?:zin|nut)(?: (?:meer|zo|hier|dit))*", 
            r"(?:wordt|gaat|word|ga|komt) (?:\w+ ){0,3}?(?:niks|niets|nooit wat|nooit iets|niet meer goed|"
            r"nooit meer goed|toch niks|nooit goed) ?(?:meer|worden|hier|lukken)?(?=\W|$)", 
            r"moedeloos|hopeloos|uitzichtloos|radeloos|wanhopig|ten einde raad|einde raad|weet (?:het|niet|"
            r"ik)(?: \w+){0,2} (?:ook |gewoon |echt )?niet meer(?: wat| hoe)?|ik kap (?:ermee|er mee)|"
            r"ik stop (?:ermee|er mee|met)(?: (?:deze|dit|jullie))?|ik haak af|hou maar op|houd maar op|forget it|"
            r"vergeet (?:het|'t)(?: maar| dan)?|dan niet(?: he| dan)?(?=\W*$)|dan maar niet|(?:kan|kon) (?:het|"
            r"me) (?:\w+ )?(?:niet|niks) (?:meer )?schelen|boeit (?:me )?(?:al )?(?:niet|niks) ?(?:meer)?|"
            r"zoek het (?:maar |lekker )*(?:zelf )?uit|bekijk het maar|trek (?:het|dit) niet meer|"
            r"(?:ik )?kan niet meer|ben (?:er|het) (?:op|kapot)|i give up|give up", r"(?:nee is nee|nog eens nee|nee nee en|en nog eens nee)",
    ),
    _family(
        "laat_maar", "zegt laat maar", 0.9, 
            r"(?:laat|laten) (?:het |dan |ook |nu |we |toch )*maar(?: (?:zitten|zo|weer|dan|hoor|gaan))?(?=\W|$)", r"het zal wel|tzal wel|t zal wel|whatever|never ?mind",
    ),
    _family(
        "zucht", "zucht", 1.1, 
            r"(?:p+f+t?|pf+|zucht|diepe zucht|sigh|tss+|tsss|bah|jakkes|grr+|argh+|aargh+|aaah+|urgh|ugh+|hmpf+|"
            r"mpf|gr+mbl|allez|komaan|alee|allee|nou ja zeg|zeg nou zelf|kom op(?: zeg| nou| hoor)?|come on|"
            r"jezusmina|mijn hemel|hemeltjelief|hemel zeg|mijn god|my god|omg|goeie genade|lieve hemel|oh my god|"
            r"tjongejonge|tjonge ?jonge|sjongejonge|manmanman|man man man|jongens toch|jongen toch|hallo zeg|"
            r"nou zeg)",
    ),
    _family(
        "beleefde_boosheid", "is beleefd maar duidelijk boos", 2.1,
        
            r"(?:ik|wij) (?:verwacht|verwachten|eis|eisen|sommeer|sta erop|staan erop|verlang|verzoek|"
            r"maan)(?: \w+){0,4}? (?:dat|nu|binnen|per|van u|van jullie|direct|onmiddellijk|vandaag|een|uiterlijk|"
            r"nog|ten|dringend|nogmaals|met klem)", 
            r"(?:verzoek|vraag|verzoeken) (?:ik )?(?:u|jullie|je) (?:dan ook |hierbij |bij deze )?(?:dringend|"
            r"nogmaals|met klem|voor de laatste|voor de|vriendelijk doch|onmiddellijk)", 
            r"met klem|vriendelijk doch dringend|per omgaande|nadrukkelijk|ten zeerste|met (?:stijgende|"
            r"toenemende|groeiende|grote) (?:verbazing|ergernis|verontwaardiging|verbijstering|irritatie)|"
            r"tot mijn (?:grote )?(?:ergernis|verbijstering|ontsteltenis|ongenoegen|verbazing)|verbijsterd|"
            r"verbijsterend|verontwaardig\w*|ongenoegen|misnoegen|onvrede|ontevreden|ontstemd|"
            r"allerminst (?:tevreden|geholpen)|geenszins|verre van (?:tevreden|ideaal|blij|professioneel|"
            r"klantvriendelijk|geholpen|behulpzaam)|niet (?:echt |bepaald |erg |bijzonder |zo |helemaal |heel |"
            r"al te |meer |zeer )*(?:tevreden|blij|gelukkig|amused|onder de indruk|vrolijk|te spreken) (?:met|"
            r"over|mee|van|hier|hiermee|hierover|word|ben)?|not (?:happy|amused|satisfied|impressed)", 
            r"(?:neem|nemen|neemt) (?:\w+ ){0,3}?geen genoegen|beneden alle peil|onder de maat|ver onder niveau|"
            r"(?:een )?(?:bedrijf|organisatie|leverancier) (?:als|van) (?:u|uw|jullie|dit|"
            r"deze)(?: \w+)? ?(?:onwaardig|formaat|omvang)?(?= (?:mag|zou|moet|hoort|onwaardig|kan))", 
            r"(?:dit|dat|het|zo|da) (?:kan|mag|is|hoort|klopt|slaat|moet|"
            r"kunnen) (?:\w+ ){0,3}?(?:toch )(?:\w+ ){0,2}?(?:niet|nie|ni|geen|van de zotte|te gek|belachelijk|"
            r"de bedoeling|anders|beter|te zot|zo moeilijk)(?: \w+){0,3}", 
            r"(?:dit|dat|zo|het) kan (?:echt |gewoon |zo )?niet (?:langer|meer|waar zijn|zo|"
            r"door de beugel)(?: \w+)?|kan niet waar zijn|moet (?:toch )?niet (?:gekker|zotter|erger) worden|"
            r"gaat (?:me |mij |nu |echt |wel )*te ver|zo (?:ga|gaat|behandel|doe|gaan) (?:je|jij|u|jullie|"
            r"men) (?:\w+ )?(?:niet|toch niet|dus) (?:met|om)?(?: \w+){0,3}|met alle respect|hoe is (?:het|dit|"
            r"dat) (?:in godsnaam |toch |eigenlijk |nou |nog )*mogelijk|hoe (?:moeilijk|lastig|ingewikkeld|"
            r"hard) (?:kan|moet|is) (?:het|dit|dat|t)(?: \w+){0,3}|hoe (?:moeilijk|lastig|ingewikkeld) (?:het|dit|"
            r"dat) kan zijn|(?:nu|nou|dan) eindelijk|geduld op de proef|(?:een )?raadsel (?:hoe|waarom)|"
            r"jullie (?:zijn )?niet eerlijk|waarom (?:moet|is|doen|maken|kan|lukt|krijg|werkt|duurt|wordt|"
            r"gaat) (?:\w+ ){0,4}?(?:zo (?:moeilijk|ingewikkeld|lang|lastig|onmogelijk)|nooit|niemand|altijd|"
            r"niet gewoon|alles|steeds|telkens|weer|toch|altijd weer)(?: \w+){0,2}|daar (?:betaal|betalen) (?:ik|"
            r"we) (?:\w+ ){0,3}voor|(?:ik )?vind (?:het|dit|dat) (?:\w+ ){0,3}?(?:kwalijk|slecht|onbegrijpelijk|"
            r"niet kunnen|niet normaal|schandalig|niet netjes|niet oke|niet fraai|respectloos|klantonvriendelijk|"
            r"schofterig|onterecht|laks|raar dat jullie|zwak|teleurstellend|bedroevend|jammer dat jullie|"
            r"echt niet kunnen|niks|niet correct|waardeloos|belachelijk|irritant|stuitend|bijzonder vervelend|"
            r"zeer vervelend|uiterst vervelend)|kwalijk|teleurgesteld|teleurstelling|teleurstellend\w*|"
            r"valt (?:me |mij |ons )?(?:\w+ )?(?:vies |zwaar |erg |flink |ontzettend )?tegen (?:van|dat|hoe|deze|"
            r"die)|jammerlijk|laat (?:zwaar |ernstig |zeer |veel |nogal |heel wat )?te wensen over|"
            r"schiet(?:en)? (?:ernstig |zwaar |flink )?te ?kort|gefaald|falen|excuses (?:zouden|zou|verwacht|"
            r"op zijn plaats)|wanneer (?:gaan|gaat|komt|krijg|doen|lossen|wordt|neemt) (?:\w+ ){0,4}?(?:nou |nu |"
            r"dan |eindelijk )+(?:\w+ ){0,3}|eindelijk (?:eens|een keer|nou|nu)|(?:doe|regel|los|zorg|geef|"
            r"luister|antwoord|schiet|neem|maak|kom|pak|bel|reageer|begin|betaal|stop|lees|kijk|werk)(?:t|"
            r"en)? (?:\w+ ){0,3}?(?:nou|toch|eindelijk|godverdomme|verdorie|nu) (?:eens|eindelijk|een keer|gewoon|"
            r"op|een normaal|maar)",
    ),
    _family(
        "dreigt", "dreigt met een klacht, de media, een advocaat of weggaan", 2.4,
        
            r"(?:ga|stap|gaan|dien|meld|meldt|bel|mail|schrijf|tip|licht|neem|schakel|sleep|naar|bij|via|zet|"
            r"plaats|contact|met|hoor|inschakelen|inlichten|melden|stappen|volgt|anders|doe|laat|leg|breng|stuur|"
            r"zie|in|door|post|deel|wil|overweeg|"
            r"klaag)(?:[^\w.!?;\n]+[\w'-]+){0,6}?[^\w.!?;\n]+(?:geschillencommissie|geschillen commissie|"
            r"ombudsman\w*|acm|consumentenbond|consuwijzer|kassa|radar|test-?aankoop|advocaat|advocaten|jurist|"
            r"juristen|rechtsbijstand\w*|rechter|rechtbank|rechtszaak|juridische?(?: stappen)?|aangifte|politie|"
            r"media|krant|trustpilot|kieskeurig|review|reviews|recensie|recensies|twitter|facebook|google|"
            r"social media|tiktok|linkedin|toezichthouder|vreg|creg|autoriteit\w*|directie|avrotros|opgelicht|"
            r"boos ?\(?tim\w*|meldpunt|incassogemachtigde|court|lawyer)(?! (?:van de scheiding|"
            r"voor mijn scheiding|zei dat ik))", 
            r"(?:geschillencommissie|ombudsman\w*|acm|consumentenbond|advocaat|rechtsbijstand\w*|rechter|"
            r"trustpilot|kassa|radar|test-?aankoop|"
            r"de media)(?:[^\w.!?;\n]+[\w'-]+){0,4}?[^\w.!?;\n]+(?:inschakel\w*|ingeschakeld|inlichten|bellen|"
            r"melden|stappen|gaan|volgt|wel|hoor|in|weet|krijgt|op de hoogte|erbij|benader\w*|schakelen)", 
            r"(?:dan|anders|nu|of|straks|meteen|direct) (?:\w+ ){0,3}?(?:ben ik (?:weg|vertrokken|foetsie|pleite)|"
            r"stap ik over|ga ik (?:weg|ergens anders|naar een ander\w*|elders)|zeg ik (?:\w+ ){0,2}op|opzeggen|"
            r"zijn (?:we|jullie) (?:me|mij)? ?(?:weg|kwijt)|vertrek ik|haak ik af|betaal ik (?:niks|niet|niets|"
            r"nooit|geen cent|gewoon niet)|storneer ik|boek ik\w* (?:\w+ )?terug|stop ik met betalen)", 
            r"(?:ik|we|wij) (?:stap|stappen|ga|gaan|ben) (?:\w+ ){0,3}?(?:zo snel mogelijk |direct |meteen |"
            r"weg bij jullie|hier weg|weg hier|bij jullie weg|weg bij|nooit meer)(?: \w+)?|(?:nooit|"
            r"nooit meer) (?:meer )?(?:bij )?(?:jullie|duinlicht|klant|een contract)|(?:een )?(?:klant|"
            r"klanten) (?:kwijt|minder|armer|verloren|kwijtraken)|jullie zijn (?:mij|me|ons) kwijt|"
            r"raad (?:ik )?(?:jullie |u |het )?(?:echt )?(?:niemand|iedereen)(?: \w+){0,2} ?(?:aan|af)|"
            r"iedereen (?:af ?raden|waarschuwen|vertellen)|afrader", 
            r"laatste (?:waarschuwing|kans|keer dat ik|poging)|ingebrekestelling|in gebreke|stel (?:u|"
            r"jullie) aansprakelijk|aansprakelijk(?:stelling)?(?= |$)|wettelijke rente|gerechtelijke stappen|"
            r"juridische stappen|dit (?:krijgt|gaat) (?:\w+ ){0,3}(?:staartje|gevolgen)|hier (?:zul|zullen|hoor|"
            r"horen) (?:je|jullie|u) (?:\w+ ){0,2}(?:van|meer|nog)|zwart op wit|zwartboek|i(?:'ll| will|"
            r" am going to)? (?:sue|leave|switch|complain)", 
            r"(?:ik )?(?:dien|ga|wil|zal) (?:\w+ ){0,4}?(?:officiele |formele )klacht",
    ),
    _family(
        "wijst_antwoord_af", "zegt dat het antwoord niet klopt of niet helpt", 1.0,
        
            r"(?:klopt|kloppen) (?:\w+ ){0,3}?(?:helemaal |dus |gewoon |echt |toch |totaal |nog steeds |weer |"
            r"voor )+(?:niet|nie|geen (?:bal|reet|hout|meter|zak))(?! (?:of|wat))", 
            r"(?:verkeerd(?:e)?|fout|onjuist|onzin|dom|standaard|nietszeggend|vaag|raar|kort|halfbakken|"
            r"nep) ?antwoord\w*|wrong answer|weer (?:fout|mis|verkeerd|niet goed|niet)|nog steeds (?:fout|"
            r"verkeerd|niet goed|niet|niks)|niet (?:goed|juist) (?:gelezen|geluisterd|begrepen)|dat (?:heeft|"
            r"was) er niks mee te maken|(?:heeft|hebben) (?:er )?(?:niks|niets) (?:mee|"
            r"met mijn vraag) (?:te maken|te doen)|lees (?:mijn |m'n |dan |toch |eerst |gewoon |nou |"
            r"nog )+(?:\w+ )?(?:vraag|bericht|eens|goed|beter)|werkt (?:\w+ ){0,2}?(?:weer|nog steeds|alweer|"
            r"voor geen meter|opnieuw|dus|gewoon|echt|steeds) niet|doet (?:het|'t|hij) (?:weer|nog steeds|alweer|"
            r"voor geen meter|gewoon|dus|steeds) niet|lukt (?:\w+ )?(?:weer|nog steeds|alweer|voor geen meter|"
            r"opnieuw|dus|gewoon|echt|steeds|van geen kant) niet|standaard ?antwoord\w*|standaard ?(?:praatje|"
            r"verhaaltje|riedeltje|tekst\w*|zinnetje)|voorgekauwd\w*|knip en plak\w*|copy ?paste|nietszeggend\w*",
    ),
)

COUNTER: tuple[Family, ...] = (
    _family(
        "bedankt", "bedankt of is tevreden", -1.4,
        r"bedankt?|dank ?(?:je|u|jullie)? ?(?:wel)?|dankjewel|dankuwel|dank|merci|thanks|thank you|thx|tnx",
    ),
    _family(
        "tevreden", "is tevreden", -1.2,
        
            r"(?<!niet )(?<!minst )(?<!niet echt )(?:top|super|fijn|geweldig|perfect|prima|mooi|helder|duidelijk|"
            r"netjes|goed geholpen|tevreden|blij|opgelucht|gelukkig|fantastisch|goed werk|wat fijn|heerlijk|lief|"
            r"chapeau|hartelijk|gelukt|opgelost|in orde|goed zo|chill|nice|great)",
    ),
    _family(
        "grapje", "maakt een grapje", -1.2,
        
            r"(?:ha){2,}h?|hi(?:hi)+|he(?:he)+|lol|lmao|rofl|grapje|geintje|grapjes|knipoog|hahaha\w*|[:;]-?[)dp]|"
            r"xd|:'\)|zonder gekheid|flauw van me",
    ),
    _family(
        "verdriet", "heeft verdriet", -2.2,
        
            r"overleden|overlijden|overleed|gestorven|overgeleden|begrafenis|crematie|uitvaart|weduwe|weduwnaar|"
            r"rouw|rouwen|verdriet\w*|verloren aan|is er niet meer|mis (?:haar|hem)|condoleance\w*|nabestaande\w*|"
            r"ziekbed|terminaal|palliatief|hospice|miskraam|zelfmoord|kist|ingeslapen|heengegaan|uitgezaaid|kanker",
    ),
    _family(
        "zorgen", "maakt zich zorgen", -1.3,
        
            r"bang|angst\w*|ongerust|zorgen|bezorgd|paniek|in paniek|wakker (?:van|gelegen|lig)|slapeloze|stress|"
            r"schaam (?:me|mij)|schamen|niet rond\w*|voedselbank|schulden|schuldhulp\w*|deurwaarder|afgesloten|"
            r"bibber\w*|huil\w*|gehuild|verdrietig|in de war|onzeker|zenuwachtig|eenzaam|overweldig\w*|burn-?out|"
            r"depressie\w*|ziek\b|ziekenhuis|scheiding|ontslag\w*|werkloos|kwetsbaar",
    ),
    _family(
        "ontkent_boosheid", "zegt dat hij niet boos is", -2.6,
        
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
