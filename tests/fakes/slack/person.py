"""Somebody who uses Slack: verbs for what they do, text for what they see."""

import copy
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from tests.fakes.slack.api_files import share
from tests.fakes.slack.core import Core
from tests.fakes.slack.delivery import Delivery
from tests.fakes.slack.errors import NotVisibleError
from tests.fakes.slack.forms import fields, option, options_of, text_of
from tests.fakes.slack.hands import Hands
from tests.fakes.slack.interactions import Interactions
from tests.fakes.slack.looking import Eyes, SeenFile, Spot, Thread, Where, blocks_of
from tests.fakes.slack.model import Channel, Json, Message, Team, User
from tests.fakes.slack.reading import Reader
from tests.fakes.slack.screen import Screen
from tests.fakes.slack.visit import Page, agree_to_install
from tests.fakes.slack.writing import command_text, composed, rich_text


class Person:
    """One account, at a keyboard.

    here: the conversation that verbs use when none is named. waits: whether verbs
    return only once the app has come to rest. notices: what Slack's own client told
    them. dialogs: confirmations they were asked. links: addresses they opened.

    A place (`where`, `within`, `thread`) is a channel, a message, a thread, the words
    `modal` or `home`, or any words that a case's root message shows.
    """

    def __init__(
        self, core: Core, user: User, here: Channel, rest: Callable[[], Awaitable[None]]
    ) -> None:
        self._core = core
        self._do = Interactions(core)
        self._hands = Hands(core, user)
        self._rest = rest
        self._at_home = False
        self.user = user
        self.here = here
        self.waits = True
        self.notices: list[str] = []
        self.dialogs: list[str] = []
        self.links: list[str] = []

    def __repr__(self) -> str:
        return f"<{self.user.real_name} {self.id}>"

    @property
    def id(self) -> str:
        """Their user id."""
        return self.user.id

    @property
    def team(self) -> Team:
        """Their workspace."""
        return self._core.world.teams[self.user.team_id]

    @property
    def dm(self) -> Channel:
        """Their direct messages with the app."""
        return self._core.world.im(self.id, self.team.bot_user_id)

    # What they do in conversations.

    async def command(
        self, line: str, channel: Channel | None = None, *, thread: Where = None
    ) -> Delivery | None:
        """Type a slash command, such as `/dispute open INV-7`; not sent in threads."""
        name, rest = (*line.split(maxsplit=1), "")[:2]
        self._at_home = False
        commands = self._core.registration.commands
        if thread is not None:
            self.notices.append(f"{name} is not supported in threads. Sorry!")
            return None
        is_known = commands is None or name in commands
        if not is_known or not self._has_installed(self.team, "commands"):
            self.notices.append(f"{name} is not a valid command.")
            return None
        escapes = self._core.registration.escapes_commands
        text = command_text(self._core.world, self.user, rest, escapes=escapes)
        sent = await self._do.command(self.user, channel or self.here, name, text)
        if sent.error:
            word = "operation_timeout" if "timeout" in sent.error else "dispatch_failed"
            self.notices.append(f'{name} failed with the error "{word}"')
        await self._settle()
        return sent

    async def say(
        self, text: str, *, channel: Channel | None = None, thread: Where = None
    ) -> Message:
        """Send a message; `@Name` and `#channel` work as at the keyboard."""
        message = self._message(text, channel, thread)
        if text:
            message.blocks = [rich_text(text, self._core.mint.short())]
        self._core.world.post(message)
        self._core.events.message(message)
        await self._settle()
        return message

    async def mention(
        self, text: str, *, channel: Channel | None = None, thread: Where = None
    ) -> Message:
        """Speak to the app by name."""
        name = self._core.registration.name
        return await self.say(f"@{name} {text}", channel=channel, thread=thread)

    async def attach(
        self,
        name: str,
        content: bytes,
        *,
        text: str = "",
        channel: Channel | None = None,
        thread: Where = None,
    ) -> Message:
        """Drop a file into a conversation."""
        return await self.attach_all(
            [(name, content)], text=text, channel=channel, thread=thread
        )

    async def attach_all(
        self,
        files: Sequence[tuple[str, bytes]],
        *,
        text: str = "",
        channel: Channel | None = None,
        thread: Where = None,
    ) -> Message:
        """Drop several files as one message."""
        message = self._message(text, channel, thread)
        place = self._core.world.channels[message.channel_id]
        uploaded = [self._hands.upload(name, content) for name, content in files]
        share(self._core, place, uploaded, message)
        await self._settle()
        return message

    async def edit(self, message: Message, text: str) -> None:
        """Change an own message."""
        before = self._core.shapes.message(message)
        message.text = composed(self._core.world, self.user, text)
        message.blocks = [rich_text(text, self._core.mint.short())]
        message.edited_ts = self._core.world.ts()
        self._core.events.changed(message, before)
        await self._settle()

    async def delete(self, message: Message) -> None:
        """Delete a message, their own or, as an admin, the app's."""
        before = self._core.shapes.message(message)
        self._core.world.remove(message)
        self._core.events.deleted(message, before)
        await self._settle()

    async def pass_on(
        self,
        message: Message,
        text: str = "",
        *,
        channel: Channel | None = None,
        thread: Where = None,
    ) -> Message:
        """Share somebody's message into another conversation."""
        shared = self._message(text, channel, thread)
        author = self._core.world.users[message.user_id]
        shared.attachments = [
            {
                "is_msg_unfurl": True,
                "is_share": True,
                "channel_id": message.channel_id,
                "channel_team": message.team_id,
                "author_id": author.id,
                "author_name": author.real_name,
                "ts": message.ts,
                "text": message.text,
                "fallback": f"{author.real_name}: {message.text}",
                "message_blocks": [],
                "mrkdwn_in": ["text"],
            }
        ]
        self._core.world.post(shared)
        self._core.events.message(shared)
        await self._settle()
        return shared

    async def react(self, message: Message, name: str) -> None:
        """Add an emoji to a message."""
        message.reactions.setdefault(name, []).append(self.id)
        self._core.events.reaction(message, self.id, name)
        await self._settle()

    # What they do with buttons, menus and modals.

    async def press(
        self, label: str, within: Where = None, *, confirm: bool = True
    ) -> Delivery | None:
        """Press the newest visible button of this label, or a menu's entry.

        A modal in front hides everything else; its own submit and close buttons are
        pressed by their labels too. confirm: what they say when Slack asks again.
        """
        eyes = self._eyes()
        modal = eyes.modal()
        if modal and within in (None, "modal"):
            if label == eyes.screen.submit_label(modal):
                return await self.submit()
            if label == eyes.screen.close_label(modal):
                return await self.close()
        spot = eyes.button(label, eyes.surfaces_at(within))
        element = spot.field.element
        if asked := element.get("confirm"):
            parts = [eyes.screen.text(asked.get(n)) for n in ("title", "text")]
            self.dialogs.append("\n".join(parts))
            if not confirm:
                return None
        if element.get("url"):
            self.links.append(str(element["url"]))
        extra = {"selected_option": spot.choice} if spot.choice else {}
        return await self._act(spot, extra)

    async def choose(
        self, name: str, value: Any, within: Where = None
    ) -> Delivery | None:
        """Choose in a menu, tick boxes or type into an input named by its label.

        value: an option's text or several of them; a person, channel or date; text.
        Returns None where Slack sends nothing before the submission.
        """
        eyes = self._eyes()
        spot = eyes.input(name, eyes.surfaces_at(within))
        if spot.field.kind in ("external_select", "multi_external_select"):
            many = value if isinstance(value, list) else [value]
            found = [await self._suggested(spot, str(each)) for each in many]
            value = found if isinstance(value, list) else found[0]
        state = self._hands.put(spot, value)
        if not spot.field.dispatches:
            return None
        return await self._act(spot, {k: v for k, v in state.items() if k != "type"})

    async def fill(self, values: Mapping[str, Any], within: Where = None) -> None:
        """Fill inputs by their labels; files as `[(name, bytes), ...]`."""
        for name, value in values.items():
            await self.choose(name, value, within)

    async def submit(self, *, check: bool = True) -> Delivery | None:
        """Submit the modal in front; None when Slack itself sees a gap.

        check: off to send what Slack's own client would have kept back.
        """
        view = self._eyes().modal()
        if view is None:
            raise NotVisibleError("no modal is open")
        view.errors = self._hands.gaps(view) if check else {}
        if view.errors:
            return None
        team = self._core.world.teams[view.team_id]
        sent = await self._do.submit(self.user, team, view)
        await self._settle()
        return sent

    async def close(self, *, everything: bool = False) -> Delivery | None:
        """Close the modal in front, or the whole stack."""
        view = self._eyes().modal()
        if view is None:
            raise NotVisibleError("no modal is open")
        team = self._core.world.teams[view.team_id]
        sent = await self._do.close(self.user, team, view, everything=everything)
        await self._settle()
        return sent

    async def shortcut(
        self, name: str, message: Message | None = None
    ) -> Delivery | None:
        """Use a shortcut of the app by its name in the menu."""
        on_message = message is not None
        found = self._core.registration.shortcut(name, on_message=on_message)
        if found is None or not self._has_installed(self.team, "commands"):
            raise NotVisibleError(f"no shortcut {name!r} for {self}")
        sent = await self._do.shortcut(self.user, found, message)
        if sent.error:
            self.notices.append(f"{name}: {sent.error}")
        await self._settle()
        return sent

    async def open_home(self) -> str:
        """Open the app's home tab; what stands there when the app has come to rest."""
        await self._open("home")
        return self.home

    async def open_messages(self) -> str:
        """Open the app's messages tab."""
        await self._open("messages")
        return self.sees(self.dm)

    async def install(self, url: str, *, agree: bool = True) -> Page:
        """Follow the app's install page through Slack's question and back again."""
        return await agree_to_install(self._core, self.user, url, agree=agree)

    # What they see.

    def sees(self, where: Where = None) -> str:
        """The screen as text: all of it, or the named place alone."""
        eyes = self._eyes()
        if where is not None:
            return self._seen(eyes, where)
        parts = [eyes.screen.channel(channel) for channel in eyes.channels()]
        if view := eyes.home():
            parts.append(f"Home\n{eyes.screen.view(view)}")
        parts += [
            f"Modal: {eyes.screen.view(view)}"
            for view in self._core.world.open_views(self.id)
        ]
        parts += [f"Notice: {notice}" for notice in self.notices]
        return "\n\n".join(parts)

    @property
    def modal(self) -> str:
        """The modal in front as text; empty when none is open."""
        view = self._eyes().modal()
        return self._eyes().screen.view(view) if view else ""

    @property
    def home(self) -> str:
        """The home tab as text; empty when the app never published one."""
        view = self._eyes().home()
        return self._eyes().screen.view(view) if view else ""

    def thread(self, words: str) -> Thread:
        """The newest thread whose root shows these words, such as a case number."""
        return self._eyes().thread_at(words)

    def message(self, words: str) -> Message:
        """The newest message that shows these words."""
        return self._eyes().message(words)

    def newest(self, where: Where = None) -> Message:
        """The newest message, of one place if it is named."""
        found = self._eyes().recent(where)
        return found[0]

    def buttons(self, within: Where = None) -> list[str]:
        """The labels of all buttons, newest message first."""
        found = [
            f for s in self._eyes().surfaces_at(within) for f in fields(blocks_of(s))
        ]
        return [field.label for field in found if field.kind == "button"]

    def options(self, name: str, within: Where = None) -> list[str]:
        """What a menu, radio buttons or tick boxes offer."""
        eyes = self._eyes()
        spot = eyes.input(name, eyes.surfaces_at(within))
        offered = options_of(spot.field.element)
        return [text_of(each["text"]) for each in offered]

    def reads(self, message: Message) -> str:
        """What a message says, as it would be copied."""
        return self._eyes().screen.body(message).strip()

    def remember(self, message: Message) -> Message:
        """The message as it looks now, for a press after it has changed."""
        return copy.deepcopy(message)

    def hears(self, message: Message) -> str:
        """What a screen reader or a notification says: the `text` of a message."""
        return self._reader().mrkdwn(message.text)

    def files(self, where: Where = None) -> list[SeenFile]:
        """The files they can open, oldest first."""
        found = self._eyes().recent(where)
        return [
            SeenFile(file.name, file.content or b"", file.media_type, message)
            for message in reversed(found)
            for file in (self._core.world.files[each] for each in message.file_ids)
        ]

    # How it is done.

    async def _settle(self) -> None:
        if self.waits:
            await self._rest()

    async def _open(self, tab: str) -> None:
        self._at_home = tab == "home"
        view = self._core.world.homes.get(self.id)
        self._core.events.home_opened(self.team, self.id, tab, view)
        await self._settle()

    async def _suggested(self, spot: Spot, label: str) -> Json:
        team = self._core.world.teams[spot.surface.team_id]
        options = await self._do.suggest(
            self.user, team, spot.surface, spot.field, label
        )
        return option({"options": options}, label)

    async def _act(self, spot: Spot, extra: Json) -> Delivery | None:
        element, surface = spot.field.element, spot.surface
        team = self._core.world.teams[surface.team_id]
        if not self._has_installed(team):
            self.notices.append("This app is not installed any more.")
            return None
        shown = ("type", "action_id", "text", "value", "style", "placeholder")
        action = {name: element[name] for name in shown if name in element}
        action["block_id"] = spot.field.block["block_id"]
        sent = await self._do.act(self.user, team, surface, action | extra)
        if sent.error:
            self.notices.append(f"{spot.field.label}: {sent.error}")
        await self._settle()
        return sent

    def _message(self, text: str, channel: Channel | None, thread: Where) -> Message:
        self._at_home = False
        root = None
        if thread is not None:
            root = self._eyes().thread_at(thread).root
            channel = self._core.world.channels[root.channel_id]
        place = channel or self.here
        if self.id not in place.members:
            raise NotVisibleError(f"{self} is not in #{place.name}")
        return Message(
            ts=self._core.world.ts(),
            channel_id=place.id,
            user_id=self.id,
            team_id=self.user.team_id,
            text=composed(self._core.world, self.user, text),
            thread_ts=root.ts if root else "",
            client_msg_id=self._core.mint.secret("client message"),
        )

    def _seen(self, eyes: Eyes, where: Where) -> str:
        if where == "modal":
            return self.modal
        if where == "home":
            return self.home
        if isinstance(where, Channel):
            return eyes.screen.channel(where)
        return str(eyes.thread_at(where))

    def _has_installed(self, team: Team, scope: str = "") -> bool:
        return any(
            grant.user_id == team.bot_user_id and not grant.ended
            for grant in self._core.world.grants.values()
            if not scope or scope in grant.scopes
        )

    def _reader(self) -> Reader:
        return Reader(self._core.world, self.user)

    def _eyes(self) -> Eyes:
        screen = Screen(self._reader())
        return Eyes(self._core.world, screen, self.id, self._at_home)
