"""What the bot says of itself: names, descriptions, commands, the menu button."""

import re

from tests.fakes.telegram.wire import Json, bad_request

_SCOPES = frozenset(
    """default all_private_chats all_group_chats all_chat_administrators chat
    chat_administrators chat_member""".split()
)
LIMITS = {"name": 64, "description": 512, "short_description": 120}


class Profile:
    """Texts per language, commands per scope and language."""

    def __init__(self, name: str) -> None:
        self.texts: dict[tuple[str, str], str] = {("name", ""): name}
        self.commands: dict[tuple[str, int, str], list[Json]] = {}
        self.menus: dict[int, Json] = {}

    def set_text(self, kind: str, text: str, language: str) -> None:
        """kind: "name", "description" or "short_description"; "" text removes it."""
        _check_language(language)
        if len(text) > LIMITS[kind]:
            raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
        if text:
            self.texts[kind, language] = text
        else:
            self.texts.pop((kind, language), None)

    def text(self, kind: str, language: str = "") -> str:
        """The text that a person with this language sees."""
        return self.texts.get((kind, language)) or self.texts.get((kind, ""), "")

    def set_commands(
        self, scope: Json | None, language: str, given: list[Json]
    ) -> None:
        """Replace one list; ApiError when a name or description breaks a limit."""
        if len(given) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        _check_language(language)
        kept = [_command(command) for command in given]
        self.commands[(*_scope(scope), language)] = kept

    def drop_commands(self, scope: Json | None, language: str) -> None:
        """Remove one list, so that the next wider one shows."""
        self.commands.pop((*_scope(scope), language), None)

    def listed(self, scope: Json | None, language: str) -> list[Json]:
        """Exactly the list that was set, empty when none was."""
        return self.commands.get((*_scope(scope), language), [])

    def shown(self, chat_id: int, language: str, *, is_private: bool) -> list[Json]:
        """What the menu of this chat shows somebody with this language.

        Telegram goes from the narrowest scope to the widest, in each first with the
        language and then without.
        """
        wide = "all_private_chats" if is_private else "all_group_chats"
        for scope, where in (("chat", chat_id), (wide, 0), ("default", 0)):
            for code in (language, ""):
                if (scope, where, code) in self.commands:
                    return self.commands[scope, where, code]
        return []


def _scope(scope: Json | None) -> tuple[str, int]:
    kind = (scope or {"type": "default"}).get("type", "")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return kind, int((scope or {}).get("chat_id", 0))


def _check_language(language: str) -> None:
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")


def _command(command: Json) -> Json:
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
