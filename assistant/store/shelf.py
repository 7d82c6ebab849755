"""A folder of small TinyDB databases, one per case, business or place.

Only a few are held open; the rest are files and cost no memory. A file that does not
read is set aside in `damaged/` with its name told, and everything else goes on.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from assistant.errors import StaleCaseError, StoreError
from assistant.store.damage import DamageError
from assistant.store.disk import Disk, refusal
from assistant.store.journal import Journal
from assistant.store.journal_storage import JournalDB
from assistant.store.sealing import Seal

SUFFIX = ".jsonl"
DAMAGED = "damaged"
_STRIPES = 64
_KEPT_OPEN = 32


class Closable(Protocol):
    """What a shelf opens: something around one database."""

    def close(self) -> None:
        """Give the file back."""
        ...


Opened = TypeVar("Opened", bound=Closable)


class Shelf(Generic[Opened]):
    """Databases by their ids, opened on demand, one user of each at a time.

    folder: where the files are; made here.
    kind: what they hold, such as `case`; part of the file names' hash.
    open_database: reads a database into what the shelf's user works with; may raise
        DamageError.
    """

    def __init__(
        self,
        folder: Path,
        kind: str,
        seal: Seal,
        disk: Disk,
        open_database: Callable[[JournalDB, tuple[str, ...]], Opened],
    ) -> None:
        self.folder = folder
        self._kind = kind
        self._seal = seal
        self._disk = disk
        self._open_database = open_database
        self._damaged = folder.parent / DAMAGED
        self._locks = [threading.RLock() for _ in range(_STRIPES)]
        self._mutex = threading.Lock()
        self._is_closed = False
        self._opened: OrderedDict[tuple[str, ...], Opened] = OrderedDict()
        disk.make_folder(folder)

    def path(self, *ids: str) -> Path:
        """Where the database of these ids is kept."""
        return self.folder / (self._seal.name(self._kind, *ids) + SUFFIX)

    def files(self) -> list[Path]:
        """The files of all databases."""
        return [path for path in self.folder.iterdir() if path.suffix == SUFFIX]

    def journal(self, path: Path) -> Journal:
        """The journal in a file of this folder, not opened yet."""
        return Journal(path, self._seal, self._disk)

    def lock(self, *ids: str) -> threading.RLock:
        """What the user of these ids holds; shared with few others by chance."""
        return self._locks[hash(ids) % _STRIPES]

    @contextmanager
    def using(self, *ids: str) -> Iterator[Opened]:
        """Work with one database; others wait. It exists once something is added.

        After an error it is read from disk afresh by the next user.
        Raises StoreError if its file is damaged (it is set aside then) or was.
        """
        with self.lock(*ids):
            opened = self._take(ids)
            try:
                yield opened
            except StaleCaseError:
                self._put_back(ids, opened)
                raise
            except BaseException:
                opened.close()
                raise
            self._put_back(ids, opened)

    def exists(self, *ids: str) -> bool:
        """Whether there is a file for these ids, readable or set aside."""
        path = self.path(*ids)
        return path.exists() or self._aside(path).exists()

    def is_set_aside(self, *ids: str) -> bool:
        """Whether the file of these ids was damaged and moved out of the way."""
        path = self.path(*ids)
        return not path.exists() and self._aside(path).exists()

    def remove(self, *ids: str) -> None:
        """Delete the file for good, also one that was set aside."""
        path = self.path(*ids)
        with self.lock(*ids):
            with self._mutex:
                opened = self._opened.pop(ids, None)
            if opened is not None:
                opened.close()
            try:
                for each in (path, self._aside(path)):
                    with suppress(FileNotFoundError):
                        self._disk.remove(each)
                self._disk.sync_folder(self.folder)
            except OSError as error:
                raise refusal(error, f"{path.name} cannot be deleted") from error

    def set_aside(self, path: Path) -> Path:
        """Move a damaged file out of the way; where it is now."""
        return set_aside(self._disk, path, self._damaged)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nobody uses a database meanwhile; who wants to, waits."""
        with ExitStack() as held:
            for lock in self._locks:
                held.enter_context(lock)
            yield

    def close(self) -> None:
        """Give all files back; nothing can be used from here on."""
        with self._mutex:
            self._is_closed = True
            opened, self._opened = self._opened, OrderedDict()
        for each in opened.values():
            each.close()

    def _take(self, ids: tuple[str, ...]) -> Opened:
        with self._mutex:
            if self._is_closed:
                raise StoreError("the store is closed")
            opened = self._opened.pop(ids, None)
        if opened is not None:
            return opened
        path = self.path(*ids)
        what = " ".join((self._kind, *ids[-1:]))
        if self.is_set_aside(*ids):
            aside = self._aside(path)
            raise StoreError(f"{what}: its file was damaged, see {aside}")
        journal = self.journal(path)
        try:
            return self._open_database(JournalDB(journal), ids)
        except DamageError as error:
            journal.close()
            moved = self.set_aside(path)
            raise StoreError(f"{what}: {error}. Set aside as {moved}") from error
        except BaseException:
            journal.close()
            raise

    def _put_back(self, ids: tuple[str, ...], opened: Opened) -> None:
        with self._mutex:
            self._opened[ids] = opened
            spare = len(self._opened) > _KEPT_OPEN
            oldest = self._opened.popitem(last=False)[1] if spare else None
        if oldest is not None:
            oldest.close()

    def _aside(self, path: Path) -> Path:
        return self._damaged / path.name


def set_aside(disk: Disk, path: Path, damaged: Path) -> Path:
    """Move a damaged file into the folder for such files; where it is now."""
    if not path.exists():
        raise StoreError(f"{path.name} is gone")
    aside = damaged / path.name
    try:
        disk.make_folder(damaged)
        disk.replace(path, aside)
        disk.sync_folder(damaged)
        disk.sync_folder(path.parent)
    except OSError as error:
        raise refusal(error, f"{path.name} is damaged and stays") from error
    return aside
