"""What every platform is plugged into: queues, the intake, the pump."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.intake import Intake
from adapters.pump import NotSentError, Pump, RefusedError, UnclearError
from adapters.queues import Queues
from assistant.bootstrap import InMemory
from assistant.chat.events import CommandGiven, Person, Place
from assistant.chat.replies import Message
from assistant.errors import StoreError
from assistant.service import Assistant
from assistant.store.port import Sending, SendState
from tests.usecases.desk import an_assistant

ROBIN = Person("42", "Robin")


def place(chat: str = "42") -> Place:
    return Place("telegram", chat, "telegram:42")


def ask(assistant: Assistant, number: int, chat: str = "42") -> None:
    assistant.post(CommandGiven(f"m{number}", place(chat), ROBIN, "menu"))


def advance(assistant: Assistant, seconds: float) -> None:
    assistant._office.clock.advance(timedelta(seconds=seconds))  # type: ignore[attr-defined]


# -- queues ---------------------------------------------------------------------------


def test_one_key_goes_in_order_and_keys_go_side_by_side() -> None:
    async def scene() -> list[str]:
        done: list[str] = []
        gate = asyncio.Event()
        queues = Queues()

        def job(name: str, *, waits: bool = False) -> Callable[[], Awaitable[None]]:
            async def work() -> None:
                if waits:
                    await gate.wait()
                done.append(name)
                if name == "b1":
                    gate.set()

            return work

        queues.put("a", job("a1", waits=True))
        queues.put("a", job("a2"))
        queues.put("b", job("b1"))
        assert queues.length >= 3
        await queues.drained()
        assert queues.length == 0
        return done

    assert asyncio.run(scene()) == ["b1", "a1", "a2"]


# -- the intake -----------------------------------------------------------------------


class Worker:
    """Remembers what it was given, and fails as it is told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.done: list[str] = []
        self.sorry: list[str] = []

    async def work(self, delivery_id: str, payload: str) -> None:
        self.done.append(f"{delivery_id} {payload}")
        if self.error:
            raise self.error

    async def apologise(self, payload: str, reference: str) -> None:
        self.sorry.append(payload)
        assert len(reference) == 8


def intake(assistant: Assistant, worker: Worker) -> Intake:
    office = assistant.post_office
    return Intake("telegram", office, worker.work, worker.apologise)


@pytest.mark.covers("T06", "S13")
def test_a_delivery_is_worked_off_once_whenever_it_comes_again() -> None:
    assistant, worker = an_assistant(), Worker()

    async def scene() -> None:
        first = intake(assistant, worker)
        for _ in range(3):
            if await first.keep("u1", "{}"):
                first.begin("u1", "{}", "42")
        await first.drained()
        assert await intake(assistant, worker).resume(str) == 0

    asyncio.run(scene())
    assert worker.done == ["u1 {}"]


@pytest.mark.covers("T11", "B03")
def test_what_was_kept_and_not_done_is_worked_off_at_the_next_start() -> None:
    assistant, worker = an_assistant(), Worker()

    async def scene() -> None:
        killed = intake(assistant, worker)
        await killed.keep("u1", "one")
        await killed.keep("u2", "two")
        restarted = intake(assistant, worker)
        assert await restarted.resume(str) == 2
        await restarted.drained()

    asyncio.run(scene())
    assert worker.done == ["u1 one", "u2 two"]


