"""Cases on disk, each in a TinyDB database on a journal of its own."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import cast

from assistant.domain.case import Case
from assistant.domain.summary import CaseSummary
from assistant.errors import CaseNotFoundError, StoreError
from assistant.store.damage import DamageError
from assistant.store.disk import Disk
from assistant.store.index import Row, SummaryIndex
from assistant.store.journal import Journal
from assistant.store.journal_storage import JournalDB, JournalStorage
from assistant.store.ledger import Ledger
from assistant.store.port import Outbox, Outgoing
from assistant.store.sealing import Seal
from assistant.store.shelf import Shelf
from assistant.store.sidecar import CaseEnd, Sidecar, end_of_case

_COMMITS = "commits"


class TinyCases:
    """Cases, each in a TinyDB database of its own.

    notices: what was found amiss when the index was made, one sentence each.
    """

    def __init__(
        self, folder: Path, sidecar: Sidecar, seal: Seal, disk: Disk, outbox: Outbox
    ) -> None:
        self.notices: list[str] = []
        self._sidecar = sidecar
        self._outbox = outbox
        self._owed: list[Outgoing] = []  # what the outbox refused
        self._owing = threading.Lock()
        self.shelf = Shelf(folder, "case", seal, disk, self._opened)
        self.index = SummaryIndex()
        rows = sidecar.take()
        self.index = SummaryIndex(self._rebuilt() if rows is None else rows)

    def load(self, business_id: str, case_id: str) -> Case:
        """The case as it was last saved; CaseNotFoundError if there is none.

        Raises StoreError, naming the case, if its file is damaged; the file is set
        aside and every other case goes on.
        """
        with self.shelf.using(business_id, case_id) as file:
            if file.ledger.summary is None:
                raise CaseNotFoundError(f"there is no case {case_id}")
            return file.ledger.case

    def save(
        self, case: Case, summary: CaseSummary, outgoing: Sequence[Outgoing] = ()
    ) -> None:
        """Append the entries that the store does not have yet; all or none.

        Returns only when they are durable. Raises StaleCaseError, changing nothing,
        if what is stored is not the beginning of `case.entries`, and StoreError when
        the disk refuses (the old state stays).
        """
        self._settle()
        with self.shelf.using(case.business_id, case.id) as file:
            if not file.save(case, summary, outgoing):
                return
            self.index.put(Row(summary, file.size, file.ledger.files))
            # The case is saved, whatever happens now: a crash is made good by
            # `_rebuilt`, a refusal before the next save.
            try:
                self._outbox.put(outgoing)
            except StoreError:
                with self._owing:
                    self._owed.extend(outgoing)

    def summaries(self, business_id: str) -> list[CaseSummary]:
        """Every case of a business in one line each, in no particular order."""
        return self.index.summaries(business_id)

    def next_due(self, business_id: str, limit: int) -> list[CaseSummary]:
        """The cases with the soonest next deadline, soonest first."""
        return self.index.next_due(business_id, limit)

    def due_until(self, at: datetime) -> list[CaseSummary]:
        """Cases of all businesses that have something to tell by this instant."""
        return self.index.due_until(at)

    def find(self, business_id: str, text: str, limit: int = 20) -> list[CaseSummary]:
        """Cases by number, invoice or customer, best matches first."""
        return self.index.find(business_id, text, limit)

    def files_in_use(self) -> frozenset[str]:
        """Digests of all evidence that some case uses."""
        return self.index.files_in_use()

    def delete(self, business_id: str, case_id: str) -> None:
        """Remove a case for good; CaseNotFoundError if there is none."""
        with self.shelf.lock(business_id, case_id):
            if not self.shelf.exists(business_id, case_id):
                raise CaseNotFoundError(f"there is no case {case_id}")
            self.shelf.remove(business_id, case_id)
            self.index.remove(business_id, case_id)

    def tidy(self, business_id: str, case_id: str) -> None:
        """Cut off what a stopped save left at the end of a case's file."""
        with self.shelf.using(business_id, case_id) as file:
            file.tidy()

    def close(self) -> None:
        """Give the files back and leave the index for the next start.

        Where the disk refuses, the next start makes the index again.
        """
        self.shelf.close()
        with suppress(StoreError):
            self._settle()
            self._sidecar.leave(self.index.rows())

    def _settle(self) -> None:
        """Put into the outbox what it refused before; StoreError if it does again.

        Only then may another commit come: after a crash, the last commit of each case
        is looked at, and no earlier one.
        """
        with self._owing:
            if self._owed:
                self._outbox.put(self._owed)
                self._owed.clear()

    def _opened(self, database: JournalDB, ids: tuple[str, ...]) -> "_CaseFile":
        file = _CaseFile(database, *ids)
        known = self.index.get(*ids)
        if known is not None and file.size < known.size:
            file.close()
            raise DamageError(f"the file has lost its end ({file.size} bytes left)")
        return file

    def _rebuilt(self) -> list[Row]:
        rows = []
        for path in self.shelf.files():
            try:
                end = end_of_case_file(self.shelf.journal(path))
                if end is not None:
                    self._check_place(path, end.row.summary)
                    rows.append(end.row)
                    if end.outgoing:
                        self._outbox.put(end.outgoing)
            except DamageError as error:
                moved = self.shelf.set_aside(path)
                self.notices.append(f"{error}. Set aside as {moved}")
            except StoreError as error:
                self.notices.append(str(error))
        return rows

    def _check_place(self, path: Path, summary: CaseSummary) -> None:
        if path != self.shelf.path(summary.business_id, summary.case_id):
            raise DamageError(f"{path.name} holds another case")


def end_of_case_file(journal: Journal) -> CaseEnd | None:
    """What the last line of a case file says; None if it has no line."""
    return end_of_case(journal, _COMMITS)


class _CaseFile:
    """An open case database and the case folded from it."""

    def __init__(self, database: JournalDB, business_id: str, case_id: str) -> None:
        self._database = database
        self._commits = database.table(_COMMITS)
        self.ledger = Ledger(business_id, case_id)
        for document in self._commits:
            self.ledger.take(document)

    @property
    def size(self) -> int:
        """Bytes of the file that are confirmed."""
        return _journal(self._database).size

    def save(
        self, case: Case, summary: CaseSummary, outgoing: Sequence[Outgoing]
    ) -> bool:
        """Commit what is new, durably; whether there was anything."""
        document = self.ledger.plan(case, summary, outgoing)
        if document is None:
            return False
        after = self.ledger.accept(document, case, summary)
        self._commits.insert(document)
        self.ledger = after
        return True

    def tidy(self) -> None:
        _journal(self._database).tidy()

    def close(self) -> None:
        self._database.close()


def _journal(database: JournalDB) -> Journal:
    return cast("JournalStorage", database.storage).journal
