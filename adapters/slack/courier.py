"""Hands single posts to Slack: into a conversation, or for one person's eyes only."""

import logging
from dataclasses import dataclass
from typing import Any

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack import troubles
from adapters.slack.calls import Answer
from adapters.slack.outgoing import Outbound, Post, Upload
from adapters.slack.pace import Pace
from adapters.slack.rooms import Rooms
from adapters.slack.screen import Speaker
from adapters.slack.tenants import Workspaces
from adapters.slack.text import escaped
from adapters.slack.ways import Way

# Blocks that Slack refuses are our bug; the same words go without them.
_BAD_BLOCKS = ("invalid_blocks", "msg_blocks_too_long", "invalid_blocks_format")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Spot:
    """A conversation, or a thread in it.

    question: key of a case's question that stands there by itself, outside the case's
        thread, so that an answer beside it is understood.
    """

    team: str
    channel: str
    thread_ts: str = ""
    question: str = ""


class Courier:
    """Calls Slack for every post; raises the troubles of a call."""

    def __init__(
        self, workspaces: Workspaces, rooms: Rooms, pace: Pace, speaker: Speaker
    ) -> None:
        self._workspaces, self._rooms = workspaces, rooms
        self._pace, self._speaker = pace, speaker

    async def post(self, spot: Spot, outbound: Outbound) -> str:
        """Put a post or a file where everybody there reads it; the post's ts."""
        self._pace.take(spot.team, spot.channel)
        if isinstance(outbound, Upload):
            await self._upload(spot, outbound)
            return ""
        said = await self._said("chat.postMessage", spot, dict(outbound.payload))
        return str(said.get("ts", ""))

    async def whisper(self, way: Way, post: Post) -> None:
        """Show a post to one person alone where they are, else in direct messages.

        A command is answered through its `response_url`, which works where the app is
        no member; at a message of ours that is the second choice, since it leaves the
        thread.
        """
        tries = [self._at_spot, self._through_url]
        for way_out in tries if way.message_ts else reversed(tries):
            if await way_out(way, post):
                return
        await self.tell(way.team, way.user, post)

    async def _through_url(self, way: Way, post: Post) -> bool:
        if not way.response_url or (way.is_direct and way.message_ts):
            return False
        body = {"response_type": "ephemeral", "replace_original": False}
        try:
            await self._workspaces.api.respond(way.response_url, body | post.for_edit())
        except (RefusedError, UnclearError, NotSentError) as error:
            _log.info("no answer through a response_url: %s", error)
            return False
        return True

    async def _at_spot(self, way: Way, post: Post) -> bool:
        if not way.is_in_channel:
            return False
        spot = Spot(way.team, way.channel, way.thread_ts)
        try:
            await self._said(
                "chat.postEphemeral", spot, post.for_edit() | {"user": way.user}
            )
        except RefusedError as error:
            _log.info("nothing can be shown in %s: %s", way.channel, error)
            return False
        return True

    async def tell(self, team_id: str, user_id: str, outbound: Outbound) -> None:
        """Write to somebody's direct messages."""
        channel = await self._rooms.direct(team_id, user_id)
        await self.post(Spot(team_id, channel), outbound)

    async def edit(self, spot: Spot, ts: str, post: Post) -> None:
        """Put a post in the place of another; a trouble is logged and forgotten."""
        where = {"channel": spot.channel, "ts": ts}
        try:
            await self._workspaces.call(
                spot.team, "chat.update", **where, **post.for_edit()
            )
        except (NotSentError, RefusedError, UnclearError) as error:
            _log.info("a message stays as it was: %s", error)

    async def link_to(self, spot: Spot) -> str:
        """The address of a thread; empty where Slack does not tell."""
        try:
            said = await self._workspaces.call(
                spot.team,
                "chat.getPermalink",
                channel=spot.channel,
                message_ts=spot.thread_ts,
            )
        except (NotSentError, RefusedError):
            return ""
        return str(said.get("permalink", ""))

    async def _said(self, method: str, spot: Spot, payload: dict[str, Any]) -> Answer:
        thread = {"thread_ts": spot.thread_ts} if spot.thread_ts else {}
        where = {"channel": spot.channel, **thread}
        try:
            return await self._workspaces.call(spot.team, method, **where, **payload)
        except RefusedError as error:
            if str(error) not in _BAD_BLOCKS or "blocks" not in payload:
                raise
            _log.error("%s refused blocks: %s", method, error)
            del payload["blocks"]
            return await self._workspaces.call(spot.team, method, **where, **payload)

    async def _upload(self, spot: Spot, file: Upload) -> None:
        """Slack's three steps; the last one is what people see."""
        try:
            said = await self._workspaces.call(
                spot.team,
                "files.getUploadURLExternal",
                filename=file.name,
                length=len(file.content),
                alt_txt=file.alt_text or None,
            )
            await self._workspaces.api.upload(said["upload_url"], file.content)
            await self._workspaces.call(
                spot.team,
                "files.completeUploadExternal",
                files=[{"id": said["file_id"], "title": file.title}],
                channel_id=spot.channel,
                thread_ts=spot.thread_ts or None,
                initial_comment=file.comment or None,
            )
        except RefusedError as error:
            if str(error) != "missing_scope":
                raise
            reason = troubles.told(str(error), self._speaker.text)
            await self._said(
                "chat.postMessage", spot, {"text": escaped(reason), "mrkdwn": False}
            )