@pytest.mark.covers("B06", "B13")
def test_a_bug_is_told_with_a_reference_and_not_repeated(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assistant, worker = an_assistant(), Worker(RuntimeError("secret words"))

    async def scene() -> None:
        desk = intake(assistant, worker)
        await desk.keep("u1", "words")
        desk.begin("u1", "words", "42")
        await desk.drained()
        assert await desk.resume(str) == 0

    asyncio.run(scene())
    assert worker.sorry == ["words"]
    assert "RuntimeError at test_plumbing.py" in caplog.text
    assert "secret words" not in caplog.text


@pytest.mark.covers("B06")
def test_what_a_full_disk_kept_from_being_done_waits_for_the_next_start() -> None:
    assistant, worker = an_assistant(), Worker(StoreError("no space left"))

    async def scene() -> None:
        desk = intake(assistant, worker)
        await desk.keep("u1", "words")
        desk.begin("u1", "words", "42")
        await desk.drained()
        worker.error = None
        assert await desk.resume(str) == 1
        await desk.drained()

    asyncio.run(scene())
    assert len(worker.done) == 2


# -- the pump -------------------------------------------------------------------------


class Line:
    """A platform that does with each message what it was told to do."""

    def __init__(self, *outcomes: Exception | None) -> None:
        self.outcomes = list(outcomes)
        self.sent: list[str] = []

    async def send(self, sending: Sending, message: Message) -> None:
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome:
            raise outcome
        self.sent.append(f"{message.to.id} {sending.message.id.rpartition('/m')[2]}")


def pumped(assistant: Assistant, line: Line) -> None:
    asyncio.run(Pump("telegram", assistant.post_office, line.send).flush())


def test_everything_that_is_due_goes_out_in_order() -> None:
    assistant, line = an_assistant(), Line()
    for number in range(3):
        ask(assistant, number)
    pumped(assistant, line)
    pumped(assistant, line)
    assert line.sent == ["42 0/1", "42 1/1", "42 2/1"]


@pytest.mark.covers("T18", "S14")
def test_a_pause_that_the_platform_names_holds_back_this_place_only() -> None:
    assistant = an_assistant()
    ask(assistant, 0)
    ask(assistant, 1)
    ask(assistant, 2, chat="7")
    line = Line(NotSentError("too many requests", after=3.0))
    pumped(assistant, line)
    assert line.sent == ["7 2/1"]
    advance(assistant, 2.9)
    pumped(assistant, line)
    assert line.sent == ["7 2/1"]
    advance(assistant, 0.2)
    pumped(assistant, line)
    assert line.sent == ["7 2/1", "42 0/1", "42 1/1"]


@pytest.mark.covers("T19")
def test_what_may_have_arrived_is_not_sent_again_and_holds_nothing_back() -> None:
    assistant = an_assistant()
    ask(assistant, 0)
    ask(assistant, 1)
    line = Line(UnclearError("no answer"))
    pumped(assistant, line)
    advance(assistant, 3600)
    pumped(assistant, line)
    assert line.sent == ["42 1/1"]
    (left,) = assistant.post_office.unsettled("telegram:42")
    assert left.state is SendState.UNKNOWN


def test_what_is_refused_is_told_of_and_holds_nothing_back() -> None:
    assistant = an_assistant()
    ask(assistant, 0)
    ask(assistant, 1)
    line = Line(RefusedError("chat not found"))
    pumped(assistant, line)
    assert line.sent == ["42 1/1"]
    (left,) = assistant.post_office.unsettled("telegram:42")
    assert (left.state, left.note) == (SendState.FAILED, "chat not found")


@pytest.mark.covers("T19")
def test_a_lost_connection_is_tried_again_later_each_time() -> None:
    assistant = an_assistant()
    ask(assistant, 0)
    line = Line(NotSentError("no connection"), NotSentError("no connection"))
    waits = []
    for _ in range(3):
        waited = 0.0
        before = len(line.outcomes)
        while len(line.outcomes) == before and not line.sent:
            pumped(assistant, line)
            advance(assistant, 0.5)
            waited += 0.5
        waits.append(waited)
    assert line.sent == ["42 0/1"]
    assert waits[2] > waits[1] > waits[0]


def test_a_bug_in_drawing_one_message_does_not_stop_the_others() -> None:
    assistant = an_assistant(InMemory())
    ask(assistant, 0)
    ask(assistant, 1)
    line = Line(KeyError("oops"))
    pumped(assistant, line)
    assert line.sent == ["42 1/1"]
