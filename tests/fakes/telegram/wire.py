"""One call and its answer, whether they travel over HTTP or in-process."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal in Telegram's words.

    code: the HTTP status, also `error_code` in the body.
    description: the whole text, such as "Bad Request: chat not found".
    parameters: `retry_after` in seconds, or `migrate_to_chat_id`.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> "Answer":
        """The refusal as it travels."""
        body: Json = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return Answer(self.code, json.dumps(body).encode())


class ConnectionLostError(Exception):
    """The connection ends without an answer."""


def bad_request(text: str) -> ApiError:
    """400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {text}")


def too_many(retry_after: int) -> ApiError:
    """429: nothing is taken for `retry_after` seconds."""
    text = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, text, retry_after=retry_after)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Call:
    """What a bot asks for.

    method: as in the address; a download is the method `file` with a `file_path`.
    values: the arguments: text from forms, any JSON from JSON bodies.
    """

    token: str
    method: str
    values: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back, as bytes."""

    status: int
    body: bytes
    mime: str = "application/json"


@dataclass(frozen=True, slots=True)
class Said:
    """A result with the remark that some methods add to it."""

    result: Any
    description: str


def success(result: Any) -> Answer:
    """The answer to a call that worked."""
    body: Json = {"ok": True, "result": result}
    if isinstance(result, Said):
        body = {"ok": True, "result": result.result, "description": result.description}
    return Answer(200, json.dumps(body).encode())


class Args:
    """The arguments of one call, read as the Bot API reads them.

    Every value may be text, as in a form, or JSON of the right type.
    """

    def __init__(self, call: Call) -> None:
        self.values = call.values
        self.uploads = call.uploads

    def has(self, name: str) -> bool:
        """Whether the argument is there and not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """The argument as text; empty when it is missing."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """The argument as a whole number; `default` when missing or no number."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Whether the argument says yes."""
        return self.text(name).lower() in ("true", "yes", "1")

    def parsed(self, name: str, what: str = "") -> Any:
        """The argument as JSON, None when missing.

        what: how Telegram names it when it is no JSON.
        """
        if not self.has(name):
            return None
        value = self.values[name]
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None

    def decoded(self) -> Json:
        """All arguments as JSON values, for rules that look at the whole call."""
        return {name: _decoded(name, value) for name, value in self.values.items()}


_PLAIN = frozenset({"text", "caption", "name", "description", "short_description"})


_NUMBERS = frozenset(
    """chat_id from_chat_id user_id message_id message_thread_id offset limit timeout
    max_connections cache_time video_start_timestamp""".split()
)


def _decoded(name: str, value: Any) -> Any:
    if name in _PLAIN or not isinstance(value, str):
        return value
    if value in ("true", "false") or value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return int(value) if name in _NUMBERS and value.lstrip("-").isdigit() else value
