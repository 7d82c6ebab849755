"""Nothing is readable on disk without the key, and the key is never beside it."""

import io
import os
import shutil
import stat
from pathlib import Path

import pytest

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business, Profile
from assistant.errors import StoreError
from assistant.store.disk import Disk
from assistant.store.encryption import KeySeal, rekey
from assistant.store.keys import Key, find_key
from assistant.store.tiny import open_stores
from tests.store.builders import a_case, noted, summary_of, with_evidence
from tests.store.faulty import HastyDisk

KEY = Key(bytes(range(32)))
PLANTED = "zanzibar-4711"


def filled(data: Path, key: Key | None = KEY) -> str:
    """A folder in which the planted word is everywhere; the evidence's digest."""
    with open_stores(data, key=key) as stores:
        content = PLANTED.encode() * 20_000
        sha256 = stores.files.put(io.BytesIO(content), len(content)).sha256
        stores.files.keep_derived(sha256, f"copy of {PLANTED}", PLANTED.encode())
        case = noted(a_case(f"D-{PLANTED}", f"b-{PLANTED}"), PLANTED)
        case = with_evidence(case, sha256)
        stores.cases.save(case, summary_of(case, customer=PLANTED))
        business = Business(f"b-{PLANTED}", Profile(name=PLANTED))
        stores.businesses.save(business)
        place = Conversation(f"slack:{PLANTED}", asking=PLANTED)
        stores.businesses.save_conversation(place)
    return sha256


