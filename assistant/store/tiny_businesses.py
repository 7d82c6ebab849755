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
from assistant.store.damage import DamageError
from assistant.store.disk import Disk
from assistant.store.journal_storage import JournalDB, JournalStorage
from assistant.store.plain import Plain
from assistant.store.sealing import Seal
from assistant.store.shelf import Shelf

_NOW = "now"
_ONLY = 1  # the id of the one document in a database


class TinyBusinesses:
    """Businesses and conversations, each in a small TinyDB database of its own.

    notices: what was found amiss, one sentence each.
    """

    def __init__(self, folder: Path, seal: Seal, disk: Disk) -> None:
        self.notices: list[str] = []
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
                found = map(decode_business, self._documents(self._businesses))
                self._ids = {business.id for business in found}
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

    def forget_places(
        self, is_meant: Callable[[Conversation], bool]
    ) -> list[Conversation]:
        """Remove the conversations that are meant, with their files; what they were."""
        meant = list(filter(is_meant, self._conversations()))
        for conversation in meant:
            self._places.remove(conversation.place)
        return meant

    def compact(self, business_id: str) -> None:
        """Let no earlier state of it and its conversations be found any more."""
        with self._businesses.using(business_id) as file:
            file.compact()
        for conversation in self._conversations():
            if f":{business_id}:" in conversation.place:
                with self._places.using(conversation.place) as file:
                    file.compact()

    def forget(self, business_id: str) -> None:
        """Remove a business with its file; nothing happens if there is none."""
        self._businesses.remove(business_id)
        with self._mutex:
            self._ids = None

    def check(self) -> list[str]:
        """Read everything; what did not read, one sentence each."""
        for document in self._documents(self._businesses):
            decode_business(document)
        for _ in self._conversations():
            pass
        return self.notices

    def _conversations(self) -> Iterator[Conversation]:
        return map(decode_conversation, self._documents(self._places))

    def _documents(self, shelf: Shelf["_DocumentFile"]) -> Iterator[Plain]:
        """What is in the files of a shelf; damaged ones are set aside, and told."""
        for path in shelf.files():
            try:
                database = JournalDB(shelf.journal(path))
            except DamageError as error:
                moved = shelf.set_aside(path)
                self.notices.append(f"{error}. Set aside as {moved}")
                continue
            document = _DocumentFile(database).document()
            database.close()
            if document:
                yield document


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
