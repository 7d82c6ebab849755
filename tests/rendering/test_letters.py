"""Letters: approved wording, exact amounts, nothing private, every mistake named."""

import difflib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.letter_facts import LetterFacts
from assistant.domain.letters import PER_PAYMENT, LetterForm, LetterKind
from assistant.domain.money import Money
from assistant.errors import PlaybookError
from assistant.rendering import formats
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import SHORT_KINDS, SHORT_LIMIT, Letters
from assistant.resources import templates_dir
from tests.domain.test_letter_facts import PRIVATE, a_case_with_secrets, facts_of

K, LONG, SHORT = LetterKind, LetterForm.LONG, LetterForm.SHORT
APPROVED_IN = Path(__file__).parents[1] / "approved" / "letters" / "en"
SAMPLES = samples()
LETTERS = Letters(templates_dir())

# One approved file per template and branch. After a wanted change, write them again
# with PARLEY_APPROVE=1 pytest tests/rendering/test_letters.py, and read the diff.
BRANCHES: dict[tuple[LetterKind, LetterForm], str] = {
    (K.ACKNOWLEDGEMENT, LONG): (
        "plain bare plain_unnumbered partly_said specific specific_in_brief may_cross"
        " hold_partial part_paid all_paid"
    ),
    (K.ACKNOWLEDGEMENT, SHORT): "plain bare specific",
    (K.FOLLOW_UP, LONG): "plain bare partly_said asked_before money_unspoken",
    (K.FOLLOW_UP, SHORT): "plain bare",
    (K.CALL_RECAP, LONG): "specific specific_in_brief",
    (K.FIRM_ANSWER, LONG): (
        "denied denied_pay_online denied_on_every_paper denied_on_no_paper"
        " denied_part_paid denied_whole denied_rest denied_after_concession"
        " denied_unnumbered denied_with_readings"
    ),
    (K.CONCESSION, LONG): (
        "conceded conceded_partly conceded_by_invoice conceded_all conceded_part_paid"
        " conceded_no_amount conceded_american conceded_unnumbered"
        " conceded_not_agreed"
    ),
    (K.GOODWILL_OFFER, LONG): (
        "offered offered_with_papers offer_unnamed offered_all_off offered_unnumbered"
        " offered_redo offered_finish offered_warranty offered_service_credit"
        " offered_credit_unsaid"
        " offered_with_readings"
    ),
    (K.MIXED_ANSWER, LONG): (
        "mixed mixed_no_credit mixed_nothing_left mixed_unclear mixed_offer_unnamed"
        " mixed_offered mixed_unnumbered mixed_with_readings"
    ),
    (K.REMINDER_OF_ANSWER, LONG): (
        "waiting_offer waiting_offer_all_off waiting_offer_lapsed waiting_date_ahead"
        " waiting_date_passed waiting_no_date waiting_remedy plain"
    ),
    (K.REMINDER_OF_ANSWER, SHORT): (
        "waiting_offer waiting_offer_lapsed waiting_date_ahead waiting_date_passed bare"
    ),
    (K.CREDIT_NOTE_COVER, LONG): (
        "credited credited_partly credited_no_number credited_still_disputed"
        " credited_and_paid credited_american credited_unnumbered"
    ),
    (K.CORRECTED_INVOICE_COVER, LONG): (
        "credited credited_partly credited_no_number credited_still_disputed"
        " credited_and_paid credited_unnumbered"
    ),
    (K.SETTLEMENT_CONFIRMATION, LONG): (
        "agreed_on_payment agreed agreed_in_full agreed_on_nothing plain"
        " agreed_unnumbered agreed_redo agreed_finish agreed_warranty"
        " agreed_service_credit agreed_credit_unsaid plan_on_payment plan_credited"
        " plan_in_full"
    ),
    (K.BACK_TO_COLLECTION, LONG): (
        "agreed_on_payment plan_on_payment ending_agreed ending_dropped"
        " ending_unanswered ending_reviewed unanswered_without_answer credited_and_paid"
        " ending_dropped_unnumbered"
    ),
    (K.RECEIPT, LONG): (
        "money_arrived money_disputed money_divided money_for_a_line money_for_lines"
        " money_cheque money_cash money_arrived_unnumbered bare"
    ),
    (K.RESERVATION, LONG): (
        "money_cheque money_cheque_american money_cash tender_arrived tender_banked"
        " tender_by_card tender_arrived_unnumbered bare"
    ),
    (K.TENDER_NOTED, LONG): "tender_cheque tender_without_words tender_cash bare",
    (K.RETURN_OF_TENDER, LONG): (
        "tender_cheque tender_cash tender_arrived tender_without_words bare"
    ),
    (K.REJECTION_WITH_BANKING, LONG): "tender_cheque tender_without_words bare",
    (K.REPAYMENT_OF_TENDER, LONG): "tender_banked tender_banked_american bare",
    (K.ACCEPTANCE_OF_TENDER, LONG): "tender_cheque tender_arrived bare",
    (K.ASK_MISSING_PART, LONG): "money_arrived money_cheque bare",
    (K.ASK_UNDISPUTED, LONG): "plain part_paid bare plain_unnumbered",
    (K.FINAL_LETTER, LONG): "final final_after_much plain final_unnumbered",
    (K.CLOSING, LONG): (
        "let_go_part let_go_part_parting let_go_all let_go_all_parting plain bare"
    ),
}
# The same for the wordings that a playbook has of its own.
OWN_BRANCHES: dict[tuple[str, LetterKind, LetterForm], str] = {
    ("trades", K.ACKNOWLEDGEMENT, LONG): "plain bare specific may_cross part_paid",
    ("trades", K.ACKNOWLEDGEMENT, SHORT): "plain bare",
    ("trades", K.FOLLOW_UP, LONG): "plain bare call_tried call_in_writing partly_said",
    ("trades", K.FOLLOW_UP, SHORT): "plain call_tried call_in_writing",
    ("trades", K.CALL_RECAP, LONG): "call_cleared call_still_open call_all_open",
}
OWN = [
    (playbook, kind, form, branch)
    for (playbook, kind, form), branches in OWN_BRANCHES.items()
    for branch in branches.split()
]
APPROVED = [
    (kind, form, branch)
    for (kind, form), branches in BRANCHES.items()
    for branch in branches.split()
]
EVERY = [(kind, form) for kind, form in BRANCHES]
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


