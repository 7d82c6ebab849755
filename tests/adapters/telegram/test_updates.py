"""Updates as they come: twice, changed, in pieces, with files, or with nothing."""

import hashlib
from io import BytesIO

import pytest
from telegram import Update

from adapters.telegram.bundles import Patience
from assistant.domain.case import Case
from tests.adapters.telegram.scene import Scene, open_case, played
from tests.fakes.telegram import contents, faults
from tests.fakes.telegram.person import Person
from tests.fakes.telegram.wire import Json

COMPLAINT = "We agreed 400, you billed 480. Please take the 80 off."
JPEG = b"\xff\xd8\xff\xe0 a picture of the boiler"


async def given(stage: Scene, update: Json) -> None:
    parsed = Update.de_json(update, stage.application.bot)
    await stage.application.process_update(parsed)


def names(case: Case) -> list[str]:
    return [item.name for item in case.evidence.items]


async def at_the_papers(stage: Scene, person: Person) -> None:
    """A case that asks for papers."""
    await open_case(stage, person)
    await stage.tapped(person, "Amount")
    await stage.told(person, COMPLAINT)
    await stage.tapped(person, "Yes, use it")


# -- duplicates and order --------------------------------------------------------------


@pytest.mark.covers("T06", "F-R2")
def test_the_same_update_changes_one_thing_and_is_answered_once() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        anna.command('/dispute open INV-7 480 "Mo Ash"')
        (update,) = stage.telegram.take_updates()
        for _ in range(3):
            await given(stage, update)
        await stage.restart()
        await given(stage, update)
        assert stage.cases(anna) == ["D-INV-7"]
        assert len(anna.messages()) == 1

    played(act)


def test_an_update_that_nobody_can_read_is_passed_over() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        anna.command("/menu")
        (update,) = stage.telegram.take_updates()
        strange = {"update_id": 7, "message": {"message_id": "?", "chat": 3}}
        await stage.desk.take([strange])
        await given(stage, update)
        assert "What would you like to do?" in anna.sees() or anna.buttons()

    played(act)


@pytest.mark.covers("T08")
def test_words_that_come_after_an_album_are_taken_after_it() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.album([JPEG + b"1", JPEG + b"2"])
        anna.say("/note The second shows the valve")
        await stage.go()
        kinds = [e.event.kind for e in stage.case(anna).entries]
        assert kinds.index("evidence_added") < kinds.index("note_added")

    played(act, patience=Patience(album=60, text=60, forward=0))


# -- changed messages ------------------------------------------------------------------


@pytest.mark.covers("T07", "F-P7")
def test_a_changed_last_answer_is_offered_and_both_wordings_are_kept() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        await stage.tapped(anna, "Something else")
        first = "I am not happy with this bill at all."
        sent = anna.say(first)
        await stage.go()
        before = stage.case(anna)
        anna.edit(sent, "I am not happy with the second visit.")
        await stage.go()
        assert anna.buttons()[-4:-2] != []
        assert "Replace" in "".join(anna.buttons()) or "replace" in anna.news()
        assert stage.case(anna).facts == before.facts
        words = " ".join(repr(e.event) for e in stage.case(anna).entries)
        assert first in words
        assert "second visit" in words

    played(act)


@pytest.mark.covers("T07")
def test_a_changed_older_message_never_moves_a_step() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        await stage.tapped(anna, "Something else")
        sent = anna.say("I am not happy with this bill at all.")
        await stage.go()
        (asked,) = [m for m in anna.messages() if m.keyboard]
        await stage.tapped(anna, asked.keyboard[0][0]["text"])
        before = stage.case(anna).facts
        anna.edit(sent, "I love this bill.")
        await stage.go()
        assert stage.case(anna).facts == before

    played(act)


# -- albums and long texts -------------------------------------------------------------


@pytest.mark.covers("T08", "F-P7")
def test_an_album_is_one_bundle_with_one_answer() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        said = len(anna.messages())
        photos = [JPEG + bytes([n]) for n in range(10)]
        anna.album(photos, caption="Before and after")
        await stage.quiet()
        items = stage.case(anna).evidence.items
        assert [item.sha256 for item in items] == [
            hashlib.sha256(photo).hexdigest() for photo in photos
        ]
        assert len({item.bundle for item in items}) == 1
        assert "Before and after" in repr(items[0])
        assert len(anna.messages()) == said + 1

    played(act)


