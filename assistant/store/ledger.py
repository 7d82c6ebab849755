"""One case as a store holds it: folded from its commits, ready for the next one."""

from typing import NamedTuple

from assistant.domain.case import Case
from assistant.domain.summary import CaseSummary
from assistant.errors import InputError, StaleCaseError, StoreError
from assistant.store.codec import (
    Commit,
    decode_commit,
    encode_commit,
    end_of,
    read_commit,
)
from assistant.store.entries import Link, digests_in
from assistant.store.plain import Plain


class Saving(NamedTuple):
    """A case as it is to be saved, in one line too, and ids of what is said with it."""

    case: Case
    summary: CaseSummary
    said: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, str]:
        """Business and case."""
        return self.case.business_id, self.case.id


class Ledger:
    """The commits of one case, taken in one after the other.

    case: folded from all of them. summary: of the last one, None before the first.
    files: digests of the evidence named so far. count: how many commits.
    """

    def __init__(self, business_id: str, case_id: str) -> None:
        self.case = Case.begin(case_id, business_id)
        self.summary: CaseSummary | None = None
        self.files: tuple[str, ...] = ()
        self.count = 0
        self._link = Link()

    def take(self, document: Plain) -> None:
        """Take in a stored commit; StoreError, naming the entry, if it is no good."""
        commit, link = decode_commit(document, self._link, self.case.id)
        self._take(self._folded(commit), commit, link)

    def plan(self, saving: Saving) -> Plain | None:
        """The document of the commit that brings the store to this case.

        None if nothing is new. Raises StaleCaseError if what is stored is not the
        beginning of `case.entries`, StoreError for what would not read back the same.
        """
        case, summary = saving.case, saving.summary
        if (summary.business_id, summary.case_id) != saving.ids:
            raise StoreError(f"the summary is not that of case {case.id}")
        known = len(self.case.entries)
        if case.entries[:known] != self.case.entries:
            raise StaleCaseError(f"case {case.id} was saved by somebody else")
        entries = case.entries[known:]
        if not entries and summary == self.summary:
            return None
        files = tuple(dict.fromkeys((*self.files, *digests_in(entries))))
        commit = Commit(entries, summary, files, saving.said)
        return encode_commit(commit, self._link)

    def accept(self, document: Plain, saving: Saving) -> "Ledger":
        """The ledger with the planned commit taken in; this one stays as it is.

        Called before the document is written: it proves that it reads back as what
        was given. The case's own entries are kept, so that the next comparison with
        them is by identity.
        """
        case, summary = saving.case, saving.summary
        known = len(self.case.entries)
        commit, link = read_commit(document, case.id), end_of(document, self._link)
        given = case.entries[known:]
        if commit.entries != given or commit.summary != summary:
            raise StoreError(f"case {case.id} would not read back the same")
        after = Ledger(case.business_id, case.id)
        same = Commit(given, summary, commit.files)
        after.case, after.count = self.case, self.count
        after._take(after._folded(same), same, link)
        return after

    def _folded(self, commit: Commit) -> Case:
        case = self.case
        for entry in commit.entries:
            try:
                case = case.with_entry(entry)
            except InputError as error:
                where = f"case {case.id}, entry {entry.number}"
                raise StoreError(f"{where} does not fit: {error}") from error
        return case

    def _take(self, case: Case, commit: Commit, link: Link) -> None:
        self.case = case
        self.summary = commit.summary
        self.files = commit.files
        self.count += 1
        self._link = link
