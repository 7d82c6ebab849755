"""What an `ask` step suggests as buttons, and the bounds of what is typed."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from assistant.chat.places import place_name
from assistant.chat.replies import Typed
from assistant.domain.assessment import Assessment
from assistant.domain.facts import FactValue
from assistant.domain.job_record import JobFact, noted
from assistant.domain.money import Money
from assistant.domain.resolution import OfferStatus
from assistant.domain.tender import due_before
from assistant.errors import InputError
from assistant.playbook.figures import compared, ladder, offer_limits
from assistant.playbook.situation import Situation, expected_sum

_LONG_AGO = timedelta(days=10 * 365)


class Bound(StrEnum):
    """The most that an amount may be."""

    DUE = "due"
    UNPAID = "unpaid"
    DISPUTED = "disputed"
    LINE_DISPUTED = "line_disputed"
    AMBIGUOUS = "ambiguous"


class Suggestion(StrEnum):
    """An answer that can be picked instead of typed."""

    ALL_DUE = "all_due"
    ALL_DISPUTED = "all_disputed"
    AGREED_SUM = "agreed_sum"
    COUNTER_SUM = "counter_sum"
    LAPSED_SUM = "lapsed_sum"
    AS_READ = "as_read"
    RUNG = "rung"
    MIDDLE_OFF = "middle_off"
    HALF = "half"
    TO_TARGET = "to_target"
    INSTALMENT = "instalment"
    TODAY = "today"
    YESTERDAY = "yesterday"
    TOMORROW = "tomorrow"
    IN_7_DAYS = "in_7_days"
    IN_14_DAYS = "in_14_days"
    IN_10_BUSINESS_DAYS = "in_10_business_days"
    HALF_DISPUTED = "half_disputed"
    READING_BEFORE = "reading_before"
    WAITING_TIME = "waiting_time"


def bound(name: Bound, at: Situation) -> Money | None:
    """The most that an amount may be now; None where there is no bound yet."""
    return _BOUNDS[name](at)


def suggestion(name: Suggestion, at: Situation, kind: Typed) -> FactValue | None:
    """The answer that a button stands for; None where it does not apply.

    kind: what the step asks for.
    """
    if name is Suggestion.AS_READ:
        return _as_read(kind, at)
    return _SUGGESTIONS[name](at)


def _as_read(kind: Typed, at: Situation) -> FactValue | None:
    """What a message said of the remittance at hand."""
    told = at.case.remittance(at.subject)
    if told is None:
        return None
    return told.amount if kind is Typed.AMOUNT else told.words or None


def refuse_going_back(at: Situation, value: Money, limit: Money | None) -> None:
    """An offer that is refused or countered is not followed by a smaller one (F-G8).

    One that lapsed no longer stands, and a line conceded meanwhile narrows the rest.
    """
    offer, answered = at.case.offer, (OfferStatus.REFUSED, OfferStatus.COUNTERED)
    if offer is None or offer.status not in answered or offer.remedy is not None:
        return
    least = min(offer.amount_off, limit) if limit else offer.amount_off
    if value < least:
        raise InputError("error.offer_goes_back", least=least)


def refuse_out_of_order(at: Situation, value: FactValue) -> None:
    """InputError for a day of what has happened that lies ahead, or before the invoice.

    Without the invoice's date a day many years back is taken for a slip.
    """
    if not isinstance(value, date):
        return
    if value > at.today:
        raise InputError("error.date_future", date=value)
    issued_on = at.case.invoice.issued_on
    if issued_on is not None and value < issued_on:
        raise InputError("error.date_before_invoice", date=value, issued=issued_on)
    if value < at.today - _LONG_AGO:
        raise InputError("error.date_long_ago", date=value)


def refuse_too_early(at: Situation, value: FactValue) -> None:
    """No date of a final letter lies before the waiting time of the place (K13)."""
    days = at.court.waiting_days if at.court else None
    if at.court and days and value < at.today + timedelta(days=days):  # type: ignore[operator]
        place = place_name(at.court.place, at.court.name)
        raise InputError("error.before_waiting_time", days=days, place=place)


# None: the total is not known yet, so an amount read in a message has no bound.
_BOUNDS: dict[Bound, Callable[[Situation], Money | None]] = {
    Bound.DUE: lambda at: at.case.grid.sum.due if at.case.invoice.total else None,
    # What is due without the payment at hand, should its amount be changed.
    Bound.UNPAID: lambda at: due_before(at.case, at.subject or ""),
    Bound.DISPUTED: lambda at: at.case.grid.sum.disputed,
    Bound.LINE_DISPUTED: lambda at: (
        at.row.disputed if at.row else at.case.grid.sum.disputed
    ),
    Bound.AMBIGUOUS: lambda at: at.disputed_as(Assessment.AMBIGUOUS),
}


def _lapsed_sum(at: Situation) -> Money | None:
    """What the lapsed offer asked for, should the owner still honour it."""
    offer = at.case.offer
    if offer is None or offer.status is not OfferStatus.LAPSED:
        return None
    return min(offer.rest, at.case.grid.sum.due)


def _half_disputed(at: Situation) -> Money | None:
    """The larger half, where there is one."""
    limit = _BOUNDS[Bound.LINE_DISPUTED](at)
    return limit.split([1, 1])[0] if limit is not None and limit.minor > 1 else None


def _rung(at: Situation) -> Money | None:
    """The step of the ladder that this exchange has come to."""
    steps = ladder(at)
    return steps.rung(int(at.case.exchange)).amount_off if steps else None


def _middle_off(at: Situation) -> Money | None:
    """What to take off to meet the customer half way."""
    found = compared(at)
    off = at.case.grid.sum.due - found.middle if found else None
    bound = at.disputed_as(Assessment.AMBIGUOUS)
    return off if off and off.minor > 0 and off <= bound else None


def _half(at: Situation) -> Money | None:
    """Half of what is ambiguous: where both have a point, as much as seems fair."""
    half = at.disputed_as(Assessment.AMBIGUOUS).percent(Decimal(50))
    return half if half.minor > 0 else None


def _to_target(at: Situation) -> Money | None:
    """What comes off at the target of the numbers, as far as there is a question."""
    found = offer_limits(at)
    return found.aim if found and found.aim else None


_SUGGESTIONS: dict[Suggestion, Callable[[Situation], FactValue | None]] = {
    Suggestion.ALL_DUE: lambda at: at.case.grid.sum.due or None,
    Suggestion.ALL_DISPUTED: lambda at: _BOUNDS[Bound.LINE_DISPUTED](at) or None,
    Suggestion.AGREED_SUM: expected_sum,
    Suggestion.HALF_DISPUTED: _half_disputed,
    Suggestion.READING_BEFORE: lambda at: noted(at.case, JobFact.BEFORE) or None,
    Suggestion.LAPSED_SUM: _lapsed_sum,
    Suggestion.RUNG: _rung,
    Suggestion.MIDDLE_OFF: _middle_off,
    Suggestion.HALF: _half,
    Suggestion.TO_TARGET: _to_target,
    Suggestion.INSTALMENT: lambda at: (
        at.case.next_instalment.amount if at.case.next_instalment else None
    ),
    Suggestion.COUNTER_SUM: lambda at: at.case.money_fact(
        "counter_amount", at.case.exchange
    ),
    Suggestion.TODAY: lambda at: at.today,
    Suggestion.YESTERDAY: lambda at: at.today - timedelta(days=1),
    Suggestion.TOMORROW: lambda at: at.today + timedelta(days=1),
    Suggestion.IN_7_DAYS: lambda at: at.in_days(7),
    Suggestion.IN_14_DAYS: lambda at: at.in_days(14),
    Suggestion.IN_10_BUSINESS_DAYS: lambda at: at.calendar.add_business_days(
        at.today, 10
    ),
    Suggestion.WAITING_TIME: lambda at: (
        at.in_days(at.court.waiting_days)
        if at.court and at.court.waiting_days
        else None
    ),
}
