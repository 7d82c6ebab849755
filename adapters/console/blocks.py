"""Lines that belong together: what stands between two lines of `\"\"\"` (or `<<<`).

The opening mark may also end a command's line, so that a customer's answer of several
lines can be given whole: `reply D-7 <<<`.
"""

from dataclasses import dataclass, field

_ENDS = {'"""': ('"""',), "<<<": ("<<<", ">>>")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was typed.

    is_block: whether it was marked as text of several lines, and nothing but text.
    """

    text: str
    is_block: bool = False


@dataclass(slots=True)
class Blocks:
    """Puts lines together; a line outside a block is an entry by itself."""

    _mark: str = ""
    _before: str = ""
    _lines: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether lines are still being gathered."""
        return bool(self._mark)

    def take(self, line: str) -> Entry | None:
        """The entry that the line completes; None while a block is open."""
        stripped = line.strip()
        if self._mark:
            if stripped in _ENDS[self._mark]:
                return self.end()
            self._lines.append(line.rstrip("\r\n"))
            return None
        self._mark, self._before = _opening(stripped)
        return None if self._mark else Entry(line)

    def take_pasted(self, text: str) -> list[Entry]:
        """The entries in what was entered at once, which may hold several lines.

        They are one entry, unless a block is open or their first line opens one.
        """
        lines = text.split("\n")
        if not self.is_open and not _opening(lines[0].strip())[0]:
            return [Entry(text)]
        return [entry for line in lines if (entry := self.take(line))]

    def end(self) -> Entry | None:
        """What was gathered, closed or not; None if that is nothing."""
        text, before = "\n".join(self._lines), self._before
        self.drop()
        if not text.strip():
            return Entry(before) if before else None
        return Entry(f"{before} {text}") if before else Entry(text, is_block=True)

    def drop(self) -> None:
        """Forget what was gathered."""
        self._mark, self._before, self._lines = "", "", []


def _opening(line: str) -> tuple[str, str]:
    """The mark with which the line opens a block, and what stands before it."""
    for mark in _ENDS:
        before = line.removesuffix(mark)
        if before != line and (not before or before.endswith(" ")):
            return mark, before.rstrip()
    return "", ""
