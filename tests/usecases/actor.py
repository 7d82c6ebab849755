"""A process that plays a whole case with the real assistant, to be killed at will.

The actor hands the events of SCRIPT to the assistant, beginning with a given number,
and tells `done NUMBER PROMPT` after each: what a platform would take for confirmed.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.bootstrap import build_on
from assistant.chat.events import (
    ChatEvent,
    ChoiceMade,
    CommandGiven,
    Person,
    Place,
    TextTyped,
)
from assistant.chat.replies import Question
from assistant.clock import MovableClock
from assistant.settings import Settings
from assistant.store.keys import Key
from assistant.store.tiny import open_stores
from tests.forked import nurse, tell

KEY = Key(bytes(32))
CASE, BUSINESS = "D-INV-7", "b1"
NOON = datetime(2026, 5, 7, 12, tzinfo=UTC)
# A command, a typed text, or the question and the choice of a button.
SCRIPT: tuple[str | tuple[str, str], ...] = (
    '/open INV-7 1200 "Harbour Cafe"',
    ("reason", "scope"),
    "We agreed two rounds and you billed three.",
    ("sub_reason", "extra_work"),
    ("paid_already", "part"),
    "300",
    ("acknowledgement", "sent_email"),
    ("specifics", "said_exactly"),
    "Third round",
    "two rounds",
    "three rounds",
    "400",
    "take it off",
    ("customer_kind", "company"),
    ("ongoing", "ongoing"),
    ("invoice_lines", "skip"),
    "400",
    "Contract of 3 March",
    ("evidence", "go_on_without"),
    ("fell_short@unallocated", "no"),
    ("misunderstood@unallocated", "yes"),
    ("approved@unallocated", "yes_spoken"),
    ("delivered@unallocated", "yes_in_writing"),
    ("met_specification@unallocated", "yes_in_writing"),
    ("assessment@unallocated", "agree"),
    ("decider", "skip"),
    ("explained", "explained"),
    "150",
    ("offer_expires_on@1", "in_7_days"),
    ("goodwill_offer@1", "sent_email"),
    "/note she sounded relieved",
    ("reply@1", "agrees"),
    ("agreed_amount@1", "agreed_sum"),
    ("agreed_by@1", "in_7_days"),
    ("settlement_confirmation", "sent_email"),
    ("back_to_collection", "skip"),
    ("payment", "arrived"),
    "CN-12",
    ("root_cause", "scope_unclear"),
    ("confirm_close", "close_it"),
)


def event_of(number: int) -> ChatEvent:
    """The event of one line of the script, as a platform would deliver it."""
    where = (f"e{number}", Place("slack", "C1", BUSINESS), Person("U1", "Robin"))
    match SCRIPT[number]:
        case (question, choice):
            return ChoiceMade(*where, CASE, question, choice)
        case str(text) if text.startswith("/"):
            return CommandGiven(*where, text[1:])
        case text:
            return TextTyped(*where, str(text))


def play(folder: str, first: str) -> None:
    """Hand over the events from `first` on."""
    data = Path(folder)
    settings = Settings(data, locale="en_GB", time_zone="Europe/London")
    clock = MovableClock(NOON)
    with open_stores(data, key=KEY) as stores:
        assistant = build_on(settings, clock, stores)
        for number in range(int(first), len(SCRIPT)):
            clock.set(NOON + timedelta(minutes=number))
            messages = assistant.handle(event_of(number))
            parts = [part for message in messages for part in message.parts]
            asked = [part.prompt for part in parts if isinstance(part, Question)]
            tell("done", number, asked[-1] if asked else "-")


if __name__ == "__main__":
    nurse(play)
