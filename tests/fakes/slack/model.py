"""What a Slack keeps: teams, people, channels, messages, files, views, grants."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Kind(StrEnum):
    """Kinds of conversations, named as events name them in `channel_type`."""

    PUBLIC = "channel"
    PRIVATE = "group"
    IM = "im"


class Posting(StrEnum):
    """Who may post into a channel."""

    EVERYBODY = "everybody"
    ADMINS = "admins"
    THREADS_ONLY = "threads_only"


@dataclass(slots=True, eq=False)
class User:
    """Somebody with an account, or the user that stands for the app's bot.

    team_id: the organisation they belong to, also when seen from another one.
    tz: IANA zone. bot_id: set for the bot's user only.
    """

    id: str
    team_id: str
    name: str
    real_name: str
    locale: str = "en-US"
    tz: str = "UTC"
    is_admin: bool = False
    is_restricted: bool = False
    is_deleted: bool = False
    email: str = ""
    bot_id: str = ""
    app_id: str = ""


@dataclass(slots=True, eq=False)
class Message:
    """One message; `only_for` makes it ephemeral, seen by that user alone.

    blocks: as the app sent them, with the ids filled in that it left out.
    edited_ts: set when Slack shows "(edited)".
    is_hidden: beyond the history that a free plan shows.
    """

    ts: str
    channel_id: str
    user_id: str
    team_id: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    bot_id: str = ""
    app_id: str = ""
    subtype: str = ""
    file_ids: list[str] = field(default_factory=list)
    metadata: Json = field(default_factory=dict)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited_ts: str = ""
    client_msg_id: str = ""
    only_for: str = ""
    is_hidden: bool = False
    is_tombstone: bool = False

    @property
    def root_ts(self) -> str:
        """The thread that the message is in or would open."""
        return self.thread_ts or self.ts

    @property
    def is_reply(self) -> bool:
        """Whether it is shown in a thread only."""
        return bool(self.thread_ts) and self.thread_ts != self.ts


@dataclass(slots=True, eq=False)
class Channel:
    """A conversation. connected: other teams that share it through Slack Connect."""

    id: str
    team_id: str
    name: str
    kind: Kind
    members: set[str] = field(default_factory=set)
    is_archived: bool = False
    posting: Posting = Posting.EVERYBODY
    connected: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)
    ephemeral: dict[str, Message] = field(default_factory=dict)
    created: int = 0

    @property
    def is_ext_shared(self) -> bool:
        """Whether other organisations read along."""
        return bool(self.connected)

    def replies(self, root_ts: str) -> list[Message]:
        """The replies under a root message, oldest first."""
        return [
            message
            for message in self.messages.values()
            if message.is_reply and message.thread_ts == root_ts
        ]

    def tops(self) -> list[Message]:
        """What stands in the channel itself, oldest first."""
        return [
            message
            for message in self.messages.values()
            if not message.is_reply or message.subtype == "thread_broadcast"
        ]


@dataclass(slots=True, eq=False)
class File:
    """An uploaded file. shares: channel id -> times of the messages that hold it."""

    id: str
    team_id: str
    name: str
    title: str
    media_type: str
    user_id: str
    created: int
    announced: int = 0
    content: bytes | None = None
    alt_text: str = ""
    is_completed: bool = False
    shares: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class View:
    """A modal on somebody's screen, or their home tab.

    body: what the app sent, with ids filled in. values: what stands in the inputs,
    as Slack writes it in `state.values`. errors: block id -> what is wrong there.
    """

    id: str
    team_id: str
    user_id: str
    body: Json
    hash: str
    root_view_id: str = ""
    previous_view_id: str = ""
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    is_open: bool = True

    @property
    def external_id(self) -> str:
        """The app's own name for the view; empty when it gave none."""
        return str(self.body.get("external_id") or "")

    @property
    def title(self) -> str:
        """The title that stands above a modal; empty on a home tab."""
        return str((self.body.get("title") or {}).get("text", ""))


@dataclass(slots=True, eq=False)
class Grant:
    """A token. team_id: empty for one that is good for a whole organisation.

    ended: empty while it lives, else the error that its use brings.
    """

    token: str
    team_id: str
    enterprise_id: str
    user_id: str
    bot_id: str
    scopes: set[str]
    expires_at: datetime | None = None
    refresh_token: str = ""
    ended: str = ""
    is_app_level: bool = False


@dataclass(slots=True, eq=False)
class Team:
    """A workspace. bot_user_id: empty until the app is installed."""

    id: str
    name: str
    domain: str
    enterprise_id: str = ""
    enterprise_name: str = ""
    bot_user_id: str = ""
    bot_id: str = ""
    is_org_install: bool = False


@dataclass(slots=True)
class Trigger:
    """A right to open one modal, for three seconds."""

    id: str
    user_id: str
    team_id: str
    made_at: datetime
    is_used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """A right to answer five times within half an hour.

    message_ts: the message whose button was pressed; empty for commands.
    """

    key: str
    team_id: str
    channel_id: str
    user_id: str
    made_at: datetime
    message_ts: str = ""
    is_ephemeral: bool = False
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Install:
    """What a person agreed to on Slack's page, until the code is exchanged."""

    team_id: str
    user_id: str
    scopes: frozenset[str]
    redirect: str = ""
    is_org_wide: bool = False
