"""Legal dates that run on whatever is on hold (K8).

Only what a place's row says is reckoned here; any other date is asked of the owner, who
is told whom to ask (K13).
"""

import calendar
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from assistant.domain.case import Case
from assistant.domain.invoice import Invoice
from assistant.domain.place_rules import PlaceRules

# The place from whose row the time limit was reckoned; a fact, gone once it is typed.
RECKONED_FROM = "limitation_from"
# From this age of an invoice on, the end of the time limit is asked for where no row
# tells it; our own choice, the shortest limit in the rows is longer.
_OLD = timedelta(days=365)


class Clock(StrEnum):
    """The dates that an owner can set; their values are stored as clocks' kinds."""

    LIEN_NOTICE = "lien_notice"
    CARD_DISPUTE = "card_dispute"
    LIMITATION = "limitation"
    COURT = "court"


def limitation_ends(invoice: Invoice, rules: PlaceRules | None) -> date | None:
    """About when the claim may be lost; None without a date or a figure to plan on.

    Counted from the due date, else from the invoice's own, which is earlier and so on
    the safe side.
    """
    start = _falls_due(invoice)
    if start is None or rules is None or rules.limitation_years is None:
        return None
    return _later(start, rules.limitation_years)


def is_limitation_asked(case: Case, rules: PlaceRules | None, today: date) -> bool:
    """Whether an old invoice needs a date that no row of the place gives."""
    start = _falls_due(case.invoice)
    has_figure = rules is not None and rules.limitation_years is not None
    return start is not None and today - start > _OLD and not has_figure


def _falls_due(invoice: Invoice) -> date | None:
    return invoice.due_on or invoice.issued_on


def _later(day: date, years: Decimal) -> date:
    """So many years on, a part of a year in whole months."""
    month = day.month - 1 + int(years * 12)
    year, month = day.year + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))
