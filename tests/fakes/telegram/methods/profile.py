"""What the bot sets about itself and asks about itself."""

from collections.abc import Callable

from tests.fakes.telegram.wire import Args, Json, bad_request
from tests.fakes.telegram.world import World


def get_me(world: World, _args: Args) -> Json:
    """`getMe`."""
    return world.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": True,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def set_my_commands(world: World, args: Args) -> bool:
    """`setMyCommands`."""
    given = args.parsed("commands", "list of bot commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    scope = args.parsed("scope", "BotCommandScope")
    world.profile.set_commands(scope, args.text("language_code"), given)
    return True


def get_my_commands(world: World, args: Args) -> list[Json]:
    """`getMyCommands`."""
    scope = args.parsed("scope", "BotCommandScope")
    return world.profile.listed(scope, args.text("language_code"))


def delete_my_commands(world: World, args: Args) -> bool:
    """`deleteMyCommands`."""
    scope = args.parsed("scope", "BotCommandScope")
    world.profile.drop_commands(scope, args.text("language_code"))
    return True


def setter(kind: str) -> Callable[[World, Args], bool]:
    """`setMyName`, `setMyDescription` or `setMyShortDescription`."""

    def set_text(world: World, args: Args) -> bool:
        world.profile.set_text(kind, args.text(kind), args.text("language_code"))
        return True

    return set_text


def getter(kind: str) -> Callable[[World, Args], Json]:
    """`getMyName`, `getMyDescription` or `getMyShortDescription`."""

    def get_text(world: World, args: Args) -> Json:
        return {kind: world.profile.text(kind, args.text("language_code"))}

    return get_text


def set_chat_menu_button(world: World, args: Args) -> bool:
    """`setChatMenuButton`; without a chat for all private chats."""
    button = args.parsed("menu_button", "MenuButton") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("can't parse MenuButton: MenuButton has unsupported type")
    world.profile.menus[args.number("chat_id")] = button
    return True


def get_chat_menu_button(world: World, args: Args) -> Json:
    """`getChatMenuButton`."""
    menus = world.profile.menus
    everywhere = menus.get(0, {"type": "default"})
    return menus.get(args.number("chat_id"), everywhere)
