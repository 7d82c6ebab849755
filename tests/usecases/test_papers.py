"""`paper` and `pack` in the chat: what is handed over, and what is said beside it."""

import io
import json
import zipfile
from dataclasses import replace
from email import message_from_bytes, policy
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from assistant.chat.events import CommandGiven, FileGiven
from assistant.chat.replies import FileOut, LetterText, Listing, Paragraph, Part
from assistant.domain.business import Profile
from assistant.domain.case import Case
from assistant.domain.case_events import EvidenceAdded, LetterDrafted, LetterSent
from assistant.domain.evidence import EvidenceKind
from assistant.domain.letters import LetterForm, LetterKind
from assistant.store.erase import erase, plan_case
from tests.documents.builders import (
    BEGIN,
    PRIVATE,
    PROFILE,
    a_case,
    a_pdf,
    a_photo,
    closing_events,
)
from tests.documents.reading_back import pages
from tests.usecases.desk import BUSINESS, PERSON, PLACE, Desk

CASE = "D-INV-2041"


class Office(Desk):
    """A desk with one case on it."""

    def put(self, case: Case) -> None:
        case = replace(case, business_id=BUSINESS)
        visit = self.assistant._visit(CommandGiven("put", PLACE, PERSON, "menu"))
        self.cases.save(case, visit.summary(case))

    def parts(self, command: str) -> tuple[Part[str], ...]:
        event = CommandGiven(self._id(), PLACE, PERSON, command)
        return tuple(p for m in self.messages(event) for p in m.parts)

    def file(self, command: str) -> FileOut[str]:
        found = [p for p in self.parts(command) if isinstance(p, FileOut)]
        assert len(found) == 1, self.said
        return found[0]

    def evidence(self, kind: EvidenceKind, name: str, content: bytes) -> EvidenceAdded:
        kept = self.office.files.put(BytesIO(content), 10**8)
        return EvidenceAdded(kind, name, "owner", kept.sha256, kept.size)

    def hand_over(self, name: str, content: bytes) -> str:
        return self.said(
            FileGiven(
                self._id(),
                PLACE,
                PERSON,
                name,
                "image/png",
                len(content),
                lambda: BytesIO(content),
            )
        )


@pytest.fixture
def desk() -> Office:
    desk = Office(profile=PROFILE)
    desk.put(a_case(*closing_events()))
    return desk


@pytest.mark.covers("F-N3", "F-N2", "F-P6")
def test_every_paper_of_a_case_can_be_picked(desk: Office) -> None:
    (papers,) = (p for p in desk.parts(f"paper {CASE}") if isinstance(p, Listing))
    commands = [item.command for item in papers.items]
    assert commands == [
        f"paper {CASE} W1",
        f"paper {CASE} W2",
        f"paper {CASE} credit_note",
    ]
    parts = desk.parts(commands[1])
    assert any(isinstance(part, LetterText) for part in parts)
    (formats,) = (p for p in parts if isinstance(p, Listing))
    assert [item.title for item in formats.items] == [
        "PDF",
        "Word document",
        "E-mail draft",
        "Plain text",
    ]
    for item in formats.items:
        assert desk.file(item.command).content


@pytest.mark.covers("F-N3", "F-N5")
@pytest.mark.parametrize(
    ("command", "name"),
    [
        (f"paper {CASE} pdf", "D-INV-2041-W2-mixed-answer.pdf"),
        ("letter acknowledgement word", "D-INV-2041-W1-acknowledgement.docx"),
        ("letters w1 text", "D-INV-2041-W1-acknowledgement.txt"),
        ("papers mixed answer e-mail", "D-INV-2041-W2-mixed-answer.eml"),
        ("paper credit note pdf", "D-INV-2041-credit-note.pdf"),
        ("paper corrected-invoice docx", "D-INV-2041-corrected-invoice.docx"),
    ],
)
def test_a_paper_is_named_as_people_name_it(
    desk: Office, command: str, name: str
) -> None:
    desk.give(f"show {CASE}")
    assert desk.file(command).name == name


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("paper nonsense pdf", 'do not know the paper "nonsense"'),
        ("paper write_off pdf", "nothing for the books yet"),
        ("pack everything", 'no pack "everything"'),
    ],
)
def test_what_is_not_there_is_said(desk: Office, command: str, answer: str) -> None:
    desk.give(f"show {CASE}")
    assert answer in desk.give(command)


