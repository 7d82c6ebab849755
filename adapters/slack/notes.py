"""What the app has to remember between two starts, as small JSON objects by key.

Reading is from memory. Writing is durable and takes a moment, so it is awaited on
another thread.
"""

import asyncio
import json
from typing import Any

from assistant.store.port import Notebook

PLATFORM = "slack"
Note = dict[str, Any]


class Notes:
    """The notebook's pages of Slack."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def get(self, key: str) -> Note:
        """The note; an empty one if there is none."""
        stored = self._notebook.get(PLATFORM, key)
        return json.loads(stored) if stored else {}

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin so, sorted."""
        return self._notebook.keys(PLATFORM, prefix)

    async def put(self, key: str, note: Note, business_id: str = "") -> None:
        """Write a note over one of the same key; durable on return.

        business_id: whose it is, so that it goes when the business is erased.
        """
        await self.put_all({key: note}, business_id)

    async def put_all(self, notes: dict[str, Note], business_id: str = "") -> None:
        """Write several notes in one step."""
        new = {key: json.dumps(note) for key, note in notes.items()}
        await asyncio.to_thread(self._put, new, business_id)

    async def drop(self, *keys: str) -> None:
        """Remove notes; nothing happens for a key that is not there."""
        if keys:
            await asyncio.to_thread(self._notebook.drop, PLATFORM, *keys)

    def _put(self, notes: dict[str, str], business_id: str) -> None:
        self._notebook.put_many(PLATFORM, notes, business_id=business_id)
