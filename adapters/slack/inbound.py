"""Slack payload -> what a person did. Pure: no network, no store, no clock.

Every payload becomes one small value with a `Source`: who, where, and an id that is
the same for every delivery of the same thing. What the core understands becomes an
event by `event_of`; the rest (opening a form, showing the Home tab) is the app's.
From here on no shape of Slack's is known to anybody.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.slack import actions, forms
from adapters.slack.actions import Action, Choose, Give, Say
from adapters.slack.forms import FileRef, Submitted
from adapters.slack.parts import PROMPT
from adapters.slack.text import read, unescaped
from assistant.chat.commands import REGISTRY
from assistant.chat.events import (
    ChatEvent,
    ChoiceMade,
    CommandGiven,
    Origin,
    Person,
    Place,
    TextEdited,
    TextTyped,
)

Payload = Mapping[str, Any]

_DIRECT = ("im", "app_home")
_IGNORED = frozenset(
    "message_deleted message_replied channel_join channel_leave channel_topic "
    "channel_purpose channel_name channel_archive channel_unarchive group_join "
    "group_leave group_topic group_purpose group_name group_archive "
    "group_unarchive bot_message bot_add bot_remove reminder_add pinned_item "
    "assistant_app_thread ekm_access_denied channel_posting_permissions".split()
)
_FREE = ("note", "reply", "assign", "snooze", "help", "list")
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"'})
_OPENED_BY = re.compile(r"\s*<@[A-Z0-9]+(?:\|[^>]*)?>[,:]?\s*")


@dataclass(frozen=True, slots=True)
class Source:
    """Who did something, and where.

    delivery_id: the same for each delivery of the same thing, unlike retry headers.
    team_id: the workspace the app is installed in; user_team_id: the person's own,
        which differs for somebody from another organisation.
    thread_ts: of the thread's root; empty outside one. message_ts: of the message that
        was pressed, written or shared.
    trigger_id: opens a form, once, within three seconds.
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
    """

    source: Source
    action: Action | None
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent; `form` is None for one that is not ours."""

    source: Source
    form: Submitted | None


@dataclass(frozen=True, slots=True)
class Written:
    """A message in a thread, in direct messages, or to the app by name.

    text: as its writer saw it, without the app's name in front.
    is_mention: whether the app was called by name.
    first: delivery id of the message as it was sent first, where it was changed.
    """

    source: Source
    text: str
    files: tuple[FileRef, ...] = ()
    is_mention: bool = False
    first: str = ""


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


def from_command(body: Payload) -> Commanded:
    """A slash command."""
    source = Source(
        delivery_id=f"command:{body['team_id']}:{body['trigger_id']}",
        team_id=body["team_id"],
        user_id=body["user_id"],
        user_name=body.get("user_name", ""),
        enterprise_id=body.get("enterprise_id") or "",
        channel_id=body.get("channel_id", ""),
        is_direct=body.get("channel_name") == "directmessage",
        trigger_id=body["trigger_id"],
        response_url=body.get("response_url", ""),
    )
    return Commanded(source, command_text(body.get("text") or ""))


def command_text(text: str) -> str:
    """The words of a command: tokens read, curly double quotes made straight.

    `note` and `reply` keep the quotes: what follows is somebody's words.
    """
    words = _TOKEN_NAMES.sub(lambda found: found["name"] or found["id"], text)
    said = read(words).strip()
    first = said.split(maxsplit=1)[0].casefold() if said else ""
    return said if first in ("note", "reply") else said.translate(_CURLY)


# A person or channel in a command is known by its name: `assign D-7 @sam`.
_TOKEN_NAMES = re.compile(r"<[@#](?P<id>[A-Z0-9]+)(?:\|(?P<name>[^>]*))?>")