def test_nothing_of_the_case_changes(desk: Office) -> None:
    before = desk.case(CASE).entries
    desk.file(f"paper {CASE} pdf")
    desk.file(f"pack {CASE}")
    assert desk.case(CASE).entries == before
    assert desk.file(f"pack {CASE}") == desk.file(f"pack {CASE}")


@pytest.mark.covers("F-H1")
def test_what_the_letterhead_lacks_is_said_before_the_paper() -> None:
    desk = Office(profile=Profile(place="IE"))
    desk.put(a_case(*closing_events()))
    said = desk.give(f"paper {CASE} W1 pdf")
    assert "Not on your letterhead yet: Business name and Address." in said
    assert 'Type "settings name"' in said
    assert "Tax number" in desk.give(f"paper {CASE} credit_note pdf")


@pytest.mark.covers("F-N3", "F-E17", "F-E18", "S2-12")
def test_the_mail_carries_the_enclosures_without_the_camera_s_notes() -> None:
    desk = Office(profile=PROFILE)
    offer, photo = a_pdf("The offer"), a_photo()
    added = (
        desk.evidence(EvidenceKind.CONTRACT, "offer.pdf", offer),
        desk.evidence(EvidenceKind.PHOTOS, "after.jpg", photo),
        EvidenceAdded(EvidenceKind.COMPLETION, "Sign-off sheet", "owner"),
        LetterDrafted(
            LetterKind.FIRM_ANSWER,
            LetterForm.LONG,
            "en_IE",
            "Our answer",
            "Hello,\n\nIt stands.\n\nKind regards,\nAnna",
            "basis",
        ),
    )
    desk.put(a_case(*added))
    command = f"paper {CASE} firm_answer eml"
    assert "Not attached: Sign-off sheet." in desk.give(command)
    raw = desk.file(command).content
    mail = message_from_bytes(raw, policy=policy.default)
    files = {
        p.get_filename(): p.get_payload(decode=True) for p in mail.iter_attachments()
    }
    assert list(files) == ["D-INV-2041-W3-firm-answer.pdf", "offer.pdf", "after.jpg"]
    assert files["offer.pdf"] == offer
    assert b"PhoneMaker" in photo
    assert b"PhoneMaker" not in raw
    assert b"PhoneMaker" not in (files["after.jpg"] or b"")
    assert "maeve@harbour.example" in mail["To"]


def test_a_letter_keeps_the_date_and_enclosures_it_went_with() -> None:
    desk = Office(profile=PROFILE)
    late = desk.evidence(EvidenceKind.CONTRACT, "late.pdf", a_pdf("Late"))
    body = "Hello,\n\nIt stands.\n\nKind regards,\nAnna"
    drafted = LetterDrafted(
        LetterKind.FIRM_ANSWER, LetterForm.LONG, "en_IE", "Our answer", body, "basis"
    )
    desk.put(a_case(drafted, LetterSent("W3", "post", BEGIN), late))
    text = pages(desk.file(f"paper {CASE} W3 pdf").content)[0]
    assert "Date 6 May 2026" in text
    assert "late.pdf" not in text


@pytest.mark.covers("X9", "F-R4", "F-J5")
def test_the_pack_tells_what_is_only_listed_and_keeps_secrets(desk: Office) -> None:
    said = desk.give(f"pack {CASE}")
    assert "The pack names the offers you made." in said
    made = desk.file(f"pack {CASE} short")
    text = " ".join(pages(made.content))
    assert made.name == "D-INV-2041-short.pdf"
    assert not any(secret in text for secret in PRIVATE)
    desk.record(CASE, EvidenceAdded(EvidenceKind.COMPLETION, "Sheet", "owner"))
    assert (
        "Exhibit 3, Sheet, is only listed: there is no file of it here."
        in desk.give(f"pack {CASE}")
    )


