"""The queue of updates, and `getUpdates` on it.

An update stays until a poll names a higher offset or a webhook answers 2xx, or until it
is a day old. What a bot must survive can be arranged: an update twice in a batch, again
in the next batch, again much later, a batch in reverse, or several in one batch.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.clock import Clock
from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.wire import ApiError, Json

KINDS = frozenset(
    """message edited_message channel_post edited_channel_post business_connection
    business_message edited_business_message deleted_business_messages guest_message
    message_reaction message_reaction_count inline_query chosen_inline_result
    callback_query shipping_query pre_checkout_query purchased_paid_media poll
    poll_answer my_chat_member chat_member chat_join_request chat_boost
    removed_chat_boost managed_bot""".split()
)
UNLESS_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KEPT = timedelta(hours=24)
OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot "
    "instance is running"
)
HAS_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook "
    "to delete the webhook first"
)


@dataclass(slots=True)
class Update:
    """Something that happened, on its way to the bot.

    at: when it happened, by the fake's clock.
    given: when it was handed out, each time, in monotonic seconds.
    """

    id: int
    kind: str
    body: Json
    at: datetime
    given: list[float] = field(default_factory=list)
    is_confirmed: bool = False

    def as_json(self) -> Json:
        """The `Update` of the Bot API."""
        return {"update_id": self.id, self.kind: self.body}


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to.

    attempts: all deliveries tried, as (update id, status); status 0 for no answer.
    """

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: datetime | None = None
    attempts: list[tuple[int, int]] = field(default_factory=list)


class Updates:
    """All updates of the bot, waiting and past."""

    def __init__(self, clock: Clock, bell: Bell) -> None:
        self._clock = clock
        self._bell = bell
        self.all: list[Update] = []
        self.allowed = KINDS - UNLESS_ASKED
        self.webhook: Webhook | None = None
        self.unwanted: list[tuple[str, Json]] = []
        self.confirmed_at = 0.0
        self._next_id = 482_910_001
        self._waiting: list[Update] = []
        self._again: list[Update] = []
        self._poller: object | None = None
        self._holds = 0
        self._twice = 0
        self._echo = 0
        self._reverse = 0

    @property
    def waiting(self) -> list[Update]:
        """What is not confirmed yet, oldest first; what is a day old is gone."""
        now = self._clock.now()
        for old in [one for one in self._waiting if now - one.at >= KEPT]:
            self._waiting.remove(old)
        return self._waiting

    @property
    def is_quiet(self) -> bool:
        """Nothing is left to be handed out or confirmed."""
        return not self.waiting and not self._again

    def put(self, kind: str, body: Json) -> Update | None:
        """Queue what happened; None when the bot does not want this kind."""
        if kind not in KINDS:
            raise ValueError(f"no such kind of update: {kind}")
        if kind not in self.allowed:
            self.unwanted.append((kind, body))
            return None
        update = Update(self._next_id, kind, body, self._clock.now())
        self._next_id += 1
        self.all.append(update)
        self._waiting.append(update)
        self._bell.ring()
        return update

    def allow(self, kinds: list[str] | None) -> None:
        """Take the kinds named in a call: None as before, none named as by default."""
        if kinds is not None:
            self.allowed = (frozenset(kinds) & KINDS) or (KINDS - UNLESS_ASKED)

    def confirm(self, update: Update) -> None:
        """This update arrived for good."""
        update.is_confirmed = True
        self.confirmed_at = time.monotonic()
        if update in self._waiting:
            self._waiting.remove(update)
        self._bell.ring()

    def forget(self) -> None:
        """Drop all that waits."""
        self._waiting.clear()
        self._again.clear()
        self._bell.ring()

    # What a bot must survive.

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hand out nothing inside the block, so that it comes in one batch after."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            self._bell.ring()

    def twice_in_one_batch(self, updates: int = 1) -> None:
        """The next updates come twice in the same batch."""
        self._twice += updates

    def twice_in_two_batches(self, updates: int = 1) -> None:
        """The next updates come again in the batch after theirs."""
        self._echo += updates

    def next_batch_reversed(self) -> None:
        """The next batch of at least two comes newest first."""
        self._reverse += 1

    def again(self, update: Update) -> None:
        """Hand out a past update once more, with its old number."""
        self._again.append(update)
        self._bell.ring()

    # Handing out.

    def batch(self, limit: int = 100) -> list[Update]:
        """What is to be handed out now."""
        if self._holds:
            return []
        chosen = self._again[:limit] + self.waiting[: max(0, limit - len(self._again))]
        self._again = self._again[limit:]
        fresh = [one for one in chosen if not one.given]
        if self._reverse and len(chosen) > 1:
            self._reverse -= 1
            chosen.reverse()
        for update in fresh:
            if self._twice:
                self._twice -= 1
                chosen.insert(chosen.index(update), update)
            elif self._echo:
                self._echo -= 1
                self._again.append(update)
        for update in chosen:
            update.given.append(time.monotonic())
        return chosen

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """`getUpdates`: wait for updates; ApiError 409 when another poll begins.

        offset: confirms all below; negative keeps only so many of the newest.
        """
        if self.webhook:
            raise ApiError(409, HAS_WEBHOOK)
        mine = self._poller = object()
        self._confirm_below(offset)
        self._bell.ring()
        end = time.monotonic() + seconds
        while True:
            count = self._bell.count
            if self._poller is not mine:
                raise ApiError(409, OTHER_POLL)
            found = self.batch(limit)
            left = end - time.monotonic()
            if found or left <= 0:
                self._poller = None
                return [update.as_json() for update in found]
            await self._bell.past(count, left)

    def _confirm_below(self, offset: int) -> None:
        waiting = self.waiting
        if offset < 0:
            past = waiting[:offset]
        else:
            past = [update for update in waiting if update.id < offset]
        for update in past:
            self.confirm(update)
