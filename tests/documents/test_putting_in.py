"""Photos and pages in place of their stand-ins, and typst in its own process."""

import io
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader, PdfWriter

from assistant.documents import setting
from assistant.documents.pack import making
from assistant.documents.pack.making import make_pack
from assistant.documents.pack.objects import Objects, OddPdfError
from assistant.documents.pack.parts import Why
from assistant.documents.pack.stand_ins import places_kept, stand_in
from assistant.documents.photos import Picture, prepared
from assistant.documents.setting import Job, Press, SettingError, set_here
from assistant.domain.evidence import EvidenceKind
from assistant.errors import StoreError
from tests.documents.builders import a_case, a_pdf, a_photo
from tests.documents.reading_back import pages, pages_by_pdfium
from tests.documents.test_pack import FILES, an_order, paper

K = EvidenceKind


class Prints:
    """Prints in memory that note what was asked of them."""

    def __init__(self) -> None:
        self.kept: dict[str, Picture] = {}
        self.checked: list[str] = []

    def check(self, sha256: str) -> None:
        self.checked.append(sha256)
        FILES.open(sha256).close()

    def found(self, sha256: str) -> Picture | None:
        return self.kept.get(sha256)

    def made(self, sha256: str, original: bytes) -> Picture:
        self.kept[sha256] = prepared(original)
        return self.kept[sha256]


def jpegs(pdf: bytes) -> list[bytes]:
    """The photos in a PDF, as they lie there."""
    reader = PdfReader(io.BytesIO(pdf))
    found: list[Any] = [reader.get_object(number) for number in sorted(reader.xref[0])]
    return [
        each._data
        for each in found
        if hasattr(each, "get_data") and each.get("/Subtype") == "/Image"
    ]


def segments(jpeg: bytes) -> list[int]:
    """The marks of the parts before the picture itself."""
    at, marks = 2, []
    while jpeg[at + 1] != 0xDA:
        marks.append(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return marks


@pytest.mark.covers("X9", "F-E17")
def test_no_note_of_a_camera_and_no_stand_in_is_left() -> None:
    photos = [paper(K.PHOTOS, f"{n}.jpg", a_photo(seed=n)) for n in range(3)]
    made = make_pack(an_order(a_case(*photos, paper(K.OTHER, "x.pdf", a_pdf("One")))))
    found = jpegs(made.content)
    assert len(found) == 3
    for jpeg in found:
        # Of an application only JFIF's own; no comment.
        assert 0xFE not in segments(jpeg)
        assert [mark for mark in segments(jpeg) if 0xE0 <= mark <= 0xEF] == [0xE0]
    assert not re.search(rb"parley \d{6}", made.content)


@pytest.mark.covers("X9")
def test_a_kept_print_is_placed_and_its_original_only_checked() -> None:
    raw = a_photo(900, 700, seed=5)
    order = an_order(a_case(paper(K.PHOTOS, "a.jpg", raw)))
    opened: list[str] = []
    prints = Prints()

    def open_(digest: str) -> io.BytesIO:
        opened.append(digest)
        return FILES.open(digest)

    on_demand = make_pack(replace(order, prints=prints, opened=open_))
    (digest,) = opened
    assert prints.kept == {digest: prepared(raw)}
    assert not prints.checked
    again = make_pack(replace(order, prints=prints, opened=open_))
    assert again.content == on_demand.content
    assert opened == [digest]
    assert prints.checked == [digest]


def test_a_print_whose_original_is_gone_is_not_shown() -> None:
    event = paper(K.PHOTOS, "a.jpg", a_photo(seed=77))
    order, prints = an_order(a_case(event)), Prints()
    make_pack(replace(order, prints=prints))
    digest = next(iter(prints.kept))
    raw = FILES.kept.pop(digest)
    with pytest.raises(StoreError):
        FILES.open(digest)
    made = make_pack(replace(order, prints=prints))
    FILES.kept[digest] = raw
    assert made.listed == {3: Why.LOST}
    assert not jpegs(made.content)


@pytest.mark.covers("X9")
def test_a_pack_of_photos_is_what_typst_itself_makes_of_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    photos = [paper(K.PHOTOS, f"{n}.jpg", a_photo(seed=n)) for n in range(3)]
    order, prints = an_order(a_case(*photos)), Prints()
    jobs: list[Job] = []

    class Copying(Press):
        def set(self, folder: Path, job: Job) -> bytes:
            shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
            jobs.append(job)
            return super().set(folder, job)

    monkeypatch.setattr(making, "Press", Copying)
    ours = make_pack(replace(order, prints=prints)).content
    assert jobs[0].is_archival
    for number, picture in enumerate(prints.kept.values(), 3):
        (tmp_path / f"exhibit-{number}.jpg").write_bytes(picture.content)
    theirs = set_here(tmp_path, jobs[0])
    for (at, mine), (_, other) in zip(
        Objects(ours).items(), Objects(theirs).items(), strict=True
    ):
        assert _same(mine) == _same(other), at


def _same(whole: bytes) -> bytes:
    """An object without the fingerprint of the file, which stand-ins change."""
    return re.sub(rb"(?i)(instanceid>)[^<]*", rb"\1", whole).strip()


def test_one_photo_as_two_exhibits_is_in_the_file_once() -> None:
    raw = a_photo(seed=9)
    twice = [paper(K.PHOTOS, name, raw) for name in ("before.jpg", "again.jpg")]
    made = make_pack(an_order(a_case(*twice)))
    assert len(jpegs(made.content)) == 1
    text = " ".join(pages(made.content))
    assert "Exhibit 3: before.jpg" in text
    assert "Exhibit 4: again.jpg" in text


def test_what_the_pages_of_a_paper_share_is_copied_once() -> None:
    def fonts(*texts: str) -> int:
        made = make_pack(an_order(a_case(paper(K.OTHER, "x.pdf", a_pdf(*texts)))))
        return made.content.count(b"/FontDescriptor")

    assert fonts("One") == fonts("One", "One", "One")


def test_a_page_that_cannot_be_drawn_leaves_its_place_empty() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(a_pdf("First", "Second")))
    contents = writer.pages[0].get("/Contents")
    assert contents is not None
    contents.get_object()._data = b"no packed stream"
    made = io.BytesIO()
    writer.write(made)
    event = paper(K.OTHER, "x.pdf", made.getvalue())
    pack = make_pack(an_order(a_case(event))).content
    assert "Second" in " ".join(pages(pack))
    assert len(pages_by_pdfium(pack)) == len(pages(pack))


