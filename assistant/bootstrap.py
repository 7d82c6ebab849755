"""Puts an Assistant together from its parts: the composition root of the core."""

import logging
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from assistant.advice import fork
from assistant.chat.replies import phrase
from assistant.clock import Clock, SystemClock
from assistant.domain.fork import Reckoner
from assistant.domain.habits import Habits
from assistant.domain.place_rules import Atlas, Cited, PlaceRules
from assistant.errors import PlaybookError, SettingsError, StoreError
from assistant.playbook.definition import Playbook
from assistant.playbook.loader import load_all
from assistant.playbook.own import check_words, folder_in, load_own
from assistant.playbook.phrases import check_phrases
from assistant.post_office import PostOffice
from assistant.reference.holidays import calendar_for
from assistant.reference.places import Stated, shipped_places
from assistant.reference.zones import zones_of
from assistant.rendering import formats
from assistant.rendering.letters import FALLBACK, Letters
from assistant.rendering.phrases import Phrases, placeholders
from assistant.resources import playbooks_dir, templates_dir
from assistant.service import Assistant
from assistant.settings import (
    DEFAULT_STORE,
    Known,
    Settings,
    missing_for_platforms,
    read_settings,
)
from assistant.store.erase import Erasure, erase, plan_business, plan_case
from assistant.store.keys import Key, find_key, has_data
from assistant.store.memory import (
    MemoryBusinesses,
    MemoryCases,
    MemoryFiles,
    memory_inbox,
    memory_notebook,
    memory_outbox,
)
from assistant.store.tiny import Stores, open_stores
from assistant.usecases.courts import court_of
from assistant.usecases.office import Defaults, Office
from assistant.usecases.outgoing import tone_of

_log = logging.getLogger(__name__)
_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def build(settings: Settings, clock: Clock | None = None) -> Assistant:
    """The assistant on the embedded store of `settings.data_dir`.

    Raises StoreError when the store cannot be used, PlaybookError for a playbook.
    """
    if settings.store != DEFAULT_STORE:
        raise StoreError("\n".join(_key_problems(settings)))
    found = find_key(
        settings.data_dir,
        config_dir(),
        text=settings.key,
        key_file=settings.key_file,
    )
    stores = open_stores(settings.data_dir, key=found.key)
    behind = Behind()
    office = _office(settings, clock or SystemClock(), stores)
    office = replace(office, later=behind.later)
    notices = [phrase("store.notice", text=text) for text in stores.notices]
    notices += [
        phrase("playbook.problem", text=text) for text in own_problems(settings)
    ]
    notices += [
        phrase("letter.problem", text=text) for text in office.letters.own_problems
    ]
    if found.is_new:
        notices.append(phrase("store.key_made", path=str(found.path)))

    def close() -> None:
        behind.close()
        stores.close()

    return Assistant(office, tuple(notices), close)


def build_practice(settings: Settings, clock: Clock) -> Assistant:
    """An assistant on a throw-away store, for a try without risk and for tests."""
    return build_on(settings, clock, InMemory())


def build_on(
    settings: Settings, clock: Clock, stores: "InMemory | Stores"
) -> Assistant:
    """An assistant on stores that are open already."""
    return Assistant(_office(settings, clock, stores))


def config_dir() -> Path:
    """The user's own folder for settings, where the key is made."""
    return user_config_path("parley")


def known_values() -> Known:
    """The places and locales that settings may name."""
    return Known(
        places=lambda: [place.code for place in shipped_places()],
        locales=formats.known_locales,
    )


def check(env: Mapping[str, str], dotenv: Path | None) -> list[str]:
    """Everything wrong with settings, playbooks, templates and wording, a line each.

    Of the letters those in the language of the settings, and in English.
    """
    problems: list[str] = []
    languages = [FALLBACK]
    try:
        settings = read_settings(env, dotenv, known_values())
        languages.append(settings.locale)
        problems += missing_for_platforms(settings)
        problems += _key_problems(settings)
        problems += own_problems(settings)
        problems += letters_of(settings).own_problems
    except SettingsError as error:
        problems += error.problems
    phrases = Phrases(templates_dir() / "phrases")
    try:
        for playbook in load_all(playbooks_dir()).values():
            problems += check_phrases(playbook, phrases.has)
    except PlaybookError as error:
        problems += error.problems
    problems += phrases.check()
    problems += Letters(templates_dir()).check(languages)
    return problems


def letters_of(settings: Settings) -> Letters:
    """The letters, in the business's own words where it has some."""
    return Letters(templates_dir(), own=settings.data_dir / "letters")


