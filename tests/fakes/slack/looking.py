"""Finding on somebody's screen what they mean: a button, an input, a message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from tests.fakes.slack.errors import NotVisibleError
from tests.fakes.slack.forms import Field, fields, options_of, text_of
from tests.fakes.slack.model import Channel, Json, Message, View
from tests.fakes.slack.screen import Screen
from tests.fakes.slack.state import World

Surface = Message | View


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread as one person sees it; `str()` of it is what stands there."""

    root: Message
    channel: Channel
    screen: Screen

    def __str__(self) -> str:
        return self.screen.thread(self.channel, self.root)

    @property
    def messages(self) -> list[Message]:
        """The root and the replies, oldest first."""
        shown = self.screen.visible(self.channel)
        return [m for m in shown if m.root_ts == self.root.ts]


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file on somebody's screen. message: the one that holds it."""

    name: str
    content: bytes
    media_type: str
    message: Message


Where: TypeAlias = Channel | Message | Thread | str | None


@dataclass(frozen=True, slots=True)
class Spot:
    """An element on a surface; choice: the option of an overflow menu."""

    surface: Surface
    field: Field
    choice: Json | None = None


@dataclass(frozen=True, slots=True)
class Eyes:
    """What one person has before them.

    at_home: whether the home tab is in front; else the conversations are.
    """

    world: World
    screen: Screen
    user_id: str
    at_home: bool

    def channels(self) -> list[Channel]:
        """The conversations the person is in."""
        found = self.world.channels.values()
        return [channel for channel in found if self.user_id in channel.members]

    def modal(self) -> View | None:
        """The modal in front."""
        stack = self.world.open_views(self.user_id)
        return stack[-1] if stack else None

    def home(self) -> View | None:
        """The home tab, if the app ever published one."""
        return self.world.homes.get(self.user_id)

    def messages(self) -> list[Message]:
        """All messages the person can see, newest first."""
        found = [m for each in self.channels() for m in self.screen.visible(each)]
        return sorted(found, key=lambda message: message.ts, reverse=True)

    def recent(self, where: Where = None) -> list[Message]:
        """The messages of a place, or of all conversations, newest first."""
        if where is None:
            return self.messages()
        found = self.surfaces_at(where)
        return [each for each in found if isinstance(each, Message)]

    def surfaces(self) -> list[Surface]:
        """Where the next press may land: the modal alone when one is open."""
        if modal := self.modal():
            return [modal]
        home = self.home()
        if self.at_home and home:
            return [home, *self.messages()]
        return [*self.messages(), *([home] if home else [])]

    def surfaces_at(self, where: Where) -> list[Surface]:
        """The surfaces of a place, newest first; all of them when none is named."""
        if where is None:
            return self.surfaces()
        if where in ("modal", "home"):
            view = self.modal() if where == "modal" else self.home()
            return [view] if view else []
        if isinstance(where, Channel):
            return list(reversed(self.screen.visible(where)))
        if isinstance(where, Message):
            return [where]
        return list(reversed(self.thread_at(where).messages))

    def thread_at(self, where: Where) -> Thread:
        """The thread that a place means; the newest one for words."""
        match where:
            case Thread():
                return where
            case Message():
                channel = self.world.channels[where.channel_id]
                return Thread(channel.messages[where.root_ts], channel, self.screen)
            case str():
                return self.thread_at(self.root(where))
            case _:
                raise NotVisibleError(f"{where!r} is no thread")

    def message(self, words: str) -> Message:
        """The newest message that shows these words."""
        for message in self.messages():
            if words in self.screen.message(message):
                return message
        raise NotVisibleError(f"no message shows {words!r}")

    def root(self, words: str) -> Message:
        """The newest message outside threads that shows these words."""
        for message in self.messages():
            opens = not (message.is_reply or message.only_for)
            if opens and words in self.screen.message(message):
                return message
        raise NotVisibleError(f"no message in a channel shows {words!r}")

    def button(self, label: str, surfaces: Iterable[Surface]) -> Spot:
        """The first button or menu entry of this label; says what there is else."""
        seen: list[str] = []
        for spot, text in _pressable(surfaces):
            if text == label:
                return spot
            seen.append(text)
        raise NotVisibleError(f"no button {label!r}; there is {seen}")

    def input(self, name: str, surfaces: Iterable[Surface]) -> Spot:
        """The first input of this label or placeholder; says what there is else."""
        seen: list[str] = []
        for surface in surfaces:
            for field in fields(blocks_of(surface)):
                if field.kind in ("button", "overflow"):
                    continue
                if name in (field.label, field.element["action_id"]):
                    return Spot(surface, field)
                seen.append(field.label)
        raise NotVisibleError(f"no input {name!r}; there is {seen}")


def blocks_of(surface: Surface) -> list[Json]:
    """The blocks of a message or view."""
    if isinstance(surface, View):
        return list(surface.body["blocks"])
    return surface.blocks if surface.bot_id else []


def _pressable(surfaces: Iterable[Surface]) -> Iterator[tuple[Spot, str]]:
    for surface in surfaces:
        for field in fields(blocks_of(surface)):
            if field.kind == "overflow":
                for each in options_of(field.element):
                    yield Spot(surface, field, each), text_of(each["text"])
            elif field.kind in ("button", "workflow_button", "icon_button"):
                yield Spot(surface, field), field.label
