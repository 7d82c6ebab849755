"""Whatever the disk does to an assistant: done once, or refused and as before."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.chat.events import (
    ChatEvent,
    ChoiceMade,
    CommandGiven,
    Person,
    Place,
    TextTyped,
    TimePassed,
)
from assistant.clock import MovableClock
from assistant.domain.business import Business, Member, Profile, Role
from assistant.errors import StoreError
from assistant.post_office import PostOffice
from assistant.service import Assistant
from assistant.store.port import SendState
from assistant.store.tiny import Stores, open_stores
from tests.store.faulty import POWER, Crash, Fault, FaultyDisk, HastyDisk, copied
from tests.usecases.desk import _DONE, shared_office

ROBIN = Person("42", "Robin")
HOME = Place("telegram", "42", "b1")
CUSTOMERS = ("Teal", "Osprey", "Heron", "Plover", "Avocet")
OPENED = datetime(2026, 5, 7, 8, tzinfo=UTC)
LATE = datetime(2026, 5, 9, 9, 30, tzinfo=UTC)


def an_assistant(stores: Stores, now: datetime) -> Assistant:
    """The assistant on stores that are open, at an instant."""
    clock = MovableClock(now)
    post = PostOffice(stores.inbox, stores.outbox, stores.notebook, clock)
    office = replace(
        shared_office(),
        cases=stores.cases,
        businesses=stores.businesses,
        files=stores.files,
        clock=clock,
        post=post,
    )
    return Assistant(office)


def a_folder(
    folder: Path, customers: Sequence[str], opened_at: datetime = OPENED
) -> Path:
    """A business on two platforms, and a case for each customer."""
    robin = Member("Robin", Role.OWNER, {"telegram": "42", "slack": "U1"})
    homes = {"telegram": "42", "slack": "user/U1"}
    profile = Profile(time_zone="Europe/London", currency="EUR")
    business = Business("b1", profile, (robin,), _DONE, homes=homes)
    with open_stores(folder, disk=HastyDisk()) as stores:
        stores.businesses.save(business)
    for number, customer in enumerate(customers):
        opened(folder, number, customer, opened_at)
    return folder


def opened(folder: Path, number: int, customer: str, at: datetime) -> None:
    """One more case."""
    text = f"open INV-{number} 300 {customer}"
    with open_stores(folder, disk=HastyDisk()) as stores:
        command = CommandGiven(f"m{number}", HOME, ROBIN, text)
        an_assistant(stores, at).post(command)
        taken_out(stores)


def taken_out(stores: Stores) -> Counter[str]:
    """Everything that waits, as it was said, and how often."""
    office = PostOffice(
        stores.inbox, stores.outbox, stores.notebook, MovableClock(LATE)
    )
    said: Counter[str] = Counter()
    for platform in ("telegram", "slack"):
        for sending in office.due(platform):
            message = office.opened(sending)
            said.update(f"{platform} {part}" for part in message.parts)
            stores.outbox.record(sending.message.id, SendState.SENT)
    return said


def count(said: Counter[str], *words: str) -> int:
    """How often something was said that has all these words."""
    return sum(
        times for text, times in said.items() if all(word in text for word in words)
    )


def disturbed(
    folder: Path, fault: Fault, at: int, work: Callable[[Assistant], None]
) -> tuple[int, bool, bool]:
    """Do the work on a disk that fails once; operations, whether refused, crashed."""
    with open_stores(folder, disk=HastyDisk()):
        pass
    disk = FaultyDisk(folder, -1, fault)
    stores = open_stores(folder, disk=disk)
    before = len(disk.done)
    disk._at = before + at
    is_refused = has_crashed = False
    try:
        work(an_assistant(stores, LATE))
    except StoreError:
        is_refused = True
    except Crash:
        has_crashed = True
    finally:
        operations = len(disk.done) - before
        stores.lock.release()
    if fault in POWER and has_crashed:
        disk.cut_power()
    return operations, is_refused, has_crashed


TRYING = [Fault.ERROR, Fault.SHORT, Fault.CRASH_AFTER, Fault.POWER_TORN]


def every_operation(
    tmp_path: Path, base: Path, fault: Fault, work: Callable[[Assistant], None]
) -> Iterator[tuple[Path, bool]]:
    """The folder after each way to fail, and whether the work was refused."""
    data = copied(base, tmp_path / "data")
    operations = disturbed(data, fault, -99, work)[0]
    assert operations > 6
    for at in range(operations):
        data = copied(base, tmp_path / "data")
        _, is_refused, _ = disturbed(data, fault, at, work)
        yield data, is_refused


@pytest.mark.covers("F-K2", "B04")
@pytest.mark.parametrize("fault", TRYING)
@pytest.mark.parametrize("cases", [2, 5])
def test_a_sweep_that_is_stopped_anywhere_tells_each_case_once(
    tmp_path: Path, fault: Fault, cases: int
) -> None:
    customers = CUSTOMERS[:cases]
    base = a_folder(tmp_path / "base", customers)
    for data, _ in every_operation(tmp_path, base, fault, tick):
        said = said_at_last(data)
        for platform in ("telegram", "slack"):
            for customer in customers:
                assert count(said, platform, f"to {customer} is overdue") == 1


@pytest.mark.covers("F-K6", "B04")
@pytest.mark.parametrize("fault", TRYING)
def test_the_days_list_comes_once_wherever_the_sweep_is_stopped(
    tmp_path: Path, fault: Fault
) -> None:
    base = a_folder(tmp_path / "base", CUSTOMERS[:2], OPENED - timedelta(days=2))
    said_at_last(base, LATE - timedelta(days=1))
    opened(base, 7, "Ruff", LATE - timedelta(hours=20))
    for data, _ in every_operation(tmp_path, base, fault, tick):
        said = said_at_last(data)
        for platform in ("telegram", "slack"):
            assert count(said, platform, "to Ruff should go out") == 1
            assert count(said, platform, "Today") == 1


def tick(assistant: Assistant, number: int = 0) -> None:
    now = assistant.post_office.now()
    assistant.post(TimePassed(f"tick{number}/{now.isoformat()}", HOME, ROBIN))


def said_at_last(folder: Path, now: datetime = LATE) -> Counter[str]:
    """What was said, and what two more sweeps say on a disk that is well again."""
    with open_stores(folder, disk=HastyDisk()) as stores:
        assistant = an_assistant(stores, now)
        tick(assistant, 1)
        tick(assistant, 2)
        return taken_out(stores)


# -- one event ------------------------------------------------------------------------


def event(number: int) -> ChatEvent:
    """What an owner does, one after the other, in the case of Teal."""
    where = (f"e{number}", HOME, ROBIN)
    match number:
        case 0:
            return ChoiceMade(*where, "D-INV-0", "reason", "amount")
        case 1:
            return CommandGiven(*where, "open INV-9 480 Ruff")
        case 2:
            return TextTyped(*where, "They say it was agreed at 400.")
        case 3:
            return CommandGiven(*where, "settings quiet_hours off")
        case _:
            return CommandGiven(*where, "note D-INV-0 She was upset")


@pytest.mark.covers("B06", "T06", "S13")
@pytest.mark.parametrize("fault", TRYING)
@pytest.mark.parametrize("number", range(5))
def test_an_event_is_refused_or_done_and_done_once_when_it_comes_again(
    tmp_path: Path, fault: Fault, number: int
) -> None:
    base = a_folder(tmp_path / "base", ("Teal",))
    before, _ = after_events(base, range(number))
    wanted, answer = after_events(copied(base, tmp_path / "peace"), [number])
    done = event(number)
    refused = 0
    for data, is_refused in every_operation(
        tmp_path, base, fault, lambda assistant: assistant.post(done)
    ):
        refused += is_refused
        with open_stores(data, disk=HastyDisk()) as stores:
            found = cases_in(stores)
            whole = stores.outbox.unsent()
            assert found in (before, wanted)
            assert found == wanted or not [m for m in whole if m.message.case_id]
        assert after_events(data, [number]) == (wanted, answer)
        assert after_events(data, [number]) == (wanted, Counter())
        assert talk_in(data) == talk_in(tmp_path / "peace")
    assert bool(refused) == (fault in (Fault.ERROR, Fault.SHORT))


def after_events(
    folder: Path, numbers: Iterable[int]
) -> tuple[dict[str, object], Counter[str]]:
    """What is kept, and what is said, once these have come."""
    with open_stores(folder, disk=HastyDisk()) as stores:
        assistant = an_assistant(stores, LATE)
        for number in numbers:
            assistant.post(event(number))
        return cases_in(stores), taken_out(stores)


def cases_in(stores: Stores) -> dict[str, object]:
    """The events of every case."""
    return {
        summary.case_id: [
            entry.event for entry in stores.cases.load("b1", summary.case_id).entries
        ]
        for summary in stores.cases.summaries("b1")
    }


def talk_in(folder: Path) -> tuple[str, str]:
    """Where the conversation stands."""
    with open_stores(folder, disk=HastyDisk()) as stores:
        talk = stores.businesses.conversation(HOME.key)
        return talk.case_id, talk.asking