@pytest.mark.covers("F-N4", "F-E15", "F-R4", "S0-47")
def test_the_whole_case_is_one_archive_without_anything_private(desk: Office) -> None:
    photo = a_photo()
    there = desk.evidence(EvidenceKind.COMPLETION, "after the job.jpg", photo)
    gone = EvidenceAdded(EvidenceKind.CONTRACT, "gone.pdf", "owner", "ab" * 32, 5)
    case = desk.record(CASE, there, gone)
    assert "gone.pdf, is only listed: its file is gone" in desk.give(f"pack {CASE} all")
    made = desk.file(f"pack {CASE} zip")
    assert (made.name, made.media_type) == ("D-INV-2041.zip", "application/zip")
    inside = zipfile.ZipFile(BytesIO(made.content))
    names = inside.namelist()
    number = case.evidence.items[-2].number
    assert inside.read(f"originals/{number:02}-after_the_job.jpg") == photo
    assert inside.read("D-INV-2041.pdf").startswith(b"%PDF")
    assert json.loads(inside.read("case.json"))["id"] == CASE
    assert [n for n in names if n.startswith("letters/")] == [
        "letters/01-W1-acknowledgement.txt",
        "letters/02-W2-mixed_answer.txt",
    ]
    for line in inside.read("SHA256SUMS.txt").decode().splitlines():
        digest, _, name = line.partition("  ")
        assert sha256(inside.read(name)).hexdigest() == digest
    assert desk.file(f"pack {CASE} all").content == made.content
    text = "\n".join(
        inside.read(n).decode() for n in names if n.endswith((".txt", ".json"))
    )
    assert not any(secret in text for secret in PRIVATE)


@pytest.mark.covers("F-O4")
def test_the_payment_link_stands_in_letters_that_ask_for_money() -> None:
    desk = Office(profile=PROFILE)
    desk.put(a_case())
    desk.give("settings pay_link https://pay.example/inv")
    assert "not a link" in desk.give("settings pay_link http://pay.example/inv")
    profile = desk.office.business(BUSINESS).profile
    assert profile.pay_link == "https://pay.example/inv"


def test_a_picture_for_the_letterhead_is_kept_while_cases_go(desk: Office) -> None:
    made = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(made, "PNG")
    desk.give("settings logo")
    assert "is not a picture" in desk.hand_over("logo.svg", b"<svg/>")
    assert "Your settings are saved." in desk.hand_over("logo.png", made.getvalue())
    logo = desk.office.business(BUSINESS).profile.logo
    assert logo
    desk.stores.cases = desk.cases
    erase(desk.stores, plan_case(desk.stores, BUSINESS, CASE))
    with desk.office.files.open(logo) as stream:
        assert stream.read().startswith(b"\x89PNG")
    assert "nothing yet" in desk.give("settings logo off")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("address 5 New Street, Galway", "5 New Street, Galway"),
        ("phone +353 91 1", "+353 91 1"),
    ],
)
def test_what_letters_need_of_the_customer_can_be_told(
    desk: Office, typed: str, kept: str
) -> None:
    assert kept in desk.give(f"update {CASE} {typed}")
    name = typed.partition(" ")[0]
    assert getattr(desk.case(CASE).customer, name) == kept
    assert "not an e-mail address" in desk.give(f"update {CASE} email nobody")


def test_paragraphs_are_told_in_sentences(desk: Office) -> None:
    for command in (f"paper {CASE} W1 pdf", f"pack {CASE}"):
        for part in desk.parts(command):
            if isinstance(part, Paragraph):
                assert part.text.endswith((".", "?"))
