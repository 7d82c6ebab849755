"""Where messages go and what they may say: the part that all sending shares."""

import re
from typing import Any

from tests.fakes.telegram.detect import cleaned, detected, units
from tests.fakes.telegram.keyboards import read_markup
from tests.fakes.telegram.markup import Formatted, from_html
from tests.fakes.telegram.state import Chat, Membership, Message
from tests.fakes.telegram.wire import ApiError, Args, Json, bad_request, forbidden
from tests.fakes.telegram.world import World

TEXT = 4096
CAPTION = 1024


def send_message(world: World, args: Args) -> Json:
    """`sendMessage`."""
    chat = target(world, args)
    said = formatted(args, "text")
    if not said.text:
        raise bad_request("message text is empty")
    if units(said.text) > TEXT:
        raise bad_request("message is too long")
    return send(world, args, chat, text_content(said, args)).as_json()


def forward_message(world: World, args: Args) -> Json:
    """`forwardMessage`."""
    chat = target(world, args)
    original = _original(world, args, "message to forward not found")
    origin = original.extra.get("forward_origin") or {
        "type": "user",
        "date": int(original.at.timestamp()),
        "sender_user": (original.sender or world.bot).as_json(),
    }
    world.pace.note(chat, world.clock.now())
    extra: Json = {"forward_origin": origin}
    sent = world.add_message(chat, world.bot, original.content, extra=extra)
    return sent.as_json()


def copy_message(world: World, args: Args) -> Json:
    """`copyMessage`."""
    chat = target(world, args)
    original = _original(world, args, "message to copy not found")
    content = dict(original.content)
    if "caption" in args.values and "text" not in content:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content |= caption_content(args)
    return {"message_id": send(world, args, chat, content).id}


def send_chat_action(world: World, args: Args) -> bool:
    """`sendChatAction`."""
    chat = target(world, args)
    if args.text("action") not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.actions.append((chat.id, args.text("action")))
    return True


def send(world: World, args: Args, chat: Chat, content: Json) -> Message:
    """Put one message of the bot into a chat, with keyboard and reply."""
    [message] = send_all(world, args, chat, [content], {})
    return message


def send_all(
    world: World, args: Args, chat: Chat, contents: list[Json], extra: Json
) -> list[Message]:
    """Put messages of one call into a chat; they count as one for the pace."""
    markup = read_markup(args)
    reply = _reply_to(args, chat)
    world.pace.note(chat, world.clock.now())
    extra = dict(extra)
    if args.has("business_connection_id"):
        extra["business_connection_id"] = args.text("business_connection_id")
    if args.flag("protect_content"):
        extra["has_protected_content"] = True
    return [
        world.add_message(
            chat, world.bot, content, markup=markup, extra=dict(extra), reply_to=reply
        )
        for content in contents
    ]


def target(world: World, args: Args, name: str = "chat_id") -> Chat:
    """The chat to write into; ApiError when it is not there or not open to the bot."""
    if args.has("business_connection_id"):
        connection = args.text("business_connection_id")
        return world.connections.chat_to_write(connection, args.number(name))
    chat = find_chat(world, args, name)
    if problem := closed(chat):
        raise problem
    return chat


def find_chat(world: World, args: Args, name: str = "chat_id") -> Chat:
    """The chat that a call names by id or @username."""
    given = args.text(name)
    if not given:
        raise bad_request(f"{name} is empty")
    if given.startswith("@"):
        named = (c for c in world.chats.values() if f"@{c.username}" == given)
        chat = next(named, None)
    else:
        chat = world.chats.get(args.number(name))
    if not chat:
        raise bad_request("chat not found")
    return chat


def closed(chat: Chat) -> ApiError | None:
    """Why the bot may not write into a chat."""
    if chat.migrated_to:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        return ApiError(400, text, migrate_to_chat_id=chat.migrated_to)
    if chat.is_private:
        if chat.is_deactivated:
            return forbidden("user is deactivated")
        if chat.bot_is is Membership.KICKED:
            return forbidden("bot was blocked by the user")
        if not chat.is_started:
            return forbidden("bot can't initiate conversation with a user")
        return None
    kind = f"{chat.kind} chat"
    if chat.bot_is is Membership.KICKED:
        return forbidden(f"bot was kicked from the {kind}")
    if chat.bot_is is Membership.LEFT:
        return forbidden(f"bot is not a member of the {kind}")
    return None


def formatted(args: Args, name: str) -> Formatted:
    """A text argument without its markup, and with the entities named beside it."""
    source = cleaned(args.text(name))
    beside = "caption_entities" if name == "caption" else "entities"
    mode = args.text("parse_mode").lower()
    if mode == "html":
        said = from_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        given = args.parsed(beside, "entities") or []
        said = Formatted(source, tuple(_entity(one, source) for one in given))
    return _trimmed(said)


def text_content(said: Formatted, args: Args) -> Json:
    """The fields of a text message."""
    content: Json = {"text": said.text}
    if entities := _all_entities(said):
        content["entities"] = entities
    preview = args.parsed("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    return content


def caption_content(args: Args) -> Json:
    """The fields of a caption, none when it is empty."""
    said = formatted(args, "caption")
    if units(said.text) > CAPTION:
        raise bad_request("message caption is too long")
    if not said.text:
        return {}
    content: Json = {"caption": said.text}
    if entities := _all_entities(said):
        content["caption_entities"] = entities
    return content


def _all_entities(said: Formatted) -> list[Json]:
    found = [*said.entities, *detected(said.text, said.entities)]
    return sorted(found, key=lambda e: (e["offset"], -e["length"]))[:100]


def _entity(given: Any, text: str) -> Json:
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        raise bad_request("can't parse MessageEntity: expected an Object with a type")
    entity: Json = given
    start, end = (
        entity.get("offset", -1),
        entity.get("offset", -1) + entity.get("length", 0),
    )
    if start < 0 or end > units(text) or end <= start:
        raise bad_request("ENTITY_BOUNDS_INVALID")
    coded = text.encode("utf-16-le")
    for place in (start, end):
        if 0xDC <= (coded[place * 2 + 1] if place * 2 < len(coded) else 0) <= 0xDF:
            raise bad_request("entity begins or ends in the middle of a character")
    return entity


def _trimmed(said: Formatted) -> Formatted:
    """Telegram cuts blank space at both ends, and moves the entities accordingly."""
    end = said.text.rstrip()
    text = re.sub(r"^[ \n]+", "", end)
    cut, length = units(end) - units(text), units(text)
    kept = []
    for entity in said.entities:
        start = max(0, entity["offset"] - cut)
        stop = min(length, entity["offset"] + entity["length"] - cut)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    return Formatted(text, tuple(kept))


def _reply_to(args: Args, chat: Chat) -> Message | None:
    wanted = args.parsed("reply_parameters") or {}
    number = int(wanted.get("message_id") or args.number("reply_to_message_id"))
    if not number:
        return None
    message = chat.messages.get(number)
    if message and not message.is_deleted:
        return message
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _original(world: World, args: Args, missing: str) -> Message:
    source = find_chat(world, args, "from_chat_id")
    message = source.messages.get(args.number("message_id"))
    if not message or message.is_deleted:
        raise bad_request(missing)
    return message


_CHAT_ACTIONS = frozenset(
    """typing upload_photo record_video upload_video record_voice upload_voice
    upload_document choose_sticker find_location record_video_note
    upload_video_note""".split()
)
