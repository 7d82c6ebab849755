"""The pack: what is in it, what never is, and that two readers open it."""

import io
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    Destination,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

from assistant.chat.replies import phrase
from assistant.documents.pack.content import Sealed
from assistant.documents.pack.making import Order, make_pack
from assistant.documents.pack.parts import Limits, Pack, PackForm, Why, Work
from assistant.domain.case import Case
from assistant.domain.case_events import EvidenceAdded
from assistant.domain.evidence import EvidenceKind
from assistant.domain.money import Money
from assistant.domain.pack_facts import PackFacts, pack_facts
from assistant.store.codec import entry_digests
from tests.documents.approved import compare
from tests.documents.builders import (
    PRIVATE,
    PROFILE,
    TODAY,
    ZONE,
    Files,
    a_case,
    a_pdf,
    a_photo,
    closing_events,
    say,
)
from tests.documents.reading_back import pages, pages_by_pdfium, words

K = EvidenceKind
FILES = Files()
NAMES = "批准 – موافقة – אישור 👍.eml"


def paper(
    kind: EvidenceKind, name: str, content: bytes, proves: str = "", dated: Any = None
) -> EvidenceAdded:
    digest = FILES.add(content)
    return EvidenceAdded(kind, name, "owner", digest, len(content), None, dated, proves)


@cache
def full_case() -> Case:
    """Every kind of exhibit."""
    agreed = "Two rounds were agreed; further ones are 3,400.00 each."
    offer = a_pdf("= Offer\nTwo rounds.", "Page two of the offer")
    return a_case(
        paper(K.CONTRACT, "offer.pdf", offer, agreed, TODAY),
        paper(K.PHOTOS, "before.jpg", a_photo(), "The boards before."),
        paper(K.PHOTOS, "after.jpg", a_photo(turn=6, seed=2), "The boards after."),
        paper(K.APPROVAL, NAMES, b"From: x\n\nok", "She approved it."),
        paper(K.TERMS, "turned.pdf", a_pdf("Sideways", turn=90)),
        paper(K.OTHER, "locked.pdf", a_pdf("secret", locked=True)),
        paper(K.OTHER, "broken.pdf", b"%PDF-1.7 and nothing else"),
        EvidenceAdded(K.CALL_NOTE, "PLUMCAKE call note", "owner"),
        EvidenceAdded(K.COMPLETION, "Sign-off sheet", "owner"),
        *closing_events(),
    )


def facts_of(case: Case) -> PackFacts:
    return pack_facts(case, PROFILE, TODAY, ZONE)


def an_order(case: Case, form: PackForm = PackForm.COURT) -> Order:
    digests = entry_digests(case.entries)
    sealed = Sealed(len(digests), digests[-1].hash)
    return Order(facts_of(case), form, sealed, "en_IE", say, FILES.open)


@cache
def pack(form: PackForm = PackForm.COURT) -> Pack:
    return make_pack(an_order(full_case(), form))


@cache
def shown(form: PackForm = PackForm.COURT) -> list[str]:
    return pages(pack(form).content)


# --- what it says ------------------------------------------------------------------


@pytest.mark.covers("X9", "F-J5", "F-J11", "F-E15", "F-E16", "N20", "S0-42", "S0-47")
@pytest.mark.parametrize("form", [PackForm.COURT, PackForm.SHORT])
def test_a_pack_reads_as_it_was_approved(form: PackForm) -> None:
    numbered = [f"--- {at} ---\n{text}" for at, text in enumerate(shown(form), 1)]
    text = "".join(c for c in "\n".join(numbered) if c < "\u0590" or c in "–’€•·")
    text = re.sub(r"(?: \.){4,}", " ...", text)
    text = re.sub(r"[0-9a-f]{64}", "<hash>", text)
    sizes = r"(?<![-\d,])\d[\d,]*(?= bytes| <hash>)"  # they differ between libraries
    compare(f"pack-{form}", re.sub(sizes, "<size>", text))


@pytest.mark.covers("X9", "S2-9", "S2-23", "F-I10")
def test_the_first_page_says_all_in_short() -> None:
    first = shown()[0]
    assert "Dispute about invoice INV-2041 of 20 April 2026" in first
    assert "Studio North billed Harbour Café €12,400.00" in first
    assert "two rounds of revisions, as in the offer" in first
    assert "We offered to take €600.00 off" in first
    assert "Claimed €7,000.00" in first
    assert "Page 1 of" in first
    assert "Contents" in shown()[1]