def own_problems(settings: Settings) -> list[str]:
    """Everything wrong with the business's own playbooks, a line each."""
    shipped = load_all(playbooks_dir())
    own = load_own(folder_in(settings.data_dir), playbooks_dir(), shipped)
    phrases = Phrases(templates_dir() / "phrases", own=own.words, bases=own.bases)
    found = list(own.problems)
    for playbook in own.playbooks.values():
        found += check_words(playbook, phrases.has, placeholders)
    return found


def _key_problems(settings: Settings) -> list[str]:
    """What keeps the data from being opened: the store, the key, the folder."""
    if settings.store != DEFAULT_STORE:
        return ["PARLEY_STORE: only tinydb is there in this version; leave it out."]
    try:
        if settings.key is not None:
            Key.read(settings.key)
        if has_data(settings.data_dir):
            find_key(
                settings.data_dir,
                config_dir(),
                text=settings.key,
                key_file=settings.key_file,
            )
    except StoreError as error:
        return [str(error)]
    return []


class Behind:
    """Does what nobody waits for, one piece of work after the other, in a thread."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="behind")

    def later(self, work: Callable[[], None]) -> None:
        """Do it when there is time; a fault in it is logged."""
        self._thread.submit(work).add_done_callback(_note_fault)

    def close(self) -> None:
        """Finish what has begun; the rest is left undone."""
        self._thread.shutdown(cancel_futures=True)


def _note_fault(done: "Future[None]") -> None:
    if not done.cancelled() and (fault := done.exception()):
        _log.error("work in the background failed", exc_info=fault)


class InMemory:
    """Stores that forget everything at the end."""

    has_damaged = False

    def __init__(self) -> None:
        self.inbox = memory_inbox()
        self.outbox = memory_outbox()
        self.notebook = memory_notebook()
        self.cases = MemoryCases(self.outbox)
        self.businesses = MemoryBusinesses()
        self.files = MemoryFiles()


def _office(settings: Settings, clock: Clock, stores: InMemory | Stores) -> Office:
    shipped = _shipped(playbooks_dir())
    own = load_own(folder_in(settings.data_dir), playbooks_dir(), shipped)
    return Office(
        cases=stores.cases,
        businesses=stores.businesses,
        files=stores.files,
        playbooks={**shipped, **own.playbooks},
        letters=letters_of(settings),
        phrases=Phrases(templates_dir() / "phrases", own=own.words, bases=own.bases),
        clock=clock,
        defaults=Defaults(
            settings.locale,
            settings.time_zone,
            settings.currency,
            settings.jurisdiction or "",
            is_locale_guessed=settings.is_locale_guessed,
        ),
        post=PostOffice(stores.inbox, stores.outbox, stores.notebook, clock),
        erase=lambda business, case: erase(stores, _erasure(stores, business, case)),
        new_code=_new_code,
        calendar_of=calendar_for,
        court_of=court_of,
        find_place=find_place,
        zones_of=zones_of,
        habits_of=habits_of,
        reckoner=Reckoner(fork.reckon, fork.ladder, fork.compare),
        tone_of=tone_of,
        atlas=Atlas(find_place, place_rules),
    )


@cache
def _shipped(folder: Path) -> dict[str, Playbook]:
    """The shipped playbooks, read once: nothing changes them while we run."""
    return load_all(folder)


def place_rules(code: str) -> PlaceRules | None:
    """What is known of money and time in a place; None if it is not in the book."""
    place = shipped_places().get(code) if code else None
    if place is None:
        return None
    banking, note, limitation = place.bank_rule, place.cheque_note, place.limitation
    return PlaceRules(
        place=place.code,
        name=place.name,
        may_bank_rejecting=place.may_bank_with_rejection,
        is_bank_rule_known=place.is_bank_rule_known,
        repay_days=place.repay_days,
        on_cheques=_cited(banking) if note else None,
        limitation_years=limitation.value.years if limitation else None,
        on_limitation=_cited(limitation) if limitation else None,
    )


def _cited(stated: Stated[Any]) -> Cited:
    source = stated.sources[0].url if stated.sources else ""
    return Cited(source, stated.read_on, stated.confidence)


def _erasure(stores: InMemory | Stores, business_id: str, case_id: str) -> Erasure:
    if case_id:
        return plan_case(stores, business_id, case_id)
    return plan_business(stores, business_id)


def _new_code() -> str:
    """Eight letters and digits that cannot be taken for one another: 40 bits."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))


@cache
def habits_of(locale: str) -> Habits:
    """How a locale writes amounts and dates."""
    months, weekdays = formats.month_and_weekday_names(locale)
    return Habits(
        formats.separators(locale), formats.day_first(locale), months, weekdays
    )


def find_place(text: str) -> list[tuple[str, str]]:
    """Codes and names of the places that a text may mean."""
    return [(place.code, place.name) for place in shipped_places().find(text)]
