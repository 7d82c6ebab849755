"""What a bot in privacy mode gets to see of a group."""

import re

from tests.fakes.telegram.detect import part
from tests.fakes.telegram.state import Membership, Message
from tests.fakes.telegram.world import World


def reaches_bot(world: World, message: Message) -> bool:
    """Whether Telegram tells the bot of a message.

    In a group with privacy mode: commands addressed to it, commands addressed to
    nobody unless another bot spoke last, replies to it, and mentions of it.
    """
    chat = message.chat
    if chat.is_private:
        return True
    if chat.bot_is is Membership.ADMINISTRATOR:
        return True
    if chat.bot_is is not Membership.MEMBER:
        return False
    if not chat.has_privacy:
        return True
    reply = message.reply_to
    if reply and reply.sender is world.bot:
        return True
    entities = message.content.get("entities") or message.content.get(
        "caption_entities", []
    )
    return any(
        _addresses(world, entity["type"], part(message.text, entity), message)
        for entity in entities
    )


def _addresses(world: World, kind: str, words: str, message: Message) -> bool:
    own = f"@{world.bot.username}".lower()
    if kind == "mention":
        return words.lower() == own
    if kind != "bot_command":
        return False
    name = re.sub(r"^[^@]*", "", words).lower()
    return name == own or (not name and not message.chat.other_bot_spoke)
