"""Families of anger: swearing, fury, polite anger, threats."""

from __future__ import annotations

from dichtbij.signals.lexicon import Family, family

_BOT = (
    r"(?:(?:chat ?|ro)?bot\w{0,3}|computer|ding|systeem|programma|machine|assistent\w*|chat|site|website|"
    r"app|bedrijf|club|tent|zooi|service|klantenservice|klantendienst|toko|energieboer"
    r"|leverancier|helpdesk|automaat|antwoord(?:en)?|gedoe|firma|boel|oplichters|organisatie|bende|dienst|"
    r"ai|medewerkers?)"
)
_CURSE = (
    r"(?:kut|klote|kloten|tering|tyfus|tiefus|kanker|kk|fucking|fuckin|fking|verdomde|godverdomse|gvd|rot|pokke|"
    r"takke|pleuris|schijt|shit|stront|bloody|damn|fokking|f\*+king|achterlijke?|debiele?|imbeciele?|idiote?|"
    r"hersenloze)"
)
_SLIGHT = r"(?:stomme?|domme?|nutteloze|waardeloze|belachelijke|onnozele|lompe)"
_MACHINE = r"(?:(?:chat ?|ro)?bot\w{0,3}|computer|ding|machine|automaat|assistent\w*|ai)"
_INSULT = (
    r"(?:sukkels?|idioten?|idioot|debielen?|debiel|mongo(?:ol|len)?|eikels?|klootzak(?:ken)?|lul(?:len)?|"
    r"hufters?|trutten?|trut|prutsers?|kneus|kneuzen|randdebielen?|oplichters|zakkenvullers|geldwolven|"
    r"uitzuigers|dieven(?:bende)?|boeven(?:bende)?"
    r"|maffia|bandieten|criminelen|afzetters|amateurs|imbecielen?|imbeciel|lamzakken?|nietsnutten?|"
    r"onbenullen?|kankerlijers?|tyfuslijers?|flapdrol(?:len)?|onnozelaars?|zakken|klojo'?s?|clowns?|"
    r"schurken|graaiers|leugenaars?|prutser|halve ?zolen?|dwazen|stumpers?|moron|idiots?|assholes?|idiot|"
    r"scammers|loser|losers)"
)

