"""What only a store on disk can get wrong."""

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.errors import CaseNotFoundError, StoreError
from assistant.store.port import Delivery
from assistant.store.tiny import Stores, open_stores
from tests.store.builders import NOON, a_case, noted, summary_of


def save(stores: Stores, *case_ids: str, turns: int = 1) -> None:
    for case_id in case_ids:
        case = a_case(case_id, turns=turns)
        stores.cases.save(case, summary_of(case))


def case_file(data: Path, case_id: str) -> Path:
    with open_stores(data) as stores:
        return stores.cases.shelf.path("b1", case_id)


def crashed(stores: Stores) -> None:
    """Leave the folder as a killed process does: nothing written, lock gone."""
    stores.lock.release()


# -- starting and stopping ---------------------------------------------------------


def test_everything_is_there_after_a_clean_stop(tmp_path: Path) -> None:
    with open_stores(tmp_path) as stores:
        save(stores, "D-1", "D-2", turns=3)
        stores.businesses.save(Business("b1", next_case=2))
        stores.businesses.save_conversation(Conversation("console:1", "D-1"))
        sha256 = stores.files.put(io.BytesIO(b"photo"), 100).sha256
    with open_stores(tmp_path) as stores:
        assert stores.cases.load("b1", "D-1") == a_case("D-1", turns=3)
        assert len(stores.cases.summaries("b1")) == 2
        assert stores.businesses.load("b1") == Business("b1", next_case=2)
        assert stores.businesses.all_ids() == ["b1"]
        assert stores.businesses.conversation("console:1").case_id == "D-1"
        assert stores.files.open(sha256).read() == b"photo"
        assert not stores.notices


