"""A desk to try the assistant at: memory stores, a clock that is moved, no terminal."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant.bootstrap import InMemory, _office, build_on
from assistant.chat.events import (
    ChatEvent,
    ChatOpened,
    CommandGiven,
    Person,
    Place,
    TextTyped,
    TimePassed,
)
from assistant.chat.replies import Card, Listing, Message, Paragraph
from assistant.clock import MovableClock
from assistant.domain.business import Business, Member, Profile
from assistant.domain.case import Case, CaseEvent
from assistant.errors import StoreError
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.store.memory import MemoryCases
from assistant.usecases.office import Office

BUSINESS = "b1"
PLACE, PERSON = (
    Place("console", "t", BUSINESS, shows_pictures=False),
    Person("robin", "Robin"),
)
_DONE = frozenset({"name", "sign_off", "place", "currency", "time_zone", "channels"})


class CountingCases(MemoryCases):
    """Cases in memory that remember which of them were loaded.

    broken: ids of cases that cannot be read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.broken: set[str] = set()

    def load(self, business_id: str, case_id: str) -> Case:
        self.loaded.append(case_id)
        if case_id in self.broken:
            raise StoreError(f"{case_id} is damaged")
        return super().load(business_id, case_id)


def an_assistant(stores: InMemory | None = None) -> Assistant:
    """An assistant of a business that is set up and sits in London."""
    stores = stores or InMemory()
    profile = Profile(time_zone="Europe/London", currency="EUR", sign_off="Robin")
    stores.businesses.save(Business("telegram:42", profile, (), _DONE))
    clock = MovableClock(datetime(2026, 5, 7, 9, 0, tzinfo=UTC))
    return build_on(Settings(Path("unused")), clock, stores)


@dataclass
class Desk:
    """One business at one place."""

    zone: str = "Europe/London"
    profile: Profile = field(default_factory=Profile)
    members: tuple[Member, ...] = ()

    def __post_init__(self) -> None:
        self.clock = MovableClock(datetime(2026, 5, 7, 9, 0, tzinfo=UTC))
        self.stores = InMemory()
        self.cases = CountingCases()
        profile = replace(self.profile, time_zone=self.zone, currency="EUR")
        business = Business(BUSINESS, profile, self.members, _DONE)
        self.stores.businesses.save(business)
        self._numbers = count(1)
        self.restart()

    def restart(self) -> None:
        """End the program and start it again on the same stores."""
        office = replace(
            shared_office(),
            cases=self.cases,
            businesses=self.stores.businesses,
            files=self.stores.files,
            clock=self.clock,
        )
        self.office, self.assistant = office, Assistant(office)

    # -- what is done ------------------------------------------------------------

    def at(self, text: str) -> None:
        """Stand at a local date and time."""
        there = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(self.zone))
        self.clock.set(there)

    def look(self) -> str:
        """Time passed; what is said."""
        return self.said(TimePassed(self._id(), PLACE, PERSON))

    def look_at(self, text: str) -> str:
        """Stand there, and look."""
        self.at(text)
        return self.look()

    def after(self, **delay: int) -> str:
        """Move by so much, and look."""
        self.clock.set(self.clock.now() + timedelta(**delay))
        return self.look()

    def open(self) -> str:
        """Open the conversation."""
        return self.said(ChatOpened(self._id(), PLACE, PERSON))

    def give(self, command: str) -> str:
        """Give a command."""
        return self.said(CommandGiven(self._id(), PLACE, PERSON, command))

    def type(self, *texts: str) -> str:
        """Type answers; what is said to the last."""
        said = ""
        for text in texts:
            said = self.said(TextTyped(self._id(), PLACE, PERSON, text))
        return said

    def record(self, case_id: str, *events: CaseEvent) -> Case:
        """Put events into a case, as an answer would."""
        case = self.case(case_id)
        case = case.record(events, at=self.clock.now(), by="Robin", platform="console")
        visit = self.assistant._visit(TimePassed(self._id(), PLACE, PERSON))
        self.cases.save(case, visit.summary(case))
        return case

    # -- what is there -----------------------------------------------------------

    def case(self, case_id: str) -> Case:
        """A case as it is stored."""
        return MemoryCases.load(self.cases, BUSINESS, case_id)

    def messages(self, event: ChatEvent) -> tuple[Message, ...]:
        """What comes back for an event."""
        return self.assistant.handle(event)

    def said(self, event: ChatEvent) -> str:
        """The words of paragraphs, lists and cards, a line each."""
        lines: list[str] = []
        for message in self.messages(event):
            for part in message.parts:
                match part:
                    case Paragraph(text=text):
                        lines.append(text)
                    case Listing():
                        lines.append(part.title)
                        lines += [f"{i.title}: {i.detail}" for i in part.items]
                    case Card():
                        labels = [f"[{button.label}]" for button in part.buttons]
                        lines.append(" ".join((part.title, *labels)))
                    case _:
                        pass
        return "\n".join(lines)

    def _id(self) -> str:
        return f"d{next(self._numbers)}"


@cache
def shared_office() -> Office:
    """The parts that all desks share: playbooks, words, letters."""
    settings = Settings(Path(), locale="en_GB", time_zone="Europe/London")
    clock = MovableClock(datetime(2026, 5, 7, tzinfo=UTC))
    return _office(settings, clock, InMemory())
