"""Plain JSON: what may be in it, and how it is written, once for the whole store."""

from typing import Any, TypeVar

import msgspec

from assistant.errors import StoreError
from assistant.store.damage import DamageError

Plain = dict[str, Any]
Kept = TypeVar("Kept")

_encoder = msgspec.json.Encoder(order="sorted")


def to_json(document: Any) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8, one line."""
    try:
        return _encoder.encode(document)
    except (TypeError, ValueError, OverflowError) as error:
        raise StoreError(f"this cannot be stored: {error}") from error


def from_json(text: bytes, kind: type[Kept]) -> Kept:
    """Read JSON as this type; DamageError if it is something else."""
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamageError(f"this is not what was stored: {error}") from error


def plain(value: Any) -> Plain:
    """A dataclass or struct as plain values; StoreError if JSON cannot hold it."""
    try:
        plain: Plain = msgspec.to_builtins(value, order="sorted")
    except (TypeError, ValueError, OverflowError) as error:
        raise StoreError(f"this cannot be stored: {error}") from error
    return plain


def converted(stored: Any, kind: type[Kept], where: str) -> Kept:
    """Plain values as this type; StoreError, saying where, if they are not.

    That is no damage: the bytes are the ones that were written, by a Parley whose
    schema was another, and the file stays where it is.
    """
    try:
        return msgspec.convert(stored, kind)
    except msgspec.ValidationError as error:
        raise StoreError(f"{where}: {error}") from error
