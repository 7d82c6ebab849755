"""A process that plays a scripted conversation against a data folder.

A player writes a line for everything that was confirmed to somebody:

    refused WHY | kept N | saved N | handled N | wire ID | over
"""

from pathlib import Path

from assistant.domain.case import Case
from assistant.errors import CaseNotFoundError, StoreError
from assistant.store.keys import Key
from assistant.store.port import Delivery, Outgoing, SendState
from assistant.store.tiny import Stores, open_stores
from tests.forked import nurse, tell
from tests.store.builders import NOON, a_case, noted, summary_of

KEY = Key(bytes(32))
CASE = "D-INV-7"


def play(folder: str, steps: str) -> None:
    """Open the folder, finish what was left, go on for so many steps."""
    try:
        stores = open_stores(Path(folder), key=KEY)
    except StoreError as error:
        tell("refused", error)
        return
    for delivery in stores.inbox.waiting():
        handle(stores, delivery)
    deliver(stores)
    start = len(loaded(stores).notes)
    for number in range(start, start + int(steps)):
        delivery = Delivery("slack", str(number), f"note {number}", NOON)
        stores.inbox.keep(delivery)
        tell("kept", number)
        handle(stores, delivery)
        deliver(stores)
    stores.close()
    tell("over")


def handle(stores: Stores, delivery: Delivery) -> None:
    """Take one delivery into the case, unless it is there already."""
    case, number = loaded(stores), int(delivery.id)
    if len(case.notes) <= number:
        case = noted(case, delivery.payload)
        stores.cases.save(case, summary_of(case), [message(number)])
        tell("saved", number)
    stores.inbox.handled(delivery)
    tell("handled", number)


def deliver(stores: Stores) -> None:
    """Hand to the platform what is due; every second message is a letter."""
    for sending in stores.outbox.due("slack", NOON):
        stores.outbox.begin(sending.message.id)
        tell("wire", sending.message.id)
        stores.outbox.record(sending.message.id, SendState.SENT)


def message(number: int) -> Outgoing:
    """What is said about note `number`."""
    is_letter = number % 2 == 0
    return Outgoing(
        f"b1/{CASE}/{number}", "b1", CASE, "slack", "C1", "said", not is_letter, NOON
    )


def loaded(stores: Stores) -> Case:
    """The case, or its beginning."""
    try:
        return stores.cases.load("b1", CASE)
    except CaseNotFoundError:
        return a_case(CASE)


if __name__ == "__main__":
    nurse(play)