def from_action(body: Payload) -> Pressed:
    """A press on a button or a pick from a menu (`block_actions`)."""
    element = body["actions"][0]
    message = body.get("message") or {}
    container = body.get("container") or {}
    view = body.get("view") or {}
    stamp = message.get("ts") or container.get("message_ts") or ""
    where = stamp or view.get("id", "")
    told = (_team(body), where, element.get("action_ts", ""), body["user"]["id"])
    pressed = element.get("action_id", "")
    source = _source(
        body,
        delivery_id=f"action:{':'.join(told)}:{_digest(pressed)}",
        thread_ts=message.get("thread_ts") or container.get("thread_ts") or "",
        message_ts=stamp,
    )
    return Pressed(source, actions.read(element), prompt_in(message))


def prompt_in(message: Payload) -> str:
    """The last question that a message of ours shows; empty if it shows none."""
    prompts = [
        block["text"]["text"]
        for block in message.get("blocks", ())
        if str(block.get("block_id", "")).startswith(PROMPT) and "text" in block
    ]
    return unescaped(prompts[-1]) if prompts else ""


def from_view_submission(body: Payload) -> Sent:
    """A form that was sent. The same content sent again is the same delivery."""
    view = body["view"]
    state = json.dumps((view.get("state") or {}).get("values"), sort_keys=True)
    delivery_id = f"form:{_team(body)}:{view.get('id', '')}:{_digest(state)}"
    form = forms.read_view(view)
    target = form.target if form else forms.Target()
    source = _source(
        body,
        delivery_id=delivery_id,
        channel_id=target.channel_id,
        thread_ts=target.thread_ts,
        message_ts=target.message_ts,
    )
    return Sent(source, form)


def from_shortcut(body: Payload) -> Shared:
    """The global shortcut, or the one on a message."""
    message = body.get("message")
    source = _source(
        body,
        delivery_id=f"shortcut:{_team(body)}:{body['trigger_id']}",
        thread_ts=(message or {}).get("thread_ts", ""),
        message_ts=(message or {}).get("ts", ""),
    )
    shared = _shared(body, message) if message else None
    return Shared(source, body["callback_id"], shared)


def from_message(body: Payload) -> Written | None:
    """A `message` or `app_mention` event; None for what nobody typed to us.

    The same message comes as both where the app is called by name in a channel that
    it may read; both have one delivery id.
    """
    event = body["event"]
    subtype = event.get("subtype", "")
    if subtype == "message_changed":
        return _changed(body, event)
    if subtype in _IGNORED or event.get("bot_id") or not event.get("user"):
        return None
    source = _event_source(body, event, _message_id(body, event, event["ts"]))
    return _written(source, event, is_mention=event["type"] == "app_mention")


def from_home(body: Payload) -> HomeOpened:
    """`app_home_opened`."""
    event = body["event"]
    source = _event_source(body, event, f"event:{body['event_id']}")
    return HomeOpened(source, event.get("tab", "home"))


def from_file_share(body: Payload) -> FileDropped:
    """`file_shared`, which tells of a file where messages may not be read."""
    event = body["event"]
    told = {"user": event.get("user_id", ""), "channel": event.get("channel_id", "")}
    source = _event_source(body, told, f"file:{_team(body)}:{event['file_id']}")
    return FileDropped(source, event["file_id"])


def event_of(done: Commanded | Pressed | Written, place: Place) -> ChatEvent | None:
    """What the core is told; None for what only the app can do, as opening a form.

    Files are not in it: their bytes have to be fetched first.
    """
    source = done.source
    where = (source.delivery_id, place, source.person)
    match done:
        case Commanded():
            return CommandGiven(*where, done.text)
        case Pressed(action=Choose(case_id, question, choice)):
            return ChoiceMade(*where, case_id, question, choice)
        case Pressed(action=Give(command)):
            return CommandGiven(*where, command)
        case Pressed(action=Say(text=text)):
            return TextTyped(*where, text)
        case Pressed():
            return None
        case Written() if done.first:
            return TextEdited(*where, done.text, done.first)
        case Written() if command := command_in(done.text):
            return CommandGiven(*where, command)
        case Written():
            return TextTyped(*where, done.text) if done.text else None


