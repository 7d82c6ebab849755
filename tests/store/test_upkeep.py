"""Checking, backing up, restoring and erasing a data folder."""

import dataclasses
import io
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.chat.conversation import Conversation
from assistant.domain.business import BookedInvoice, Business, Member, Role
from assistant.domain.money import Money
from assistant.errors import CaseNotFoundError, MemberNotFoundError, StoreError
from assistant.store.backup import back_up, restore
from assistant.store.check import check_store
from assistant.store.disk import Disk
from assistant.store.encryption import rekey
from assistant.store.erase import (
    Erasure,
    OutOfReach,
    erase,
    erase_everything,
    plan_business,
    plan_case,
    plan_customer,
    plan_person,
)
from assistant.store.keys import Key
from assistant.store.port import Delivery, Outgoing, SendState
from assistant.store.tiny import Stores, open_stores
from tests.store.builders import NOON, a_case, noted, summary_of, with_evidence
from tests.store.faulty import spoil

KEY, OTHER = Key(b"k" * 32), Key(b"o" * 32)
UNUSUAL = {OutOfReach.HISTORY, OutOfReach.DAMAGED}
WORDS = "correct horse battery"
PHOTO = b"photo" * 40_000


def a_message(case_id: str) -> Outgoing:
    return Outgoing(f"b1/{case_id}/1", "b1", case_id, "slack", "C1", "said", True, NOON)


def fill(stores: Stores) -> str:
    """Cases D-1 and D-2 of two customers; the digest of the photo in D-1."""
    sha256 = stores.files.put(io.BytesIO(PHOTO), 10**6).sha256
    one, two = with_evidence(a_case("D-1"), sha256), noted(a_case("D-2"), "x")
    stores.cases.save(one, summary_of(one, customer="Ada"), [a_message("D-1")])
    stores.cases.save(two, summary_of(two, customer="Bob"), [a_message("D-2")])
    amount = Money(100, "EUR")
    booked = (BookedInvoice("1", amount, "Ada"), BookedInvoice("2", amount, "Bob"))
    stores.businesses.save(Business("b1", invoices=booked))
    stores.businesses.save_conversation(Conversation("slack:b1:1", "D-1"))
    stores.businesses.save_conversation(Conversation("slack:b1:2", "D-2"))
    stores.inbox.keep(Delivery("slack", "Ev1", "{}", NOON))
    return sha256


def filled(data: Path) -> str:
    with open_stores(data, key=KEY) as stores:
        return fill(stores)


# -- check ----------------------------------------------------------------------------


def test_a_sound_folder_has_nothing_to_report(tmp_path: Path) -> None:
    filled(tmp_path)
    found = check_store(tmp_path, key=KEY)
    assert (found.cases, found.entries, found.evidence) == (2, 4, 1)
    assert found.is_sound
    assert not found.repaired


def test_what_can_be_derived_is_made_again(tmp_path: Path) -> None:
    filled(tmp_path)
    file = sorted((tmp_path / "cases").iterdir())[0]
    whole = file.read_bytes()
    file.write_bytes(whole + b"half a li")
    (tmp_path / "store-copy.json").unlink()
    (tmp_path / "cases" / "x.jsonl.tmp").write_bytes(b"left over")
    found = check_store(tmp_path, key=KEY)
    assert found.is_sound
    assert found.cases == 2
    told = " ".join(found.repaired)
    assert "9 bytes of an unfinished save" in told
    assert "store-copy.json is made again" in told
    assert "x.jsonl.tmp was left over" in told
    assert file.read_bytes() == whole
    again = check_store(tmp_path, key=KEY)
    assert again.is_sound
    assert not again.repaired


