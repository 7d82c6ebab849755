"""The embedded store: a TinyDB database per case, business and place, on journals.

    data/lock               who uses the folder
    data/store.json         how it is guarded; a copy beside it
    data/cases/*.jsonl      one database per case, one line per save
    data/businesses/, data/places/
    data/evidence/          the originals
    data/derived/           what was made of them, such as photos prepared for paper
    data/inbox.jsonl, data/outbox.jsonl, data/notebook.jsonl
    data/outgoing/          large contents of what is in the outbox
    data/intents.jsonl      a step that saves several cases, while it is being done
    data/index              summaries of all cases, between two runs
    data/damaged/           files that did not read

A save is one line and one sync, whatever the size of the case and the number of cases.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from assistant.store.attachments import SealedAttachments
from assistant.store.damage import DamageError
from assistant.store.disk import Disk, refusal
from assistant.store.encryption import seal_of
from assistant.store.files import SealedFiles
from assistant.store.inbox import TinyInbox
from assistant.store.intents import IntentLog
from assistant.store.journal import Journal
from assistant.store.journal_storage import JournalDB
from assistant.store.keys import Key
from assistant.store.lock import FolderLock
from assistant.store.notebook import TinyNotebook
from assistant.store.outbox import TinyOutbox
from assistant.store.sealing import Seal
from assistant.store.shelf import DAMAGED, SUFFIX, set_aside
from assistant.store.sidecar import Sidecar
from assistant.store.tiny_businesses import TinyBusinesses
from assistant.store.tiny_cases import TinyCases

Read = TypeVar("Read")


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
    notebook: TinyNotebook
    lock: FolderLock
    data_dir: Path
    notices: list[str] = field(default_factory=list)

    @property
    def has_damaged(self) -> bool:
        """Whether there are files that were set aside."""
        folder = self.data_dir / DAMAGED
        return folder.is_dir() and any(folder.iterdir())

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is written meanwhile; who wants to, waits. Evidence goes on."""
        with (
            self.cases.shelf.paused(),
            self.businesses.paused(),
            self.inbox.paused(),
            self.outbox.paused(),
            self.notebook.paused(),
        ):
            yield

    def close(self) -> None:
        """Leave the folder tidy for the next start, and let others have it."""
        try:
            with self.paused():  # what has begun is finished
                self.businesses.close()
                self.cases.close()
                self.inbox.close()
                self.outbox.close()
                self.notebook.close()
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

    def opened(name: str, read: Callable[[Journal], Read]) -> Read:
        journal = Journal(data_dir / (name + SUFFIX), seal, disk)
        try:
            return read(journal)
        except DamageError as error:
            moved = set_aside(disk, journal.path, data_dir / DAMAGED)
            notices.append(f"{error}. Set aside as {moved}")
            return read(Journal(journal.path, seal, disk))

    inbox = TinyInbox(opened("inbox", JournalDB))
    attachments = SealedAttachments(data_dir / "outgoing", seal, disk)
    outbox = TinyOutbox(opened("outbox", JournalDB), attachments)
    notebook = TinyNotebook(opened("notebook", JournalDB))
    intents = opened("intents", IntentLog)
    sidecar = Sidecar(data_dir / "index", seal, disk)
    cases = TinyCases(
        data_dir / "cases", sidecar, intents, outbox, seal=seal, disk=disk
    )
    attachments.keep_only(each.message.id for each in outbox.unsent())
    businesses = TinyBusinesses(data_dir, seal, disk)
    files = SealedFiles(data_dir / "evidence", data_dir / "derived", seal, disk)
    notices.extend(cases.notices)
    return Stores(
        cases, businesses, files, inbox, outbox, notebook, lock, data_dir, notices
    )
