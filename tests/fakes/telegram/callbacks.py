"""Pressed buttons that wait for their answer."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.fakes.telegram.state import Message, User
from tests.fakes.telegram.wire import bad_request

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Press:
    """One press of a button.

    pressed, answered: monotonic seconds, for tests that ask how long it took.
    text: what the bot's answer shows the person; a toast, or an alert.
    attempts: how often the bot answered, the refused ones included.
    """

    id: str
    user: User
    message: Message
    data: str
    at: datetime
    pressed: float = field(default_factory=time.monotonic)
    answered: float | None = None
    text: str = ""
    is_alert: bool = False
    url: str = ""
    attempts: int = 0

    @property
    def is_answered(self) -> bool:
        """Whether an answer was taken."""
        return self.answered is not None

    @property
    def seconds(self) -> float | None:
        """From the press to the answer, in real seconds."""
        return None if self.answered is None else self.answered - self.pressed


class Presses:
    """All presses, by id.

    deadline: after which Telegram takes no answer. It is not documented; 15 seconds
        is what bots observe.
    """

    def __init__(self, deadline: timedelta) -> None:
        self.deadline = deadline
        self.all: list[Press] = []

    def add(self, user: User, message: Message, data: str, at: datetime) -> Press:
        """A person pressed a button."""
        number = 4_382_001_930_000_000_000 + len(self.all)
        press = Press(str(number), user, message, data, at)
        self.all.append(press)
        return press

    def answerable(self, query_id: str, now: datetime) -> Press:
        """The press of an id; ApiError when unknown, answered or too old."""
        found = next((press for press in self.all if press.id == query_id), None)
        if found:
            found.attempts += 1
        if not found or found.is_answered or now - found.at > self.deadline:
            raise bad_request(TOO_OLD)
        return found

    def open(self, now: datetime) -> list[Press]:
        """What still waits for an answer and can get one."""
        return [
            press
            for press in self.all
            if not press.is_answered and now - press.at <= self.deadline
        ]
