"""The outbox on any TinyDB database: on a journal it lasts, in memory it does not."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from tinydb import TinyDB
from tinydb.table import Table

from assistant.errors import StoreError
from assistant.store.codec import decode_sending, encode_sending
from assistant.store.journal_storage import JournalStorage
from assistant.store.port import SEND_MOVES, Outgoing, Sending, SendState

_PENDING = SendState.PENDING
_OPEN = (_PENDING, SendState.UNKNOWN, SendState.FAILED)
_FORGOTTEN = "forgotten_before"


class TinyOutbox:
    """Messages by id, with what became of each.

    database: used by nobody else. Messages that are not sent yet are held in memory.
    """

    def __init__(self, database: TinyDB) -> None:
        self._database = database
        self._table = database.table("messages")
        self._marks = database.table("marks")
        self._mutex = threading.RLock()
        self._numbers: dict[str, int] = {}
        self._open: dict[int, Sending] = {}
        self._forgotten_before = _instant(self._marks)
        for document in self._table:
            sending = decode_sending(dict(document))
            self._numbers[sending.message.id] = document.doc_id
            if sending.state in _OPEN:
                self._open[document.doc_id] = sending

    def put(self, messages: Sequence[Outgoing]) -> None:
        """Keep new messages, durably; those with a known id change nothing."""
        with self._mutex:
            new = {
                message.id: Sending(message)
                for message in messages
                if message.id not in self._numbers
                and message.created_at >= self._forgotten_before
            }
            if not new:
                return
            documents = [encode_sending(sending) for sending in new.values()]
            numbers = self._table.insert_multiple(documents)
            for number, (message_id, sending) in zip(numbers, new.items(), strict=True):
                self._numbers[message_id] = number
                self._open[number] = sending

    def due(self, platform: str, now: datetime) -> list[Sending]:
        """What may be sent now, oldest first; one place in order."""
        found, behind = [], set()
        with self._mutex:
            for number in sorted(self._open):
                sending = self._open[number]
                message = sending.message
                if message.platform != platform or sending.state is not _PENDING:
                    continue
                if message.place in behind:
                    continue
                if sending.not_before is not None and sending.not_before > now:
                    behind.add(message.place)
                    continue
                found.append(sending)
        return found

    def begin(self, message_id: str) -> None:
        """Say that a message is about to be sent, if it may not be sent twice."""
        with self._mutex:
            sending = self._opened(message_id)
            if not sending.message.is_repeatable:
                self.record(message_id, SendState.UNKNOWN, note="being sent")

    def record(
        self,
        message_id: str,
        state: SendState,
        *,
        not_before: datetime | None = None,
        note: str = "",
    ) -> None:
        """Say what became of a message, durably; `pending` tries again later."""
        with self._mutex:
            sending = self._opened(message_id)
            if state not in SEND_MOVES[sending.state]:
                raise ValueError(f"a {sending.state} message cannot become {state}")
            message = sending.message
            if state is SendState.SENT:
                message = replace(message, payload="")
            counts = sending.state is not SendState.UNKNOWN
            tries = sending.tries + (1 if counts else 0)
            after = Sending(message, state, tries, not_before, note)
            number = self._numbers[message_id]
            self._table.update(encode_sending(after), doc_ids=[number])
            if state is SendState.SENT:
                self._open.pop(number, None)
            else:
                self._open[number] = after

    def pending(self) -> list[Sending]:
        """What is to be sent, on every platform, be it now or later."""
        with self._mutex:
            return [
                self._open[number]
                for number in sorted(self._open)
                if self._open[number].state is _PENDING
            ]

    def unsettled(self, business_id: str) -> list[Sending]:
        """What failed or is unknown: somebody has to look."""
        with self._mutex:
            return [
                self._open[number]
                for number in sorted(self._open)
                if self._open[number].state is not _PENDING
                and self._open[number].message.business_id == business_id
            ]

    def get(self, message_id: str) -> Sending | None:
        """A message and where it stands; the payload is gone once it was sent."""
        with self._mutex:
            number = self._numbers.get(message_id)
            document = self._table.get(doc_id=number) if number is not None else None
        return decode_sending(dict(document)) if isinstance(document, dict) else None

    def drop(self, business_id: str, case_id: str | None = None) -> int:
        """Remove every trace of a case's messages, or of all; how many."""
        with self._mutex:
            gone = self._remove(
                lambda sending: (
                    sending.message.business_id == business_id
                    and case_id in (None, sending.message.case_id)
                )
            )
            self.compact()
            return gone

    def forget(self, before: datetime) -> int:
        """Drop what was sent and is older; how many. It will never be sent again."""
        with self._mutex:
            if before > self._forgotten_before:
                self._marks.truncate()
                self._marks.insert({_FORGOTTEN: before.isoformat()})
                self._forgotten_before = before
            return self._remove(
                lambda sending: (
                    sending.state is SendState.SENT
                    and sending.message.created_at < before
                )
            )

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is written meanwhile; who wants to, waits."""
        with self._mutex:
            yield

    def compact(self) -> None:
        """Let no earlier state be found in the file any more."""
        with self._mutex:
            if isinstance(self._database.storage, JournalStorage):
                self._database.storage.compact()

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def _opened(self, message_id: str) -> Sending:
        sending = self.get(message_id)
        if sending is None:
            raise StoreError(f"there is no message {message_id}")
        return sending

    def _remove(self, is_wanted: Callable[[Sending], bool]) -> int:
        found = {
            document.doc_id: sending.message.id
            for document in self._table
            if is_wanted(sending := decode_sending(dict(document)))
        }
        self._table.remove(doc_ids=list(found))
        for number, message_id in found.items():
            del self._numbers[message_id]
            self._open.pop(number, None)
        return len(found)


def _instant(marks: Table) -> datetime:
    """Before which messages were forgotten; the beginning of time if none were."""
    for mark in marks:
        return datetime.fromisoformat(mark[_FORGOTTEN])
    return datetime.min.replace(tzinfo=UTC)
