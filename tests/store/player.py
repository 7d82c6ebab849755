"""A process that plays a scripted conversation against a data folder.

It imports everything once and then forks a player for every line on its standard
input, so that hundreds of processes can be killed in a few seconds. A player writes a
line for everything that was confirmed to somebody:

    began PID | refused WHY | kept N | saved N | handled N | wire ID | over
"""

import os
import sys
from pathlib import Path

from assistant.domain.case import Case
from assistant.errors import CaseNotFoundError, StoreError
from assistant.store.keys import Key
from assistant.store.port import Delivery, Outgoing, SendState
from assistant.store.tiny import Stores, open_stores
from tests.store.builders import NOON, a_case, noted, summary_of

KEY = Key(bytes(32))
CASE = "D-INV-7"


def tell(*words: object) -> None:
    """One line, at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def play(data: Path, steps: int) -> None:
    """Open the folder, finish what was left, go on for so many steps."""
    tell("began", os.getpid())
    try:
        stores = open_stores(data, key=KEY)
    except StoreError as error:
        tell("refused", error)
        return
    for delivery in stores.inbox.waiting():
        handle(stores, delivery)
    deliver(stores)
    start = len(loaded(stores).notes)
    for number in range(start, start + steps):
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


def main() -> None:
    """Fork a player for every line `FOLDER STEPS COUNT`, until the input ends."""
    for line in sys.stdin:
        folder, steps, count = line.split()
        children = [os.fork() for _ in range(1)]
        while children[-1] and len(children) < int(count):
            children.append(os.fork())
        if 0 in children:
            try:
                play(Path(folder), int(steps))
            finally:
                os._exit(0)
        for child in children:
            os.waitpid(child, 0)
        tell("ended")


if __name__ == "__main__":
    main()
