"""What a token may see and do: conversations, people, threads."""

from tests.fakes.slack.call import Call
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.model import Channel, Grant, Kind, Message, Posting, User


def users_of(core: Core, grant: Grant) -> set[str]:
    """The bot's users behind a token: one, or one a team for a whole organisation."""
    if grant.team_id:
        return {grant.user_id}
    return {
        team.bot_user_id
        for team in core.world.teams.values()
        if team.enterprise_id == grant.enterprise_id and team.bot_user_id
    }


def teams_of(core: Core, grant: Grant) -> set[str]:
    """The teams that a token reaches."""
    if grant.team_id:
        return {grant.team_id}
    return {core.world.users[user].team_id for user in users_of(core, grant)}


def find_channel(core: Core, grant: Grant, name: str) -> Channel:
    """A conversation that the token can see, by id or `#name`."""
    teams, me = teams_of(core, grant), users_of(core, grant)
    for channel in core.world.channels.values():
        is_named = name in (channel.id, f"#{channel.name}")
        if not is_named or not teams & {channel.team_id, *channel.connected}:
            continue
        if channel.kind is Kind.PUBLIC or me & channel.members:
            return channel
    raise SlackError("channel_not_found")


def find_user(core: Core, grant: Grant, user_id: str) -> User:
    """A person of the token's teams, or an outsider met in a shared channel."""
    user = core.world.users.get(user_id)
    if user is None:
        raise SlackError("user_not_found")
    teams = teams_of(core, grant)
    is_met = any(
        user.id in channel.members and teams & {channel.team_id, *channel.connected}
        for channel in core.world.channels.values()
    )
    if user.team_id in teams or is_met:
        return user
    raise SlackError("user_not_visible")


def target(core: Core, call: Call) -> Channel:
    """The conversation that `channel` names; a person's id means their messages."""
    name = call.need("channel")
    if name in core.world.users:
        user = find_user(core, call.grant, name)
        if user.bot_id:
            raise SlackError("cannot_dm_bot")
        bots = users_of(core, call.grant)
        mine = [b for b in bots if core.world.users[b].team_id == user.team_id]
        return core.world.im(user.id, (mine or [call.grant.user_id])[0])
    return find_channel(core, call.grant, name)


def author(core: Core, grant: Grant, channel: Channel) -> User:
    """Which bot speaks in this conversation."""
    users = users_of(core, grant)
    inside = sorted(users & channel.members) or sorted(users)
    return core.world.users[inside[0]]


def may_post(core: Core, grant: Grant, channel: Channel, thread_ts: str) -> None:
    """Refuse with Slack's name for the reason; nothing when posting is allowed."""
    if channel.is_archived:
        raise SlackError("is_archived")
    is_member = bool(users_of(core, grant) & channel.members)
    if not is_member and "chat:write.public" not in grant.scopes:
        raise SlackError("not_in_channel")
    if channel.posting is Posting.ADMINS:
        raise SlackError("restricted_action")
    if channel.posting is Posting.THREADS_ONLY and not thread_ts:
        raise SlackError("restricted_action_thread_only_channel")
    if channel.kind is Kind.IM and not core.registration.has_messages_tab:
        raise SlackError("messages_tab_disabled")


def own_message(core: Core, grant: Grant, channel: Channel, ts: str) -> Message | None:
    """A message that this app wrote, or None when somebody else did."""
    message = core.world.message(channel, ts)
    return message if message.user_id in users_of(core, grant) else None