@pytest.mark.covers("T08", "T11", "B03")
def test_an_album_cut_by_a_power_cut_is_complete_after_it() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        photos = [JPEG + bytes([n]) for n in range(10)]
        anna.album(photos)
        updates = stage.telegram.take_updates()
        await stage.desk.take(updates[:5])  # on disk, and then the power goes
        await stage.restart()
        await stage.desk.resume()
        await stage.desk.take(updates)  # Telegram sends again what it knows no end of
        await stage.quiet()
        digests = [item.sha256 for item in stage.case(anna).evidence.items]
        assert digests == [hashlib.sha256(photo).hexdigest() for photo in photos]

    played(act)


@pytest.mark.covers("T08")
def test_parts_that_come_late_join_their_album() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.album([JPEG + b"1", JPEG + b"2", JPEG + b"3"])
        one, two, three = stage.telegram.take_updates()
        await given(stage, one)
        await given(stage, two)
        await stage.quiet()
        await given(stage, three)
        await stage.quiet()
        items = stage.case(anna).evidence.items
        assert len(items) == 3
        assert len({item.bundle for item in items}) == 1

    played(act)


def test_a_text_that_the_app_cut_is_one_text() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        await stage.tapped(anna, "Something else")
        long = " ".join(f"word{n}" for n in range(1200))
        anna.say(f"{long} and we agreed 400, you billed 480.")
        await stage.quiet()
        text = stage.case(anna).statements[-1].text
        assert text.split()[:2] == ["word0", "word1"]
        assert text.endswith("billed 480.")
        assert all(f"word{n}" in text for n in (5, 700, 1199))

    played(act)


@pytest.mark.covers("T09", "F-A2")
def test_messages_that_are_forwarded_together_are_one_statement() -> None:
    async def act(stage: Scene) -> None:
        anna, mo = stage.person("Anna"), stage.telegram.person("Mo Ash")
        anna.forward("Invoice INV-9: we agreed 400.", from_=mo)
        anna.forward("And you billed 480. That is too much.", from_=mo)
        await stage.quiet()
        await stage.tapped(anna, "Yes, use it")
        (statement,) = stage.case(anna).statements
        assert "agreed 400" in statement.text
        assert "billed 480" in statement.text

    played(act, patience=Patience(album=0.05, text=0.05, forward=0.05))


# -- forwards --------------------------------------------------------------------------


@pytest.mark.covers("T09")
@pytest.mark.parametrize("source", ["user", "hidden", "group"])
def test_a_forward_keeps_who_wrote_it_and_when(source: str) -> None:
    async def act(stage: Scene) -> None:
        anna, mo = stage.person("Anna"), stage.telegram.person("Mo Ash")
        group = stage.telegram.group("Ash family", mo)
        stage.telegram.take_updates()
        origin = {"user": mo, "hidden": "Mo A.", "group": group.chat}[source]
        written = stage.clock.now()
        stage.later(hours=30)
        anna.forward(f"INV-9: {COMPLAINT}", from_=origin, date=written)  # type: ignore[arg-type]
        await stage.go()
        name = {"user": "Mo Ash", "hidden": "Mo A.", "group": "Ash family"}[source]
        assert f"Forwarded: {name}, Thu, 7 May 2026, 10:00" in anna.news()
        await stage.tapped(anna, "Yes, use it")
        case = stage.case(anna)
        assert name in repr(case.statements[0])
        assert "2026-05-07" in repr(case.evidence.items) or "2026, 5, 7" in repr(
            case.evidence.items
        )

    played(act)


# -- files and everything else ---------------------------------------------------------


@pytest.mark.covers("T14", "F-P7")
def test_a_file_is_stored_as_it_came() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        content = bytes(range(256)) * 10
        anna.attach("Contract März.pdf", content, "application/pdf")
        await stage.go()
        (item,) = stage.case(anna).evidence.items
        assert item.name == "Contract März.pdf"
        assert item.media_type == "application/pdf"
        assert item.sha256 == hashlib.sha256(content).hexdigest()
        assert stage.stores.files.open(item.sha256).read() == content
        assert isinstance(stage.stores.files.open(item.sha256), BytesIO)

    played(act)


