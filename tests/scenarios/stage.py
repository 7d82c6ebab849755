"""The stage on which a story is played: real parts, a fake clock, a real platform."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from adapters.console.app import Chat
from assistant.bootstrap import InMemory, build_on
from assistant.clock import MovableClock
from assistant.domain.business import BookedInvoice, Business, Profile
from assistant.domain.case import Case
from assistant.domain.money import Money
from assistant.service import Assistant
from assistant.settings import Settings
from tests.scenarios.screen import Screen, act, typed_spaces
from tests.scenarios.slack_screen import SlackScreen
from tests.scenarios.telegram_screen import TelegramScreen
from tests.scenarios.terminal_screen import Listening, TerminalScreen

__all__ = ["BUSINESS", "SCREENS", "Listening", "Stage"]

BUSINESS = "local"
_START = datetime(2026, 5, 7, 8, 0, tzinfo=UTC)


def _terminal(stage: "Stage") -> Screen:
    return TerminalScreen(stage.folder, BUSINESS, stage.clock, stage.zone)


def _telegram(stage: "Stage") -> Screen:
    return TelegramScreen(stage.assistant, BUSINESS, stage.clock, stage.zone)


def _slack(stage: "Stage") -> Screen:
    return SlackScreen(stage.assistant, BUSINESS, stage.clock, stage.zone)


SCREENS: dict[str, Callable[["Stage"], Screen]] = {
    "terminal": _terminal,
    "telegram": _telegram,
    "slack": _slack,
}


@dataclass
class Stage:
    """One conversation at one platform: a name of SCREENS."""

    folder: Path
    clock: MovableClock = field(default_factory=lambda: MovableClock(_START))
    stores: InMemory = field(default_factory=InMemory)
    zone: str = "Europe/London"
    platform: str = "terminal"
    locale: str = "en_GB"

    def __post_init__(self) -> None:
        self.assistant = self._begun()
        self.screen = SCREENS[self.platform](self)
        self.screen.start(self.assistant)

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
        self.screen.wait(text)

    def owner(self, text: str) -> None:
        """Type a line, press a button by its label, or hand over a file."""
        act(self.screen, text)

    def restart(self) -> None:
        """End the program and start it again on what it kept."""
        self.assistant = self._begun()
        self.screen.start(self.assistant)
        self.screen.open()

    # -- what a story looks at --------------------------------------------------

    @property
    def answer(self) -> str:
        """Everything that was said to the last line."""
        return typed_spaces(self.screen.answer)

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons of the last question."""
        return [typed_spaces(label) for label in self.screen.labels]

    @property
    def letter(self) -> str:
        """Subject and body of the letter that was shown last."""
        return typed_spaces(self.screen.letter)

    @property
    def chat(self) -> Chat:
        """The sitting at the terminal."""
        return cast("TerminalScreen", self.screen).chat

    @property
    def ear(self) -> Listening:
        """What listens at the terminal."""
        return cast("TerminalScreen", self.screen).ear

    def case(self, case_id: str = "") -> Case:
        """A case as it is stored; the only one where there is one."""
        ids = [s.case_id for s in self.stores.cases.summaries(BUSINESS)]
        return self.stores.cases.load(BUSINESS, case_id or ids[0])

    # -- set-up -----------------------------------------------------------------

    def _begun(self) -> Assistant:
        settings = Settings(self.folder, locale=self.locale, time_zone=self.zone)
        return build_on(settings, self.clock, self.stores)

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
