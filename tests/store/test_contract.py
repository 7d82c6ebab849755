"""What every store does; each test runs against all of them."""

import hashlib
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business, Profile
from assistant.domain.events.answers import NoteAdded
from assistant.domain.events.endings import Undone
from assistant.domain.money import Money
from assistant.errors import (
    CaseNotFoundError,
    InputError,
    StaleCaseError,
    StoreError,
)
from assistant.store.keys import Key
from assistant.store.memory import MemoryBusinesses, MemoryCases, MemoryFiles
from assistant.store.port import BusinessStore, CaseStore, EvidenceFiles
from assistant.store.tiny import open_stores
from tests.store.builders import (
    NOON,
    a_case,
    answered,
    noted,
    summary_of,
    with_evidence,
)

ODD_IDS = (
    "D-../x",
    "D-ä/7",
    "D-" + "long" * 200,
    "D-",
    "D-a\nb",
    "D-\0",
    "D-CON",
    "d-",
)


@pytest.fixture(params=["memory", "tiny", "sealed"])
def stores(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[CaseStore, BusinessStore, EvidenceFiles]]:
    if request.param == "memory":
        yield MemoryCases(), MemoryBusinesses(), MemoryFiles()
    else:
        key = Key.make() if request.param == "sealed" else None
        with open_stores(tmp_path / "data", key=key) as opened:
            yield opened.cases, opened.businesses, opened.files


@pytest.fixture
def cases(stores: tuple[CaseStore, BusinessStore, EvidenceFiles]) -> CaseStore:
    return stores[0]


@pytest.fixture
def businesses(stores: tuple[CaseStore, BusinessStore, EvidenceFiles]) -> BusinessStore:
    return stores[1]


@pytest.fixture
def files(stores: tuple[CaseStore, BusinessStore, EvidenceFiles]) -> EvidenceFiles:
    return stores[2]


# -- cases ----------------------------------------------------------------------------


def test_several_cases_are_saved_in_one_step(cases: CaseStore) -> None:
    one, two = a_case("D-1"), noted(a_case("D-2"), "x")
    cases.save_all([(one, summary_of(one)), (two, summary_of(two))])
    assert cases.load("b1", "D-1") == one
    assert cases.load("b1", "D-2") == two
    grown = noted(one, "y")
    cases.save_all([(grown, summary_of(grown)), (two, summary_of(two))])
    assert cases.load("b1", "D-1") == grown
    assert len(cases.summaries("b1")) == 2
    cases.save_all([])


def test_of_several_cases_none_is_saved_when_one_is_stale(cases: CaseStore) -> None:
    one, two = a_case("D-1"), a_case("D-2")
    cases.save_all([(one, summary_of(one)), (two, summary_of(two))])
    theirs = noted(two, "theirs")
    cases.save(theirs, summary_of(theirs))
    mine = [noted(one, "mine"), noted(two, "mine")]
    with pytest.raises(StaleCaseError):
        cases.save_all([(case, summary_of(case, percent=99)) for case in mine])
    assert cases.load("b1", "D-1") == one
    assert cases.load("b1", "D-2") == theirs
    assert {each.percent for each in cases.summaries("b1")} == {10}


def test_a_saved_case_loads_as_it_was(cases: CaseStore) -> None:
    case = a_case(turns=3)
    cases.save(case, summary_of(case))
    assert cases.load("b1", case.id) == case
    case = answered(case, "reason", Money(5, "EUR"))
    cases.save(case, summary_of(case))
    assert cases.load("b1", case.id) == case


def test_an_undone_turn_stays_undone(cases: CaseStore) -> None:
    case = a_case(turns=3)
    undone = case.record([Undone(3)], at=NOON, by="mia", platform="console")
    cases.save(undone, summary_of(undone))
    loaded = cases.load("b1", case.id)
    assert loaded == undone
    assert [note.text for note in loaded.notes] == ["turn 2"]


