"""Group commit: what many threads want kept at once is kept with one sync."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Wish(Generic[Item, Result]):
    """One item that waits, and what became of it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.results: list[Result] = []
        self.error: BaseException | None = None
        self.called = threading.Event()  # it is settled, or its thread has to commit


class Together(Generic[Item, Result]):
    """Hands items that wait at the same time to one commit.

    commit: keeps a list of items durably and says for each, in order, what came of
        it; raises if none of them is kept. Never called twice at once.
    """

    def __init__(self, commit: Callable[[list[Item]], list[Result]]) -> None:
        self._commit = commit
        self._mutex = threading.Lock()
        self._waiting: list[_Wish[Item, Result]] = []
        self._is_busy = False

    def keep(self, item: Item) -> Result:
        """Wait until the item is kept, with others or alone; what came of it.

        Raises what the commit raised, for everybody who was in it.
        """
        wish: _Wish[Item, Result] = _Wish(item)
        with self._mutex:
            self._waiting.append(wish)
            has_to_wait, self._is_busy = self._is_busy, True
        if has_to_wait:
            wish.called.wait()
        if not wish.results and wish.error is None:
            self._commit_waiting()
        if wish.error is not None:
            raise wish.error
        return wish.results[0]

    def _commit_waiting(self) -> None:
        """Commit everything that waits, then call the first of those who came since."""
        with self._mutex:
            wishes, self._waiting = self._waiting, []
        try:
            results = self._commit([wish.item for wish in wishes])
            for wish, result in zip(wishes, results, strict=True):
                wish.results.append(result)
        except BaseException as error:  # noqa: BLE001 -- raised again in every thread
            for wish in wishes:
                wish.error = error
        with self._mutex:
            self._is_busy = bool(self._waiting)
            called = [*wishes, *self._waiting[:1]]
        for wish in called:
            wish.called.set()
