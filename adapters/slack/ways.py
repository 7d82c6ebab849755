"""How a person who did something just now is answered where they did it.

Kept in memory: after a restart the way is unknown, and an answer takes the direct
messages, which never fail to be the person's own.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.slack.answered import Given
from adapters.slack.arrivals import Source
from assistant.chat.replies import Part

_MOST = 2_000  # ways that are remembered; answers are sent within seconds


@dataclass(slots=True)
class Way:
    """The spot where somebody acted.

    thread_ts: of the thread they are in. message_ts: of the message they pressed.
    response_url: of a slash command, for answers that only they see.
    is_quiet: whether answers about no case are shown to them alone, at that spot.
    is_silent: whether nothing of this is shown: a step on the way to another.
    is_watching: whether a form of theirs shows what comes, which `said` collects.
    has_pointer: whether they were told where the answer is.
    given: the answer that was pressed, whose message is to lose its buttons.
    """

    team: str = ""
    user: str = ""
    channel: str = ""
    thread_ts: str = ""
    message_ts: str = ""
    response_url: str = ""
    is_direct: bool = False
    is_quiet: bool = False
    is_silent: bool = False
    is_watching: bool = False
    has_pointer: bool = False
    said: list[Part[str]] = field(default_factory=list)
    given: Given | None = None

    @property
    def is_in_channel(self) -> bool:
        """Whether something can be shown to them alone right there."""
        return bool(self.channel) and not self.is_direct

    def is_at(self, channel: str, ts: str) -> bool:
        """Whether they are in this thread, or pressed the message it hangs on."""
        return channel == self.channel and ts in (self.thread_ts, self.message_ts)


def way_of(source: Source, *, is_quiet: bool = False) -> Way:
    """The way back to whoever caused an event."""
    return Way(
        team=source.team_id,
        user=source.user_id,
        channel=source.channel_id,
        thread_ts=source.thread_ts,
        message_ts=source.message_ts,
        response_url=source.response_url,
        is_direct=source.is_direct,
        is_quiet=is_quiet,
    )


class Ways:
    """The latest ways, by the delivery that was acted in."""

    def __init__(self) -> None:
        self._ways: OrderedDict[str, Way] = OrderedDict()

    def put(self, delivery_id: str, way: Way) -> None:
        """Answers to this delivery go this way."""
        self._ways[delivery_id] = way
        while len(self._ways) > _MOST:
            self._ways.popitem(last=False)

    def of(self, delivery_id: str) -> Way:
        """The way back; an unknown one has nobody at its end."""
        base = delivery_id.partition("#")[0]
        return self._ways.get(delivery_id) or self._ways.get(base) or Way()


def delivery_of(outgoing_id: str, business_id: str) -> str:
    """The delivery that a message in the outbox answers, from the message's id."""
    told = outgoing_id.removeprefix(f"slack/{business_id}/")
    return told.rpartition("/")[0]
