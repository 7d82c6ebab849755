"""Events in, messages out: kept before they are confirmed, each once."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.store.keys import Key
from assistant.store.memory import (
    MemoryCases,
    memory_inbox,
    memory_notebook,
    memory_outbox,
)
from assistant.store.port import (
    CaseStore,
    Delivery,
    Inbox,
    Notebook,
    Outbox,
    Outgoing,
    SendState,
)
from assistant.store.tiny import Stores, open_stores
from assistant.store.together import Together
from tests.store.builders import NOON, a_case, noted, summary_of
from tests.store.faulty import FullDisk, spoil

KEY = Key(bytes(32))
Parts = tuple[Inbox, Outbox, CaseStore]


def a_delivery(number: int = 1, platform: str = "slack") -> Delivery:
    return Delivery(platform, f"Ev{number}", f'{{"n":{number}}}', NOON)


def a_message(
    number: int = 1, *, place: str = "slack:C1", is_repeatable: bool = True
) -> Outgoing:
    at = NOON + timedelta(minutes=number)
    message_id = f"b1/D-INV-7/{number}"
    return Outgoing(
        message_id,
        "b1",
        "D-INV-7",
        "slack",
        place,
        f"text {number}",
        is_repeatable,
        at,
    )


@pytest.fixture(params=["memory", "tiny"])
def parts(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Parts]:
    if request.param == "memory":
        outbox = memory_outbox()
        yield memory_inbox(), outbox, MemoryCases(outbox)
    else:
        with open_stores(tmp_path, key=KEY) as stores:
            yield stores.inbox, stores.outbox, stores.cases


@pytest.fixture
def inbox(parts: Parts) -> Inbox:
    return parts[0]


@pytest.fixture
def outbox(parts: Parts) -> Outbox:
    return parts[1]


# -- inbox ----------------------------------------------------------------------------


def test_a_known_delivery_changes_nothing(inbox: Inbox) -> None:
    assert inbox.keep(a_delivery())
    assert not inbox.keep(replace(a_delivery(), payload="other"))
    assert inbox.waiting() == [a_delivery()]
    inbox.handled(a_delivery())
    assert not inbox.keep(a_delivery())
    assert inbox.waiting() == []
    assert inbox.keep(a_delivery(platform="telegram"))


def test_deliveries_wait_in_order_until_they_are_handled(inbox: Inbox) -> None:
    for number in range(5):
        inbox.keep(a_delivery(number))
    inbox.handled(a_delivery(2))
    inbox.handled(a_delivery(2))
    inbox.handled(a_delivery(99))
    assert inbox.waiting() == [a_delivery(n) for n in (0, 1, 3, 4)]


def test_only_what_was_handled_and_is_old_is_forgotten(inbox: Inbox) -> None:
    for number in (1, 2, 3):
        at = NOON + timedelta(days=number)
        inbox.keep(replace(a_delivery(number), received_at=at))
    inbox.handled(a_delivery(1))
    inbox.handled(a_delivery(3))
    assert inbox.forget(NOON + timedelta(days=3)) == 1
    assert inbox.keep(a_delivery(1))
    assert not inbox.keep(a_delivery(2))
    assert not inbox.keep(a_delivery(3))


def test_of_many_threads_with_one_delivery_only_one_keeps_it(inbox: Inbox) -> None:
    kept: list[bool] = []
    gate = threading.Barrier(8)

    def deliver() -> None:
        gate.wait()
        kept.extend(inbox.keep(a_delivery(number)) for number in range(20))

    run_in_threads(deliver, 8)
    assert sum(kept) == 20
    assert len(inbox.waiting()) == 20


# -- outbox ---------------------------------------------------------------------------


def test_messages_go_out_in_order_and_once(outbox: Outbox) -> None:
    outbox.put([a_message(1), a_message(2)])
    outbox.put([a_message(1), a_message(3)])
    due = outbox.due("slack", NOON)
    assert [sending.message for sending in due] == [a_message(n) for n in (1, 2, 3)]
    outbox.record(a_message(1).id, SendState.SENT)
    assert len(outbox.due("slack", NOON)) == 2
    outbox.put([a_message(1)])
    assert len(outbox.due("slack", NOON)) == 2
    assert outbox.due("telegram", NOON) == []
    sent = outbox.get(a_message(1).id)
    assert sent is not None
    assert (sent.state, sent.message.payload) == (SendState.SENT, "")


def test_a_message_that_waits_holds_back_only_its_own_place(outbox: Outbox) -> None:
    other = a_message(3, place="slack:C2")
    outbox.put([a_message(1), a_message(2), other])
    later = NOON + timedelta(seconds=30)
    outbox.record(
        a_message(1).id, SendState.PENDING, not_before=later, note="429 from slack"
    )
    assert [each.message for each in outbox.due("slack", NOON)] == [other]
    due = outbox.due("slack", later)
    assert [each.message for each in due] == [a_message(1), a_message(2), other]
    assert (due[0].tries, due[0].note) == (1, "429 from slack")


def test_a_letter_is_never_repeated_blindly(outbox: Outbox) -> None:
    letter, word = a_message(1, is_repeatable=False), a_message(2)
    outbox.put([letter, word])
    outbox.begin(letter.id)
    outbox.begin(word.id)
    assert [each.message for each in outbox.due("slack", NOON)] == [word]
    assert [each.message for each in outbox.unsettled("b1")] == [letter]
    assert outbox.unsettled("b2") == []
    outbox.record(letter.id, SendState.SENT)
    assert outbox.unsettled("b1") == []


def test_only_moves_of_the_table_are_allowed(outbox: Outbox) -> None:
    outbox.put([a_message(1)])
    outbox.record(a_message(1).id, SendState.FAILED, note="blocked")
    with pytest.raises(ValueError, match="failed message cannot become sent"):
        outbox.record(a_message(1).id, SendState.SENT)
    outbox.record(a_message(1).id, SendState.PENDING)
    outbox.record(a_message(1).id, SendState.SENT)
    with pytest.raises(ValueError, match="sent message cannot become pending"):
        outbox.record(a_message(1).id, SendState.PENDING)
    with pytest.raises(StoreError, match="no message"):
        outbox.record("unknown", SendState.SENT)
    assert outbox.get("unknown") is None


def test_messages_of_a_case_can_be_dropped(outbox: Outbox) -> None:
    other = replace(a_message(2), id="other", case_id="D-8")
    outbox.put([a_message(1), other])
    assert outbox.drop(lambda message: message.case_id == "D-INV-7") == 1
    assert [each.message for each in outbox.due("slack", NOON)] == [other]
    assert outbox.drop(lambda message: message.business_id == "b1") == 1
    assert outbox.due("slack", NOON) == []


def test_what_was_sent_and_forgotten_is_never_sent_again(outbox: Outbox) -> None:
    outbox.put([a_message(1), a_message(2)])
    outbox.record(a_message(1).id, SendState.SENT)
    assert outbox.forget(NOON + timedelta(days=1)) == 1
    outbox.put([a_message(1)])
    assert [each.message for each in outbox.due("slack", NOON)] == [a_message(2)]


def test_messages_are_saved_with_their_case_or_not_at_all(parts: Parts) -> None:
    _, outbox, cases = parts
    case = a_case()
    cases.save(case, summary_of(case), [a_message(1)])
    assert [each.message for each in outbox.due("slack", NOON)] == [a_message(1)]
    with pytest.raises(StoreError):
        cases.save(noted(case, "\ud800"), summary_of(case), [a_message(2)])
    assert len(outbox.due("slack", NOON)) == 1
    assert cases.load("b1", case.id) == case


def test_what_is_said_of_several_cases_is_saved_with_them_in_order(
    parts: Parts,
) -> None:
    _, outbox, cases = parts
    both = [a_case("D-INV-7"), a_case("D-8")]
    said = [replace(a_message(1), case_id=""), a_message(2), a_message(3)]
    said[2] = replace(said[2], case_id="D-8")
    cases.save_all([(case, summary_of(case)) for case in both], said)
    assert [each.message for each in outbox.due("slack", NOON)] == said
    spoilt = [noted(both[0], "fine"), noted(both[1], "\ud800")]
    with pytest.raises(StoreError):
        cases.save_all([(case, summary_of(case)) for case in spoilt], [a_message(4)])
    assert len(outbox.due("slack", NOON)) == 3
    assert cases.load("b1", "D-INV-7") == both[0]


# -- after a restart ------------------------------------------------------------------


def test_events_and_messages_outlive_a_crash(tmp_path: Path) -> None:
    stores = open_stores(tmp_path, key=KEY)
    for number in (1, 2):
        stores.inbox.keep(a_delivery(number))
        stores.outbox.put([a_message(number)])
    stores.inbox.handled(a_delivery(1))
    stores.outbox.record(a_message(1).id, SendState.SENT)
    stores.outbox.forget(NOON + timedelta(minutes=2))
    stores.lock.release()
    with open_stores(tmp_path, key=KEY) as stores:
        assert stores.inbox.waiting() == [a_delivery(2)]
        assert not stores.inbox.keep(a_delivery(1))
        stores.outbox.put([a_message(1)])
        due = stores.outbox.due("slack", NOON)
        assert [each.message for each in due] == [a_message(2)]


def test_a_message_counts_after_a_crash_if_its_case_was_saved(tmp_path: Path) -> None:
    stores = open_stores(tmp_path, key=KEY)
    case = a_case()
    stores.outbox.hold([a_message(1)], ("b1", case.id))
    assert stores.outbox.due("slack", NOON) == []
    stores.lock.release()
    stores = open_stores(tmp_path, key=KEY)
    assert stores.outbox.get(a_message(1).id) is None
    stores.cases.save(case, summary_of(case), [a_message(2)])
    stores.outbox.hold([a_message(3)], ("b1", case.id))
    stores.lock.release()
    for _ in range(2):
        with open_stores(tmp_path, key=KEY) as stores:
            due = stores.outbox.due("slack", NOON)
            assert [each.message for each in due] == [a_message(2)]
    with open_stores(tmp_path, key=KEY) as stores:
        assert stores.outbox.waits_for() == set()


def test_what_is_said_is_never_in_the_file_of_a_case(tmp_path: Path) -> None:
    with open_stores(tmp_path) as stores:
        one, two = a_case("D-1"), a_case("D-2")
        stores.cases.save(one, summary_of(one), [a_message(1)])
        both = [(noted(one, "x"), summary_of(one)), (two, summary_of(two))]
        stores.cases.save_all(both, [replace(a_message(2), case_id="")])
        stores.outbox.record(a_message(1).id, SendState.SENT)
    for file in (tmp_path / "cases").iterdir():
        assert b"text 1" not in file.read_bytes()
        assert b"text 2" not in file.read_bytes()


def a_full_disk(folder: Path) -> FullDisk:
    """A disk on which only the step and what is said find room, once it is full."""
    disk = FullDisk()
    disk.room = {folder / "intents.jsonl", folder / "outbox.jsonl"}
    return disk


def test_a_step_that_a_full_disk_interrupted_is_finished_later(tmp_path: Path) -> None:
    disk = a_full_disk(tmp_path)
    stores = open_stores(tmp_path, key=KEY, disk=disk)
    one, two = a_case("D-1"), a_case("D-2")
    both = [(case, summary_of(case)) for case in (one, two)]
    said = [replace(a_message(1), case_id="")]
    disk.is_full = True
    stores.cases.save_all(both, said)
    assert {each.case_id for each in stores.cases.summaries("b1")} == {"D-1", "D-2"}
    with pytest.raises(StoreError):
        stores.cases.load("b1", "D-1")
    with pytest.raises(StoreError):
        stores.cases.delete("b1", "D-1")
    disk.is_full = False
    assert stores.cases.load("b1", "D-1") == one
    stores.cases.delete("b1", "D-1")
    assert [each.message for each in stores.outbox.due("slack", NOON)] == said
    assert (tmp_path / "intents.jsonl").read_bytes() == b""
    stores.lock.release()
    with open_stores(tmp_path, key=KEY) as stores:
        assert [each.case_id for each in stores.cases.summaries("b1")] == ["D-2"]
        assert stores.cases.load("b1", "D-2") == two


def test_a_step_that_a_crash_interrupted_goes_on_without_a_damaged_case(
    tmp_path: Path,
) -> None:
    disk = a_full_disk(tmp_path)
    stores = open_stores(tmp_path, key=KEY, disk=disk)
    one, two = a_case("D-1"), a_case("D-2")
    stores.cases.save(one, summary_of(one))
    file = stores.cases.shelf.path("b1", "D-1")
    disk.is_full = True
    grown = noted(one, "x")
    stores.cases.save_all([(grown, summary_of(grown)), (two, summary_of(two))])
    stores.lock.release()
    spoil(file)
    with open_stores(tmp_path, key=KEY) as stores:
        assert "damaged" in stores.notices[0]
        assert stores.cases.load("b1", "D-2") == two


def test_an_outbox_that_refuses_lets_nothing_be_saved(tmp_path: Path) -> None:
    disk = FullDisk()
    with open_stores(tmp_path, key=KEY, disk=disk) as stores:
        disk.is_full = True
        case = a_case()
        with pytest.raises(StoreError, match="Nothing was changed"):
            stores.cases.save(case, summary_of(case), [a_message(1)])
        assert stores.cases.summaries("b1") == []
        disk.room = {tmp_path / "outbox.jsonl"}
    with open_stores(tmp_path, key=KEY, disk=disk) as stores:
        with pytest.raises(StoreError, match="Nothing was changed"):
            stores.cases.save(case, summary_of(case), [a_message(1)])
        assert stores.outbox.due("slack", NOON) == []
        disk.is_full = False
        stores.cases.save(case, summary_of(case), [a_message(1)])
        due = stores.outbox.due("slack", NOON)
        assert [each.message for each in due] == [a_message(1)]


def test_a_damaged_inbox_is_set_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    with open_stores(tmp_path, key=KEY) as stores:
        stores.inbox.keep(a_delivery(1))
    file = tmp_path / "inbox.jsonl"
    spoil(file)
    with open_stores(tmp_path, key=KEY) as stores:
        assert "inbox.jsonl" in stores.notices[0]
        assert stores.inbox.keep(a_delivery(1))


# -- group commit ---------------------------------------------------------------------


def test_what_waits_together_is_kept_together() -> None:
    batches: list[list[int]] = []
    entered, gate = threading.Event(), threading.Event()

    def commit(items: list[int]) -> list[int]:
        batches.append(items)
        entered.set()
        gate.wait(10)
        return [item * 2 for item in items]

    together = Together(commit)
    results: list[int] = []
    first = threading.Thread(target=lambda: results.append(together.keep(1)))
    first.start()
    assert entered.wait(10)
    others = [
        threading.Thread(target=lambda n=n: results.append(together.keep(n)))
        for n in (2, 3, 4)
    ]
    for thread in others:
        thread.start()
    while len(together._waiting) < 3:
        pass
    gate.set()
    for thread in (first, *others):
        thread.join(10)
    assert batches[0] == [1]
    assert sorted(batches[1]) == [2, 3, 4]
    assert sorted(results) == [2, 4, 6, 8]


def test_a_commit_that_fails_fails_for_all_that_were_in_it() -> None:
    def commit(items: list[int]) -> list[int]:
        raise StoreError("disk full")

    together = Together(commit)
    for number in (1, 2):
        with pytest.raises(StoreError, match="disk full"):
            together.keep(number)


def run_in_threads(work: Callable[[], None], count: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


# -- the notebook ---------------------------------------------------------------------


@pytest.fixture(params=["memory", "tiny"])
def reopened(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], Notebook]]:
    """A notebook, and the same one after a restart where it lasts."""
    if request.param == "memory":
        notebook = memory_notebook()
        yield lambda: notebook
        return
    opened: list[Stores] = []

    def again() -> Notebook:
        for stores in opened:
            stores.close()
        opened[:] = [open_stores(tmp_path, key=KEY)]
        return opened[0].notebook

    yield again
    for stores in opened:
        stores.close()


def test_notes_last_and_are_found_by_their_beginning(
    reopened: Callable[[], Notebook],
) -> None:
    notes = reopened()
    notes.put("slack", "root/D-1", "C1", business_id="b1")
    notes.put_many("slack", {"root/D-2": "C2", "token/x": "y"}, business_id="b2")
    notes.put("telegram", "root/D-1", "7")
    notes.put("slack", "root/D-1", "C9", business_id="b1")
    notes.drop("slack", "token/x", "never there")
    notes = reopened()
    assert notes.get("slack", "root/D-1") == "C9"
    assert notes.get("slack", "token/x") is None
    assert notes.keys("slack", "root/") == ["root/D-1", "root/D-2"]
    assert notes.get("telegram", "root/D-1") == "7"


def test_the_notes_of_a_business_go_with_it(reopened: Callable[[], Notebook]) -> None:
    notes = reopened()
    notes.put("slack", "token", "xoxb-planted", business_id="b1")
    notes.put("slack", "other", "stays", business_id="b2")
    assert notes.forget(lambda note: note.business_id == "b1") == 1
    notes = reopened()
    assert (notes.get("slack", "token"), notes.get("slack", "other")) == (None, "stays")
