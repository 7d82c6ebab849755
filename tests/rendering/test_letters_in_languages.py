"""Letters in every language that has a folder: as approved, with the same figures.

One approved file per template, language and branch. After a wanted change, write them
again with `PARLEY_APPROVE=1 pytest tests/rendering/test_letters_in_languages.py`, and
read the difference. A language is not left out because it has no approved files: that
fails here.
"""

import difflib
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.letters import PER_PAYMENT, LetterForm, LetterKind
from assistant.domain.money import Money
from assistant.rendering import formats
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import SHORT_KINDS, SHORT_LIMIT, Letters
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir
from tests.domain.test_letter_facts import PRIVATE, a_case_with_secrets, facts_of
from tests.rendering.letter_branches import BRANCHES, EVERY, OWN_BRANCHES

LONG, SHORT = LetterForm.LONG, LetterForm.SHORT
APPROVED_IN = Path(__file__).parents[1] / "approved" / "letters"
SAMPLES = samples()
LETTERS = Letters(templates_dir())
LANGUAGES = LETTERS.languages()
# Every template: whose own wording it is, its kind and form, its samples.
TEMPLATES = [
    *(("", kind, form, names) for (kind, form), names in BRANCHES.items()),
    *((book, kind, form, names) for (book, kind, form), names in OWN_BRANCHES.items()),
]
# Besides its own samples a template gets some that are for other letters.
OTHERS = sorted(SAMPLES)[::20]
EVERYWHERE = [
    pytest.param(language, *each[:3], id="-".join(filter(None, (language, *each[:3]))))
    for language in LANGUAGES
    for each in TEMPLATES
]
in_every_language = pytest.mark.parametrize(
    ("language", "book", "kind", "form"), EVERYWHERE
)


@cache
def shown(
    language: str, book: str, kind: LetterKind, form: LetterForm, branch: str
) -> str:
    letter = LETTERS.render(kind, form, language, SAMPLES[branch], playbook=book)
    assert letter.language == language
    return f"Subject: {letter.subject}\n\n{letter.body}\n"


def own(book: str, kind: LetterKind, form: LetterForm) -> list[str]:
    """The samples that a template has approved letters for."""
    (names,) = (each[3] for each in TEMPLATES if each[:3] == (book, kind, form))
    return names.split()


def tried(book: str, kind: LetterKind, form: LetterForm) -> list[str]:
    """The samples that a template is tried with."""
    return sorted({*own(book, kind, form), *OTHERS})


def name_of(book: str, kind: LetterKind, form: LetterForm, branch: str) -> str:
    return "-".join(filter(None, (book, kind, form, branch))) + ".txt"


# --- wording ----------------------------------------------------------------------


@pytest.mark.covers(
    *"F-B1 F-B5 F-D1 F-D7 F-G1 F-G4 F-G5 F-G6 F-G9 F-H2 F-H4 F-H5 F-H6".split(),
    *"F-H7 F-J4 F-C12 F-A9 F-F5 S0-10 S0-27 S0-35 S2-5 S2-20 S2-21 S2-27".split(),
    *"S2-2 S2-29 F-I1 F-I2 F-I4 F-I6 F-I8 F-I9 F-Q1".split(),
    *"F-B7 F-G14 K3 F-D10 S3-19 S3-20".split(),
)
@in_every_language
def test_a_letter_reads_as_it_was_approved(
    language: str, book: str, kind: LetterKind, form: LetterForm
) -> None:
    for branch in own(book, kind, form):
        file = APPROVED_IN / language / name_of(book, kind, form, branch)
        now = shown(language, book, kind, form, branch)
        if os.environ.get("PARLEY_APPROVE"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(now, encoding="utf-8")
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        diff = difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="")
        assert now == before, f"{file}\n" + "\n".join(diff)


def test_each_language_has_its_approved_files_and_none_is_left_over() -> None:
    wanted = {
        f"{language}/{name_of(book, kind, form, branch)}"
        for language in LANGUAGES
        for book, kind, form, names in TEMPLATES
        for branch in names.split()
    }
    there = {
        file.relative_to(APPROVED_IN).as_posix() for file in APPROVED_IN.rglob("*.txt")
    }
    assert there == wanted


def test_every_language_words_the_same_letters() -> None:
    folder = templates_dir() / "letters"
    files = {
        language: {
            path.relative_to(folder / language).as_posix()
            for path in (folder / language).rglob("*.j2")
        }
        for language in LANGUAGES
    }
    assert {code: names ^ files["en"] for code, names in files.items()} == {
        code: set() for code in LANGUAGES
    }


def test_who_has_letters_in_a_language_can_have_the_chat_in_it() -> None:
    assert set(LANGUAGES) <= set(Phrases(templates_dir() / "phrases").languages())