def test_a_case_that_was_never_saved_is_not_found(cases: CaseStore) -> None:
    with pytest.raises(CaseNotFoundError):
        cases.load("b1", "D-1")
    with pytest.raises(CaseNotFoundError):
        cases.delete("b1", "D-1")
    assert cases.summaries("b1") == []


def test_two_businesses_may_use_the_same_case_id(cases: CaseStore) -> None:
    for business in ("b1", "b2"):
        case = noted(a_case(business_id=business), business)
        cases.save(case, summary_of(case))
    assert cases.load("b2", "D-INV-7").notes[0].text == "b2"
    cases.delete("b1", "D-INV-7")
    assert cases.load("b2", "D-INV-7").notes[0].text == "b2"
    assert [each.business_id for each in cases.summaries("b2")] == ["b2"]


def test_any_invoice_number_makes_a_case_of_its_own(cases: CaseStore) -> None:
    for case_id in ODD_IDS:
        case = noted(a_case(case_id), case_id)
        cases.save(case, summary_of(case))
    for case_id in ODD_IDS:
        assert cases.load("b1", case_id).notes[0].text == case_id
    assert {each.case_id for each in cases.summaries("b1")} == set(ODD_IDS)


def test_a_stale_save_changes_nothing(cases: CaseStore) -> None:
    first = a_case()
    cases.save(first, summary_of(first))
    mine, theirs = noted(first, "mine"), noted(first, "theirs")
    cases.save(theirs, summary_of(theirs))
    with pytest.raises(StaleCaseError):
        cases.save(mine, summary_of(mine, state="assessed"))
    with pytest.raises(StaleCaseError):
        cases.save(first, summary_of(first))
    assert cases.load("b1", first.id) == theirs
    assert [each.state for each in cases.summaries("b1")] == ["reported"]


def test_a_case_that_is_new_to_the_caller_but_not_to_the_store_is_stale(
    cases: CaseStore,
) -> None:
    cases.save(a_case(turns=2), summary_of(a_case()))
    other = a_case().record([NoteAdded("x")], at=NOON, by="sam", platform="slack")
    with pytest.raises(StaleCaseError):
        cases.save(other, summary_of(other))


def test_saving_nothing_new_is_no_error(cases: CaseStore) -> None:
    case = a_case()
    cases.save(case, summary_of(case))
    cases.save(case, summary_of(case))
    assert cases.load("b1", case.id) == case


def test_a_new_summary_is_kept_without_new_entries(cases: CaseStore) -> None:
    case = a_case()
    cases.save(case, summary_of(case))
    cases.save(case, summary_of(case, percent=99))
    assert [each.percent for each in cases.summaries("b1")] == [99]


def test_the_summary_has_to_be_that_of_the_case(cases: CaseStore) -> None:
    case = a_case()
    with pytest.raises(StoreError, match="summary"):
        cases.save(case, summary_of(a_case("D-other")))


def test_what_cannot_be_stored_leaves_the_case_as_it_was(cases: CaseStore) -> None:
    case = a_case()
    cases.save(case, summary_of(case))
    with pytest.raises(StoreError):
        cases.save(noted(case, "\ud800"), summary_of(case))
    assert cases.load("b1", case.id) == case


def test_a_deleted_case_is_gone_and_may_begin_again(cases: CaseStore) -> None:
    case = a_case(turns=3)
    cases.save(case, summary_of(case))
    cases.delete("b1", case.id)
    with pytest.raises(CaseNotFoundError):
        cases.load("b1", case.id)
    assert cases.summaries("b1") == []
    assert cases.next_due("b1", 5) == []
    again = a_case()
    cases.save(again, summary_of(again))
    assert cases.load("b1", case.id) == again


# -- the index ------------------------------------------------------------------------


def test_what_is_due_next_comes_first_and_closed_cases_never(cases: CaseStore) -> None:
    for number, days in (("1", 3), ("2", 1), ("3", 2), ("4", None)):
        case = a_case(f"D-{number}")
        due = None if days is None else NOON + timedelta(days=days)
        cases.save(case, summary_of(case, next_due_at=due))
    assert [each.case_id for each in cases.next_due("b1", 2)] == ["D-2", "D-3"]
    moved = noted(a_case("D-1"), "sooner")
    cases.save(moved, summary_of(moved, next_due_at=NOON))
    assert [each.case_id for each in cases.next_due("b1", 9)] == ["D-1", "D-2", "D-3"]
    assert cases.next_due("b2", 9) == []


