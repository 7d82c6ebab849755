"""A letter, ready to be copied and forwarded; and files.

The letter's own messages hold the letter and nothing else, without markup. What the
owner needs beside it comes before: title, note, address, subject, and buttons that copy
it or open WhatsApp. A `mailto:` link is no use: Telegram opens web addresses only, from
buttons and texts alike, but makes an e-mail address in a text a link by itself.
"""

import re
from collections.abc import Callable
from urllib.parse import quote

from adapters.telegram.calls import Upload
from adapters.telegram.limits import limits
from adapters.telegram.rich import (
    Rich,
    bold,
    is_visible,
    joined,
    one_line,
    plain,
    split,
    text_of,
    units,
)
from adapters.telegram.targets import Key
from assistant.chat.replies import FileOut, LetterText

Say = Callable[..., str]

_LONGEST_URL = 2_000  # what browsers and apps open everywhere
_LONGEST_NAME = 60  # characters of a file's name that a phone shows
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_PHOTOS = ("image/jpeg", "image/png")


def head(part: LetterText[str], say: Say, *, parts: int) -> Rich:
    """What is said before the letter.

    parts: how many messages the letter fills.
    """
    lines = []
    if part.email:
        lines.append(f"{say('telegram.email')}: {one_line(part.email)}")
    if part.subject:
        lines.append(f"{say('telegram.subject')}: {one_line(part.subject)}")
    if parts > 1:
        lines.append(say("telegram.letter_parts", count=parts))
    blocks = (bold(part.title), plain(part.note or ""), plain("\n".join(lines)))
    return joined((block for block in blocks if is_visible(text_of(block))), "\n\n")


def keys(part: LetterText[str], say: Say) -> list[Key]:
    """Buttons that copy what fits on the clipboard and open WhatsApp."""
    found = []
    if _can_copy(part.body):
        found.append(Key(say("telegram.copy_letter"), copied=part.body))
    if part.email and _can_copy(part.subject):
        found.append(Key(say("telegram.copy_subject"), copied=part.subject))
    link = whatsapp(part.phone, part.body)
    if link:
        found.append(Key(say("telegram.whatsapp"), url=link))
    return found


def body_parts(part: LetterText[str]) -> list[str]:
    """The letter in as many messages as it needs, in order, nothing left out."""
    cut = split(plain(part.body), limits().text, limits().entities)
    return [text_of(piece) for piece in cut]


def as_file(part: LetterText[str]) -> Upload:
    """The letter as a text file, its body exactly."""
    about = f"{part.title} {part.case_id}" if part.case_id else part.title
    return Upload(_file_name(about, ".txt"), "text/plain", part.body.encode())


def whatsapp(phone: str, body: str) -> str:
    """A `wa.me` link with the text in it; empty when the number is not international.

    WhatsApp takes numbers with their country code only, and a wrong guess would show
    the letter to a stranger. A text that would make the link too long is left out.
    """
    number = re.sub(r"[^+0-9]", "", phone.replace("(0)", ""))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    # E.164: at most 15 digits, the first not 0; the shortest in use have 7.
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", number):
        return ""
    address = f"https://wa.me/{number[1:]}"
    whole = f"{address}?text={quote(body, safe='')}"
    return whole if len(whole) <= _LONGEST_URL else address


def upload_of(part: FileOut[str]) -> Upload:
    """The file with a name that any system can keep."""
    stem, dot, ending = part.name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    name = _file_name(stem or ending, f"{dot}{ending}" if stem else "")
    return Upload(name, part.media_type, part.content)


def is_photo(part: FileOut[str]) -> bool:
    """Whether it can be shown as a picture rather than offered as a file."""
    return part.media_type in _PHOTOS and len(part.content) <= limits().photo_bytes


def problem_of(part: FileOut[str], say: Say) -> str:
    """Why Telegram would not take the file, in words; empty when it would."""
    if not part.content:
        return say("telegram.file_empty", name=one_line(part.name))
    if len(part.content) > limits().upload_bytes:
        return say("telegram.file_too_large", name=one_line(part.name))
    return ""


def _can_copy(text: str) -> bool:
    return is_visible(text) and units(text) <= limits().copy_text


def _file_name(stem: str, ending: str) -> str:
    kept = _NOT_IN_NAMES.sub(" ", stem).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    return (kept or "file") + _NOT_IN_NAMES.sub("", ending)[:10]
