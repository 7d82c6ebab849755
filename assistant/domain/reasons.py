"""Why a customer disputes: six reasons, finer sub-reasons beside them."""

from enum import StrEnum


class Reason(StrEnum):
    """What kind of objection it is. Source: guides S0-1, S1-5."""

    SCOPE = "scope"
    AMOUNT = "amount"
    QUALITY = "quality"
    TERMS = "terms"
    NOT_RECEIVED = "not_received"
    OTHER = "other"


class SubReason(StrEnum):
    """The finer ground. Its reason is in `REASON_OF`."""

    EXTRA_WORK = "extra_work"
    NOT_NECESSARY = "not_necessary"
    CANCELLED = "cancelled"
    UNAUTHORISED = "unauthorised"
    PRICE = "price"
    QUANTITY = "quantity"
    DUPLICATE = "duplicate"
    TAX = "tax"
    SURPRISE = "surprise"
    BARGAINING = "bargaining"
    DEFECT = "defect"
    LATE = "late"
    INCOMPLETE = "incomplete"
    DAMAGE = "damage"
    DUE_DATE = "due_date"
    PAPERWORK = "paperwork"
    WRONG_PARTY = "wrong_party"
    POLICY = "policy"


SUB_REASONS: dict[Reason, tuple[SubReason, ...]] = {
    Reason.SCOPE: (
        SubReason.EXTRA_WORK,
        SubReason.NOT_NECESSARY,
        SubReason.CANCELLED,
        SubReason.UNAUTHORISED,
    ),
    Reason.AMOUNT: (
        SubReason.PRICE,
        SubReason.QUANTITY,
        SubReason.DUPLICATE,
        SubReason.TAX,
        SubReason.SURPRISE,
        SubReason.BARGAINING,
    ),
    Reason.QUALITY: (
        SubReason.DEFECT,
        SubReason.LATE,
        SubReason.INCOMPLETE,
        SubReason.DAMAGE,
    ),
    Reason.TERMS: (
        SubReason.DUE_DATE,
        SubReason.PAPERWORK,
        SubReason.WRONG_PARTY,
        SubReason.POLICY,
    ),
    Reason.NOT_RECEIVED: (),
    Reason.OTHER: (),
}

REASON_OF = {sub: reason for reason, subs in SUB_REASONS.items() for sub in subs}
