"""The index: every case in one line, in memory, in order of what is due next.

It can always be made again from the case files, so it is written out only when the
store closes; see `sidecar`.
"""

import threading
from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

import msgspec

from assistant.domain.summary import CaseSummary


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the index knows of a case; written as it is by `sidecar`.

    size: bytes of its file that were confirmed; 0 where there is no file.
    files: SHA-256 digests of the evidence it uses.
    """

    summary: CaseSummary
    size: int = 0
    files: tuple[str, ...] = ()


# Instant, business, case: what the lists of deadlines and wakings are sorted by.
_Moment = tuple[datetime, str, str]


class SummaryIndex:
    """Rows by business and case. Safe to use from several threads."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._lock = threading.Lock()
        self._rows: dict[str, dict[str, Row]] = {}
        for row in rows:
            mine = self._rows.setdefault(row.summary.business_id, {})
            mine[row.summary.case_id] = row
        # Sorted on first use: start-up does not wait for it.
        self._wakings: list[_Moment] | None = None
        self._due: dict[str, list[_Moment]] = {}

    def put(self, row: Row) -> None:
        """Add a case, or put it in the place of what was known of it."""
        business, case = row.summary.business_id, row.summary.case_id
        with self._lock:
            mine = self._rows.setdefault(business, {})
            self._move(mine.get(case), row)
            mine[case] = row

    def remove(self, business_id: str, case_id: str) -> None:
        """Forget a case; nothing happens if it is not known."""
        with self._lock:
            mine = self._rows.get(business_id, {})
            self._move(mine.pop(case_id, None), None)

    def get(self, business_id: str, case_id: str) -> Row | None:
        """What is known of a case."""
        with self._lock:
            return self._rows.get(business_id, {}).get(case_id)

    def rows(self) -> list[Row]:
        """Every row."""
        with self._lock:
            return [row for mine in self._rows.values() for row in mine.values()]

    def summaries(self, business_id: str) -> list[CaseSummary]:
        """Every case of a business, in no particular order."""
        with self._lock:
            return [row.summary for row in self._rows.get(business_id, {}).values()]

    def next_due(self, business_id: str, limit: int) -> list[CaseSummary]:
        """The cases of a business with the soonest next deadline, soonest first."""
        with self._lock:
            mine = self._rows.get(business_id, {})
            soonest = islice(self._due_of(business_id), limit)
            return [mine[case].summary for _, _, case in soonest]

    def due_until(self, at: datetime) -> list[CaseSummary]:
        """Cases of all businesses that have something to tell by `at`."""
        with self._lock:
            found = []
            for wake_at, business, case in self._all_wakings():
                if wake_at > at:
                    break
                found.append(self._rows[business][case].summary)
            return found

    def find(self, business_id: str, text: str, limit: int) -> list[CaseSummary]:
        """Cases whose number, invoice or customer is, begins with or contains text.

        Case of letters does not matter. The best matches come first, then by case id.
        """
        wanted = text.casefold().strip()
        ranked = (
            (rank, summary.case_id, summary)
            for summary in self.summaries(business_id)
            if (rank := _rank(summary, wanted)) is not None
        )
        best = sorted(ranked, key=lambda found: found[:2])
        return [summary for _, _, summary in best[:limit]]

    def files_in_use(self) -> frozenset[str]:
        """Digests of all evidence that some case uses."""
        return frozenset(digest for row in self.rows() for digest in row.files)

    def _move(self, before: Row | None, after: Row | None) -> None:
        """Keep the sorted lists sorted, where they have been made."""
        row = after or before
        mine = self._due.get(row.summary.business_id) if row else None
        _swap(mine, _deadline(before), _deadline(after))
        _swap(self._wakings, _waking(before), _waking(after))

    def _due_of(self, business_id: str) -> list[_Moment]:
        if business_id not in self._due:
            mine = self._rows.get(business_id, {}).values()
            self._due[business_id] = sorted(filter(None, map(_deadline, mine)))
        return self._due[business_id]

    def _all_wakings(self) -> list[_Moment]:
        if self._wakings is None:
            everything = (row for mine in self._rows.values() for row in mine.values())
            self._wakings = sorted(filter(None, map(_waking, everything)))
        return self._wakings


def _swap(
    moments: list[_Moment] | None, old: _Moment | None, new: _Moment | None
) -> None:
    if moments is None or old == new:
        return
    if old is not None:
        del moments[bisect_left(moments, old)]
    if new is not None:
        insort(moments, new)


def _deadline(row: Row | None) -> _Moment | None:
    return _moment(row, row.summary.next_due_at) if row else None


def _waking(row: Row | None) -> _Moment | None:
    return _moment(row, row.summary.wake_at) if row else None


def _moment(row: Row, at: datetime | None) -> _Moment | None:
    return (at, row.summary.business_id, row.summary.case_id) if at else None


def _rank(summary: CaseSummary, wanted: str) -> int | None:
    """How well a case fits: 0 is exactly, 1 begins with it, 2 contains it."""
    if not wanted:
        return None
    best = None
    for name in (summary.case_id, summary.invoice_number, summary.customer):
        folded = name.casefold()
        if folded == wanted:
            return 0
        if wanted in folded:
            rank = 1 if folded.startswith(wanted) else 2
            best = rank if best is None else min(best, rank)
    return best
