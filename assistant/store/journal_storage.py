"""TinyDB on a journal: the same API, but a change costs a line, not the whole file.

Stock TinyDB asks its storage for the whole database and gives the whole database back
for every change. `JournalStorage` keeps that contract (its `write` finds out what
differs), and `JournalTable` uses the extension point `TinyDB.table_class` to say at
once which documents changed. One change is one line:

    [[table, document id, document or null], ...]

With null as the id, a table was emptied or made (`{}`) or dropped (null). What differs
from stock TinyDB on purpose: what is read is a copy, so that changing it changes
nothing stored; queries are not cached; threads may share a database.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table

from assistant.errors import StoreError
from assistant.store.damage import DamageError
from assistant.store.journal import Journal
from assistant.store.plain import from_json, to_json

Document = dict[str, Any]
# A table's documents by id, each as its JSON: small, and a copy whenever it is read.
Rows = dict[str, msgspec.Raw]


class Change(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A document that is put into a table, or with null taken out.

    key: the document's id; None where the table itself is made, emptied or dropped.
    """

    table: str
    key: str | None
    document: msgspec.Raw


_NONE, _EMPTY = msgspec.Raw(b"null"), msgspec.Raw(b"{}")
_decoder = msgspec.json.Decoder(list[Change])

# A journal is written afresh when it holds so many lines, or bytes, more than
# `_LIVE_SHARE` times what is still there.
_SPARE_LINES, _SPARE_BYTES = 64, 256 * 1024
_LIVE_SHARE = 4


class JournalStorage(Storage):
    """The documents of one database, and the journal that keeps them.

    journal: opened by nobody else. Raises DamageError if it does not read.
    """

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.lock = threading.RLock()
        self._is_closed = False
        self._tables: dict[str, Rows] = {}
        self._looked_at = _SPARE_BYTES  # bytes of the journal at the last look
        try:
            for body in journal.read():
                self._apply(_changes_in(body))
        except StoreError:
            journal.close()
            raise

    def read(self) -> dict[str, dict[str, Document]] | None:
        """A copy of the whole database; None if it has no table."""
        with self.lock:
            tables = {name: dict(_Copies(rows)) for name, rows in self._tables.items()}
        return tables or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the database this; only what differs is written."""
        with self.lock:
            self.commit(list(_differences(self._tables, data)))

    def rows(self, table: str) -> Rows:
        """The documents of a table by id, to be read under `lock`."""
        return self._tables.get(table, {})

    def has_table(self, table: str) -> bool:
        """Whether the table was ever written to, and not dropped."""
        return table in self._tables

    def commit(self, changes: list[Change]) -> None:
        """Append changes as one line: all of them or, with StoreError, none."""
        if not changes:
            return
        with self.lock:
            if self._is_closed:
                raise StoreError("the store is closed")
            self.journal.append(to_json(changes))
            self._apply(changes)
            if self._is_mostly_past():
                with suppress(StoreError):  # the change is durable all the same
                    self.compact()

    def compact(self) -> None:
        """Write the journal afresh with what is still there, one line a table."""
        with self.lock:
            self._looked_at = _SPARE_BYTES
            self.journal.rewrite(
                [
                    to_json([Change(name, None, _EMPTY), *_puts(name, rows)])
                    for name, rows in self._tables.items()
                ]
            )

    def tidy(self) -> None:
        """Write many lines afresh as few, which read faster, if the disk lets us."""
        with self.lock, suppress(StoreError):
            if self.journal.count > _SPARE_LINES:
                self.compact()

    def close(self) -> None:
        """Give the file back; nothing can be changed from here on."""
        self._is_closed = True
        self.journal.close()

    def _is_mostly_past(self) -> bool:
        live = sum(map(len, self._tables.values()))
        if self.journal.count > _SPARE_LINES + _LIVE_SHARE * live:
            return True
        if self.journal.size < 2 * self._looked_at:  # counting bytes takes a while
            return False
        self._looked_at = self.journal.size
        tables = self._tables.values()
        size = sum(memoryview(row).nbytes for rows in tables for row in rows.values())
        return self.journal.size > _SPARE_BYTES + _LIVE_SHARE * size

    def _apply(self, changes: list[Change]) -> None:
        for change in changes:
            name, key, document = change.table, change.key, change.document
            if key is not None:
                rows = self._tables.setdefault(name, {})
                if _is_none(document):
                    rows.pop(key, None)
                else:
                    rows[key] = document
            elif _is_none(document):
                self._tables.pop(name, None)
            else:
                self._tables[name] = {}


class JournalTable(Table):
    """A table that hands only its changes to the storage.

    The underscore methods overridden here are where TinyDB reads and writes a table;
    a contract test holds this class to what stock TinyDB does.
    """

    def __init__(
        self,
        storage: JournalStorage,
        name: str,
        cache_size: int = 0,
        persist_empty: bool = False,  # noqa: FBT001, FBT002 -- TinyDB's signature
    ) -> None:
        self._journal = storage
        super().__init__(storage, name, cache_size, persist_empty)

    def rows(self) -> Rows:
        """The documents by id, each as its JSON."""
        with self._journal.lock:
            return dict(self._journal.rows(self.name))

    def insert(self, document: Mapping[str, Any]) -> int:
        """As in TinyDB; the id is chosen and used under one lock."""
        with self._journal.lock:
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """As in TinyDB; all of them or none."""
        with self._journal.lock:
            return super().insert_multiple(documents)

    def upsert(
        self, document: Mapping[str, Any], cond: QueryLike | None = None
    ) -> list[int]:
        """As in TinyDB; nobody inserts between the look and the insert."""
        with self._journal.lock:
            return super().upsert(document, cond)

    def truncate(self) -> None:
        """As in TinyDB."""
        with self._journal.lock:
            super().truncate()

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        with self._journal.lock:
            copies = _Copies(dict(self._journal.rows(self.name)))
        return cast("dict[str, Mapping[str, Any]]", copies)

    def _update_table(
        self, updater: Callable[[dict[int, Mapping[str, Any]]], None]
    ) -> None:
        with self._journal.lock:
            draft = _Draft(self._journal.rows(self.name))
            updater(cast("dict[int, Mapping[str, Any]]", draft))
            changes = draft.changes(self.name)
            if not changes and not self._journal.has_table(self.name):
                changes = [Change(self.name, None, _EMPTY)]
            self._journal.commit(changes)
        self.clear_cache()


class JournalDB(TinyDB):
    """TinyDB with journal tables: `JournalDB(Journal(path, seal, disk))`."""

    table_class: type[Table] = JournalTable
    default_storage_class: type[Storage] = JournalStorage  # type: ignore[assignment]  # declared as JSONStorage, documented as any


def documents_in(table: Table) -> Iterator[tuple[int, msgspec.Raw]]:
    """Every document of a table as its JSON, by id; of any TinyDB table."""
    if isinstance(table, JournalTable):
        for key, row in table.rows().items():
            yield int(key), row
    else:
        for document in table:
            yield document.doc_id, msgspec.Raw(to_json(document))


def tidy(database: TinyDB) -> None:
    """Write a database's journal afresh if it has one and that makes it shorter."""
    if isinstance(database.storage, JournalStorage):
        database.storage.tidy()


