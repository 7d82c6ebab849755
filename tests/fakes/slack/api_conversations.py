"""conversations.*: channels, their members and their history."""

from collections.abc import Sequence
from itertools import islice
from typing import TypeVar

from tests.fakes.slack import access
from tests.fakes.slack.call import Call
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.ids import seconds_of
from tests.fakes.slack.model import Channel, Json, Kind, Message
from tests.fakes.slack.scopes import demand, demand_for

T = TypeVar("T")
KINDS = {"public_channel": Kind.PUBLIC, "private_channel": Kind.PRIVATE, "im": Kind.IM}


def open_(core: Core, call: Call) -> Json:
    """conversations.open: the direct messages with one person."""
    if name := call.text("channel"):
        channel = access.find_channel(core, call.grant, name)
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    names = [each for each in call.need("users").split(",") if each]
    if len(names) != 1:
        raise SlackError("method_not_supported_for_channel_type")
    user = access.find_user(core, call.grant, names[0])
    if user.bot_id:
        raise SlackError("cannot_dm_bot")
    if user.is_deleted:
        raise SlackError("user_disabled")
    channel = core.world.im(user.id, call.grant.user_id)
    if call.flag("return_im"):
        return {"channel": core.shapes.channel(channel, call.grant.user_id)}
    return {"channel": {"id": channel.id}}


def info(core: Core, call: Call) -> Json:
    """conversations.info"""
    channel = _readable(core, call, "read")
    found = core.shapes.channel(channel, call.grant.user_id)
    if call.flag("include_num_members"):
        found["num_members"] = len(channel.members)
    return {"channel": found}


def members(core: Core, call: Call) -> Json:
    """conversations.members, page by page."""
    channel = _readable(core, call, "read")
    page, metadata = paged(call, sorted(channel.members), 100)
    return {"members": page, "response_metadata": metadata}


def join(core: Core, call: Call) -> Json:
    """conversations.join: a public channel."""
    channel = access.find_channel(core, call.grant, call.need("channel"))
    if channel.kind is not Kind.PUBLIC:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    me = access.author(core, call.grant, channel)
    if me.id not in channel.members:
        channel.members.add(me.id)
        core.events.joined(channel, me.id)
    return {"channel": core.shapes.channel(channel, me.id)}


def list_(core: Core, call: Call) -> Json:
    """conversations.list: public channels, and others where the bot is a member."""
    wanted = [KINDS[each] for each in _types(call) if each in KINDS]
    for kind in wanted:
        family = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.IM: "im"}
        demand(call.grant, f"{family[kind]}:read")
    teams = access.teams_of(core, call.grant)
    me = access.users_of(core, call.grant)
    found = [
        core.shapes.channel(channel, call.grant.user_id)
        for channel in core.world.channels.values()
        if channel.kind in wanted
        and teams & {channel.team_id, *channel.connected}
        and (channel.kind is Kind.PUBLIC or me & channel.members)
        and not (call.flag("exclude_archived") and channel.is_archived)
    ]
    page, metadata = paged(call, found, 100)
    return {"channels": page, "response_metadata": metadata}


def history(core: Core, call: Call) -> Json:
    """conversations.history: newest first, replies left out."""
    channel = _readable(core, call, "history")
    shown = [each for each in channel.tops() if not each.is_hidden]
    return _messages(core, call, list(reversed(_within(call, shown))))


def replies(core: Core, call: Call) -> Json:
    """conversations.replies: the root, then its replies, oldest first."""
    channel = _readable(core, call, "history")
    found = channel.messages.get(call.need("ts"))
    root = channel.messages.get(found.root_ts) if found else None
    if root is None or root.is_hidden:
        raise SlackError("thread_not_found")
    return _messages(
        core, call, [root, *_within(call, channel.replies(root.ts))], default=1000
    )


def paged(call: Call, items: Sequence[T], default: int) -> tuple[list[T], Json]:
    """One page and the cursor to the next; `invalid_cursor` for a foreign one."""
    limit = call.number("limit", default) or default
    cursor = call.text("cursor")
    start = 0
    if cursor:
        if not cursor.startswith("dXNlcjpG") or not cursor[8:].isdigit():
            raise SlackError("invalid_cursor")
        start = int(cursor[8:])
    page = list(islice(items, start, start + limit))
    rest = start + limit < len(items)
    return page, {"next_cursor": f"dXNlcjpG{start + limit}" if rest else ""}


def _messages(core: Core, call: Call, found: list[Message], default: int = 100) -> Json:
    page, metadata = paged(call, found, default)
    return {
        "messages": [core.shapes.message(each) for each in page],
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": 0,
        "response_metadata": metadata,
    }


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest = seconds_of(call.text("oldest", "0"))
    latest = seconds_of(call.text("latest", "inf"))
    if call.flag("inclusive"):
        return [m for m in messages if oldest <= seconds_of(m.ts) <= latest]
    return [m for m in messages if oldest < seconds_of(m.ts) < latest]


def _readable(core: Core, call: Call, right: str) -> Channel:
    channel = access.find_channel(core, call.grant, call.need("channel"))
    demand_for(call.grant, channel, right)
    is_member = access.users_of(core, call.grant) & channel.members
    if right == "history" and not is_member:
        raise SlackError("not_in_channel")
    return channel


def _types(call: Call) -> list[str]:
    return call.text("types", "public_channel").replace(" ", "").split(",")


METHODS = {
    "conversations.open": open_,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.join": join,
    "conversations.list": list_,
    "conversations.history": history,
    "conversations.replies": replies,
}
