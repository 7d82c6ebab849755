"""A question that was answered: its message keeps the words and loses the buttons.

What was pressed comes with the press, so nothing has to be remembered: the message is
drawn again without the answers, and with who gave which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.slack import actions
from adapters.slack.actions import Ask, Choose, Say
from adapters.slack.arrivals import Pressed
from adapters.slack.blocks import Block, context
from adapters.slack.limits import limits
from adapters.slack.outgoing import Post
from adapters.slack.text import escaped, one_line, size_of
from assistant.chat.replies import Paragraph, Part, Question

_OF_A_QUESTION = Choose | Say | Ask


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was pressed. who: the name of whoever pressed."""

    pressed: Pressed
    who: str

    @property
    def question(self) -> str:
        """The key of the question."""
        action = self.pressed.action
        return action.question if isinstance(action, _OF_A_QUESTION) else ""

    def is_over(self, said: Sequence[Part[str]], passed: str) -> bool:
        """Whether the answer was taken: another question came up.

        said: what the press brought; passed: the words for one that came too late.
        """
        is_late = any(isinstance(p, Paragraph) and p.text == passed for p in said)
        is_next = any(isinstance(p, Question) and p.key != self.question for p in said)
        return is_next and not is_late

    def post(self) -> Post | None:
        """The message as it stays; None where nothing of it is to be changed."""
        blocks = self.pressed.blocks
        kept = [block for block in blocks if not self._is_answers(block)]
        if len(kept) == len(blocks):
            return None
        line = one_line(f"✓ {self.pressed.label} ({self.who})")
        kept += [each.block for each in context(line)]
        text = f"{self.pressed.text}\n{escaped(line)}"
        most = limits()["surfaces"]["message"]["constraints"]["text"]
        if size_of(line) + len(self.pressed.text) >= most["recommended_max_length"]:
            text = self.pressed.text
        return Post({"text": text, "blocks": kept})

    def _is_answers(self, block: Mapping[str, Any]) -> bool:
        if block.get("type") != "actions":
            return False
        return any(self._is_answer(each) for each in block.get("elements", ()))

    def _is_answer(self, element: Block) -> bool:
        options: Sequence[Block] = element.get("options") or ({},)
        read = actions.read(element | {"selected_option": options[0]})
        return isinstance(read, _OF_A_QUESTION) and read.question == self.question