@pytest.mark.covers("F-H8", "X4", "X9")
def test_the_sums_are_those_of_the_grid() -> None:
    total, text = full_case().grid.sum, " ".join(shown())
    parts = (
        ("Billed", total.invoiced),
        ("Paid", total.paid),
        ("Left to pay", total.due),
    )
    for label, amount in parts:
        assert f"{label} {say_amount(amount)}" in text
    row = " ".join(
        say_amount(getattr(total, name))
        for name in ("invoiced", "paid", "undisputed", "disputed", "due")
    )
    assert f"Total {row}" in text
    amounts = set(_amounts(text))
    known = {say_amount(a) for a in every_amount()}
    letters = {each for x in full_case().letters for each in _amounts(x.body)}
    assert amounts <= known | letters


def _amounts(text: str) -> list[str]:
    return re.findall(r"€[\d,]+\.\d\d", text)


def every_amount() -> set[Any]:
    """All sums that the case knows."""
    case = full_case()
    found = set()
    for row in (*case.grid.rows, case.grid.sum):
        names = ("invoiced", "paid", "undisputed", "disputed", "conceded", "credited")
        found |= {getattr(row, name) for name in (*names, "written_off", "due")}
    facts = facts_of(case)
    found |= {each.amount for each in facts.timeline if each.amount}
    return found | {facts.claimed, case.offers[0].rest}


def say_amount(amount: Any) -> str:
    return say(phrase("value", value=amount))


def test_two_readers_read_the_same() -> None:
    theirs = pages_by_pdfium(pack().content)
    assert len(theirs) == pack().pages == len(shown())
    for mine, other in zip(shown(), theirs, strict=True):
        # Each puts what runs from right to left into an order of its own.
        assert sorted(_latin(mine)) == sorted(_latin(other))


def _latin(text: str) -> str:
    return "".join(c for c in words(text) if c < "\u0590")


# --- what it never says ------------------------------------------------------------


@pytest.mark.covers("F-R4", "X9", "F-G7", "F-L3")
@pytest.mark.parametrize("form", PackForm)
def test_nothing_private_is_in_a_pack(form: PackForm) -> None:
    made = make_pack(an_order(full_case(), form))
    text = " ".join(pages(made.content)) + " ".join(pages_by_pdfium(made.content))
    for secret in PRIVATE:
        assert secret not in text
        assert secret.encode() not in made.content


def test_what_is_conceded_and_not_told_yet_stays_private() -> None:
    case = full_case()
    told = facts_of(case)
    assert told.conceded == case.grid.sum.conceded
    untold = replace(
        case, letters=tuple(x for x in case.letters if x.kind == "acknowledgement")
    )
    assert not facts_of(untold).conceded
    assert facts_of(untold).claimed == case.grid.sum.due


def test_business_limits_and_rates_are_not_among_the_facts() -> None:
    rich = replace(PROFILE, hourly_rate=say_money(99), let_go_limit=say_money(98))
    public = pack_facts(full_case(), rich, TODAY, ZONE).business
    assert public.hourly_rate is None
    assert public.let_go_limit is None
    assert public.approval_limit is None


def say_money(minor: int) -> Any:
    return Money(minor, "EUR")


# --- links, bookmarks, integrity ---------------------------------------------------


def page_of(reader: PdfReader, text: str) -> int:
    """The page, from 0, that begins an exhibit or a chapter."""
    found = [at for at, page in enumerate(shown()) if text in page]
    return found[-1]


@pytest.mark.covers("X9")
def test_links_lead_to_the_exhibits_they_name() -> None:
    reader = PdfReader(io.BytesIO(pack().content))
    targets = set()
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            link: Any = note.get_object()
            if link["/Subtype"] == "/Link":
                targets.add(_target(reader, link))
    exhibits = {at for at, text in enumerate(shown()) if "SHA-256" in text}
    assert None not in targets
    assert {at for at in exhibits if "Exhibit" in shown()[at]} <= targets


