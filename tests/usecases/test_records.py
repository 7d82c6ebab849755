"""What the owner is told beside the questions: the record, the bucket, the news."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.domain.business import Business, Member, Profile, Role
from assistant.domain.evidence import EvidenceItem, EvidenceKind
from assistant.usecases.records import paper
from tests.scenarios.stage import BUSINESS, Stage

TO_THE_LETTER = (
    '/dispute open INV-7 1200 "Harbour Café"',
    "[Quality]",
    "The menu boards show the wrong hours.",
    "[A defect]",
    "[Nothing]",
)
TO_THE_PAPERS = (
    *TO_THE_LETTER,
    "[Sent by e-mail]",
    "[Yes, exactly]",
    "Menu boards",
    "our hours",
    "last year's",
    "400",
    "print again",
    "[A company]",
    "[Regularly]",
    "Design 800; Menu boards 400",
    "[Menu boards: €400.00]",
    "[All of it: €400.00]",
    "[That is all]",
)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency EUR, zone Europe/London")
    stage.at("2026-05-07 09:00")
    return stage


def played(stage: Stage, *lines: str) -> str:
    """The answer to the last of these lines."""
    for line in lines:
        stage.owner(line)
    return " ".join(stage.answer.split())


@pytest.mark.covers("F-B3", "S1-4", "F-N2", "F-L3")
def test_the_register_says_of_each_letter_when_how_and_by_whom(stage: Stage) -> None:
    played(stage, *TO_THE_LETTER)
    assert "A draft, not sent yet" in played(stage, "/dispute show INV-7 letters")
    played(stage, "[Sent by text]")
    said = played(stage, "/dispute show letters")
    assert "Acknowledgement" in said
    assert "Sent by text message on Thu, 7 May 2026, 09:00" in said
    assert "by Robin" in said


def test_the_register_keeps_why_a_letter_stayed_unsent(stage: Stage) -> None:
    played(stage, *TO_THE_LETTER, "[Not sending it]", "told her at the counter")
    said = played(stage, "/dispute show INV-7 letters")
    assert "Not sent: told her at the counter" in said


@pytest.mark.covers("F-E16", "S0-47", "F-L3")
def test_the_timeline_tells_messages_letters_papers_and_money_in_order(
    stage: Stage,
) -> None:
    played(stage, *TO_THE_LETTER, "[Sent by e-mail]", "/dispute paid 200")
    played(stage, "attach", "/dispute note She sounded tired")
    said = played(stage, "/dispute show INV-7 timeline")
    told = [
        "the case was opened",
        "The menu boards show the wrong hours.",
        "Acknowledgement, by e-mail",
        "€200.00",
        "She sounded tired",
    ]
    places = [said.find(each) for each in told]
    assert -1 not in places
    assert places == sorted(places)


def test_what_was_undone_is_no_part_of_the_timeline(stage: Stage) -> None:
    played(stage, *TO_THE_LETTER, "/dispute paid 200", "undo")
    assert "€200.00" not in played(stage, "/dispute show INV-7 timeline")


@pytest.mark.covers("F-E14", "F-E15", "S0-25", "S0-47")
def test_the_papers_say_who_added_them_and_what_still_lacks_proof(
    stage: Stage, tmp_path: Path
) -> None:
    (tmp_path / "scope.pdf").write_bytes(b"%PDF-1.4 scope")
    given = f"attach {tmp_path / 'scope.pdf'} contract"
    played(stage, *TO_THE_PAPERS, given, "[Go on without these]")
    played(stage, "[No]", "[No]", "[Yes, in writing]", "[Yes, only spoken]")
    played(stage, "[Yes, in writing]")
    said = played(stage, "/dispute evidence")
    assert "Added Thu, 7 May 2026, 09:00 by Robin." in said
    assert "Fingerprint " in said
    assert "Menu boards: only spoken so far that it was delivered" in said
    assert "no paper shows yet" not in said


@pytest.mark.covers("F-E15")
def test_a_paper_tells_what_it_shows_where_somebody_said_so() -> None:
    at = datetime(2026, 5, 7, 9, tzinfo=UTC)
    item = EvidenceItem(1, EvidenceKind.PHOTOS, "wall.jpg", at, "Robin", "owner")
    assert paper(item).key == "evidence.named"
    shown = paper(replace(item, proves="the finished wall", sha256="ab" * 32))
    assert shown.values["proves"] == "the finished wall"
    assert shown.values["paper"].values["fingerprint"] == "ab" * 6


@pytest.mark.parametrize("kind", [EvidenceKind.STATEMENT, EvidenceKind.CALL_NOTE])
def test_spoken_words_have_no_name_but_a_file_of_them_has(kind: EvidenceKind) -> None:
    at = datetime(2026, 5, 7, 9, tzinfo=UTC)
    said = EvidenceItem(1, kind, "statement 1", at, "Robin", "customer")
    assert paper(said).key == "evidence.spoken"
    mail = replace(said, name="mail.eml", sha256="ab" * 32)
    assert paper(mail).values["name"] == "mail.eml"


@pytest.mark.covers("F-E14", "X8")
def test_without_any_paper_the_gaps_are_named_with_what_would_open(
    stage: Stage,
) -> None:
    played(stage, *TO_THE_PAPERS, "[Go on without these]")
    said = played(stage, "/dispute evidence")
    assert "Menu boards: no paper shows yet that the work was approved" in said
    assert "With it the firm answer would open" in said
    assert "Going on without: Signed contract or scope of work" in said


@pytest.mark.covers("F-E3", "F-E5", "F-E13", "S0-13", "S0-15", "S1-5")
@pytest.mark.parametrize(
    ("reason", "paper"),
    [
        ("[Scope]", "Agreed change or extra work"),
        ("[Amount]", "Price or rate in writing"),
        ("[Quality]", "Agreed specification"),
        ("[Terms]", "Terms, and when they were shown"),
        ("[Not received]", "Delivery receipt"),
        ("[Something else]", "Project records"),
    ],
)
def test_each_kind_of_objection_calls_for_its_own_papers_beside_the_usual(
    stage: Stage, reason: str, paper: str
) -> None:
    played(stage, TO_THE_LETTER[0], reason, "It is wrong.")
    if reason in ("[Scope]", "[Amount]", "[Quality]", "[Terms]"):
        played(stage, "[None of these]")
    said = played(stage, *TO_THE_PAPERS[4:])
    wanted = ["Signed contract or scope of work", "Messages about the job"]
    wanted += ["Approval by the customer", "The original invoice", paper]
    assert all(each in said for each in wanted)


@pytest.mark.covers("F-D2", "F-D3", "F-D4", "F-D9", "S1-5", "S1-10", "S2-4", "S2-5")
def test_the_five_things_that_make_it_specific_are_asked_one_by_one(
    stage: Stage,
) -> None:
    answers = TO_THE_PAPERS[6:12]
    asked = [played(stage, *TO_THE_PAPERS[:6], "why")]
    asked += [played(stage, answer) for answer in answers]
    words = "Agreed 400, billed 480|Which line|expect there|got instead"
    words += "|How much money|What would settle it"
    for said, wanted in zip(asked, words.split("|"), strict=False):
        assert wanted in said
    reasons = "Scope: not agreed. Amount: wrong price or sum. Quality: not good enough"
    assert reasons in played(stage, "/dispute open INV-8 10 Lark", "why")


@pytest.mark.covers("F-C2", "S1-2", "N16")
def test_the_customers_other_invoices_stay_due(stage: Stage) -> None:
    stage.given("invoice INV-7 for 1200.00 EUR, customer Harbour Café")
    stage.given("invoice INV-8 for 300.00 EUR, customer Harbour Café")
    stage.given("invoice INV-9 for 50.00 EUR, customer Lark")
    said = played(stage, "/dispute open INV-7")
    assert "Other invoices of Harbour Café stay due as usual: INV-8." in said


def with_members(stage: Stage, *members: Member) -> None:
    profile = Profile(currency="EUR", time_zone="Europe/London", place="GB-EAW")
    business = stage.stores.businesses.load(BUSINESS) or Business(BUSINESS, profile)
    stage.stores.businesses.save(replace(business, members=members))


@pytest.mark.covers("S1-30", "S1-31", "F-C7")
def test_a_helper_who_opens_a_case_is_told_to_tell_the_owner_the_same_day(
    stage: Stage,
) -> None:
    with_members(stage, Member("Dana", Role.OWNER), Member("Robin", Role.HELPER))
    assert "Tell Dana today that INV-7 is disputed" in played(stage, TO_THE_LETTER[0])


def test_an_owner_who_opens_a_case_knows_already(stage: Stage) -> None:
    with_members(stage, Member("Robin", Role.OWNER), Member("Dana", Role.OWNER))
    assert "Tell " not in played(stage, TO_THE_LETTER[0])


@pytest.mark.covers("F-C6", "S1-18", "S1-19", "N2")
def test_the_bucket_of_disputes_shows_age_money_and_whose_turn_next_due_first(
    stage: Stage,
) -> None:
    played(stage, *TO_THE_PAPERS)
    stage.after("4 days")
    said = played(stage, "/dispute open INV-9 50 Lark", "/dispute list")
    assert said.find("D-INV-7") < said.find("D-INV-9")
    assert "€400.00 disputed" in said
    assert "Open for 4 days" in said
    assert "In dispute in all: €400.00" in said
    assert "Turn: us (Robin)" in said


@pytest.mark.covers("F-C9")
def test_a_hold_of_a_month_asks_whether_the_dispute_is_still_alive(
    stage: Stage,
) -> None:
    played(stage, *TO_THE_LETTER, "[Sent by e-mail]")
    stage.after("33 days")
    assert "Is the dispute with Harbour Café still alive?" in " ".join(
        stage.answer.split()
    )


@pytest.mark.covers("F-C4", "S1-7", "S1-11", "F-C5")
def test_taking_an_invoice_off_hold_in_a_dispute_warns_and_asks_twice(
    stage: Stage,
) -> None:
    said = played(stage, *TO_THE_LETTER, "/dispute resume")
    assert "tends to harden it" in said
    assert stage.case().is_on_hold
    played(stage, "[Keep the hold]")
    assert stage.case().is_on_hold
    played(stage, "/dispute resume", "[Take it off hold]")
    assert not stage.case().is_on_hold


@pytest.mark.covers("F-C10", "S1-18")
def test_late_fees_are_settled_where_something_chases_and_can_be_changed(
    stage: Stage,
) -> None:
    stage.given("reminders xero")
    said = played(stage, *TO_THE_LETTER, "[Sent by e-mail]", "[Xero reminders: off]")
    assert "What happens with late fees on INV-7" in said
    played(stage, "[Note for later]")
    assert "Note for later" in played(stage, "/dispute show")
    played(stage, "/dispute update late_fees", "[Stop them]")
    assert "Stop them" in played(stage, "/dispute show")


def test_nothing_is_asked_about_late_fees_where_nothing_chases(stage: Stage) -> None:
    said = played(stage, *TO_THE_LETTER, "[Sent by e-mail]")
    assert "late fees" not in said


@pytest.mark.covers("F-C14", "N18")
def test_a_regular_customer_brings_a_word_about_further_work(stage: Stage) -> None:
    said = played(stage, *TO_THE_PAPERS[:14])
    assert "agree new work in writing first" in said
    assert "source files or passwords" in said


@pytest.mark.covers("K16")
def test_that_the_file_may_be_asked_for_in_court_is_said_once_per_case(
    stage: Stage,
) -> None:
    notice = "could be asked for in court"
    assert notice in played(stage, TO_THE_LETTER[0])
    assert "court" not in "".join(played(stage, line) for line in TO_THE_PAPERS[1:])
    assert notice in played(stage, "/dispute open INV-8 90 Lark")


@pytest.mark.covers("K16", "F-N2", "S1-31")
def test_every_draft_says_who_sends_it_and_that_it_is_no_legal_advice(
    stage: Stage,
) -> None:
    said = played(stage, *TO_THE_LETTER)
    assert "I never send anything myself. Not legal advice." in said
    assert "legal advice" not in stage.letter


@pytest.mark.covers("F-A8", "F-A9")
def test_an_invoice_with_an_open_case_shows_that_case(stage: Stage) -> None:
    played(stage, TO_THE_LETTER[0])
    said = played(stage, "/dispute open inv-7")
    assert "has an open case already: D-INV-7" in said
    assert len(stage.stores.cases.summaries(BUSINESS)) == 1


@pytest.mark.covers("K12", "S1-21", "F-C3")
def test_a_place_that_chases_stays_on_the_list_until_it_is_ticked(
    stage: Stage,
) -> None:
    stage.given("reminders quickbooks phone")
    said = played(stage, *TO_THE_LETTER[:1])
    assert "Still to switch off: QuickBooks reminders and Phone calls" in said
    played(stage, *TO_THE_LETTER[1:], "[Sent by e-mail]", "[QuickBooks reminders: off]")
    card = played(stage, "/dispute show")
    assert "Still to switch off" in card
    hold = stage.case().hold
    assert hold is not None
    assert hold.still_on() == ("phone",)


@pytest.mark.covers("S0-49", "S3-25", "F-M2")
def test_the_real_cause_ends_in_a_habit_for_the_next_job(stage: Stage) -> None:
    played(stage, *TO_THE_PAPERS[:6], "[No, still vague]", "[Drops the objection]")
    played(stage, "[Skip]", "[Yes, all of it]")
    said = played(stage, "[Scope was unclear]")
    assert "For the next job" in said
    assert "what is included, what is not" in said


@pytest.mark.covers("S1-33", "F-C12")
def test_back_in_collection_the_usual_rhythm_starts_after_the_new_date(
    stage: Stage,
) -> None:
    stage.given("reminders xero")
    played(stage, *TO_THE_LETTER, "[Sent by e-mail]", "[Xero reminders: off]")
    played(stage, "[Stop them]", "[No, still vague]", "[Drops the objection]", "[Skip]")
    said = played(stage, "why")
    assert "three days after the new due date" in said
    assert "on the agreed amount" in said
    assert "Xero reminders" in said
