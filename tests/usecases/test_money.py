"""Money that came, by command, button, message or picture; and dates that run on."""

from datetime import date
from pathlib import Path

import pytest

from assistant.domain.business import BookedInvoice
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.tender import MoneyFact, open_tenders
from tests.scenarios.stage import Stage

OPEN = '/dispute open INV-7 1000 "Harbour Café"'


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency GBP, zone Europe/London, sign_off Dana Reed")
    stage.at("2026-05-07 09:00")
    stage.owner(OPEN)
    return stage


def played(stage: Stage, *lines: str) -> str:
    for line in lines:
        stage.owner(line)
    return stage.answer


def paid(stage: Stage) -> Money:
    return stage.case().grid.sum.paid


def gbp(amount: int) -> Money:
    return Money.of(amount, "GBP")


# --- the command ----------------------------------------------------------------------


@pytest.mark.covers("F-I1", "S2-1")
def test_an_amount_counts_at_once_and_what_came_with_it_is_asked(stage: Stage) -> None:
    said = played(stage, "/dispute paid 820")
    assert "Noted: £820.00 arrived." in said
    assert "How did the money from Harbour Café come" in said
    assert paid(stage) == gbp(820)


@pytest.mark.covers("F-I5", "K7", "X2")
@pytest.mark.parametrize(
    "typed",
    [
        '820 "full and final"',
        "820 paid in full",
        "£820.00 in full settlement of everything",
        "820 GBP “final payment”",
    ],
)
def test_words_that_settle_everything_stop_it(stage: Stage, typed: str) -> None:
    said = played(stage, f"/dispute paid {typed}")
    assert "Do not bank it yet: £820.00 with the words" in said
    assert paid(stage) == gbp(0)
    assert open_tenders(stage.case()) == ()  # where it is, is asked first
    played(stage, "[A cheque, not banked yet]")
    assert open_tenders(stage.case()) == ("P1",)


def test_words_on_all_that_is_due_stop_nothing(stage: Stage) -> None:
    played(stage, "/dispute paid 1000 paid in full")
    assert paid(stage) == gbp(1000)


def test_what_was_agreed_on_settles_it_whatever_stands_on_it(stage: Stage) -> None:
    played(stage, "[Quality]", "The boards peel.", "[A defect]", "[Nothing]")
    played(stage, "[Sent by e-mail]", "[Yes, exactly]", "Boards", "smooth", "peeling")
    played(stage, "200", "new ones", "[A company]", "[A one-off]", "[Skip]", "200")
    played(stage, "[Go on without these]", "[Yes]", "[Agree]", "[Skip]", "200")
    played(stage, "[Credit note]", "in 7 days", "[Sent by e-mail]")
    assert stage.case().grid.sum.conceded == gbp(200)
    assert "Do not bank it" not in played(stage, "/dispute paid 800 paid in full")
    assert paid(stage) == gbp(800)


@pytest.mark.parametrize(("way", "where"), [("card", "card"), ("by cash", "cash")])
def test_how_it_came_may_stand_behind_the_amount(
    stage: Stage, way: str, where: str
) -> None:
    said = played(stage, f"/dispute paid 400 {way}")
    assert stage.case().fact(MoneyFact.WHERE, "P1") == where
    assert "Does anything with it say that it settles everything?" in said


@pytest.mark.parametrize(
    "typed", ["820 of 1,000", "12,4x", "-5", "0", "full and final"]
)
def test_what_is_no_amount_changes_nothing(stage: Stage, typed: str) -> None:
    assert "✗" in played(stage, f"/dispute paid {typed}")
    assert stage.case().remittances == ()


def test_undo_takes_all_of_a_payment_back(stage: Stage) -> None:
    played(stage, "/dispute paid 820 by transfer", "undo")
    assert paid(stage) == gbp(0)
    assert stage.case().remittances == ()


@pytest.mark.covers("F-I5", "K7")
def test_a_payment_that_turns_out_to_have_words_stops_counting(stage: Stage) -> None:
    played(stage, "/dispute paid 820 by transfer")
    assert paid(stage) == gbp(820)
    played(stage, "[Yes, it says so]")
    assert paid(stage) == gbp(0)
    assert "waits for your decision" in played(stage, "/dispute show")
    played(stage, "back", "[No such words]")
    assert paid(stage) == gbp(820)


