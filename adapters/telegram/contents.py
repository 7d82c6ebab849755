"""What a message holds beside words: a file to fetch, a place, or nothing of use."""

import mimetypes
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from telegram import Contact, Location, Message, Venue

from adapters.telegram.arrivals import Content, FileArrived, Sender, Unsupported
from assistant.chat.events import Origin

# In this order: an animation is announced as a document too, a venue as a location.
_FILES = (
    Content.ANIMATION,
    Content.AUDIO,
    Content.VIDEO,
    Content.VIDEO_NOTE,
    Content.VOICE,
    Content.DOCUMENT,
)
_SHARED = (Content.VENUE, Content.LOCATION, Content.CONTACT)
_REFUSED = (
    Content.STICKER,
    Content.DICE,
    Content.POLL,
    Content.GAME,
    Content.STORY,
    Content.CHECKLIST,
    Content.INVOICE,
    Content.PAID_MEDIA,
    Content.GIVEAWAY,
    Content.GIVEAWAY_WINNERS,
)
# What Telegram makes of these kinds when it does not say so itself.
_USUAL = {
    Content.ANIMATION: "video/mp4",
    Content.AUDIO: "audio/mpeg",
    Content.LIVE_PHOTO: "video/mp4",
    Content.PHOTO: "image/jpeg",
    Content.VIDEO: "video/mp4",
    Content.VIDEO_NOTE: "video/mp4",
    Content.VOICE: "audio/ogg",
}
_ENDINGS = {"audio/ogg": ".ogg", "audio/mpeg": ".mp3", "image/jpeg": ".jpg"}
_BINARY = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes with any content of a message: who sent it, whose it is."""

    sender: Sender
    origin: Origin | None = None


def content_of(message: Message, beside: Beside) -> FileArrived | Unsupported | None:
    """What the message holds beside its text; None for a message without.

    A location or a contact becomes a small text file: it is evidence, never the answer
    to what is asked.
    """
    for kind in _FILES:
        attached = getattr(message, kind, None)
        if attached is not None:
            return _file(message, kind, attached, beside)
    photo = _largest_photo(message)
    if photo is not None:
        return _file(message, *photo, beside)
    for kind in _SHARED:
        shared = getattr(message, kind, None)
        if shared is not None:
            return _shared(message, kind, shared, beside)
    for kind in _REFUSED:
        if getattr(message, kind, None) is not None:
            return Unsupported(beside.sender, kind)
    return None


def _largest_photo(message: Message) -> tuple[Content, Any] | None:
    """The largest size of a photo, which Telegram sends in several.

    Of a live photo the still picture, or the moving one if that is all there is.
    """
    live = message.live_photo
    sizes = list(message.photo or (live.photo if live else None) or ())
    if sizes:
        return Content.PHOTO, max(sizes, key=lambda size: size.width * size.height)
    return (Content.LIVE_PHOTO, live) if live else None


def _file(
    message: Message, kind: Content, attached: Any, beside: Beside
) -> FileArrived:
    told_type = getattr(attached, "mime_type", None)
    media_type = told_type or _USUAL.get(kind, _BINARY)
    told_name = getattr(attached, "file_name", None)
    return FileArrived(
        beside.sender,
        kind,
        attached.file_id,
        told_name or f"{_stem(kind)}-{message.message_id}{_ending(media_type)}",
        media_type,
        attached.file_size or 0,
        caption=message.caption or "",
        bundle=message.media_group_id or "",
        origin=beside.origin,
    )


def _shared(
    message: Message, kind: Content, shared: Any, beside: Beside
) -> FileArrived:
    match shared:
        case Venue():
            lines = [shared.title, shared.address, *_position(shared.location)]
        case Location():
            lines = _position(shared)
        case Contact():
            lines = _card(shared)
        case _:
            raise TypeError(f"{type(shared).__name__} is nothing that is shared")
    sent_at = message.date.astimezone(UTC)
    lines.append(f"{sent_at:%Y-%m-%d %H:%M} UTC")
    inline = "\n".join(lines).encode()
    name = f"{_stem(kind)}-{message.message_id}.txt"
    return FileArrived(
        beside.sender,
        kind,
        "",
        name,
        "text/plain",
        len(inline),
        origin=beside.origin,
        inline=inline,
    )


def _position(location: Location) -> list[str]:
    at = f"{location.latitude:.6f}, {location.longitude:.6f}"
    query = f"mlat={location.latitude:.6f}&mlon={location.longitude:.6f}"
    return [at, f"https://www.openstreetmap.org/?{query}"]


def _card(contact: Contact) -> list[str]:
    name = f"{contact.first_name} {contact.last_name or ''}".strip()
    return [name, contact.phone_number, *(contact.vcard or "").splitlines()]


def _stem(kind: Content) -> str:
    return kind.replace("_", "-")


def _ending(media_type: str) -> str:
    return _ENDINGS.get(media_type) or mimetypes.guess_extension(media_type) or ""
