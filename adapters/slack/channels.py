"""Where a business has its cases posted: chosen by its owner, in the channel itself."""

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.actions import Give
from adapters.slack.blocks import Key, buttons, section
from adapters.slack.clerk import Clerk
from adapters.slack.commands import HERE
from adapters.slack.looking import Actor
from adapters.slack.notes import PLATFORM
from adapters.slack.paging import posts
from adapters.slack.ways import Way

_OFF, _SHARED = "off", "shared"


class Channels:
    """`/dispute here`: post the cases in this channel from now on."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk

    async def chosen(self, actor: Actor, way: Way, text: str) -> None:
        """`here`, `here off`, and `here shared` once somebody has confirmed it."""
        clerk, word = self._clerk, text.partition(" ")[2].strip().casefold()
        if not clerk.assistant.is_led_by(actor.business, PLATFORM, actor.person.id):
            await clerk.say(actor, way, "slack.here_owner_only")
            return
        if word == _OFF:
            await clerk.rooms.choose(actor.business, "")
            await clerk.say(actor, way, "slack.here_off")
            return
        if not way.is_in_channel:
            await clerk.say(actor, way, "slack.here_no_channel")
            return
        trouble, is_outside = await self._looked_at(actor, way)
        if trouble:
            await clerk.say(actor, way, trouble)
        elif is_outside and word != _SHARED:
            await self._asked(actor, way)
        else:
            await clerk.rooms.choose(actor.business, way.channel)
            await clerk.say(actor, way, "slack.here_done")
            if await clerk.rooms.is_minimal(actor.team, way.channel):
                await clerk.say(actor, way, "slack.here_minimal")

    async def _looked_at(self, actor: Actor, way: Way) -> tuple[str, bool]:
        """What keeps the app from posting there, as a phrase's key; and who reads."""
        try:
            said = await self._clerk.workspaces.call(
                actor.team, "conversations.info", channel=way.channel
            )
        except RefusedError:
            return "slack.trouble.not_in_channel", False
        except (NotSentError, UnclearError):
            return "slack.trouble.busy", False
        told = said.get("channel") or {}
        if not told.get("is_member", True):
            return "slack.trouble.not_in_channel", False
        if told.get("is_archived"):
            return "slack.trouble.archived", False
        return "", bool(told.get("is_ext_shared"))

    async def _asked(self, actor: Actor, way: Way) -> None:
        """People of another company read along there: only after a second press."""
        screen = self._clerk.dialogs.screen(actor)
        key = Key(screen.say("slack.here_shared_yes"), Give(f"{HERE} {_SHARED}"))
        drawn = [*section(screen.say("slack.here_shared")), *buttons([key])]
        await self._clerk.whisper(way, posts([drawn], "")[0])
