"""Photos prepared for paper: made when they come in, kept beside the originals.

A pack and a mail only place them then. A print that is missing or damaged is made
again from its original, byte for byte the same.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock

from assistant.documents.photos import (
    PRINT,
    NotAPictureError,
    Picture,
    as_print,
    from_print,
    prepared,
)
from assistant.errors import StoreError
from assistant.store.port import EvidenceFiles

Work = Callable[[], None]
Later = Callable[[Work], None]  # does it when nobody waits for it
_ONE_AT_A_TIME = Lock()  # so that nobody makes what is being made behind them
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".gif", ".bmp")


def at_once(work: Work) -> None:
    """Do it now; for tests and practice."""
    work()


@dataclass(frozen=True, slots=True)
class Darkroom:
    """Makes prints of the photos among the files, and keeps them."""

    files: EvidenceFiles
    later: Later

    def came(self, sha256: str, name: str, media_type: str) -> None:
        """A file came in: if it looks like a photo, its print is made later."""
        is_named = name.casefold().endswith(_ENDINGS)
        if is_named or media_type.startswith("image/"):
            self.later(partial(self._prepare, sha256))

    def found(self, sha256: str) -> Picture | None:
        """The print of an original, if it is kept."""
        raw = self.files.derived(sha256, PRINT)
        return from_print(raw) if raw is not None else None

    def check(self, sha256: str) -> None:
        """StoreError if the original is gone or has changed."""
        self.files.check(sha256)

    def made(self, sha256: str, original: bytes) -> Picture:
        """The print, made now if none is kept; NotAPictureError if there is none."""
        with _ONE_AT_A_TIME:
            picture = self.found(sha256)
            if picture is None:
                picture = prepared(original)
                with suppress(StoreError):  # a full disk makes it slower next time
                    self.files.keep_derived(sha256, PRINT, as_print(picture))
            return picture

    def _prepare(self, sha256: str) -> None:
        if self.found(sha256) is None:
            with suppress(StoreError, NotAPictureError):
                with self.files.open(sha256) as stream:
                    original = stream.read()
                self.made(sha256, original)