def _target(reader: PdfReader, link: Any) -> int | None:
    """The page that a link leads to."""
    action = link.get("/A")
    where = action.get_object()["/D"] if action is not None else link["/Dest"]
    where = where.get_object()
    if isinstance(where, str):
        named = reader.named_destinations[where]
        return reader.get_destination_page_number(named)
    for at, page in enumerate(reader.pages):
        if page.indirect_reference == where[0].indirect_reference or (
            page.indirect_reference == where[0]
        ):
            return at
    return None


def test_bookmarks_name_every_chapter_and_exhibit() -> None:
    reader = PdfReader(io.BytesIO(pack().content))
    flat = list(_flat(reader.outline))
    titles = [mark.title for mark in flat]
    for chapter in ("Summary", "The sums, line by line", "Exhibits", "Integrity"):
        assert chapter in titles
    for exhibit in facts_of(full_case()).exhibits:
        assert any(t.startswith(f"Exhibit {exhibit.number}:") for t in titles if t)
    for mark in flat:
        at = reader.get_destination_page_number(mark)
        assert at is not None
        title = _latin(str(mark.title))
        assert title in _latin(shown()[at]) or (title, at) == ("Summary", 0)


def _flat(marks: Any) -> Any:
    for mark in marks:
        if isinstance(mark, Destination):
            yield mark
        else:
            yield from _flat(mark)


@pytest.mark.covers("F-E15", "X9")
def test_every_fingerprint_can_be_computed_again() -> None:
    case, last = full_case(), shown()[-1]
    assert "Integrity" in last
    for item in case.evidence.items:
        if item.sha256 and item.kind is not K.CALL_NOTE:
            assert item.sha256 in last
            assert FILES.add(FILES.kept[item.sha256]) == item.sha256
    assert entry_digests(case.entries)[-1].hash in last
    assert f"Entries {len(case.entries)}" in last


def test_the_same_order_makes_the_same_bytes() -> None:
    assert make_pack(an_order(full_case())) == pack()


# --- exhibits ----------------------------------------------------------------------


@pytest.mark.covers("F-E15", "F-E17", "S2-15", "X9")
def test_each_exhibit_has_its_page_with_what_it_shows() -> None:
    found = {n: t for t in shown() for n in re.findall(r"Exhibit (\d+): ", t)[:1]}
    assert "Two rounds were agreed" in found["3"]
    assert "Dated 18 June 2026" in found["3"]
    assert "Enclosure number in our letters 1" in found["3"]
    assert "Taken, by the camera's clock 2026-03-02 14:05:09" in found["4"]
    assert "never agreed to a third revision round" in found["1"]
    assert "PLUMCAKE" not in " ".join(found.values())


def test_photos_are_upright_and_free_of_the_camera_s_notes() -> None:
    raw = pack().content
    for trace in (b"PhoneMaker", b"secret comment", b"Exif\0"):
        assert trace not in raw
    reader = PdfReader(io.BytesIO(raw))
    images = [i for page in reader.pages for i in page.images]
    assert {i.image.size for i in images if i.image} == {(800, 600), (600, 800)}


def test_pages_of_other_documents_are_put_in_whole() -> None:
    text = " ".join(shown())
    assert "Two rounds." in text
    assert "Page two of the offer" in text
    assert "Sideways" in text
    assert "Exhibit 3, page 2 of 2" in text


def test_what_cannot_be_shown_is_listed_with_the_reason() -> None:
    assert pack().listed == {
        6: Why.OTHER_FORMAT,
        8: Why.ENCRYPTED,
        9: Why.BROKEN,
        11: Why.NAMED_ONLY,
    }
    text = " ".join(shown())
    assert "because it asks for a password. The original is kept" in text
    assert "because there is no file of it here." in text


def test_a_lost_or_changed_file_is_said_to_be_so() -> None:
    files = Files()
    digest = files.add(b"as it was")
    files.kept[digest] = b"as it is"
    case = a_case(
        EvidenceAdded(K.OTHER, "changed.txt", "owner", digest, 9),
        EvidenceAdded(K.OTHER, "gone.txt", "owner", "0" * 64, 9),
    )
    made = make_pack(replace(an_order(case), opened=files.open))
    assert made.listed == {3: Why.LOST, 4: Why.LOST}


