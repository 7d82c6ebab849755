"""Letters on paper: the words are the letter's, whatever the format and the names."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from typing import Any

import pypdfium2
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assistant.documents import fonts
from assistant.documents.letters import Around, letter_paper, letterhead
from assistant.documents.mail import Attachment, Draft, as_mail
from assistant.documents.paper import (
    Letterhead,
    PageSize,
    Paper,
    PaperFormat,
    page_size,
)
from assistant.documents.pdf import as_pdf
from assistant.documents.plain import as_text
from assistant.documents.word import as_word
from assistant.documents.writing import written
from assistant.domain.invoice import Customer, Invoice
from assistant.domain.letter_parts import Enclosure
from assistant.domain.letters import Letter, LetterForm, LetterKind
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import Letters
from assistant.resources import templates_dir
from tests.documents.approved import compare
from tests.documents.builders import BEGIN, PROFILE, TODAY, a_photo, eur, say
from tests.documents.reading_back import pages, pages_by_pdfium, words

LETTERS = Letters(templates_dir())
SAMPLES = samples()
HEAD = letterhead(PROFILE, say)
INVOICE = Invoice("INV-2041", "EUR", eur("12400"), (), date(2026, 4, 20))
CUSTOMER = Customer("Harbour Café", address="3 Quay Street, Galway H91 X2PK")
AROUND = Around(HEAD, PageSize.A4, TODAY, "D-INV-2041", INVOICE, CUSTOMER, "Anna Berg")


def a_letter(kind: LetterKind, sample: str) -> Letter:
    made = LETTERS.render(kind, LetterForm.LONG, "en_IE", SAMPLES[sample])
    return with_body(made.body, made.subject, kind)


def with_body(
    body: str,
    subject: str = "About invoice INV-2041 (D-INV-2041)",
    kind: LetterKind = LetterKind.FIRM_ANSWER,
    language: str = "en_IE",
) -> Letter:
    form = LetterForm.LONG
    return Letter("W1", kind, form, language, subject, body, "basis", BEGIN, 1)


def paper_of(letter: Letter, around: Around = AROUND) -> Paper:
    return letter_paper(letter, around, lambda p: say(p, letter.language))


FINAL = paper_of(a_letter(LetterKind.FINAL_LETTER, "final"))
FIRM = paper_of(
    a_letter(LetterKind.FIRM_ANSWER, "denied_on_every_paper"),
    replace(AROUND, enclosures=SAMPLES["denied_on_every_paper"].enclosures),
)
EVERY_KIND = {
    LetterKind.ACKNOWLEDGEMENT: "specific",
    LetterKind.FOLLOW_UP: "plain",
    LetterKind.CALL_RECAP: "specific",
    LetterKind.FIRM_ANSWER: "denied",
    LetterKind.CONCESSION: "conceded",
    LetterKind.GOODWILL_OFFER: "offered",
    LetterKind.MIXED_ANSWER: "mixed_offered",
    LetterKind.REMINDER_OF_ANSWER: "waiting_offer",
    LetterKind.CREDIT_NOTE_COVER: "credited",
    LetterKind.CORRECTED_INVOICE_COVER: "credited",
    LetterKind.SETTLEMENT_CONFIRMATION: "agreed_on_payment",
    LetterKind.BACK_TO_COLLECTION: "agreed_on_payment",
    LetterKind.FINAL_LETTER: "final",
    LetterKind.CLOSING: "let_go_part",
}


# --- what stands on it -------------------------------------------------------------


@pytest.mark.covers("F-N3", "F-N5", "F-E17", "F-A9", "F-J4", "S0-28", "S2-12")
@pytest.mark.parametrize(("name", "paper"), [("final_letter", FINAL), ("firm", FIRM)])
def test_a_letter_on_paper_reads_as_it_was_approved(name: str, paper: Paper) -> None:
    compare(name, as_text(paper).content.decode())


@pytest.mark.covers("F-N3", "F-H4", "F-H5", "F-H7", "S0-28")
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_letter_is_the_same_words_in_every_format(kind: LetterKind) -> None:
    paper = paper_of(a_letter(kind, EVERY_KIND[kind]))
    text = as_text(paper).content.decode()
    body = text[text.index(paper.subject) :].removesuffix("\n".join(HEAD.bank) + "\n")
    pdf = as_pdf(paper).content
    document = Document(io.BytesIO(as_word(paper).content))
    in_word = words(" ".join(p.text for p in document.paragraphs))
    for piece in (line for line in body.split("\n") if words(line)):
        assert words(piece) in words(" ".join(pages(pdf)))
        assert words(piece) in words(" ".join(pages_by_pdfium(pdf)))
        assert words(piece) in in_word


def test_the_letterhead_the_address_and_the_numbers_are_there() -> None:
    first = pages(as_pdf(FINAL).content)[0]
    shown = ("Studio North", "Cork T12 X8YV", "3 Quay Street", "18 June 2026")
    named = ("D-INV-2041", "INV-2041 of 20 April 2026", "Tax number IE1234567T")
    for wanted in (*shown, *named, "IBAN IE12 BOFI 9000 0112 3456 78", "Anna Berg"):
        assert wanted in first


@pytest.mark.covers("F-N5")
def test_long_letters_have_page_numbers_and_name_both_sides_again() -> None:
    found = pages(as_pdf(FIRM).content)
    assert len(found) == 2
    assert "Page 1 of 2" in found[0]
    assert "Page 2 of 2" in found[1]
    assert found[1].startswith("Studio North · Harbour Café · 18 June 2026")
    assert "Page" not in pages(as_pdf(FINAL).content)[0]


def test_enclosures_are_numbered_as_the_letter_numbers_them() -> None:
    last = pages(as_pdf(FIRM).content)[-1]
    assert (
        "Enclosures 1. contract.pdf, dated 2 March 2026 2. correspondence.pdf" in last
    )
    assert "See enclosure 2: correspondence.pdf" in pages(as_pdf(FIRM).content)[0]


def test_a_list_of_enclosures_in_the_words_is_not_said_twice() -> None:
    letter = a_letter(LetterKind.FINAL_LETTER, "final")
    papers = SAMPLES["final"].enclosures
    paper = paper_of(letter, replace(AROUND, enclosures=papers))
    assert paper.enclosures == ()
    edited = replace(letter, body="Hello,\n\nPlease pay.\n\nKind regards,\nAnna")
    listed = paper_of(edited, replace(AROUND, enclosures=papers[:1])).enclosures
    assert listed == ("contract.pdf, dated 2 March 2026",)


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for extra in range(24, 34):
        lines = "\n\n".join(f"Fact number {n}." for n in range(extra))
        letter = with_body(f"Hello,\n\n{lines}\n\nKind regards,\nAnna Berg\nStudio")
        found = pages(as_pdf(paper_of(letter)).content)
        assert f"Fact number {extra - 1}. Kind regards, Anna Berg" in found[-1]


@pytest.mark.parametrize(
    ("place", "size"),
    [("US-CA", "us-letter"), ("IE", "a4"), ("", "a4"), ("CA", "us-letter")],
)
def test_the_sheet_is_the_one_of_the_place(place: str, size: str) -> None:
    assert page_size(place) == size


# --- the same bytes, and safe ------------------------------------------------------


@pytest.mark.parametrize("form", PaperFormat)
def test_the_same_paper_is_the_same_file(form: PaperFormat) -> None:
    assert written(FINAL, form) == written(FINAL, form)


def test_a_letter_is_made_to_be_kept() -> None:
    reader = PdfReader(io.BytesIO(as_pdf(FINAL).content))
    root: Any = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root  # it can be read aloud
    assert root["/Lang"] == "en-IE"
    assert reader.metadata
    assert reader.metadata.title == FINAL.title
    assert b"pdfaid" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name",
    [
        "{{ 7*7 }}",
        "<b>Acme</b> & Söhne",
        '#let x = 1; #read("/etc/passwd")',
        "../../x",
        "$ x $ *bold* _it_ `raw` = Heading",
        "\\u{41} \\ // comment",
        "N" * 3_000,
    ],
)
def test_a_name_changes_nothing_but_how_it_prints(name: str) -> None:
    around = replace(AROUND, customer=replace(CUSTOMER, name=name))
    letter = with_body(f"Hello {name},\n\nPlease pay.\n\nKind regards,\nAnna")
    paper = paper_of(letter, around)
    pdf = as_pdf(paper).content
    found = "".join(pages(pdf))
    # A page ends inside the longest one.
    assert words(name) in words(found) or found.count("N") > 3_000
    assert len(pages(pdf)) <= 3
    text = "\n".join(
        p.text for p in Document(io.BytesIO(as_word(paper).content)).paragraphs
    )
    assert f"Hello {name}," in text


@pytest.mark.covers("F-Q2", "F-H9")
@pytest.mark.parametrize(
    "name",
    [
        "港湾咖啡馆",
        "株式会社カフェ",
        "한국 카페",
        "شركة المرفأ",
        "בית קפה הנמל",
        "Кафе Гавань",
        "Καφέ Λιμάνι",
        "कैफे",
        "ร้านกาแฟ",
        "☕🧾 Café 👍",
        "Đồng Łódź Žižek İstanbul",
    ],
)
def test_names_in_any_script_are_printed(name: str) -> None:
    around = replace(AROUND, customer=replace(CUSTOMER, name=name))
    made = as_pdf(paper_of(with_body(f"Hello {name},\n\nPlease pay."), around))
    assert made.unprintable == ()
    assert "[U+" not in pages(made.content)[0]


def test_a_character_that_no_font_has_is_shown_by_its_number() -> None:
    around = replace(AROUND, customer=replace(CUSTOMER, name="Café 𐎠𐎡"))
    made = as_pdf(paper_of(with_body("Hello,\n\nPlease pay."), around))
    assert made.unprintable == ("𐎠", "𐎡")
    assert "Café [U+103A0][U+103A1]" in pages(made.content)[0]


def test_without_font_packages_nothing_is_an_empty_box(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "_folders_of", lambda _: ())
    fonts._shipped_families.cache_clear()
    try:
        around = replace(AROUND, customer=replace(CUSTOMER, name="咖啡 café"))
        made = as_pdf(paper_of(with_body("Hello,\n\nPlease pay."), around))
    finally:
        fonts._shipped_families.cache_clear()
    shown = pages(made.content)[0]
    assert "咖啡 café" in shown or "[U+5496][U+5561] café" in shown


def test_an_empty_letterhead_still_makes_a_letter() -> None:
    around = Around(
        Letterhead(), PageSize.A4, TODAY, "D-1", Invoice(None, "EUR"), Customer()
    )
    paper = paper_of(a_letter(LetterKind.ACKNOWLEDGEMENT, "bare"), around)
    shown = pages(as_pdf(paper).content)
    assert len(shown) == 1
    assert shown[0].startswith("Date 18 June 2026 Our reference D-1")
    assert as_word(paper).content


@settings(max_examples=15, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=80),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
)
def test_any_words_make_a_letter(name: str, body: str) -> None:
    around = replace(AROUND, customer=replace(CUSTOMER, name=name))
    paper = paper_of(with_body(f"Hello,\n\n{body}\n\nKind regards,\nAnna"), around)
    for form in PaperFormat:
        assert written(paper, form).content


# --- Word --------------------------------------------------------------------------


def test_a_word_file_has_styles_page_numbers_and_the_language() -> None:
    raw = as_word(FIRM).content
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        document = packed.read("word/document.xml").decode()
        styles = packed.read("word/styles.xml").decode()
        footers = [packed.read(n).decode() for n in packed.namelist() if "footer" in n]
    assert 'w:val="en-IE"' in styles
    assert all(" PAGE " in footer and " NUMPAGES " in footer for footer in footers)
    assert "Subjectline" in document
    opened = Document(io.BytesIO(raw))
    assert opened.core_properties.title == FIRM.title
    assert opened.sections[0].different_first_page_header_footer


def test_a_picture_stands_on_the_letterhead() -> None:
    head = replace(HEAD, logo=a_photo(400, 120))
    paper = paper_of(with_body("Hello,\n\nPlease pay."), replace(AROUND, head=head))
    page = PdfReader(io.BytesIO(as_pdf(paper).content)).pages[0]
    assert len(page.images) == 1
    names = zipfile.ZipFile(io.BytesIO(as_word(paper).content)).namelist()
    assert any(name.startswith("word/media/") for name in names)


# --- e-mail ------------------------------------------------------------------------


@pytest.mark.covers("F-N3", "F-N2")
def test_a_mail_draft_opens_unsent_with_its_attachments() -> None:
    made = as_mail(
        Draft(
            ("Studio Nørth", "anna@north.example"),
            ("Harbour, Café", "maeve@harbour.example"),
            "About INV-7\r\nBcc: x@evil.example",
            "Hello,\n\nzażółć €5\n\nKind regards",
            (
                Attachment("letter.pdf", b"%PDF-1.7"),
                Attachment("Füße „groß“.jpg", b"\xff\xd8"),
                Attachment("note.eml", b"From: x"),
            ),
        )
    )
    mail = message_from_bytes(made.content, policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["Bcc"] is None
    assert mail["Date"] is None
    assert mail["Subject"] == "About INV-7 Bcc: x@evil.example"
    assert mail["From"].addresses[0].addr_spec == "anna@north.example"
    assert mail["To"].addresses[0].display_name == "Harbour, Café"
    body = mail.get_body()
    assert body
    said = body.get_content().replace("\r\n", "\n")
    assert said == "Hello,\n\nzażółć €5\n\nKind regards\n"
    found = {p.get_filename(): p.get_content_type() for p in mail.iter_attachments()}
    assert found == {
        "letter.pdf": "application/pdf",
        "Füße „groß“.jpg": "image/jpeg",
        "note.eml": "application/octet-stream",
    }


@pytest.mark.parametrize("address", ["", "no address", "a@b@c", "a@b\nBcc: c@d"])
def test_what_is_no_address_is_left_open(address: str) -> None:
    made = as_mail(Draft(("Anna", ""), ("Maeve", address), "S", "B"))
    mail = message_from_bytes(made.content, policy=policy.default)
    assert mail["To"] is None
    assert mail["From"] is None
    assert mail["Bcc"] is None


def test_two_readers_agree_on_the_pages() -> None:
    pdf = as_pdf(FIRM).content
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == len(pages(pdf)) == 2
    document.close()


def test_a_paper_names_only_what_is_known() -> None:
    bare = replace(
        AROUND, invoice=Invoice(None, "EUR"), contact="", enclosures=(_NAMELESS,)
    )
    paper = paper_of(with_body("Hello,\n\nPlease pay."), bare)
    assert [label for label, _ in paper.facts] == ["Date", "Our reference"]


_NAMELESS = Enclosure(1, SAMPLES["denied"].enclosures[0].kind, "x.pdf")
