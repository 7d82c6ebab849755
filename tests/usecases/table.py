"""A table where several people of one business talk to the assistant.

`Table` posts what each does, as a platform would, and reads what came back: what stood
where everybody reads along, and what was for one person alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.bootstrap import InMemory, build_on
from assistant.chat.events import (
    ChatEvent,
    ChoiceMade,
    CommandGiven,
    Person,
    Place,
    TextTyped,
    TimePassed,
)
from assistant.chat.replies import Audience, LetterText, Message, Question
from assistant.clock import MovableClock
from assistant.domain.business import Business, Member, Profile, Role
from assistant.domain.case import Case
from assistant.domain.money import Money
from assistant.settings import Settings
from assistant.store.tiny import Stores

TEAM = "slack:T1"
ROBIN, SAM, KIM = (
    Person("U1", "Robin"),
    Person("U2", "Sam"),
    Person("U3", "Kim"),
)
THREAD = Place("slack", "channel/C1", TEAM, is_private=False)
_DONE = frozenset({"name", "sign_off", "place", "currency", "time_zone", "channels"})
_MEMBERS = (
    Member("Robin", Role.OWNER, {"slack": "U1"}),
    Member("Sam", Role.HELPER, {"slack": "U2"}),
    Member("Kim", Role.APPROVER, {"slack": "U3"}),
)
PROFILE = Profile(
    time_zone="Europe/London", currency="EUR", sign_off="Robin", place="GB-EAW"
)


@dataclass
class Table:
    """One business, three people, one place.

    shared: everything that was said where others read along; alone: the rest.
    """

    profile: Profile = PROFILE
    members: tuple[Member, ...] = _MEMBERS
    place: Place = THREAD
    stores: InMemory | Stores = field(default_factory=InMemory)
    person: Person = ROBIN
    shared: list[Message] = field(default_factory=list)
    alone: list[Message] = field(default_factory=list)
    last: tuple[Message, ...] = ()
    question: Question[str] | None = None

    def __post_init__(self) -> None:
        self.clock = MovableClock(datetime(2026, 5, 7, 8, 0, tzinfo=UTC))
        if self.stores.businesses.load(TEAM) is None:
            self.stores.businesses.save(
                Business(TEAM, self.profile, self.members, _DONE)
            )
        settings = Settings(Path("unused"), locale="en_GB", time_zone="Europe/London")
        self.assistant = build_on(settings, self.clock, self.stores)
        self.count = 0

    # -- what people do -----------------------------------------------------------

    def by(self, person: Person) -> "Table":
        """Somebody else speaks from here on."""
        self.person = person
        return self

    def command(self, text: str) -> str:
        """Give a command."""
        return self._do(lambda d: CommandGiven(d, self.place, self.person, text))

    def say(self, *texts: str) -> str:
        """Press the button of each label, or type it where there is none."""
        said = ""
        for text in texts:
            asked = self.question
            options = {o.label: o for o in asked.options} if asked else {}
            if asked and text in options:
                said = self._press(asked, options[text].id)
            else:
                said = self._do(lambda d: self._typed(d, text))  # noqa: B023  at once
        return said

    def press(self, key: str, choice: str) -> str:
        """Press a button by its id."""
        assert self.question
        case_id = self.question.case_id
        return self._do(
            lambda d: ChoiceMade(d, self.place, self.person, case_id, key, choice)
        )

    def wait(self, **delay: int) -> str:
        """Let time pass, and look."""
        self.clock.set(self.clock.now() + timedelta(**delay))
        return self._do(lambda d: TimePassed(d, self.place, self.person))

    # -- what came of it ----------------------------------------------------------

    @property
    def case(self) -> Case:
        """The only case."""
        (summary,) = self.stores.cases.summaries(TEAM)
        return self.stores.cases.load(TEAM, summary.case_id)

    @property
    def labels(self) -> list[str]:
        """The buttons of the last question."""
        return [o.label for o in self.question.options] if self.question else []

    @property
    def letter(self) -> str:
        """The letter that was shown last."""
        found = [p for m in self.last for p in m.parts if isinstance(p, LetterText)]
        return f"{found[-1].subject}\n\n{found[-1].body}" if found else ""

    def _typed(self, delivery: str, text: str) -> ChatEvent:
        return TextTyped(delivery, self.place, self.person, text)

    def _press(self, asked: Question[str], choice: str) -> str:
        return self._do(
            lambda d: ChoiceMade(
                d, self.place, self.person, asked.case_id, asked.key, choice
            )
        )

    def _do(self, event_of: Callable[[str], ChatEvent]) -> str:
        self.count += 1
        self.assistant.post(event_of(f"e{self.count}"))
        office = self.assistant.post_office
        found: list[Message] = []
        for sending in office.due("slack"):
            found.append(office.opened(sending))
            office.begin(sending.message.id)
            office.sent(sending.message.id)
        self.last = tuple(found)
        for message in found:
            is_alone = message.audience is Audience.PERSON or message.to.is_private
            (self.alone if is_alone else self.shared).append(message)
            for part in message.parts:
                if isinstance(part, Question):
                    self.question = part
        return "\n".join(words_of(found))


def words_of(thing: Any) -> list[str]:
    """Every word in what is shown."""
    if isinstance(thing, str):
        return [thing]
    if is_dataclass(thing) and not isinstance(thing, type):
        inside = [getattr(thing, each.name) for each in fields(thing)]
        return words_of(inside)
    if isinstance(thing, (tuple, list)):
        return [word for each in thing for word in words_of(each)]
    return []


def eur(amount: int) -> Money:
    """Whole euros."""
    return Money.of(amount, "EUR")
