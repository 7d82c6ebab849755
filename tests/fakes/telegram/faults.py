"""What can go wrong on the way: refusals, silence, slowness, somebody else's page."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tests.fakes.telegram.bell import Bell, Gate
from tests.fakes.telegram.wire import Answer, ApiError, Call, too_many


class Loss(StrEnum):
    """Which half of an exchange the network loses."""

    REQUEST = "request"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that happens to a call.

    answer: said instead of doing the work.
    lost: the request is lost before the work, or the reply after it.
    before, after: where the call stands until the gate opens.
    seconds: how long the call takes before the work is done.
    """

    answer: Answer | None = None
    lost: Loss | None = None
    before: Gate | None = None
    after: Gate | None = None
    seconds: float = 0.0


def refused(code: int, description: str, **parameters: int) -> Fault:
    """Telegram says no, in these words."""
    return Fault(answer=ApiError(code, description, **parameters).answer())


def flood(retry_after: int) -> Fault:
    """429: come back after so many seconds."""
    return Fault(answer=too_many(retry_after).answer())


def broken(status: int = 500) -> Fault:
    """Telegram itself is in trouble and says so in JSON."""
    words = {500: "Internal Server Error", 502: "Bad Gateway"}
    return refused(status, words.get(status, "Service Unavailable"))


def html(status: int = 502) -> Fault:
    """A page of the machine in front of Telegram, not JSON."""
    page = f"<html><head><title>{status}</title></head><body>nginx</body></html>"
    return Fault(answer=Answer(status, page.encode(), "text/html"))


def request_lost() -> Fault:
    """The connection breaks before Telegram did anything."""
    return Fault(lost=Loss.REQUEST)


def reply_lost() -> Fault:
    """Telegram does it, and the connection breaks before it can say so."""
    return Fault(lost=Loss.REPLY)


def slow(seconds: float) -> Fault:
    """The work begins late."""
    return Fault(seconds=seconds)


def held(gate: Gate) -> Fault:
    """The work begins when the gate opens."""
    return Fault(before=gate)


def reply_held(gate: Gate) -> Fault:
    """The work is done; the answer waits for the gate."""
    return Fault(after=gate)


@dataclass(slots=True)
class _Rule:
    method: str
    fault: Fault
    times: int
    skip: int
    when: Callable[[Call], bool] | None

    def meets(self, call: Call) -> bool:
        if self.times <= 0 or self.method not in ("*", call.method):
            return False
        if self.when and not self.when(call):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


ALWAYS = 1_000_000_000


class Faults:
    """The faults that are planned, first come first served."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._rules: list[_Rule] = []

    def on(
        self,
        method: str,
        fault: Fault,
        *,
        times: int = 1,
        skip: int = 0,
        when: Callable[[Call], bool] | None = None,
    ) -> None:
        """Plan a fault.

        method: which calls; "*" for all, "file" for downloads.
        times: how many calls it meets; `ALWAYS` for all to come.
        skip: how many calls pass before.
        when: meets only calls for which this is true.
        """
        self._rules.append(_Rule(method, fault, times, skip, when))

    def gate(self, method: str, *, after: bool = False, times: int = ALWAYS) -> Gate:
        """A closed gate for a method, before its work or before its answer."""
        gate = Gate(self._bell)
        self.on(method, reply_held(gate) if after else held(gate), times=times)
        return gate

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._rules.clear()

    def take(self, call: Call) -> Fault:
        """What happens to this call."""
        for rule in self._rules:
            if rule.meets(call):
                return rule.fault
        return Fault()


async def wait_before(fault: Fault) -> None:
    """The delays that a fault puts before the work."""
    if fault.before:
        await fault.before.passed()
    if fault.seconds:
        await asyncio.sleep(fault.seconds)