@pytest.mark.covers("T14")
@pytest.mark.parametrize("is_told", [True, False])
def test_a_file_above_twenty_megabytes_is_explained_and_the_case_goes_on(
    is_told: bool,
) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.attach("walkthrough.mp4", b"x", "video/mp4", size=31_000_000)
        (update,) = stage.telegram.take_updates()
        if not is_told:  # Telegram does not have to say how large a file is
            del update["message"]["document"]["file_size"]
        await given(stage, update)
        assert "walkthrough.mp4" in anna.news()
        assert "20 MB" in anna.news()
        assert stage.case(anna).evidence.items == ()
        await stage.tapped(anna, "Amount")
        assert stage.case(anna).fact("reason") == "amount"

    played(act)


@pytest.mark.covers("T14")
def test_a_file_that_comes_at_the_second_try_is_stored() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        stage.telegram.faults.on("getFile", faults.broken(500))
        stage.telegram.faults.on("file", faults.reply_lost())
        anna.attach("a.pdf", b"%PDF", "application/pdf")
        await stage.go()
        assert names(stage.case(anna)) == ["a.pdf"]
        stage.telegram.faults.on("getFile", faults.broken(500), times=9)
        anna.attach("b.pdf", b"%PDF", "application/pdf")
        await stage.go()
        assert "I could not fetch b.pdf" in anna.news()
        assert names(stage.case(anna)) == ["a.pdf"]

    played(act)


def of_every_kind(stage: Scene) -> list[Json]:
    library = stage.telegram.world.library
    return [
        contents.voice(library, b"OggS", 3),
        contents.video_note(library, b"mp4", 3),
        contents.video(library, "v.mp4", b"mp4", 3),
        contents.audio(library, "a.mp3", b"mp3", 3),
        contents.animation(library, b"mp4"),
        contents.sticker(library, "👍"),
        contents.location(52.5, 13.4),
        contents.venue(52.5, 13.4, "Ash Hotel", "Main St 1"),
        contents.contact("+4917155", "Mo"),
        contents.poll("Which?", ["a", "b"]),
        contents.dice(3),
    ]


@pytest.mark.covers("T10")
@pytest.mark.parametrize("number", range(11))
@pytest.mark.parametrize("is_in_a_case", [True, False])
def test_no_content_meets_silence(number: int, is_in_a_case: bool) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        if is_in_a_case:
            await open_case(stage, anna)
        anna.share(of_every_kind(stage)[number])
        await stage.go()
        assert anna.news()
        assert "Something went wrong" not in anna.news()

    played(act)


@pytest.mark.covers("T10")
def test_the_line_typed_after_a_voice_note_is_noted_with_its_name() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.voice(b"OggS spoken")
        await stage.go()
        await stage.told(anna, "She agreed to 400 on the phone")
        note = repr(stage.case(anna).entries[-1].event)
        (item,) = stage.case(anna).evidence.items
        assert f"{item.name}: She agreed to 400 on the phone" in note
        before = stage.case(anna).entries
        await stage.told(anna, "She agreed to 400 on the phone")
        assert stage.case(anna).entries == before  # asked for one line only
        anna.voice(b"OggS more")
        await stage.go()
        await stage.told(anna, "Only late, no objection")
        assert stage.case(anna).fact("reason") is not None

    played(act)


@pytest.mark.covers("T10")
def test_a_voice_note_is_stored_and_one_typed_line_is_asked_for() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.voice(b"OggS spoken")
        await stage.go()
        (item,) = stage.case(anna).evidence.items
        assert item.sha256 == hashlib.sha256(b"OggS spoken").hexdigest()
        assert item.media_type == "audio/ogg"
        assert "type in one line what matters" in anna.news()
        await stage.told(anna, "/note She agreed to 400")
        assert "She agreed to 400" in repr(stage.case(anna).entries[-1].event)

    played(act)
