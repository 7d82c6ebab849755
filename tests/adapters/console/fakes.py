"""A fake assistant, and the console's words in English."""

from collections.abc import Callable

from assistant.chat.events import ChatEvent, Person, Place
from assistant.chat.replies import Message, Part

PLACE = Place("console", "terminal", "local", shows_pictures=False)
OWNER = Person("kim", "Kim")

ENGLISH = {
    "console.step": "Step {step} of {steps}",
    "console.now": "Now",
    "console.word_back": "back",
    "console.word_why": "why",
    "console.word_undo": "undo",
    "console.word_stop": "stop",
    "console.word_help": "help",
    "console.private": "only for you",
    "console.subject": "Subject",
    "console.email": "E-mail",
    "console.whatsapp": "WhatsApp",
    "console.more": "More",
    "console.file_saved": "Saved as {path}",
    "console.practice": (
        "Practice: nothing is kept. Move the clock with `after 49 hours` or "
        "`at 2026-05-07 09:00`."
    ),
    "console.clock": "The clock stands at {at}.",
    "console.cannot_keep": "That could not be kept: {detail}. Please try again.",
    "console.bug": (
        "Sorry, that went wrong here; nothing was changed. Reference {reference}."
    ),
    "console.goodbye": "Everything is kept. See you.",
    "console.goodbye_practice": "Practice is over; nothing was kept.",
    "console.not_understood": "{count} lines were not understood",
    "error.file_path_needed": "Which file? Type attach and its path.",
    "error.file_missing": "There is no file {path}.",
    "error.file_is_folder": "{path} is a folder. Attach one file.",
    "error.file_unreadable": "{path} cannot be read.",
    "error.file_too_large": "{path} is larger than {limit}.",
    "error.no_such_choice": "{label} is not offered here.",
    "error.practice_time": "There is no such time: {text}.",
}


def english(key: str, /, **values: object) -> str:
    return ENGLISH[key].format(**values)


class FakeAssistant:
    """Answers each event with what `reply` makes of it, and remembers them all."""

    def __init__(self, reply: Callable[[ChatEvent], tuple[Part[str], ...]]) -> None:
        self.events: list[ChatEvent] = []
        self._reply = reply

    def handle(self, event: ChatEvent) -> tuple[Message, ...]:
        self.events.append(event)
        parts = self._reply(event)
        return (Message(PLACE, "en", parts),) if parts else ()

    def text(self, key: str, /, **values: object) -> str:
        return english(key, **values)

    def close(self) -> None:
        """Nothing is open."""