def everything_in(folder: Path) -> bytes:
    """Names and contents of all files."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = "\n".join(str(path.relative_to(folder)) for path in folder.rglob("*"))
    return names.encode() + b"".join(path.read_bytes() for path in files)


@pytest.mark.covers("F-R1")
def test_planted_words_are_nowhere_on_disk(tmp_path: Path) -> None:
    sha256 = filled(tmp_path / "data")
    found = everything_in(tmp_path / "data")
    for word in (PLANTED, sha256, "INV-7", "Harbour", "case_opened", "photos"):
        assert word.encode() not in found
        assert word.encode().hex().encode() not in found
    filled(tmp_path / "plain", key=None)
    assert PLANTED.encode() in everything_in(tmp_path / "plain")


def test_names_say_nothing_and_differ_between_folders(tmp_path: Path) -> None:
    for name in ("one", "two"):
        filled(tmp_path / name)
    one, two = (
        {path.name for path in (tmp_path / name / "cases").iterdir()}
        for name in ("one", "two")
    )
    assert len(one) == len(two) == 1
    assert one.isdisjoint(two)


def test_a_wrong_key_is_told_in_one_sentence_and_changes_nothing(
    tmp_path: Path,
) -> None:
    filled(tmp_path)
    before = everything_in(tmp_path)
    with pytest.raises(StoreError) as told:
        open_stores(tmp_path, key=Key(b"x" * 32))
    assert "The key does not fit" in str(told.value)
    assert str(told.value).count(".") == 1 + str(tmp_path).count(".")
    with pytest.raises(StoreError, match="a key is needed"):
        open_stores(tmp_path)
    assert everything_in(tmp_path) == before
    with open_stores(tmp_path, key=KEY) as stores:
        assert stores.cases.load(f"b-{PLANTED}", f"D-{PLANTED}").notes


def test_a_plain_folder_is_not_taken_for_an_encrypted_one(tmp_path: Path) -> None:
    filled(tmp_path, key=None)
    with pytest.raises(StoreError, match="not encrypted"):
        open_stores(tmp_path, key=KEY)


def test_another_key_can_be_set_at_any_time(tmp_path: Path) -> None:
    filled(tmp_path)
    other = Key(b"y" * 32)
    rekey(tmp_path, KEY, other, Disk())
    with pytest.raises(StoreError, match="does not fit"):
        open_stores(tmp_path, key=KEY)
    with open_stores(tmp_path, key=other) as stores:
        assert stores.cases.load(f"b-{PLANTED}", f"D-{PLANTED}").notes
    with pytest.raises(StoreError, match="does not fit"):
        rekey(tmp_path, KEY, other, Disk())


@pytest.mark.parametrize("name", ["store.json", "store-copy.json"])
@pytest.mark.parametrize("spoilt", [b"", b"{}", b'{"format":1}', None])
def test_one_copy_of_the_wrapped_key_is_enough(
    tmp_path: Path, name: str, spoilt: bytes | None
) -> None:
    filled(tmp_path)
    if spoilt is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(spoilt)
    with open_stores(tmp_path, key=KEY) as stores:
        assert stores.cases.load(f"b-{PLANTED}", f"D-{PLANTED}").notes


def test_without_both_copies_nothing_is_touched(tmp_path: Path) -> None:
    filled(tmp_path)
    for name in ("store.json", "store-copy.json"):
        (tmp_path / name).unlink()
    with pytest.raises(StoreError, match=r"store\.json is missing"):
        open_stores(tmp_path, key=KEY)
    assert not (tmp_path / "damaged").exists()


def test_a_sealed_line_fits_only_its_own_place(tmp_path: Path) -> None:
    filled(tmp_path)
    (case,) = (tmp_path / "cases").iterdir()
    lines = case.read_bytes().splitlines(keepends=True)
    case.write_bytes(lines[0] + lines[0])
    with (
        open_stores(tmp_path, key=KEY) as stores,
        pytest.raises(StoreError, match="line 2"),
    ):
        stores.cases.load(f"b-{PLANTED}", f"D-{PLANTED}")


def test_the_same_body_never_looks_the_same_twice() -> None:
    seal = KeySeal(b"k" * 32)
    assert seal.close(b"body", "place") != seal.close(b"body", "place")
    assert seal.name("case", "a", "b") != seal.name("case", "ab", "")


# -- finding the key ------------------------------------------------------------------


def test_a_key_is_made_on_first_start_for_the_owner_alone(tmp_path: Path) -> None:
    data, config = tmp_path / "data", tmp_path / "config" / "parley"
    made = find_key(data, config)
    assert made.is_new
    assert made.path == config / "parley.key"
    if os.name != "nt":
        assert stat.S_IMODE((config / "parley.key").stat().st_mode) == 0o600
        assert stat.S_IMODE(config.stat().st_mode) == 0o700
    again = find_key(data, config)
    assert again.key == made.key
    assert not again.is_new


def test_a_given_key_wins_and_its_text_reads_back(tmp_path: Path) -> None:
    found = find_key(tmp_path / "data", tmp_path / "config", text=f" {KEY.text}\n")
    assert found.key == KEY
    assert found.path is None
    (tmp_path / "my.key").write_text(KEY.text)
    found = find_key(
        tmp_path / "data", tmp_path / "config", key_file=tmp_path / "my.key"
    )
    assert found.key == KEY
    assert not (tmp_path / "config").exists()


@pytest.mark.parametrize("text", ["", "secret", "ä" * 44, "A" * 44, KEY.text[:-4]])
def test_what_is_no_key_is_refused_without_showing_it(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(StoreError, match="not a Parley key") as told:
        find_key(tmp_path / "data", tmp_path / "config", text=text)
    assert not text or text not in str(told.value)


def test_no_second_key_is_made_for_data_that_are_there(tmp_path: Path) -> None:
    data, config = tmp_path / "data", tmp_path / "config"
    filled(data, find_key(data, config).key)
    shutil.rmtree(config)
    with pytest.raises(StoreError, match="is missing: put it back"):
        find_key(data, config)
    assert not config.exists()


def test_a_key_never_lies_in_the_data_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with pytest.raises(StoreError, match="may not lie in the data folder"):
        find_key(data, data / "config")
    (data / "my.key").write_text(KEY.text)
    with pytest.raises(StoreError, match="may not lie in the data folder"):
        find_key(data, tmp_path / "config", key_file=data / "my.key")


def test_a_key_shows_itself_to_nobody_by_accident() -> None:
    assert KEY.text not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)
    assert len(KEY.fingerprint) == 8


def test_a_flipped_byte_is_noticed_in_sealed_files_too(tmp_path: Path) -> None:
    filled(tmp_path)
    (file,) = (tmp_path / "cases").iterdir()
    index, whole = (tmp_path / "index").read_bytes(), file.read_bytes()
    for position in range(0, len(whole), 11):
        if b"=" in whole[position + 1 : position + 2]:
            continue  # the unused bits of the last character mean nothing
        for flip in (0x01, 0x20, 0x80):
            spoilt = bytearray(whole)
            spoilt[position] ^= flip
            file.write_bytes(spoilt)
            (tmp_path / "index").write_bytes(index)
            with (
                open_stores(tmp_path, key=KEY, disk=HastyDisk()) as stores,
                pytest.raises(StoreError, match="damaged"),
            ):
                stores.cases.load(f"b-{PLANTED}", f"D-{PLANTED}")
            (tmp_path / "damaged" / file.name).unlink()
