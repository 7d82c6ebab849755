"""What a message can hold, as the JSON fields of `Message`."""

from tests.fakes.telegram.detect import detected
from tests.fakes.telegram.files import Library, picture_size
from tests.fakes.telegram.wire import Json

_SIDES = (90, 320, 800)  # Telegram keeps smaller copies of a photo with these sides


def words(text: str) -> Json:
    """A text with the entities that Telegram finds in it."""
    content: Json = {"text": text}
    if entities := detected(text):
        content["entities"] = entities
    return content


def captioned(content: Json, caption: str) -> Json:
    """A medium with its caption, if any."""
    if not caption:
        return content
    content = content | {"caption": caption}
    if entities := detected(caption):
        content["caption_entities"] = entities
    return content


def photo(library: Library, picture: bytes) -> Json:
    """A photo in its sizes, smallest first; only the largest is the picture itself.

    The small copies are other bytes on purpose: whoever reads them reads too little.
    """
    width, height = picture_size(picture) or (1280, 960)
    longest = max(width, height)
    sizes: list[Json] = []
    for side in (side for side in _SIDES if side < longest):
        small = library.add(b"small copy %d" % side, "thumbnails", "t.jpg", "")
        scaled = {
            "width": width * side // longest or 1,
            "height": height * side // longest or 1,
        }
        sizes.append(small.as_json() | scaled)
    stored = library.add(picture, "photos", "photo.jpg", "image/jpeg")
    sizes.append(stored.as_json() | {"width": width, "height": height})
    return {"photo": sizes}


def document(
    library: Library, name: str, content: bytes, mime: str, size: int = 0
) -> Json:
    """A file as it was; `size` makes it look bigger than its bytes."""
    stored = library.add(content, "documents", name, mime, size)
    told = {key: v for key, v in (("file_name", name), ("mime_type", mime)) if v}
    return {"document": stored.as_json() | told}


def voice(library: Library, content: bytes, seconds: int) -> Json:
    """A voice note."""
    stored = library.add(content, "voice", "voice.oga", "audio/ogg")
    told = {"duration": seconds, "mime_type": "audio/ogg"}
    return {"voice": stored.as_json() | told}


def video_note(library: Library, content: bytes, seconds: int) -> Json:
    """A round video message."""
    stored = library.add(content, "video_notes", "note.mp4", "video/mp4")
    return {"video_note": stored.as_json() | {"length": 384, "duration": seconds}}


def video(library: Library, name: str, content: bytes, seconds: int) -> Json:
    """A video."""
    stored = library.add(content, "videos", name, "video/mp4")
    told = {"width": 1280, "height": 720, "duration": seconds}
    names = {"file_name": name, "mime_type": "video/mp4"}
    return {"video": stored.as_json() | told | names}


def audio(library: Library, name: str, content: bytes, seconds: int) -> Json:
    """Music, or a recording sent as a file."""
    stored = library.add(content, "music", name, "audio/mpeg")
    told = {"duration": seconds, "file_name": name, "mime_type": "audio/mpeg"}
    return {"audio": stored.as_json() | told}


def animation(library: Library, content: bytes) -> Json:
    """A moving picture; it also shows as a document, as the Bot API says."""
    stored = library.add(content, "animations", "animation.mp4", "video/mp4")
    names = {"file_name": stored.name, "mime_type": stored.mime}
    told = {"width": 320, "height": 240, "duration": 2}
    return {
        "animation": stored.as_json() | told | names,
        "document": stored.as_json() | names,
    }


def sticker(library: Library, emoji: str) -> Json:
    """A sticker."""
    stored = library.add(b"RIFF....WEBP", "stickers", "sticker.webp", "image/webp")
    told = {"width": 512, "height": 512, "emoji": emoji, "set_name": "Animals"}
    kind = {"type": "regular", "is_animated": False, "is_video": False}
    return {"sticker": stored.as_json() | told | kind}


def location(latitude: float, longitude: float) -> Json:
    """A point on the map."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def venue(latitude: float, longitude: float, title: str, address: str) -> Json:
    """A named place; it also shows as a location, as the Bot API says."""
    point = location(latitude, longitude)
    return {"venue": point | {"title": title, "address": address}} | point


def contact(phone: str, first_name: str, user_id: int = 0) -> Json:
    """A shared contact."""
    known = {"user_id": user_id} if user_id else {}
    return {"contact": {"phone_number": phone, "first_name": first_name} | known}


def poll(question: str, options: list[str]) -> Json:
    """A poll that nobody has answered yet."""
    return {
        "poll": {
            "id": "5400000000000000001",
            "question": question,
            "options": [
                {"persistent_id": str(place), "text": option, "voter_count": 0}
                for place, option in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }


def dice(value: int) -> Json:
    """A thrown die."""
    return {"dice": {"emoji": "🎲", "value": value}}
