"""Offers, credits and letting go: three things, three letters; plans and dates."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.case import Case
from assistant.domain.case_events import (
    ActionRefused,
    Agreed,
    CaseOpened,
    DisputeSet,
    InvoiceDescribed,
    LockPassed,
    OfferChanged,
    OfferMade,
    PaymentReceived,
)
from assistant.domain.letters import LetterForm, LetterKind
from assistant.domain.money import Money
from assistant.domain.resolution import Agreement, Instalment, OfferStatus
from assistant.errors import InputError
from assistant.playbook.steps.act import _later
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import Letters
from assistant.resources import templates_dir
from assistant.usecases.courts import court_of
from tests.domain.test_letter_facts import NOW
from tests.usecases.table import PROFILE, Table, eur, words_of
from tests.usecases.test_approvals import ANSWERS, at_the_offer

LETTERS = Letters(templates_dir())


def body(kind: LetterKind, sample: str) -> str:
    return LETTERS.render(kind, LetterForm.LONG, "en", samples()[sample]).body


@pytest.mark.covers("F-G4", "F-G9", "F-J6", "S0-34", "S1-22", "S2-21", "K5")
def test_credit_owed_goodwill_and_letting_go_are_three_different_letters() -> None:
    owed = body(LetterKind.CONCESSION, "conceded")
    offered = body(LetterKind.GOODWILL_OFFER, "offered")
    given_up = body(LetterKind.CLOSING, "let_go_part")
    # Owed: they have a point, it is put right whatever they do, nothing is a favour.
    assert "you have a point" in owed
    assert "on condition" not in owed
    assert "goodwill" not in owed
    # Goodwill: a favour with a condition and an end, which admits nothing.
    assert "gesture of goodwill" in offered
    assert "on condition that" in offered
    assert "not as an admission" in offered
    assert "you have a point" not in offered
    # Letting go: no condition, no point conceded, no expiry; the matter simply ends.
    assert "not to pursue" in given_up
    assert "without settling who is right" in given_up
    assert "on condition" not in given_up
    assert "goodwill" not in given_up
    assert "credit" not in given_up


# --- what an offer may be ---------------------------------------------------------


def a_case(disputed: int) -> Case:
    return Case.begin("D-7", "b").record(
        [
            CaseOpened("services", "EUR", "INV-7"),
            InvoiceDescribed(Money(120_000, "EUR")),
            DisputeSet("unallocated", Money(disputed, "EUR")),
        ],
        at=NOW,
        by="Ann",
        platform="test",
    )


@pytest.mark.covers("F-G4", "K5", "F-H8")
@given(st.integers(1, 120_000), st.integers(1, 200_000))
def test_an_offer_never_exceeds_what_is_disputed(disputed: int, off: int) -> None:
    case = a_case(disputed)
    offer = OfferMade(Money(off, "EUR"), Money(120_000 - off, "EUR"), date(2026, 6, 1))
    if off <= disputed:
        made = case.record([offer], at=NOW, by="Ann", platform="test").offer
        assert made is not None
        assert made.amount_off <= Money(disputed, "EUR")
    else:
        with pytest.raises(InputError, match="more_than_disputed"):
            case.record([offer], at=NOW, by="Ann", platform="test")


@pytest.mark.covers("F-G3", "K4", "F-L5")
def test_an_offer_before_the_order_of_things_is_refused_and_that_is_kept() -> None:
    table = Table()
    table.command('open INV-7 1200 "Harbour Café"')
    table.say("Scope")
    said = table.command("offer D-INV-7")
    assert "explain" in said
    events = [entry.event for entry in table.case.entries]
    assert ActionRefused("offer", "not_yet") in events


@pytest.mark.covers("F-G3", "K4", "S3-17")
def test_going_on_without_explaining_is_possible_and_stands_in_the_record() -> None:
    table = at_the_offer(Table())
    assert not has_passed_a_lock(table)
    table.command("update D-INV-7 explained No, go on without")
    assert has_passed_a_lock(table)
    assert "a caution was passed over" in table.command("show D-INV-7 timeline")


def has_passed_a_lock(table: Table) -> bool:
    events = [entry.event for entry in table.case.entries]
    return LockPassed("explain_first") in events


@pytest.mark.covers("F-G8")
def test_a_counter_is_kept_beside_the_offer_it_answers() -> None:
    table = at_the_offer(Table())
    table.say("Sent by e-mail", "Offers another sum", "We pay 900.", "900")
    offer = table.case.offer
    assert offer is not None
    assert (offer.status, offer.counter) == (OfferStatus.COUNTERED, eur(900))
    said = "\n".join(words_of(table.alone))
    assert "Half way between the two lies €975.00." in said


def test_a_counter_without_an_offer_is_only_noted() -> None:
    from_nowhere = OfferChanged(OfferStatus.COUNTERED)
    with pytest.raises(InputError, match="no_offer"):
        a_case(100).record([from_nowhere], at=NOW, by="Ann", platform="test")


@pytest.mark.covers("F-G10", "F-A11", "X5")
def test_what_is_typed_for_an_offer_is_checked_in_the_letter_it_goes_into() -> None:
    table = Table()
    at_the_question(table, "amount_off")
    table.say("Do it again", "the banner, which you never read properly")
    table.say("2026-06-03", "In a week: 14 May 2026")
    said = "\n".join(words_of(table.last))
    assert "“you never”" in said
    assert "Use the neutral wording" in table.labels


def at_the_question(table: Table, step: str) -> None:
    """A case of one ambiguous line, with this question open."""
    table.command('open INV-7 1200 "Harbour Café"')
    table.say("Scope", "They say it was included.", "Extra work", "Nothing")
    table.say("Sent by e-mail", "Yes, exactly", "Third round", "included", "billed")
    table.say("400", "drop it", "A company", "Regularly", "Skip", "400")
    table.say("Go on without these")
    more = {**ANSWERS, "explained": "Yes, explained"}
    for _ in range(20):
        assert table.question is not None
        asked = table.question.key.partition("@")[0]
        if asked == step:
            return
        table.say(more.get(asked, "No"))
    raise AssertionError(f"{step} is not asked")


# --- payment plans ----------------------------------------------------------------


@pytest.mark.covers("F-G15")
@given(st.integers(12, 10**7), st.sampled_from([2, 3, 4, 6, 12]), st.integers(0, 10**7))
def test_the_next_part_is_the_first_that_is_not_paid_for(
    to_pay: int, count: int, paid: int
) -> None:
    total = Money(to_pay, "EUR")
    days = [_later(date(2026, 1, 31), "monthly", number) for number in range(count)]
    parts = tuple(map(Instalment, total.split([1] * count), days))
    plan = Agreement(total, eur(0), days[-1], NOW, on_payment=False, instalments=parts)
    left = max(total - Money(paid, "EUR"), eur(0))
    following = plan.next_instalment(left)
    covered = total - left
    before = [part for part in parts if following and part.due_on < following.due_on]
    if following is None:
        assert not left
    else:
        reached = sum(part.amount.minor for part in before)
        assert reached <= covered.minor < reached + following.amount.minor


@pytest.mark.parametrize(
    ("first", "every", "days"),
    [
        ("2026-01-31", "monthly", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2027-11-30", "monthly", ["2027-12-30", "2028-01-30", "2028-02-29"]),
        ("2026-05-07", "weekly", ["2026-05-14", "2026-05-21", "2026-05-28"]),
        ("2026-05-07", "fortnightly", ["2026-05-21", "2026-06-04", "2026-06-18"]),
    ],
)
def test_the_parts_of_a_plan_have_the_days_one_expects(
    first: str, every: str, days: list[str]
) -> None:
    found = [_later(date.fromisoformat(first), every, number) for number in (1, 2, 3)]
    assert [day.isoformat() for day in found] == days


@pytest.mark.covers("F-G15", "F-H8")
def test_a_plan_that_does_not_add_up_is_refused() -> None:
    case = a_case(10_000)
    half = Instalment(Money(60_000, "EUR"), date(2026, 6, 1))
    for parts in ((half,), (half, half)):
        agreed = Agreed(
            Money(120_000, "EUR"),
            Money(0, "EUR"),
            date(2026, 7, 1),
            on_payment=False,
            instalments=parts,
        )
        with pytest.raises(InputError, match="plan_does_not_add_up"):
            case.record([agreed], at=NOW, by="Ann", platform="test")


@pytest.mark.covers("F-G15", "F-K2")
def test_the_deadline_of_a_plan_moves_on_with_each_payment() -> None:
    plan = (
        Instalment(Money(60_000, "EUR"), date(2026, 6, 1)),
        Instalment(Money(60_000, "EUR"), date(2026, 7, 1)),
    )
    agreed = Agreed(
        Money(120_000, "EUR"),
        eur(0),
        date(2026, 7, 1),
        on_payment=False,
        instalments=plan,
    )
    case = a_case(0).record([agreed], at=NOW, by="Ann", platform="test")
    assert case.next_instalment == plan[0]
    paid = PaymentReceived(Money(60_000, "EUR"), date(2026, 6, 1))
    case = case.record([paid], at=NOW, by="Ann", platform="test")
    assert case.next_instalment == plan[1]
    case = case.record([paid], at=NOW, by="Ann", platform="test")
    assert case.next_instalment is None


# --- courts -----------------------------------------------------------------------


@pytest.mark.covers("X6", "F-J3", "S0-43")
@pytest.mark.parametrize(
    ("place", "form", "limit", "other"),
    [
        ("US-CA", "company", 6250, 12500),
        ("US-CA", "", 6250, 12500),
        ("US-CA", "individual", 12500, 6250),
        ("US-WA", "company", 5000, 10000),
        ("US-TX", "company", 20000, None),
        ("GB-EAW", "individual", 10000, None),
    ],
)
def test_the_limit_follows_what_the_business_is(
    place: str, form: str, limit: int, other: int | None
) -> None:
    court = court_of(place, "", form)
    assert court is not None
    assert court.limit is not None
    assert court.limit.amount == limit
    assert (court.other_limit and court.other_limit.amount) == other
    assert court.form_matters is (other is not None)


@pytest.mark.covers("X6", "K13")
def test_what_a_place_refuses_and_what_it_asks_for_first() -> None:
    zealand, france, africa = (court_of(code, "") for code in ("NZ", "FR", "ZA"))
    assert zealand is not None
    assert zealand.takes_undisputed is False
    assert france is not None
    assert france.takes_disputed is False
    assert africa is not None
    assert africa.companies_may_file is False
    assert africa.form_matters
    england = court_of("GB-EAW", "sole_trader")
    assert england is not None
    assert (england.waiting_days, len(england.steps[0].papers)) == (30, 5)
    company = court_of("GB-EAW", "company")
    assert company is not None
    assert company.waiting_days == 14
    assert court_of("XX", "") is None


@pytest.mark.covers("F-J4")
def test_no_final_letter_before_the_objection_was_answered() -> None:
    table = at_the_offer(Table())
    table.say("Not sending it", "We talked instead.", "No answer came")
    table.say("See all ways out", "Small claims court", "Yes, it is as shown")
    table.say("It is not needed here", "2026-06-12")
    assert "final letter" in table.letter
    said = table.say("Sent by post")
    assert "Answer the objection in writing first" in said
    assert not table.case.was_sent(LetterKind.FINAL_LETTER)


# --- put right before money -------------------------------------------------------


def _judged_right(place: str, kind: str) -> str:
    """What is said when a customer turned out to be right about the work."""
    table = Table(replace(PROFILE, place=place))
    table.command('open INV-7 1200 "Ana Dove"')
    table.say("Quality", "Two portraits are missing.", "Not finished", "Nothing")
    table.say("Sent by e-mail", "Yes, exactly", "portraits", "ten", "eight", "200")
    table.say("pay for eight", kind, "A one-off", "Skip", "200")
    table.say("Go on without these", "Yes", "Agree")
    if "Skip" in table.labels:  # who decides, at a company
        table.say("Skip")
    said = table.say("All of it: €200.00")
    assert "How will you put it right" in said
    return said


@pytest.mark.covers("F-F12", "N22")
@pytest.mark.parametrize("place", ["GB-EAW", "GB-SCT", "GB-NIR"])
def test_a_consumer_in_the_uk_is_offered_the_work_anew_before_a_lower_price(
    place: str,
) -> None:
    said = _judged_right(place, "A private person")
    assert "Before money: offer to put it right." in said
    assert "done again, at no cost" in said
    assert "https://www.legislation.gov.uk/ukpga/2015/15/section/55/notes" in said


@pytest.mark.covers("F-F12")
@pytest.mark.parametrize(
    ("place", "kind"), [("GB-EAW", "A company"), ("US-CA", "A private person")]
)
def test_the_consumer_rule_is_silent_for_companies_and_elsewhere(
    place: str, kind: str
) -> None:
    assert "Before money" not in _judged_right(place, kind)
