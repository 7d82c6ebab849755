"""What a case makes of its events: taken back, reopened, drafted anew, offered."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    Closed,
    DisputeSet,
    EvidenceAdded,
    FactRecorded,
    HoldReleased,
    HoldReviewed,
    HoldStarted,
    LetterDrafted,
    LetterEdited,
    LetterSent,
    LetterSkipped,
    NoteAdded,
    OfferChanged,
    OfferMade,
    PaymentReceived,
    Reopened,
    ReplyReceived,
    StatementReceived,
    Undone,
)
from assistant.domain.evidence import EvidenceKind
from assistant.domain.letters import LetterForm, LetterKind
from assistant.domain.resolution import (
    OFFER_MOVES,
    OfferStatus,
    OutcomeKind,
    ReplyKind,
    RootCause,
)
from assistant.errors import InputError
from tests.domain.test_letter_facts import NOW, TODAY, a_case, eur, then

ACK, FIRM = LetterKind.ACKNOWLEDGEMENT, LetterKind.FIRM_ANSWER
CLOSED = Closed(OutcomeKind.WITHDRAWN, eur(0), RootCause.OTHER)


def draft(kind: LetterKind, body: str = "Dear Sam") -> LetterDrafted:
    return LetterDrafted(kind, LetterForm.LONG, "en", "Re", body, "basis")


def without_entries(case: Case) -> str:
    """Everything a case knows, its file aside."""
    fields = [f for f in case.__dataclass_fields__ if f != "entries"]
    return repr([(name, getattr(case, name)) for name in fields])


# --- undo -----------------------------------------------------------------------------

MORE: tuple[CaseEvent, ...] = (
    DisputeSet("L2", eur(20_000)),
    FactRecorded("reason", "scope"),
    NoteAdded("She sounded tired."),
    StatementReceived("Still no."),
    PaymentReceived(eur(5_000), TODAY),
    EvidenceAdded(EvidenceKind.CONTRACT, "offer.pdf", "owner"),
    draft(ACK),
    draft(FIRM),
    HoldStarted(TODAY, ("phone",)),
    ReplyReceived(ReplyKind.OBJECTS, 1),
)


@pytest.mark.covers("F-P2", "S0-47")
@given(
    before=st.lists(st.sampled_from(MORE), max_size=5),
    undone=st.sampled_from(MORE),
    after=st.lists(st.sampled_from(MORE), max_size=3),
)
def test_a_turn_taken_back_is_as_if_it_had_not_been_and_stays_in_the_file(
    before: list[CaseEvent], undone: CaseEvent, after: list[CaseEvent]
) -> None:
    plain = then(a_case(), *before)
    case = then(plain, undone)
    turn = case.entries[-1].turn
    case = then(case, Undone(turn))
    assert without_entries(case) == without_entries(plain)
    assert [e.event for e in case.entries[-2:]] == [undone, Undone(turn)]
    case, plain = then(case, *after), then(plain, *after)
    assert without_entries(case) == without_entries(plain)


def test_an_older_turn_can_be_taken_back_under_what_came_later() -> None:
    case = then(a_case(), NoteAdded("one"), NoteAdded("two"))
    first = case.entries[-2].turn
    assert [note.text for note in then(case, Undone(first)).notes] == ["two"]


def test_what_later_turns_stand_on_cannot_be_taken_back() -> None:
    case = then(
        a_case(), DisputeSet("L2", eur(100)), OfferMade(eur(100), eur(0), TODAY)
    )
    disputed = case.entries[-2].turn
    with pytest.raises(InputError):
        then(case, Undone(disputed))


# --- reopening ------------------------------------------------------------------------


@pytest.mark.covers("F-A8", "S0-47")
def test_a_reopened_case_keeps_its_history_and_asks_some_questions_again() -> None:
    case = then(
        a_case(),
        draft(ACK),
        LetterSent("W1", "email", NOW),
        draft(FIRM),
        LetterSent("W2", "email", NOW),
        ReplyReceived(ReplyKind.OBJECTS, 1),
        FactRecorded("reason", "scope"),
        FactRecorded("root_cause", "no_money"),
        CLOSED,
    )
    again = then(case, Reopened("they wrote", forget=("root_cause",)))
    assert not again.is_closed
    assert again.letters == case.letters
    assert again.was_sent(ACK)
    assert not again.was_sent(FIRM)
    assert (again.exchanges, again.replies) == (0, ())
    assert (again.knows("reason"), again.knows("root_cause")) == (True, False)
    assert len(again.entries) == len(case.entries) + 1


def test_only_a_closed_case_is_reopened_and_only_an_open_one_closed() -> None:
    with pytest.raises(InputError):
        then(a_case(), Reopened("why not"))
    with pytest.raises(InputError):
        then(a_case(), CLOSED, CLOSED)


# --- letters --------------------------------------------------------------------------


@pytest.mark.covers("F-N2")
def test_a_new_draft_takes_the_place_of_an_open_one_of_its_kind() -> None:
    case = then(a_case(), draft(ACK, "one"), draft(FIRM), draft(ACK, "two"))
    assert [(x.id, x.body) for x in case.letters] == [("W1", "two"), ("W2", "Dear Sam")]


@pytest.mark.covers("F-N2", "F-B3", "S1-4")
def test_a_letter_that_went_out_is_never_changed_and_a_new_one_joins_it() -> None:
    later = NOW + timedelta(hours=2)
    case = then(a_case(), draft(ACK, "one"), LetterEdited("W1", "mine", "basis"))
    case = then(case, LetterSent("W1", "post", later))
    for event in (
        LetterEdited("W1", "other", "basis"),
        LetterSkipped("W1", "no"),
        LetterSent("W1", "email", later),
    ):
        with pytest.raises(InputError):
            then(case, event)
    case = then(case, draft(ACK, "two"))
    assert [(x.body, x.sent_at, x.channel) for x in case.letters] == [
        ("mine", later, "post"),
        ("two", None, None),
    ]


def test_an_answer_is_drafted_afresh_in_each_exchange() -> None:
    case = then(a_case(), draft(FIRM, "first"), ReplyReceived(ReplyKind.OBJECTS, 1))
    case = then(case, draft(FIRM, "second"))
    assert [(x.exchange, x.body) for x in case.letters] == [(1, "first"), (2, "second")]


# --- offers ---------------------------------------------------------------------------

OFFERED = (DisputeSet("L2", eur(20_000)), OfferMade(eur(5_000), eur(115_000), TODAY))


@pytest.mark.covers("F-G5", "S0-36")
@pytest.mark.parametrize("old", OfferStatus)
@pytest.mark.parametrize("new", OfferStatus)
def test_an_offer_moves_only_along_its_table(
    old: OfferStatus, new: OfferStatus
) -> None:
    case = then(a_case(), *OFFERED)
    if old is not OfferStatus.OPEN:
        case = then(case, OfferChanged(old))
    if new in OFFER_MOVES[old]:
        moved = then(case, OfferChanged(new)).offer
        assert moved is not None
        assert moved.status is new
    else:
        with pytest.raises(InputError):
            then(case, OfferChanged(new))


@pytest.mark.covers("F-G8")
def test_a_new_offer_withdraws_the_open_one_and_keeps_it_on_file() -> None:
    case = then(a_case(), *OFFERED, OfferMade(eur(8_000), eur(112_000), TODAY))
    assert [(o.amount_off, o.status) for o in case.offers] == [
        (eur(5_000), OfferStatus.WITHDRAWN),
        (eur(8_000), OfferStatus.OPEN),
    ]


def test_an_offer_cannot_be_above_what_is_disputed() -> None:
    with pytest.raises(InputError) as error:
        then(a_case(), DisputeSet("L2", eur(100)), OfferMade(eur(101), eur(0), TODAY))
    assert error.value.phrase == "error.more_than_disputed"


# --- exchanges and the hold -----------------------------------------------------------


@pytest.mark.covers("S0-37", "F-G11")
def test_only_an_objection_or_a_counter_makes_an_exchange() -> None:
    case = then(a_case(), ReplyReceived(ReplyKind.SILENT, 1))
    assert case.exchanges == 0
    case = then(case, ReplyReceived(ReplyKind.OBJECTS, 1))
    case = then(case, ReplyReceived(ReplyKind.COUNTERS, 2))
    assert (case.exchanges, case.exchange) == (2, "3")


@pytest.mark.covers("F-C9", "F-C1")
def test_a_hold_says_since_when_by_whom_and_when_to_look_again() -> None:
    case = then(a_case(), HoldStarted(TODAY, ("phone",)))
    assert case.hold is not None
    assert (case.hold.since, case.hold.by, case.is_on_hold) == (NOW, "Anna", True)
    later = TODAY + timedelta(days=30)
    case = then(case, HoldReviewed(later))
    assert case.hold is not None
    assert case.hold.review_on == later
    case = then(case, HoldReleased())
    assert not case.is_on_hold
    with pytest.raises(InputError):
        then(case, HoldReleased())