def test_a_changed_amount_counts_once(stage: Stage) -> None:
    played(stage, "/dispute paid", "[By bank transfer]", "300", "[No such words]")
    assert paid(stage) == gbp(300)
    played(stage, "/dispute update money_amount 400")
    assert paid(stage) == gbp(400)
    assert len(stage.case().payments) == 1


def test_two_payments_are_asked_about_one_after_the_other(stage: Stage) -> None:
    played(stage, "/dispute paid 100 by transfer", "/dispute paid 200 by card")
    played(stage, "[No such words]")
    assert "£100.00" in stage.letter
    played(stage, "[Sent by e-mail]", "[No such words]")
    assert "£200.00" in stage.letter
    case = stage.case()
    receipts = [x for x in case.letters if x.kind is LetterKind.RECEIPT]
    assert [letter.remittance for letter in receipts] == ["P1", "P2"]


# --- the button, a picture, a message -------------------------------------------------


@pytest.mark.covers("X2", "F-I5")
def test_the_card_has_a_button_that_starts_the_questions(stage: Stage) -> None:
    assert "Money came" in played(stage, "/dispute show")
    assert "How did the money" in played(stage, "[Money came]")
    assert "Is it disputed" in played(stage, "[In cash]", "500", "[Not sure]")


@pytest.mark.covers("X2", "F-I5", "F-P7")
def test_a_picture_of_a_cheque_starts_them_too(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "cheque.jpg").write_bytes(b"a picture")
    said = played(stage, f"attach {tmp_path / 'cheque.jpg'} payment")
    assert "How did the money from Harbour Café come" in said
    assert len(stage.case().remittances) == 1
    played(stage, f"attach {tmp_path / 'cheque.jpg'} payment")
    assert len(stage.case().remittances) == 1  # the other side of the same cheque


@pytest.mark.covers("X2", "F-I5", "F-A2")
def test_words_in_a_reply_start_them_and_are_offered_as_read(stage: Stage) -> None:
    words = "We have sent £820 in full and final settlement. The boards peel."
    said = played(stage, f"/dispute reply {words}", "[No, ask me]")
    assert "How did the money from Harbour Café come" in said
    played(stage, "[A cheque, not banked yet]")
    assert any("As I read it: £820.00" in label for label in stage.labels)
    played(stage, "820", "[Yes, it says so]")
    assert any("full and final" in label for label in stage.labels)
    played(stage, f"/dispute reply {words}")
    assert len(stage.case().remittances) == 1


@pytest.mark.covers("K7", "X2")
def test_closing_says_that_a_tender_still_waits(stage: Stage) -> None:
    assert "waits for your decision" not in played(stage, "/dispute close", "no")
    played(stage, "/dispute paid 820 full and final", "[A cheque, not banked yet]")
    assert "waits for your decision" in played(stage, "/dispute close")


def test_announced_money_that_never_came_leaves_the_case_as_it_was(
    stage: Stage,
) -> None:
    played(stage, "/dispute paid", "[No money came]")
    assert "What does Harbour Café object to?" in stage.answer
    assert "Money that does not count" not in played(stage, "/dispute show")


# --- without a case -------------------------------------------------------------------


@pytest.mark.covers("F-I8", "S0-1")
def test_less_than_was_billed_opens_a_case_of_an_objection_nobody_put(
    stage: Stage,
) -> None:
    stage.given("invoice INV-8 for 500.00 GBP, customer Gull Ltd")
    said = played(stage, "/dispute paid INV-8 400")
    assert "The hold on INV-8 is on" in said
    case = stage.case("D-INV-8")
    assert (case.grid.sum.paid, case.fact("unspoken")) == (gbp(400), "yes")


@pytest.mark.covers("X2")
def test_a_tender_on_an_invoice_without_a_case_is_stopped_too(stage: Stage) -> None:
    stage.given("invoice INV-8 for 500.00 GBP, customer Gull Ltd")
    said = played(stage, "/dispute paid INV-8 400 full and final")
    assert "Do not bank it yet" in said
    case = stage.case("D-INV-8")
    assert (case.grid.sum.paid, case.fact("unspoken")) == (gbp(0), None)


