"""The outbox on any TinyDB database: on a journal it lasts, in memory it does not."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
from tinydb import TinyDB
from tinydb.table import Document, Table

from assistant.errors import StoreError
from assistant.store.attachments import Attachments
from assistant.store.codec import Reader, StoredSending
from assistant.store.journal_storage import compact, documents_in, tidy
from assistant.store.plain import Plain, plain, to_json
from assistant.store.port import SEND_MOVES, Outgoing, Sending, SendState
from assistant.store.together import Together

_PENDING = SendState.PENDING
_OPEN = (_PENDING, SendState.UNKNOWN, SendState.FAILED)
_FORGOTTEN = "forgotten_before"
_MARK = 1  # the id of the one mark
_reader = Reader("sending", StoredSending)


class TinyOutbox:
    """Messages by id, with what became of each.

    database: used by nobody else. Messages that are not sent yet are held in memory.
    attachments: what is too large for the database.
    """

    def __init__(self, database: TinyDB, attachments: Attachments) -> None:
        self._database = database
        self._attachments = attachments
        self._table = database.table("messages")
        self._marks = database.table("marks")
        self._mutex = threading.RLock()
        self._numbers: dict[str, int] = {}
        self._open: dict[int, Sending] = {}
        self._forgotten_before = _instant(self._marks)
        self._together = Together(self._put_all)
        for number, sending in self._all():
            self._numbers[sending.message.id] = number
            if sending.state in _OPEN:
                self._open[number] = sending

    def put(self, messages: Sequence[Outgoing]) -> None:
        """Keep new messages, durably; those with a known id change nothing."""
        if messages:
            self._together.keep(messages)

    def attach(self, message_id: str, content: bytes) -> None:
        """Keep what a message carries beside it, durably, before the message."""
        self._attachments.put(message_id, content)

    def attached(self, message_id: str) -> bytes:
        """What was attached to a message; StoreError if it is gone or has changed."""
        return self._attachments.get(message_id)

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
            self._table.update(_document(after), doc_ids=[number])
            if state is SendState.SENT:
                self._open.pop(number, None)
                self._drop_attached([message])
            else:
                self._open[number] = after

    def unsent(self) -> list[Sending]:
        """What was not sent, whatever became of it, on every platform."""
        with self._mutex:
            return [self._open[number] for number in sorted(self._open)]

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
            if number in self._open:
                return self._open[number]
            document = self._table.get(doc_id=number) if number is not None else None
        if not isinstance(document, dict):
            return None
        return _reader.read(msgspec.Raw(to_json(document))).sending

    def drop(self, business_id: str, case_id: str | None = None) -> int:
        """Remove every trace of a case's messages, or of all; how many."""
        with self._mutex:
            gone = self._remove(
                lambda sending: (
                    sending.message.business_id == business_id
                    and case_id in (None, sending.message.case_id)
                )
            )
            compact(self._database)
            return gone

    def forget(
        self, before: datetime, states: Collection[SendState] = (SendState.SENT,)
    ) -> int:
        """Drop what is older and in one of these states; how many.

        It will never be sent again.
        """
        with self._mutex:
            return self._remove(
                lambda sending: (
                    sending.state in states and sending.message.created_at < before
                ),
                forgotten_before=before,
            )

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is written meanwhile; who wants to, waits."""
        with self._mutex:
            yield

    def close(self) -> None:
        """Give the file back, quick to read at the next start."""
        tidy(self._database)
        self._database.close()

    def _put_all(self, batches: list[Sequence[Outgoing]]) -> list[None]:
        with self._mutex:
            new = {
                message.id: Sending(message)
                for messages in batches
                for message in messages
                if message.id not in self._numbers
                and message.created_at >= self._forgotten_before
            }
            documents = map(_document, new.values())
            numbers = self._table.insert_multiple(documents) if new else []
            for number, (message_id, sending) in zip(numbers, new.items(), strict=True):
                self._numbers[message_id] = number
                self._open[number] = sending
            return [None for _ in batches]

    def _all(self) -> Iterator[tuple[int, Sending]]:
        for number, document in documents_in(self._table):
            yield number, _reader.read(document).sending

    def _opened(self, message_id: str) -> Sending:
        sending = self.get(message_id)
        if sending is None:
            raise StoreError(f"there is no message {message_id}")
        return sending

    def _remove(
        self,
        is_wanted: Callable[[Sending], bool],
        *,
        forgotten_before: datetime | None = None,
    ) -> int:
        """Remove messages; how many.

        forgotten_before: put down first, so that an older message is not taken for a
            new one when the case that it was saved with is read again.
        """
        found = {
            number: sending.message
            for number, sending in self._all()
            if is_wanted(sending)
        }
        if found and forgotten_before and forgotten_before > self._forgotten_before:
            mark = {_FORGOTTEN: forgotten_before.isoformat()}
            self._marks.upsert(Document(mark, _MARK))
            self._forgotten_before = forgotten_before
        self._table.remove(doc_ids=list(found))
        for number, message in found.items():
            del self._numbers[message.id]
            self._open.pop(number, None)
        self._drop_attached(found.values())
        return len(found)

    def _drop_attached(self, messages: Iterable[Outgoing]) -> None:
        self._attachments.drop(each.id for each in messages if each.attached)


def _document(sending: Sending) -> Plain:
    return plain(StoredSending(sending))


def _instant(marks: Table) -> datetime:
    """Before which messages were forgotten; the beginning of time if none were."""
    for mark in marks:
        return datetime.fromisoformat(mark[_FORGOTTEN])
    return datetime.min.replace(tzinfo=UTC)
