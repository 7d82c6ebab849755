"""What the bot asks about chats, members and business connections."""

from tests.fakes.telegram.methods.sending import find_chat, target
from tests.fakes.telegram.state import Membership
from tests.fakes.telegram.wire import Args, Json, bad_request
from tests.fakes.telegram.world import World

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_chat(world: World, args: Args) -> Json:
    """`getChat`."""
    chat = find_chat(world, args)
    return chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


def get_chat_member(world: World, args: Args) -> Json:
    """`getChatMember`."""
    chat = find_chat(world, args)
    user_id = args.number("user_id")
    if user_id == world.bot.id:
        return world.bot_member(chat.bot_is)
    if user_id not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    user = world.users[user_id].as_json()
    if user_id not in chat.members and user_id != chat.id:
        return {"status": "left", "user": user}
    first = next(iter(chat.members), 0)
    if user_id == first:
        return {"status": "creator", "user": user, "is_anonymous": False}
    return {"status": "member", "user": user}


def leave_chat(world: World, args: Args) -> bool:
    """`leaveChat`."""
    chat = target(world, args)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_bot(chat, world.bot, Membership.LEFT)
    return True


def get_business_connection(world: World, args: Args) -> Json:
    """`getBusinessConnection`."""
    return world.connections.get(args.text("business_connection_id")).as_json()


def read_business_message(world: World, args: Args) -> bool:
    """`readBusinessMessage`."""
    connection = world.connections.get(args.text("business_connection_id"))
    chat = connection.chats.get(args.number("chat_id"))
    if "can_read_messages" not in connection.rights:
        raise bad_request("BUSINESS_CONNECTION_NOT_ALLOWED")
    if not chat or args.number("message_id") not in chat.messages:
        raise bad_request("message not found")
    return True
