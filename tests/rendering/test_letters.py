"""Letters: what the English ones say and leave out, and every mistake is named."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.domain.letter_facts import LetterFacts
from assistant.domain.letters import PER_PAYMENT, LetterForm, LetterKind
from assistant.errors import PlaybookError
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import SHORT_KINDS, Letters
from assistant.resources import templates_dir
from tests.rendering.letter_branches import EVERY

K, LONG, SHORT = LetterKind, LetterForm.LONG, LetterForm.SHORT
SAMPLES = samples()
LETTERS = Letters(templates_dir())

# The letters that go out while the dispute is open.
DISPUTE_LETTERS = [
    pair for pair in EVERY if pair[0] not in (K.FINAL_LETTER, K.BACK_TO_COLLECTION)
]


def shown(
    kind: LetterKind, form: LetterForm, facts: LetterFacts, playbook: str = ""
) -> str:
    letter = LETTERS.render(kind, form, "en", facts, playbook=playbook)
    return f"Subject: {letter.subject}\n\n{letter.body}\n"


# --- wording ----------------------------------------------------------------------


def test_every_kind_has_a_long_form_and_three_have_a_short_one() -> None:
    assert {kind for kind, form in EVERY if form is LONG} == set(K)
    assert {kind for kind, form in EVERY if form is SHORT} == set(SHORT_KINDS)


_NOT_SAID = re.compile(
    r"overdue|past due|final notice|immediate(ly)?|legal action|lawyer|attorney"
    r"|\bfault|our mistake|sorry|apologi|\balways\b|\bnever\b|without prejudice|\bdebt"
    r"|demand|fail(ed|ure)|\bmust\b|refus|court|collection|unacceptable|penalt"
    r"|legal advice|liab",
    re.IGNORECASE,
)


@pytest.mark.covers(
    *"F-A7 F-B4 F-C4 F-C13 F-F6 S0-5 S0-30 S1-6 S1-17 S1-20".split(),
)
@pytest.mark.parametrize(("kind", "form"), DISPUTE_LETTERS)
def test_dispute_letters_chase_blame_and_threaten_nobody(
    kind: LetterKind, form: LetterForm
) -> None:
    for branch, facts in SAMPLES.items():
        found = _NOT_SAID.search(shown(kind, form, facts))
        assert not found, (branch, found)


@pytest.mark.covers("F-J4", "F-J10", "K16")
def test_the_final_letter_says_may_and_threatens_nothing_else() -> None:
    for facts in SAMPLES.values():
        text = shown(K.FINAL_LETTER, LONG, facts)
        assert "I may ask a court to decide" in text
        assert "mediation" in text
        assert not re.search(r"\bwill (sue|file|take)|without further notice", text)
        assert not re.search(r"legal advice|debt collector|credit (score|rating)", text)


@pytest.mark.covers("F-G5", "F-G6", "S0-34", "S0-35", "S0-36")
@pytest.mark.parametrize("kind", [K.GOODWILL_OFFER, K.MIXED_ANSWER])
def test_an_offer_has_a_condition_a_last_day_and_admits_nothing(
    kind: LetterKind,
) -> None:
    text = shown(kind, LONG, SAMPLES["mixed_offered"])
    assert "on condition that" in text
    assert "not as an admission" in text
    assert "goodwill" in text
    assert text.count("May 21, 2026") >= 2


# --- amounts and days -------------------------------------------------------------


@pytest.mark.covers("F-H9")
def test_amounts_and_days_follow_the_letters_country() -> None:
    facts = SAMPLES["denied"]
    british = LETTERS.render(K.FIRM_ANSWER, LONG, "en_GB", facts).body
    assert "21 May 2026" in british
    american = LETTERS.render(K.FIRM_ANSWER, LONG, "en-US", facts).body
    assert "May 21, 2026" in american


def test_a_language_without_letters_gets_english_words_and_figures() -> None:
    facts = SAMPLES["denied"]
    english = LETTERS.render(K.FIRM_ANSWER, LONG, "en", facts)
    assert LETTERS.render(K.FIRM_ANSWER, LONG, "fi", facts) == english
    assert LETTERS.language_for("fi") == "en"
    assert LETTERS.language_for("en-IE") == "en"


def test_a_kind_without_a_short_form_is_written_long() -> None:
    facts = SAMPLES["final"]
    long = LETTERS.render(K.FINAL_LETTER, LONG, "en", facts)
    assert LETTERS.render(K.FINAL_LETTER, SHORT, "en", facts) == long


@pytest.mark.covers("F-B7", "F-N1")
def test_a_playbooks_own_wording_goes_before_the_common_one(copied: Path) -> None:
    letters, facts = Letters(copied), SAMPLES["plain"]
    folder = copied / "letters" / "en"

    def body(form: LetterForm, playbook: str) -> str:
        return letters.render(K.FOLLOW_UP, form, "en", facts, playbook=playbook).body

    assert body(LONG, "trades") != body(LONG, "services") == body(LONG, "")
    (folder / "trades" / "follow_up-short.txt.j2").unlink()
    letters = Letters(copied)
    assert body(SHORT, "trades") == body(SHORT, "services")
    (folder / "trades" / "follow_up-long.txt.j2").unlink()
    letters = Letters(copied)
    assert body(LONG, "trades") == body(LONG, "services")
    assert letters.check() == []


def test_a_mistake_in_a_playbooks_own_wording_is_reported(copied: Path) -> None:
    own = copied / "letters" / "en" / "trades"
    (own / "follow-up-long.txt.j2").write_text("Subject: x\n\nHello\n")
    (own / "closing-long.txt.j2").write_text("Subject: x\n\n{{ custmer }}\n")
    problems = Letters(copied).check()
    assert f"{own}/follow-up-long.txt.j2:1: no letter has this name" in problems
    assert f"{own}/closing-long.txt.j2:3: no letter knows `custmer`" in problems


# --- hostile text -----------------------------------------------------------------

HOSTILE = (
    "{{ 7*7 }}",
    "{% raw %}",
    "{% include '/etc/passwd' %}",
    "{# gone? #}",
    "<b>bold</b> & co",
    "\\",
    "---",
    "Subject: free",
    "%s %(name)s {0}",
    "1. 2. 3.",
    "Zoë “the” Łukasz 株式会社 🙂",
    "N" * 3000,
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", list(K))
def test_customer_text_is_printed_and_never_run(kind: LetterKind, text: str) -> None:
    plain = SAMPLES["denied"]
    facts = replace(
        plain,
        customer=text,
        invoice=replace(plain.invoice, number=text),
        said=replace(plain.said, line=text, expected=text, received=text),
        lines=(replace(plain.lines[0], name=text),),
    )
    letter = LETTERS.render(kind, LONG, "en", facts)
    assert letter.body.startswith(f"Hello {text},")
    assert text in letter.subject
    assert "49" not in letter.body
    tame = LETTERS.render(
        kind,
        LONG,
        "en",
        replace(
            facts,
            customer="Q",
            invoice=replace(plain.invoice, number="Q"),
            said=replace(plain.said, line="Q", expected="Q", received="Q"),
            lines=(replace(plain.lines[0], name="Q"),),
        ),
    )
    # Only the words themselves differ: same lines, same paragraphs.
    assert letter.body.count("\n") == tame.body.count("\n")
    assert letter.body.count(text) == tame.body.count("Q")


@pytest.mark.covers("F-I5")
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", sorted(PER_PAYMENT))
def test_the_words_on_a_payment_are_quoted_and_never_run(
    kind: LetterKind, text: str
) -> None:
    tender = SAMPLES["tender_arrived"]
    assert tender.money is not None
    said = [
        LETTERS.render(
            kind, LONG, "en", replace(tender, money=replace(tender.money, words=words))
        )
        for words in (text, "Q")
    ]
    hostile, tame = said
    assert hostile.subject == tame.subject
    assert hostile.body.count("\n") == tame.body.count("\n")
    assert hostile.body.count(f"“{text}”") == tame.body.count("“Q”")


# --- the check --------------------------------------------------------------------


def test_the_shipped_letters_have_no_problem() -> None:
    assert LETTERS.check() == []


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(templates_dir() / "letters" / "en", tmp_path / "letters" / "en")
    return tmp_path


PLANTED = {
    K.ACKNOWLEDGEMENT: ("{{ custmer }}", "no letter knows `custmer`"),
    K.FOLLOW_UP: ("{{ sums.ow }}", "no attribute 'ow'"),
    K.FIRM_ANSWER: ("{{ offer.amount_off }}", "no attribute 'amount_off'"),
    K.CONCESSION: ("{{ customer | monye }}", "No filter named 'monye'"),
    K.GOODWILL_OFFER: ("{{ customer | money }}", "`money` needs an amount"),
    K.MIXED_ANSWER: ("{{ sums.owed | day }}", "`day` needs a date"),
    K.REMINDER_OF_ANSWER: ("{{ customer | percent }}", "`percent` needs a number"),
    K.CREDIT_NOTE_COVER: ("{{ customer.__class__.__mro__ }}", "is unsafe"),
    K.SETTLEMENT_CONFIRMATION: ("{{ words.gretting() }}", "no attribute 'gretting'"),
    K.BACK_TO_COLLECTION: ("{% endfor %}", "Encountered unknown tag 'endfor'"),
    K.FINAL_LETTER: ("x {% if customer %}x{% endif %}", "joins it to the next line"),
}


def test_each_planted_mistake_is_reported_with_its_file_and_line(copied: Path) -> None:
    folder = copied / "letters" / "en"
    for kind, (planted, _) in PLANTED.items():
        file = folder / f"{kind}-long.txt.j2"
        lines = file.read_text(encoding="utf-8").split("\n")
        file.write_text("\n".join([*lines[:4], planted, *lines[4:]]), encoding="utf-8")
    problems = Letters(copied).check()
    assert len({problem.partition(":")[0] for problem in problems}) == len(PLANTED)
    for kind, (_, said) in PLANTED.items():
        place = f"{folder}/{kind}-long.txt.j2:5: "
        found = [problem for problem in problems if problem.startswith(place)]
        assert any(said in problem for problem in found), (place, said, problems)


def test_a_missing_variable_is_an_error_with_its_name(copied: Path) -> None:
    file = copied / "letters" / "en" / "closing-long.txt.j2"
    file.write_text("Subject: x\n\nHello\n{{ nobody }}\n", encoding="utf-8")
    with pytest.raises(PlaybookError, match=r":4: 'nobody' is undefined"):
        Letters(copied).render(K.CLOSING, LONG, "en", SAMPLES["plain"])


def test_a_template_reads_nothing_outside_its_folder(copied: Path) -> None:
    (copied / "secret.txt").write_text("key", encoding="utf-8")
    file = copied / "letters" / "en" / "closing-long.txt.j2"
    file.write_text("Subject: x\n\n{% include '../secret.txt' %}\n", encoding="utf-8")
    with pytest.raises(PlaybookError, match=r"secret\.txt is missing"):
        Letters(copied).render(K.CLOSING, LONG, "en", SAMPLES["plain"])


def test_missing_and_stray_templates_are_reported(copied: Path) -> None:
    folder = copied / "letters" / "en"
    (folder / "closing-long.txt.j2").rename(folder / "farewell-long.txt.j2")
    (folder / "follow_up-short.txt.j2").write_text("no subject\n", encoding="utf-8")
    problems = Letters(copied).check()
    assert f"{folder}/closing-long.txt.j2:1: this template is missing" in problems
    assert f"{folder}/farewell-long.txt.j2:1: no letter has this name" in problems
    assert any(
        p.startswith(f"{folder}/follow_up-short.txt.j2:1: begin with") for p in problems
    )


def test_a_short_letter_that_cannot_be_short_enough_is_reported(copied: Path) -> None:
    file = copied / "letters" / "en" / "follow_up-short.txt.j2"
    file.write_text(f"Subject: x\n\n{'word ' * 60}\n", encoding="utf-8")
    assert any("256 are allowed" in p for p in Letters(copied).check())


def test_an_error_inside_a_shorter_wording_keeps_its_line(copied: Path) -> None:
    file = copied / "letters" / "en" / "follow_up-short.txt.j2"
    text = f"Subject: x\n\n{'word ' * 60}\n---\nshorter\n{{{{ nobody }}}}\n"
    file.write_text(text, encoding="utf-8")
    assert any(p.startswith(f"{file}:6: ") for p in Letters(copied).check())
