"""Letters to the customer: drafted by us, sent by the owner, kept as they were sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter is for. One template per kind and language."""

    ACKNOWLEDGEMENT = "acknowledgement"
    FOLLOW_UP = "follow_up"
    CALL_RECAP = "call_recap"
    FIRM_ANSWER = "firm_answer"
    CONCESSION = "concession"
    GOODWILL_OFFER = "goodwill_offer"
    MIXED_ANSWER = "mixed_answer"
    REMINDER_OF_ANSWER = "reminder_of_answer"
    CREDIT_NOTE_COVER = "credit_note_cover"
    CORRECTED_INVOICE_COVER = "corrected_invoice_cover"
    SETTLEMENT_CONFIRMATION = "settlement_confirmation"
    BACK_TO_COLLECTION = "back_to_collection"
    FINAL_LETTER = "final_letter"
    CLOSING = "closing"
    RECEIPT = "receipt"
    RESERVATION = "reservation"
    TENDER_NOTED = "tender_noted"
    RETURN_OF_TENDER = "return_of_tender"
    REJECTION_WITH_BANKING = "rejection_with_banking"
    REPAYMENT_OF_TENDER = "repayment_of_tender"
    ACCEPTANCE_OF_TENDER = "acceptance_of_tender"
    ASK_MISSING_PART = "ask_missing_part"
    ASK_UNDISPUTED = "ask_undisputed"


# Letters that argue the matter: an exchange is one of these and the answer to it.
SUBSTANTIVE = frozenset(
    {
        LetterKind.FIRM_ANSWER,
        LetterKind.CONCESSION,
        LetterKind.GOODWILL_OFFER,
        LetterKind.MIXED_ANSWER,
    }
)


# Letters that point to enclosures, or carry a list of them.
ENCLOSING = SUBSTANTIVE | {LetterKind.FINAL_LETTER}


# Letters that may go out once in every exchange; the others once in a case.
PER_EXCHANGE = SUBSTANTIVE | {
    LetterKind.REMINDER_OF_ANSWER,
    LetterKind.CREDIT_NOTE_COVER,
    LetterKind.CORRECTED_INVOICE_COVER,
}


# Letters about money that came or was offered: once for each remittance.
PER_PAYMENT = frozenset(
    {
        LetterKind.RECEIPT,
        LetterKind.RESERVATION,
        LetterKind.TENDER_NOTED,
        LetterKind.RETURN_OF_TENDER,
        LetterKind.REJECTION_WITH_BANKING,
        LetterKind.REPAYMENT_OF_TENDER,
        LetterKind.ACCEPTANCE_OF_TENDER,
        LetterKind.ASK_MISSING_PART,
    }
)


# The first written word to the customer: they were heard, or money is missing.
FIRST_WORDS = (LetterKind.ACKNOWLEDGEMENT, LetterKind.ASK_MISSING_PART)


class LetterForm(StrEnum):
    """How long: for a text message or for an e-mail."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a case.

    id: `W1`, `W2`... in the order of drafting.
    basis: fingerprint of the facts it was drafted from; when the case's own
        fingerprint differs, the draft is stale.
    exchange: number of the exchange it belongs to, from 1.
    remittance: id of the remittance it is about; empty for other letters.
    sent_at, channel: set when the owner said that it went out.
    skipped_because: set when the owner chose not to send it.
    kept: digest of the text whose wording the owner keeps; see `WordingKept`.
    """

    id: str
    kind: LetterKind
    form: LetterForm
    language: str
    subject: str
    body: str
    basis: str
    drafted_at: datetime
    exchange: int
    edited: bool = False
    sent_at: datetime | None = None
    channel: str | None = None
    skipped_because: str | None = None
    kept: str = ""
    remittance: str = ""

    @property
    def subject_id(self) -> str:
        """What letters of its kind are told apart by: a remittance or an exchange."""
        return self.remittance or str(self.exchange)

    @property
    def is_open(self) -> bool:
        """Neither sent nor skipped."""
        return self.sent_at is None and self.skipped_because is None
