"""Files that the bot sends, alone or as albums, and files that it fetches."""

from typing import Any

from tests.fakes.telegram.contents import document, photo
from tests.fakes.telegram.files import PHOTO_BYTES, UPLOAD_BYTES, picture_size
from tests.fakes.telegram.methods.sending import (
    caption_content,
    send,
    send_all,
    target,
)
from tests.fakes.telegram.wire import ApiError, Args, Call, Json, Upload, bad_request
from tests.fakes.telegram.world import World

_ALBUM_KINDS = frozenset({"photo", "video", "document", "audio", "live_photo"})


def send_document(world: World, args: Args) -> Json:
    """`sendDocument`."""
    chat = target(world, args)
    content = _document(world, args, args.values.get("document"), "document")
    return send(world, args, chat, content | caption_content(args)).as_json()


def send_photo(world: World, args: Args) -> Json:
    """`sendPhoto`."""
    chat = target(world, args)
    content = _photo(world, args, args.values.get("photo"), "photo")
    return send(world, args, chat, content | caption_content(args)).as_json()


def send_media_group(world: World, args: Args) -> list[Json]:
    """`sendMediaGroup`."""
    chat = target(world, args)
    media = args.parsed("media")
    if not isinstance(media, list) or not media:
        raise bad_request("there are no messages to send")
    if len(media) < 2:
        raise bad_request("too few messages to send as an album")
    if len(media) > 10:
        raise bad_request("too many messages to send as an album")
    kinds = {str(item.get("type")) for item in media}
    if not kinds <= _ALBUM_KINDS:
        raise bad_request("can't parse InputMedia: type must be one of the album types")
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise bad_request(f"{alone} can't be mixed with other media types")
    contents = [_item(world, args, item) for item in media]
    album = {"media_group_id": f"139{world.changes + 1:014d}"}
    sent = send_all(world, args, chat, contents, album)
    return [message.as_json() for message in sent]


def get_file(world: World, args: Args) -> Json:
    """`getFile`."""
    if not args.has("file_id"):
        raise bad_request("file_id not specified")
    return world.library.link(args.text("file_id"), world.clock.now())


def _item(world: World, args: Args, item: Json) -> Json:
    kind = str(item["type"])
    make = _photo if kind == "photo" else _document
    content = make(world, args, item.get("media"), kind)
    caption = Args(Call("", "", item))
    return content | caption_content(caption)


def _document(world: World, args: Args, given: Any, name: str) -> Json:
    upload = _upload(args, given, name)
    if upload is None:
        return _known(world, given, "document")
    _check_size(upload)
    return document(world.library, upload.name, upload.content, upload.mime)


def _photo(world: World, args: Args, given: Any, name: str) -> Json:
    upload = _upload(args, given, name)
    if upload is None:
        return _known(world, given, "photo")
    _check_size(upload)
    size = len(upload.content)
    if size > PHOTO_BYTES:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_BYTES} bytes"
        )
    sides = picture_size(upload.content)
    if not sides:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(sides) > 10_000 or max(sides) > 20 * max(1, min(sides)):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return photo(world.library, upload.content)


def _upload(args: Args, given: Any, name: str) -> Upload | None:
    """The file that came along; None when the call names a file by its id."""
    if isinstance(given, str) and given.startswith("attach://"):
        found = args.uploads.get(given.removeprefix("attach://"))
        if not found:
            raise bad_request("there is no file in the request with that name")
        return found
    if given:
        return None
    if name not in args.uploads:
        raise bad_request(f"there is no {name} in the request")
    return args.uploads[name]


def _known(world: World, given: Any, kind: str) -> Json:
    stored = world.library.get(str(given))
    if not stored:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if kind == "photo":
        return {"photo": [stored.as_json() | {"width": 1280, "height": 960}]}
    return {
        "document": stored.as_json()
        | {"file_name": stored.name, "mime_type": stored.mime}
    }


def _check_size(upload: Upload) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
