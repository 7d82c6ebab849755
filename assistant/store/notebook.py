"""The notebook on any TinyDB database: on a journal it lasts, in memory it does not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tinydb import TinyDB

from assistant.store.journal_storage import JournalStorage


class TinyNotebook:
    """Notes of the adapters by platform and key.

    database: used by nobody else. All notes are held in memory.
    """

    def __init__(self, database: TinyDB) -> None:
        self._database = database
        self._table = database.table("notes")
        self._mutex = threading.Lock()
        self._numbers: dict[tuple[str, str], int] = {}
        self._values: dict[tuple[str, str], str] = {}
        self._owners: dict[tuple[str, str], str] = {}
        for document in self._table:
            name = document["platform"], document["key"]
            self._numbers[name] = document.doc_id
            self._values[name] = document["value"]
            self._owners[name] = document["business_id"]

    def get(self, platform: str, key: str) -> str | None:
        """The note, or None."""
        return self._values.get((platform, key))

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
            new: dict[str, dict[str, Any]] = {}
            for key, value in notes.items():
                name = platform, key
                document = {
                    "platform": platform,
                    "key": key,
                    "value": value,
                    "business_id": business_id,
                }
                if name not in self._numbers:
                    new[key] = document
                elif (self._values[name], self._owners[name]) != (value, business_id):
                    self._table.update(document, doc_ids=[self._numbers[name]])
                    self._values[name], self._owners[name] = value, business_id
            numbers = self._table.insert_multiple(list(new.values())) if new else []
            for key, number in zip(new, numbers, strict=True):
                self._numbers[platform, key] = number
                self._values[platform, key] = notes[key]
                self._owners[platform, key] = business_id

    def drop(self, platform: str, *keys: str) -> None:
        """Remove notes; nothing happens for a key that is not there."""
        with self._mutex:
            self._remove([(platform, key) for key in keys])

    def shred(self, platform: str, *keys: str) -> None:
        """Remove notes, from the file too."""
        with self._mutex:
            self._remove([(platform, key) for key in keys])
            self._compact()

    def keys(self, platform: str, prefix: str = "") -> list[str]:
        """The keys that begin so, sorted."""
        with self._mutex:
            return sorted(
                key
                for known, key in self._values
                if known == platform and key.startswith(prefix)
            )

    def forget(self, business_id: str) -> int:
        """Remove every note of a business, from the file too; how many."""
        with self._mutex:
            owners = self._owners.items()
            gone = [name for name, owner in owners if owner == business_id]
            self._remove(gone)
            self._compact()
            return len(gone)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is written meanwhile; who wants to, waits."""
        with self._mutex:
            yield

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def _remove(self, names: list[tuple[str, str]]) -> None:
        known = [name for name in names if name in self._numbers]
        if not known:
            return
        self._table.remove(doc_ids=[self._numbers[name] for name in known])
        for name in known:
            del self._numbers[name], self._values[name], self._owners[name]

    def _compact(self) -> None:
        if isinstance(self._database.storage, JournalStorage):
            self._database.storage.compact()
