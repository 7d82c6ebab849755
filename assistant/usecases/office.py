"""Everything the use cases lean on, built once by `bootstrap`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.clock import Clock
from assistant.domain.business import Business, Profile
from assistant.domain.calendar import Calendar
from assistant.domain.court import Court
from assistant.domain.fork import Reckoner
from assistant.domain.habits import Habits
from assistant.domain.letters import LetterKind
from assistant.domain.place_rules import Atlas
from assistant.domain.tone import Hit
from assistant.playbook.definition import Playbook
from assistant.playbook.situation import Situation
from assistant.post_office import PostOffice
from assistant.rendering.formats import locale_in
from assistant.rendering.letters import Letters
from assistant.rendering.phrases import Phrases
from assistant.store.erase import Erased
from assistant.store.port import BusinessStore, CaseStore, EvidenceFiles
from assistant.usecases.darkroom import Darkroom, Later, at_once

FILE_LIMIT = 20 * 1024 * 1024  # bytes of one evidence file


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for a business that has not said otherwise; from the settings."""

    locale: str
    time_zone: str
    currency: str
    place: str
    playbook: str = "services"
    is_locale_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """The stores, the words, the playbooks and the reference data.

    calendar_of, court_of, find_place: look a place code or text up.
    atlas: the same for what is known of money in a place.
    zones_of: the IANA time zones of a country.
    habits_of: how a locale writes amounts and dates.
    tone_of: what had better be said otherwise in a letter.
    reckoner: works the fork and the offers out in numbers.
    erase: removes a case of a business, or with an empty case everything of it.
    new_code: a code that nobody can guess, short enough to be typed.
    later: does work that nobody waits for.
    """

    cases: CaseStore
    businesses: BusinessStore
    files: EvidenceFiles
    playbooks: Mapping[str, Playbook]
    letters: Letters
    phrases: Phrases
    clock: Clock
    defaults: Defaults
    post: PostOffice
    erase: Callable[[str, str], Erased]
    new_code: Callable[[], str]
    calendar_of: Callable[[str], Calendar]
    court_of: Callable[[str, str, str], Court | None]
    find_place: Callable[[str], list[tuple[str, str]]]
    zones_of: Callable[[str], tuple[str, ...]]
    habits_of: Callable[[str], Habits]
    reckoner: Reckoner
    tone_of: Callable[[Situation, LetterKind, str, str], tuple[Hit, ...]]
    atlas: Atlas
    later: Later = at_once

    @property
    def darkroom(self) -> Darkroom:
        """Where photos are prepared for paper."""
        return Darkroom(self.files, self.later)

    def as_said(self, business_id: str) -> Business:
        """The business with what it has said of itself, and nothing else."""
        return self.businesses.load(business_id) or Business(business_id)

    def business(self, business_id: str, language: str = "") -> Business:
        """The business, with the defaults in place of what it has not said.

        language: the locale of who asks, for a business that has not chosen one.
        """
        known = self.as_said(business_id)
        profile: Profile = known.profile
        filled = replace(
            profile,
            currency=profile.currency or self.defaults.currency,
            time_zone=profile.time_zone or self.defaults.time_zone,
            place=profile.place or self.defaults.place,
            language=self._chosen(profile) or self._locale(profile.place, language),
        )
        return replace(known, profile=filled)

    def _chosen(self, profile: Profile) -> str:
        """The language that was set, written as at the place of the business."""
        if "_" in profile.language or not profile.language:
            return profile.language
        return locale_in(profile.language, profile.place.partition("-")[0])

    def _locale(self, place: str, told: str) -> str:
        """The locale that an app tells, else the default one.

        A language without a country is written as at the place of the business, and
        so is a default that was guessed.
        """
        default, country = self.defaults.locale, place.partition("-")[0]
        language = default.partition("_")[0]
        locale = told.replace("-", "_") if self.phrases.speaks(told) else ""
        if "_" in locale:
            return locale
        if locale and locale != language:
            return locale_in(locale, country)
        if country and self.defaults.is_locale_guessed:
            return locale_in(language, country)
        return default

    def digest_told(self, business_id: str, day: date) -> None:
        """Remember that a business has had the list of a day."""
        self.businesses.save(replace(self.as_said(business_id), digest_on=day))

    def playbook(self, name: str) -> Playbook:
        """The playbook of a case; the default one if that is no longer there."""
        return self.playbooks.get(name) or self.playbooks[self.defaults.playbook]
