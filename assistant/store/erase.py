"""`parley erase`: remove what is kept of a case, a customer, a business, or all.

First a plan that says what would go, then the deed, then an honest list of the copies
that cannot be reached from here.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from assistant.chat.conversation import Conversation
from assistant.domain.summary import CaseSummary
from assistant.errors import CaseNotFoundError, MemberNotFoundError
from assistant.store.disk import refusal
from assistant.store.keys import FOLDER_FILES
from assistant.store.lock import FolderLock
from assistant.store.port import (
    DRAWER,
    BusinessStore,
    CaseStore,
    EvidenceFiles,
    Inbox,
    Notebook,
    Outbox,
)

_FOLDERS = ("cases", "businesses", "places", "evidence", "outgoing", "damaged")
_JOURNALS = ("inbox.jsonl", "outbox.jsonl", "notebook.jsonl", "intents.jsonl")
_FILES = (*FOLDER_FILES, "index", *_JOURNALS)


class ErasableCases(CaseStore, Protocol):
    """Cases that can be removed."""

    def delete(self, business_id: str, case_id: str) -> None:
        """Remove a case for good; CaseNotFoundError if there is none."""
        ...


class ErasableBusinesses(BusinessStore, Protocol):
    """Businesses and conversations that can be removed."""

    def forget_places(self, is_meant: Callable[[Conversation], bool]) -> int:
        """Remove the conversations that are meant; how many."""
        ...

    def forget(self, business_id: str) -> None:
        """Remove a business; nothing happens if there is none."""
        ...

    def compact(self, business_id: str) -> None:
        """Let no earlier state of a business be found any more."""
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


class OutOfReach(StrEnum):
    """Copies that erasing here does not touch; each is told to the owner."""

    BACKUPS = "backups"  # made earlier, with `parley backup` or otherwise
    CHATS = "chats"  # what Slack and Telegram keep of the conversation
    SENT = "sent"  # letters that the owner sent to the customer
    EXPORTS = "exports"  # files the owner exported or downloaded
    HISTORY = "history"  # what a person did, in cases that stay: only with the case
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
    ids = {summary.case_id for summary in plan.cases}
    messages = sum(stores.outbox.drop(plan.business_id, case_id) for case_id in ids)
    if plan.whole_business:
        messages += stores.outbox.drop(plan.business_id)
    for case_id in ids:
        with suppress(CaseNotFoundError):
            stores.cases.delete(plan.business_id, case_id)
    stores.notebook.shred(DRAWER, *(f"{plan.business_id}/{case}" for case in ids))
    places = stores.businesses.forget_places(lambda place: _is_meant(place, plan, ids))
    if plan.whole_business:
        stores.businesses.forget(plan.business_id)
        stores.inbox.drop(plan.business_id)
        stores.notebook.forget(plan.business_id)
    elif plan.customer:
        _forget_booked(stores, plan)
    elif plan.person:
        places += _forget_person(stores, plan)
    files = stores.files.keep_only(stores.cases.files_in_use())
    copies: list[OutOfReach] = [
        copy for copy in OutOfReach if copy is not OutOfReach.HISTORY
    ]
    if plan.in_history:
        copies.append(OutOfReach.HISTORY)
    return Erased(len(ids), files, messages, places, tuple(copies))


def _is_meant(place: Conversation, plan: Erasure, ids: set[str]) -> bool:
    """Whether a conversation goes: it is about an erased case, or of the business.

    A draft may hold what a customer wrote, before there is a case.
    """
    _, _, rest = place.place.partition(":")
    has_words = bool(plan.customer and place.draft)
    is_meant = plan.whole_business or has_words or place.case_id in ids
    return is_meant and rest.startswith(f"{plan.business_id}:")


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


def _forget_person(stores: Erasable, plan: Erasure) -> int:
    """Take a member out of the business; how many conversations went with them."""
    business = stores.businesses.load(plan.business_id)
    member = business.named(plan.person) if business else None
    if business is None or member is None:
        return 0
    left = tuple(other for other in business.members if other.name != member.name)
    mine = set(member.accounts.items())
    homes = {
        platform: home
        for platform, home in business.homes.items()
        if (platform, home.rpartition("/")[2]) not in mine
    }
    stores.businesses.save(replace(business, members=left, homes=homes))
    stores.businesses.compact(plan.business_id)
    for platform, account in mine:
        stores.notebook.drop("parley", f"account/{platform}/{account}")
    return stores.businesses.forget_places(
        lambda place: (
            (place.place.partition(":")[0], _id_in(place.place, plan.business_id))
            in mine
        )
    )


def _id_in(place: str, business_id: str) -> str:
    """The account that a private place is named after; empty for another place."""
    _, found, rest = place.partition(f":{business_id}:")
    return rest.rpartition("/")[2] if found else ""


def _forget_booked(stores: Erasable, plan: Erasure) -> None:
    """Take the customer's invoices out of the book, and out of its file."""
    business = stores.businesses.load(plan.business_id)
    if business is None:
        return
    wanted = plan.customer.casefold().strip()
    kept = tuple(
        booked for booked in business.invoices if booked.customer.casefold() != wanted
    )
    stores.businesses.save(replace(business, invoices=kept))
    stores.businesses.compact(plan.business_id)
