"""Copies what a page of another PDF is drawn with, unchanged, under new numbers."""

import io
from collections import deque
from collections.abc import Callable
from typing import Any


class Copier:
    """Copies from one PDF: what several pages use, such as a font, only once.

    new_number: numbers for the copies. Whatever pypdf raises rises: see `guarded`.
    """

    def __init__(self, new_number: Callable[[], int]) -> None:
        self._new_number = new_number
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: deque[tuple[int, Any]] = deque()

    def value(self, value: Any) -> bytes:
        """A value of pypdf's as it is written; what it refers to waits for `copies`."""
        made = io.BytesIO()
        self._write(value, made)
        return made.getvalue()

    def copies(self) -> dict[int, bytes]:
        """The objects that were referred to since the last time, by their numbers."""
        made = {}
        while self._waiting:
            number, referred = self._waiting.popleft()
            made[number] = self.object(referred.get_object())
        return made

    def object(self, value: Any) -> bytes:
        """The same for a whole object, which may be a stream."""
        if not hasattr(value, "get_data"):
            return self.value(value)
        content: bytes = value._data  # noqa: SLF001 -- as it is there, still packed
        rest = {key: each for key, each in value.items() if key != "/Length"}
        return stream(self._entries(rest), content)

    def _write(self, value: Any, made: io.BytesIO) -> None:
        from pypdf.generic import (  # noqa: PLC0415
            ArrayObject,
            DictionaryObject,
            IndirectObject,
        )

        match value:
            case None:
                made.write(b"null")
            case IndirectObject():
                made.write(b"%d 0 R" % self._number(value))
            case DictionaryObject():
                made.write(b"<<%b>>" % self._entries(value))
            case ArrayObject():
                made.write(b"[")
                for each in value:
                    self._write(each, made)
                    made.write(b" ")
                made.write(b"]")
            case _:
                value.write_to_stream(made)

    def _entries(self, given: dict[Any, Any]) -> bytes:
        made = io.BytesIO()
        for key, each in given.items():
            key.write_to_stream(made)
            made.write(b" ")
            self._write(each, made)
        return made.getvalue()

    def _number(self, referred: Any) -> int:
        key = referred.idnum, referred.generation
        if key not in self._numbers:
            self._numbers[key] = self._new_number()
            self._waiting.append((self._numbers[key], referred))
        return self._numbers[key]


def stream(entries: bytes, content: bytes) -> bytes:
    """A stream with the entries of its dictionary."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(content), content)