@pytest.mark.parametrize("language", LANGUAGES)
def test_approved_letters_and_long_names_lead_into_every_line(language: str) -> None:
    seen: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        template = frame.f_globals.get("__jinja_template__")
        if template is None:
            return None
        seen.add((template.name, frame.f_lineno))
        return trace

    letters = [
        (book, kind, form, SAMPLES[name])
        for book, kind, form, names in TEMPLATES
        for name in names.split()
    ]
    for book, kind, form, names in TEMPLATES:
        for name in names.split() if form is SHORT else ():
            for size in (60, 200):  # shorter wordings are for longer names
                named = replace(SAMPLES[name], customer="N" * size)
                letters.append((book, kind, form, named))
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        for book, kind, form, facts in letters:
            LETTERS.render(kind, form, language, facts, playbook=book)
    finally:
        sys.settrace(before)
    for name in {name for name, _ in seen}:
        template = LETTERS._templates.get_template(name)
        missed = {line for line, at in template.debug_info if (name, at) not in seen}
        assert not missed, (name, sorted(missed))


@pytest.mark.covers("F-A9")
@in_every_language
def test_every_letter_carries_the_case_number(
    language: str, book: str, kind: LetterKind, form: LetterForm
) -> None:
    for branch in tried(book, kind, form):
        subject, _, body = shown(language, book, kind, form, branch).partition("\n")
        assert SAMPLES[branch].case_id in subject
        assert SAMPLES[branch].case_id in body


@in_every_language
def test_text_is_plain_and_each_paragraph_is_one_line(
    language: str, book: str, kind: LetterKind, form: LetterForm
) -> None:
    for branch in tried(book, kind, form):
        body = shown(language, book, kind, form, branch).partition("\n\n")[2][:-1]
        assert body == body.strip()
        assert "\n\n\n" not in body
        assert "\ue001" not in body
        assert "  " not in body
        assert " \n" not in body
        assert " ." not in body.replace("____", "")
        assert ".." not in body
        assert not re.search(r",[^\S\n]*[.,]", body)
        assert "None" not in body


@pytest.mark.covers("F-G7", "F-L3")
@in_every_language
def test_no_letter_of_a_case_full_of_secrets_tells_one(
    language: str, book: str, kind: LetterKind, form: LetterForm
) -> None:
    money = "P1" if kind in PER_PAYMENT else ""
    facts = facts_of(a_case_with_secrets(), money=money)
    assert (facts.money is not None) is bool(money)
    text = LETTERS.render(kind, form, language, facts, playbook=book).body
    assert PRIVATE not in text
    assert not re.search(r"98.?765|76.?543|54.?321|666[.,]66", text)


# --- amounts and days -------------------------------------------------------------


def values_of(thing: object, kind: type) -> Iterator[Any]:
    """Everything of a type that is somewhere in a dataclass."""
    if isinstance(thing, kind):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from values_of(getattr(thing, field.name), kind)
    elif isinstance(thing, tuple):
        for item in thing:
            yield from values_of(item, kind)


@cache
def written(language: str, branch: str) -> list[tuple[str, Any]]:
    """The amounts and days of a sample as a letter writes them, the longest first."""
    facts = SAMPLES[branch]
    found: dict[str, Any] = {
        formats.money(money, language): money for money in values_of(facts, Money)
    }
    found |= {formats.date_long(day, language): day for day in values_of(facts, date)}
    return sorted(found.items(), key=lambda each: len(each[0]), reverse=True)


def told(language: str, branch: str, text: str) -> tuple[set[Any], str]:
    """The amounts and days of a sample that a text names, and what is left of it."""
    named: set[Any] = set()
    for words, value in written(language, branch):
        if words in text:
            named.add(value)
            text = text.replace(words, "")
    return named, text


@pytest.mark.covers("F-H8")
@in_every_language
def test_every_amount_and_day_in_a_letter_is_one_of_its_facts(
    language: str, book: str, kind: LetterKind, form: LetterForm
) -> None:
    months = "|".join(get_month_names("wide", locale=language).values())
    day = re.compile(rf"\d[ \w.]{{1,4}}(?:{months})\b|\b(?:{months}) \d")
    for branch in tried(book, kind, form):
        text = shown(language, book, kind, form, branch)
        _, left = told(language, branch, text)
        assert "€" not in left
        assert not day.search(left)


@pytest.mark.covers("F-H8", "F-Q1")
@in_every_language
def test_a_letter_names_the_same_amounts_and_days_in_every_language(
    language: str, book: str, kind: LetterKind, form: LetterForm
) -> None:
    if form is SHORT:  # where the words are longer, a shorter wording names fewer days
        return
    for branch in tried(book, kind, form):
        here, there = (
            told(code, branch, shown(code, book, kind, form, branch))[0]
            for code in (language, "en")
        )
        assert here == there, branch