def compact(database: TinyDB) -> None:
    """Let no earlier state be found in a database's journal, if it has one."""
    if isinstance(database.storage, JournalStorage):
        database.storage.compact()


class _Copies(Mapping[str, Document]):
    """Documents by id; each is copied when it is handed out."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def __getitem__(self, key: str) -> Document:
        return from_json(bytes(self._rows[key]), dict)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class _Draft(MutableMapping[int, Document]):
    """What TinyDB's updaters see: a document is copied when first touched."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._touched: dict[int, Document | None] = {}

    def changes(self, table: str) -> list[Change]:
        """What differs from the stored documents."""
        return list(_rows_that_differ(table, self._rows, self._touched.items()))

    def __getitem__(self, key: int) -> Document:
        if key not in self._touched:
            self._touched[key] = from_json(bytes(self._rows[str(key)]), dict)
        document = self._touched[key]
        if document is None:
            raise KeyError(key)
        return document

    def __setitem__(self, key: int, document: Document) -> None:
        self._touched[key] = document

    def __delitem__(self, key: int) -> None:
        if key not in self:
            raise KeyError(key)
        self._touched[key] = None

    def __contains__(self, key: object) -> bool:
        if key in self._touched:
            return self._touched[key] is not None
        return str(key) in self._rows

    def __iter__(self) -> Iterator[int]:
        stored = [int(key) for key in self._rows]
        added = [key for key in self._touched if str(key) not in self._rows]
        return (key for key in [*stored, *added] if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove everything; the inherited way is quadratic."""
        self._touched = {int(key): None for key in self._rows}


def _changes_in(body: bytes) -> list[Change]:
    try:
        return _decoder.decode(body)
    except msgspec.DecodeError as error:
        raise DamageError(f"not a list of changes: {error}") from error


def _puts(table: str, rows: Rows) -> Iterator[Change]:
    return (Change(table, key, document) for key, document in rows.items())


def _is_none(document: msgspec.Raw) -> bool:
    return bytes(document) == b"null"


def _differences(
    before: Mapping[str, Rows], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[Change]:
    for name in before.keys() - after.keys():
        yield Change(name, None, _NONE)
    for name, documents in after.items():
        if name not in before:
            yield Change(name, None, _EMPTY)
        rows = before.get(name, {})
        gone = [(key, None) for key in rows.keys() - documents.keys()]
        yield from _rows_that_differ(name, rows, [*gone, *documents.items()])


def _rows_that_differ(
    table: str, rows: Rows, documents: Iterable[tuple[int | str, Document | None]]
) -> Iterator[Change]:
    """Changes for the documents that are stored otherwise, or not at all."""
    for number, document in documents:
        key = str(number)
        after = _NONE if document is None else msgspec.Raw(to_json(document))
        before = rows.get(key, _NONE)
        if bytes(after) != bytes(before):
            yield Change(table, key, after)
