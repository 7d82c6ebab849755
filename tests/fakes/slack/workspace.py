"""Setting a workspace up and changing it: people, channels, the app's installation."""

from collections.abc import Awaitable, Callable, Iterable

from tests.fakes.slack.core import Core
from tests.fakes.slack.installs import end_grants, granted
from tests.fakes.slack.model import (
    Channel,
    Grant,
    Install,
    Kind,
    Message,
    Posting,
    Team,
    User,
)
from tests.fakes.slack.person import Person


class Workspace:
    """One team with verbs for its admins."""

    def __init__(
        self, core: Core, team: Team, rest: Callable[[], Awaitable[None]]
    ) -> None:
        self._core = core
        self._rest = rest
        self.team = team

    @property
    def id(self) -> str:
        """The team's id."""
        return self.team.id

    @property
    def token(self) -> str:
        """The newest living bot token; empty when the app is not installed."""
        found = [
            grant.token
            for grant in self._core.world.grants.values()
            if grant.user_id == self.team.bot_user_id and not grant.ended
        ]
        return found[-1] if found else ""

    @property
    def grant(self) -> Grant:
        """What the token may do; its scopes can be changed."""
        return self._core.world.grants[self.token]

    def person(
        self,
        name: str,
        *,
        locale: str = "en-US",
        tz: str = "UTC",
        here: Channel | None = None,
        is_admin: bool = False,
        is_guest: bool = False,
    ) -> Person:
        """Somebody new; `here` is the channel they join and speak in.

        Without it they speak in `#general`.
        """
        user = User(
            id=self._core.mint.id("U"),
            team_id=self.team.id,
            name=name.lower().replace(" ", "."),
            real_name=name,
            locale=locale,
            tz=tz,
            is_admin=is_admin,
            is_restricted=is_guest,
        )
        self._core.world.users[user.id] = user
        channel = here or self.general
        channel.members.add(user.id)
        return Person(self._core, user, channel, self._rest)

    @property
    def general(self) -> Channel:
        """The channel that everybody is in, without the app."""
        for channel in self._core.world.channels.values():
            if channel.team_id == self.team.id and channel.name == "general":
                return channel
        return self.channel("general", with_app=False)

    def channel(
        self,
        name: str,
        people: Iterable[Person] = (),
        *,
        is_private: bool = False,
        with_app: bool = True,
    ) -> Channel:
        """A channel with these people; with the app as a member unless told not to."""
        channel = Channel(
            id=self._core.mint.id("C"),
            team_id=self.team.id,
            name=name,
            kind=Kind.PRIVATE if is_private else Kind.PUBLIC,
            members={person.id for person in people},
            created=self._core.world.seconds(),
        )
        self._core.world.channels[channel.id] = channel
        if with_app and self.team.bot_user_id:
            channel.members.add(self.team.bot_user_id)
        return channel

    async def invite_app(self, channel: Channel, by: Person) -> None:
        """`/invite @Parley`."""
        channel.members.add(self.team.bot_user_id)
        self._core.events.joined(channel, self.team.bot_user_id, by.id)
        await self._rest()

    async def remove_app(self, channel: Channel) -> None:
        """`/remove @Parley`."""
        channel.members.discard(self.team.bot_user_id)
        await self._rest()

    def connect(self, channel: Channel, other: "Workspace", *people: Person) -> None:
        """Share a channel with another organisation and let its people in."""
        channel.connected.add(other.id)
        channel.members |= {person.id for person in people}

    async def archive(self, channel: Channel, by: Person) -> None:
        """Archive a channel."""
        self._core.events.archived(channel, by.id)
        channel.is_archived = True
        await self._rest()

    def restrict(self, channel: Channel, posting: Posting = Posting.ADMINS) -> None:
        """Say who may post."""
        channel.posting = posting

    async def change_id(self, channel: Channel) -> str:
        """Give a channel another id, as sharing it may do; returns the new one."""
        world, old = self._core.world, channel.id
        del world.channels[old]
        channel.id = self._core.mint.id("C")
        world.channels[channel.id] = channel
        for message in (*channel.messages.values(), *channel.ephemeral.values()):
            message.channel_id = channel.id
        for file in world.files.values():
            if old in file.shares:
                file.shares[channel.id] = file.shares.pop(old)
        self._core.events.id_changed(channel, old)
        await self._rest()
        return channel.id

    def hide(self, message: Message) -> None:
        """Let a message fall behind the history that a free plan shows."""
        message.is_hidden = True

    def install(
        self, scopes: Iterable[str] | None = None, *, is_org_wide: bool = False
    ) -> Grant:
        """Install the app with these scopes, else with those it asks for."""
        given = self._core.registration.scopes if scopes is None else scopes
        install = Install(self.id, "", frozenset(given), is_org_wide=is_org_wide)
        return granted(self._core, install)

    async def uninstall(self) -> None:
        """Remove the app: its tokens die and it hears of it twice."""
        revoked = end_grants(self._core, self.team, "account_inactive")
        self._core.events.tokens_revoked(self.team, revoked)
        self._core.events.uninstalled(self.team)
        await self._rest()

    async def revoke_tokens(self) -> None:
        """Revoke the bot's tokens."""
        revoked = end_grants(self._core, self.team, "token_revoked")
        self._core.events.tokens_revoked(self.team, revoked)
        await self._rest()

    def revoke_silently(self) -> None:
        """End the tokens without telling the app: it finds out when it calls."""
        end_grants(self._core, self.team, "token_revoked")