def command_in(text: str) -> str:
    """The command that a message is, without `/dispute`; empty if it is words.

    A message may begin as a command and be an answer ("Show them the contract"), so
    more than its first word has to fit.
    """
    slash = re.fullmatch(r"/?dispute\b\s*(.*)|/(.*)", text, re.IGNORECASE | re.DOTALL)
    if slash:
        return (slash[1] or slash[2] or "").strip() or "menu"
    first, *rest = text.split(maxsplit=2) or [""]
    word = first.casefold()
    if word not in REGISTRY:
        return ""
    is_telling = any(map(str.isdigit, rest[0])) if rest else True
    return text if is_telling or word in _FREE else ""


def _written(source: Source, event: Payload, *, is_mention: bool) -> Written:
    text = event.get("text") or ""
    called = _OPENED_BY.match(text) if is_mention else None
    said = read(text[called.end() :] if called else text).strip()
    given = tuple(map(forms.file_ref, event.get("files") or ()))
    return Written(source, said, given, is_mention)


def _changed(body: Payload, event: Payload) -> Written | None:
    """Somebody changed their message; unfurled links come the same way."""
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    is_ours = after.get("bot_id") or not after.get("user")
    if is_ours or after.get("text") == before.get("text"):
        return None
    first = _message_id(body, event, after["ts"])
    stamp = (after.get("edited") or {}).get("ts") or event.get("event_ts", "")
    inner = {**event, **after}
    source = _event_source(body, inner, f"{first}:{stamp}")
    written = _written(source, inner, is_mention=False)
    return Written(source, written.text, first=first)


def _shared(body: Payload, message: Payload) -> SharedMessage:
    channel = (body.get("channel") or {}).get("id", "")
    domain = (body.get("team") or {}).get("domain", "")
    stamp = str(message["ts"])
    link = f"https://{domain}.slack.com/archives/{channel}/p{stamp.replace('.', '')}"
    author_id = message.get("user") or message.get("bot_id") or ""
    named = message.get("username") or (message.get("bot_profile") or {}).get("name")
    return SharedMessage(
        text=read(message.get("text") or "").strip(),
        author=named or author_id,
        author_id=author_id,
        written_at=datetime.fromtimestamp(float(stamp), UTC),
        link=link if domain and channel else "",
        files=tuple(map(forms.file_ref, message.get("files") or ())),
    )


def _source(body: Payload, **known: str) -> Source:
    """Of an interaction: a press, a form or a shortcut."""
    user, view = body.get("user") or {}, body.get("view") or {}
    container, channel = body.get("container") or {}, body.get("channel") or {}
    found = {
        "team_id": _team(body),
        "user_id": user.get("id", ""),
        "user_name": user.get("name") or user.get("username") or "",
        "user_team_id": user.get("team_id") or "",
        "enterprise_id": (body.get("enterprise") or {}).get("id") or "",
        "channel_id": channel.get("id") or container.get("channel_id") or "",
        "trigger_id": body.get("trigger_id") or "",
        "response_url": body.get("response_url") or "",
        "view_id": view.get("id") or "",
        "view_hash": view.get("hash") or "",
        **known,
    }
    return Source(**found, is_direct=_is_direct(found["channel_id"]))


def _event_source(body: Payload, event: Payload, delivery_id: str) -> Source:
    channel = event.get("channel") or ""
    is_direct = event.get("channel_type") in _DIRECT or _is_direct(channel)
    return Source(
        delivery_id=delivery_id,
        team_id=_team(body),
        user_id=event.get("user") or "",
        user_team_id=event.get("user_team") or event.get("team") or "",
        enterprise_id=body.get("enterprise_id") or "",
        channel_id=channel,
        is_direct=is_direct,
        thread_ts=event.get("thread_ts") or "",
        message_ts=event.get("ts") or "",
    )


def _message_id(body: Payload, event: Payload, stamp: str) -> str:
    return f"message:{_team(body)}:{event['channel']}:{stamp}"


def _team(body: Payload) -> str:
    """The workspace the app serves here, also in a channel that several share."""
    team = (body.get("team") or {}).get("id") or body.get("team_id")
    return str(team or (body.get("user") or {}).get("team_id") or "")


def _is_direct(channel_id: str) -> bool:
    return channel_id.startswith("D")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
