"""What is known of each chat while the program runs: where it stands on the screen."""

from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.telegram.asked import Asked
from adapters.telegram.keyboards import Markup
from assistant.chat.matching import folded

_WORDS_OF_A_LINE = 3  # fewer are rather the answer to what is asked
_MOST_WAITING = 200  # reactions that never came, before the oldest are forgotten


@dataclass(frozen=True, slots=True)
class Answered:
    """The open question was answered: what comes in answer to that finishes it.

    delivery_id: of the answer.
    label: of the button that was pressed; empty when the answer was typed.
    """

    delivery_id: str
    label: str = ""


@dataclass(slots=True)
class Chat:
    """One chat.

    language: what was spoken here last; empty before the first word.
    latest: the highest message id that was seen; 0 after a start.
    thread_id: the topic that was written in last, 0 for none.
    asked: the open question, None where there is none.
    aside: a question whether to leave that one, which stays as it is meanwhile.
    turning: messages that are replaced by the answer to a delivery, by its id.
    recording: name of a recording that came just now, for which a line is to be typed.
    listed: keyboard of a list that nothing was said after, so that a number that is
        typed means its entry; empty otherwise.
    """

    language: str = ""
    latest: int = 0
    thread_id: int = 0
    asked: Asked | None = None
    aside: Asked | None = None
    answered: Answered | None = None
    turning: dict[str, int] = field(default_factory=dict)
    recording: str = ""
    listed: Markup = field(default_factory=dict)

    def saw(self, message_id: int, thread_id: int = 0) -> None:
        """A message stands in the chat."""
        self.latest = max(self.latest, message_id)
        self.thread_id = thread_id

    def turns(self, delivery_id: str, message_id: int) -> None:
        """The answer to a delivery replaces this message."""
        while len(self.turning) >= _MOST_WAITING:
            self.turning.pop(next(iter(self.turning)))
        self.turning[delivery_id] = message_id

    def line_for_recording(self, text: str) -> str:
        """What to note of a recording when this is typed after it; empty for nothing.

        A few words, a label, and whatever an open question takes are its answer.
        """
        name, self.recording = self.recording, ""
        asking = self.asked.asking if self.asked else None
        is_answer = asking is not None and (
            asking.typed is not None
            or not asking.case_id
            or folded(text) in map(folded, asking.labels)
        )
        if not name or is_answer or len(text.split()) < _WORDS_OF_A_LINE:
            return ""
        case_id = asking.case_id if asking else ""
        return f"{case_id} {name}: {text}".strip()

    @property
    def is_asked_last(self) -> bool:
        """Whether the open question is the last thing in the chat."""
        return self.asked is not None and self.asked.message_id == self.latest


class Chats:
    """All chats, by id.

    asked_in: the open question of a chat as it was kept, for one not seen yet.
    """

    def __init__(self, asked_in: Callable[[int], Asked | None]) -> None:
        self._asked_in = asked_in
        self._known: dict[int, Chat] = {}

    def at(self, chat_id: int) -> Chat:
        """The chat; a new one with what is kept of it."""
        if chat_id not in self._known:
            self._known[chat_id] = Chat(asked=self._asked_in(chat_id))
        return self._known[chat_id]

    def forget(self, chat_id: int) -> None:
        """Know nothing of a chat but what is kept."""
        self._known.pop(chat_id, None)
