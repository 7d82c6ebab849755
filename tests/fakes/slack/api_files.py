"""files.*: the upload in three steps, and what is known of a file."""

from pathlib import PurePath

from tests.fakes.slack import access
from tests.fakes.slack.api_chat import check_blocks
from tests.fakes.slack.call import Call
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.forms import blocks_with_ids
from tests.fakes.slack.model import Channel, File, Json, Message
from tests.fakes.slack.shapes import media_type_of


def get_upload_url(core: Core, call: Call) -> Json:
    """files.getUploadURLExternal"""
    name, length = call.need("filename"), call.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments")
    file = File(
        id=core.mint.id("F"),
        team_id=call.grant.team_id,
        name=PurePath(name).name,
        title=name,
        media_type=media_type_of(name),
        user_id=call.grant.user_id,
        created=core.world.seconds(),
        announced=length,
        alt_text=call.text("alt_txt"),
    )
    core.world.files[file.id] = file
    address = f"{core.shapes.base_url}/upload/v1/{core.mint.secret('upload')}"
    return {"upload_url": f"{address}?file={file.id}", "file_id": file.id}


def complete_upload(core: Core, call: Call) -> Json:
    """files.completeUploadExternal: share what was uploaded, as one message."""
    wanted = call.parsed("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments")
    files = [_uploaded(core, call, str(each.get("id"))) for each in wanted]
    names = call.text("channel_id") or ",".join(call.parsed("channels") or ())
    channels = [
        access.find_channel(core, call.grant, each) for each in names.split(",") if each
    ]
    for channel in channels:
        access.may_post(core, call.grant, channel, call.text("thread_ts"))
    blocks = call.blocks()
    if blocks and call.text("initial_comment"):
        raise SlackError("invalid_arguments")
    if blocks:
        check_blocks(core, call.method, {"text": "files", "blocks": blocks}, "message")
    for file, each in zip(files, wanted, strict=True):
        file.title = str(each.get("title") or file.name)
        file.is_completed = True
    for channel in channels:
        share(core, channel, files, _comment(core, call, channel, blocks))
    return {"files": [core.shapes.file(each) for each in files]}


def share(core: Core, channel: Channel, files: list[File], message: Message) -> Message:
    """Post a message that holds the files."""
    message.file_ids = [each.id for each in files]
    message.subtype = "file_share"
    for file in files:
        file.shares.setdefault(channel.id, []).append(message.ts)
    core.world.post(message)
    core.events.message(message)
    return message


def info(core: Core, call: Call) -> Json:
    """files.info: of files in conversations that the bot is in, or its own."""
    file = core.world.files.get(call.need("file"))
    if file is None or not can_see(core, call, file):
        raise SlackError("file_not_found")
    return {"file": core.shapes.file(file), "comments": []}


def can_see(core: Core, call: Call, file: File) -> bool:
    """Whether the token reaches the file."""
    me = access.users_of(core, call.grant)
    if file.user_id in me:
        return True
    places = [core.world.channels[each] for each in file.shares]
    if file.team_id in access.teams_of(core, call.grant) and not places:
        return file.is_completed  # given through a file input of a modal
    return any(me & channel.members for channel in places)


def _uploaded(core: Core, call: Call, file_id: str) -> File:
    file = core.world.files.get(file_id)
    if file is None or file.user_id not in access.users_of(core, call.grant):
        raise SlackError("file_not_found")
    if file.is_completed:
        raise SlackError("file_update_failed")
    if file.content is None:
        raise SlackError("file_not_found")
    return file


def _comment(core: Core, call: Call, channel: Channel, blocks: list[Json]) -> Message:
    writer = access.author(core, call.grant, channel)
    return Message(
        ts=core.world.ts(),
        channel_id=channel.id,
        user_id=writer.id,
        team_id=writer.team_id,
        text=call.text("initial_comment"),
        blocks=blocks_with_ids(blocks, core.mint),
        thread_ts=call.text("thread_ts"),
        bot_id=writer.bot_id,
        app_id=core.registration.app_id,
    )


METHODS = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": info,
}