@pytest.mark.covers(
    *"F-B1 F-B5 F-D1 F-D7 F-G1 F-G4 F-G5 F-G6 F-G9 F-H2 F-H4 F-H5 F-H6".split(),
    *"F-H7 F-J4 F-C12 F-A9 F-F5 S0-10 S0-27 S0-35 S2-5 S2-20 S2-21 S2-27".split(),
    *"S2-2 S2-29 F-I1 F-I2 F-I4 F-I6 F-I8 F-I9".split(),
)
@pytest.mark.parametrize(("kind", "form", "branch"), APPROVED)
def test_a_letter_reads_as_it_was_approved(
    kind: LetterKind, form: LetterForm, branch: str
) -> None:
    approve(f"{kind}-{form}-{branch}", shown(kind, form, SAMPLES[branch]))


@pytest.mark.covers("F-B7", "F-G14", "K3", "F-D10", "F-B1", "F-B5", "S3-19", "S3-20")
@pytest.mark.parametrize(("playbook", "kind", "form", "branch"), OWN)
def test_a_playbooks_own_letter_reads_as_it_was_approved(
    playbook: str, kind: LetterKind, form: LetterForm, branch: str
) -> None:
    now = shown(kind, form, SAMPLES[branch], playbook)
    approve(f"{playbook}-{kind}-{form}-{branch}", now)