def test_a_page_packed_in_an_old_way_keeps_no_pack_from_being_made() -> None:
    raw = a_pdf("Packed").replace(b"/FlateDecode", b"/Fl         ")
    made = make_pack(an_order(a_case(paper(K.OTHER, "x.pdf", raw))))
    assert len(pages_by_pdfium(made.content)) == made.pages


# --- the objects -------------------------------------------------------------------


def test_what_is_not_exchanged_stays_byte_for_byte() -> None:
    pdf = a_pdf("One", "Two")
    objects = Objects(pdf)
    assert objects.pages == 2
    number = objects.new_number()
    objects.put({number: b"(new)"})
    whole = objects.whole()
    for at, each in Objects(pdf).items():
        assert each in whole
        assert Objects(whole).body(at) == Objects(pdf).body(at)
    assert Objects(whole).body(number).strip() == b"(new)"
    assert pages(whole) == pages(pdf)


def test_another_way_of_writing_is_understood_too() -> None:
    writer = PdfWriter(io.BytesIO(a_pdf("One", "Two")), incremental=True)
    writer.pages[0].rotate(90)
    made = io.BytesIO()
    writer.write(made)
    assert b"/Prev" in made.getvalue()
    objects = Objects(made.getvalue())
    assert objects.pages == 2
    assert pages(objects.whole()) == pages(made.getvalue())


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\nstartxref\n0\n%%EOF"])
def test_what_is_no_pdf_is_refused(pdf: bytes) -> None:
    with pytest.raises(OddPdfError):
        Objects(pdf)


def test_each_stand_in_is_found_by_its_number(tmp_path: Path) -> None:
    for number in (0, 7, 999_999):
        (tmp_path / f"{number}.jpg").write_bytes(stand_in(number))
    source = tmp_path / "x.typ"
    source.write_text('#for n in (0, 7, 999999) { image(str(n) + ".jpg") }')
    objects = Objects(typst.compile(str(source), timestamp=0))
    places = places_kept(objects)
    assert set(places) == {0, 7, 999_999}
    assert all(b"/Width 1/Height 1" in objects.body(at) for at in places.values())


# --- typst in a process of its own -------------------------------------------------


def a_job() -> Job:
    return Job("x.typ", (), False, False, 0)


@pytest.mark.covers("X9")
def test_a_press_goes_on_after_a_fault_in_a_source(tmp_path: Path) -> None:
    source = tmp_path / "x.typ"
    with Press() as press:
        source.write_text("#nonsense")
        with pytest.raises(SettingError, match="unknown variable: nonsense"):
            press.set(tmp_path, a_job())
        source.write_text("fine")
        first = press.set(tmp_path, a_job())
        assert pages(first) == ["fine"]
        assert press.set(tmp_path, a_job()) == first


def test_a_press_that_has_ended_says_so(tmp_path: Path) -> None:
    with Press() as press:
        press._process.kill()
        press._process.wait()
        with pytest.raises(SettingError, match="typst ended with"):
            press.set(tmp_path, a_job())


def test_what_takes_too_long_to_set_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(setting, "TIME_LIMIT", 0.001)
    (tmp_path / "x.typ").write_text("#for n in range(300000) [#n ]")
    with Press() as press, pytest.raises(SettingError, match="took too long"):
        press.set(tmp_path, a_job())


def test_the_process_of_a_press_knows_no_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PARLEY_KEY", "plum")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "plum")
    with Press() as press:
        environment = Path(f"/proc/{press._process.pid}/environ")
        if sys.platform == "linux":
            assert b"plum" not in environment.read_bytes()


def test_no_press_is_left_running_when_a_pack_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Press] = []

    class Noted(Press):
        def __init__(self) -> None:
            super().__init__()
            started.append(self)

    def fails(*_: object) -> None:
        raise RuntimeError("nothing works")

    monkeypatch.setattr(making, "Press", Noted)
    monkeypatch.setattr(making, "gather", fails)
    with pytest.raises(RuntimeError):
        make_pack(an_order(a_case(paper(K.PHOTOS, "a.jpg", a_photo()))))
    (press,) = started
    assert press._process.poll() is not None
