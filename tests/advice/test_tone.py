"""The tone check: what it finds, what it lets pass, and what it puts in instead."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.advice import tone_words
from assistant.advice.tone import MOST_HITS, check
from assistant.advice.tone_words import languages, read_words, words_of
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.tone import (
    Figures,
    Hit,
    HitKind,
    Wording,
    amounts_in,
    calmed,
    neutral,
    words_in,
)
from assistant.rendering import formats
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import Letters
from assistant.resources import templates_dir
from assistant.usecases.outgoing import check_tone
from tests.rendering.letter_branches import BRANCHES, OWN_BRANCHES

H, K = HitKind, LetterKind


GRID = {Money.of(amount, "EUR"): f"€{amount:,}.00" for amount in (1200, 400, 150)}
FIRM = Wording(
    "en",
    "EUR",
    K.FIRM_ANSWER,
    GRID,
    private=frozenset({Money.of(275, "EUR")}),
    quoted=("Liar & Sons", "you never told us", "150 guests"),
    is_on_hold=True,
    pay_by="14 May 2026",
    rest="€1,050.00",
    expires_on="20 May 2026",
)


def wording(
    kind: LetterKind | None = K.FIRM_ANSWER, *, on_hold: bool = True
) -> Wording:
    return Wording(
        FIRM.language,
        FIRM.currency,
        kind,
        FIRM.amounts,
        FIRM.private,
        FIRM.quoted,
        on_hold,
        FIRM.pay_by,
        FIRM.rest,
        FIRM.expires_on,
    )


def calm_of(text: str) -> str:
    return calmed(text, lambda each: check_tone(each, FIRM))


def hits(text: str, kind: LetterKind | None = K.FIRM_ANSWER) -> list[tuple[str, str]]:
    return [(hit.kind, hit.words) for hit in check_tone(text, wording(kind))]


FOUND = [
    ("You are lying to us.", H.ACCUSATION, "You are lying"),
    ("That's ridiculous.", H.ACCUSATION, "ridiculous"),
    ("You deliberately chose to read it so.", H.ACCUSATION, "deliberately"),
    ("You didn't bother to read it.", H.ACCUSATION, "didn't bother to read"),
    ("Thanks for nothing.", H.SARCASM, "Thanks for nothing"),
    ("Let me spell it out.", H.SARCASM, "Let me spell it out"),
    ("I'm sorry you feel that way.", H.SARCASM, "sorry you feel"),
    ("I'm so sorry.", H.ADMISSION, "I'm so sorry"),
    ("We will sue.", H.THREAT, "will sue"),
    ("You’ll hear from our lawyer.", H.THREAT, "hear from our lawyer"),
    ("I'll tell everyone what you did.", H.THREAT, "tell everyone"),
    ("We will take down your site.", H.THREAT, "take down your site"),
    ("You have NOT paid.", H.SHOUTING, "NOT"),
    ("Read it!!", H.SHOUTING, "!!"),
    ("What is this??", H.SHOUTING, "??"),
    ("You always do this.", H.ABSOLUTE, "You always"),
    ("It was never agreed.", H.ABSOLUTE, "never"),
    ("It was our mistake.", H.ADMISSION, "our mistake"),
    ("The banner was not delivered.", H.ADMISSION, "was not delivered"),
    ("You are right.", H.ADMISSION, "You are right"),
    ("The invoice is overdue.", H.DUNNING, "overdue"),
    ("Please pay the invoice immediately, by Friday.", H.DUNNING, "immediately"),
    ("I will pass it to a collection agency.", H.DUNNING, "collection agency"),
    ("Without prejudice, we see it so.", H.LABEL, "Without prejudice"),
    ("The price was €480.00.", H.STRANGE_AMOUNT, "€480.00"),
    ("The price was $400.", H.STRANGE_AMOUNT, "$400"),
    ("We could stop at €275.", H.PRIVATE_AMOUNT, "€275"),
    ("I can take €150 off until Friday.", H.NO_CONDITION, "I can take €150 off"),
    ("I offer €150 off if you pay the rest.", H.NO_EXPIRY, "I offer"),
    ("Please pay €400.00.", H.MISSING_DATE, "Please pay"),
]


@pytest.mark.covers("X5", "F-G12", "F-B4", "F-F6", "F-C4", "S0-5", "S0-30", "S1-17")
@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_words_that_do_harm_are_found(text: str, kind: HitKind, words: str) -> None:
    assert (kind, words) in hits(text)


@pytest.mark.parametrize(
    "text",
    [
        "As always, thank you for your order.",
        "Please pay €400.00 by 14 May 2026.",
        "Please pay €400.00 within 14 days.",
        "You say that the banner was not delivered.",
        "This is not an admission that it was our mistake.",
        "As far as I can see, it was never agreed.",
        "The VAT and the PO for INV-7 are with IKEA.",
        "I offer to take €150 off if the rest reaches us by 14 May 2026.",
        "It is a lovely day! Thank you!",
        "Liar & Sons wrote that “you never told us” about 150 guests.",
        "I have looked into it right away and at once.",
        "Sorry for the delay.",
        "Never mind the colour.",
        "Hello Tom,\n\nThank you.\n\nKind regards,\nMarta",
    ],
)
def test_calm_words_pass(text: str) -> None:
    assert hits(text) == []


@pytest.mark.covers("F-C4")
@pytest.mark.parametrize("kind", [K.BACK_TO_COLLECTION, K.FINAL_LETTER])
def test_chasing_is_in_place_once_the_hold_is_over(kind: LetterKind) -> None:
    assert not hits("The invoice is overdue.", kind)
    assert not check_tone("It is overdue.", wording(K.FIRM_ANSWER, on_hold=False))


@pytest.mark.covers("F-C4", "F-R4", "K10", "N12")
def test_chasing_in_a_hold_private_sums_and_hidden_facts_may_not_stay() -> None:
    text = "Without prejudice: the invoice is overdue, and €275 would do."
    barred = {hit.kind for hit in check_tone(text, FIRM) if hit.is_barred}
    assert barred == {H.LABEL, H.DUNNING, H.PRIVATE_AMOUNT}


@pytest.mark.covers("K10", "F-G6")
def test_a_label_may_stay_on_an_offer_once_it_is_explained() -> None:
    offer = "Without prejudice, I offer €150 off if you pay the rest by 14 May 2026."
    (hit,) = check_tone(offer, wording(K.GOODWILL_OFFER))
    assert (hit.is_barred, hit.reason) == (False, "label_on_offer")
    (hit,) = check_tone("Without prejudice, this is the record.", FIRM)
    assert (hit.is_barred, hit.reason) == (True, "label")


@pytest.mark.covers("F-G17")
def test_a_concession_may_say_that_they_have_a_point_and_take_no_blame() -> None:
    assert hits("You have a point.", K.CONCESSION) == []
    assert hits("You have a point.") == [(H.ADMISSION, "You have a point")]
    assert hits("It was our fault.", K.CONCESSION) == [(H.ADMISSION, "our fault")]


@pytest.mark.covers("F-A11")
@pytest.mark.parametrize(
    ("text", "is_strong"),
    [("You liar.", True), ("I will sue you.", True), ("You always do.", False)],
)
def test_strong_words_are_worth_a_night(text: str, is_strong: bool) -> None:
    assert any(hit.is_strong for hit in check_tone(text, FIRM)) is is_strong


CALM = [
    ("You liar, I will sue you!!", "If we cannot agree, I may look at the formal ways"),
    ("It was never agreed.", "As far as I can see, it was never agreed."),
    ("Marta never agreed.", "As far as I can see, Marta never agreed."),
    ("You always pay late.", "I have the impression that you often pay late."),
    ("It was our mistake.", "It was the point you raise."),
    ("Please pay €400.00.", "Please pay €400.00 by 14 May 2026."),
    ("Please pay €400.00 NOW!!!", "Please pay €400.00 by 14 May 2026."),
    ("The invoice is overdue.", "The invoice is open."),
    ("WITHOUT PREJUDICE\n\nHello Tom", "Hello Tom"),
    ("It came to €405.00.", "It came to €400.00."),
    (
        "I can take €150.00 off.",
        "I can take €150.00 off. This holds on condition that the remaining €1,050.00"
        " reaches us by 20 May 2026.",
    ),
]


@pytest.mark.covers("X5", "F-G12")
@pytest.mark.parametrize(("text", "calm"), CALM)
def test_the_neutral_words_are_one_tap_away(text: str, calm: str) -> None:
    assert calm_of(text).startswith(calm)


def test_two_angry_sentences_become_one_calm_one() -> None:
    calm = "We see this differently, and I would like to understand your view."
    assert calm_of("You liar. You thief. Idiots.") == calm


def test_one_hit_can_be_put_right_by_itself() -> None:
    text = "You always pay late. It was never agreed."
    first, second = check_tone(text, FIRM)
    assert neutral(text, (second,)) == (
        "You always pay late. As far as I can see, it was never agreed."
    )
    assert neutral(text, (first,)).endswith("often pay late. It was never agreed.")


def test_every_word_of_the_list_is_found_and_has_a_calm_successor() -> None:
    for language in languages():
        words = words_of(language)
        text = Path(tone_words.__file__).parent / "data" / f"tone-{language}.toml"
        assert read_words(text.read_text(encoding="utf-8")).entries == words.entries
        calm = [e.instead for e in words.entries if e.instead is not None]
        for instead in [*calm, *words.put_in.values()]:
            said = instead.format(
                pay_by="14 May 2026", rest="€400", expires_on="May 20"
            )
            assert not [
                hit
                for hit in check(said, wording(None), Figures())
                if hit.kind not in (H.NO_CONDITION, H.NO_EXPIRY)
            ], instead


def test_a_language_without_words_still_has_its_figures_and_capitals_looked_at() -> (
    None
):
    finnish = Wording("fi_FI", "EUR", K.FIRM_ANSWER, GRID)
    found = check_tone(
        "Hinta oli 480,00 EUR ja 400 EUR!! VIELÄKIN ODOTAN RAHAA", finnish
    )
    assert [hit.kind for hit in found] == [H.STRANGE_AMOUNT, H.SHOUTING, H.SHOUTING]


# --- shipped letters ----------------------------------------------------------------


# Every branch of every template, as approved; those of single playbooks too.
SHIPPED = [
    *((("", *of), names) for of, names in BRANCHES.items()),
    *OWN_BRANCHES.items(),
]


@pytest.mark.covers("X5", "F-G12", "F-A7", "F-C13", "F-J10", "F-Q1", "S0-2", "S0-3")
@pytest.mark.parametrize("language", languages())
def test_every_shipped_letter_passes_the_check(language: str) -> None:
    letters, problems = Letters(templates_dir()), []
    for (book, kind, form), names in SHIPPED:
        for name in names.split():
            facts = samples()[name]
            made = letters.render(kind, form, language, facts, playbook=book)
            ours = {each: formats.money(each, language) for each in amounts_in(facts)}
            allowed = Wording(
                language, "EUR", kind, ours, quoted=words_in(facts), is_on_hold=True
            )
            problems += [
                (book, kind, name, hit.kind, hit.words)
                for text in (made.subject, made.body)
                for hit in check_tone(text, allowed)
            ]
    assert problems == []


# --- hostile text -------------------------------------------------------------------

BITS = st.sampled_from(
    [
        *("you ", "never ", "pay ", "now ", "I offer ", "if ", "€5 ", "NOT ", "!", "?"),
        *(
            ". ",
            "\n",
            "5 May ",
            "without prejudice ",
            "liar ",
            "overdue ",
            "’s ",
            "a'b ",
        ),
        *(
            "Liar & Sons",
            "\0",
            "\u200b",
            "Ａ",
            "ß",
            "İ",
            "1,2,3.4",
            "😀",
            "please pay ",
        ),
    ]
)


@settings(deadline=None)
@given(st.lists(BITS, max_size=60).map("".join))
def test_any_text_is_checked_and_calmed(text: str) -> None:
    found = check_tone(text, FIRM)
    assert len(found) <= MOST_HITS
    assert list(found) == sorted(found, key=lambda hit: (hit.start, hit.end))
    for hit in found:
        assert 0 <= hit.start <= hit.end <= len(text)
        assert text[hit.at : hit.at + len(hit.words)] == hit.words
    for one, other in pairwise(found):
        assert one.end <= other.start
    calm = calm_of(text)
    assert not [hit for hit in check_tone(calm, FIRM) if is_curable(hit)]


def is_curable(hit: Hit) -> bool:
    return hit.is_strong or hit.kind in (H.LABEL, H.DUNNING, H.SARCASM)


@pytest.mark.parametrize(
    "bit",
    [
        "a ",
        "!",
        "I offer. ",
        "pay a b c ",
        "NOT ",
        "Never. ",
        "€5 ",
        "'",
        "\n",
        "liar ",
    ],
)
def test_the_time_grows_evenly_with_the_text(bit: str) -> None:
    """A text of any kind that is 16 times as long does not take 256 times as long."""

    def seconds(size: int) -> float:
        text = bit * (size // len(bit))
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            check(text, FIRM, Figures())
            best = min(best, time.process_time() - start)
        return best

    assert seconds(64_000) < 80 * max(seconds(4_000), 0.001)  # even: 16, square: 256


@pytest.mark.parametrize(
    ("currency", "minor", "language"),
    [
        ("KWD", 1_500, "en"),
        ("KWD", 1_234_567, "en_GB"),
        ("JPY", 1_234_567, "en"),
        ("CHF", 123_456_750, "de_CH"),
        ("INR", 1_234_567_800, "en_IN"),
        ("EUR", 123_456, "fr_FR"),
        ("USD", 5, "en_US"),
    ],
)
def test_a_sum_as_we_write_it_is_known_in_every_currency(
    currency: str, minor: int, language: str
) -> None:
    amount = Money(minor, currency)
    said = formats.money(amount, language)
    allowed = Wording(language, currency, None, {amount: said})
    assert check_tone(f"It comes to {said} in all.", allowed) == ()


def test_the_sums_of_a_text_are_compared_with_the_grid_exactly() -> None:
    exact = Wording("en", "EUR", None, {Money(40_001, "EUR"): "€400.01"})
    assert check_tone("It was €400.01.", exact) == ()
    (hit,) = check_tone("It was €400.00.", exact)
    assert (hit.kind, hit.replacement) == (H.STRANGE_AMOUNT, "€400.01")
