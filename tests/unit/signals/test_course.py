"""The course of the conversation: what builds up, what is respected, what starts anew.

The moods of the messages are told here, so that the course is tested alone; the rest is the real reader with the
weights that were written by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

from dichtbij.signals import Reader, Reading, Turn, policy
from dichtbij.signals.mood import STILL, Mood
from dichtbij.signals.weighing import PRIOR, Weighing
from tests.reader import reader

QUESTION = "waarom is mijn jaarafrekening zo hoog geworden"
ANSWER = "Uw jaarafrekening is het verschil tussen uw verbruik en wat u betaald heeft."
ANGRY = "dit slaat nergens op"
ANGRY_TOO = "en daar moet ik het mee doen"
NEARLY = "zo kom ik er niet"
FURIOUS = "wat een waardeloze service"
MOODS = {
    ANGRY: (policy.IRRITATED + policy.FRUSTRATED) / 2,
    ANGRY_TOO: (policy.IRRITATED + policy.FRUSTRATED) / 2,
    NEARLY: policy.IRRITATED * 0.95,
    FURIOUS: 0.99,
}


class ToldReader(Reader):
    """Knows the moods above; every other message is calm."""

    def __init__(self) -> None:
        known = reader()
        super().__init__(known._mood._model, known._circumstances._model, Weighing(PRIOR), known._us)

    def _mood_of(self, text: str) -> Mood:
        score = MOODS.get(text)
        return Mood(score, (("expliciet", score), ("neutraal", 1 - score)), text) if score else STILL


def read(turns: Sequence[Turn]) -> Reading:
    return ToldReader().read(turns)


def customer(text: str) -> Turn:
    return Turn("customer", text)


def bot(text: str = "Dat staat op uw factuur.", *marks: str) -> Turn:
    return Turn("bot", text, frozenset(marks))


OFFER = bot("Wilt u een medewerker spreken?", "offer_human")


def names(reading: Reading) -> set[str]:
    return {item.name for item in reading.evidence}


def test_nothing_to_read() -> None:
    assert read([]) == Reading()
    assert read([customer("hoi"), bot()]) == Reading()


def test_the_same_question_again() -> None:
    reading = read([customer(QUESTION), bot(ANSWER), customer(QUESTION + "?")])
    assert names(reading) == {"klant_herhaalt"}
    assert reading.level == "kalm"  # once may be a slip of the thumb


def test_a_question_in_other_words() -> None:
    reading = read([customer(QUESTION), bot(ANSWER), customer("maar hoe komt die jaarafrekening dan zo hoog")])
    assert "klant_herformuleert" in names(reading)


def test_another_question_is_no_repetition() -> None:
    reading = read([customer(QUESTION), bot(ANSWER), customer("en wanneer wordt mijn termijnbedrag afgeschreven")])
    assert reading.evidence == ()


def test_short_answers_are_no_repetition() -> None:
    turns = [customer("ja"), bot("En het daltarief?"), customer("12345"), bot("Klopt dat?"), customer("ja")]
    assert read(turns).evidence == ()


def test_the_same_answer_twice_to_the_same_question_is_enough_for_an_offer() -> None:
    reading = read([customer(QUESTION), bot(ANSWER), customer(QUESTION), bot(ANSWER), customer(QUESTION)])
    assert {"klant_herhaalt", "bot_herhaalt"} <= names(reading)
    assert reading.score > read([customer(QUESTION)]).score
    annoyed = [*[customer(QUESTION), bot(ANSWER)] * 2, customer(NEARLY)]
    assert read(annoyed).advice != "none"
    assert read([customer(NEARLY)]).advice == "none"


def test_fallbacks_add_up() -> None:
    once = read([customer("m'n dinges"), bot("?", "fallback"), customer("die brief van jullie")])
    twice = read([customer("a b c"), bot("?", "fallback"), customer("d e f"), bot("?", "fallback"), customer("g h i")])
    assert names(once) == {"niet_verstaan"}
    assert names(twice) == {"vaker_niet_verstaan"}
    assert once.score < twice.score
    assert once.level == "kalm"


def test_a_fallback_is_seen_by_its_words_too() -> None:
    said = bot("Sorry, dat begrijp ik niet goed. Kunt u het anders zeggen?")
    assert "niet_verstaan" in names(read([customer("dinges"), said, customer("die brief van jullie")]))


def test_a_form_that_loops() -> None:
    retry = bot("Dat IBAN klopt niet.", "form_retry")
    turns = [customer("NL91"), retry, customer("NL92"), retry, customer("NL93"), retry, customer("NL94")]
    reading = read(turns)
    assert names(reading) == {"formulier_blijft_haperen"}
    assert reading.advice == "offer"
    assert "3 antwoorden" in reading.evidence[0].label


def test_growing_terseness() -> None:
    turns = [
        customer("ik wil graag weten wat de terugleverkosten zijn"),
        bot(),
        customer("ja maar hoeveel dan"),
        bot(),
        customer("hoeveel dan"),
    ]
    assert "wordt_korter" in names(read(turns))


def test_no_to_an_answer_and_no_to_a_question() -> None:
    assert "wijst_af" in names(read([customer("x"), bot("Uw bedrag is € 80,00."), customer("nee dat bedoel ik niet")]))
    assert read([customer("x"), bot("Is dat uw adres?"), customer("nee dat klopt niet")]).evidence == ()


def test_always_in_capitals_is_a_habit() -> None:
    turns = [customer("GOEDEMIDDAG IK HEB EEN VRAAG"), bot(), customer("IK KAN MIJN FACTUUR OPVRAGEN HOOR IK")]
    assert "altijd_hoofdletters" in names(read(turns))
    assert read(turns).level == "kalm"


def test_two_irritated_turns_within_four_hand_over() -> None:
    turns = [customer(ANGRY), bot(), customer("en mijn gas?"), bot(), customer(ANGRY)]
    assert read(turns[:1]).advice == "offer"
    assert read(turns[:3]).advice == "none"
    assert read(turns).advice == "hand_over"


def test_irritation_longer_ago_is_forgotten() -> None:
    calm = [
        customer("wat kost een kWh"),
        bot(),
        customer("en gas dan"),
        bot(),
        customer("per wanneer gaat dat in"),
        bot(),
    ]
    assert read([customer(ANGRY), bot(), *calm, customer(ANGRY_TOO)]).advice == "offer"


def test_a_declined_offer_is_respected_until_new_evidence() -> None:
    turns = [customer(ANGRY), OFFER, customer("nee, ik wil gewoon mijn factuur")]
    assert read(turns).advice == "none"
    turns += [bot("Hier is uw factuur."), customer("en die van oktober?")]
    assert read(turns).advice == "none"
    turns += [bot("Die heb ik niet."), customer(ANGRY_TOO)]
    assert read(turns).advice == "offer"
    turns += [OFFER, customer(ANGRY)]
    assert read(turns).advice == "hand_over"


def test_declining_in_anger_is_still_declining() -> None:
    assert read([customer(ANGRY), OFFER, customer("nee!! geef gewoon antwoord")]).advice == "none"


def test_a_request_after_a_declined_offer_is_granted() -> None:
    turns = [customer(ANGRY), OFFER, customer("nee"), bot(), customer("toch maar een medewerker graag")]
    assert read(turns).advice == "hand_over"


def test_an_earlier_irritation_tips_the_scale() -> None:
    alone = read([customer(NEARLY)])
    after = read([customer(ANGRY), bot(), customer(NEARLY)])
    assert alone.level == "kalm"
    assert after.level != "kalm"
    assert after.advice == "hand_over"
    assert "eerder_geirriteerd" in names(after)


def test_what_an_agent_says_is_not_the_bots() -> None:
    agent = Turn("agent", ANSWER)
    assert "bot_herhaalt" not in names(read([customer("a"), agent, customer("b"), agent, customer("dank u")]))


def test_fury_needs_no_history() -> None:
    assert read([customer(FURIOUS)]).advice == "hand_over"


def test_the_same_history_does_not_hand_over_twice() -> None:
    """The counter gives the turns since the last hand-back: what was handed over for is not among them."""
    before = [customer(FURIOUS), bot(), customer(ANGRY)]
    assert read(before).advice == "hand_over"
    assert read([Turn("system", "De assistent neemt het weer over."), customer("en mijn gas?")]).advice == "none"


def test_every_sign_has_a_weight_and_words() -> None:
    turns = [
        customer(QUESTION),
        bot(ANSWER),
        customer(QUESTION),
        bot(ANSWER),
        customer(ANGRY),
        bot(ANSWER),
        customer(QUESTION),
    ]
    for item in read(turns).evidence:
        assert item.label
        assert item.weight == round(item.weight, 2) != 0
