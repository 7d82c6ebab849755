"""What a story needs of a platform: somebody who does things there, and sees things."""

import re
from typing import Protocol

from assistant.service import Assistant


class Screen(Protocol):
    """One person at one platform. Verbs return when everything was answered."""

    def start(self, assistant: Assistant) -> None:
        """The program starts, or starts again on what it kept."""
        ...

    def open(self) -> None:
        """The person comes (back)."""
        ...

    def type(self, line: str) -> None:
        """They write a line."""
        ...

    def press(self, label: str) -> None:
        """They press a button that is offered now."""
        ...

    def attach(self, words: str) -> None:
        """They hand over a file: its path, and its kind where they name one."""
        ...

    def wait(self, time: str) -> None:
        """Time passes, such as `49 hours`, and what became due is looked at."""
        ...

    @property
    def answer(self) -> str:
        """Everything that was said to what they did last."""
        ...

    @property
    def labels(self) -> list[str]:
        """The answers that the last question offers, in full."""
        ...

    @property
    def letter(self) -> str:
        """Subject and text of the letter that was shown last; empty for none."""
        ...

    def close(self) -> None:
        """The story is over."""
        ...


def act(screen: Screen, words: str) -> None:
    """Do what stands in a story: `[Scope]`, `attach contract.pdf`, or anything else.

    A ` ⏎ ` in it is the end of a line.
    """
    words = words.replace(" ⏎ ", "\n")
    pressed = re.fullmatch(r"\[(.+)\]", words)
    if pressed:
        labels = {typed_spaces(label): label for label in screen.labels}
        screen.press(labels.get(pressed[1], pressed[1]))
    elif words.startswith("attach "):
        screen.attach(words.removeprefix("attach "))
    else:
        screen.type(words)


def typed_spaces(text: str) -> str:
    """As somebody types it who writes a story: amounts with plain spaces in them."""
    return text.replace("\xa0", " ").replace("\u202f", " ")
