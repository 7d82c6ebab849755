"""The log of everything that crossed the wire, in order and with times."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tests.fakes.slack.model import Json
from tests.fakes.slack.timeline import Pulse, Timeline


class Traffic(StrEnum):
    """What an entry of the journal is about."""

    CALL = "call"  # the app called a Web API method
    ANSWER = "answer"  # the app used a response_url
    UPLOAD = "upload"
    DOWNLOAD = "download"
    DELIVERY = "delivery"  # the fake sent something to the app
    ACK = "ack"  # the app answered a delivery
    SOCKET = "socket"  # connected, hello, disconnected


@dataclass(slots=True)
class Entry:
    """One line of the journal.

    number: counts from 0. at: the fake's clock. seconds: real seconds since start.
    name: method, event type or socket word. body: arguments or payload.
    status: HTTP status answered, 0 while under way or when the reply was lost.
    error: Slack's error name, empty when all went well.
    """

    number: int
    kind: Traffic
    name: str
    at: datetime
    seconds: float
    body: Json
    team_id: str = ""
    status: int = 0
    error: str = ""
    answer: Any = None

    @property
    def is_ok(self) -> bool:
        """Whether it succeeded."""
        return self.status == 200 and not self.error


@dataclass
class Journal:
    """All entries of one fake, and the payload rules that were broken."""

    timeline: Timeline
    pulse: Pulse
    entries: list[Entry] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    _started: float | None = None

    def write(
        self, kind: Traffic, name: str, body: Json | None = None, team_id: str = ""
    ) -> Entry:
        """Add an entry and wake all who wait."""
        loop_time = asyncio.get_running_loop().time()
        if self._started is None:
            self._started = loop_time
        entry = Entry(
            number=len(self.entries),
            kind=kind,
            name=name,
            at=self.timeline.now(),
            seconds=loop_time - self._started,
            body=body or {},
            team_id=team_id,
        )
        self.entries.append(entry)
        self.pulse.beat()
        return entry

    def mark(self) -> int:
        """A place in the journal, for `since`."""
        return len(self.entries)

    def calls(
        self,
        *names: str,
        since: int = 0,
        ok: bool | None = None,
        when: Callable[[Entry], bool] = lambda _: True,
    ) -> list[Entry]:
        """Web API calls in the order of arrival; all methods when none is named."""
        return [
            entry
            for entry in self._of(Traffic.CALL, since)
            if (not names or entry.name in names)
            and (ok is None or entry.is_ok == ok)
            and when(entry)
        ]

    def deliveries(self, *names: str, since: int = 0) -> list[Entry]:
        """What was sent to the app, repeats included, by event or payload type."""
        found = self._of(Traffic.DELIVERY, since)
        return [entry for entry in found if not names or entry.name in names]

    def of(self, kind: Traffic, since: int = 0) -> list[Entry]:
        """All entries of one kind."""
        return list(self._of(kind, since))

    def _of(self, kind: Traffic, since: int) -> Iterator[Entry]:
        return (each for each in self.entries[since:] if each.kind is kind)