@in_every_language
def test_what_makes_a_difference_in_english_makes_one_everywhere(
    language: str, book: str, kind: LetterKind, form: LetterForm
) -> None:
    """Two samples that read alike read alike in both languages, or in neither."""
    # "Credit memo" and "check" are words of one country: only English has two (K10).
    names = [name for name in own(book, kind, form) if "american" not in name]
    alike, there = (
        {
            pair
            for pair in combinations(names, 2)
            if len({shown(code, book, kind, form, branch) for branch in pair}) == 1
        }
        for code in ("en", language)
    )
    assert there == alike


# --- short forms ------------------------------------------------------------------


@pytest.mark.covers("F-B1")
@pytest.mark.parametrize("language", LANGUAGES)
@given(
    name=st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=60),
    branch=st.sampled_from(sorted(SAMPLES)),
    kind=st.sampled_from(SHORT_KINDS),
    playbook=st.sampled_from(["", "trades"]),
)
def test_a_short_letter_fits_and_names_a_customer_of_60_characters(
    language: str, name: str, branch: str, kind: LetterKind, playbook: str
) -> None:
    facts = replace(SAMPLES[branch], customer=name)
    body = LETTERS.render(kind, SHORT, language, facts, playbook=playbook).body
    assert len(body) <= SHORT_LIMIT
    assert "\n" not in body
    assert f" {name}, " in body[: len(name) + 40]
    assert facts.case_id in body


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    size=st.integers(61, 4000),
    number=st.integers(1, 400),
    kind=st.sampled_from(SHORT_KINDS),
    playbook=st.sampled_from(["", "trades"]),
)
def test_a_short_letter_fits_whatever_the_names(
    language: str, size: int, number: int, kind: LetterKind, playbook: str
) -> None:
    plain = SAMPLES["plain"]
    facts = replace(
        plain,
        customer="N" * size,
        case_id="D-" + "9" * number,
        invoice=replace(plain.invoice, number="9" * number),
        business=replace(plain.business, sign_off="S" * size),
    )
    body = LETTERS.render(kind, SHORT, language, facts, playbook=playbook).body
    assert len(body) <= SHORT_LIMIT


# --- what no language says ----------------------------------------------------------

# Words that chase, threaten, blame or beg in a letter about an open dispute.
NOT_SAID = {
    "en": r"overdue|past due|final notice|legal action|lawyer|attorney|our mistake"
    r"|sorry|apologi|without prejudice|\bdebt|court\b|unacceptable|penalt|liab",
    "de": r"überfällig|Mahnung|letzte Aufforderung|Anwält|Anwalt|Gericht|Inkasso"
    r"|unser Fehler|Entschuldig|entschuldig|leider|Schuld\b|Verzug|unverzüglich"
    r"|inakzeptabel|Vertragsstrafe|ohne Präjudiz|Haftung",
    "fr": r"mise en demeure|contentieux|huissier|commissaire de justice|avocat"
    r"|tribunal|notre faute|notre erreur|désolé|excus|inacceptable|pénalité|dette"
    r"|recouvrement",
    "es": r"moros|requerimiento de pago|abogad|tribunal|juzgado|nuestro error"
    r"|lo sient|disculp|inaceptable|penaliz|deuda|recobro",
    "it": r"diffida|messa in mora|avvocat|tribunale|recupero crediti|nostro errore"
    r"|nostra colpa|ci scusiamo|mi scuso|inaccettabil|penale|debito|moros",
    "nl": r"ingebrekestelling|aanmaning|advocaat|rechtbank|rechter\b|incasso|onze fout"
    r"|excuses|spijt|onaanvaardbaar|boete|schuld\b|deurwaarder",
    "pt": r"cobrança judicial|advogad|tribunal|nosso erro|desculp|inaceitável"
    r"|multa|dívida|penhora",
}
DISPUTE_LETTERS = [
    pair
    for pair in EVERY
    if pair[0] not in (LetterKind.FINAL_LETTER, LetterKind.BACK_TO_COLLECTION)
]


@pytest.mark.covers("F-A7", "F-C13", "F-F6")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "form"), DISPUTE_LETTERS)
def test_dispute_letters_chase_blame_and_threaten_nobody_in_any_language(
    language: str, kind: LetterKind, form: LetterForm
) -> None:
    words = re.compile(NOT_SAID[language.partition("_")[0]])
    for branch in tried("", kind, form):
        found = words.search(shown(language, "", kind, form, branch))
        assert not found, (branch, found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% raw %}", "\\", "<b>R&D</b>", "---"])
def test_customer_text_is_printed_and_never_run(language: str, text: str) -> None:
    facts = replace(SAMPLES["denied"], customer=text)
    for book, kind, _, _ in TEMPLATES:
        letter = LETTERS.render(kind, LONG, language, facts, playbook=book)
        assert text in letter.body.partition("\n")[0]
        assert "49" not in letter.body
