"""What one case contributes to the view over all of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.domain.calendar import local_day
from assistant.domain.case import Case
from assistant.domain.events.endings import Reopened, active_entries
from assistant.domain.events.sums import DisputeSet
from assistant.domain.facts import FactName
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.resolution import OutcomeKind, RootCause

# Ends that say nothing of how a dispute went.
_NO_DISPUTE = frozenset({OutcomeKind.NO_DISPUTE})


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """One case in figures.

    reason: as the customer gave it; empty where nobody knows. root_cause: as the owner
        saw it at the end. service: the playbook.
    at_stake: the most that was disputed at any time.
    conceded: credited and written off, gross.
    kept_share: percent of what was at stake that stayed; None while the case is open
        or where nothing was disputed.
    stuck: still due while the case is open.
    """

    case_id: str
    customer: str
    reason: str
    root_cause: RootCause | None
    service: str
    person: str
    opened_on: date
    closed_on: date | None
    at_stake: Money
    conceded: Money
    kept_share: int | None
    stuck: Money
    to_acknowledge: timedelta | None
    to_close: timedelta | None
    exchanges: int

    @property
    def month(self) -> str:
        """When it was opened, as `2026-05`."""
        return f"{self.opened_on:%Y-%m}"


def figures_of(case: Case, zone: str) -> CaseFigures | None:
    """The figures of a case; None for one that turned out to be no dispute.

    zone: IANA name of the business's time zone; days are days there.
    """
    if case.opened_at is None:
        return None
    outcome = case.outcome
    if outcome is not None and outcome.kind in _NO_DISPUTE:
        return None
    sums, at_stake = case.grid.sum, _at_stake(case)
    closed_at = outcome.closed_at if outcome else None
    conceded = sums.credited + sums.written_off
    return CaseFigures(
        case_id=case.id,
        customer=case.customer.name or "",
        reason=case.text_fact(FactName.REASON),
        root_cause=outcome.root_cause if outcome else None,
        service=case.playbook,
        person=case.assigned_to,
        opened_on=local_day(case.opened_at, zone),
        closed_on=local_day(closed_at, zone) if closed_at else None,
        at_stake=at_stake,
        conceded=conceded,
        kept_share=_kept_share(at_stake, conceded) if outcome else None,
        stuck=Money.zero(case.grid.currency) if outcome else sums.due,
        to_acknowledge=_to_acknowledge(case, case.opened_at),
        to_close=closed_at - _begun(case) if closed_at else None,
        exchanges=case.exchanges,
    )


def _at_stake(case: Case) -> Money:
    """The most that was disputed at once; what was undone never was."""
    most = case.grid.sum.disputed
    grown = Case.begin(case.id, case.business_id)
    for entry in active_entries(case.entries):
        grown = grown.with_entry(entry)
        if isinstance(entry.event, DisputeSet):
            most = max(most, grown.grid.sum.disputed)
    return most


def _kept_share(at_stake: Money, conceded: Money) -> int | None:
    """In whole percent, rounded half up; never below nothing."""
    if not at_stake:
        return None
    kept = max(0, at_stake.minor - conceded.minor)
    return (kept * 200 + at_stake.minor) // (2 * at_stake.minor)


def _to_acknowledge(case: Case, opened_at: datetime) -> timedelta | None:
    sent = [
        letter.sent_at
        for letter in case.letters
        if letter.kind is LetterKind.ACKNOWLEDGEMENT and letter.sent_at
    ]
    return max(min(sent) - opened_at, timedelta()) if sent else None


def _begun(case: Case) -> datetime:
    """When the case was opened, or last reopened."""
    again = [
        entry.at
        for entry in active_entries(case.entries)
        if isinstance(entry.event, Reopened)
    ]
    first = case.opened_at or again[0]
    return again[-1] if again else first
