"""What goes wrong on demand: by method, a number of times, then never again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from tests.fakes.slack.model import Json
from tests.fakes.slack.timeline import Pulse

When = Callable[[Json], bool]


class Gate:
    """Holds requests until it is opened; nothing is lost.

    held: how many wait at present.
    """

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._open = asyncio.Event()
        self.held = 0

    async def pass_through(self) -> None:
        """Wait here; called by the fake."""
        self.held += 1
        self._pulse.beat()
        try:
            await self._open.wait()
        finally:
            self.held -= 1
            self._pulse.beat()

    async def reached(self, count: int = 1, patience: float = 10) -> None:
        """Return once `count` requests wait; TimeoutError after real seconds."""
        async with asyncio.timeout(patience):
            while self.held < count:
                await self._pulse.wait(patience)

    def open(self) -> None:
        """Let all through, now and later."""
        self._open.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.open()


@dataclass(slots=True)
class Fault:
    """One kind of trouble. left: how often it still strikes, None for ever."""

    name: str
    left: int | None
    when: When
    error: str = ""
    extra: Json = field(default_factory=dict)
    status: int = 200
    retry_after: int = 0
    is_html: bool = False
    drops_before: bool = False
    drops_after: bool = False
    seconds: float = 0.0
    gate: Gate | None = None


class Faults:
    """The troubles that are set up.

    Every verb takes the method's name, such as `chat.postMessage`; `*` for all
    methods, and `response_url`, `upload`, `download` for the addresses beside them.
    times: how often, None for ever. when: asked with the arguments.
    """

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._faults: list[Fault] = []

    def fail(
        self,
        name: str,
        error: str,
        times: int | None = 1,
        *,
        when: When = lambda _: True,
        **extra: object,
    ) -> None:
        """Answer with Slack's error of this name."""
        fault = Fault(name, times, when, error=error, extra=dict(extra))
        self._faults.append(fault)

    def limit(self, name: str, retry_after: int, times: int | None = 1) -> None:
        """Answer 429 with `Retry-After` seconds."""
        self._faults.append(
            Fault(name, times, _always, status=429, retry_after=retry_after)
        )

    def break_down(self, name: str, status: int = 503, times: int | None = 1) -> None:
        """Answer with a bare HTTP error."""
        self._faults.append(Fault(name, times, _always, status=status))

    def answer_html(self, name: str, times: int | None = 1) -> None:
        """Answer 200 with a web page instead of JSON, as proxies do."""
        self._faults.append(Fault(name, times, _always, is_html=True))

    def refuse(self, name: str, times: int | None = 1) -> None:
        """Drop the connection before anything is done."""
        self._faults.append(Fault(name, times, _always, drops_before=True))

    def lose_reply(
        self, name: str, times: int | None = 1, *, when: When = lambda _: True
    ) -> None:
        """Do the work, then drop the connection: the app cannot know."""
        self._faults.append(Fault(name, times, when, drops_after=True))

    def delay(self, name: str, seconds: float, times: int | None = None) -> None:
        """Answer after real seconds; prefer `hold`."""
        self._faults.append(Fault(name, times, _always, seconds=seconds))

    def hold(self, name: str, times: int | None = None) -> Gate:
        """Keep requests waiting until the gate is opened."""
        gate = Gate(self._pulse)
        self._faults.append(Fault(name, times, _always, gate=gate))
        return gate

    def clear(self) -> None:
        """End all troubles; what is held goes on."""
        for fault in self._faults:
            if fault.gate:
                fault.gate.open()
        self._faults.clear()

    def held(self) -> int:
        """How many requests wait at gates at present."""
        return sum(fault.gate.held for fault in self._faults if fault.gate)

    def strike(self, name: str, body: Json) -> list[Fault]:
        """What strikes this request: all waits, then the first real trouble.

        Used up by asking.
        """
        waits: list[Fault] = []
        for fault in self._faults:
            if fault.left == 0 or fault.name not in (name, "*") or not fault.when(body):
                continue
            if fault.left is not None:
                fault.left -= 1
            waits.append(fault)
            if not (fault.gate or fault.seconds):
                break
        return waits


def _always(_: Json) -> bool:
    return True
