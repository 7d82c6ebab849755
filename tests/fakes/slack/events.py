"""Events as the Events API words them, sent to the app where it may hear them."""

from tests.fakes.slack.delivery import Deliveries, Delivery, Route
from tests.fakes.slack.model import Channel, File, Json, Kind, Message, Team, View
from tests.fakes.slack.registration import Registration
from tests.fakes.slack.scopes import EVENTS, event_name
from tests.fakes.slack.shapes import Shapes
from tests.fakes.slack.state import World
from tests.fakes.slack.views import view_json

ALWAYS = ("app_uninstalled", "tokens_revoked")  # come after the tokens have ended


class Events:
    """Makes event payloads and hands them to the deliveries.

    Nothing is sent where the app is not installed, has not subscribed, lacks the
    scope or is not in the channel.
    """

    def __init__(
        self,
        world: World,
        registration: Registration,
        shapes: Shapes,
        deliveries: Deliveries,
    ) -> None:
        self._world = world
        self._registration = registration
        self._shapes = shapes
        self._deliveries = deliveries

    def message(self, message: Message) -> list[Delivery]:
        """A message was posted: `message`, `app_mention` and `file_shared`."""
        channel = self._world.channels[message.channel_id]
        team = self._hearing(channel)
        if team is None:
            return []
        event = self._shapes.message(message)
        event |= {
            "channel": channel.id,
            "event_ts": message.ts,
            "channel_type": channel.kind.value,
        }
        event |= self._outsider(message, channel)
        sent = []
        is_named = f"<@{team.bot_user_id}>" in message.text
        is_own = message.user_id == team.bot_user_id
        if is_named and not is_own and channel.kind is not Kind.IM:
            mention = event | {"type": "app_mention"}
            del mention["channel_type"]
            mention.pop("subtype", None)
            sent.append(self._send(team, mention, channel))
        sent.append(self._send(team, event, channel))
        for file_id in message.file_ids:
            file = self._world.files[file_id]
            sent.append(self._send(team, self._file_shared(file, message), channel))
        return [each for each in sent if each is not None]

    def changed(self, message: Message, before: Json) -> Delivery | None:
        """A message was edited; before: how it looked."""
        return self._rewritten(
            message,
            {
                "subtype": "message_changed",
                "message": self._shapes.message(message),
                "previous_message": before,
            },
        )

    def deleted(self, message: Message, before: Json) -> Delivery | None:
        """A message was deleted."""
        return self._rewritten(
            message,
            {
                "subtype": "message_deleted",
                "deleted_ts": message.ts,
                "previous_message": before,
            },
        )

    def joined(self, channel: Channel, user_id: str, inviter: str = "") -> None:
        """Somebody, or the bot itself, became a member."""
        if team := self._hearing(channel):
            event: Json = {
                "type": "member_joined_channel",
                "user": user_id,
                "channel": channel.id,
                "channel_type": "C" if channel.kind is Kind.PUBLIC else "G",
                "team": self._world.users[user_id].team_id,
                "event_ts": self._world.ts(),
            }
            extra = {"inviter": inviter} if inviter else {}
            self._send(team, event | extra, channel)

    def archived(self, channel: Channel, user_id: str) -> None:
        """The channel was archived."""
        if team := self._hearing(channel):
            event: Json = {
                "type": "channel_archive",
                "channel": channel.id,
                "user": user_id,
                "event_ts": self._world.ts(),
            }
            self._send(team, event, channel)

    def id_changed(self, channel: Channel, old_id: str) -> None:
        """The channel goes by another id now."""
        if team := self._hearing(channel):
            event: Json = {
                "type": "channel_id_changed",
                "old_channel_id": old_id,
                "new_channel_id": channel.id,
                "event_ts": self._world.ts(),
            }
            self._send(team, event, channel)

    def home_opened(
        self, team: Team, user_id: str, tab: str, view: View | None
    ) -> Delivery | None:
        """A person opened the app's home or messages tab."""
        event: Json = {
            "type": "app_home_opened",
            "user": user_id,
            "channel": self._world.im(user_id, team.bot_user_id).id,
            "tab": tab,
            "event_ts": self._world.ts(),
        }
        if view is not None and tab == "home":
            event["view"] = view_json(view, team, self._registration.app_id)
        return self._send(team, event, None)

    def reaction(self, message: Message, user_id: str, name: str) -> None:
        """Somebody reacted to a message."""
        channel = self._world.channels[message.channel_id]
        if team := self._hearing(channel):
            event: Json = {
                "type": "reaction_added",
                "user": user_id,
                "reaction": name,
                "item_user": message.user_id,
                "item": {"type": "message", "channel": channel.id, "ts": message.ts},
                "event_ts": self._world.ts(),
            }
            self._send(team, event, channel)

    def uninstalled(self, team: Team) -> Delivery | None:
        """The app was removed from the workspace."""
        return self._send(team, {"type": "app_uninstalled"}, None)

    def tokens_revoked(self, team: Team, bot_user_ids: list[str]) -> Delivery | None:
        """Tokens were revoked; Slack names the users whose tokens they were."""
        tokens = {"oauth": [], "bot": bot_user_ids}
        return self._send(team, {"type": "tokens_revoked", "tokens": tokens}, None)

    def raw(self, team: Team, event: Json) -> Delivery:
        """Any event at all, for payloads that no verb makes."""
        return self._deliver(team, event, None)

    def _hearing(self, channel: Channel) -> Team | None:
        for team_id in (channel.team_id, *sorted(channel.connected)):
            team = self._world.teams.get(team_id)
            if team and team.bot_user_id in channel.members:
                return team
        return None

    def _rewritten(self, message: Message, event: Json) -> Delivery | None:
        channel = self._world.channels[message.channel_id]
        team = self._hearing(channel)
        if team is None:
            return None
        event |= {
            "type": "message",
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.kind.value,
            "ts": self._world.ts(),
        }
        event["event_ts"] = event["ts"]
        return self._send(team, event, channel)

    def _file_shared(self, file: File, message: Message) -> Json:
        return {
            "type": "file_shared",
            "file_id": file.id,
            "user_id": file.user_id,
            "file": {"id": file.id},
            "channel_id": message.channel_id,
            "event_ts": message.ts,
        }

    def _outsider(self, message: Message, channel: Channel) -> Json:
        author = self._world.users[message.user_id]
        if not channel.is_ext_shared or author.team_id == channel.team_id:
            return {}
        return {
            "user_team": author.team_id,
            "source_team": author.team_id,
            "user_profile": {"name": author.name, "team": author.team_id},
        }

    def _send(
        self, team: Team, event: Json, channel: Channel | None
    ) -> Delivery | None:
        name = event_name(event)
        subscribed = self._registration.events
        if subscribed is not None and name not in subscribed:
            return None
        if name not in ALWAYS:
            grants = [
                grant
                for grant in self._world.grants.values()
                if grant.user_id == team.bot_user_id and not grant.ended
            ]
            needed = EVENTS.get(name)
            if not any(needed is None or needed in grant.scopes for grant in grants):
                return None
        return self._deliver(team, event, channel)

    def _deliver(self, team: Team, event: Json, channel: Channel | None) -> Delivery:
        is_org = team.is_org_install
        body: Json = {
            "token": self._registration.verification,
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": team.enterprise_id or None,
            "api_app_id": self._registration.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self._world.mint.id("Ev"),
            "event_time": self._world.seconds(),
            "authorizations": [
                {
                    "enterprise_id": team.enterprise_id or None,
                    "team_id": team.id,
                    "user_id": team.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": is_org,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
            "event_context": f"4-{self._world.mint.secret('context', 40)}",
        }
        if team.enterprise_id:
            body["enterprise_id"] = team.enterprise_id
        return self._deliveries.send(Route.EVENT, event["type"], body, team.id)
