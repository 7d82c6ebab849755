"""What cannot be is refused in one paragraph, at every question, and changes nothing.

Stories are played to each of their questions; there, before the story's own answer,
somebody types what is impossible: an amount below zero, one above the whole invoice or
in another currency, a day that no calendar has, a payment or a promise out of order.
"""

from datetime import date
from pathlib import Path

import pytest

from assistant.chat.replies import Question, Typed
from assistant.domain.business import BookedInvoice
from assistant.domain.money import Money
from tests.scenarios.chat_file import Story, read_story
from tests.scenarios.stage import BUSINESS, Stage

HERE = Path(__file__).parent
NAMES = (
    "ambiguous-offer",
    "cheque-in-hand",
    "final-letter-30-days",
    "fork-small-claims",
    "mixed-lines",
    "offer-in-steps",
    "offer-redo",
    "payment-plan",
    "tender-banked",
    "trades-partly-approved",
    "valid-concession",
    "work-done",
)
ANYWHERE = {
    Typed.AMOUNT: ("-5", "1,2,3", "100 JPY", "12.345678", "99999999999999999999"),
    Typed.DATE: ("31 February 2026", "2026-13-01", "1 May 0001", "one fine day"),
    Typed.NUMBER: ("-3", "two and a bit", "99999999999999999999"),
}
# The questions at which a sum larger than the invoice is no slip: they ask for a total,
# or for figures of the owner's own.
MAY_BE_LARGE = {
    *("total", "invoice_lines", "own_rate", "mediation_fee", "number_fees"),
    *("number_relationship", "reputation_cost", "court_limit", "money_amount"),
}


@pytest.mark.covers("F-A1", "F-D8", "F-H8", "F-P1", "S0-36")
@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_be_is_refused_at_every_question(name: str, tmp_path: Path) -> None:
    story = read_story(HERE / f"{name}.chat")
    stage, tried = Stage(tmp_path), 0
    for line in story.lines:
        if line.verb in ("bot", "not", "case", "letter"):
            continue
        if line.verb == "owner" and not line.text.startswith(("/", "attach")):
            tried += _tried(stage)
        played = getattr(stage, line.verb)
        played(line.text) if line.text else played()
    assert tried > 0
    assert _ends_as_written(story, stage)


def _tried(stage: Stage) -> int:
    """Type every impossible thing at the question that is open; returns how many."""
    asked = stage.ear.question
    if asked is None or asked.typed not in ANYWHERE:
        return 0
    nonsense = [*ANYWHERE[asked.typed], *_out_of_range(asked)]
    before = stage.case()
    for text in nonsense:
        stage.owner(text)
        where = f"{asked.key}: {text}"
        said = stage.answer.strip()
        assert said.startswith("✗"), f"{where}\n{said}"
        assert "\n" not in said, f"{where}\n{said}"
        assert stage.case().facts == before.facts, where
        assert stage.case().grid == before.grid, where
    stage.chat.misunderstood = 0
    return len(nonsense)


def _out_of_range(asked: Question[str]) -> list[str]:
    step = asked.key.partition("@")[0]
    if asked.typed is Typed.AMOUNT and step not in MAY_BE_LARGE:
        return ["98765432.10"]
    if asked.typed is Typed.DATE:
        return ["1 January 1971"]
    return []


def _ends_as_written(story: Story, stage: Stage) -> bool:
    """Whether the story still came to its end: nothing impossible had been taken."""
    looks = [line.text for line in story.lines if line.verb == "case"]
    wanted = dict(pair.partition("=")[::2] for pair in " ".join(looks[-1:]).split())
    sums = stage.case().grid.sum
    return all(
        str(getattr(sums, name).amount) == wanted[name]
        for name in ("paid", "disputed", "credited", "written_off")
        if name in wanted
    )


@pytest.mark.covers("F-N2", "F-B3", "F-I1")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/dispute sent post 1 January 1971", "1 January 1971 is many years ago"),
        ("/dispute sent post 2 April 2026", "is before the invoice of 20 April 2026"),
        ("/dispute sent post 9 May 2026", "9 May 2026 is still to come"),
        ("/dispute paid -5", "cannot be below zero"),
        ("/dispute paid 0", "has to be more than zero"),
        ("/dispute paid 100 JPY", "the invoice is in another currency"),
        ("/dispute open X-1 -5 Sam", "cannot be below zero"),
    ],
)
def test_what_cannot_be_is_refused_in_commands(
    typed: str, sentence: str, tmp_path: Path
) -> None:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency GBP, zone Europe/London, sign_off Dana")
    stage.at("2026-05-07 09:00")
    total, issued = Money.of(1000, "GBP"), date(2026, 4, 20)
    booked = BookedInvoice("INV-7", total, "Harbour Café", issued_on=issued)
    business = stage.stores.businesses.load(BUSINESS)
    assert business is not None
    stage.stores.businesses.save(business.booked(booked))
    if "1971" in typed:
        stage.owner('/dispute open INV-8 1000 "Harbour Café"')
    else:
        stage.owner("/dispute open INV-7")
    for said in ("[Scope]", "They say it was included.", "[Extra work]", "[Nothing]"):
        stage.owner(said)
    before = stage.case()
    stage.owner(typed)
    assert stage.answer.strip().startswith("✗")
    assert sentence in stage.answer
    assert "\n" not in stage.answer.strip()
    assert stage.case() == before


@pytest.mark.covers("F-E5", "F-D8", "F-P1")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Design -800; Photos 400", "cannot be below zero"),
        ("Design 800 USD", "That is an amount in USD"),
        ("Design 800.0055", "too many decimals"),
        ("Design 800; Photos 2400", "more than the total of"),
        ("Design; Photos 400", 'no amount in "Design"'),
        ("Photos of 3 rooms", 'no amount in "Photos of 3 rooms"'),
    ],
)
def test_lines_that_cannot_be_are_refused(
    typed: str, sentence: str, tmp_path: Path
) -> None:
    stage = Stage(tmp_path)
    for line in read_story(HERE / "mixed-lines.chat").lines:
        asked = stage.ear.question
        if asked and asked.key == "invoice_lines":
            break
        if line.verb not in ("bot", "not", "case", "letter"):
            getattr(stage, line.verb)(line.text)
    stage.owner(typed)
    assert stage.answer.strip().startswith("✗")
    assert sentence in stage.answer
    assert not stage.case().invoice.lines


@pytest.mark.covers("F-A1", "F-F7")
@pytest.mark.parametrize(("typed", "is_said"), [("900", True), ("1000", False)])
def test_another_total_than_in_the_book_is_never_taken_in_silence(
    typed: str, is_said: bool, tmp_path: Path
) -> None:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency GBP, zone Europe/London, sign_off Dana")
    stage.given("invoice INV-7 for 1000.00 GBP, customer Harbour Café")
    stage.owner(f"/dispute open INV-7 {typed}")
    assert stage.case().invoice.total == Money.of(typed, "GBP")
    assert ("Your book has £1,000.00" in stage.answer) is is_said
