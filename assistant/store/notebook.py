"""The notebook on any TinyDB database: on a journal it lasts, in memory it does not."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from tinydb import TinyDB

from assistant.store.journal_storage import compact, documents_in, tidy
from assistant.store.plain import plain


class _Note(msgspec.Struct, frozen=True, gc=False):
    """A note as it is stored."""

    platform: str
    key: str
    value: str
    business_id: str


_decoder = msgspec.json.Decoder(_Note)


class TinyNotebook:
    """Notes of the adapters by platform and key.

    database: used by nobody else. All notes are held in memory, from the first that is
        wanted: the terminal never needs one.
    """

    def __init__(self, database: TinyDB) -> None:
        self._database = database
        self._table = database.table("notes")
        self._mutex = threading.Lock()
        # By platform, then by key: the notes, and where they are stored.
        self._notes: defaultdict[str, dict[str, _Note]] = defaultdict(dict)
        self._numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._is_read = False

    def get(self, platform: str, key: str) -> str | None:
        """The note, or None."""
        with self._reading():
            note = self._notes[platform].get(key)
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
        with self._reading():
            new: list[_Note] = []
            for key, value in notes.items():
                note = _Note(platform, key, value, business_id)
                number = self._numbers[platform].get(key)
                if number is None:
                    new.append(note)
                elif self._notes[platform][key] != note:
                    self._table.update(plain(note), doc_ids=[number])
                    self._hold(number, note)
            numbers = self._table.insert_multiple(map(plain, new)) if new else []
            for number, note in zip(numbers, new, strict=True):
                self._hold(number, note)

    def drop(self, platform: str, *keys: str) -> None:
        """Remove notes; nothing happens for a key that is not there."""
        with self._reading():
            known = self._notes[platform]
            self._remove([known[key] for key in dict.fromkeys(keys) if key in known])

    def shred(self, platform: str, *keys: str) -> None:
        """Remove notes, from the file too."""
        with self._reading():
            known = self._notes[platform]
            self._remove([known[key] for key in dict.fromkeys(keys) if key in known])
            compact(self._database)

    def keys(self, platform: str, prefix: str = "") -> list[str]:
        """The keys that begin so, sorted."""
        with self._reading():
            return sorted(
                key for key in self._notes[platform] if key.startswith(prefix)
            )

    def forget(self, business_id: str) -> int:
        """Remove every note of a business, from the file too; how many."""
        with self._reading():
            gone = [
                note
                for notes in self._notes.values()
                for note in notes.values()
                if note.business_id == business_id
            ]
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

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._mutex:
            if not self._is_read:
                for number, document in documents_in(self._table):
                    self._hold(number, _decoder.decode(document))
                self._is_read = True
            yield

    def _hold(self, number: int, note: _Note) -> None:
        self._numbers[note.platform][note.key] = number
        self._notes[note.platform][note.key] = note

    def _remove(self, notes: list[_Note]) -> None:
        numbers = [self._numbers[note.platform][note.key] for note in notes]
        if notes:
            self._table.remove(doc_ids=numbers)
        for note in notes:
            del self._notes[note.platform][note.key]
            del self._numbers[note.platform][note.key]
