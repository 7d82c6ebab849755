"""What the store is measured against, each doing the same with the same documents."""

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from tinydb import TinyDB
from tinydb.storages import JSONStorage

from assistant.domain.summary import CaseSummary


class Rival(Protocol):
    """Keeps one JSON document per case and finds it by its next deadline."""

    name: str

    def fill(self, documents: Iterable[tuple[CaseSummary, dict[str, Any]]]) -> None:
        """Begin with these."""
        ...

    def change(self, number: int, document: dict[str, Any]) -> None:
        """Replace the document of case `number`, durably."""
        ...

    def close(self) -> None:
        """Give the files back."""
        ...


class Floor:
    """The changed document, appended as one line and synced: nobody can do less.

    It keeps nothing that could be found again.
    """

    name = "floor: one line + fdatasync"

    def __init__(self, folder: Path) -> None:
        flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND
        self._descriptor = os.open(folder / "floor.jsonl", flags, 0o600)

    def fill(self, documents: Iterable[tuple[CaseSummary, dict[str, Any]]]) -> None:
        for number, (_, document) in enumerate(documents):
            if number % 100 == 0:
                self.change(number, document)

    def change(self, number: int, document: dict[str, Any]) -> None:
        os.write(self._descriptor, json.dumps(document).encode() + b"\n")
        os.fdatasync(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


class Sqlite:
    """SQLite as one would set it up for this: WAL, every commit synced, one index."""

    name = "SQLite (WAL, FULL)"

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "cases.sqlite", isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.execute(
            "CREATE TABLE cases (id INTEGER PRIMARY KEY, due TEXT, document TEXT)"
        )
        self._base.execute("CREATE INDEX by_due ON cases (due)")

    def fill(self, documents: Iterable[tuple[CaseSummary, dict[str, Any]]]) -> None:
        self._base.execute("BEGIN")
        self._base.executemany(
            "INSERT INTO cases VALUES (?, ?, ?)",
            (
                (number, _text(summary.next_due_at), json.dumps(document))
                for number, (summary, document) in enumerate(documents)
            ),
        )
        self._base.execute("COMMIT")

    def settle(self, document: dict[str, Any]) -> None:
        """Write until the WAL has been copied back and is being overwritten."""
        for _ in range(600):
            self.change(0, document)

    def change(self, number: int, document: dict[str, Any]) -> None:
        self._base.execute(
            "UPDATE cases SET document = ? WHERE id = ?", (json.dumps(document), number)
        )

    def next_due(self, limit: int) -> list[dict[str, Any]]:
        """The documents with the soonest deadline."""
        with closing(
            self._base.execute(
                "SELECT document FROM cases ORDER BY due LIMIT ?", (limit,)
            )
        ) as rows:
            return [json.loads(text) for (text,) in rows]

    def due_until(self, at: datetime) -> list[tuple[int, str]]:
        """Ids and instants of what is due."""
        with closing(
            self._base.execute("SELECT id, due FROM cases WHERE due <= ?", (_text(at),))
        ) as rows:
            return rows.fetchall()

    def close(self) -> None:
        self._base.close()


class StockTinyDB:
    """TinyDB as it comes: one JSON file, written afresh for every change."""

    name = "stock TinyDB"

    def __init__(self, folder: Path) -> None:
        self._base = TinyDB(folder / "tiny.json", storage=JSONStorage)

    def fill(self, documents: Iterable[tuple[CaseSummary, dict[str, Any]]]) -> None:
        self._base.insert_multiple(document for _, document in documents)

    def change(self, number: int, document: dict[str, Any]) -> None:
        self._base.update(document, doc_ids=[number + 1])

    def close(self) -> None:
        self._base.close()


def _text(at: datetime | None) -> str:
    return at.isoformat() if at else ""
