"""Each documented kind of update reads as what the person did."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.ext import filters

from adapters.telegram import inbound
from adapters.telegram.arrivals import (
    Arrival,
    Arrived,
    BusinessConnected,
    BusinessWords,
    BusinessWordsGone,
    Content,
    FileArrived,
    HelpAsked,
    Ignored,
    LinkFollowed,
    Membership,
    Migrated,
    Pressed,
    Reason,
    Sender,
    Unsupported,
    album,
)
from adapters.telegram.notices import too_large, typed_line_wanted, unsupported
from adapters.telegram.targets import Choice, Command, Word
from assistant.chat.events import (
    ChatOpened,
    ChoiceMade,
    CommandGiven,
    FileGiven,
    Origin,
    Person,
    Place,
    TextEdited,
    TextTyped,
)
from tests.adapters.telegram.words import say

PAYLOADS = Path(__file__).parents[2] / "payloads" / "telegram"
READER = inbound.Reader(
    700100, "parley_bot", lambda chat_id, person_id: f"telegram:{person_id}"
)
KIM = Person("4711", "Kim Weber", "de")
HOME = Place("telegram", "4711", "telegram:4711")
GROUP = Place("telegram", "-1002003004005", "telegram:4711", is_private=False)
SENDER = Sender("700100/4711/57", HOME, KIM)
WHERE = ("700100/4711/57", HOME, KIM)
FORWARDED_AT = datetime.fromtimestamp(1778050000, UTC)


def payload(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    return found


def arrival(name: str) -> Arrival:
    return inbound.read(inbound.parse(payload(name)), READER)


def read(name: str) -> Arrived:
    return arrival(name).what


def file(name: str) -> FileArrived:
    found = read(name)
    assert isinstance(found, FileArrived)
    return found


# -- words -----------------------------------------------------------------------------


def test_a_text_is_typed_with_who_and_where() -> None:
    found = arrival("text")
    assert found.what == TextTyped(*WHERE, "They say 480 was never agreed")
    assert (found.chat_id, found.message_id) == (4711, 57)
    assert found.is_private


def test_a_language_that_telegram_hides_is_empty() -> None:
    found = read("text-without-language")
    assert isinstance(found, TextTyped)
    assert found.person.language == ""


def test_every_sample_reads_the_same_from_the_library_s_own_object() -> None:
    for path in PAYLOADS.glob("*.json"):
        row = json.loads(path.read_text("utf-8"))
        update = Update.de_json(row, None)
        assert inbound.read(update, READER).update_id == row["update_id"]


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("command-start", ChatOpened(*WHERE)),
        ("command-new", CommandGiven(*WHERE, 'open INV-7 480 "Harbour Cafe"')),
        ("command-case-pressed", CommandGiven(*WHERE, "show D-7")),
        (
            "command-reply-lines",
            CommandGiven(*WHERE, "reply D-INV-7 We agreed 400,\nyou billed 480"),
        ),
    ],
)
def test_a_command_is_given(name: str, event: Arrived) -> None:
    assert read(name) == event


@pytest.mark.covers("T21")
def test_a_link_of_ours_is_told_from_a_plain_start() -> None:
    found = read("command-start-link")
    assert isinstance(found, LinkFollowed)
    assert found.sender == SENDER
    assert found.link.payload == "case_q83vEjRWeJASNFZ4"


@pytest.mark.covers("T07")
def test_an_edited_message_names_the_one_it_changes() -> None:
    found = read("edited-text")
    assert isinstance(found, TextEdited)
    assert found.text == "They say 400 was agreed"
    first = read("text")
    assert isinstance(first, TextTyped)
    assert found.first == first.delivery_id
    assert found.delivery_id != found.first


def test_an_edited_caption_is_an_edited_text() -> None:
    found = read("edited-caption")
    assert isinstance(found, TextEdited)
    assert found.text == "After the repair"


def test_somebody_who_walks_with_a_shared_location_is_not_answered_at_every_step() -> (
    None
):
    assert read("edited-location") == Ignored(Reason.MOVING_LOCATION)


def test_the_message_that_is_answered_is_kept() -> None:
    assert arrival("reply").reply_to == 58


# -- forwarded -------------------------------------------------------------------------


@pytest.mark.covers("T09")
@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("forward-user", Origin("Ana Reyes", FORWARDED_AT)),
        ("forward-hidden-user", Origin("Ana R.", FORWARDED_AT)),
        ("forward-chat", Origin("Ana", FORWARDED_AT)),
        ("forward-channel", Origin("Prices", FORWARDED_AT, "https://t.me/prices/44")),
    ],
)
def test_a_forwarded_message_keeps_its_author_and_date(
    name: str, origin: Origin
) -> None:
    found = read(name)
    assert isinstance(found, TextTyped)
    assert found.origin == origin


@pytest.mark.covers("T09")
def test_a_forwarded_photo_keeps_its_author_too() -> None:
    assert file("forward-photo").origin == Origin("Ana R.", FORWARDED_AT)


def test_one_s_own_message_forwarded_is_one_s_own() -> None:
    assert read("forward-own") == TextTyped(*WHERE, "480")


def test_a_forwarded_command_is_words() -> None:
    row = payload("forward-user")
    row["message"]["text"] = "/delete"
    found = inbound.read(inbound.parse(row), READER).what
    assert isinstance(found, TextTyped)


# -- buttons ---------------------------------------------------------------------------


def test_a_pressed_button_names_its_token_and_message() -> None:
    found = arrival("callback")
    sender = Sender("700100/press/4382bfdwdsb323b2d9", HOME, KIM)
    assert found.what == Pressed(
        sender, "4382bfdwdsb323b2d9", "q83vEjRWeJAS3", None, 58, is_reachable=True
    )
    assert found.message_id == 58


def test_a_page_that_is_turned_names_its_number() -> None:
    found = read("callback-page")
    assert isinstance(found, Pressed)
    assert (found.token, found.page) == ("q83vEjRWeJAS12", 2)


def test_a_button_of_a_message_out_of_reach_still_reads() -> None:
    found = read("callback-inaccessible")
    assert isinstance(found, Pressed)
    assert (found.message_id, found.is_reachable) == (12, False)
    assert found.token == "q83vEjRWeJAS3"  # noqa: S105  of a button


def test_a_button_that_is_none_of_ours_has_no_token() -> None:
    found = read("callback-foreign")
    assert isinstance(found, Pressed)
    assert (found.token, found.message_id) == ("", 0)
    assert found.sender.place == HOME


@pytest.mark.parametrize(
    ("target", "event"),
    [
        (
            Choice("D-7", "reason", "scope", "Scope"),
            ChoiceMade(*WHERE, "D-7", "reason", "scope"),
        ),
        (Command("show D-7"), CommandGiven(*WHERE, "show D-7")),
        (Command("cancel"), CommandGiven(*WHERE, "cancel")),
        (Command("help"), HelpAsked(SENDER)),
        (Word("back", "D-7", "reason"), TextTyped(*WHERE, "back")),
    ],
)
def test_what_a_button_stands_for_becomes_the_event(
    target: Choice | Command | Word, event: Arrived | ChoiceMade
) -> None:
    assert inbound.pressed_event(target, SENDER) == event


# -- files -----------------------------------------------------------------------------

FILES = [
    ("photo", Content.PHOTO, "photo-57.jpg", "image/jpeg", 180000),
    ("document", Content.DOCUMENT, "scope signed.pdf", "application/pdf", 240123),
    (
        "document-bare",
        Content.DOCUMENT,
        "document-57.bin",
        "application/octet-stream",
        0,
    ),
    ("audio", Content.AUDIO, "call.mp3", "audio/mpeg", 240123),
    ("voice", Content.VOICE, "voice-57.ogg", "audio/ogg", 240123),
    ("video", Content.VIDEO, "leak.mp4", "video/mp4", 240123),
    ("video-note", Content.VIDEO_NOTE, "video-note-57.mp4", "video/mp4", 240123),
    ("animation", Content.ANIMATION, "drip.mp4", "video/mp4", 240123),
    ("live-photo", Content.PHOTO, "photo-57.jpg", "image/jpeg", 180000),
]


@pytest.mark.covers("T10")
@pytest.mark.parametrize(
    ("name", "content", "file_name", "media_type", "size"),
    [pytest.param(*row, id=row[0]) for row in FILES],
)
def test_a_file_arrives_with_name_type_and_size(
    name: str, content: Content, file_name: str, media_type: str, size: int
) -> None:
    found = file(name)
    assert found.content is content
    assert (found.name, found.media_type, found.size) == (file_name, media_type, size)
    assert found.file_id
    assert not found.is_too_large


def test_the_largest_size_of_a_photo_is_taken_in_whatever_order_they_come() -> None:
    for name in ("photo", "album-1", "album-2"):
        assert file(name).file_id == "AgACAgIAAxkBAAMy"


def test_a_file_becomes_an_event_once_its_bytes_are_there() -> None:
    event = file("photo").as_event(lambda: BytesIO(b"jpg"))
    assert isinstance(event, FileGiven)
    assert event.caption == "The unit before"
    assert event.open().read() == b"jpg"


def test_the_photos_of_an_album_become_one_event_in_order() -> None:
    first, second = file("album-1"), file("album-2")
    assert first.bundle == second.bundle == "13245678901234567"
    given = album([(first, lambda: BytesIO(b"1")), (second, lambda: BytesIO(b"2"))])
    assert given.bundle == first.bundle
    assert [each.caption for each in given.files] == ["Before and after", ""]
    assert [each.name for each in given.files] == ["photo-60.jpg", "photo-61.jpg"]


def test_a_file_above_twenty_megabytes_is_explained() -> None:
    found = file("document-large")
    assert found.is_too_large
    assert "site.zip has about 21 MB" in too_large(found, say).text


@pytest.mark.covers("T10")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("location", "51.507400, -0.127800\nhttps://www.openstreetmap.org/"),
        ("venue", "Harbour Café\nQuay 3, Portsmouth\n51.507400, -0.127800"),
        ("contact", "Ana Reyes\n+447700900123\nBEGIN:VCARD"),
    ],
)
def test_what_is_shared_becomes_a_small_text(name: str, words: str) -> None:
    found = file(name)
    assert found.inline.decode().startswith(words)
    assert found.inline.decode().endswith("\n2026-05-07 09:00 UTC")
    assert (found.file_id, found.media_type) == ("", "text/plain")
    assert found.size == len(found.inline)
    assert found.name == f"{name}-57.txt"


@pytest.mark.covers("T10")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sticker", Content.STICKER),
        ("poll", Content.POLL),
        ("dice", Content.DICE),
        ("story", Content.STORY),
        ("checklist", Content.CHECKLIST),
        ("unknown-content", Content.OTHER),
    ],
)
def test_what_nothing_can_be_made_of_is_answered_politely(
    name: str, content: Content
) -> None:
    assert read(name) == Unsupported(SENDER, content)
    assert "photo or a file" in unsupported(say).text


@pytest.mark.covers("T10")
def test_a_recording_asks_for_a_typed_line() -> None:
    for name in ("voice", "video-note", "audio"):
        wanted = typed_line_wanted(file(name), say)
        assert wanted is not None
        assert "type in one line" in wanted.text
    assert typed_line_wanted(file("photo"), say) is None


@pytest.mark.covers("T10")
def test_no_message_a_person_can_send_in_private_is_met_with_silence() -> None:
    silent = {
        path.stem
        for path in PAYLOADS.glob("*.json")
        if "message" in (row := json.loads(path.read_text("utf-8")))
        and row["message"]["chat"]["type"] == "private"
        and isinstance(read(path.stem), Ignored)
    }
    assert silent == {"from-a-bot"}


def test_every_service_message_the_library_knows_is_one_to_us() -> None:
    told = {
        name.lower()
        for name in dir(filters.StatusUpdate)
        if name.isupper() and name != "ALL"
    }
    # Answered, or under another name here, or nothing we ever asked for.
    others = {"chat_created", "migrate", "web_app_data", "users_shared", "chat_shared"}
    others |= {"gift", "unique_gift", "refunded_payment"}
    assert told - others <= set(inbound._SERVICE_FIELDS)


# -- groups ----------------------------------------------------------------------------


def test_a_group_is_answered_when_it_speaks_to_us() -> None:
    where = ("700100/-1002003004005/57", GROUP, KIM)
    assert read("topic") == CommandGiven(*where, "list")
    assert read("group-mention") == TextTyped(*where, "what is open?")
    assert read("group-reply") == TextTyped(*where, "yes")
    anonymous = read("group-anonymous")
    assert isinstance(anonymous, CommandGiven)
    assert anonymous.person.name == "Weber Heating"


@pytest.mark.parametrize("name", ["group-other-bot", "group-chatter", "group-photo"])
def test_a_group_that_speaks_to_others_is_left_alone(name: str) -> None:
    assert read(name) == Ignored(Reason.NOT_FOR_US)


@pytest.mark.parametrize("name", ["group-service", "group-pinned"])
def test_what_telegram_itself_says_in_a_group_is_ignored(name: str) -> None:
    assert read(name) == Ignored(Reason.SERVICE)


def test_a_topic_is_kept_and_the_thread_of_a_reply_is_not() -> None:
    assert arrival("topic").thread_id == 9
    assert arrival("group-chatter").thread_id == 0
    assert not arrival("topic").is_private


def test_a_group_that_becomes_a_supergroup_is_followed() -> None:
    moved = Migrated(-200, -1002003004005)
    assert read("migrate-to") == read("migrate-from") == moved


# -- the rest --------------------------------------------------------------------------


def test_being_blocked_and_let_in_again_is_noticed() -> None:
    blocked, unblocked = read("blocked"), read("unblocked")
    assert isinstance(blocked, Membership)
    assert isinstance(unblocked, Membership)
    assert (blocked.is_member, unblocked.is_member) == (False, True)
    assert arrival("blocked").chat_id == 4711


def test_a_business_account_is_connected_and_its_words_are_told_apart() -> None:
    assert read("business-connection") == BusinessConnected(
        "bc1", 4711, 4711, is_enabled=True, can_reply=True
    )
    words, own = read("business-message"), read("business-message-own")
    assert isinstance(words, BusinessWords)
    assert isinstance(own, BusinessWords)
    assert (words.text, words.author.name) == ("I am not paying that", "Ana Reyes")
    assert (words.is_from_customer, own.is_from_customer) == (True, False)
    edited = read("business-message-edited")
    assert isinstance(edited, BusinessWords)
    assert edited.is_edited
    assert read("business-message-photo") == Ignored(Reason.NOTHING_NEW)
    assert read("business-deleted") == BusinessWordsGone("bc1", 8002, (57, 58))


@pytest.mark.parametrize("name", ["channel-post", "unknown-update"])
def test_what_was_never_asked_for_is_ignored(name: str) -> None:
    assert read(name) == Ignored(Reason.UNKNOWN)


def test_another_bot_is_not_talked_to() -> None:
    assert read("from-a-bot") == Ignored(Reason.FROM_A_BOT)


def test_the_kinds_of_update_we_read_are_the_kinds_we_ask_for() -> None:
    for path in PAYLOADS.glob("*.json"):
        row = json.loads(path.read_text("utf-8"))
        is_asked_for = bool(set(row) & set(inbound.ALLOWED_UPDATES))
        is_known = read(path.stem) != Ignored(Reason.UNKNOWN)
        assert is_asked_for == is_known
