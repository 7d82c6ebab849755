"""What every drawing needs beside the parts: the adapter's own words, and the case."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True, slots=True)
class Screen:
    """For whom it is drawn.

    say: the adapter's own words by their key (`slack.back`), in the reader's language.
    case_line: the case in one sentence (number, state, next step), see
        `root.case_line`; it opens the text of every message, which is what screen
        readers and notifications say. Empty outside a case.
    is_shared: whether others read along: a channel or its thread. What is for one
        person alone is not drawn there.
    """

    say: Callable[..., str]
    case_line: str = ""
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """The adapter's own words. text: `Assistant.text`."""

    text: Callable[..., str]

    def screen(
        self, language: str = "", case_line: str = "", *, is_shared: bool = False
    ) -> Screen:
        """A screen in a reader's language; in that of the settings without one."""
        say = partial(self.text, language_=language) if language else self.text
        return Screen(say, case_line, is_shared)
