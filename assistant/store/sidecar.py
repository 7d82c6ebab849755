"""The index between two runs: written at a clean stop, taken away at the next start.

A file that is there therefore fits the case files. After anything but a clean stop it
is not there, and the index is made again from the last line of every case file, which
carries the case's summary.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from assistant.domain.summary import CaseSummary
from assistant.store.codec import SCHEMA, migrated, outgoing_in
from assistant.store.damage import DamageError
from assistant.store.disk import Disk, refusal, write_file
from assistant.store.index import Row, SleepingRow, asleep
from assistant.store.journal import Journal
from assistant.store.plain import Plain, converted, from_json, to_json
from assistant.store.port import Outgoing
from assistant.store.sealing import Seal

_CONTEXT = "index"


class _Stored(msgspec.Struct, frozen=True):
    schema: int
    rows: list[SleepingRow]


class Sidecar:
    """The file that carries the index from one run to the next."""

    def __init__(self, path: Path, seal: Seal, disk: Disk) -> None:
        self._path = path
        self._seal = seal
        self._disk = disk

    def take(self) -> list[SleepingRow] | None:
        """The rows of the last clean stop, once; None if the index has to be made.

        Raises StoreError if the file cannot be taken away: it would be believed
        after a crash.
        """
        try:
            sealed = self._disk.read(self._path)
            self._disk.remove(self._path)
            self._disk.sync_folder(self._path.parent)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise refusal(error, "the index cannot be taken") from error
        try:
            stored = from_json(self._seal.open(sealed, _CONTEXT), _Stored)
        except DamageError:
            return None
        if stored.schema != SCHEMA:
            return None
        return stored.rows

    def leave(self, rows: Iterable[Row | SleepingRow]) -> None:
        """Write the rows at a clean stop; StoreError if the disk refuses."""
        body = to_json(_Stored(SCHEMA, list(map(asleep, rows))))
        try:
            write_file(self._disk, self._path, self._seal.close(body, _CONTEXT))
        except OSError as error:
            raise refusal(error, "the index cannot be written") from error


class CaseEnd(NamedTuple):
    """What the last line of a case file says."""

    row: Row
    outgoing: tuple[Outgoing, ...]


def end_of_case(journal: Journal, table: str) -> CaseEnd | None:
    """Read the last line of a case file; None if it has no line.

    table: name of the table that holds the commits.
    Raises DamageError if that line is not the one written, StoreError if it is of
    another schema.
    """
    body = journal.last()
    if body is None:
        return None
    document = migrated("commit", _last_document(body, table))
    where = journal.path.name
    summary = converted(document["summary"], CaseSummary, where)
    files = converted(document["files"], tuple[str, ...], where)
    outgoing = outgoing_in(document, summary.case_id)
    return CaseEnd(Row(summary, journal.size, files), outgoing)


def _last_document(body: bytes, table: str) -> Plain:
    changes: list[tuple[str, str | None, Plain | None]] = from_json(body, list)
    for name, _, document in reversed(changes):
        if name == table and document:
            return document
    raise DamageError("no commit in the last line")
