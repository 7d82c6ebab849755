"""`parley erase`: remove what is kept of a case, a customer, a business, or all.

First a plan that says what would go, then the deed, then an honest list of the copies
that cannot be reached from here.
"""

import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from assistant.chat.conversation import Conversation
from assistant.domain.business import Business
from assistant.domain.summary import CaseSummary
from assistant.errors import CaseNotFoundError, MemberNotFoundError
from assistant.store.disk import refusal
from assistant.store.keys import FOLDER_FILES
from assistant.store.lock import FolderLock
from assistant.store.port import (
    BusinessStore,
    CaseStore,
    EvidenceFiles,
    Inbox,
    Note,
    Notebook,
    Outbox,
    Outgoing,
)
from assistant.store.traces import Traces

_Account = tuple[str, str]  # platform, and the id there
_OURS = "parley"  # the platform of the core's own notes
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_CASES = ("cases", "businesses", "places")
_FOLDERS = (*_CASES, "evidence", "derived", "outgoing", "damaged")
_JOURNALS = ("inbox.jsonl", "outbox.jsonl", "notebook.jsonl", "intents.jsonl")
_FILES = (*FOLDER_FILES, "index", *_JOURNALS)


class ErasableCases(CaseStore, Protocol):
    """Cases that can be removed."""

    def delete(self, business_id: str, case_id: str) -> None:
        """Remove a case for good; CaseNotFoundError if there is none."""
        ...

    def files_of(self, business_id: str, case_id: str) -> tuple[str, ...]:
        """Digests of the evidence that a case uses; none if there is no such case."""
        ...


class ErasableBusinesses(BusinessStore, Protocol):
    """Businesses and conversations that can be removed."""

    def forget_places(
        self, is_meant: Callable[[Conversation], bool]
    ) -> list[Conversation]:
        """Remove the conversations that are meant; what they were."""
        ...

    def forget(self, business_id: str) -> None:
        """Remove a business; nothing happens if there is none."""
        ...

    def compact(self, business_id: str) -> None:
        """Let no earlier state of it and its conversations be found any more."""
        ...


class Erasable(Protocol):
    """Everything that is kept, as far as erasing needs it."""

    @property
    def cases(self) -> ErasableCases: ...  # noqa: D102  named by their types
    @property
    def businesses(self) -> ErasableBusinesses: ...  # noqa: D102
    @property
    def files(self) -> EvidenceFiles: ...  # noqa: D102
    @property
    def inbox(self) -> Inbox: ...  # noqa: D102
    @property
    def outbox(self) -> Outbox: ...  # noqa: D102
    @property
    def notebook(self) -> Notebook: ...  # noqa: D102
    @property
    def has_damaged(self) -> bool: ...  # noqa: D102


class OutOfReach(StrEnum):
    """Copies that erasing here does not touch; each is told to the owner."""

    BACKUPS = "backups"  # made earlier, with `parley backup` or otherwise
    CHATS = "chats"  # what Slack and Telegram keep of the conversation
    SENT = "sent"  # letters that the owner sent to the customer
    EXPORTS = "exports"  # files the owner exported or downloaded
    HISTORY = "history"  # what a person did, in cases that stay: only with the case
    DAMAGED = "damaged"  # files that did not read and were set aside
    DISK = "disk"  # blocks a disk has not written over yet; worthless once the key goes


@dataclass(frozen=True, slots=True)
class Erasure:
    """What would go.

    customer: also leaves the invoice book of the business; empty if no customer is
        meant.
    person: a member, whose accounts and conversations go; empty if none is meant.
    in_history: ids of cases whose history goes on naming that person.
    whole_business: its settings, members and conversations go as well.
    """

    business_id: str
    cases: tuple[CaseSummary, ...]
    customer: str = ""
    whole_business: bool = False
    person: str = ""
    in_history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Erased:
    """What has gone, and where copies may be."""

    cases: int
    files: int
    messages: int
    places: int
    out_of_reach: tuple[OutOfReach, ...] = ()