@pytest.mark.parametrize("name", ["inbox", "outbox", "notebook", "intents"])
def test_torn_and_damaged_boxes_are_noticed(tmp_path: Path, name: str) -> None:
    with open_stores(tmp_path, key=KEY) as stores:
        planted(stores)
    file = tmp_path / f"{name}.jsonl"
    whole = file.read_bytes() if file.exists() else b""
    file.write_bytes(whole + b"half a li")
    told = " ".join(check_store(tmp_path, key=KEY).repaired)
    assert f"{name}.jsonl: 9 bytes of an unfinished change" in told
    assert check_store(tmp_path, key=KEY).is_sound
    file.write_bytes(b"no line of ours\n" + file.read_bytes())
    found = check_store(tmp_path, key=KEY)
    assert f"damaged/{name}.jsonl" in " ".join(found.problems)
    with open_stores(tmp_path, key=KEY) as stores:
        assert len(stores.cases.summaries("b1")) == 2


def test_damaged_conversations_businesses_and_attachments_are_noticed(
    tmp_path: Path,
) -> None:
    with open_stores(tmp_path, key=KEY) as stores:
        planted(stores)
    assert check_store(tmp_path, key=KEY).waiting == 8
    broken = [
        sorted((tmp_path / folder).iterdir())[0]
        for folder in ("places", "businesses", "outgoing")
    ]
    for path in broken:
        spoil(path, at=20)
    told = " ".join(check_store(tmp_path, key=KEY).problems)
    assert broken[0].name in told
    assert broken[1].name in told
    assert "attachment" in told
    with open_stores(tmp_path, key=KEY) as stores:
        assert stores.businesses.all_ids() == []


def test_one_damaged_business_does_not_keep_the_others_back(tmp_path: Path) -> None:
    with open_stores(tmp_path, key=KEY) as stores:
        stores.businesses.save(Business("b1"))
        stores.businesses.save(Business("b2"))
        spoil(stores.businesses._businesses.path("b1"), at=20)
    with open_stores(tmp_path, key=KEY) as stores:
        assert stores.businesses.all_ids() == ["b2"]
        assert "damaged" in stores.businesses.notices[0]


def test_a_case_that_the_index_forgot_is_listed_again(tmp_path: Path) -> None:
    filled(tmp_path)
    with open_stores(tmp_path, key=KEY) as stores:
        stores.cases.index.remove("b1", "D-1")
    found = check_store(tmp_path, key=KEY)
    assert found.repaired == ["case D-1 is listed again."]
    with open_stores(tmp_path, key=KEY) as stores:
        assert len(stores.cases.summaries("b1")) == 2


def test_what_cannot_be_made_again_is_told(tmp_path: Path) -> None:
    sha256 = filled(tmp_path)
    with open_stores(tmp_path, key=KEY) as stores:
        one, two = (stores.cases.shelf.path("b1", f"D-{n}") for n in (1, 2))
    two.write_bytes(two.read_bytes()[:40] + b"!" + two.read_bytes()[41:])
    (photo,) = (tmp_path / "evidence").iterdir()
    photo.unlink()
    found = check_store(tmp_path, key=KEY)
    assert not found.is_sound
    told = " ".join(found.problems)
    assert "case D-2" in told
    assert str(tmp_path / "damaged" / two.name) in told
    assert sha256 in told
    assert found.cases == 1
    one.unlink()
    assert "case D-1: its file is gone." in check_store(tmp_path, key=KEY).problems


def test_a_folder_in_use_is_not_checked(tmp_path: Path) -> None:
    with (
        open_stores(tmp_path, key=KEY),
        pytest.raises(StoreError, match="in use by process"),
    ):
        check_store(tmp_path, key=KEY)


# -- backup ---------------------------------------------------------------------------


def test_a_backup_restores_under_another_key(tmp_path: Path) -> None:
    data, copy, file = tmp_path / "data", tmp_path / "copy", tmp_path / "b.parley"
    with open_stores(data, key=KEY) as stores:
        sha256 = fill(stores)
        assert back_up(stores, file, WORDS, KEY, work=10) == 8
        later = noted(stores.cases.load("b1", "D-1"), "after the backup")
        stores.cases.save(later, summary_of(later))
    found = restore(file, copy, WORDS, OTHER)
    assert found.is_sound
    assert (found.cases, found.evidence) == (2, 1)
    with open_stores(copy, key=OTHER) as stores:
        assert stores.cases.load("b1", "D-2") == noted(a_case("D-2"), "x")
        assert not stores.cases.load("b1", "D-1").notes
        assert stores.files.open(sha256).read() == PHOTO
        assert stores.businesses.all_ids() == ["b1"]
        assert stores.businesses.conversation("slack:b1:2").case_id == "D-2"
        assert len(stores.inbox.waiting()) == 1