def test_what_has_something_to_tell_is_found_in_all_businesses(
    cases: CaseStore,
) -> None:
    for business, days in (("b1", 1), ("b2", 0), ("b3", 2)):
        case = a_case(business_id=business)
        wake = NOON + timedelta(days=days)
        cases.save(case, summary_of(case, wake_at=wake))
    found = cases.due_until(NOON + timedelta(days=1))
    assert [each.business_id for each in found] == ["b2", "b1"]
    assert cases.due_until(NOON - timedelta(seconds=1)) == []
    told = noted(a_case(business_id="b2"), "told")
    cases.save(told, summary_of(told, wake_at=None))
    found = cases.due_until(NOON + timedelta(days=1))
    assert [each.business_id for each in found] == ["b1"]


def test_cases_are_found_by_number_invoice_or_customer(cases: CaseStore) -> None:
    for number, customer in (
        ("7", "Harbour Café"),
        ("70", "Old Mill"),
        ("8", "Miller"),
    ):
        case = a_case(f"D-{number}")
        summary = summary_of(case, invoice_number=number, customer=customer)
        cases.save(case, summary)
    found = cases.find
    assert [each.case_id for each in found("b1", "7")] == ["D-7", "D-70"]
    assert [each.case_id for each in found("b1", " d-8 ")] == ["D-8"]
    assert [each.case_id for each in found("b1", "mill")] == ["D-8", "D-70"]
    assert [each.case_id for each in found("b1", "CAFÉ")] == ["D-7"]
    assert [each.case_id for each in found("b1", "d-", 2)] == ["D-7", "D-70"]
    assert found("b1", "") == []
    assert found("b2", "7") == []


def test_evidence_in_use_is_known_until_its_last_case_is_deleted(
    cases: CaseStore,
) -> None:
    one = with_evidence(a_case("D-1"), "aa")
    two = with_evidence(with_evidence(a_case("D-2"), "aa"), "bb")
    for case in (one, two):
        cases.save(case, summary_of(case))
    assert cases.files_in_use() == {"aa", "bb"}
    cases.delete("b1", "D-2")
    assert cases.files_in_use() == {"aa"}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8))
def test_two_writers_end_in_what_some_order_explains(
    cases: CaseStore, steps: list[tuple[bool, bool]]
) -> None:
    """Each step: who, and whether they load afresh first."""
    start = a_case()
    for business in ("b1",):
        if cases.summaries(business):
            cases.delete(business, start.id)
    cases.save(start, summary_of(start))
    held = {True: start, False: start}
    accepted: list[str] = []
    for number, (who, is_fresh) in enumerate(steps):
        base = cases.load("b1", start.id) if is_fresh else held[who]
        case = noted(base, f"{who} {number}")
        try:
            cases.save(case, summary_of(case))
        except StaleCaseError:
            continue
        held[who] = case
        accepted.append(f"{who} {number}")
    final = cases.load("b1", start.id)
    assert [note.text for note in final.notes] == accepted


# -- businesses and conversations ---------------------------------------------------


def test_a_business_is_kept_and_changed(businesses: BusinessStore) -> None:
    assert businesses.load("b/ä") is None
    businesses.save(Business("b/ä"))
    businesses.save(Business("b/ä", Profile(name="Ünal"), next_case=3))
    businesses.save(Business("a"))
    assert businesses.load("b/ä") == Business("b/ä", Profile(name="Ünal"), next_case=3)
    assert businesses.all_ids() == ["a", "b/ä"]
    businesses.save(Business("c"))
    assert businesses.all_ids() == ["a", "b/ä", "c"]


