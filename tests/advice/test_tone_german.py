"""The tone check of German letters: what it finds, and that ours pass."""

import pytest

from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.tone import HitKind, Wording, calmed
from assistant.usecases.outgoing import check_tone

H = HitKind
FIRM = Wording(
    "de_DE",
    "EUR",
    LetterKind.FIRM_ANSWER,
    {Money.of(400, "EUR"): "400,00 €"},
    is_on_hold=True,
    pay_by="14. Mai 2026",
    rest="400,00 €",
    expires_on="20. Mai 2026",
)


@pytest.mark.covers("F-Q1", "F-G12")
@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Sie haben gelogen.", H.ACCUSATION, "gelogen"),
        ("Das ist doch nur eine Ausrede.", H.ACCUSATION, "Ausrede"),
        ("Sie wollen nicht zahlen.", H.ACCUSATION, "wollen nicht zahlen"),
        ("Wir sehen uns vor Gericht.", H.THREAT, "Wir sehen uns vor Gericht"),
        ("Dann schalte ich einen Anwalt ein.", H.THREAT, "einen Anwalt"),
        ("Alle werden erfahren, wie Sie sind.", H.THREAT, "Alle werden erfahren"),
        ("Na toll, wie praktisch.", H.SARCASM, "Na toll"),
        ("Sie zahlen immer zu spät.", H.ABSOLUTE, "immer"),
        ("Das war unser Fehler.", H.ADMISSION, "unser Fehler"),
        ("Es tut uns leid.", H.ADMISSION, "Es tut uns leid"),
        ("Sie haben recht.", H.ADMISSION, "Sie haben recht"),
        ("Die Rechnung ist überfällig.", H.DUNNING, "überfällig"),
        ("Wo bleibt mein Geld?", H.DUNNING, "Wo bleibt mein Geld"),
        ("Das schreibe ich ohne Präjudiz.", H.LABEL, "ohne Präjudiz"),
        ("Ich biete Ihnen einen Nachlass an.", H.NO_CONDITION, "Ich biete"),
        ("Bitte überweisen Sie 400,00 €.", H.MISSING_DATE, "Bitte überweisen"),
        ("ZAHLEN Sie endlich!!", H.SHOUTING, "ZAHLEN"),
        ("Offen sind 999,00 €.", H.STRANGE_AMOUNT, "999,00 €"),
    ],
)
def test_words_that_do_harm_are_found(text: str, kind: HitKind, words: str) -> None:
    found = [(hit.kind, hit.words) for hit in check_tone(text, FIRM)]
    assert (kind, words) in found


@pytest.mark.parametrize(
    "text",
    [
        "Vielen Dank für Ihre Geduld, ich melde mich bis Freitag.",
        "Wie immer freue ich mich über Ihren Anruf.",
        "Entschuldigen Sie die späte Antwort.",
        "Sie schreiben, das sei unser Fehler gewesen.",
        "Bitte überweisen Sie 400,00 € bis zum 14. Mai 2026.",
        "Soweit ich sehe, war das nie vereinbart.",
        "Das ist kein Eingeständnis.",
    ],
)
def test_calm_words_pass(text: str) -> None:
    assert check_tone(text, FIRM) == ()


def test_the_neutral_words_read_as_german() -> None:
    text = "Sie zahlen immer zu spät. Zahlen Sie das sofort!"
    calm = calmed(text, lambda each: check_tone(each, FIRM))
    assert calm == (
        "Soweit ich sehen kann: Sie zahlen immer zu spät."
        " Zahlen Sie das bis zum 14. Mai 2026!"
    )
