"""The notebook on any TinyDB database: on a journal it lasts, in memory it does not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import msgspec
from tinydb import TinyDB

from assistant.store.journal_storage import compact, documents_in, tidy
from assistant.store.plain import plain

_Name = tuple[str, str]  # platform and key


class _Stored(msgspec.Struct, frozen=True):
    """The document of a note."""

    platform: str
    key: str
    value: str
    business_id: str


class _Note(NamedTuple):
    """A note, and where it is stored."""

    number: int
    value: str
    owner: str


_decoder = msgspec.json.Decoder(_Stored)


class TinyNotebook:
    """Notes of the adapters by platform and key.

    database: used by nobody else. All notes are held in memory.
    """

    def __init__(self, database: TinyDB) -> None:
        self._database = database
        self._table = database.table("notes")
        self._mutex = threading.Lock()
        self._notes: dict[_Name, _Note] = {}
        for number, document in documents_in(self._table):
            self._note(number, _decoder.decode(document))

    def get(self, platform: str, key: str) -> str | None:
        """The note, or None."""
        note = self._notes.get((platform, key))
        return note.value if note else None

    def put(
        self, platform: str, key: str, value: str, *, business_id: str = ""
    ) -> None:
        """Write a note, durably, over one of the same key."""
        self.put_many(platform, {key: value}, business_id=business_id)

    def put_many(
        self, platform: str, notes: dict[str, str], *, business_id: str = ""
    ) -> None:
        """Write several notes with one sync."""
        with self._mutex:
            new: list[_Stored] = []
            for key, value in notes.items():
                stored = _Stored(platform, key, value, business_id)
                known = self._notes.get((platform, key))
                if known is None:
                    new.append(stored)
                elif (known.value, known.owner) != (value, business_id):
                    self._table.update(plain(stored), doc_ids=[known.number])
                    self._note(known.number, stored)
            numbers = self._table.insert_multiple(map(plain, new)) if new else []
            for number, stored in zip(numbers, new, strict=True):
                self._note(number, stored)

    def drop(self, platform: str, *keys: str) -> None:
        """Remove notes; nothing happens for a key that is not there."""
        with self._mutex:
            self._remove([(platform, key) for key in keys])

    def shred(self, platform: str, *keys: str) -> None:
        """Remove notes, from the file too."""
        with self._mutex:
            self._remove([(platform, key) for key in keys])
            compact(self._database)

    def keys(self, platform: str, prefix: str = "") -> list[str]:
        """The keys that begin so, sorted."""
        with self._mutex:
            return sorted(
                key
                for known, key in self._notes
                if known == platform and key.startswith(prefix)
            )

    def forget(self, business_id: str) -> int:
        """Remove every note of a business, from the file too; how many."""
        with self._mutex:
            notes = self._notes.items()
            gone = [name for name, note in notes if note.owner == business_id]
            self._remove(gone)
            compact(self._database)
            return len(gone)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is written meanwhile; who wants to, waits."""
        with self._mutex:
            yield

    def close(self) -> None:
        """Give the file back, quick to read at the next start."""
        tidy(self._database)
        self._database.close()

    def _note(self, number: int, stored: _Stored) -> None:
        name = stored.platform, stored.key
        self._notes[name] = _Note(number, stored.value, stored.business_id)

    def _remove(self, names: list[_Name]) -> None:
        known = [name for name in dict.fromkeys(names) if name in self._notes]
        if known:
            self._table.remove(doc_ids=[self._notes[name].number for name in known])
        for name in known:
            del self._notes[name]
