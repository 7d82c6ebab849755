"""The state of the fake: looked up by everybody, changed through a few verbs."""

from datetime import timedelta

from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.ids import Mint
from tests.fakes.slack.model import (
    Channel,
    File,
    Grant,
    Install,
    Json,
    Kind,
    Message,
    ResponseUrl,
    Team,
    Trigger,
    User,
    View,
)
from tests.fakes.slack.timeline import Timeline

TRIGGER_LIFETIME = timedelta(seconds=3)
RESPONSE_URL_LIFETIME = timedelta(minutes=30)
RESPONSE_URL_USES = 5
STACK_DEPTH = 3


class World:
    """Everything that Slack remembers.

    installs: what was agreed to, by the code that is not exchanged yet.
    stacks: modals by user, the open one last. homes: home tab by user.
    message_values: what a user chose in inputs of a message.
    statuses, prompts: what the agent layer shows in a thread, by (channel, thread).
    """

    def __init__(self, mint: Mint, timeline: Timeline) -> None:
        self.mint = mint
        self.timeline = timeline
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.grants: dict[str, Grant] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.installs: dict[str, Install] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.message_values: dict[tuple[str, str], dict[str, dict[str, Json]]] = {}
        self.statuses: dict[tuple[str, str], str] = {}
        self.prompts: dict[tuple[str, str], list[Json]] = {}

    def seconds(self) -> int:
        """The present instant in whole seconds since 1970."""
        return int(self.timeline.now().timestamp())

    def ts(self) -> str:
        """The time of the next message."""
        return self.mint.ts(self.timeline.now())

    def bot_of(self, team_id: str) -> User:
        """The bot's user in a team."""
        return self.users[self.teams[team_id].bot_user_id]

    def im(self, user_id: str, bot_user_id: str) -> Channel:
        """The direct messages of a person and the bot, opened on first use."""
        pair = {user_id, bot_user_id}
        for channel in self.channels.values():
            if channel.kind is Kind.IM and channel.members == pair:
                return channel
        channel = Channel(
            id=self.mint.id("D"),
            team_id=self.users[bot_user_id].team_id,
            name="",
            kind=Kind.IM,
            members=pair,
            created=self.seconds(),
        )
        self.channels[channel.id] = channel
        return channel

    def post(self, message: Message) -> Message:
        """Put a message into its channel, or before one user's eyes."""
        channel = self.channels[message.channel_id]
        box = channel.ephemeral if message.only_for else channel.messages
        box[message.ts] = message
        return message

    def message(self, channel: Channel, ts: str) -> Message:
        """A message that can still be reached; `message_not_found` else."""
        found = channel.messages.get(ts)
        if found is None or found.is_hidden or found.is_tombstone:
            raise SlackError("message_not_found")
        return found

    def remove(self, message: Message) -> None:
        """Delete; a root that has replies leaves a tombstone."""
        channel = self.channels[message.channel_id]
        if message.only_for:
            channel.ephemeral.pop(message.ts, None)
        elif channel.replies(message.ts):
            message.is_tombstone = True
            message.text, message.blocks = "This message was deleted.", []
            message.subtype = "tombstone"
        else:
            channel.messages.pop(message.ts, None)

    def new_trigger(self, user_id: str, team_id: str) -> Trigger:
        """A fresh trigger id."""
        number = self.mint.secret("trigger", 32)
        trigger = Trigger(
            f"{len(self.triggers) + 1}.{self.seconds()}.{number}",
            user_id,
            team_id,
            self.timeline.now(),
        )
        self.triggers[trigger.id] = trigger
        return trigger

    def exchange(self, trigger_id: str) -> Trigger:
        """Look at a trigger id; it is used up by `is_used` when the view is shown."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError(
                "invalid_trigger_id" if trigger_id else "invalid_arguments"
            )
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if self.timeline.now() - trigger.made_at > TRIGGER_LIFETIME:
            raise SlackError("expired_trigger_id")
        return trigger

    def new_response_url(
        self,
        channel_id: str,
        user_id: str,
        team_id: str,
        message: Message | None = None,
    ) -> ResponseUrl:
        """A fresh right to answer, for a command or for a message's button."""
        url = ResponseUrl(
            key=self.mint.secret("response_url", 24),
            team_id=team_id,
            channel_id=channel_id,
            user_id=user_id,
            made_at=self.timeline.now(),
            message_ts=message.ts if message else "",
            is_ephemeral=bool(message and message.only_for),
        )
        self.response_urls[url.key] = url
        return url

    def use_response_url(self, key: str) -> ResponseUrl:
        """Count one use; `used_url` or `expired_url` beyond the limits."""
        url = self.response_urls.get(key)
        if url is None:
            raise SlackError("no_service")
        if self.timeline.now() - url.made_at > RESPONSE_URL_LIFETIME:
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url

    def open_views(self, user_id: str) -> list[View]:
        """A person's modals, the visible one last."""
        return self.stacks.setdefault(user_id, [])

    def view(self, view_id: str, external_id: str) -> View:
        """An open modal by id or by the app's own name; `not_found` else."""
        for stack in self.stacks.values():
            for view in stack:
                if view_id == view.id or (
                    external_id and external_id == view.external_id
                ):
                    return view
        raise SlackError("not_found")

    def drop_view(self, view: View, *, everything: bool = False) -> None:
        """Take a modal from its person's screen, or all of theirs."""
        stack = self.open_views(view.user_id)
        gone = list(stack) if everything else stack[stack.index(view) :]
        for each in gone:
            each.is_open = False
            stack.remove(each)
