"""What comes in several updates and is one thing: albums, long texts, forwards.

Telegram sends one update for each photo of an album, cuts a long text into messages and
forwards several at once one by one. Parts are in the inbox already; here they wait for
their fellows until nothing more comes for a moment.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from adapters.telegram.arrivals import Arrival, FileArrived
from adapters.telegram.limits import limits
from adapters.telegram.rich import units
from assistant.chat.events import TextTyped

Sleep = Callable[[float], Awaitable[Any]]

# Apps cut at a word where they can, so a part may be somewhat shorter than the limit.
_NEARLY_FULL = 600  # UTF-16 units below it
_MOST_PARTS = 100  # nobody means so many as one


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds without a further part after which a bundle is complete.

    0: what comes alone is not waited with.
    """

    album: float = 1.5
    text: float = 1.5
    forward: float = 0.8


@dataclass(frozen=True, slots=True)
class Part:
    """One update of a bundle; `content` is its download, where it has one."""

    delivery_id: str
    payload: str
    arrival: Arrival
    content: "asyncio.Task[bytes] | None" = None


@dataclass(slots=True)
class Bundle:
    """Parts that belong together.

    key: the same for all of them. seconds: how long a further part is waited for.
    """

    key: str
    seconds: float
    parts: list[Part] = field(default_factory=list)
    timer: "asyncio.Task[None] | None" = None

    @property
    def delivery_ids(self) -> list[str]:
        """What is done when the bundle is."""
        return [part.delivery_id for part in self.parts]


class Bundles:
    """The bundles that are not complete yet, at most one for each chat.

    complete: called with the chat when one of its bundles is.
    """

    def __init__(
        self,
        complete: Callable[[str, Bundle], None],
        patience: Patience,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._complete, self._sleep = complete, sleep
        self._patience = patience
        self._open: dict[str, Bundle] = {}

    @property
    def length(self) -> int:
        """How many bundles wait for more."""
        return len(self._open)

    def key_of(self, arrival: Arrival) -> tuple[str, float]:
        """Which bundle an update belongs to, and the patience; `("", 0)` for none."""
        what, patience = arrival.what, self._patience
        match what:
            case FileArrived(bundle=bundle) if bundle:
                return f"album/{bundle}", patience.album
            case TextTyped(origin=origin) if origin is not None and patience.forward:
                return f"forward/{origin.author}", patience.forward
            case TextTyped(origin=None) if patience.text and _is_cut(what.text):
                return f"text/{what.person.id}", patience.text
            case _:
                return "", 0.0

    def joins(self, chat: str, arrival: Arrival) -> bool:
        """Whether an update belongs to the open bundle of its chat."""
        bundle = self._open.get(chat)
        if bundle is None or len(bundle.parts) >= _MOST_PARTS:
            return False
        key, _ = self.key_of(arrival)
        return key == bundle.key or _is_rest(bundle, arrival)

    def add(self, chat: str, part: Part) -> None:
        """Wait for more; a part that ends a long text completes it."""
        bundle = self._open.get(chat)
        if bundle is None:
            key, seconds = self.key_of(part.arrival)
            bundle = self._open[chat] = Bundle(key, seconds)
        bundle.parts.append(part)
        if bundle.timer:
            bundle.timer.cancel()
        is_over = bundle.key != self.key_of(part.arrival)[0]
        bundle.timer = asyncio.create_task(
            self._after(0 if is_over else bundle.seconds, chat)
        )

    def close(self, chat: str) -> Bundle | None:
        """Wait no longer: the open bundle of a chat, if there is one."""
        bundle = self._open.pop(chat, None)
        if bundle and bundle.timer:
            bundle.timer.cancel()
        return bundle

    def close_all(self) -> None:
        """Wait for nothing any more."""
        for chat in list(self._open):
            bundle = self.close(chat)
            if bundle:
                self._complete(chat, bundle)

    async def _after(self, seconds: float, chat: str) -> None:
        if seconds:
            await self._sleep(seconds)
        bundle = self._open.pop(chat, None)
        if bundle:
            self._complete(chat, bundle)


def joined(parts: list[Part]) -> TextTyped:
    """The texts of a bundle as one message, in the order in which they were written.

    It has the delivery id of the last one, whose change is noticed as the others' is
    not; forwards keep who wrote the first, and when.
    """
    texts = [part.arrival.what for part in _in_order(parts)]
    typed = [text for text in texts if isinstance(text, TextTyped)]
    between = "\n\n" if typed[0].origin else "\n"
    said = typed[0].text
    for before, text in pairwise(typed):
        is_full = units(before.text) >= limits().text
        said += ("" if is_full and not before.origin else between) + text.text
    return replace(typed[-1], text=said, origin=typed[0].origin)


def _in_order(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: part.arrival.message_id)


def files_of(parts: list[Part]) -> list[tuple[FileArrived, Part]]:
    """The files of a bundle with their parts, in order."""
    ordered = [(part.arrival.what, part) for part in _in_order(parts)]
    return [(what, part) for what, part in ordered if isinstance(what, FileArrived)]


def _is_cut(text: str) -> bool:
    return units(text) > limits().text - _NEARLY_FULL


def _is_rest(bundle: Bundle, arrival: Arrival) -> bool:
    """Whether this is the end of a long text, typed by the same person."""
    what = arrival.what
    return (
        isinstance(what, TextTyped)
        and what.origin is None
        and bundle.key == f"text/{what.person.id}"
    )
