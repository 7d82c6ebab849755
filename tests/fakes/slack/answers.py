"""Messages that come back through a response_url or as a command's acknowledgement."""

import copy

from tests.fakes.slack.api_chat import check_blocks
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.forms import blocks_with_ids
from tests.fakes.slack.model import Channel, Json, Message, ResponseUrl
from tests.fakes.slack.rules import POST_TEXT


def answer_with(core: Core, url: ResponseUrl, body: Json) -> None:
    """Do what the body of a response_url says: post, replace or delete."""
    channel = core.world.channels[url.channel_id]
    original = _original(channel, url)
    if body.get("delete_original"):
        if original is not None:
            core.world.remove(original)
        return
    text, blocks = _checked(core, body)
    if body.get("replace_original") and original is not None:
        before = core.shapes.message(original)
        original.text = text
        original.blocks = blocks_with_ids(blocks, core.mint)
        if not original.only_for:
            core.events.changed(original, before)
        return
    is_public = body.get("response_type") == "in_channel" and not url.is_ephemeral
    bot = core.world.bot_of(url.team_id)
    message = Message(
        ts=core.world.ts(),
        channel_id=channel.id,
        user_id=bot.id,
        team_id=bot.team_id,
        text=text,
        blocks=blocks_with_ids(blocks, core.mint),
        attachments=body.get("attachments") or [],
        thread_ts=str(body.get("thread_ts") or ""),
        bot_id=bot.bot_id,
        app_id=core.registration.app_id,
        only_for="" if is_public else url.user_id,
    )
    core.world.post(message)
    if is_public:
        core.events.message(message)


def _checked(core: Core, body: Json) -> tuple[str, list[Json]]:
    text = str(body.get("text") or "")
    blocks = copy.deepcopy(body.get("blocks") or [])
    if not (text or blocks or body.get("attachments")):
        raise SlackError("no_text")
    if len(text) > POST_TEXT:
        raise SlackError("msg_too_long")
    shown = {"text": text, "blocks": blocks} if blocks else {"text": text}
    check_blocks(core, "response_url", shown, "ephemeral")
    return text, blocks


def _original(channel: Channel, url: ResponseUrl) -> Message | None:
    box = channel.ephemeral if url.is_ephemeral else channel.messages
    return box.get(url.message_ts)
