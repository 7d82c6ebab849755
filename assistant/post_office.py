"""Events in, messages out: what lies between a platform and the core, on disk.

An adapter keeps each delivery here before it confirms it, and fetches from here what is
to be sent. So an answered tap survives a power cut, a redelivered one changes nothing
twice, and a message that may have arrived is not sent again blindly.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from assistant.chat.events import Place
from assistant.chat.replies import FileOut, LetterText, Message, Part, Question
from assistant.clock import Clock
from assistant.store.messages import decode_message, encode_message
from assistant.store.port import (
    Delivery,
    Inbox,
    Notebook,
    Outbox,
    Outgoing,
    Sending,
    SendState,
)

# Platforms deliver again for hours (Telegram for a day), never for weeks.
_KNOWN_FOR = timedelta(days=7)
_SENT_KNOWN_FOR = timedelta(days=2)
_KEPT_UNSENT_FOR = timedelta(days=30)  # nobody waits for it any more
_MOST_INLINE = 8 * 1024  # bytes of a file; larger ones are kept beside the outbox


class PostOffice:
    """The inbox, the outbox and the adapters' notes, in the words of an adapter.

    notes: what an adapter has to remember between two starts.
    """

    def __init__(
        self, inbox: Inbox, outbox: Outbox, notes: Notebook, clock: Clock
    ) -> None:
        self.notes = notes
        self._inbox, self._outbox, self._clock = inbox, outbox, clock

    def now(self) -> datetime:
        """The present instant, on the clock of the assistant."""
        return self._clock.now()

    # -- in -----------------------------------------------------------------------

    def receive(
        self, platform: str, delivery_id: str, payload: str, business_id: str = ""
    ) -> bool:
        """Keep what came, durably; False if it is known and needs nothing more.

        delivery_id: the platform's own, or a hash of the payload.
        business_id: whose it is, where that is known already.
        Raises StoreError if the disk refuses: then it must not be confirmed.
        """
        now = self._clock.now()
        return self._inbox.keep(
            Delivery(platform, delivery_id, payload, now, business_id)
        )

    def waiting(self, platform: str) -> list[Delivery]:
        """What was received and is not done, in order: work left from the last run."""
        return [each for each in self._inbox.waiting() if each.platform == platform]

    def done(self, platform: str, delivery_id: str) -> None:
        """It needs no more work."""
        self._inbox.handled(Delivery(platform, delivery_id, "", self._clock.now()))

    # -- out ----------------------------------------------------------------------

    def prepared(self, messages: Iterable[tuple[str, Message]]) -> list[Outgoing]:
        """What is to be kept of messages, each with the name it is known by.

        A name is the same when the same is said again. A letter and a file travel
        alone, so that a doubt about one of them keeps nothing else back; other parts
        of a message stay together.
        """
        now = self._clock.now()
        numbers: Counter[str] = Counter()
        found: list[Outgoing] = []
        for name, message in messages:
            for parts in _runs(message.parts):
                numbers[name] += 1
                said = replace(message, parts=parts)
                found.append(self._packed(said, f"{name}/{numbers[name]}", now))
        return found

    def put(self, outgoing: Sequence[Outgoing]) -> None:
        """Keep messages that go with no case, durably."""
        if outgoing:
            self._outbox.put(outgoing)

    def left_at(
        self, place: Place, person: str, delivery_id: str
    ) -> tuple[str, str] | None:
        """The case in focus, and the question asked, once a delivery was answered.

        person: whose delivery it was. Empty for no case, and for no question; None
        where nothing was said.
        """
        found = None
        for number in count(1):
            sending = self._outbox.get(_id(place, f"{delivery_id}/{number}"))
            if sending is None:
                return found
            if sending.message.place in (place.key, _alone(place, person)):
                found = sending.message.case_id, sending.message.asks
        return found

    def due(self, platform: str) -> list[Sending]:
        """What may be sent now, oldest first; what waits keeps back its place only."""
        return self._outbox.due(platform, self._clock.now())

    def opened(self, sending: Sending) -> Message:
        """The message that is to be sent; StoreError if a file of it is gone."""
        message = decode_message(sending.message.payload)
        (part, *rest) = message.parts
        if not sending.message.attached or not isinstance(part, FileOut):
            return message
        whole = replace(part, content=self._outbox.attached(sending.message.id))
        return replace(message, parts=(whole, *rest))

    def begin(self, message_id: str) -> None:
        """Say that a message is being sent: a letter is `unknown` from here on."""
        self._outbox.begin(message_id)

    def sent(self, message_id: str) -> None:
        """The platform has it."""
        self._outbox.record(message_id, SendState.SENT)

    def later(self, message_id: str, after: timedelta, note: str = "") -> None:
        """It did not get there for certain; it is tried again."""
        not_before = self._clock.now() + after
        self._outbox.record(
            message_id, SendState.PENDING, not_before=not_before, note=note
        )

    def unknown(self, message_id: str, note: str = "") -> None:
        """Nobody knows whether it arrived; it is not sent again by itself."""
        self._outbox.record(message_id, SendState.UNKNOWN, note=note)

    def failed(self, message_id: str, note: str = "") -> None:
        """The platform does not take it."""
        self._outbox.record(message_id, SendState.FAILED, note=note)

    def unsettled(self, business_id: str) -> list[Sending]:
        """What failed or may not have arrived."""
        return self._outbox.unsettled(business_id)

    def try_again(self, message_id: str) -> None:
        """Send a message whose fate was not known after all: somebody wants it."""
        self._outbox.record(message_id, SendState.PENDING)

    def tidy(self) -> None:
        """Forget what was handled and sent long ago, or could never be sent.

        Nothing of what was handled or sent is left in the files after it.
        """
        now = self._clock.now()
        self._inbox.forget(now - _KNOWN_FOR)
        self._outbox.forget(now - _SENT_KNOWN_FOR)
        self._outbox.forget(now - _KEPT_UNSENT_FOR, frozenset(SendState))
        self._inbox.tidy()
        self._outbox.tidy()

    def _packed(self, message: Message, name: str, now: datetime) -> Outgoing:
        """A message for the outbox, with a large file put beside it."""
        to, part = message.to, message.parts[0]
        message_id, attached = _id(to, name), 0
        if isinstance(part, FileOut) and len(part.content) > _MOST_INLINE:
            attached = len(part.content)
            self._outbox.attach(message_id, part.content)
            message = replace(message, parts=(replace(part, content=b""),))
        return Outgoing(
            id=message_id,
            business_id=to.business,
            case_id=message.case_id,
            platform=to.platform,
            place=_alone(to, message.person) if message.person else to.key,
            payload=encode_message(message),
            is_repeatable=not _is_alone(part),
            created_at=now,
            attached=attached,
            asks=next((p.key for p in message.parts if isinstance(p, Question)), ""),
        )


def _alone(place: Place, person: str) -> str:
    """The key of what is said at a place to one person alone."""
    return f"{place.key}#{person}"


def _id(place: Place, name: str) -> str:
    return f"{place.platform}/{place.business}/{name}"


def _runs(parts: Sequence[Part[str]]) -> list[tuple[Part[str], ...]]:
    """The parts in order; each letter and file alone, the others together."""
    runs: list[tuple[Part[str], ...]] = []
    is_open = False
    for part in parts:
        is_alone = _is_alone(part)
        if is_open and not is_alone:
            runs[-1] = (*runs[-1], part)
        else:
            runs.append((part,))
        is_open = not is_alone
    return runs


def _is_alone(part: Part[str]) -> bool:
    return isinstance(part, LetterText | FileOut)
