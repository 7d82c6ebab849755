"""The headline state of a case and the track of each line, both derived by one table.

Nothing stores a state. `state_of` takes the first row of `_STATES` whose test holds,
so undo, a changed answer or a newer playbook can never leave a case in a wrong one.
"""

from collections.abc import Callable
from enum import StrEnum

from assistant.domain.assessment import assessment_of, case_assessment
from assistant.domain.case import Case
from assistant.domain.facts import FactName
from assistant.domain.letters import LetterKind
from assistant.domain.resolution import OfferStatus, OutcomeKind


class State(StrEnum):
    """Where a case stands, in one word."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    AWAITING_SPECIFICS = "awaiting_specifics"
    SPECIFIED = "specified"
    GATHERING = "gathering"
    ASSESSED = "assessed"
    ANSWERED = "answered"
    OFFER_OPEN = "offer_open"
    AGREED = "agreed"
    SETTLING = "settling"
    BACK_IN_COLLECTION = "back_in_collection"
    CLOSED = "closed"
    MEDIATION = "mediation"
    SMALL_CLAIMS = "small_claims"
    WRITTEN_OFF = "written_off"
    WITHDRAWN = "withdrawn"


class Track(StrEnum):
    """Where one disputed line stands."""

    REPORTED = "reported"
    AWAITING_SPECIFICS = "awaiting_specifics"
    SPECIFIED = "specified"
    ASSESSED = "assessed"
    ANSWERED = "answered"
    CONCEDED = "conceded"
    OFFERED = "offered"
    AGREED = "agreed"


def _ended(*kinds: OutcomeKind) -> Callable[[Case], bool]:
    return lambda case: case.outcome is not None and case.outcome.kind in kinds


def _at_fork(choice: str) -> Callable[[Case], bool]:
    return lambda case: way_out(case) == choice


def _acknowledged(case: Case) -> bool:
    letter = case.letter(LetterKind.ACKNOWLEDGEMENT)
    return letter is not None and not letter.is_open


def _has_open_offer(case: Case) -> bool:
    return case.offer is not None and case.offer.status is OfferStatus.OPEN


def _is_assessed(case: Case) -> bool:
    """Each contested line is judged, or none is left after an answer not sent."""
    return case_assessment(case) is not None or case.answer_handled()


def _is_gathering(case: Case) -> bool:
    return bool(case.evidence.waivers) or len(case.evidence.items) > len(
        case.statements
    )


_STATES: tuple[tuple[State, Callable[[Case], bool]], ...] = (
    (State.WRITTEN_OFF, _ended(OutcomeKind.WRITTEN_OFF)),
    (State.WITHDRAWN, _ended(OutcomeKind.WITHDRAWN, OutcomeKind.NO_DISPUTE)),
    (State.CLOSED, lambda case: case.is_closed),
    (
        State.BACK_IN_COLLECTION,
        lambda case: case.hold is not None and not case.hold.is_on,
    ),
    (
        State.SETTLING,
        lambda case: (
            case.agreement is not None
            and case.was_sent(LetterKind.SETTLEMENT_CONFIRMATION)
        ),
    ),
    (State.AGREED, lambda case: case.agreement is not None),
    (State.MEDIATION, _at_fork("mediation")),
    (State.SMALL_CLAIMS, _at_fork("small_claims")),
    (State.OFFER_OPEN, _has_open_offer),
    (State.ANSWERED, lambda case: case.answer_sent() is not None),
    (State.ASSESSED, _is_assessed),
    (State.GATHERING, lambda case: _acknowledged(case) and _is_gathering(case)),
    (State.SPECIFIED, lambda case: _acknowledged(case) and case.is_specific),
    (
        State.AWAITING_SPECIFICS,
        lambda case: case.letter(LetterKind.FOLLOW_UP) is not None,
    ),
    (State.ACKNOWLEDGED, _acknowledged),
    (State.REPORTED, lambda case: True),  # noqa: ARG005 - one signature for all rows
)


def state_of(case: Case) -> State:
    """The headline state."""
    return next(state for state, holds in _STATES if holds(case))


def way_out(case: Case) -> str:
    """The way out taken in this exchange, the latest choice first; empty for none."""
    here = case.exchange
    if "let_it_go" in (case.fact("filed", here), case.fact("worth_it")):
        return "letting_go"
    fork = case.text_fact(FactName.FORK, here)
    return (case.text_fact("after_mediation", here) if fork else "") or fork


def track_of(case: Case, row_id: str) -> Track:
    """Where one line stands."""
    row = case.grid.row(row_id)
    if case.agreement is not None:
        return Track.AGREED
    if _has_open_offer(case) and assessment_of(case, row_id) == "ambiguous":
        return Track.OFFERED
    if row.conceded:
        return Track.CONCEDED
    if case.answer_sent(case.exchange):
        return Track.ANSWERED
    if assessment_of(case, row_id):
        return Track.ASSESSED
    if case.is_specific or case.knows("call_line", row_id):
        return Track.SPECIFIED
    return Track.AWAITING_SPECIFICS if _acknowledged(case) else Track.REPORTED
