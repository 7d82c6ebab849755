"""Damage: what is on disk is not what was written."""

from assistant.errors import StoreError


class DamageError(StoreError):
    """Bytes on disk are not the ones that were written; the message says where."""
