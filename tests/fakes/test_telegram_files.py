"""Files to and from the fake: multipart, albums, links that age, limits."""

import struct
from datetime import UTC, datetime, timedelta

import pytest
from telegram import InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, InvalidToken

from assistant.clock import MovableClock
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.files import PHOTO_BYTES
from tests.fakes.telegram.running import bot_on, on_a_loop


def picture(width: int = 1600, height: int = 1200) -> bytes:
    """Enough of a PNG for its size to be read."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height)


@on_a_loop
async def test_a_document_goes_out_byte_for_byte_and_by_its_id_again() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.start()
        sent = await bot.send_document(
            anna.id,
            b"%PDF-1.7",
            filename="letter 1.pdf",
            caption="<b>Draft</b>",
            parse_mode="HTML",
        )
        assert sent.document
        await bot.send_document(anna.id, sent.document.file_id)
        first, second = anna.files()
        assert (first.name, first.content, first.mime, first.caption) == (
            "letter 1.pdf",
            b"%PDF-1.7",
            "application/pdf",
            "Draft",
        )
        assert second.content == first.content
        assert "Bot: (letter 1.pdf) Draft" in anna.sees()
        entry = telegram.calls("sendDocument", anna.id)[0]
        assert entry.uploads["document"].content == b"%PDF-1.7"


@on_a_loop
async def test_an_album_goes_out_as_one_group() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.start()
        media = [
            InputMediaPhoto(picture(), caption="before"),
            InputMediaPhoto(picture()),
        ]
        sent = await bot.send_media_group(anna.id, media)
        assert len({message.media_group_id for message in sent}) == 1
        assert [file.caption for file in anna.files()] == ["before", ""]
        mixed: list[InputMediaPhoto | InputMediaDocument] = [
            InputMediaPhoto(picture()),
            InputMediaDocument(b"x", filename="x.txt"),
        ]
        with pytest.raises(BadRequest, match="can't be mixed with other media types"):
            await bot.send_media_group(anna.id, mixed)
        with pytest.raises(BadRequest, match="Too many messages to send as an album"):
            await bot.send_media_group(anna.id, media * 5 + media[:1])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a picture", "Image_process_failed"),
        (picture(9000, 1001), "Photo_invalid_dimensions"),
        (picture(2100, 100), "Photo_invalid_dimensions"),
        (picture() + bytes(PHOTO_BYTES), "is too big for a photo"),
        (b"", "File must be non-empty"),
    ],
)
@on_a_loop
async def test_a_photo_that_telegram_cannot_take_is_refused(
    content: bytes, words: str
) -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.start()
        with pytest.raises(BadRequest, match=words):
            await bot.send_photo(anna.id, content)


@on_a_loop
async def test_a_caption_is_at_most_1024_long() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.start()
        await bot.send_photo(anna.id, picture(), caption="x" * 1024)
        with pytest.raises(BadRequest, match="Message caption is too long"):
            await bot.send_photo(anna.id, picture(), caption="x" * 1025)


@on_a_loop
async def test_what_a_person_sends_can_be_fetched_for_an_hour() -> None:
    clock = MovableClock(datetime(2026, 5, 7, 9, tzinfo=UTC))
    telegram = FakeTelegram(clock=clock)
    async with bot_on(telegram) as bot:
        telegram.person("Anna").attach("scan.pdf", b"%PDF", "application/pdf")
        update = (await bot.get_updates())[0]
        assert update.message
        document = update.message.document
        assert document
        assert (document.file_name, document.file_size) == ("scan.pdf", 4)
        file = await document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"%PDF"
        assert file.file_path
        assert file.file_path.startswith(f"{telegram.url}/file/bot")
        clock.advance(timedelta(hours=1))
        with pytest.raises(InvalidToken):
            await file.download_as_bytearray()
        fresh = await document.get_file()
        assert bytes(await fresh.download_as_bytearray()) == b"%PDF"


@on_a_loop
async def test_a_file_above_20_mb_cannot_be_fetched() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        telegram.person("Anna").attach("video.mov", b"x", size=20 * 1024 * 1024 + 1)
        message = (await bot.get_updates())[0].message
        assert message
        assert message.document
        with pytest.raises(BadRequest, match=r"^File is too big$"):
            await message.document.get_file()


@on_a_loop
async def test_only_the_largest_size_of_a_photo_is_the_photo() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        telegram.person("Anna").photo(picture(1600, 1200), caption="the leak")
        message = (await bot.get_updates())[0].message
        assert message
        assert message.caption == "the leak"
        assert [(p.width, p.height) for p in message.photo] == [
            (90, 67),
            (320, 240),
            (800, 600),
            (1600, 1200),
        ]
        small = await (await message.photo[0].get_file()).download_as_bytearray()
        large = await (await message.photo[-1].get_file()).download_as_bytearray()
        assert bytes(large) == picture(1600, 1200) != bytes(small)
