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

from assistant.domain.summary import CaseSummary
from assistant.errors import CaseNotFoundError
from assistant.store.disk import refusal
from assistant.store.keys import FOLDER_FILES
from assistant.store.lock import FolderLock
from assistant.store.port import DRAWER
from assistant.store.tiny import Stores

_FOLDERS = ("cases", "businesses", "places", "evidence", "damaged")
_FILES = (*FOLDER_FILES, "index", "inbox.jsonl", "outbox.jsonl", "notebook.jsonl")


class OutOfReach(StrEnum):
    """Copies that erasing here does not touch; each is told to the owner."""

    BACKUPS = "backups"  # made earlier, with `parley backup` or otherwise
    CHATS = "chats"  # what Slack and Telegram keep of the conversation
    SENT = "sent"  # letters that the owner sent to the customer
    EXPORTS = "exports"  # files the owner exported or downloaded
    DISK = "disk"  # blocks a disk has not written over yet; worthless once the key goes


@dataclass(frozen=True, slots=True)
class Erasure:
    """What would go.

    customer: also leaves the invoice book of the business; empty if no customer is
        meant.
    whole_business: its settings, members and conversations go as well.
    """

    business_id: str
    cases: tuple[CaseSummary, ...]
    customer: str = ""
    whole_business: bool = False


@dataclass(frozen=True, slots=True)
class Erased:
    """What has gone, and where copies may be."""

    cases: int
    files: int
    messages: int
    places: int
    out_of_reach: tuple[OutOfReach, ...] = tuple(OutOfReach)


def plan_case(stores: Stores, business_id: str, case_id: str) -> Erasure:
    """One case; CaseNotFoundError if there is none."""
    found = _cases(stores, business_id, lambda summary: summary.case_id == case_id)
    if not found:
        raise CaseNotFoundError(f"there is no case {case_id}")
    return Erasure(business_id, found)


def plan_customer(stores: Stores, business_id: str, customer: str) -> Erasure:
    """All cases of a customer, by name; the case of letters does not matter."""
    wanted = customer.casefold().strip()
    found = _cases(
        stores, business_id, lambda summary: summary.customer.casefold() == wanted
    )
    return Erasure(business_id, found, customer)


def plan_business(stores: Stores, business_id: str) -> Erasure:
    """Everything of a business."""
    found = tuple(stores.cases.summaries(business_id))
    return Erasure(business_id, found, whole_business=True)


def erase(stores: Stores, plan: Erasure) -> Erased:
    """Do what the plan says; it may be done again after a crash in between."""
    ids = {summary.case_id for summary in plan.cases}
    messages = sum(stores.outbox.drop(plan.business_id, case_id) for case_id in ids)
    if plan.whole_business:
        messages += stores.outbox.drop(plan.business_id)
    for case_id in ids:
        with suppress(CaseNotFoundError):
            stores.cases.delete(plan.business_id, case_id)
    stores.notebook.shred(DRAWER, *(f"{plan.business_id}/{case}" for case in ids))
    places = stores.businesses.forget_places(lambda place: place.case_id in ids)
    if plan.whole_business:
        stores.businesses.forget(plan.business_id)
    elif plan.customer:
        _forget_booked(stores, plan)
    stores.inbox.compact()
    files = stores.files.keep_only(stores.cases.files_in_use())
    return Erased(len(ids), files, messages, places)


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
    stores: Stores, business_id: str, is_meant: Callable[[CaseSummary], bool]
) -> tuple[CaseSummary, ...]:
    return tuple(filter(is_meant, stores.cases.summaries(business_id)))


def _forget_booked(stores: Stores, plan: Erasure) -> None:
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
