"""Papers: taken byte for byte, or refused with the reason and what to do instead."""

import asyncio
import hashlib

import pytest

from adapters.slack import files
from adapters.slack.forms import FileRef
from adapters.slack.manifest import Choices
from adapters.slack.notes import Note, Notes
from assistant.domain.evidence import EvidenceItem
from assistant.store.memory import memory_notebook
from tests.adapters.slack.scene import Scene, scene
from tests.adapters.slack.test_app import opened
from tests.fakes.slack.loops import in_loop

PDF = b"%PDF-1.7 a contract"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
PAGE = b"<!DOCTYPE html><html><body>Sign in</body></html>"


def papers(here: Scene) -> list[EvidenceItem]:
    """The files in the case, with their bytes kept."""
    return [item for item in here.case().evidence.items if item.sha256]


@pytest.mark.covers("S20", "F-E3")
@pytest.mark.parametrize("reads_threads", [True, False])
@in_loop
async def test_a_file_dropped_into_the_thread_is_evidence(reads_threads: bool) -> None:
    async with scene(choices=Choices(reads_threads=reads_threads)) as here:
        await opened(here)
        await here.bob.attach("contract.pdf", PDF, thread="Case D-INV-7")
        (paper,) = papers(here)
        assert paper.name == "contract.pdf"
        assert paper.sha256 == hashlib.sha256(PDF).hexdigest()
        assert paper.size == len(PDF)
        assert paper.added_by == "Bob Stone"
        assert paper.added_at == here.clock.now()
        with here.stores.files.open(paper.sha256) as stream:
            assert stream.read() == PDF
        shown = str(here.ann.thread("Case D-INV-7"))
        assert "contract.pdf" in shown


@pytest.mark.covers("S20")
@in_loop
async def test_files_come_by_form_and_several_at_once() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.press("Add files")
        await here.ann.fill({"Files": [("a.pdf", PDF), ("b.png", PNG)]})
        await here.ann.submit()
        assert [paper.name for paper in papers(here)] == ["a.pdf", "b.png"]
        await here.ann.attach_all(
            [("c.pdf", PDF + b"2"), ("d.png", PNG + b"2")], thread="Case D-INV-7"
        )
        assert len(papers(here)) == 4


@pytest.mark.covers("S20")
@in_loop
async def test_a_file_that_slack_tells_of_twice_is_taken_once() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.attach(
            "a.pdf", PDF, text="@Parley the contract", thread="Case D-INV-7"
        )
        names = [entry.name for entry in here.slack.journal.deliveries()]
        assert {"message", "file_shared", "app_mention"} <= set(names)
        assert len(papers(here)) == 1
        assert len(here.slack.journal.calls("users.info")) == 1


REFUSED = {
    "program": ("tool.exe", b"MZ\x90\x00", "is a program"),
    "hidden program": ("scan.pdf", b"MZ\x90\x00", "is a program"),
    "page": ("page.html", PAGE, "is a web page"),
    "wrong name": ("photo.png", b"not a picture", "is not what its name says"),
    "too large": ("film.mov", b"x" * 2048, "is larger than"),
}


@pytest.mark.covers("S20")
@pytest.mark.parametrize("kind", REFUSED)
@in_loop
async def test_what_cannot_be_taken_is_refused_with_the_reason(kind: str) -> None:
    name, content, reason = REFUSED[kind]
    with pytest.MonkeyPatch.context() as patch:
        if kind == "too large":
            patch.setattr(files, "MOST_BYTES", 1024)
        async with scene() as here:
            await opened(here)
            await here.ann.attach(name, content, thread="Case D-INV-7")
            assert papers(here) == []
            shown = str(here.ann.thread("Case D-INV-7"))
            assert f"{name} {reason}" in shown
            assert reason not in str(here.bob.thread("Case D-INV-7"))


@pytest.mark.covers("S20", "S19")
@in_loop
async def test_slacks_sign_in_page_is_no_paper() -> None:
    async with scene() as here:
        await opened(here)
        here.slack.faults.answer_html("download", None)
        await here.ann.attach("contract.pdf", PDF, thread="Case D-INV-7")
        assert papers(here) == []
        told = "Slack gave me its sign-in page instead of contract.pdf"
        assert told in str(here.ann.thread("Case D-INV-7"))


@pytest.mark.covers("S20")
@in_loop
async def test_a_download_that_fails_once_is_tried_again() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_PAUSES", (0.0, 0.0))
        async with scene() as here:
            await opened(here)
            here.slack.faults.break_down("download", 503, 2)
            await here.ann.attach("contract.pdf", PDF, thread="Case D-INV-7")
            assert len(papers(here)) == 1
            here.slack.faults.break_down("download", 503, None)
            await here.ann.attach("other.pdf", PDF + b"2", thread="Case D-INV-7")
            assert "could not fetch other.pdf" in str(here.ann.thread("Case D-INV-7"))


@pytest.mark.covers("S20")
@in_loop
async def test_a_file_outside_the_threads_is_left_alone() -> None:
    async with scene(choices=Choices(reads_threads=False)) as here:
        await opened(here)
        posts = len(here.posts())
        await here.bob.attach("lunch.png", PNG)
        assert papers(here) == []
        assert len(here.posts()) == posts


class SlowNotes(Notes):
    """Notes that let everybody else go first while one is written."""

    async def put(self, key: str, note: Note, business_id: str = "") -> None:
        """Write, after the others had their turn."""
        for _ in range(5):
            await asyncio.sleep(0)
        await super().put(key, note, business_id)


@pytest.mark.covers("S20", "S05")
@in_loop
async def test_of_two_events_about_one_file_only_one_brings_it() -> None:
    async with scene() as here:
        taker = files.Files(here.app._workspaces, SlowNotes(memory_notebook()))
        ref = FileRef("F1", "mail.eml", "message/rfc822", 10, "https://x.example")
        told = [files.Given("message", (ref,)), files.Given("file_shared", (ref,))]
        taken = await asyncio.gather(*(taker.new("T1", each) for each in told))
        assert sorted(map(len, taken)) == [0, 1]
        again = await asyncio.gather(*(taker.new("T1", each) for each in told))
        assert list(map(len, again)) == list(map(len, taken))
