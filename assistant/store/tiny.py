"""The embedded store: a TinyDB database per case, business and place, on journals.

    data/lock               who uses the folder
    data/store.json         how it is guarded; a copy beside it
    data/cases/*.jsonl      one database per case, one line per save
    data/businesses/, data/places/
    data/evidence/          the originals
    data/inbox.jsonl, data/outbox.jsonl
    data/index              summaries of all cases, between two runs
    data/damaged/           files that did not read

A save is one line and one sync, whatever the size of the case and the number of cases.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.domain.case import Case
from assistant.domain.summary import CaseSummary
from assistant.errors import CaseNotFoundError, StoreError
from assistant.store.codec import (
    decode_business,
    decode_conversation,
    encode_business,
    encode_conversation,
)
from assistant.store.damage import DamageError
from assistant.store.disk import Disk, refusal
from assistant.store.encryption import seal_of
from assistant.store.files import SealedFiles
from assistant.store.inbox import TinyInbox
from assistant.store.index import Row, SummaryIndex
from assistant.store.journal import Journal
from assistant.store.journal_storage import JournalDB, JournalStorage
from assistant.store.keys import Key
from assistant.store.ledger import Ledger
from assistant.store.lock import FolderLock
from assistant.store.outbox import TinyOutbox
from assistant.store.port import Outbox, Outgoing
from assistant.store.sealing import Seal
from assistant.store.shelf import DAMAGED, SUFFIX, Shelf, set_aside
from assistant.store.sidecar import Sidecar, end_of_case

_COMMITS = "commits"
_NOW = "now"
_ONLY = 1  # the id of the one document in a database that holds one thing


class TinyCases:
    """Cases, each in a TinyDB database of its own.

    notices: what was found amiss when the index was made, one sentence each.
    """

    def __init__(
        self, folder: Path, sidecar: Sidecar, seal: Seal, disk: Disk, outbox: Outbox
    ) -> None:
        self.notices: list[str] = []
        self._sidecar = sidecar
        self._outbox = outbox
        self._owed: list[Outgoing] = []  # what the outbox refused
        self._shelf = Shelf(folder, "case", seal, disk, self._opened)
        self._index = SummaryIndex()
        rows = sidecar.take()
        self._index = SummaryIndex(self._rebuilt() if rows is None else rows)

    def load(self, business_id: str, case_id: str) -> Case:
        """The case as it was last saved; CaseNotFoundError if there is none.

        Raises StoreError, naming the case, if its file is damaged; the file is set
        aside and every other case goes on.
        """
        with self._shelf.using(business_id, case_id) as file:
            if file.ledger.summary is None:
                raise CaseNotFoundError(f"there is no case {case_id}")
            return file.ledger.case

    def save(
        self, case: Case, summary: CaseSummary, outgoing: Sequence[Outgoing] = ()
    ) -> None:
        """Append the entries that the store does not have yet; all or none.

        Returns only when they are durable. Raises StaleCaseError, changing nothing,
        if what is stored is not the beginning of `case.entries`, and StoreError when
        the disk refuses (the old state stays).
        """
        self._settle()
        with self._shelf.using(case.business_id, case.id) as file:
            if not file.save(case, summary, outgoing):
                return
            self._index.put(Row(summary, file.size, file.ledger.files))
            # The case is saved, whatever happens now: a crash is made good by
            # `_rebuilt`, a refusal before the next save.
            try:
                self._outbox.put(outgoing)
            except StoreError:
                self._owed.extend(outgoing)

    def summaries(self, business_id: str) -> list[CaseSummary]:
        """Every case of a business in one line each, in no particular order."""
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

    def delete(self, business_id: str, case_id: str) -> None:
        """Remove a case for good; CaseNotFoundError if there is none."""
        with self._shelf.lock(self._shelf.path(business_id, case_id)):
            if not self._shelf.exists(business_id, case_id):
                raise CaseNotFoundError(f"there is no case {case_id}")
            self._shelf.remove(business_id, case_id)
            self._index.remove(business_id, case_id)

    def close(self) -> None:
        """Give the files back and leave the index for the next start.

        Where the disk refuses, the next start makes the index again.
        """
        self._shelf.close()
        with suppress(StoreError):
            self._settle()
            self._sidecar.leave(self._index.rows())

    def _settle(self) -> None:
        """Put into the outbox what it refused before; StoreError if it does again.

        Only then may another commit come: after a crash, the last commit of each case
        is looked at, and no earlier one.
        """
        if self._owed:
            self._outbox.put(self._owed)
            self._owed.clear()

    def _opened(self, database: JournalDB, ids: tuple[str, ...]) -> "_CaseFile":
        file = _CaseFile(database, *ids)
        known = self._index.get(*ids)
        if known is not None and file.size < known.size:
            file.close()
            raise DamageError(f"the file has lost its end ({file.size} bytes left)")
        return file

    def _rebuilt(self) -> list[Row]:
        rows = []
        for path in self._shelf.files():
            try:
                end = end_of_case(self._shelf.journal(path), _COMMITS)
                if end is not None:
                    self._check_place(path, end.row.summary)
                    rows.append(end.row)
                    self._outbox.put(end.outgoing)
            except DamageError as error:
                moved = self._shelf.set_aside(path)
                self.notices.append(f"{error}. Set aside as {moved}")
        return rows

    def _check_place(self, path: Path, summary: CaseSummary) -> None:
        if path != self._shelf.path(summary.business_id, summary.case_id):
            raise DamageError(f"{path.name} holds another case")


class TinyBusinesses:
    """Businesses and conversations, each in a small TinyDB database of its own."""

    def __init__(self, folder: Path, seal: Seal, disk: Disk) -> None:
        self._businesses = Shelf(
            folder / "businesses", "business", seal, disk, _document_file
        )
        self._places = Shelf(folder / "places", "place", seal, disk, _document_file)
        self._mutex = threading.Lock()
        self._ids: set[str] | None = None

    def load(self, business_id: str) -> Business | None:
        """The business, or None if it has never been saved."""
        with self._businesses.using(business_id) as file:
            document = file.document()
        return decode_business(document) if document else None

    def save(self, business: Business) -> None:
        """Keep the business; durable on return."""
        with self._businesses.using(business.id) as file:
            file.keep(encode_business(business))
        with self._mutex:
            if self._ids is not None:
                self._ids.add(business.id)

    def all_ids(self) -> list[str]:
        """The ids of all businesses, sorted."""
        with self._mutex:
            if self._ids is None:
                self._ids = self._read_ids()
            return sorted(self._ids)

    def conversation(self, place: str) -> Conversation:
        """Where the conversation at a place stands; a fresh one if it is new."""
        with self._places.using(place) as file:
            document = file.document()
        return decode_conversation(document) if document else Conversation(place)

    def save_conversation(self, conversation: Conversation) -> None:
        """Keep it; durable on return."""
        with self._places.using(conversation.place) as file:
            file.keep(encode_conversation(conversation))

    def close(self) -> None:
        """Give the files back."""
        self._businesses.close()
        self._places.close()

    def _read_ids(self) -> set[str]:
        ids = set()
        for path in self._businesses.files():
            database = JournalDB(self._businesses.journal(path))
            document = _DocumentFile(database).document()
            database.close()
            if document:
                ids.add(decode_business(document).id)
        return ids


@dataclass(frozen=True, slots=True)
class Stores:
    """Everything that is kept, in one data folder.

    notices: what was found amiss at the start, one sentence each.
    """

    cases: TinyCases
    businesses: TinyBusinesses
    files: SealedFiles
    inbox: TinyInbox
    outbox: TinyOutbox
    lock: FolderLock
    notices: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Leave the folder tidy for the next start, and let others have it."""
        try:
            self.businesses.close()
            self.inbox.close()
            self.outbox.close()
            self.cases.close()
        finally:
            self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_stores(
    data_dir: Path, *, key: Key | None = None, disk: Disk | None = None
) -> Stores:
    """Open the data folder for this process; it is made if it is not there.

    key: everything is encrypted under it; None hides nothing (practice and tests).
    disk: the file operations, for tests.
    Raises StoreError if another process uses the folder, the key is another than the
    folder was made with, or the disk refuses.
    """
    disk = disk or Disk()
    try:
        disk.make_folder(data_dir)
        lock = FolderLock(data_dir / "lock")
    except OSError as error:
        raise refusal(error, f"{data_dir} cannot be used") from error
    try:
        seal = seal_of(data_dir, key, disk)
        stores = _opened(data_dir, seal, disk, lock)
    except OSError as error:
        lock.release()
        raise refusal(error, f"{data_dir} cannot be used") from error
    except BaseException:
        lock.release()
        raise
    return stores


