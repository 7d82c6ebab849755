"""Which scope a method or an event needs, after Slack's method and event pages."""

from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.model import Channel, Grant, Kind

METHODS = {
    "apps.connections.open": "connections:write",
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
    "bots.info": "users:read",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.join": "channels:join",
    "conversations.open": "im:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "reactions.add": "reactions:write",
    "reactions.get": "reactions:read",
    "reactions.remove": "reactions:write",
    "team.info": "team:read",
    "users.info": "users:read",
    "users.list": "users:read",
}

FAMILIES = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.IM: "im"}

EVENTS = {
    "app_mention": "app_mentions:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_id_changed": "channels:read",
    "file_shared": "files:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
}


def demand(grant: Grant, scope: str) -> None:
    """Refuse a token that lacks the scope, naming what it has."""
    if scope not in grant.scopes:
        provided = ",".join(sorted(grant.scopes))
        raise SlackError("missing_scope", needed=scope, provided=provided)


def demand_for(grant: Grant, channel: Channel, right: str) -> None:
    """Refuse a token that may not do `right` (`read`, `history`) in such a channel."""
    demand(grant, f"{FAMILIES[channel.kind]}:{right}")


def event_name(event: dict[str, object]) -> str:
    """The name under which an app subscribes: `message.im`, `app_mention`..."""
    if event.get("type") != "message":
        return str(event.get("type"))
    kind = {"channel": "channels", "group": "groups"}.get(str(event["channel_type"]))
    return f"message.{kind or event['channel_type']}"
