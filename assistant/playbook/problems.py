"""Every mistake of a playbook, collected before one error names them all."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.errors import PlaybookError


@dataclass(slots=True)
class Problems:
    """The mistakes of one file.

    file: the name shown, such as `services.yaml` or `parts/settlement.yaml`.
    """

    file: str
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, text: str) -> None:
        """Note a mistake in a line, counted from 1."""
        self.found.append((line, text))

    def lines(self) -> list[str]:
        """`file:line: what is wrong`, from the top of the file down, each once."""
        ordered = sorted(dict.fromkeys(self.found), key=lambda found: found[0])
        return [f"{self.file}:{line}: {text}" for line, text in ordered]


def raise_if_any(files: Iterable[Problems]) -> None:
    """Raise one PlaybookError that holds every mistake of these files."""
    lines = [line for problems in files for line in problems.lines()]
    if lines:
        raise PlaybookError(lines)


def nearest(name: str, known: Iterable[str]) -> str:
    """` (did you mean "options"?)`, or nothing where no known name is near."""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f' (did you mean "{close[0]}"?)' if close else ""
