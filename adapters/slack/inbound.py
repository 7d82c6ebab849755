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
from typing import Any

from adapters.slack import actions, forms
from adapters.slack.actions import Choose, Give, Say
from adapters.slack.arrivals import (
    Commanded,
    FileDropped,
    HomeOpened,
    Pressed,
    Sent,
    Shared,
    Source,
    Written,
)
from adapters.slack.messages import (
    changed,
    command_in,
    event_source,
    is_direct,
    is_of_a_person,
    message_id,
    shared,
    team_of,
    written,
)
from adapters.slack.parts import PROMPT
from adapters.slack.text import read, unescaped
from assistant.chat.events import (
    ChatEvent,
    ChoiceMade,
    CommandGiven,
    Person,
    Place,
    TextEdited,
    TextTyped,
)

Payload = Mapping[str, Any]

# What somebody typed or dropped; Slack's own news of a channel come as others.
_TYPED = frozenset(("", "file_share", "thread_broadcast", "me_message"))
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"'})


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
    words = _TOKEN_NAMES.sub(_named, text)
    said = read(words).strip()
    first = said.split(maxsplit=1)[0].casefold() if said else ""
    return said if first in ("note", "reply") else said.translate(_CURLY)


# A channel in a command is known by its name, a person by their id: what people are
# called is asked of Slack, see `People.spelled`.
_TOKEN_NAMES = re.compile(r"<(?P<kind>[@#])(?P<id>[A-Z0-9]+)(?:\|(?P<name>[^>]*))?>")


def _named(found: re.Match[str]) -> str:
    is_person = found["kind"] == "@"
    return found["id"] if is_person else found["name"] or found["id"]


def from_action(body: Payload) -> Pressed:
    """A press on a button or a pick from a menu (`block_actions`)."""
    element = body["actions"][0]
    message = body.get("message") or {}
    container = body.get("container") or {}
    view = body.get("view") or {}
    stamp = message.get("ts") or container.get("message_ts") or ""
    where = stamp or view.get("id", "")
    told = (team_of(body), where, element.get("action_ts", ""), body["user"]["id"])
    pressed = element.get("action_id", "")
    source = _source(
        body,
        delivery_id=f"action:{':'.join(told)}:{_digest(pressed)}",
        thread_ts=message.get("thread_ts") or container.get("thread_ts") or "",
        message_ts=stamp,
    )
    is_lasting = bool(stamp) and not container.get("is_ephemeral")
    words = (element.get("selected_option") or element).get("text") or {}
    return Pressed(
        source,
        actions.read(element),
        prompt_in(message),
        forms.target_of(view),
        label=unescaped(words.get("text") or ""),
        text=message.get("text") or "",
        blocks=tuple(message.get("blocks") or ()) if is_lasting else (),
    )


def prompt_in(message: Payload) -> str:
    """The last question that a message of ours shows; empty if it shows none."""
    prompts = [
        block["text"]["text"]
        for block in message.get("blocks", ())
        if str(block.get("block_id", "")).startswith(PROMPT) and "text" in block
    ]
    return unescaped(prompts[-1]) if prompts else ""


def from_view_submission(body: Payload) -> Sent:
    """A form that was sent. The same content sent again is the same delivery; the same
    words to the next question, which may stand in the same form, are another."""
    view = body["view"]
    values = (view.get("state") or {}).get("values")
    sent = json.dumps([values, view.get("private_metadata")], sort_keys=True)
    delivery_id = f"form:{team_of(body)}:{view.get('id', '')}:{_digest(sent)}"
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
        delivery_id=f"shortcut:{team_of(body)}:{body['trigger_id']}",
        thread_ts=(message or {}).get("thread_ts", ""),
        message_ts=(message or {}).get("ts", ""),
    )
    found = shared(body, message) if message else None
    return Shared(source, body["callback_id"], found)


def from_message(body: Payload) -> Written | None:
    """A `message` or `app_mention` event; None for what nobody typed to us.

    The same message comes as both where the app is called by name in a channel that
    it may read; both have one delivery id.
    """
    event = body["event"]
    subtype = event.get("subtype", "")
    if subtype == "message_changed":
        return changed(body, event)
    if subtype not in _TYPED or not is_of_a_person(event):
        return None
    source = event_source(body, event, message_id(body, event, event["ts"]))
    return written(body, event, source)


def from_home(body: Payload) -> HomeOpened:
    """`app_home_opened`."""
    event = body["event"]
    source = event_source(body, event, f"event:{body['event_id']}")
    return HomeOpened(source, event.get("tab", "home"))


def from_file_share(body: Payload) -> FileDropped:
    """`file_shared`, which tells of a file where messages may not be read."""
    event = body["event"]
    told = {"user": event.get("user_id", ""), "channel": event.get("channel_id", "")}
    source = event_source(body, told, f"file:{team_of(body)}:{event['file_id']}")
    return FileDropped(source, event["file_id"])


def event_of(
    done: Commanded | Pressed | Written, place: Place, person: Person | None = None
) -> ChatEvent | None:
    """What the core is told; None for what only the app can do, as opening a form.

    person: who it was, with the name that Slack shows.
    Files are not in it: their bytes have to be fetched first. A forwarded message goes
    before the words beside it.
    """
    where = (done.source.delivery_id, place, person or done.source.person)
    match done:
        case Commanded():
            return CommandGiven(*where, done.text)
        case Pressed(action=Choose(case_id, question, choice)):
            return ChoiceMade(*where, case_id, question, choice)
        case Pressed(action=Give(command)):
            return CommandGiven(*where, command)
        case Pressed(action=Say(case_id, question, text)):
            return TextTyped(*where, text, question=question, case_id=case_id)
        case Written():
            return _said(done, where)
        case Pressed():
            return None


def _said(done: Written, where: tuple[str, Place, Person]) -> ChatEvent | None:
    if done.first:
        return TextEdited(*where, done.text, done.first)
    if done.shared:
        return TextTyped(*where, done.shared.text, done.shared.origin)
    command = command_in(done.text)
    if command:
        return CommandGiven(*where, command)
    return TextTyped(*where, done.text) if done.text else None


def _source(body: Payload, **known: str) -> Source:
    """Of an interaction: a press, a form or a shortcut."""
    user, view = body.get("user") or {}, body.get("view") or {}
    container, channel = body.get("container") or {}, body.get("channel") or {}
    found = {
        "team_id": team_of(body),
        "user_id": user.get("id", ""),
        "user_name": user.get("name") or user.get("username") or "",
        "user_team_id": user.get("team_id") or "",
        "enterprise_id": (body.get("enterprise") or {}).get("id") or "",
        "channel_id": channel.get("id") or container.get("channel_id") or "",
        "trigger_id": body.get("trigger_id") or "",
        "response_url": body.get("response_url") or "",
        "view_id": view.get("id") or "",
        "view_hash": view.get("hash") or "",
        "view_type": view.get("type") or "",
        **known,
    }
    return Source(**found, is_direct=is_direct(found["channel_id"]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
