"""What the bot asked for, in order, and what it was told."""

import json
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.fakes.telegram.wire import Answer, Args, Call, Json, Upload

POLL = "getUpdates"


@dataclass(slots=True)
class Entry:
    """One call.

    args: the arguments as JSON values.
    at: when it came, by the fake's clock.
    started, ended: the same in monotonic seconds; ended is None while it is worked on.
    status: of the answer; 0 when none went out.
    error: the refusal in Telegram's words, "" when it worked.
    """

    method: str
    args: Json
    uploads: dict[str, Upload]
    at: datetime
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    status: int = 0
    result: Any = None
    error: str = ""

    @property
    def chat_id(self) -> int:
        """The chat it speaks of, 0 for none."""
        found = self.args.get("chat_id", 0)
        return found if isinstance(found, int) else 0

    @property
    def is_ok(self) -> bool:
        """Whether the bot was told that it worked."""
        return self.status == 200 and not self.error


class Log:
    """All calls, oldest first."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def open(self, call: Call, at: datetime) -> Entry:
        """A call came in."""
        args = Args(call).decoded()
        entry = Entry(call.method, args, dict(call.uploads), at)
        self.entries.append(entry)
        return entry

    def close(self, entry: Entry, answer: Answer | None) -> None:
        """It is over; without an answer when the connection was lost."""
        if answer:
            entry.status = answer.status
            entry.result, entry.error = _read(answer)
        entry.ended = time.monotonic()

    def of(self, method: str, chat_id: int = 0) -> list[Entry]:
        """The calls of a method, in one chat if it is named."""
        return [
            entry
            for entry in self.entries
            if entry.method == method and chat_id in (0, entry.chat_id)
        ]

    def open_calls(self) -> list[Entry]:
        """What is being worked on; a waiting poll is no work."""
        return [
            entry
            for entry in self.entries
            if entry.ended is None and entry.method != POLL
        ]

    def last_end(self) -> float:
        """When the last call that is no poll ended, in monotonic seconds."""
        ends = (e.ended for e in reversed(self.entries) if e.method != POLL)
        return next((end for end in ends if end is not None), 0.0)


def _read(answer: Answer) -> tuple[Any, str]:
    if answer.mime != "application/json":
        return None, "" if answer.status == 200 else "not JSON"
    body = json.loads(answer.body)
    return body.get("result"), "" if body["ok"] else body["description"]