def test_everything_that_waits_and_all_notes_are_in_a_backup(tmp_path: Path) -> None:
    file, copy = tmp_path / "b.parley", tmp_path / "copy"
    with open_stores(tmp_path / "data", key=KEY) as stores:
        planted(stores)
        back_up(stores, file, WORDS, KEY, work=10)
        unsent = [each.message for each in stores.outbox.unsent()]
        files = [stores.outbox.attached(each.id) for each in unsent if each.attached]
        waiting, keys = stores.inbox.waiting(), stores.notebook.keys("slack")
    assert restore(file, copy, WORDS, OTHER).is_sound
    with open_stores(copy, key=OTHER) as stores:
        found = [each.message for each in stores.outbox.unsent()]
        assert found == unsent
        assert [stores.outbox.attached(e.id) for e in found if e.attached] == files
        assert stores.inbox.waiting() == waiting
        assert stores.notebook.keys("slack") == keys
        assert stores.notebook.get("slack", "person/U7") == "ochre"


def test_another_key_opens_all_boxes_too(tmp_path: Path) -> None:
    with open_stores(tmp_path, key=KEY) as stores:
        planted(stores)
    rekey(tmp_path, KEY, OTHER, Disk())
    found = check_store(tmp_path, key=OTHER)
    assert found.is_sound
    assert found.waiting == 8
    with pytest.raises(StoreError, match="does not fit"):
        check_store(tmp_path, key=KEY)


def test_messages_are_not_sent_again_from_a_backup(tmp_path: Path) -> None:
    file = tmp_path / "b.parley"
    with open_stores(tmp_path / "data", key=KEY) as stores:
        fill(stores)
        back_up(stores, file, WORDS, KEY, work=10)
    restore(file, tmp_path / "copy", WORDS, KEY)
    with open_stores(tmp_path / "copy", key=KEY) as stores:
        assert stores.outbox.due("slack", NOON) == []
        states = [each.state for each in stores.outbox.unsettled("b1")]
        assert states == [SendState.UNKNOWN] * 2


def test_a_backup_says_nothing_without_its_passphrase(tmp_path: Path) -> None:
    file = tmp_path / "b.parley"
    with open_stores(tmp_path / "data", key=KEY) as stores:
        fill(stores)
        with pytest.raises(StoreError, match="needs a passphrase"):
            back_up(stores, file, "", KEY, work=10)
        back_up(stores, file, WORDS, KEY, work=10)
    assert file.stat().st_mode & 0o777 == 0o600
    for word in (b"Harbour", b"INV-7", b"case_opened", KEY.secret):
        assert word not in file.read_bytes()
    with pytest.raises(StoreError, match="passphrase does not fit"):
        restore(file, tmp_path / "copy", "another", KEY)
    assert not (tmp_path / "copy").exists()


