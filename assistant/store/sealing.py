"""Seals: how bytes are guarded on disk, and what a file is called.

A seal ties a body to its context (which file, which line), so that a line that was
flipped, moved or taken from another file does not open.
"""

import hashlib
import zlib
from typing import Protocol

import msgspec

from assistant.store.damage import DamageError


class Seal(Protocol):
    """Closes bodies so that a change is noticed, and opens them again."""

    is_text: bool  # whether a sealed line of text is a line of text again

    def close(self, body: bytes, context: str) -> bytes:
        """The sealed body."""
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """The body; DamageError if it is not what was closed in this context."""
        ...

    def name(self, *parts: str) -> str:
        """A file name for these ids: safe everywhere, another one for other ids."""
        ...


class PlainSeal:
    """A checksum in front of the readable body: notices damage, hides nothing."""

    is_text = True

    def close(self, body: bytes, context: str) -> bytes:
        """The checksum in eight hex digits, a space, the body."""
        return b"%08x %s" % (_checksum(body, context), body)

    def open(self, sealed: bytes, context: str) -> bytes:
        """The body; DamageError if the checksum is another."""
        body = sealed[9:]
        if sealed[:9] != b"%08x " % _checksum(body, context):
            raise DamageError(f"{context}: the checksum does not fit")
        return body

    def name(self, *parts: str) -> str:
        """SHA-256 of the ids, in hex."""
        return hashlib.sha256(named(parts)).hexdigest()


def named(parts: tuple[str, ...]) -> bytes:
    """Ids as bytes, injectively: no two lists of ids give the same."""
    return msgspec.json.encode(
        [part.encode("utf-8", "surrogatepass").hex() for part in parts]
    )


def _checksum(body: bytes, context: str) -> int:
    return zlib.crc32(body, zlib.crc32(context.encode()))
