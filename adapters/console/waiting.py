"""Tells on the terminal how far a long piece of work is, on one line."""

from collections.abc import Callable
from typing import TextIO

from assistant.documents.pack.parts import Progress, Work, silent

_LINES = {
    Work.EXHIBITS: "console.pack_exhibits",
    Work.SETTING: "console.pack_setting",
    Work.PAGES: "console.pack_pages",
}


def progress_on(out: TextIO, say: Callable[..., str]) -> Progress:
    """A progress that writes to a terminal; one that is silent for anything else."""
    if not out.isatty():
        return silent

    def tell(work: Work, done: int, of: int) -> None:
        line = say(_LINES[work], done=done, of=of)
        out.write(f"\r\x1b[K{line}")
        if done == of:
            out.write("\r\x1b[K")
        out.flush()

    return tell
