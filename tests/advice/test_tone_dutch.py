"""The tone check on Dutch texts: its words, and the letters that are shipped."""

import pytest

from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.tone import HitKind, Wording
from assistant.usecases.outgoing import check_tone

H, K = HitKind, LetterKind
FIRM = Wording(
    "nl",
    "EUR",
    K.FIRM_ANSWER,
    {Money.of(400, "EUR"): "€\u00a0400,00"},
    is_on_hold=True,
    pay_by="14 mei 2026",
    rest="€\u00a01.050,00",
    expires_on="20 mei 2026",
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ik sleep u voor de rechter.", [H.THREAT]),
        ("Dan zet ik een slechte recensie online.", [H.THREAT]),
        ("Morgen halen we de website offline.", [H.THREAT]),
        ("U liegt, en dat weet u.", [H.ACCUSATION]),
        ("U weigert te betalen.", [H.ACCUSATION]),
        ("Leuk geprobeerd.", [H.SARCASM]),
        ("Dat hebben wij nooit afgesproken.", [H.ABSOLUTE]),
        ("Dat was onze fout.", [H.ADMISSION]),
        ("Het spijt ons dat het zo liep.", [H.ADMISSION]),
        ("U hebt gelijk.", [H.ADMISSION]),
        ("U bedoelt dat het onze fout is, schrijft u.", []),
        ("Anders gaat het naar een incassobureau.", [H.DUNNING]),
        ("Betaal dit onmiddellijk.", [H.DUNNING]),
        ("Without prejudice: hierbij ons antwoord.", [H.LABEL]),
        ("BETAAL NU.", [H.SHOUTING]),
        ("Ik verzoek u de € 400,00 te betalen.", [H.MISSING_DATE]),
        ("Ik verzoek u de € 400,00 uiterlijk vrijdag te betalen.", []),
        ("U bent altijd welkom voor een gesprek.", []),
    ],
)
@pytest.mark.covers("X5", "F-Q1")
def test_dutch_words_that_do_harm_are_found(text: str, kinds: list[HitKind]) -> None:
    assert [hit.kind for hit in check_tone(text, FIRM)] == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wij bieden u een korting.", H.NO_CONDITION),
        ("Wij bieden u een korting als u de rest betaalt.", H.NO_EXPIRY),
    ],
)
def test_a_dutch_offer_names_its_condition_and_its_last_day(
    text: str, kind: HitKind
) -> None:
    offer = Wording("nl", "EUR", K.GOODWILL_OFFER, {})
    assert [hit.kind for hit in check_tone(text, offer)] == [kind]
