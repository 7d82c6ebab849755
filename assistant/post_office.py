"""Events in, messages out: what lies between a platform and the core, on disk.

An adapter keeps each delivery here before it confirms it, and fetches from here what is
to be sent. So an answered tap survives a power cut, a redelivered one changes nothing
twice, and a message that may have arrived is not sent again blindly.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from assistant.chat.replies import FileOut, LetterText, Message, Part
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
_KNOWN_FOR = timedelta(days=30)


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
                found.append(_outgoing(message, parts, f"{name}/{numbers[name]}", now))
        return found

    def put(self, outgoing: Sequence[Outgoing]) -> None:
        """Keep messages that go with no case, durably."""
        if outgoing:
            self._outbox.put(outgoing)

    def due(self, platform: str) -> list[Sending]:
        """What may be sent now, oldest first; what waits keeps back its place only."""
        return self._outbox.due(platform, self._clock.now())

    @staticmethod
    def opened(sending: Sending) -> Message:
        """The message that is to be sent."""
        return decode_message(sending.message.payload)

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
        """Forget what was handled and sent long ago."""
        before = self._clock.now() - _KNOWN_FOR
        self._inbox.forget(before)
        self._outbox.forget(before)


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


def _outgoing(
    message: Message, parts: tuple[Part[str], ...], name: str, now: datetime
) -> Outgoing:
    to = message.to
    return Outgoing(
        id=f"{to.platform}/{to.business}/{name}",
        business_id=to.business,
        case_id=message.case_id,
        platform=to.platform,
        place=f"{to.key}#{message.person}" if message.person else to.key,
        payload=encode_message(replace(message, parts=parts)),
        is_repeatable=not _is_alone(parts[0]),
        created_at=now,
    )
