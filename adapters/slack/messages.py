"""Messages that people wrote, as events carry them: their words, files and origin."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.slack import forms
from adapters.slack.arrivals import SharedMessage, Source, Written
from adapters.slack.text import read
from assistant.chat.commands import REGISTRY

Payload = Mapping[str, Any]

_SLACK = "USLACKBOT"
_DIRECT = ("im", "app_home")
_FREE = ("note", "reply", "assign", "snooze", "help", "list")
# Second words that make a command of what might be the beginning of a sentence.
_TELLING = {
    "sent": ("by", "email", "e-mail", "mail", "text", "sms", "post"),
    "show": ("letters", "timeline"),
    "share": ("team", "everyone", "me", "private"),
    "hold": ("keep",),
    "update": ("reason", "undisputed", "playbook"),
    "team": ("invite", "remove", "owner", "helper", "approver"),
}
_SLASH = re.compile(r"/(?:dispute\b)?\s*", re.IGNORECASE)
_CALLED = re.compile(r"dispute\b\s*", re.IGNORECASE)


def written(body: Payload, event: Payload, source: Source) -> Written:
    """A message as its writer saw it; see `Written`."""
    text = event.get("text") or ""
    is_mention = event["type"] == "app_mention"
    called = _call(body, is_mention=is_mention)
    said = called.sub(" ", text, count=1) if called else text
    forwarded = [
        each
        for each in event.get("attachments") or ()
        if each.get("is_share") or each.get("is_msg_unfurl")
    ]
    return Written(
        source=source,
        text=read(said).strip(),
        files=tuple(map(forms.file_ref, event.get("files") or ())),
        is_mention=is_mention or said != text,
        shared=_forwarded(forwarded[0]) if forwarded else None,
    )


def _call(body: Payload, *, is_mention: bool) -> re.Pattern[str] | None:
    """The app's name in a text, as Slack writes it."""
    known: list[Payload] = body.get("authorizations") or [{}]
    name = re.escape(known[0].get("user_id") or "")
    if not name and not is_mention:
        return None
    return re.compile(rf"\s*<@{name or '[A-Z0-9]+'}(?:\|[^>]*)?>[,:]?\s*")


def _forwarded(attachment: Payload) -> SharedMessage:
    stamp = float(attachment.get("ts") or 0)
    author_id = attachment.get("author_id") or ""
    return SharedMessage(
        text=read(attachment.get("text") or "").strip(),
        author=attachment.get("author_name") or author_id,
        author_id=author_id,
        written_at=datetime.fromtimestamp(stamp, UTC),
        link=attachment.get("from_url") or attachment.get("original_url") or "",
        files=tuple(map(forms.file_ref, attachment.get("files") or ())),
    )


def is_of_a_person(message: Payload) -> bool:
    """Whether somebody wrote it, and neither an app nor Slack itself."""
    return not message.get("bot_id") and message.get("user") not in (None, "", _SLACK)


def changed(body: Payload, event: Payload) -> Written | None:
    """Somebody changed their message; unfurled links come the same way."""
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    is_gone = after.get("subtype") == "tombstone"  # deleted, with replies below it
    if is_gone or not is_of_a_person(after) or after.get("text") == before.get("text"):
        return None
    first = message_id(body, event, after["ts"])
    stamp = (after.get("edited") or {}).get("ts") or event.get("event_ts", "")
    inner = {**event, **after}
    source = event_source(body, inner, f"{first}:{stamp}")
    return Written(source, written(body, inner, source).text, first=first)


def shared(body: Payload, message: Payload) -> SharedMessage:
    """The message that a shortcut was used on, with a link made from its place."""
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


def command_in(text: str) -> str:
    """The command that a message is, without `/dispute`; empty if it is words.

    A message may begin as a command and be an answer ("Show them the contract"), so
    more than its first word has to fit.
    """
    slash = _SLASH.match(text)
    if slash:
        return text[slash.end() :].strip() or "menu"
    bare = _CALLED.sub("", text) if _CALLED.match(text) else text
    first, *rest = bare.split(maxsplit=2) or [""]
    word = first.casefold()
    if word not in REGISTRY:
        return "menu" if not bare and text else ""
    is_called = bare != text
    is_telling = not rest or _is_telling(word, rest[0])
    return bare if is_called or is_telling or word in _FREE else ""


def _is_telling(word: str, second: str) -> bool:
    """Whether two words hardly begin an answer: `paid 200`, `update late_fees`."""
    is_ours = "_" in second or any(map(str.isdigit, second))
    return is_ours or second.casefold() in _TELLING.get(word, ())


def event_source(body: Payload, event: Payload, delivery_id: str) -> Source:
    """Who and where, of an event."""
    channel = event.get("channel") or ""
    return Source(
        delivery_id=delivery_id,
        team_id=team_of(body),
        user_id=event.get("user") or "",
        user_team_id=event.get("user_team") or event.get("team") or "",
        enterprise_id=body.get("enterprise_id") or "",
        channel_id=channel,
        is_direct=event.get("channel_type") in _DIRECT or is_direct(channel),
        thread_ts=event.get("thread_ts") or "",
        message_ts=event.get("ts") or "",
    )


def message_id(body: Payload, event: Payload, stamp: str) -> str:
    """The delivery id of a message, whatever event tells of it."""
    return f"message:{team_of(body)}:{event['channel']}:{stamp}"


def team_of(body: Payload) -> str:
    """The workspace the app serves here, also in a channel that several share."""
    team = (body.get("team") or {}).get("id") or body.get("team_id")
    return str(team or (body.get("user") or {}).get("team_id") or "")


def is_direct(channel_id: str) -> bool:
    """Whether it is a conversation with the app alone."""
    return channel_id.startswith("D")
