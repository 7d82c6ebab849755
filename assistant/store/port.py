"""What the core needs of a store. One contract suite runs against every one."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, NamedTuple, Protocol

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.domain.case import Case
from assistant.domain.summary import CaseSummary


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way to a person, as its platform will send it.

    id: unique for ever, and the same when the same action is worked out again, such
        as `b1/D-7/12/1` (business, case, entry, number of the message).
    case_id: empty outside a case.
    place: key of the place it goes to; messages to one place go in order.
    payload: what the adapter needs to send it, as JSON.
    is_repeatable: whether it may be sent twice when it is unclear if it arrived;
        never for letters and decisions.
    attached: bytes that are kept beside the outbox; 0 when the payload has it all.
    asks: key of the question that it ends with; empty for none.
    """

    id: str
    business_id: str
    case_id: str
    platform: str
    place: str
    payload: str
    is_repeatable: bool
    created_at: datetime
    attached: int = 0
    asks: str = ""


class CaseStore(Protocol):
    """Cases, each an append-only list of entries."""

    def load(self, business_id: str, case_id: str) -> Case:
        """The case as it was last saved; CaseNotFoundError if there is none."""
        ...

    def save(
        self, case: Case, summary: CaseSummary, outgoing: Sequence[Outgoing] = ()
    ) -> None:
        """Append the entries that the store does not have yet; all or none.

        outgoing: what is to be said about them; kept in the same step and put into
            the outbox, so that neither is there without the other.

        Returns only when they are durable. Raises StaleCaseError, changing nothing,
        if what is stored is not the beginning of `case.entries`, and StoreError when
        the disk refuses (the old state stays).
        """
        ...

    def save_all(
        self,
        cases: Sequence[tuple[Case, CaseSummary]],
        outgoing: Sequence[Outgoing] = (),
    ) -> None:
        """Save several cases in one step: all of them or, with an error, none.

        outgoing: what is said, in order, about these cases or about no single one;
            kept in the same step. Otherwise as `save`.
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
        """Cases of all businesses that have something to tell: `wake_at` has come.

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

    def check(self, sha256: str) -> None:
        """Read it and forget it; StoreError as for `open`."""
        ...

    def remove(self, digests: Iterable[str]) -> int:
        """Remove files that no case uses any more; how many were there.

        What was worked out from them goes with them.
        """
        ...

    def keep_derived(self, sha256: str, kind: str, content: bytes) -> None:
        """Keep what was worked out from a file, one thing for each; it may be lost.

        kind: what it is and how it was made; in one line. Nothing is kept of a file
        that is not there. StoreError if the disk refuses.
        """
        ...

    def derived(self, sha256: str, kind: str) -> bytes | None:
        """That again; None if it is missing, damaged or of another kind."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something a platform handed over, as it came.

    id: the platform's own (Slack `event_id`, Telegram `update_id`), or a hash of the
        payload; the same when it is delivered again.
    payload: what came, as JSON; empty once it was handled.
    business_id: whose it is, where that is known.
    """

    platform: str
    id: str
    payload: str
    received_at: datetime
    business_id: str = ""


DRAWER = "drawer"  # notes of this name are angry drafts that rest, by case


class Note(NamedTuple):
    """A text that an adapter remembers; business_id: whose it is, where known."""

    platform: str
    key: str
    value: str
    business_id: str


class Notebook(Protocol):
    """What an adapter has to remember: where a thread is, what a button stands for.

    Small texts by platform and key. Facts of a dispute are never kept here; an angry
    draft is, for the two hours in which it rests.
    """

    def get(self, platform: str, key: str) -> str | None:
        """The note, or None."""
        ...

    def put(
        self, platform: str, key: str, value: str, *, business_id: str = ""
    ) -> None:
        """Write a note, durably, over one of the same key.

        business_id: whose it is, so that it goes when the business is erased.
        """
        ...

    def put_many(
        self, platform: str, notes: dict[str, str], *, business_id: str = ""
    ) -> None:
        """Write several notes with one sync."""
        ...

    def drop(self, platform: str, *keys: str) -> None:
        """Remove notes; nothing happens for a key that is not there."""
        ...

    def shred(self, platform: str, *keys: str) -> None:
        """Remove notes, from the file too."""
        ...

    def keys(self, platform: str, prefix: str = "") -> list[str]:
        """The keys that begin so, sorted."""
        ...

    def forget(self, is_meant: Callable[[Note], bool]) -> int:
        """Remove notes for good, from the file's past too; how many."""
        ...