# --- the part that is not in question -------------------------------------------------


@pytest.mark.covers("F-I9", "S2-7", "F-C8")
def test_the_undisputed_part_is_asked_for_with_one_tap(stage: Stage) -> None:
    assert "✗" in played(stage, "/dispute update undisputed")
    played(stage, "[Quality]", "The boards peel.", "[A defect]", "[Nothing]")
    played(stage, "[Sent by e-mail]", "[Yes, exactly]", "Boards", "smooth", "peeling")
    played(stage, "200", "new ones", "[A company]", "[A one-off]", "[Skip]", "200")
    assert "Ask for the undisputed part" in played(stage, "/dispute show")
    played(stage, "[Ask for the undisputed part]")
    assert "Please pay this part, £800.00, by 21 May 2026." in stage.letter
    played(stage, "[Sent by e-mail]")
    assert "Ask for the undisputed part" not in played(stage, "/dispute show")


# --- private --------------------------------------------------------------------------


@pytest.mark.covers("F-L3", "F-G7", "X2")
def test_who_knew_of_the_words_stays_out_of_every_letter(stage: Stage) -> None:
    played(stage, "/dispute note PRIVATE we need the money badly")
    played(stage, "/dispute paid 820 paid in full", "[A cheque, banked already]")
    played(stage, "[Yes]", "20 April", "Texas", "[Yes, we knew]")
    played(stage, "[Reject it in writing]")
    assert "£820.00" in stage.letter
    assert "PRIVATE" not in stage.letter
    assert "knew" not in stage.letter


def test_a_tender_taken_as_a_part_is_kept_with_its_words(stage: Stage) -> None:
    played(stage, "/dispute paid 820 paid in full", "[By bank transfer]", "[Yes]")
    played(stage, "[Today]", "[England and Wales]", "[Reject it in writing]")
    played(stage, "[Sent by e-mail]")
    (payment,) = stage.case().payments
    assert (payment.amount, payment.tender) == (gbp(820), "paid in full")


# --- dates ----------------------------------------------------------------------------


@pytest.mark.covers("X1", "K13", "F-J8")
def test_the_time_limit_of_a_dated_invoice_is_an_estimate_with_its_source(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path)
    stage.given("place US-CA, currency USD, zone America/Los_Angeles")
    stage.at("2026-05-07 09:00")
    business = stage._business()
    old = BookedInvoice("INV-8", Money.of(500, "USD"), "Gull", due_on=date(2022, 5, 20))
    stage.stores.businesses.save(business.booked(old))
    said = played(stage, "/dispute open INV-8", "/dispute show")
    assert "Time limit for court" in said
    assert "Wed, 20 May 2026" in said
    assert "coming near, and it runs on during the hold" in said
    assert "An estimate: 4 years in California (fairly well sourced, read" in said
    assert "ask an adviser" in said
    played(stage, "/dispute update limitation 1 August 2027")
    assert "An estimate" not in played(stage, "/dispute show")


@pytest.mark.covers("X1", "K13")
def test_an_old_invoice_without_a_figure_of_its_place_is_asked_about(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency GBP, zone Europe/London")
    stage.at("2026-05-07 09:00")
    old = BookedInvoice("INV-8", gbp(500), "Gull", due_on=date(2024, 5, 20))
    stage.stores.businesses.save(stage._business().booked(old))
    said = played(stage, "/dispute open INV-8")
    assert "Until when may you still go to court over INV-8?" in said
    played(stage, "[Skip]")
    assert "not known yet. An adviser there" in played(stage, "/dispute show")


@pytest.mark.covers("X1", "F-C11")
def test_a_date_can_be_left_open_struck_out_or_typed_wrong(stage: Stage) -> None:
    assert "It stays open." in played(stage, "/dispute update court", "[Not known yet]")
    played(stage, "/dispute update court 1 July")
    assert "court" in stage.case().clocks
    played(stage, "/dispute update court", "none")
    assert stage.case().clocks == {}
    assert "✗" in played(stage, "/dispute update court soonish")
