"""Families of complaint: no use, not understood, asked before, reproach, broken promise, sarcasm, giving up.

Longer than other files: it is one table, and cutting it would hide which family a phrase belongs to.
"""

from __future__ import annotations

from dichtbij.signals.lexicon import Family, family

COMPLAINTS: tuple[Family, ...] = (
    family(
        "ongenoegen",
        "zegt hier niets aan te hebben",
        2.1,
        r"(?:heb|heeft|hebben|had) (?:ik |we |wij )?(?:hier |daar |er |dus |nu |nou |echt |helemaal |"
        r"eigenlijk |toch |zo |ook |allemaal |aan dit |aan dat |aan jou |aan jullie )*(?:niks|niets|"
        r"geen reet|geen moer|geen bal|geen fluit|geen barst|geen donder|niks|weinig|niet veel|geen zak|"
        r"nul komma nul|nada|noppes|nix|nieks|niet zoveel)(?: (?:zo|hier|daar|nou|nu))? aan(?! (?:mijn|m'n|"
        r"onze|mn) )",
        r"(?:niks|niets|geen reet|geen moer|geen bal|nix|geen fluit|weinig|nada|"
        r"noppes) (?:hier)?aan(?: (?:zo|dit|jou|jullie|deze|die|heb|hebben|gehad))?(?! (?:mijn|m'n|onze|"
        r"mn) )",
        r"(?:kan|kun|kunnen) (?:ik |we )?(?:hier |daar |er |dus |nu |nou |echt |helemaal |zo )*(?:niks|"
        r"niets|geen kant|weinig|geen ene) (?:mee|op)",
        r"wat (?:heb|moet|kan|koop) ik (?:hier|daar|daaraan|hieraan|nu|nou|dan|er)(?: \w+){0,4} (?:aan|mee|"
        r"voor)",
        r"daar (?:heb|schiet|koop) ik (?:dus |nu |echt |nou )?(?:niks|niets|weinig|geen) \w+",
        r"(?:schiet|schieten|schoot)(?: ik| we| zo| hier| dus| nu| er| hiermee| dit| dat| het| toch| ook|"
        r" echt)* (?:voor geen meter |geen meter |geen steek |geen donder |niks |niets |niet |weinig |"
        r"totaal niet )(?:echt )?(?:mee )?op",
        r"(?:help|helpt|helpen|hielp|geholpen)(?: (?:me|mij|mijn|ons|ik|dit|dat|zo|hier|ben|je|jullie|u|"
        r"niks|dus|echt|nu|word|wordt|toch))* (?:(?:totaal|helemaal|echt) )?(?:geen (?:reet|moer|bal|zak|"
        r"meter|steek|kanten?|fluit)|voor geen (?:ene )?meter|niks|niets|niet|nie)(?! tegen)(?: (?:mee|"
        r"verder|vooruit))?",
        r"no use|not helpful|doesn'?t help|useless|pointless|unhelpful|not helping|doesnt help|"
        r"this is (?:bad|terrible|horrible|ridiculous)|ridiculous|terrible service|bad service|worst \w+|"
        r"unacceptable|waste of time",
        r"(?:slaat|sloeg|raakt|raken|klopt|trekt) (?:\w+ ){0,3}?(?:nergens op|kant noch wal|geen hout|"
        r"helemaal nergens op|als een tang op een varken|op niks|geen kant)",
        r"(?:zinloos|nutteloos|nuttelooz|waardeloos|waardeloze|hopeloos|hopeloze|zinloze|nutteloze|"
        r"onbruikbaar|onbruikbare|ondermaats\w*|inferieur|belabberd\w*|beroerd\w*|bedroevend|erbarmelijk|"
        r"abominabel|droevig|pover|armzalig|armoedig|triestig|treurig|tenenkrommend|schrijnend|stuitend|"
        r"hemeltergend|onbegrijpelijk slecht|dramatisch\w*|rampzalig\w*|verschrikkelijk slecht|abominabele|"
        r"flut\w*|niks waard|niets waard|geen knip voor de neus waard|kul|flauwekul|flauwe kul|lariekoek|"
        r"larie|zever|quatsch|nonsens|kolder|onzin|kletspraat|gezever|prietpraat|geleuter|gelul|gezwam|"
        r"blabla|bla bla|geneuzel|geouwehoer|gezeik|gezeur|gezanik)",
        r"(?:belachelijk\w*|ridicuul|ridicule|schandalig\w*|schandelijk\w*|schande|bespottelijk\w*|"
        r"absurd\w*|te gek voor woorden|te triest voor woorden|te zot|van de (?:pot gerukt|gekke|zotte)|"
        r"bij de wilde (?:spinnen|beesten) af|niet normaal(?: meer)?|onacceptabel|onaanvaardbaar|"
        r"ontoelaatbaar|onfatsoenlijk|onbeschoft\w*|brutaal|asociaal|ongehoord|ongelofelijk|ongelooflijk|"
        r"ongeloofelijk|onvoorstelbaar|niet te (?:geloven|doen|filmen|bevatten|vatten|harden)|bizar|bizarre|"
        r"krankzinnig|gestoord|waanzin|waanzinnig|van den zotte|lachwekkend|beschamend|"
        r"om je dood te schamen|kafka\w*|idioot|idioterie|gekkenwerk|gekkenhuis|zot|ongepast|respectloos|"
        r"schaamteloos|ongehoorde|godgeklaagd|grof schandaal|schandaal)(?! (?:hoog|hoge|veel|bedrag|duur|"
        r"koud|warm|lang geleden|dom van mij))",
        r"(?:puinhoop|puinzooi|zooi|zooitje|rotzooi|janboel|klerezooi|chaos|circus|poppenkast|aanfluiting|"
        r"wanprestatie|wanbeleid|wanbeheer|geklungel|geknoei|geklooi|gepruts|prutswerk|broddelwerk|"
        r"knoeiwerk|amateurisme|amateuristisch|bananenrepubliek|soep(?:zooi)?|schijtzooi|teringzooi|kermis|"
        r"farce|lachertje|ramp|drama|zwendel|klucht|rommeltje|gerommel|kemel|knoeiboel|ellende|"
        r"een en al (?:ellende|gedoe)|gedoe|heisa|gesodemieter|gekloot)(?= (?:hier|bij|van jullie|van een|"
        r"dit|is|zeg|toch|daar|zijn|met jullie|altijd|ook)|\W*$|[!.,])",
        r"(?:wat een|wat n|wat 'n|een en al|weer zo'n|wa een|zo'n|wat voor) (?:\w+ )?(?:onzin|gedoe|ellende|"
        r"zooi|puinhoop|drama|ramp|aanfluiting|poppenkast|circus|gezeik|gelul|bende|rommel|slechte?|"
        r"waardeloze|beroerde|klote|kut|rot|flut|prut|bagger|matige|armoe|afgang|tijdverspilling|gezeur|"
        r"grap|giller|mop|misere|toestand|gemiep|ramptoestand|tegenvaller|vertoning|schijnvertoning|"
        r"ellendige|nep\w*|treurige|trieste) ?(?:\w+)?",
        r"(?:slechte?|slechtste|rot|belabberde|beroerde|waardeloze|bagger|dramatische|matige|abominabele|"
        r"trage?|onvriendelijke|klantonvriendelijke?) (?:\w+ ){0,2}?(?:service|bedrijf|klantenservice|hulp|"
        r"bot|chatbot|ervaring|organisatie|communicatie|klantendienst|leverancier|antwoord|site|website|"
        r"dienstverlening|bereikbaarheid|uitleg|bereikbaar|manier)",
        r"(?:service|hulp|klantenservice|bot|antwoord|uitleg|chatbot|klantendienst|communicatie|site|"
        r"website|app|organisatie|bedrijf|bereikbaarheid|dienstverlening) (?:\w+ ){0,3}?(?:is|was|blijft|"
        r"werkt|deugt) (?:\w+ ){0,3}?(?:slecht|waardeloos|ruk|om te huilen|niks|niets|dramatisch|bagger|kut|"
        r"klote|belabberd|hopeloos|ver te zoeken|nul|ondermaats|beroerd|abominabel|schandalig|onder de maat|"
        r"0|prut|van niks|voor geen meter|nergens|totaal niet|onbruikbaar|treurig|"
        r"niet om over naar huis te schrijven)",
        r"(?:ruk|bagger|prut|drie keer niks|knudde|poep|naadje|klote zo|om te schieten|broddel)\b",
        r"klantonvriendelijk\w*|klantvriendelijk is anders|service is anders|lekker klantvriendelijk|"
        r"onprofessioneel|incompetent\w*|onkunde|onbekwaam\w*|laks\w*|nalatig\w*|onzorgvuldig|slordig(?:e)?|"
        r"onverschillig",
        r"tijdverspilling|zonde van (?:mijn|de|m'n) tijd|(?:verspil|verdoe|verdoet|"
        r"verspillen) (?:\w+ ){0,3}tijd|kost (?:me|mij) (?:alleen maar|bakken met|uren|een hoop) ?\w*",
    ),
    family(
        "niet_begrepen",
        "voelt zich niet begrepen of niet serieus genomen",
        2.1,
        r"(?:je|jij|u|jullie|ge|gij|bot|hij|ze) (?:\w+ ){0,2}?(?:begrijpt|snapt|begrijp|snap|luistert|leest|"
        r"verstaat|luister|lees|begrijpen|snappen|luisteren|lezen)(?: (?:me|mij|het|er|mijn|dus|echt|ook|"
        r"gewoon|nu|weer|de|ons|vraag|probleem|totaal|helemaal|duidelijk|blijkbaar|nog steeds|dat|blijkbaar|"
        r"precies|hier|wat|ik|bedoel|zeg|schrijf|vraag))* (?:niet|niks|niets|geen (?:reet|bal|fluit|moer|"
        r"zak|snars|woord|hout|kloten)|helemaal niet|ni|nie|weer niet|voor geen meter|nooit|slecht|"
        r"verkeerd)(?! dat ik)(?! erg)",
        r"(?:begrijp|snap|luister|lees|versta|snapt|begrijpt|luistert|leest|kun|kan|hoor|ben) (?:je|jij|u|"
        r"ge|gij|jullie|dan)(?: \w+){0,4}? (?:niet|niks|wel|eigenlijk|niks van|geen nederlands|uberhaupt|"
        r"nou echt|doof|blind|niet lezen|wel lezen)(?: \w+){0,2}\b(?=[^.\n]{0,20}[?!])",
        r"(?:luister|lees|snap|begrijp|versta) (?:je|jij|u|ge|jullie) (?:eigenlijk |uberhaupt |nou |dan |"
        r"mij |me )*(?:wel|uberhaupt|niet)(?=\W*$|[,?!])",
        r"(?:jij|jullie|u|je) niet (?:begrijp\w*|snap\w*|luister\w*|help\w*)|niet begrijpen mij|"
        r"lees (?:eens|nou|dan|toch) (?:goed|beter|wat)",
        r"(?:kan|kun|kunt|kunnen) (?:je|jij|u|jullie|ge|die bot|dat ding) (?:\w+ ){0,2}?(?:niet|ook niet|"
        r"wel|niks|niets|ooit|dan) (?:gewoon |eens |eindelijk |eventjes |normaal )?(?:lezen|luisteren|"
        r"antwoorden|nadenken|begrijpen|een keer|iets|normaal|fatsoenlijk)",
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
        r"(?:voel|neem|neemt|nemen|genomen|voelt|voelen|word|wordt) (?:\w+ ){0,4}?(?:niet (?:gehoord|"
        r"serieus|geholpen|begrepen|au serieux)|belazerd|besodemieterd|bedonderd|bedrogen|bekocht|genaaid|"
        r"geflest|afgescheept|beduveld|in de steek gelaten|in het pak genaaid|voor de gek gehouden|"
        r"opgelicht|onheus|genegeerd|weggezet|weggestuurd|afgewimpeld)",
        r"niet serieus(?: (?:genomen|nemen))?|(?:neem|neemt|nemen) (?:me|mij|ons|uw klanten|klanten|"
        r"je klanten) (?:\w+ ){0,2}serieus|(?:voor de gek|voor schut|voor paal|voor lul|voor de zot|"
        r"voor joker|voor dom|voor het lapje|bij de neus|in de maling|in het ootje|in de zeik|"
        r"aan het lijntje|met een kluitje|aan het lijntje|met de kluit)(?: \w+){0,4} ?(?:houden|gehouden|"
        r"zetten|gezet|nemen|genomen|in het riet|het riet|hou|houdt)?|van het kastje naar de muur|"
        r"kastje (?:naar de |- ?)?muur|van (?:het )?kastje|afgescheept|afschepen|scheep\w* (?:me|"
        r"mij) (?:\w+ )?af|afgepoeierd|doorgestuurd van|in de kou|aan mijn lot|aan ons lot",
    ),
    family(
        "herhaling_genoemd",
        "zegt dat het al vaker is gevraagd of gebeurd",
        2.05,
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
        r"over )*(?:gebeld|gevraagd|gemaild|uitgelegd|gezegd|doorgegeven|geprobeerd|gestuurd|gemeld|"
        r"ingevuld|gezeg\w*|vragen|zeggen)",
        r"(?:drie|vier|vijf|zes|zeven|acht|tien|[3-9]|\d\d) ?(?:keer|maal|x) al",
        r"(?:al|nu|reeds|inmiddels|ondertussen|minstens|zeker|minimaal|toch|heb|hebben|ook|wel|bijna|"
        r"intussen|weer|nou) (?:al |wel |nu |toch |zeker |ik |u |jullie |je |dit |dat |het |ruim |"
        r"meer dan )*(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|twintig|honderd|duizend|tig|"
        r"meerdere|verschillende|zoveel|[2-9]|[1-9]\d+|ettelijke|talloze|een paar|een stuk of \w+|"
        r"10) ?(?:keer|maal|x|keren|malen|times)(?: \w+){0,5}? (?:gebeld|bel|belde|gevraagd|vraag|gemaild|"
        r"mail|doorgegeven|uitgelegd|geprobeerd|gezegd|zeg|gestuurd|verstuurd|gemeld|meld|aangegeven|"
        r"opgegeven|contact|geschreven|ingevuld|doorverbonden|verteld|herhaald|teruggestuurd|opnieuw|"
        r"ingevoerd|getypt|getikt|aangevraagd|ingelogd|gewacht|beloofd|toegezegd|aan de telefoon|"
        r"aan de lijn|proberen|bellen|gechat|geappt|verzocht|voorgelegd|uitleggen|vragen|zeggen|hetzelfde|"
        r"gehoord|genoemd|asked|called|told|tried|explained)",
        r"(?:asked|called|told|tried|explained|gebeld|gevraagd|gemaild|doorgegeven|uitgelegd|gezegd|"
        r"gestuurd|gemeld|beld|gebelt|gemailt)(?: \w+){0,4} (?:twee|drie|vier|vijf|zes|tig|[2-9]|\d\d|three|"
        r"four|five|ten|many|several) ?(?:keer|maal|x|times)",
        r"(?:ik|we|wij) (?:heb|hebben|had|zei|zeg|vroeg|schreef|gaf|i)(?: (?:je|jou|u|jullie|het|dat|dit|"
        r"daar|er|hier|mijn|al|net|toch|zojuist|eerder|nu|ook|meermaals|meerdere|malen|keren|keer|zonet|"
        r"juist|daarnet|tig))*? ?(?:net|toch|zojuist|zonet|daarnet|meermaals|herhaaldelijk|"
        r"eerder al)(?: (?:al|een|keer|lang|meerdere|keren|malen|drie|vijf|aan|u|je|jullie|jou|hier|op|de|"
        r"toch|uitgebreid|vanmorgen|gisteren|vorige|week))* (?:gezegd|verteld|uitgelegd|doorgegeven|gegeven|"
        r"ingevuld|gevraagd|gestuurd|geschreven|gemeld|aangegeven|beantwoord|ingevoerd|getypt|opgegeven|"
        r"opgestuurd|verstuurd|geprobeerd|gedaan|gemaild|gebeld|genoemd)",
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
        r"in herhaling)(?: (?:antwoord|verhaal|verhaaltje|liedje|riedeltje|vraag|fout|zinnetje|praatje|"
        r"gezeik|tekst|deuntje|standaard\w*|rondje|smoes))?",
        r"hetzelfde (?:antwoord|verhaal|verhaaltje|liedje|riedeltje|zinnetje|praatje|deuntje|standaard\w*|"
        r"tekstje)",
        r"(?:draai|draaien|draait|blijven|loop|lopen) (?:\w+ ){0,3}?(?:in (?:een )?(?:rondje|rondjes|"
        r"kringetje|kringetjes|cirkel|cirkels|rondte)|rondjes|in de rondte|rondjes)",
        r"(?:waarom )?(?:zeg|zegt|geef|geeft|herhaal|herhaalt|vraag|vraagt|stuur|stuurt) (?:je|jij|u|jullie|"
        r"ge) (?:\w+ )?(?:steeds|telkens|weer|alweer|altijd|de hele tijd|elke keer|nog een keer|opnieuw|"
        r"constant)",
        r"(?:again and again|over and over|yet again|still the same|same answer)",
        r"(?:al|nu al|inmiddels|reeds|ondertussen|sinds|wacht|bezig) (?:\w+ ){0,3}?(?:weken|maanden|"
        r"een week|een maand|dagen|uren|een half ?uur|een uur|jaren|tijden|eeuwen|\w+ weken|\w+ maanden|"
        r"\w+ dagen|\w+ uur) (?:\w+ ){0,3}?(?:wacht\w*|bezig|geen (?:antwoord|reactie|bericht|teken)|"
        r"aan het wachten|gewacht|in de wacht|mee bezig|zonder|achteraan|probeer|stil|niets gehoord|"
        r"niks gehoord)",
        r"(?:wacht|wachten|bezig|wachtte) (?:\w+ ){0,3}?(?:al|nu al|ondertussen|intussen|"
        r"sinds) (?:\w+ ){0,3}?(?:weken|maanden|week|maand|dagen|uur|uren|tijden|half ?uur|kwartier|lang|"
        r"eeuwigheid)",
    ),
    family(
        "verwijst_terug",
        "zegt dat het al gezegd was",
        1.1,
        r"voor de (?:tweede|derde|vierde|vijfde|\d+e) (?:keer|maal)(?! zonnepanelen| laten| verhuis)|"
        r"nogmaals|zoals (?:ik |al |eerder |reeds |net )*(?:zei|gezegd|schreef|vermeld|aangegeven|gemeld|"
        r"geschreven|vertelde|verteld|meldde|uitgelegd|aangaf)",
        r"(?:dat|dit|die|ik|we) (?:heb|hebben|had) (?:ik |we |je |u |jullie |het |dat |dit )*(?:al|reeds|"
        r"eerder) (?:gezegd|verteld|uitgelegd|doorgegeven|gegeven|ingevuld|gevraagd|gemeld|aangegeven|"
        r"beantwoord|opgegeven|gedaan|geprobeerd)",
        r"(?:alweer|wederom|opnieuw weer|weer (?:die|zo'n|dat|deze|een|eens)|nog steeds|nog altijd)",
        r"waar blij(?:ft|ven)",
        r"(?:twee|2) ?(?:keer|x) (?:\w+ )?(?:gebeld|gevraagd|gemaild|uitgelegd|doorgegeven)",
        r"(?:wacht|wachten) (?:nog steeds|nog altijd|al lang|nog)",
    ),
    family(
        "verwijt",
        "maakt ons een verwijt",
        2.05,
        r"(?:gaat|slaat|ging) (?:\w+ )?nergens (?:over|op)|waar slaat (?:dit|dat) op|(?:maken|maakt|"
        r"maak) (?:\w+ ){0,3}(?:een )?potje van|lappen? (?:\w+ ){0,4}laars|(?:geven|geeft|gaven|"
        r"geef) (?:\w+ )?niet thuis|niet thuis (?:geven|geeft)|(?:een )?(?:wassen neus|dooie mus|"
        r"sigaar uit eigen doos)|nul op (?:het )?rekest|mosterd na de maaltijd|praatjes|smoes\w*|"
        r"uitvlucht\w*|kletskoek",
        r"(?:ik (?:vraag|zeg|probeer)|vraag|zeg) (?:het|dit|dat) (?:nu |je |u |jullie |nou )?(?:nog|"
        r"voor de laatste) (?:een|1|maar een|eenmaal) ?(?:keer|maal)(?:[^.!?\n]{0,3}(?=[:.!,]|$| en ))|"
        r"(?:heb|hebt|hebben|heeft) (?:je|jij|u|jullie|ge) (?:\w+ ){0,3}?(?:uberhaupt|eigenlijk wel|"
        r"wel eens|wel|nou wel) (?:\w+ ){0,3}?(?:gelezen|geluisterd|gekeken|naar|een klantenservice|"
        r"verstand|mensen in dienst)|wat (?:snap|begrijp|versta|is er) (?:je|u|jij|jullie|"
        r"ge)? ?(?:\w+ ){0,2}?(?:niet aan|onduidelijk aan|zo moeilijk aan)|(?:een |mijn )?(?:simpele|"
        r"eenvoudige|makkelijke|normale|doodsimpele|gewone) vraag(?! over| voor| van| heb)|(?:vraag|"
        r"het) (?:is|was) (?:toch |heel |zo )?(?:simpel|eenvoudig|duidelijk)(?:\W|$)|(?:geen|"
        r"nog geen) (?:stap|cent|centimeter|millimeter|meter|steek|zier) (?:verder|wijzer|opgeschoten|"
        r"mee opgeschoten|dichterbij)|niks wijzer|niets wijzer|geen steek wijzer",
        r"had(?:den)? (?:ik |we |wel |toch |iets |veel |wat |dan ook |eigenlijk |echt )*(?:meer|beter|"
        r"anders|iets beters) verwacht|moet ik (?:soms|dan|nou|nu|het|dit) (?:\w+ ){0,4}?(?:chinees|spellen|"
        r"voorlezen|tekenen|uittekenen|soms|op mijn knieen|smeken|schreeuwen|een bloemetje|dan ook nog)|"
        r"verspilde (?:moeite|tijd|energie)|(?:moe|gek|ziek|moedeloos|niet goed|wanhopig|kriegel|"
        r"triest) van (?:te )?worden?|(?:mijn |het |alle )?vertrouwen (?:\w+ ){0,4}(?:weg|kwijt|verloren|op|"
        r"geschaad|verdwenen|nul)|(?:wel |nog )?(?:andere|betere|leukere|wat beters|iets beters|beters|"
        r"genoeg) (?:dingen )?te doen(?: dan| en|$|,)|zit(?:ten)? (?:\w+ ){0,3}?niet op te wachten|word(?:t|"
        r"en)? (?:\w+ ){0,2}niet (?:vrolijk|blij) van|beloofd\w*[ ,]+(?:\w+ ){0,3}?(?:nog )?(?:niks|niets|"
        r"nooit|steeds|nul)|betaal (?:me|mij) (?:blauw|scheel|groen|suf|dood)|(?:zit|ben|loop|"
        r"sta) (?:\w+ ){0,5}?(?:te |aan het )(?:prutsen|klooien|hannesen|klungelen|vechten|stoeien|"
        r"worstelen|zeuren|emmeren|kloten|modderen|soebatten)",
        r"(?:dom|slecht|vaag|stom|belachelijk)ste (?:\w+ ){0,2}(?:antwoord|bot|service|bedrijf|site|app|"
        r"ervaring|ooit)|(?:fijn|mooi|lekker|leuk|geweldig|top|knap|handig) (?:systeem|bedrijf|stelletje|"
        r"zootje|clubje|stel|antwoord|verhaal|geregeld|begin|service) (?:is dit|is dat|zijn jullie|hoor|zeg|"
        r"weer|dat|dit)|(?:fijn|mooi|lekker|leuk|knap|handig) (?:systeem|bedrijf|clubje|zootje)(?=\W*$|"
        r"[.!,])|lekker puh|ja ?ja (?:standaard|het zal|vast|tuurlijk|praatjes|dat)|ja dag|ja doei|"
        r"schei (?:toch )?uit|hou(?:d)? (?:toch |nou |eens )?op(?: zeg| hoor| met| nou)?(?= |$|\W)|kom nou|"
        r"meen je (?:dit|dat|niet)|dat meen je(?: niet)?|meent u dat|(?:are you|you're) (?:kidding|joking)|"
        r"seriously|serieus\?|echt waar\?+!|nee he\b|ook dat nog|kan er ook nog wel bij|niet (?:al ?)?weer|"
        r"wat (?:is (?:dit|dat) |krijgen we )?nou weer|wat nu weer|moet (?:ik|dit|dat) (?:nou |nu )?weer|"
        r"lees het (?:nou|dan|eens)|lees (?:nou|dan)|ga (?:nou|toch|eens) (?:\w+ )?(?:iets|wat|nuttig|"
        r"aan het)|doe (?:nou|toch|eens|eindelijk|gewoon) (?:eens |gewoon |maar )?(?:iets|wat|je werk|"
        r"normaal|je best|wat ik)|doe je werk|niet nog (?:een|eens een|een paar) keer|schiet (?:toch |nou |"
        r"eens |eindelijk )+op|draait? er ?om ?heen|er ?om ?heen draaien",
        r"(?:elke|iedere) (?:maand|keer|dag|week|jaar) (?:weer )?(?:dezelfde|hetzelfde|het zelfde|de zelfde|"
        r"wat anders|weer|iets|ellende|gedoe|raak|opnieuw|prijs)|(?:hele|halve) (?:middag|ochtend|dag|avond|"
        r"week) (?:kwijt|bezig|aan de lijn|verspild)|(?:u|je|jij|jullie|ge) (?:leest|luistert|snapt|"
        r"begrijpt|kijkt|weet|denkt|doet) (?:\w+ )?(?:blijkbaar|kennelijk|duidelijk|zeker|dus) (?:niet|niks|"
        r"maar|ook niet)|(?:blijkbaar|kennelijk) (?:\w+ ){0,4}(?:niet|niks|geen|niemand|achteraan|"
        r"te veel gevraagd|onmogelijk|te moeilijk)|te veel gevraagd|teveel gevraagd|is dat (?:nou |nu |"
        r"echt |zo )+(?:moeilijk|te veel|lastig|raar)|(?:sta|staan|staat) (?:\w+ ){0,3}achteraan|(?:uw|je|"
        r"jullie|jouw) antwoord (?:\w+ )?(?:niet|slaat|is geen|helpt)|geen (?:folder|link|linkje|praatjes|"
        r"smoesjes|standaard\w*|reclame|formulier)[ ,]+(?:ik|maar|gewoon)|(?:wil|vroeg|vraag|"
        r"hoef) (?:\w+ ){0,2}geen (?:folder|link|linkje|praatjes|smoesjes|standaard\w*|reclame|verhaal|"
        r"verhaaltje)|(?:zo|te) (?:traag|sloom|langzaam)(?! internet| wifi)|pesten|pesterij|ben ik (?:nou|"
        r"nu) gek|zijn jullie (?:nou )?(?:gek|helemaal|wel goed)|(?:ook )?(?:iets|een keer iets|eens iets|"
        r"wat) wel goed|werkt er (?:ook|dan|eigenlijk) (?:iets|wat|nog)|niks dat (?:gewoon )?werkt|"
        r"niets dat (?:gewoon )?werkt|laatste keer dat ik|zeg ik (?:\w+ ){0,3}op, klaar|"
        r"dan zeg ik (?:\w+ ){0,4}op\b|zogenaamde?|en nu jij ook nog|vraag was simpel|lul niet|zeik niet|"
        r"zeur niet|klets niet|onder de gordel|duurt (?:me|mij) (?:\w+ )?(?:te )?lang",
    ),
    family(
        "niets_gebeurt",
        "zegt dat er niets gebeurt of een belofte niet is nagekomen",
        2.05,
        r"(?:niemand|nimand|nobody|no one|geen mens|geen hond|geen kip) (?:\w+ ){0,4}?(?:helpt|reageert|"
        r"antwoordt|antwoord|neemt|belt|doet|luistert|weet|pakt|komt|lost|help|reageer|helps|answers|kan|"
        r"kon|die|is|wil|neemt op|opneemt|terugbelt|helpen|bereikbaar|snapt|begrijpt)",
        r"(?:er )?(?:gebeurt|gebeurd|verandert|gebeurde|doen jullie|doet niemand|komt|"
        r"beweegt) (?:\w+ ){0,4}?(?:niks|niets|geen (?:reet|moer|bal|fluit|zak|donder|barst))(?: (?:mee|aan|"
        r"van|gedaan|terecht))?",
        r"(?:nooit|nog nooit|nog altijd niet|nog steeds niet|nog altijd niks|nog steeds niks|"
        r"nog steeds geen|nog altijd geen|nog steeds niets|weer niet|wederom niet|alweer niet|weer niks|"
        r"weer geen|alweer geen|still not?|still no) (?:\w+ ){0,4}?(?:gebeld|teruggebeld|reactie|antwoord|"
        r"gehoord|opgelost|gedaan|geregeld|geholpen|nagekomen|iets|gereageerd|ontvangen|teruggekregen|"
        r"gelukt|geld|duidelijkheid|oplossing|aangepast|gecorrigeerd|verwerkt|in orde|klaar|answer|fixed|"
        r"reply|solution|teruggestort|mail|bericht|opgenomen|uitleg)",
        r"(?:beloofd\w*|beloofden|beloven|toegezegd|zouden|zou|beloofde|belooft|afgesproken|zeiden|"
        r"gezegd) (?:\w+ ){0,6}?(?:maar|en) (?:\w+ ){0,4}?(?:niks|niets|nooit|niet|geen|noppes|nada)",
        r"(?:belofte\w*|afspra\w+|woord) (?:\w+ ){0,4}?(?:niet|nooit|geen) (?:nagekomen|na|nakomen|gehouden|"
        r"gehoor)",
        r"(?:kom(?:en|t)?) (?:jullie |u |je )?(?:\w+ )?(?:afspraken|beloftes|beloften) (?:\w+ )?(?:niet|"
        r"nooit|nie) (?:na|nagekomen)",
        r"(?:lieg|liegt|liegen|gelogen|leugens|leugen|voorgelogen|beliegen|bedriegen|bedrog|bedriegt|"
        r"bedrogen|oplichting|oplichterij|opgelicht door (?:jullie|u)|afzetterij|diefstal|geldklopperij|"
        r"zakkenvullerij|zakkenvullen|boerenbedrog|volksverlakkerij|nattigheid|zwendel\w*|graaien|gegraai|"
        r"daglichtroof|scam|rip ?off|zwart maken|plukken|pure winst|stelen|steelt|jatten)",
        r"hoor (?:\w+ ){0,4}?(?:niks|niets|nooit|nooit iets|weer niks) ?(?:van|meer|terug)?",
        r"(?:geen|nul|zonder) (?:enkele |enige |fatsoenlijke )?(?:reactie|antwoord|gehoor|respons|oplossing|"
        r"excuus|excuses|medewerking|hulp) (?:gekregen|ontvangen|gehad|terug|van|op|krijg)?",
        r"(?:afhandeling|oplossing|het|dit|alles) duurt (?:\w+ ){0,3}?(?:veel te|echt te|zo|te|belachelijk|"
        r"eindeloos|eeuwig|ontzettend|al) (?:lang|te lang)?",
    ),
    family(
        "sarcasme",
        "is sarcastisch",
        2.1,
        r"(?:lekker|goed|mooi|knap|fijn|super|heel goed|top|leuk|netjes) (?:bezig|geregeld|gedaan|gewerkt|"
        r"bedacht|dan|opgelost|voor elkaar)(?: (?:hoor|zeg|weer|jongens|allemaal|ja|toppers|ǂ+|"
        r"mensen))(?:$|\W)?",
        r"lekker (?:dan|bezig|behulpzaam|makkelijk|handig|duidelijk|vlot|snel|slim|dit|is dat|is dit|weer|"
        r"klantvriendelijk|betrouwbaar|zeg)(?: \w+)?",
        r"(?:fijn|leuk|mooi|handig|gezellig|heerlijk|prachtig|fraai|lekker) (?:is dat|is dit|hoor|zeg|weer|"
        r"allemaal weer|zo|dat|dat u|dan)(?= ?(?:hoor|zeg|weer|dan|!|\.|,|$|als|dat je|"
        r"dat jullie))(?! (?:dat (?:het|dit|jullie) (?:gelukt|kan|zo)))",
        r"(?:bedankt|dank(?: ?je| ?u|jewel| je wel)?|thanks|merci|tnx) (?:\w+ ){0,2}?(?:voor (?:niks|niets|"
        r"nop|noppes|nada|de (?:moeite|geen hulp|niet)|het (?:niets|niks|niet|kastje)|jullie (?:zogenaamde|"
        r"geweldige|fantastische))|de koekoek|feestelijk|for nothing|hoor, (?:heel|echt|super))",
        r"dank je (?:de koekoek|feestelijk)",
        r"(?:wat een|wat 'n|what a|echt een|weer een|ook een) (?:\w+ )?(?:geweldige|fantastische|"
        r"fantastisch|top|heerlijke|slimme|briljante?|geniale?|intelligente|uitmuntende|voortreffelijke|"
        r"fenomenale|snuggere|geweldig|knappe|great|wonderful|behulpzame|puike|schitterende|prachtige|"
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
        r"schiet|verrassend|duidelijk|geweldig|service|standaard\w*|hulp|bot|robot|antwoord|hetzelfde|"
        r"knappe|dezelfde|zelfde|interessant)[^.!?\n]{0,30}",
        r"(?:heel|super|reuze|echt|lekker|erg|uitermate|bijzonder|ontzettend|vreselijk|enorm|mega|so|very|"
        r"best) (?:behulpzaam|handig|nuttig|zinvol|duidelijk|slim|knap|intelligent|informatief|helpful|"
        r"useful|snugger|verhelderend|leerzaam) (?:hoor|zeg|weer|dit|allemaal|zo'n|zo|deze|die|ja|jongens|"
        r"maar|not|hoor!?)\b",
        r"(?:daar|hier) (?:heb|schiet|word|kan|knap|kom) ik (?:\w+ ){0,3}?(?:lekker|wat|lekker wat|"
        r"lekker veel|blij|echt|veel|mooi|vrolijk|iets|heel veel|vooruit|van op|ver) (?:aan|mee|van|op|"
        r"mee op|ver mee)?(?: hoor| zeg|,| dan)",
        r"schiet(?:en)? (?:\w+ )?(?:lekker|mooi|goed|ook lekker|al lekker) op(?: zo| hoor)?|"
        r"dat schiet (?:lekker|op|goed)",
        r"(?:natuurlijk|uiteraard|tuurlijk|vanzelfsprekend|typisch|hoe kan het ook anders|"
        r"wie had dat gedacht|verrassing|goh|jawel hoor|ja hoor|ja ja|jaja|vast wel|ja vast|zal wel weer|"
        r"zal wel|het zal) ?(?:weer|hoor|weer eens|verrassing|ǂ+|niet|wel)(?:[\s,.!]+(?:hetzelfde|"
        r"niks|niets|geen|niet|een|fout|mis|storing|weer))?",
        r"(?:dacht ik al|had ik kunnen weten|verbaast me niks|verbaast me niet|verrassing)(?: \w+)?",
        r"\"(?:service|hulp|klantenservice|oplossing|antwoord|slim|slimme|intelligent|assistent|persoonlijk|"
        r"klantvriendelijk|dichtbij)\"|'(?:service|hulp|klantenservice|oplossing|antwoord|slimme|"
        r"intelligent|assistent|persoonlijk|klantvriendelijk)'|zogenaamde? (?:hulp|service|assistent|"
        r"klantenservice|oplossing|slimme|intelligente|slim)\w*",
        r"(?:had ik|kan ik|kun je|was ik|ik kan) (?:net zo goed|beter|evengoed|"
        r"even goed) (?:\w+ ){0,5}?(?:tegen|aan|met) (?:\w+ )?(?:muur|kat|hond|goudvis|plant|broodrooster|"
        r"waterkoker|steen|bloempot|boom|koffiezetapparaat|kapstok|wasmachine|toaster|magic 8)\w*|(?:mijn|"
        r"m'n|zelfs (?:mijn|m'n|een)) (?:\w+ )?(?:broodrooster|goudvis|kat|hond|waterkoker|"
        r"koffiezetapparaat|oma van \d+|toaster|cavia|hamster|plant|wasmachine) (?:\w+ ){0,3}?(?:slimmer|"
        r"begrijpt|snapt|weet|beter|helpt|meer)",
        r"(?:grapje|grap) (?:zeker|toch|dit|of zo|ofzo|neem ik aan)|is dit een (?:grap|mop|geintje|"
        r"verborgen camera|joke)|verborgen camera|bananasplit|1 april|ben ik in de (?:maling|verborgen)\w*|"
        r"april ?grap|is this a joke|leuk geprobeerd|goed geprobeerd|leuke poging|nice try|"
        r"kunstmatige (?:on|dom)\w+|artificial stupidity|kunstmatige domheid|intelligentie is ver te zoeken|"
        r"hoezo (?:slim|intelligent|service|behulpzaam|persoonlijk)|service\?+",
    ),
    family(
        "berusting",
        "geeft het op",
        2.05,
        r"(?:ik )?geef(?: (?:het|'t|t|er|nu|dan|maar|toch|hier|echt|bijna|ik))* op(?= |\W|$)(?! te| aan)",
        r"(?:heeft|heb|had|zo) (?:\w+ ){0,3}?(?:geen|weinig) (?:enkele )?(?:zin|nut)(?: (?:meer|zo|hier|"
        r"dit))*",
        r"(?:wordt|gaat|word|ga|komt) (?:\w+ ){0,3}?(?:niks|niets|nooit wat|nooit iets|niet meer goed|"
        r"nooit meer goed|toch niks|nooit goed) ?(?:meer|worden|hier|lukken)?(?=\W|$)",
        r"moedeloos|hopeloos|uitzichtloos|radeloos|wanhopig|ten einde raad|einde raad|weet (?:het|niet|"
        r"ik)(?: \w+){0,2} (?:ook |gewoon |echt )?niet meer(?: wat| hoe)?|ik kap (?:ermee|er mee)|"
        r"ik stop (?:ermee|er mee|met)(?: (?:deze|dit|jullie))?|ik haak af|hou maar op|houd maar op|"
        r"forget it|vergeet (?:het|'t)(?: maar| dan)?|dan niet(?: he| dan)?(?=\W*$)|dan maar niet|(?:kan|"
        r"kon) (?:het|me) (?:\w+ )?(?:niet|niks) (?:meer )?schelen|boeit (?:me )?(?:al )?(?:niet|"
        r"niks) ?(?:meer)?|zoek het (?:maar |lekker )*(?:zelf )?uit|bekijk het maar|trek (?:het|"
        r"dit) niet meer|(?:ik )?kan niet meer|ben (?:er|het) (?:op|kapot)|i give up|give up",
        r"(?:nee is nee|nog eens nee|nee nee en|en nog eens nee)",
    ),
    family(
        "laat_maar",
        "zegt laat maar",
        0.9,
        r"(?:laat|laten) (?:het |dan |ook |nu |we |toch )*maar(?: (?:zitten|zo|weer|dan|hoor|gaan))?(?=\W|$)",
        r"het zal wel|tzal wel|t zal wel|whatever|never ?mind",
    ),
    family(
        "zucht",
        "zucht",
        1.1,
        r"(?:p+f+t?|pf+|zucht|diepe zucht|sigh|tss+|tsss|bah|jakkes|grr+|argh+|aargh+|aaah+|urgh|ugh+|hmpf+|"
        r"mpf|gr+mbl|allez|komaan|alee|allee|nou ja zeg|zeg nou zelf|kom op(?: zeg| nou| hoor)?|come on|"
        r"jezusmina|mijn hemel|hemeltjelief|hemel zeg|mijn god|my god|omg|goeie genade|lieve hemel|"
        r"oh my god|tjongejonge|tjonge ?jonge|sjongejonge|manmanman|man man man|jongens toch|jongen toch|"
        r"hallo zeg|nou zeg)",
    ),
    family(
        "wijst_antwoord_af",
        "zegt dat het antwoord niet klopt of niet helpt",
        1.0,
        r"(?:klopt|kloppen) (?:\w+ ){0,3}?(?:helemaal |dus |gewoon |echt |toch |totaal |nog steeds |weer |"
        r"voor )+(?:niet|nie|geen (?:bal|reet|hout|meter|zak))(?! (?:of|wat))",
        r"(?:verkeerd(?:e)?|fout|onjuist|onzin|dom|standaard|nietszeggend|vaag|raar|kort|halfbakken|"
        r"nep) ?antwoord\w*|wrong answer|weer (?:fout|mis|verkeerd|niet goed|niet)|nog steeds (?:fout|"
        r"verkeerd|niet goed|niet|niks)|niet (?:goed|juist) (?:gelezen|geluisterd|begrepen)|dat (?:heeft|"
        r"was) er niks mee te maken|(?:heeft|hebben) (?:er )?(?:niks|niets) (?:mee|"
        r"met mijn vraag) (?:te maken|te doen)|lees (?:mijn |m'n |dan |toch |eerst |gewoon |nou |"
        r"nog )+(?:\w+ )?(?:vraag|bericht|eens|goed|beter)|werkt (?:\w+ ){0,2}?(?:weer|nog steeds|alweer|"
        r"voor geen meter|opnieuw|dus|gewoon|echt|steeds) niet|doet (?:het|'t|hij) (?:weer|nog steeds|"
        r"alweer|voor geen meter|gewoon|dus|steeds) niet|lukt (?:\w+ )?(?:weer|nog steeds|alweer|"
        r"voor geen meter|opnieuw|dus|gewoon|echt|steeds|van geen kant) niet|standaard ?antwoord\w*|"
        r"standaard ?(?:praatje|verhaaltje|riedeltje|tekst\w*|zinnetje)|voorgekauwd\w*|knip en plak\w*|"
        r"copy ?paste|nietszeggend\w*",
    ),
)
