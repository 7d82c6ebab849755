"""The stage on which a story is played: real parts, a fake clock, the real terminal."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.console.app import Chat, Terminal
from adapters.console.blocks import Entry
from adapters.console.folder import Folder
from adapters.console.practice import Practice
from assistant.bootstrap import InMemory, build_on
from assistant.chat.events import ChatEvent, Person, Place
from assistant.chat.replies import LetterText, Message, Part, Question
from assistant.clock import MovableClock
from assistant.domain.business import BookedInvoice, Business, Profile
from assistant.domain.case import Case
from assistant.domain.money import Money
from assistant.service import Assistant
from assistant.settings import Settings

BUSINESS = "local"
_START = datetime(2026, 5, 7, 8, 0, tzinfo=UTC)


class Listening:
    """An assistant that keeps the parts of its last answer, to be looked at."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.parts: tuple[Part[str], ...] = ()
        self.question: Question[str] | None = None

    def handle(self, event: ChatEvent) -> tuple[Message, ...]:
        """Hand on, and listen."""
        messages = self.assistant.handle(event)
        self.parts = tuple(part for message in messages for part in message.parts)
        for part in self.parts:
            if isinstance(part, Question):
                self.question = part
        return messages

    def text(self, key: str, /, **values: object) -> str:
        """Hand on."""
        return self.assistant.text(key, **values)


@dataclass
class Stage:
    """One conversation in one terminal."""

    folder: Path
    clock: MovableClock = field(default_factory=lambda: MovableClock(_START))
    stores: InMemory = field(default_factory=InMemory)
    zone: str = "Europe/London"
    out: StringIO = field(default_factory=StringIO)
    last_case: str = ""

    def __post_init__(self) -> None:
        self.chat, self.ear = self._begun()

    # -- what a story does ------------------------------------------------------

    def given(self, text: str) -> None:
        """Set the business up, or put an invoice into its book."""
        if text.startswith("invoice "):
            self._given_invoice(text)
            return
        profile = self._business().profile
        for part in text.split(","):
            name, _, value = part.strip().partition(" ")
            profile = self._with(profile, name, value)
        done = frozenset({"name", "sign_off", "place", "currency", "time_zone"})
        business = replace(
            self._business(),
            profile=profile,
            setup_done=done | {"playbook", "channels"},
        )
        self.stores.businesses.save(business)

    def at(self, text: str) -> None:
        """Stand at a local date and time."""
        local = datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007  zone follows
        self.clock.set(local.replace(tzinfo=ZoneInfo(self.zone)))

    def after(self, text: str) -> None:
        """Move on, and look what became due."""
        self.owner(f"after {text}")

    def owner(self, text: str) -> None:
        """Type a line, or press a button by its label."""
        self.out.truncate(0)
        self.out.seek(0)
        self.chat.take(Entry(text))

    def restart(self) -> None:
        """End the program and start it again on what it kept."""
        self.out.truncate(0)
        self.out.seek(0)
        self.chat, self.ear = self._begun()
        self.chat.open()

    # -- what a story looks at --------------------------------------------------

    @property
    def answer(self) -> str:
        """Everything the terminal printed for the last line."""
        return self.out.getvalue()

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons of the last question."""
        question = self.ear.question
        return [option.label for option in question.options] if question else []

    @property
    def letter(self) -> str:
        """Subject and body of the letter that was shown last."""
        letters = [part for part in self.ear.parts if isinstance(part, LetterText)]
        return f"{letters[-1].subject}\n\n{letters[-1].body}" if letters else ""

    def case(self, case_id: str = "") -> Case:
        """A case as it is stored; the only one where there is one."""
        ids = [s.case_id for s in self.stores.cases.summaries(BUSINESS)]
        return self.stores.cases.load(BUSINESS, case_id or ids[0])

    # -- set-up -----------------------------------------------------------------

    def _begun(self) -> tuple[Chat, Listening]:
        settings = Settings(self.folder, locale="en_GB", time_zone=self.zone)
        ear = Listening(build_on(settings, self.clock, self.stores))
        terminal = Terminal(
            Place("console", "terminal", BUSINESS),
            Person("owner", "Robin"),
            Folder(self.folder),
            Practice(self.clock, ZoneInfo(self.zone)),
        )
        return Chat(ear, terminal, self.out), ear

    def _business(self) -> Business:
        known = self.stores.businesses.load(BUSINESS)
        profile = Profile(
            currency="EUR",
            time_zone=self.zone,
            place="GB-EAW",
            playbook="services",
        )
        return known or Business(BUSINESS, profile)

    def _with(self, profile: Profile, name: str, value: str) -> Profile:
        if name == "reminders":
            return replace(profile, channels=tuple(value.split()))
        if name == "zone":
            self.zone = value
            return replace(profile, time_zone=value)
        return replace(profile, **{name: value})  # type: ignore[arg-type]

    def _given_invoice(self, text: str) -> None:
        found = re.fullmatch(
            r"invoice (\S+) for (\S+) ([A-Z]{3}), customer (.+?)"
            r"(?:, reminders from (.+))?",
            text,
        )
        if not found:
            raise ValueError(f"what invoice is {text!r}?")
        business = self._business()
        if not business.setup_done:
            self.given("currency EUR")
            business = self._business()
        if found[5]:
            channels = tuple(found[5].casefold().split())
            profile = replace(business.profile, channels=channels)
            business = replace(business, profile=profile)
        total = Money.of(found[2], found[3])
        booked = BookedInvoice(found[1], total, found[4])
        self.stores.businesses.save(business.booked(booked))
