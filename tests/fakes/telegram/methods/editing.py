"""Changing and deleting messages."""

from datetime import timedelta

from tests.fakes.telegram.detect import units
from tests.fakes.telegram.keyboards import read_markup, same
from tests.fakes.telegram.methods.sending import (
    TEXT,
    caption_content,
    find_chat,
    formatted,
    target,
    text_content,
)
from tests.fakes.telegram.state import Message
from tests.fakes.telegram.wire import Args, Json, bad_request
from tests.fakes.telegram.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
DELETABLE = timedelta(hours=48)


def edit_message_text(world: World, args: Args) -> Json:
    """`editMessageText`."""
    message = _own(world, args)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    said = formatted(args, "text")
    if not said.text:
        raise bad_request("message text is empty")
    if units(said.text) > TEXT:
        raise bad_request("message is too long")
    return _change(world, args, message, text_content(said, args))


def edit_message_caption(world: World, args: Args) -> Json:
    """`editMessageCaption`."""
    message = _own(world, args)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    bare = {
        name: value
        for name, value in message.content.items()
        if name not in ("caption", "caption_entities")
    }
    return _change(world, args, message, bare | caption_content(args))


def edit_message_reply_markup(world: World, args: Args) -> Json:
    """`editMessageReplyMarkup`."""
    message = _own(world, args)
    return _change(world, args, message, message.content)


def delete_message(world: World, args: Args) -> bool:
    """`deleteMessage`."""
    chat = find_chat(world, args)
    message = chat.messages.get(args.number("message_id"))
    if not message or message.is_deleted:
        raise bad_request("message to delete not found")
    _delete(world, message)
    return True


def delete_messages(world: World, args: Args) -> bool:
    """`deleteMessages`: what is not there is skipped."""
    chat = find_chat(world, args)
    numbers = args.parsed("message_ids") or []
    if not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        message = chat.messages.get(int(number))
        if message and not message.is_deleted:
            _delete(world, message)
    return True


def set_message_reaction(world: World, args: Args) -> bool:
    """`setMessageReaction`."""
    chat = target(world, args)
    message = chat.messages.get(args.number("message_id"))
    if not message or message.is_deleted:
        raise bad_request("message to react not found")
    wanted = args.parsed("reaction", "reaction types") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(
        one.get("type") != "emoji" or one.get("emoji") not in _EMOJI for one in wanted
    ):
        raise bad_request("REACTION_INVALID")
    world.reactions[chat.id, message.id] = wanted
    world.change()
    return True


def _own(world: World, args: Args) -> Message:
    """The bot's message that a call names."""
    if args.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = target(world, args)
    if not args.number("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(args.number("message_id"))
    if not message or message.is_deleted:
        raise bad_request("message to edit not found")
    if message.sender is not world.bot or "forward_origin" in message.extra:
        raise bad_request("message can't be edited")
    if message.markup and not message.keyboard:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, args: Args, message: Message, content: Json) -> Json:
    markup = read_markup(args, inline_only=True)
    if content == message.content and same(markup, message.markup):
        raise bad_request(NOT_MODIFIED)
    message.replace(content, markup)
    message.edited_at = world.clock.now()
    message.changed = world.change()
    return message.as_json()


def _delete(world: World, message: Message) -> None:
    too_old = world.clock.now() - message.at > DELETABLE
    foreign = not message.chat.is_private and message.sender is not world.bot
    if too_old or foreign:
        raise bad_request("message can't be deleted for everyone")
    message.is_deleted = True
    world.change()


_EMOJI = frozenset(
    "👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
) | {
    "❤",
    "❤‍🔥",
    "🤷‍♂",
    "🤷",
    "🤷‍♀",
    "👨‍💻",
}
