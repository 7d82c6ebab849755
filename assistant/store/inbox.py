"""The inbox on any TinyDB database: on a journal it lasts, in memory it does not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from tinydb import TinyDB

from assistant.store.codec import Reader, StoredDelivery
from assistant.store.journal_storage import compact, documents_in, tidy
from assistant.store.plain import plain
from assistant.store.port import Delivery
from assistant.store.together import Together

_reader = Reader("delivery", StoredDelivery)


class TinyInbox:
    """Deliveries by platform and id; what comes at once is kept with one sync.

    database: used by nobody else. Known ids are held in memory.
    """

    def __init__(self, database: TinyDB) -> None:
        self._database = database
        self._table = database.table("deliveries")
        self._mutex = threading.Lock()
        self._known: dict[tuple[str, str], int] = {}
        self._waiting: dict[int, Delivery] = {}
        for number, stored in self._all():
            delivery = stored.delivery
            self._known[delivery.platform, delivery.id] = number
            if not stored.handled:
                self._waiting[number] = delivery
        self._together = Together(self._keep)

    def keep(self, delivery: Delivery) -> bool:
        """Keep it, durably; False, changing nothing, if it is known already."""
        return self._together.keep(delivery)

    def handled(self, delivery: Delivery) -> None:
        """It needs no more work; its payload is dropped, its id stays known."""
        with self._mutex:
            number = self._known.get((delivery.platform, delivery.id), 0)
            kept = self._waiting.get(number)
            if kept is None:
                return
            emptied = StoredDelivery(replace(kept, payload=""), handled=True)
            self._table.update(plain(emptied), doc_ids=[number])
            del self._waiting[number]

    def drop(self, business_id: str) -> int:
        """Drop the payloads of a business, from the file too; how many."""
        mine = [each for each in self.waiting() if each.business_id == business_id]
        for delivery in mine:
            self.handled(delivery)
        self.compact()
        return len(mine)

    def waiting(self) -> list[Delivery]:
        """What was kept and not handled yet, in order of arrival."""
        with self._mutex:
            return [self._waiting[number] for number in sorted(self._waiting)]

    def forget(self, before: datetime) -> int:
        """Drop what was handled and came before then; how many."""
        with self._mutex:
            old = [
                (number, stored.delivery)
                for number, stored in self._all()
                if stored.handled and stored.delivery.received_at < before
            ]
            self._table.remove(doc_ids=[number for number, _ in old])
            for _, delivery in old:
                del self._known[delivery.platform, delivery.id]
            return len(old)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is written meanwhile; who wants to, waits."""
        with self._mutex:
            yield

    def compact(self) -> None:
        """Let no earlier state be found in the file any more."""
        with self._mutex:
            compact(self._database)

    def close(self) -> None:
        """Give the file back, quick to read at the next start."""
        tidy(self._database)
        self._database.close()

    def _all(self) -> Iterator[tuple[int, StoredDelivery]]:
        for number, document in documents_in(self._table):
            yield number, _reader.read(document)

    def _keep(self, deliveries: list[Delivery]) -> list[bool]:
        with self._mutex:
            results: list[bool] = []
            new: dict[tuple[str, str], Delivery] = {}
            for delivery in deliveries:
                key = (delivery.platform, delivery.id)
                results.append(key not in self._known and key not in new)
                new.setdefault(key, delivery)
            fresh = {key: new[key] for key in new if key not in self._known}
            documents = [plain(StoredDelivery(each)) for each in fresh.values()]
            numbers = self._table.insert_multiple(documents) if documents else []
            for number, key in zip(numbers, fresh, strict=True):
                self._known[key] = number
                self._waiting[number] = fresh[key]
            return results
