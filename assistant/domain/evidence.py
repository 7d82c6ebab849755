"""Evidence: what was gathered, what is missing, what it proves."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class EvidenceKind(StrEnum):
    """What a document is. Source: guides S0-12 to S0-15, S2-13 to S2-17, S3-6."""

    STATEMENT = "statement"
    CONTRACT = "contract"
    CORRESPONDENCE = "correspondence"
    APPROVAL = "approval"
    INVOICE = "invoice"
    CHANGE_ORDER = "change_order"
    PRICE_CONFIRMATION = "price_confirmation"
    CALCULATION = "calculation"
    PHOTOS = "photos"
    DELIVERY_RECEIPT = "delivery_receipt"
    COMPLETION = "completion"
    PROJECT_RECORDS = "project_records"
    SPECIFICATION = "specification"
    SERVICE_RECORD = "service_record"
    LEDGER = "ledger"
    TERMS = "terms"
    CALL_NOTE = "call_note"
    PAYMENT = "payment"
    OTHER = "other"


class Proof(StrEnum):
    """A fact that a firm answer rests on. Source: guide S0-25; the proof matrix."""

    APPROVED = "approved"
    DELIVERED = "delivered"
    MET_SPECIFICATION = "met_specification"
    PRICE_AGREED = "price_agreed"
    CALCULATION_RIGHT = "calculation_right"
    NOT_PAID_TWICE = "not_paid_twice"
    CLAUSE_AGREED = "clause_agreed"


_ANY_WRITING = (EvidenceKind.CORRESPONDENCE, EvidenceKind.OTHER)

# Which kinds of document can carry which proof.
CARRIES: dict[Proof, tuple[EvidenceKind, ...]] = {
    Proof.APPROVED: (
        EvidenceKind.APPROVAL,
        EvidenceKind.CHANGE_ORDER,
        EvidenceKind.CONTRACT,
        EvidenceKind.SERVICE_RECORD,
        *_ANY_WRITING,
    ),
    Proof.DELIVERED: (
        EvidenceKind.DELIVERY_RECEIPT,
        EvidenceKind.COMPLETION,
        EvidenceKind.PHOTOS,
        EvidenceKind.PROJECT_RECORDS,
        EvidenceKind.SERVICE_RECORD,
        *_ANY_WRITING,
    ),
    Proof.MET_SPECIFICATION: (
        EvidenceKind.SPECIFICATION,
        EvidenceKind.COMPLETION,
        EvidenceKind.PHOTOS,
        EvidenceKind.CONTRACT,
        EvidenceKind.APPROVAL,
        EvidenceKind.SERVICE_RECORD,
        *_ANY_WRITING,
    ),
    Proof.PRICE_AGREED: (
        EvidenceKind.CONTRACT,
        EvidenceKind.PRICE_CONFIRMATION,
        EvidenceKind.CHANGE_ORDER,
        *_ANY_WRITING,
    ),
    Proof.CALCULATION_RIGHT: (
        EvidenceKind.CALCULATION,
        EvidenceKind.PROJECT_RECORDS,
        EvidenceKind.INVOICE,
        EvidenceKind.OTHER,
    ),
    Proof.NOT_PAID_TWICE: (EvidenceKind.LEDGER, EvidenceKind.OTHER),
    Proof.CLAUSE_AGREED: (
        EvidenceKind.TERMS,
        EvidenceKind.CONTRACT,
        *_ANY_WRITING,
    ),
}


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One document or record in the case.

    number: exhibit number, from 1, in order of arrival.
    name: the file's or paper's name as the owner knows it.
    sha256: hex digest of the original bytes; None when only named, not given.
    proves: the owner's words for what it shows; may be empty.
    bundle: the album it came in, as the platform names it; empty for one alone.
    """

    number: int
    kind: EvidenceKind
    name: str
    added_at: datetime
    added_by: str
    source: str
    sha256: str | None = None
    size: int | None = None
    media_type: str | None = None
    dated_on: date | None = None
    proves: str = ""
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A gap the owner accepted by name, so that the case can go on."""

    kind: EvidenceKind
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """All evidence of a case."""

    items: tuple[EvidenceItem, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def has(self, kind: EvidenceKind) -> bool:
        """Whether a document of this kind is there."""
        return any(item.kind is kind for item in self.items)

    def is_waived(self, kind: EvidenceKind) -> bool:
        """Whether the owner goes on without this kind."""
        return any(waiver.kind is kind for waiver in self.waivers)

    def missing(self, wanted: tuple[EvidenceKind, ...]) -> tuple[EvidenceKind, ...]:
        """The wanted kinds that are neither there nor waived."""
        return tuple(k for k in wanted if not (self.has(k) or self.is_waived(k)))

    def backing(self, proof: Proof) -> tuple[EvidenceItem, ...]:
        """The documents that can carry this proof, the customer's own words aside."""
        return tuple(item for item in self.items if item.kind in CARRIES[proof])
