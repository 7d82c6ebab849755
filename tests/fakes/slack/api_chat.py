"""chat.*: what the app writes, with every limit refused that Slack refuses."""

import copy

from tests.fakes.slack import access
from tests.fakes.slack.call import Call
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.forms import blocks_with_ids
from tests.fakes.slack.model import Channel, Json, Message
from tests.fakes.slack.rules import POST_TEXT, UPDATE_TEXT, message_problems, worst


def post_message(core: Core, call: Call) -> Json:
    """chat.postMessage"""
    channel = access.target(core, call)
    thread_ts = call.text("thread_ts")
    access.may_post(core, call.grant, channel, thread_ts)
    message = written(core, call, channel, POST_TEXT)
    message.thread_ts = thread_ts
    if thread_ts:
        _look_at_thread(core, channel, thread_ts)
        if call.flag("reply_broadcast"):
            message.subtype = "thread_broadcast"
    core.world.post(message)
    core.world.statuses.pop((channel.id, message.root_ts), None)
    core.events.message(message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": core.shapes.message(message),
    }


def update(core: Core, call: Call) -> Json:
    """chat.update: blocks go when only text is given; attachments stay."""
    channel = access.find_channel(core, call.grant, call.need("channel"))
    message = access.own_message(core, call.grant, channel, call.need("ts"))
    if message is None:
        raise SlackError("cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    fresh = written(core, call, channel, UPDATE_TEXT, message)
    before = core.shapes.message(message)
    shows_edit = not call.has("blocks") and fresh.text != message.text
    message.text, message.blocks = fresh.text, fresh.blocks
    message.attachments, message.metadata = fresh.attachments, fresh.metadata
    if shows_edit:
        message.edited_ts = core.world.ts()
    core.events.changed(message, before)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": core.shapes.message(message),
    }


def delete(core: Core, call: Call) -> Json:
    """chat.delete"""
    channel = access.find_channel(core, call.grant, call.need("channel"))
    message = access.own_message(core, call.grant, channel, call.need("ts"))
    if message is None:
        raise SlackError("cant_delete_message")
    before = core.shapes.message(message)
    core.world.remove(message)
    core.events.deleted(message, before)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(core: Core, call: Call) -> Json:
    """chat.postEphemeral: only for a member, and never reachable again by its ts."""
    channel = access.find_channel(core, call.grant, call.need("channel"))
    user = access.find_user(core, call.grant, call.need("user"))
    access.may_post(core, call.grant, channel, call.text("thread_ts"))
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    message = written(core, call, channel, UPDATE_TEXT)
    message.only_for = user.id
    message.thread_ts = call.text("thread_ts")
    core.world.post(message)
    return {"message_ts": message.ts}


def get_permalink(core: Core, call: Call) -> Json:
    """chat.getPermalink"""
    channel = access.find_channel(core, call.grant, call.need("channel"))
    message = core.world.message(channel, call.need("message_ts"))
    return {
        "channel": channel.id,
        "permalink": permalink(core, channel, message),
    }


def permalink(core: Core, channel: Channel, message: Message) -> str:
    """The address of a message, as people copy it."""
    domain = core.world.teams[channel.team_id].domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p"
    link += message.ts.replace(".", "")
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return link


def written(
    core: Core, call: Call, channel: Channel, most: int, old: Message | None = None
) -> Message:
    """The message that the arguments describe, checked but not yet posted.

    most: how long the text may be. old: what is updated; it lends what is not given.
    """
    text, blocks = call.text("text"), copy.deepcopy(call.blocks())
    attachments = call.parsed("attachments", "invalid_attachments") or []
    if call.has("markdown_text"):
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        text = call.text("markdown_text")
    if old is not None:
        if not call.has("blocks") and not call.has("text"):
            blocks = old.blocks
        attachments = attachments if call.has("attachments") else old.attachments
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    if len(text) > most:
        raise SlackError("msg_too_long")
    surface = "ephemeral" if call.method == "chat.postEphemeral" else "message"
    check_blocks(core, call.method, _shown(text, blocks), surface)
    writer = access.author(core, call.grant, channel)
    return Message(
        ts=core.world.ts() if old is None else old.ts,
        channel_id=channel.id,
        user_id=writer.id,
        team_id=writer.team_id,
        text=text,
        blocks=blocks_with_ids(blocks, core.mint),
        attachments=attachments,
        bot_id=writer.bot_id,
        app_id=core.registration.app_id,
        metadata=call.parsed("metadata") or (old.metadata if old else {}),
    )


def check_blocks(core: Core, name: str, payload: Json, surface: str) -> None:
    """Refuse what breaks the limits, and keep it among the journal's violations.

    name: method or address that was used. surface: `message` or `ephemeral`.
    """
    if problems := message_problems(payload, surface):
        core.journal.violations += [f"{name}: {each}" for each in problems]
        messages = [f"[ERROR] {each}" for each in problems]
        raise SlackError(
            worst(problems),
            errors=[each.text for each in problems],
            response_metadata={"messages": messages},
        )


def _shown(text: str, blocks: list[Json]) -> Json:
    return {"text": text, "blocks": blocks} if blocks else {"text": text}


def _look_at_thread(core: Core, channel: Channel, thread_ts: str) -> None:
    root = channel.messages.get(thread_ts)
    if root is None or root.is_reply:
        # Slack takes such a reply, and nobody ever sees it.
        core.journal.advice.append(f"reply to {thread_ts}, which opens no thread")


METHODS = {
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": get_permalink,
}