def _opened(data_dir: Path, seal: Seal, disk: Disk, lock: FolderLock) -> Stores:
    """Everything in a folder that this process holds."""
    notices: list[str] = []

    def database(name: str) -> JournalDB:
        journal = Journal(data_dir / (name + SUFFIX), seal, disk)
        try:
            return JournalDB(journal)
        except DamageError as error:
            moved = set_aside(disk, journal.path, data_dir / DAMAGED)
            notices.append(f"{error}. Set aside as {moved}")
            return JournalDB(journal)

    inbox = TinyInbox(database("inbox"))
    outbox = TinyOutbox(database("outbox"))
    sidecar = Sidecar(data_dir / "index", seal, disk)
    cases = TinyCases(data_dir / "cases", sidecar, seal, disk, outbox)
    businesses = TinyBusinesses(data_dir, seal, disk)
    files = SealedFiles(data_dir / "evidence", seal, disk)
    notices.extend(cases.notices)
    return Stores(cases, businesses, files, inbox, outbox, lock, notices)


class _CaseFile:
    """An open case database and the case folded from it."""

    def __init__(self, database: JournalDB, business_id: str, case_id: str) -> None:
        self._database = database
        self._commits = database.table(_COMMITS)
        self.ledger = Ledger(business_id, case_id)
        for document in self._commits:
            self.ledger.take(document)

    @property
    def size(self) -> int:
        """Bytes of the file that are confirmed."""
        return _journal(self._database).size

    def save(
        self, case: Case, summary: CaseSummary, outgoing: Sequence[Outgoing]
    ) -> bool:
        """Commit what is new, durably; whether there was anything."""
        document = self.ledger.plan(case, summary, outgoing)
        if document is None:
            return False
        after = self.ledger.accept(document, case, summary)
        self._commits.insert(document)
        self.ledger = after
        return True

    def close(self) -> None:
        self._database.close()


class _DocumentFile:
    """A database that keeps one document."""

    def __init__(self, database: JournalDB) -> None:
        self._database = database
        self._table = database.table(_NOW)

    def document(self) -> dict[str, Any] | None:
        return cast("dict[str, Any] | None", self._table.get(doc_id=_ONLY))

    def keep(self, document: dict[str, Any]) -> None:
        stored = self.document()
        if stored is None:
            self._table.insert(self._table.document_class(document, _ONLY))
        elif document != stored:
            self._table.update(document, doc_ids=[_ONLY])

    def close(self) -> None:
        self._database.close()


def _document_file(database: JournalDB, _: tuple[str, ...]) -> _DocumentFile:
    return _DocumentFile(database)


def _journal(database: JournalDB) -> Journal:
    return cast("JournalStorage", database.storage).journal
