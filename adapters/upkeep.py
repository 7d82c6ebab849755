"""What `parley` does with the data folder as a whole: key, check, backup, erase."""

import os
import sys
from contextlib import nullcontext
from getpass import getpass
from pathlib import Path

from assistant.bootstrap import config_dir
from assistant.domain.summary import CaseSummary
from assistant.errors import StoreError
from assistant.settings import TERMINAL, Settings
from assistant.store.backup import back_up, back_up_folder, restore
from assistant.store.check import StoreCheck, check_store
from assistant.store.disk import Disk
from assistant.store.encryption import rekey
from assistant.store.erase import (
    Erased,
    Erasure,
    OutOfReach,
    erase,
    erase_everything,
    plan_business,
    plan_case,
    plan_customer,
    plan_person,
)
from assistant.store.keys import FoundKey, Key, find_key, has_data, new_key_path
from assistant.store.lock import FolderLock
from assistant.store.tiny import open_stores

_OUT_OF_REACH = {
    OutOfReach.BACKUPS: "backups made earlier",
    OutOfReach.CHATS: "what Slack or Telegram keep of the conversations",
    OutOfReach.SENT: "letters that you sent",
    OutOfReach.EXPORTS: "files that you exported or saved",
    OutOfReach.HISTORY: "their name in the history of cases that stay",
    OutOfReach.DAMAGED: "damaged files that were set aside (parley check --store)",
    OutOfReach.DISK: "traces on the disk, unreadable without the key",
}


def show_key(settings: Settings) -> str:
    """The key as text, to be kept in a safe place."""
    _refuse_without_data(settings)
    return _key(settings).key.text


def change_key(settings: Settings) -> str:
    """Guard the data with a new key; says where it is, or what to set it to.

    The new key is on disk before the data needs it, so a power cut in between leaves
    one of the two keys that fit.
    """
    _refuse_without_data(settings)
    found, new = _key(settings), Key.make()
    lock = FolderLock(settings.data_dir / "lock")
    try:
        if found.path is None:
            rekey(settings.data_dir, found.key, new, Disk())
            return f"The new key, to be set as PARLEY_KEY:\n{new.text}"
        fresh = new_key_path(found.path)
        _write_key(fresh, new)
        rekey(settings.data_dir, found.key, new, Disk())
        fresh.replace(found.path)
    finally:
        lock.release()
    return f"The data has a new key, kept in {found.path}. Keep a copy of it."


def check_data(settings: Settings) -> tuple[list[str], list[str]]:
    """Verify all data; what was repaired or is fine, and what somebody has to see."""
    if not has_data(settings.data_dir):
        return [f"There is no data in {settings.data_dir} yet."], []
    found = check_store(settings.data_dir, key=_key(settings).key)
    return _told(found), found.problems


def back_up_to(settings: Settings, target: Path, passphrase: str) -> str:
    """Write a verified backup, whether Parley is running or not."""
    _refuse_without_data(settings)
    key = _key(settings).key
    try:
        stores = open_stores(settings.data_dir, key=key)
    except StoreError:  # somebody uses it: copy beside them
        count = back_up_folder(
            settings.data_dir, target, passphrase, key, nullcontext()
        )
    else:
        with stores:
            count = back_up(stores, target, passphrase, key)
    return f"{count} files are in {target}, read back and whole."


def restore_from(settings: Settings, source: Path, passphrase: str) -> list[str]:
    """Make the data folder from a backup, under this computer's key."""
    if not source.is_file():
        raise StoreError(f"There is no backup {source}.")
    return _told(restore(source, settings.data_dir, passphrase, _key(settings).key))


def erase_data(
    settings: Settings,
    business_id: str,
    *,
    case: str = "",
    customer: str = "",
    person: str = "",
    confirmed: bool,
) -> str:
    """Say what would go, ask, do it, and say which copies are out of reach."""
    if not has_data(settings.data_dir):
        return f"There is no data in {settings.data_dir}."
    with open_stores(settings.data_dir, key=_key(settings).key) as stores:
        business_id = business_id or only_business(stores.businesses.all_ids())
        if case:
            plan = plan_case(stores, business_id, case)
        elif person:
            plan = plan_person(stores, business_id, person)
        elif customer:
            plan = plan_customer(stores, business_id, customer)
        else:
            plan = plan_business(stores, business_id)
        print(_plan_in_words(plan))
        if not (confirmed or _asked("Erase this for good? Type yes: ")):
            return "Nothing was erased."
        done = erase(stores, plan)
    if plan.whole_business:
        erase_everything(settings.data_dir)
    return _done_in_words(done)


def only_business(ids: list[str]) -> str:
    """The one business there is, or the terminal's where several are.

    Raises StoreError where several are and none of them is the terminal's.
    """
    if len(ids) > 1 and TERMINAL not in ids:
        names = ", ".join(ids)
        raise StoreError(f"Several businesses are here: {names}. Name one: --business")
    return ids[0] if len(ids) == 1 else TERMINAL


def passphrase_from(file: Path | None, *, twice: bool) -> str:
    """The passphrase of a backup: the first line of a file, else asked for."""
    if file is not None:
        text = file.read_text(encoding="utf-8").splitlines()
        passphrase = text[0].strip() if text else ""
    elif sys.stdin.isatty():
        passphrase = getpass("Passphrase of the backup: ")
        if twice and passphrase != getpass("Once more: "):
            raise StoreError("The two passphrases differ; nothing was written.")
    else:
        raise StoreError("Give the passphrase with --passphrase-file FILE.")
    if len(passphrase) < 8:
        raise StoreError("A passphrase needs at least 8 characters.")
    return passphrase


def _key(settings: Settings) -> FoundKey:
    return find_key(
        settings.data_dir,
        config_dir(),
        text=settings.key,
        key_file=settings.key_file,
    )


def _refuse_without_data(settings: Settings) -> None:
    if not has_data(settings.data_dir):
        raise StoreError(f"There is no data in {settings.data_dir} yet.")


def _write_key(path: Path, key: Key) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.text + "\n")
        file.flush()
        os.fsync(file.fileno())


def _told(found: StoreCheck) -> list[str]:
    counts = f"{found.cases} cases, {found.entries} entries, {found.evidence} files"
    waiting = f", {found.waiting} messages under way" if found.waiting else ""
    return [*found.repaired, f"Looked at {counts}{waiting}."]


def _plan_in_words(plan: Erasure) -> str:
    if plan.person:
        return (
            f"This takes {plan.person} out of the team, with their accounts and "
            f"conversations. {len(plan.in_history)} cases go on naming them in their "
            "history."
        )
    cases = ", ".join(_case_in_words(summary) for summary in plan.cases) or "no case"
    whole = " and all settings of the business" if plan.whole_business else ""
    return f"This erases {len(plan.cases)} cases ({cases}), their evidence{whole}."


def _case_in_words(summary: CaseSummary) -> str:
    return f"{summary.case_id} {summary.customer}".strip()


def _done_in_words(done: Erased) -> str:
    copies = "; ".join(_OUT_OF_REACH[place] for place in done.out_of_reach)
    return (
        f"Erased: {done.cases} cases and {done.files} evidence files.\n"
        f"Out of reach of this command: {copies}."
    )


def _asked(prompt: str) -> bool:
    return sys.stdin.isatty() and input(prompt).strip().casefold() == "yes"
