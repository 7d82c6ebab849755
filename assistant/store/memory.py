"""Stores that forget when the process ends: for practice mode and tests.

They keep JSON, through the same codec as the stores on disk, so that what cannot be
stored fails here too.
"""

import hashlib
import io
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import BinaryIO

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.domain.case import Case
from assistant.domain.summary import CaseSummary
from assistant.errors import CaseNotFoundError, StoreError
from assistant.store.attachments import MemoryAttachments
from assistant.store.codec import (
    decode_business,
    decode_conversation,
    encode_business,
    encode_conversation,
)
from assistant.store.files import pieces
from assistant.store.inbox import TinyInbox
from assistant.store.index import Row, SummaryIndex
from assistant.store.ledger import Ledger, Saving
from assistant.store.notebook import TinyNotebook
from assistant.store.outbox import TinyOutbox
from assistant.store.plain import Plain, from_json, to_json
from assistant.store.port import Outbox, Outgoing, StoredFile


def memory_inbox() -> TinyInbox:
    """An inbox that forgets."""
    return TinyInbox(TinyDB(storage=MemoryStorage))


def memory_outbox() -> TinyOutbox:
    """An outbox that forgets."""
    return TinyOutbox(TinyDB(storage=MemoryStorage), MemoryAttachments())


def memory_notebook() -> TinyNotebook:
    """A notebook that forgets."""
    return TinyNotebook(TinyDB(storage=MemoryStorage))


class MemoryCases:
    """Cases as lists of encoded commits.

    outbox: gets the messages that are saved with a case; one of its own if None.
    """

    def __init__(self, outbox: Outbox | None = None) -> None:
        self.outbox: Outbox = outbox or memory_outbox()
        self._lock = threading.Lock()
        self._commits: dict[tuple[str, str], list[bytes]] = {}
        # What was read of the commits so far, with the last of them.
        self._read: dict[tuple[str, str], tuple[Ledger, bytes]] = {}
        self._index = SummaryIndex()

    def load(self, business_id: str, case_id: str) -> Case:
        """The case as it was last saved; CaseNotFoundError if there is none."""
        with self._lock:
            ledger = self._ledger(business_id, case_id)
        if ledger.summary is None:
            raise CaseNotFoundError(f"there is no case {case_id}")
        return ledger.case

    def save(
        self, case: Case, summary: CaseSummary, outgoing: Sequence[Outgoing] = ()
    ) -> None:
        """Append what is new, or raise StaleCaseError."""
        self.save_all([(case, summary)], outgoing)

    def save_all(
        self,
        cases: Sequence[tuple[Case, CaseSummary]],
        outgoing: Sequence[Outgoing] = (),
    ) -> None:
        """The same for several cases: all or none."""
        with self._lock:
            planned: list[tuple[Saving, Plain, Ledger]] = []
            for saving in (Saving(case, summary) for case, summary in cases):
                ledger = self._ledger(*saving.ids)
                document = ledger.plan(saving)
                if document is not None:
                    after = ledger.accept(document, saving)
                    planned.append((saving, document, after))
            for saving, document, after in planned:
                self._commits.setdefault(saving.ids, []).append(to_json(document))
                self._index.put(Row(saving.summary, files=after.files))
            self.outbox.put(outgoing)

    def summaries(self, business_id: str) -> list[CaseSummary]:
        """Every case of a business in one line each."""
        return self._index.summaries(business_id)

    def next_due(self, business_id: str, limit: int) -> list[CaseSummary]:
        """The cases with the soonest next deadline, soonest first."""
        return self._index.next_due(business_id, limit)

    def due_until(self, at: datetime) -> list[CaseSummary]:
        """Cases of all businesses that have something to tell by this instant."""
        return self._index.due_until(at)

    def find(self, business_id: str, text: str, limit: int = 20) -> list[CaseSummary]:
        """Cases by number, invoice or customer, best matches first."""
        return self._index.find(business_id, text, limit)

    def files_in_use(self) -> frozenset[str]:
        """Digests of all evidence that some case uses."""
        return self._index.files_in_use()

    def files_of(self, business_id: str, case_id: str) -> tuple[str, ...]:
        """Digests of the evidence that a case uses; none if there is no such case."""
        row = self._index.get(business_id, case_id)
        return row.files if row else ()

    def delete(self, business_id: str, case_id: str) -> None:
        """Remove a case for good; CaseNotFoundError if there is none."""
        with self._lock:
            if self._commits.pop((business_id, case_id), None) is None:
                raise CaseNotFoundError(f"there is no case {case_id}")
            self._index.remove(business_id, case_id)

    def _ledger(self, business_id: str, case_id: str) -> Ledger:
        key = business_id, case_id
        commits = self._commits.get(key, [])
        ledger, last = self._read.get(key, (Ledger(*key), b""))
        if ledger.count and commits[ledger.count - 1 : ledger.count] != [last]:
            ledger = Ledger(*key)
        for commit in commits[ledger.count :]:
            ledger.take(from_json(commit, dict))
            self._read[key] = ledger, commit
        return ledger