def test_the_index_is_made_again_after_a_crash(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    save(stores, "D-1", "D-2", turns=2)
    stores.cases.delete("b1", "D-2")
    crashed(stores)
    with open_stores(tmp_path) as stores:
        found = stores.cases.summaries("b1")
        assert found == [summary_of(a_case("D-1"))]
        assert stores.cases.load("b1", "D-1") == a_case("D-1", turns=2)


def test_an_index_from_before_a_crash_is_never_believed(tmp_path: Path) -> None:
    with open_stores(tmp_path) as stores:
        save(stores, "D-1")
    stores = open_stores(tmp_path)
    save(stores, "D-2")
    crashed(stores)
    with open_stores(tmp_path) as stores:
        assert {each.case_id for each in stores.cases.summaries("b1")} == {"D-1", "D-2"}


def test_a_second_process_is_told_who_uses_the_folder(tmp_path: Path) -> None:
    with open_stores(tmp_path):
        code = (
            "import sys; from pathlib import Path\n"
            "from assistant.store.tiny import open_stores\n"
            "from assistant.errors import StoreError\n"
            "try: open_stores(Path(sys.argv[1]))\n"
            "except StoreError as error: print(error)\n"
        )
        told = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    assert f"process {os.getpid()}" in told
    with open_stores(tmp_path) as stores:
        assert stores.cases.summaries("b1") == []


@pytest.mark.skipif(os.name == "nt", reason="rights are other things there")
def test_everything_on_disk_is_the_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_stores(data) as stores:
        save(stores, "D-1")
        stores.businesses.save(Business("b1"))
        stores.businesses.save_conversation(Conversation("console:1", "D-1"))
        stores.files.put(io.BytesIO(b"photo"), 100)
    for path in (data, *data.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


# -- damage --------------------------------------------------------------------------


def test_the_torn_tail_of_a_stopped_writer_is_cut(tmp_path: Path) -> None:
    file = case_file(tmp_path, "D-1")
    stores = open_stores(tmp_path)
    save(stores, "D-1")
    crashed(stores)
    whole = file.read_bytes()
    for torn in (b'1234abcd [["commits"', whole[:-1], b"\0" * 100, b"\0" * 99 + b"\n"):
        file.write_bytes(whole + torn)
        (tmp_path / "index").unlink(missing_ok=True)
        stores = open_stores(tmp_path)
        case = stores.cases.load("b1", "D-1")
        assert case == a_case("D-1")
        stores.cases.save(noted(case, "next"), summary_of(case))
        crashed(stores)
        with open_stores(tmp_path) as stores:
            assert len(stores.cases.load("b1", "D-1").entries) == 2


def test_a_flipped_byte_is_noticed_wherever_it_is(tmp_path: Path) -> None:
    file = case_file(tmp_path, "D-1")
    with open_stores(tmp_path) as stores:
        save(stores, "D-1", turns=3)
    index, whole = (tmp_path / "index").read_bytes(), file.read_bytes()
    for position in range(0, len(whole), 7):
        spoilt = bytearray(whole)
        spoilt[position] ^= 0x20
        file.write_bytes(spoilt)
        (tmp_path / "index").write_bytes(index)
        with open_stores(tmp_path) as stores:
            with pytest.raises(StoreError, match=r"D-1.*damaged"):
                stores.cases.load("b1", "D-1")
            save(stores, "D-2")
        (tmp_path / "damaged" / file.name).unlink()


def test_a_file_that_lost_its_end_is_noticed_after_a_clean_stop(tmp_path: Path) -> None:
    file = case_file(tmp_path, "D-1")
    with open_stores(tmp_path) as stores:
        save(stores, "D-1")
        case = noted(a_case("D-1"), "acknowledged")
        stores.cases.save(case, summary_of(case))
    whole = file.read_bytes()
    file.write_bytes(whole[: whole.index(b"\n") + 1])
    with (
        open_stores(tmp_path) as stores,
        pytest.raises(StoreError, match="lost its end"),
    ):
        stores.cases.load("b1", "D-1")


def test_a_damaged_case_is_set_aside_and_the_rest_goes_on(tmp_path: Path) -> None:
    file = case_file(tmp_path, "D-1")
    stores = open_stores(tmp_path)
    save(stores, "D-1", "D-2")
    crashed(stores)
    file.write_bytes(file.read_bytes().replace(b"reported", b"answered"))
    with open_stores(tmp_path) as stores:
        assert len(stores.notices) == 1
        assert str(tmp_path / "damaged" / file.name) in stores.notices[0]
        assert stores.cases.load("b1", "D-2") == a_case("D-2")
        with pytest.raises(StoreError, match="damaged"):
            stores.cases.load("b1", "D-1")
        with pytest.raises(StoreError, match="damaged"):
            save(stores, "D-1")
        stores.cases.delete("b1", "D-1")
        with pytest.raises(CaseNotFoundError):
            stores.cases.load("b1", "D-1")
        save(stores, "D-1")


def test_a_past_changed_with_a_fitting_checksum_is_noticed_too(tmp_path: Path) -> None:
    file = case_file(tmp_path, "D-1")
    with open_stores(tmp_path) as stores:
        save(stores, "D-1", turns=3)
        seal = stores.cases.shelf._seal
    body = seal.open(file.read_bytes()[:-1], f"{file.name}:0")
    forged = seal.close(body.replace(b"turn 2", b"turn X"), f"{file.name}:0") + b"\n"
    file.write_bytes(forged)
    with (
        open_stores(tmp_path) as stores,
        pytest.raises(StoreError, match=r"case D-1.*changed at entry 2"),
    ):
        stores.cases.load("b1", "D-1")


def test_a_case_from_before_there_were_wakings_is_looked_at_at_once(
    tmp_path: Path,
) -> None:
    file = case_file(tmp_path, "D-1")
    with open_stores(tmp_path) as stores:
        save(stores, "D-1")
        seal = stores.cases.shelf._seal
        assert stores.cases.due_until(NOON) == []
    context = f"{file.name}:0"
    body = seal.open(file.read_bytes()[:-1], context)
    assert b'"wake_at":null,' in body
    older = body.replace(b'"wake_at":null,', b"").replace(b'"schema":2', b'"schema":1')
    file.write_bytes(seal.close(older, context) + b"\n")
    index = seal.open((tmp_path / "index").read_bytes(), "index")
    older_index = index.replace(b'"schema":2', b'"schema":1')
    (tmp_path / "index").write_bytes(seal.close(older_index, "index"))
    with open_stores(tmp_path) as stores:
        assert [each.case_id for each in stores.cases.due_until(NOON)] == ["D-1"]
        assert not stores.notices


def test_a_file_in_anothers_place_is_noticed(tmp_path: Path) -> None:
    one, two = case_file(tmp_path, "D-1"), case_file(tmp_path, "D-2")
    with open_stores(tmp_path) as stores:
        save(stores, "D-1")
    one.rename(two)
    (tmp_path / "index").unlink()
    with open_stores(tmp_path) as stores:
        assert len(stores.notices) == 1
        assert stores.cases.summaries("b1") == []


def test_a_changed_evidence_file_is_noticed(tmp_path: Path) -> None:
    with open_stores(tmp_path) as stores:
        sha256 = stores.files.put(io.BytesIO(b"x" * 200_000), 200_000).sha256
        (file,) = (tmp_path / "evidence").iterdir()
        whole = file.read_bytes()
        for spoilt in (whole[:-1], whole[:70_000], whole[:1000] + b"y" + whole[1001:]):
            file.write_bytes(spoilt)
            with pytest.raises(StoreError, match=sha256):
                stores.files.open(sha256)


def test_left_over_uploads_are_removed(tmp_path: Path) -> None:
    with open_stores(tmp_path):
        pass
    (tmp_path / "evidence" / "1.incoming").write_bytes(b"half")
    with open_stores(tmp_path):
        assert list((tmp_path / "evidence").iterdir()) == []


def test_a_folder_that_cannot_be_used_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be used"):
        open_stores(tmp_path / "file")


def test_a_case_of_another_schema_stays_where_it_is(tmp_path: Path) -> None:
    file = case_file(tmp_path, "D-1")
    with open_stores(tmp_path) as stores:
        save(stores, "D-1", "D-2")
        seal = stores.cases.shelf._seal
    body = seal.open(file.read_bytes()[:-1], f"{file.name}:0")
    newer = body.replace(b'"schema":2', b'"schema":9')
    file.write_bytes(seal.close(newer, f"{file.name}:0") + b"\n")
    with open_stores(tmp_path) as stores, pytest.raises(StoreError, match="newer"):
        stores.cases.load("b1", "D-1")
    (tmp_path / "index").unlink()
    with open_stores(tmp_path) as stores:
        assert "newer Parley" in stores.notices[0]
        assert [each.case_id for each in stores.cases.summaries("b1")] == ["D-2"]
    assert file.exists()


def test_nothing_is_written_to_a_folder_that_was_given_back(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    save(stores, "D-1")
    stores.close()
    stores.close()
    with pytest.raises(StoreError, match="closed"):
        save(stores, "D-1")
    with pytest.raises(StoreError, match="closed"):
        stores.businesses.save(Business("b1"))
    with pytest.raises(StoreError, match="closed"):
        stores.inbox.keep(Delivery("slack", "Ev1", "{}", NOON))
    with open_stores(tmp_path) as stores:
        assert stores.inbox.waiting() == []
        assert stores.businesses.all_ids() == []
