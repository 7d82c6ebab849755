"""What a letter may know: sums of the grid, days that can be kept, nothing private."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.business import Profile
from assistant.domain.calendar import Calendar
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    Agreed,
    CaseOpened,
    ChannelSwitched,
    Conceded,
    Credited,
    DisputeSet,
    EvidenceAdded,
    FactRecorded,
    HoldStarted,
    InvoiceDescribed,
    LetterDrafted,
    LetterSent,
    MoneyReported,
    NoteAdded,
    OfferChanged,
    OfferMade,
    PaymentReceived,
    ReplyReceived,
    StatementReceived,
    Undone,
    WrittenOff,
)
from assistant.domain.evidence import EvidenceKind
from assistant.domain.invoice import Line
from assistant.domain.letter_facts import LetterFacts, letter_facts
from assistant.domain.letter_parts import Ending, LinePart, PaymentMade
from assistant.domain.letters import LetterForm, LetterKind
from assistant.domain.money import Money
from assistant.domain.reasons import Reason
from assistant.domain.resolution import OfferStatus, ReplyKind

NOW = datetime(2026, 5, 7, 9, tzinfo=UTC)  # a Thursday
TODAY = NOW.date()
CALENDAR = Calendar()
PROFILE = Profile(
    name="Studio North",
    sign_off="Anna",
    place="IE",
    address="12 Mill Lane\n\nCork\n",
    email="anna@studio-north.example",
    hourly_rate=Money(9_876_500, "EUR"),
    let_go_limit=Money(7_654_300, "EUR"),
    approval_limit=Money(5_432_100, "EUR"),
)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def a_case(*events: CaseEvent, number: str | None = "INV-7") -> Case:
    """A case over 1,200.00 with two lines, and then these events, a turn each."""
    lines = (Line("L1", "Design", eur(100_000)), Line("L2", "Rush fee", eur(20_000)))
    case = Case.begin("D-INV-7", "b1").record(
        [
            CaseOpened("services", "EUR", number, "Harbour Café"),
            InvoiceDescribed(eur(120_000), lines, date(2026, 4, 20)),
            StatementReceived("We never agreed to a rush fee."),
        ],
        at=NOW,
        by="Anna",
        platform="console",
    )
    return then(case, *events)


def then(case: Case, *events: CaseEvent) -> Case:
    for event in events:
        case = case.record([event], at=NOW, by="Anna", platform="console")
    return case


def facts_of(case: Case, today: date = TODAY, money: str = "") -> LetterFacts:
    return letter_facts(case, PROFILE, today=today, calendar=CALENDAR, remittance=money)


def fact(name: str, value: object, subject: str | None = None) -> FactRecorded:
    return FactRecorded(name, value, subject)  # type: ignore[arg-type] # short in tests


# --- sums -----------------------------------------------------------------------------


@pytest.mark.covers("F-H8", "F-D8")
@given(
    disputed=st.integers(1, 20_000),
    share=st.integers(0, 100),
    paid=st.integers(1, 90_000),
)
def test_every_sum_is_the_grids(disputed: int, share: int, paid: int) -> None:
    case = a_case(
        DisputeSet("L2", eur(disputed)),
        Conceded("L2", eur(disputed * share // 100)),
        PaymentReceived(eur(paid), TODAY),
    )
    facts, row = facts_of(case), case.grid.sum
    sums = facts.sums
    assert sums.invoiced == sums.paid + sums.undisputed + sums.disputed
    assert (sums.due, sums.owed) == (row.due, row.due - row.conceded)
    assert facts.rest == sums.due
    for line in facts.lines:
        assert line.disputed == line.conceded + line.kept


def test_lines_have_their_names_and_the_whole_invoice_has_none() -> None:
    named = facts_of(a_case(DisputeSet("L2", eur(100)))).lines[0]
    assert (named.name, named.part) == ("Rush fee", LinePart.LINE)
    whole = Case.begin("D-1", "b1").record(
        [
            CaseOpened("services", "EUR"),
            InvoiceDescribed(eur(5_000)),
            DisputeSet("unallocated", eur(5_000)),
        ],
        at=NOW,
        by="Anna",
        platform="console",
    )
    line = facts_of(whole).lines[0]
    assert (line.name, line.part) == (None, LinePart.WHOLE)
    assert facts_of(whole).customer is None
    assert facts_of(whole).invoice.number is None


def test_a_row_beside_lines_is_the_rest_or_the_rounding() -> None:
    for total, row, part in (
        (120_000, "unallocated", LinePart.REST),
        (100_002, "rounding", LinePart.ROUNDING),
    ):
        case = Case.begin("D-1", "b1").record(
            [
                CaseOpened("services", "EUR"),
                InvoiceDescribed(eur(total), (Line("L1", "Design", eur(100_000)),)),
                DisputeSet(row, eur(1)),
            ],
            at=NOW,
            by="Anna",
            platform="console",
        )
        assert facts_of(case).lines[0].part is part


@pytest.mark.covers("F-H1", "F-H2")
def test_a_credit_lists_its_own_lines_and_they_add_up_to_it() -> None:
    first = Credited((("L1", eur(10_000)),), "credit_note", "CN-1")
    second = Credited(
        (("L1", eur(5_000)), ("L2", eur(20_000))), "corrected_invoice", "INV-7-A"
    )
    case = a_case(first)
    facts = facts_of(case)
    assert facts.credit_note is not None
    assert facts.credit_note.total_before == eur(120_000)
    case = then(case, second)
    facts = facts_of(case)
    assert facts.credit_note is None
    assert facts.corrected_invoice is not None
    assert facts.corrected_invoice.amount == eur(25_000)
    assert facts.corrected_invoice.total_before == eur(110_000)
    assert facts.sums.billed == eur(85_000)
    assert [(x.before, x.credited, x.now) for x in facts.credited_lines] == [
        (eur(90_000), eur(5_000), eur(85_000)),
        (eur(20_000), eur(20_000), eur(0)),
    ]
    undone = then(case, Undone(case.entries[-1].turn))
    assert facts_of(undone).credited_lines[0].credited == eur(10_000)


def offering(*more: CaseEvent) -> Case:
    return a_case(
        DisputeSet("L2", eur(20_000)),
        fact("assessment", "ambiguous", "L2"),
        fact("amount_off", eur(8_000), "1"),
        fact("offer_expires_on", date(2026, 5, 20), "1"),
        *more,
    )


@pytest.mark.covers("F-G4", "F-G5")
def test_an_offer_is_reckoned_from_the_grid_and_ends() -> None:
    offer = facts_of(offering()).offer
    assert offer is not None
    assert (offer.amount_off, offer.rest) == (eur(8_000), eur(112_000))
    assert not offer.has_ended
    late = facts_of(offering(), date(2026, 5, 21)).offer
    assert late is not None
    assert late.has_ended
    made = OfferMade(eur(8_000), eur(112_000), date(2026, 5, 20))
    refused = facts_of(offering(made, OfferChanged(OfferStatus.REFUSED))).offer
    assert refused is not None
    assert refused.has_ended


def test_there_is_no_offer_without_an_ambiguous_line_or_after_the_agreement() -> None:
    assert facts_of(offering(fact("assessment", "not_valid", "L2"))).offer is None
    agreed = offering(Agreed(eur(112_000), eur(8_000), date(2026, 5, 20), True))
    facts = facts_of(agreed)
    assert facts.offer is None
    assert facts.agreement is not None
    assert facts.agreement.stands_again == eur(120_000)
    assert facts.pay_by == date(2026, 5, 20)
    assert facts.ending is Ending.AGREED


@pytest.mark.covers("F-J6")
def test_what_is_let_go_is_the_same_before_and_after_it_is_booked() -> None:
    before = a_case(
        DisputeSet("L2", eur(20_000)), fact("let_go_amount", eur(15_000), "1")
    )
    after = then(before, WrittenOff("L2", eur(15_000)))
    for case in (before, after):
        facts = facts_of(case)
        assert (facts.let_go, facts.rest) == (eur(15_000), eur(105_000))


# --- days -----------------------------------------------------------------------------


@pytest.mark.covers("F-B5", "F-K4", "S2-3")
def test_the_answer_is_promised_for_a_day_that_is_worked() -> None:
    facts = facts_of(a_case())
    assert facts.answer_by == date(2026, 5, 11)  # Sunday is rolled to Monday
    holiday = Calendar(lambda year: {date(year, 5, 11), date(year, 5, 14)})
    facts = letter_facts(a_case(), PROFILE, today=TODAY, calendar=holiday)
    assert facts.answer_by == date(2026, 5, 12)
    assert facts.reply_by == date(2026, 5, 18)
    assert facts.pay_by == date(2026, 5, 21)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(-30, 30))
def test_no_day_that_a_letter_asks_for_has_passed(today: date, ahead: int) -> None:
    named = today + timedelta(days=ahead)
    case = a_case(fact("pay_by", named, "1"), fact("reply_by", named))
    facts = facts_of(case, today)
    assert min(facts.reply_by, facts.pay_by, facts.answer_by) >= today
    assert facts.answer_named_on == named
    if ahead >= 0:
        assert (facts.pay_by, facts.reply_by) == (named, named)


@pytest.mark.covers("K13")
def test_the_last_day_before_court_is_the_owners_or_none() -> None:
    assert facts_of(a_case()).final_by is None
    case = a_case(fact("final_pay_by", date(2026, 6, 12), "1"))
    assert facts_of(case).final_by == date(2026, 6, 12)


def test_history_names_the_days_on_the_businesss_clocks() -> None:
    draft = LetterDrafted(
        LetterKind.FIRM_ANSWER, LetterForm.LONG, "en", "s", "b", "basis"
    )
    late = datetime(2026, 5, 7, 23, 30, tzinfo=UTC)
    case = a_case(draft, LetterSent("W1", "email", late))
    here = letter_facts(
        case, PROFILE, today=TODAY, calendar=CALENDAR, zone="Europe/Berlin"
    )
    assert here.history.answered_on == date(2026, 5, 8)
    assert here.history.objected_on == date(2026, 5, 7)
    assert here.history.acknowledged_on is None


# --- what was said, and what stays here ----------------------------------------------


@pytest.mark.parametrize("unsaid", ["not_said", "not_sure", "skipped", ""])
def test_a_slot_without_words_of_the_customer_is_empty(unsaid: str) -> None:
    names = ("slot_line", "slot_expected", "slot_received", "slot_amount")
    said = facts_of(a_case(*[fact(name, unsaid) for name in names])).said
    assert (said.line, said.expected, said.received, said.amount) == (None,) * 4


def test_words_that_differ_only_in_white_space_are_one_line() -> None:
    said = facts_of(a_case(fact("slot_expected", " two\n\n rounds\t"))).said
    assert said.expected == "two rounds"
    assert facts_of(a_case()).business.address == ("12 Mill Lane", "Cork")


def test_our_documents_are_enclosed_and_numbered_from_one() -> None:
    kinds = (EvidenceKind.CALL_NOTE, EvidenceKind.CONTRACT, EvidenceKind.PHOTOS)
    given_papers = [EvidenceAdded(kind, f"{kind}.pdf", "owner") for kind in kinds]
    theirs = EvidenceAdded(EvidenceKind.STATEMENT, "statement 1", "customer")
    papers = facts_of(a_case(theirs, *given_papers)).enclosures
    assert [(p.number, p.kind) for p in papers] == [(1, kinds[1]), (2, kinds[2])]


@pytest.mark.covers("K12")
def test_the_hold_is_told_as_it_is() -> None:
    assert not facts_of(a_case()).hold.is_on
    held = a_case(HoldStarted(date(2026, 6, 7), ("xero",)))
    assert facts_of(held).hold.may_cross
    assert not facts_of(then(held, ChannelSwitched("xero", True))).hold.may_cross


@pytest.mark.covers("K7", "K14")
def test_a_payment_sent_as_full_settlement_is_not_thanked_for() -> None:
    part = PaymentReceived(eur(500), TODAY)
    assert facts_of(a_case(part)).payment == PaymentMade(eur(500), TODAY)
    tender = PaymentReceived(eur(500), TODAY, tender="full and final")
    assert facts_of(a_case(part, tender)).payment is None


def test_how_the_objection_ended() -> None:
    assert facts_of(a_case()).ending is Ending.REVIEWED
    dropped = a_case(fact("first_answer", "drops_it"))
    assert facts_of(dropped).ending is Ending.DROPPED
    silent = a_case(ReplyReceived(ReplyKind.SILENT, 1))
    assert facts_of(silent).ending is Ending.UNANSWERED


def test_the_reason_is_the_customers_or_none() -> None:
    assert facts_of(a_case(fact("reason", "scope"))).reason is Reason.SCOPE
    assert facts_of(a_case(fact("reason", "not_sure"))).reason is None


@pytest.mark.covers("S0-21", "S0-22", "S0-23", "F-H3")
def test_how_it_is_put_right_is_that_of_the_exchange_under_way() -> None:
    case = a_case(fact("put_right_by", "work_done", "1"))
    assert facts_of(case).put_right_by == "work_done"
    again = then(case, ReplyReceived(ReplyKind.OBJECTS, 1))
    assert facts_of(again).put_right_by == ""
    assert facts_of(a_case()).put_right_by == ""


PRIVATE = "zq-private"


def a_case_with_secrets() -> Case:
    planted: list[CaseEvent] = [
        NoteAdded(f"{PRIVATE} note"),
        fact("assessment_override", f"{PRIVATE} override", "L2"),
        fact("floor", eur(66_666)),
        fact("stall_signs", f"{PRIVATE} stall"),
        fact("misunderstood", f"{PRIVATE} answer", "L2"),
        fact("mediator", f"{PRIVATE} mediator", "1"),
        fact("next_move", f"{PRIVATE} move", "1"),
        StatementReceived(f"{PRIVATE} what they shouted"),
        EvidenceAdded(
            EvidenceKind.CONTRACT, "contract.pdf", PRIVATE, proves=f"{PRIVATE} proves"
        ),
        EvidenceAdded(EvidenceKind.CALL_NOTE, f"{PRIVATE} call", "owner"),
        HoldStarted(date(2026, 6, 7), (f"{PRIVATE} channel",)),
        MoneyReported(eur(100), f"{PRIVATE} as read"),
        fact("money_amount", eur(100), "P1"),
        fact("money_where", "cheque_banked", "P1"),
        fact("money_words", "words", "P1"),
        fact("money_knew", f"{PRIVATE} knew", "P1"),
        fact("money_notice", f"{PRIVATE} notice", "P1"),
        fact("tender", "reject_in_writing", "P1"),
    ]
    return offering(*planted)


@pytest.mark.covers("F-G7", "F-L3")
def test_nothing_private_is_among_the_facts() -> None:
    printed = repr(facts_of(a_case_with_secrets()))
    assert PRIVATE not in printed
    for secret in (66_666, 9_876_500, 7_654_300, 5_432_100):
        assert f"minor={secret}" not in printed
