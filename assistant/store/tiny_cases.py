"""Cases on disk, each in a TinyDB database on a journal of its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import cast

from assistant.domain.case import Case
from assistant.domain.summary import CaseSummary
from assistant.errors import CaseNotFoundError, StoreError
from assistant.store.damage import DamageError
from assistant.store.disk import Disk
from assistant.store.index import Row, SummaryIndex
from assistant.store.intents import Ids, Intent, IntentLog
from assistant.store.journal import Journal
from assistant.store.journal_storage import JournalDB, JournalStorage
from assistant.store.ledger import Ledger, Saving
from assistant.store.outbox import TinyOutbox
from assistant.store.plain import Plain
from assistant.store.port import Outgoing
from assistant.store.sealing import Seal
from assistant.store.shelf import Shelf
from assistant.store.sidecar import Sidecar, end_of_case

_COMMITS = "commits"


class TinyCases:
    """Cases, each in a TinyDB database of its own.

    notices: what was found amiss when the index was made, one sentence each.
    """

    def __init__(
        self,
        folder: Path,
        sidecar: Sidecar,
        intents: IntentLog,
        outbox: TinyOutbox,
        *,
        seal: Seal,
        disk: Disk,
    ) -> None:
        self.notices: list[str] = []
        self._sidecar = sidecar
        self._intents = intents
        self._outbox = outbox
        self._unsaved: dict[Ids, Intent] = {}  # what a case file refused
        # Cases of whose last commit it is not known whether it was saved, while the
        # outbox holds what was to be said with it.
        self._unsure: set[Ids] = set()
        self.shelf = Shelf(folder, "case", seal, disk, self._opened)
        self.index = SummaryIndex()
        self._finish_step()
        rows = sidecar.take()
        self.index = SummaryIndex(self._rebuilt() if rows is None else rows)

    def load(self, business_id: str, case_id: str) -> Case:
        """The case as it was last saved; CaseNotFoundError if there is none.

        Raises StoreError, naming the case, if its file is damaged; the file is set
        aside and every other case goes on.
        """
        with self._using(business_id, case_id) as file:
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
        self.save_all([(case, summary)], outgoing)

    def save_all(
        self,
        cases: Sequence[tuple[Case, CaseSummary]],
        outgoing: Sequence[Outgoing] = (),
    ) -> None:
        """Save several cases in one step: all of them or, with an error, none."""
        savings = [Saving(case, summary) for case, summary in cases]
        if len(savings) == 1:
            self._save(savings[0], outgoing)
            return
        with self.shelf.paused():
            changed = [each for each in savings if self._planned(each)]
            if len(changed) > 1:
                self._save_together(changed, outgoing)
            elif changed:
                self._save(changed[0], outgoing)
            else:
                self._outbox.put(outgoing)

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

    def files_of(self, business_id: str, case_id: str) -> tuple[str, ...]:
        """Digests of the evidence that a case uses; none if there is no such case."""
        row = self.index.get(business_id, case_id)
        return row.files if row else ()

    def delete(self, business_id: str, case_id: str) -> None:
        """Remove a case for good; CaseNotFoundError if there is none."""
        with self.shelf.paused():
            self._settle()
            self._intents.clear()
            self._outbox.confirm()
        with self.shelf.lock(business_id, case_id):
            if not self.shelf.exists(business_id, case_id):
                raise CaseNotFoundError(f"there is no case {case_id}")
            self.shelf.remove(business_id, case_id)
            self.index.remove(business_id, case_id)

    def tidy(self, business_id: str, case_id: str) -> None:
        """Cut off what a stopped save left at the end of a case's file."""
        with self._using(business_id, case_id) as file:
            file.tidy()

    def close(self) -> None:
        """Give the files back and leave the index for the next start.

        Where the disk refuses, the next start makes the index again. Nothing may be
        saved meanwhile.
        """
        with suppress(StoreError):
            self._settle()
            self._intents.clear()
            self._sidecar.leave(self.index.rows())
        self._intents.close()
        self.shelf.close()

    def _save(self, saving: Saving, outgoing: Sequence[Outgoing]) -> None:
        """Save one case, with what is said of it and of the rest."""
        said = tuple(message.id for message in outgoing)
        with self._using(*saving.ids) as file:
            plan = file.plan(saving._replace(said=said))
            if plan is None:
                self._outbox.put(outgoing)
                return
            self._outbox.hold(outgoing, saving.ids)
            try:
                file.add(*plan)
            except StoreError:
                self._unsure.add(saving.ids)
                raise
            self.index.put(file.row(saving.summary))
            self._outbox.release(said)

    def _save_together(
        self, savings: Sequence[Saving], outgoing: Sequence[Outgoing]
    ) -> None:
        """Save several cases that nobody else uses; what is said hangs on the first."""
        self._settle()
        self._intents.clear()
        said = tuple(message.id for message in outgoing)
        first, *others = savings
        found = map(self._planned, [first._replace(said=said), *others])
        planned = [each for each in found if each is not None]
        self._outbox.hold(outgoing, first.ids)
        try:
            self._intents.begin([intent for intent, _ in planned])
        except StoreError:
            self._unsure.add(first.ids)
            raise
        # The step is done, whatever happens now.
        for intent, row in planned:
            self._unsaved[intent.ids] = intent
            self.index.put(row)
        self._outbox.release(said)
        with suppress(StoreError):
            self._settle()
            self._intents.clear()

    @contextmanager
    def _using(self, business_id: str, case_id: str) -> Iterator["_CaseFile"]:
        """Work with one case, what was left open before brought to its end."""
        ids = business_id, case_id
        with self.shelf.using(*ids) as file:
            intent = self._unsaved.get(ids)
            if intent is not None:
                file.take(intent)
                if file.ledger.summary is not None:
                    self.index.put(file.row(file.ledger.summary))
                del self._unsaved[ids]
            if ids in self._unsure:
                held = self._outbox.held_for(ids)
                self._outbox.release(held & file.said())
                self._outbox.discard(held - file.said())
                self._unsure.discard(ids)
            yield file

    def _planned(self, saving: Saving) -> tuple[Intent, Row] | None:
        """What saving would add to its file, and the row of the index after it."""
        with self._using(*saving.ids) as file:
            plan = file.plan(saving)
            if plan is None:
                return None
            document, after = plan
            row = Row(saving.summary, file.size, after.files)
            return Intent(*saving.ids, file.ledger.count, document), row

    def _settle(self) -> None:
        """Bring what was left open to its end; StoreError if the disk refuses again."""
        for ids in {*self._unsaved, *self._unsure}:
            with self._using(*ids):
                pass

    def _finish_step(self) -> None:
        """Do what the last run did not come to; a damaged case keeps nothing back."""
        self._unsaved = {intent.ids: intent for intent in self._intents.left}
        self._unsure = self._outbox.waits_for()
        for ids in {*self._unsaved, *self._unsure}:
            try:
                with self._using(*ids):
                    continue
            except DamageError as error:
                moved = self.shelf.set_aside(self.shelf.path(*ids))
                self.notices.append(f"{error}. Set aside as {moved}")
            except StoreError as error:
                if not self.shelf.is_set_aside(*ids):
                    raise
                self.notices.append(str(error))
            self._unsaved.pop(ids, None)
            self._unsure.discard(ids)
            self._outbox.release(self._outbox.held_for(ids))
        self._intents.clear()

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
                    self._check_place(path, end.summary)
                    rows.append(end)
            except DamageError as error:
                moved = self.shelf.set_aside(path)
                self.notices.append(f"{error}. Set aside as {moved}")
            except StoreError as error:
                self.notices.append(str(error))
        return rows

    def _check_place(self, path: Path, summary: CaseSummary) -> None:
        if path != self.shelf.path(summary.business_id, summary.case_id):
            raise DamageError(f"{path.name} holds another case")


def end_of_case_file(journal: Journal) -> Row | None:
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

    def row(self, summary: CaseSummary) -> Row:
        """What the index has to know."""
        return Row(summary, self.size, self.ledger.files)

    def plan(self, saving: Saving) -> tuple[Plain, Ledger] | None:
        """The commit that saving comes to, and the case after it; None for nothing."""
        document = self.ledger.plan(saving)
        if document is None:
            return None
        return document, self.ledger.accept(document, saving)

    def add(self, document: Plain, after: Ledger) -> None:
        """Commit what was planned, durably."""
        self._commits.insert(document)
        self.ledger = after

    def said(self) -> set[str]:
        """Ids of all messages that were saved with the case."""
        return {name for document in self._commits for name in document.get("said", ())}

    def take(self, intent: Intent) -> None:
        """Commit what was planned, durably, unless that was done."""
        if self.ledger.count < intent.after:
            raise DamageError("the file has lost its end")
        if self.ledger.count == intent.after:
            self._commits.insert(intent.document)
            self.ledger.take(intent.document)

    def tidy(self) -> None:
        _journal(self._database).tidy()

    def close(self) -> None:
        self._database.close()


def _journal(database: JournalDB) -> Journal:
    return cast("JournalStorage", database.storage).journal
