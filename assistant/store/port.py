"""What the core needs of a store. One contract suite runs against every one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.domain.case import Case
from assistant.domain.summary import CaseSummary


class CaseStore(Protocol):
    """Cases, each an append-only list of entries."""

    def load(self, business_id: str, case_id: str) -> Case:
        """The case as it was last saved; CaseNotFoundError if there is none."""
        ...

    def save(self, case: Case, summary: CaseSummary) -> None:
        """Append the entries that the store does not have yet; all or none.

        Returns only when they are durable. Raises StaleCaseError, changing nothing,
        if what is stored is not the beginning of `case.entries`, and StoreError when
        the disk refuses (the old state stays).
        """
        ...

    def summaries(self, business_id: str) -> list[CaseSummary]:
        """Every case of a business in one line each, in no particular order."""
        ...

    def next_due(self, business_id: str, limit: int) -> list[CaseSummary]:
        """The cases with the soonest next deadline, soonest first; closed ones never.

        limit: how many at most.
        """
        ...

    def due_until(self, at: datetime) -> list[CaseSummary]:
        """Cases of all businesses that are due at this instant or were before.

        Soonest first.
        """
        ...

    def find(self, business_id: str, text: str, limit: int = 20) -> list[CaseSummary]:
        """Cases whose number, invoice or customer is, begins with or contains text.

        The case of letters does not matter. Exact matches come first, then those that
        begin with it, then by case id.
        """
        ...

    def files_in_use(self) -> frozenset[str]:
        """SHA-256 digests of all evidence files that some case uses."""
        ...

    def delete(self, business_id: str, case_id: str) -> None:
        """Remove a case for good; CaseNotFoundError if there is none."""
        ...


class BusinessStore(Protocol):
    """Businesses and where their conversations stand."""

    def load(self, business_id: str) -> Business | None:
        """The business, or None if it has never been saved."""
        ...

    def save(self, business: Business) -> None:
        """Keep the business; durable on return."""
        ...

    def all_ids(self) -> list[str]:
        """The ids of all businesses, sorted."""
        ...

    def conversation(self, place: str) -> Conversation:
        """Where the conversation at a place stands; a fresh one if it is new."""
        ...

    def save_conversation(self, conversation: Conversation) -> None:
        """Keep it; durable on return."""
        ...


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An evidence file that is kept byte for byte.

    sha256: hex digest of its bytes.
    size: in bytes.
    """

    sha256: str
    size: int


class EvidenceFiles(Protocol):
    """The originals of evidence, by their SHA-256."""

    def put(self, stream: BinaryIO, limit: int) -> StoredFile:
        """Keep a file, reading it once, in pieces.

        limit: bytes; InputError("error.file_too_large", limit=...) above it, and
        InputError("error.file_empty") for nothing; nothing is kept then.
        """
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The bytes; StoreError if they are gone or no longer have this digest."""
        ...

    def keep_only(self, used: Iterable[str]) -> int:
        """Remove the files that no case uses any more; how many were removed."""
        ...