def test_a_backup_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "b.parley"
    with open_stores(tmp_path / "data", key=KEY) as stores:
        fill(stores)
        back_up(stores, file, WORDS, KEY, work=10)
    whole = file.read_bytes()
    with tarfile.open(file) as tar:
        first_case = next(m for m in tar if m.name.startswith("cases/"))
    flipped = bytearray(whole)
    flipped[first_case.offset_data + 5] ^= 1
    for spoilt in (b"", b"no tar", whole[:4000], whole[: len(whole) // 2], flipped):
        file.write_bytes(spoilt)
        with pytest.raises(StoreError):
            restore(file, tmp_path / "copy", WORDS, KEY)
        assert not (tmp_path / "copy").exists()


def test_a_restore_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "b.parley"
    with open_stores(tmp_path / "data", key=KEY) as stores:
        fill(stores)
        back_up(stores, file, WORDS, KEY, work=10)
    with pytest.raises(StoreError, match="not empty"):
        restore(file, tmp_path / "data", WORDS, KEY)
    with open_stores(tmp_path / "data", key=KEY) as stores:
        assert len(stores.cases.summaries("b1")) == 2


# -- erase ----------------------------------------------------------------------------


@pytest.mark.covers("F-R1")
def test_a_case_is_erased_with_all_that_hangs_on_it(tmp_path: Path) -> None:
    with open_stores(tmp_path) as stores:
        sha256 = fill(stores)
        plan = plan_case(stores, "b1", "D-1")
        assert [summary.customer for summary in plan.cases] == ["Ada"]
        erased = erase(stores, plan)
        assert dataclasses.astuple(erased)[:4] == (1, 1, 1, 1)
        assert set(erased.out_of_reach) == set(OutOfReach) - UNUSUAL
        with pytest.raises(StoreError):
            stores.files.open(sha256)
        with pytest.raises(CaseNotFoundError):
            plan_case(stores, "b1", "D-1")
        assert stores.cases.load("b1", "D-2").notes
        assert [m.message.case_id for m in stores.outbox.unsent()] == ["D-2"]
    assert b"D-1" not in all_bytes(tmp_path)


@pytest.mark.covers("F-R1")
def test_a_customer_leaves_no_trace(tmp_path: Path) -> None:
    with open_stores(tmp_path) as stores:
        fill(stores)
        erased = erase(stores, plan_customer(stores, "b1", "ada "))
        assert erased.cases == 1
        business = stores.businesses.load("b1")
        assert business is not None
        assert [booked.customer for booked in business.invoices] == ["Bob"]
    assert b"Ada" not in all_bytes(tmp_path)
    assert b"Bob" in all_bytes(tmp_path)


@pytest.mark.covers("F-R1")
def test_a_person_leaves_the_team_and_what_stays_is_said(tmp_path: Path) -> None:
    with open_stores(tmp_path) as stores:
        fill(stores)
        business = stores.businesses.load("b1") or Business("b1")
        sam = Member("Sam Planted", Role.HELPER, {"slack": "U7"})
        stores.businesses.save(replace(business, members=(sam,)))
        stores.businesses.save_conversation(
            Conversation("slack:b1:user/U7", draft={"statement": "words planted"})
        )
        stores.notebook.put("parley", "account/slack/U7", "b1", business_id="b1")
        plan = plan_person(stores, "b1", "sam planted")
        assert plan.in_history == ()
        erased = erase(stores, plan)
        assert erased.places == 1
        assert (stores.businesses.load("b1") or business).members == ()
        assert len(stores.cases.summaries("b1")) == 2
        with pytest.raises(MemberNotFoundError):
            plan_person(stores, "b1", "Sam Planted")
    assert b"lanted" not in all_bytes(tmp_path)


def test_a_person_in_the_history_of_a_case_is_told_of(tmp_path: Path) -> None:
    with open_stores(tmp_path) as stores:
        fill(stores)
        name = stores.cases.load("b1", "D-1").entries[0].by
        member = Member(name, Role.OWNER, {"slack": "U1"})
        stores.businesses.save(Business("b1", members=(member,)))
        plan = plan_person(stores, "b1", name)
        assert plan.in_history == ("D-1", "D-2")
        assert OutOfReach.HISTORY in erase(stores, plan).out_of_reach


def planted(stores: Stores) -> None:
    """Ada's case D-1 and her words, and Sam, in every corner; Bob's case D-2 too."""
    fill(stores)
    business = stores.businesses.load("b1") or Business("b1")
    sam = Member("Sam Ochre", Role.HELPER, {"slack": "U7"})
    bob = Member("Kim", Role.OWNER, {"slack": "U1"})
    stores.businesses.save(replace(business, members=(sam, bob)))
    for case_id, place, text in (
        ("", "slack:b1:desk", "Today: D-1 of Ada, D-2 of Bob"),
        ("D-1", "slack:b1:case/D-1", "teapot, said Ada"),
        ("D-2", "slack:b1:user/U7#U7", "ochre, said Sam"),
        ("D-2", "slack:b1:case/D-2", "D-10 is not D-1"[:5]),
    ):
        message = replace(a_message(case_id), id=text, place=place, payload=text)
        stores.outbox.put([replace(message, attached=9)])
        stores.outbox.attach(text, f"file of {text}".encode())
    sent = replace(a_message("D-1"), id="sent", payload="teapot, sent to Ada")
    stores.outbox.put([sent])
    stores.outbox.record("sent", SendState.SENT)
    for number, text in enumerate(("teapot of Ada", "about D-1", "ochre", "Bob")):
        delivery = Delivery("slack", f"Ev9{number}", text, NOON, "b1")
        stores.inbox.keep(delivery)
        if number != 1:
            stores.inbox.handled(delivery)
    talk = Conversation("slack:b1:user/U1", "D-1", draft={"said": "teapot of Ada"})
    stores.businesses.save_conversation(talk)
    stores.businesses.save_conversation(talk.about("D-2"))
    stores.businesses.save_conversation(Conversation("slack:b1:user/U7", "D-2"))
    notes = {
        "root/b1/*/D-1": "C1",
        "root/b1/U7/D-2": "ochre",
        "thread/T1/C1/1.2": '{"case":"D-1"}',
        "heard/7": '{"author":"Ada","text":"kettle"}',
        "person/U7": "ochre",
        "root/b1/*/D-10": "stays",
    }
    stores.notebook.put_many("slack", notes, business_id="b1")


@pytest.mark.covers("F-R1", "F-L7")
@pytest.mark.parametrize(
    ("plan_of", "gone", "left"),
    [
        (
            lambda stores: plan_case(stores, "b1", "D-1"),
            ("teapot", "D-1 ", '"D-1"', "about D-1"),
            ("Bob", "ochre", "kettle", "stays"),
        ),
        (
            lambda stores: plan_customer(stores, "b1", "Ada"),
            ("teapot", "kettle", "D-1 ", '"D-1"', "about D-1", "Ada"),
            ("Bob", "ochre", "stays"),
        ),
        (
            lambda stores: plan_person(stores, "b1", "Sam Ochre"),
            ("ochre", "Sam Ochre", "U7"),
            ("Bob", "Ada", "stays"),
        ),
        (
            lambda stores: plan_business(stores, "b1"),
            ("teapot", "ochre", "Ada", "Bob", "D-1", "D-2", "U7"),
            (),
        ),
    ],
)
def test_what_is_erased_is_in_no_file_any_more(
    tmp_path: Path,
    plan_of: Callable[[Stores], Erasure],
    gone: tuple[str, ...],
    left: tuple[str, ...],
) -> None:
    with open_stores(tmp_path) as stores:
        planted(stores)
        for word in (*gone, *left):
            assert word.encode() in all_bytes(tmp_path), word
        erase(stores, plan_of(stores))
        for word in gone:
            assert word.encode() not in all_bytes(tmp_path), word
    with open_stores(tmp_path) as stores:
        assert stores.notices == []
        for word in gone:
            assert word.encode() not in all_bytes(tmp_path), word
        for word in left:
            assert word.encode() in all_bytes(tmp_path), word
    assert check_store(tmp_path).is_sound


@pytest.mark.covers("F-R1")
def test_nothing_planted_is_readable_without_the_key(tmp_path: Path) -> None:
    words = ("teapot", "ochre", "kettle", "person/U7", "Harbour", "INV-7", "photo")
    for key, is_readable in ((KEY, False), (None, True)):
        data = tmp_path / str(is_readable)
        stores = open_stores(data, key=key)
        planted(stores)
        one = stores.cases.load("b1", "D-1")
        two = stores.cases.load("b1", "D-2")
        both = [(noted(each, "teapot"), summary_of(each)) for each in (one, two)]
        stores.cases._intents.clear = lambda: None  # type: ignore[method-assign]
        stores.cases.save_all(both)
        stores.lock.release()
        for word in words:
            found = word.encode() in all_bytes(data)
            assert found == is_readable, word


def test_evidence_that_waits_for_its_case_outlives_what_others_erase(
    tmp_path: Path,
) -> None:
    with open_stores(tmp_path) as stores:
        fill(stores)
        kept = stores.files.put(io.BytesIO(b"just dropped"), 100).sha256
        draft = {"files": f'[{{"sha256": "{kept}"}}]'}
        stores.businesses.save_conversation(Conversation("slack:b2:9", draft=draft))
        erase(stores, plan_business(stores, "b1"))
        assert stores.files.open(kept).read() == b"just dropped"
        erase(stores, plan_business(stores, "b2"))
        with pytest.raises(StoreError):
            stores.files.open(kept)


@pytest.mark.covers("F-R1")
def test_what_was_made_of_a_photo_is_erased_with_its_case(tmp_path: Path) -> None:
    with open_stores(tmp_path, key=KEY) as stores:
        sha256 = fill(stores)
        stores.files.keep_derived(sha256, "small", b"a small copy")
        assert len(list((tmp_path / "derived").iterdir())) == 1
        erase(stores, plan_case(stores, "b1", "D-1"))
    assert list((tmp_path / "derived").iterdir()) == []


def test_what_can_be_made_again_is_checked_and_not_in_a_backup(tmp_path: Path) -> None:
    data, file, copy = tmp_path / "data", tmp_path / "b.parley", tmp_path / "copy"
    with open_stores(data, key=KEY) as stores:
        sha256 = fill(stores)
        stores.files.keep_derived(sha256, "small", b"a small copy")
        back_up(stores, file, WORDS, KEY, work=10)
    assert not check_store(data, key=KEY).repaired
    (made,) = (data / "derived").iterdir()
    spoil(made, at=20)
    (data / "derived" / "left over").write_bytes(b"x")
    with open_stores(data, key=KEY) as stores:
        assert stores.files.derived(sha256, "small") is None
        assert stores.files.open(sha256).read() == PHOTO
    found = check_store(data, key=KEY)
    assert found.is_sound
    assert len(found.repaired) == 2
    assert all("made again when needed" in told for told in found.repaired)
    assert list((data / "derived").iterdir()) == []
    restore(file, copy, WORDS, OTHER)
    with open_stores(copy, key=OTHER) as stores:
        assert stores.files.derived(sha256, "small") is None


def test_files_that_were_set_aside_are_told_of_when_erasing(tmp_path: Path) -> None:
    filled(tmp_path)
    with open_stores(tmp_path, key=KEY) as stores:
        spoil(stores.cases.shelf.path("b1", "D-2"), at=20)
        with pytest.raises(StoreError, match="Set aside"):
            stores.cases.load("b1", "D-2")
        erased = erase(stores, plan_case(stores, "b1", "D-1"))
        assert OutOfReach.DAMAGED in erased.out_of_reach


def test_a_business_is_erased_whole(tmp_path: Path) -> None:
    with open_stores(tmp_path) as stores:
        fill(stores)
        other = a_case("D-9", "b2")
        stores.cases.save(other, summary_of(other))
        stores.inbox.keep(Delivery("slack", "Ev2", "planted", NOON, "b1"))
        stores.notebook.put("slack", "token", "xoxb", business_id="b1")
        assert erase(stores, plan_business(stores, "b1")).cases == 2
        assert [each.id for each in stores.inbox.waiting()] == ["Ev1"]
        assert stores.notebook.keys("slack") == []
        assert stores.businesses.load("b1") is None
        assert stores.businesses.all_ids() == []
        assert stores.cases.load("b2", "D-9") == other


def test_everything_can_be_erased_at_once(tmp_path: Path) -> None:
    filled(tmp_path)
    with open_stores(tmp_path, key=KEY), pytest.raises(StoreError, match="in use"):
        erase_everything(tmp_path)
    erase_everything(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]
    with open_stores(tmp_path, key=OTHER) as stores:
        assert stores.cases.summaries("b1") == []


def all_bytes(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