def plan_case(stores: Erasable, business_id: str, case_id: str) -> Erasure:
    """One case; CaseNotFoundError if there is none."""
    found = _cases(stores, business_id, lambda summary: summary.case_id == case_id)
    if not found:
        raise CaseNotFoundError(f"there is no case {case_id}")
    return Erasure(business_id, found)


def plan_customer(stores: Erasable, business_id: str, customer: str) -> Erasure:
    """All cases of a customer, by name; the case of letters does not matter."""
    wanted = customer.casefold().strip()
    found = _cases(
        stores, business_id, lambda summary: summary.customer.casefold() == wanted
    )
    return Erasure(business_id, found, customer)


def plan_person(stores: Erasable, business_id: str, name: str) -> Erasure:
    """A member of the business; MemberNotFoundError if there is none of that name.

    What they did stays in the history of cases, which is a chain of hashes: it goes
    with the case only.
    """
    business = stores.businesses.load(business_id)
    member = business.named(name.strip()) if business else None
    if member is None:
        raise MemberNotFoundError(f"there is nobody called {name}")
    cases = stores.cases
    named = tuple(
        summary.case_id
        for summary in cases.summaries(business_id)
        if any(
            entry.by == member.name
            for entry in cases.load(business_id, summary.case_id).entries
        )
    )
    return Erasure(business_id, (), person=member.name, in_history=named)


def plan_business(stores: Erasable, business_id: str) -> Erasure:
    """Everything of a business."""
    found = tuple(stores.cases.summaries(business_id))
    return Erasure(business_id, found, whole_business=True)


def erase(stores: Erasable, plan: Erasure) -> Erased:
    """Do what the plan says; it may be done again after a crash in between."""
    business_id, ids = plan.business_id, {summary.case_id for summary in plan.cases}
    accounts = _accounts(stores, plan)
    traces = Traces([*ids, plan.customer])
    files = {
        digest for each in ids for digest in stores.cases.files_of(business_id, each)
    }
    if plan.whole_business:
        files |= _logos(stores, {business_id})
    messages = stores.outbox.drop(
        lambda each: _is_to_go(each, plan, ids, traces) or _is_for(each, accounts)
    )
    for case_id in ids:
        with suppress(CaseNotFoundError):
            stores.cases.delete(business_id, case_id)
    places = stores.businesses.forget_places(
        lambda place: _is_meant(place, plan, ids, accounts)
    )
    files.update(
        digest for each in places for digest in _DIGEST.findall(str(dict(each.draft)))
    )
    _forget_in_business(stores, plan)
    stores.inbox.drop(
        lambda each: _is_theirs(each.business_id, plan, [each.payload], traces)
    )
    stores.notebook.forget(
        lambda note: (
            _is_theirs(note.business_id, plan, [note.key, note.value], traces)
            or _is_about(note, accounts)
        )
    )
    kept = stores.cases.files_in_use() | _logos(stores, stores.businesses.all_ids())
    removed = stores.files.remove(files - kept)
    copies = set(OutOfReach) - {OutOfReach.HISTORY, OutOfReach.DAMAGED}
    if plan.in_history:
        copies.add(OutOfReach.HISTORY)
    if stores.has_damaged:
        copies.add(OutOfReach.DAMAGED)
    told = tuple(copy for copy in OutOfReach if copy in copies)
    return Erased(len(ids), removed, messages, len(places), told)


def _logos(stores: Erasable, business_ids: Iterable[str]) -> set[str]:
    """The pictures in the letterheads of these businesses."""
    known = map(stores.businesses.load, business_ids)
    return {each.profile.logo for each in known if each and each.profile.logo}


