"""What was handed over: forwarded words, albums, changed messages."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from assistant.chat.events import (
    ChatEvent,
    CommandGiven,
    FileGiven,
    FilesGiven,
    Origin,
    Person,
    Place,
    TextEdited,
    TextTyped,
)
from assistant.chat.replies import Message, Paragraph, Question
from assistant.domain.case import Case
from assistant.domain.case_events import NoteAdded, Undone
from assistant.domain.evidence import EvidenceKind
from assistant.service import Assistant
from tests.usecases.desk import an_assistant

HERE = Place("telegram", "42", "telegram:42")
THREAD = Place("slack", "case/D-INV-7", "telegram:42", False, "D-INV-7")
ROBIN = Person("42", "Robin")
KIM = Origin("Kim Harbour", datetime(2026, 5, 3, 23, 30, tzinfo=UTC))
OPEN = 'open INV-7 1200 "Harbour Café"'
OBJECTION = (
    "We never agreed to the third revision round on INV-7. You billed 480, we agreed "
    "on two rounds for 720. Please correct the invoice."
)


class Desk:
    """One assistant and what it said last."""

    def __init__(self) -> None:
        self.assistant: Assistant = an_assistant()
        self.count = 0
        self.said: tuple[Message, ...] = ()

    def do(self, event_of: Callable[[str], ChatEvent]) -> None:
        self.count += 1
        self.said = self.assistant.handle(event_of(f"m{self.count}"))

    def command(self, text: str) -> None:
        self.do(lambda d: CommandGiven(d, HERE, ROBIN, text))

    def say(self, text: str, origin: Origin | None = None, at: Place = HERE) -> None:
        self.do(lambda d: TextTyped(d, at, ROBIN, text, origin))

    def album(self, *names: str, bundle: str = "a1") -> None:
        self.do(lambda d: FilesGiven(d, HERE, ROBIN, bundle, _files(d, names)))

    @property
    def case(self) -> Case:
        (summary,) = self.assistant._office.cases.summaries("telegram:42")
        return self.assistant._office.cases.load("telegram:42", summary.case_id)

    @property
    def question(self) -> Question[str]:
        asked = [p for m in self.said for p in m.parts if isinstance(p, Question)]
        return asked[-1]

    @property
    def words(self) -> str:
        parts = [p for m in self.said for p in m.parts if isinstance(p, Paragraph)]
        return " ".join(part.text for part in parts)


def _files(delivery: str, names: tuple[str, ...]) -> tuple[FileGiven, ...]:
    def one(name: str) -> FileGiven:
        content = name.encode()
        return FileGiven(
            delivery,
            HERE,
            ROBIN,
            name,
            "image/jpeg",
            len(content),
            lambda: BytesIO(content),
        )

    return tuple(map(one, names))


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.covers("T09", "F-P7", "F-A2")
def test_a_forwarded_complaint_opens_a_case_with_who_wrote_it_and_when(
    desk: Desk,
) -> None:
    desk.say(OBJECTION, KIM)
    assert "Kim Harbour" in desk.words
    desk.say("yes")
    said, exhibit = desk.case.statements[0], desk.case.evidence.items[0]
    assert (said.text, said.author) == (OBJECTION, "Kim Harbour")
    assert said.written_at == KIM.written_at
    # 23:30 in UTC is half past midnight of the next day where the business is.
    assert exhibit.dated_on == date(2026, 5, 4)
    assert desk.case.is_on_hold


def test_forwarded_words_are_never_taken_for_an_answer(desk: Desk) -> None:
    desk.command(OPEN)
    before = desk.case
    desk.say("Amount", KIM)
    assert desk.question.key == "forwarded.where"
    assert desk.case == before
    desk.say("Yes, D-INV-7")
    assert desk.case.statements[-1].text == "Amount"
    assert desk.case.fact("reason") is None


def test_forwarded_words_in_the_thread_of_a_case_belong_to_it(desk: Desk) -> None:
    desk.command(OPEN)
    desk.say(OBJECTION, KIM, at=THREAD)
    assert desk.case.statements[0].author == "Kim Harbour"


@pytest.mark.covers("T08", "F-P7")
def test_an_album_is_one_bundle_in_order_with_one_answer(desk: Desk) -> None:
    desk.command(OPEN)
    desk.album("1.jpg", "2.jpg", "3.jpg")
    items = desk.case.evidence.items
    assert [item.name for item in items] == ["1.jpg", "2.jpg", "3.jpg"]
    assert {item.bundle for item in items} == {"a1"}
    assert {item.kind for item in items} == {EvidenceKind.PHOTOS}
    assert desk.words.count("kept together") == 1


@pytest.mark.covers("T08")
def test_files_that_come_late_join_their_album_once(desk: Desk) -> None:
    desk.command(OPEN)
    desk.album("1.jpg", "2.jpg")
    desk.album("2.jpg", "3.jpg", "4.jpg")
    names = [item.name for item in desk.case.evidence.items]
    assert names == ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]


def test_an_album_outside_a_case_asks_where_it_belongs_and_loses_nothing(
    desk: Desk,
) -> None:
    desk.album("1.jpg", "2.jpg")
    desk.say("INV-7")
    assert [item.name for item in desk.case.evidence.items] == ["1.jpg", "2.jpg"]


@pytest.mark.covers("T07")
def test_changing_the_last_answer_offers_to_replace_it(desk: Desk) -> None:
    desk.command(OPEN)
    desk.say("Amount")
    desk.do(lambda d: TextEdited(d, HERE, ROBIN, "Quality", first="m2"))
    assert desk.question.key == "edited.replace"
    assert desk.case.text_fact("reason") == "amount"
    desk.say("Replace it")
    assert desk.case.text_fact("reason") == "quality"
    kinds = [type(entry.event) for entry in desk.case.entries]
    assert NoteAdded in kinds
    assert Undone in kinds


@pytest.mark.covers("T07")
def test_changing_an_earlier_message_moves_nothing(desk: Desk) -> None:
    desk.command(OPEN)
    desk.say("Amount")
    asked = desk.question
    desk.say("back")
    desk.say("Terms")
    desk.do(lambda d: TextEdited(d, HERE, ROBIN, "Quality", first="m2"))
    assert desk.case.text_fact("reason") == "terms"
    assert "Quality" in desk.case.notes[-1].text
    assert asked.key


@pytest.mark.covers("S13", "T05")
def test_a_form_of_an_old_question_changes_nothing(desk: Desk) -> None:
    desk.command(OPEN)
    first = desk.question.key
    desk.say("Amount")
    before = desk.case
    desk.do(lambda d: TextTyped(d, HERE, ROBIN, "Quality", None, first, "D-INV-7"))
    assert desk.case == before
    assert desk.question.key != first
