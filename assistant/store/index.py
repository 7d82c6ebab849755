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
from assistant.store.plain import to_json


class Row(msgspec.Struct, frozen=True, gc=False):
    """What the index knows of a case.

    size: bytes of its file that were confirmed; 0 where there is no file.
    files: SHA-256 digests of the evidence it uses.
    """

    summary: CaseSummary
    size: int = 0
    files: tuple[str, ...] = ()

    @property
    def business_id(self) -> str:
        """Whose case it is."""
        return self.summary.business_id

    @property
    def case_id(self) -> str:
        """The case, unique in the business."""
        return self.summary.case_id

    @property
    def next_due_at(self) -> datetime | None:
        """When something has to be done."""
        return self.summary.next_due_at

    @property
    def wake_at(self) -> datetime | None:
        """When there may be something to tell."""
        return self.summary.wake_at


class SleepingRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A row as `sidecar` keeps it: its summary is not read before it is wanted."""

    business_id: str
    case_id: str
    next_due_at: datetime | None
    wake_at: datetime | None
    stored: msgspec.Raw
    size: int
    files: tuple[str, ...]

    def awake(self) -> Row:
        """The same with its summary read."""
        return Row(_summaries.decode(self.stored), self.size, self.files)


def asleep(row: Row | SleepingRow) -> SleepingRow:
    """The row as `sidecar` keeps it."""
    if isinstance(row, SleepingRow):
        return row
    return SleepingRow(
        row.business_id,
        row.case_id,
        row.next_due_at,
        row.wake_at,
        msgspec.Raw(to_json(row.summary)),
        row.size,
        row.files,
    )


_summaries = msgspec.json.Decoder(CaseSummary)
_Any = Row | SleepingRow

# Instant, business, case: what the lists of deadlines and wakings are sorted by.
_Moment = tuple[datetime, str, str]


class SummaryIndex:
    """Rows by business and case. Safe to use from several threads."""

    def __init__(self, rows: Iterable[_Any] = ()) -> None:
        self._lock = threading.Lock()
        self._rows: dict[str, dict[str, _Any]] = {}
        for row in rows:
            self._rows.setdefault(row.business_id, {})[row.case_id] = row
        # Sorted on first use: start-up does not wait for it.
        self._wakings: list[_Moment] | None = None
        self._due: dict[str, list[_Moment]] = {}

    def put(self, row: Row) -> None:
        """Add a case, or put it in the place of what was known of it."""
        with self._lock:
            mine = self._rows.setdefault(row.business_id, {})
            self._move(mine.get(row.case_id), row)
            mine[row.case_id] = row

    def remove(self, business_id: str, case_id: str) -> None:
        """Forget a case; nothing happens if it is not known."""
        with self._lock:
            mine = self._rows.get(business_id, {})
            self._move(mine.pop(case_id, None), None)

    def get(self, business_id: str, case_id: str) -> Row | SleepingRow | None:
        """What is known of a case."""
        with self._lock:
            return self._rows.get(business_id, {}).get(case_id)

    def rows(self) -> list[Row | SleepingRow]:
        """Every row."""
        with self._lock:
            return [row for mine in self._rows.values() for row in mine.values()]

    def summaries(self, business_id: str) -> list[CaseSummary]:
        """Every case of a business, in no particular order."""
        with self._lock:
            mine = self._rows.get(business_id, {})
            return [_summary(mine, case) for case in mine]

    def next_due(self, business_id: str, limit: int) -> list[CaseSummary]:
        """The cases of a business with the soonest next deadline, soonest first."""
        with self._lock:
            mine = self._rows.get(business_id, {})
            soonest = islice(self._due_of(business_id), limit)
            return [_summary(mine, case) for _, _, case in soonest]

    def due_until(self, at: datetime) -> list[CaseSummary]:
        """Cases of all businesses that have something to tell by `at`."""
        with self._lock:
            found = []
            for wake_at, business, case in self._all_wakings():
                if wake_at > at:
                    break
                found.append(_summary(self._rows[business], case))
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

    def _move(self, before: _Any | None, after: Row | None) -> None:
        """Keep the sorted lists sorted, where they have been made."""
        row = after or before
        mine = self._due.get(row.business_id) if row else None
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


def _summary(mine: dict[str, _Any], case_id: str) -> CaseSummary:
    """The summary of a case that is there; it stays awake."""
    row = mine[case_id]
    if isinstance(row, SleepingRow):
        mine[case_id] = row = row.awake()
    return row.summary


def _deadline(row: _Any | None) -> _Moment | None:
    return _moment(row, row.next_due_at) if row else None


def _waking(row: _Any | None) -> _Moment | None:
    return _moment(row, row.wake_at) if row else None


def _moment(row: _Any, at: datetime | None) -> _Moment | None:
    return (at, row.business_id, row.case_id) if at else None


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
