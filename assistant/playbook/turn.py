"""What comes out of the engine: new events, words to say, a letter to draft."""

from dataclasses import dataclass
from datetime import date

from assistant.chat.replies import Part, Phrase
from assistant.domain.case import CaseEvent
from assistant.domain.letters import LetterForm, LetterKind


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that has to be rendered before the next question can be shown."""

    kind: LetterKind
    form: LetterForm


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of one step: events for the case, parts for the person.

    draft: rendered by the service, which records it and asks again.
    aside: an angry draft to be kept beside the case for a while (F-A11); empty to
        delete it, None to leave things as they are.
    """

    events: tuple[CaseEvent, ...] = ()
    say: tuple[Part[Phrase], ...] = ()
    draft: Draft | None = None
    aside: str | None = None

    def __add__(self, other: "Turn") -> "Turn":
        return Turn(
            self.events + other.events,
            self.say + other.say,
            other.draft or self.draft,
            self.aside if other.aside is None else other.aside,
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The person picked an option."""

    option: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The person typed an answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Attached:
    """The person gave a file, which is already kept.

    kind: the evidence kind they named, else empty.
    bundle: the album it came in; empty for one alone.
    dated_on, source: of a file that was forwarded, when and by whom it was made.
    more: the other files of the album, in order.
    """

    name: str
    sha256: str
    size: int
    media_type: str
    kind: str = ""
    caption: str = ""
    bundle: str = ""
    dated_on: date | None = None
    source: str = "owner"
    more: tuple["Attached", ...] = ()

    @property
    def all(self) -> tuple["Attached", ...]:
        """It and the others of its album."""
        return (self, *self.more)


Answer = Chosen | Typed | Attached
