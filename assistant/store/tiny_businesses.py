"""Businesses and conversations on disk, each in a small TinyDB database of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.store.codec import (
    decode_business,
    decode_conversation,
    encode_business,
    encode_conversation,
)
from assistant.store.disk import Disk
from assistant.store.journal_storage import JournalDB, JournalStorage
from assistant.store.plain import Plain
from assistant.store.sealing import Seal
from assistant.store.shelf import Shelf

_NOW = "now"
_ONLY = 1  # the id of the one document in a database


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

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nobody reads or writes meanwhile; who wants to, waits."""
        with self._businesses.paused(), self._places.paused():
            yield

    def forget_places(self, is_meant: Callable[[Conversation], bool]) -> int:
        """Remove the conversations that are meant, with their files; how many."""
        found = 0
        for path in self._places.files():
            conversation = self._conversation_in(path)
            if conversation is not None and is_meant(conversation):
                self._places.remove(conversation.place)
                found += 1
        return found

    def compact(self, business_id: str) -> None:
        """Let no earlier state of a business be found in its file any more."""
        with self._businesses.using(business_id) as file:
            file.compact()

    def forget(self, business_id: str) -> None:
        """Remove a business with its file; nothing happens if there is none."""
        self._businesses.remove(business_id)
        with self._mutex:
            self._ids = None

    def _conversation_in(self, path: Path) -> Conversation | None:
        database = JournalDB(self._places.journal(path))
        document = _DocumentFile(database).document()
        database.close()
        return decode_conversation(document) if document else None

    def _read_ids(self) -> set[str]:
        ids = set()
        for path in self._businesses.files():
            database = JournalDB(self._businesses.journal(path))
            document = _DocumentFile(database).document()
            database.close()
            if document:
                ids.add(decode_business(document).id)
        return ids


class _DocumentFile:
    """A database that keeps one document."""

    def __init__(self, database: JournalDB) -> None:
        self._database = database
        self._table = database.table(_NOW)

    def document(self) -> Plain | None:
        return cast("Plain | None", self._table.get(doc_id=_ONLY))

    def keep(self, document: Plain) -> None:
        stored = self.document()
        if stored is None:
            self._table.insert(self._table.document_class(document, _ONLY))
        elif document != stored:
            self._table.update(document, doc_ids=[_ONLY])

    def compact(self) -> None:
        cast("JournalStorage", self._database.storage).compact()

    def close(self) -> None:
        self._database.close()


def _document_file(database: JournalDB, _: tuple[str, ...]) -> _DocumentFile:
    return _DocumentFile(database)