def _accounts(stores: Erasable, plan: Erasure) -> set[_Account]:
    """The accounts that go, with their platforms: of a person, or of everybody."""
    business = stores.businesses.load(plan.business_id)
    if business is None:
        return set()
    members = business.members if plan.whole_business else ()
    person = business.named(plan.person) if plan.person else None
    return {
        account
        for member in (person, *members)
        if member is not None
        for account in member.accounts.items()
    }


def _is_to_go(message: Outgoing, plan: Erasure, ids: set[str], traces: Traces) -> bool:
    """Whether a message is about what goes, or names it."""
    if message.business_id != plan.business_id:
        return False
    is_meant = plan.whole_business or message.case_id in ids
    return is_meant or traces.are_in(message.payload)


def _is_for(message: Outgoing, accounts: set[_Account]) -> bool:
    """Whether a message goes to one of these people alone."""
    account = re.split("[/:#]", message.place)[-1]
    return (message.platform, account) in accounts


def _is_about(note: Note, accounts: set[_Account]) -> bool:
    """Whether a note is kept under one of these accounts."""
    return any(
        account in note.key.split("/") and note.platform in (platform, _OURS)
        for platform, account in accounts
    )


def _is_theirs(
    business_id: str, plan: Erasure, texts: list[str], traces: Traces
) -> bool:
    """Whether what an adapter keeps belongs to what goes, or names it."""
    if business_id == plan.business_id and plan.whole_business:
        return True
    return business_id in ("", plan.business_id) and traces.are_in(*texts)


def _is_meant(
    place: Conversation,
    plan: Erasure,
    ids: set[str],
    accounts: set[_Account],
) -> bool:
    """Whether a conversation goes: about an erased case, of the business or person.

    A draft may hold what a customer wrote, before there is a case.
    """
    platform, _, rest = place.place.partition(":")
    if not rest.startswith(f"{plan.business_id}:"):
        return False
    has_words = bool(plan.customer and place.draft)
    is_named = not ids.isdisjoint((place.case_id, *place.draft.values()))
    account = rest.removeprefix(f"{plan.business_id}:").rpartition("/")[2]
    is_person = bool(plan.person) and (platform, account) in accounts
    return plan.whole_business or has_words or is_named or is_person


def _forget_in_business(stores: Erasable, plan: Erasure) -> None:
    """Take a customer's invoices or a member out of a business, or remove it."""
    if plan.whole_business:
        stores.businesses.forget(plan.business_id)
        return
    business = stores.businesses.load(plan.business_id)
    if business is not None and plan.customer:
        wanted = plan.customer.casefold().strip()
        kept = [
            each for each in business.invoices if each.customer.casefold() != wanted
        ]
        stores.businesses.save(replace(business, invoices=tuple(kept)))
    elif business is not None and plan.person:
        stores.businesses.save(_without(business, plan.person))
    stores.businesses.compact(plan.business_id)


def _without(business: Business, person: str) -> Business:
    """The business without a member, and without a home of theirs."""
    member = business.named(person)
    if member is None:
        return business
    mine = set(member.accounts.items())
    homes = {
        platform: home
        for platform, home in business.homes.items()
        if (platform, home.rpartition("/")[2]) not in mine
    }
    left = tuple(other for other in business.members if other.name != member.name)
    return replace(business, members=left, homes=homes)


def erase_everything(data_dir: Path) -> None:
    """Remove all data of a folder that nobody uses; the owner's key stays.

    The wrapped data key goes first: from then on the rest is unreadable.
    """
    lock = FolderLock(data_dir / "lock")
    try:
        for name in _FILES:
            (data_dir / name).unlink(missing_ok=True)
        for name in _FOLDERS:
            if (data_dir / name).exists():
                shutil.rmtree(data_dir / name)
    except OSError as error:
        raise refusal(error, f"{data_dir} cannot be erased") from error
    finally:
        lock.release()


def _cases(
    stores: Erasable, business_id: str, is_meant: Callable[[CaseSummary], bool]
) -> tuple[CaseSummary, ...]:
    return tuple(filter(is_meant, stores.cases.summaries(business_id)))