ANGER: tuple[Family, ...] = (
    family(
        "scheldt_op_ons",
        "scheldt op de bot of op ons",
        4.4,
        rf"{_CURSE}[ -]?{_BOT}|{_SLIGHT}[ -]?{_MACHINE}",
        r"(?:wat een|stelletje|stel|vuile|vieze|smerige|bende|zijn jullie|jullie zijn|jullie|je bent|"
        r"jij bent|u bent|gij zijt|ge zijt|ben jij|ben je|bunch of|you are|you're|ur|u zijn|lijkt wel|stuk|"
        rf"onwijze|ga toch weg|dag|rot op|hoi|hallo|jij|jou|you) (?:\w+ ){{0,3}}?{_INSULT}",
        rf"{_INSULT} (?:dat (?:jullie|je) (?:zijn|bent)|zijn jullie|ben je|zijn het|allemaal|daar|bij jullie|"
        r"van een (?:bot|bedrijf))",
        rf"^\W*{_INSULT}(?=\W*$|[,!.])",
        rf"{_INSULT}!",
        r"(?:je|jij|jullie|u|gij|ge|deze|die|dit|dat|bot|you|this|it) (?:\w+ ){0,2}?(?:bent|zijn|zijt|is|"
        r"are) (?:\w+ ){0,3}?(?:dom|stom|achterlijk|kut|klote|ruk|gestoord|debiel|niet goed (?:wijs|snik)|"
        r"idioot|achterlijke|hersendood|te dom|zo dom|oerdom|oliedom|useless|stupid|shit|dumb|crap|trash|"
        r"van lotje getikt|onnozel|een grap)",
        r"(?:dom|stom|achterlijk|useless|stupid|dumb) (?:ding|bot|systeem|stuk|gedoe|bedrijf|apparaat|"
        r"chatbot|thing)",
        r"hoe (?:dom|achterlijk|stom) (?:kan|kun|ben|zijn|moet) (?:je|jij|jullie|u|een)",
        r"(?:rot|flikker|donder|sodemieter|lazer|tief|kanker|kk|mieter|rotten|fuck|piss|pleur) (?:toch |"
        r"dan |nou |maar )?(?:een eind |eens )?(?:op|off|ff op)",
        r"val (?:toch |maar |allemaal )?dood",
        r"(?:krijg|krijgt) (?:toch |allemaal |maar |nou )?(?:de |het )?(?:tering|tyfus|kanker|kolere|klere|"
        r"pest|pleuris|schompes|hik|lazarus)",
        r"hou(?:d)? (?:toch |dan |nou |gewoon )?(?:je|jullie|uw|u|die) (?:\w+ )?(?:bek|kop|mond|smoel|muil|"
        r"bakkes|mondje|waffel)",
        r"(?:bek|kop|smoel) (?:dicht|houden)",
        r"(?:fuck|f\*ck|fck|f u|screw) (?:you|u|jou|jullie|ǂ+|this|dit|deze bot|off|die bot|y'?all)",
        r"fuck(?:en|ing)? met",
        r"stik (?:er |toch |dan )?(?:maar |lekker |allemaal )*(?:in|allemaal)",
        r"(?:zak|zakt) (?:toch |maar |lekker )?(?:in de stront|door het ijs)",
        r"loop (?:toch |maar |lekker |allemaal )*naar de (?:hel|maan|pomp|duivel)",
        r"kus (?:mijn|m'n|m) (?:kloten|kont|reet|gat)",
        r"(?:lik|kiss) (?:mijn|m'n|my) (?:reet|kont|ass)",
        r"schijt aan (?:jullie|je|deze|die|dit)",
        r"(?:sterf|crepeer|verrek|barst) (?:toch|maar|allemaal|lekker|er maar)",
        r"pleur(?:t)? op",
        r"oprotten|opzouten|optyfen|opflikkeren|oprotte",
        r"(?:lijpe|gare|vieze|vuile) (?:bot|hond|honden|rat|ratten|oplichters|zwendelaars)",
        r"schaam je (?:kapot|dood|de ogen|diep)",
        r"ge kunt (?:allemaal )?(?:mijn|m'n) (?:kloten|zak|gat|botten)\b[^.!?]*",
        r"(?:blaas|rij) (?:je )?(?:eigen )?op",
        r"neuk(?:en)? (?:jezelf|op)",
    ),
    family(
        "uitgesproken_woede",
        "zegt woedend te zijn",
        4.4,
        r"(?:woest|woedend|razend|furieus|laaiend|pisnijdig|spinnijdig|ziedend|des duivels|witheet|furious|"
        r"giftig|razendkwaad|kokend van woede|pisnijd|colere|ik kook|kook van woede|over de rooie|"
        r"over de zeik|buiten zinnen|door het lint)",
        r"(?:ik )?(?:ontplof|explodeer|ga (?:door het lint|uit mijn (?:dak|vel|plaat)|over mijn nek)|"
        r"spring uit (?:mijn|m'n) vel|sta te trillen|vreet mezelf op)",
        r"bloed(?:end)? (?:kookt|onder (?:mijn|de) nagels)",
        r"(?:heel|ontzettend|vreselijk|enorm|verschrikkelijk|heel erg|zwaar|serieus|ontiegelijk|mega|zeer|"
        r"hartstikke|gruwelijk|stik|verdomd|zo) ?(?:boos|kwaad|pissig|nijdig|gepikeerd|colerig)",
        r"(?:heel|ontzettend|echt|nu) (?:heel )(?:erg )?(?:boos|kwaad)",
    ),
    family(
        "vloekt",
        "vloekt",
        2.2,
        r"g(?:o|a)?d ?ver ?(?:domme|dorie|doeme|dekke|dikke|dimme|demme)\w*",
        r"gvd|gver|nondeju|godmiljaar\w*|miljaar\w*|nom de dju|sodeju|potverdomme|potverdorie|godsamme|"
        r"jezus(?: christus| mina)?|jesus(?: christ)?|jeetje mina|christus te paard|tering|tyfus|tiefus|"
        r"kolere|klere|klote\w*|kut(?:zooi|zooitje|dingen|ding|bende|gedoe|bot|zo)?|fuck(?:ing|en|s|ed)?|"
        r"fck|fakking|f\*+k?\w*|shit(?:zooi)?|bullshit|wtf|wth|ffs|omfg|kak(?:zooi)?|verdomme|"
        r"verdikke(?:me)?|verdemme|verrek|godnogaantoe|in godsnaam|in hemelsnaam|in vredesnaam|"
        r"what the (?:hell|fuck)|damn(?: it)?|goddamn\w*|kolerezooi|takke\w*|pleuris\w*|kanker|kk",
    ),
    family(
        "boos",
        "zegt boos te zijn",
        2.4,
        r"(?:ik ben|ben ik|word|wordt|maakt? (?:me|mij)|ik voel me|ben|wij zijn|was|ik raak|weest|echt|best|"
        r"behoorlijk|nogal|knap|flink|aardig|goed) (?:\w+ ){0,3}?(?:boos|kwaad|pissig|nijdig|chagrijnig|"
        r"geirriteerd|gefrustreerd|geergerd|gepikeerd|pissed|angry|mad|annoyed|frustrated|verontwaardigd|"
        r"kwaaier|kwader|bozer|ontstemd|misnoegd|ontgoocheld|verbolgen|not amused)",
        r"(?:i am|i'm|im|so|very) (?:\w+ )?(?:angry|mad|annoyed|frustrated|pissed)|(?:irritant|irriteert|"
        r"irritatie|ergerlijk|erger (?:me|mij)|ergernis|frustrerend|frustratie|frustreert|om (?:gek|"
        r"moedeloos|ziek|misselijk|gestoord|agressief) van te worden|om te (?:huilen|janken|gillen|schreien|"
        r"bleiten|wenen)|tergend|gekmakend|annoying|frustrating|enerverend|storend|schijtziek|slopend)",
        r"(?:ik )?(?:word|wordt|wor|krijg) (?:hier |er |daar |nu |zo |echt |helemaal |stil aan |"
        r"ondertussen |langzamerhand |langzaam |inmiddels |toch |onderhand |gewoon |compleet |een beetje |"
        r"knettergek |knotsgek |doodziek |doodmoe )*(?:gek|moe|ziek|doodziek|doodmoe|knettergek|gestoord|"
        r"niet goed|onpasselijk|misselijk|helemaal niet goed|niet vrolijk|niet blij|zot|ambetant|onnozel|"
        r"kregelig|kriegel|kriegelig|tureluurs|stapelgek|horendol|hoorndol|simpel|de kriebels|"
        r"het heen en weer|er wat van|de zenuwen|het schijt)\b(?! (?:van (?:het|de|al die|die) (?:verhuiz|"
        r"klus|werk|cijfers|kou|hitte|gas|lucht)))",
        r"(?:ik )?(?:ben|heb|had|heb ik) (?:het|er|dit|dat|hier|u|jullie) ?(?:\w+ ){0,4}?(?:zat|beu|kotsbeu|"
        r"spuugzat|moe|schoon genoeg|klaar mee|helemaal klaar|mee gehad|hoog zitten|gehad met|genoeg van|"
        r"mijn buik van vol|de buik van vol|strontzat|kots ?beu|mee klaar|wel gehad|meer dan gehad|goed zat)",
        r"ben (?:er|hier|het) (?:\w+ ){0,3}(?:klaar mee|mee klaar|ziek van|flauw van)",
        r"(?:klaar|gehad) (?:met|met die|met deze|met dit|met jullie) (?:deze|dit|die|jullie|gedoe|"
        r"onzin)[^.!?]{0,15}",
        r"(?:kots|spuug|stront|schijt)(?:zat|beu)",
        r"de maat is vol|(?:mijn|m'n) geduld (?:is|raakt|begint|wordt)(?: \w+){0,2} (?:op|te raken|"
        r"op te raken)|geduld (?:is op|kwijt|raakt op)|(?:verlies|verlies ik) (?:mijn|m'n) geduld|"
        r"genoeg (?:is genoeg|ervan|hiervan|van jullie|van dit)|it'?s enough|fed up|sick of (?:this|it)",
        r"(?:baal|balen|baalde)(?: (?:hier|er|echt|enorm|behoorlijk|flink|als een stekker))?(?= (?:van|dat|"
        r"hier|er|echt|enorm|behoorlijk|flink|als|ik|wel))",
    ),
    family(
        "beleefde_boosheid",
        "is beleefd maar duidelijk boos",
        2.1,
        r"(?:ik|wij) (?:verwacht|verwachten|eis|eisen|sommeer|sta erop|staan erop|verlang|verzoek|"
        r"maan)(?: \w+){0,4}? (?:dat|nu|binnen|per|van u|van jullie|direct|onmiddellijk|vandaag|een|"
        r"uiterlijk|nog|ten|dringend|nogmaals|met klem)",
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
        r"hard) (?:kan|moet|is) (?:het|dit|dat|t)(?: \w+){0,3}|hoe (?:moeilijk|lastig|ingewikkeld) (?:het|"
        r"dit|dat) kan zijn|(?:nu|nou|dan) eindelijk|geduld op de proef|(?:een )?raadsel (?:hoe|waarom)|"
        r"jullie (?:zijn )?niet eerlijk|waarom (?:moet|is|doen|maken|kan|lukt|krijg|werkt|duurt|wordt|"
        r"gaat) (?:\w+ ){0,4}?(?:zo (?:moeilijk|ingewikkeld|lang|lastig|onmogelijk)|nooit|niemand|altijd|"
        r"niet gewoon|alles|steeds|telkens|weer|toch|altijd weer)(?: \w+){0,2}|daar (?:betaal|"
        r"betalen) (?:ik|we) (?:\w+ ){0,3}voor|(?:ik )?vind (?:het|dit|dat) (?:\w+ ){0,3}?(?:kwalijk|slecht|"
        r"onbegrijpelijk|niet kunnen|niet normaal|schandalig|niet netjes|niet oke|niet fraai|respectloos|"
        r"klantonvriendelijk|schofterig|onterecht|laks|raar dat jullie|zwak|teleurstellend|bedroevend|"
        r"jammer dat jullie|echt niet kunnen|niks|niet correct|waardeloos|belachelijk|irritant|stuitend|"
        r"bijzonder vervelend|zeer vervelend|uiterst vervelend)|kwalijk|teleurgesteld|teleurstelling|"
        r"teleurstellend\w*|valt (?:me |mij |ons )?(?:\w+ )?(?:vies |zwaar |erg |flink |"
        r"ontzettend )?tegen (?:van|dat|hoe|deze|die)|jammerlijk|laat (?:zwaar |ernstig |zeer |veel |nogal |"
        r"heel wat )?te wensen over|schiet(?:en)? (?:ernstig |zwaar |flink )?te ?kort|gefaald|falen|"
        r"excuses (?:zouden|zou|verwacht|op zijn plaats)|wanneer (?:gaan|gaat|komt|krijg|doen|lossen|wordt|"
        r"neemt) (?:\w+ ){0,4}?(?:nou |nu |dan |eindelijk )+(?:\w+ ){0,3}|eindelijk (?:eens|een keer|nou|"
        r"nu)|(?:doe|regel|los|zorg|geef|luister|antwoord|schiet|neem|maak|kom|pak|bel|reageer|begin|betaal|"
        r"stop|lees|kijk|werk)(?:t|en)? (?:\w+ ){0,3}?(?:nou|toch|eindelijk|godverdomme|verdorie|"
        r"nu) (?:eens|eindelijk|een keer|gewoon|op|een normaal|maar)",
    ),
    family(
        "dreigt",
        "dreigt met een klacht, de media, een advocaat of weggaan",
        2.4,
        r"(?:ga|stap|gaan|dien|meld|meldt|bel|mail|schrijf|tip|licht|neem|schakel|sleep|naar|bij|via|zet|"
        r"plaats|contact|met|hoor|inschakelen|inlichten|melden|stappen|volgt|anders|doe|laat|leg|breng|"
        r"stuur|zie|in|door|post|deel|wil|overweeg|"
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
        r"(?:dan|anders|nu|of|straks|meteen|direct) (?:\w+ ){0,3}?(?:ben ik (?:weg|vertrokken|foetsie|"
        r"pleite)|stap ik over|ga ik (?:weg|ergens anders|naar een ander\w*|elders)|zeg ik (?:\w+ ){0,2}op|"
        r"opzeggen|zijn (?:we|jullie) (?:me|mij)? ?(?:weg|kwijt)|vertrek ik|haak ik af|betaal ik (?:niks|"
        r"niet|niets|nooit|geen cent|gewoon niet)|storneer ik|boek ik\w* (?:\w+ )?terug|stop ik met betalen)",
        r"(?:ik|we|wij) (?:stap|stappen|ga|gaan|ben) (?:\w+ ){0,3}?(?:zo snel mogelijk |direct |meteen |"
        r"weg bij jullie|hier weg|weg hier|bij jullie weg|weg bij|nooit meer)(?: \w+)?|(?:nooit|"
        r"nooit meer) (?:meer )?(?:bij )?(?:jullie|ǂ+|klant|een contract)|(?:een )?(?:klant|"
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
)
