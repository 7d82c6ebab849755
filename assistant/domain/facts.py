"""Answers to questions: named facts, some of them per line or per exchange."""

from datetime import date
from enum import StrEnum

from assistant.domain.money import Money

FactValue = str | int | bool | Money | date

YES, NO, NOT_SURE = "yes", "no", "not_sure"


class FactName(StrEnum):
    """Facts that rules of the domain look at. Playbooks may record others beside."""

    REASON = "reason"
    SUB_REASON = "sub_reason"
    OBJECTS = "objects"
    CUSTOMER_ASKED_FOR = "slot_outcome"
    SLOT_LINE = "slot_line"
    SLOT_EXPECTED = "slot_expected"
    SLOT_RECEIVED = "slot_received"
    SLOT_AMOUNT = "slot_amount"
    SPECIFICS = "specifics"
    FELL_SHORT = "fell_short"
    MISUNDERSTOOD = "misunderstood"
    ASSESSMENT = "assessment"
    ASSESSMENT_OVERRIDE = "assessment_override"
    EXPLAINED = "explained"
    AMOUNT_OFF = "amount_off"
    SERVICE_AMOUNT = "service_amount"
    REMEDY_WHAT = "remedy_what"
    REMEDY_BY = "remedy_by"
    MOST_OFF = "most_off"
    IN_STEPS = "in_steps"
    NEXT_INSTALMENT = "next_instalment"
    OFFER_EXPIRES_ON = "offer_expires_on"
    PAY_BY = "pay_by"
    FORK = "fork"
    ONGOING = "ongoing"
    ROOT_CAUSE = "root_cause"


# Sums for the owner's eyes only; they never reach a letter (F-G7, F-R4).
PRIVATE_SUMS = frozenset({FactName.MOST_OFF, "floor"})

SLOTS = (
    FactName.SLOT_LINE,
    FactName.SLOT_EXPECTED,
    FactName.SLOT_RECEIVED,
    FactName.SLOT_AMOUNT,
    FactName.CUSTOMER_ASKED_FOR,
)


def fact_key(name: str, subject: str | None = None) -> str:
    """Where a fact is kept: `name`, or `name@subject`.

    subject: a grid row id (`L1`), or an exchange number as text; None for the case.
    """
    return name if subject is None else f"{name}@{subject}"