def test_filled_in_fields_and_stamps_are_drawn_too() -> None:
    content = stamped(a_pdf("A form"))
    made = make_pack(an_order(a_case(paper(K.CONTRACT, "form.pdf", content))))
    assert "Signed by Maeve" in " ".join(pages(made.content))
    reader = PdfReader(io.BytesIO(made.content))
    kinds = {
        str(note.get_object()["/Subtype"])
        for page in reader.pages
        for note in page.get("/Annots") or ()
    }
    assert kinds <= {"/Link"}


def stamped(pdf: bytes) -> bytes:
    """With a field whose look says who signed."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    look = DecodedStreamObject()
    look.set_data(b"BT /F 12 Tf 2 4 Td (Signed by Maeve) Tj ET")
    numbers = [FloatObject(n) for n in (0, 0, 120, 20)]
    fonts = DictionaryObject({NameObject("/F"): font})
    look.update(
        {
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(numbers),
            NameObject("/Resources"): DictionaryObject({NameObject("/Font"): fonts}),
        }
    )
    place = [FloatObject(n) for n in (100, 100, 220, 120)]
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): ArrayObject(place),
            NameObject("/AP"): DictionaryObject(
                {NameObject("/N"): writer._add_object(look)}
            ),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_damaged_pdf_never_keeps_a_pack_from_being_made(data: st.DataObject) -> None:
    raw = bytearray(a_pdf("One", "Two"))
    for _ in range(data.draw(st.integers(1, 12))):
        raw[data.draw(st.integers(8, len(raw) - 1))] = data.draw(st.integers(0, 255))
    made = make_pack(an_order(a_case(paper(K.OTHER, "x.pdf", bytes(raw)))))
    assert made.pages >= 4
    assert len(pages_by_pdfium(made.content)) == made.pages


# --- forms -------------------------------------------------------------------------


@pytest.mark.covers("F-J2", "F-J11", "X9")
def test_a_short_pack_has_no_letters_and_no_exhibits_in_it() -> None:
    text = " ".join(shown(PackForm.SHORT))
    assert pack(PackForm.SHORT).pages < 8
    assert "On request" in text
    assert "Kind regards" not in text
    assert "Two rounds." not in text
    assert facts_of(full_case()).exhibits[2].sha256 in text


@pytest.mark.covers("X9")
def test_a_small_pack_is_within_its_limits() -> None:
    photos = [
        paper(K.PHOTOS, f"{n}.jpg", a_photo(640, 480, seed=n), f"Room {n}")
        for n in range(12)
    ]
    long = a_pdf(*(f"Page {n}" for n in range(30)))
    case = a_case(*photos, paper(K.OTHER, "long.pdf", long))
    limits = Limits(size=700_000, pages=20)
    made = make_pack(replace(an_order(case, PackForm.SMALL), limits=limits))
    assert made.fits
    assert made.pages <= 20
    assert len(made.content) <= 700_000
    assert made.listed == {15: Why.TOO_LONG}
    text = " ".join(pages(made.content))
    for n in range(12):
        assert f"Exhibit {n + 3}: {n}.jpg" in text


def test_what_fits_into_no_limit_says_so() -> None:
    case = a_case(paper(K.PHOTOS, "a.jpg", a_photo()))
    order = replace(an_order(case, PackForm.SMALL), limits=Limits(1_000, 1))
    assert not make_pack(order).fits


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[Work, int, int]] = []
    make_pack(an_order(full_case()), lambda *step: told.append(step))
    ends = {work: (done, of) for work, done, of in told}
    assert set(ends) == set(Work)
    assert all(done == of for done, of in ends.values())


@pytest.mark.parametrize(
    "name", ["{{ 7*7 }} <b>#let</b> ../../x", "شركة 港湾 ☕", "N" * 3_000]
)
def test_a_name_changes_nothing_but_how_it_prints(name: str) -> None:
    made = make_pack(an_order(a_case(customer=name), PackForm.SHORT))
    found = pages(made.content)
    assert set(words(name)) <= set(words(found[0]))
    assert "49" not in found[0].replace("49)", "")
    assert "Summary" in found[1]
    assert made.unprintable == ()


def test_a_case_that_has_just_begun_makes_a_pack() -> None:
    case = a_case()
    bare = Case.begin("D-1", "b1").record(
        [case.entries[0].event], at=case.entries[0].at, by="A", platform="c"
    )
    for form in PackForm:
        text = " ".join(pages(make_pack(an_order(bare, form)).content))
        assert "There are no exhibits." in text
        assert "No letter has been sent." in text
