"""Signs that an objection is genuine, or a stall: private hints, never a judgement.

A sign proves nothing: people with a real concern are late and vague too. They are
shown to the owner alone, with that caution, and no letter is any different for them.
Source: guides S0-2, S1-9.
"""

from enum import StrEnum

from assistant.domain.case import Case
from assistant.domain.facts import FactName


class Sign(StrEnum):
    """What can be noticed; its words are in the phrase catalogue under `sign.`."""

    BEFORE_DUE = "before_due"
    SPECIFIC = "specific"
    PART_ONLY = "part_only"
    PAYS_REST = "pays_rest"
    AFTER_DUE = "after_due"
    STILL_VAGUE = "still_vague"
    WHOLE_AMOUNT = "whole_amount"
    NEVER_RAISED = "never_raised"


# Those that speak for a real concern; the others are seen in stalls.
GENUINE = frozenset({Sign.BEFORE_DUE, Sign.SPECIFIC, Sign.PART_ONLY, Sign.PAYS_REST})


def signs_of(case: Case) -> tuple[Sign, ...]:
    """What the record shows, in the order of `Sign`; nothing for what is not known."""
    late = days_late(case) if _has_dates(case) else None
    sums = case.grid.sum
    is_whole = bool(sums.disputed) and sums.disputed == sums.invoiced
    noticed = {
        Sign.BEFORE_DUE: late is not None and late <= 0,
        Sign.SPECIFIC: case.is_specific,
        Sign.PART_ONLY: bool(sums.disputed and sums.undisputed),
        Sign.PAYS_REST: _paid_since(case),
        Sign.AFTER_DUE: late is not None and late > 0,
        Sign.STILL_VAGUE: case.fact(FactName.SPECIFICS) == "vague"
        and not case.is_specific,
        Sign.WHOLE_AMOUNT: is_whole and len(case.grid.rows) > 1,
        Sign.NEVER_RAISED: paid_before_words(case),
    }
    return tuple(sign for sign in Sign if noticed[sign])


def days_late(case: Case) -> int:
    """Days from the due date to the customer's first words; below 0 before it.

    0 where one of the dates is not known.
    """
    if case.invoice.due_on is None or not case.statements:
        return 0
    first = case.statements[0]
    said_on = (first.written_at or first.received_at).date()
    return (said_on - case.invoice.due_on).days


def paid_before_words(case: Case) -> bool:
    """Whether part of the invoice was paid, and not as a settlement, before them."""
    if not case.statements:
        return False
    first = case.statements[0]
    said_on = (first.written_at or first.received_at).date()
    return any(
        payment.received_on < said_on and not payment.tender
        for payment in case.payments
    )


def _has_dates(case: Case) -> bool:
    return case.invoice.due_on is not None and bool(case.statements)


def _paid_since(case: Case) -> bool:
    """Money without strings came after the objection."""
    if not case.statements:
        return False
    said_on = case.statements[0].received_at.date()
    return any(p.received_on >= said_on and not p.tender for p in case.payments)