def approve(name: str, now: str) -> None:
    """Fail when a letter differs from its approved file."""
    file = APPROVED_IN / f"{name}.txt"
    if os.environ.get("PARLEY_APPROVE"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(now, encoding="utf-8")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    diff = difflib.unified_diff(before.splitlines(), now.splitlines(), lineterm="")
    assert now == before, "\n".join(diff)


def test_no_approved_file_is_left_over() -> None:
    wanted = {f"{kind}-{form}-{branch}.txt" for kind, form, branch in APPROVED}
    wanted |= {f"{book}-{kind}-{form}-{branch}.txt" for book, kind, form, branch in OWN}
    assert {file.name for file in APPROVED_IN.iterdir()} == wanted


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


@pytest.mark.covers("F-A9")
@pytest.mark.parametrize(("kind", "form"), EVERY)
def test_every_letter_carries_the_case_number(
    kind: LetterKind, form: LetterForm
) -> None:
    for facts in SAMPLES.values():
        letter = LETTERS.render(kind, form, "en", facts)
        assert facts.case_id in letter.subject
        assert facts.case_id in letter.body


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


@pytest.mark.parametrize(("kind", "form"), EVERY)
def test_text_is_plain_and_each_paragraph_is_one_line(
    kind: LetterKind, form: LetterForm
) -> None:
    for facts in SAMPLES.values():
        body = LETTERS.render(kind, form, "en", facts).body
        assert body == body.strip()
        assert "\n\n\n" not in body
        assert "\ue001" not in body
        assert "  " not in body
        assert " \n" not in body
        assert " ." not in body.replace("____", "")
        assert "None" not in body


@pytest.mark.covers("F-G7", "F-L3")
@pytest.mark.parametrize(("kind", "form"), EVERY)
def test_no_letter_of_a_case_full_of_secrets_tells_one(
    kind: LetterKind, form: LetterForm
) -> None:
    money = "P1" if kind in PER_PAYMENT else ""
    facts = facts_of(a_case_with_secrets(), money=money)
    assert (facts.money is not None) is bool(money)
    text = shown(kind, form, facts)
    assert PRIVATE not in text
    assert not re.search(r"98,765|76,543|54,321|666\.66", text)


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


_DAY = re.compile(r"(?:January|February|March|April|May|June) \d+, \d{4}")


@pytest.mark.covers("F-H8")
@pytest.mark.parametrize(("kind", "form"), EVERY)
def test_every_amount_and_day_in_a_letter_is_one_of_its_facts(
    kind: LetterKind, form: LetterForm
) -> None:
    for facts in SAMPLES.values():
        text = shown(kind, form, facts)
        amounts = {formats.money(money, "en") for money in values_of(facts, Money)}
        days = {formats.date_long(day, "en") for day in values_of(facts, date)}
        assert set(re.findall(r"€[\d,.]*\d", text)) <= amounts
        assert set(_DAY.findall(text)) <= days


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


# --- short forms ------------------------------------------------------------------


@pytest.mark.covers("F-B1")
@given(
    name=st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=60),
    branch=st.sampled_from(sorted(SAMPLES)),
    kind=st.sampled_from(SHORT_KINDS),
    playbook=st.sampled_from(["", "trades"]),
)
def test_a_short_letter_fits_and_names_a_customer_of_60_characters(
    name: str, branch: str, kind: LetterKind, playbook: str
) -> None:
    facts = replace(SAMPLES[branch], customer=name)
    body = LETTERS.render(kind, SHORT, "en", facts, playbook=playbook).body
    assert len(body) <= SHORT_LIMIT
    assert "\n" not in body
    assert body.startswith(f"Hello {name}, ")
    assert facts.case_id in body


@given(
    size=st.integers(61, 4000),
    number=st.integers(1, 400),
    kind=st.sampled_from(SHORT_KINDS),
)
def test_a_short_letter_fits_whatever_the_names(
    size: int, number: int, kind: LetterKind
) -> None:
    plain = SAMPLES["plain"]
    facts = replace(
        plain,
        customer="N" * size,
        case_id="D-" + "9" * number,
        invoice=replace(plain.invoice, number="9" * number),
        business=replace(plain.business, sign_off="S" * size),
    )
    assert len(LETTERS.render(kind, SHORT, "en", facts).body) <= SHORT_LIMIT


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


def test_approved_letters_and_long_names_lead_into_every_line() -> None:
    seen: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        template = frame.f_globals.get("__jinja_template__")
        if template is None:
            return None
        seen.add((template.name, frame.f_lineno))
        return trace

    letters = [(kind, form, SAMPLES[name]) for kind, form, name in APPROVED]
    for facts in SAMPLES.values():  # shorter wordings are for longer names
        for size in (60, 200):
            named = replace(facts, customer="N" * size)
            letters += [(kind, SHORT, named) for kind in SHORT_KINDS]
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        for kind, form, facts in letters:
            LETTERS.render(kind, form, "en", facts)
    finally:
        sys.settrace(before)
    for name in {name for name, _ in seen}:
        template = LETTERS._templates.get_template(name)
        missed = {line for line, at in template.debug_info if (name, at) not in seen}
        assert not missed, (name, sorted(missed))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(templates_dir() / "letters", tmp_path / "letters")
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