def test_a_conversation_is_fresh_until_it_is_kept(businesses: BusinessStore) -> None:
    place = "slack:C1/1.2"
    assert businesses.conversation(place) == Conversation(place)
    kept = Conversation(place, "D-1", "setup.name", {"name": "x"})
    businesses.save_conversation(kept)
    assert businesses.conversation(place) == kept
    businesses.save_conversation(Conversation(place, "D-2"))
    assert businesses.conversation(place) == Conversation(place, "D-2")


# -- evidence -------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 65535, 65536, 65537, 200_000])
def test_a_file_is_kept_byte_for_byte(files: EvidenceFiles, size: int) -> None:
    content = (b"\r\n\0\xff" * size)[:size]
    stored = files.put(io.BytesIO(content), limit=200_000)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.size == size
    assert files.put(io.BytesIO(content), limit=200_000) == stored
    with files.open(stored.sha256) as stream:
        assert stream.read() == content


def test_too_large_and_empty_files_are_refused(files: EvidenceFiles) -> None:
    with pytest.raises(InputError, match=r"error\.file_too_large") as too_large:
        files.put(io.BytesIO(b"x" * 11), limit=10)
    assert too_large.value.facts == {"limit": 10}
    with pytest.raises(InputError, match=r"error\.file_empty"):
        files.put(io.BytesIO(), limit=10)
    assert files.remove([]) == 0
    assert files.put(io.BytesIO(b"x" * 10), limit=10).size == 10


def test_files_that_no_case_uses_are_removed(files: EvidenceFiles) -> None:
    kept = files.put(io.BytesIO(b"kept"), limit=10).sha256
    unused = files.put(io.BytesIO(b"unused"), limit=10).sha256
    assert files.remove([unused, "not there"]) == 1
    assert files.open(kept).read() == b"kept"
    with pytest.raises(StoreError, match=unused):
        files.open(unused)


def test_what_is_made_of_a_file_is_found_by_its_kind(files: EvidenceFiles) -> None:
    sha256 = files.put(io.BytesIO(b"a photo"), limit=10).sha256
    assert files.derived(sha256, "small 1") is None
    files.keep_derived(sha256, "small 1", b"small\n\0 photo")
    assert files.derived(sha256, "small 1") == b"small\n\0 photo"
    assert files.derived(sha256, "small 2") is None
    files.keep_derived(sha256, "small 2", b"another")
    assert files.derived(sha256, "small 1") is None
    assert files.derived(sha256, "small 2") == b"another"
    with files.open(sha256) as stream:
        assert stream.read() == b"a photo"


def test_what_is_made_of_a_file_goes_with_it(files: EvidenceFiles) -> None:
    sha256 = files.put(io.BytesIO(b"a photo"), limit=10).sha256
    files.keep_derived(sha256, "small", b"small photo")
    assert files.remove([sha256]) == 1
    assert files.derived(sha256, "small") is None
    files.keep_derived(sha256, "small", b"made too late")
    files.put(io.BytesIO(b"a photo"), limit=10)
    assert files.derived(sha256, "small") is None


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(("load", "save"))), max_size=24
    )
)
def test_any_interleaving_of_two_writers_is_explained_by_a_serial_order(
    stores: tuple[CaseStore, BusinessStore, EvidenceFiles],
    steps: list[tuple[str, str]],
) -> None:
    """What was acknowledged is there, once, in the order of the acknowledgements.

    A writer who was told that their case is stale has changed nothing.
    """
    cases = stores[0]
    case_id = f"D-{len(cases.summaries('b1'))}"
    first = a_case(case_id)
    cases.save(first, summary_of(first))
    held = {"a": first, "b": first}
    acknowledged: list[str] = []
    for number, (writer, step) in enumerate(steps):
        if step == "load":
            held[writer] = cases.load("b1", case_id)
            continue
        text = f"{writer}{number}"
        grown = noted(held[writer], text)
        try:
            cases.save(grown, summary_of(grown))
        except StaleCaseError:
            assert cases.load("b1", case_id).entries != held[writer].entries
        else:
            held[writer] = grown
            acknowledged.append(text)
    assert [note.text for note in cases.load("b1", case_id).notes] == acknowledged
