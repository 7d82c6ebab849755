"""What a person types, as Slack sends it on: mentions, links and escapes."""

import re

from tests.fakes.slack.entities import escaped
from tests.fakes.slack.model import Json, User
from tests.fakes.slack.state import World

LINK = re.compile(
    r"(?P<url>https?://[^\s<>|]+[^\s<>|.,;:!?)])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)
MENTION = re.compile(r"(?<![\w&;])([@#])(\w[\w.-]*(?: \w+)?)")


def composed(world: World, user: User, text: str) -> str:
    """The `text` of a message that a person sent.

    `@Name` of anybody they can see and `#channel` become references, addresses become
    links, and what looks like Slack's own format is escaped.
    """
    return _referred(world, user, _linked(escaped(text)), names=False)


def command_text(world: World, user: User, text: str, *, escapes: bool) -> str:
    """The `text` of a slash command: names go with the ids; raw when not escaping."""
    if not escapes:
        return text
    return _referred(world, user, _linked(escaped(text)), names=True)


def rich_text(text: str, mint_id: str) -> Json:
    """The block that Slack's own editor adds to every message."""
    element = {"type": "text", "text": escaped(text)}
    section = {"type": "rich_text_section", "elements": [element]}
    return {"type": "rich_text", "block_id": mint_id, "elements": [section]}


def _linked(text: str) -> str:
    def link(found: re.Match[str]) -> str:
        if found["url"]:
            return f"<{found['url']}>"
        return f"<mailto:{found['mail']}|{found['mail']}>"

    return LINK.sub(link, text)


def _referred(world: World, user: User, text: str, *, names: bool) -> str:
    def refer(found: re.Match[str]) -> str:
        sign, word = found[1], found[2]
        for name in (word, word.partition(" ")[0]):
            rest = word[len(name) :]
            if reference := _reference(world, user, sign, name, names=names):
                return reference + rest
        return found[0]

    return MENTION.sub(refer, text)


def _reference(world: World, user: User, sign: str, name: str, *, names: bool) -> str:
    if sign == "#":
        for channel in world.channels.values():
            is_here = user.team_id in (channel.team_id, *channel.connected)
            if is_here and channel.name == name:
                return f"<#{channel.id}|{channel.name}>"
        return ""
    near = {
        each
        for channel in world.channels.values()
        if user.id in channel.members
        for each in channel.members
    }
    for other in world.users.values():
        is_known = other.team_id == user.team_id or other.id in near
        called = (
            other.name,
            other.real_name.lower(),
            other.real_name.split()[0].lower(),
        )
        if is_known and name.lower() in called:
            return f"<@{other.id}|{other.name}>" if names else f"<@{other.id}>"
    return ""
