"""The tone check on French texts: its words, and the letters that are shipped."""

import pytest

from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.tone import HitKind, Wording
from assistant.usecases.outgoing import check_tone
from tests.advice.tone_lines import calm_of

H, K = HitKind, LetterKind
FIRM = Wording(
    "fr",
    "EUR",
    K.FIRM_ANSWER,
    {Money.of(400, "EUR"): "400,00\u00a0€"},
    is_on_hold=True,
    pay_by="14 mai 2026",
    rest="1\u202f050,00\u00a0€",
    expires_on="20 mai 2026",
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Nous nous verrons au tribunal.", [H.THREAT]),
        ("Vous aurez bientôt des nouvelles de l’huissier.", [H.THREAT]),
        ("Je publierai cela sur les réseaux sociaux.", [H.THREAT]),
        ("Demain, je bloque votre accès.", [H.THREAT]),
        ("Vous mentez, et vous en êtes conscient.", [H.ACCUSATION]),
        ("Vous refusez de payer.", [H.ACCUSATION]),
        ("J'exige une réponse.", [H.ACCUSATION]),
        ("Bien essayé.", [H.SARCASM]),
        ("Cela n’a jamais été convenu.", [H.ABSOLUTE]),
        ("Sauf erreur, cela n’a jamais été convenu.", []),
        ("C’était notre faute.", [H.ADMISSION]),
        ("Je suis désolé que cela se soit passé ainsi.", [H.ADMISSION]),
        ("Vous avez raison.", [H.ADMISSION]),
        ("Vous écrivez que c’est notre faute.", []),
        ("Sinon, le dossier part au recouvrement.", [H.DUNNING]),
        ("Il faut donc payer cette somme immédiatement.", [H.DUNNING]),
        ("Sous toutes réserves, voici notre réponse.", [H.LABEL]),
        ("PAYEZ MAINTENANT.", [H.SHOUTING]),
        ("Merci de régler les 400,00 €.", [H.MISSING_DATE]),
        ("Merci de régler les 400,00 € d’ici vendredi.", []),
        ("Vous êtes toujours bienvenu pour en parler.", []),
    ],
)
@pytest.mark.covers("X5", "F-Q1")
def test_french_words_that_do_harm_are_found(text: str, kinds: list[HitKind]) -> None:
    assert [hit.kind for hit in check_tone(text, FIRM)] == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Je vous propose une remise.", H.NO_CONDITION),
        ("Je vous propose une remise si vous payez le reste.", H.NO_EXPIRY),
    ],
)
def test_a_french_offer_names_its_condition_and_its_last_day(
    text: str, kind: HitKind
) -> None:
    offer = Wording("fr", "EUR", K.GOODWILL_OFFER, {})
    assert kind in [hit.kind for hit in check_tone(text, offer)]


@pytest.mark.parametrize(
    ("text", "calm"),
    [
        ("Cela n’a jamais été convenu.", "cela n’a jamais été convenu."),
        ("L’accord n’a jamais été signé.", "l’accord n’a jamais été signé."),
        ("Marta n’a jamais signé.", "Marta n’a jamais signé."),
    ],
)
def test_a_french_sentence_loses_its_capital_and_a_name_does_not(
    text: str, calm: str
) -> None:
    assert calm_of(text, FIRM) == f"Pour autant que je puisse voir : {calm}"
