"""The bot's token in no log: the library's HTTP client writes whole addresses there."""

import logging
import re
import traceback
from collections.abc import Callable
from typing import Any

HIDDEN = "<token>"
_TALKATIVE = ("httpx", "httpcore")
# What tokens of bots look like, for those that nobody has named yet.
_TOKEN = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{30,}")

_Factory = Callable[..., logging.LogRecord]


class _Hiding:
    """Makes log records in which no secret stands, whoever writes them."""

    def __init__(self, inner: _Factory) -> None:
        self._inner = inner
        self.secrets: set[str] = set()

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        """The record, with every secret in its words and its traceback hidden."""
        record = self._inner(*args, **kwargs)
        if self._has_secret(str(record.msg)) or record.args:
            said = _message(record)
            if self._has_secret(said):
                record.msg, record.args = self._hidden(said), None
        if record.exc_info and record.exc_info[1]:
            told = "".join(traceback.format_exception(record.exc_info[1])).rstrip()
            if self._has_secret(told):
                record.exc_text = self._hidden(told)  # formatters take it as it is
        return record

    def _has_secret(self, text: str) -> bool:
        named = any(secret in text for secret in self.secrets)
        return named or _TOKEN.search(text) is not None

    def _hidden(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return _TOKEN.sub(HIDDEN, text)


def keep_out_of_logs(token: str = "") -> None:
    """From now on this token, and what looks like one, is in no log of this process."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    factory = logging.getLogRecordFactory()
    if not isinstance(factory, _Hiding):
        factory = _Hiding(factory)
        logging.setLogRecordFactory(factory)
    if token:
        factory.secrets.add(token)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # arguments that do not fit: logging says so itself
        return f"{record.msg} {record.args}"