class Inbox(Protocol):
    """What platforms handed over: on disk before it is confirmed, handled once."""

    def keep(self, delivery: Delivery) -> bool:
        """Keep it, durably; False, changing nothing, if it is known already."""
        ...

    def handled(self, delivery: Delivery) -> None:
        """It needs no more work; its payload is dropped, its id stays known.

        After a crash between saving a case and this call the delivery is waiting
        again; the entries it caused carry its id.
        """
        ...

    def waiting(self) -> list[Delivery]:
        """What was kept and not handled yet, in order of arrival."""
        ...

    def drop(self, is_meant: Callable[[Delivery], bool]) -> int:
        """Drop payloads for good, and all handled ones from the file; how many.

        Their ids stay known: nothing that was erased comes back by being repeated.
        """
        ...

    def forget(self, before: datetime) -> int:
        """Drop what was handled and came before then; how many.

        A platform that delivers one of them again would be believed.
        """
        ...

    def tidy(self) -> None:
        """Let handled payloads go from the file, where there are any."""
        ...


class SendState(StrEnum):
    """Where an outgoing message stands."""

    PENDING = "pending"
    SENT = "sent"
    UNKNOWN = "unknown"  # handed to the platform, no word whether it arrived
    FAILED = "failed"


SEND_MOVES: dict[SendState, frozenset[SendState]] = {
    SendState.PENDING: frozenset(SendState),
    SendState.UNKNOWN: frozenset(SendState),
    SendState.FAILED: frozenset({SendState.PENDING, SendState.FAILED}),
    SendState.SENT: frozenset({SendState.SENT}),
}


@dataclass(frozen=True, slots=True)
class Sending:
    """An outgoing message and what became of it so far.

    tries: how often it was handed to the platform or refused by it.
    not_before: when it may be tried next; None for at once.
    note: why it waits or failed, for the log; no personal data.
    """

    message: Outgoing
    state: SendState = SendState.PENDING
    tries: int = 0
    not_before: datetime | None = None
    note: str = ""


class Outbox(Protocol):
    """What is to be said, until the platform has it."""

    def put(self, messages: Sequence[Outgoing]) -> None:
        """Keep new messages, durably; those with a known id change nothing."""
        ...

    def attach(self, message_id: str, content: bytes) -> None:
        """Keep what a message carries beside it, durably, before the message.

        It goes when the message was sent, is dropped or forgotten.
        """
        ...

    def attached(self, message_id: str) -> bytes:
        """What was attached to a message; StoreError if it is gone or has changed."""
        ...

    def due(self, platform: str, now: datetime) -> list[Sending]:
        """What may be sent now, oldest first.

        A message behind an earlier one to the same place that is pending waits.
        """
        ...

    def begin(self, message_id: str) -> None:
        """Say that a message is about to be sent, if it may not be sent twice.

        It is `unknown`, durably, from here on: a crash leaves it so, and nobody
        repeats it blindly. A repeatable message stays pending.
        """
        ...

    def record(
        self,
        message_id: str,
        state: SendState,
        *,
        not_before: datetime | None = None,
        note: str = "",
    ) -> None:
        """Say what became of a message, durably; `pending` tries again later.

        Raises ValueError for a move that is not in SEND_MOVES, StoreError for a
        message that is not known.
        """
        ...

    def unsettled(self, business_id: str) -> list[Sending]:
        """What failed or is unknown: somebody has to look."""
        ...

    def get(self, message_id: str) -> Sending | None:
        """A message and where it stands; the payload is gone once it was sent."""
        ...

    def drop(self, is_meant: Callable[[Outgoing], bool]) -> int:
        """Remove messages for good, from the file's past too; how many."""
        ...

    def forget(
        self, before: datetime, states: Collection[SendState] = (SendState.SENT,)
    ) -> int:
        """Drop what is older and in one of these states; how many.

        It will never be sent again.
        """
        ...

    def tidy(self) -> None:
        """Let what is past go from the file, where there is any."""
        ...
