"""A small world to attack: two businesses on one assistant, and what must always hold.

`World` hands every kind of event to `Assistant.handle`, remembers the question that
each place sees, and after each event looks whether the promises hold: nothing but the
asked case changes, sums add up, an open case has one next action, and so on.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from assistant.bootstrap import InMemory, build_on
from assistant.chat.events import (
    ChatEvent,
    ChatOpened,
    ChoiceMade,
    CommandGiven,
    FileGiven,
    Person,
    Place,
    TextTyped,
    TimePassed,
)
from assistant.chat.replies import (
    LetterText,
    Message,
    Option,
    Paragraph,
    Part,
    Question,
    Tone,
    Typed,
)
from assistant.clock import MovableClock
from assistant.domain.case import Case
from assistant.playbook import engine
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.store.index import SummaryIndex
from assistant.usecases.office import Defaults, Office
from assistant.usecases.visit import Visit
from tests.playbook.walk import grid_adds_up

START = datetime(2026, 5, 7, 8, 0, tzinfo=UTC)
ROBIN = Person("u1", "Robin")
SAMPLES: dict[Typed, tuple[str, ...]] = {
    Typed.TEXT: ("Design 80; Photos 40", "That is not what we agreed."),
    Typed.LINE: ("The third round", "INV-9"),
    Typed.AMOUNT: ("1", "10", "60", "100", "120"),
    Typed.DATE: ("2026-12-01", "in 3 days", "tomorrow"),
    Typed.NUMBER: ("3",),
    Typed.FILE: ("the signed offer",),
}


def place(business: str, place_id: str = "one") -> Place:
    """A place of a business."""
    return Place("console", place_id, business, shows_pictures=False)


@cache
def shared_office() -> Office:
    """What never changes: playbooks, letters and words, read once for all worlds."""
    settings = Settings(Path("unused"))
    office = build_on(settings, MovableClock(START), InMemory())._office
    strict = Phrases(templates_dir() / "phrases", strict=True)
    return replace(office, phrases=strict)


@dataclass
class World:
    """One assistant on stores that forget.

    seen: what the last answer showed, by place.
    """

    currency: str = "EUR"
    locale: str = "en_GB"
    zone: str = "Europe/London"
    playbook: str = "services"
    clock: MovableClock = field(default_factory=lambda: MovableClock(START))
    stores: InMemory = field(default_factory=InMemory)
    seen: dict[Place, tuple[Part[str], ...]] = field(default_factory=dict)
    asked: dict[Place, Question[str]] = field(default_factory=dict)
    looked_at: dict[tuple[str, str], int] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self.office = replace(
            shared_office(),
            cases=self.stores.cases,
            businesses=self.stores.businesses,
            files=self.stores.files,
            clock=self.clock,
            defaults=Defaults(self.locale, self.zone, self.currency, "", self.playbook),
        )
        self.assistant = Assistant(self.office)

    # -- what people do ---------------------------------------------------------

    def command(self, text: str, at: Place) -> tuple[Part[str], ...]:
        """Give a command."""
        return self.hand(lambda d: CommandGiven(d, at, ROBIN, text))

    def text(self, text: str, at: Place) -> tuple[Part[str], ...]:
        """Type something."""
        return self.hand(lambda d: TextTyped(d, at, ROBIN, text))

    def press(
        self, case_id: str, key: str, choice: str, at: Place
    ) -> tuple[Part[str], ...]:
        """Press a button."""
        return self.hand(lambda d: ChoiceMade(d, at, ROBIN, case_id, key, choice))

    def file(
        self, name: str, content: bytes, at: Place, kind: str = "", caption: str = ""
    ) -> tuple[Part[str], ...]:
        """Give a file."""
        return self.hand(
            lambda d: FileGiven(
                d,
                at,
                ROBIN,
                name,
                "text/plain",
                len(content),
                lambda: BytesIO(content),
                kind,
                caption,
            )
        )

    def open(self, at: Place) -> tuple[Part[str], ...]:
        """Open the conversation."""
        return self.hand(lambda d: ChatOpened(d, at, ROBIN))

    def wait(self, by: timedelta, at: Place) -> tuple[Part[str], ...]:
        """Let time pass (or go back: clocks of machines do)."""
        self.clock.set(self.clock.now() + by)
        return self.hand(lambda d: TimePassed(d, at, ROBIN))

    def answer(self, number: int, at: Place) -> tuple[Part[str], ...]:
        """Give one of the answers that the open question offers."""
        question = self.asked.get(at)
        if question is None:
            return self.command("menu", at)
        typed = SAMPLES[question.typed] if question.typed else ()
        offered: list[Option[str] | str] = [*question.options, *typed]
        if not offered:
            return ()
        chosen: Option[str] | str = offered[number % len(offered)]
        if isinstance(chosen, str):
            return self.text(chosen, at)
        if chosen.command:
            return self.command(chosen.command, at)
        return self.press(question.case_id, question.key, chosen.id, at)

    def hand(self, event_of: Callable[[str], ChatEvent]) -> tuple[Part[str], ...]:
        """Hand an event over, and see that everything still holds."""
        self.count += 1
        event = event_of(f"e{self.count}")
        before = self.everything(but=event.place.business)
        messages = self.assistant.handle(event)
        parts = tuple(part for message in messages for part in message.parts)
        self.seen[event.place] = parts
        for part in parts:
            if isinstance(part, Question):
                self.asked[event.place] = part
        assert all(isinstance(message, Message) for message in messages)
        assert self.everything(but=event.place.business) == before
        for (business, case_id), lines in self.stores.cases._commits.items():
            if self.looked_at.get((business, case_id)) != len(lines):
                self.looked_at[business, case_id] = len(lines)
                self.holds(self.case(case_id, business))
        return parts

    # -- what must hold ---------------------------------------------------------

    def case(self, case_id: str, business: str = "a") -> Case:
        """A case as it is stored."""
        return self.stores.cases.load(business, case_id)

    def cases(self, business: str) -> list[Case]:
        """Every case of a business."""
        found = self.stores.cases.summaries(business)
        return [self.case(summary.case_id, business) for summary in found]

    def everything(self, but: str) -> list[object]:
        """All that other businesses have."""
        ids = {key[0] for key in self.stores.cases._commits} - {but}
        kept = self.stores.businesses
        return [
            (name, kept._businesses.get(name), self.stores.cases._commits[key])
            for name in sorted(ids)
            for key in sorted(self.stores.cases._commits)
            if key[0] == name
        ]

    def holds(self, case: Case) -> None:
        """What is true of every case at every moment."""
        grid_adds_up(case)
        visit = self.visit(case)
        action = engine.next_action(visit.playbook(case), visit.situation(case))
        assert (action is None) is case.is_closed
        if action is not None:
            assert case.assigned_to
            assert visit.words(action.what)
        summary = visit.summary(case)
        assert (summary.next_due_at is None) is case.is_closed

    def snapshot(self) -> Callable[[], None]:
        """Remember all that is stored; calling what it returns brings it back."""
        cases, kept = self.stores.cases, self.stores.businesses
        commits = {key: list(lines) for key, lines in cases._commits.items()}
        rows, asked = cases._index.rows(), dict(self.asked)
        businesses, places = dict(kept._businesses), dict(kept._conversations)

        def restore() -> None:
            cases._commits = {key: list(lines) for key, lines in commits.items()}
            cases._index = SummaryIndex(rows)
            kept._businesses = dict(businesses)
            kept._conversations = dict(places)
            self.asked = dict(asked)

        return restore

    def visit(self, case: Case) -> Visit:
        """A visit to a case, for looking only."""
        at = place(case.business_id, "looking")
        event = ChatOpened("looking", at, ROBIN)
        return self.assistant._visit(event)

    def export(self, business: str = "a") -> dict[str, object]:
        """The export, read back."""
        exported: dict[str, object] = json.loads(self.assistant.export(business))
        return exported


def mistakes(parts: tuple[Part[str], ...]) -> list[str]:
    """The sentences that say that something was wrong."""
    return [
        part.text
        for part in parts
        if isinstance(part, Paragraph) and part.tone is Tone.ERROR
    ]


def letters(parts: tuple[Part[str], ...]) -> list[LetterText[str]]:
    """The letters in an answer."""
    return [part for part in parts if isinstance(part, LetterText)]
