"""What the adapter says by itself about what arrived, where the core has no part."""

from collections.abc import Callable

from adapters.telegram.arrivals import SPOKEN, FileArrived
from adapters.telegram.limits import limits
from assistant.chat.replies import Paragraph, Tone

Say = Callable[..., str]

_MEGABYTE = 1_000_000


def unsupported(say: Say) -> Paragraph[str]:
    """For a sticker, a poll and the like: what to send instead."""
    return Paragraph(say("telegram.unsupported"))


def too_large(file: FileArrived, say: Say) -> Paragraph[str]:
    """For a file that bots may not fetch: how else it can come in."""
    most = limits().download_bytes // _MEGABYTE
    size = -(-file.size // _MEGABYTE)
    words = say("telegram.too_large", name=file.name, size=size, most=most)
    return Paragraph(words, Tone.CAUTION)


def typed_line_wanted(file: FileArrived, say: Say) -> Paragraph[str] | None:
    """For a recording: that it is kept, and that one typed line says what is in it."""
    if file.content not in SPOKEN:
        return None
    return Paragraph(say("telegram.recording"))
