"""What a person did in Slack, read from a payload: small values, nothing of Slack's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.actions import Action
from adapters.slack.forms import NOWHERE, FileRef, Submitted, Target
from assistant.chat.events import Origin, Person, Place


@dataclass(frozen=True, slots=True)
class Source:
    """Who did something, and where.

    delivery_id: the same for each delivery of the same thing, unlike retry headers.
    team_id: the workspace the app is installed in; user_team_id: the person's own,
        which differs for somebody from another organisation.
    thread_ts: of the thread's root; empty outside one. message_ts: of the message that
        was pressed, written or shared.
    trigger_id: opens a form, once, within three seconds.
    view_type: `modal` or `home`, where the person is in one.
    """

    delivery_id: str
    team_id: str
    user_id: str
    user_name: str = ""
    user_team_id: str = ""
    enterprise_id: str = ""
    channel_id: str = ""
    is_direct: bool = False
    thread_ts: str = ""
    message_ts: str = ""
    trigger_id: str = ""
    response_url: str = ""
    view_id: str = ""
    view_hash: str = ""
    view_type: str = ""

    @property
    def person(self) -> Person:
        """Who it was."""
        return Person(self.user_id, self.user_name or self.user_id)

    @property
    def is_from_outside(self) -> bool:
        """Whether the person belongs to another organisation than the app."""
        return self.user_team_id not in ("", self.team_id, self.enterprise_id)

    def place(self, case_id: str = "") -> Place:
        """Where the conversation happens.

        case_id: of the thread, as the app knows it from its notes.
        """
        business = f"slack:{self.team_id}"
        if case_id:
            name = f"case/{case_id}"
            return Place("slack", name, business, is_private=False, case_id=case_id)
        if self.is_direct or not self.channel_id:
            return Place("slack", f"user/{self.user_id}", business)
        return Place("slack", f"channel/{self.channel_id}", business, is_private=False)


@dataclass(frozen=True, slots=True)
class Commanded:
    """`/dispute` with its words, links and mentions read as words."""

    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or menu.

    action: None for one that is not ours, or that no version of ours knows.
    prompt: the question it stood under, as it was shown.
    target: what the form is about that it was pressed in.
    label: its words. text, blocks: of the message that it stood in, as they were sent;
        empty for one that only its reader sees, which cannot be edited.
    """

    source: Source
    action: Action | None
    prompt: str = ""
    target: Target = NOWHERE
    label: str = ""
    text: str = ""
    blocks: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent; `form` is None for one that is not ours."""

    source: Source
    form: Submitted | None


@dataclass(frozen=True, slots=True)
class Written:
    """A message in a thread, in direct messages, or to the app by name.

    text: as its writer saw it, without the app's name in it.
    is_mention: whether the app was called by name.
    first: delivery id of the message as it was sent first, where it was changed.
    shared: somebody else's message that was forwarded with it.
    """

    source: Source
    text: str
    files: tuple[FileRef, ...] = ()
    is_mention: bool = False
    first: str = ""
    shared: "SharedMessage | None" = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A shortcut; on a message, with what stands in it.

    shortcut: its `callback_id`. message: None for the global one.
    """

    source: Source
    shortcut: str
    message: "SharedMessage | None" = None


@dataclass(frozen=True, slots=True)
class SharedMessage:
    """Somebody's message on which the shortcut was used.

    author: their name where the payload has it, else their id.
    """

    text: str
    author: str
    author_id: str
    written_at: datetime
    link: str
    files: tuple[FileRef, ...] = ()

    @property
    def origin(self) -> Origin:
        """As events carry it."""
        return Origin(self.author, self.written_at, self.link)


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at the app's Home or Messages tab. tab: `home` or `messages`."""

    source: Source
    tab: str


@dataclass(frozen=True, slots=True)
class FileDropped:
    """A file appeared where the app is; only its id is told (`files.info`)."""

    source: Source
    file_id: str