class MemoryBusinesses:
    """Businesses and conversations as encoded documents."""

    def __init__(self) -> None:
        self._businesses: dict[str, bytes] = {}
        self._conversations: dict[str, bytes] = {}

    def load(self, business_id: str) -> Business | None:
        """The business, or None if it has never been saved."""
        stored = self._businesses.get(business_id)
        return decode_business(from_json(stored, dict)) if stored else None

    def save(self, business: Business) -> None:
        """Keep the business."""
        self._businesses[business.id] = to_json(encode_business(business))

    def all_ids(self) -> list[str]:
        """The ids of all businesses, sorted."""
        return sorted(self._businesses)

    def conversation(self, place: str) -> Conversation:
        """Where the conversation at a place stands; a fresh one if it is new."""
        stored = self._conversations.get(place)
        if stored is None:
            return Conversation(place)
        return decode_conversation(from_json(stored, dict))

    def save_conversation(self, conversation: Conversation) -> None:
        """Keep it."""
        stored = to_json(encode_conversation(conversation))
        self._conversations[conversation.place] = stored

    def forget_places(
        self, is_meant: Callable[[Conversation], bool]
    ) -> list[Conversation]:
        """Remove the conversations that are meant; what they were."""
        meant = list(filter(is_meant, map(self.conversation, self._conversations)))
        for conversation in meant:
            del self._conversations[conversation.place]
        return meant

    def forget(self, business_id: str) -> None:
        """Remove a business; nothing happens if there is none."""
        self._businesses.pop(business_id, None)

    def compact(self, business_id: str) -> None:
        """Nothing earlier is kept."""


class MemoryFiles:
    """Evidence files as bytes."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._derived: dict[str, tuple[str, bytes]] = {}

    def put(self, stream: BinaryIO, limit: int) -> StoredFile:
        """Keep a file; InputError if it is empty or longer than `limit` bytes."""
        content = b"".join(piece for piece, _ in pieces(stream, limit))
        sha256 = hashlib.sha256(content).hexdigest()
        self._files[sha256] = content
        return StoredFile(sha256, len(content))

    def open(self, sha256: str) -> BinaryIO:
        """The bytes; StoreError if there are none with this digest."""
        if sha256 not in self._files:
            raise StoreError(f"the file {sha256} is not there")
        return io.BytesIO(self._files[sha256])

    def check(self, sha256: str) -> None:
        """StoreError if there are none with this digest."""
        self.open(sha256).close()

    def remove(self, digests: Iterable[str]) -> int:
        """Remove files; how many were there."""
        found = self._files.keys() & set(digests)
        for sha256 in found:
            del self._files[sha256]
            self._derived.pop(sha256, None)
        return len(found)

    def keep_derived(self, sha256: str, kind: str, content: bytes) -> None:
        """Keep what was worked out from a file that is there."""
        if sha256 in self._files:
            self._derived[sha256] = kind, content

    def derived(self, sha256: str, kind: str) -> bytes | None:
        """That again; None if it is missing or of another kind."""
        known, content = self._derived.get(sha256, ("", b""))
        return content if known == kind else None
